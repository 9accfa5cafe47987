package target_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/target"
)

// by is a density target by a setter, at a tier.
func by(code, setter string, tier target.Tier, value string) target.Target {
	t := issue(code, "2011", value)
	t.Setter, t.Tier = setter, tier
	return t
}

// codesOf joins the codes of targets.
func codesOf(targets []target.Target) string {
	var s []string
	for _, t := range targets {
		s = append(s, t.Code)
	}
	return strings.Join(s, " ")
}

func TestTargetsOfSeveralSetters(t *testing.T) {
	other := by("z", "ministry", target.Standard, "4")
	other.Unit = "340000"
	tests := []struct {
		name    string
		targets []target.Target
		want    []string
	}{
		{"two setters", []target.Target{by("a", "ministry", 0, "12"), by("b", "province", 0, "13")}, nil},
		{"a setter and none", []target.Target{by("a", "ministry", 0, "12"), by("b", "", 0, "13")}, nil},
		{"three tiers", []target.Target{
			by("a", "m", 0, "12"), by("b", "m", target.BottomLine, "11"), by("c", "m", target.Stretch, "14"),
		}, nil},
		{"another unit", []target.Target{by("a", "ministry", 0, "12"), other}, nil},
		{
			"one setter twice",
			[]target.Target{by("a", "m", 0, "12"), by("b", "m", 0, "12")},
			[]string{`targets["b"] is given twice`},
		},
		{
			"one tier twice",
			[]target.Target{by("a", "m", target.Stretch, "12"), by("b", "m", target.Stretch, "12")},
			[]string{`targets["b"] is given twice`},
		},
		{"no such tier", []target.Target{by("a", "m", 3, "12")}, []string{`targets["a"].tier is unknown`}},
		{"no code", []target.Target{by("a", "\xff", 0, "12")}, []string{`targets["a"].setter is not valid`}},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := target.NewAgenda(nil, tt.targets)
			var got []string
			for _, e := range target.AllErrors(err) {
				got = append(got, e.Path+" "+e.Err.Error())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("NewAgenda() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPrecedence(t *testing.T) {
	ministry, province := by("a", "ministry", 0, "12"), by("b", "province", 0, "13")
	floor, stretch := by("c", "ministry", target.BottomLine, "11"), by("d", "ministry", target.Stretch, "14")
	nobody := by("e", "", 0, "10")
	all := []target.Target{stretch, floor, province, ministry}
	tests := []struct {
		name    string
		p       target.Precedence
		targets []target.Target
		want    string
		err     error
	}{
		{"a setter", target.Precedence{Setters: []string{"province"}}, all, "b", nil},
		{"the other", target.Precedence{Setters: []string{"ministry", "province"}}, all, "a", nil},
		{
			"a tier",
			target.Precedence{Setters: []string{"ministry"}, Tiers: []target.Tier{target.BottomLine, target.Stretch}},
			all, "c", nil,
		},
		{
			"the setter before the tier",
			target.Precedence{Setters: []string{"province"}, Tiers: []target.Tier{target.Stretch}},
			all, "b", nil,
		},
		{"tiers in their own order", target.Precedence{}, []target.Target{stretch, floor}, "c", nil},
		{
			"nobody's last",
			target.Precedence{Setters: []string{"ministry"}},
			[]target.Target{nobody, ministry},
			"a", nil,
		},
		{
			"nobody's first",
			target.Precedence{Setters: []string{"", "ministry"}},
			[]target.Target{nobody, ministry},
			"e", nil,
		},
		{"neither", target.Precedence{}, []target.Target{ministry, province}, "", target.ErrMismatch},
		{
			"one setter twice",
			target.Precedence{Setters: []string{"ministry"}},
			[]target.Target{ministry, by("x", "ministry", 0, "1")},
			"", target.ErrMismatch,
		},
		{"a setter twice in the order", target.Precedence{Setters: []string{"m", "m"}}, nil, "", target.ErrDuplicate},
		{"a tier twice in the order", target.Precedence{Tiers: []target.Tier{0, 0}}, nil, "", target.ErrDuplicate},
		{"no such tier", target.Precedence{Tiers: []target.Tier{3}}, nil, "", target.ErrUnknown},
		{"not valid", target.Precedence{}, []target.Target{{}}, "", target.ErrRequired},
		{"nothing", target.Precedence{}, nil, "", nil},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 2 {
				got, err := tt.p.Binding(slices.Values(tt.targets))
				if codesOf(got) != tt.want || !errors.Is(err, tt.err) {
					t.Errorf("Binding() = %s, %v, want %s, %v", codesOf(got), err, tt.want, tt.err)
				}
				slices.Reverse(tt.targets)
			}
		})
	}
}

// Each unit, indicator and period has one that binds, in their order.
func TestBindingSubjects(t *testing.T) {
	var targets []target.Target
	for _, unit := range []string{"b", "a"} {
		for _, year := range []int{2016, 2015} {
			for _, setter := range []string{"x", "y"} {
				one := by(unit+setter+target.Year(year).String(), setter, 0, "3")
				one.Unit, one.Period = unit, target.Year(year)
				targets = append(targets, one)
			}
		}
	}
	got, err := target.Precedence{Setters: []string{"y"}}.Binding(slices.Values(targets))
	if want := "ay2015 ay2016 by2015 by2016"; err != nil || codesOf(got) != want {
		t.Errorf("Binding() = %s, %v, want %s", codesOf(got), err, want)
	}
}

// lineageAgenda is a target of the nation that a sector had first, what provinces
// and a city made of it, and goals above.
func lineageAgenda(t *testing.T) *target.Agenda {
	t.Helper()
	at := func(code, unit, date, goal string, change func(*target.Target)) target.Target {
		x := issue(code, date, "3.3")
		x.Unit, x.Goal = unit, goal
		change(&x)
		return x
	}

	link := func(r target.Relation, to string) func(*target.Target) {
		return func(x *target.Target) { x.Links = []target.Link{{Relation: r, Target: to}} }
	}
	goals := []target.Goal{
		{Code: "top", Title: "x"},
		{Code: "mid", Title: "x", Parent: "top"},
		{Code: "low", Title: "x", Parent: "mid"},
		{Code: "side", Title: "x"},
	}

	return mustAgenda(
		t, goals,
		at("sector", "00", "2010", "top", link(target.PromotedTo, "plan")),
		at("plan", "00", "2011-03", "mid", func(*target.Target) {}),
		at("plan-2", "00", "2012-03", "low", func(x *target.Target) { x.Replaces = "plan" }),
		at("early", "31", "2009", "side", link(target.AdoptedFrom, "plan")),
		at("js", "32", "2011-06", "low", func(x *target.Target) { x.From = "plan" }),
		at("js-2", "32", "2012-06", "low", func(x *target.Target) { x.From, x.Replaces = "plan-2", "js" }),
		at("city", "3201", "2010-06", "", link(target.DecomposedFrom, "js")),
		at("gone", "33", "2011-07", "", func(x *target.Target) { x.From, x.Withdrawn = "plan", "2013" }),
	)
}

func TestAgendaQueries(t *testing.T) {
	a := lineageAgenda(t)
	tests := []struct{ name, got, want string }{
		{"Of", codesOf(slices.Collect(a.Of("32"))), "js-2"},
		{"Of nobody", codesOf(slices.Collect(a.Of("99"))), ""},
		{"Under top", codesOf(slices.Collect(a.Under("top"))), "js-2 plan-2"},
		{"Under low", codesOf(slices.Collect(a.Under("low"))), "js-2 plan-2"},
		{"Under side", codesOf(slices.Collect(a.Under("side"))), "early"},
		{"Under nothing", codesOf(slices.Collect(a.Under(""))), ""},
		{"Children of the plan", codesOf(slices.Collect(a.Children("plan"))), "early js-2"},
		{"Children of its revision", codesOf(slices.Collect(a.Children("plan-2"))), "early js-2"},
		{"Children of the sector", codesOf(slices.Collect(a.Children("sector"))), ""},
		{"Children of js", codesOf(slices.Collect(a.Children("js"))), "city"},
		{"Children of none", codesOf(slices.Collect(a.Children("x"))), ""},
		{"Lineage of the city", codesOf(slices.Collect(a.Lineage("city"))), "js plan sector"},
		{"Lineage of the plan", codesOf(slices.Collect(a.Lineage("plan"))), "sector"},
		{"Lineage of the sector", codesOf(slices.Collect(a.Lineage("sector"))), ""},
		{"Lineage of none", codesOf(slices.Collect(a.Lineage("x"))), ""},
	}

	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s = %s, want %s", tt.name, tt.got, tt.want)
		}
	}

	var goals []string
	for g := range a.Subgoals("top") {
		goals = append(goals, g.Code)
	}
	if diff := cmp.Diff([]string{"low", "mid"}, goals); diff != "" {
		t.Errorf("Subgoals() mismatch (-want +got):\n%s", diff)
	}
	for range a.Lineage("city") {
		break
	}
	for range a.Subgoals("top") {
		break
	}
	for range a.Under("top") {
		break
	}
}

// What stems from a target in two ways is there once. A target that is replaced has the
// same children as its revision, whichever of the two codes comes first.
func TestLineageOfTwoParents(t *testing.T) {
	at := func(code, unit, from string, parents ...string) target.Target {
		x := issue(code, "2011", "3.3")
		x.Unit, x.From = unit, from
		for _, parent := range parents {
			x.Links = append(x.Links, target.Link{Relation: target.DecomposedFrom, Target: parent})
		}
		return x
	}
	newer, newest := at("a", "00", ""), at("n", "01", "")
	newer.Replaces, newest.Replaces, newest.Indicator.Code = "z", "b", "other"
	older, own := at("b", "01", ""), at("f", "00", "e", "n")
	older.Indicator.Code, own.Period = "other", target.Year(2014)

	a := mustAgenda(
		t, nil, newer, at("z", "00", ""), older, newest,
		at("c", "10", "z"), at("d", "11", "a"), at("e", "20", "d", "c", "b"), own,
		at("g", "30", "c", "h"), at("h", "31", "z"),
	)
	then, err := a.AsOf("2012")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, got, want string }{
		{"Children of the revision, the first by code", codesOf(slices.Collect(a.Children("a"))), "c d h"},
		{"Children of what it replaces", codesOf(slices.Collect(a.Children("z"))), "c d h"},
		{"Children of what is replaced by a later code", codesOf(slices.Collect(a.Children("b"))), "e f"},
		{"Children of the later code", codesOf(slices.Collect(a.Children("n"))), "e f"},
		{"Lineage with two ways to one", codesOf(slices.Collect(a.Lineage("e"))), "b c d a z"},
		{"Lineage of its child", codesOf(slices.Collect(a.Lineage("f"))), "e n b c d a z"},
		{"Lineage whose two ways meet", codesOf(slices.Collect(a.Lineage("g"))), "c h z"},
		{"Children in an agenda of a later date", codesOf(slices.Collect(then.Children("a"))), "c d h"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s = %s, want %s", tt.name, tt.got, tt.want)
		}
	}

	// The first target by code can be asked about. Its own unit does not answer it.
	answers, err := a.Answers("a")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range answers {
		got = append(got, x.Unit+" "+x.Target.Code)
		if x.Before {
			t.Errorf("the answer of %s is before, but of the same day", x.Unit)
		}
	}
	if want := []string{"10 c", "11 d", "20 e", "30 g", "31 h"}; !slices.Equal(got, want) {
		t.Errorf("Answers(a) = %q, want %q", got, want)
	}

	first, second, child := at("a", "00", ""), at("b", "00", ""), at("c", "10", "b")
	second.Replaces = "a"
	if got := codesOf(slices.Collect(mustAgenda(t, nil, first, second, child).Children("a"))); got != "c" {
		t.Errorf("Children of the first of all, which is replaced = %s, want c", got)
	}
}

func TestAnswers(t *testing.T) {
	a := lineageAgenda(t)
	answers, err := a.Answers("plan-2", "31", "34")
	if err != nil {
		t.Fatal(err)
	}

	var got []string
	for _, x := range answers {
		s := x.Unit + " -"
		if x.Target != nil {
			s = x.Unit + " " + x.Target.Code
		}
		if x.Before {
			s += " before"
		}
		got = append(got, s)
		readsBack(t, x, "")
	}

	want := []string{"31 early before", "32 js", "3201 city before", "33 gone", "34 -"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Answers() mismatch (-want +got):\n%s", diff)
	}
	var bad target.Answer
	if err := bad.UnmarshalJSON([]byte(`{"unit":"31","before":true}`)); !errors.Is(err, target.ErrRequired) {
		t.Errorf("UnmarshalJSON() of an answer without a target: %v", err)
	}
	for text, want := range map[string]string{
		`{"unit":"","before":false}`: "answer.unit is required",
		`{"unit":"31","target":` + strings.Replace(patentsJSON, "000000", "", 1) + `}`: "answer.target.unit is required",
	} {
		err := bad.UnmarshalJSON([]byte(text))
		if got := faults(err); !slices.Equal(got, []string{want}) {
			t.Errorf("UnmarshalJSON(%s) = %q, want %s", text, got, want)
		}
	}
	if _, err := a.Answers("x"); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("Answers(x): %v", err)
	}
}

func TestWaypoints(t *testing.T) {
	mid := func(code string, year int, value, end string) target.Target {
		x := issue(code, "2008", value)
		x.Period, x.Links = target.Year(year), []target.Link{{Relation: target.MidTermOf, Target: end}}
		return x
	}
	end := issue("end", "2008", "12")
	end.Period = target.Year(2020)
	again := end.Clone()
	again.Code, again.Replaces, again.Source.Date = "again", "end", "2010"
	a := mustAgenda(t, nil, end, again, mid("a", 2018, "9", "again"), mid("b", 2013, "3.3", "end"))
	for _, code := range []string{"end", "again"} {
		got := a.Waypoints(code)
		if len(got) != 2 || got[0].Period != target.Year(2013) || got[1].Period != target.Year(2018) ||
			got[1].Value.String() != "9" {
			t.Errorf("Waypoints(%s) = %v", code, got)
		}
	}
	if got := a.Waypoints("x"); got != nil {
		t.Errorf("Waypoints(x) = %v", got)
	}

	late, other := mid("late", 2020, "12", "end"), mid("other", 2013, "3", "end")
	other.Unit = "110000"
	_, err := target.NewAgenda(nil, []target.Target{end, late, other})
	got := target.AllErrors(err)
	if len(got) != 2 || got[0].Err != target.ErrRange || got[1].Err != target.ErrMismatch {
		t.Errorf("NewAgenda() = %v", err)
	}
	_, err = target.NewAgenda(nil, []target.Target{end, mid("lost", 2013, "3", "")})
	if !errors.Is(err, target.ErrRequired) {
		t.Errorf("NewAgenda() of a mid-term value of nothing = %v", err)
	}
}

// An answer without a date is not known to be before.
func TestAnswersWithoutADate(t *testing.T) {
	plan := issue("plan", "2011-03", "3.3")
	own := issue("own", "", "1")
	own.Unit, own.From = "63", "plan"
	answers, err := mustAgenda(t, nil, plan, own).Answers("plan")
	if err != nil {
		t.Fatal(err)
	}
	if len(answers) != 1 || answers[0].Target.Code != "own" || answers[0].Before {
		t.Errorf("Answers() = %+v, want own, not before", answers)
	}
}
