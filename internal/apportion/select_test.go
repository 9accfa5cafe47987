package apportion_test

import (
	"cmp"
	"math"
	"math/rand"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/apportion"
)

func drawWords(t *rapid.T) []uint64 {
	return rapid.OneOf(
		rapid.SliceOfN(rapid.Uint64Range(0, 20), 1, 200),
		rapid.SliceOfN(rapid.Uint64Range(1<<62, 1<<62+5000), 1, 200),
		rapid.SliceOfN(rapid.Custom(func(t *rapid.T) uint64 { return drawWord(t, "v") }), 1, 200),
	).Draw(t, "a")
}

func TestLargest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawWords(t)
		k := rapid.IntRange(1, len(a)).Draw(t, "k")
		before, sorted := slices.Clone(a), slices.Sorted(slices.Values(a))
		want := sorted[len(a)-k]
		above, equal := 0, 0

		for _, v := range a {
			if v > want {
				above++
			} else if v == want {
				equal++
			}
		}

		at, gotAbove, gotEqual := apportion.Largest(a, k)
		if at != want || gotAbove != above || gotEqual != equal {
			t.Errorf("largest(%v, %d) = %d, %d, %d, want %d, %d, %d", a, k, at, gotAbove, gotEqual, want, above, equal)
		}
		if !slices.Equal(a, before) {
			t.Error("largest changed its input")
		}
	})
}

func TestSmallest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 5), rapid.Int()), 1, 300).Draw(t, "a")
		k := rapid.IntRange(0, len(a)-1).Draw(t, "k")
		sorted := slices.Sorted(slices.Values(a))
		want := sorted[k]
		wantBelow, _ := slices.BinarySearch(sorted, want)
		at, below := apportion.Smallest(a, k, cmp.Compare)
		if at != want || below != wantBelow {
			t.Errorf("smallest(%v, %d) = %d, %d, want %d, %d", a, k, at, below, want, wantBelow)
		}
	})
}

// adversary answers comparisons so that quickselect makes the least progress it can
// (McIlroy, A Killer Adversary for Quicksort, 1999): what is not yet decided is large.
type adversary struct {
	value     []int
	next      int
	candidate int
	count     int
}

func (a *adversary) compare(x, y int) int {
	a.count++
	if a.value[x] == math.MaxInt && a.value[y] == math.MaxInt {
		if x == a.candidate {
			a.value[x] = a.next
		} else {
			a.value[y] = a.next
		}
		a.next++
	}
	if a.value[x] == math.MaxInt {
		a.candidate = x
	} else if a.value[y] == math.MaxInt {
		a.candidate = y
	}
	return cmp.Compare(a.value[x], a.value[y])
}

// TestSmallestLinear counts comparisons on orders that are hard for a quickselect.
func TestSmallestLinear(t *testing.T) {
	const n, most = 20_000, 25 * 20_000
	count := func(compare func(a, b int) int, into *int) func(a, b int) int {
		return func(a, b int) int { *into++; return compare(a, b) }
	}
	orders := map[string]func(i int) int{
		"rising":    func(i int) int { return i },
		"falling":   func(i int) int { return -i },
		"organ":     func(i int) int { return min(i, n-i) },
		"equal":     func(int) int { return 0 },
		"zigzag":    func(i int) int { return i * (1 - 2*(i&1)) },
		"scattered": func(i int) int { return rand.New(rand.NewSource(int64(i))).Int() },
	}

	for name, f := range orders {
		a := make([]int, n)
		for i := range a {
			a[i] = f(i)
		}
		compares := 0
		apportion.Smallest(a, n/2, count(cmp.Compare[int], &compares))
		if compares > most {
			t.Errorf("%s: %d comparisons for %d elements", name, compares, n)
		}
	}

	a := adversary{value: slices.Repeat([]int{math.MaxInt}, n)}
	index := make([]int, n)

	for i := range index {
		index[i] = i
	}
	apportion.Smallest(index, n-1, a.compare)
	if a.count > most {
		t.Errorf("adversary: %d comparisons for %d elements", a.count, n)
	}
}
