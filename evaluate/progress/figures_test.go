package progress_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// Every figure of a verdict, reckoned by hand, for each rule.
func TestTrackFigures(t *testing.T) {
	half := years(2010, "10", "", "", "", "", "15") // half the rule to 30 by 2020
	goal := by(target.Higher, 2020, "30")
	steady := []string{"11", "12", "13", "14", "15"}
	weather := func(base string) []target.Point { return years(2010, append([]string{base}, steady...)...) }
	tests := []struct {
		name   string
		goal   target.Target
		points []target.Point
		rule   progress.Rule
		want   string // observed, required, ratio, score, forecast, category, reason
	}{
		{"a straight line", goal, half, progress.LinearRatio{}, "1 2 0.5 none 20 moderately improving"},
		{"one that is met", goal, years(2010, "10", "", "", "", "", "31"), progress.LinearRatio{},
			"4 2 2 none 52 on track or maintaining"},
		{"met by another name", goal, years(2010, "10", "", "", "", "", "31"), progress.LinearRatio{Achieved: "there"},
			"4 2 2 none 52 there"},
		{"a fall that is wanted", by(target.Lower, 2020, "10"), years(2010, "30", "", "", "", "", "25"),
			progress.LinearRatio{}, "-1 -2 0.5 none 20 moderately improving"},
		{"a fall that is not", goal, years(2010, "10", "", "", "", "", "5"), progress.LinearRatio{},
			"-1 2 -0.5 none 0 decreasing"},
		{"a share of the way", goal, half, progress.CurrentStatus{}, "1 2 0.25 2.5 20 "},
		{"a share with a name", goal, half,
			progress.CurrentStatus{Categories: []progress.Category{{Name: "well", From: num("2.5")}, {Name: "badly"}}},
			"1 2 0.25 2.5 20 well"},
		{"a share that is lost", goal, years(2010, "10", "", "", "", "", "9"), progress.CurrentStatus{},
			"-0.2 2 -0.05 -0.5 8 "},
		{"half the way missing", goal, half, progress.Anticipated{}, "1 2 0.5 5 20 accelerate"},
		{"a tenth missing", goal, years(2010, "10", "", "", "", "", "19"), progress.Anticipated{},
			"1.8 2 0.1 9 28 maintain"},
		{"all missing", goal, years(2010, "10", "", "", "", "", "10"), progress.Anticipated{}, "0 2 1 0 10 accelerate"},
		{"more than all", goal, years(2010, "10", "", "", "", "", "9"), progress.Anticipated{},
			"-0.2 2 1.1 -1 8 reverse"},
		{"points before the year", goal,
			years(1999, "7", "", "", "", "", "", "", "", "", "", "", "10", "", "", "", "", "15"),
			progress.Anticipated{Since: 2010}, "1 1.0952381 0.43478261 5.65217391 20 accelerate"},
		{"points from the year on", goal, half, progress.Anticipated{Since: 2010, EqualWeights: true},
			"1 2 0.5 5 20 accelerate"},
		{"carried on", goal, half, progress.Forecast{}, "1 2 0.5 2 20 fair progress"},
		{"carried on past it", goal, years(2010, "10", "", "", "", "", "20"), progress.Forecast{},
			"2 2 1 3 30 substantial progress"},
		{"carried on from a target that is met", goal, years(2010, "10", "", "", "", "", "31"), progress.Forecast{},
			"4.2 2 2.1 3 52 target reached"},
		// 1.5 in five years is 8.447 % a year, 3 in ten 11.612 %.
		{"grown as long again", goal, half, progress.Forecast{Compound: true},
			"0.08447177 0.11612317 0.625 2 22.5 fair progress"},
		{"grown by a tenth a year", by(target.Higher, 2013, "20"), years(2010, "10", "", "12.1"),
			progress.Forecast{Compound: true}, "0.1 0.25992105 0.331 2 13.31 fair progress"},
		{"not grown", goal, years(2010, "10", "", "", "", "", "10"), progress.Forecast{Compound: true},
			"0 0.11612317 0 1 10 limited or no progress"},
		{"shrunk to nothing", goal, years(2010, "10", "", "", "", "", "0"), progress.Forecast{Compound: true},
			"-1 0.11612317 -0.5 1 0 limited or no progress"},
		{"at the end", goal, years(2010, "10", "", "", "", "", "", "", "", "", "", "25"),
			progress.Forecast{Compound: true}, "0.09595823 0.11612317 0.75 2 25 fair progress"},
		{"weather at half the rule", by(target.Higher, 2020, "25"), weather("10"), progress.Weather{},
			"1 2 0.5 none 20 " + progress.Cloud},
		{"with a twentieth missing", by(target.Higher, 2020, "25"), weather("5.5"), progress.Weather{},
			"1.9 2 0.05 none 24.5 " + progress.SlightlyCloudy},
		{"with a fifth missing", by(target.Higher, 2020, "25"), weather("7"), progress.Weather{},
			"1.6 2 0.2 none 23 " + progress.SlightlyCloudy},
		{"with little missing", by(target.Higher, 2020, "25"), weather("5.1"), progress.Weather{},
			"1.98 2 0.01 none 24.9 " + progress.Sun},
		{"with the trend turned", by(target.Higher, 2020, "25"), weather("20"), progress.Weather{},
			"-1 2 1.5 none 10 " + progress.Thunderstorm},
		{"with nothing moved", by(target.Higher, 2020, "25"), weather("15"), progress.Weather{},
			"0 2 1 none 15 " + progress.Thunderstorm},
		{"weather with a base before its years", by(target.Higher, 2020, "25"),
			years(2009, append([]string{"90", "10"}, steady...)...), progress.Weather{},
			"1 2 0.5 none 20 " + progress.Cloud},
		{"weather when met", by(target.Higher, 2020, "14"), weather("10"), progress.Weather{},
			"1 -0.2 none none 20 " + progress.Sun + " " + evaluate.AlreadyMet.String()},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := track(t, tt.goal, tt.points, tt.rule)
			got := strings.Join([]string{brief(p.ObservedRate), brief(p.RequiredRate), brief(p.Measure), brief(p.Score),
				brief(p.Forecast), p.Category}, " ")
			if p.Reason != 0 {
				got += " " + p.Reason.String()
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Track() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// The same without a target, for the rules that do without.
func TestTrackTrendFigures(t *testing.T) {
	ratio := func(better target.Direction) target.Indicator { return by(better, 2020, "1").Indicator }
	steady := years(2010, "10", "11", "12", "13", "14", "15")
	turned := years(2010, "10", "11", "12", "13", "14", "13")
	tests := []struct {
		name   string
		i      target.Indicator
		points []target.Point
		rule   progress.Rule
		want   string // observed, ratio, score, category, reason
	}{
		{"weather that is fair", ratio(target.Higher), steady, progress.Weather{}, "1 none none " + progress.Sun},
		{"weather that turns", ratio(target.Higher), turned, progress.Weather{},
			"0.6 none none " + progress.SlightlyCloudy},
		{"weather that is foul", ratio(target.Lower), steady, progress.Weather{},
			"1 none none " + progress.Thunderstorm},
		{"weather of the last five years", ratio(target.Higher),
			years(2008, "90", "80", "10", "11", "12", "13", "14", "15"), progress.Weather{},
			"1 none none " + progress.Sun},
		{"growth by a tenth", ratio(target.Higher), years(2010, "10", "11", "12.1"), progress.Forecast{},
			"0.1 0.1 3 substantial progress"},
		{"growth by a hundredth", ratio(target.Higher), years(2010, "100", "101"), progress.Forecast{},
			"0.01 0.01 2 fair progress"},
		{"a fall by a tenth", ratio(target.Higher), years(2010, "10", "9"), progress.Forecast{},
			"-0.1 -0.1 1 limited or no progress"},
		{"one that is wanted", ratio(target.Lower), years(2010, "10", "9"), progress.Forecast{},
			"-0.1 0.1 3 substantial progress"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := progress.TrackTrend(tt.i, tt.points, tt.rule)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join([]string{brief(p.ObservedRate), brief(p.Measure), brief(p.Score), p.Category}, " ")
			if p.Reason != 0 {
				got += " " + p.Reason.String()
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("TrackTrend() mismatch (-want +got):\n%s", diff)
			}
		})
	}

	bad := ratio(target.Higher)
	bad.Code = ""
	if _, err := progress.TrackTrend(bad, steady, progress.Weather{}); len(target.AllErrors(err)) != 1 || target.AllErrors(err)[0].Path != "indicator.code" {
		t.Errorf("an indicator that is not valid: %v", err)
	}
}
