package leastchange

import (
	"math/big"
	"slices"
)

// RealBits is the precision of a [Real].
const RealBits = 256

// A Source states a problem for a [Real]. Its methods set what they are given.
type Source interface {
	// Figure sets the proposed figure of a unit and its weight, which is zero if
	// there is none.
	Figure(unit int, figure, weight *big.Float)
	// Limits returns the bounds of a unit, nil for none.
	Limits(unit int) (low, high *big.Float)
	// Share sets the factor of a unit in its parent's sum. It returns false for 1.
	Share(unit int, share *big.Float) bool
}

// Real is the solution of a problem in real numbers with many bits. The bounds that
// decide are known. [guess] has the formulas.
//
// A leaf without a proposed figure is free: it moves at no cost. A family with a free child
// is loose. What a parent is by itself, at a price of zero, and how far it moves per unit of
// price follows from its children:
//
//	children                  with a figure p of weight w          without
//	apart: no share counts    p, 1/w                               0, 1, free
//	loose: one is free        p, 1/w                               S, V of the free ones, free
//	neither                   (S + V·w·p)/(1 + w·V), V/(1 + w·V)   S, V
//
// If bounds decide all children of a family and their parent, they can leave the price of the
// family open on one side or on both.
type Real struct {
	first  []int32
	source Source
	at     []Bound // nil if no bound decides anything
	inner  []int32
	nodes  []realNode
	known  []bool // by unit: it is solved; nil means that all are

	bits          uint       // of precision
	zero, a, b, r *big.Float // scratch
}

// realNode is a unit with children.
type realNode struct {
	s, v          big.Float // of the children together
	m, own        big.Float // of the unit
	figure, price big.Float
	paid          big.Float // the parent's price
	apart         bool      // no child counts: the unit does not depend on its children
	open          openness  // where the price can be that bounds leave undetermined
	loose         bool      // a child moves at no cost
	free          bool      // the unit itself moves at no cost
}

// openness says where the price of a family can be.
type openness int8

const (
	exactly  openness = iota // it is the price in the node
	atMost                   // it is that or less
	atLeast                  // it is that or more
	anywhere                 // nothing is known, and no child depends on it
)

func (r *Real) new() *big.Float { return new(big.Float).SetPrec(r.bits) }

// corrections is how often a [Real] may change which bounds decide. After
// jointCorrections it changes one at a time, so that it does not go round in circles.
const (
	corrections      = 60
	jointCorrections = 6
)

// NewReal solves a problem. The figure of the root is total, or its optimum if total is
// nil. at says which bounds decide, and nil means that there are no bounds. It may be
// wrong for a few units: NewReal corrects it in place.
func NewReal(first []int32, s Source, at []Bound, total *big.Float) *Real {
	return newReal(first, s, at, total, RealBits)
}

func newReal(first []int32, s Source, at []Bound, total *big.Float, bits uint) *Real {
	r := blankReal(first, s, at, bits)
	given := slices.Clone(at)
	for round := range corrections {
		r.solve(total)
		if at == nil || !r.correct(total == nil, round >= jointCorrections) {
			return r
		}
	}

	// Many bounds are reached at the same price: any of them may decide.
	copy(at, given)
	r.solve(total)
	return r
}

// NewRealUpward solves a problem on demand. at says which bounds decide, and must be
// right; nil means none. Only Alone and Unbound may be called; each call solves the units
// at and below its unit.
func NewRealUpward(first []int32, s Source, at []Bound) *Real {
	r := blankReal(first, s, at, RealBits)
	r.known = make([]bool, len(r.inner))
	return r
}

func blankReal(first []int32, s Source, at []Bound, bits uint) *Real {
	inner, families := (&Problem{First: first}).inner()
	r := &Real{first: first, source: s, at: at, inner: inner, nodes: make([]realNode, families), bits: bits}
	r.zero, r.a, r.b, r.r = r.new(), r.new(), r.new(), r.new()
	return r
}

func (r *Real) solve(total *big.Float) {
	for k := range r.nodes {
		r.nodes[k].clear(r.bits)
	}
	for unit := len(r.first) - 2; unit >= 0; unit-- {
		if r.inner[unit] >= 0 {
			r.up(unit)
		}
	}
	r.down(total)
}

func (n *realNode) clear(bits uint) {
	for _, z := range []*big.Float{&n.s, &n.v, &n.m, &n.own, &n.figure, &n.price, &n.paid} {
		z.SetPrec(bits).SetInt64(0)
	}
	n.apart, n.open, n.loose, n.free = false, exactly, false, false
}

// correct changes the deciding bound of each unit whose figure is beyond its bounds, or
// moves away from its deciding bound. If single is true, it changes that of the first such
// unit only. It reports whether there is one.
func (r *Real) correct(rootToo, single bool) bool {
	changed := false
	x := r.new()
	check := func(unit, parent int) {
		if changed && single {
			return
		}
		if parent < 0 {
			r.Unbound(unit, x, r.a)
		} else {
			r.wish(unit, parent, x)
		}

		low, high := r.source.Limits(unit)
		now := Inside
		switch {
		case low != nil && high != nil && low.Cmp(high) == 0:
			now = AtLow
		case x.IsInf() && r.at[unit] != Inside:
			// The bound no longer decides, unless the figure is at its optimum.
			if x.Signbit() == (r.at[unit] == AtLow) {
				now = r.at[unit]
			}
		case low != nil && r.near(x, low) < 0:
			now = AtLow
		case high != nil && r.near(x, high) > 0:
			now = AtHigh
		case low != nil && r.near(x, low) == 0 && r.at[unit] != AtHigh,
			high != nil && r.near(x, high) == 0 && r.at[unit] != AtLow:
			now = r.at[unit]
		}
		if was := r.at[unit]; now != was {
			if now != Inside && was != Inside {
				now = Inside // the other bound may not decide either
			}
			r.at[unit], changed = now, true
		}
	}
	if rootToo {
		check(0, -1)
	}
	for unit := range r.inner {
		k := r.inner[unit]
		if k < 0 {
			continue
		}
		for i := int(r.first[unit]); i < int(r.first[unit+1]); i++ {
			if r.nodes[k].tellsAbout(r.at[i]) {
				check(i, unit)
			}
		}
	}
	return changed
}

// tellsAbout reports whether the price in a family shows that a child with a deciding
// bound is not pressed against it: no price on the open side presses the child more.
func (n *realNode) tellsAbout(at Bound) bool {
	switch n.open {
	case atMost:
		return at == AtHigh && !n.price.IsInf()
	case atLeast:
		return at == AtLow && !n.price.IsInf()
	}
	return n.open == exactly
}

// near compares numbers. Numbers that agree in most of their bits count as equal.
func (r *Real) near(x, y *big.Float) int {
	d := new(big.Float).Sub(x, y)
	if d.Sign() == 0 {
		return 0
	}
	size := max(x.MantExp(nil), y.MantExp(nil), 0)
	if d.MantExp(nil) < size-int(r.bits)*3/4 {
		return 0
	}
	return d.Sign()
}

// Alone sets the figure of a unit at a price of zero, and its change per unit of price. It
// reports whether the unit is free.
func (r *Real) Alone(unit int, m, v *big.Float) (free bool) {
	if r.at != nil && r.at[unit] != Inside {
		low, high := r.source.Limits(unit)
		if v.Set(r.zero); r.at[unit] == AtLow {
			m.Set(low)
		} else {
			m.Set(high)
		}
		return false
	}
	return r.Unbound(unit, m, v)
}

// Unbound is Alone without the unit's own bounds.
func (r *Real) Unbound(unit int, m, v *big.Float) (free bool) {
	if k := r.inner[unit]; k >= 0 {
		if r.known != nil && !r.known[unit] {
			r.known[unit] = true
			r.up(unit)
		}
		m.Set(&r.nodes[k].m)
		v.Set(&r.nodes[k].own)
		return r.nodes[k].free
	}
	if r.source.Figure(unit, m, v); v.Sign() == 0 {
		m.Set(r.zero)
		v.SetInt64(1)
		return true
	}
	v.Quo(r.b.SetInt64(1), v)
	return false
}

// up adds up the children of a unit.
func (r *Real) up(unit int) {
	n := &r.nodes[r.inner[unit]]
	m, v, free := r.new(), r.new(), r.new()
	n.apart = true
	for i := int(r.first[unit]); i < int(r.first[unit+1]); i++ {
		isFree := r.Alone(i, m, v)
		if r.source.Share(i, r.r) {
			if r.r.Sign() == 0 {
				continue
			}
			m.Mul(m, r.r)
			v.Mul(v, r.a.Mul(r.r, r.r))
		}
		n.apart = false
		n.s.Add(&n.s, m)
		if isFree {
			n.loose = true
			free.Add(free, v)
		} else {
			n.v.Add(&n.v, v)
		}
	}
	if n.loose {
		n.v.Set(free)
	}

	// The sum of the children is corrected towards the unit's own proposed figure.
	p, w := m, v
	r.source.Figure(unit, p, w)
	switch {
	case n.apart && w.Sign() == 0:
		n.own.SetInt64(1)
		n.free = true
	case w.Sign() == 0:
		n.m.Set(&n.s)
		n.own.Set(&n.v)
		n.free = n.loose
	case n.apart || n.loose:
		n.m.Set(p)
		n.own.Quo(r.a.SetInt64(1), w)
	default:
		wv := r.a.Mul(w, &n.v)
		p.Mul(p, wv)
		n.m.Add(&n.s, p)
		wv.Add(wv, r.b.SetInt64(1))
		n.m.Quo(&n.m, wv)
		n.own.Quo(&n.v, wv)
	}
}

// down finds the figures and the prices of all families.
func (r *Real) down(total *big.Float) {
	v := r.new()
	for unit := range r.inner {
		k := r.inner[unit]
		if k < 0 {
			continue
		}
		n := &r.nodes[k]
		if unit == 0 {
			if total != nil {
				n.figure.Set(total)
			} else {
				r.Alone(0, &n.figure, v)
			}
		}
		r.charge(unit, n)
		for i := int(r.first[unit]); i < int(r.first[unit+1]); i++ {
			//mutate:equal j > 0: family 0 is that of the root, which is no child
			if j := r.inner[i]; j >= 0 {
				child := &r.nodes[j]
				r.Figure(i, unit, &child.figure)
				if child.open = n.open; n.loose {
					continue
				}
				if child.paid.Set(&n.price); r.source.Share(i, r.r) && !n.price.IsInf() {
					child.paid.Mul(&child.paid, r.r)
				}
			}
		}
	}
}

// charge finds the price of a family.
func (r *Real) charge(unit int, n *realNode) {
	if n.apart {
		n.open = exactly
		return
	}
	if n.v.Sign() > 0 {
		n.open = exactly
		n.price.Sub(&n.figure, &n.s)
		n.price.Quo(&n.price, &n.v)
		return
	}

	// All children are at bounds. If the bounds miss the figure, some children must
	// move. Otherwise the price is the remainder of the parent's price.
	if beyond := r.near(&n.figure, &n.s); beyond != 0 {
		n.open = exactly
		n.price.SetInf(beyond < 0)
		return
	}
	p, w := r.new(), r.new()
	r.source.Figure(unit, p, w)
	p.Sub(&n.figure, p)
	n.price.Sub(&n.paid, p.Mul(p, w))
	if r.at != nil && r.at[unit] != Inside {
		r.leaveOpen(unit, n)
	}
}

// leaveOpen says where the price of a family is if it and all its children are at bounds:
// the unit's own bound takes a part of what is left of the parent's price. The children at
// bounds on the open side limit it further.
func (r *Real) leaveOpen(unit int, n *realNode) {
	side, other := atMost, atLeast
	if r.at[unit] == AtLow {
		side, other = atLeast, atMost
	}
	both := n.open != exactly && n.open != side // the parent's price can be on the other side
	if n.open = side; n.price.IsInf() || r.limit(unit, n, both) || !both {
		return
	}
	if n.open = other; !r.limit(unit, n, true) {
		n.open = anywhere
	}
}

// limit moves the price of a family to where all children at bounds on the open side stay there.
// If anew is true, they alone decide where it is. limit reports whether there are such children.
func (r *Real) limit(unit int, n *realNode, anew bool) (limited bool) {
	pressed := AtLow
	if n.open == atLeast {
		pressed = AtHigh
	}
	m, v := r.new(), r.new()
	for i := int(r.first[unit]); i < int(r.first[unit+1]); i++ {
		low, high := r.source.Limits(i)
		if r.at[i] != pressed || low != nil && high != nil && low.Cmp(high) == 0 {
			continue
		}
		if r.Unbound(i, m, v); r.source.Share(i, r.r) {
			v.Mul(v, r.r)
		}
		if v.Sign() == 0 {
			continue
		}

		bound := low
		if pressed == AtHigh {
			bound = high
		}
		reached := m.Quo(m.Sub(bound, m), v)
		if !limited && anew || (reached.Cmp(&n.price) < 0) == (n.open == atMost) {
			n.price.Set(reached)
		}
		limited = true
	}
	return limited
}

// Figure sets the figure of a child of a unit.
func (r *Real) Figure(unit, parent int, x *big.Float) {
	v := r.new()
	r.pay(unit, parent, x, v, r.Alone(unit, x, v))
}

// wish is Figure without the child's own bounds.
func (r *Real) wish(unit, parent int, x *big.Float) {
	v := r.new()
	r.pay(unit, parent, x, v, r.Unbound(unit, x, v))
}

// pay adds to a figure the change that the price of the family causes. A free unit moves
// to its limit if the family is not loose, and has its parent's figure if it does not count
// in that.
func (r *Real) pay(unit, parent int, x, v *big.Float, free bool) {
	n := &r.nodes[r.inner[parent]]
	shared := r.source.Share(unit, r.r)
	if shared && r.r.Sign() == 0 {
		if free {
			x.Set(&n.figure)
		}
		return
	}

	switch {
	case n.price.IsInf() && r.at[unit] != Inside:
		x.Set(&n.price)
		return
	case n.loose && !free || v.Sign() == 0:
		return
	case free && !n.loose && n.price.Sign() != 0:
		x.SetInf(n.price.Sign() < 0)
		return
	}
	if shared {
		v.Mul(v, r.r)
	}
	x.Add(x, v.Mul(v, &n.price))
}

// Root sets the figure of the root.
func (r *Real) Root(x *big.Float) { x.Set(&r.nodes[0].figure) }

// Price sets the price of a unit's family: the cost, below the unit, of one more in its
// figure. It is zero for a leaf and for a loose family.
func (r *Real) Price(unit int, price *big.Float) {
	price.Set(r.zero)
	if k := r.inner[unit]; k >= 0 && !r.nodes[k].loose {
		price.Set(&r.nodes[k].price)
	}
}

// Loose reports whether a child of the unit moves at no cost.
func (r *Real) Loose(unit int) bool {
	k := r.inner[unit]
	return k >= 0 && r.nodes[k].loose
}

// Sum sets the sums S and V of the children of a unit.
func (r *Real) Sum(unit int, s, v *big.Float) {
	n := &r.nodes[r.inner[unit]]
	s.Set(&n.s)
	v.Set(&n.v)
}
