package leastchange

import (
	"math"
	"slices"
)

// Pins are the units whose bounds decide their figures: those that At does not have
// Inside. Figures has the bound of each of them.
type Pins struct {
	At      []Bound
	Figures []float64
}

// A NearSource states a problem without bounds for a [Near]. Every number that it
// gives must be within 2⁻⁵⁰ of the true one, relative to its size.
type NearSource interface {
	// Near sets the proposed figures of the units from lo up to hi, and their
	// weights: zero for a unit without a figure, and else between 2⁻⁴⁰⁰ and 2⁴⁰⁰.
	Near(lo, hi int, figures, weights []float64)
	// NearShares sets how much each child of a unit counts in it.
	NearShares(unit int, shares []float64)
}

// Near is the solution of a problem in floating point, with limits on its errors. It is
// given the bounds that decide. Whoever rounds a figure knows by the limits whether a
// [Real] would round it the same way.
//
// The errors are those of the formulas of [guess]. No sum of its V has terms of both
// signs, so that the relative error of V is small. m is a mean of S and p, so that its
// error is small beside the figures. The error of S is more than its terms times rounding, and
// the slip of V more than rounding: these cover what else a level adds.
type Near[S NearSource] struct {
	first   []int32
	source  S
	pins    *Pins
	inner   []int32
	nodes   []nearNode
	figures []float64 // scratch for a family
	weights []float64
	shares  []float64
}

// nearNode is a unit with children. An error is absolute, a slip relative.
type nearNode struct {
	s, sError float64 // of the children together
	v, vSlip  float64
	m, mError float64 // of the unit
	own, slip float64
	free      bool // as in [Real], which has a table
	unknown   bool // nothing is known of the children's figures
}

// Estimate is a figure in floating point. It is Error at most from the true one.
type Estimate struct{ Figure, Error float64 }

// rounding is more than the relative error of a few operations in floating point,
// and of what a source gives.
const rounding = 0x1p-47

// NewNear solves a problem. Without pins no bound decides.
func NewNear[S NearSource](first []int32, s S, pins *Pins) *Near[S] {
	inner, families := (&Problem{First: first}).inner()
	n := &Near[S]{first: first, source: s, pins: pins, inner: inner, nodes: make([]nearNode, families)}
	for unit := len(inner) - 1; unit >= 0; unit-- {
		if k := inner[unit]; k >= 0 {
			n.up(unit, &n.nodes[k])
		}
	}
	return n
}

// load asks the source for the children of a unit.
func (n *Near[S]) load(unit int) (lo, hi int) {
	lo, hi = int(n.first[unit]), int(n.first[unit+1])
	//mutate:equal hi + lo: whoever fills a longer slice fills its beginning
	n.figures, n.weights, n.shares = resized(n.figures, hi-lo), resized(n.weights, hi-lo), resized(n.shares, hi-lo)
	n.source.Near(lo, hi, n.figures, n.weights)
	n.source.NearShares(unit, n.shares)
	return lo, hi
}

func resized[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }

// pinned reports whether a bound decides the figure of a unit.
func (n *Near[S]) pinned(unit int) bool { return n.pins != nil && n.pins.At[unit] != Inside }

// alone returns the figure of a loaded child by itself, and how far it moves per unit
// of price, each with its error. It reports whether the child is free.
func (n *Near[S]) alone(child, lo int) (m, mError, own, slip float64, free bool) {
	if n.pinned(child) {
		return n.pins.Figures[child], 0, 0, 0, false
	}
	return n.unbound(child, lo)
}

// unbound is alone without the child's own bounds.
func (n *Near[S]) unbound(child, lo int) (m, mError, own, slip float64, free bool) {
	//mutate:equal k > 0: family 0 is that of the root, which is no child
	if k := n.inner[child]; k >= 0 {
		c := &n.nodes[k]
		return c.m, c.mError, c.own, c.slip, c.free
	}
	p, w := n.figures[child-lo], n.weights[child-lo]
	if w == 0 {
		return 0, 0, 1, 0, true
	}
	return p, float64(math.Abs(p) * rounding), 1 / w, rounding, false
}

// up adds up the children of a unit.
func (n *Near[S]) up(unit int, family *nearNode) {
	lo, hi := n.load(unit)
	size, apart, loose := 0.0, true, false
	for child := lo; child < hi; child++ {
		r := n.shares[child-lo]
		if r == 0 {
			continue
		}
		m, mError, own, slip, free := n.alone(child, lo)
		apart, loose = false, loose || free
		family.s += float64(r * m)
		family.sError += float64(r * mError)
		size += float64(r * math.Abs(m))
		family.v += float64(float64(r*r) * own)
		family.vSlip = max(family.vSlip, slip)
	}

	// Each addition is one rounding of a partial sum. The errors have errors too.
	additions := rounding + float64(float64(hi-lo)*0x1p-52)
	family.sError = float64(family.sError*(1+0x1p-20)) + float64(size*additions)
	family.vSlip += additions
	family.unknown = !plain(family.v) || family.vSlip > 0x1p-20

	// The unit's own figure pulls at the sum of its children.
	n.source.Near(unit, unit+1, n.figures, n.weights)
	p, w := n.figures[0], n.weights[0]
	switch {
	case (apart || loose) && w == 0:
		family.own, family.free = 1, true
	case apart || loose:
		family.m, family.mError = p, float64(math.Abs(p)*rounding)
		family.own, family.slip = 1/w, rounding
	case w == 0:
		family.m, family.mError = family.s, family.sError
		family.own, family.slip = family.v, family.vSlip
	default:
		wv := float64(w * family.v)
		family.m = (family.s + float64(wv*p)) / (1 + wv)
		family.mError = family.sError + float64(math.Abs(p-family.s)*family.vSlip) + float64(math.Abs(p)*rounding)
		family.own, family.slip = family.v/(1+wv), family.vSlip
	}
	if !plain(family.own) {
		family.mError = math.Inf(1)
	}
}

// plain reports whether a number above zero is far from where floating point ends.
//
//mutate:equal x >= 0x1p-500: the ends have a margin
//mutate:equal x <= 0x1p500: the ends have a margin
func plain(x float64) bool { return x > 0x1p-500 && x < 0x1p500 }

// Root returns the figure of the root where it moves, and false if nothing is known
// of it.
func (n *Near[S]) Root() (Estimate, bool) {
	if n.nodes[0].free || n.pinned(0) {
		return Estimate{}, false
	}
	return Estimate{n.nodes[0].m, 2 * n.nodes[0].mError}, true
}

// Inside reports whether every figure is certain to be where inside says, given that of
// the root. A unit whose bound decides is shown with the figure that it would have without
// it, at the price of its family.
func (n *Near[S]) Inside(root Estimate, inside func(unit int, x Estimate) bool) bool {
	if !inside(0, root) {
		return false
	}

	figures := make([]Estimate, len(n.nodes)) // of the units with children
	figures[0] = root
	var out []Estimate
	for unit, k := range n.inner {
		if k < 0 {
			continue
		}
		lo, hi := int(n.first[unit]), int(n.first[unit+1])
		//mutate:equal hi + lo: only the beginning of a longer slice is read
		if out = resized(out, hi-lo); !n.family(unit, figures[k], out, n.unbound) {
			return false
		}
		for child := lo; child < hi; child++ {
			if !inside(child, out[child-lo]) {
				return false
			}
			//mutate:equal j > 0: family 0 is that of the root, which is no child
			if j := n.inner[child]; j >= 0 {
				if figures[j] = out[child-lo]; n.pinned(child) {
					figures[j] = Estimate{Figure: n.pins.Figures[child]}
				}
			}
		}
	}
	return true
}

// Family sets the figures of the children of a unit whose own figure is below 2⁵³. It
// returns false if nothing is known of them.
func (n *Near[S]) Family(unit int, total Estimate, out []Estimate) bool {
	return n.family(unit, total, out, n.alone)
}

// family is Family with children that are by themselves as of says.
func (n *Near[S]) family(
	unit int, total Estimate, out []Estimate, of func(child, lo int) (m, mError, own, slip float64, free bool),
) bool {
	k := n.inner[unit]
	if k < 0 || n.nodes[k].unknown {
		return false
	}
	family := &n.nodes[k]
	due := total.Figure - family.s
	dueError := total.Error + family.sError + float64(math.Abs(total.Figure)*rounding)

	lo, hi := n.load(unit)
	for child := lo; child < hi; child++ {
		m, mError, own, slip, free := of(child, lo)
		if free {
			if !n.pinned(child) {
				return false
			}
			mError = math.Inf(1)
		}
		gain := float64(own*n.shares[child-lo]) / family.v
		move := float64(gain * due)
		e := &out[child-lo]
		e.Figure = m + move
		e.Error = 2 * (mError + float64(gain*dueError) +
			float64(math.Abs(move)*(slip+family.vSlip)) + float64(math.Abs(m)*rounding))
	}
	return true
}
