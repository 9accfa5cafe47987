package apportion_test

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/apportion"
)

const (
	noMin = math.MinInt64
	noMax = math.MaxInt64
)

func kindOf(err error) apportion.Kind {
	if e, ok := errors.AsType[*apportion.InfeasibleError](err); ok {
		return e.Kind
	}
	return 0
}

// words divides by a Divider; an error other than InfeasibleError is fatal.
func words(t rapid.TB, d *apportion.Divider, total int64, weights, lo, hi []int64, m apportion.Method) result {
	t.Helper()
	dst := make([]int64, len(weights))
	o, err := d.Words(dst, total, weights, lo, hi, m)
	if err != nil {
		if kindOf(err) == 0 {
			t.Fatalf("Words(%d, %v, %v, %v, %v): %v", total, weights, lo, hi, m, err)
		}
		return result{Kind: kindOf(err)}
	}
	return result{
		Shares: dst,
		Tied:   append([]int(nil), o.Tied...),
		Win:    o.Win,
		Bounds: append([]apportion.Bound(nil), o.Bounds...),
	}
}

func bigSlice(a []int64, none int64) []*big.Int {
	if a == nil {
		return nil
	}
	b := make([]*big.Int, len(a))
	for i, v := range a {
		if v != none {
			b[i] = big.NewInt(v)
		}
	}
	return b
}

// bigs divides by Big.
func bigs(t rapid.TB, total int64, weights, lo, hi []int64, m apportion.Method) result {
	t.Helper()
	w := make([]*big.Int, len(weights))
	for i, v := range weights {
		w[i] = big.NewInt(v)
	}
	shares, o, err := apportion.Big(big.NewInt(total), w, bigSlice(lo, noMin), bigSlice(hi, noMax), m)
	if err != nil {
		if kindOf(err) == 0 {
			t.Fatalf("Big(%d, %v, %v, %v, %v): %v", total, weights, lo, hi, m, err)
		}
		return result{Kind: kindOf(err)}
	}
	r := result{Tied: o.Tied, Win: o.Win, Bounds: o.Bounds}
	for _, s := range shares {
		r.Shares = append(r.Shares, s.Int64())
	}
	return r
}

// problem is a small division whose parts often coincide.
type problem struct {
	total   int64
	weights []int64
	lo, hi  []int64
	method  apportion.Method
}

func drawProblem(t *rapid.T) problem {
	p := problem{
		total: rapid.Int64Range(-40, 60).Draw(t, "total"),
		weights: rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(0, 6), rapid.Int64Range(0, 5000)), 1, 9).
			Draw(t, "weights"),
		method: rapid.SampledFrom(methods).Draw(t, "method"),
	}

	n := len(p.weights)
	bounds := func(name string, none int64) []int64 {
		if !rapid.Bool().Draw(t, "with "+name) {
			return nil
		}
		return rapid.SliceOfN(rapid.OneOf(rapid.Just(none), rapid.Int64Range(-3, 12), rapid.Int64Range(-30, 60)), n, n).
			Draw(t, name)
	}

	p.lo = bounds("lo", noMin)
	p.hi = bounds("hi", noMax)
	if p.lo != nil && p.hi != nil {
		for i := range n {
			if p.hi[i] < p.lo[i] && p.hi[i] != noMax && p.lo[i] != noMin &&
				rapid.IntRange(0, 9).Draw(t, "crossing") > 0 {
				p.lo[i], p.hi[i] = p.hi[i], p.lo[i]
			}
		}
	}
	return p
}

// checkAgainstReference is the main property: Words, Big and the reference agree.
func checkAgainstReference(t *rapid.T) {
	p := drawProblem(t)
	want := reference(p.total, p.weights, p.lo, p.hi, p.method)
	var d apportion.Divider
	got := words(t, &d, p.total, p.weights, p.lo, p.hi, p.method)
	opts := cmp.Options{cmpopts.IgnoreFields(result{}, "Bounds"), cmpopts.EquateEmpty()}
	if diff := cmp.Diff(want, got, opts); diff != "" {
		t.Fatalf("Words() mismatch for %+v (-want +got):\n%s", p, diff)
	}
	wide := bigs(t, p.total, p.weights, p.lo, p.hi, p.method)
	if diff := cmp.Diff(got, wide, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("Big() and Words() differ for %+v (-words +big):\n%s", p, diff)
	}
}

func TestAgainstReference(t *testing.T) { rapid.Check(t, checkAgainstReference) }

func FuzzAgainstReference(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkAgainstReference)) }
