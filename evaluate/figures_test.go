package evaluate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// brief prints a figure to at most eight places.
func brief(d decimal.NullDecimal) string {
	if !d.Valid {
		return "none"
	}
	s := d.Decimal.StringFixed(8)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// Every figure of a verdict, reckoned by hand, for each rule.
func TestTrackFigures(t *testing.T) {
	half := series(t, 2010, "10", "", "", "", "", "15") // half the pace to 30 by 2020
	goal := by(target.Higher, 2020, "30")
	steady := []string{"11", "12", "13", "14", "15"}
	weather := func(base string) []target.Point { return series(t, 2010, append([]string{base}, steady...)...) }
	tests := []struct {
		name   string
		goal   target.Target
		points []target.Point
		pace   evaluate.Pace
		want   string // observed, required, ratio, score, forecast, category, reason
	}{
		{"a straight line", goal, half, evaluate.Linear{}, "1 2 0.5 0.5 20 moderately improving"},
		{"one that is met", goal, series(t, 2010, "10", "", "", "", "", "31"), evaluate.Linear{}, "4 2 2 2 52 on track or maintaining"},
		{"met by another name", goal, series(t, 2010, "10", "", "", "", "", "31"), evaluate.Linear{Achieved: "there"}, "4 2 2 2 52 there"},
		{"a fall that is wanted", by(target.Lower, 2020, "10"), series(t, 2010, "30", "", "", "", "", "25"), evaluate.Linear{}, "-1 -2 0.5 0.5 20 moderately improving"},
		{"a fall that is not", goal, series(t, 2010, "10", "", "", "", "", "5"), evaluate.Linear{}, "-1 2 -0.5 -0.5 0 decreasing"},
		{"a share of the way", goal, half, evaluate.CurrentStatus{}, "1 2 0.25 2.5 20 "},
		{"a share with a name", goal, half, evaluate.CurrentStatus{Cuts: []evaluate.Cut{{Name: "well", From: num("2.5")}, {Name: "badly"}}}, "1 2 0.25 2.5 20 well"},
		{"a share that is lost", goal, series(t, 2010, "10", "", "", "", "", "9"), evaluate.CurrentStatus{}, "-0.2 2 -0.05 -0.5 8 "},
		{"half the way missing", goal, half, evaluate.Anticipated{}, "1 2 0.5 5 20 accelerate"},
		{"a tenth missing", goal, series(t, 2010, "10", "", "", "", "", "19"), evaluate.Anticipated{}, "1.8 2 0.1 9 28 maintain"},
		{"all missing", goal, series(t, 2010, "10", "", "", "", "", "10"), evaluate.Anticipated{}, "0 2 1 0 10 accelerate"},
		{"more than all", goal, series(t, 2010, "10", "", "", "", "", "9"), evaluate.Anticipated{}, "-0.2 2 1.1 -1 8 reverse"},
		{"points before the year", goal, series(t, 1999, "7", "", "", "", "", "", "", "", "", "", "", "10", "", "", "", "", "15"), evaluate.Anticipated{Since: 2010}, "1 1.0952381 0.43478261 5.65217391 20 accelerate"},
		{"points from the year on", goal, half, evaluate.Anticipated{Since: 2010, Equal: true}, "1 2 0.5 5 20 accelerate"},
		{"carried on", goal, half, evaluate.Forecast{}, "1 2 0.5 2 20 fair progress"},
		{"carried on past it", goal, series(t, 2010, "10", "", "", "", "", "20"), evaluate.Forecast{}, "2 2 1 3 30 substantial progress"},
		{"carried on from a target that is met", goal, series(t, 2010, "10", "", "", "", "", "31"), evaluate.Forecast{}, "4.2 2 2.1 3 52 target reached"},
		// 1.5 in five years is 8.447 % a year, 3 in ten 11.612 %.
		{"grown as long again", goal, half, evaluate.Forecast{Compound: true}, "0.08447177 0.11612317 0.625 2 22.5 fair progress"},
		{"grown by a tenth a year", by(target.Higher, 2013, "20"), series(t, 2010, "10", "", "12.1"), evaluate.Forecast{Compound: true}, "0.1 0.25992105 0.331 2 13.31 fair progress"},
		{"not grown", goal, series(t, 2010, "10", "", "", "", "", "10"), evaluate.Forecast{Compound: true}, "0 0.11612317 0 1 10 limited or no progress"},
		{"shrunk to nothing", goal, series(t, 2010, "10", "", "", "", "", "0"), evaluate.Forecast{Compound: true}, "-1 0.11612317 -0.5 1 0 limited or no progress"},
		{"at the end", goal, series(t, 2010, "10", "", "", "", "", "", "", "", "", "", "25"), evaluate.Forecast{Compound: true}, "0.09595823 0.11612317 0.75 2 25 fair progress"},
		{"weather at half the pace", by(target.Higher, 2020, "25"), weather("10"), evaluate.Weather{}, "1 2 0.5 none 20 " + evaluate.Cloud},
		{"with a twentieth missing", by(target.Higher, 2020, "25"), weather("5.5"), evaluate.Weather{}, "1.9 2 0.05 none 24.5 " + evaluate.SlightlyCloudy},
		{"with a fifth missing", by(target.Higher, 2020, "25"), weather("7"), evaluate.Weather{}, "1.6 2 0.2 none 23 " + evaluate.SlightlyCloudy},
		{"with little missing", by(target.Higher, 2020, "25"), weather("5.1"), evaluate.Weather{}, "1.98 2 0.01 none 24.9 " + evaluate.Sun},
		{"with the trend turned", by(target.Higher, 2020, "25"), weather("20"), evaluate.Weather{}, "-1 2 1.5 none 10 " + evaluate.Thunderstorm},
		{"with nothing moved", by(target.Higher, 2020, "25"), weather("15"), evaluate.Weather{}, "0 2 1 none 15 " + evaluate.Thunderstorm},
		{"weather with a base before its years", by(target.Higher, 2020, "25"), series(t, 2009, append([]string{"90", "10"}, steady...)...), evaluate.Weather{}, "1 2 0.5 none 20 " + evaluate.Cloud},
		{"weather when met", by(target.Higher, 2020, "14"), weather("10"), evaluate.Weather{}, "1 -0.2 none none 20 " + evaluate.Sun + " " + evaluate.AlreadyMet.String()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := track(t, tt.goal, tt.points, tt.pace)
			got := strings.Join([]string{brief(p.Observed), brief(p.Required), brief(p.Ratio), brief(p.Score), brief(p.Forecast), p.Category}, " ")
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
	steady := series(t, 2010, "10", "11", "12", "13", "14", "15")
	turned := series(t, 2010, "10", "11", "12", "13", "14", "13")
	tests := []struct {
		name   string
		i      target.Indicator
		points []target.Point
		pace   evaluate.Pace
		want   string // observed, ratio, score, category, reason
	}{
		{"weather that is fair", ratio(target.Higher), steady, evaluate.Weather{}, "1 none none " + evaluate.Sun},
		{"weather that turns", ratio(target.Higher), turned, evaluate.Weather{}, "0.6 none none " + evaluate.SlightlyCloudy},
		{"weather that is foul", ratio(target.Lower), steady, evaluate.Weather{}, "1 none none " + evaluate.Thunderstorm},
		{"weather of the last five years", ratio(target.Higher), series(t, 2008, "90", "80", "10", "11", "12", "13", "14", "15"), evaluate.Weather{}, "1 none none " + evaluate.Sun},
		{"growth by a tenth", ratio(target.Higher), series(t, 2010, "10", "11", "12.1"), evaluate.Forecast{}, "0.1 0.1 3 substantial progress"},
		{"growth by a hundredth", ratio(target.Higher), series(t, 2010, "100", "101"), evaluate.Forecast{}, "0.01 0.01 2 fair progress"},
		{"a fall by a tenth", ratio(target.Higher), series(t, 2010, "10", "9"), evaluate.Forecast{}, "-0.1 -0.1 1 limited or no progress"},
		{"one that is wanted", ratio(target.Lower), series(t, 2010, "10", "9"), evaluate.Forecast{}, "-0.1 0.1 3 substantial progress"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := evaluate.TrackTrend(tt.i, tt.points, tt.pace)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join([]string{brief(p.Observed), brief(p.Ratio), brief(p.Score), p.Category}, " ")
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
	if _, err := evaluate.TrackTrend(bad, steady, evaluate.Weather{}); len(target.AllErrors(err)) != 1 || target.AllErrors(err)[0].Path != "indicator.code" {
		t.Errorf("an indicator that is not valid: %v", err)
	}
}
