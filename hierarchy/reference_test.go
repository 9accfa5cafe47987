package hierarchy_test

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// reference is the cascade as its documentation says it, in fractions, recursive
// and slow. Figures are in whole quanta. It covers the methods Equal, Uniform,
// Proportional and Scale with largest remainder.
type reference struct {
	units    []hierarchy.Unit
	children map[string][]hierarchy.Unit // sorted by code, without memo units
	law      target.Law
	lower    bool // lower is better
	sign     int  // of the total; zero is like above zero
	rule     map[string]refRule
	basis    map[string]*big.Rat
	held     map[string]int64
	quotas   map[string]int64
	failed   bool
}

type refRule struct {
	weights          map[string]*big.Rat // nil: equal
	min, max         map[string]*big.Rat // in quanta
	stretch, reserve *big.Rat            // the reserve in quanta
	rounding         hierarchy.Rounding
}

func rat(n int64) *big.Rat { return big.NewRat(n, 1) }

func ratOf(d decimal.Decimal) *big.Rat { return d.Rat() }

// load is the parent's quota, stretched and less the reserve, rounded half away
// from zero.
func (r *reference) load(parent string, quota int64) int64 {
	rule := r.rule[parent]
	factor := new(big.Rat).Add(rat(1), rule.stretch)
	if r.lower {
		factor.Sub(rat(1), rule.stretch)
	}
	x := factor.Mul(factor, rat(quota))
	return roundRat(x.Sub(x, rule.reserve))
}

func roundRat(x *big.Rat) int64 {
	half := big.NewRat(1, 2)
	if x.Sign() < 0 {
		return -roundRat(new(big.Rat).Neg(x))
	}
	return floorRat(new(big.Rat).Add(x, half))
}

func floorRat(x *big.Rat) int64 {
	return new(big.Int).Div(x.Num(), x.Denom()).Int64()
}

func ceilRat(x *big.Rat) int64 { return -floorRat(new(big.Rat).Neg(x)) }

// interval is what a unit's quota may be, nil without limit, and whether it is
// the units below that say so.
type interval struct {
	least, most           *int64
	leastBelow, mostBelow bool
}

// allowed returns the interval of a child: its hold or bounds, and what the
// units below it need.
func (r *reference) allowed(parent string, u hierarchy.Unit) interval {
	in := interval{}
	if v, ok := r.held[u.Code]; ok {
		in.least, in.most = &v, &v
	} else {
		rule := r.rule[parent]
		if v := rule.min[u.Code]; v != nil {
			in.least = new(ceilRat(v))
		}
		if v := rule.max[u.Code]; v != nil {
			in.most = new(floorRat(v))
		}
	}
	family := r.children[u.Code]
	if len(family) == 0 && r.law == target.Count {
		if in.least == nil || *in.least < 0 {
			in.least = new(int64(0))
		}
		if in.most == nil || *in.most > 1 {
			in.most = new(int64(1))
		}
	}
	if len(family) > 0 {
		r.need(u.Code, &in)
	}
	r.failed = r.failed || in.least != nil && in.most != nil && *in.least > *in.most
	return in
}

// need narrows the interval of a parent to the quotas whose loads its children
// can share.
func (r *reference) need(parent string, in *interval) {
	least, most := new(big.Rat), new(big.Rat)
	sign := in.sign(r.sign)
	weight, whole := rat(1), rat(1)
	if r.law == target.WeightedMean {
		whole = new(big.Rat)
	}
	add := func(sum *big.Rat, v *int64) *big.Rat {
		if sum == nil || v == nil {
			return nil
		}
		return sum.Add(sum, new(big.Rat).Mul(weight, rat(*v)))
	}
	for _, c := range r.children[parent] {
		sub := r.allowed(parent, c).toward(sign)
		if r.law == target.WeightedMean {
			weight = r.basis[c.Code]
			whole.Add(whole, weight)
		}
		least, most = add(least, sub.least), add(most, sub.most)
	}
	if whole.Sign() == 0 {
		return
	}
	// Of loads, for a weighted mean rounded outwards.
	if least != nil {
		if need := floorRat(least.Quo(least, whole)); sign < 0 || need > 0 {
			q := r.about(parent, need)
			for r.load(parent, q) < need {
				q++
			}
			if in.least == nil || *in.least < q {
				in.least, in.leastBelow = &q, true
			}
		}
	}
	if most != nil {
		if need := ceilRat(most.Quo(most, whole)); sign >= 0 || need < 0 {
			q := r.about(parent, need)
			for r.load(parent, q+1) <= need {
				q++
			}
			if in.most == nil || *in.most > q {
				in.most, in.mostBelow = &q, true
			}
		}
	}
}

// sign is that of a quota: the total's, unless the interval says otherwise.
func (in interval) sign(total int) int {
	switch {
	case in.least != nil && *in.least > 0:
		return 1
	case in.most != nil && *in.most < 0:
		return -1
	}
	return total
}

// toward is an interval in which a quota does not take the sign opposite to the
// total's unless it has to.
func (in interval) toward(sign int) interval {
	if in.least == nil && sign >= 0 {
		in.least = new(int64(0))
		if in.most != nil && *in.most < 0 {
			in.least = in.most
		}
	}
	if in.most == nil && sign < 0 {
		in.most = new(int64(0))
		if in.least != nil && *in.least > 0 {
			in.most = in.least
		}
	}
	return in
}

// about is a quota whose load is less than the one given, but not by much.
func (r *reference) about(parent string, load int64) int64 {
	rule := r.rule[parent]
	factor := new(big.Rat).Add(rat(1), rule.stretch)
	if r.lower {
		factor.Sub(rat(1), rule.stretch)
	}
	x := new(big.Rat).Add(rat(load), rule.reserve)
	return floorRat(x.Quo(x, factor)) - 3
}

func newReference(units []hierarchy.Unit, law target.Law) *reference {
	r := &reference{
		units: units, law: law,
		children: map[string][]hierarchy.Unit{},
		rule:     map[string]refRule{},
		basis:    map[string]*big.Rat{},
		held:     map[string]int64{},
		quotas:   map[string]int64{},
	}
	for _, u := range units {
		if u.Role != hierarchy.Memo && u.Parent != "" {
			r.children[u.Parent] = append(r.children[u.Parent], u)
		}
	}
	for _, family := range r.children {
		slices.SortFunc(family, func(a, b hierarchy.Unit) int { return cmp.Compare(a.Code, b.Code) })
	}
	return r
}

// front is what the quotas make along the cut through the tree at a level.
func (r *reference) front(level int) *big.Rat {
	depth := map[string]int{"": -1}
	for _, u := range r.units {
		depth[u.Code] = slices.Index(levels, u.Level)
	}
	num, den := new(big.Rat), new(big.Rat)
	for _, u := range r.units {
		q, ok := r.quotas[u.Code]
		switch {
		case !ok,
			depth[u.Code] >= level && depth[u.Parent] >= level,
			depth[u.Code] < level && len(r.children[u.Code]) > 0:
			continue
		}
		weight := rat(1)
		if r.law == target.WeightedMean {
			weight = r.basis[u.Code]
			den.Add(den, weight)
		}
		num.Add(num, new(big.Rat).Mul(weight, rat(q)))
	}
	switch {
	case r.law != target.WeightedMean:
		return num
	case den.Sign() == 0:
		return new(big.Rat)
	}
	return num.Quo(num, den)
}
