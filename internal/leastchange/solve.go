package leastchange

import "errors"

// ErrWide says that a number does not fit the arithmetic on words.
var ErrWide = errors.New("leastchange: a number is too large for a word")

// Solve returns the figures in whole quanta that are nearest to those proposed:
// the least Σ w·(x − p)², with every parent the sum of its children, within all
// bounds.
//
// Where several figures are equally near, those without weight have the least sum
// of squares, and then the first unit that differs has the larger figure.
//
// Solve returns [ErrWide] if a number is too large.
func Solve(p *Problem) ([]int64, error) {
	n := p.len()
	inner, families := p.inner()
	w := &words{Problem: p, x: make([]int64, n), weights: p.weights(), stride: 1}
	g := newGuess(p, w.weights, inner, families)
	g.prefer(&w.secondary)
	g.quanta(w.x)

	// The guess leaves few moves, a fraction of the number of units. Where it does
	// not, strides of many quanta come first.
	e := &exchange[*words]{store: w, first: p.First, inner: inner, ways: make([]ways, families)}
	e.accuracy, e.moves = w.accuracy(p.depth()), 4*n+1000
	if e.settle() {
		return w.x, nil
	}
	e.accuracy, e.moves = roundings(p.depth()), -1
	for w.stride = maxQuanta >> 10 / p.Scale; w.stride > 0; w.stride /= 2 {
		e.settle()
	}
	w.stride = 1
	return w.x, nil
}
