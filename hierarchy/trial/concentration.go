package trial

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Concentration returns the concentration index of the figures over the units
// in ascending order of another figure: burdens over states from the poorest to
// the richest. By has the other figures in the order in which the units were
// given.
//
//	1 − Σ Δp (C + C before)
//
// with p the cumulated share of weight and C that of the total. It is between −1
// and 1, negative if the units with small figures in by have more than their
// share. Units with equal figures in by are taken together, so that their order
// does not matter. The index of the figures over their own order is
// [Distribution.Gini].
//
// Concentration returns an error if by has another number of figures, or one of
// more than 100 digits before or after the point.
func (d *Distribution) Concentration(by []decimal.Decimal, digits int) (decimal.NullDecimal, error) {
	if err := d.checkBy("by", by); err != nil || !d.relative() {
		return decimal.NullDecimal{}, err
	}
	num, den := d.concentration(byFigure(by))
	return round(num, den, digits), nil
}

// Progressivity returns Kakwani's progressivity of burdens: their concentration
// over incomes less the Gini coefficient of the incomes, which have the weights
// of the distribution. It is positive if the burden grows faster than the
// income, zero if it is proportional, and negative if it is regressive (Kakwani
// 1977, Economic Journal 87, 71–80). It is absent if an income is negative, or
// all are zero.
//
// Progressivity returns an error as [Distribution.Concentration] does.
func (d *Distribution) Progressivity(incomes []decimal.Decimal, digits int) (decimal.NullDecimal, error) {
	if err := d.checkBy("incomes", incomes); err != nil || !d.relative() {
		return decimal.NullDecimal{}, err
	}

	return d.kakwani(newDistribution(numbersOf(incomes).times(d.weight), d.weight, false), digits), nil
}

func (d *Distribution) checkBy(path string, by []decimal.Decimal) error {
	var p target.Problems
	units := 0
	if d != nil {
		units = d.mass.len()
	}
	checkLength(&p, path, len(by), units)
	checkFigures(&p, path, by)
	return p.Err()
}

// byFigure compares units by a figure of each.
func byFigure(by []decimal.Decimal) func(i, j int32) int {
	return func(i, j int32) int { return fixed.Cmp(by[i], by[j]) }
}

// concentration is 1 − Σ wᵢ·(2·Σⱼ﹤ᵢ mⱼ + mᵢ) / (W·M), the units ascending in
// another order.
func (d *Distribution) concentration(compare func(i, j int32) int) (num, den *big.Int) {
	order := slices.Clone(d.order)
	slices.SortStableFunc(order, compare)

	var curve area
	weight, mass := new(big.Int), new(big.Int)
	for k, i := range order {
		weight.Add(weight, d.w(int(i)))
		mass.Add(mass, d.m(int(i)))
		if k+1 == len(order) || compare(i, order[k+1]) != 0 {
			curve.add(weight, mass)
			weight.SetInt64(0)
			mass.SetInt64(0)
		}
	}

	den = new(big.Int).Mul(d.weights, d.masses)
	return new(big.Int).Sub(den, &curve.twice), den
}

// kakwani is the concentration of the figures over those of another distribution
// of the same units, less the Gini coefficient of the latter.
func (d *Distribution) kakwani(wealth *Distribution, digits int) decimal.NullDecimal {
	num, den, ok := wealth.gini()
	if !ok || !d.relative() {
		return decimal.NullDecimal{}
	}
	index := new(big.Rat).SetFrac(d.concentration(wealth.compareFigures))
	index.Sub(index, new(big.Rat).SetFrac(num, den))
	return round(index.Num(), index.Denom(), digits)
}
