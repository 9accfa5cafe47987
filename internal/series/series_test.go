package series_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func TestSorted(t *testing.T) {
	one := func(p target.Period, value string) target.Point {
		return target.Point{Period: p, Value: testkit.Dec(value)}
	}
	year, december := target.Year(2015), target.Month(2015, 12)
	far := target.Point{Period: target.Year(2016), Value: decimal.New(1, 1<<30)}

	// Figures out of bounds are not compared.
	same := cmp.Comparer(func(a, b target.Point) bool {
		return a == b || a.Period == b.Period && a.Value.Equal(b.Value)
	})

	for _, tt := range []struct {
		name   string
		points []target.Point
		want   []target.Point
		errs   []string
	}{
		{"none", nil, nil, nil},
		{
			"out of order",
			[]target.Point{one(target.Year(2016), "2"), one(year, "1")},
			testkit.Years(2015, "1 2"), nil,
		},
		{
			"one end twice",
			[]target.Point{one(december, "2"), one(year, "1")},
			[]target.Point{one(year, "1"), one(december, "2")},
			[]string{`series["2015-12"] is given twice`},
		},
		{
			"one period twice",
			[]target.Point{one(year, "2"), one(year, "1")},
			[]target.Point{one(year, "1"), one(year, "2")},
			[]string{`series["2015"] is given twice`},
		},
		{
			"no period",
			[]target.Point{one(year, "1"), one(target.Period{}, "1")},
			[]target.Point{one(target.Period{}, "1"), one(year, "1")},
			[]string{`series[""].period is required`},
		},
		{
			"one period twice, one figure out of bounds",
			[]target.Point{far, one(target.Year(2016), "1")},
			[]target.Point{far, one(target.Year(2016), "1")},
			[]string{`series["2016"].value is out of range`, `series["2016"] is given twice`},
		},
		{"out of bounds", []target.Point{far}, []target.Point{far}, []string{`series["2016"].value is out of range`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := append([]target.Point(nil), tt.points...)
			var p target.Problems
			got := series.Sorted(p.At("series"), tt.points)
			if diff := cmp.Diff(tt.want, got, same); diff != "" {
				t.Errorf("Sorted() mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.errs, testkit.Problems(p.Err())); diff != "" {
				t.Errorf("problems mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(before, tt.points, same); diff != "" {
				t.Errorf("the caller's points mismatch (-before +after):\n%s", diff)
			}
		})
	}
}

func TestMonthsBetween(t *testing.T) {
	for _, tt := range []struct {
		p, q target.Period
		want int
	}{
		{target.Year(2015), target.Year(2015), 0},
		{target.Year(2015), target.Month(2015, 12), 0},
		{target.Year(2015), target.Year(2016), 12},
		{target.Year(2016), target.Year(2015), -12},
		{target.Month(2017, 12), target.Month(2018, 1), 1},
		{target.Year(2014), target.Quarter(2015, 2), 6},
		{target.Year(2015), target.FiveYearPlan(13), 60},
	} {
		if got := series.MonthsBetween(tt.p, tt.q); got != tt.want {
			t.Errorf("MonthsBetween(%v, %v) = %d, want %d", tt.p, tt.q, got, tt.want)
		}
	}
}

func TestAt(t *testing.T) {
	points := testkit.Years(2015, "1 - 3")
	for year, want := range map[int]string{2014: "", 2015: "1", 2016: "", 2017: "3", 2018: ""} {
		got, ok := series.At(points, target.Year(year))
		if ok != (want != "") || ok && !got.Value.Equal(testkit.Dec(want)) {
			t.Errorf("At(%d) = %v, %t, want %q", year, got.Value, ok, want)
		}
	}
}

func TestIsRateToDate(t *testing.T) {
	plan := target.FiveYearPlan(12)
	half := target.Months(target.Month(2015, 1), target.Month(2015, 6))

	for _, tt := range []struct {
		kind   target.Kind
		target target.Period
		figure target.Period
		want   bool
	}{
		{target.Growth, target.Year(2015), half, true},
		{target.Reduction, target.Year(2015), half, true},
		{target.Reduction, plan, half, true},
		{target.Flow, target.Year(2015), half, false},
		{target.Growth, half, half, false},
		{target.Growth, plan, target.Year(2015), false},
		{target.Growth, target.Year(2014), half, false},
	} {
		goal := target.Target{Indicator: target.Indicator{Kind: tt.kind}, Period: tt.target}
		if got := series.IsRateToDate(goal, tt.figure); got != tt.want {
			t.Errorf("IsRateToDate(%v of %v, %v) = %t, want %t", tt.kind, tt.target, tt.figure, got, tt.want)
		}
	}
}
