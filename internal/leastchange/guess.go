package leastchange

import (
	"math"
	"slices"
)

// guess is the solution in real numbers, in floating point. It says where the
// exchange of quanta begins, and which of several nearest figures is taken; the
// figures themselves do not depend on its errors.
//
// A parent pays a price to its children, and each of them moves until its weight
// times its change is that price. Without bounds, a unit has the figure m that it
// and the units below it would have by themselves, and moves by v per unit of
// price. With the sums S and V of the children,
//
//	m = (S + V·w·p) / (1 + w·V),   v = V / (1 + w·V)
//
// and from the root down, the price is (x − S)/V.
type guess struct {
	*Problem
	weights []float64 // nil means 1 for all
	inner   []int32
	nodes   []node
	tiny    float64 // the weight of a leaf without one
}

// node is a unit with children.
type node struct {
	s, v   float64 // of the children together
	m, own float64 // of the unit
	figure float64
	price  float64 // that it pays to its children
}

func newGuess(p *Problem, weights []float64, inner []int32, families int) *guess {
	g := &guess{Problem: p, weights: weights, inner: inner, nodes: make([]node, families), tiny: 1}
	least := math.Inf(1)
	for _, w := range weights {
		if w > 0 {
			least = min(least, w)
		}
	}
	if !math.IsInf(least, 1) {
		g.tiny = least * 0x1p-30
	}

	if p.Low == nil && p.High == nil {
		g.up()
		g.down()
	} else {
		b := newBent(g)
		b.bend()
		b.descend()
	}
	return g
}

// weight returns the weight of a unit.
func (g *guess) weight(i int) float64 {
	if g.weights == nil {
		return 1
	}
	return g.weights[i]
}

func (g *guess) proposed(i int) float64 { return float64(g.Figures[i]) / float64(g.Scale) }

// alone returns the figure of a leaf by itself, and its weight.
func (g *guess) alone(i int) (p, w float64) {
	if w = g.weight(i); w == 0 {
		return 0, g.tiny
	}
	return g.proposed(i), w
}

// up adds up the families, from the last one to the root.
func (g *guess) up() {
	for unit := g.len() - 1; unit >= 0; unit-- {
		if g.inner[unit] < 0 {
			continue
		}
		n := &g.nodes[g.inner[unit]]
		for i := int(g.First[unit]); i < int(g.First[unit+1]); i++ {
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
		n.m = (n.s + float64(wv*g.proposed(unit))) / (1 + wv)
		n.own = n.v / (1 + wv)
	}
}

// down finds the figures and the prices, from the root to the leaves.
func (g *guess) down() {
	g.nodes[0].figure = g.nodes[0].m
	for unit := range g.len() {
		if g.inner[unit] < 0 {
			continue
		}
		n := &g.nodes[g.inner[unit]]
		n.price = (n.figure - n.s) / n.v
		for i := int(g.First[unit]); i < int(g.First[unit+1]); i++ {
			if k := g.inner[i]; k >= 0 {
				child := &g.nodes[k]
				child.figure = child.m + float64(child.own*n.price)
			}
		}
	}
}

// wish returns the figure of a child.
func (g *guess) wish(n *node, i int) float64 {
	if k := g.inner[i]; k >= 0 {
		return g.nodes[k].figure
	}
	p, w := g.alone(i)
	return p + n.price/w
}

// prefer sets the secondary objective: the units without weight should have the
// figures that they have in real numbers.
func (g *guess) prefer(w *secondary) {
	if !slices.Contains(g.weights, 0) {
		return
	}
	w.wanted, w.part, w.gain = make([]int64, g.len()), make([]int16, g.len()), make([]int32, g.len())
	for unit := range g.len() {
		k := g.inner[unit]
		if k < 0 {
			continue
		}
		n := &g.nodes[k]
		if g.weight(unit) == 0 {
			w.want(unit, n.figure, mostGain/max(n.v, 1))
		}
		for i := int(g.First[unit]); i < int(g.First[unit+1]); i++ {
			if g.inner[i] < 0 && g.weight(i) == 0 {
				w.want(i, g.wish(n, i), mostGain)
			}
		}
	}
}

// quanta writes figures in whole quanta, from the root down: each child has the
// nearest number of quanta, and those that this leaves or lacks go where they
// change the objective least.
func (g *guess) quanta(x []int64) {
	x[0] = g.quantum(0, g.nodes[0].figure)
	var keys []key
	for unit := range g.len() {
		if k := g.inner[unit]; k >= 0 {
			keys = g.share(unit, &g.nodes[k], x, keys[:0])
		}
	}
}

// quantum returns a figure in whole quanta, within the bounds of a unit.
func (g *guess) quantum(i int, z float64) int64 {
	z = math.RoundToEven(z)
	if !(float64(math.Abs(z)*float64(g.Scale)) < maxParts) {
		z = 0
	}
	return min(max(int64(z), g.low(i)), g.high(i))
}

// share divides the figure of a unit among its children.
func (g *guess) share(unit int, n *node, x []int64, keys []key) []key {
	rest := x[unit]
	lo, hi := int(g.First[unit]), int(g.First[unit+1])
	for i := lo; i < hi; i++ {
		x[i] = g.quantum(i, g.wish(n, i))
		rest -= x[i]
	}
	if rest == 0 {
		return keys
	}

	// What a quantum more, or less, costs each child.
	step := int64(1)
	if rest < 0 {
		step = -1
	}
	for i := lo; i < hi; i++ {
		if to := x[i] + step; to < g.low(i) || to > g.high(i) {
			continue
		}
		at, w := 0.0, 0.0
		if k := g.inner[i]; k >= 0 {
			child := &g.nodes[k]
			if child.own == 0 {
				continue
			}
			w = 1 / child.own
			at = n.price + float64(w*(float64(x[i])-child.figure))
		} else {
			var p float64
			p, w = g.alone(i)
			at = float64(w * (float64(x[i]) - p))
		}
		keys = append(keys, key{float64(float64(step)*at) + float64(w/2), int32(step) * int32(i)})
	}
	many := int(min(rest*step, int64(len(keys))))
	selectCheapest(keys, many)
	for _, k := range keys[:many] {
		x[int32(step)*k.unit] += step
	}
	return keys
}

// key is what a quantum costs a unit. Where the costs are equal, a quantum more
// goes to the first unit, and a quantum less to the last one.
type key struct {
	cost float64
	unit int32 // negative for a quantum less
}

func (k key) before(o key) bool { return k.cost < o.cost || k.cost == o.cost && k.unit < o.unit }

// selectCheapest puts the n cheapest keys first, in any order.
func selectCheapest(keys []key, n int) {
	lo, hi := 0, len(keys)
	for hi-lo > 1 && lo < n && n < hi {
		pivot := keys[lo+(hi-lo)/2]
		i, j := lo, hi-1
		for i <= j {
			for keys[i].before(pivot) {
				i++
			}
			for pivot.before(keys[j]) {
				j--
			}
			if i <= j {
				keys[i], keys[j] = keys[j], keys[i]
				i++
				j--
			}
		}
		switch {
		case n <= j+1:
			hi = j + 1
		case n >= i:
			lo = i
		default:
			return
		}
	}
}
