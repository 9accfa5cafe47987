package evaluate

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// negligible is the probability below which none is told apart from zero, so
// that Digits digits of any other stay in the bounds of figures.
var negligible = new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(84), nil))

// tail returns how probable it is that a figure with Student's t distribution
// lies at least as far from zero as a t whose square is given. With ν degrees of
// freedom, at least one, c = ν/(ν + t²) and s = 1 − c,
//
//	ν even  p = 1 − √s·Σ aₖcᵏ                      k < ν/2,      aₖ = 1·3···(2k−1) / 2·4···2k
//	ν odd   p = (arctan √(c/s) − √(cs)·Σ aₖcᵏ)/(π/2)  k < (ν−1)/2, aₖ = 2·4···2k / 3·5···(2k+1)
//
// (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
func tail(square *big.Rat, freedom int) decimal.Decimal {
	if square.Sign() == 0 {
		return decimal.New(1, 0)
	}
	nu := big.NewRat(int64(freedom), 1)
	c := new(big.Rat).Quo(nu, new(big.Rat).Add(nu, square))
	s := new(big.Rat).Sub(one, c)
	odd := int64(freedom % 2)
	return resolve(func(prec uint) (real, bool) {
		sum, term, ratio := realOf(new(big.Rat), prec), realOf(one, prec), realOf(c, prec)
		for k := int64(1); k <= int64(freedom/2); k++ {
			sum = sum.plus(term)
			term = term.times(ratio).times(realOf(big.NewRat(2*k-1+odd, 2*k+odd), prec))
		}
		sum = sum.times(rootOf(s, prec))
		p := realOf(one, prec).minus(sum)
		if odd == 1 {
			p = angle(c, s, prec).minus(sum.times(rootOf(c, prec)))
			p, _ = p.over(quarter(prec))
		}
		if p.hi.Cmp(realOf(negligible, prec).lo) < 0 {
			return realOf(new(big.Rat), prec), true
		}
		return p, p.lo.Sign() > 0
	})
}

// angle returns arctan √(c/s) of a c and an s that add up to 1.
func angle(c, s *big.Rat, prec uint) real {
	if c.Cmp(s) > 0 {
		return quarter(prec).minus(angle(s, c, prec))
	}
	// Half the angle has the tangent √c/(1 + √s), at most √2 − 1.
	z, _ := rootOf(c, prec).over(realOf(one, prec).plus(rootOf(s, prec)))
	half := arctan(z, prec)
	return half.plus(half)
}

// quarter returns π/2 = 8·arctan 1/5 − 2·arctan 1/239 (Machin 1706).
func quarter(prec uint) real {
	fifth := arctan(realOf(big.NewRat(1, 5), prec), prec)
	rest := arctan(realOf(big.NewRat(1, 239), prec), prec)
	return fifth.times(realOf(big.NewRat(8, 1), prec)).minus(rest.plus(rest))
}

// arctan returns z − z³/3 + z⁵/5 − … for a z from 0 to 1/2. What the series
// leaves out is less than its first term.
func arctan(z real, prec uint) real {
	square, power := z.times(z), z
	sum := z
	for k := int64(1); ; k++ {
		power = power.times(square)
		term := power.times(realOf(big.NewRat(1, 2*k+1), prec))
		if k%2 == 1 {
			sum = sum.minus(term)
		} else {
			sum = sum.plus(term)
		}
		if term.hi.Sign() == 0 || term.hi.MantExp(nil) < sum.hi.MantExp(nil)-int(prec) {
			return real{sum.minus(term).lo, sum.plus(term).hi}
		}
	}
}

// rootOf returns the square root of r, which must not be negative.
func rootOf(r *big.Rat, prec uint) real {
	x := new(big.Float).SetPrec(prec + guard).SetRat(r)
	return around(x.Sqrt(x), prec)
}
