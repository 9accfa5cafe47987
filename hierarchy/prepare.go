package hierarchy

import (
	"fmt"
	"maps"
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
	p := &Plan{tree: tree, target: t.Clone(), options: o.clone()}
	if tree.Len() == 0 {
		c.faults.Add(&target.FieldError{Path: "tree", Err: target.ErrRequired, Remedy: "make one by NewTree"})
	}
	err := t.Validate()
	c.faults.Add(err)
	at, ok := tree.at(t.Unit)
	if p.root = at; !ok && t.Unit != "" && tree.Len() > 0 {
		c.faults.Add(&target.FieldError{Path: "target.unit", Value: t.Unit, Err: target.ErrUnknown, Remedy: "name a unit of the tree"})
	}
	if err != nil || tree.Len() == 0 {
		return nil, c.faults.Err()
	}
	if p.law = t.Indicator.Kind.Law(); p.law == target.NoLaw {
		c.faults.Add(&target.FieldError{
			Path: "target.indicator.kind", Value: t.Indicator.Kind.String(), Err: target.ErrKind,
			Remedy: "an index or a position does not decompose by arithmetic: set a target for what it is made from",
		})
		return nil, c.faults.Err()
	}
	if p.law == target.WeightedMean && t.Indicator.Places.IsZero() && t.Indicator.Quantum.IsZero() {
		c.faults.Add(&target.FieldError{
			Path: "target.indicator.places", Err: target.ErrRequired,
			Remedy: "set indicator.places to the number of decimals of the quotas (target.Places(0) for whole numbers), or set indicator.quantum",
		})
		return nil, c.faults.Err()
	}
	c.step = newQuantum(t.Indicator.EffectiveQuantum())
	p.step = c.step
	c.whole("target.value", t.Value)
	if t.EffectiveComparator() == target.Within {
		c.whole("target.upper", t.Upper)
	}
	c.options(p)
	if c.faults.Len() > 0 {
		return nil, c.faults.Err()
	}
	if p.law == target.WeightedMean {
		p.fillBasis()
	}
	return p, nil
}

func (c *checker) whole(path string, d decimal.Decimal) {
	if _, whole := c.step.count(d); !whole {
		c.faults.Add(&target.FieldError{Path: path, Value: d, Err: target.ErrQuantum, Remedy: c.quantumRemedy(d)})
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

func (c *checker) options(p *Plan) {
	o := p.options
	p.rule = c.rule("options.rule", o.Rule)
	p.byLevel = make([]*rule, len(c.tree.levels))
	for _, name := range slices.Sorted(maps.Keys(o.Levels)) {
		path := "options.levels[" + quote(name) + "]"
		r := c.rule(path, o.Levels[name])
		if i := slices.Index(c.tree.levels, name); i >= 0 {
			p.byLevel[i] = r
		} else {
			c.faults.Add(&target.FieldError{Path: path, Err: target.ErrUnknown, Remedy: "use a level of the tree"})
		}
	}
	p.byUnit = make(map[int]*rule, len(o.Units))
	for _, code := range slices.Sorted(maps.Keys(o.Units)) {
		path := "options.units[" + quote(code) + "]"
		r := c.rule(path, o.Units[code])
		if at, ok := c.tree.at(code); ok {
			p.byUnit[at] = r
		} else {
			c.faults.Add(&target.FieldError{Path: path, Err: target.ErrUnknown, Remedy: "name a unit of the tree"})
		}
	}
	if p.law == target.WeightedMean {
		c.column("options.basis", o.Basis, true)
	}
	p.depth = int32(len(c.tree.levels))
	if o.Depth != "" {
		if p.depth = int32(slices.Index(c.tree.levels, o.Depth)); p.depth < 0 {
			c.faults.Add(&target.FieldError{Path: "options.depth", Value: o.Depth, Err: target.ErrUnknown, Remedy: "use a level of the tree"})
		}
	}
	c.holds(p)
}

func (c *checker) holds(p *Plan) {
	p.held = make(map[int]int, len(p.options.Held))
	if len(p.options.Held) == 0 {
		return
	}
	reach := p.reach()
	for i, h := range p.options.Held {
		path := "options.held[" + quote(h.Unit) + "]"
		at, ok := c.tree.at(h.Unit)
		if !ok {
			c.faults.Add(&target.FieldError{Path: path, Value: h.Value, Err: target.ErrUnknown, Remedy: "name a unit of the tree"})
			continue
		}
		if !h.Until.IsZero() && h.Until.Last().Compare(c.target.Period.Last()) < 0 {
			continue // it has run out
		}
		if _, twice := p.held[at]; twice {
			c.faults.Add(&target.FieldError{Path: path, Value: h.Value, Err: target.ErrDuplicate, Remedy: "one hold a unit"})
			continue
		}
		switch {
		case !reach[at] || at == p.root:
			c.faults.Add(&target.FieldError{Path: path, Value: h.Value, Err: target.ErrMismatch, Remedy: "hold a unit that gets a quota: below the target's unit, within the depth, and not under a memo unit"})
		case !fixed.InBounds(h.Value):
			c.faults.Add(&target.FieldError{Path: path, Value: h.Value, Err: target.ErrRange, Remedy: "at most 100 digits before and 100 after the point"})
		default:
			c.whole(path, h.Value)
		}
		p.held[at] = i
	}
}

// reach marks the units that get a quota, the target's own included.
func (p *Plan) reach() []bool {
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
			marks[i] = p.tree.units[i].Role != Memo
		}
	}
	return marks
}

// divides reports whether the unit at a place hands its quota down.
func (p *Plan) divides(at int) bool {
	if p.tree.level[at] >= p.depth {
		return false
	}
	for i, hi := p.tree.family(at); i < hi; i++ {
		if p.tree.units[i].Role != Memo {
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
	lo, hi := p.tree.family(at)
	level := p.tree.level[lo]
	for i := lo + 1; i < hi; i++ {
		level = min(level, p.tree.level[i])
	}
	if r := p.byLevel[level]; r != nil {
		return r
	}
	return p.rule
}

func (p *Plan) load(d decimal.Decimal) *big.Int {
	n, _ := p.step.count(d)
	return n
}

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
			case p.tree.units[i].Role == Memo:
			case p.based[i]:
				sum.Add(sum, p.basis.big(i))
				some = true
			default:
				complete = p.tree.units[i].Role == Residual
			}
		}
		if some && complete {
			p.basis.set(at, sum)
			p.based[at] = true
		}
	}
}
