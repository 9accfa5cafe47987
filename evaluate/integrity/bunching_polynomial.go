package integrity

import (
	"math/big"
)

// polynomial returns the coefficients of the powers of k, which are exact for
// the coefficients of the fit:
//
//	T₀ = 1, T₁ = t, Tₚ = 2t Tₚ₋₁ − Tₚ₋₂,  t = (2k − Above + Below)/(Above + Below)
func (o BunchOptions) polynomial(beta []float64) []float64 {
	ends := int64(o.Above + o.Below)
	slope, origin := big.NewRat(2, ends), big.NewRat(int64(o.Below-o.Above), ends)

	// times returns t·a.
	times := func(a []*big.Rat) []*big.Rat {
		out := []*big.Rat{new(big.Rat)}
		for p, c := range a {
			out[p].Add(out[p], new(big.Rat).Mul(c, origin))
			out = append(out, new(big.Rat).Mul(c, slope))
		}
		return out
	}

	sum := make([]*big.Rat, o.Order+1)
	for p := range sum {
		sum[p] = new(big.Rat)
	}

	var before []*big.Rat
	for p, at := 0, []*big.Rat{big.NewRat(1, 1)}; p <= o.Order; p++ {
		b := new(big.Rat).SetFloat64(beta[p])
		for i, c := range at {
			sum[i].Add(sum[i], new(big.Rat).Mul(b, c))
		}
		next := times(at)
		if p > 0 {
			for _, c := range next {
				c.Add(c, c)
			}
		}
		for i, c := range before {
			next[i].Sub(next[i], c)
		}
		before, at = at, next
	}

	out := make([]float64, len(sum))
	for p, c := range sum {
		out[p] = float(c)
	}

	return out
}
