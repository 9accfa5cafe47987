package trial

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/transcend"
)

// Variation returns the coefficient of variation, the standard deviation over
// the mean:
//
//	√(Σ wᵢ (xᵢ − μ)² / W) / μ
func (d *Distribution) Variation(digits int) decimal.NullDecimal {
	if !d.relative() {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(transcend.Sqrt(d.squaredVariation(), digits))
}

// SampleVariation is [Distribution.Variation] with the standard deviation of a
// sample, whose divisor is the number of observations less one. It needs counts
// ([NewCounts], or [NewDistribution] without weights).
func (d *Distribution) SampleVariation(digits int) decimal.NullDecimal {
	if !d.relative() || !d.sample() {
		return decimal.NullDecimal{}
	}
	square := d.squaredVariation()
	square.Mul(square, new(big.Rat).SetFrac(d.weights, d.others()))
	return decimal.NewNullDecimal(transcend.Sqrt(square, digits))
}

// squaredVariation is W·Σ(mᵢ²/wᵢ)/M² − 1. Units of equal weight are added up as
// integers first, which keeps the fractions few where weights repeat.
func (d *Distribution) squaredVariation() *big.Rat {
	byWeight := map[string]int{}
	var weights, squares []*big.Int
	for _, i := range d.order {
		weight, square := d.w(int(i)), d.m(int(i))
		key := string(weight.Bytes())
		at, seen := byWeight[key]
		if !seen {
			at = len(weights)
			byWeight[key] = at //mutate:equal left out: it only takes longer
			weights, squares = append(weights, weight), append(squares, new(big.Int))
		}
		squares[at].Add(squares[at], square.Mul(square, square))
	}

	sum := new(big.Rat)
	for k := range weights {
		sum.Add(sum, new(big.Rat).SetFrac(squares[k], weights[k]))
	}
	sum.Mul(sum, new(big.Rat).SetInt(d.weights))
	sum.Quo(sum, new(big.Rat).SetInt(new(big.Int).Mul(d.masses, d.masses)))
	return sum.Sub(sum, unity)
}
