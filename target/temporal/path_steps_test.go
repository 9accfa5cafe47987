package temporal_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// Where a path begins, what counts as a total, and who gets what is left over.
func TestPathSteps(t *testing.T) {
	quarter, half := target.Quarter(2012, 4), target.Months(target.Month(2012, 7), target.Month(2012, 12))
	two := target.Months(target.Month(2012, 11), target.Month(2012, 12))
	longer := point(target.Years(2009, 2010), "20") // 10 a year
	series := append([]target.Point{*point(target.Years(2009, 2010), "100")}, years(2011, "60 80")...)
	tests := []struct {
		name  string
		t     target.Target
		shape temporal.Shape
		by    target.Frequency
		want  []target.Period
		line  string
	}{
		{
			"two months of a flow are shared out",
			goal(target.Flow, 0, two, "100", nil),
			temporal.StraightLine{},
			target.Monthly,
			[]target.Period{two.First(), two.Last()},
			"50 50",
		},
		{
			"two months of a growth are compounded",
			goal(target.Growth, 0, two, "21", nil),
			temporal.ConstantRate{},
			target.Monthly,
			[]target.Period{two.First(), two.Last()},
			"10 10",
		},
		{
			"a level for half a year is one of the year",
			goal(target.Stock, 0, half, "5", nil),
			temporal.StraightLine{},
			target.Yearly,
			[]target.Period{target.Year(2012)},
			"5",
		},
		{
			"and of a quarter",
			goal(target.Index, 0, target.Month(2012, 12), "5", nil),
			temporal.StraightLine{},
			target.Quarterly,
			[]target.Period{quarter},
			"5",
		},
		{
			"shares that begin with nothing",
			goal(target.Flow, 0, target.Years(2011, 2013), "100", nil),
			temporal.Schedule{Shares: decs("0 0.5 1")},
			target.Yearly,
			nil,
			"0 50 50",
		},
		// The ratio goes from 20/100 in the middle of the baseline to 24/80, and
		// three fifths of the way lie behind the middle of 2011.
		{
			"a flow after a series from a longer baseline",
			goal(target.Flow, 0, target.Year(2012), "24", longer),
			temporal.Profile{Series: series},
			target.Yearly,
			[]target.Period{target.Year(2011), target.Year(2012)},
			"16 24",
		},
		// 1,001 in five equal parts, then 42 as 10½ and 31½: the earlier step is
		// rounded up where remainders tie.
		{
			"equal rates of nothing",
			goal(target.Flow, 0, target.Years(2011, 2015), "1001", point(target.Year(2010), "200.2")),
			temporal.ConstantRate{},
			target.Yearly,
			nil,
			"201 200 200 200 200",
		},
		{
			"a tie at threefold",
			goal(target.Flow, 0, target.Years(2011, 2012), "42", point(target.Year(2010), "3.5")),
			temporal.ConstantRate{},
			target.Yearly,
			nil,
			"11 31",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := temporal.Path(tt.t, tt.shape, tt.by)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.line, line(got)); diff != "" {
				t.Errorf("Path() mismatch (-want +got):\n%s", diff)
			}
			for k, p := range tt.want {
				if got[k].Period != p {
					t.Errorf("step %d is %v, want %v", k, got[k].Period, p)
				}
			}
		})
	}
}

func TestPathStepsRefused(t *testing.T) {
	plan, quarter := target.FiveYearPlan(12), target.Quarter(2015, 4)
	tests := []struct {
		name  string
		t     target.Target
		shape temporal.Shape
		by    target.Frequency
		want  []string
	}{
		{
			"a growth of less than a step",
			goal(target.Growth, 0, quarter, "5", nil),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"frequency does not fit"},
		},
		{
			"a cut of less than a step",
			goal(target.Reduction, 0, quarter, "5", nil),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"frequency does not fit"},
		},
		{
			"a baseline in the first month",
			goal(target.Flow, 0, plan, "5", point(target.Month(2011, 1), "1")),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"target.baseline.period is out of range"},
		},
		{
			"a baseline in the middle",
			goal(target.Flow, 0, plan, "5", point(target.Year(2013), "1")),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"target.baseline.period is out of range"},
		},
		{
			"a baseline in the middle at a rate",
			goal(target.Flow, 0, plan, "5", point(target.Year(2013), "1")),
			temporal.ConstantRate{},
			target.Yearly,
			[]string{"target.baseline.period is out of range"},
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := temporal.Path(tt.t, tt.shape, tt.by)
			if diff := cmp.Diff(tt.want, faults(err)); diff != "" || got != nil {
				t.Errorf("Path() = %v, mismatch (-want +got):\n%s", got, diff)
			}
		})
	}
}

// A hundred years by month are as many steps as are taken.
func TestPathMaxSteps(t *testing.T) {
	for extra, last := range []target.Period{target.Month(2000, 12), target.Month(2001, 1), target.Month(2001, 2)} {
		p := target.Months(target.Year(1901), last)
		got, err := temporal.Path(goal(target.Flow, 0, p, "2402", nil), temporal.StraightLine{}, target.Monthly)
		if extra > 0 {
			if diff := cmp.Diff([]string{"frequency is out of range"}, faults(err)); diff != "" {
				t.Errorf("%d months mismatch (-want +got):\n%s", p.Len(), diff)
			}
			continue
		}
		if err != nil || len(got) != temporal.MaxSteps || got[0].Value.IntPart() != 3 || got[2].Value.IntPart() != 2 {
			t.Errorf("%d months: %d steps, %v", p.Len(), len(got), err)
		}
	}
}

// The rates of however many steps compound to within half a quantum of the last
// rate.
func TestPathOfManyRates(t *testing.T) {
	for _, kind := range []target.Kind{target.Growth, target.Reduction} {
		for _, shape := range []temporal.Shape{temporal.StraightLine{}, temporal.ConstantRate{}} {
			tg := goal(kind, 4, target.Years(2001, 2020), "60", nil)
			got, err := temporal.Path(tg, shape, target.Monthly)
			if err != nil {
				t.Fatal(err)
			}
			in := tg.Indicator
			in.Places = target.Places(8)
			made, err := temporal.Combine(in, tg.Period, got, nil)
			if err != nil {
				t.Fatal(err)
			}
			// Half of a ten-thousandth of a hundred, on at most 1.6 of it.
			if off := made.Sub(tg.Value).Abs(); off.Cmp(decimal.New(8, -5)) > 0 {
				t.Errorf("%v: %d rates compound to %s, want %s", kind, len(got), made, tg.Value)
			}
		}
	}
}

// A share below zero is none, be it the first.
func TestSharesBelowZero(t *testing.T) {
	tg := goal(target.Flow, 0, target.Years(2011, 2012), "5", nil)
	if _, err := temporal.Path(tg, temporal.Schedule{Shares: decs("-1 1")}, target.Yearly); !errors.Is(
		err,
		target.ErrRange,
	) {
		t.Errorf("Path(): %v", err)
	}
}
