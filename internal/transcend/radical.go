package transcend

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Radical is Base^(Num/Den), with Base ≥ 0 and Den > 0. Num must be positive if Base is
// zero. If Base is between 2^−n and 2^n, n·|Num|/Den must be less than 2¹⁴.
type Radical struct {
	Base     *big.Rat
	Num, Den int64
}

func (r Radical) check() {
	if r.Base.Sign() < 0 || r.Den < 1 || r.Base.Sign() == 0 && r.Num < 1 {
		panic("transcend: not a radical")
	}
	bits := int64(r.Base.Num().BitLen() - r.Base.Denom().BitLen())
	if (max(bits, -bits)+1)*max(r.Num, -r.Num) >= r.Den<<14 {
		panic("transcend: radical out of range")
	}
}

func (r Radical) near(p uint) approx {
	if r.Base.Sign() == 0 {
		return approx{new(big.Int), new(big.Int), p}
	}
	return exp(ln(r.Base, p).times(big.NewInt(r.Num)).over(big.NewInt(r.Den)), p)
}

// is reports whether r is exactly c.
func (r Radical) is(c *big.Rat) bool {
	if c.Sign() <= 0 || r.Base.Sign() == 0 {
		return c.Sign() == 0 && r.Base.Sign() == 0
	}
	return unit([]ratPower{{r.Base, big.NewInt(r.Num)}, {c, big.NewInt(-r.Den)}})
}

// fraction returns r as a fraction, or nil if it is none.
func (r Radical) fraction() *big.Rat {
	if r.Base.Sign() == 0 {
		return new(big.Rat)
	}
	n, d := big.NewInt(r.Num), big.NewInt(r.Den)
	g := new(big.Int).GCD(nil, nil, n, d)
	d.Quo(d, g)
	num, den := wholeRoot(r.Base.Num(), d), wholeRoot(r.Base.Denom(), d)
	if num == nil || den == nil {
		return nil
	}
	n.Quo(n, g)
	abs := new(big.Int).Abs(n)
	q := new(big.Rat).SetFrac(num.Exp(num, abs, nil), den.Exp(den, abs, nil))
	if n.Sign() < 0 {
		q.Inv(q)
	}
	return q
}

// wholeRoot returns the k-th root of a positive n, or nil if it is not whole.
func wholeRoot(n, k *big.Int) *big.Int {
	// With this many bits, any number below n differs from its neighbours.
	p := 2*uint(n.BitLen()) + 64
	root := nearest(exp(ln(new(big.Rat).SetInt(n), p).over(k), p).m, p, 0)
	if new(big.Int).Exp(root, k, nil).Cmp(n) != 0 {
		return nil
	}
	return root
}

// Affine returns a + b·x to the given number of significant digits. It panics
// if b is zero or x is no radical.
func Affine(a, b *big.Rat, x Radical, digits int) decimal.Decimal {
	x.check()
	return affine(a, b, digits, x.near, x.is)
}

// AffinePower returns a + b·xʸ to the given number of significant digits. It panics if
// b is zero or x is not positive. The power must be between 2^−2¹⁴ and 2^2¹⁴.
func AffinePower(a, b, x, y *big.Rat, digits int) decimal.Decimal {
	if x.Sign() <= 0 {
		panic("transcend: argument is not positive")
	}
	return affine(a, b, digits, func(p uint) approx {
		return exp(ln(x, p).times(y.Num()).over(y.Denom()), p)
	}, func(c *big.Rat) bool {
		return c.Sign() > 0 && unit([]ratPower{{x, y.Num()}, {c, new(big.Int).Neg(y.Denom())}})
	})
}

// affine returns a + b·x. The function f approximates x with p bits, and is reports
// whether x is exactly c.
func affine(a, b *big.Rat, digits int, f func(p uint) approx, is func(c *big.Rat) bool) decimal.Decimal {
	tie := func(c *big.Rat) bool {
		x := new(big.Rat).Sub(c, a)
		return is(x.Quo(x, b))
	}
	if tie(new(big.Rat)) {
		return decimal.Zero
	}
	return round(significant(digits), func(p uint) approx {
		return approxOf(a, p).add(f(p).times(b.Num()).over(b.Denom()))
	}, tie)
}

// GainRatio returns (x − 1)/(y − 1) to the given number of significant digits.
// It panics if x or y is no radical, or y is 1.
func GainRatio(x, y Radical, digits int) decimal.Decimal {
	x.check()
	y.check()
	unity := big.NewRat(1, 1)

	switch {
	case y.is(unity):
		panic("transcend: ratio to no gain")
	case x.is(unity):
		return decimal.Zero
	}

	gain := func(r Radical, p uint) approx {
		return r.near(p).add(approx{new(big.Int).Neg(scaled(p)), new(big.Int), p})
	}
	ratio := func(p uint) approx { return gain(x, p).quo(gain(y, p), p) }
	return round(significant(digits), ratio, func(c *big.Rat) bool {
		// A tie c means x − c·y = 1 − c. Positive radicals are linearly independent
		// over the fractions if no ratio of two of them is a fraction (Mordell 1953,
		// "On the linear independence of algebraic numbers"). Hence x and y are
		// fractions, or c is 1, which is no midpoint.
		u, v := x.fraction(), y.fraction()
		if u == nil || v == nil {
			return false
		}
		v.Sub(v, unity)
		return u.Sub(u, unity).Cmp(v.Mul(v, c)) == 0
	})
}

// LnAffine returns a + b·ln x/ln y to the given number of significant digits.
// It panics if b is zero, x or y is not positive, or y is 1.
func LnAffine(a, b, x, y *big.Rat, digits int) decimal.Decimal {
	if x.Sign() <= 0 || y.Sign() <= 0 {
		panic("transcend: argument is not positive")
	}
	if isOne(y) {
		panic("transcend: logarithm to the base 1")
	}
	return affine(a, b, digits, func(p uint) approx {
		return ln(x, p).quo(ln(y, p), p)
	}, func(c *big.Rat) bool {
		// ln x / ln y = m/n exactly when xⁿ = yᵐ.
		return unit([]ratPower{{x, c.Denom()}, {y, new(big.Int).Neg(c.Num())}})
	})
}

// Sqrt returns the square root of q to the given number of significant digits.
// It panics if q is negative.
func Sqrt(q *big.Rat, digits int) decimal.Decimal {
	switch q.Sign() {
	case -1:
		panic("transcend: root of a negative number")
	case 0:
		return decimal.Zero
	}
	return round(significant(digits), func(p uint) approx { return sqrt(q, p) }, func(c *big.Rat) bool {
		return new(big.Rat).Mul(c, c).Cmp(q) == 0
	})
}
