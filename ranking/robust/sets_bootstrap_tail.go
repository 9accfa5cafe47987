package robust

import (
	"math"
	"slices"
)

// tail keeps the largest of the figures that are added, as a heap with the least
// of them on top. It begins with as many −∞.
type tail []float64

func newTail(n int) tail { return slices.Repeat(tail{math.Inf(-1)}, n) }

// floor returns what a figure must exceed to be kept.
func (t tail) floor() float64 { return t[0] }

func (t tail) add(v float64) {
	if v <= t[0] {
		return
	}
	i := 0
	for {
		child := 2*i + 1
		if child >= len(t) {
			break
		}
		if child+1 < len(t) && t[child+1] < t[child] {
			child++
		}
		if v <= t[child] {
			break
		}
		t[i], i = t[child], child
	}
	t[i] = v
}
