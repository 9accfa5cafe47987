package hierarchy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func TestTextOfPlans(t *testing.T) {
	tree := under(t, "A B A1:A A2:A M*:A")
	weights := column(t, tree, figures("A", "3000", "B", "1000.5", "A1", "2", "A2", "1")).Named("weights")
	goal := target.Target{
		Code: "t-2015", Unit: "0", Period: target.Year(2015), Value: d("123456"),
		Indicator: target.Indicator{
			Code: "x", Name: "patents", Measure: "in force", Kind: target.Stock, Better: target.Higher,
		},
	}
	plan, err := hierarchy.Cascade(tree, goal, hierarchy.Options{
		Rule:  hierarchy.Rule{Method: hierarchy.Proportional(weights)},
		Holds: []hierarchy.Hold{{Unit: "A2", Value: d("1000"), By: "the ministry"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	goal.Value = d("130000")
	revised, err := plan.ReviseTo(goal, hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	goal.Comparator, goal.Upper = target.Within, d("130002")
	ranged, err := hierarchy.Cascade(tree, goal, hierarchy.Options{LastLevel: "1"})
	if err != nil {
		t.Fatal(err)
	}
	merged, err := hierarchy.Strictest(plan, revised)
	if err != nil {
		t.Fatal(err)
	}
	q, _ := plan.Quota("A2")

	for _, tt := range []struct {
		name string
		of   any
		want string
	}{
		{"tree", tree, `
0, 0
  A, 1
    A1, 2
    A2, 2
    M, 2, memo
  B, 1
`},
		{"column", weights, `
weights: 4 of 6 units
  A   3,000.0
  B   1,000.5
  A1      2.0
  A2      1.0
`},
		{"plan", plan, `
patents, at least 123,456 in force by 2015 (t-2015)
unit      quota
0       123,456
  A      92,580
    A1   91,580
    A2    1,000  held by the ministry
  B      30,876
`},
		{"revision", revised, `
patents, at least 130,000 in force by 2015 (t-2015)
unit      quota   before
0       130,000  123,456
  A      97,487   92,580
    A1   96,487   91,580
    A2    1,000    1,000  held by the ministry
  B      32,513   30,876
`},
		{"range", ranged, `
patents, from 130,000 to 130,002 in force by 2015 (t-2015)
unit               quota
0     130,000 to 130,002
  A     65,000 to 65,001
  B     65,000 to 65,001
`},
		{"merged", merged, `
patents, at least 130,000 in force by 2015 (t-2015)
unit      quota
0       130,000  line 1
  A      97,487  line 1
    A1   96,487  line 1
    A2    1,000  held, line 0
  B      32,513  line 1
`},
		{"quota", q, "\nA2: 1,000, held"},
		{"no plan", (*hierarchy.Plan)(nil), "\nno quotas\n"},
		{"an empty plan", new(hierarchy.Plan), "\nno quotas\n"},
		{"no tree", (*hierarchy.Tree)(nil), "\nno units\n"},
		{"no column", hierarchy.Column{}, "\nno column\n"},
	} {
		if diff := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), fmt.Sprint(tt.of)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// Long texts are cut, and what cannot be printed is replaced.
func TestTextIsCut(t *testing.T) {
	units := []hierarchy.Unit{{Code: "0", Name: strings.Repeat("地", 100), Level: "top"}}
	for i := range 1300 {
		units = append(units, hierarchy.Unit{Code: fmt.Sprintf("u%04d\n", i), Level: "below", Parent: "0"})
	}
	tree, err := hierarchy.NewTree([]string{"top", "below"}, units)
	if err != nil {
		t.Fatal(err)
	}

	one, err := tree.Constant("below", d("1"))
	if err != nil {
		t.Fatal(err)
	}

	plan, err := hierarchy.Cascade(tree, target.Target{
		Unit: "0", Period: target.Year(2015), Value: d("1300"),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow},
	}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(one)}})
	if err != nil {
		t.Fatal(err)
	}

	for name, want := range map[string]struct {
		of   any
		more string
		rows int
	}{
		"tree":   {tree, "and 1,251 more\n", 51},
		"column": {one.Named(strings.Repeat("n", 500)), "and 1,250 more\n", 52},
		"plan":   {plan, "and 1,251 more\n", 53},
	} {
		text := fmt.Sprint(want.of)
		if !strings.HasSuffix(text, want.more) || strings.Count(text, "\n") != want.rows {
			t.Errorf(
				"%s: %d rows, ending in %q, want %d and %q", name, strings.Count(text, "\n"), text[len(text)-30:],
				want.rows, want.more,
			)
		}
		for line := range strings.Lines(text) {
			if len(line) > 300 {
				t.Errorf("%s: a line of %d bytes", name, len(line))
			}
		}
	}
}
