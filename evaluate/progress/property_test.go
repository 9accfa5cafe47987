package progress_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

func TestRulesNeverPanic(t *testing.T) { rapid.Check(t, rulesNeverPanic) }

func FuzzRulesNeverPanic(f *testing.F) { f.Fuzz(rapid.MakeFuzz(rulesNeverPanic)) }

func TestGrowthIsNearestDecimal(t *testing.T) { rapid.Check(t, growthIsNearestDecimal) }

// growthIsNearestDecimal undoes the root: the observed rate, half a unit of its
// last digit more and less, must have the growth between its powers.
func growthIsNearestDecimal(t *rapid.T) {
	base, value := positive(t, "base"), positive(t, "figure")
	n := rapid.IntRange(1, 12).Draw(t, "years")
	got, err := progress.Track(by(target.Higher, 2030, "7777777"), []target.Point{
		{Period: target.Year(2000), Value: base}, {Period: target.Year(2000 + n), Value: value},
	}, progress.CAGRRatio{})
	if err != nil {
		t.Fatal(err)
	}

	rate := got.ObservedRate.Decimal
	if rate.IsZero() {
		if !base.Equal(value) {
			t.Errorf("no growth from %v to %v", base, value)
		}
		return
	}

	exponent := int32(rate.NumDigits()) + rate.Exponent() - evaluate.SignificantDigits
	half := decimal.New(5, exponent-1)
	power := func(r decimal.Decimal) *big.Rat {
		x := r.Add(num("1")).Rat()
		p := big.NewRat(1, 1)
		for range n {
			p.Mul(p, x)
		}
		return p.Mul(p, base.Rat())
	}

	if power(rate.Sub(half)).Cmp(value.Rat()) > 0 || power(rate.Add(half)).Cmp(value.Rat()) < 0 {
		t.Errorf("%v in %d years from %v to %v", rate, n, base, value)
	}
}

// rulesNeverPanic tracks any series by any rule, in any order.
func rulesNeverPanic(t *rapid.T) {
	goal := drawTarget(t)
	goal.Period = target.Year(rapid.IntRange(2012, 2040).Draw(t, "deadline"))
	var points []target.Point
	for i := range rapid.IntRange(0, 9).Draw(t, "points") {
		points = append(points,
			target.Point{
				Period: target.Year(2008 + i + rapid.IntRange(0, 1).Draw(t, "gap")),
				Value:  figure(t, "figure"),
			})
	}

	limited := progress.OpenSDG()
	limited.Limit = decimal.NewNullDecimal(figure(t, "limit"))
	for _, p := range []progress.Rule{
		progress.CAGRRatio{},
		limited,
		progress.LinearRatio{},
		progress.Forecast{},
		progress.UNSD(),
		progress.Weather{},
		progress.Weather{EachYear: true},
		progress.CurrentStatus{},
		progress.Anticipated{},
		progress.PathGap{},
		progress.PathGap{Path: points},
	} {
		turned := slices.Clone(points)
		slices.Reverse(turned)
		got, err := progress.Track(goal, points, p)
		again, errAgain := progress.Track(goal, turned, p)
		if (err == nil) != (errAgain == nil) || err != nil && err.Error() != errAgain.Error() {
			t.Errorf("%T: %v, in another order %v", p, err, errAgain)
		}
		if diff := cmp.Diff(got, again); diff != "" {
			t.Errorf("%T depends on the order:\n%s", p, diff)
		}
		if err == nil && got.Category == "" && got.Reason == 0 {
			if _, scored := p.(progress.CurrentStatus); !scored {
				t.Errorf("%T gives neither a category nor a reason: %+v", p, got)
			}
		}

		if _, err := progress.TrackTrend(goal.Indicator, points, p); err == nil {
			continue
		}
	}
}

// figure draws a decimal: mostly small ones, which meet often, some of them
// with an exponent at the bounds.
func figure(t *rapid.T, name string) decimal.Decimal {
	if rapid.IntRange(0, 9).Draw(t, name+" is extreme") == 0 {
		return decimal.New(rapid.Int64Range(-99, 99).Draw(t, name),
			rapid.Int32Range(-100, 90).Draw(t, name+" exponent"))
	}
	return decimal.New(rapid.Int64Range(-300, 300).Draw(t, name), rapid.Int32Range(-2, 1).Draw(t, name+" exponent"))
}

func positive(t *rapid.T, name string) decimal.Decimal {
	return decimal.New(rapid.Int64Range(1, 5000).Draw(t, name), rapid.Int32Range(-3, 1).Draw(t, name+" exponent"))
}

func drawTarget(t *rapid.T) target.Target {
	goal := aim(target.Kind(rapid.IntRange(1, 10).Draw(t, "kind")),
		target.Direction(rapid.IntRange(0, 3).Draw(t, "better")), "0")
	goal.Value = figure(t, "value")
	goal.Comparator = target.Comparator(rapid.IntRange(0, 4).Draw(t, "comparator"))
	switch goal.EffectiveComparator() {
	case target.Within:
		goal.Upper = goal.Value.Add(figure(t, "width").Abs())
	case target.About:
		goal.Tolerance = figure(t, "tolerance").Abs()
	}

	if rapid.Bool().Draw(t, "has a baseline") {
		goal.Baseline = &target.Point{Period: target.Year(2010), Value: figure(t, "baseline")}
	}
	if rapid.Bool().Draw(t, "percent") {
		goal.Indicator.Per = num("100")
	}

	return goal
}
