package progress_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// fromBound returns a category with a bound that belongs to it.
func fromBound(bound string) progress.Category {
	return progress.Category{Name: "n", From: num(bound)}
}

// aboveBound returns a category with a bound that belongs to the next one.
func aboveBound(bound string) progress.Category {
	return progress.Category{Name: "n", From: num(bound), Above: true}
}

// Each bound and each score of every rule is checked.
func TestRuleRefuses(t *testing.T) {
	far := decimal.New(1, 1_000_000_000)
	rest := progress.Category{Name: "rest"}
	scored := func(score decimal.Decimal) progress.Category {
		return progress.Category{Name: "n", From: num("2"), Score: decimal.NewNullDecimal(score)}
	}
	linear := func(c ...progress.Category) progress.Rule { return progress.LinearRatio{Categories: c} }
	scores := func(points ...progress.ScorePoint) progress.Rule { return progress.CAGRRatio{Scores: points} }
	rising := []progress.Category{fromBound("1"), fromBound("2"), rest}
	twice := []progress.ScorePoint{{At: num("1"), Score: num("1")}, {At: num("1"), Score: num("0")}}
	const (
		bound0      = "rule.categories[0].from"
		bound1      = "rule.categories[1].from"
		trendBound1 = "rule.trendCategories[1].from"
	)

	for _, tt := range []struct {
		name string
		rule progress.Rule
		want string // path and error, empty if the rule is sound
	}{
		{"sound categories", linear(fromBound("3"), fromBound("2"), fromBound("1"), rest), ""},
		{"rising", linear(rising...), bound1 + " is not valid"},
		{"rising, of a growth rate", progress.CAGRRatio{Categories: rising}, bound1 + " is not valid"},
		{"rising, of its trend", progress.CAGRRatio{TrendCategories: rising}, trendBound1 + " is not valid"},
		{"rising, of a forecast", progress.Forecast{Categories: rising}, bound1 + " is not valid"},
		{"rising, of its trend", progress.Forecast{TrendCategories: rising}, trendBound1 + " is not valid"},
		{"rising, of a status", progress.CurrentStatus{Categories: rising}, bound1 + " is not valid"},
		{"rising, of a path", progress.PathGap{Categories: rising}, bound1 + " is not valid"},
		{"no name", linear(progress.Category{From: num("2")}, rest), "rule.categories[0].name is required"},
		{
			"a bound below one out of bounds", linear(progress.Category{Name: "n", From: far}, fromBound("2"), rest),
			bound0 + " is out of range",
		},
		{"a bound out of bounds", linear(progress.Category{Name: "n", From: far}, rest), bound0 + " is out of range"},
		{"a score out of bounds", linear(scored(far), rest), "rule.categories[0].score is out of range"},
		{"a score within", linear(scored(num("1")), rest), ""},
		{"a bound of the last", linear(fromBound("2"), fromBound("0.5")), bound1 + " is not valid"},
		{"the last above", linear(fromBound("2"), aboveBound("0")), bound1 + " is not valid"},
		{"a bound twice", linear(fromBound("2"), fromBound("2"), rest), bound1 + " is not valid"},
		{"above a bound, then from it", linear(aboveBound("2"), fromBound("2"), rest), ""},
		{"above a bound twice", linear(aboveBound("2"), aboveBound("2"), rest), bound1 + " is not valid"},
		{"from a bound, then above it", linear(fromBound("2"), aboveBound("2"), rest), bound1 + " is not valid"},

		{"score points of one measure", scores(twice...), "rule.scores[1].at is not valid"},
		{"of a trend", progress.CAGRRatio{TrendScores: twice}, "rule.trendScores[1].at is not valid"},
		{"a measure out of bounds", scores(progress.ScorePoint{At: far}), "rule.scores[0].at is out of range"},
		{"its score out of bounds", scores(progress.ScorePoint{Score: far}), "rule.scores[0].score is out of range"},

		{"a limit out of bounds", progress.CAGRRatio{Limit: decimal.NewNullDecimal(far)}, "rule.limit is out of range"},
		{"zero replaced by zero", progress.CAGRRatio{Zero: maybe("0")}, "rule.zero is out of range"},
		{"near below zero", progress.Forecast{Near: maybe("-1")}, "rule.near is out of range"},
		{"near out of bounds", progress.Forecast{Near: decimal.NewNullDecimal(far)}, "rule.near is out of range"},
		{"near zero", progress.Forecast{Near: maybe("0")}, ""},
		{"a year before any", progress.Anticipated{Since: -1}, "rule.since is out of range"},
		{"a year after all", progress.Anticipated{Since: 10000}, "rule.since is out of range"},
		{"the last year", progress.Anticipated{Since: 9999}, ""},
		{"a negative share", progress.PathGap{Schedule: testkit.Decs("-1")}, "rule.schedule[0] is out of range"},
		{
			"path and schedule",
			progress.PathGap{Path: years(2020, "1"), Schedule: testkit.Decs("1")},
			"rule.schedule does not fit",
		},
		{"no rule", nil, "rule is required"},
		{"a rule by pointer", (*progress.LinearRatio)(nil), "rule is required"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := progress.Track(by(target.Higher, 2020, "30"), years(2010, "10 11"), tt.rule)
			if diff := cmp.Diff(tt.want, strings.Join(testkit.Problems(err), "; ")); diff != "" {
				t.Errorf("Track() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
