package leastchange

import "errors"

// ErrWide says that a number does not fit the arithmetic on words.
var ErrWide = errors.New("leastchange: a number is too large for a word")

// Solve returns the nearest figures.
//
// Solve returns [ErrWide] if the numbers are so large that a sum might not fit.
func Solve(p *Problem) ([]int64, error) {
	if !p.fits() {
		return nil, ErrWide
	}
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
