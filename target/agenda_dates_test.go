package target_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/target"
)

// The first by code is as good as any other.
func TestFirstByCode(t *testing.T) {
	first, second := issue("a", "2011", "3.3"), issue("b", "2011", "3.5")
	second.Unit = "310000"
	a := mustAgenda(t, []target.Goal{{Code: "a", Title: "x"}, {Code: "b", Title: "y", Parent: "a"}}, first, second)
	if !a.InForce("a") || !a.InForce("b") {
		t.Error("InForce() is wrong")
	}
	then, err := a.AsOf("2012")
	if err != nil {
		t.Fatal(err)
	}
	if g, ok := then.Goal("b"); !ok || g.Parent != "a" {
		t.Errorf("in 2012 the goal serves %q", g.Parent)
	}
}

// What has no date was there before the first day of the year 1, which is a
// date like any other.
func TestFirstDay(t *testing.T) {
	always, first := issue("always", "", "3.3"), issue("first", "0001-01-01", "3.5")
	first.Unit = "310000"
	a := mustAgenda(t, nil, always, first)
	then, err := a.AsOf("0001-01-01")
	if err != nil || codes(then) != "always first" {
		t.Errorf("on the first day: %s, %v", codes(then), err)
	}

	for from, want := range map[string]string{"": "always first", "0001-01-01": ""} {
		changes, err := a.Changes(from, "")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for c := range changes {
			got = append(got, c.To.Code)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("changes from %q: %v, want %s", from, got, want)
		}
	}
}

// A promotion is dated by what came last of the two, the link and the target
// that it leads to; in the words of the link where both came on one day.
func TestPromotionIsDated(t *testing.T) {
	tests := []struct{ link, target, want string }{
		{"", "2011-03-14", "2011-03-14"},
		{"2010", "2011-03-14", "2011-03-14"},
		{"2012-06", "2011-03-14", "2012-06"},
		{"2011", "2011-12-31", "2011"},
		{"", "", ""},
	}

	for _, tt := range tests {
		sector, plan := issue("sector", "", "3.3"), issue("plan", tt.target, "3.3")
		sector.Links = []target.Link{{Relation: target.PromotedTo, Target: "plan", Date: tt.link}}
		plan.Unit = "310000"
		changes, err := mustAgenda(t, nil, sector, plan).Changes("", "")
		if err != nil {
			t.Fatal(err)
		}
		for c := range changes {
			if c.What == target.Promoted && c.Date != tt.want {
				t.Errorf("link of %q to a target of %q: promoted %q, want %q", tt.link, tt.target, c.Date, tt.want)
			}
		}
	}
}

// The error names the target in force, of several the one issued first.
func TestTwoInForceAreNamed(t *testing.T) {
	_, err := target.NewAgenda(
		nil,
		[]target.Target{issue("c", "2013", "3.5"), issue("a", "2011", "3.3"), issue("b", "2012", "3.4")},
	)
	var got []string
	for _, e := range target.AllErrors(err) {
		got = append(got, e.Error())
	}
	const rest = ` is given twice: target "a" is in force for the same unit, indicator and period, by the same setter and at the same tier: ` +

		`let one replace the other, or name the setter or the tier of each`
	if diff := cmp.Diff([]string{`targets["b"]` + rest, `targets["c"]` + rest}, got); diff != "" {
		t.Errorf("NewAgenda() mismatch (-want +got):\n%s", diff)
	}
}
