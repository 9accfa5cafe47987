package hierarchy_test

import (
	"errors"
	"fmt"
	"maps"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// twin is a column, or a method, for each of two trees.
type (
	twin       [2]hierarchy.Column
	twinMethod [2]hierarchy.Method
)

// drawWord draws a whole number of zero or above, often near a power of two, so
// that products and sums come out just within a machine word and just beyond.
func drawWord(t *rapid.T, label string, bits int) int64 {
	top := int64(1)<<rapid.IntRange(0, bits).Draw(t, label+" bits") - 1
	if rapid.Bool().Draw(t, label+" near the top") {
		return max(0, top-rapid.Int64Range(0, 2).Draw(t, label))
	}
	return rapid.Int64Range(0, top).Draw(t, label)
}

// An of-which takes no part, so that a family divides alike with one and
// without. With one, the methods do not use machine words.
func methodsOnWordsAndBeyond(t *rapid.T) {
	n := rapid.IntRange(1, 4).Draw(t, "children")
	var rest []hierarchy.Unit
	if rapid.IntRange(0, 3).Draw(t, "residual") == 0 {
		rest = []hierarchy.Unit{{Code: "98", Level: "province", Parent: "00", Role: hierarchy.Residual}}
	}
	plain, other := newFan(n, rest...), newFan(n, append(rest, hierarchy.Unit{
		Code: "99", Level: "province", Parent: "00", Role: hierarchy.Memo,
	})...)
	bits := rapid.SampledFrom([]int{4, 20, 31, 40, 62}).Draw(t, "bits")
	column := func(label string, some bool) (pair twin) {
		places := rapid.Int32Range(0, 2).Draw(t, label+" places")
		m := map[string]decimal.Decimal{"00": decimal.New(1, 0)}
		for _, code := range plain.codes {
			if !some || rapid.Bool().Draw(t, label+"?") {
				m[code] = decimal.New(drawWord(t, label, bits), -places)
			}
		}

		if len(rest) > 0 && rapid.Bool().Draw(t, label+" of the residual") {
			m["98"] = decimal.New(drawWord(t, label, bits), -places)
		}

		if some && rapid.IntRange(0, 3).Draw(t, label+" below zero") == 0 {
			for code, v := range m {
				m[code] = v.Neg()
			}
		} else if rapid.IntRange(0, 15).Draw(t, label+" below zero") == 0 {
			m["01"] = m["01"].Neg()
		}

		for i, f := range []fan{plain, other} {
			c, err := f.tree.Column(maps.All(m))
			if err != nil {
				t.Fatal(err)
			}
			pair[i] = c
		}

		return pair
	}

	share := func(label string) decimal.Decimal {
		return decimal.New(rapid.SampledFrom([]int64{0, 1, 25, 50, 99, 100}).Draw(t, label), -2)
	}
	var method func(depth int) twinMethod
	method = func(depth int) (m twinMethod) {
		chosen := rapid.IntRange(0, 6).Draw(t, "method")
		if depth == 0 {
			chosen = min(chosen, 4)
		}
		a, b, p, even := column("a", false), column("b", false), share("share"), rapid.Bool().Draw(t, "even")
		var parts, more twinMethod
		if chosen > 4 {
			parts, more = method(depth-1), method(depth-1)
		}

		for i := range m {
			switch chosen {
			case 0:
				m[i] = hierarchy.Proportional(a[i])
			case 1:
				m[i] = hierarchy.Equal()
			case 2:
				m[i] = hierarchy.Increment(a[i], b[i])
			case 3:
				m[i] = hierarchy.Shift(a[i])
			case 4:
				m[i] = hierarchy.Converge(a[i], p)
			case 5:
				blend := []hierarchy.Part{{Weight: p, Method: parts[i]}}
				if even {
					blend = append(blend, hierarchy.Part{Weight: d("4"), Method: more[i]})
				}
				m[i] = hierarchy.Blend(blend...)
			case 6:
				m[i] = hierarchy.Negotiated(a[i], p, parts[i])
			}
		}

		return m
	}

	by, basis, low, high := method(2), column("basis", false), column("min", true), column("max", true)
	kind := rapid.SampledFrom([]target.Kind{target.Flow, target.Ratio}).Draw(t, "kind")
	step := decimal.New(
		rapid.SampledFrom([]int64{1, 5}).Draw(t, "step"), -rapid.Int32Range(0, 3).Draw(t, "step's places"),
	)
	value := step.Mul(decimal.New(drawWord(t, "value", bits), 0))
	if rapid.IntRange(0, 3).Draw(t, "below zero") == 0 {
		value = value.Neg()
	}
	bounded := rapid.IntRange(0, 4).Draw(t, "bounded")
	var plans [2]*hierarchy.Plan
	var errs [2]error

	for i, f := range []fan{plain, other} {
		tgt := f.target(kind, value.String(), 3)
		tgt.Indicator.Quantum = step
		o := hierarchy.Options{Rule: hierarchy.Rule{Method: by[i]}}
		if bounded&1 != 0 {
			o.Rule.Min = low[i]
		}
		if bounded&2 != 0 {
			o.Rule.Max = high[i]
		}
		if kind == target.Ratio {
			o.Basis = basis[i]
		}
		plans[i], errs[i] = hierarchy.Cascade(f.tree, tgt, o)
	}

	if fmt.Sprint(errs[0]) != fmt.Sprint(errs[1]) {
		t.Fatalf("on words: %v; beyond: %v", errs[0], errs[1])
	}
	if errs[0] != nil {
		return
	}

	for q := range plans[0].All() {
		if p, ok := plans[1].Quota(q.Unit.Code); !ok || !p.Value.Equal(q.Value) || p.DecidedBy != q.DecidedBy {
			t.Fatalf(
				"%s has %v (%v) on words, and %v (%v) beyond", q.Unit.Code, q.Value, q.DecidedBy, p.Value,
				p.DecidedBy,
			)
		}
	}

	for _, code := range plain.codes {
		a, b := plans[0].Explain(code).Steps[0], plans[1].Explain(code).Steps[0]
		same := a.Exact.Valid == b.Exact.Valid && a.Exact.Decimal.Equal(b.Exact.Decimal) && a.Amount.Equal(b.Amount) &&
			fmt.Sprint(a.Tied, a.Won, a.Up) == fmt.Sprint(b.Tied, b.Won, b.Up)
		if !same || !a.Claim.Weight.Equal(b.Claim.Weight) || !a.Claim.Offset.Equal(b.Claim.Offset) ||
			!a.Weights.Equal(b.Weights) {
			t.Fatalf(
				"the explanation of %s on words, and beyond:\n%v\n%v", code, plans[0].Explain(code),
				plans[1].Explain(code),
			)
		}
	}

	if x, y := plans[0].Residual("00"), plans[1].Residual("00"); !x.Equal(y) {
		t.Fatalf("the division leaves %v on words, and %v beyond", x, y)
	}
}

func TestMethodsOnWordsAndBeyond(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 12 { // since many of the draws cannot be divided
			methodsOnWordsAndBeyond(t)
		}
	})
}

func FuzzMethodsOnWordsAndBeyond(f *testing.F) { f.Fuzz(rapid.MakeFuzz(methodsOnWordsAndBeyond)) }

// A blend within a blend is the blend of all parts, its weights multiplied out.
func TestBlendWithinBlend(t *testing.T) {
	f := newFan(2)
	a, b, c := f.column("100", "0"), f.column("0", "100"), f.column("30", "70")
	part := func(weight string, m hierarchy.Method) hierarchy.Part {
		return hierarchy.Part{Weight: d(weight), Method: m}
	}
	by := hierarchy.Proportional
	tests := []struct {
		name         string
		nested, flat hierarchy.Method
		want         string
	}{
		{
			"second", hierarchy.Blend(part("1", by(a)), part("1", hierarchy.Blend(part("1", by(b)), part("1", by(c))))),
			hierarchy.Blend(part("2", by(a)), part("1", by(b)), part("1", by(c))), "[575 425]",
		},
		{
			"first", hierarchy.Blend(part("3", hierarchy.Blend(part("1", by(b)), part("2", by(c)))), part("1", by(a))),
			hierarchy.Blend(part("1", by(b)), part("2", by(c)), part("1", by(a))), "[400 600]",
		},
		{
			"without weight", hierarchy.Blend(part("1", by(a)), part("0", hierarchy.Blend(part("1", by(b))))),
			by(a), "[1000 0]",
		},
		{
			"in bids", hierarchy.Negotiated(
				c, d("0.5"), hierarchy.Blend(part("1", by(a)), part("1", hierarchy.Negotiated(b, d("1"), by(c)))),
			),
			hierarchy.Negotiated(c, d("0.5"), hierarchy.Blend(part("1", by(a)), part("1", by(c)))), "[618 382]",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, m := range []hierarchy.Method{tt.nested, tt.flat} {
				got, err := f.quotas(target.Flow, "1000", 0, hierarchy.Options{Rule: hierarchy.Rule{Method: m}})
				if err != nil || fmt.Sprint(got) != tt.want {
					t.Errorf("%v: got %v, %v, want %s", m, got, err, tt.want)
				}
			}
		})
	}
}

// A claim below zero is refused where another method would outweigh it.
func TestNegativeClaimWithinAMethod(t *testing.T) {
	f := newFan(2)
	a, b := f.column("-1", "5"), f.column("40", "60")
	for path, m := range map[string]hierarchy.Method{
		"blend[0]": hierarchy.Blend(hierarchy.Part{Weight: d("1"), Method: hierarchy.Proportional(a)}, hierarchy.Part{
			Weight: d("9"), Method: hierarchy.Proportional(b),
		}),
		"negotiated": hierarchy.Negotiated(b, d("0.1"), hierarchy.Proportional(a)),
	} {
		_, err := f.quotas(target.Flow, "1000", 0, hierarchy.Options{Rule: hierarchy.Rule{Method: m}})
		var fe *target.FieldError
		if !errors.As(err, &fe) || !errors.Is(err, target.ErrRange) ||
			fe.Path != `units["00"].method.`+path+`.figures["01"]` {
			t.Errorf("%v: got %v, want the claim of 01 to be out of range", m, err)
		}
	}
}
