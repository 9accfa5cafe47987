package hierarchy_test

import (
	"math/big"
	"slices"
)

// refFamily is the division of one family as the documentation of Method says it,
// in fractions: the exact quota of child i is clamp(oᵢ + λwᵢ, loᵢ, hiᵢ).
type refFamily struct {
	mean   bool
	amount int64
	sign   int // of the amount; of the total if that is zero
	// One for each child. Bases are 1 for a sum.
	weights, offsets, bases []*big.Rat
	// The bounds of the children: the first choice first. A sum has one.
	tiers [][]interval
}

// bound returns the bounds of a child with what the rule of signs adds.
func (f *refFamily) bound(in interval) (lo, hi *int64) {
	lo, hi = in.least, in.most
	still := f.amount == 0 && f.plain()
	if lo == nil && (f.sign >= 0 || still) {
		if lo = new(int64(0)); in.most != nil && *in.most < 0 {
			lo = in.most
		}
	}
	if hi == nil && (f.sign < 0 || still) {
		if hi = new(int64(0)); in.least != nil && *in.least > 0 {
			hi = in.least
		}
	}
	return lo, hi
}

// plain reports whether there is no offset.
func (f *refFamily) plain() bool {
	return !slices.ContainsFunc(f.offsets, func(o *big.Rat) bool { return o.Sign() != 0 })
}

func clampRat(x *big.Rat, lo, hi *int64) *big.Rat {
	switch {
	case lo != nil && x.Cmp(rat(*lo)) < 0:
		return rat(*lo)
	case hi != nil && x.Cmp(rat(*hi)) > 0:
		return rat(*hi)
	}
	return x
}

func (f *refFamily) at(lambda *big.Rat, i int) *big.Rat {
	x := new(big.Rat).Mul(lambda, f.weights[i])
	return x.Add(x, f.offsets[i])
}

func (f *refFamily) whole() *big.Rat {
	if !f.mean {
		return rat(1)
	}
	sum := new(big.Rat)
	for _, b := range f.bases {
		sum.Add(sum, b)
	}
	return sum
}

// extent is the least and the most mass that the children can have; nil is without
// limit. If rounded is set, a child of weight zero counts with its quota rounded
// down and up.
func (f *refFamily) extent(tier []interval, rounded bool) (least, most *big.Rat) {
	least, most = new(big.Rat), new(big.Rat)
	add := func(sum *big.Rat, i int, x *big.Rat) *big.Rat {
		if sum == nil || x == nil {
			return nil
		}
		return sum.Add(sum, new(big.Rat).Mul(f.bases[i], x))
	}

	for i := range f.weights {
		if f.bases[i].Sign() == 0 {
			continue
		}
		lo, hi := f.bound(tier[i])
		if f.weights[i].Sign() == 0 {
			x := clampRat(f.offsets[i], lo, hi)
			low, high := x, x
			if rounded {
				low, high = rat(floorRat(x)), rat(ceilRat(x))
			}
			least, most = add(least, i, low), add(most, i, high)
			continue
		}
		least, most = add(least, i, ratOrNil(lo)), add(most, i, ratOrNil(hi))
	}

	return least, most
}

func ratOrNil(v *int64) *big.Rat {
	if v == nil {
		return nil
	}
	return rat(*v)
}

// reaches reports whether the mass is within bounds, or misses them by no more
// than half a quantum of a mean.
func (f *refFamily) reaches(tier []interval, rounded bool) bool {
	least, most := f.extent(tier, rounded)
	mass, slack := new(big.Rat).Mul(rat(f.amount), f.whole()), new(big.Rat)
	if f.mean {
		slack.Quo(f.whole(), rat(2))
	}
	return (least == nil || new(big.Rat).Sub(least, mass).Cmp(slack) <= 0) &&
		(most == nil || new(big.Rat).Sub(mass, most).Cmp(slack) <= 0)
}

// amounts are the whole amounts that the children can share, exactly or but for
// rounding.
func (f *refFamily) amounts(tier []interval, rounded bool) (least, most *int64) {
	low, high := f.extent(tier, rounded)
	whole, slack := f.whole(), new(big.Rat)
	if whole.Sign() == 0 {
		return nil, nil
	}
	if f.mean && rounded {
		slack = big.NewRat(1, 2)
	}
	if low != nil {
		low.Quo(low, whole)
		least = new(ceilRat(low.Sub(low, slack)))
	}
	if high != nil {
		high.Quo(high, whole)
		most = new(floorRat(high.Add(high, slack)))
	}
	return least, most
}

// idle reports whether the amount does not move a child that counts.
func (f *refFamily) idle(i int) bool { return f.weights[i].Sign() == 0 && f.bases[i].Sign() > 0 }

// amountsAllowed are the amounts that the children can share but for rounding: the
// quota of an idle child is anything between what is exact and what is allowed.
func (f *refFamily) amountsAllowed() (least, most *int64) {
	allowed := f.tiers[len(f.tiers)-1]
	least, most = f.amounts(allowed, true)
	l, m := f.amounts(f.withIdle(), true)
	if least == nil || l == nil {
		least = nil
	} else {
		least = new(min(*least, *l))
	}
	if most == nil || m == nil {
		most = nil
	} else {
		most = new(max(*most, *m))
	}
	return least, most
}

// withIdle is the last tier, in which idle children have the bounds of the first.
func (f *refFamily) withIdle() []interval {
	tier := slices.Clone(f.tiers[len(f.tiers)-1])
	for i := range tier {
		if f.idle(i) {
			tier[i] = f.tiers[0][i]
		}
	}
	return tier
}

// stepped is the last tier, in which idle children go from their exact quotas
// towards those that are allowed, a quantum at a time, until the amount is reached.
func (f *refFamily) stepped() []interval {
	allowed, tier := f.tiers[len(f.tiers)-1], f.withIdle()
	for !f.reaches(tier, true) {
		_, most := f.extent(tier, true)
		up := most != nil && new(big.Rat).Mul(rat(f.amount), f.whole()).Cmp(most) > 0
		moved := false

		for i := range tier {
			if !f.idle(i) || moved {
				continue
			}
			lo, hi := f.bound(tier[i])
			have := floorRat(clampRat(f.offsets[i], lo, hi))
			lo, hi = f.bound(allowed[i])
			want := clampRat(f.offsets[i], lo, hi)
			switch {
			case up && have < ceilRat(want):
				have++
			case !up && have > floorRat(want):
				have--
			default:
				continue
			}
			tier[i], moved = interval{least: new(have), most: new(have), leastBelow: true, mostBelow: true}, true
		}

		if !moved {
			break
		}
	}

	return tier
}

// unbounded is λ without bounds.
func (f *refFamily) unbounded() *big.Rat {
	bases, whole := f.bases, f.whole()
	weight := func() *big.Rat {
		sum := new(big.Rat)
		for i, w := range f.weights {
			sum.Add(sum, new(big.Rat).Mul(bases[i], w))
		}
		return sum
	}

	if weight().Sign() == 0 { // all count alike
		bases = slices.Repeat([]*big.Rat{rat(1)}, len(f.weights))
		whole = rat(int64(len(f.weights)))
	}

	rest := new(big.Rat).Mul(rat(f.amount), whole)
	for i, o := range f.offsets {
		rest.Sub(rest, new(big.Rat).Mul(bases[i], o))
	}
	sum := weight()
	if sum.Sign() == 0 {
		return new(big.Rat)
	}
	return rest.Quo(rest, sum)
}

// reversed reports whether the formula without bounds gives a quota of the wrong
// sign to a child that no bound of its own limits on that side.
func (f *refFamily) reversed() bool {
	if f.plain() {
		return false
	}
	lambda := f.unbounded()
	for i := range f.weights {
		x, in := f.at(lambda, i), interval{}
		if len(f.tiers) > 0 {
			in = f.tiers[len(f.tiers)-1][i]
		}
		if x.Sign() < 0 && f.sign >= 0 && in.least == nil && (in.most == nil || *in.most >= 0) ||
			x.Sign() > 0 && f.sign < 0 && in.most == nil && (in.least == nil || *in.least <= 0) {
			return true
		}
	}
	return false
}

// fill returns the λ at which the bounded quotas have a mass: of several, that
// nearest to the one without bounds.
func (f *refFamily) fill(tier []interval, mass *big.Rat) (*big.Rat, bool) {
	at := func(lambda *big.Rat) *big.Rat {
		sum := new(big.Rat)
		for i := range f.weights {
			lo, hi := f.bound(tier[i])
			sum.Add(sum, new(big.Rat).Mul(f.bases[i], clampRat(f.at(lambda, i), lo, hi)))
		}
		return sum
	}
	var points []*big.Rat
	for i, w := range f.weights {
		lo, hi := f.bound(tier[i])
		for _, v := range []*int64{lo, hi} {
			if w.Sign() > 0 && v != nil {
				p := new(big.Rat).Sub(rat(*v), f.offsets[i])
				points = append(points, p.Quo(p, w))
			}
		}
	}
	slices.SortFunc(points, (*big.Rat).Cmp)
	// Two points on either side, so that each segment is bounded: the function is
	// linear beyond the last of the others.
	first, last := new(big.Rat), new(big.Rat)
	if len(points) > 0 {
		first, last = points[0], points[len(points)-1]
	}
	far := rat(1 << 40)
	points = append([]*big.Rat{new(big.Rat).Sub(first, far)}, append(points, new(big.Rat).Add(last, far))...)

	var low, high *big.Rat // the λ that will do
	for i := range points[1:] {
		a, b := points[i], points[i+1]
		x, y := at(a), at(b)
		if x.Cmp(mass) > 0 || y.Cmp(mass) < 0 {
			continue
		}
		from, to := a, b
		if x.Cmp(y) < 0 {
			part := new(big.Rat).Sub(mass, x)
			part.Quo(part, new(big.Rat).Sub(y, x))
			from = new(big.Rat).Add(a, part.Mul(part, new(big.Rat).Sub(b, a)))
			to = from
		}
		if low == nil {
			low = from
		}
		high = to
	}
	if low == nil {
		return nil, false
	}
	lambda := f.unbounded()
	if lambda.Cmp(low) < 0 && low.Cmp(points[0]) > 0 {
		lambda = low
	}
	if lambda.Cmp(high) > 0 && high.Cmp(points[len(points)-1]) < 0 {
		lambda = high
	}
	return lambda, true
}

// divide returns the quotas, and the tier within which they are.
func (f *refFamily) divide() (quotas []int64, tier []interval, ok bool) {
	tiers := f.tiers
	if len(tiers) == 0 {
		tiers = [][]interval{make([]interval, len(f.weights))}
	}
	if f.reversed() {
		return nil, nil, false
	}
	if f.mean && f.whole().Sign() == 0 {
		x := make([]*big.Rat, len(f.weights))
		for i := range x {
			lo, hi := f.bound(tiers[0][i])
			x[i] = clampRat(f.at(f.unbounded(), i), lo, hi)
		}
		return f.nearest(x), tiers[0], true
	}

	for i, tier := range tiers {
		if i > 0 {
			tier = f.stepped()
		}
		if !f.reaches(tier, i == len(tiers)-1) {
			continue
		}

		mass := new(big.Rat).Mul(rat(f.amount), f.whole())
		least, most := f.extent(tier, false)
		if least != nil && mass.Cmp(least) < 0 {
			mass = least
		}
		if most != nil && mass.Cmp(most) > 0 {
			mass = most
		}
		lambda, found := f.fill(tier, mass)
		if !found {
			return nil, nil, false
		}

		x := make([]*big.Rat, len(f.weights))
		for k := range x {
			in := tier[k]
			if f.bases[k].Sign() == 0 { // it keeps to the first choice
				in = tiers[0][k]
			}
			lo, hi := f.bound(in)
			x[k] = clampRat(f.at(lambda, k), lo, hi)
		}

		if f.mean {
			return f.nearest(x), tier, true
		}
		return f.remainders(tier, x), tier, true
	}

	return nil, nil, false
}

// remainders rounds by largest remainder. If the quotas that no bound decides are
// below zero together, that is done with all signs turned.
func (f *refFamily) remainders(tier []interval, x []*big.Rat) []int64 {
	free, sign := new(big.Rat), int64(1)
	for i, v := range x {
		lo, hi := f.bound(tier[i])
		if (lo == nil || v.Cmp(rat(*lo)) > 0) && (hi == nil || v.Cmp(rat(*hi)) < 0) {
			free.Add(free, v)
		}
	}

	if free.Sign() < 0 || free.Sign() == 0 && f.sign < 0 {
		sign = -1
	}
	quotas, order := make([]int64, len(x)), make([]int, len(x))
	turned := make([]*big.Rat, len(x))
	left := sign * f.amount
	rest := func(i int) *big.Rat { return new(big.Rat).Sub(turned[i], rat(quotas[i])) }

	for i := range x {
		order[i] = i
		turned[i] = new(big.Rat).Mul(x[i], rat(sign))
		quotas[i] = floorRat(turned[i])
		left -= quotas[i]
	}

	up := slices.Clone(quotas)
	slices.SortStableFunc(order, func(i, j int) int { return rest(j).Cmp(rest(i)) })
	for _, i := range order[:left] {
		up[i]++
	}
	for i := range up {
		up[i] *= sign
	}
	return up
}

// nearest rounds a mean: each quota to the nearest quantum, and then some to their
// other neighbour, largest bases first, until no single one more would bring the
// mean nearer.
func (f *refFamily) nearest(x []*big.Rat) []int64 {
	quotas, other := make([]int64, len(x)), make([]int64, len(x))
	rest := new(big.Rat).Mul(rat(f.amount), f.whole())
	order := make([]int, len(x))

	for i := range x {
		order[i] = i
		quotas[i] = roundRat(x[i])
		other[i] = int64(x[i].Cmp(rat(quotas[i])))
		rest.Sub(rest, new(big.Rat).Mul(f.bases[i], rat(quotas[i])))
	}

	slices.SortStableFunc(order, func(i, j int) int { return f.bases[j].Cmp(f.bases[i]) })
	for moved := true; moved; {
		moved = false
		for _, i := range order {
			after := new(big.Rat).Sub(rest, new(big.Rat).Mul(rat(other[i]), f.bases[i]))
			if f.bases[i].Sign() == 0 || other[i] == 0 || cmpAbs(after, rest) >= 0 {
				continue
			}
			quotas[i] += other[i]
			other[i] = -other[i]
			rest, moved = after, true
			break
		}
	}

	return quotas
}

func cmpAbs(a, b *big.Rat) int {
	return new(big.Rat).Abs(a).Cmp(new(big.Rat).Abs(b))
}
