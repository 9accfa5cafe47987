package trial_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// flowSpec is a target for additive figures with every column that a trial can have,
// all in units of 10^shift.
func flowSpec(t *rapid.T, shift int32) trial.Spec {
	codes := []string{"a", "b", "c", "d"}
	units := []hierarchy.Unit{{Code: "0", Level: "n"}}
	for _, c := range codes {
		units = append(units, hierarchy.Unit{Code: c, Level: "p", Parent: "0"})
	}
	tree, err := hierarchy.NewTree([]string{"n", "p"}, units)
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string, least, most int64, by int32) hierarchy.Column {
		c, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
			for _, code := range codes {
				if !yield(code, decimal.New(rapid.Int64Range(least, most).Draw(t, name), by)) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	better := rapid.SampledFrom([]target.Direction{target.Higher, target.Lower}).Draw(t, "better")
	s := trial.Spec{
		Tree: tree, Heads: column("heads", 1, 50, 0), Output: column("output", 1, 50, 0),
		Start: column("start", 0, 40, shift), Last: column("last", -20, 40, shift),
		Least: column("least", 0, 20, shift), Most: column("most", 20, 40, shift),
		Target: target.Target{
			Code: "t", Unit: "0", Period: target.Year(2030), Force: target.Binding,
			Value:     decimal.New(rapid.Int64Range(0, 200).Draw(t, "value"), shift),
			Indicator: target.Indicator{Code: "i", Kind: target.Flow, Better: better, Quantum: decimal.New(1, shift)},
		},
		Candidates: []trial.Candidate{{Name: "it", Options: hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.Proportional(column("weights", 1, 9, 0))},
		}}},
		Measures: []trial.Measure{
			{Of: trial.LeastEffort},
			{Of: trial.GreatestEffort, Per: trial.PerHead},
			{Of: trial.Beyond},
			{Of: trial.GiniEffort},
			{Of: trial.PlainGiniEffort, Per: trial.PerHead},
			{Of: trial.Progressivity},
			{Of: trial.Moved, Part: dec("0.25")},
			{Of: trial.Moved},
			{Of: trial.AtBounds},
			{Of: trial.Slack},
		},
	}
	if rapid.Bool().Draw(t, "held") {
		s.Candidates[0].Options.Holds = []hierarchy.Hold{{Unit: "b", Value: s.Target.Value, By: "the council"}}
	}
	return s
}

// inUnits are the measures of flowSpec that have the unit of the figures.
const inUnits = 3

// What a trial measures does not depend on the unit of the figures, and so neither on
// whether they fit machine words.
func unitsDoNotMatter(t *rapid.T) {
	first := flowSpec(t, 0)
	drawn, err := trial.Run(first)
	if err != nil {
		t.Fatal(err)
	}
	shift := rapid.SampledFrom([]int32{-30, -2, 3, 17, 40}).Draw(t, "shift")

	scale := func(c hierarchy.Column) hierarchy.Column {
		scaled, err := c.Scale(decimal.New(1, shift))
		if err != nil {
			t.Fatal(err)
		}
		return scaled
	}
	s := first
	s.Start, s.Last, s.Least, s.Most = scale(s.Start), scale(s.Last), scale(s.Least), scale(s.Most)
	s.Target.Value, s.Target.Indicator.Quantum = s.Target.Value.Shift(shift), decimal.New(1, shift)
	if shift < 0 {
		s.Target.Indicator.Places = target.Places(-shift)
	}
	s.Candidates = []trial.Candidate{first.Candidates[0]}
	for _, h := range s.Candidates[0].Options.Holds {
		h.Value = h.Value.Shift(shift)
		s.Candidates[0].Options.Holds = []hierarchy.Hold{h}
	}

	scaled, err := trial.Run(s)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := drawn.Outcomes[0].Err, scaled.Outcomes[0].Err; (a == nil) != (b == nil) {
		t.Fatalf("errors %v, in other units %v", a, b)
	}
	for k, want := range drawn.Outcomes[0].Measures {
		if k < inUnits {
			want.Decimal = want.Decimal.Shift(shift)
		}
		if got := scaled.Outcomes[0].Measures[k]; !same(got, want) {
			t.Errorf("%s = %v in units of 1e%d, want %v", drawn.Measures[k], got, -shift, want)
		}
	}
}

func TestUnitsDoNotMatter(t *testing.T) { rapid.Check(t, unitsDoNotMatter) }

// What the measures of a flow say is what a reader computes of the rows.
func measuresFollowFromRows(t *rapid.T) {
	s := flowSpec(t, rapid.SampledFrom([]int32{0, 25}).Draw(t, "shift"))
	r, err := trial.Run(s)
	if err != nil {
		t.Fatal(err)
	}
	o := r.Outcomes[0]
	if o.Err != nil {
		return
	}

	var least, beyond, sum decimal.Decimal
	moved := make(map[string]int64)
	i := 0
	for row := range o.Rows() {
		start, _ := s.Start.At(row.Unit.Code)
		effort := row.Quota.Sub(start)
		if s.Target.Indicator.Better == target.Lower {
			effort = effort.Neg()
		}
		if !row.Effort.Equal(effort) {
			t.Errorf("%s: effort %v, want %v", row.Unit.Code, row.Effort, effort)
		}
		if i++; i == 1 || effort.LessThan(least) {
			least = effort
		}

		low, _ := s.Least.At(row.Unit.Code)
		high, _ := s.Most.At(row.Unit.Code)
		out := decimal.Max(row.Quota.Sub(high), decimal.Zero).Add(decimal.Min(row.Quota.Sub(low), decimal.Zero))
		if !row.Beyond.Decimal.Equal(out) || !row.Beyond.Valid {
			t.Errorf("%s: beyond %v, want %v", row.Unit.Code, row.Beyond.Decimal, out)
		}
		beyond, sum = beyond.Add(out.Abs()), sum.Add(row.Quota)

		last, _ := s.Last.At(row.Unit.Code)
		for _, part := range []string{"0.25", "0"} {
			if row.Quota.Sub(last).Abs().GreaterThan(last.Abs().Mul(dec(part))) {
				moved[part]++
			}
		}
	}

	for name, want := range map[string]decimal.Decimal{
		"least effort": least, "beyond reach": beyond,
		"moved by more than 0.25": decimal.New(moved["0.25"], 0), "moved by more than 0": decimal.New(moved["0"], 0),
	} {
		for k, m := range r.Measures {
			if m == name && !o.Measures[k].Decimal.Equal(want) {
				t.Errorf("%s = %v, want %v", name, o.Measures[k].Decimal, want)
			}
		}
	}
	slack := o.Measures[len(o.Measures)-1]
	if slack.Valid != (s.Target.Value.Sign() > 0) || !slack.Decimal.IsZero() || !sum.Equal(s.Target.Value) {
		t.Errorf("slack = %v of quotas with the sum %v, want 0 of %v", slack, sum, s.Target.Value)
	}
}

func TestMeasuresFollowFromRows(t *testing.T) { rapid.Check(t, measuresFollowFromRows) }
