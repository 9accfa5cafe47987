package hierarchy_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Plans are equal if they decompose equal targets over equal trees to equal
// quotas, whatever led there.
func TestPlanEqual(t *testing.T) {
	f, same := newFan(3), newFan(3)
	named := newFan(3, hierarchy.Unit{
		Code: "99", Name: "abroad", Level: "province", Parent: "00", Role: hierarchy.Memo,
	})
	renamed, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "00", Name: "Nation", Level: "nation"},
		{Code: "01", Level: "province", Parent: "00"},
		{Code: "02", Level: "province", Parent: "00"},
		{Code: "04", Level: "province", Parent: "00"},
	})
	if err != nil {
		t.Fatal(err)
	}
	tgt := f.target(target.Flow, "60", 0)
	with := func(f fan, change func(*target.Target), o hierarchy.Options) *hierarchy.Plan {
		t.Helper()
		other := tgt
		change(&other)
		p, err := hierarchy.Cascade(f.tree, other, o)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	nothing := func(*target.Target) {}
	by := func(f fan, figures ...string) hierarchy.Options {
		return hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(f.column(figures...))}}
	}
	within := func(upper string) func(*target.Target) {
		return func(t *target.Target) { t.Comparator, t.Upper = target.Within, d(upper) }
	}
	base, wide := with(f, nothing, hierarchy.Options{}), with(f, within("90"), hierarchy.Options{})
	tests := []struct {
		name string
		a, b *hierarchy.Plan
		same bool
	}{
		{"another tree alike", base, with(same, nothing, hierarchy.Options{}), true},
		{"the same by weights", base, with(f, nothing, by(f, "2", "2", "2")), true},
		{
			"the value in another scale", base,
			with(f, func(t *target.Target) { t.Value = d("60.00") }, hierarchy.Options{}), true,
		},
		{"other quotas", base, with(f, nothing, by(f, "1", "2", "3")), false},
		{"a tree of the same shape", base, with(fan{tree: renamed}, nothing, hierarchy.Options{}), false},
		{"another tree", base, with(named, nothing, hierarchy.Options{}), false},
		{"a hold at the same figure", base, with(f, nothing, hierarchy.Options{Holds: []hierarchy.Hold{{
			Unit: "01", Value: d("20"), By: "decree",
		}}}), true},
		{
			"another force", base,
			with(f, func(t *target.Target) { t.Force = target.Expected }, hierarchy.Options{}), false,
		},
		{
			"another source", base,
			with(f, func(t *target.Target) { t.Source.Document = "13th plan" }, hierarchy.Options{}), true,
		},
		{"another code", base, with(f, func(t *target.Target) { t.Code = "u" }, hierarchy.Options{}), false},
		{
			"another indicator", base,
			with(f, func(t *target.Target) { t.Indicator.Code = "y" }, hierarchy.Options{}), false,
		},
		{
			"another period", base,
			with(f, func(t *target.Target) { t.Period = target.Year(2021) }, hierarchy.Options{}), false,
		},
		{"an upper end", base, wide, false},
		{"the same upper end", wide, with(f, within("90.0"), by(f, "1", "1", "1")), true},
		{"another upper end", wide, with(f, within("93"), hierarchy.Options{}), false},
		{"nil", base, nil, false},
		{"nothing", base, &hierarchy.Plan{}, false},
		{"nil twice", nil, nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.a.Equal(tt.b) != tt.same || tt.b.Equal(tt.a) != tt.same {
				t.Errorf("Equal() = %t and %t, want %t", tt.a.Equal(tt.b), tt.b.Equal(tt.a), tt.same)
			}
			if tt.same && len(tt.a.Diff(tt.b))+len(tt.b.Diff(tt.a)) > 0 {
				t.Errorf("Diff() = %v of plans that are equal", tt.a.Diff(tt.b))
			}
		})
	}

	// The targets of a plan within a range have both ends, and no baseline.
	ranged := with(f, func(t *target.Target) {
		within("90")(t)
		t.Baseline = &target.Point{Period: target.Year(2019), Value: d("30")}
	}, by(f, "1", "2", "3"))
	want := map[string][2]decimal.Decimal{
		"00": {d("60"), d("90")}, "01": {d("10"), d("15")}, "02": {d("20"), d("30")}, "03": {d("30"), d("45")},
	}
	for x := range ranged.Targets() {
		if w := want[x.Unit]; !x.Value.Equal(w[0]) || !x.Upper.Equal(w[1]) || (x.Baseline == nil) != (x.Unit != "00") {
			t.Errorf("the target of %s is from %v to %v with the baseline %v", x.Unit, x.Value, x.Upper, x.Baseline)
		}
	}
	if tree := base.Tree(); tree != f.tree {
		t.Error("the plan has another tree")
	}
	var none *hierarchy.Plan
	if none.Tree() != nil || none.Len() != 0 || none.Target().Code != "" {
		t.Error("a plan that is none has a tree, quotas or a target")
	}
}
