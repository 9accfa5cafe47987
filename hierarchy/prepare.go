package hierarchy

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// prepare checks everything that can be checked before dividing.
func prepare(tree *Tree, t target.Target, o Options) (*Plan, error) {
	c := checker{tree: tree, target: t}
	return c.prepare(o, func(*Plan, bool) {})
}

// prepare checks options, and what else a caller has to check of a plan: known says
// whether the target's unit is in the tree.
func (c *checker) prepare(o Options, more func(p *Plan, known bool)) (*Plan, error) {
	tree, t := c.tree, c.target
	p := &Plan{tree: tree, target: t.Clone(), options: o.clone()}
	given := c.problems.At("tree").Required(tree.Len() > 0, "make one by NewTree")
	valid := c.problems.Add(t.Validate())
	known := given && c.root(p)
	if !valid || !given || !c.kind() {
		return nil, c.problems.Err()
	}

	p.law = t.Indicator.Kind.Law()
	c.step = fixed.NewQuantum(t.Indicator.EffectiveQuantum())
	p.step = c.step
	if !c.open {
		c.whole(c.problems.At("target").Field("value"), t.Value)
	}
	if t.EffectiveComparator() == target.Within {
		c.whole(c.problems.At("target").Field("upper"), t.Upper)
	}
	c.options(p, known)
	more(p, known)
	if c.problems.Len() > 0 {
		return nil, c.problems.Err()
	}

	if p.law == target.WeightedMean {
		p.fillBasis()
	}
	return p, nil
}

// root finds the target's unit, and reports whether it is in the tree.
func (c *checker) root(p *Plan) bool {
	at, known := c.tree.at(c.target.Unit)
	if p.root = at; !known && c.target.Unit != "" {
		c.problems.At("target").Field("unit").Report(c.target.Unit, target.ErrUnknown, c.tree.unknown(c.target.Unit))
	}
	return known
}

// kind checks that the target's indicator can be handed down, and reports
// whether it has a law.
func (c *checker) kind() bool {
	i, at := c.target.Indicator, c.problems.At("target").Field("indicator")
	switch law := i.Kind.Law(); {
	case law == target.NoLaw:
		at.Field("kind").Report(i.Kind.String(), target.ErrKind,
			"an index or a position does not decompose by arithmetic: set a target for what it is made from")
		return false
	case law == target.WeightedMean && i.Places.IsZero() && i.Quantum.IsZero():
		at.Field("places").Report(nil, target.ErrRequired,
			"set indicator.places to the number of decimals of the quotas (target.Places(0) for whole numbers), "+
				"or set indicator.quantum")
		return false
	}
	return true
}

// whole checks that a figure is a multiple of the quantum.
func (c *checker) whole(at target.Place, d decimal.Decimal) {
	if _, whole := c.step.Count(d); !whole {
		at.Report(d, target.ErrQuantum, c.quantumRemedy(d))
	}
}

// quantumRemedy says how a figure that is not a multiple of the quantum can be
// handed out.
func (c *checker) quantumRemedy(d decimal.Decimal) string {
	round := "round it to a multiple of " + fault.Text(c.target.Indicator.EffectiveQuantum())
	if i := c.target.Indicator; !i.Quantum.IsZero() {
		return round + ", or set another indicator.quantum"
	}
	if places := -d.Exponent(); places <= target.MaxPlaces {
		return fmt.Sprintf("set indicator.places to %d, or %s", places, round)
	}
	return round
}

// options checks the options; known is whether the target's unit is in the tree.
func (c *checker) options(p *Plan, known bool) {
	o, at := p.options, c.problems.At("options")
	c.rules(p)
	if p.law == target.WeightedMean {
		c.column(at.Field("basis"), o.Basis, true)
	}
	known = c.lastLevel(at.Field("lastLevel"), p, known) && known
	for i := range o.Release {
		at.Field("release").Index(i).Report(
			o.Release[i], target.ErrInvalid,
			"only Plan.Revise and Plan.ReviseTo release holds: leave the hold out of options.holds",
		)
	}
	if known {
		c.reach(p)
	}
	c.holds(p, known)
	if c.problems.Len() == 0 {
		p.checkGaps(&c.problems)
	}
}

// lastLevel finds the last level to reach. It reports whether the level serves.
func (c *checker) lastLevel(at target.Place, p *Plan, known bool) bool {
	p.depth = int32(len(c.tree.levels))
	if p.options.LastLevel == "" {
		return true
	}
	p.depth = int32(slices.Index(c.tree.levels, p.options.LastLevel))
	switch {
	case p.depth < 0:
		at.Unknown(p.options.LastLevel, c.tree.levels...)
		return false
	case known && p.depth <= c.tree.level[p.root]:
		at.Report(
			p.options.LastLevel, target.ErrRange,
			"must be a level below that of the target's unit, "+quote(c.tree.units[p.root].Level),
		)
		return false
	}
	return true
}

// holds checks the holds and sorts them into those in force and those that have
// lapsed.
func (c *checker) holds(p *Plan, known bool) {
	p.held = make(map[int]int, len(p.options.Holds))
	for i, h := range p.options.Holds {
		place := c.problems.At("options").Field("holds").Key(h.Unit)
		at, ok := c.tree.at(h.Unit)
		if !ok {
			place.Report(h.Value, target.ErrUnknown, c.tree.unknown(h.Unit))
			continue
		}
		if known && (at == p.root || !p.reach()[at]) {
			place.Report(h.Value, target.ErrMismatch, c.unheld(p, at))
			continue
		}
		if !place.Figure(h.Value) {
			continue
		}
		c.whole(place, h.Value)
		if h.lapsed(c.target) {
			if p.lapsed == nil {
				p.lapsed = make(map[int][]int)
			}
			p.lapsed[at] = append(p.lapsed[at], i)
			continue
		}
		if _, twice := p.held[at]; twice {
			place.Report(h.Value, target.ErrDuplicate, "a unit has one hold in force: leave one of them out")
			continue
		}
		p.held[at] = i
	}
	for _, of := range p.lapsed {
		slices.SortFunc(of, func(i, j int) int { return p.options.Holds[i].compare(p.options.Holds[j]) })
	}
}

// unheld returns why a unit cannot be held.
func (c *checker) unheld(p *Plan, at int) string {
	const hold = "hold a unit to which the target is divided"
	switch {
	case at == p.root:
		return "it is the target's own unit, and its quota is the target's value: " + hold
	case !c.below(at, p.root):
		return "it is not below " + quote(c.target.Unit) + ", the unit of the target: " + hold
	}
	return "it gets no quota, as it or a unit above it is a memo unit or beyond options.lastLevel: " + hold
}

// lapsed reports whether the last period of a hold ends before that of a target.
func (h Hold) lapsed(t target.Target) bool {
	return !h.Until.IsZero() && h.Until.Last().Compare(t.Period.Last()) < 0
}

// compare orders holds by their last period, and then by what they say.
func (h Hold) compare(o Hold) int {
	return cmp.Or(
		h.Until.Last().Compare(o.Until.Last()), cmp.Compare(h.Unit, o.Unit), cmp.Compare(h.By, o.By),
		cmp.Compare(h.Reason, o.Reason), h.Value.Cmp(o.Value),
	)
}

// reach marks the units that get a quota, the target's own included. The marks
// are kept while the plan is made.
func (p *Plan) reach() []bool {
	if p.marks != nil {
		return p.marks
	}
	marks := make([]bool, p.tree.Len())
	if len(marks) == 0 {
		return nil
	}
	marks[p.root] = true
	for at := p.root; at < len(marks); at++ {
		if !marks[at] || !p.divides(at) {
			continue
		}
		for i, hi := p.tree.family(at); i < hi; i++ {
			marks[i] = p.tree.roles[i] != Memo
		}
	}
	p.marks = marks
	return marks
}

// divides reports whether the unit at a place hands its quota down.
func (p *Plan) divides(at int) bool {
	if p.tree.level[at] >= p.depth {
		return false
	}
	for i, hi := p.tree.family(at); i < hi; i++ {
		if p.tree.roles[i] != Memo {
			return true
		}
	}
	return false
}

// ruleOf returns the rule of a parent.
func (p *Plan) ruleOf(at int) *rule {
	if r := p.byUnit[at]; r != nil {
		return r
	}
	return p.levelRule(at)
}

// levelRule returns the rule of a parent that has none of its own.
func (p *Plan) levelRule(at int) *rule {
	if lo, hi := p.tree.family(at); lo < hi {
		if r := p.byLevel[p.familyLevel(at)]; r != nil {
			return r
		}
	}
	return p.rule
}

// familyLevel returns the level whose rule applies to the children of a parent:
// the highest one of those that get a quota, or of all if none does.
func (p *Plan) familyLevel(at int) int32 {
	lo, hi := p.tree.family(at)
	level, mixed := p.tree.level[lo], false
	for i := lo + 1; i < hi; i++ {
		mixed = mixed || p.tree.level[i] != level
		level = min(level, p.tree.level[i])
	}
	if !mixed {
		return level
	}

	highest := int32(len(p.tree.levels))
	for i := lo; i < hi; i++ {
		if p.tree.roles[i] != Memo {
			highest = min(highest, p.tree.level[i])
		}
	}
	if int(highest) < len(p.tree.levels) {
		return highest
	}
	return level
}

// quanta returns a figure that is a whole number of quanta.
func (p *Plan) quanta(d decimal.Decimal) *big.Int {
	n, _ := p.step.Count(d)
	return n
}

func (p *Plan) isMean() bool { return p.law == target.WeightedMean }

// fillBasis takes the basis of each unit from the column or, where that has
// none, from its children.
func (p *Plan) fillBasis() {
	c := p.options.Basis.figures
	n := p.tree.Len()
	p.basis = numbers{words: make([]int64, n)}
	p.based = make([]bool, n)
	for at := n - 1; at >= 0; at-- {
		if c.Has(at) {
			if words := c.Words(); words != nil {
				p.basis.words[at] = words[at]
			} else {
				p.basis.set(at, c.Mantissa(at))
			}
			p.based[at] = true
			continue
		}
		lo, hi := p.tree.family(at)
		sum, some, complete := new(big.Int), false, true
		for i := lo; i < hi && complete; i++ {
			switch {
			case p.tree.roles[i] == Memo:
			case p.based[i]:
				sum.Add(sum, p.basis.big(i))
				some = true
			default:
				complete = p.tree.roles[i] == Residual
			}
		}
		if some && complete {
			p.basis.set(at, sum)
			p.based[at] = true
		}
	}
}
