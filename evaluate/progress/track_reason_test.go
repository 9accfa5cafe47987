package progress_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func TestTrackReasons(t *testing.T) {
	rising, falling := by(target.Higher, 2020, "5"), by(target.Lower, 2020, "0")
	ranged := within(by(target.Nearer, 2020, "1"), "3")
	cagr, sdg, unsd := progress.CAGRRatio{}, progress.OpenSDG(), progress.UNSD()
	// All that judge by a base.
	based := []progress.Rule{
		cagr, sdg, progress.LinearRatio{}, progress.Forecast{}, unsd, progress.CurrentStatus{}, progress.Anticipated{},
	}

	for _, tt := range []struct {
		name   string
		goal   target.Target
		points []target.Point
		rules  []progress.Rule
		want   evaluate.Reason
	}{
		{"no points", rising, nil, published, evaluate.TooFewPoints},
		{
			"all after the deadline", by(target.Higher, 2014, "5"), years(2015, "1 2"), published,
			evaluate.DeadlinePassed,
		},
		{"one point", rising, years(2015, "1"), based, evaluate.TooFewPoints},
		{"one before the deadline", by(target.Higher, 2015, "5"), years(2015, "1 9"), based, evaluate.TooFewPoints},
		{"three points", rising, years(2015, "1 2 3"), []progress.Rule{progress.Weather{}}, evaluate.TooFewPoints},
		{"zero base", rising, years(2015, "0 2"), []progress.Rule{cagr, unsd}, evaluate.ZeroBase},
		{"sign change", rising, years(2015, "-1 2"), []progress.Rule{cagr, sdg, unsd}, evaluate.OppositeSigns},
		{"target across zero", rising, years(2015, "-2 -1"), []progress.Rule{cagr, sdg}, evaluate.OppositeSigns},
		{"zero target", falling, years(2015, "5 2"), []progress.Rule{cagr}, evaluate.ZeroTarget},
		{"target is the base", rising, years(2015, "5.0 4"), based, evaluate.AtBaseline},
		{"met at the base", rising, years(2015, "6 4"), based, evaluate.AlreadyMet},
		{
			"left the range", ranged, years(2015, "2 4"),
			[]progress.Rule{progress.CurrentStatus{}, progress.Forecast{}, unsd},
			evaluate.AlreadyMet,
		},
		{"stayed in the range", ranged, years(2015, "2 2.5"), based, evaluate.AlreadyMet},
		{
			"no step due", rising, years(2020, "4"),
			[]progress.Rule{progress.PathGap{Path: years(2021, "5")}},
			evaluate.NoPath,
		},
		{"no base for the way", rising, years(2020, "4"), []progress.Rule{progress.PathGap{}}, evaluate.NoBaseline},
	} {
		for _, rule := range tt.rules {
			t.Run(fmt.Sprintf("%s, %T", tt.name, rule), func(t *testing.T) {
				got := track(t, tt.goal, tt.points, rule)
				if got.Reason != tt.want {
					t.Errorf("Track() = reason %q, want %q", got.Reason, tt.want)
				}
				// Only a target that was met leaves a category without a measure: a series
				// that leaves it is decreasing.
				_, isLinear := rule.(progress.LinearRatio)
				if tt.want != evaluate.AlreadyMet && got.Category != "" && !isLinear {
					t.Errorf("Track() = category %q with reason %q", got.Category, got.Reason)
				}
			})
		}
	}
}

func TestTrackTrendReasons(t *testing.T) {
	up, none := toward(target.Higher).Indicator, toward(0).Indicator
	limited := progress.OpenSDG()
	limited.Limit = maybe("100")
	cagr, unsd, weather := progress.CAGRRatio{}, progress.UNSD(), progress.Weather{}

	for _, tt := range []struct {
		name      string
		indicator target.Indicator
		figures   string
		rules     []progress.Rule
		want      evaluate.Reason
	}{
		{"one point", up, "1", []progress.Rule{cagr, unsd, weather}, evaluate.TooFewPoints},
		{"no direction", none, "1 2 3 4", []progress.Rule{cagr, unsd, weather}, evaluate.NoDirection},
		{"zero base", up, "0 2", []progress.Rule{cagr, unsd}, evaluate.ZeroBase},
		{"negative base", up, "-4 -2", []progress.Rule{cagr, unsd}, 0},
		{"a limit on the other side of zero", up, "-50 -49", []progress.Rule{limited}, evaluate.OppositeSigns},
	} {
		for _, rule := range tt.rules {
			t.Run(fmt.Sprintf("%s, %T", tt.name, rule), func(t *testing.T) {
				got, err := progress.TrackTrend(tt.indicator, years(2017, tt.figures), rule)
				if err != nil || got.Reason != tt.want {
					t.Errorf("TrackTrend() = %q, %v, want %q", got.Reason, err, tt.want)
				}
			})
		}
	}
}

// Growth that leaves the bounds of figures has no forecast.
func TestTrackUnbounded(t *testing.T) {
	goal := by(target.Higher, 9999, "5")
	goal.Value = num("1e100").Sub(num("1"))
	explosion := []target.Point{
		{Period: target.Month(2015, 1), Value: num("1e-100")},
		{Period: target.Month(2015, 2), Value: num("1e99")},
	}
	if got := track(t, goal, explosion, progress.UNSD()); got.Reason != evaluate.Unbounded || got.Category != "" {
		t.Errorf("Track() = category %q, reason %q, want unbounded", got.Category, got.Reason)
	}
	if got := track(t, goal, explosion, progress.CAGRRatio{}); got.Forecast.Valid || got.Category == "" {
		t.Errorf("Track() = category %q, forecast %v, want a category alone", got.Category, got.Forecast)
	}

	increase := percent(aim(target.Reduction, target.Higher, "17"))
	increase.Period = target.Years(2015, 9999)
	slow := progress.PathGap{Schedule: testkit.Decs("0.01")}
	if got := track(t, increase, years(2015, "-1e99"), slow); got.Forecast.Valid {
		t.Errorf("Track() = forecast %v, want none", got.Forecast)
	}
}

// Two figures of one period, one of them endless, are not compared.
func TestTrackEndless(t *testing.T) {
	for _, huge := range []decimal.Decimal{decimal.New(1, 1<<30), decimal.New(1, -1<<30)} {
		one := target.Point{Period: target.Year(2015), Value: num("1")}
		other := target.Point{Period: target.Year(2015), Value: huge}
		for _, points := range [][]target.Point{{one, other}, {other, one}} {
			_, err := progress.Track(by(target.Higher, 2020, "5"), points, progress.LinearRatio{})
			if got := testkit.Problems(err); len(got) != 2 {
				t.Errorf("Track() = %q, want a duplicate and a figure out of range", got)
			}
		}
	}
}
