package fenwick_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/fenwick"
)

// The sums are those of a plain list.
func property(t *rapid.T) {
	n := rapid.IntRange(0, 40).Draw(t, "n")
	plain, tree := make([]int64, n), make(fenwick.Tree[int64], n)
	for n > 0 && rapid.IntRange(0, 20).Draw(t, "more") > 0 {
		place, by := rapid.IntRange(0, n-1).Draw(t, "place"), rapid.Int64Range(-9, 9).Draw(t, "by")
		plain[place] += by
		tree.Add(place, by)
	}
	want := int64(0)
	for place := -1; place < n; place++ {
		if place >= 0 {
			want += plain[place]
		}
		if got := tree.Sum(place); got != want {
			t.Fatalf("Sum(%d) = %d, want %d", place, got, want)
		}
	}
}

func TestSums(t *testing.T) { rapid.Check(t, property) }

func FuzzSums(f *testing.F) { f.Fuzz(rapid.MakeFuzz(property)) }
