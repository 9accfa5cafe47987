package rows_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/rows"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

func TestPlan(t *testing.T) {
	tree := unitsOf(t)
	goal := target.Target{
		Unit: "00", Period: target.Year(2015), Value: testkit.Dec("300"),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}
	held := []hierarchy.Hold{{Unit: "11", Value: testkit.Dec("100"), By: "council"}}
	plan, err := hierarchy.Cascade(tree, goal, hierarchy.Options{Holds: held})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"unit|name|level|parent|quota|decided by",
		"00||nation||300|claim",
		"11||province|00|100|hold",
		"44||province|00|200|claim",
	}
	if diff := cmp.Diff(want, lines(rows.Plan(plan))); diff != "" {
		t.Errorf("rows of the plan (-want +got):\n%s", diff)
	}
	back, err := rows.ReadColumns(rows.Of(rows.Plan(plan)), tree, rows.Layout{Across: "name"}, "quota")
	if err != nil || !back[0].Equal(plan.Column().Named("quota")) {
		t.Errorf("the quotas are not read back: %v", err)
	}

	goal.Comparator, goal.Upper = target.Within, testkit.Dec("400")
	plan, err = hierarchy.Cascade(tree, goal, hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want = []string{
		"unit|name|level|parent|quota|upper|decided by",
		"00||nation||300|400|claim", "11||province|00|150|200|claim", "44||province|00|150|200|claim",
	}
	if diff := cmp.Diff(want, lines(rows.Plan(plan))); diff != "" {
		t.Errorf("rows of the plan within a range (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"unit|name|level|parent|quota|decided by"}, lines(rows.Plan(nil))); diff != "" {
		t.Errorf("rows of no plan (-want +got):\n%s", diff)
	}
}

func TestRanking(t *testing.T) {
	entries := []ranking.Entry{
		{Code: "11", Name: "Beijing", Value: testkit.Dec("28.51")},
		{Code: "31", Name: "Shanghai", Value: testkit.Dec("14.24")},
		{Code: "32", Name: "Jiangsu", Value: testkit.Dec("14.24")},
		{Code: "44", Name: "Guangdong", Missing: true},
		{Code: "54", Name: "Tibet", Value: testkit.Dec("0.90"), Exempt: "no target"},
	}
	options := ranking.Options{Better: target.Higher, Target: decimal.NewNullDecimal(testkit.Dec("10"))}
	before, err := ranking.New([]ranking.Entry{entries[1], entries[2], {Code: "11", Value: testkit.Dec("3")}}, options)
	if err != nil {
		t.Fatal(err)
	}

	options.Before, options.Tiles = before, 2
	options.Classes = []ranking.Class{{Name: "leaders", Place: 1}, {Name: "others"}}
	leaders, err := ranking.New(entries, options)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"rank|unit|name|value|tied|class|tile|to next|to leader|to target|before|move|change|exempt",
		"1|11|Beijing|28.51||leaders|1||0.00|-18.51|3|2|25.51|",
		"2|31|Shanghai|14.24|2|others|1|14.27|14.27|-4.24|1|-1|0.00|",
		"2|32|Jiangsu|14.24|2|others|1|14.27|14.27|-4.24|1|-1|0.00|",
		"|54|Tibet|0.90||||||9.10||||no target",
		"|44|Guangdong|||||||||||",
	}
	if diff := cmp.Diff(want, lines(rows.Ranking(leaders))); diff != "" {
		t.Errorf("rows of the ranking (-want +got):\n%s", diff)
	}
}

func TestAssessmentsAndScorecards(t *testing.T) {
	goal := target.Target{
		Code: "t1", Unit: "11", Period: target.Year(2015), Value: testkit.Dec("10"),
		Indicator: target.Indicator{Code: "cut", Kind: target.Flow, Better: target.Higher},
	}
	met, err := evaluate.Assess(goal, target.Observation{
		Unit: "11", Indicator: "cut", Period: target.Year(2015), Value: testkit.Dec("12.5"), Status: target.Provisional,
	})
	if err != nil {
		t.Fatal(err)
	}
	goal.Unit, goal.Value, goal.Comparator = "31", decimal.Zero, target.AtMost
	missed, err := evaluate.Assess(goal, target.Observation{
		Unit: "31", Indicator: "cut", Period: target.Year(2015), Value: testkit.Dec("1"),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"unit|indicator|period|target|comparator|value|actual|met|gap|attainment|status",
		"11|cut|2015|t1|at least|10|12.5|yes|2.5|1.25|provisional",
		"31|cut|2015|t1|at most|0|1|no|-1||",
	}
	got := lines(rows.Assessments([]evaluate.Assessment{met, missed}))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows of the assessments (-want +got):\n%s", diff)
	}

	cards := []evaluate.Scorecard{
		evaluate.Scorecard{
			Unit: "11", Scheme: "2007", Total: testkit.Dec("96.0"), ByPoints: "fulfilled", Grade: "not fulfilled",
			Vetoes: []string{"target", "audit"}, Notes: []string{"capped at 96"},
		}.WithItems(
			evaluate.ItemScore{
				Code: "target", Name: "cut", Max: testkit.Dec("40"), Points: testkit.Dec("36"), Veto: true, Why: "90 %",
			},
			evaluate.ItemScore{
				Code: "growth", Max: testkit.Dec("60"), Points: testkit.Dec("60"), Bonus: testkit.Dec("3.5"),
				Attainment: decimal.NewNullDecimal(testkit.Dec("1.1")),
			},
		),
		{Unit: "31", Total: testkit.Dec("0")},
	}
	want = []string{
		"unit|scheme|total|grade|by points|vetoes|notes",
		"11|2007|96.0|not fulfilled|fulfilled|target; audit|capped at 96",
		"31||0||||",
	}
	if diff := cmp.Diff(want, lines(rows.Scorecards(cards))); diff != "" {
		t.Errorf("rows of the scorecards (-want +got):\n%s", diff)
	}
	want = []string{
		"unit|item|name|max|points|bonus|attainment|veto|why",
		"11|target|cut|40|36|||missed|90 %",
		"11|growth||60|60|3.5|1.1||",
	}
	if diff := cmp.Diff(want, lines(rows.ScorecardItems(cards))); diff != "" {
		t.Errorf("rows of the items (-want +got):\n%s", diff)
	}
}

// Sequences stop when their reader does, and can be read again.
func TestSequencesStop(t *testing.T) {
	tree := unitsOf(t)
	one, err := tree.Constant("", testkit.Dec("1"))
	if err != nil {
		t.Fatal(err)
	}
	columns, err := rows.Columns(one)
	if err != nil {
		t.Fatal(err)
	}

	for name, all := range map[string]func(func([]string) bool){
		"tree": rows.Tree(tree), "columns": columns,
		"observations": rows.Observations(make([]target.Observation, 3)),
	} {
		n := len(slices.Collect(all))
		for stop := range n {
			read := 0
			for range all {
				if read++; read > stop {
					break
				}
			}
			if read != stop+1 {
				t.Errorf("%s: %d rows read before row %d", name, read, stop)
			}
		}
	}
}
