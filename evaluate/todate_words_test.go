package evaluate_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// toDateWordsAreFractions compares the standing on machine words with the one on
// fractions, to the last bit.
func toDateWordsAreFractions(t *rapid.T) {
	goal := uglyTarget(t)
	goal.Period = target.Years(2014, 2015)
	if rapid.Bool().Draw(t, "within a year") {
		goal.Period = target.Year(2015)
	}
	end := goal.Period.First().Shift(rapid.IntRange(0, 26).Draw(t, "month"))
	o := in(target.Months(goal.Period, end), "0")
	o.Value = ugly(t, "actual")
	if rapid.Bool().Draw(t, "a total to date") {
		goal, o = totalToDate(t)
	}
	if rapid.IntRange(0, 3).Draw(t, "actual is an end") == 0 {
		o.Value = goal.Value
	}

	var path []target.Point
	if goal.Indicator.Kind == target.Flow && rapid.Bool().Draw(t, "path") {
		mantissas := rapid.Int64Range(0, 40)
		if rapid.Bool().Draw(t, "large steps") {
			mantissas = rapid.OneOf(mantissas, rapid.Just(int64(1)<<57))
		}
		for p := range goal.Period.Split(target.Monthly) {
			mantissa := mantissas.Draw(t, "step")
			step := decimal.New(mantissa, rapid.Int32Range(-2, 2).Draw(t, "step exponent"))
			path = append(path, target.Point{Period: p, Value: step})
		}
	}
	options := evaluate.ToDateOptions{Path: path, Published: rapid.Bool().Draw(t, "published")}
	got, err := evaluate.ToDate(goal, o, options)
	if err != nil {
		t.Skip("out of bounds, or does not fit")
	}
	want := evaluate.ToDateByFractions(
		goal, o, slices.Clone(path), evaluate.AssessOptions{Published: options.Published},
	)
	flags := cmp.Options{
		cmpopts.IgnoreFields(evaluate.Standing{}, "Reached", "Overdue"),
		cmpopts.IgnoreFields(evaluate.Assessment{}, "ToDate"),
	}
	if diff := cmp.Diff(want, got, sameDigits, flags); diff != "" {
		t.Errorf("ToDate(%v, %v) mismatch (-fractions +words):\n%s", goal, o.Value, diff)
	}
}

// totalToDate draws a total that fits its target, with figures from a digit to a word.
func totalToDate(t *rapid.T) (target.Target, target.Observation) {
	figure := func(name string) decimal.Decimal {
		mantissa := rapid.OneOf(
			rapid.Int64Range(-30, 300), rapid.Int64Range(1, 1<<40), rapid.Int64Range(1<<55, 1<<62),
			rapid.SampledFrom([]int64{0, 1e15, 1e16, 1e17 - 1, 1e17, 1<<60 - 1, 5e18}),
		).Draw(t, name)
		return decimal.New(mantissa, rapid.Int32Range(-3, 2).Draw(t, name+" exponent"))
	}
	goal := target.Target{
		Code: "t", Unit: "u", Value: figure("value"), Period: target.Year(2015),
		Indicator: target.Indicator{Code: "i", Kind: target.Flow, Better: target.Higher},
	}
	if rapid.Bool().Draw(t, "at most") {
		goal.Comparator, goal.Indicator.Better = target.AtMost, target.Lower
	}

	end := goal.Period.First().Shift(rapid.IntRange(0, 11).Draw(t, "months"))
	o := in(target.Months(goal.Period, end), "0")
	o.Value = figure("actual")
	return goal, o
}

func TestToDateWordsAreFractions(t *testing.T) { rapid.Check(t, toDateWordsAreFractions) }

func FuzzToDateWordsAreFractions(f *testing.F) { f.Fuzz(rapid.MakeFuzz(toDateWordsAreFractions)) }
