package leastchange

import (
	"math"
	"slices"
)

// Floats is a problem in real numbers, in floating point. The root has children.
type Floats struct {
	First   []int32
	Figures []float64
	Weights []float64 // zero for a unit without a figure; nil means 1 for all
	// Low and High are minima and maxima. Infinite means no bound of a unit, nil no
	// bounds at all.
	Low, High []float64
	Total     *float64 // of the root; nil means that it moves like the others
	// Shares are the factors of the units in the sums: the figure of a parent is the
	// sum of its children's figures times their shares. Nil means 1 for all.
	Shares []float64
}

// guess is the solution in real numbers, in floating point. The exchange of quanta begins
// with it, and it settles ties. The result does not depend on its errors otherwise.
//
// A parent has a price for its children, the multiplier of their sum. A leaf moves until
// its weight times its change equals the price: x = p + price/w. A unit with children
// does the same, together with all units below it. Without bounds its figure is
// x = m + v·price: m at a price of zero, and v more per unit of price.
//
// A leaf has m = p and v = 1/w. From the leaves up, S and V are the sums of the m and v of
// the children, and the unit's own figure p pulls at S:
//
//	m = (S + V·w·p) / (1 + w·V),   v = V / (1 + w·V)
//
// From the root down, the figure x of a unit is known. The price for its children is the
// one at which they add up to it: (x − S)/V.
//
// With shares r, S = Σ r·m and V = Σ r²·v, and the price for a child is r times the
// family's price. A problem with shares has bounds: see [bent].
type guess struct {
	*Floats
	inner   []int32
	parents int // units up to the last one with children
	nodes   []node
	tiny    float64 // the weight of a leaf without one
}

// node is a unit with children.
type node struct {
	s, v   float64 // of the children together
	m, own float64 // of the unit
	figure float64
	price  float64 // for its children
	apart  bool    // no child counts: the unit does not depend on its children; only with bounds
}

func newGuess(f *Floats, inner []int32, families int) *guess {
	g := &guess{Floats: f, inner: inner, parents: parents(inner), nodes: make([]node, families), tiny: 1}
	if slices.Contains(f.Weights, 0) {
		smallest := math.Inf(1)
		for _, w := range f.Weights {
			if w > 0 {
				smallest = min(smallest, w)
			}
		}
		if !math.IsInf(smallest, 1) {
			g.tiny = smallest * 0x1p-30
		}
	}

	if !f.bounded() {
		g.up()
		g.down()
		return g
	}
	for unit := range g.parents {
		if k := inner[unit]; k >= 0 && f.Shares != nil {
			shares := f.Shares[f.First[unit]:f.First[unit+1]]
			g.nodes[k].apart = !slices.ContainsFunc(shares, func(r float64) bool { return r != 0 })
		}
	}
	b := newBent(g)
	b.bend()
	b.descend()
	return g
}

// bounded reports whether any unit may have bounds. Only then there are shares.
func (f *Floats) bounded() bool { return f.Low != nil || f.High != nil }

func (f *Floats) len() int { return len(f.Figures) }

// weight returns the weight of a unit.
func (f *Floats) weight(i int) float64 {
	if f.Weights == nil {
		return 1
	}
	return f.Weights[i]
}

func (f *Floats) share(i int) float64 {
	if f.Shares == nil {
		return 1
	}
	return f.Shares[i]
}

func (f *Floats) low(i int) float64 {
	if i == 0 && f.Total != nil {
		return *f.Total
	}
	if f.Low == nil {
		return math.Inf(-1)
	}
	return f.Low[i]
}

func (f *Floats) high(i int) float64 {
	if i == 0 && f.Total != nil {
		return *f.Total
	}
	if f.High == nil {
		return math.Inf(1)
	}
	return f.High[i]
}

// alone returns the figure of a leaf at a price of zero, and its weight.
func (g *guess) alone(i int) (p, w float64) {
	if w = g.weight(i); w == 0 {
		return 0, g.tiny
	}
	return g.Figures[i], w
}

// up adds up the families, from the last one to the root.
func (g *guess) up() { g.upWithout(nil) }

// upWithout is up, but leaves even families as they are.
func (g *guess) upWithout(even *evens) {
	for unit := g.parents - 1; unit >= 0; unit-- {
		if g.inner[unit] < 0 || even.has(g.inner[unit]) {
			continue
		}
		n := &g.nodes[g.inner[unit]]
		n.s, n.v = 0, 0
		for i := int(g.First[unit]); i < int(g.First[unit+1]); i++ {
			//mutate:equal k > 0: family 0 is that of the root, which is no child
			if k := g.inner[i]; k >= 0 {
				n.s += g.nodes[k].m
				n.v += g.nodes[k].own
			} else {
				p, w := g.alone(i)
				n.s += p
				n.v += 1 / w
			}
		}
		wv := float64(g.weight(unit) * n.v)
		n.m = (n.s + float64(wv*g.Figures[unit])) / (1 + wv)
		n.own = n.v / (1 + wv)
	}
}

// climb corrects the guess for even families with figures in whole quanta. All leaves of
// such a family gain their next quantum at the same price: the figure of the family is
// not a line, but stairs. Each pass replaces them by a line through their point at the
// present price.
func (g *guess) climb(even *evens) {
	if even.of == nil || even.order != nil || even.has(g.inner[0]) {
		return
	}
	for range 3 {
		for unit, k := range g.inner[:g.parents] {
			if k < 0 || even.has(k) {
				continue
			}
			price := g.nodes[k].price
			for i := int(g.First[unit]); i < int(g.First[unit+1]); i++ {
				if j := g.inner[i]; even.has(j) {
					n := &g.nodes[j]
					n.m = g.stair(i, n, price) - float64(n.own*price)
				}
			}
		}
		g.upWithout(even)
		g.downWithout(even)
	}
}

// stair returns the figure of a unit with an even family at the price of its parent. The
// price is w·(x − p) + e·(d + ½), where e is the weight of a leaf and d how many quanta all
// leaves have gained. It jumps by e whenever they have.
func (g *guess) stair(unit int, n *node, price float64) float64 {
	leaf := int(g.First[unit])
	w, each, count := g.weight(unit), g.weight(leaf), float64(int(g.First[unit+1])-leaf)
	if w == 0 {
		return n.m + float64(n.own*price)
	}
	at := price + float64(w*(g.Figures[unit]-n.s)) - float64(each/2)
	length := float64(w*count) + each
	steps := math.Floor(at / length)
	return n.s + float64(steps*count) + min(count, (at-float64(steps*length))/w)
}

// down finds the figures and the prices, from the root to the leaves.
func (g *guess) down() { g.downWithout(nil) }

// downWithout is down, but leaves even families as they are.
func (g *guess) downWithout(even *evens) {
	if g.nodes[0].figure = g.nodes[0].m; g.Total != nil {
		g.nodes[0].figure = *g.Total
	}
	for unit := range g.parents {
		if g.inner[unit] < 0 || even.has(g.inner[unit]) {
			continue
		}
		n := &g.nodes[g.inner[unit]]
		n.price = (n.figure - n.s) / n.v
		for i := int(g.First[unit]); i < int(g.First[unit+1]); i++ {
			//mutate:equal k > 0: family 0 is that of the root, which is no child
			if k := g.inner[i]; k >= 0 {
				child := &g.nodes[k]
				child.figure = child.m + float64(child.own*n.price)
			}
		}
	}
}

// wish returns the figure of a child.
func (g *guess) wish(n *node, i int) float64 {
	//mutate:equal k > 0: family 0 is that of the root, which is no child
	if k := g.inner[i]; k >= 0 {
		return g.nodes[k].figure
	}
	p, w := g.alone(i)
	return p + float64(g.share(i)*n.price)/w
}

// prefer sets the secondary objective: the units without weight are to be near their
// figures in real numbers.
func (g *guess) prefer(w *secondary) {
	if !slices.Contains(g.Weights, 0) {
		return
	}
	w.wanted, w.part, w.gain = make([]int64, g.len()), make([]int16, g.len()), make([]int32, g.len())
	for unit := range g.parents {
		k := g.inner[unit]
		if k < 0 {
			continue
		}
		n := &g.nodes[k]
		if g.weight(unit) == 0 {
			w.want(unit, n.figure, mostGain/max(n.v, 1))
		}
		for i := int(g.First[unit]); i < int(g.First[unit+1]); i++ {
			if g.weight(i) == 0 {
				w.want(i, g.wish(n, i), mostGain) // a unit with children has its turn
			}
		}
	}
}
