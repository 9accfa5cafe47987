package hierarchy_test

import (
	"maps"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// drawFractions is drawFigures with some figures that make large counts.
func drawFractions(t *rapid.T, units []hierarchy.Unit, label string, some bool, high int64) map[string]decimal.Decimal {
	figures := drawFigures(t, units, label, some, high)
	if rapid.IntRange(0, 3).Draw(t, label+" large") == 0 {
		for code := range figures {
			figures[code] = figures[code].Mul(decimal.New(1, 15))
		}
	}
	return figures
}

// Stated in a unit of measure 10²⁰ times smaller, with a quantum 10²⁰ times
// larger, a target is decomposed alike: the numbers of quanta are the same, but
// none of the figures fits a machine word any more.
func wideEqualsWords(t *rapid.T) {
	units := drawUnits(t)
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		t.Fatal(err)
	}

	by := decimal.New(1, 20)
	type pair [2]hierarchy.Column
	column := func(figures map[string]decimal.Decimal) (p pair) {
		for i := range p {
			if p[i], err = tree.Column(maps.All(figures)); err != nil {
				t.Fatal(err)
			}
			figures = maps.Clone(figures)
			for code, x := range figures {
				figures[code] = x.Mul(by)
			}
		}
		return p
	}

	total := decimal.New(rapid.Int64Range(-100, 400).Draw(t, "total"), 0)
	kind := rapid.SampledFrom([]target.Kind{target.Flow, target.Ratio}).Draw(t, "kind")
	quantum := rapid.SampledFrom([]decimal.Decimal{d("1"), d("0.5"), d("3"), d("0.01")}).Draw(t, "quantum")
	if rapid.IntRange(0, 5).Draw(t, "fine") == 0 {
		total, quantum = total.Mul(decimal.New(1, 10)), quantum.Mul(decimal.New(1, -6))
	}
	share, chosen := decimal.New(rapid.Int64Range(0, 10).Draw(t, "share"), -1), rapid.IntRange(0, 9).Draw(t, "method")
	method := func(a, b hierarchy.Column) hierarchy.Method {
		switch chosen {
		case 0:
			return nil
		case 1:
			return hierarchy.Scale(a)
		case 2:
			return hierarchy.Increment(a, b)
		case 3:
			return hierarchy.Shift(a)
		case 4:
			return hierarchy.Converge(a, share)
		case 5:
			return hierarchy.Blend(hierarchy.Part{Weight: share, Method: hierarchy.Proportional(a)}, hierarchy.Part{
				Weight: d("0.4"), Method: hierarchy.Proportional(b),
			})
		case 6:
			return hierarchy.Blend(hierarchy.Part{
				Weight: d("2"), Method: hierarchy.Proportional(a),
			}, hierarchy.Part{Weight: share},
				hierarchy.Part{Weight: d("1"), Method: hierarchy.Converge(b, d("0.25"))})

		case 7:
			return hierarchy.Negotiated(a, share, hierarchy.Proportional(b))
		case 8:
			return hierarchy.RatioOfMeans(a, b)
		}
		return hierarchy.Proportional(a)
	}

	a, b := column(drawFractions(t, units, "a", false, 50)), column(drawFractions(t, units, "b", false, 50))
	low, high := column(drawFractions(t, units, "min", true, 30)), column(drawFractions(t, units, "max", true, 300))
	basis := column(drawFigures(t, units, "basis", false, 40))
	bounded, stretched, held := rapid.IntRange(0, 3).Draw(t, "bounded"), rapid.Bool().Draw(t, "stretched"), ""
	if len(units) > 1 && rapid.IntRange(0, 3).Draw(t, "hold") == 0 {
		held = units[rapid.IntRange(1, len(units)-1).Draw(t, "held")].Code
	}

	var plans [2]*hierarchy.Plan
	var errs [2]error
	for i, scale := range []decimal.Decimal{d("1"), by} {
		o := hierarchy.Options{Rule: hierarchy.Rule{Method: method(a[i], b[i])}}
		if bounded&1 == 1 {
			o.Rule.Min = low[i]
		}
		if bounded&2 == 2 {
			o.Rule.Max = high[i]
		}
		if stretched {
			o.Rule.Stretch, o.Rule.Reserve = decimal.NewNullDecimal(d("0.05")), decimal.NewNullDecimal(
				d("1.5").Mul(scale),
			)
		}

		if kind == target.Ratio {
			o.Basis = basis[i]
		}
		if held != "" {
			o.Holds = []hierarchy.Hold{{Unit: held, Value: quantum.Mul(d("7")).Mul(scale), By: "the ministry"}}
		}
		ind := target.Indicator{
			Code: "x", Kind: kind, Better: target.Higher, Places: target.Places(10), Quantum: quantum.Mul(scale),
		}
		tgt := target.Target{Code: "t", Unit: "0", Indicator: ind, Period: target.Year(2015), Value: total.Mul(scale)}
		plans[i], errs[i] = hierarchy.Cascade(tree, tgt, o)
	}

	if (errs[0] == nil) != (errs[1] == nil) {
		t.Fatalf("in words: %v; beyond: %v", errs[0], errs[1])
	}
	if errs[0] != nil {
		return
	}

	for q := range plans[0].All() {
		other, ok := plans[1].Quota(q.Unit.Code)
		if !ok || !q.Value.Mul(by).Equal(other.Value) || q.DecidedBy != other.DecidedBy {
			t.Fatalf(
				"%s has %v (%v) in words, but %v (%v) beyond", q.Unit.Code, q.Value, q.DecidedBy, other.Value,
				other.DecidedBy,
			)
		}
		if kind == target.Ratio {
			continue // what a mean leaves is rounded to places
		}
		if x, y := plans[0].Residual(q.Unit.Code), plans[1].Residual(q.Unit.Code); !x.Mul(by).Equal(y) {
			t.Fatalf("%s leaves %v in words, but %v beyond", q.Unit.Code, x, y)
		}
	}
}

func TestWideEqualsWordsAtLarge(t *testing.T) { rapid.Check(t, wideEqualsWords) }

func FuzzWideEqualsWords(f *testing.F) { f.Fuzz(rapid.MakeFuzz(wideEqualsWords)) }
