package transcend

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// negligible is a probability; a smaller one is returned as 0.
var negligible = new(big.Rat).SetFrac(one, fixed.Pow10(84))

// StudentTail returns the two-sided p-value of Student's distribution: the probability
// P(|T| ≥ |t|) for the square t², to the given number of significant digits. It returns
// 0 if the probability is less than 10⁻⁸⁴. With ν degrees of freedom, c = ν/(ν + t²)
// and s = 1 − c,
//
//	ν even  p = 1 − √s·Σ aₖcᵏ                      k < ν/2,      aₖ = 1·3···(2k−1) / 2·4···2k
//	ν odd   p = (arctan √(c/s) − √(cs)·Σ aₖcᵏ)/(π/2)  k < (ν−1)/2, aₖ = 2·4···2k / 3·5···(2k+1)
//
// (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4). It panics if the square is
// negative or ν is less than 1.
func StudentTail(square *big.Rat, freedom, digits int) decimal.Decimal {
	if square.Sign() < 0 || freedom < 1 {
		panic("transcend: no square, or no degrees of freedom")
	}
	if square.Sign() == 0 {
		return decimal.New(1, 0)
	}

	nu := big.NewRat(int64(freedom), 1)
	c := new(big.Rat).Quo(nu, new(big.Rat).Add(nu, square))
	s := new(big.Rat).Sub(big.NewRat(1, 1), c)
	odd := int64(freedom % 2)
	terms := int64(freedom / 2)
	return round(significant(digits), func(p uint) approx {
		sum := approx{new(big.Int), new(big.Int), p}
		term, ratio := approx{scaled(p), new(big.Int), p}, approxOf(c, p)
		for k := int64(1); k <= terms; k++ {
			sum = sum.add(term)
			term = term.mul(ratio).times(big.NewInt(2*k - 1 + odd)).over(big.NewInt(2*k + odd))
		}
		sum = sum.mul(sqrt(s, p))
		var tail approx
		if odd == 0 {
			tail = approx{scaled(p), new(big.Int), p}.sub(sum)
		} else {
			tail = angle(c, s, p).sub(sum.mul(sqrt(c, p))).quo(quarter(p), p)
		}
		if tail.below(negligible) {
			return approx{new(big.Int), new(big.Int), p}
		}
		return tail
	}, func(p *big.Rat) bool {
		// If ν is odd, p can be a fraction only if it is 1/3, 1/2 or 2/3.
		root := Radical{s, 1, 2}.fraction()
		if odd == 1 || root == nil {
			return false
		}
		sum, term := new(big.Rat), big.NewRat(1, 1)
		for k := int64(1); k <= terms; k++ {
			sum.Add(sum, term)
			term.Mul(term, c).Mul(term, big.NewRat(2*k-1, 2*k))
		}
		return p.Cmp(sum.Sub(big.NewRat(1, 1), sum.Mul(sum, root))) == 0
	})
}

// angle approximates arctan √(c/s), with c + s = 1.
func angle(c, s *big.Rat, p uint) approx {
	if c.Cmp(s) > 0 {
		return quarter(p).sub(angle(s, c, p))
	}
	// Half the angle has the tangent √c/(1 + √s), at most √2 − 1.
	whole := sqrt(s, p)
	whole.m.Add(whole.m, scaled(p))
	return arctan(sqrt(c, p).quo(whole, p)).times(two)
}

// quarter approximates π/2 = 8·arctan 1/5 − 2·arctan 1/239 (Machin 1706).
func quarter(p uint) approx {
	return arctan(approxOf(big.NewRat(1, 5), p)).times(big.NewInt(8)).sub(
		arctan(approxOf(big.NewRat(1, 239), p)).times(two),
	)
}
