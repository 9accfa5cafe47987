package hierarchy

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/leastchange"
	"github.com/targetcascade/cascade/internal/numtext"
)

// ExplainMove says what moved the quota of a unit in a plan of [Reconcile].
//
//	Quota = Proposed + Sums + the bounds + OtherBounds + Rounding
//
// Figures have four places more than the quantum.
type ExplainMove struct {
	Figures []Move // proposed for the unit
	// Proposed is the mean of the figures, weighted by their firmness. It is not valid
	// if there is none.
	Proposed decimal.NullDecimal
	// Sums is the move of the unit that the law requires in all families, without any
	// bound or hold. If nothing is proposed for the unit, it is the figure that the unit
	// has after that move.
	Sums decimal.Decimal
	// Bounds are the moves of the unit that bounds and holds anywhere in the tree cause,
	// the greatest first, at most 20 of them. OtherBounds is the sum of the others. If
	// units without a proposed figure can take up any difference, the effects of single
	// bounds are not determined: Bounds is then empty, and OtherBounds is their sum.
	Bounds      []BoundMove
	OtherBounds decimal.Decimal
	Rounding    decimal.Decimal // the quota less the exact figure
	// Immovable reports whether a figure proposed for the unit cannot move. It acts as a hold:
	// the quota is decided by apportion.ByHold.
	Immovable bool
}

// BoundMove is the move of one unit that a bound of another unit causes.
type BoundMove struct {
	Unit      Unit                // whose bound it is
	DecidedBy apportion.DecidedBy // apportion.ByMinimum, apportion.ByMaximum or apportion.ByHold
	Limit     decimal.Decimal
	By        decimal.Decimal
}

// mostBounds is how many bounds an explanation lists.
const mostBounds = 20

// explainNearest explains a quota of a reconciled plan.
func (p *Plan) explainNearest(at int) Explanation {
	x := Explanation{Unit: p.tree.units[at].Code, Target: p.Target()}
	r := newMover(p)
	for {
		s := ExplainStep{Quota: p.quota(at)}
		if i, ok := p.held[at]; ok {
			s.Hold = new(p.options.Holds[i])
		}
		for _, i := range p.lapsed[at] {
			s.Lapsed = append(s.Lapsed, p.options.Holds[i])
		}
		if at != p.root || p.nearest.options.Target != nil {
			s.Move = r.move(at, &s)
		}
		if at == p.root {
			x.Steps = append(x.Steps, s)
			return x
		}

		above := int(p.tree.parent[at])
		s.Parent, s.From, s.Method = p.tree.units[above], p.value(p.lower, above), "nearest to the figures proposed"
		s.Amount = s.From
		if p.isMean() {
			s.Basis = decimal.NewNullDecimal(fixed.FromBig(p.basis.big(at), p.options.Basis.figures.Exp()))
			s.BasisName, s.Residual = p.options.Basis.name, p.Residual(s.Parent.Code)
		}
		x.Steps = append(x.Steps, s)
		at = above
	}
}

// mover explains what moves the units of a plan. It has the problem solved twice in
// real numbers: as it is, and without any bounds.
type mover struct {
	*againReal
	free   *leastchange.Real
	parent []int32 // of each node, −1 for the root
	node   []int32 // the own node of each unit
}

func newMover(p *Plan) *mover {
	m := &mover{againReal: p.inRealAgain()}
	m.free = m.solve(nil, m.total())
	m.parent, m.node = make([]int32, m.len()), make([]int32, p.tree.Len())
	m.parent[0] = -1
	for node := range m.len() {
		if m.own(node) {
			m.node[m.place(node)] = int32(node)
		}
		for i := m.first[node]; i < m.first[node+1]; i++ {
			m.parent[i] = int32(node)
		}
	}
	return m
}

// move explains the move of a unit. It also sets the bounds and the exact figure of
// the step.
func (m *mover) move(at int, s *ExplainStep) *ExplainMove {
	out := &ExplainMove{Immovable: m.stuck(at), Figures: slices.Collect(m.movesOf(at))}
	if m.limits != nil {
		s.Min, s.Max = m.step.Limit(m.limits.allowed.low(at)), m.step.Limit(m.limits.allowed.high(at))
	}
	node := int(m.node[at])
	exact := m.decimal(m.figure(m.real, node))
	s.Exact = decimal.NewNullDecimal(exact)
	out.Rounding = s.Quota.Value.Sub(exact)

	proposed, given := m.proposed(node)
	if given {
		out.Proposed = decimal.NewNullDecimal(m.decimal(proposed))
	}
	out.Sums = m.decimal(newFloat().Sub(m.figure(m.free, node), proposed))

	all := m.bounds(node, out)
	rest := exact.Sub(out.Proposed.Decimal).Sub(out.Sums)
	for _, b := range out.Bounds {
		rest = rest.Sub(b.By)
	}
	if all {
		out.Sums = out.Sums.Add(rest) // what rounding each to a few places leaves
	} else {
		out.OtherBounds = rest
	}
	return out
}

// proposed returns the mean of the figures of a unit by its own node.
func (m *mover) proposed(node int) (mean *big.Float, given bool) {
	mean, weights := newFloat(), newFloat()
	figure, weight := newFloat(), newFloat()
	for k := node; k >= 0 && m.place(k) == m.place(node); k = int(m.parent[k]) {
		m.Figure(k, figure, weight)
		mean.Add(mean, figure.Mul(figure, weight))
		weights.Add(weights, weight)
	}
	if weights.Sign() == 0 {
		return mean, false
	}
	return mean.Quo(mean, weights), true
}

// figure returns the exact figure of a node.
func (m *mover) figure(answer *leastchange.Real, node int) *big.Float {
	x := newFloat()
	if node == 0 {
		answer.Root(x)
	} else {
		answer.Figure(node, int(m.parent[node]), x)
	}
	return x
}

// decimal returns quanta in the indicator's unit, with a few places more.
func (m *mover) decimal(quanta *big.Float) decimal.Decimal {
	places := max(0, -m.step.Exp) + exactPlaces
	scaled := newFloat().Mul(quanta, newFloat().SetRat(m.step.Rat(bigOne)))
	scaled.Mul(scaled, newFloat().SetInt(fixed.Pow10(places)))
	return fixed.FromBig(nearestInt(scaled), -places)
}

// bounds finds what each bound moves a unit. It reports whether the list is
// complete.
func (m *mover) bounds(node int, out *ExplainMove) bool {
	pushed, ok := m.newPush(node)
	if !ok {
		return false
	}

	force := newFloat()
	for k := range m.len() {
		if !m.forced(k, force) {
			continue
		}
		by, ok := pushed.at(k)
		if !ok {
			out.Bounds = nil
			return false
		}
		b := m.boundOf(k, m.decimal(by.Mul(by, force)))
		if !b.By.IsZero() {
			out.Bounds = append(out.Bounds, b)
		}
	}

	slices.SortStableFunc(out.Bounds, func(a, b BoundMove) int { return b.By.Abs().Cmp(a.By.Abs()) })
	if len(out.Bounds) > mostBounds {
		out.Bounds = out.Bounds[:mostBounds]
		return false
	}

	return true
}

// boundOf describes the bound of a node.
func (m *mover) boundOf(node int, by decimal.Decimal) BoundMove {
	at := m.place(node)
	b := BoundMove{Unit: m.tree.units[at], By: by}
	_, held := m.held[at]
	switch {
	case held || m.stuck(at):
		b.DecidedBy, b.Limit = apportion.ByHold, m.step.Times(m.limits.allowed.low(at))
	case m.at[node] == leastchange.AtLow:
		b.DecidedBy, b.Limit = apportion.ByMinimum, m.step.Times(m.limits.allowed.low(at))
	default:
		b.DecidedBy, b.Limit = apportion.ByMaximum, m.step.Times(m.limits.allowed.high(at))
	}
	return b
}

// forced sets the force with which a bound of a node acts, and reports whether it
// has one. Without it, the price that is paid for the node would be its weight times
// its change, and the price below it.
func (m *mover) forced(node int, force *big.Float) bool {
	if m.at == nil || m.at[node] == leastchange.Inside {
		return false
	}
	figure, weight, price := newFloat(), newFloat(), newFloat()
	m.Figure(node, figure, weight)
	force.Sub(m.figure(m.real, node), figure)
	force.Mul(force, weight)
	m.real.Price(node, price)
	force.Add(force, price)
	if node > 0 {
		m.real.Price(int(m.parent[node]), price)
		share := newFloat()
		if m.Share(node, share) {
			price.Mul(price, share)
		}
		force.Sub(force, price)
	}
	return force.Sign() != 0
}

// push is how figures answer to a force on one unit, where nothing is bounded. They
// answer as that unit does to a force on them.
type push struct {
	*mover
	on    []int        // the nodes from the unit up to the root
	x     []*big.Float // how each of these moves
	price []*big.Float // of the family below each of these
}

// newPush pushes a unit. It reports false where units without a figure take up
// everything, and where one has the figure of its parent because it does not count in that.
func (m *mover) newPush(node int) (*push, bool) {
	p := &push{mover: m}
	s, v, own, share, skip := newFloat(), newFloat(), newFloat(), newFloat(), newFloat()
	for k := node; k >= 0; k = int(m.parent[k]) {
		if m.free.Loose(k) || k > 0 && m.free.Alone(k, skip, own) {
			return nil, false
		}
		p.on = append(p.on, k)
	}

	// Up: each family passes on what its own weight leaves.
	sums := []*big.Float{newFloat()} // of the children of each
	for i, k := range p.on {
		x := newFloat()
		m.free.Alone(k, skip, own)
		if k == 0 && m.total() != nil {
			own.SetInt64(0) // the root is kept
		}
		if i == 0 {
			x.Set(own)
		} else {
			m.free.Sum(k, s, v)
			if v.Sign() > 0 {
				x.Quo(x.Mul(sums[i], own), v)
			}
		}
		p.x = append(p.x, x)
		sum := newFloat().Set(x)
		if m.Share(k, share) {
			sum.Mul(sum, share)
		}
		sums = append(sums, sum)
	}

	// Down: the root is where it would be by itself, or kept, and pays a price.
	p.price = make([]*big.Float, len(p.on))
	for i := len(p.on) - 1; i >= 0; i-- {
		k := p.on[i]
		p.price[i] = newFloat()
		if m.first[k] < m.first[k+1] {
			m.free.Sum(k, s, v)
			if below := sums[i]; v.Sign() > 0 {
				p.price[i].Quo(newFloat().Sub(p.x[i], below), v)
			}
		}
		if i > 0 {
			m.free.Alone(p.on[i-1], skip, own)
			step := newFloat().Mul(own, p.price[i])
			if m.Share(p.on[i-1], share) {
				step.Mul(step, share)
			}
			p.x[i-1].Add(p.x[i-1], step)
		}
	}
	return p, true
}

// at returns how a node moves, and false where units without a figure take up
// everything.
func (p *push) at(node int) (*big.Float, bool) {
	// Down from the lowest node above it that is on the way.
	var below []int
	k := node
	i := slices.Index(p.on, k)
	for ; i < 0; i = slices.Index(p.on, k) {
		below = append(below, k)
		k = int(p.parent[k])
	}
	if len(below) == 0 {
		return newFloat().Set(p.x[i]), true
	}

	s, v, own, share, skip := newFloat(), newFloat(), newFloat(), newFloat(), newFloat()
	price, x := newFloat().Set(p.price[i]), newFloat()
	for j := len(below) - 1; j >= 0; j-- {
		k := below[j]
		if p.free.Loose(int(p.parent[k])) {
			return nil, false
		}
		p.free.Alone(k, skip, own)
		x.Mul(own, price)
		if p.Share(k, share) {
			x.Mul(x, share)
		}
		if p.first[k] < p.first[k+1] {
			p.free.Sum(k, s, v)
			if price.SetInt64(0); v.Sign() > 0 {
				price.Quo(x, v)
			}
		}
	}
	return x, true
}

// text says what moved a unit.
func (m *ExplainMove) text(x Explanation, s ExplainStep) string {
	var b strings.Builder
	switch {
	case m.Immovable:
		b.WriteString("proposed " + m.figures(x) + ", which cannot move under its firmness")
	case len(m.Figures) == 0:
		b.WriteString("nothing proposed")
	default:
		b.WriteString("proposed " + m.figures(x))
	}

	var moves []string
	move := func(by decimal.Decimal, why string) {
		if !by.IsZero() {
			moves = append(moves, numtext.Signed(numtext.Plain(by))+" "+why)
		}
	}
	if m.Proposed.Valid {
		move(m.Sums, "by the sums")
	} else {
		move(m.Sums, "from the units around it")
	}
	for _, bound := range m.Bounds {
		move(bound.By, "by "+bound.text(x))
	}
	move(m.OtherBounds, "by other bounds")
	move(m.Rounding, "by rounding")
	if len(moves) > 0 {
		if m.Proposed.Valid {
			b.WriteString("; moved by " + numtext.Signed(numtext.Plain(s.Quota.Value.Sub(m.Proposed.Decimal))))
		}
		b.WriteString(": " + strings.Join(moves, ", "))
	}
	fmt.Fprintf(&b, " → %s", x.value(s.Quota))
	if s.Quota.DecidedBy != apportion.ByClaim {
		fmt.Fprintf(&b, ", %v", s.Quota.DecidedBy)
	}
	return b.String()
}

func (m *ExplainMove) figures(x Explanation) string {
	var all []string
	for _, f := range m.Figures {
		text := numtext.Plain(f.Proposed)
		if f.By != "" {
			text += " by " + f.By
		}
		all = append(all, text)
	}
	return strings.Join(all, " and ")
}

func (b BoundMove) text(x Explanation) string {
	switch b.DecidedBy {
	case apportion.ByMinimum:
		return "the minimum of " + unitText(b.Unit)
	case apportion.ByMaximum:
		return "the maximum of " + unitText(b.Unit)
	case apportion.ByHold:
		return "what " + unitText(b.Unit) + " is held at"
	}
	return "a bound of " + unitText(b.Unit)
}

// movesOf yields the figures proposed for one unit.
func (p *Plan) movesOf(at int) func(yield func(Move) bool) {
	return func(yield func(Move) bool) {
		for _, b := range p.nearest.bids {
			if !b.figures.Has(at) || at == p.root && p.nearest.options.Target == nil {
				continue
			}
			q, proposed := p.value(p.lower, at), b.figures.Decimal(at)
			if !yield(Move{p.tree.units[at], b.by, proposed, q, q.Sub(proposed)}) {
				return
			}
		}
	}
}

// contradict reports bounds, holds and figures that contradict each other.
func (e *engine) contradict(n *nodes, own *constraints, total *big.Int, conflicts []*leastchange.Conflict) {
	for _, c := range conflicts {
		x := contradiction{engine: e, own: own, total: total}
		low, high := n.placesOf(c.Low), n.placesOf(c.High)
		if len(low) == 1 && e.above(low[0], high[0]) {
			x.parent, x.below, x.up = low[0], high, true
			x.amount = x.limit(low[0], false)
		} else {
			x.parent, x.below = high[0], low
			x.amount = x.limit(high[0], true)
		}
		e.faults.Add(e.tree.units[x.parent].Code, x.err())
	}
}

// placesOf returns the places of the units of nodes.
func (n *nodes) placesOf(all []int) []int {
	var out []int
	for _, node := range all {
		out = append(out, n.place(node))
	}
	return out
}

// above reports whether a unit is above another one. A parent has a smaller place than its
// children.
func (e *engine) above(at, below int) bool {
	for below > at {
		below = int(e.tree.parent[below])
	}
	return below == at
}

// contradiction is a set of bounds and holds of units below one, and its own.
type contradiction struct {
	*engine
	own    *constraints
	total  *big.Int
	parent int
	below  []int
	amount *big.Int // what the parent has by itself
	up     bool     // the units below cannot have that much; otherwise that little
}

// limit returns a bound that a unit has by itself.
func (x *contradiction) limit(at int, high bool) *big.Int {
	switch {
	case at == x.root && x.total != nil:
		return x.total
	case high:
		return x.own.allowed.high(at)
	}
	return x.own.allowed.low(at)
}

func (x *contradiction) err() error {
	out := &InfeasibleError{Parent: x.tree.units[x.parent].Code, Amount: x.step.Times(x.amount)}
	sum := new(big.Int)
	if i, ok := x.held[x.parent]; ok {
		out.Holds = append(out.Holds, x.options.Holds[i])
	}
	for _, at := range x.below {
		sum.Add(sum, x.limit(at, x.up))
		out.Units = append(out.Units, x.tree.units[at].Code)
		if i, ok := x.held[at]; ok {
			out.Holds = append(out.Holds, x.options.Holds[i])
		}
	}

	kinds := x.limitKinds(x.below, x.up, false)
	by := new(big.Int).Sub(sum, x.amount)
	change, ease := "raise ", "lower these "
	limit := decimal.NewNullDecimal(x.step.Times(sum))
	if x.up {
		by.Neg(by)
		change, ease = "lower ", "raise these "
		out.Most, out.Reason = limit, kinds+" fall short of the amount"
	} else {
		out.Least, out.Reason = limit, kinds+" exceed the amount"
	}
	out.Remedy = change + x.ownLimit(x.parent, x.up) + " by " + fault.Text(x.step.Times(by)) + ", or " + ease + kinds +
		" by as much"
	return out
}

// limitKinds names what limits units: holds, minima or maxima, figures that cannot move.
// bounded says that there are bounds on groups too.
func (e *engine) limitKinds(places []int, up, bounded bool) string {
	held, stuck := false, false
	for _, at := range places {
		_, isHeld := e.held[at]
		isStuck := !isHeld && e.stuck(at)
		held, stuck, bounded = held || isHeld, stuck || isStuck, bounded || !isHeld && !isStuck
	}

	var kinds []string
	if held {
		kinds = append(kinds, "holds")
	}
	if bounded && up {
		kinds = append(kinds, "maxima")
	} else if bounded {
		kinds = append(kinds, "minima")
	}
	if stuck {
		kinds = append(kinds, "figures that cannot move")
	}
	return strings.Join(kinds, " and ")
}

// ownLimit names what a unit has by itself: its minimum if that is more than the units
// below it can have, up, and otherwise its maximum; or what takes the place of both.
func (e *engine) ownLimit(at int, up bool) string {
	code := quote(e.tree.units[at].Code)
	_, held := e.held[at]
	switch {
	case at == e.root && e.nearest.options.Target == nil:
		return "the target"
	case held:
		return "the hold of " + code
	case e.stuck(at):
		return "the figure that is proposed for " + code + " and cannot move"
	case up:
		return "the minimum of " + code
	}
	return "the maximum of " + code
}
