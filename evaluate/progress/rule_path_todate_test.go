package progress_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// Which figures are added up from the beginning of the target's period, and
// which are taken as they are.
func TestPathGapToDate(t *testing.T) {
	plan := aim(target.Flow, target.Higher, "1000")
	plan.Period = target.FiveYearPlan(12)
	year := aim(target.Flow, target.Higher, "1200")
	stock := from(year, "200")
	stock.Indicator.Kind = target.Stock
	quarters := func(first int, figures ...string) []target.Point {
		var points []target.Point
		for i, f := range figures {
			points = append(points, target.Point{Period: target.Quarter(2015, first+i), Value: num(f)})
		}
		return points
	}

	path := quarters(1, "300", "300", "300", "300")
	plans := []target.Point{
		{Period: target.FiveYearPlan(11), Value: num("700")},
		{Period: target.FiveYearPlan(12), Value: num("900")},
	}
	tests := []struct {
		name   string
		goal   target.Target
		points []target.Point
		path   []target.Point
		want   string // period, figure, made, due, measure, forecast, reason
	}{
		{"quarters of a year", year, quarters(1, "200", "250"), path, "2015-H1 450 0.375 0.5 -0.125 900"},
		{
			"the year itself, which is no sum", year,
			[]target.Point{{Period: target.Year(2015), Value: num("1300")}},
			path, "2015 1300 none none none none no baseline",
		},
		{
			"to date already", year,
			[]target.Point{{Period: target.Months(target.Month(2015, 1), target.Month(2015, 9)), Value: num("1000")}},
			path, "2015-01/2015-09 1000 0.83333333 0.75 0.08333333 1333.33333333",
		},
		{
			"not from the beginning", year, quarters(2, "200", "250"), path,
			"2015-Q3 250 none none none none too few points",
		},
		{
			"with a gap", year, append(quarters(1, "200"), quarters(3, "250")...), path,
			"2015-Q1 200 0.16666667 0.25 -0.08333333 800",
		},
		{"plans beside each other", from(plan, "0"), plans, plans, "2011/2015 900 0.9 0.9 0 900"},
		{"a plan by plans", plan, plans, plans, "2011/2015 900 none none none none no baseline"},
		{
			"the plan itself", plan, plans[1:],
			[]target.Point{{Period: plan.Period, Value: num("1000")}},
			"2011/2015 900 0.9 1 -0.1 900",
		},
		{
			"a level, which does not add up", stock, quarters(1, "400", "450"), quarters(1, "450", "700"),
			"2015-Q2 450 0.25 0.5 -0.25 700",
		},
	}

	// Without a baseline the first figure to date is the base.
	before := target.Point{Period: target.Quarter(2014, 4), Value: num("170")}
	points := append([]target.Point{before}, quarters(1, "200", "250")...)
	base := track(t, year, points, progress.PathGap{Path: path}).Base
	if want := quarters(1, "200")[0]; base.Period != want.Period || !base.Value.Equal(want.Value) {
		t.Errorf("Base = %v, want %v", base, want)
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := track(t, tt.goal, tt.points, progress.PathGap{Path: tt.path})
			value := decimal.NewNullDecimal(p.Current.Value)
			got := strings.Join([]string{
				p.Current.Period.String(), brief(value), brief(p.Made), brief(p.Due), brief(p.Measure),
				brief(p.Forecast),
				p.Reason.String(),
			}, " ")
			if diff := cmp.Diff(tt.want, strings.TrimSpace(got)); diff != "" {
				t.Errorf("Track() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
