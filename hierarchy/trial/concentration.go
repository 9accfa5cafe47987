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
	num, den := d.concentration(by)
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

	wealth := &Distribution{weight: d.weight, mass: make([]*big.Int, len(incomes))}
	x := mantissas(incomes)
	for i := range incomes {
		wealth.mass[i] = new(big.Int).Mul(x.Mantissa(i), d.weight[i])
	}
	wealth.arrange()
	num, den, ok := wealth.gini()
	if !ok {
		return decimal.NullDecimal{}, nil
	}

	index := new(big.Rat).SetFrac(d.concentration(incomes))
	index.Sub(index, new(big.Rat).SetFrac(num, den))
	return round(index.Num(), index.Denom(), digits), nil
}

func (d *Distribution) checkBy(path string, by []decimal.Decimal) error {
	var p target.Problems
	units := 0
	if d != nil {
		units = len(d.mass)
	}
	checkLength(&p, path, len(by), units)
	checkFigures(&p, path, by)
	return p.Err()
}

// concentration is 1 − Σ wᵢ·(2·Σⱼ﹤ᵢ mⱼ + mᵢ) / (W·M), the units ascending by
// another figure.
func (d *Distribution) concentration(by []decimal.Decimal) (num, den *big.Int) {
	order := slices.Clone(d.order)
	slices.SortStableFunc(order, func(i, j int) int { return fixed.Cmp(by[i], by[j]) })

	merged := &Distribution{}
	var places []int
	for k, i := range order {
		if k == 0 || !by[i].Equal(by[order[k-1]]) {
			places = append(places, len(places))
			merged.mass, merged.weight = append(merged.mass, new(big.Int)), append(merged.weight, new(big.Int))
		}
		last := len(places) - 1
		merged.mass[last].Add(merged.mass[last], d.mass[i])
		merged.weight[last].Add(merged.weight[last], d.weight[i])
	}

	den = new(big.Int).Mul(d.weights, d.masses)
	return new(big.Int).Sub(den, merged.underLorenz(places)), den
}
