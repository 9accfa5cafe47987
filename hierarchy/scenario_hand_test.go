package hierarchy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// optionsOf returns the options of a scenario.
func optionsOf(o hierarchy.Options, s hierarchy.Scenario) hierarchy.Options {
	r := s.Rule
	if r.Method == nil {
		r.Method = o.Rule.Method
	}
	if r.Min.Len() == 0 {
		r.Min = o.Rule.Min
	}
	if r.Max.Len() == 0 {
		r.Max = o.Rule.Max
	}
	if !r.Stretch.Valid {
		r.Stretch = o.Rule.Stretch
	}
	if !r.Reserve.Valid {
		r.Reserve = o.Rule.Reserve
	}
	if r.Rounding == 0 {
		r.Rounding = o.Rule.Rounding
	}

	if o.Rule = r; s.Basis.Len() > 0 {
		o.Basis = s.Basis
	}
	return o
}

// Each of these scenarios, run after each of the others, is the cascade of what it changes,
// whatever was prepared.
func TestScenariosInSuccession(t *testing.T) {
	tree := under(t, "A B A1:A A2:A A3*:A A4:A B1:B B2:B B3:B2 B4:B2")
	column := func(words string) hierarchy.Column { return columnIn(t, tree, words) }
	changed := func(c hierarchy.Column, code, figure string) hierarchy.Column {
		out, err := c.With(code, d(figure))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	by := func(c hierarchy.Column) hierarchy.Rule { return hierarchy.Rule{Method: hierarchy.Proportional(c)} }

	people := column("0=99 A=3 B=2 A1=1 A2=2 A3=4 A4=0 B1=1 B2=1 B3=5 B4=1")
	other := column("0=9 A=1 B=1 A1=3 A2=2 A3=4 A4=1 B1=2 B2=1 B3=1 B4=1")
	scenarios := []hierarchy.Scenario{
		{},
		{Value: some("120")},
		{Value: some("121"), Upper: some("400")},
		{Upper: some("300")},
		{Value: some("20.5")},
		{Value: some("40000000000000000000")},
		{Rule: by(changed(people, "A1", "7"))},
		{Rule: by(changed(people, "B", "3"))},
		{Rule: by(changed(changed(people, "B3", "6"), "0", "1")), Value: some("120")},
		{Rule: by(other)},
		{Rule: hierarchy.Rule{Method: hierarchy.Equal()}},
		{Rule: hierarchy.Rule{Rounding: apportion.Jefferson}},
		{Rule: hierarchy.Rule{Min: column("A1=40")}},
		{Rule: hierarchy.Rule{Max: column("A1=4")}},
		{Rule: hierarchy.Rule{Reserve: some("2")}},
		{Rule: hierarchy.Rule{Stretch: some("0.1")}},
		{Basis: other},
		{Basis: other, Rule: hierarchy.Rule{Min: column("A1=5")}},
		{Rule: by(column("A=1 B=1"))},
	}

	sum := target.Target{
		Code: "t", Unit: "0", Period: target.Year(2020), Value: d("100"),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher, Places: target.Places(0)},
	}
	mean, within := sum, sum
	mean.Indicator.Kind = target.Ratio
	within.Comparator, within.Upper = target.Within, d("200")
	cityRule := map[string]hierarchy.Rule{"2": {Method: hierarchy.Proportional(other)}}
	unitRule := map[string]hierarchy.Rule{"A": {Method: hierarchy.Proportional(other)}}

	for _, c := range []struct {
		name    string
		target  target.Target
		options hierarchy.Options
	}{
		{"a sum", sum, hierarchy.Options{Rule: by(people)}},
		{"a sum by a method", sum, hierarchy.Options{}},
		{"a sum with a rule by level", sum, hierarchy.Options{Rule: by(people), Levels: cityRule}},
		{"a sum with a rule by unit", sum, hierarchy.Options{Rule: by(people), Units: unitRule}},
		{"both", sum, hierarchy.Options{Rule: by(people), Levels: cityRule, Units: unitRule}},
		{"a sum to the provinces", sum, hierarchy.Options{Rule: by(people), LastLevel: "1"}},
		{"a bounded sum", sum, hierarchy.Options{Rule: hierarchy.Rule{Min: column("B1=30")}}},
		{"a bound on the whole", sum, hierarchy.Options{Rule: hierarchy.Rule{Max: column("0=110 A=90")}}},
		{"a reserve", sum, hierarchy.Options{Rule: hierarchy.Rule{Reserve: some("3")}}},
		{"a reserve of cities", sum, hierarchy.Options{Levels: map[string]hierarchy.Rule{"2": {Reserve: some("3")}}}},
		{"a held sum", sum, hierarchy.Options{Rule: by(people), Holds: []hierarchy.Hold{hold("A", "50")}}},
		{"a range", within, hierarchy.Options{Rule: by(people)}},
		{"a mean", mean, hierarchy.Options{Basis: people}},
		{"a bounded mean", mean, hierarchy.Options{Basis: people, Rule: hierarchy.Rule{Max: column("A2=40")}}},
	} {
		prepared, err := hierarchy.Prepare(tree, c.target, c.options)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		want := make([]string, len(scenarios))
		plans := make([]*hierarchy.Plan, len(scenarios))
		for i, s := range scenarios {
			tgt := c.target
			if s.Value.Valid {
				tgt.Value = s.Value.Decimal
			}
			if s.Upper.Valid {
				tgt.Upper = s.Upper.Decimal
			}
			want[i] = outcome(hierarchy.Cascade(tree, tgt, optionsOf(c.options, s)))
			plans[i], _ = prepared.Run(s)
		}

		for i, s := range scenarios {
			for j, earlier := range plans {
				if got := outcome(prepared.RunFrom(earlier, s)); got != want[i] {
					t.Fatalf("%s: RunFrom(plan of %d, %d) = %s, want %s", c.name, j, i, got, want[i])
				}
			}
		}
	}
}

// outcome prints the quotas of a plan, with what decided them, or that there is none.
func outcome(p *hierarchy.Plan, err error) string {
	if err != nil {
		return "an error"
	}
	var b strings.Builder
	for q := range p.All() {
		fmt.Fprint(&b, q.Unit.Code, "=", q.Value, " ", q.Upper.Decimal, " ", q.DecidedBy, "; ")
	}
	return b.String()
}

// A prepared cascade says what it is for.
func TestPreparedInWords(t *testing.T) {
	f := newFan(3)
	p, err := hierarchy.Prepare(f.tree, f.target(target.Flow, "9", 0), hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.String(), "x, at least 9 in 2020 (t)\nprepared for 4 units\n"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
	for _, none := range []*hierarchy.Prepared{nil, {}} {
		if got, want := none.String(), "no cascade\n"; got != want {
			t.Errorf("String() of %v = %q, want %q", none, got, want)
		}
	}
}
