package hierarchy

import "iter"

// Holds yields the holds that are in force in the plan, in the order of
// [Plan.All]. Those of a plan by [Strictest] are of the line that gave each quota.
func (p *Plan) Holds() iter.Seq[Hold] {
	return func(yield func(Hold) bool) {
		for at := range p.places() {
			from, at := p.lineOf(at)
			if i, ok := from.held[at]; ok && !yield(from.options.Holds[i]) {
				return
			}
		}
	}
}

// Lapsed yields the holds whose last period ends before that of the target, in
// the order of [Plan.All] and, for one unit, of their last periods. They fix
// nothing in this plan.
func (p *Plan) Lapsed() iter.Seq[Hold] {
	return func(yield func(Hold) bool) {
		for at := range p.places() {
			from, at := p.lineOf(at)
			for _, i := range from.lapsed[at] {
				if !yield(from.options.Holds[i]) {
					return
				}
			}
		}
	}
}

// TakenOver yields the holds without an end that [Plan.Revise] or
// [Plan.ReviseTo] took over from the plan before, in the order of [Plan.All].
// They stay in force in every later plan until they are released. The plan of
// [Cascade] has none.
func (p *Plan) TakenOver() iter.Seq[Hold] {
	return func(yield func(Hold) bool) {
		if p == nil || len(p.taken) == 0 {
			return
		}
		taken := make(map[string]Hold, len(p.taken))
		for _, h := range p.taken {
			taken[h.Unit] = h
		}
		for at := range p.places() {
			if h, ok := taken[p.tree.units[at].Code]; ok && !yield(h) {
				return
			}
		}
	}
}

// lineOf returns the plan that gave the quota at a place, and the place in its
// tree.
func (p *Plan) lineOf(at int) (*Plan, int) {
	if p.lines == nil {
		return p, at
	}
	line := p.lines[p.line[at]]
	place, _ := line.tree.at(p.tree.units[at].Code)
	return line, place
}
