package hierarchy_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func (f fan) plan(t *testing.T, tgt target.Target, method hierarchy.Method) *hierarchy.Plan {
	t.Helper()
	p, err := hierarchy.Cascade(f.tree, tgt, hierarchy.Options{Rule: hierarchy.Rule{Method: method}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// withLines prints the quotas of the children of the nation and the lines that
// gave them.
func withLines(p *hierarchy.Plan) string {
	var s []string
	for q := range p.Children("00") {
		s = append(s, fmt.Sprintf("%s/%d", q.Value.StringFixed(0), q.Line))
	}
	return strings.Join(s, " ")
}

func TestStrictest(t *testing.T) {
	f, wider := newFan(3), newFan(4)
	tgt := f.target(target.Flow, "60", 0)
	lower := tgt
	lower.Indicator.Better = target.Lower
	even, by, back := hierarchy.Equal(), hierarchy.Proportional(f.column("1", "2", "3")), hierarchy.Proportional(
		f.column("3", "2", "1"),
	)
	four := wider.plan(t, wider.target(target.Flow, "80", 0), hierarchy.Proportional(wider.column("5", "1", "2", "8")))
	tests := []struct {
		name  string
		plans []*hierarchy.Plan
		want  string
	}{
		{"one", []*hierarchy.Plan{f.plan(t, tgt, by)}, "10/0 20/0 30/0"},
		{"the greatest", []*hierarchy.Plan{f.plan(t, tgt, even), f.plan(t, tgt, by)}, "20/0 20/0 30/1"},
		{
			"the order of lines settles ties",
			[]*hierarchy.Plan{f.plan(t, tgt, by), f.plan(t, tgt, even)},
			"20/1 20/0 30/0",
		},
		{
			"of three",
			[]*hierarchy.Plan{f.plan(t, tgt, even), f.plan(t, tgt, by), f.plan(t, tgt, back)},
			"30/2 20/0 30/1",
		},
		{
			"the smallest",
			[]*hierarchy.Plan{f.plan(t, lower, even), f.plan(t, lower, by), f.plan(t, lower, back)},
			"10/1 20/0 10/2",
		},
		{"a line that reaches more", []*hierarchy.Plan{f.plan(t, tgt, by), four}, "25/1 20/0 30/0"},
		{"a line that reaches less", []*hierarchy.Plan{four, f.plan(t, tgt, by)}, "25/0 20/1 30/1 40/0"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := withLines(tt.plans[0])
			lines := slices.Clone(tt.plans)
			p, err := hierarchy.Strictest(lines...)
			if err != nil {
				t.Fatal(err)
			}

			clear(lines) // the plan keeps none of the caller's slice
			if got := withLines(p); got != tt.want {
				t.Errorf("Strictest() = %s, want %s", got, tt.want)
			}
			if got := withLines(tt.plans[0]); got != before {
				t.Errorf("the first line is now %s", got)
			}
			if err := p.Check(); err != nil {
				t.Errorf("Check() = %v", err)
			}
			err = hierarchy.Corrupt(p, "02", 1).Check()
			if all := target.AllErrors(err); len(all) != 1 || !errors.Is(err, target.ErrBroken) ||
				all[0].Path != `units["02"]` {
				t.Errorf("Check() of another quota of 02: %v", err)
			}
		})
	}
}

// A merged plan has the strictest value as its target, and neither revises nor moves
// anything, whatever its lines do.
func TestStrictestOfOtherPlans(t *testing.T) {
	f := newFan(2)
	first, err := f.plan(t, f.target(target.Flow, "60", 0), hierarchy.Equal()).Revise(hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	bids := []hierarchy.Proposal{{By: "bids", Figures: f.column("40", "40")}}
	second, err := hierarchy.Reconcile(f.tree, f.target(target.Flow, "80", 0), bids, hierarchy.ReconcileOptions{})
	if err != nil {
		t.Fatal(err)
	}

	for _, lines := range [][]*hierarchy.Plan{{first, second}, {second, first}} {
		p, err := hierarchy.Strictest(lines...)
		if err != nil {
			t.Fatal(err)
		}
		if top, _ := p.Quota("00"); !top.Value.Equal(d("80")) || !p.Target().Value.Equal(d("80")) {
			t.Errorf("Quota() = %v, Target() = %v, want 80", top.Value, p.Target().Value)
		}
		if slack := p.Slack(); len(slack) != 1 || !slack[0].Total.Decimal.IsZero() {
			t.Errorf("Slack() = %v, want none", slack)
		}
		_, reconciled := p.Reconciliation()
		if p.Before() != nil || reconciled || len(slices.Collect(p.Moves())) > 0 {
			t.Errorf("Before() = %v, Reconciliation() = %t, Moves() = %v, want none",
				p.Before(), reconciled, slices.Collect(p.Moves()))
		}

		data, err := p.MarshalWithInputs()
		if err != nil {
			t.Fatal(err)
		}
		var again hierarchy.Plan
		if err := again.UnmarshalJSON(data); err != nil || !again.Equal(p) || again.String() != p.String() {
			t.Errorf("UnmarshalJSON() = %v, %v, want %v", err, &again, p)
		}
		other := strings.Replace(string(data), `"value":"80"`, `"value":"81"`, 1)
		if err := again.UnmarshalJSON([]byte(other)); !errors.Is(err, target.ErrMismatch) {
			t.Errorf("UnmarshalJSON() of another target = %v, want %v", err, target.ErrMismatch)
		}
	}
}

func TestStrictestRefuses(t *testing.T) {
	f := newFan(2)
	tgt := f.target(target.Flow, "60", 0)
	with := func(change func(*target.Target)) *hierarchy.Plan {
		t.Helper()
		other := tgt
		change(&other)
		p, err := hierarchy.Cascade(f.tree, other, hierarchy.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}

	plain := with(func(*target.Target) {})
	merged, err := hierarchy.Strictest(plain)
	if err != nil {
		t.Fatal(err)
	}

	tests := []struct {
		name  string
		plans []*hierarchy.Plan
		want  []string
	}{
		{"none", nil, []string{"plans is out of range"}},
		{"a hundred", slices.Repeat([]*hierarchy.Plan{plain}, 100), nil},
		{"more than a hundred", slices.Repeat([]*hierarchy.Plan{plain}, 101), []string{"plans is out of range"}},
		{"nil", []*hierarchy.Plan{nil, plain}, []string{"plans[0] is required"}},
		{"empty", []*hierarchy.Plan{plain, {}}, []string{"plans[1] is required"}},
		{"a merged one", []*hierarchy.Plan{plain, merged}, []string{"plans[1] is required"}},
		{
			"about a value",
			[]*hierarchy.Plan{with(func(t *target.Target) { t.Comparator, t.Tolerance = target.About, d("2") })},
			[]string{"plans[0].target.comparator is ruled out"},
		},
		{
			"another indicator",
			[]*hierarchy.Plan{plain, with(func(t *target.Target) { t.Indicator.Code = "y" })},
			[]string{"plans[1].target.indicator does not fit"},
		},
		{
			"another kind",
			[]*hierarchy.Plan{plain, with(func(t *target.Target) { t.Indicator.Kind = target.Stock })},
			[]string{"plans[1].target.indicator does not fit"},
		},
		{
			"another number to be per",
			[]*hierarchy.Plan{plain, with(func(t *target.Target) { t.Indicator.Per = d("100") })},
			[]string{"plans[1].target.indicator.per does not fit"},
		},
		{
			"another quantum",
			[]*hierarchy.Plan{plain, with(func(t *target.Target) { t.Indicator.Places = target.Places(1) })},
			[]string{"plans[1].target.indicator does not fit"},
		},
		{
			"another period",
			[]*hierarchy.Plan{plain, with(func(t *target.Target) { t.Period = target.Year(2021) })},
			[]string{"plans[1].target.period does not fit"},
		},
		{
			"another comparator",
			[]*hierarchy.Plan{plain, with(func(t *target.Target) { t.Comparator = target.AtMost })},
			[]string{"plans[1].target.comparator does not fit"},
		},
		{
			"all at once",
			[]*hierarchy.Plan{plain, nil, with(func(t *target.Target) { t.Indicator.Code = "y" })},
			[]string{"plans[1] is required", "plans[2].target.indicator does not fit"},
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := hierarchy.Strictest(tt.plans...)
			var got []string
			for _, e := range target.AllErrors(err) {
				got = append(got, e.Path+" "+e.Err.Error())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || (p == nil) != (err != nil) {
				t.Errorf("Strictest() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// The units that only some lines reach are listed, those that the merged plan
// lacks at the end.
func TestStrictestGaps(t *testing.T) {
	three, four, five := newFan(3), newFan(4), newFan(5)
	plan := func(f fan) *hierarchy.Plan { return f.plan(t, f.target(target.Flow, "60", 0), hierarchy.Equal()) }
	text := func(gaps []hierarchy.LineGap) string {
		var s []string
		for _, g := range gaps {
			s = append(s, fmt.Sprint(g.Unit.Code, " ", g.Reached, g.Missed))
		}
		return strings.Join(s, ", ")
	}

	tests := []struct {
		name  string
		plans []*hierarchy.Plan
		want  string
	}{
		{"one line", []*hierarchy.Plan{plan(three)}, ""},
		{"lines that reach the same", []*hierarchy.Plan{plan(three), plan(newFan(3))}, ""},
		{
			"units that the first lacks",
			[]*hierarchy.Plan{plan(three), plan(five), plan(four)},
			"04 [1 2] [0], 05 [1] [0 2]",
		},
		{
			"units that others lack",
			[]*hierarchy.Plan{plan(four), plan(three), plan(five)},
			"04 [0 2] [1], 05 [2] [0 1]",
		},
	}

	for _, tt := range tests {
		p, err := hierarchy.Strictest(tt.plans...)
		if err != nil {
			t.Fatal(err)
		}
		if got := text(p.Gaps()); got != tt.want {
			t.Errorf("%s: Gaps() = %s, want %s", tt.name, got, tt.want)
		}
	}

	var none *hierarchy.Plan
	if got := text(append(none.Gaps(), plan(three).Gaps()...)); got != "" {
		t.Errorf("Gaps() of plans that are not merged = %s, want none", got)
	}
}

// The holds of a merged plan are those of the lines that gave the quotas.
func TestStrictestHolds(t *testing.T) {
	f := newFan(3)
	line := func(h hierarchy.Hold) *hierarchy.Plan {
		p, err := hierarchy.Cascade(
			f.tree, f.target(target.Flow, "60", 0), hierarchy.Options{Holds: []hierarchy.Hold{h}},
		)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}

	p, err := hierarchy.Strictest(
		line(hierarchy.Hold{Unit: "01", By: "the province", Value: d("10")}), // 10 25 25
		line(hierarchy.Hold{Unit: "02", By: "the ministry", Value: d("40")}), // 10 40 10
	)
	if err != nil {
		t.Fatal(err)
	}

	var got []string
	for h := range p.Holds() {
		got = append(got, h.Unit+" by "+h.By)
	}
	if want := []string{"01 by the province", "02 by the ministry"}; !slices.Equal(got, want) {
		t.Errorf("Held() = %v, want %v", got, want)
	}
}
