package target

import (
	"slices"

	"github.com/targetcascade/cascade/internal/fixed"
)

// differences names the fields that differ in two targets.
func differences(a, b Target) []string {
	var names []string

	add := func(name string, same bool) {
		if !same {
			names = append(names, name)
		}
	}

	add("code", a.Code == b.Code)
	add("goal", a.Goal == b.Goal)
	add("setter", a.Setter == b.Setter)
	add("tier", a.Tier == b.Tier)
	add("indicator", sameIndicator(a.Indicator, b.Indicator))
	add("unit", a.Unit == b.Unit)
	add("period", a.Period == b.Period)
	add("baseline", samePoint(a.Baseline, b.Baseline))
	add("comparator", a.EffectiveComparator() == b.EffectiveComparator())
	add("value", fixed.Cmp(a.Value, b.Value) == 0)
	add("upper", fixed.Cmp(a.Upper, b.Upper) == 0)
	add("tolerance", fixed.Cmp(a.Tolerance, b.Tolerance) == 0)
	add("force", a.Force == b.Force)
	add("from", a.From == b.From)
	add("links", slices.Equal(a.Links, b.Links))
	add("replaces", a.Replaces == b.Replaces)
	add("withdrawn", a.Withdrawn == b.Withdrawn)
	add("tags", slices.Equal(a.Tags, b.Tags))
	add("source", a.Source == b.Source)
	return names
}

func sameIndicator(a, b Indicator) bool {
	type words struct {
		code, name, measure, revises, coverage string
		kind                                   Kind
		better                                 Direction
		places                                 Precision
		overTime                               TimeLaw
	}
	of := func(i Indicator) words {
		return words{i.Code, i.Name, i.Measure, i.Revises, i.Coverage, i.Kind, i.Better, i.Places, i.OverTime}
	}
	return of(a) == of(b) && fixed.Cmp(a.Per, b.Per) == 0 && fixed.Cmp(a.Quantum, b.Quantum) == 0
}

func samePoint(a, b *Point) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Period == b.Period && fixed.Cmp(a.Value, b.Value) == 0
}
