package transcend

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// What follows is what the functions of the package are made of, for tests.

// LnRatio returns ln a / ln b, the logarithm of a to the base b, to the given
// number of significant digits. It panics unless both are positive and b is
// not 1.
func LnRatio(a, b decimal.Decimal, digits int) decimal.Decimal {
	qa, qb := positive(a), positive(b)
	return LnAffine(new(big.Rat), big.NewRat(1, 1), qa, qb, digits)
}

// Exp returns eˣ to the given number of significant digits, and false where it
// does not lie between 10⁻²⁰⁰ and 10²⁰⁰.
func Exp(x decimal.Decimal, digits int) (decimal.Decimal, bool) {
	q := rational(x)
	if q.Sign() == 0 {
		return decimal.New(1, 0), true
	}
	if !moderate(q) {
		return decimal.Decimal{}, false
	}
	return bounded(round(significant(digits), func(p uint) approx { return exp(approxOf(q, p), p) }, nil))
}

// Pow returns xʸ to the given number of significant digits, and false where it
// does not lie between 10⁻²⁰⁰ and 10²⁰⁰. It panics unless x is positive.
func Pow(x, y decimal.Decimal, digits int) (decimal.Decimal, bool) {
	q, e := positive(x), rational(y)
	return product([]ratPower{{q, e.Num()}}, e.Denom(), significant(digits))
}

// Root returns the n-th root of x to the given number of significant digits.
// It panics if x is negative or n is less than 1.
func Root(x decimal.Decimal, n, digits int) decimal.Decimal {
	if n < 1 {
		panic("transcend: root of an order below 1")
	}
	if x.IsZero() {
		return decimal.Zero
	}
	d, _ := product([]ratPower{{positive(x), big.NewInt(1)}}, big.NewInt(int64(n)), significant(digits))
	return d
}

// moderate reports whether e to the power of q is anywhere near the range.
func moderate(q *big.Rat) bool {
	return new(big.Rat).Abs(q).Cmp(big.NewRat(470, 1)) < 0
}
