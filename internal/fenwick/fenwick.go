// Package fenwick has the tree of P. M. Fenwick (1994): running sums of numbers
// that change.
package fenwick

import "golang.org/x/exp/constraints"

// Tree is a list of numbers with their running sums. Add and Sum take a number of
// steps that is logarithmic in its length.
type Tree[N constraints.Integer | constraints.Float] []N

// Add adds n to the number at a place.
func (t Tree[N]) Add(place int, n N) {
	for i := place; i < len(t); i |= i + 1 {
		t[i] += n
	}
}

// Sum returns the sum of the numbers up to a place, that of the place included. It
// is 0 for a place before the first.
func (t Tree[N]) Sum(place int) N {
	var sum N
	for i := place; i >= 0; i = i&(i+1) - 1 {
		sum += t[i]
	}
	return sum
}
