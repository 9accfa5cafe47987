package trial

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
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

	var terms logs
	for _, i := range d.order {
		if d.mass[i].Sign() > 0 {
			terms.add(d.ratio(i), d.mass[i])
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
	if !d.relative() || d.mass[d.order[0]].Sign() == 0 {
		return decimal.NullDecimal{}
	}

	var terms logs
	for _, i := range d.order {
		r := d.ratio(i)
		terms.add(r.Inv(r), d.weight[i])
	}
	return terms.over(d.weights, digits, d.equal())
}

// ratio is xᵢ/μ.
func (d *Distribution) ratio(i int) *big.Rat {
	num := new(big.Int).Mul(d.mass[i], d.weights)
	return new(big.Rat).SetFrac(num, new(big.Int).Mul(d.weight[i], d.masses))
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
		made := g != nil && len(g.order) > 0
		p.At("groups").Index(i).Required(made, "make it by NewDistribution, NewCounts or NewRatios")
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
			sameMeans = false
			continue
		}
		mean := part.meanOver(all)
		between.add(mean, part.masses)
		sameMeans = sameMeans && mean.Cmp(one) == 0
		sameWithin = sameWithin && groups[k].equal()
		for _, i := range groups[k].order {
			if part.mass[i].Sign() > 0 {
				within.add(groups[k].ratio(i), part.mass[i])
			}
		}
	}
	return Decomposition{
		Between: between.over(all.masses, digits, sameMeans),
		Within:  within.over(all.masses, digits, sameWithin),
	}, nil
}

var one = big.NewRat(1, 1)

// union puts the units of several distributions on one scale.
func union(groups []*Distribution) *Distribution {
	all := &Distribution{exp: groups[0].exp, weightExp: groups[0].weightExp}
	for _, g := range groups {
		all.exp, all.weightExp = min(all.exp, g.exp), min(all.weightExp, g.weightExp)
	}

	for _, g := range groups {
		weight := pow10(g.weightExp - all.weightExp)
		mass := pow10(g.exp - all.exp)
		mass.Mul(mass, weight)
		for i := range g.mass {
			all.weight = append(all.weight, new(big.Int).Mul(g.weight[i], weight))
			all.mass = append(all.mass, new(big.Int).Mul(g.mass[i], mass))
		}
	}
	all.arrange()
	return all
}

// split takes a union apart into its groups, on the scale of the union.
func (d *Distribution) split(groups []*Distribution) []*Distribution {
	parts := make([]*Distribution, len(groups))
	at := 0
	for k, g := range groups {
		n := len(g.mass)
		parts[k] = &Distribution{weight: d.weight[at : at+n], mass: d.mass[at : at+n]}
		parts[k].arrange()
		at += n
	}
	return parts
}

// meanOver is the mean of a part over that of the whole.
func (d *Distribution) meanOver(whole *Distribution) *big.Rat {
	num := new(big.Int).Mul(d.masses, whole.weights)
	return new(big.Rat).SetFrac(num, new(big.Int).Mul(d.weights, whole.masses))
}

// pow10 returns 10ⁿ for n up to several times the bound of a figure.
func pow10(n int32) *big.Int {
	power := big.NewInt(1)
	for ; n > 200; n -= 200 {
		power.Mul(power, fixed.Pow10(200))
	}
	return power.Mul(power, fixed.Pow10(n))
}
