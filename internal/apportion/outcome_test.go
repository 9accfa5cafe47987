package apportion_test

import (
	"math/big"
	"testing"

	"github.com/targetcascade/cascade/internal/apportion"
)

// TestOutcome rebuilds the rounding of largest remainder from what the outcome tells of it.
func TestOutcome(t *testing.T) {
	tests := []struct {
		name               string
		down               bool
		total              int64
		weights, lo, hi    []int64
		wantTotal, wantSum int64
		wantCut            int64
		wantWon            int
	}{
		{
			name:      "plain",
			total:     20,
			weights:   []int64{2560, 3315, 995, 5012},
			wantTotal: 20,
			wantSum:   11882,
			wantCut:   6890,
			wantWon:   2,
		},
		{
			name:      "negative",
			down:      true,
			total:     -10,
			weights:   []int64{3, 7, 6},
			wantTotal: 10,
			wantSum:   16,
			wantCut:   12,
			wantWon:   2,
		},
		{name: "even", total: 10, weights: []int64{1, 4}, wantTotal: 10, wantSum: 5},
		{
			name:      "bounded",
			total:     10,
			weights:   []int64{80, 11, 9},
			hi:        []int64{5, 10, 10},
			wantTotal: 5,
			wantSum:   20,
			wantCut:   15,
			wantWon:   1,
		},
		{
			name: "bound met at the rate of the others", total: 7, weights: []int64{4, 4, 1, 4, 1},
			hi:        []int64{2, 10, 4, 20, 7},
			wantTotal: 5, wantSum: 10, wantCut: 5, wantWon: 1,
		},
		{
			name:      "down from a minimum",
			down:      true,
			total:     2,
			weights:   []int64{1, 1, 2},
			lo:        []int64{7, -9, -9},
			wantTotal: 5,
			wantSum:   3,
			wantCut:   2,
			wantWon:   1,
		},
		{
			name:      "up from a maximum",
			total:     -2,
			weights:   []int64{1, 1, 2},
			lo:        []int64{-9, 0, 0},
			hi:        []int64{-7, 9, 9},
			wantTotal: 5,
			wantSum:   3,
			wantCut:   2,
			wantWon:   1,
		},
		{name: "all bound", total: 7, weights: []int64{1, 1}, lo: []int64{0, 5}, hi: []int64{2, 9}},
		{name: "nothing", total: 0, weights: []int64{1, 4}},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check := func(name string, o apportion.Outcome) {
				total, sum := o.Quota()
				if total.Cmp(big.NewInt(tt.wantTotal)) != 0 || sum.Cmp(big.NewInt(tt.wantSum)) != 0 {
					t.Errorf("%s: Quota() = %v, %v, want %d, %d", name, total, sum, tt.wantTotal, tt.wantSum)
				}
				if o.Down != tt.down {
					t.Errorf("%s: Down = %t, want %t", name, o.Down, tt.down)
				}
				if o.Cut().Cmp(big.NewInt(tt.wantCut)) != 0 || o.Won != tt.wantWon {
					t.Errorf("%s: Cut() = %v, Won = %d, want %d, %d", name, o.Cut(), o.Won, tt.wantCut, tt.wantWon)
				}
			}
			var d apportion.Divider
			o, err := d.Words(
				make([]int64, len(tt.weights)),
				tt.total,
				tt.weights,
				tt.lo,
				tt.hi,
				apportion.LargestRemainder,
			)
			if err != nil {
				t.Fatal(err)
			}
			check("Words", o)
			_, o, err = apportion.Big(
				big.NewInt(tt.total),
				bigSlice(tt.weights, noMin),
				bigSlice(tt.lo, noMin),
				bigSlice(tt.hi, noMax),
				apportion.LargestRemainder,
			)
			if err != nil {
				t.Fatal(err)
			}
			check("Big", o)
		})
	}
}
