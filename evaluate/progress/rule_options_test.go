package progress_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// What the options of a rule change, for a series that goes from 10 to 30 in ten years.
func TestRuleOptions(t *testing.T) {
	half, met := years(2010, "10 - - - - 15"), years(2010, "10 - - - - 31")
	early := years(2005, "7 - - - - 10 - - - - 15")
	grades := []progress.Category{{Name: "well", From: num("2.5")}, {Name: "badly"}}

	for _, tt := range []struct {
		name     string
		points   []target.Point
		rule     progress.Rule
		measure  string
		category string
	}{
		{"achieved by another name", met, progress.LinearRatio{Achieved: "there"}, "2", "there"},
		{"achieved by growth", met, progress.CAGRRatio{}, "2.18670603", "significant progress towards"},
		{"achieved by name", met, progress.CAGRRatio{Achieved: "there"}, "2.18670603", "there"},
		{"forecast achieved", met, progress.Forecast{Achieved: "there"}, "2.1", "there"},
		{"categories of a status", half, progress.CurrentStatus{Categories: grades}, "0.25", "well"},
		{"all points since 2000", early, progress.Anticipated{}, "0.46026987", "accelerate"},
		{"points since 2010", early, progress.Anticipated{Since: 2010}, "0.43478261", "accelerate"},
		{"equal weights", half, progress.Anticipated{EqualWeights: true}, "0.5", "accelerate"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := track(t, by(target.Higher, 2020, "30"), tt.points, tt.rule)
			checkFigure(t, "Measure", got.Measure, tt.measure, 8)
			if got.Category != tt.category {
				t.Errorf("Track() = %q, want %q", got.Category, tt.category)
			}
		})
	}
}

// The regression of Anticipated, from a baseline of 10 in 2015. Weights 1, 2, 3 at 0, 1,
// 2 years make means of 4/3 and 2, and a slope of 6/5.
func TestAnticipatedWeights(t *testing.T) {
	goal := func(value string) target.Target {
		g := by(target.Higher, 2030, value)
		g.Baseline = &target.Point{Period: target.Year(2015), Value: decimal.New(10, 0)}
		return g
	}

	for _, tt := range []struct {
		name              string
		goal              target.Target
		points            []target.Point
		rule              progress.Anticipated
		forecast, measure string
		category          string
	}{
		{
			"before 2000", goal("40"), append(years(1990, "99 98"), years(2015, "10 12 14 16 18 20")...),
			progress.Anticipated{},
			"40", "0", "maintain",
		},
		{"recent", goal("30"), years(2015, "1 1 3"), progress.Anticipated{}, "18.4", "0.58", "accelerate"},
		{
			"equal", goal("30"), years(2015, "1 1 3"),
			progress.Anticipated{EqualWeights: true},
			"15.66666666666667", "0.7166666666666667", "accelerate",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := track(t, tt.goal, tt.points, tt.rule)
			checkFigure(t, "Forecast", got.Forecast, tt.forecast, 15)
			checkFigure(t, "Measure", got.Measure, tt.measure, 15)
			if got.Category != tt.category {
				t.Errorf("Track() = %q, want %q", got.Category, tt.category)
			}
		})
	}
}
