package progress_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func TestTrackErrors(t *testing.T) {
	goal := by(target.Higher, 2020, "5")
	homeless := goal
	homeless.Unit = ""
	points := years(2015, "1 2")
	bad := []target.Point{
		{},
		{Period: target.Year(2015), Value: num("1")},
		{Period: target.Month(2015, 12), Value: decimal.New(1, 1<<30)},
	}

	for _, tt := range []struct {
		name   string
		goal   target.Target
		points []target.Point
		rule   progress.Rule
		want   []string
	}{
		{"a sound series", goal, points, progress.LinearRatio{}, nil},
		{"a target without a unit", homeless, points, progress.LinearRatio{}, []string{"target.unit is required"}},
		{"bad points", goal, bad, progress.LinearRatio{}, []string{
			`series[""].period is required`,
			`series["2015-12"] is given twice`,
			`series["2015-12"].value is out of range`,
		}},
		{"a path of bad points", goal, points, progress.PathGap{Path: bad[:1]}, []string{
			`rule.path[""].period is required`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := progress.Track(tt.goal, tt.points, tt.rule)
			if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
				t.Errorf("Track() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTrackTrendErrors(t *testing.T) {
	indicator := by(target.Higher, 2020, "5").Indicator
	nameless := indicator
	nameless.Code = ""
	noRule := []string{"rule is required"}

	for _, tt := range []struct {
		name      string
		indicator target.Indicator
		rule      progress.Rule
		want      []string
	}{
		{"a rule that needs no target", indicator, progress.CAGRRatio{}, nil},
		{"an indicator without a code", nameless, progress.CAGRRatio{}, []string{"indicator.code is required"}},
		{"no rule", indicator, nil, noRule},
		{"a straight line", indicator, progress.LinearRatio{}, noRule},
		{"a status", indicator, progress.CurrentStatus{}, noRule},
		{"a regression", indicator, progress.Anticipated{}, noRule},
		{"a path", indicator, progress.PathGap{}, noRule},
		{"no rule by pointer", indicator, (*progress.CAGRRatio)(nil), noRule},
		{"a rule by pointer", indicator, &progress.Forecast{}, noRule},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := progress.TrackTrend(tt.indicator, years(2015, "1 2"), tt.rule)
			if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
				t.Errorf("TrackTrend() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// The order of the points does not count, and the caller's stay where they were.
func TestTrackOrderAndCopies(t *testing.T) {
	goal := by(target.Lower, 2030, "10")
	points := years(2015, "20 19 17 16 14")
	reversed := slices.Clone(points)
	slices.Reverse(reversed)
	before := slices.Clone(reversed)

	for _, rule := range append(slices.Clone(published), progress.PathGap{Path: reversed}) {
		want, got := track(t, goal, points, rule), track(t, goal, reversed, rule)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%T: Track() mismatch (-in order +reversed):\n%s", rule, diff)
		}
	}
	for _, rule := range []progress.Rule{progress.CAGRRatio{}, progress.UNSD(), progress.Weather{}} {
		want, errWant := progress.TrackTrend(goal.Indicator, points, rule)
		got, errGot := progress.TrackTrend(goal.Indicator, reversed, rule)
		if diff := cmp.Diff(want, got); diff != "" || errWant != nil || errGot != nil {
			t.Errorf("%T: TrackTrend() mismatch (-in order +reversed):\n%s%v, %v", rule, diff, errWant, errGot)
		}
	}
	targets := []target.Target{named("later", goal), named("soon", by(target.Lower, 2018, "12"))}
	want, _, errWant := progress.WeatherOf(targets, points, progress.Weather{})
	got, _, errGot := progress.WeatherOf(targets, reversed, progress.Weather{})
	if diff := cmp.Diff(want, got); diff != "" || errWant != nil || errGot != nil {
		t.Errorf("WeatherOf() mismatch (-in order +reversed):\n%s%v, %v", diff, errWant, errGot)
	}
	if diff := cmp.Diff(before, reversed); diff != "" {
		t.Errorf("the caller's points mismatch (-before +after):\n%s", diff)
	}
}
