package evaluate_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// sameDigits compares decimals by mantissa and exponent.
var sameDigits = cmp.Comparer(func(a, b decimal.Decimal) bool {
	return a.Exponent() == b.Exponent() && a.Coefficient().Cmp(b.Coefficient()) == 0
})

// ugly draws figures that meet often, that fill a word or more, that differ by
// little, and that stand far from the decimal point.
func ugly(t *rapid.T, name string) decimal.Decimal {
	mantissa := rapid.OneOf(
		rapid.Int64Range(-12, 12), rapid.Int64Range(-300, 300), rapid.Int64(),
		rapid.SampledFrom(
			[]int64{0, 1e15, 1e16, 1e17, 1e18, 1e16 - 1, 1<<60 - 1, 1 << 60, 1<<60 + 1, 5e18, math.MaxInt64},
		),
	).Draw(t, name)
	exp := rapid.OneOf(
		rapid.Just(int32(0)), rapid.Int32Range(-4, 3), rapid.Int32Range(-20, 20), rapid.Int32Range(-100, 80),
	).Draw(t, name+" exponent")
	d := decimal.New(mantissa, exp)
	if exp == 0 && rapid.IntRange(0, 19).Draw(t, name+" is wide") == 0 {
		d = d.Mul(decimal.New(math.MaxInt64, 0))
	}
	return d
}

func uglyTarget(t *rapid.T) target.Target {
	goal := drawTarget(t)
	goal.Value, goal.Upper, goal.Tolerance = ugly(t, "value"), decimal.Decimal{}, decimal.Decimal{}
	switch goal.EffectiveComparator() {
	case target.Within:
		goal.Upper = goal.Value.Add(ugly(t, "width").Abs())
		if rapid.Bool().Draw(t, "upper is apart") {
			goal.Upper = ugly(t, "upper")
		}
	case target.About:
		goal.Tolerance = ugly(t, "tolerance").Abs()
	}
	if goal.Baseline != nil {
		goal.Baseline.Value = ugly(t, "baseline")
	}
	goal.Indicator.Places = rapid.SampledFrom([]target.Precision{
		{}, target.Places(0), target.Places(1), target.Places(2), target.Places(25),
	}).Draw(t, "places")
	return goal
}

// wordsAreFractions compares the assessment on machine words with the one on
// fractions, to the last bit.
func wordsAreFractions(t *rapid.T) {
	goal, o := uglyTarget(t), seen("0")
	o.Value = ugly(t, "actual")
	if rapid.IntRange(0, 3).Draw(t, "actual is an end") == 0 {
		o.Value = goal.Value
	}
	options := evaluate.AssessOptions{Published: rapid.Bool().Draw(t, "published")}

	got, err := evaluate.AssessWith(goal, o, options)
	if err != nil {
		t.Skip("out of bounds")
	}
	want := evaluate.AssessByFractions(goal, o, options)
	if diff := cmp.Diff(want, got, sameDigits); diff != "" {
		t.Errorf("AssessWith(%v, %v, %v) mismatch (-fractions +words):\n%s", goal, o.Value, options, diff)
	}
}

func TestWordsAreFractions(t *testing.T) { rapid.Check(t, wordsAreFractions) }

func FuzzWordsAreFractions(f *testing.F) { f.Fuzz(rapid.MakeFuzz(wordsAreFractions)) }
