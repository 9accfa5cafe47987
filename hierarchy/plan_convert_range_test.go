package hierarchy_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
)

// Both ends of a range are converted. A law that falls turns them around, in quotas and
// in what explains them.
func TestConvertRange(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"union", "state"}, []hierarchy.Unit{
		{Code: "EU", Level: "union"},
		{Code: "a", Level: "state", Parent: "EU"},
		{Code: "b", Level: "state", Parent: "EU"},
	})
	if err != nil {
		t.Fatal(err)
	}
	base, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		_ = yield("a", d("100")) && yield("b", d("300"))
	})
	if err != nil {
		t.Fatal(err)
	}

	cut := target.Target{
		Code: "cut", Unit: "EU", Period: target.Year(2030), Comparator: target.Within, Value: d("10"), Upper: d("20"),
		Indicator: target.Indicator{
			Code: "cut", Kind: target.Reduction, Better: target.Higher, Per: d("100"), Places: target.Places(0),
		},
	}
	plan, err := hierarchy.Cascade(tree, cut, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Uniform()}, Basis: base,
	})
	if err != nil {
		t.Fatal(err)
	}
	level, err := plan.Convert(hierarchy.ConvertOptions{
		Basis: base, Conversion: convert.Conversion{
			Formula: convert.ReductionToLevel,
			To:      target.Indicator{Code: "level", Kind: target.Flow, Better: target.Lower, Places: target.Places(0)},
		},
	})
	if err != nil {
		t.Fatal(err)
	}

	if got := level.Target(); !got.Value.Equal(d("320")) || !got.Upper.Equal(d("360")) {
		t.Errorf("Target() = %v, want from 320 to 360", got)
	}
	for code, want := range map[string][2]string{"EU": {"320", "360"}, "a": {"80", "90"}, "b": {"240", "270"}} {
		q, _ := level.Quota(code)
		if !q.Value.Equal(d(want[0])) || !q.Upper.Decimal.Equal(d(want[1])) {
			t.Errorf("Quota(%s) = %s to %s, want %v", code, q.Value, q.Upper.Decimal, want)
		}
		steps := level.Explain(code).Steps[0].Conversion.Steps
		if len(steps) != 2 || !steps[0].Result.Equal(d(want[0])) || !steps[1].Result.Equal(d(want[1])) {
			t.Errorf("Explain(%s) = %v, want steps to %v", code, steps, want)
		}
	}
	if err := level.Check(); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

// The ends are what the parts make: those of two states of 5 that are rounded each.
func TestConvertRangeWhosePartsRound(t *testing.T) {
	f := newFan(2)
	base := f.column("5", "5")
	goal := f.target(target.Reduction, "0.1", 1)
	goal.Comparator, goal.Upper = target.Within, d("0.3")
	cut, err := hierarchy.Cascade(f.tree, goal, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Uniform()}, Basis: base,
	})
	if err != nil {
		t.Fatal(err)
	}
	options := hierarchy.ConvertOptions{
		Basis: base, Conversion: convert.Conversion{
			Formula: convert.ReductionToLevel,
			To:      target.Indicator{Code: "level", Kind: target.Flow, Better: target.Lower, Places: target.Places(0)},
		},
	}
	level, err := cut.Convert(options)
	if err != nil {
		t.Fatal(err)
	}
	if got := level.Target(); !got.Value.Equal(d("8")) || !got.Upper.Equal(d("10")) {
		t.Errorf("Target() = %v, want from 8 to 10, twice 3.5 and 4.5 rounded", got)
	}

	// And back: a level of 4 is a reduction of 20 %, one of 5 is none.
	options.Conversion.Formula = convert.LevelToReduction
	options.Conversion.To = target.Indicator{
		Code: "cut", Kind: target.Reduction, Better: target.Higher, Places: target.Places(1),
	}
	back, err := level.Convert(options)
	if err != nil {
		t.Fatal(err)
	}
	if got := back.Target(); !got.Value.IsZero() || !got.Upper.Equal(d("0.2")) {
		t.Errorf("Target() = %v, want from 0 to 0.2", got)
	}
	if q, _ := back.Quota("01"); !q.Value.IsZero() || !q.Upper.Decimal.Equal(d("0.2")) {
		t.Errorf("Quota(01) = %v to %v, want 0 to 0.2", q.Value, q.Upper.Decimal)
	}
}
