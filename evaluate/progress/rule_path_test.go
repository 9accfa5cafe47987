package progress_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

func steps(t testing.TB, goal target.Target, s temporal.Shape) []target.Point {
	t.Helper()
	path, err := temporal.Path(goal, s, target.Yearly)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func schedule() []decimal.Decimal {
	return []decimal.Decimal{num("0.2"), num("0.4"), num("0.6"), num("0.8"), num("1")}
}

// TestQinghai2009 is the published progress of Qinghai's energy intensity after
// three of five years, from the cuts of single years, one of them a rise
// (Qinghai statistics bureau, 2009-09-17: 4.87 % saved, 26.8 % of the way).
func TestQinghai2009(t *testing.T) {
	goal := percent(aim(target.Reduction, target.Higher, "17"))
	goal.Period = target.FiveYearPlan(11)
	points := years(2006, "-1.51", "2.2", "4.18")
	got := track(t, goal, points, progress.PathGap{})
	if got.Made.Decimal.StringFixed(14) != "0.26811220288839" || got.Current.Value.StringFixed(7) != "4.8729894" {
		t.Errorf("progress %v at %v", got.Made.Decimal, got.Current.Value)
	}
	if !got.Due.Decimal.Equal(num("0.6")) || got.Category != "behind" {
		t.Errorf("due %v, %s", got.Due, got.Category)
	}
	// 1 − 0.9512701…^(5/3)
	if got.Forecast.Decimal.StringFixed(6) != "7.989000" {
		t.Errorf("forecast %v", got.Forecast.Decimal)
	}

	// The figure to date says the same as the years that make it.
	whole := []target.Point{{Period: target.Years(2006, 2008), Value: got.Current.Value}}
	if diff := cmp.Diff(got.Made, track(t, goal, whole, progress.PathGap{}).Made); diff != "" {
		t.Errorf("to date and by years mismatch:\n%s", diff)
	}

	// So does a path whose shares are the schedule, up to its rounding.
	byPath := track(t, goal, points, progress.PathGap{Path: steps(t, goal, temporal.Schedule{Shares: schedule()})})
	if diff := byPath.Measure.Decimal.Sub(got.Measure.Decimal).Abs(); diff.Cmp(num("0.001")) > 0 {
		t.Errorf("path %v, schedule %v", byPath.Measure, got.Measure)
	}
	// 4.87 less 1 − 0.83^0.6
	if byPath.Gap.Decimal.StringFixed(1) != "-5.7" {
		t.Errorf("gap %v", byPath.Gap.Decimal)
	}
}

func TestPathGap(t *testing.T) {
	stock := aim(target.Stock, target.Higher, "200")
	stock.Baseline = &target.Point{Period: target.Year(2010), Value: num("100")}
	flow := aim(target.Flow, target.Higher, "1000")
	flow.Period = target.FiveYearPlan(12)
	growth := percent(aim(target.Growth, target.Higher, "40"))
	growth.Period = target.FiveYearPlan(12)
	lower := aim(target.Ratio, target.Lower, "50")
	lower.Baseline = stock.Baseline
	tests := []struct {
		name                              string
		target                            target.Target
		points                            []target.Point
		rule                              progress.PathGap
		observed, required, gap, forecast string
		category                          string
	}{
		{"stock by schedule", stock, years(2011, "130", "150"), progress.PathGap{}, "0.5", "0.4", "", "225", "on path"},
		{"stock by its path", stock, years(2012, "139"),
			progress.PathGap{Path: steps(t, stock, temporal.StraightLine{})}, "0.39", "0.4", "-1", "197.5", "behind"},
		{"exactly on the path", stock, years(2013, "160"), progress.PathGap{}, "0.6", "0.6", "", "200", "on path"},
		{"own schedule", stock, years(2012, "139"),
			progress.PathGap{Schedule: []decimal.Decimal{num("0.1"), num("0.3")}}, "0.39", "0.3", "", "230", "on path"},
		{"beyond the schedule", stock, years(2014, "139"),
			progress.PathGap{Schedule: []decimal.Decimal{num("0.1"), num("0.3")}}, "0.39", "0.3", "",
			"150.8695652173913", "on path"},
		{"the last step due counts", stock, []target.Point{{Period: target.Quarter(2012, 3), Value: num("130")}},
			progress.PathGap{}, "0.3", "0.2", "", "185.7142857142857", "on path"},
		{"way down", lower, years(2012, "85"), progress.PathGap{Path: steps(t, lower, temporal.StraightLine{})}, "0.3",
			"0.4", "-5", "62.5", "behind"},
		{"flow adds up", flow, years(2011, "150", "170", "200"), progress.PathGap{}, "0.52", "0.6", "",
			"866.6666666666667", "behind"},
		{"flow by its path", flow, years(2011, "150", "170", "300"),
			progress.PathGap{Path: steps(t, flow, temporal.StraightLine{})}, "0.62", "0.6", "20", "1033.333333333333",
			"on path"},
		{"growth compounds", growth, years(2011, "10", "10"), progress.PathGap{}, "0.525", "0.4", "", "52.5",
			"on path"},
		{"a year is missing", flow, years(2011, "150", "", "200"), progress.PathGap{}, "0.15", "0.2", "", "750",
			"behind"},
		{"own cuts", stock, years(2012, "139"),
			progress.PathGap{Categories: []progress.Category{{Name: "3", From: num("0")},
				{Name: "2", From: num("-0.1")}, {Name: "1"}}}, "0.39", "0.4", "", "197.5", "2"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := track(t, tt.target, tt.points, tt.rule)
			type figures struct {
				Observed, Required, Gap, Forecast decimal.NullDecimal
				Category                          string
				Reason                            evaluate.Reason
			}

			want := figures{maybe(tt.observed), maybe(tt.required), maybe(tt.gap), maybe(tt.forecast), tt.category, 0}
			have := figures{got.Made, got.Due, got.Gap, got.Forecast, got.Category, got.Reason}
			if diff := cmp.Diff(want, have); diff != "" {
				t.Errorf("Track() mismatch (-want +got):\n%s", diff)
			}
			if !got.Measure.Decimal.Equal(got.Made.Decimal.Sub(got.Due.Decimal)) {
				t.Errorf("score %v", got.Measure)
			}
		})
	}

	// Without a baseline the figures still say on which side of the path they are.
	bare := aim(target.Stock, target.Higher, "200")
	for figure, want := range map[string]string{"119": "behind", "120": "on path"} {
		got := track(t, bare, years(2011, figure), progress.PathGap{Path: years(2011, "120", "200")})
		if got.Category != want || got.Reason != evaluate.NoBaseline || got.Measure.Valid {
			t.Errorf("%s against 120: %+v", figure, got)
		}
	}

	// All that was left was cut: no rule can be carried on.
	all := percent(aim(target.Reduction, target.Higher, "17"))
	all.Period = target.FiveYearPlan(11)
	if got := track(t, all, years(2006, "100"), progress.PathGap{}); got.Reason != evaluate.WholeLost || got.Forecast.Valid {
		t.Errorf("a cut by the whole: %+v", got)
	}
	if got := track(t, all, years(2006, "0"), progress.PathGap{}); !got.Forecast.Decimal.IsZero() || !got.Made.Decimal.IsZero() {
		t.Errorf("no cut: %+v", got)
	}

	zero := flow
	zero.Value = num("0")
	if got := track(t, zero, years(2011, "1"), progress.PathGap{}); got.Reason != evaluate.ZeroTarget {
		t.Errorf("a flow of nothing: %+v", got)
	}
}

// TestFiveYearProgress: the published progress of provinces within their five-year
// plans, as series on their way by the plan's schedule.
func TestFiveYearProgress(t *testing.T) {
	for _, row := range table(t, "../testdata/five_year_progress.csv") {
		plan, err := target.ParsePeriod(row[1])
		if err != nil {
			t.Fatal(err)
		}
		elapsed, err := target.ParsePeriod(row[2])
		if err != nil {
			t.Fatal(err)
		}
		goal := percent(aim(target.Reduction, target.Higher, row[3]))
		goal.Period = plan

		got := track(t, goal, []target.Point{{Period: elapsed, Value: num(row[4])}}, progress.PathGap{})
		if made := got.Made.Decimal.Shift(2).Round(2); !made.Equal(num(row[6])) {
			t.Errorf("%s: Track() = made %v %%, want %s %%", row[0], made, row[6])
		}
		if due := decimal.New(int64(2*elapsed.Len()/12), -1); !got.Due.Decimal.Equal(due) {
			t.Errorf("%s: Track() = due %v, want %v", row[0], got.Due, due)
		}
	}
}
