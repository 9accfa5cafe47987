package apportion_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/apportion"
)

// TestLeastSquares holds largest remainder within bounds against its definition by brute
// force: of all whole shares within the bounds and with the right sum, the result is the
// nearest to the quotas, and among the nearest the one that serves earlier claims first.
func TestLeastSquares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "n")
		total := rapid.Int64Range(0, 14).Draw(t, "total")
		weights := rapid.SliceOfN(rapid.Int64Range(1, 7), n, n).Draw(t, "weights")
		lo := rapid.SliceOfN(rapid.Int64Range(0, 5), n, n).Draw(t, "lo")
		hi := make([]int64, n)
		claims := make([]refClaim, n)
		least, most := int64(0), int64(0)

		for i := range hi {
			hi[i] = lo[i] + rapid.Int64Range(0, 8).Draw(t, "room")
			claims[i] = refClaim{w: new(big.Rat).SetInt64(weights[i]), base: lo[i], cap: hi[i]}
			least, most = least+lo[i], most+hi[i]
		}

		if total < least || total > most {
			t.Skip("infeasible")
		}
		x := refLevel(claims, new(big.Rat).SetInt64(total))
		var best []int64
		var bestAt *big.Rat
		shares := make([]int64, n)
		var walk func(i int, left int64, at *big.Rat)
		walk = func(i int, left int64, at *big.Rat) {
			if i == n {
				if c := 1; left == 0 {
					if best != nil {
						c = bestAt.Cmp(at)
					}
					if c > 0 || c == 0 && slices.Compare(shares, best) > 0 {
						best, bestAt = slices.Clone(shares), at
					}
				}
				return
			}
			for s := lo[i]; s <= min(hi[i], left); s++ {
				shares[i] = s
				off := new(big.Rat).Sub(x[i], new(big.Rat).SetInt64(s))
				walk(i+1, left-s, off.Add(off.Mul(off, off), at))
			}
		}

		walk(0, total, new(big.Rat))
		var d apportion.Divider
		got := words(t, &d, total, weights, lo, hi, apportion.LargestRemainder)
		if diff := cmp.Diff(best, got.Shares); diff != "" {
			t.Fatalf("Words() mismatch (-want +got):\n%s", diff)
		}
	})
}

func TestBounds(t *testing.T) {
	const (
		free  = apportion.Free
		atMin = apportion.AtMin
		atMax = apportion.AtMax
	)

	tests := []struct {
		name            string
		total           int64
		weights, lo, hi []int64
		method          apportion.Method
		want            result
	}{
		{
			name: "maximum binds", total: 10, weights: []int64{800, 100, 100}, hi: []int64{5, noMax, noMax},
			method: apportion.LargestRemainder,
			want: result{
				Shares: []int64{5, 3, 2},
				Tied:   []int{1, 2},
				Win:    1,
				Bounds: []apportion.Bound{atMax, free, free},
			},
		},
		{
			name: "minimum binds", total: 10, weights: []int64{800, 100, 100}, lo: []int64{0, 4, 0},
			method: apportion.LargestRemainder,
			want:   result{Shares: []int64{5, 4, 1}, Bounds: []apportion.Bound{free, atMin, free}},
		},
		{
			name: "minimum that rounding gives anyway", total: 10, weights: []int64{99, 1}, lo: []int64{1, 1},
			method: apportion.Hill,
			want:   result{Shares: []int64{9, 1}, Bounds: []apportion.Bound{free, free}},
		},
		{
			name: "minimum that rounding does not give", total: 10, weights: []int64{99, 1}, lo: []int64{1, 1},
			method: apportion.Webster,
			want:   result{Shares: []int64{9, 1}, Bounds: []apportion.Bound{free, atMin}},
		},
		{
			name: "minima exhaust the total", total: 40, weights: []int64{1, 1, 1, 1}, lo: []int64{20, 18, 0, 2},
			method: apportion.LargestRemainder,
			want:   result{Shares: []int64{20, 18, 0, 2}, Bounds: []apportion.Bound{atMin, atMin, free, atMin}},
		},
		{
			name: "maxima exhaust the total", total: 9, weights: []int64{1, 1}, hi: []int64{2, 7},
			method: apportion.Webster,
			want:   result{Shares: []int64{2, 7}, Bounds: []apportion.Bound{atMax, atMax}},
		},
		{
			name: "holds from both sides", total: 100, weights: []int64{50, 30, 20}, lo: []int64{40, 40, 0},
			hi:     []int64{40, 40, noMax},
			method: apportion.LargestRemainder,
			want:   result{Shares: []int64{40, 40, 20}, Bounds: []apportion.Bound{atMax, atMin, free}},
		},
		{
			name: "holds where no claim is free", total: 12, weights: []int64{1, 1, 2}, lo: []int64{0, 6, 4},
			hi:     []int64{2, 6, 4},
			method: apportion.LargestRemainder,
			want:   result{Shares: []int64{2, 6, 4}, Bounds: []apportion.Bound{atMax, atMin, atMin}},
		},
		{
			name: "hold below where no claim is free", total: 5, weights: []int64{1, 4}, lo: []int64{0, 3},
			hi:     []int64{2, 3},
			method: apportion.LargestRemainder,
			want:   result{Shares: []int64{2, 3}, Bounds: []apportion.Bound{atMax, atMax}},
		},
		{
			name: "two holds below where a great hold leaves a range of rates", total: 130,
			weights: []int64{1, 4, 4, 1, 0}, lo: []int64{0, 12, 16, 100, 0}, hi: []int64{2, 12, 16, 100, 0},
			method: apportion.LargestRemainder,
			want: result{
				Shares: []int64{2, 12, 16, 100, 0},
				Bounds: []apportion.Bound{atMax, atMin, atMin, atMin, free},
			},
		},
		{
			name: "hold between two maxima", total: 110,
			weights: []int64{1, 1, 1, 1}, lo: []int64{0, 0, 3, 100}, hi: []int64{2, 5, 3, 100},
			method: apportion.LargestRemainder,
			want:   result{Shares: []int64{2, 5, 3, 100}, Bounds: []apportion.Bound{atMax, atMax, atMax, atMin}},
		},
		{
			name: "hold above a maximum, beside a minimum with room", total: 215,
			weights: []int64{1, 1, 1}, lo: []int64{0, 10, 200}, hi: []int64{5, 10, 1000},
			method: apportion.LargestRemainder,
			want:   result{Shares: []int64{5, 10, 200}, Bounds: []apportion.Bound{atMax, atMin, atMin}},
		},
		{
			name: "quotas that end in one half", total: 8, weights: []int64{2, 5, 5, 5, 5, 5, 5}, lo: make([]int64, 7),
			method: apportion.Webster,
			want: result{
				Shares: []int64{
					1,
					2,
					1,
					1,
					1,
					1,
					1,
				}, Tied: []int{1, 2, 3, 4, 5, 6}, Win: 1, Bounds: make([]apportion.Bound, 7),
			},
		},
		{
			name: "rate beyond words", total: 1 << 60, weights: []int64{1 << 62, 1}, hi: []int64{5, noMax},
			method: apportion.LargestRemainder,
			want:   result{Shares: []int64{5, 1<<60 - 5}, Bounds: []apportion.Bound{atMax, free}},
		},
		{
			name: "rate beyond words, divisor", total: 1 << 60, weights: []int64{1 << 62, 1}, hi: []int64{5, noMax},
			method: apportion.Hill,
			want:   result{Shares: []int64{5, 1<<60 - 5}, Bounds: []apportion.Bound{atMax, free}},
		},
		{
			name: "bounds whose sum does not fit words", total: 5, weights: []int64{1, 1, 1},
			lo: []int64{1<<61 - 1, 1<<61 - 1, 1<<61 - 1}, hi: slices.Repeat([]int64{noMax}, 3),
			method: apportion.Dean,
			want:   result{Kind: apportion.MinimaAboveTotal},
		},
		{
			name: "free total that does not fit words", total: 1 << 60, weights: []int64{1, 1, 1, 1},
			lo: []int64{1<<61 - 1, noMin, noMin, 0}, hi: []int64{noMax, 1 - 1<<61, 1 - 1<<61, noMax},
			method: apportion.Jefferson,
			want: result{
				Shares: []int64{1<<61 + 1<<59 - 1, 1 - 1<<61, 1 - 1<<61, 1<<61 + 1<<59 - 1},
				Bounds: []apportion.Bound{free, atMax, atMax, free},
			},
		},
		{
			name: "zero weight with a minimum", total: 10, weights: []int64{1, 0, 0}, lo: []int64{noMin, 3, 0},
			hi:     []int64{noMax, 5, 5},
			method: apportion.Hill,
			want:   result{Shares: []int64{7, 3, 0}, Bounds: []apportion.Bound{free, atMin, free}},
		},
		{
			name: "maximum below zero", total: 10, weights: []int64{1, 1}, hi: []int64{-5, noMax},
			method: apportion.LargestRemainder,
			want:   result{Shares: []int64{-5, 15}, Bounds: []apportion.Bound{atMax, free}},
		},
		{
			name: "minimum below zero makes room", total: 5, weights: []int64{1, 1}, lo: []int64{10, -20},
			method: apportion.LargestRemainder,
			want:   result{Shares: []int64{10, -5}, Bounds: []apportion.Bound{atMin, free}},
		},
		{
			name: "negative total", total: -10, weights: []int64{800, 100, 100}, lo: []int64{-5, noMin, noMin},
			method: apportion.Jefferson,
			want: result{
				Shares: []int64{-5, -3, -2},
				Tied:   []int{1, 2},
				Win:    1,
				Bounds: []apportion.Bound{atMin, free, free},
			},
		},
		{
			name: "total of zero between signed bounds", weights: []int64{1, 1, 1}, lo: []int64{-5, -5, 3},
			method: apportion.Webster,
			want: result{
				Shares: []int64{-2, -1, 3},
				Tied:   []int{0, 1},
				Win:    1,
				Bounds: []apportion.Bound{free, free, atMin},
			},
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d apportion.Divider
			got := words(t, &d, tt.total, tt.weights, tt.lo, tt.hi, tt.method)
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("Words() mismatch (-want +got):\n%s", diff)
			}
			got = bigs(t, tt.total, tt.weights, tt.lo, tt.hi, tt.method)
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("Big() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStrings(t *testing.T) {
	for want, got := range map[string]string{
		"Free": apportion.Free.String(), "AtMin": apportion.AtMin.String(), "AtMax": apportion.AtMax.String(),
		"Kind(0)": apportion.Kind(0).String(), "negative weight": apportion.NegativeWeight.String(),
		"no claim has a weight": apportion.NoWeight.String(), "Kind(6)": (apportion.NoWeight + 1).String(),
	} {
		if got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

func TestLengths(t *testing.T) {
	calls := map[string]func(){
		"dst": func() { new(apportion.Divider).Words(make([]int64, 1), 1, []int64{1, 2}, nil, nil, apportion.Webster) },
		"lo": func() {
			new(apportion.Divider).Words(make([]int64, 1), 1, []int64{1}, []int64{}, nil, apportion.Webster)
		},
		"hi": func() {
			new(apportion.Divider).Words(make([]int64, 1), 1, []int64{1}, nil, []int64{1, 2}, apportion.Webster)
		},
		"lo of two": func() {
			new(apportion.Divider).Words(make([]int64, 1), 1, []int64{1}, []int64{0, 0}, []int64{1}, apportion.Webster)
		},
		"dst of three": func() {
			new(apportion.Divider).Words(make([]int64, 3), 1, []int64{1}, []int64{0}, []int64{1}, apportion.Webster)
		},
		"lo of Big": func() {
			apportion.Big(new(big.Int), nil, make([]*big.Int, 1), nil, apportion.Webster)
		},
		"Big": func() { apportion.Big(new(big.Int), nil, nil, make([]*big.Int, 1), apportion.Webster) },
	}

	for name, call := range calls {
		func() {
			defer func() {
				if got := recover(); got != "apportion: slices of different lengths" {
					t.Errorf("%s of another length: panic %v", name, got)
				}
			}()
			call()
		}()
	}
}
