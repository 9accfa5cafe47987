package leastchange

import "math"

// beginning rounds a guess to whole quanta.
type beginning struct {
	*Problem
	guess *guess
	even  *evens
	keys  []key
}

// quanta sets the figures of leaves in whole quanta. Leaves have the number that is nearest at
// the price of their family. If that is good, it reports true. Otherwise it divides figures from
// the root down: the quanta that are left or missing in a family go to the children whose
// change costs least. If bounds prevent that, some remain. Leaves of even families are left
// out.
func (b *beginning) quanta(x []int64) (good bool) {
	if b.round(x) {
		return true
	}
	x[0] = b.quantum(0, b.guess.nodes[0].figure)
	for unit := range b.guess.parents {
		if k := b.guess.inner[unit]; k >= 0 && !b.even.has(k) {
			b.divide(unit, &b.guess.nodes[k], x)
		}
	}
	return false
}

// round rounds leaves at the prices of their families. What that adds to the sum of a family
// moves the figure of the parent, as far as its own weight leaves it, and not far: where many
// leaves are halfway between two quanta, the sum says little.
//
// round reports whether the sums are good: without bounds, as near to their figures as those of
// roundings that have nothing in common, and mostly not moved by the weight of the parent.
func (b *beginning) round(x []int64) (good bool) {
	const most, firm = 1.5, 3
	g := b.guess
	squares, leaves, others := 0.0, 0, 0
	for unit, k := range g.inner[:g.parents] {
		if k < 0 || b.even.has(k) {
			continue
		}

		n, sum := &g.nodes[k], int64(0)
		lo, hi := int(b.First[unit]), int(b.First[unit+1])
		for i := lo; i < hi; i++ {
			if g.inner[i] < 0 {
				x[i] = b.quantum(i, g.wish(n, i))
				sum += x[i]
			}
		}
		if !b.onlyLeaves(unit) || n.own <= 0 {
			others += hi - lo
			continue
		}

		off, wv := float64(sum)-n.figure, float64(g.weight(unit)*n.v)
		squares += float64(off * off)
		leaves += hi - lo
		if wv > firm {
			others += hi - lo
		}
		if n.figure += min(max(off/(1+wv), -most), most); hi-lo >= large {
			b.give(n, lo, hi, b.quantum(unit, n.figure)-sum, x)
		}
	}

	free := !b.bounded() && b.even.of == nil
	return free && squares < float64(leaves)/4 && others < leaves/2
}

// quantum rounds a figure to whole quanta, within the bounds of a unit.
func (b *beginning) quantum(i int, z float64) int64 {
	z = math.RoundToEven(z)
	if !(float64(math.Abs(z)*float64(b.Scale)) < maxParts) {
		z = 0
	}
	return min(max(int64(z), b.low(i)), b.high(i))
}

// divide divides the figure of a unit among its children.
func (b *beginning) divide(unit int, n *node, x []int64) {
	rest := x[unit]
	lo, hi := int(b.First[unit]), int(b.First[unit+1])
	for i := lo; i < hi; i++ {
		if b.guess.inner[i] >= 0 {
			x[i] = b.quantum(i, b.guess.wish(n, i))
		}
		rest -= x[i]
	}
	b.give(n, lo, hi, rest, x)
}

// give gives children of a family a quantum each, the cheapest ones first, or takes it.
func (b *beginning) give(n *node, lo, hi int, rest int64, x []int64) {
	if rest == 0 {
		return
	}

	// The cost of a quantum more, or less, for each child.
	step := int64(1)
	if rest < 0 {
		step = -1
	}
	b.keys = b.keys[:0]
	for i := lo; i < hi; i++ {
		if to := x[i] + step; to >= b.low(i) && to <= b.high(i) {
			b.price(n, i, x[i], step)
		}
	}
	many := int(min(rest*step, int64(len(b.keys))))
	selectCheapest(b.keys, many)
	for _, k := range b.keys[:many] {
		x[int32(step)*k.unit] += step
	}
}

// price adds the key of a child with a figure.
func (b *beginning) price(n *node, i int, x, step int64) {
	at, w := 0.0, 0.0
	//mutate:equal k > 0: family 0 is that of the root, which is no child
	if k := b.guess.inner[i]; k >= 0 {
		child := &b.guess.nodes[k]
		if child.own == 0 {
			return
		}
		w = 1 / child.own
		at = n.price + float64(w*(float64(x)-child.figure))
	} else {
		var p float64
		p, w = b.guess.alone(i)
		at = float64(w * (float64(x) - p))
	}
	b.keys = append(b.keys, key{float64(float64(step)*at) + float64(w/2), int32(step) * int32(i)})
}

// key is the cost of a quantum for a unit. If costs are equal, the first unit gains a
// quantum, and the last unit loses one.
type key struct {
	cost float64
	unit int32 // negative for a quantum less
}

func (k key) before(o key) bool { return k.cost < o.cost || k.cost == o.cost && k.unit < o.unit }

// selectCheapest puts the n cheapest keys first, in any order.
func selectCheapest(keys []key, n int) {
	const few = 4
	if n <= few {
		for k := range min(n, len(keys)) {
			for j := k + 1; j < len(keys); j++ {
				if keys[j].before(keys[k]) {
					keys[j], keys[k] = keys[k], keys[j]
				}
			}
		}
		return
	}

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
