package trial

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/transcend"
)

// Gini returns the Gini coefficient,
//
//	Σᵢ Σⱼ wᵢwⱼ |xᵢ − xⱼ| / (2 W² μ)
//
// with W = Σ w and μ the mean. It is 0 if all figures are equal, and 1 − 1/n if
// one of n observations has everything.
func (d *Distribution) Gini(digits int) decimal.NullDecimal {
	num, den, ok := d.gini()
	if !ok {
		return decimal.NullDecimal{}
	}
	return round(num, den, digits)
}

// SampleGini returns the Gini coefficient of a sample, n/(n − 1) times
// [Distribution.Gini], with n the number of observations. It needs counts
// ([NewCounts], or [NewDistribution] without weights).
func (d *Distribution) SampleGini(digits int) decimal.NullDecimal {
	num, den, ok := d.gini()
	if !ok || !d.sample() {
		return decimal.NullDecimal{}
	}
	num.Mul(num, d.weights)
	return round(num, den.Mul(den, d.others()), digits)
}

// PlainGini returns the Gini coefficient with each unit counted once, whatever
// its weight: that of the burdens of states, not of the people in them.
func (d *Distribution) PlainGini(digits int) decimal.NullDecimal {
	if !d.relative() {
		return decimal.NullDecimal{}
	}
	if d.equal() {
		return decimal.NewNullDecimal(decimal.Zero)
	}

	// Σ (2k − n − 1)·xₖ / (n·Σ xₖ), the units ascending from k = 1.
	n := int64(len(d.order))
	var a, b transcend.FractionSum
	for k, i := range d.order {
		mass, weight := d.m(int(i)), d.w(int(i))
		a.Nums, a.Dens = append(a.Nums, new(big.Int).Mul(mass, big.NewInt(2*int64(k)+1-n))), append(a.Dens, weight)
		b.Nums, b.Dens = append(b.Nums, mass.Mul(mass, big.NewInt(n))), append(b.Dens, weight)
	}
	return decimal.NewNullDecimal(transcend.Quotient(a, b, digits))
}

// sample reports whether there are at least two observations.
func (d *Distribution) sample() bool {
	return d != nil && d.counts && d.weights != nil && d.weights.Cmp(big.NewInt(1)) > 0
}

// others is the number of observations but one.
func (d *Distribution) others() *big.Int { return new(big.Int).Sub(d.weights, big.NewInt(1)) }

// gini is 1 − Σ wᵢ·(2·Σⱼ﹤ᵢ mⱼ + mᵢ) / (W·M), the units ascending.
func (d *Distribution) gini() (num, den *big.Int, ok bool) {
	if !d.relative() {
		return nil, nil, false
	}
	den = new(big.Int).Mul(d.weights, d.masses)
	return new(big.Int).Sub(den, d.underLorenz()), den, true
}

// underLorenz is twice the area under the line that cumulates the masses over
// the weights.
func (d *Distribution) underLorenz() *big.Int {
	if d.words {
		// The area is at most 2·W·M, below 2¹²⁷.
		w, m := d.weight.words, d.mass.words
		twice, before := int128.Int{}, int64(0)
		for _, i := range d.order {
			part := int128.Mul(w[i], before)
			twice = twice.Add(part).Add(part).Add(int128.Mul(w[i], m[i]))
			before += m[i]
		}
		return twice.Big()
	}

	var curve area
	for _, i := range d.order {
		curve.add(d.w(int(i)), d.m(int(i)))
	}
	return &curve.twice
}

// area is twice the area under a line that cumulates masses over weights.
type area struct{ before, twice, part big.Int }

func (a *area) add(weight, mass *big.Int) {
	a.part.Lsh(&a.before, 1)
	a.part.Add(&a.part, mass)
	a.twice.Add(&a.twice, a.part.Mul(&a.part, weight))
	a.before.Add(&a.before, mass)
}

// Hoover returns the Hoover index, the part of the total that would have to move
// for all figures to be equal:
//
//	Σ wᵢ |xᵢ − μ| / (2 W μ)
func (d *Distribution) Hoover(digits int) decimal.NullDecimal {
	if !d.relative() {
		return decimal.NullDecimal{}
	}

	sum, a, b := new(big.Int), new(big.Int), new(big.Int)
	for _, i := range d.order {
		a.Mul(d.m(int(i)), d.weights)
		b.Mul(d.w(int(i)), d.masses)
		sum.Add(sum, a.Sub(a, b).Abs(a))
	}
	den := a.Mul(d.weights, d.masses)
	return round(sum, den.Lsh(den, 1), digits)
}
