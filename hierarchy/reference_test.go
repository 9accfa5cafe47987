package hierarchy_test

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// reference is the cascade as its documentation says it, in fractions, recursive
// and slow. Figures are in whole quanta. It covers claims that are known before
// the amount is, with largest remainder.
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
	offsets          map[string]*big.Rat // in quanta; nil: none
	min, max         map[string]*big.Rat // in quanta
	stretch, reserve *big.Rat            // the reserve in quanta
	rounding         apportion.Rounding
}

func rat(n int64) *big.Rat { return big.NewRat(n, 1) }

func ratOf(d decimal.Decimal) *big.Rat { return d.Rat() }

// amount is the parent's quota, stretched and less the reserve, rounded half away
// from zero.
func (r *reference) amount(parent string, quota int64) int64 {
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

func (in interval) empty() bool { return in.least != nil && in.most != nil && *in.least > *in.most }

// limits returns the quotas of a child that are allowed, and those that are exact:
// by its hold or bounds, and by what the units below it need.
func (r *reference) limits(parent string, u hierarchy.Unit) (allowed, exact interval) {
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
	if len(r.children[u.Code]) == 0 {
		if r.law == target.Count {
			if in.least == nil || *in.least < 0 {
				in.least = new(int64(0))
			}
			if in.most == nil || *in.most > 1 {
				in.most = new(int64(1))
			}
		}
		r.failed = r.failed || in.empty()
		return in, in
	}

	allowed, exact = in, in
	r.need(u.Code, &allowed, &exact)
	if r.failed = r.failed || in.empty() || allowed.empty(); exact.empty() {
		exact = allowed
	}
	return allowed, exact
}

// need narrows the interval of a parent to the quotas whose amounts its children
// can share.
func (r *reference) need(parent string, allowed, exact *interval) {
	f := r.family(parent, 0)
	f.sign = allowed.sign(r.sign)
	f.amount = 1 // not known: not zero
	some := false
	for i, w := range f.weights {
		some = some || w.Sign() > 0 && f.bases[i].Sign() > 0
	}
	for i := range f.weights {
		if !some { // what comes of it is seen where the family is divided
			f.weights[i], f.offsets[i] = rat(1), new(big.Rat)
		}
	}

	own := []*interval{exact, allowed}
	if r.law != target.WeightedMean {
		own = own[1:]
	}

	for i, in := range own {
		least, most := f.amounts(f.tiers[i], false)
		if i == len(own)-1 {
			least, most = f.amountsAllowed()
		}

		if least != nil && (f.sign < 0 || *least > 0) {
			q := r.about(parent, *least)
			for r.amount(parent, q) < *least {
				q++
			}
			if in.least == nil || *in.least < q {
				in.least, in.leastBelow = &q, true
			}
		}

		if most != nil && (f.sign >= 0 || *most < 0) {
			q := r.about(parent, *most)
			for r.amount(parent, q+1) <= *most {
				q++
			}
			if in.most == nil || *in.most > q {
				in.most, in.mostBelow = &q, true
			}
		}
	}
}

// counted returns the greatest quota of a unit of a milestone if nothing below it is
// bounded or held.
func (r *reference) counted(code string) int64 {
	if len(r.children[code]) == 0 {
		return 1
	}
	sum := int64(0)
	for _, u := range r.children[code] {
		sum += r.counted(u.Code)
	}
	q := r.about(code, sum)
	for r.amount(code, q+1) <= sum {
		q++
	}
	return q
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

// family is the division of a parent's amount.
func (r *reference) family(parent string, amount int64) *refFamily {
	f := &refFamily{mean: r.law == target.WeightedMean, amount: amount, sign: cmp.Compare(amount, 0)}
	if amount == 0 {
		f.sign = r.sign
	}

	rule := r.rule[parent]
	var exact, allowed []interval
	for _, u := range r.children[parent] {
		weight, offset, basis := rat(1), new(big.Rat), rat(1)
		if rule.weights != nil {
			if weight = rule.weights[u.Code]; weight == nil {
				weight = new(big.Rat)
			}
		} else if u.Role == hierarchy.Residual && r.law != target.WeightedMean {
			weight = new(big.Rat)
		}

		if o := rule.offsets[u.Code]; o != nil {
			offset = o
		}
		if f.mean {
			basis = r.basis[u.Code]
		}
		f.weights, f.offsets, f.bases = append(f.weights, weight), append(f.offsets, offset), append(f.bases, basis)
		a, e := r.limits(parent, u)
		if basis.Sign() == 0 { // it does not move the mean
			a = e
		}
		allowed, exact = append(allowed, a), append(exact, e)
	}

	if f.tiers = [][]interval{allowed}; f.mean {
		f.tiers = [][]interval{exact, allowed}
	}
	return f
}

// divide gives the units below one their quotas.
func (r *reference) divide(parent string) {
	if len(r.children[parent]) == 0 || r.failed {
		return
	}
	q := r.quotas[parent]
	amount := r.amount(parent, q)
	if cmp.Compare(amount, 0) != cmp.Compare(q, 0) && amount != 0 {
		r.failed = true
		return
	}
	quotas, _, ok := r.family(parent, amount).divide()
	if !ok {
		r.failed = true
		return
	}
	for i, u := range r.children[parent] {
		r.quotas[u.Code] = quotas[i]
	}
	for _, u := range r.children[parent] {
		r.divide(u.Code)
	}
}

// about is a quota whose amount is less than the one given, but not by much.
func (r *reference) about(parent string, amount int64) int64 {
	rule := r.rule[parent]
	factor := new(big.Rat).Add(rat(1), rule.stretch)
	if r.lower {
		factor.Sub(rat(1), rule.stretch)
	}
	x := new(big.Rat).Add(rat(amount), rule.reserve)
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
