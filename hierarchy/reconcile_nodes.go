package hierarchy

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// reconciled is what a plan was reconciled from.
type reconciled struct {
	proposals []Proposal
	options   ReconcileOptions
	value     decimal.Decimal // of the target, before it moved
	former    *Plan           // that is revised; only while the plan is made
	bids      []*bid
	// chain has the numbers of the bids in an order that does not depend on the caller's:
	// the nodes of a unit stand in it.
	chain []int32
	fixed map[int][]fixedFigure // by place
}

// fixedFigure is a proposed figure that cannot move.
type fixedFigure struct {
	by     string
	figure decimal.Decimal
}

// stuck reports whether a figure proposed for a unit cannot move.
func (p *Plan) stuck(at int) bool { return p.nearest != nil && p.nearest.fixed[at] != nil }

// keep limits a unit to the figures proposed for it that cannot move.
func (c *constraints) keep(at int) {
	for _, f := range c.nearest.fixed[at] {
		v := c.quanta(f.figure)
		c.allowed.raise(at, v)
		c.allowed.lower(at, v)
	}
	if !c.allowed.crossed(at) {
		return
	}

	out := c.noQuota(at)
	out.Amount = c.nearest.fixed[at][0].figure
	out.Reason = "a figure proposed for it cannot move, and its hold, its bounds or another such figure ask for " +
		"another quota"
	c.faults.Add(out.Parent, out)
	c.allowed.forget(at)
}

// holdWithin reports a hold that is not within the bounds of its unit. A hold replaces
// the bounds in a cascade, but [Reconcile] keeps both.
func (c *constraints) holdWithin(at int) {
	i, held := c.held[at]
	if !held {
		return
	}
	if r := c.rule; r.lower.has(at) {
		c.allowed.raise(at, c.step.Ceil(r.lower.figures.Decimal(at)))
	}
	if r := c.rule; r.upper.has(at) {
		c.allowed.lower(at, c.step.Floor(r.upper.figures.Decimal(at)))
	}
	if !c.allowed.crossed(at) {
		return
	}

	out := c.noQuota(at)
	out.Amount = c.options.Holds[i].Value
	out.Reason = "its hold is not within its bounds"
	c.faults.Add(out.Parent, out)
	c.allowed.forget(at)
}

// noQuota is the error that a unit's own hold, bounds and figures leave it no quota.
func (c *constraints) noQuota(at int) *InfeasibleError {
	code := c.tree.units[at].Code
	out := &InfeasibleError{
		Parent: code, Units: []string{code}, Remedy: "change one of them",
		Least: decimal.NewNullDecimal(c.step.Times(c.allowed.low(at))),
		Most:  decimal.NewNullDecimal(c.step.Times(c.allowed.high(at))),
	}
	if i, held := c.held[at]; held {
		out.Holds = []Hold{c.options.Holds[i]}
	}
	return out
}

// nodes is the tree of the kernel. A unit has a node for each figure proposed for
// it, and one node if there is none. The nodes of a unit stand one below the other
// and have the same quota. Its own node is the lowest of them, over the nodes of its
// children.
type nodes struct {
	first []int32 // the children of node i are first[i] up to first[i+1]
	// The place of the unit, and the bid whose figure the node has, −1 for none. Nil
	// means that the numbers are the same, and that the figures are of one bid.
	unit    []int32
	bid     []int32
	highest []bool // whether no other node of the unit is above
}

func (n *nodes) len() int { return len(n.first) - 1 }

func (n *nodes) place(node int) int {
	if n.unit == nil {
		return node
	}
	return int(n.unit[node])
}

// top reports whether a node is the highest of its unit.
func (n *nodes) top(node int) bool {
	return n.unit == nil || node == 0 || n.highest[node]
}

// own reports whether a node is the unit's own.
func (n *nodes) own(node int) bool {
	if n.unit == nil {
		return true
	}
	lo, hi := n.first[node], n.first[node+1]
	return hi-lo != 1 || n.unit[lo] != n.unit[node]
}

// nodes lays the units and the figures of a plan out.
func (p *Plan) nodes() *nodes {
	r := p.nearest
	if len(r.bids) == 1 && p.root == 0 && int(p.depth) >= len(p.tree.levels) && !p.tree.hasMemo() {
		return &nodes{first: p.tree.first}
	}

	out := &nodes{}
	add := func(at int, after int32) {
		out.unit = append(out.unit, int32(at))
		out.bid = append(out.bid, r.next(p, at, after))
		out.highest = append(out.highest, after < 0)
	}
	add(p.root, -1)
	for node := 0; node < len(out.unit); node++ {
		out.first = append(out.first, int32(len(out.unit)))
		at := int(out.unit[node])
		if b := out.bid[node]; b >= 0 && r.next(p, at, b) >= 0 {
			add(at, b)
			continue
		}
		if !p.divides(at) {
			continue
		}
		for i, hi := p.tree.family(at); i < hi; i++ {
			if p.tree.units[i].Role != Memo {
				add(i, -1)
			}
		}
	}
	out.first = append(out.first, int32(len(out.unit)))
	return out
}

func (t *Tree) hasMemo() bool { return slices.Contains(t.roles, Memo) }

// next returns the bid after another one in the chain that has a figure for a unit, −1 if
// there is none.
func (r *reconciled) next(p *Plan, unit int, after int32) int32 {
	if unit == p.root && r.options.Target == nil {
		return -1
	}
	for _, b := range r.chain[slices.Index(r.chain, after)+1:] {
		if r.bids[b].figures.Has(unit) {
			return b
		}
	}
	return -1
}

// arrange puts the bids into the order of the chain.
func (r *reconciled) arrange() {
	for i := range r.bids {
		r.chain = append(r.chain, int32(i))
	}
	slices.SortStableFunc(r.chain, func(i, j int32) int { return r.bids[i].compare(r.bids[j]) })
}

// compare orders bids by what they say.
func (b *bid) compare(o *bid) int {
	if c := cmp.Or(cmp.Compare(b.rule, o.rule), b.factor.Cmp(o.factor)); c != 0 {
		return c
	}
	if c := compareColumns(b.figures, o.figures); c != 0 {
		return c
	}
	return compareColumns(b.of, o.of)
}

// compareColumns compares columns by the first figure that only one has or that differs.
func compareColumns(a, b fixed.Column) int {
	for i := range a.Len() {
		switch hasA, hasB := a.Has(i), b.Has(i); {
		case hasA && !hasB:
			return -1
		case hasB && !hasA:
			return 1
		case hasA:
			if c := fixed.Cmp(a.Decimal(i), b.Decimal(i)); c != 0 {
				return c
			}
		}
	}
	return 0
}

// bidAt returns the bid whose figure a node has, nil if it has none.
func (p *Plan) bidAt(n *nodes, node int) *bid {
	b := int32(0)
	if n.bid != nil {
		b = n.bid[node]
	} else if node == 0 && p.nearest.options.Target == nil || !p.nearest.bids[0].figures.Has(node) {
		b = -1
	}
	if b < 0 {
		return nil
	}
	return p.nearest.bids[b]
}

// parts returns how many parts of a quantum figures are counted in, and the
// exponent of a part.
func (p *Plan) parts() (scale *big.Int, exp int32) {
	exp = p.step.Exp
	for _, b := range p.nearest.bids {
		exp = min(exp, b.figures.Exp())
	}
	return new(big.Int).Mul(p.step.M, fixed.Pow10(p.step.Exp-exp)), exp
}
