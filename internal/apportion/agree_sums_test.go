package apportion_test

import (
	"fmt"
	"math"
	"math/rand"
	"slices"
	"testing"

	"github.com/targetcascade/cascade/internal/apportion"
)

// Weights whose sum lies anywhere in a word are divided as big numbers are, also
// where twice or four times the sum wraps around.
func TestSumsOfWeightsAgree(t *testing.T) {
	r := rand.New(rand.NewSource(13))
	var d apportion.Divider
	for range 4000 {
		n := 2 + r.Intn(6)
		p := problem{weights: make([]int64, n), method: methods[r.Intn(len(methods))], total: int64(n + r.Intn(2*n))}
		part := (r.Int63()>>r.Intn(3) + 1<<32) / int64(n)
		for i := range p.weights {
			p.weights[i] = part/2 + r.Int63n(part)
		}
		agree(t, &d, p)
	}
}

// So are claims whose maxima together wrap around to little more than nothing.
func TestSumsOfMaximaAgree(t *testing.T) {
	var d apportion.Divider
	for last := range int64(12) {
		p := problem{weights: []int64{1, 1, 1, 1, 1}, total: 6, hi: []int64{1 << 62, 1 << 62, 1 << 62, 1<<62 + 5, last}}
		for _, p.method = range methods {
			agree(t, &d, p)
		}
	}
}

// A median of medians is what makes the time linear: a pivot that is a median of
// anything less takes half as many comparisons again against an adversary.
func TestSmallestLinearForAnyPlace(t *testing.T) {
	const n, most = 20_000, 15 * 20_000
	for _, k := range []int{0, n / 10, n / 4, n / 2, 3 * n / 4, 9 * n / 10, n - 1} {
		for _, sign := range []int{1, -1} { // what is not yet decided is large, or small
			t.Run(fmt.Sprint(k*sign), func(t *testing.T) {
				a := adversary{value: slices.Repeat([]int{math.MaxInt}, n)}
				index := make([]int, n)
				for i := range index {
					index[i] = i
				}
				apportion.Smallest(index, k, func(x, y int) int { return sign * a.compare(x, y) })
				if a.count > most {
					t.Errorf("%d comparisons for %d elements", a.count, n)
				}
			})
		}
	}
}

// Where all quotients of a round lie beyond the guess of how far the last one is,
// the second guess finds them.
func TestManyAlikeAgree(t *testing.T) {
	var d apportion.Divider
	for _, n := range []int{10, 40, 100} {
		for extra := range 12 {
			p := problem{weights: slices.Repeat([]int64{7}, n), total: int64(n + extra)}
			p.weights[0] += int64(extra % 3)
			for _, p.method = range methods {
				agree(t, &d, p)
				p.total = -p.total
			}
		}
	}
}
