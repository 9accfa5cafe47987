package hierarchy_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func TestCompare(t *testing.T) {
	f := newFan(3)
	optional := func(d decimal.NullDecimal) string {
		if !d.Valid {
			return "none"
		}
		return d.Decimal.String()
	}

	for _, tt := range []struct {
		name    string
		kind    target.Kind
		value   string
		weights []string
		basis   []string
		adopted []string
		want    string
	}{
		{
			"a sum", target.Flow, "60",
			[]string{"1", "2", "3"},
			nil,
			[]string{"15", "20", "24"},
			"3 of 3: 60, 59, -0.0166666666666667; over 01 +5; under 03 -6",
		},
		{
			"a sum of some", target.Flow, "60",
			[]string{"1", "2", "3"},
			nil,
			[]string{"", "25", "30"},
			"2 of 3: 50, 55, 0.1; over 02 +5; none 01",
		},
		{
			"nothing adopted", target.Flow, "60",
			[]string{"1", "2", "3"},
			nil,
			[]string{"", "", ""},
			"0 of 3: none, none, none; none 01 02 03",
		},
		{
			"something adopted where nothing was assigned", target.Flow, "60",
			[]string{"0", "2", "4"},
			nil,
			[]string{"5", "", ""},
			"1 of 3: 0, 5, none; over 01 +5; none 02 03",
		},
		{
			"a mean", target.Ratio, "20",
			[]string{"1", "2", "3"},
			[]string{"1", "1", "2"},
			[]string{"", "20", "23"},
			"2 of 3: 23.3333333333333333, 22, -1.3333333333333333; under 03 -2; none 01",
		},
		{
			"a mean on a basis of zero", target.Ratio, "20",
			[]string{"1", "1", "1"},
			[]string{"0", "1", "2"},
			[]string{"25", "", ""},
			"1 of 3: none, none, none; over 01 +5; none 02 03",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tgt := f.target(tt.kind, tt.value, 0)
			tgt.Indicator.Quantum = d("5")
			o := hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(f.column(tt.weights...))}}
			if tt.basis != nil {
				o.Basis = f.column(tt.basis...)
			}
			p, err := hierarchy.Cascade(f.tree, tgt, o)
			if err != nil {
				t.Fatal(err)
			}

			a, err := hierarchy.Compare(p, f.column(tt.adopted...))
			if err != nil || len(a.Parents) != 1 {
				t.Fatal(a, err)
			}

			x := a.Parents[0]
			var got strings.Builder
			fmt.Fprintf(
				&got, "%d of %d: %s, %s, %s", x.Adopted, x.Children, optional(x.Assigned), optional(x.Announced),
				optional(x.Amplification),
			)
			for _, gap := range x.Over {
				fmt.Fprintf(&got, "; over %s +%v", gap.Unit.Code, gap.Gap)
			}
			for _, gap := range x.Under {
				fmt.Fprintf(&got, "; under %s %v", gap.Unit.Code, gap.Gap)
			}
			if len(x.None) > 0 {
				got.WriteString("; none")
			}
			for _, u := range x.None {
				got.WriteString(" " + u.Code)
			}
			if got.String() != tt.want {
				t.Errorf("Compare() is %s, want %s", got.String(), tt.want)
			}
		})
	}
}

func TestCompareErrors(t *testing.T) {
	f := newFan(2)
	p, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "10", 0), hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}

	for _, tt := range []struct {
		name    string
		plan    *hierarchy.Plan
		adopted hierarchy.Column
		want    error
		path    string
	}{
		{"no plan", nil, f.column("1", "2"), target.ErrRequired, "plan"},
		{"an empty plan", new(hierarchy.Plan), f.column("1", "2"), target.ErrRequired, "plan"},
		{"no column", p, hierarchy.Column{}, target.ErrRequired, "adopted"},
		{"neither", nil, hierarchy.Column{}, target.ErrRequired, "plan adopted"},
		{"another tree", p, newFan(2).column("1", "2"), target.ErrMismatch, "adopted"},
	} {
		a, err := hierarchy.Compare(tt.plan, tt.adopted)
		if !errors.Is(err, tt.want) || paths(t, err) != tt.path || a.Parents != nil {
			t.Errorf("%s: Compare() = %v, %v; want %s: %v", tt.name, a, err, tt.path, tt.want)
		}
	}

	none, err := f.tree.Column(nil)
	if err != nil {
		t.Fatal(err)
	}

	if a, err := hierarchy.Compare(p, none); err != nil || len(a.Parents) != 1 || a.Parents[0].Adopted != 0 {
		t.Errorf("Compare() with a column of gaps = %v, %v; want that nobody adopted anything", a, err)
	}
}

func TestDiffOfTreesThatDiffer(t *testing.T) {
	optional := func(d decimal.NullDecimal) string {
		if !d.Valid {
			return "–"
		}
		return d.Decimal.String()
	}

	var plans []*hierarchy.Plan
	for _, n := range []int{2, 3} {
		f := newFan(n)
		p, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "12", 0), hierarchy.Options{})
		if err != nil {
			t.Fatal(err)
		}
		plans = append(plans, p)
	}

	for i, want := range []string{"01 6 4 -2, 02 6 4 -2, 03 – 4 –", "01 4 6 2, 02 4 6 2, 03 4 – –"} {
		var got []string
		for _, x := range plans[i].Diff(plans[1-i]) {
			got = append(got, x.Unit.Code+" "+optional(x.Before)+" "+optional(x.After)+" "+optional(x.By))
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("Diff() is %s, want %s", s, want)
		}
	}
}

// Of targets within a range, plans that differ at the upper ends only differ.
func TestDiffOfRanges(t *testing.T) {
	f := newFan(2)
	plan := func(upper string) *hierarchy.Plan {
		goal := f.target(target.Flow, "12", 0)
		if upper != "" {
			goal.Comparator, goal.Upper = target.Within, d(upper)
		}
		p, err := hierarchy.Cascade(f.tree, goal, hierarchy.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}

	some := func(s string) decimal.NullDecimal { return decimal.NewNullDecimal(d(s)) }
	var none decimal.NullDecimal
	tests := []struct {
		name               string
		before, after      *hierarchy.Plan
		upper, later, more decimal.NullDecimal // of each child
	}{
		{"a higher end", plan("14"), plan("20"), some("7"), some("10"), some("3")},
		{"an end more", plan(""), plan("20"), none, some("10"), none},
		{"an end less", plan("20"), plan(""), some("10"), none, none},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := tt.before.Diff(tt.after)
			if len(all) != 3 || tt.before.Equal(tt.after) {
				t.Fatalf("Diff() = %v, Equal() = %t, want three units that differ", all, tt.before.Equal(tt.after))
			}
			want := hierarchy.Difference{
				Before: some("6"), After: some("6"), By: some("0"),
				UpperBefore: tt.upper, UpperAfter: tt.later, UpperBy: tt.more,
			}
			want.Unit, _ = f.tree.Unit("02")
			if diff := cmp.Diff(want, all[2]); diff != "" {
				t.Errorf("Diff() mismatch (-want +got):\n%s", diff)
			}
		})
	}

	if same := plan("14").Diff(plan("14.0")); len(same) > 0 {
		t.Errorf("Diff() of equal plans = %v", same)
	}
}
