package trial

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// TheilT returns Theil's T, which weighs units by their share of the total:
//
//	Σ (wᵢ/W) (xᵢ/μ) ln(xᵢ/μ)     with 0 · ln 0 = 0
//
// It is 0 if all figures are equal (Theil 1967, Economics and Information
// Theory).
func (d *Distribution) TheilT(digits int) decimal.NullDecimal {
	if !d.relative() {
		return decimal.NullDecimal{}
	}

	if d.words {
		t := transcend.LnTerms{Counts: d.mass.words, Nums: d.mass.words, Dens: d.weight.words}
		return d.byWords(t, d.weights, d.masses, digits)
	}

	var terms logs
	for _, i := range d.order {
		if d.m(int(i)).Sign() > 0 {
			terms.add(d.ratio(i), d.m(int(i)))
		}
	}
	return terms.over(d.masses, digits, d.equal())
}

// TheilL returns Theil's L, the mean logarithmic deviation, which weighs units
// by their weight:
//
//	Σ (wᵢ/W) ln(μ/xᵢ)
//
// It is absent if a figure is zero.
func (d *Distribution) TheilL(digits int) decimal.NullDecimal {
	if !d.relative() || d.m(int(d.order[0])).Sign() == 0 {
		return decimal.NullDecimal{}
	}
	if d.words {
		t := transcend.LnTerms{Counts: d.weight.words, Nums: d.weight.words, Dens: d.mass.words}
		return d.byWords(t, d.masses, d.weights, digits)
	}

	var terms logs
	for _, i := range d.order {
		r := d.ratio(i)
		terms.add(r.Inv(r), d.w(int(i)))
	}
	return terms.over(d.weights, digits, d.equal())
}

// byWords is Σ cᵢ·ln(aᵢ/bᵢ) / Σ cᵢ + ln(num/den).
func (d *Distribution) byWords(t transcend.LnTerms, num, den *big.Int, digits int) decimal.NullDecimal {
	if d.equal() {
		return decimal.NewNullDecimal(decimal.Zero)
	}
	return decimal.NewNullDecimal(transcend.LnMeanWords(t, num.Int64(), den.Int64(), digits))
}

// ratio is xᵢ/μ.
func (d *Distribution) ratio(i int32) *big.Rat {
	num, den := d.m(int(i)), d.w(int(i))
	return new(big.Rat).SetFrac(num.Mul(num, d.weights), den.Mul(den, d.masses))
}

// logs is the sum Σ cᵢ·ln xᵢ.
type logs struct {
	x []*big.Rat
	c []*big.Int
}

func (l *logs) add(x *big.Rat, c *big.Int) {
	l.x = append(l.x, x)
	l.c = append(l.c, c)
}

// over divides the sum by n; zero says that it is known to be 0.
func (l *logs) over(n *big.Int, digits int, zero bool) decimal.NullDecimal {
	if zero {
		return decimal.NewNullDecimal(decimal.Zero)
	}
	return decimal.NewNullDecimal(transcend.LnMean(l.x, l.c, n, digits))
}

// Decomposition is Theil's T of all units as the sum of that between the means
// of groups and that within the groups.
type Decomposition struct {
	Between, Within decimal.NullDecimal
}

// Decompose returns Theil's T of the units of all groups together in its two
// parts,
//
//	Between   Σ (M_g/M) ln(μ_g/μ)
//	Within    Σ (M_g/M) T_g
//
// with M_g the total of a group and T_g its [Distribution.TheilT]. A group whose
// figures are all zero has no share and adds nothing. Both parts are absent if
// a figure is negative or all are zero.
//
// Decompose returns an error if there is no group, or one has no units.
func Decompose(digits int, groups ...*Distribution) (Decomposition, error) {
	var p target.Problems
	p.At("groups").Required(len(groups) > 0, "give at least one")
	for i, g := range groups {
		p.At("groups").Index(i).Required(g.given(), "make it by NewDistribution, NewCounts or NewRatios")
	}
	if err := p.Err(); err != nil {
		return Decomposition{}, err
	}

	all := union(groups)
	if !all.relative() {
		return Decomposition{}, nil
	}

	var between, within logs
	sameMeans, sameWithin := true, true
	for k, part := range all.split(groups) {
		if part.masses.Sign() == 0 {
			continue // the means of the others are not the same then
		}
		mean := part.meanOver(all)
		between.add(mean, part.masses)
		sameMeans = sameMeans && mean.Cmp(unity) == 0
		sameWithin = sameWithin && groups[k].equal()
		for _, i := range groups[k].order {
			if m := part.m(int(i)); m.Sign() > 0 {
				within.add(groups[k].ratio(i), m)
			}
		}
	}
	return Decomposition{
		Between: between.over(all.masses, digits, sameMeans),
		Within:  within.over(all.masses, digits, sameWithin),
	}, nil
}

var unity = big.NewRat(1, 1)

// union puts the units of several distributions on one scale.
func union(groups []*Distribution) *Distribution {
	weights, masses := make([]numbers, len(groups)), make([]numbers, len(groups))
	for k, g := range groups {
		weights[k], masses[k] = g.weight, g.mass
	}
	return newDistribution(join(masses), join(weights), false)
}

// split takes a union apart into its groups, on the scale of the union.
func (d *Distribution) split(groups []*Distribution) []*Distribution {
	parts := make([]*Distribution, len(groups))
	at := 0
	for k, g := range groups {
		to := at + g.weight.len()
		parts[k] = newDistribution(d.mass.part(at, to), d.weight.part(at, to), false)
		at = to
	}
	return parts
}

// meanOver is the mean of a part over that of the whole.
func (d *Distribution) meanOver(whole *Distribution) *big.Rat {
	num := new(big.Int).Mul(d.masses, whole.weights)
	return new(big.Rat).SetFrac(num, new(big.Int).Mul(d.weights, whole.masses))
}
