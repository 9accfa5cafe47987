package target

import (
	"cmp"
	"iter"
	"slices"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/strictjson"
)

// Precedence says which target binds where several are in force for one unit,
// indicator and period. The first rule that tells two targets apart decides:
//
//  1. the setter that comes first in Setters; setters that are not listed come
//     last;
//  2. the tier that comes first in Tiers; tiers that are not listed come last, in
//     the order Standard, BottomLine, Stretch.
type Precedence struct {
	Setters []string // codes of bodies or units; an empty code is that of targets without a setter
	Tiers   []Tier
}

// Validate returns an error if a setter or a tier is given twice, or a tier is
// none of the constants. It reports every problem.
func (p Precedence) Validate() error {
	var problems Problems
	p.validate(problems.At("precedence"))
	return problems.Err()
}

func (p Precedence) validate(at Place) {
	for i, setter := range p.Setters {
		if slices.Contains(p.Setters[:i], setter) {
			at.Field("setters").Index(i).Duplicate(setter)
		}
	}
	for i, tier := range p.Tiers {
		place := at.Field("tiers").Index(i)
		if place.Add(tierWords.Check(tier)) && slices.Contains(p.Tiers[:i], tier) {
			place.Duplicate(tier)
		}
	}
}

// Binding returns the target that binds for each unit, indicator and period, in
// the order of units, indicators and periods. It does not look at dates: give it
// the targets that are in force, such as those of [Agenda.Targets] or
// [Agenda.Of].
//
// Binding returns an error if:
//   - the precedence or a target is not valid;
//   - two targets could bind, and neither has precedence (ErrMismatch).
//
// It reports every problem.
func (p Precedence) Binding(targets iter.Seq[Target]) ([]Target, error) {
	problems := Problems{ByPath: true}
	p.validate(problems.At("precedence"))
	var sorted []Target
	for t := range targets {
		t.validate(problems.At("targets").Key(t.Code))
		sorted = append(sorted, t.Clone())
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}

	slices.SortStableFunc(sorted, func(a, b Target) int {
		return cmp.Or(compareSubject(a, b), p.Compare(a, b), cmp.Compare(a.Code, b.Code))
	})
	var binding []Target
	for i, t := range sorted {
		if i == 0 || compareSubject(sorted[i-1], t) != 0 {
			binding = append(binding, t)
			continue
		}
		if first := binding[len(binding)-1]; p.Compare(first, t) == 0 {
			problems.At("targets").Key(t.Code).Report(nil, ErrMismatch, "target "+fault.Text(first.Code)+
				" is for the same unit, indicator and period, and neither has precedence: list their setters in "+
				"precedence.setters")
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return binding, nil
}

// compareSubject orders targets by unit, indicator and period.
func compareSubject(a, b Target) int {
	return cmp.Or(
		cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Indicator.Code, b.Indicator.Code), a.Period.Compare(b.Period),
	)
}

// Compare orders two targets by precedence, the one that binds first. It returns
// 0 if neither has precedence.
func (p Precedence) Compare(a, b Target) int {
	setter := func(t Target) int { return placeIn(p.Setters, t.Setter) }
	tier := func(t Target) int { return placeIn(p.Tiers, t.Tier) }
	return cmp.Or(cmp.Compare(setter(a), setter(b)), cmp.Compare(tier(a), tier(b)), cmp.Compare(a.Tier, b.Tier))
}

// placeIn returns the place of an element in a list, after all others if it is not
// listed.
func placeIn[E comparable](list []E, e E) int {
	if i := slices.Index(list, e); i >= 0 {
		return i
	}
	return len(list)
}

// MarshalJSON writes the precedence as an object, without the lists that are
// empty.
func (p Precedence) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a precedence as MarshalJSON writes it. It returns an error
// if a field is unknown or given twice, or the precedence is not valid
// ([Precedence.Validate]).
func (p *Precedence) UnmarshalJSON(data []byte) error {
	return unmarshal(data, p, "precedence", Precedence.validate)
}
