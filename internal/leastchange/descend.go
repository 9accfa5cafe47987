package leastchange

// descend finds the price of each family, from the root down.
func (b *bent) descend() {
	b.reach(0, 0)
	for unit := range b.len() {
		k := b.inner[unit]
		if k < 0 {
			continue
		}
		for i := int(b.First[unit]); i < int(b.First[unit+1]); i++ {
			if b.inner[i] >= 0 {
				b.reach(i, float64(b.share(i)*b.nodes[k].price))
			}
		}
	}
}

// reach finds the figure of a unit with children at the price of its parent, and the
// price of its own family.
func (b *bent) reach(unit int, above float64) {
	k := b.inner[unit]
	c := &b.curves[k]
	if b.nodes[k].apart {
		p, w := b.alone(unit)
		x := p + above/w
		n := &b.nodes[k]
		n.own = 1 / w
		if n.figure = min(max(x, b.low(unit)), b.high(unit)); n.figure != x {
			n.own = 0
		}
		return
	}
	w, p, low, high := b.weight(unit), b.Figures[unit], b.low(unit), b.high(unit)

	at := b.find(c, w, p, above)
	slope := b.slopes(c, at.corner)
	own := slope / (1 + float64(w*slope))
	switch {
	case at.x < low:
		at, own = b.value(c, low), 0
		at.x = low
	case at.x > high:
		at, own = b.value(c, high), 0
		at.x = high
	}

	n := &b.nodes[k]
	n.figure, n.price, n.v, n.own = at.x, at.price, slope, own
}

// value returns the point at which a function has a value, or is nearest to it.
func (b *bent) value(c *curve, x float64) point {
	at := point{0, c.x, c.mid}
	for _, side := range [...]int{right, left} {
		for float64(side)*at.x < float64(side)*x {
			to, ok := b.next(c, at, side)
			if !ok || float64(side)*to.x >= float64(side)*x {
				break
			}
			at = to
		}
	}

	if slope := b.slopes(c, at.corner); slope > 0 {
		at.price += (x - at.x) / slope
	}
	return at
}
