package apportion_test

import (
	"maps"
	"math/rand"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/apportion"
)

// drawWide draws a division whose numbers have any length, with bounds that can be met.
func drawWide(t *rapid.T) problem {
	n := rapid.IntRange(1, 40).Draw(t, "n")
	size := rapid.Int64Range(0, 1<<rapid.IntRange(0, 55).Draw(t, "bits"))
	p := problem{
		total:   size.Draw(t, "total"),
		weights: rapid.SliceOfN(rapid.OneOf(size, rapid.Int64Range(0, 3)), n, n).Draw(t, "weights"),
		method:  rapid.SampledFrom(methods).Draw(t, "method"),
	}

	p.weights[0]++
	if rapid.Bool().Draw(t, "bounded") {
		p.lo, p.hi = make([]int64, n), make([]int64, n)
		left := p.total
		for i := range n {
			p.lo[i] = rapid.Int64Range(0, left/2).Draw(t, "lo")
			left -= p.lo[i]
			p.hi[i] = p.lo[i] + size.Draw(t, "room")
		}
		p.hi[0] = noMax
	}
	return p
}

// checkLaws holds one division against what is true of all of them.
func checkLaws(t *rapid.T) {
	p := drawWide(t)
	var d apportion.Divider
	got := words(t, &d, p.total, p.weights, p.lo, p.hi, p.method)
	if got.Kind != 0 {
		t.Fatalf("%+v: %v", p, got.Kind)
	}

	sum := int64(0)
	for i, s := range got.Shares {
		sum += s
		if p.lo != nil && (s < p.lo[i] || s > p.hi[i]) {
			t.Errorf("share %d = %d is not within [%d, %d]", i, s, p.lo[i], p.hi[i])
		}
		if p.lo == nil && p.weights[i] == 0 && s != 0 {
			t.Errorf("share %d = %d without weight", i, s)
		}
		if p.lo != nil {
			continue
		}
		// More weight never gives less, save where a tie went to the earlier claim.
		for j, r := range got.Shares {
			if p.weights[i] < p.weights[j] && s > r {
				t.Errorf("weight %d gets %d, weight %d gets %d", p.weights[i], s, p.weights[j], r)
			}
			if p.weights[i] == p.weights[j] && s != r &&
				(!slices.Contains(got.Tied, i) || !slices.Contains(got.Tied, j)) {
				t.Errorf("claims %d and %d of the same weight get %d and %d without a tie", i, j, s, r)
			}
		}
	}
	if sum != p.total {
		t.Errorf("shares sum to %d, want %d", sum, p.total)
	}
	if (got.Win > 0) != (len(got.Tied) > got.Win) || got.Win == 0 && len(got.Tied) > 0 {
		t.Errorf("%d of %v won", got.Win, got.Tied)
	}

	if diff := cmp.Diff(got, bigs(t, p.total, p.weights, p.lo, p.hi, p.method), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("Words() and Big() differ (-words +big):\n%s", diff)
	}
	checkMirror(t, p, got)
	checkScale(t, p, got)
	checkPermutation(t, p, got)
	checkMonotone(t, p, got)
}

// checkMirror turns all signs.
func checkMirror(t *rapid.T, p problem, got result) {
	n := len(p.weights)
	var lo, hi []int64
	if p.lo != nil {
		lo, hi = make([]int64, n), make([]int64, n)
		for i := range n {
			lo[i], hi[i] = -p.hi[i], -p.lo[i]
			if p.hi[i] == noMax {
				lo[i] = noMin
			}
		}
	}

	var d apportion.Divider
	turned := words(t, &d, -p.total, p.weights, lo, hi, p.method)

	for i := range turned.Shares {
		turned.Shares[i] = -turned.Shares[i]
	}
	for i, b := range turned.Bounds {
		turned.Bounds[i] = []apportion.Bound{apportion.Free, apportion.AtMax, apportion.AtMin}[b]
	}
	if diff := cmp.Diff(got, turned, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("turning the signs changes the division (-want +got):\n%s", diff)
	}
}

// checkScale multiplies all weights by one number.
func checkScale(t *rapid.T, p problem, got result) {
	by := rapid.Int64Range(2, 100).Draw(t, "scale")
	w := slices.Clone(p.weights)
	for i := range w {
		w[i] *= by
	}
	var d apportion.Divider
	if diff := cmp.Diff(got, words(t, &d, p.total, w, p.lo, p.hi, p.method), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%d times the weights divides differently (-want +got):\n%s", by, diff)
	}
}

// checkPermutation shuffles the claims: certain shares go along, the tie is the same.
func checkPermutation(t *rapid.T, p problem, got result) {
	n := len(p.weights)
	order := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))).Perm(n)
	shuffle := func(a []int64) []int64 {
		if a == nil {
			return nil
		}
		b := make([]int64, n)
		for to, from := range order {
			b[to] = a[from]
		}
		return b
	}

	var d apportion.Divider
	other := words(t, &d, p.total, shuffle(p.weights), shuffle(p.lo), shuffle(p.hi), p.method)
	var tied []int

	for _, to := range other.Tied {
		tied = append(tied, order[to])
	}
	slices.Sort(tied)
	if diff := cmp.Diff(got.Tied, tied, cmpopts.EquateEmpty()); diff != "" || got.Win != other.Win {
		t.Errorf("order changes the tie: %d and %d win (-want +got):\n%s", got.Win, other.Win, diff)
	}
	// The share of a tied claim is certain once its tied quantum is set aside.
	certain := func(r result, i int) int64 {
		s := r.Shares[i]
		if k := slices.Index(r.Tied, i); k >= 0 && k < r.Win {
			s--
		}
		return s
	}

	for to, from := range order {
		if a, b := certain(got, from), certain(other, to); a != b {
			t.Errorf("claim %d gets %d for certain, after shuffling %d", from, a, b)
		}
	}
}

// checkMonotone divides one quantum more: with a divisor method no claim gets less. Largest
// remainder without bounds stays within one of the exact quota instead.
func checkMonotone(t *rapid.T, p problem, got result) {
	var d apportion.Divider
	if p.method != apportion.LargestRemainder {
		more := words(t, &d, p.total+1, p.weights, p.lo, p.hi, p.method)
		for i, s := range more.Shares {
			if s < got.Shares[i] {
				t.Errorf("share %d falls from %d to %d with a greater total", i, got.Shares[i], s)
			}
		}
		return
	}

	if p.lo != nil {
		return
	}
	sum := uint64(0)

	for _, w := range p.weights {
		sum += uint64(w)
	}
	for i, w := range p.weights {
		// ⌊x⌋ ≤ share ≤ ⌈x⌉ with x = total·w/sum
		x := bigRat(uint64(p.total), 1)
		x.Mul(x, bigRat(uint64(w), sum))
		off := x.Sub(x, bigRat(uint64(got.Shares[i]), 1))
		if off.Abs(off).Cmp(bigRat(1, 1)) >= 0 {
			t.Errorf("share %d = %d is off its quota by %v", i, got.Shares[i], off)
		}
	}
}

func TestLaws(t *testing.T) { rapid.Check(t, checkLaws) }

func FuzzLaws(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkLaws)) }

// TestInputKept divides twice with the same slices.
func TestInputKept(t *testing.T) {
	for _, m := range methods {
		weights, lo, hi := []int64{5, 0, 3, 9}, []int64{2, 1, noMin, 0}, []int64{4, noMax, 8, 5}
		w, l, h := slices.Clone(weights), slices.Clone(lo), slices.Clone(hi)
		var d apportion.Divider
		for _, total := range []int64{12, -3, 12} {
			words(t, &d, total, w, l, h, m)
		}
		if !slices.Equal(w, weights) || !slices.Equal(l, lo) || !slices.Equal(h, hi) {
			t.Errorf("%v: Words changed its input", m)
		}
	}
}

// TestLarge divides among enough claims for every stage of the selections, and compares with Big.
func TestLarge(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	const n = 1500
	shapes := map[string]func(i int) int64{
		"equal":  func(int) int64 { return 1 },
		"few":    func(i int) int64 { return int64(i % 7) },
		"spread": func(int) int64 { return 1 + r.Int63n(1<<uint(1+r.Intn(45))) },
		// At 15,165 most quotas end in .1 and few in .45, so that the estimate of the second
		// rate of Webster's method falls short after it has crossed a few quotients.
		"heaps":   func(i int) int64 { return 1000 + 35*int64(min(1, max(0, 32-i))) },
		"one big": func(i int) int64 { return 1 + max(0, int64(i-n+2))<<50 },
	}

	var d apportion.Divider

	cases := 0
	for _, name := range slices.Sorted(maps.Keys(shapes)) {
		f := shapes[name]
		w, lo, hi := make([]int64, n), make([]int64, n), make([]int64, n)
		for i := range w {
			w[i], lo[i], hi[i] = f(i), r.Int63n(4), 4+r.Int63n(40)
		}
		for _, m := range methods {
			for _, total := range []int64{1, 2501, 15_165, 60_000, 1 << 40} {
				if diff := cmp.Diff(
					bigs(t, total, w, nil, nil, m), words(t, &d, total, w, nil, nil, m), cmpopts.EquateEmpty(),
				); diff != "" {
					t.Fatalf("%s, %d, %v (-big +words):\n%s", name, total, m, diff)
				}
				// The second kernel takes most of the time: bounds in every third case.
				if cases++; cases%3 > 0 {
					continue
				}
				if diff := cmp.Diff(
					bigs(t, total, w, lo, hi, m), words(t, &d, total, w, lo, hi, m), cmpopts.EquateEmpty(),
				); diff != "" {
					t.Fatalf("%s bounded, %d, %v (-big +words):\n%s", name, total, m, diff)
				}
			}
		}
	}
}

// TestNoAllocs divides with and without bounds and ties through one Divider.
func TestNoAllocs(t *testing.T) {
	var d apportion.Divider
	w := benchWeights(1000)
	lo, hi := slices.Repeat([]int64{3}, 1000), slices.Repeat([]int64{20}, 1000)
	dst := make([]int64, 1000)
	for _, m := range methods {
		divide := func() {
			for _, b := range [][2][]int64{{nil, nil}, {lo, hi}} {
				if _, err := d.Words(dst, 10_003, w, b[0], b[1], m); err != nil {
					t.Fatal(err)
				}
			}
		}
		divide()
		if allocs := testing.AllocsPerRun(5, divide); allocs > 0 {
			t.Errorf("%v: %v allocations", m, allocs)
		}
	}
}
