package evaluate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// The cuts and corners of every rule are checked, each bound and each score.
func TestPaceRefuses(t *testing.T) {
	far := decimal.New(1, 1_000_000_000)
	cuts := func(from ...string) []evaluate.Cut {
		var c []evaluate.Cut
		for _, f := range from {
			c = append(c, evaluate.Cut{Name: "n", From: num(f)})
		}
		return append(c, evaluate.Cut{Name: "rest"})
	}
	rising := cuts("1", "2")
	corners := []evaluate.Corner{{At: num("1"), Score: num("1")}, {At: num("1"), Score: num("0")}}
	with := func(i int, change func(c *evaluate.Cut)) []evaluate.Cut {
		c := cuts("3", "2", "1")
		change(&c[i])
		return c
	}
	tests := []struct {
		name string
		pace evaluate.Pace
		want []string
	}{
		{"sound cuts", evaluate.Linear{Cuts: cuts("3", "2", "1")}, nil},
		{"cuts that rise", evaluate.Linear{Cuts: rising}, []string{"pace.cuts[1].from is not valid"}},
		{"of a growth rate", evaluate.CAGRRatio{Cuts: rising}, []string{"pace.cuts[1].from is not valid"}},
		{"of its trend", evaluate.CAGRRatio{Trend: rising}, []string{"pace.trend[1].from is not valid"}},
		{"of a forecast", evaluate.Forecast{Cuts: rising}, []string{"pace.cuts[1].from is not valid"}},
		{"of its trend", evaluate.Forecast{Trend: rising}, []string{"pace.trend[1].from is not valid"}},
		{"of a status", evaluate.CurrentStatus{Cuts: rising}, []string{"pace.cuts[1].from is not valid"}},
		{"of a path", evaluate.PathGap{Cuts: rising}, []string{"pace.cuts[1].from is not valid"}},
		{"no name", evaluate.Linear{Cuts: with(1, func(c *evaluate.Cut) { c.Name = "" })}, []string{"pace.cuts[1].name is required"}},
		{"a bound out of bounds", evaluate.Linear{Cuts: with(0, func(c *evaluate.Cut) { c.From = far })}, []string{"pace.cuts[0] is out of range"}},
		{"a score out of bounds", evaluate.Linear{Cuts: with(1, func(c *evaluate.Cut) { c.Score = decimal.NewNullDecimal(far) })}, []string{"pace.cuts[1] is out of range"}},
		{"a score within", evaluate.Linear{Cuts: with(1, func(c *evaluate.Cut) { c.Score = decimal.NewNullDecimal(num("1")) })}, nil},
		{"a bound of the last", evaluate.Linear{Cuts: with(3, func(c *evaluate.Cut) { c.From = num("0.5") })}, []string{"pace.cuts[3].from is not valid"}},
		{"the last above", evaluate.Linear{Cuts: with(3, func(c *evaluate.Cut) { c.Above = true })}, []string{"pace.cuts[3].from is not valid"}},
		{"a bound twice", evaluate.Linear{Cuts: cuts("2", "2", "1")}, []string{"pace.cuts[1].from is not valid"}},
		{"a bound twice at the end", evaluate.Linear{Cuts: cuts("3", "2", "2")}, []string{"pace.cuts[2].from is not valid"}},
		{"above it and from it", evaluate.Linear{Cuts: with(1, func(c *evaluate.Cut) { c.From = num("3") })}, []string{"pace.cuts[1].from is not valid"}},
		{"above a bound, then from it", evaluate.Linear{Cuts: []evaluate.Cut{{Name: "a", From: num("2"), Above: true}, {Name: "b", From: num("2")}, {Name: "c"}}}, nil},
		{"above a bound twice", evaluate.Linear{Cuts: []evaluate.Cut{{Name: "a", From: num("2"), Above: true}, {Name: "b", From: num("2"), Above: true}, {Name: "c"}}}, []string{"pace.cuts[1].from is not valid"}},
		{"from a bound, then above it", evaluate.Linear{Cuts: []evaluate.Cut{{Name: "a", From: num("2")}, {Name: "b", From: num("2"), Above: true}, {Name: "c"}}}, []string{"pace.cuts[1].from is not valid"}},
		{"corners", evaluate.CAGRRatio{Scores: corners}, []string{"pace.scores[1].at is not valid"}},
		{"corners of a trend", evaluate.CAGRRatio{Trends: corners}, []string{"pace.trends[1].at is not valid"}},
		{"a corner out of bounds", evaluate.CAGRRatio{Scores: []evaluate.Corner{{At: far}, {At: num("1")}}}, []string{"pace.scores[0] is out of range"}},
		{"its score out of bounds", evaluate.CAGRRatio{Scores: []evaluate.Corner{{At: num("1")}, {Score: far}}}, []string{"pace.scores[1] is out of range"}},
		{"a limit out of bounds", evaluate.CAGRRatio{Limit: decimal.NewNullDecimal(far)}, []string{"pace.limit is out of range"}},
		{"a nearness below zero", evaluate.Forecast{Near: decimal.NewNullDecimal(num("-1"))}, []string{"pace.near is out of range"}},
		{"a nearness out of bounds", evaluate.Forecast{Near: decimal.NewNullDecimal(far)}, []string{"pace.near is out of range"}},
		{"a nearness of zero", evaluate.Forecast{Near: decimal.NewNullDecimal(num("0"))}, nil},
		{"a year before any", evaluate.Anticipated{Since: -1}, []string{"pace.since is out of range"}},
		{"a year after all", evaluate.Anticipated{Since: 10000}, []string{"pace.since is out of range"}},
		{"the last year", evaluate.Anticipated{Since: 9999}, nil},
	}
	goal, points := by(target.Higher, 2020, "30"), series(t, 2010, "10", "11")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := evaluate.Track(goal, points, tt.pace)
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
	if _, err := evaluate.Track(goal, points, evaluate.Linear{}); err == nil || len(target.AllErrors(err)) != 1 || target.AllErrors(err)[0].Path != "target.unit" {
		t.Errorf("a target that is not valid: %v", err)
	}
}
