// Package fixed holds figures as scaled integers: a mantissa at an exponent
// that a whole column shares. Decimals come in and go out at its edge; all
// arithmetic between is on machine words, or on big integers where a figure
// does not fit.
package fixed

import (
	"cmp"
	"math"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/exp/constraints"
)

// Digits is how many digits a figure may have before the decimal point, and
// how many after it. It bounds the work that any input can cause.
const Digits = 100

// InBounds reports whether d has at most [Digits] digits before the point and
// at most as many after it, as written. Its own cost does not depend on the
// exponent.
func InBounds(d decimal.Decimal) bool {
	exp := d.Exponent()
	if exp < -Digits || exp >= Digits {
		return false
	}
	// Counting the digits of a long mantissa would take longer the longer it
	// is; comparing two of one exponent does not.
	//mutate:equal d.Sign() <= 0: zero is between both
	if d.Sign() < 0 {
		return d.Cmp(limits[exp+Digits].below) > 0
	}
	return d.Cmp(limits[exp+Digits].above) < 0
}

// WordInBounds reports whether m·10^exp is in bounds for every word m.
func WordInBounds(exp int32) bool {
	const digits = 19 // of a word, at most
	return exp >= -Digits && exp <= Digits-digits
}

// Cmp compares two numbers, in bounds or not, in time that does not depend on
// their exponents.
func Cmp(a, b decimal.Decimal) int {
	if sign := a.Sign(); sign != b.Sign() || sign == 0 {
		return cmp.Compare(sign, b.Sign())
	}
	if InBounds(a) && InBounds(b) {
		return a.Cmp(b)
	}
	// Of two numbers with the same sign, the one whose first digit has the higher
	// place is farther from zero. If both have the same place, the exponents differ
	// by no more than the numbers of digits.
	first := func(d decimal.Decimal) int64 { return int64(d.NumDigits()) + int64(d.Exponent()) }
	if high := cmp.Compare(first(a), first(b)); high != 0 {
		//mutate:equal high / a.Sign(): the sign is 1 or −1
		return high * a.Sign()
	}
	return a.Cmp(b)
}

// Parse reads an optional minus sign and digits with at most one point among
// them, and no exponent. It keeps the scale. The decimal package's own reader
// refuses what a package-level switch tells it to.
func Parse(text string) (d decimal.Decimal, ok bool) {
	digits, negative := strings.CutPrefix(text, "-")
	before, after, point := strings.Cut(digits, ".")
	if before == "" || point && after == "" || strings.Trim(before+after, "0123456789") != "" {
		return d, false
	}
	m, _ := new(big.Int).SetString(before+after, 10)
	if negative {
		m.Neg(m)
	}
	return FromBig(m, -int32(len(after))), true
}

var (
	pow10Words [19]int64
	pow10Bigs  [2*Digits + 1]*big.Int

	// limits are ±10^Digits, and the largest and the least mantissa that fit an
	// int64, at the exponents from −Digits to Digits − 1.
	limits [2 * Digits]struct{ above, below, word, minusWord decimal.Decimal }
)

func init() {
	p := int64(1)
	for i := range pow10Words {
		pow10Words[i] = p
		p *= 10
	}
	b := big.NewInt(1)
	for i := range pow10Bigs {
		pow10Bigs[i] = b
		b = new(big.Int).Mul(b, bigTen)
	}
	for i := range limits {
		exp := int32(i - Digits)
		limits[i].above = FromBig(Pow10(Digits-exp), exp)
		limits[i].below = limits[i].above.Neg()
		limits[i].word, limits[i].minusWord = decimal.New(math.MaxInt64, exp), decimal.New(math.MinInt64, exp)
	}
}

// Pow10 returns 10ⁿ for n ≥ 0. The result is shared and must not be changed.
func Pow10(n int32) *big.Int {
	if int(n) < len(pow10Bigs) {
		return pow10Bigs[n]
	}
	return new(big.Int).Exp(bigTen, big.NewInt(int64(n)), nil)
}

var bigTen = big.NewInt(10)

// GCD returns the greatest common divisor of two numbers that are not negative.
func GCD[N constraints.Integer](a, b N) N {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// Word returns the mantissa of d if it fits an int64.
func Word(d decimal.Decimal) (m int64, ok bool) {
	m = d.CoefficientInt64()
	//mutate:equal exp > -Digits: the coefficient tells the same, in more time
	if exp := d.Exponent(); exp >= -Digits && exp < Digits {
		at := &limits[exp+Digits]
		//mutate:equal d.Sign() <= 0: zero is between both
		if d.Sign() < 0 {
			return m, d.Cmp(at.minusWord) >= 0
		}
		return m, d.Cmp(at.word) <= 0
	}
	return m, d.Coefficient().IsInt64()
}

// Scale returns m·10ⁿ if it fits an int64; n must not be negative.
func Scale(m int64, n int32) (int64, bool) {
	if m == 0 || n == 0 {
		return m, true
	}
	if int(n) >= len(pow10Words) {
		return 0, false
	}
	p := pow10Words[n]
	if m > math.MaxInt64/p || m < math.MinInt64/p {
		return 0, false
	}
	return m * p, true
}

// Mantissa returns d in units of 10^exp, rounded towards zero, and whether that is exact.
func Mantissa(d decimal.Decimal, exp int32) (m *big.Int, exact bool) {
	m = d.Coefficient()
	n := d.Exponent() - exp
	//mutate:equal n > 0: the power is 1
	if n >= 0 {
		return m.Mul(m, Pow10(n)), true
	}
	var rest big.Int
	m.QuoRem(m, Pow10(-n), &rest)
	return m, rest.Sign() == 0
}

// Rescale returns d in units of 10^exp, of which it must be a multiple.
func Rescale(d decimal.Decimal, exp int32) *big.Int {
	m, _ := Mantissa(d, exp)
	return m
}

// FromBig returns the decimal m·10^exp.
func FromBig(m *big.Int, exp int32) decimal.Decimal {
	return decimal.NewFromBigInt(m, exp)
}

// DivHalfUp returns a/b rounded to the nearest integer, halves away from zero.
// It panics if b is zero.
func DivHalfUp(a, b *big.Int) *big.Int {
	var rest big.Int
	q, r := new(big.Int).QuoRem(a, b, &rest)
	r.Lsh(r, 1)
	if r.CmpAbs(b) >= 0 {
		//mutate:equal a.Sign()*b.Sign() <= 0: neither is zero
		//mutate:equal a.Sign() / b.Sign(): the signs are 1 or −1
		if a.Sign()*b.Sign() < 0 {
			q.Sub(q, one)
		} else {
			q.Add(q, one)
		}
	}
	return q
}

var one = big.NewInt(1)

// Round returns the fraction num/den in decimals of the given number of places,
// halves away from zero. It panics if den is zero.
func Round(num, den *big.Int, places int32) decimal.Decimal {
	n := new(big.Int).Mul(num, Pow10(places))
	return FromBig(DivHalfUp(n, den), -places)
}

// Plain returns d as digits with at most one point, with its scale and without an
// exponent. The switches of the decimal package have no effect.
func Plain(d decimal.Decimal) string { return d.StringFixed(max(0, -d.Exponent())) }
