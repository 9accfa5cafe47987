// Package transcend computes correctly rounded logarithms, exponentials, roots, powers
// and means of decimals and fractions, ratios of growth rates, and the tail of
// Student's distribution.
//
// Every function returns the decimal nearest to the exact result, with the stated
// number of significant digits or places, halves away from zero.
//
// All arithmetic is on big integers with a proven bound of the error. A result whose
// error leaves two roundings possible is computed again with more bits (Ziv 1991). If
// the exact result can be a tie, as √6.25 = 2.5 is for one digit, exact arithmetic
// decides. Results are therefore the same on every machine, and do not depend on the
// switches of the decimal package.
//
// Decimals must be in bounds ([fixed.InBounds]). A small result may have more places
// than these. Digits must be from 1 to [MaxDigits]; a number outside is replaced by the
// nearer end.
package transcend

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// MaxDigits is the greatest number of significant digits of a result.
const MaxDigits = 100

// Ln returns the natural logarithm of x to the given number of significant
// digits. It panics unless x is positive.
func Ln(x decimal.Decimal, digits int) decimal.Decimal {
	q := positive(x)
	if isOne(q) {
		return decimal.Zero
	}
	return round(significant(digits), func(p uint) approx { return ln(q, p) }, nil)
}

// GeometricMean returns the weighted geometric mean (Π xᵢ^wᵢ)^(1/Σw) to the given
// number of significant digits. If an x with a positive weight is zero, the mean is
// zero. GeometricMean panics if the lengths differ, a weight is negative, no weight is
// positive, or an x is negative.
func GeometricMean(xs, weights []decimal.Decimal, digits int) decimal.Decimal {
	if len(xs) != len(weights) {
		panic("transcend: figures and weights differ in number")
	}

	scale := int32(0)
	for _, w := range weights {
		scale = min(scale, w.Exponent())
	}

	var (
		terms []ratPower
		whole = new(big.Int)
		zero  bool
	)
	for i, x := range xs {
		w := fixed.Rescale(weights[i], scale)
		switch w.Sign() {
		case -1:
			panic("transcend: negative weight")
		case 0:
			continue
		}
		whole.Add(whole, w)
		if x.IsZero() {
			zero = true
			continue
		}
		terms = append(terms, ratPower{positive(x), w})
	}

	switch {
	case whole.Sign() == 0:
		panic("transcend: no weight is positive")
	case zero:
		return decimal.Zero
	}

	d, _ := product(terms, whole, significant(digits))
	return d
}

// GeometricMultiple returns the weighted geometric mean of positive figures,
// (Π xᵢ^wᵢ)^(1/Σw), as the nearest number of quanta, halves up. It returns false if the
// mean is more than 10²⁰⁰ quanta, or less than e⁻⁴⁷⁰ (about 10⁻²⁰⁴).
//
// Single weights may be negative. GeometricMultiple panics if the lengths differ, a
// figure or the quantum is not positive, or the sum of the weights is not positive.
func GeometricMultiple(xs []*big.Rat, weights []*big.Int, quantum *big.Rat) (*big.Int, bool) {
	if len(xs) != len(weights) {
		panic("transcend: figures and weights differ in number")
	}

	whole := new(big.Int)
	terms := make([]ratPower, 0, len(xs)+1)
	for i, x := range xs {
		if x.Sign() <= 0 {
			panic("transcend: argument is not positive")
		}
		whole.Add(whole, weights[i])
		terms = append(terms, ratPower{x, weights[i]})
	}

	if whole.Sign() <= 0 || quantum.Sign() <= 0 {
		panic("transcend: no weight, or no quantum")
	}
	terms = append(terms, ratPower{quantum, new(big.Int).Neg(whole)})
	d, ok := product(terms, whole, rounding{whole: true})
	if !ok {
		return nil, false
	}
	return fixed.Rescale(d, 0), true
}

// product returns (Π baseᵢ^expᵢ)^(1/n), and false if it is out of range.
func product(terms []ratPower, n *big.Int, r rounding) (decimal.Decimal, bool) {
	if unit(terms) {
		return decimal.New(1, 0), true
	}

	log := func(p uint) approx { return lnSum(terms, p).over(n) }
	rough := log(128)
	for p := uint(256); rough.err.Cmp(scaled(rough.p)) >= 0; p *= 2 {
		rough = log(p)
	}

	if !rough.moderate() {
		return decimal.Decimal{}, false
	}

	return bounded(round(r, func(p uint) approx { return exp(log(p), p) }, func(c *big.Rat) bool {
		return unit(append([]ratPower{{c, new(big.Int).Neg(n)}}, terms...))
	}))
}

// rational returns a decimal as a fraction. It panics if the decimal is out of bounds.
func rational(d decimal.Decimal) *big.Rat {
	if !fixed.InBounds(d) {
		panic("transcend: argument out of bounds")
	}
	return d.Rat()
}

// positive is rational for a decimal that must be positive.
func positive(d decimal.Decimal) *big.Rat {
	q := rational(d)
	if q.Sign() <= 0 {
		panic("transcend: argument is not positive")
	}
	return q
}

func isOne(q *big.Rat) bool { return q.IsInt() && q.Num().Cmp(one) == 0 }

// bounded returns a result, and whether it is between about 10⁻²⁰⁰ and 10²⁰⁰.
func bounded(d decimal.Decimal) (decimal.Decimal, bool) {
	top := d.NumDigits() + int(d.Exponent()) // d is below 10^top, at or above 10^(top−1)
	if d.IsZero() || top >= -199 && top <= 200 {
		return d, true
	}
	return decimal.Decimal{}, false
}
