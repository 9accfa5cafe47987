package leastchange_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/targetcascade/cascade/internal/leastchange"
)

// disturbed is a source whose numbers are as far from the true ones as they may be: a figure, a
// weight and a share of each unit are off by 2⁻⁵⁰ or nothing, in some direction.
type disturbed struct {
	source
	figures, weights, shares []float64 // the signs
}

func (s disturbed) Near(lo, hi int, figures, weights []float64) {
	s.source.Near(lo, hi, figures, weights)
	for i := lo; i < hi; i++ {
		figures[i-lo] *= 1 + s.figures[i]*0x1p-50
		weights[i-lo] *= 1 + s.weights[i]*0x1p-50
	}
}

func (s disturbed) NearShares(unit int, shares []float64) {
	s.source.NearShares(unit, shares)
	for i := s.First[unit]; i < s.First[unit+1]; i++ {
		shares[i-s.First[unit]] *= 1 + s.shares[i]*0x1p-50
	}
}

// The errors of figures in floating point cover whatever a source may be off by. In each problem
// another part of the error is the largest. They are no larger than they need to be by much.
func TestErrorsCoverDisturbances(t *testing.T) {
	const huge = 1 << 60
	five, eight := []int32{1, 3, 5, 5, 5, 5}, []int64{8, 8, 8, 8, 8}
	patterns := map[string][]float64{
		"up": {1, 1, 1, 1, 1}, "down": {-1, -1, -1, -1, -1}, "first": {1, 1, -1, 1, -1}, "last": {-1, -1, 1, -1, 1},
		"parents": {1, 1, 1, -1, -1}, "children": {-1, -1, -1, 1, 1}, "none": {0, 0, 0, 0, 0},
	}
	for _, tt := range []struct {
		name    string
		figures []int64
		num     []int64
		eighths []int64
		total   float64
	}{
		{
			name: "figures of leaves", figures: []int64{0, 0, 10, 1 << 40, 7}, num: []int64{1, 0, 1, 1, 1},
			eighths: eight, total: 1 << 40,
		},
		{
			name: "figure of a parent", figures: []int64{0, 1 << 40, 1, 2, 7}, num: []int64{1, 1000, 1, 1, 1},
			eighths: eight, total: 1 << 40,
		},
		{
			name: "figure of the root", figures: []int64{1 << 40, 0, 1, 2, 7}, num: []int64{1000, 1, 1, 1, 1},
			eighths: eight, total: 5,
		},
		{
			name: "weight of a parent", figures: []int64{0, 1 << 40, 1, 2, 7}, num: []int64{1, 1, 1, 1, 3},
			eighths: eight, total: 5,
		},
		{
			name: "move of a light leaf", figures: []int64{0, 1, 1, 2, 7}, num: []int64{1, 1, 1000, 1, 1000},
			eighths: eight, total: 1 << 40,
		},
		{
			name: "move of equal leaves", figures: []int64{0, 1, 1, 2, 7}, num: []int64{1, 1, 1, 1, 1}, eighths: eight,
			total: -1 << 40,
		},
		{
			name: "sums that cancel", figures: []int64{0, 0, huge, -huge, 7}, num: []int64{1, 0, 1, 1, 1},
			eighths: eight, total: 0,
		},
		{
			name: "sums that cancel in a family", figures: []int64{0, 0, 3, huge, -huge}, num: []int64{1, 1, 1, 1, 1},
			eighths: eight,
			total:   0,
		},
		{
			name: "shares", figures: []int64{0, 5, 1 << 30, 1 << 40, -1 << 41}, num: []int64{1, 1, 1, 1, 1},
			eighths: []int64{8, 4, 12, 16, 3}, total: 1 << 20,
		},
		{
			name: "a small share", figures: []int64{0, 5, 1 << 30, 9, 1 << 40}, num: []int64{1, 0, 1, 1, 5},
			eighths: []int64{8, 8, 8, 1, 1 << 20}, total: 1 << 40,
		},
	} {
		p := &leastchange.Problem{First: five, Scale: 1, Figures: tt.figures, Num: tt.num}
		s := source{p, tt.eighths}
		size := math.Abs(tt.total)
		for i, f := range tt.figures {
			size = max(size, math.Abs(float64(f))*float64(max(tt.eighths[i], 8))/8)
		}
		exact := leastchange.NewReal(p.First, s, nil, new(big.Float).SetFloat64(tt.total))
		moving := leastchange.NewReal(p.First, s, nil, nil)
		x := new(big.Float).SetPrec(leastchange.RealBits)

		for signs, figures := range patterns {
			for other, weights := range patterns {
				for third, shares := range patterns {
					near := leastchange.NewNear(p.First, disturbed{s, figures, weights, shares}, nil)
					check := func(unit int, e leastchange.Estimate) {
						d := new(big.Float).SetPrec(leastchange.RealBits).SetFloat64(e.Figure)
						if d.Sub(d, x).Abs(d).Cmp(big.NewFloat(e.Error)) > 0 || !(e.Error < size*0x1p-41) {
							t.Fatalf("%s, %s, %s, %s: unit %d = %g ± %g, want %.20g", tt.name, signs, other, third,
								unit, e.Figure, e.Error, x)
						}
					}

					e, ok := near.Root()
					if moving.Root(x); !ok {
						t.Fatalf("%s: Root() is not known", tt.name)
					}
					check(0, e)
					exact.Root(x)
					asked := 0
					given := leastchange.Estimate{Figure: tt.total}
					all := near.Inside(given, func(unit int, e leastchange.Estimate) bool {
						if asked++; unit > 0 {
							exact.Figure(unit, parentOf(p.First, unit), x)
							check(unit, e)
						}
						return true
					})
					if !all || asked != len(tt.figures) {
						t.Fatalf("%s: Inside() = %t after %d units", tt.name, all, asked)
					}
				}
			}
		}
	}
}
