package trial

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// frame is what all outcomes of a trial share: its spec, checked, and the figures
// of the units that are compared.
type frame struct {
	spec   Spec
	digits int
	units  []hierarchy.Unit
	place  map[string]int // of units, by code
	all    []int          // indices of the units in the tree

	mean              bool // the law is a weighted mean
	change            bool // a Growth or a Reduction: the quota itself is the effort
	basis             numbers
	start             numbers
	heads             numbers
	output            numbers
	last, least, most []decimal.NullDecimal
	lastYear          numbers // last, zero at gaps

	hasStart, hasHeads, hasOutput, hasLast bool
	hasReach                               bool // least or most is given
}

const defaultDigits = 16

// frame checks the spec.
func (s Spec) frame() (*frame, error) {
	var p target.Problems
	f := &frame{spec: s, digits: s.Digits}
	if s.Digits == 0 {
		f.digits = defaultDigits
	}
	p.At("digits").Count(f.digits, 1, 100)
	given := p.At("tree").Required(s.Tree.Len() > 0, "make one by hierarchy.NewTree")
	if p.At("target").AddRooted(s.Target.Validate()) && given {
		f.compared(&p)
	}
	kind := s.Target.Indicator.Kind
	f.mean = kind.Law() == target.WeightedMean
	f.change = kind == target.Growth || kind == target.Reduction
	s.checkLists(&p, len(f.units))
	if err := p.Err(); err != nil {
		return nil, err
	}

	f.columns(&p)
	return f, p.Err()
}

// checkLists checks candidates and measures.
func (s Spec) checkLists(p *target.Problems, units int) {
	outcomes := int64(0)
	seen := map[string]bool{}
	p.At("candidates").Required(len(s.Candidates) > 0, "give at least one")
	for i, c := range s.Candidates {
		at := p.At("candidates").Index(i)
		if at.Field("name").Code(c.Name) && seen[c.Name] {
			at.Field("name").Duplicate(c.Name)
		}
		seen[c.Name] = true
		c.check(at)
		outcomes += c.size()
	}
	if outcomes > mostOutcomes || outcomes*int64(units) > mostQuotas {
		remedy := fmt.Sprintf("try at most %d outcomes, with at most %d quotas: give fewer candidates or steps",
			mostOutcomes, mostQuotas)
		p.At("candidates").Report(outcomes, target.ErrRange, remedy)
	}

	seen = map[string]bool{}
	for i, m := range s.Measures {
		at := p.At("measures").Index(i)
		if !m.check(at) {
			continue
		}
		if seen[m.name()] {
			at.Duplicate(m.name())
		}
		seen[m.name()] = true
	}
}

// compared finds the units that are compared: those of the level that get a
// quota, except residual ones.
func (f *frame) compared(p *target.Problems) {
	if _, ok := f.spec.Tree.Unit(f.spec.Target.Unit); !ok {
		p.At("target.unit").Report(f.spec.Target.Unit, target.ErrUnknown, "name a unit of the tree")
		return
	}
	levels := f.spec.Tree.Levels()
	level := f.spec.Level
	if level == "" {
		level = levels[len(levels)-1]
	}
	if !p.At("level").OneOf(level, levels...) {
		return
	}

	// The tree yields parents before their children.
	f.place = map[string]int{}
	given := map[string]bool{f.spec.Target.Unit: true} // what the target reaches
	at := 0
	for u := range f.spec.Tree.All() {
		if given[u.Parent] && u.Role != hierarchy.Memo {
			given[u.Code] = true
			if u.Level == level && u.Role != hierarchy.Residual {
				f.place[u.Code] = len(f.units)
				f.units, f.all = append(f.units, u), append(f.all, at)
			}
		}
		at++
	}
	if len(f.units) == 0 {
		p.At("level").Report(level, target.ErrMismatch, "name a level that has units below the target's unit")
	}
}

// figures returns the figures of the units from a column that has them all.
func (f *frame) figures(c hierarchy.Column) numbers {
	if all, exp, ok := c.Words(); ok {
		words := make([]int64, 0, len(f.all))
		for at, word := range all {
			if len(words) < len(f.all) && f.all[len(words)] == at {
				words = append(words, word)
			}
		}
		return numbers{words: words, exp: exp}
	}

	figures := make([]decimal.Decimal, len(f.units))
	for i, u := range f.units {
		figures[i], _ = c.At(u.Code)
	}
	return numbersOf(figures)
}

// columns reads the figures of the units that are compared.
func (f *frame) columns(p *target.Problems) {
	s := f.spec
	if f.mean {
		p.At("basis").Required(s.Basis.Len() > 0, "a weighted mean needs the weights of the units")
		f.basis, _ = f.every(p.At("basis"), s.Basis, target.Place.NonNegative)
	}
	f.start, f.hasStart = f.every(p.At("start"), s.Start, target.Place.Figure)
	f.heads, f.hasHeads = f.every(p.At("heads"), s.Heads, target.Place.Positive)
	f.output, f.hasOutput = f.every(p.At("output"), s.Output, target.Place.Positive)
	f.last, f.hasLast = f.some(p.At("last"), s.Last)
	figures := make([]decimal.Decimal, len(f.last))
	for i, x := range f.last {
		figures[i] = x.Decimal
	}
	f.lastYear = numbersOf(figures) //mutate:equal left out: it only takes longer

	var low, high bool
	f.least, low = f.some(p.At("least"), s.Least)
	f.most, high = f.some(p.At("most"), s.Most)
	f.hasReach = low || high
}

// every reads a column that has a figure for all units, if it is given.
func (f *frame) every(
	at target.Place, c hierarchy.Column, check func(target.Place, decimal.Decimal) bool,
) (numbers, bool) {
	figures, given := f.some(at, c)
	if !given {
		return numbers{}, false
	}

	out := make([]decimal.Decimal, len(figures))
	for i, x := range figures {
		here := at.Key(f.units[i].Code)
		if !x.Valid {
			here.Report(nil, target.ErrMissing, "give a figure for every unit that is compared")
			continue
		}
		check(here, x.Decimal)
		out[i] = x.Decimal
	}
	return numbersOf(out), true
}

// some reads a column with gaps, and reports whether it is given.
func (f *frame) some(at target.Place, c hierarchy.Column) ([]decimal.NullDecimal, bool) {
	figures := make([]decimal.NullDecimal, len(f.units))
	if c.Len() == 0 {
		return figures, false
	}
	if c.Tree() != f.spec.Tree {
		at.Report(c.Name(), target.ErrMismatch, "make the column by the tree of the trial")
		return figures, false
	}

	for u, x := range c.All() {
		if i, ok := f.place[u.Code]; ok {
			figures[i] = decimal.NewNullDecimal(x)
		}
	}
	return figures, true
}
