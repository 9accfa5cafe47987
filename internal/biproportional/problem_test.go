package biproportional

import (
	"math/big"
	"testing"
)

// TestNewTable checks which cells can move, and between what.
func TestNewTable(t *testing.T) {
	for _, tt := range []struct {
		name     string
		rounding Rounding
		weight   int64
		row      int64
		min, max *big.Int
		lo, hi   *big.Int
		moves    bool
	}{
		{"free", Webster, 7, 9, nil, nil, big.NewInt(0), nil, true},
		{"bounded", Webster, 7, 9, big.NewInt(2), big.NewInt(5), big.NewInt(2), big.NewInt(5), true},
		{"held", Webster, 7, 9, big.NewInt(5), big.NewInt(5), big.NewInt(5), big.NewInt(5), false},
		{"no weight", Webster, 0, 9, nil, nil, big.NewInt(0), big.NewInt(0), false},
		{"no weight, with a minimum", Webster, 0, 9, big.NewInt(2), nil, big.NewInt(2), big.NewInt(2), false},
		{"nothing to hand out", Adams, 7, 0, nil, nil, big.NewInt(0), big.NewInt(0), false},
		{"a unit for every cell", Adams, 7, 9, nil, nil, big.NewInt(1), nil, true},
		{"a unit and no more", Hill, 7, 9, nil, big.NewInt(1), big.NewInt(1), big.NewInt(1), false},
		{"no room for a unit", Dean, 7, 9, nil, big.NewInt(0), big.NewInt(0), big.NewInt(0), false},
		{"more than a unit", Dean, 7, 9, big.NewInt(3), nil, big.NewInt(3), nil, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := newTable(Problem{
				Rows: ints(tt.row), Cols: ints(9), Weights: ints(tt.weight),
				Min: []*big.Int{tt.min}, Max: []*big.Int{tt.max}, Rounding: tt.rounding,
			})
			if got.lo[0].Cmp(tt.lo) != 0 || (got.hi[0] == nil) != (tt.hi == nil) ||
				tt.hi != nil && got.hi[0].Cmp(tt.hi) != 0 {
				t.Errorf("the cell is between %v and %v, want %v and %v", got.lo[0], got.hi[0], tt.lo, tt.hi)
			}
			if (got.w[0] != nil) != tt.moves || (got.wf[0] == 7) != tt.moves {
				t.Errorf("the cell has weights %v and %v", got.w[0], got.wf[0])
			}
		})
	}
}
