package progress_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// The cuts and corners of every rule are checked, each bound and each score.
func TestRuleRefuses(t *testing.T) {
	far := decimal.New(1, 1_000_000_000)
	cuts := func(from ...string) []progress.Category {
		var c []progress.Category
		for _, f := range from {
			c = append(c, progress.Category{Name: "n", From: num(f)})
		}
		return append(c, progress.Category{Name: "rest"})
	}

	rising := cuts("1", "2")
	corners := []progress.ScorePoint{{At: num("1"), Score: num("1")}, {At: num("1"), Score: num("0")}}
	with := func(i int, change func(c *progress.Category)) []progress.Category {
		c := cuts("3", "2", "1")
		change(&c[i])
		return c
	}

	tests := []struct {
		name string
		rule progress.Rule
		want []string
	}{
		{"sound cuts", progress.LinearRatio{Categories: cuts("3", "2", "1")}, nil},
		{"cuts that rise", progress.LinearRatio{Categories: rising}, []string{"rule.categories[1].from is not valid"}},
		{"of a growth rate", progress.CAGRRatio{Categories: rising}, []string{"rule.categories[1].from is not valid"}},
		{"of its trend", progress.CAGRRatio{TrendCategories: rising},
			[]string{"rule.trendCategories[1].from is not valid"}},
		{"of a forecast", progress.Forecast{Categories: rising}, []string{"rule.categories[1].from is not valid"}},
		{"of its trend", progress.Forecast{TrendCategories: rising},
			[]string{"rule.trendCategories[1].from is not valid"}},
		{"of a status", progress.CurrentStatus{Categories: rising}, []string{"rule.categories[1].from is not valid"}},
		{"of a path", progress.PathGap{Categories: rising}, []string{"rule.categories[1].from is not valid"}},
		{"no name", progress.LinearRatio{Categories: with(1, func(c *progress.Category) { c.Name = "" })},
			[]string{"rule.categories[1].name is required"}},
		{"a bound out of bounds",
			progress.LinearRatio{Categories: with(0, func(c *progress.Category) { c.From = far })},
			[]string{"rule.categories[0].from is out of range"}},
		{"a score out of bounds",
			progress.LinearRatio{Categories: with(1,
				func(c *progress.Category) { c.Score = decimal.NewNullDecimal(far) })},
			[]string{"rule.categories[1].score is out of range"}},
		{"a score within",
			progress.LinearRatio{Categories: with(1,
				func(c *progress.Category) { c.Score = decimal.NewNullDecimal(num("1")) })}, nil},
		{"a bound of the last",
			progress.LinearRatio{Categories: with(3, func(c *progress.Category) { c.From = num("0.5") })},
			[]string{"rule.categories[3].from is not valid"}},
		{"the last above", progress.LinearRatio{Categories: with(3, func(c *progress.Category) { c.Above = true })},
			[]string{"rule.categories[3].from is not valid"}},
		{"a bound twice", progress.LinearRatio{Categories: cuts("2", "2", "1")},
			[]string{"rule.categories[1].from is not valid"}},
		{"a bound twice at the end", progress.LinearRatio{Categories: cuts("3", "2", "2")},
			[]string{"rule.categories[2].from is not valid"}},
		{"above it and from it",
			progress.LinearRatio{Categories: with(1, func(c *progress.Category) { c.From = num("3") })},
			[]string{"rule.categories[1].from is not valid"}},
		{"above a bound, then from it",
			progress.LinearRatio{Categories: []progress.Category{{Name: "a", From: num("2"), Above: true},
				{Name: "b", From: num("2")}, {Name: "c"}}}, nil},
		{"above a bound twice",
			progress.LinearRatio{Categories: []progress.Category{{Name: "a", From: num("2"), Above: true},
				{Name: "b", From: num("2"), Above: true}, {Name: "c"}}},
			[]string{"rule.categories[1].from is not valid"}},
		{"from a bound, then above it",
			progress.LinearRatio{Categories: []progress.Category{{Name: "a", From: num("2")},
				{Name: "b", From: num("2"), Above: true}, {Name: "c"}}},
			[]string{"rule.categories[1].from is not valid"}},
		{"corners", progress.CAGRRatio{Scores: corners}, []string{"rule.scores[1].at is not valid"}},
		{"corners of a trend", progress.CAGRRatio{TrendScores: corners},
			[]string{"rule.trendScores[1].at is not valid"}},
		{"a corner out of bounds", progress.CAGRRatio{Scores: []progress.ScorePoint{{At: far}, {At: num("1")}}},
			[]string{"rule.scores[0].at is out of range"}},
		{"its score out of bounds", progress.CAGRRatio{Scores: []progress.ScorePoint{{At: num("1")}, {Score: far}}},
			[]string{"rule.scores[1].score is out of range"}},
		{"a limit out of bounds", progress.CAGRRatio{Limit: decimal.NewNullDecimal(far)},
			[]string{"rule.limit is out of range"}},
		{"a nearness below zero", progress.Forecast{Near: decimal.NewNullDecimal(num("-1"))},
			[]string{"rule.near is out of range"}},
		{"a nearness out of bounds", progress.Forecast{Near: decimal.NewNullDecimal(far)},
			[]string{"rule.near is out of range"}},
		{"a nearness of zero", progress.Forecast{Near: decimal.NewNullDecimal(num("0"))}, nil},
		{"a year before any", progress.Anticipated{Since: -1}, []string{"rule.since is out of range"}},
		{"a year after all", progress.Anticipated{Since: 10000}, []string{"rule.since is out of range"}},
		{"the last year", progress.Anticipated{Since: 9999}, nil},
	}

	goal, points := by(target.Higher, 2020, "30"), years(2010, "10", "11")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := progress.Track(goal, points, tt.rule)
			var got []string
			for _, e := range target.AllErrors(err) {
				got = append(got, e.Path+" "+e.Err.Error())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Track() mismatch (-want +got):\n%s", diff)
			}
		})
	}

	goal.Unit = ""
	if _, err := progress.Track(goal, points, progress.LinearRatio{}); err == nil || len(target.AllErrors(err)) != 1 || target.AllErrors(err)[0].Path != "target.unit" {
		t.Errorf("a target that is not valid: %v", err)
	}
}
