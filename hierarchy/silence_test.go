package hierarchy_test

import (
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// What cost new users of the library a wrong figure, or an hour, without a word
// (a trial by a statistics bureau, sales operations, a policy researcher and a
// web service). Each case says what they wrote and what they have to be told.

// trialTree is a nation with three provinces.
func trialTree(t *testing.T) *hierarchy.Tree {
	t.Helper()
	tree, err := hierarchy.NewTree([]string{"n", "p"}, []hierarchy.Unit{
		{Code: "N", Name: "Nation", Level: "n"},
		{Code: "A", Name: "Alpha", Level: "p", Parent: "N"},
		{Code: "B", Name: "Beta", Level: "p", Parent: "N"},
		{Code: "C", Name: "Gamma", Level: "p", Parent: "N"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// trialColumn has the figures of A, B and C; an empty text is a gap.
func trialColumn(t *testing.T, tree *hierarchy.Tree, name string, figures ...string) hierarchy.Column {
	t.Helper()
	byCode := map[string]decimal.Decimal{}
	for i, s := range figures {
		if s != "" {
			byCode[string(rune('A'+i))] = d(s)
		}
	}
	c, err := tree.Column(maps.All(byCode))
	if err != nil {
		t.Fatal(err)
	}
	return c.Named(name)
}

// trialTarget is a target of the nation without Places.
func trialTarget(kind target.Kind, value string) target.Target {
	return target.Target{
		Code: "t", Unit: "N", Period: target.Year(2026), Value: d(value),
		Indicator: target.Indicator{Code: "x", Measure: "things", Kind: kind, Better: target.Higher},
	}
}

// quotasText is the quotas of a plan below its root, or the error.
func quotasText(p *hierarchy.Plan, err error) string {
	if err != nil {
		return err.Error()
	}
	var out []string
	for q := range p.Level("p") {
		out = append(out, q.Value.String())
	}
	return strings.Join(out, " ")
}

// A ratio without places was handed out in whole numbers: 31 provinces got 1, 2,
// 4, 9 and 34 patents per 10,000 people, and Qinghai's 0.4917 became 1.
func TestCascadeAsksForPlaces(t *testing.T) {
	tree := trialTree(t)
	ones := trialColumn(t, tree, "ones", "1", "1", "1")
	density := hierarchy.Scale(trialColumn(t, tree, "density", "0.4917", "3", "5.5"))
	cascade := func(goal target.Target) string {
		return quotasText(hierarchy.Cascade(tree, goal, hierarchy.Options{
			Rule: hierarchy.Rule{Method: density}, Basis: ones,
		}))
	}

	mean := trialTarget(target.Ratio, "3")
	const missing = "target.indicator.places is required: set indicator.places to the number of decimals of the " +
		"quotas " +
		"(target.Places(0) for whole numbers), or set indicator.quantum"
	if got := cascade(mean); got != missing {
		t.Errorf("Cascade() without places = %s, want %s", got, missing)
	}
	mean.Indicator.Places = target.Places(4)
	if got, want := cascade(mean), "0.4921 3.0028 5.5051"; got != want {
		t.Errorf("Cascade() in four places = %s, want %s", got, want)
	}
	mean.Indicator.Places = target.Places(0)
	if got, want := cascade(mean), "0 3 6"; got != want {
		t.Errorf("Cascade() in whole numbers = %s, want %s", got, want)
	}
	mean.Indicator.Places, mean.Indicator.Quantum = target.Precision{}, d("0.5")
	if got, want := cascade(mean), "0.5 3 5.5"; got != want {
		t.Errorf("Cascade() in halves = %s, want %s", got, want)
	}
}

// The remedy for a figure between two quanta names the field that decides.
func TestQuantumRemedyNamesPlaces(t *testing.T) {
	tree := trialTree(t)
	tests := []struct {
		name    string
		value   string
		places  target.Precision
		quantum string
		want    string
	}{
		{"no places", "3.3", target.Precision{}, "0", "set indicator.places to 1, or round it to a multiple of 1"},
		{
			"too few places", "3.355", target.Places(1), "0",
			"set indicator.places to 3, or round it to a multiple of 0.1",
		},
		{
			"a quantum", "150",
			target.Precision{},
			"100",
			"round it to a multiple of 100, or set another indicator.quantum",
		},
		{
			"more places than there can be", "3.0000000000000000000000000000001", target.Places(2), "0",
			"round it to a multiple of 0.01",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			goal := trialTarget(target.Flow, tt.value)
			goal.Indicator.Places, goal.Indicator.Quantum = tt.places, d(tt.quantum)
			_, err := hierarchy.Cascade(tree, goal, hierarchy.Options{})
			fe, ok := errors.AsType[*target.FieldError](err)
			if !ok || !errors.Is(err, target.ErrQuantum) || fe.Path != "target.value" || fe.Remedy != tt.want {
				t.Errorf("Cascade() = %v, want target.value with the remedy %q", err, tt.want)
			}
		})
	}
}

// A rule takes what it does not say from the rule around it. A rule for a level
// that said only a reserve used to share equally: 2 2 2.
func TestRulesInherit(t *testing.T) {
	tree := trialTree(t)
	sales := trialColumn(t, tree, "sales of 2025", "1", "1", "4")
	some := func(s string) decimal.NullDecimal { return decimal.NewNullDecimal(d(s)) }
	byDefault := hierarchy.Rule{
		Method: hierarchy.Proportional(sales), Min: trialColumn(t, tree, "", "4"),
		Max:     trialColumn(t, tree, "", "", "2"),
		Stretch: some("0.2"), Reserve: some("1"), Rounding: apportion.Adams,
	}

	none := trialColumn(t, tree, "")
	type rules = map[string]hierarchy.Rule
	level := func(r hierarchy.Rule) rules { return rules{"p": r} }
	unit := func(r hierarchy.Rule) rules { return rules{"N": r} }
	equal := hierarchy.Rule{Method: hierarchy.Equal()}
	three, two := hierarchy.Rule{Reserve: some("3")}, hierarchy.Rule{Reserve: some("2")}
	tests := []struct {
		name         string
		levels, unit rules
		want         string // of 10·1.2 − 1, if nothing else is said
	}{
		{"neither", nil, nil, "4 2 5"},
		{"the level's reserve", level(three), nil, "4 1 4"},
		{"no reserve", level(hierarchy.Rule{Reserve: some("0")}), nil, "4 2 6"},
		{"no stretch", level(hierarchy.Rule{Stretch: some("0")}), nil, "4 1 4"},
		{"no minimum", level(hierarchy.Rule{Min: none}), nil, "2 2 7"},
		{"no bounds", level(hierarchy.Rule{Min: none, Max: none}), nil, "2 2 7"},
		{"another method", level(equal), nil, "5 2 4"},
		{"the rounding around it", level(hierarchy.Rule{Min: none, Reserve: some("3")}), nil, "2 2 5"},
		{
			"another rounding", level(hierarchy.Rule{Min: none, Reserve: some("3"), Rounding: apportion.Jefferson}),
			nil, "1 1 7",
		},
		{"the unit's reserve with the level's method", level(equal), unit(three), "4 2 3"},
		{"the unit's method with the level's reserve", level(three), unit(equal), "4 2 3"},
		{"the unit's reserve, not the level's", level(three), unit(two), "4 2 4"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := hierarchy.Options{Rule: byDefault, Levels: tt.levels, Units: tt.unit}
			plan, err := hierarchy.Cascade(tree, trialTarget(target.Flow, "10"), o)
			if got := quotasText(plan, err); got != tt.want {
				t.Fatalf("Cascade() = %s, want %s", got, tt.want)
			}
			if err := plan.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

// The case of the trial: the rule for the provinces says a reserve, and the sales
// of last year still decide.
func TestRuleWithoutMethod(t *testing.T) {
	tree := trialTree(t)
	got := quotasText(hierarchy.Cascade(tree, trialTarget(target.Flow, "10"), hierarchy.Options{
		Rule:   hierarchy.Rule{Method: hierarchy.Proportional(trialColumn(t, tree, "sales of 2025", "1", "1", "4"))},
		Levels: map[string]hierarchy.Rule{"p": {Reserve: decimal.NewNullDecimal(d("4"))}},
	}))
	if want := "1 1 4"; got != want {
		t.Errorf("Cascade() = %s, want %s", got, want)
	}
}

// What is given and would have no effect is refused, with what to do instead.
func TestNothingIsIgnored(t *testing.T) {
	units := []hierarchy.Unit{
		{Code: "N", Level: "nation"},
		{Code: "A", Level: "province", Parent: "N"},
		{Code: "B", Level: "province", Parent: "N"},
		{Code: "C", Level: "county", Parent: "N"}, // directly under the nation
		{Code: "M", Level: "province", Parent: "N", Role: hierarchy.Memo},
		{Code: "A1", Level: "county", Parent: "A"},
		{Code: "A2", Level: "county", Parent: "A"},
		{Code: "B1", Level: "county", Parent: "B", Role: hierarchy.Memo},
		{Code: "M1", Level: "county", Parent: "M"},
		{Code: "A1x", Level: "town", Parent: "A1"},
		{Code: "M1x", Level: "village", Parent: "M1"},
	}
	tree, err := hierarchy.NewTree([]string{"nation", "province", "county", "town", "village"}, units)
	if err != nil {
		t.Fatal(err)
	}
	of := func(codes ...string) hierarchy.Column {
		c, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
			for _, code := range codes {
				if !yield(code, d("3")) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	equal := hierarchy.Rule{Method: hierarchy.Equal()}
	level := func(name string) hierarchy.Options {
		return hierarchy.Options{Levels: map[string]hierarchy.Rule{name: equal}}
	}
	unit := func(code string) hierarchy.Options {
		return hierarchy.Options{Units: map[string]hierarchy.Rule{code: equal}}
	}
	to := func(depth string, o hierarchy.Options) hierarchy.Options {
		o.LastLevel = depth
		return o
	}
	hold := func(h hierarchy.Hold) hierarchy.Options {
		h.Value = d("1")
		return hierarchy.Options{Holds: []hierarchy.Hold{h}}
	}
	const (
		keyedByLevel = "rules by level are keyed by the level of the children"
		keyedByUnit  = "rules by unit are keyed by the code of the parent"
		noQuota      = "it gets no quota, as it or a unit above it is exempt, " +
			"a memo unit or beyond options.lastLevel: hold a unit to which the target is divided"
	)
	tests := []struct {
		name, unit string
		o          hierarchy.Options
		path       string
		is         error
		remedy     string
	}{
		{
			"a level at the top", "N", level("nation"), `options.levels["nation"]`, target.ErrMismatch,
			"no unit of this level gets a part of the target: " + keyedByLevel + `, as "province"`,
		},
		{
			"the level of the target's unit", "A", level("province"), `options.levels["province"]`, target.ErrMismatch,
			"no unit of this level gets a part of the target: " + keyedByLevel + `, as "county"`,
		},
		{
			"a level below the depth", "N", to("county", level("town")), `options.levels["town"]`, target.ErrMismatch,
			`the cascade ends above this level, at options.lastLevel "county"`,
		},
		{
			"a level below a memo unit only", "N", level("village"), `options.levels["village"]`, target.ErrMismatch,
			`no unit of this level below "N" gets a quota; ` + keyedByLevel,
		},
		{
			"a level beside a higher one only", "N", to("province", level("county")), `options.levels["county"]`,
			target.ErrMismatch,
			`the cascade ends above this level, at options.lastLevel "province"`,
		},
		{
			"an unknown level", "N", level("city"), `options.levels["city"]`, target.ErrUnknown,
			"must be one of nation, province, county, town, village",
		},
		{
			"a unit without children", "N", unit("A2"), `options.units["A2"]`, target.ErrMismatch,
			"it has no children to divide its quota among: " + keyedByUnit + `, as "A"`,
		},
		{
			"a unit with memo children only", "N", unit("B"), `options.units["B"]`, target.ErrMismatch,
			"all its children are exempt or memo units, which get no quota",
		},
		{
			"a memo unit", "N", unit("M"), `options.units["M"]`, target.ErrMismatch,
			"it gets no quota: it or a unit above it is exempt, a memo unit or at options.lastLevel",
		},
		{
			"a unit above the target's", "A", unit("N"), `options.units["N"]`, target.ErrMismatch,
			`it is not below "A", the unit of the target`,
		},
		{
			"a unit at the depth", "N", to("county", unit("A1")), `options.units["A1"]`, target.ErrMismatch,
			`the cascade ends at its level, by options.lastLevel "county"`,
		},
		{
			"an unknown unit", "N", unit("Z"), `options.units["Z"]`, target.ErrUnknown,
			"must be the code of a unit of the tree",
		},
		{
			"a rule that says nothing", "N",
			hierarchy.Options{Levels: map[string]hierarchy.Rule{"county": {}}},
			`options.levels["county"]`, target.ErrRequired,
			"say a method, bounds, a stretch, a reserve or a rounding, or leave the rule out",
		},
		{
			"a bound of the root only", "N",
			hierarchy.Options{Rule: hierarchy.Rule{Min: of("N")}},
			"options.rule.min", target.ErrMismatch,
			"it has a figure for no unit to which the target is divided: give one, or leave it out",
		},
		{
			"a bound of memo units only", "N",
			hierarchy.Options{Rule: hierarchy.Rule{Max: of("M", "B1", "M1")}},
			"options.rule.max", target.ErrMismatch,
			"it has a figure for no unit to which the target is divided: give one, or leave it out",
		},
		{
			"a bound of units outside", "A",
			hierarchy.Options{Rule: hierarchy.Rule{Max: of("N", "B", "C").Named("caps")}},
			"options.rule.max", target.ErrMismatch,
			"it has a figure for no unit to which the target is divided: give one, or leave it out",
		},
		{
			"a bound of another level", "N",
			hierarchy.Options{Levels: map[string]hierarchy.Rule{"county": {Min: of("A", "B", "C")}}},
			`options.levels["county"].min`, target.ErrMismatch,
			"it has a figure for no unit of the level to which the target is divided: give one, or leave it out",
		},
		{
			"a bound of another family", "N",
			hierarchy.Options{Units: map[string]hierarchy.Rule{"A": {Min: of("A", "B", "C")}}},
			`options.units["A"].min`, target.ErrMismatch,
			`it has a figure for no child of "A": give one, or leave it out`,
		},
		{
			"a minimum of the root above the target", "N",
			hierarchy.Options{Rule: hierarchy.Rule{Min: of("N", "A")}},
			`options.rule.min["N"]`, target.ErrMismatch,
			"it is above the target's own value: leave the unit out of the column",
		},
		{
			"a negative reserve", "N",
			hierarchy.Options{Rule: hierarchy.Rule{Reserve: decimal.NewNullDecimal(d("-5"))}},
			"options.rule.reserve", target.ErrRange,
			"must not be negative: it is what the parent keeps; for children that are to reach more, use stretch",
		},
		{
			"the depth of the target's unit", "N", to("nation", hierarchy.Options{}), "options.lastLevel",
			target.ErrRange,
			`must be a level below that of the target's unit, "nation"`,
		},
		{
			"a depth above the target's unit", "A1", to("province", hierarchy.Options{}), "options.lastLevel",
			target.ErrRange,
			`must be a level below that of the target's unit, "county"`,
		},
		{
			"a hold of the target's unit", "N", hold(hierarchy.Hold{Unit: "N"}), `options.holds["N"]`,
			target.ErrMismatch,
			"it is the target's own unit, and its quota is the target's value: hold a unit to which the target " +
				"is divided",
		},
		{
			"a hold outside", "A", hold(hierarchy.Hold{Unit: "B"}), `options.holds["B"]`, target.ErrMismatch,
			`it is not below "A", the unit of the target: hold a unit to which the target is divided`,
		},
		{
			"a hold of a memo unit", "N", hold(hierarchy.Hold{Unit: "M"}), `options.holds["M"]`, target.ErrMismatch,
			noQuota,
		},
		{
			"a hold below the depth", "N", to("province", hold(hierarchy.Hold{Unit: "A1"})), `options.holds["A1"]`,
			target.ErrMismatch, noQuota,
		},
		{
			"a lapsed hold of a memo unit", "N", hold(hierarchy.Hold{Unit: "M1", Until: target.Year(2025)}),
			`options.holds["M1"]`, target.ErrMismatch, noQuota,
		},
		{
			"a release in a new cascade", "N",
			hierarchy.Options{Release: []string{"A"}},
			"options.release[0]", target.ErrInvalid,
			"only Plan.Revise and Plan.ReviseTo release holds: leave the hold out of options.holds",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			goal := trialTarget(target.Flow, "2")
			goal.Unit = tt.unit
			_, err := hierarchy.Cascade(tree, goal, tt.o)
			all := target.AllErrors(err)
			if len(all) != 1 || all[0].Path != tt.path || !errors.Is(err, tt.is) || all[0].Remedy != tt.remedy {
				t.Errorf("Cascade() = %v, want %s %v: %s", err, tt.path, tt.is, tt.remedy)
			}
		})
	}

	// The rounding is of sums and counts only.
	mean := trialTarget(target.Ratio, "2")
	mean.Indicator.Places = target.Places(1)
	_, err = hierarchy.Cascade(tree, mean, hierarchy.Options{
		Rule:  hierarchy.Rule{Rounding: apportion.Webster},
		Basis: of("A", "B", "C", "A1", "A2", "A1x"),
	})
	if fe, ok := errors.AsType[*target.FieldError](err); !ok || fe.Path != "options.rule.rounding" ||
		fe.Err != target.ErrKind {
		t.Errorf("Cascade() of a ratio by Webster = %v, want options.rule.rounding %v", err, target.ErrKind)
	}
}

// What reaches somebody is taken, whoever else it does not reach.
func TestWhatReachesSomebody(t *testing.T) {
	tree := trialTree(t)
	three := trialColumn(t, tree, "", "3", "3", "3")
	for name, o := range map[string]hierarchy.Options{
		"a rule by level": {Levels: map[string]hierarchy.Rule{"p": {Method: hierarchy.Equal()}}},
		"a rule by unit":  {Units: map[string]hierarchy.Rule{"N": {Method: hierarchy.Equal()}}},
		"a rule that others replace": {
			Rule:   hierarchy.Rule{Method: hierarchy.Proportional(three)},
			Levels: map[string]hierarchy.Rule{"p": {Method: hierarchy.Equal()}},
		},
		"the lowest level as depth": {LastLevel: "p"},
		"bounds without a figure":   {Rule: hierarchy.Rule{Max: trialColumn(t, tree, "caps")}},
		"a basis of a flow":         {Basis: three},
	} {
		if got, want := quotasText(hierarchy.Cascade(tree, trialTarget(target.Flow, "9"), o)), "3 3 3"; got != want {
			t.Errorf("%s: Cascade() = %s, want %s", name, got, want)
		}
	}
}

// Holds that have lapsed are said, holds without an end are listed in the next
// plan, and a hold is released by name.
func TestHoldsThatEnd(t *testing.T) {
	tree := trialTree(t)
	held := []hierarchy.Hold{
		{Unit: "A", By: "Anna Keller", Value: d("8"), Until: target.Month(2026, 5)},
		{Unit: "B", By: "the board", Reason: "rebuilding", Value: d("6")},
		{Unit: "A", Value: d("7"), Until: target.Year(2025)},
		{Unit: "C", Value: d("4"), Until: target.Year(2026)},
	}
	plan, err := hierarchy.Cascade(tree, trialTarget(target.Flow, "15"), hierarchy.Options{Holds: held})
	if got, want := quotasText(plan, err), "5 6 4"; got != want {
		t.Fatalf("Cascade() = %s, want %s", got, want)
	}
	list := func(holds iter.Seq[hierarchy.Hold]) string {
		var out []string
		for h := range holds {
			out = append(out, h.Unit+" "+h.Value.String())
		}
		return strings.Join(out, ", ")
	}
	check := func(name, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	check("Held()", list(plan.Holds()), "B 6, C 4")
	check("Lapsed()", list(plan.Lapsed()), "A 7, A 8")
	check("TakenOver()", list(plan.TakenOver()), "")
	const said = "; a hold at 7 lapsed: it ended with 2025; a hold at 8 by Anna Keller lapsed: it ended with 2026-05\n"
	if got := plan.Explain("A").String(); !strings.Contains(got, said) {
		t.Errorf("Explain(A) = %s, want %q in it", got, said)
	}

	// The same period: what has lapsed is still said.
	again, err := plan.Revise(hierarchy.Options{})
	check("Revise()", quotasText(again, err), "5 6 4")
	check("Lapsed() after Revise", list(again.Lapsed()), "A 7, A 8")
	check("TakenOver() after Revise", list(again.TakenOver()), "B 6")

	// The next period: C's hold lapses, B's goes on, A's are history.
	next := plan.Target()
	next.Period = target.Year(2027)
	later, err := plan.ReviseTo(next, hierarchy.Options{})
	check("ReviseTo(2027)", quotasText(later, err), "5 6 4")
	check("Held() in 2027", list(later.Holds()), "B 6")
	check("Lapsed() in 2027", list(later.Lapsed()), "C 4")
	check("TakenOver() in 2027", list(later.TakenOver()), "B 6")

	// Released, or held anew.
	next.Value = d("30")
	free, err := plan.ReviseTo(next, hierarchy.Options{Release: []string{"B"}})
	check("ReviseTo(release B)", quotasText(free, err), "10 12 8")
	check("Held() after the release", list(free.Holds()), "")
	check("TakenOver() after the release", list(free.TakenOver()), "")
	if other, err := free.Revise(hierarchy.Options{}); err != nil || !other.Equal(free) {
		t.Errorf("Revise() after the release = %s, want the same plan", quotasText(other, err))
	}
	anew, err := plan.ReviseTo(next, hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "B", Value: d("3")}}})
	check("ReviseTo(hold B at 3)", quotasText(anew, err), "15 3 12")
	check("TakenOver() of a hold given anew", list(anew.TakenOver()), "")

	for _, tt := range []struct {
		name, path string
		o          hierarchy.Options
	}{
		{"a unit that is not held", "options.release[0]", hierarchy.Options{Release: []string{"N"}}},
		{"an unknown unit", "options.release[0]", hierarchy.Options{Release: []string{"typo"}}},
		{"a unit released twice", "options.release[1]", hierarchy.Options{Release: []string{"B", "B"}}},
		{
			"a unit released and held", "options.release[0]",
			hierarchy.Options{Release: []string{"B"}, Holds: []hierarchy.Hold{{Unit: "B"}}},
		},
	} {
		_, err := plan.Revise(tt.o)
		if fe, ok := errors.AsType[*target.FieldError](err); !ok || fe.Path != tt.path {
			t.Errorf("%s: Revise() = %v, want an error at %s", tt.name, err, tt.path)
		}
	}
	var none *hierarchy.Plan
	check("Held() of no plan", list(none.Holds())+list(none.Lapsed())+list(none.TakenOver()), "")
}

// A function or a sequence that is nil is required.
func TestNilFunctions(t *testing.T) {
	f := newFan(2)
	goal := slices.Values([]target.Target{f.target(target.Flow, "10", 0)})
	options := func(target.Target) hierarchy.Options { return hierarchy.Options{} }
	var builder *hierarchy.ColumnBuilder
	builder.Set(0, d("1"))
	builder.SetInt64(0, 1, 0)

	for name, of := range map[string]func() error{
		"of":              func() error { _, err := f.tree.ColumnFunc(nil); return err },
		"targets":         func() error { _, err := hierarchy.CascadeAll(f.tree, nil, options); return err },
		"options":         func() error { _, err := hierarchy.CascadeAll(f.tree, goal, nil); return err },
		"targets options": func() error { _, err := hierarchy.CascadeAll(f.tree, nil, nil); return err },
		"tree":            func() error { _, err := builder.Column(); return err },
		"tree ":           func() error { _, err := new(hierarchy.ColumnBuilder).Column(); return err },
	} {
		if err := of(); !errors.Is(err, target.ErrRequired) || paths(t, err) != strings.TrimSpace(name) {
			t.Errorf("of a nil %s: %v, want %v", name, err, target.ErrRequired)
		}
	}
	if builder.String() != "no column" {
		t.Errorf("String() = %q", builder.String())
	}
}
