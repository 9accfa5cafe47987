package progress_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// Series that begin on one side of a range and are on the other side now.
func TestThroughTheRange(t *testing.T) {
	goal := within(by(target.Nearer, 2025, "10"), "20")
	up, down := years(2015, "5 12 18 25"), years(2015, "25 18 12 5")

	for _, tt := range []struct {
		rule           progress.Rule
		category       string
		measure, score string
	}{
		// As far beyond the range as the base was before it: nothing is gained.
		{progress.CAGRRatio{}, "insufficient progress towards", "0", ""},
		{progress.OpenSDG(), "limited progress", "0", "-2.5"},
		{progress.LinearRatio{}, "stagnating", "0", ""},
		{progress.Forecast{}, "limited or no progress", "0", "1"},
		{progress.CurrentStatus{}, "", "0", "0"},
		{progress.Weather{}, progress.Thunderstorm, "1", ""},
		// The line of the figures themselves goes on away from the range.
		{progress.Anticipated{}, "reverse", "?", "?"},
	} {
		t.Run(fmt.Sprintf("%T", tt.rule), func(t *testing.T) {
			for _, points := range [][]target.Point{up, down} {
				got := track(t, goal, points, tt.rule)
				if got.Category != tt.category || got.Reason != 0 {
					t.Errorf("Track() = %q, %q to %v, want %q", got.Category, got.Reason, got.Current.Value,
						tt.category)
				}
				checkFigure(t, "Measure", got.Measure, tt.measure, 8)
				checkFigure(t, "Score", got.Score, tt.score, 8)
			}
		})
	}
}

// drawCourse draws small whole figures, which often meet, cross and repeat.
func drawCourse(t *rapid.T) (target.Target, []target.Point) {
	integer := func(name string) decimal.Decimal { return decimal.New(rapid.Int64Range(-12, 12).Draw(t, name), 0) }
	better := target.Direction(rapid.IntRange(1, 3).Draw(t, "better"))
	goal := by(better, rapid.IntRange(2014, 2024).Draw(t, "deadline"), "0")
	goal.Indicator.Kind = target.Stock // a ratio about 1 is a parity index, whatever the unit of measure
	goal.Value = integer("value")
	goal.Comparator = target.Comparator(rapid.IntRange(0, 4).Draw(t, "comparator"))
	switch goal.EffectiveComparator() {
	case target.Within:
		goal.Upper = goal.Value.Add(integer("width").Abs())
	case target.About:
		goal.Tolerance = integer("tolerance").Abs()
	}

	if rapid.Bool().Draw(t, "has a baseline") {
		year := rapid.IntRange(2010, 2014).Draw(t, "base year")
		goal.Baseline = &target.Point{Period: target.Year(year), Value: integer("baseline")}
	}

	var points []target.Point
	year := 2009
	for range rapid.IntRange(0, 8).Draw(t, "points") {
		year += rapid.IntRange(1, 2).Draw(t, "step")
		points = append(points, target.Point{Period: target.Year(year), Value: integer("figure")})
	}
	return goal, points
}

// The better sides and comparators in the mirror.
var (
	mirrored = [...]target.Direction{
		target.Higher: target.Lower, target.Lower: target.Higher, target.Nearer: target.Nearer,
	}
	mirroredComparator = [...]target.Comparator{
		target.AtLeast: target.AtMost, target.AtMost: target.AtLeast,
		target.About: target.About, target.Within: target.Within,
	}
)

// times restates a course in another unit of measure. A negative one is a mirror.
func times(factor decimal.Decimal, goal target.Target, points []target.Point) (target.Target, []target.Point) {
	goal = goal.Clone()
	if factor.Sign() < 0 {
		goal.Indicator.Better = mirrored[goal.Indicator.Better]
		goal.Comparator = mirroredComparator[goal.Comparator]
		if goal.EffectiveComparator() == target.Within {
			goal.Value, goal.Upper = goal.Upper, goal.Value
		}
	}

	goal.Value, goal.Upper = goal.Value.Mul(factor), goal.Upper.Mul(factor)
	goal.Tolerance = goal.Tolerance.Mul(factor.Abs())
	if goal.Baseline != nil {
		goal.Baseline.Value = goal.Baseline.Value.Mul(factor)
	}

	var scaled []target.Point
	for _, p := range points {
		scaled = append(scaled, target.Point{Period: p.Period, Value: p.Value.Mul(factor)})
	}
	return goal, scaled
}

// Every rule gives the same verdict in the mirror and in another unit of measure. It
// calls a target achieved only if the figure meets it.
func verdictsHold(t *rapid.T) {
	goal, points := drawCourse(t)
	shares := []decimal.Decimal{num("0.5"), num("0.7"), num("1")}
	factor := num(rapid.SampledFrom([]string{"-1", "7", "-0.25"}).Draw(t, "factor"))
	otherGoal, otherPoints := times(factor, goal, points)
	openSDG := progress.OpenSDG()
	openSDG.Zero = decimal.NullDecimal{} // depends on the unit of measure
	// What does not depend on the unit of measure.
	type result struct {
		Measure, Score decimal.NullDecimal
		Category       string
		Reason         evaluate.Reason
	}
	resultOf := func(p progress.Progress) result { return result{p.Measure, p.Score, p.Category, p.Reason} }

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
		progress.PathGap{Schedule: shares},
	} {
		got, err := progress.Track(goal, points, p)
		if err != nil {
			t.Fatal(err)
		}
		again, err := progress.Track(otherGoal, otherPoints, p)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(resultOf(got), resultOf(again)); diff != "" {
			t.Errorf("%T: Track() mismatch (-figures +figures times %v):\n%s", p, factor, diff)
		}

		isSided := goal.EffectiveComparator() >= target.About && goal.Indicator.Better != target.Nearer
		switch got.Category {
		case "there", "target achieved", "on track or maintaining":
			if !isSided && !goal.Meets(got.Current.Value) {
				t.Errorf("%T: Track() = %q at %v", p, got.Category, got.Current.Value)
			}
		}
	}
}

func TestVerdictsHold(t *testing.T) { rapid.Check(t, verdictsHold) }

func FuzzVerdictsHold(f *testing.F) { f.Fuzz(rapid.MakeFuzz(verdictsHold)) }

// A point after the target's period does not count, nor does one before the baseline
// for rules that judge by the baseline.
func othersDoNotCount(t *rapid.T) {
	goal, points := drawCourse(t)
	if len(points) == 0 || points[0].Period.EndYear() > goal.Period.EndYear() {
		t.Skip("nothing to judge")
	}

	late := append(slices.Clone(points), target.Point{Period: target.Year(2030), Value: num("3")})
	isBefore := func(q target.Point) bool {
		return goal.Baseline != nil && q.Period.EndYear() < goal.Baseline.Period.EndYear()
	}
	since := slices.DeleteFunc(slices.Clone(points), isBefore)
	for _, rule := range published {
		want, err := progress.Track(goal, points, rule)
		if err != nil {
			t.Fatal(err)
		}
		same := func(why string, points []target.Point) {
			got, err := progress.Track(goal, points, rule)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%T: Track() mismatch (-before +%s):\n%s", rule, why, diff)
			}
		}

		same("with a point after the deadline", late)
		switch rule.(type) {
		case progress.Anticipated, progress.Weather:
			continue // these look at all points
		}
		if !isBefore(want.Current) {
			same("without the points before the baseline", since)
		}
	}
}

func TestOthersDoNotCount(t *testing.T) { rapid.Check(t, othersDoNotCount) }

func FuzzOthersDoNotCount(f *testing.F) { f.Fuzz(rapid.MakeFuzz(othersDoNotCount)) }
