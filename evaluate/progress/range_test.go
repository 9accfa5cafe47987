package progress_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
	"pgregory.net/rapid"
)

// TestThroughTheRange has series that begin on one side of a range and are on
// the other side now.
func TestThroughTheRange(t *testing.T) {
	goal := within(by(target.Nearer, 2025, "10"), "20")
	up, down := years(2015, "5", "12", "18", "25"), years(2015, "25", "18", "12", "5")
	tests := []struct {
		rule     progress.Rule
		category string
		reason   evaluate.Reason
		score    string
	}{
		// As far beyond the range as the base was before it: nothing is gained.
		{progress.CAGRRatio{}, "insufficient progress towards", 0, "0"},
		{progress.OpenSDG(), "limited progress", 0, "-2.5"},
		{progress.LinearRatio{}, "stagnating", 0, "0"},
		{progress.Forecast{}, "limited or no progress", 0, "1"},
		{progress.CurrentStatus{}, "", 0, "0"},
		{progress.Weather{}, progress.Thunderstorm, 0, ""},
		// The line of the figures themselves goes on away from the range.
		{progress.Anticipated{}, "reverse", 0, ""},
	}

	for _, tt := range tests {
		t.Run(fmt.Sprintf("%T", tt.rule), func(t *testing.T) {
			for _, points := range [][]target.Point{up, down} {
				got := track(t, goal, points, tt.rule)
				if got.Category != tt.category || got.Reason != tt.reason {
					t.Errorf("to %v: category %q, reason %q, want %q, %q", got.Current.Value, got.Category, got.Reason,
						tt.category, tt.reason)
				}
				if tt.score != "" && !got.Score.Decimal.Equal(num(tt.score)) {
					t.Errorf("to %v: score %v, want %s", got.Current.Value, got.Score.Decimal, tt.score)
				}
			}
		})
	}
}

// TestWeatherIgnoresTheBaseline has the last five years decide alone, on
// whatever side of a range the baseline was.
func TestWeatherIgnoresTheBaseline(t *testing.T) {
	goal := within(by(target.Nearer, 2030, "10"), "20")
	for name, points := range map[string][]target.Point{
		progress.Thunderstorm:   years(2017, "25", "26", "27", "28"),
		progress.Sun:            years(2017, "15", "15", "15", "15.5"),
		progress.SlightlyCloudy: years(2017, "15", "16", "17", "18"),
	} {
		for _, base := range []string{"5", "15", "25"} {
			if got := track(t, from(goal, base), points, progress.Weather{}); got.Category != name {
				t.Errorf("from %s: %s, want %s", base, got.Category, name)
			}
		}
	}
}

// drawCourse draws small whole figures, which often meet, cross and repeat.
func drawCourse(t *rapid.T) (target.Target, []target.Point) {
	whole := func(name string) decimal.Decimal { return decimal.New(rapid.Int64Range(-12, 12).Draw(t, name), 0) }
	goal := by(target.Direction(rapid.IntRange(1, 3).Draw(t, "better")), rapid.IntRange(2014, 2024).Draw(t, "deadline"),
		"0")

	goal.Indicator.Kind = target.Stock // about 1 a ratio is a parity index, whatever the unit of measure
	goal.Value = whole("value")
	goal.Comparator = target.Comparator(rapid.IntRange(0, 4).Draw(t, "comparator"))
	switch goal.EffectiveComparator() {
	case target.Within:
		goal.Upper = goal.Value.Add(whole("width").Abs())
	case target.About:
		goal.Tolerance = whole("tolerance").Abs()
	}

	if rapid.Bool().Draw(t, "has a baseline") {
		goal.Baseline = &target.Point{Period: target.Year(2010 + rapid.IntRange(0, 4).Draw(t, "base year")),
			Value: whole("baseline")}
	}

	var points []target.Point
	year := 2009
	for range rapid.IntRange(0, 8).Draw(t, "points") {
		year += rapid.IntRange(1, 2).Draw(t, "step")
		points = append(points, target.Point{Period: target.Year(year), Value: whole("figure")})
	}

	return goal, points
}

// times restates a course in another unit of measure; a negative one turns the
// better side.
func times(by decimal.Decimal, goal target.Target, points []target.Point) (target.Target, []target.Point) {
	goal = goal.Clone()
	if by.Sign() < 0 {
		goal.Indicator.Better = [...]target.Direction{0, target.Lower, target.Higher,
			target.Nearer}[goal.Indicator.Better]
		goal.Comparator = [...]target.Comparator{0, target.AtMost, target.AtLeast, target.About,
			target.Within}[goal.Comparator]
		if goal.EffectiveComparator() == target.Within {
			goal.Value, goal.Upper = goal.Upper, goal.Value
		}
	}

	goal.Value, goal.Upper, goal.Tolerance = goal.Value.Mul(by), goal.Upper.Mul(by), goal.Tolerance.Mul(by.Abs())
	if goal.Baseline != nil {
		goal.Baseline.Value = goal.Baseline.Value.Mul(by)
	}

	var scaled []target.Point
	for _, p := range points {
		scaled = append(scaled, target.Point{Period: p.Period, Value: p.Value.Mul(by)})
	}

	return goal, scaled
}

// verdictsHold has every rule give the same verdict in the mirror and in another
// unit of measure, and call a figure there only where it meets the target.
func verdictsHold(t *rapid.T) {
	goal, points := drawCourse(t)
	schedule := []decimal.Decimal{num("0.5"), num("0.7"), num("1")}
	factor := num(rapid.SampledFrom([]string{"-1", "7", "-0.25"}).Draw(t, "factor"))
	otherGoal, otherPoints := times(factor, goal, points)
	openSDG := progress.OpenSDG()

	openSDG.Zero = decimal.NullDecimal{} // depends on the unit of measure
	for _, p := range []progress.Rule{
		progress.CAGRRatio{Achieved: "there"},
		openSDG,
		progress.LinearRatio{},
		progress.Forecast{Achieved: "there"},
		progress.Forecast{Compound: true, Achieved: "there"},
		progress.Weather{},
		progress.Weather{EachYear: true},
		progress.CurrentStatus{},
		progress.Anticipated{},
		progress.PathGap{},
		progress.PathGap{Schedule: schedule},
	} {
		got, err := progress.Track(goal, points, p)
		if err != nil {
			t.Fatal(err)
		}

		again, err := progress.Track(otherGoal, otherPoints, p)
		if err != nil {
			t.Fatal(err)
		}

		type verdict struct {
			Ratio, Score decimal.NullDecimal
			Category     string
			Reason       evaluate.Reason
		}

		if diff := cmp.Diff(verdict{got.Measure, got.Score, got.Category, got.Reason}, verdict{again.Measure, again.Score, again.Category, again.Reason}); diff != "" {
			t.Errorf("%T: figures times %v (-want +got):\n%s", p, factor, diff)
		}

		sided := goal.EffectiveComparator() >= target.About && goal.Indicator.Better != target.Nearer
		switch got.Category {
		case "there", "target achieved", "on track or maintaining":
			if !sided && !goal.Meets(got.Current.Value) {
				t.Errorf("%T: %q at %v", p, got.Category, got.Current.Value)
			}
		}
	}
}

func TestVerdictsHold(t *testing.T) { rapid.Check(t, verdictsHold) }

func FuzzVerdictsHold(f *testing.F) { f.Fuzz(rapid.MakeFuzz(verdictsHold)) }

// othersDoNotCount adds a point after the target's period, and takes those
// before the baseline away from rules that look at none of them.
func othersDoNotCount(t *rapid.T) {
	goal, points := drawCourse(t)
	if len(points) == 0 || points[0].Period.EndYear() > goal.Period.EndYear() {
		t.Skip("nothing to judge")
	}

	late := append(slices.Clone(points), target.Point{Period: target.Year(2030), Value: num("3")})
	for _, p := range []progress.Rule{
		progress.OpenSDG(),
		progress.LinearRatio{},
		progress.Forecast{},
		progress.UNSD(),
		progress.CurrentStatus{},
		progress.PathGap{},
		progress.Anticipated{},
		progress.Weather{},
	} {
		want, err := progress.Track(goal, points, p)
		if err != nil {
			t.Fatal(err)
		}

		same := func(why string, points []target.Point) {
			got, err := progress.Track(goal, points, p)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%T: %s (-want +got):\n%s", p, why, diff)
			}
		}

		same("a point after the deadline", late)
		switch p.(type) {
		case progress.Anticipated, progress.Weather:
			continue
		}

		if b := goal.Baseline; b != nil && want.Current.Period.EndYear() >= b.Period.EndYear() {
			same("points before the baseline",
				slices.DeleteFunc(slices.Clone(points),
					func(q target.Point) bool { return q.Period.EndYear() < b.Period.EndYear() }))
		}
	}
}

func TestOthersDoNotCount(t *testing.T) { rapid.Check(t, othersDoNotCount) }

func FuzzOthersDoNotCount(f *testing.F) { f.Fuzz(rapid.MakeFuzz(othersDoNotCount)) }
