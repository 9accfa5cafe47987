package hierarchy_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// grouped parses "01 02 ≥3 ≤4": the codes of a group and its bounds.
func grouped(name, words string) hierarchy.GroupBound {
	g := hierarchy.GroupBound{Name: name}
	for word := range strings.FieldsSeq(words) {
		if least, is := strings.CutPrefix(word, "≥"); is {
			g.Min = some(least)
		} else if most, is := strings.CutPrefix(word, "≤"); is {
			g.Max = some(most)
		} else {
			g.Units = append(g.Units, word)
		}
	}
	return g
}

// groups are named by their order.
func groups(words ...string) []hierarchy.GroupBound {
	var all []hierarchy.GroupBound
	for i, w := range words {
		all = append(all, grouped(fmt.Sprint("g", i+1), w))
	}
	return all
}

// decisions prints the quotas under a unit, each with what decided it.
func decisions(p *hierarchy.Plan, parent string) string {
	var all []string
	for q := range p.Children(parent) {
		all = append(all, fmt.Sprint(q.Value, " ", q.DecidedBy))
	}
	return strings.Join(all, ", ")
}

// A group shares its bound by the rule of the parent. What a unit's own bound decides too
// is decided by that.
func TestGroupSharesItsBound(t *testing.T) {
	f := newFan(3)
	column := func(figures string) hierarchy.Column {
		if figures == "" {
			return hierarchy.Column{}
		}
		return f.column(strings.Split(figures, ",")...)
	}
	increments := func(done, weights string) hierarchy.Method {
		return hierarchy.Increment(column(done), column(weights))
	}

	for _, c := range []struct {
		name     string
		amount   string
		method   hierarchy.Method
		min, max string
		groups   []hierarchy.GroupBound
		want     string
	}{
		{"a maximum", "12", nil, "", "", groups("01 02 ≤5"), "3 group, 2 group, 7 claim"},
		{"whose units are in another order", "12", nil, "", "", groups("02 01 ≤5"), "3 group, 2 group, 7 claim"},
		{"of the last units", "12", nil, "", "", groups("03 02 ≤5"), "7 claim, 3 group, 2 group"},
		{"a minimum", "12", nil, "", "", groups("02 03 ≥9"), "3 claim, 5 group, 4 group"},
		{"both", "12", nil, "", "", groups("01 02 ≥9 ≤9"), "5 group, 4 group, 3 claim"},
		{"reached without it", "12", nil, "", "", groups("01 02 ≥8 ≤8"), "4 claim, 4 claim, 4 claim"},
		{"one in another", "12", nil, "", "", groups("01 02 03 ≤12", "02 03 ≥10"), "2 group, 5 group, 5 group"},
		{"beside a maximum", "12", nil, "", "2,,", groups("01 02 ≤4"), "2 maximum, 2 group, 8 claim"},
		{"above a maximum", "12", nil, "", "1,,", groups("01 02 ≤4"), "1 maximum, 3 group, 8 claim"},
		{"beside a minimum", "12", nil, "5,,", "", groups("01 02 ≥10"), "5 minimum, 5 group, 2 claim"},
		{"below a minimum", "12", nil, "6,,", "", groups("01 02 ≥10"), "6 minimum, 4 group, 2 claim"},
		{
			"the outer one at its bound", "12", nil, "", "",
			groups("01 02 ≤4", "01 02 03 ≤12"), "2 group, 2 group, 8 group",
		},

		{"increments", "12", increments("1,2,3", "1,1,1"), "", "", groups("01 02 ≤5"), "2 group, 3 group, 7 claim"},
		{
			"of the last units", "12", increments("3,2,1", "1,1,1"), "", "",
			groups("02 03 ≥9"), "3 claim, 5 group, 4 group",
		},
		{
			"one without a weight", "12", increments("1,2,3", "0,1,1"), "", "",
			groups("01 02 ≤4"), "1 claim, 3 group, 8 claim",
		},
		{"the other way", "12", increments("1,2,3", "1,0,2"), "", "", groups("01 02 ≥6"), "4 group, 2 claim, 6 claim"},
		{
			"below what is done", "12", increments("4,2,1", "1,1,1"), "", "",
			groups("01 02 ≤4"), "3 group, 1 group, 8 claim",
		},

		// A minimum or maximum makes the others go to the other side of zero.
		{"below zero", "-12", nil, "", "", groups("01 02 ≥-5"), "-3 group, -2 group, -7 claim"},
		{"a minimum above zero", "-10", nil, "4,,", "5,,", groups("01 02 ≥3"), "4 minimum, -1 group, -13 claim"},
		{"and a maximum above zero", "-10", nil, "4,,", "4,2,", groups("01 02 ≥3"), "4 minimum, -1 group, -13 claim"},
		{"beside one below zero", "-10", nil, "4,,", "4,-1,", groups("01 02 ≥2"), "4 minimum, -2 group, -12 claim"},
		{"a maximum below zero", "10", nil, "-5,,", "-4,,", groups("01 02 ≤-3"), "-4 maximum, 1 group, 13 claim"},
	} {
		o := hierarchy.Options{
			Rule:        hierarchy.Rule{Method: c.method, Min: column(c.min), Max: column(c.max)},
			GroupBounds: c.groups,
		}

		p, err := hierarchy.Cascade(f.tree, f.target(target.Flow, c.amount, 0), o)
		if err != nil {
			t.Errorf("%s: Cascade() = %v, want %s", c.name, err, c.want)
			continue
		}
		if got := decisions(p, "00"); got != c.want {
			t.Errorf("%s: Cascade() = %s, want %s", c.name, got, c.want)
		}
		if again, err := p.Revise(hierarchy.Options{}); err != nil || decisions(again, "00") != c.want {
			t.Errorf("%s: Revise() = %v, %v, want %s", c.name, again, err, c.want)
		}
	}
}

// Quotas that a revision leaves as they are say what decides them now.
func TestGroupsOfKeptQuotas(t *testing.T) {
	f := newFan(4)
	p, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "20", 0), hierarchy.Options{
		GroupBounds: groups("01 02 ≤6"), Rule: hierarchy.Rule{Max: f.column("", "", "", "9")},
	})
	if err != nil {
		t.Fatal(err)
	}

	for _, c := range []struct {
		groups []hierarchy.GroupBound
		want   string
	}{
		{nil, "3 group, 3 group, 7 claim, 7 claim"},
		{groups("01 02 ≥6"), "3 group, 3 group, 7 claim, 7 claim"},
		{groups("01 02 ≥5 ≤6"), "3 group, 3 group, 7 claim, 7 claim"},
		{groups("01 02 ≥6 ≤7"), "3 group, 3 group, 7 claim, 7 claim"},
		{groups("01 02 ≥5 ≤7"), "3 claim, 3 claim, 7 claim, 7 claim"},
		{groups("01 02 ≤7"), "3 claim, 3 claim, 7 claim, 7 claim"},
		{groups("01 02 ≥5"), "3 claim, 3 claim, 7 claim, 7 claim"},
		{groups("01 03 ≤10"), "3 group, 3 claim, 7 claim, 7 claim"},
		{groups("03 04 ≤14"), "3 claim, 3 claim, 7 claim, 7 claim"},
		{[]hierarchy.GroupBound{}, "3 claim, 3 claim, 7 claim, 7 claim"},
	} {
		next, err := p.Revise(hierarchy.Options{GroupBounds: c.groups})
		if err != nil {
			t.Fatal(err)
		}
		if got := decisions(next, "00"); got != c.want {
			t.Errorf("Revise(%v) = %s, want %s", c.groups, got, c.want)
		}
	}
}

// All problems are reported at once. Only groups whose units can have a bound are compared
// with each other.
func TestGroupErrorsAreReportedOnce(t *testing.T) {
	tree := under(t, groupNation+" C C1:C C2*:C")
	for _, c := range []struct {
		groups []hierarchy.GroupBound
		want   string
	}{
		{groups("A X ≥1", "B X ≥1"), `["g1"].units["X"] ["g2"].units["X"]`},
		{groups("C1 C2 ≥1", "C1 C2 ≥1"), `["g1"].units["C2"] ["g2"].units["C2"]`},
		{groups("A1 B1 ≥1", "A1 B1 ≥1"), `["g1"].units["B1"] ["g2"].units["B1"]`},
		{groups("A A ≥1", "A A ≥1"), `["g1"].units["A"] ["g2"].units["A"]`},
		{groups("A B ≥4 ≤3", "A B ≥1"), `["g1"].min ["g1"]`},
		{groups("A B", "A B ≥1"), `["g1"] ["g1"]`},
		{groups("A B ≥1", "B C ≥1", "A1 A2 ≥1"), `["g1"]`},
	} {
		_, err := hierarchy.Cascade(tree, target.Target{
			Code: "t", Unit: "0", Period: target.Year(2020), Value: d("20"),
			Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher},
		}, hierarchy.Options{GroupBounds: c.groups})
		want := "options.groupBounds" + strings.ReplaceAll(c.want, " [", " options.groupBounds[")
		if got := paths(t, err); got != want {
			t.Errorf("Cascade(%v) = %v, want problems at %s", c.groups, err, want)
		}
	}
}

// A claims rule whose quotas are revised has no groups either.
func TestGroupsOfRevisedAwards(t *testing.T) {
	f := newFan(3)
	p, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "6", 0), hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Talmud(f.column("9", "9", "9"))},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Revise(hierarchy.Options{GroupBounds: groups("01 02 ≤3")})
	if got, want := paths(t, err), `options.groupBounds["g1"]`; got != want {
		t.Errorf("Revise() = %v, want an error at %s", err, want)
	}
}

// A group that cannot keep its bound names its own units.
func TestGroupNamesItsUnits(t *testing.T) {
	f := newFan(4)
	_, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "20", 0), hierarchy.Options{
		GroupBounds: groups("02 04 ≤5"),
		Rule:        hierarchy.Rule{Min: f.column("9", "4", "", "2")},
	})
	e, ok := errors.AsType[*hierarchy.InfeasibleError](err)
	if !ok {
		t.Fatalf("Cascade() = %v, want an InfeasibleError", err)
	}
	if got, want := fmt.Sprint(e.Units, " ", e.Remedy), `[02 04] `+
		`raise the maximum of "g1" by 1, or lower these minima by as much`; got != want {
		t.Errorf("Cascade() = %s, want %s", got, want)
	}
}
