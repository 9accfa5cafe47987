package progress_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/internal/testkit"
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

// The published progress of Qinghai's energy intensity after three of five years, from
// the reductions of single years, one of them a rise (Qinghai statistics bureau,
// 2009-09-17: 4.87 % saved, 26.8 % of the way).
func TestQinghai2009(t *testing.T) {
	goal := percent(aim(target.Reduction, target.Higher, "17"))
	goal.Period = target.FiveYearPlan(11)
	points := years(2006, "-1.51 2.2 4.18")
	got := track(t, goal, points, progress.PathGap{})
	checkFigure(t, "Made", got.Made, "0.26811220288839", 13)
	checkFigure(t, "Due", got.Due, "0.6", 16)
	checkFigure(t, "Current", decimal.NewNullDecimal(got.Current.Value), "4.8729894", 7)
	checkFigure(t, "Forecast", got.Forecast, "7.989000", 6) // 1 − 0.9512701…^(5/3)
	if got.Category != "behind" {
		t.Errorf("Track() = %q, want behind", got.Category)
	}

	// The figure to date says the same as the years that make it.
	toDate := []target.Point{{Period: target.Years(2006, 2008), Value: got.Current.Value}}
	if diff := cmp.Diff(got.Made, track(t, goal, toDate, progress.PathGap{}).Made); diff != "" {
		t.Errorf("Made mismatch (-by years +to date):\n%s", diff)
	}

	// So does a path whose shares are the schedule, but for its rounding.
	path := steps(t, goal, temporal.Schedule{Shares: schedule()})
	byPath := track(t, goal, points, progress.PathGap{Path: path})
	checkFigure(t, "Measure", byPath.Measure, got.Measure.Decimal.String(), 3)
	checkFigure(t, "Gap", decimal.NewNullDecimal(byPath.Gap.Decimal.Round(1)), "-5.7", 16) // 4.87 less 1 − 0.83^0.6
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
		name                     string
		target                   target.Target
		points                   []target.Point
		rule                     progress.PathGap
		made, due, gap, forecast string
		category                 string
	}{
		{"stock by schedule", stock, years(2011, "130 150"), progress.PathGap{}, "0.5", "0.4", "", "225", "on path"},
		{
			"stock by its path", stock, years(2012, "139"),
			progress.PathGap{Path: steps(t, stock, temporal.StraightLine{})},
			"0.39", "0.4", "-1", "197.5", "behind",
		},
		{"exactly on the path", stock, years(2013, "160"), progress.PathGap{}, "0.6", "0.6", "", "200", "on path"},
		{
			"own schedule", stock, years(2012, "139"),
			progress.PathGap{Schedule: []decimal.Decimal{num("0.1"), num("0.3")}},
			"0.39", "0.3", "", "230", "on path",
		},
		{
			"beyond the schedule", stock, years(2014, "139"),
			progress.PathGap{Schedule: []decimal.Decimal{num("0.1"), num("0.3")}},
			"0.39", "0.3", "",
			"150.8695652173913", "on path",
		},
		{
			"the last step due counts", stock,
			[]target.Point{{Period: target.Quarter(2012, 3), Value: num("130")}},
			progress.PathGap{},
			"0.3", "0.2", "", "185.7142857142857", "on path",
		},
		{
			"way down", lower, years(2012, "85"),
			progress.PathGap{Path: steps(t, lower, temporal.StraightLine{})},
			"0.3",
			"0.4", "-5", "62.5", "behind",
		},
		{
			"flow adds up", flow, years(2011, "150 170 200"),
			progress.PathGap{},
			"0.52", "0.6", "",
			"866.6666666666667", "behind",
		},
		{
			"flow by its path", flow, years(2011, "150 170 300"),
			progress.PathGap{Path: steps(t, flow, temporal.StraightLine{})},
			"0.62", "0.6", "20", "1033.333333333333",
			"on path",
		},
		{"growth compounds", growth, years(2011, "10 10"), progress.PathGap{}, "0.525", "0.4", "", "52.5", "on path"},
		{"a year is missing", flow, years(2011, "150 - 200"), progress.PathGap{}, "0.15", "0.2", "", "750", "behind"},
		{
			"own categories", stock, years(2012, "139"),
			progress.PathGap{Categories: []progress.Category{
				{Name: "3", From: num("0")},
				{Name: "2", From: num("-0.1")},
				{Name: "1"},
			}},
			"0.39", "0.4", "", "197.5", "2",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := track(t, tt.target, tt.points, tt.rule)
			measure := num(tt.made).Sub(num(tt.due))
			want := progress.Progress{
				Base: got.Base, Current: got.Current, Made: maybe(tt.made), Due: maybe(tt.due), Gap: maybe(tt.gap),
				Measure: decimal.NewNullDecimal(measure), Forecast: maybe(tt.forecast), Category: tt.category,
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Track() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// Without a baseline the figures still say on which side of the path they are.
func TestPathGapWithoutBaseline(t *testing.T) {
	bare := aim(target.Stock, target.Higher, "200")
	for value, want := range map[string]string{"119": "behind", "120": "on path"} {
		got := track(t, bare, years(2011, value), progress.PathGap{Path: years(2011, "120 200")})
		if got.Category != want || got.Reason != evaluate.NoBaseline || got.Measure.Valid {
			t.Errorf("Track() = %q, %q for %s, want %q, no baseline", got.Category, got.Reason, value, want)
		}
	}
}

func TestPathGapReasons(t *testing.T) {
	cut := percent(aim(target.Reduction, target.Higher, "17"))
	cut.Period = target.FiveYearPlan(11)
	nothing := aim(target.Flow, target.Higher, "0")
	nothing.Period = target.FiveYearPlan(11)

	for _, tt := range []struct {
		name           string
		goal           target.Target
		figure         string
		made, forecast string
		want           evaluate.Reason
	}{
		{"all that was left was cut", cut, "100", "", "", evaluate.WholeLost},
		{"nothing was cut", cut, "0", "0", "0", 0},
		{"a flow of nothing", nothing, "1", "", "5", evaluate.ZeroTarget},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := track(t, tt.goal, years(2006, tt.figure), progress.PathGap{})
			checkFigure(t, "Made", got.Made, tt.made, 8)
			checkFigure(t, "Forecast", got.Forecast, tt.forecast, 8)
			if got.Reason != tt.want {
				t.Errorf("Track() = %q, want %q", got.Reason, tt.want)
			}
		})
	}
}

// The published progress of provinces within their five-year plans, by the schedule of
// the plan.
func TestFiveYearProgress(t *testing.T) {
	for _, row := range testkit.Table(t, "../testdata/five_year_progress.csv") {
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
