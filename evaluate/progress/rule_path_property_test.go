package progress_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// A budget that is not to be exceeded is on its path while less of it is used
// than is due, and figures that add up are in a range only together.
func TestPathGapTurned(t *testing.T) {
	budget := aim(target.Flow, target.Lower, "1000")
	budget.Period = target.FiveYearPlan(12)
	loss := aim(target.Flow, target.Higher, "-1000")
	loss.Period = budget.Period
	room := percent(within(aim(target.Growth, target.Nearer, "3"), "15"))
	room.Period = budget.Period
	tests := []struct {
		name            string
		target          target.Target
		points          []target.Point
		score, category string
	}{
		{"budget ahead of its use", budget, years(2011, "100 100 100"), "0.3", "on path"},
		{"budget used up early", budget, years(2011, "300 300 300"), "-0.3", "behind"},
		{"budget used evenly", budget, years(2011, "200 200 200"), "0", "on path"},
		{"losses less than allowed", loss, years(2011, "-100 -100 -100"), "0.3", "on path"},
		{"losses beyond what is due", loss, years(2011, "-300 -300 -300"), "-0.3", "behind"},
		// 1.05³ − 1 = 15.7625 % of at most 15 %.
		{"single years in the range, together beyond", room, years(2011, "5 5 5"), "-0.450833333333333", "behind"},
		{"together below the range", room, years(2011, "0 1"), "-0.0666666666666667", "behind"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := track(t, tt.target, tt.points, progress.PathGap{})
			if !got.Measure.Decimal.Equal(num(tt.score)) || got.Category != tt.category {
				t.Errorf("score %v, %s, want %s, %s", got.Measure.Decimal, got.Category, tt.score, tt.category)
			}
		})
	}
}

// pathGapHolds has figures of single years judged as those to date that they
// make, and the score on the side of the path that the gap is on.
func pathGapHolds(t *rapid.T) {
	goal := aim([]target.Kind{target.Flow, target.Growth, target.Reduction}[rapid.IntRange(0, 2).Draw(t, "kind")],
		target.Direction(rapid.IntRange(1, 3).Draw(t, "better")), "0")
	goal.Indicator.Per = num("100")
	goal.Comparator = target.Comparator(rapid.IntRange(0, 4).Draw(t, "comparator"))
	goal.Period = target.Years(2021, 2025)
	goal.Value = decimal.New(rapid.Int64Range(-20, 60).Draw(t, "value"), 0)
	switch goal.EffectiveComparator() {
	case target.Within:
		goal.Upper = goal.Value.Add(decimal.New(rapid.Int64Range(0, 20).Draw(t, "width"), 0))
	case target.About:
		goal.Tolerance = decimal.New(rapid.Int64Range(0, 20).Draw(t, "tolerance"), 0)
	}

	fine := goal.Indicator
	fine.Places = target.Places(target.MaxPlaces)
	draw := func(name string) (single, toDate []target.Point) {
		for y := range rapid.IntRange(1, 5).Draw(t, name+"s") {
			single = append(single,
				target.Point{
					Period: target.Year(2021 + y),
					Value:  decimal.New(rapid.Int64Range(-5, 20).Draw(t, name), 0),
				})
			span, sum := target.Years(2021, 2021+y), single[0].Value
			if y > 0 {
				var err error
				if sum, err = temporal.Combine(fine, span, single, nil); err != nil {
					t.Fatal(err)
				}
			}
			toDate = append(toDate, target.Point{Period: span, Value: sum})
		}
		return single, toDate
	}

	points, pointsToDate := draw("figure")
	path, pathToDate := draw("step")
	for _, pair := range [][2]progress.PathGap{{}, {{Path: path}, {Path: pathToDate}}} {
		got, err := progress.Track(goal, points, pair[0])
		if err != nil {
			t.Fatal(err)
		}

		toDate, err := progress.Track(goal, pointsToDate, pair[1])
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got, toDate); diff != "" {
			t.Errorf("by years and to date mismatch:\n%s", diff)
		}

		ranged := goal.EffectiveComparator() == target.Within || goal.EffectiveComparator() == target.About
		if got.Measure.Valid && got.Gap.Valid && !ranged && got.Measure.Decimal.Sign() != got.Gap.Decimal.Sign() {
			t.Errorf("score %v at a gap of %v", got.Measure.Decimal, got.Gap.Decimal)
		}
	}
}

func TestPathGapHolds(t *testing.T) { rapid.Check(t, pathGapHolds) }

func FuzzPathGapHolds(f *testing.F) { f.Fuzz(rapid.MakeFuzz(pathGapHolds)) }
