package leastchange

// Bound says which bound of a unit decides its figure.
type Bound int8

const (
	Inside Bound = iota
	AtLow
	AtHigh
)

// Active returns the bounds that decide figures in the solution in real numbers, or nil
// if there are no bounds. A total does not count as a bound.
func (f *Floats) Active() []Bound {
	if !f.bounded() {
		return nil
	}
	inner, families := (&Problem{First: f.First}).inner()
	return newGuess(f, inner, families).active()
}

func (g *guess) active() []Bound {
	if !g.bounded() {
		return nil
	}
	at := make([]Bound, g.len())
	if g.Total == nil {
		at[0] = g.placeNode(0, &g.nodes[0])
	}

	for unit := range at {
		k := g.inner[unit]
		if k < 0 {
			continue
		}
		for i := int(g.First[unit]); i < int(g.First[unit+1]); i++ {
			//mutate:equal j > 0: family 0 is that of the root, which is no child
			if j := g.inner[i]; j >= 0 {
				at[i] = g.placeNode(i, &g.nodes[j])
			} else {
				at[i] = g.place(i, g.wish(&g.nodes[k], i))
			}
		}
	}
	return at
}

// place returns the bound that decides the figure of a leaf which is x without bounds.
func (g *guess) place(i int, x float64) Bound {
	switch low, high := g.low(i), g.high(i); {
	case low == high || x <= low:
		return AtLow
	case x >= high:
		return AtHigh
	}
	return Inside
}

// placeNode is place for a unit with children. Such a unit is already clamped to its
// bound, and does not move at it.
func (g *guess) placeNode(i int, n *node) Bound {
	switch {
	case g.low(i) == g.high(i) || n.own == 0 && g.low(i) == n.figure:
		return AtLow
	case n.own == 0 && g.high(i) == n.figure:
		return AtHigh
	}
	return Inside
}
