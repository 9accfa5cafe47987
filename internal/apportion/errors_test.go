package apportion_test

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/internal/apportion"
)

func TestInfeasible(t *testing.T) {
	b := big.NewInt
	tests := []struct {
		name            string
		total           int64
		weights, lo, hi []int64
		want            apportion.InfeasibleError
		text            string
	}{
		{
			name: "maxima", total: 10, weights: []int64{800, 100}, hi: []int64{3, 3},
			want: apportion.InfeasibleError{
				Kind:   apportion.MaximaBelowTotal,
				SumMin: b(0),
				SumMax: b(6),
				Claims: []int{0, 1},
			},
			text: "apportion: maxima fall short of the total: 6 < 10: claims 0, 1",
		},
		{
			name: "minima", total: 10, weights: []int64{1, 1, 1}, lo: []int64{8, noMin, 4},
			want: apportion.InfeasibleError{Kind: apportion.MinimaAboveTotal, SumMin: b(12), Claims: []int{0, 2}},
			text: "apportion: minima exceed the total: 12 > 10: claims 0, 2",
		},
		{
			name: "a minimum below zero is too weak", total: 10, weights: []int64{1, 1}, lo: []int64{15, -3},
			want: apportion.InfeasibleError{Kind: apportion.MinimaAboveTotal, SumMin: b(12), Claims: []int{0, 1}},
			text: "apportion: minima exceed the total: 12 > 10: claims 0, 1",
		},
		{
			name: "negative total", total: -10, weights: []int64{1, 1}, lo: []int64{-3, -3},
			want: apportion.InfeasibleError{
				Kind:   apportion.MinimaAboveTotal,
				SumMin: b(-6),
				SumMax: b(0),
				Claims: []int{0, 1},
			},
			text: "apportion: minima exceed the total: -6 > -10: claims 0, 1",
		},
		{
			name: "positive minimum of a negative total", total: -1, weights: []int64{1, 1}, lo: []int64{0, 0},
			hi: []int64{4, 4},
			want: apportion.InfeasibleError{
				Kind:   apportion.MinimaAboveTotal,
				SumMin: b(0),
				SumMax: b(8),
				Claims: []int{0, 1},
			},
			text: "apportion: minima exceed the total: 0 > -1: claims 0, 1",
		},
		{
			name: "total of zero", weights: []int64{1, 1}, hi: []int64{-2, noMax},
			want: apportion.InfeasibleError{
				Kind:   apportion.MaximaBelowTotal,
				SumMin: b(-2),
				SumMax: b(-2),
				Claims: []int{0},
			},
			text: "apportion: maxima fall short of the total: -2 < 0: claims 0",
		},
		{
			name: "room without weight", total: 5, weights: []int64{1, 0}, hi: []int64{3, 10},
			want: apportion.InfeasibleError{
				Kind:   apportion.MaximaBelowTotal,
				SumMin: b(0),
				SumMax: b(3),
				Claims: []int{0},
			},
			text: "apportion: maxima fall short of the total: 3 < 5: claims 0",
		},
		{
			name: "claims without weight whose maxima do not move them", total: 10, weights: []int64{1, 0, 0},
			hi: []int64{5, 0, -1},
			want: apportion.InfeasibleError{
				Kind:   apportion.MaximaBelowTotal,
				SumMin: b(-1),
				SumMax: b(4),
				Claims: []int{0, 2},
			},
			text: "apportion: maxima fall short of the total: 4 < 10: claims 0, 2",
		},
		{
			name: "claims without weight whose minima do not move them", total: 1, weights: []int64{1, 0, 0, 0},
			lo:   []int64{3, 5, 0, -1},
			want: apportion.InfeasibleError{Kind: apportion.MinimaAboveTotal, SumMin: b(8), Claims: []int{0, 1}},
			text: "apportion: minima exceed the total: 8 > 1: claims 0, 1",
		},
		{
			name: "total of zero and no weight, maximum", weights: []int64{0, 0}, hi: []int64{-2, 3},
			want: apportion.InfeasibleError{
				Kind:   apportion.MaximaBelowTotal,
				SumMin: b(-2),
				SumMax: b(-2),
				Claims: []int{0},
			},
			text: "apportion: maxima fall short of the total: -2 < 0: claims 0",
		},
		{
			name: "total of zero and no weight, minimum", weights: []int64{0, 0}, lo: []int64{2, 0},
			want: apportion.InfeasibleError{
				Kind:   apportion.MinimaAboveTotal,
				SumMin: b(2),
				SumMax: b(2),
				Claims: []int{0},
			},
			text: "apportion: minima exceed the total: 2 > 0: claims 0",
		},
		{
			name: "no weight", total: 5, weights: []int64{0, 0}, lo: []int64{2, noMin},
			want: apportion.InfeasibleError{Kind: apportion.NoWeight, SumMin: b(2), SumMax: b(2), Claims: []int{0, 1}},
			text: "apportion: no claim has a weight to share 3: claims 0, 1",
		},
		{
			name: "no claims", total: 5,
			want: apportion.InfeasibleError{Kind: apportion.NoWeight, SumMin: b(0), SumMax: b(0)},
			text: "apportion: no claim has a weight to share 5",
		},
		{
			name: "negative weights", total: 5, weights: []int64{1, -2, 3, math.MinInt64},
			want: apportion.InfeasibleError{Kind: apportion.NegativeWeight, Claims: []int{1, 3}},
			text: "apportion: negative weight: claims 1, 3",
		},
		{
			name: "crossing bounds", total: 5, weights: []int64{1, 1, 1}, lo: []int64{4, 1, 3}, hi: []int64{3, 1, 2},
			want: apportion.InfeasibleError{Kind: apportion.MinAboveMax, Claims: []int{0, 2}},
			text: "apportion: minimum above maximum: claims 0, 2",
		},
		{
			name: "many claims", total: 5, weights: slices.Repeat([]int64{-1}, 12),
			want: apportion.InfeasibleError{
				Kind:   apportion.NegativeWeight,
				Claims: []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
			},
			text: "apportion: negative weight: claims 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more",
		},
	}

	for _, tt := range tests {
		for _, m := range methods {
			t.Run(tt.name+"/"+m.String(), func(t *testing.T) {
				tt.want.Total = b(tt.total)
				var d apportion.Divider
				_, err := d.Words(make([]int64, len(tt.weights)), tt.total, tt.weights, tt.lo, tt.hi, m)
				got, ok := errors.AsType[*apportion.InfeasibleError](err)
				if !ok {
					t.Fatalf("Words() error = %v, want an InfeasibleError", err)
				}
				equal := cmp.Comparer(
					func(a, b *big.Int) bool { return a == b || a != nil && b != nil && a.Cmp(b) == 0 },
				)
				if diff := cmp.Diff(&tt.want, got, equal); diff != "" {
					t.Errorf("Words() error mismatch (-want +got):\n%s", diff)
				}
				if got.Error() != tt.text {
					t.Errorf("Error() = %q, want %q", got, tt.text)
				}
			})
		}
	}
}

func TestEmpty(t *testing.T) {
	for _, m := range methods {
		var d apportion.Divider
		for _, weights := range [][]int64{nil, {0}, {0, 0}, {0, 3}} {
			dst := slices.Repeat([]int64{7}, len(weights))
			if _, err := d.Words(dst, 0, weights, nil, nil, m); err != nil {
				t.Errorf("Words(0, %v, %v): %v", weights, m, err)
			}
			if diff := cmp.Diff(make([]int64, len(weights)), dst); diff != "" {
				t.Errorf("Words(0, %v, %v) mismatch (-want +got):\n%s", weights, m, diff)
			}
		}
	}
}

func TestUnknownMethod(t *testing.T) {
	m := apportion.Method(7)
	var d apportion.Divider
	if _, err := d.Words(make([]int64, 1), 1, []int64{1}, nil, nil, m); err == nil ||
		!strings.Contains(err.Error(), "Method(7)") {
		t.Errorf("Words() error = %v, want the unknown method", err)
	}
	if _, _, err := apportion.Big(big.NewInt(1), []*big.Int{big.NewInt(1)}, nil, nil, m); err == nil {
		t.Error("Big() error = nil, want the unknown method")
	}
}

// TestWide divides what does not fit words on the way, or at the end.
func TestWide(t *testing.T) {
	const most = math.MaxInt64
	tests := []struct {
		name            string
		total           int64
		weights, lo, hi []int64
		want            []int64
		err             error
	}{
		{name: "sum of weights", total: most, weights: []int64{most, most}, want: []int64{most/2 + 1, most / 2}},
		{name: "least total", total: math.MinInt64, weights: []int64{1, 3}, want: []int64{-1 << 61, -3 << 61}},
		{name: "least total alone", total: math.MinInt64, weights: []int64{1}, want: []int64{math.MinInt64}},
		{
			name:    "bounds",
			total:   3,
			weights: []int64{1, 1},
			lo:      []int64{-most, 1},
			hi:      []int64{most - 1, most - 1},
			want:    []int64{2, 1},
		},
		{
			name:    "many high maxima",
			total:   1 << 60,
			weights: []int64{1, 1, 1, 1},
			hi:      slices.Repeat([]int64{1<<61 - 1}, 4),
			want:    slices.Repeat([]int64{1 << 58}, 4),
		},
		{name: "share", total: most, weights: []int64{1, 1}, hi: []int64{-5, noMax}, err: apportion.ErrWide},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, m := range methods {
				var d apportion.Divider
				got := make([]int64, len(tt.weights))
				_, err := d.Words(got, tt.total, tt.weights, tt.lo, tt.hi, m)
				if !errors.Is(err, tt.err) {
					t.Fatalf("Words(%v) error = %v, want %v", m, err, tt.err)
				}
				if diff := cmp.Diff(tt.want, got); tt.err == nil && diff != "" {
					t.Errorf("Words(%v) mismatch (-want +got):\n%s", m, diff)
				}
			}
		})
	}
}
