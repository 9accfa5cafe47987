package hierarchy

import (
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/target"
)

// conflict reports that a unit's own bounds or hold, or the rounding of its
// loads, leave no load that its children can share.
func (c *constraints) conflict(f *family, own [2]*big.Int, least, most *big.Int, sign int) {
	code := c.tree.units[f.parent].Code
	e := &InfeasibleError{Parent: code, Reason: "its own bounds or hold leave no quota that suits the holds and bounds below it"}
	var load *big.Int
	tooSmall, tooLarge := true, true
	switch {
	case own[1] != nil && least != nil && f.rule.from(own[1]).Cmp(least) < 0:
		load, tooLarge = f.rule.from(own[1]), false
	case own[0] != nil && most != nil && f.rule.from(own[0]).Cmp(most) > 0:
		load, tooSmall = f.rule.from(own[0]), false
	default:
		e.Reason = "no quota makes a load that suits the holds and bounds below it"
		if load = c.low(f.parent); sign < 0 {
			load = c.high(f.parent)
		}
		load = f.rule.from(load)
	}
	e.Load, e.Least, e.Most = c.step.times(load), c.step.limit(least), c.step.limit(most)
	var in []int
	for k := range f.n {
		low, high := c.low(f.place(k)), c.high(f.place(k))
		if tooSmall && low != nil && (sign < 0 || low.Sign() > 0) || tooLarge && high != nil && (sign >= 0 || high.Sign() < 0) {
			in = append(in, k)
		}
	}
	if tooSmall && !tooLarge && sign >= 0 {
		in = c.fewest(f, in, load)
	}
	for _, k := range in {
		e.Units = append(e.Units, c.tree.units[f.place(k)].Code)
	}
	c.faults.Add(code, e)
	c.forget(f.parent)
}

// forget drops the constraints of a unit of which a contradiction was reported:
// one report is enough.
func (c *constraints) forget(at int) {
	c.least.words[at], c.most.words[at] = noLeast, noMost
	delete(c.least.wide, at)
	delete(c.most.wide, at)
}

// fewest returns the largest of some claims of a family, as many as it takes for
// their minima to exceed a load; all of them, if one has no minimum of zero or
// above.
func (c *constraints) fewest(f *family, claims []int, load *big.Int) []int {
	minima, due := make([]*big.Int, f.n), load
	if c.law == target.WeightedMean {
		_, _, whole := c.masses(f, c.sign)
		due = new(big.Int).Mul(load, whole)
	}
	for _, k := range claims {
		low := c.low(f.place(k))
		if low == nil || low.Sign() < 0 {
			return claims
		}
		if minima[k] = low; c.law == target.WeightedMean {
			minima[k] = new(big.Int).Mul(low, c.basis.big(f.place(k)))
		}
	}
	order := slices.Clone(claims)
	slices.SortStableFunc(order, func(i, j int) int { return minima[j].Cmp(minima[i]) })
	sum := new(big.Int)
	for i, k := range order {
		if sum.Add(sum, minima[k]); sum.Cmp(due) > 0 {
			order = order[:i+1]
			break
		}
	}
	slices.Sort(order)
	return order
}
