package leastchange

// Guess returns the solution in real numbers, within the bounds of the leaves.
func Guess(p *Problem) []float64 {
	inner, families := p.inner()
	g := newGuess(p.floats(), inner, families)
	x := make([]float64, p.len())
	x[0] = g.nodes[0].figure
	for unit := range p.len() {
		if k := inner[unit]; k >= 0 {
			for i := int(p.First[unit]); i < int(p.First[unit+1]); i++ {
				x[i] = g.wish(&g.nodes[k], i)
				if inner[i] < 0 {
					x[i] = min(max(x[i], float64(p.low(i))), float64(p.high(i)))
				}
			}
		}
	}
	return x
}

// Floats states a problem in real numbers.
func FloatsOf(p *Problem) *Floats { return p.floats() }
