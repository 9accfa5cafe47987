package hierarchy_test

import (
	"maps"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// An of-which takes no part, so that a family divides alike with one and
// without. With one, the methods do not use machine words.
func methodsOnWordsAndBeyond(t *rapid.T) {
	n := rapid.IntRange(1, 4).Draw(t, "children")
	plain, other := newFan(n), newFan(n, hierarchy.Unit{Code: "99", Level: "province", Parent: "00", Role: hierarchy.Memo})
	sizes := []int64{1, 2, 50, 1_000_000, 3_000_000_000, 9_000_000_000_000_000_000}
	draw := func(label string) [2]hierarchy.Column {
		most := rapid.SampledFrom(sizes).Draw(t, label+" up to")
		places := rapid.Int32Range(0, 2).Draw(t, label+" places")
		m := map[string]decimal.Decimal{"00": decimal.New(1, 0)}
		for _, code := range plain.codes {
			m[code] = decimal.New(rapid.Int64Range(0, most).Draw(t, label), -places)
		}
		var pair [2]hierarchy.Column
		for i, f := range []fan{plain, other} {
			c, err := f.tree.Column(maps.All(m))
			if err != nil {
				t.Fatal(err)
			}
			pair[i] = c
		}
		return pair
	}
	a, b, basis := draw("a"), draw("b"), draw("basis")
	share := decimal.New(rapid.Int64Range(0, 20).Draw(t, "share"), rapid.SampledFrom([]int32{-2, -1, 1}).Draw(t, "share's places"))
	if share.GreaterThan(decimal.New(1, 0)) {
		share = decimal.New(1, 0)
	}
	chosen := rapid.IntRange(0, 5).Draw(t, "method")
	method := func(i int) hierarchy.Method {
		switch chosen {
		case 0:
			return hierarchy.Increment(a[i], b[i])
		case 1:
			return hierarchy.Shift(a[i])
		case 2:
			return hierarchy.Converge(a[i], share)
		case 3:
			return hierarchy.Blend(hierarchy.Part{Weight: share, Method: hierarchy.Proportional(a[i])}, hierarchy.Part{Weight: d("0.4"), Method: hierarchy.Proportional(b[i])})
		case 4:
			return hierarchy.Negotiated(a[i], share, hierarchy.Proportional(b[i]))
		}
		return hierarchy.Blend(hierarchy.Part{Weight: d("1"), Method: hierarchy.Scale(a[i])})
	}
	kind := rapid.SampledFrom([]target.Kind{target.Flow, target.Ratio}).Draw(t, "kind")
	step := decimal.New(rapid.SampledFrom([]int64{1, 5}).Draw(t, "step"), -rapid.Int32Range(0, 3).Draw(t, "step's places"))
	value := step.Mul(decimal.New(rapid.Int64Range(-5, rapid.SampledFrom(sizes).Draw(t, "value up to")).Draw(t, "value"), 0))
	var plans [2]*hierarchy.Plan
	var errs [2]error
	for i, f := range []fan{plain, other} {
		tgt := f.target(kind, value.String(), 3)
		tgt.Indicator.Quantum = step
		o := hierarchy.Options{Rule: hierarchy.Rule{Method: method(i)}}
		if kind == target.Ratio {
			o.Basis = basis[i]
		}
		plans[i], errs[i] = hierarchy.Cascade(f.tree, tgt, o)
	}
	if (errs[0] == nil) != (errs[1] == nil) {
		t.Fatalf("on words: %v; beyond: %v", errs[0], errs[1])
	}
	if errs[0] != nil {
		return
	}
	for q := range plans[0].All() {
		if p, ok := plans[1].Quota(q.Unit.Code); !ok || !p.Value.Equal(q.Value) {
			t.Fatalf("%s has %v on words, and %v beyond", q.Unit.Code, q.Value, p.Value)
		}
	}
}

func TestMethodsOnWordsAndBeyond(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 6 { // since many of the draws cannot be divided
			methodsOnWordsAndBeyond(t)
		}
	})
}

func FuzzMethodsOnWordsAndBeyond(f *testing.F) { f.Fuzz(rapid.MakeFuzz(methodsOnWordsAndBeyond)) }
