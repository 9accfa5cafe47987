package hierarchy

import (
	"slices"

	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

// Demand is what lines of leadership ask of a unit: one target, or the strictest of
// several that can be compared.
type Demand struct {
	Unit   Unit          `strict:"required"` // as the first line that reaches it has it
	Target target.Target `strict:"required"` // as the target of the line's plan ([Plan.Targets]) has it
	Line   int           `strict:"required"` // the plan that the target is from
	// all plans that ask for the same indicator, period and comparator, ascending
	Lines []int `strict:"required"`
}

// MarshalJSON writes the demand as an object.
func (d Demand) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a demand as MarshalJSON writes it. It returns an error if a
// field is unknown, given twice or missing, or the unit or the target is not valid.
func (d *Demand) UnmarshalJSON(data []byte) error {
	var fresh Demand
	err := targetjson.Unmarshal(data, &fresh, "demand")
	if err == nil {
		*d = fresh
	}
	return err
}

// Demands returns what plans along different lines of leadership (条块) ask of each
// unit. Unlike [Strictest] it takes plans of different indicators, deadlines,
// comparators and reach:
//
//   - quotas of one indicator, quantum, period and comparator (at least or at most)
//     are merged: the hardest of them is asked, and that of the earlier plan if they
//     are equally hard;
//   - all others are listed side by side.
//
// No unit and no quota is dropped. The units come in the order of [Plan.All] of the
// first plan, then those that only the second plan reaches, and so on. The demands
// on a unit come in the order of the plans that first ask for them.
//
// Demands returns an error if there is no plan or more than 100, or a plan is nil,
// empty or merged by Strictest.
func Demands(plans ...*Plan) ([]Demand, error) {
	if err := checkPlans(plans); err != nil {
		return nil, err
	}

	groups := mergeable(plans)
	var demands []Demand
	for i, line := range plans {
		for at := range line.places() {
			unit := line.tree.units[at]
			isKnown := func(earlier *Plan) bool { _, known := earlier.at(unit.Code); return known }
			if slices.ContainsFunc(plans[:i], isKnown) {
				continue
			}
			for _, group := range groups {
				if d, asked := demand(plans, group, unit); asked {
					demands = append(demands, d)
				}
			}
		}
	}
	return demands, nil
}

// checkPlans checks the number of plans and that Cascade made them.
func checkPlans(plans []*Plan) error {
	var problems target.Problems
	if problems.At("plans").Count(len(plans), 1, maxLines) {
		for i, p := range plans {
			isMade := p != nil && p.lower != nil && p.lines == nil
			problems.At("plans").Index(i).Required(isMade, "give plans made by Cascade")
		}
	}
	return problems.Err()
}

// mergeable groups the plans whose quotas can be compared. The groups come in the
// order of their first plans.
func mergeable(plans []*Plan) [][]int {
	var groups [][]int
	for i, p := range plans {
		fits := func(group []int) bool {
			var problems target.Problems
			checkLine(problems.At("target"), p.target, plans[group[0]].target)
			return hasHarderSide(p.target) && problems.Len() == 0
		}
		if k := slices.IndexFunc(groups, fits); k >= 0 {
			groups[k] = append(groups[k], i)
		} else {
			groups = append(groups, []int{i})
		}
	}
	return groups
}

// hasHarderSide reports whether one of two different quotas of a target is harder.
func hasHarderSide(t target.Target) bool {
	comparator := t.EffectiveComparator()
	return comparator == target.AtLeast || comparator == target.AtMost
}

// demand returns what a group of plans asks of a unit, and whether any of them
// does.
func demand(plans []*Plan, group []int, unit Unit) (Demand, bool) {
	d := Demand{Unit: unit}
	for _, i := range group {
		p := plans[i]
		at, reached := p.at(unit.Code)
		if !reached {
			continue
		}
		d.Lines = append(d.Lines, i)
		t := p.targetOf(at)
		side := t.Value.Cmp(d.Target.Value)
		if t.EffectiveComparator() == target.AtMost {
			side = -side
		}
		if len(d.Lines) == 1 || side > 0 {
			d.Target, d.Line = t, i
		}
	}
	return d, len(d.Lines) > 0
}
