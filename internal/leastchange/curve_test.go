package leastchange_test

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/leastchange"
)

// Two runs merged are both of them sorted, and prices that are equal stay in order.
func TestMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		run := func(name string) []float64 {
			x := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 9), func(k int) float64 { return float64(k) }), 0, 20)
			out := x.Draw(t, name)
			slices.Sort(out)
			return out
		}
		x, y := run("x"), run("y")
		prices, from := leastchange.Merge(x, y)

		want := make([]int, len(x)+len(y))
		for i := range want {
			want[i] = i
		}
		both := slices.Concat(x, y)
		slices.SortStableFunc(want, func(a, b int) int { return cmp.Compare(both[a], both[b]) })
		if !slices.Equal(from, want) {
			t.Fatalf("Merge(%v, %v) takes the prices %v, want %v", x, y, from, want)
		}
		if !slices.IsSorted(prices) {
			t.Fatalf("Merge(%v, %v) = %v, want it sorted", x, y, prices)
		}
	})
}
