package leastchange_test

import (
	"math/big"
	"testing"

	"github.com/targetcascade/cascade/internal/leastchange"
)

// The guess leaves few steps of units to the exchange of quanta.
func TestSteps(t *testing.T) {
	trees := map[string][]int32{
		"levels": shape(1, 3, 12, 60, 400), "two levels": shape(1, 100, 900), "wide": shape(1, 300),
		"small": shape(1, 20, 100), "caterpillar": caterpillar(60),
	}
	for _, tt := range []struct {
		tree  string
		scale int64
		most  []int // of each of the kinds
	}{
		{tree: "levels", scale: 1, most: []int{24, 15, 10, 10, 45, 0, 18, 30, 60, 0}},
		{tree: "levels", scale: 7, most: []int{8, 4, 14, 34, 32, 24, 12, 0, 16, 0}},
		{tree: "two levels", scale: 1, most: []int{4, 0, 16, 12, 54, 0, 6, 44, 88, 8}},
		{tree: "two levels", scale: 7, most: []int{8, 22, 12, 56, 76, 44, 10, 0, 44, 0}},
		{tree: "wide", scale: 1, most: []int{0, 2, 0, 42, 0, 0, 0, 0, 2, 0}},
		{tree: "wide", scale: 7, most: []int{0, 0, 0, 6, 2, 0, 0, 0, 22, 0}},
		{tree: "small", scale: 1, most: []int{4, 0, 4, 0, 6, 2, 2, 2, 12, 0}},
		{tree: "small", scale: 7, most: []int{2, 0, 8, 6, 6, 6, 0, 0, 4, 0}},
		{tree: "caterpillar", scale: 1, most: []int{12, 20, 26, 28, 29, 144, 12, 0, 16, 151}},
		{tree: "caterpillar", scale: 7, most: []int{17, 16, 18, 66, 45, 23, 10, 0, 17, 0}},
	} {
		for k, kind := range kinds {
			p := synthetic(trees[tt.tree], kind)
			p.Scale = tt.scale
			p, conflicts, err := p.Tighten()
			if err != nil || len(conflicts) > 0 {
				continue
			}
			if got := leastchange.Steps(p); got > tt.most[k] {
				t.Errorf("%s/%s in parts of %d: %d steps, want at most %d", tt.tree, kind, tt.scale, got, tt.most[k])
			}
		}
	}
}

// Numbers of any size leave as few, whatever their digits.
func TestWideSteps(t *testing.T) {
	for _, tt := range []struct {
		name  string
		first []int32
		most  int
	}{
		{name: "levels", first: shape(1, 3, 12, 40), most: 58}, {name: "caterpillar", first: caterpillar(9), most: 29},
	} {
		for _, digits := range []int64{0, 9, 30} {
			for _, kind := range kinds {
				for _, scale := range []int64{1, 7} {
					p := synthetic(tt.first, kind)
					p.Scale = scale
					w, conflicts := wide(p, new(big.Int).Exp(big.NewInt(10), big.NewInt(digits), nil)).Tighten()
					if len(conflicts) > 0 {
						continue
					}
					if got := leastchange.WideSteps(w); got > tt.most {
						t.Errorf("%s/%s, %d digits more, in parts of %d: %d steps, want at most %d",
							tt.name, kind, digits, scale, got, tt.most)
					}
				}
			}
		}
	}
}
