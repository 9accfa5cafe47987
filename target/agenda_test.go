package target_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

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
		{"no codes", []target.Goal{{Title: "x"}}, []target.Target{{}}, []string{"goals[0].code is required", "targets[0].code is required"}},
		{"codes twice", []target.Goal{g("a", ""), g("a", "")}, []target.Target{at("a", same), at("a", same)}, []string{
			`goals["a"].code is given twice`, `targets["a"].code is given twice`,
		}},
		{"not valid", []target.Goal{{Code: "a"}}, []target.Target{at("b", func(t *target.Target) { t.Unit = "" }), at("a", func(t *target.Target) { t.Period = target.Period{} })}, []string{
			`goals["a"].title is required`, `targets["a"].period is required`, `targets["b"].unit is required`,
		}},
		{"dangling", []target.Goal{g("a", "z")}, []target.Target{at("a", func(t *target.Target) {
			t.Goal, t.From, t.Replaces = "y", "x", "w"
			t.Links = []target.Link{{Relation: target.Corrects, Target: "v"}}
		})}, []string{
			`goals["a"].parent is unknown`, `targets["a"].from is unknown`, `targets["a"].goal is unknown`,
			`targets["a"].links[0].target is unknown`, `targets["a"].replaces is unknown`,
		}},
		{"goals in a cycle", []target.Goal{g("a", "b"), g("b", "c"), g("c", "a"), g("d", "a"), g("e", "")}, nil, []string{
			`goals["a"].parent is part of a cycle`, `goals["b"].parent is part of a cycle`, `goals["c"].parent is part of a cycle`,
		}},
		{"targets in a cycle", nil, []target.Target{
			at("a", func(t *target.Target) { t.From = "b" }), at("b", link(target.AdoptedFrom, "c")), at("c", link(target.DecomposedFrom, "a")), at("d", same),
		}, []string{`targets["a"].from is part of a cycle`, `targets["b"].from is part of a cycle`, `targets["c"].from is part of a cycle`}},
		{"a cycle on its way to others", nil, []target.Target{
			at("a", func(t *target.Target) { t.From = "b" }), at("b", func(t *target.Target) {
				t.From, t.Links = "a", []target.Link{{Relation: target.DecomposedFrom, Target: "d"}}
			}), at("c", func(t *target.Target) { t.From = "a" }), at("d", func(t *target.Target) { t.From = "e" }), at("e", same),
		}, []string{`targets["a"].from is part of a cycle`, `targets["b"].from is part of a cycle`}},
		{"promoted to what stems from it", nil, []target.Target{at("a", func(t *target.Target) { t.From = "b" }), at("b", func(t *target.Target) { t.From = "c" }), at("c", func(t *target.Target) {
			t.Links = []target.Link{{Relation: target.PromotedTo, Target: "a"}}
		})}, nil},
		{"promoted to what promotes it", nil, []target.Target{at("a", link(target.PromotedTo, "b")), at("b", link(target.PromotedTo, "a"))}, []string{
			`targets["a"].from is part of a cycle`, `targets["b"].from is part of a cycle`,
		}},
		{"promoted to what it stems from", nil, []target.Target{at("a", func(t *target.Target) { t.From = "b" }), at("b", link(target.AdoptedFrom, "a"))}, []string{
			`targets["a"].from is part of a cycle`, `targets["b"].from is part of a cycle`,
		}},
		{"promoted and adopted are one step", nil, []target.Target{at("a", link(target.PromotedTo, "b")), at("b", link(target.AdoptedFrom, "a"))}, nil},
		{"replaced in a cycle", nil, []target.Target{at("a", func(t *target.Target) { t.Replaces = "b" }), at("b", func(t *target.Target) { t.Replaces = "a" })}, []string{
			`targets["a"].replaces is part of a cycle`, `targets["b"].replaces is part of a cycle`,
		}},
		{"replaced twice", nil, []target.Target{at("a", same), at("b", func(t *target.Target) { t.Replaces = "a" }), at("c", func(t *target.Target) { t.Replaces = "a" })}, []string{
			`targets["c"].replaces is given twice`,
		}},
		{"two definitions", nil, []target.Target{at("a", same), at("b", func(t *target.Target) { t.Indicator.Per = dec("1000000") })}, []string{
			`targets["b"].indicator does not belong together`,
		}},
		{"definitions in a cycle", nil, []target.Target{
			at("a", func(t *target.Target) { t.Indicator.Revises = "other" }), at("b", func(t *target.Target) { t.Indicator.Code, t.Indicator.Revises = "other", "density" }),
		}, []string{`targets["a"].indicator.revises is part of a cycle`, `targets["b"].indicator.revises is part of a cycle`}},
		{"dates", []target.Goal{{Code: "a", Title: "x", Source: target.Source{Date: "soon"}}}, []target.Target{at("a", func(t *target.Target) {
			t.Source.Date, t.Withdrawn = "2011-02-30", "never"
			t.Links = []target.Link{{Relation: target.Corrects, Target: "b", Date: "2011-Q1"}}
		}), at("b", same)}, []string{
			`goals["a"].source.date is not valid`, `targets["a"].links[0].date is not valid`, `targets["a"].source.date is not valid`, `targets["a"].withdrawn is not valid`,
		}},
		{"a replacement too early", nil, []target.Target{issue("a", "2011-03", "3.3"), func() target.Target { t := issue("b", "2011-03-14", "3.5"); t.Replaces = "a"; return t }()}, []string{
			`targets["b"].source.date is out of range`,
		}},
		{"two in force", nil, []target.Target{issue("a", "2011", "3.3"), issue("b", "2013", "3.5")}, []string{`targets["b"] is given twice`}},
		{"replaced on the day of issue", nil, []target.Target{issue("a", "2011-03-14", "3.3"), func() target.Target { t := issue("b", "2011-03-14", "3.5"); t.Replaces = "a"; return t }()}, nil},
		{"withdrawn on the day of issue", nil, []target.Target{
			func() target.Target { t := issue("a", "2011-03-14", "3.3"); t.Withdrawn = "2011-03-14"; return t }(), issue("b", "2010", "3.5"),
		}, nil},
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
		{"two without dates", nil, []target.Target{issue("a", "", "3.3"), issue("b", "", "3.5")}, []string{`targets["b"] is given twice`}},
		{"two for a while", nil, []target.Target{
			issue("a", "2011", "3.3"), func() target.Target { t := issue("b", "2014", "3.5"); t.Replaces = "a"; return t }(),
			func() target.Target { t := issue("c", "2012", "3.4"); t.Withdrawn = "2013"; return t }(),
		}, []string{`targets["c"] is given twice`}},
		{"one after the other", nil, []target.Target{
			func() target.Target { t := issue("a", "2011", "3.3"); t.Withdrawn = "2012"; return t }(), issue("b", "2012", "3.5"),
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
	if _, err := target.NewAgenda(nil, []target.Target{patents(), far}); !errors.Is(err, target.ErrRange) || !errors.Is(err, target.ErrMismatch) {
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
	early.Links = []target.Link{{Relation: target.Corrects, Target: "c"}, {Relation: target.AdoptedFrom, Target: "a", Date: "2010"}}
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

func TestPromotion(t *testing.T) {
	sector, plan := issue("sector", "2010-11", "3.3"), issue("plan", "2011-03-14", "3.3")
	sector.Links = []target.Link{{Relation: target.PromotedTo, Target: "plan"}}
	a := mustAgenda(t, nil, sector, plan)
	if got := codes(a); got != "plan" {
		t.Errorf("in force: %s", got)
	}
	then, err := a.AsOf("2011-03-13")
	if err != nil || codes(then) != "sector" {
		t.Errorf("the day before: %s, %v", codes(then), err)
	}
	if s, _ := then.Target("sector"); len(s.Links) != 0 {
		t.Error("the promotion is known the day before")
	}
	changes, err := a.Changes("2011", "")
	if err != nil {
		t.Fatal(err)
	}
	for c := range changes {
		t.Errorf("after 2011: %v", c)
	}
	changes, err = a.Changes("2010", "2011")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for c := range changes {
		got = append(got, c.String())
	}
	want := []string{
		"2011-03-14 issued: at least 3.30 patents per 10,000 people by 2015",
		"2011-03-14 promoted: at least 3.30 patents per 10,000 people by 2015 → at least 3.30 patents per 10,000 people by 2015",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Changes() mismatch (-want +got):\n%s", diff)
	}
}

// The agenda keeps nothing of the caller's and gives away nothing of its own.
func TestAgendaCopies(t *testing.T) {
	in := issue("a", "2011", "3.3")
	in.Tags, in.Links = []string{"application"}, []target.Link{{Relation: target.Corrects, Target: "b"}}
	other := issue("b", "2011", "1")
	other.Unit = "320000"
	list := []target.Target{in, other}
	goals := []target.Goal{{Code: "g", Title: "x"}}
	a, same := mustAgenda(t, goals, list...), mustAgenda(t, goals, list...)
	spoil := func(x target.Target) { x.Tags[0], x.Links[0].Target, x.Baseline.Value = "z", "z", dec("99") }
	out, _ := a.Target("a")
	spoil(out)
	for x := range a.Targets() {
		if x.Code == "a" {
			spoil(x)
		}
	}
	for x := range a.All() {
		x.Baseline.Value = dec("99")
	}
	for x := range a.History("a") {
		spoil(x)
	}
	changes, err := a.Changes("", "")
	if err != nil {
		t.Fatal(err)
	}
	for c := range changes {
		c.To.Value, c.To.Baseline.Value = dec("99"), dec("99")
	}
	if then, err := a.AsOf("2012"); err != nil {
		t.Fatal(err)
	} else if out, _ := then.Target("a"); true {
		spoil(out)
	}
	if diff := cmp.Diff(same, a); diff != "" {
		t.Errorf("the agenda changed:\n%s", diff)
	}
	spoil(in)
	goals[0].Title, list[1].Unit = "z", "z"
	if diff := cmp.Diff(same, a); diff != "" || !same.Equal(a) {
		t.Errorf("the agenda changed with its input:\n%s", diff)
	}
}

// agendas draws targets of four units with dates, revisions and lineage.
func agendas(t *rapid.T) *target.Agenda {
	n := rapid.IntRange(1, 12).Draw(t, "n")
	var list []target.Target
	last := make(map[string]int) // by unit
	for i := range n {
		unit := rapid.SampledFrom([]string{"11", "31", "32", "44"}).Draw(t, "unit")
		tg := patents()
		tg.Code, tg.Unit = fmt.Sprintf("t%02d", i), unit
		tg.Value = decimal.New(rapid.Int64Range(0, 99999).Draw(t, "value"), -rapid.Int32Range(0, 4).Draw(t, "scale"))
		tg.Source.Date = fmt.Sprintf("%04d-%02d", 2000+i, rapid.IntRange(1, 12).Draw(t, "month"))
		if j, ok := last[unit]; ok {
			tg.Replaces = list[j].Code
		}
		last[unit] = i
		list = append(list, tg)
	}
	// Parents may be younger than their children; codes keep out cycles.
	for i := range list {
		if j := rapid.IntRange(i, n-1).Draw(t, "from"); j > i {
			list[i].From = list[j].Code
		}
		if j := rapid.IntRange(i, n-1).Draw(t, "link"); j > i {
			list[i].Links = []target.Link{{Relation: target.AdoptedFrom, Target: list[j].Code}}
		}
	}
	a, err := target.NewAgenda(nil, list)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// At no date does the agenda show or name what was not yet issued, and what it
// shows is an agenda by itself; the changes lead from one date to the next.
func asOfShowsNothingLater(t *rapid.T) {
	a := agendas(t)
	y, m := rapid.IntRange(1999, 2013).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month")
	date := fmt.Sprintf("%04d-%02d", y, m)
	then, err := a.AsOf(date)
	if err != nil {
		t.Fatal(err)
	}
	var list []target.Target
	for tg := range then.All() {
		list = append(list, tg)
		named := []string{tg.Code, tg.From, tg.Replaces}
		for _, k := range tg.Links {
			named = append(named, k.Target)
		}
		for _, code := range named {
			if other, ok := a.Target(code); ok && other.Source.Date > date {
				t.Fatalf("at %s target %s names %s of %s", date, tg.Code, code, other.Source.Date)
			}
		}
	}
	again, err := target.NewAgenda(nil, list)
	if err != nil || !again.Equal(then) {
		t.Fatalf("the agenda of %s is none by itself: %v", date, err)
	}
	issued := 0
	changes, err := a.Changes("", date)
	if err != nil {
		t.Fatal(err)
	}
	for c := range changes {
		if c.To.Source.Date > date {
			t.Fatalf("until %s there is a change of %s", date, c.To.Source.Date)
		}
		issued++
	}
	if issued != len(list) {
		t.Fatalf("%d changes until %s, but %d targets", issued, date, len(list))
	}
	if twice, err := then.AsOf(date); err != nil || !twice.Equal(then) {
		t.Fatalf("AsOf(%s) twice differs: %v", date, err)
	}
}

func TestAsOfShowsNothingLater(t *testing.T) { rapid.Check(t, asOfShowsNothingLater) }
func FuzzAsOfShowsNothingLater(f *testing.F) { f.Fuzz(rapid.MakeFuzz(asOfShowsNothingLater)) }

func TestAgendaReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := agendas(t)
		data, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var b target.Agenda
		if err := json.Unmarshal(data, &b); err != nil {
			t.Fatal(err)
		}
		if !a.Equal(&b) || !cmp.Equal(a, &b) {
			t.Fatalf("%s reads back otherwise", data)
		}
		again, err := json.Marshal(&b)
		if err != nil || string(again) != string(data) {
			t.Fatalf("written twice: %s and %s, %v", data, again, err)
		}
	})
}

func BenchmarkNewAgenda(b *testing.B) {
	var targets []target.Target
	for unit := range 1000 {
		for y := 2011; y <= 2015; y++ {
			t := patents()
			t.Unit, t.Period, t.Baseline = fmt.Sprint(unit), target.Year(y), nil
			t.Code, t.Source.Date = fmt.Sprint(unit, "-", y), "2011-03"
			if unit > 0 {
				t.From = fmt.Sprint(0, "-", y)
			}
			targets = append(targets, t)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := target.NewAgenda(nil, targets); err != nil {
			b.Fatal(err)
		}
	}
}
