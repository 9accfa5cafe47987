// Package quotient turns exact fractions into decimals and text, the same way in
// every package that evaluates.
package quotient

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/transcend"
)

// Digits is the number of significant digits of a quotient.
const Digits = 16

// Of divides two decimals exactly. It panics if the divisor is zero.
func Of(a, b decimal.Decimal) *big.Rat { return new(big.Rat).Quo(a.Rat(), b.Rat()) }

// Round rounds r to Digits significant digits, halves away from zero, and drops
// zeros at the end of the decimals.
func Round(r *big.Rat) decimal.Decimal {
	if r.Sign() == 0 {
		return decimal.Decimal{}
	}

	// |r| lies strictly between 10^(size−1) and 10^(size+1), so that one of two
	// numbers of places leaves Digits digits.
	size := len(new(big.Int).Abs(r.Num()).Text(10)) - len(r.Denom().Text(10))
	places := int64(Digits - size)
	m := scaled(r, places)
	if len(new(big.Int).Abs(m).Text(10)) > Digits {
		places--
		m = scaled(r, places)
	}

	mantissa := m.Int64()
	for places > 0 && mantissa%10 == 0 {
		mantissa /= 10
		places--
	}
	return decimal.New(mantissa, int32(-places))
}

// scaled returns r·10^places as a whole number, halves away from zero.
func scaled(r *big.Rat, places int64) *big.Int {
	num, den := r.Num(), r.Denom()
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(max(places, -places)), nil)
	if places >= 0 { //mutate:equal places > 0: the power is 1
		num = p.Mul(p, num)
	} else {
		den = p.Mul(p, den)
	}
	return fixed.DivHalfUp(num, den)
}

// Null returns Round(r) as a number that is present.
func Null(r *big.Rat) decimal.NullDecimal { return decimal.NewNullDecimal(Round(r)) }

// Trim drops zeros at the end of the decimals of a number that has at most
// Digits significant digits.
func Trim(d decimal.Decimal) decimal.Decimal { return Round(d.Rat()) }

// Exact returns all digits of r if they end, and Round(r) otherwise.
func Exact(r *big.Rat) decimal.Decimal {
	places, ends := r.FloatPrec()
	if !ends {
		return Round(r)
	}
	d, _ := fixed.Parse(r.FloatString(places))
	return d
}

// CompoundRate returns growth^(12/months) − 1, the yearly rate of a growth over
// some months.
func CompoundRate(growth *big.Rat, months int64) decimal.Decimal {
	one := big.NewRat(1, 1)
	if months == 12 {
		return Round(new(big.Rat).Sub(growth, one))
	}
	return Trim(transcend.Affine(big.NewRat(-1, 1), one, transcend.Radical{Base: growth, Num: 12, Den: months}, Digits))
}

// Plain prints Round(r).
func Plain(r *big.Rat) string { return numtext.Figure(Round(r)) }

// Brief prints Round(r), cut after six decimals as [Cut] does.
func Brief(r *big.Rat) string { return Cut(Round(r), 6) }

// Cut prints d, cut after a number of decimals. It marks a cut, so that a number
// never seems to reach what it does not. A number of which nothing would be left is
// not cut, nor is one that is out of bounds.
func Cut(d decimal.Decimal, places int32) string {
	//mutate:equal d.Abs().Cmp(decimal.New(1, -places)) <= 0: one in the last place has no more
	if !fixed.InBounds(d) || d.Exponent() >= -places || d.Abs().Cmp(decimal.New(1, -places)) < 0 {
		return numtext.Figure(d)
	}
	return numtext.Figure(d.Truncate(places)) + "…"
}

// IsModeratePower reports whether xʸ has at most some thousand digits.
func IsModeratePower(x, y *big.Rat) bool {
	bits := int64(x.Num().BitLen() - x.Denom().BitLen())
	size := big.NewRat(max(bits, -bits)+1, 1)
	return size.Mul(size, new(big.Rat).Abs(y)).Cmp(big.NewRat(4096, 1)) < 0
}
