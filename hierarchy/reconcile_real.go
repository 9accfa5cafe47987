package hierarchy

import (
	"math"
	"math/big"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/leastchange"
)

// realProblem is the problem of a plan in real numbers. Figures and bounds are in
// quanta. It is a [leastchange.Source].
type realProblem struct {
	*engine
	*nodes
	limits *constraints // nil if there are no bounds
	whole  []*big.Float // of each parent of a mean: the bases of its children together
	counts []*big.Float // of each unit of a mean: its basis
	parts  []*big.Float // of each bid: how many quanta a unit of its mantissas is
}

func newFloat() *big.Float { return new(big.Float).SetPrec(leastchange.RealBits) }

func (e *engine) inReal(n *nodes, limits *constraints) *realProblem {
	p := &realProblem{engine: e, nodes: n, limits: limits}
	for _, b := range e.nearest.bids {
		part := e.step.Rat(bigOne)
		part.Quo(new(big.Rat).SetFrac(bigOne, fixed.Pow10(-b.figures.Exp())), part)
		p.parts = append(p.parts, newFloat().SetRat(part))
	}
	if !e.isMean() {
		return p
	}

	units, reach := e.tree.Len(), e.reach()
	p.whole, p.counts = make([]*big.Float, units), make([]*big.Float, units)
	for at := e.root; at < units; at++ {
		if !reach[at] {
			continue
		}
		p.counts[at] = newFloat().SetInt(e.basis.big(at))
		if at == e.root {
			continue
		}
		above := e.tree.parent[at]
		if p.whole[above] == nil {
			p.whole[above] = newFloat()
		}
		p.whole[above].Add(p.whole[above], p.counts[at])
	}
	return p
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
	if words := b.figures.Words(); words != nil {
		figure.SetInt64(words[at])
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
	whole := p.whole[p.tree.parent[at]]
	if whole.Sign() == 0 {
		share.SetInt64(0)
	} else {
		share.Quo(p.counts[at], whole)
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
