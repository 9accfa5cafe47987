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

// RunFrom keeps the quotas of a family exactly if its amount and its weights have not
// changed. A quota of the earlier plan that is made wrong shows whether it is kept.
func TestRunFromKeepsWhatHasNotChanged(t *testing.T) {
	tree := under(t, "A B A1:A A2:A B1:B B2:B B3:B B4:B1 B5:B1")
	column := func(words string) hierarchy.Column { return columnIn(t, tree, words) }
	by := func(c hierarchy.Column) hierarchy.Rule { return hierarchy.Rule{Method: hierarchy.Proportional(c)} }
	changed := func(c hierarchy.Column, code, figure string) hierarchy.Scenario {
		out, err := c.With(code, d(figure))
		if err != nil {
			t.Fatal(err)
		}
		return hierarchy.Scenario{Rule: by(out)}
	}

	people := column("A=5 B=5 A1=1 A2=2 B1=1 B2=1 B3=2 B4=3 B5=1")
	other := column("A=5 B=5 A1=2 A2=2 B1=3 B2=1 B3=2 B4=3 B5=1")
	equal := hierarchy.Scenario{Rule: hierarchy.Rule{Method: hierarchy.Equal()}}
	shares := hierarchy.Options{Rule: by(people)}
	levels := func(c hierarchy.Column) hierarchy.Options {
		return hierarchy.Options{Rule: by(people), Levels: map[string]hierarchy.Rule{"2": by(c), "3": by(other)}}
	}
	units := hierarchy.Options{Rule: by(people), Units: map[string]hierarchy.Rule{"B": by(other)}}
	none := hierarchy.Scenario{}

	for _, c := range []struct {
		name     string
		kind     target.Kind
		options  hierarchy.Options
		from, to hierarchy.Scenario
		wrong    string // the unit whose quota is made wrong
		kept     bool
	}{
		{"nothing", target.Flow, shares, none, none, "B2", true},
		{"nothing, the first family", target.Flow, shares, none, none, "B", true},
		{"a city elsewhere", target.Flow, shares, none, changed(people, "A1", "7"), "B2", true},
		{"a city elsewhere that is back", target.Flow, shares, changed(people, "A1", "7"), none, "B2", false},
		{"a city beside it", target.Flow, shares, none, changed(people, "B1", "7"), "B2", false},
		{"a city above it", target.Flow, shares, none, changed(people, "B1", "7"), "B4", false},
		{"a city above and back", target.Flow, shares, changed(people, "B1", "7"), none, "B4", false},
		{"a district below it", target.Flow, shares, none, changed(people, "B5", "7"), "B2", true},
		{"its province", target.Flow, shares, none, changed(people, "B", "7"), "B2", false},
		{"its province, of a district", target.Flow, shares, none, changed(people, "B", "15"), "B4", false},
		{"the whole", target.Flow, shares, none, changed(people, "0", "7"), "B2", true},
		{"an equal weight", target.Flow, shares, none, changed(people, "A", "5"), "B2", true},
		{"another column", target.Flow, shares, none, hierarchy.Scenario{Rule: by(other)}, "B2", false},
		{"the value", target.Flow, shares, none, hierarchy.Scenario{Value: some("140")}, "B2", false},
		{
			"the value, of the first family", target.Flow, shares,
			none,
			hierarchy.Scenario{Value: some("101")},
			"B", false,
		},
		{"the value, to the other", target.Flow, shares, none, hierarchy.Scenario{Value: some("101")}, "B2", true},
		{"a large value", target.Flow, shares, none, hierarchy.Scenario{Value: some("4e19")}, "B2", false},
		{"of a large value", target.Flow, shares, hierarchy.Scenario{Value: some("4e19")}, none, "B2", false},
		{"the method", target.Flow, shares, none, equal, "B2", false},
		{"from a method", target.Flow, shares, equal, none, "B2", false},
		{"of a method", target.Flow, shares, equal, equal, "B2", false},
		{
			"the rounding", target.Flow, shares, none,
			hierarchy.Scenario{Rule: hierarchy.Rule{Rounding: apportion.Webster}},
			"B2", false,
		},
		{
			"a reserve", target.Flow, shares, none,
			hierarchy.Scenario{Rule: hierarchy.Rule{Reserve: some("1")}},
			"B2", false,
		},
		{
			"a stretch", target.Flow, shares, none,
			hierarchy.Scenario{Rule: hierarchy.Rule{Stretch: some("0.1")}},
			"B2", false,
		},
		{
			"from a stretch", target.Flow, shares,
			hierarchy.Scenario{Rule: hierarchy.Rule{Stretch: some("0.1")}},
			none, "B2", false,
		},
		{
			"a bound", target.Flow, shares,
			none,
			hierarchy.Scenario{Rule: hierarchy.Rule{Min: column("A1=1")}},
			"B2", false,
		},
		{"a mean", target.Ratio, hierarchy.Options{Rule: by(people), Basis: people}, none, none, "B2", false},
		{
			"bounded", target.Flow,
			hierarchy.Options{Rule: hierarchy.Rule{Max: column("A1=90")}},
			none, none, "B2", false,
		},
		{"a rule by level", target.Flow, levels(other), none, none, "B2", true},
		{"a rule by level of those below", target.Flow, levels(other), none, changed(people, "B4", "7"), "B2", true},
		{"a rule by level above", target.Flow, levels(other), none, changed(people, "A", "7"), "B2", false},
		{"a rule by unit", target.Flow, units, none, none, "B2", true},
		{"a rule by unit of another", target.Flow, units, none, changed(people, "A1", "7"), "B2", true},
		{"a rule by unit, below", target.Flow, units, none, changed(people, "B4", "7"), "B4", false},
		{
			"an exempt city", target.Flow,
			hierarchy.Options{Rule: by(people), Exempt: []hierarchy.Exemption{{Unit: "B3", Reason: "new"}}},
			none, none, "B2", false,
		},
		{
			"beyond the last level", target.Flow,
			hierarchy.Options{Rule: by(people), LastLevel: "1"},
			none,
			changed(people, "B1", "7"), "B", true,
		},
	} {
		tgt := target.Target{
			Code: "t", Unit: "0", Period: target.Year(2020), Value: d("100"),
			Indicator: target.Indicator{Code: "x", Kind: c.kind, Better: target.Higher, Places: target.Places(0)},
		}
		prepared, err := hierarchy.Prepare(tree, tgt, c.options)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		run := func(earlier *hierarchy.Plan, s hierarchy.Scenario) *hierarchy.Plan {
			plan, err := prepared.RunFrom(earlier, s)
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			return plan
		}

		if c.to.Value.Valid {
			tgt.Value = c.to.Value.Decimal
		}
		want, err := hierarchy.Cascade(tree, tgt, optionsOf(c.options, c.to))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		earlier := run(nil, c.from)
		if got := run(earlier, c.to); outcome(got, nil) != outcome(want, nil) {
			t.Errorf("%s: RunFrom() = %s, want %s", c.name, outcome(got, nil), outcome(want, nil))
		}
		wrong, _ := run(hierarchy.Corrupt(earlier, c.wrong, 1), c.to).Quota(c.wrong)
		right, _ := want.Quota(c.wrong)
		if kept := !wrong.Value.Equal(right.Value); kept != c.kept {
			t.Errorf("%s: RunFrom() keeps the quota of %s: %v, want %v", c.name, c.wrong, kept, c.kept)
		}
	}
}

// RunFrom keeps no quota of a plan that is not of the same prepared cascade.
func TestRunFromKeepsNothingOfOthers(t *testing.T) {
	tree := under(t, "A B A1:A A2:A B1:B B2:B")
	people := columnIn(t, tree, "A=5 B=5 A1=1 A2=2 B1=1 B2=1")
	options := hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(people)}}
	tgt := target.Target{
		Code: "t", Unit: "0", Period: target.Year(2020), Value: d("100"),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher, Places: target.Places(0)},
	}
	var prepared [2]*hierarchy.Prepared
	for i := range prepared {
		var err error
		if prepared[i], err = hierarchy.Prepare(tree, tgt, options); err != nil {
			t.Fatal(err)
		}
	}
	plan, err := hierarchy.Cascade(tree, tgt, options)
	if err != nil {
		t.Fatal(err)
	}
	run, err := prepared[1].Run(hierarchy.Scenario{})
	if err != nil {
		t.Fatal(err)
	}

	for _, earlier := range []*hierarchy.Plan{plan, run} {
		got, err := prepared[0].RunFrom(hierarchy.Corrupt(earlier, "B2", 1), hierarchy.Scenario{})
		if outcome(got, err) != outcome(plan, nil) {
			t.Errorf("RunFrom() = %s, want %s", outcome(got, err), outcome(plan, nil))
		}
	}
}

// The errors of a scenario say which of its fields is wrong, and nothing that follows
// from it.
func TestScenarioErrorsByPlace(t *testing.T) {
	tree := under(t, "A B A1:A A2:A")
	column := func(words string) hierarchy.Column { return columnIn(t, tree, words) }
	by := func(c hierarchy.Column) hierarchy.Rule { return hierarchy.Rule{Method: hierarchy.Proportional(c)} }
	people := column("A=5 B=5 A1=1 A2=2")
	foreign := columnIn(t, under(t, "A B A1:A A2:A"), "A=5 B=5 A1=1 A2=2")
	sum := target.Target{
		Code: "t", Unit: "0", Period: target.Year(2020), Value: d("100"),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher, Places: target.Places(0)},
	}
	mean, within := sum, sum
	mean.Indicator.Kind = target.Ratio
	within.Comparator, within.Upper = target.Within, d("200")

	for _, c := range []struct {
		name     string
		target   target.Target
		options  hierarchy.Options
		scenario hierarchy.Scenario
		paths    string
	}{
		{"value", sum, hierarchy.Options{}, hierarchy.Scenario{Value: some("0.5")}, "scenario.value"},
		{"above the upper end", within, hierarchy.Options{}, hierarchy.Scenario{Value: some("300")}, "scenario.upper"},
		{"below the lower end", within, hierarchy.Options{}, hierarchy.Scenario{Upper: some("20")}, "scenario.upper"},
		{
			"basis", mean,
			hierarchy.Options{Basis: people},
			hierarchy.Scenario{Basis: foreign},
			"scenario.basis",
		},
		{
			"basis and weights", mean,
			hierarchy.Options{Basis: people},
			hierarchy.Scenario{Basis: foreign, Rule: by(column("A=1 A1=1 A2=1"))},
			"scenario.basis",
		},
		{
			"basis with a reserve", mean,
			hierarchy.Options{Basis: people, Rule: hierarchy.Rule{Reserve: some("1")}},
			hierarchy.Scenario{Basis: foreign},
			"scenario.basis",
		},
		{
			"weights", sum,
			hierarchy.Options{},
			hierarchy.Scenario{Rule: by(column("A=1 A1=1 A2=1"))},
			`options.rule.method.figures["B"]`,
		},
	} {
		prepared, err := hierarchy.Prepare(tree, c.target, c.options)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if _, err := prepared.Run(c.scenario); paths(t, err) != c.paths {
			t.Errorf("%s: Run() = %v, want problems of %s", c.name, err, c.paths)
		}
	}
}

// What follows from an error is not reported beside it.
func TestCascadeErrorsStandAlone(t *testing.T) {
	tree := under(t, "A B M* A1:A A2:A M1:M")
	sum := target.Target{
		Code: "t", Unit: "0", Period: target.Year(2020), Value: d("100"),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher, Places: target.Places(0)},
	}
	index, mean, fine := sum, sum, sum
	index.Indicator.Kind, mean.Indicator.Kind, mean.Indicator.Places = target.Index, target.Ratio, target.Precision{}
	fine.Value = d("100.0000000000000001").Shift(16 - target.MaxPlaces)

	for _, c := range []struct {
		name        string
		target      target.Target
		options     hierarchy.Options
		paths, says string
	}{
		{
			"a kind without a law", index,
			hierarchy.Options{Holds: []hierarchy.Hold{hold("X", "1")}},
			"target.indicator.kind", "does not decompose",
		},
		{
			"a mean without places", mean,
			hierarchy.Options{Holds: []hierarchy.Hold{hold("X", "1")}},
			"target.indicator.places", "number of decimals",
		},
		{
			"an unknown last level", sum,
			hierarchy.Options{LastLevel: "9", Holds: []hierarchy.Hold{hold("A", "1")}},
			"options.lastLevel", "9",
		},
		{
			"a last level that is not below", sum,
			hierarchy.Options{LastLevel: "0", Holds: []hierarchy.Hold{hold("A", "1")}},
			"options.lastLevel", "below",
		},
		{
			"exempt beyond the last level", sum,
			hierarchy.Options{LastLevel: "1", Exempt: []hierarchy.Exemption{{Unit: "A1", Reason: "new"}}},
			`options.exempt["A1"]`, "it gets no quota anyway",
		},
		{
			"exempt below a memo", sum,
			hierarchy.Options{Exempt: []hierarchy.Exemption{{Unit: "M1", Reason: "new"}}},
			`options.exempt["M1"]`, "it gets no quota anyway",
		},
		{
			"the most places", fine,
			hierarchy.Options{},
			"target.value",
			fmt.Sprintf("set indicator.places to %d,", target.MaxPlaces),
		},
	} {
		_, err := hierarchy.Cascade(tree, c.target, c.options)
		if err == nil || paths(t, err) != c.paths || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: Cascade() = %v, want a problem of %s that says %q", c.name, err, c.paths, c.says)
		}
	}
}
