package target_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// at returns a density target of the nation by 2015, issued on a date.
func issue(code, date, value string) target.Target {
	t := patents()
	t.Code, t.Value, t.Source.Date = code, dec(value), date
	return t
}

func codes(a *target.Agenda) string {
	var s []string
	for t := range a.Targets() {
		s = append(s, t.Code)
	}
	return strings.Join(s, " ")
}

func mustAgenda(t *testing.T, goals []target.Goal, targets ...target.Target) *target.Agenda {
	t.Helper()
	a, err := target.NewAgenda(goals, targets)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestNewAgendaRefuses(t *testing.T) {
	g := func(code, parent string) target.Goal { return target.Goal{Code: code, Title: "x", Parent: parent} }
	at := func(code string, change func(*target.Target)) target.Target {
		tg := issue(code, "2011", "3.3")
		tg.Unit = code
		change(&tg)
		return tg
	}

	link := func(r target.Relation, to string) func(*target.Target) {
		return func(t *target.Target) { t.Links = append(t.Links, target.Link{Relation: r, Target: to}) }
	}
	same := func(*target.Target) {}
	tests := []struct {
		name    string
		goals   []target.Goal
		targets []target.Target
		want    []string
	}{
		{"empty is sound", nil, nil, nil},
		{
			"no codes",
			[]target.Goal{{Title: "x"}},
			[]target.Target{{}},
			[]string{"goals[0].code is required", "targets[0].code is required"},
		},
		{
			"codes that are none",
			[]target.Goal{g("\xff", "")},
			[]target.Target{at("\xff", same)},
			[]string{`goals["\xff"].code is not valid`, `targets["\xff"].code is not valid`},
		},
		{"codes twice", []target.Goal{g("a", ""), g("a", "")}, []target.Target{at("a", same), at("a", same)}, []string{
			`goals["a"].code is given twice`, `targets["a"].code is given twice`,
		}},
		{
			"not valid",
			[]target.Goal{{Code: "a"}},
			[]target.Target{
				at("b", func(t *target.Target) { t.Unit = "" }),
				at("a", func(t *target.Target) { t.Period = target.Period{} }),
			},
			[]string{
				`goals["a"].title is required`, `targets["a"].period is required`, `targets["b"].unit is required`,
			},
		},
		{"dangling", []target.Goal{g("a", "z")}, []target.Target{at("a", func(t *target.Target) {
			t.Goal, t.From, t.Replaces = "y", "x", "w"
			t.Links = []target.Link{{Relation: target.Corrects, Target: "v"}}
		})}, []string{
			`goals["a"].parent is unknown`, `targets["a"].from is unknown`, `targets["a"].goal is unknown`,
			`targets["a"].links[0].target is unknown`, `targets["a"].replaces is unknown`,
		}},
		{
			"on the way to nothing",
			nil,
			[]target.Target{at("a", link(target.MidTermOf, "z"))},
			[]string{`targets["a"].links[0].target is unknown`},
		},
		{
			"goals in a cycle",
			[]target.Goal{g("a", "b"), g("b", "c"), g("c", "a"), g("d", "a"), g("e", "")},
			nil,
			[]string{
				`goals["a"].parent is part of a cycle`, `goals["b"].parent is part of a cycle`,
				`goals["c"].parent is part of a cycle`,
			},
		},
		{"targets in a cycle", nil, []target.Target{
			at(
				"a",
				func(t *target.Target) { t.From = "b" },
			), at("b", link(target.AdoptedFrom, "c")), at("c", link(target.DecomposedFrom, "a")), at("d", same),
		}, []string{
			`targets["a"].from is part of a cycle`, `targets["b"].from is part of a cycle`,
			`targets["c"].from is part of a cycle`,
		}},
		{"a cycle on its way to others", nil, []target.Target{
			at("a", func(t *target.Target) { t.From = "b" }), at("b", func(t *target.Target) {
				t.From, t.Links = "a", []target.Link{{Relation: target.DecomposedFrom, Target: "d"}}
			}), at("c", func(t *target.Target) { t.From = "a" }), at("d", func(t *target.Target) { t.From = "e" }),
			at("e", same),
		}, []string{`targets["a"].from is part of a cycle`, `targets["b"].from is part of a cycle`}},
		{
			"promoted to what stems from it",
			nil,
			[]target.Target{
				at("a", func(t *target.Target) { t.From = "b" }),
				at("b", func(t *target.Target) { t.From = "c" }),
				at("c", func(t *target.Target) {
					t.Links = []target.Link{{Relation: target.PromotedTo, Target: "a"}}
				}),
			},
			nil,
		},
		{
			"promoted to what promotes it",
			nil,
			[]target.Target{at("a", link(target.PromotedTo, "b")), at("b", link(target.PromotedTo, "a"))},
			[]string{
				`targets["a"].from is part of a cycle`, `targets["b"].from is part of a cycle`,
			},
		},
		{
			"promoted to what it stems from",
			nil,
			[]target.Target{at("a", func(t *target.Target) { t.From = "b" }), at("b", link(target.AdoptedFrom, "a"))},
			[]string{
				`targets["a"].from is part of a cycle`, `targets["b"].from is part of a cycle`,
			},
		},
		{
			"promoted and adopted are one step",
			nil,
			[]target.Target{at("a", link(target.PromotedTo, "b")), at("b", link(target.AdoptedFrom, "a"))},
			nil,
		},
		{
			"replaced in a cycle",
			nil,
			[]target.Target{
				at("a", func(t *target.Target) { t.Replaces = "b" }),
				at("b", func(t *target.Target) { t.Replaces = "a" }),
			},
			[]string{
				`targets["a"].replaces is part of a cycle`, `targets["b"].replaces is part of a cycle`,
			},
		},
		{
			"replaced twice",
			nil,
			[]target.Target{
				at("a", same),
				at("b", func(t *target.Target) { t.Replaces = "a" }),
				at("c", func(t *target.Target) { t.Replaces = "a" }),
			},
			[]string{
				`targets["c"].replaces is given twice`,
			},
		},
		{
			"two definitions",
			nil,
			[]target.Target{at("a", same), at("b", func(t *target.Target) { t.Indicator.Per = dec("1000000") })},
			[]string{
				`targets["b"].indicator does not fit`,
			},
		},
		{"definitions in a cycle", nil, []target.Target{
			at(
				"a",
				func(t *target.Target) { t.Indicator.Revises = "other" },
			), at("b", func(t *target.Target) { t.Indicator.Code, t.Indicator.Revises = "other", "density" }),
		}, []string{
			`targets["a"].indicator.revises is part of a cycle`,
			`targets["b"].indicator.revises is part of a cycle`,
		}},
		{
			"dates",
			[]target.Goal{{Code: "a", Title: "x", Source: target.Source{Date: "soon"}}},
			[]target.Target{at("a", func(t *target.Target) {
				t.Source.Date, t.Withdrawn = "2011-02-30", "never"
				t.Links = []target.Link{{Relation: target.Corrects, Target: "b", Date: "2011-Q1"}}
			}), at("b", same)},
			[]string{
				`goals["a"].source.date is not valid`, `targets["a"].links[0].date is not valid`,
				`targets["a"].source.date is not valid`, `targets["a"].withdrawn is not valid`,
			},
		},
		{
			"a replacement too early",
			nil,
			[]target.Target{
				issue("a", "2011-03", "3.3"),
				func() target.Target { t := issue("b", "2011-03-14", "3.5"); t.Replaces = "a"; return t }(),
			},
			[]string{
				`targets["b"].source.date is out of range`,
			},
		},
		{
			"two in force",
			nil,
			[]target.Target{issue("a", "2011", "3.3"), issue("b", "2013", "3.5")},
			[]string{`targets["b"] is given twice`},
		},
		{
			"replaced on the day of issue",
			nil,
			[]target.Target{
				issue("a", "2011-03-14", "3.3"),
				func() target.Target { t := issue("b", "2011-03-14", "3.5"); t.Replaces = "a"; return t }(),
			},
			nil,
		},
		{"withdrawn on the day of issue", nil, []target.Target{
			func() target.Target { t := issue("a", "2011-03-14", "3.3"); t.Withdrawn = "2011-03-14"; return t }(),
			issue("b", "2010", "3.5"),
		}, nil},
		{"withdrawn before the issue", nil, []target.Target{
			func() target.Target { t := issue("a", "2011", "3.3"); t.Withdrawn = "2011-12-30"; return t }(),
			func() target.Target { t := issue("b", "", "3.5"); t.Unit, t.Withdrawn = "u", "0001"; return t }(),
		}, []string{
			`targets["a"].withdrawn is out of range`,
		}},
		{"the longest in force of three", nil, []target.Target{
			func() target.Target { t := issue("a", "2011", "3.3"); t.Withdrawn = "2012"; return t }(),
			func() target.Target { t := issue("b", "2012", "3.4"); t.Withdrawn = "2014"; return t }(),
			issue("c", "2013", "3.5"),
		}, []string{`targets["c"] is given twice`}},
		{"the longest first", nil, []target.Target{
			func() target.Target { t := issue("a", "2011", "3.3"); t.Withdrawn = "2015"; return t }(),
			func() target.Target { t := issue("b", "2012", "3.4"); t.Withdrawn = "2013"; return t }(),
			issue("c", "2014", "3.5"),
		}, []string{`targets["b"] is given twice`, `targets["c"] is given twice`}},
		{
			"two without dates",
			nil,
			[]target.Target{issue("a", "", "3.3"), issue("b", "", "3.5")},
			[]string{`targets["b"] is given twice`},
		},
		{"two for a while", nil, []target.Target{
			issue(
				"a",
				"2011",
				"3.3",
			), func() target.Target { t := issue("b", "2014", "3.5"); t.Replaces = "a"; return t }(),
			func() target.Target { t := issue("c", "2012", "3.4"); t.Withdrawn = "2013"; return t }(),
		}, []string{`targets["c"] is given twice`}},
		{"one after the other", nil, []target.Target{
			func() target.Target { t := issue("a", "2011", "3.3"); t.Withdrawn = "2012"; return t }(),
			issue("b", "2012", "3.5"),
		}, nil},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 2 {
				a, err := target.NewAgenda(tt.goals, tt.targets)
				if diff := cmp.Diff(tt.want, faults(err)); diff != "" || (a == nil) != (err != nil) {
					t.Errorf("NewAgenda() mismatch (-want +got):\n%s", diff)
				}
				if tt.name == "no codes" {
					return
				}
				slices.Reverse(tt.goals) // order does not matter
				slices.Reverse(tt.targets)
			}
		})
	}
}

// A long chain and a wide cycle end soon and say what they can.
func TestNewAgendaIsBounded(t *testing.T) {
	far := patents()
	far.Code, far.Indicator.Per = "far", decimal.New(1, 2_000_000_000)
	if _, err := target.NewAgenda(nil, []target.Target{patents(), far}); !errors.Is(err, target.ErrRange) ||
		!errors.Is(err, target.ErrMismatch) {
		t.Errorf("a definition out of bounds: %v", err)
	}

	const n = 20000
	goals := make([]target.Goal, n)
	for i := range goals {
		goals[i] = target.Goal{Code: fmt.Sprint(i), Title: "x", Parent: fmt.Sprint((i + 1) % n)}
	}
	_, err := target.NewAgenda(goals, nil)
	if !errors.Is(err, target.ErrCycle) || len(err.Error()) > 5000 {
		t.Errorf("a cycle of %d: %v", n, err)
	}
	goals[n-1].Parent = ""
	if _, err := target.NewAgenda(goals, nil); err != nil {
		t.Errorf("a chain of %d: %v", n, err)
	}
}

func revised(t *testing.T) *target.Agenda {
	old, mid, last := issue("a", "2008-06-05", "2.5"), issue("b", "2011-03", "3.3"), issue("c", "2014-12-10", "14")
	mid.Replaces, last.Replaces = "a", "b"
	last.Comparator, last.Tolerance = target.About, dec("1")
	early := issue("d", "2003-09", "1")
	early.Unit, early.From, early.Goal = "310000", "b", "strategy"
	early.Links = []target.Link{
		{Relation: target.Corrects, Target: "c"},
		{Relation: target.AdoptedFrom, Target: "a", Date: "2010"},
	}
	early.Withdrawn = "2015-07-01"
	return mustAgenda(t, []target.Goal{
		{Code: "strategy", Title: "strategy", Source: target.Source{Date: "2008-06-05"}, Parent: "plan"},
		{Code: "plan", Title: "plan", Source: target.Source{Date: "2011"}},
	}, last, early, mid, old)
}

func TestAgendaAsOf(t *testing.T) {
	a := revised(t)
	if got := codes(a); got != "c" {
		t.Errorf("in force in the end: %s", got)
	}
	tests := []struct{ date, want, of string }{
		{"2003-09-29", "", ""},
		{"2003-09-30", "d", " "},
		{"2003", "d", " "},
		{"2008-06-04", "d", " "},
		{"2008-06-05", "a d", " strategy"},
		{"2010-12-30", "a d", " strategy"},
		{"2010-12-31", "a d", " strategyadopted from a"},
		{"2011-03-30", "a d", " strategyadopted from a"},
		{"2011-03", "b d", "b strategyadopted from a"},
		{"2014-12-10", "c d", "b strategycorrects cadopted from a"},
		{"2015-06-30", "c d", "b strategycorrects cadopted from a"},
		{"2015-07-01", "c", "b strategycorrects cadopted from a"},
	}

	for _, tt := range tests {
		t.Run(tt.date, func(t *testing.T) {
			then, err := a.AsOf(tt.date)
			if err != nil {
				t.Fatal(err)
			}
			if got := codes(then); got != tt.want {
				t.Errorf("in force: %q, want %q", got, tt.want)
			}
			if d, ok := then.Target("d"); ok {
				var got strings.Builder
				got.WriteString(d.From + " " + d.Goal)
				for _, k := range d.Links {
					got.WriteString(k.Relation.String() + " " + k.Target)
				}
				if got.String() != tt.of {
					t.Errorf("d hangs on %q, want %q", got.String(), tt.of)
				}
				if tt.date < "2015-07" && d.Withdrawn != "" {
					t.Error("d is known to be withdrawn")
				}
			}
		})
	}

	if then, _ := a.AsOf("2009"); then != nil {
		if g, ok := then.Goal("strategy"); !ok || g.Parent != "" {
			t.Errorf("in 2009 the strategy serves %q", g.Parent)
		}
		if _, ok := then.Goal("plan"); ok {
			t.Error("in 2009 the plan is known")
		}
	}

	if _, err := a.AsOf("12th of May"); !errors.Is(err, target.ErrInvalid) {
		t.Errorf("AsOf(12th of May): %v", err)
	}
}

func TestAgendaHistory(t *testing.T) {
	a := revised(t)
	for code, want := range map[string]string{"a": "a b c", "b": "a b c", "c": "a b c", "d": "d", "": "", "x": ""} {
		var got []string
		for h := range a.History(code) {
			got = append(got, h.Code)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("History(%q) = %v, want %s", code, got, want)
		}
	}

	for h := range a.History("c") {
		if h.Code != "a" {
			t.Error("the history does not begin with the first")
		}
		break
	}

	if !a.InForce("c") || a.InForce("b") || a.InForce("d") || a.InForce("x") {
		t.Error("InForce() is wrong")
	}
	if n := len(slices.Collect(a.All())); n != 4 {
		t.Errorf("%d targets in all", n)
	}
	if n := len(slices.Collect(a.Goals())); n != 2 {
		t.Errorf("%d goals", n)
	}
	if _, ok := a.Target("x"); ok {
		t.Error("there is a target x")
	}
	if _, ok := a.Goal("x"); ok {
		t.Error("there is a goal x")
	}
}

func TestAgendaChanges(t *testing.T) {
	a := revised(t)
	list := func(from, to string) []string {
		changes, err := a.Changes(from, to)
		if err != nil {
			t.Fatal(err)
		}
		var s []string
		for c := range changes {
			text := c.Date + " " + c.What.String()
			if c.From != nil {
				text += " " + c.From.Code
			}
			if c.To != nil {
				text += " → " + c.To.Code
			}
			if f := c.Fields(); f != nil {
				text += " (" + strings.Join(f, ", ") + ")"
			}
			s = append(s, text)
		}
		return s
	}

	all := []string{
		"2003-09 issued → d", "2008-06-05 issued → a", "2011-03 replaced a → b (value)",
		"2014-12-10 replaced b → c (comparator, value, tolerance)", "2015-07-01 withdrawn d",
	}

	tests := []struct {
		from, to string
		want     []string
	}{
		{"", "", all},
		{"2003-09-30", "2011-03-30", all[1:2]},
		{"2008-06-04", "2011-03-31", all[1:3]},
		{"2008-06-05", "2008-06-05", nil},
		{"2011", "", all[3:]},
	}

	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, list(tt.from, tt.to)); diff != "" {
			t.Errorf("Changes(%q, %q) mismatch (-want +got):\n%s", tt.from, tt.to, diff)
		}
	}

	_, err := a.Changes("x", "y")
	if diff := cmp.Diff([]string{"from is not valid", "to is not valid"}, faults(err)); diff != "" {
		t.Error(diff)
	}
	if _, err := a.Changes("2012", "2011"); !errors.Is(err, target.ErrRange) {
		t.Errorf("backwards: %v", err)
	}
	changes, err := a.Changes("2014", "2014")
	if err != nil {
		t.Fatal(err)
	}

	for c := range changes {
		t.Errorf("nothing changed after 2014 until 2014, but %v", c)
	}
}
