package hierarchy

import (
	"math"
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/leastchange"
	"github.com/targetcascade/cascade/target"
)

// reconcileSums finds the nearest quotas of a kind that adds up.
func (e *engine) reconcileSums(total *big.Int, atLeast *numbers) (*result, error) {
	n := e.nodes()
	own := e.ownLimits(atLeast)
	if e.faults.Len() > 0 {
		return nil, e.faults.Err()
	}

	out := &result{state: make([]uint8, e.tree.Len())}
	if e.reconcileWords(n, own, total, out) {
		return out, e.faults.Err()
	}
	out.quotas.words = make([]int64, e.tree.Len())
	e.reconcileWide(n, own, total, out)
	return out, e.faults.Err()
}

// ownLimits returns the bounds that each unit has by itself: its hold, its minimum
// and maximum, a figure that cannot move, what can be counted in it. It returns nil
// if there are none.
func (e *engine) ownLimits(atLeast *numbers) *constraints {
	if !e.constrained() && atLeast == nil {
		return nil
	}

	n := e.tree.Len()
	c := &constraints{engine: e, allowed: newLimits(n)}
	var ends []int64
	if e.law == target.Count {
		ends = e.ends()
	}

	reach := e.reach()
	for at := e.root; at < n; at++ {
		if !reach[at] || at == e.root && e.nearest.options.Target == nil {
			continue
		}
		c.own(at, e.rule)
		c.holdWithin(at)
		if e.stuck(at) {
			c.keep(at)
		}
		if ends != nil && !e.divides(at) {
			c.count(at, ends[at], e.rule)
		}
		if atLeast != nil {
			c.allowed.raise(at, atLeast.big(at))
		}
	}

	return c
}

// reconcileWords solves the problem on words. It reports false if a number does not
// fit.
func (e *engine) reconcileWords(n *nodes, own *constraints, total *big.Int, out *result) bool {
	p, ok := e.onWords64(n)
	if !ok || own != nil && !own.allowed.narrow() || total != nil && !total.IsInt64() {
		return false
	}
	if total != nil {
		p.Total = new(total.Int64())
	}
	if own != nil {
		p.Low = n.gather(own.allowed.least.words, noLeast)
		p.High = n.gather(own.allowed.most.words, noMost)
	}

	if former, ok := e.former(); ok {
		p.Wanted = make([]int64, n.len())
		for node := range p.Wanted {
			p.Wanted[node] = former.words[n.place(node)]
		}
		if len(former.wide) > 0 {
			return false
		}
	}

	tight, conflicts, err := p.Tighten()
	if err != nil {
		return false
	}
	if len(conflicts) > 0 {
		e.contradict(n, own, total, conflicts)
		return true
	}
	x, at, err := leastchange.Solve(tight)
	if err != nil {
		return false
	}
	if out.quotas.words = x; n.unit != nil {
		out.quotas.words = make([]int64, e.tree.Len())
		for node, v := range x {
			if n.own(node) {
				out.quotas.words[n.place(node)] = v
			}
		}
	}
	e.markNodes(n, own, at, out, func(node int, high bool) bool {
		if high {
			return p.High != nil && p.High[node] == tight.High[node]
		}
		return p.Low != nil && p.Low[node] == tight.Low[node]
	})
	return true
}

// former returns the quotas of the plan that is revised, at the end of a range that
// is being divided.
func (e *engine) former() (*numbers, bool) {
	former := e.nearest.former
	switch {
	case former == nil:
		return nil, false
	case e.lower != nil && former.upper != nil:
		return &former.upper.quotas, true
	}
	return &former.lower.quotas, true
}

// gather returns limits by node. Those of a unit are at its own node.
func (n *nodes) gather(bounds []int64, none int64) []int64 {
	if n.unit == nil {
		return bounds
	}
	out := make([]int64, n.len())
	for node := range out {
		if out[node] = none; n.own(node) {
			out[node] = bounds[n.place(node)]
		}
	}
	return out
}

// onWords64 states the problem, its bounds left out, on words.
func (e *engine) onWords64(n *nodes) (*leastchange.Problem, bool) {
	scale, exp := e.parts()
	p := &leastchange.Problem{First: n.first}
	if !scale.IsInt64() {
		return nil, false
	}
	p.Scale = scale.Int64()

	if b := e.nearest.bids[0]; n.unit == nil && b.figures.Exp() == exp && b.words != nil && e.ofColumns(n, b, p) {
		return p, true
	}
	return p, e.fill(n, p, exp)
}

// ofColumns states a problem on the columns of a single bid, without a copy. It reports
// false if they do not say all. The weight of a root that is kept does not matter.
func (e *engine) ofColumns(n *nodes, b *bid, p *leastchange.Problem) bool {
	given := e.given(n)
	switch {
	case b.rule == EqualFirmness:
		p.Num = given
	case given != nil:
		return false
	case b.rule == StructuralFirmness:
		p.Den = b.ends
	case b.rule == WeightFirmness && b.ofWords != nil && b.ofWords[0] >= 0:
		p.Num = b.ofWords
	case b.rule == VarianceFirmness && b.ofWords != nil && slices.Min(b.ofWords) > 0:
		p.Den = b.ofWords
	default:
		return false
	}
	p.Figures = b.words
	return true
}

// given returns a weight of 1 for each node with a figure, nil if all have one. A
// root that is kept may have one too: it does not matter.
func (e *engine) given(n *nodes) []int64 {
	figures := e.nearest.bids[0].figures
	kept := e.nearest.options.Target == nil
	if figures.Full() || kept && figures.Count() == figures.Len()-1 && !figures.Has(0) {
		return nil
	}
	out := make([]int64, n.len())
	for node := range out {
		if e.bidAt(n, node) != nil {
			out[node] = 1
		}
	}
	return out
}

// fill sets the figures and the weights of all nodes.
func (e *engine) fill(n *nodes, p *leastchange.Problem, exp int32) bool {
	bids := e.nearest.bids
	factors, scales := make([]int64, len(bids)), make([][2]int64, len(bids))
	for i, b := range bids {
		var ok bool
		if factors[i], ok = fixed.Scale(1, b.figures.Exp()-exp); !ok || b.words == nil {
			return false
		}
		//mutate:equal new(big.Rat).Mul(b.scale, bids[0].scale): only the ratios of the scales matter
		relative := new(big.Rat).Quo(b.scale, bids[0].scale)
		if !relative.Num().IsInt64() || !relative.Denom().IsInt64() {
			return false
		}
		scales[i] = [2]int64{relative.Num().Int64(), relative.Denom().Int64()}
	}

	count := n.len()
	p.Figures, p.Num, p.Den = make([]int64, count), make([]int64, count), make([]int64, count)
	for node := range count {
		p.Den[node] = 1
		i := 0
		if n.bid != nil {
			i = int(n.bid[node])
		} else if e.bidAt(n, node) == nil {
			i = -1
		}
		if i < 0 {
			continue
		}
		at := n.place(node)
		num, den, ok := bids[i].ratio(at)
		if !ok {
			return false
		}
		if den == 0 {
			continue // the figure cannot move, and the unit is kept
		}
		figure, figureFits := fixed.MulWords(bids[i].words[at], factors[i])
		num, numFits := fixed.MulWords(num, scales[i][0])
		den, denFits := fixed.MulWords(den, scales[i][1])
		if !figureFits || !numFits || !denFits {
			return false
		}
		p.Figures[node], p.Num[node], p.Den[node] = figure, num, den
	}
	return true
}

// markNodes records for each unit that it has a quota, and what bound decided it.
// mine tells whether a bound is the unit's own, and not that of units below it.
func (e *engine) markNodes(
	n *nodes, own *constraints, at []leastchange.Bound, out *result, mine func(node int, high bool) bool,
) {
	for node := range n.len() {
		if !n.own(node) {
			continue
		}
		place, b := n.place(node), apportion.ByClaim
		if at != nil && at[node] != leastchange.Inside && own != nil {
			high := at[node] == leastchange.AtHigh
			_, held := e.held[place]
			switch {
			case held || e.stuck(place):
				b = apportion.ByHold
			case !mine(node, high):
				b = apportion.ByDescendants
			case !high:
				b = apportion.ByMinimum
			case e.law != target.Count || e.rule.upper.has(place):
				b = apportion.ByMaximum
			}
		}
		out.state[place] = quotaState(b)
	}
}

// reconcileWide solves the problem on integers of any size.
func (e *engine) reconcileWide(n *nodes, own *constraints, total *big.Int, out *result) {
	scale, exp := e.parts()
	p := &leastchange.Wide{First: n.first, Scale: scale, Total: total}
	for node := range n.len() {
		figure, weight := new(big.Int), new(big.Rat)
		if b := e.bidAt(n, node); b != nil {
			at := n.place(node)
			figure.Mul(b.figures.Mantissa(at), fixed.Pow10(b.figures.Exp()-exp))
			weight = b.firmness(at)
		}
		p.Figures, p.Weights = append(p.Figures, figure), append(p.Weights, weight)
	}
	if own != nil {
		p.Low, p.High = make([]*big.Int, n.len()), make([]*big.Int, n.len())
		for node := range n.len() {
			if n.own(node) {
				p.Low[node], p.High[node] = own.allowed.low(n.place(node)), own.allowed.high(n.place(node))
			}
		}
	}

	if former, ok := e.former(); ok {
		for node := range n.len() {
			p.Wanted = append(p.Wanted, former.big(n.place(node)))
		}
	}

	tight, conflicts := p.Tighten()
	if len(conflicts) > 0 {
		e.contradict(n, own, total, conflicts)
		return
	}
	x, at := leastchange.SolveWide(tight)
	for node, v := range x {
		if n.own(node) {
			out.quotas.set(n.place(node), v)
		}
	}
	e.markNodes(n, own, at, out, func(node int, high bool) bool {
		if high {
			return p.High[node] != nil && p.High[node].Cmp(tight.High[node]) == 0
		}
		return p.Low[node] != nil && p.Low[node].Cmp(tight.Low[node]) == 0
	})
}

// lasts returns how many units at which the plan ends there are in each unit,
// itself included.
func (p *Plan) lasts() []int64 {
	lasts := make([]int64, p.tree.Len())
	reach := p.reach()
	for at := len(lasts) - 1; at >= p.root; at-- {
		if !reach[at] {
			continue
		}
		lasts[at] = max(lasts[at], 1)
		if above := p.tree.parent[at]; above >= 0 {
			lasts[above] += lasts[at]
		}
	}
	return lasts
}

// realProblem is the problem of a plan in real numbers. Figures and bounds are in
// quanta. It is a [leastchange.Source].
type realProblem struct {
	*engine
	*nodes
	limits *constraints // nil if there are no bounds
	parts  []*big.Float // of each bid: how many quanta a unit of its mantissas is
	// The sums of the bases of the children, of each parent of a mean that was asked
	// for.
	whole map[int]*big.Float
}

func newFloat() *big.Float { return new(big.Float).SetPrec(leastchange.RealBits) }

func (e *engine) inReal(n *nodes, bounds *constraints) *realProblem {
	p := &realProblem{engine: e, nodes: n, limits: bounds}
	for _, b := range e.nearest.bids {
		part := e.step.Rat(bigOne)
		part.Quo(new(big.Rat).SetFrac(bigOne, fixed.Pow10(-b.figures.Exp())), part)
		p.parts = append(p.parts, newFloat().SetRat(part))
	}
	if e.isMean() {
		p.whole = map[int]*big.Float{}
	}
	return p
}

// wholeOf returns the sum of the bases of the children of a unit.
func (p *realProblem) wholeOf(parent int) *big.Float {
	if sum := p.whole[parent]; sum != nil {
		return sum
	}
	sum, basis := newFloat(), new(big.Int)
	for at, hi := p.tree.family(parent); at < hi; at++ {
		if p.tree.roles[at] != Memo {
			sum.Add(sum, newFloat().SetInt(p.basis.peek(at, basis)))
		}
	}
	p.whole[parent] = sum
	return sum
}

// Figure sets the figure and the firmness of a node.
func (p *realProblem) Figure(node int, figure, weight *big.Float) {
	b := p.bidAt(p.nodes, node)
	if b == nil {
		figure.SetInt64(0)
		weight.SetInt64(0)
		return
	}
	at, k := p.place(node), 0
	if p.bid != nil {
		k = int(p.bid[node])
	}
	if b.words != nil {
		figure.SetInt64(b.words[at])
	} else {
		figure.SetInt(b.figures.Mantissa(at))
	}
	figure.Mul(figure, p.parts[k])

	num, den, ok := b.ratio(at)
	switch {
	case ok && den != 0 && len(p.parts) == 1:
		weight.SetInt64(num)
		if den != 1 {
			weight.Quo(weight, newFloat().SetInt64(den))
		}
	case ok && den == 0:
		weight.SetInt64(0)
	default:
		weight.SetRat(new(big.Rat).Quo(b.firmness(at), p.nearest.bids[0].scale))
	}
}

// Limits returns the bounds that the unit of a node has by itself.
func (p *realProblem) Limits(node int) (low, high *big.Float) {
	if p.limits == nil || !p.own(node) {
		return nil, nil
	}
	at := p.place(node)
	if v := p.limits.allowed.low(at); v != nil {
		low = newFloat().SetInt(v)
	}
	if v := p.limits.allowed.high(at); v != nil {
		high = newFloat().SetInt(v)
	}
	return low, high
}

// Share sets the part that a unit has in the mean of its parent.
func (p *realProblem) Share(node int, share *big.Float) bool {
	if p.whole == nil {
		return false
	}
	at := p.place(node)
	if node == 0 || !p.top(node) {
		return false
	}
	if whole := p.wholeOf(int(p.tree.parent[at])); whole.Sign() == 0 {
		share.SetInt64(0)
	} else {
		share.SetInt(p.basis.big(at))
		share.Quo(share, whole)
	}
	return true
}

// floats states the problem in floating point.
func (p *realProblem) floats(total *big.Int) *leastchange.Floats {
	count := p.len()
	f := &leastchange.Floats{First: p.first, Figures: make([]float64, count), Weights: make([]float64, count)}
	figure, weight, share := newFloat(), newFloat(), newFloat()
	for node := range count {
		p.Figure(node, figure, weight)
		f.Figures[node], _ = figure.Float64()
		f.Weights[node], _ = weight.Float64()
	}
	if p.whole != nil {
		f.Shares = make([]float64, count)
		for node := range count {
			if f.Shares[node] = 1; p.Share(node, share) {
				f.Shares[node], _ = share.Float64()
			}
		}
	}
	if total != nil {
		x, _ := newFloat().SetInt(total).Float64()
		f.Total = &x
	}
	if p.limits == nil {
		return f
	}

	f.Low, f.High = make([]float64, count), make([]float64, count)
	for node := range count {
		low, high := p.Limits(node)
		f.Low[node], f.High[node] = math.Inf(-1), math.Inf(1)
		if low != nil {
			f.Low[node], _ = low.Float64()
		}
		if high != nil {
			f.High[node], _ = high.Float64()
		}
	}
	return f
}

// solve solves the problem, without its bounds if at is nil.
func (p *realProblem) solve(at []leastchange.Bound, total *big.Int) *leastchange.Real {
	var x *big.Float
	if total != nil {
		x = newFloat().SetInt(total)
	}
	return leastchange.NewReal(p.first, p, at, x)
}
