package progress_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// The forecast is the path's: of 120,000, with 46,000 by May, where the months are
// as last year's.
func TestForecastAlongThePath(t *testing.T) {
	monthly := func(year int, figures ...string) []target.Point {
		var points []target.Point
		for i, f := range figures {
			points = append(points, target.Point{Period: target.Month(year, time.Month(i+1)), Value: num(f)})
		}
		return points
	}
	lastYear := monthly(2025, "7", "5", "9", "9", "9", "10", "9", "9", "11", "9", "12", "21")
	goal := kind(by(target.Higher, 2025, "120000"), target.Flow)
	goal.Indicator.Places = target.Places(0)
	path, err := temporal.Path(goal, temporal.Profile{Series: lastYear}, target.Monthly)
	if err != nil {
		t.Fatal(err)
	}

	got := track(t, goal, monthly(2025, "8000", "9000", "9000", "10000", "10000"), progress.PathGap{Path: path})
	// 46,000·120/39; the months of the path make 39,000 by May.
	checkFigure(t, "Forecast", got.Forecast, "141538.4615384615", 16)
	checkFigure(t, "Gap", got.Gap, "7000", 16)
	if got.Category != "on path" {
		t.Errorf("Category = %q, want on path", got.Category)
	}

	// To date is the same as by months.
	toDate := []target.Point{{Period: target.Months(target.Month(2025, 1), target.Month(2025, 5)), Value: num("46000")}}
	again := track(t, goal, toDate, progress.PathGap{Path: path})
	if again.Base = got.Base; !cmp.Equal(got, again) {
		t.Errorf("months and to date mismatch:\n%s", cmp.Diff(got, again))
	}

	// Nothing was due in the first two months: no forecast.
	late := progress.PathGap{Path: monthly(2025, "0", "0", "60000", "60000")}
	if got := track(t, goal, monthly(2025, "1", "2"), late); got.Forecast.Valid {
		t.Errorf("Track() = forecast %v before anything is due, want none", got.Forecast)
	}
}

// A reduction goes on along its path, which saves little at first:
// 1 − 0.96^(ln 0.8/ln 0.95).
func TestForecastOfAReduction(t *testing.T) {
	goal := percent(kind(by(target.Higher, 2015, "20"), target.Reduction))
	goal.Period = target.FiveYearPlan(12)
	since2011 := func(year int, value string) target.Point {
		return target.Point{Period: target.Years(2011, year), Value: num(value)}
	}
	path := []target.Point{since2011(2012, "5"), since2011(2015, "20")}

	got := track(t, goal, []target.Point{since2011(2012, "4")}, progress.PathGap{Path: path})
	if forecast := got.Forecast.Decimal.StringFixed(9); forecast != "16.271417496" {
		t.Errorf("Track() = forecast %s, want 16.271417496", forecast)
	}
}

// Steps of the path up to the beginning of the way do not count. A straight line leads
// from the baseline, 100 in 2010, to 120 in 2011, and on to 200 in 2015.
func TestForecastFromTheBaseline(t *testing.T) {
	goal := from(aim(target.Stock, target.Higher, "200"), "100")
	half := []target.Point{{Period: target.Month(2011, 6), Value: num("105")}}
	for _, path := range [][]target.Point{
		years(2011, "120 - - - 200"),
		years(2010, "130 120 - - - 200"),
		years(2009, "70 100 120 - - - 200"),
	} {
		got := track(t, goal, half, progress.PathGap{Path: path})
		// Half of the 20 that are due in 2011 make 10: half as much was made.
		checkFigure(t, "Forecast", got.Forecast, "150", 16)
	}
}

// A reduction by the whole has no logarithm, and no forecast along its path.
func TestForecastOfAWholeReduction(t *testing.T) {
	since2011 := func(year int, value string) target.Point {
		return target.Point{Period: target.Years(2011, year), Value: num(value)}
	}

	for _, tt := range []struct {
		name, goal, step, made string
	}{
		{"a step by the whole", "20", "100", "4"},
		{"a step by more", "20", "110", "4"},
		{"a target of the whole", "100", "20", "4"},
		{"a target of more", "110", "20", "4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			goal := percent(kind(by(target.Higher, 2015, tt.goal), target.Reduction))
			goal.Period = target.FiveYearPlan(12)
			path := []target.Point{since2011(2012, tt.step)}
			got := track(t, goal, []target.Point{since2011(2012, tt.made)}, progress.PathGap{Path: path})
			if got.Forecast.Valid {
				t.Errorf("Track() = forecast %v, want none", got.Forecast)
			}
		})
	}
}

// A rate of some months is on the same months of the year before, and is not
// compared with the year's.
func TestRateToDateIsRefused(t *testing.T) {
	half := target.Months(target.Month(2015, 1), target.Month(2015, 6))
	for _, k := range []target.Kind{target.Growth, target.Reduction} {
		year := percent(aim(k, target.Higher, "7.5"))
		plan := year
		plan.Period = target.FiveYearPlan(12)
		for _, tt := range []struct {
			name string
			goal target.Target
			at   target.Period
			ok   bool
		}{
			{"half a year of a year", year, half, false},
			{"a month of a year", year, target.Month(2015, 12), false},
			{"half a year of a plan", plan, half, false},
			{"half a year into a plan", plan, target.Months(target.Month(2011, 1), target.Month(2011, 6)), false},
			{"a year of a plan", plan, target.Year(2011), true},
			{"three years of a plan", plan, target.Years(2011, 2013), true},
			{"the plan", plan, plan.Period, true},
			{"the year", year, year.Period, true},
			{"a quarter of another year, no part of it", year, target.Quarter(2014, 4), true},
		} {
			t.Run(k.String()+", "+tt.name, func(t *testing.T) {
				points := []target.Point{{Period: tt.at, Value: num("7.4")}}
				atEnd := []target.Point{{Period: tt.goal.Period, Value: num("7")}}
				_, inSeries := progress.Track(tt.goal, points, progress.PathGap{})
				_, inPath := progress.Track(tt.goal, atEnd, progress.PathGap{Path: points})
				for _, err := range []error{inSeries, inPath} {
					if ok := !errors.Is(err, target.ErrMismatch); ok != tt.ok {
						t.Errorf("Track() = %v, want accepted: %t", err, tt.ok)
					}
					if !tt.ok && !strings.Contains(err.Error(), "give the figure of whole years") {
						t.Errorf("Track() = %v, want a remedy", err)
					}
				}
			})
		}
	}
}
