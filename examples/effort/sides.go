package main

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// mass is a cut in tonnes. Cuts in tonnes add up, so that all formulas can share
// the same target, and their burdens can be compared.
var mass = target.Indicator{
	Code: "cut-tonnes", Name: "cut of emissions under effort sharing", Measure: "Mt CO2e",
	Kind: target.Flow, Better: target.Higher, Places: target.Places(6),
}

// movedBy is the part of an adopted cut by which a formula has to differ from it
// for the state to count as moved.
var movedBy = decimal.New(1, -1)

// measures are what the formulas are judged by. The first three decide which
// formulas no other beats.
var measures = []trial.Measure{
	{Of: trial.GiniEffort, Per: trial.PerHead},
	{Of: trial.GreatestEffort, Per: trial.PerOutput},
	{Of: trial.Moved, Part: movedBy},
	{Of: trial.TheilEffort, Per: trial.PerHead},
	{Of: trial.GiniEffort, Per: trial.PerOutput},
	{Of: trial.LeastEffort, Per: trial.PerHead},
	{Of: trial.GreatestEffort, Per: trial.PerHead},
	{Of: trial.Progressivity},
	{Of: trial.AtBounds},
}

const deciding = 3

// side is the trial of one pact: what each formula does to whom.
type side struct {
	Year     int
	Result   *trial.Result
	Unbeaten map[*trial.Outcome]bool
}

// side puts the formulas on trial within the caps of a pact. Beside them stand what was
// adopted, and three mixes of equal cuts with cuts by GDP per head.
func (s *shares) side(y year) (side, error) {
	out := side{Year: y.Year, Unbeaten: map[*trial.Outcome]bool{}}
	adopted, err := s.tonnes(y.adopted)
	if err != nil {
		return out, err
	}
	caps, err := s.caps(y.pact)
	if err != nil {
		return out, err
	}
	total, err := adopted.Sum("state")
	if err != nil {
		return out, err
	}

	candidates := []trial.Candidate{{
		Name:    "Set",
		Options: hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(adopted)}},
	}}
	free := map[string]hierarchy.Column{}
	for _, o := range y.Free {
		if free[o.Formula.Head], err = s.tonnes(func(x state) decimal.Decimal { return o.Cuts[x.Code] }); err != nil {
			return out, err
		}
		rule := caps
		if rule.Method, err = s.inTonnes(o.Formula, free[o.Formula.Head]); err != nil {
			return out, err
		}
		candidates = append(candidates, trial.Candidate{Name: o.Formula.Head, Options: hierarchy.Options{Rule: rule}})
	}
	candidates = append(candidates, trial.Candidate{
		Name: "Mix", Options: hierarchy.Options{Rule: caps},
		Parameters: []trial.Parameter{{
			Name: "part by GDP", From: decimal.New(25, -2), To: decimal.New(75, -2), Steps: 2, Places: 2,
		}},
		Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
			return hierarchy.Rule{Method: hierarchy.Blend(
				hierarchy.Part{Weight: values[0], Method: hierarchy.Proportional(free["GDP"])},
				hierarchy.Part{Weight: decimal.New(1, 0).Sub(values[0]), Method: hierarchy.Proportional(free["Equal"])},
			)}, nil
		},
	})

	out.Result, err = trial.Run(trial.Spec{
		Tree: s.tree, Candidates: candidates, Measures: measures, Heads: s.people, Output: s.gdp, Last: adopted,
		Target: target.Target{
			Code: "EU-cut", Indicator: mass, Unit: union, Period: target.Year(due), Force: target.Binding, Value: total,
		},
	})
	if err != nil {
		return out, err
	}
	front, err := out.Result.Undominated(out.Result.Measures[:deciding]...)
	for _, o := range front {
		out.Unbeaten[o] = true
	}
	return out, err
}

// inTonnes is a formula as a method that shares tonnes. What it cuts without caps
// is in proportion to its claims; a formula that shares emissions, and not cuts,
// adds in proportion to the emissions that it leaves.
func (s *shares) inTonnes(f formula, free hierarchy.Column) (hierarchy.Method, error) {
	if f.Head != "Conv." && f.Head != "Heads" {
		return hierarchy.Proportional(free), nil
	}
	left, err := s.base.Sub(free)
	return hierarchy.Increment(free, left), err
}

// tonnes are cuts in Mt, from cuts in percent.
func (s *shares) tonnes(percent func(state) decimal.Decimal) (hierarchy.Column, error) {
	figures := map[string]decimal.Decimal{}
	for _, x := range s.states {
		figures[x.Code] = x.Base.Mul(percent(x)).Shift(-2)
	}
	return s.column(figures)
}

// caps are those of a pact, in Mt.
func (s *shares) caps(p pact) (hierarchy.Rule, error) {
	least, err := s.tonnes(func(state) decimal.Decimal { return p.Floor })
	if err != nil {
		return hierarchy.Rule{}, err
	}
	most, err := s.tonnes(func(state) decimal.Decimal { return p.Ceil })
	return hierarchy.Rule{Min: least, Max: most}, err
}
