package leastchange

import "math"

// beginning rounds a guess to whole quanta.
type beginning struct {
	*Problem
	guess *guess
	even  *evens
	keys  []key
}

// quanta sets the figures in whole quanta. Leaves have the number that is nearest at the
// price of their family. Then, from the root down, the quanta that are left or missing in a
// family go to the children whose change costs least. If bounds prevent that, some remain.
// Leaves of even families are left out.
func (b *beginning) quanta(x []int64) {
	b.round(x)
	x[0] = b.quantum(0, b.guess.nodes[0].figure)
	for unit := range b.guess.parents {
		if k := b.guess.inner[unit]; k >= 0 && !b.even.has(k) {
			b.divide(unit, &b.guess.nodes[k], x)
		}
	}
}

// round rounds the leaves of each family that has only leaves. What that adds to their sum
// moves the figure of the parent, as far as its own weight leaves it, and not far: where many
// leaves are halfway between two quanta, the sum says little.
func (b *beginning) round(x []int64) {
	const most = 1.5
	g := b.guess
	for unit, k := range g.inner[:g.parents] {
		if k < 0 || b.even.has(k) || !b.onlyLeaves(unit) {
			continue
		}

		n, sum := &g.nodes[k], int64(0)
		for i := int(b.First[unit]); i < int(b.First[unit+1]); i++ {
			x[i] = b.quantum(i, g.wish(n, i))
			sum += x[i]
		}
		if n.own > 0 {
			by := (float64(sum) - n.figure) / (1 + float64(g.weight(unit)*n.v))
			n.figure += min(max(by, -most), most)
		}
	}
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
	rounded := b.onlyLeaves(unit)
	for i := lo; i < hi; i++ {
		if !rounded {
			x[i] = b.quantum(i, b.guess.wish(n, i))
		}
		rest -= x[i]
	}
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
