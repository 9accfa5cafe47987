package temporal_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

var india = target.FiscalCalendar{Start: time.April, NamedBy: target.ByBothYears}

// The steps of a target for fiscal years are fiscal years and their parts.
func TestPathOfFiscalYears(t *testing.T) {
	plan, year := india.Years(2021, 2025), india.Year(2021)
	last := point(india.Year(2020), "10")

	for _, tt := range []struct {
		name  string
		t     target.Target
		shape temporal.Shape
		by    target.Frequency
		want  string
	}{
		{
			"a total by years", goal(target.Flow, 0, plan, "100", nil),
			temporal.StraightLine{},
			target.Yearly,
			"20 20 20 20 20",
		},
		{
			"by half-years", goal(target.Flow, 0, plan, "100", nil),
			temporal.StraightLine{},
			target.HalfYearly,
			"10 10 10 10 10 10 10 10 10 10",
		},
		{
			"a rate", goal(target.Reduction, 2, plan, "20", nil),
			temporal.ConstantRate{},
			target.Yearly,
			"4.36 4.37 4.36 4.37 4.36",
		},
		{
			"a level by the end of a plan", goal(target.Stock, 0, plan, "60", last),
			temporal.StraightLine{},
			target.Yearly,
			"20 30 40 50 60",
		},
		{
			"a level by a month", goal(target.Stock, 0, target.Month(2022, time.March), "22", last),
			temporal.StraightLine{},
			target.Quarterly, "13 16 19 22",
		},
		{
			"from a baseline within the first step",
			goal(target.Stock, 0, year, "22", point(target.Month(2021, time.June), "10")),
			temporal.StraightLine{},
			target.HalfYearly, "14 22",
		},
		{
			"quarters", goal(target.Flow, 0, year, "8", nil),
			temporal.Schedule{Shares: decs("1 2 3 4")},
			target.Quarterly, "2 2 2 2",
		},
	} {
		points, err := temporal.Path(tt.t, tt.shape, tt.by)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := line(points); got != tt.want {
			t.Errorf("%s: Path() = %s, want %s", tt.name, got, tt.want)
		}
		var got []target.Period
		for _, p := range points {
			got = append(got, p.Period)
		}
		within := target.Months(points[0].Period, tt.t.Period)
		if diff := cmp.Diff(slices.Collect(india.Split(within, tt.by)), got); diff != "" {
			t.Errorf("%s: steps (-want +got):\n%s", tt.name, diff)
		}
	}
}

// A path of months follows last year's months, and months without sales too.
func TestPathOfSeason(t *testing.T) {
	season, err := temporal.Season(months(2014, "0 0 10 20 30 10 0 0 10 10 10 0"), target.Year(2015))
	if err != nil {
		t.Fatal(err)
	}
	year := goal(target.Flow, 0, target.Year(2015), "250", nil)
	points, err := temporal.Path(year, temporal.Profile{Series: season}, target.Monthly)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := line(points), "0 0 25 50 75 25 0 0 25 25 25 0"; got != want {
		t.Errorf("Path() = %s, want %s", got, want)
	}

	for name, tt := range map[string]struct {
		series []target.Point
		want   []string
	}{
		"last year": {months(2014, "1 1 1 1 1 1 1 1 1 1 1 1"), []string{`shape.series["2015"] has no figure`}},
		"two gaps": {
			slices.Concat(months(2015, "1 1"), months(2015, "0 0 0 0 0 0 7 8")[6:]),
			[]string{`shape.series["2015-03/2015-06"] has no figure`, `shape.series["2015-09/2015-12"] has no figure`},
		},
		"nothing": {nil, []string{`shape.series["2015"] has no figure`}},
		"zeros":   {months(2015, "0 0 0 0 0 0 0 0 0 0 0 0"), []string{"shape.series is out of range"}},
		"below zero": {
			months(2015, "0 0 0 0 0 -1 0 0 0 0 0 2"), []string{`shape.series["2015-06"] is out of range`},
		},
		"zero is a base": {nil, nil},
	} {
		goalOf := year
		if tt.want == nil { // a level is multiplied by the series
			goalOf = goal(target.Stock, 0, target.Year(2015), "7", point(target.Year(2014), "5"))
			tt.series = []target.Point{*point(target.Year(2014), "0"), *point(target.Year(2015), "2")}
			tt.want = []string{`shape.series["2014"] is out of range`}
		}
		by := target.Monthly
		if goalOf.Indicator.Kind == target.Stock {
			by = target.Yearly
		}
		_, err := temporal.Path(goalOf, temporal.Profile{Series: tt.series}, by)
		if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}

	_, err = temporal.Path(year, temporal.Profile{Series: months(2014, "1 1 1 1 1 1 1 1 1 1 1 1")}, target.Monthly)
	if want := "the series is of 2014: Season moves an earlier year"; err == nil ||
		!strings.Contains(err.Error(), want) {
		t.Errorf("Path() = %v, want %q in it", err, want)
	}
}
