package leastchange

import "errors"

// ErrWide says that a number does not fit the arithmetic on words.
var ErrWide = errors.New("leastchange: a number is too large for a word")

// Solve returns the nearest figures, and which bounds decide where the problem is
// solved in real numbers; nil if there are no bounds.
//
// Solve returns [ErrWide] if the numbers are so large that a sum might not fit.
func Solve(p *Problem) (x []int64, at []Bound, err error) {
	return solve(p, func(w *words) *words { return w })
}

// solve solves a problem with a store that is made from one of words.
func solve[S store](p *Problem, storeOf func(*words) S) (x []int64, at []Bound, err error) {
	if !p.fits() {
		return nil, nil, ErrWide
	}
	n := p.len()
	inner, families := p.inner()
	w := &words{Problem: p, x: make([]int64, n), weights: p.weights(), stride: 1}
	g := newGuess(p.floats(), inner, families)
	g.prefer(&w.secondary)
	if p.Wanted != nil && w.wanted != nil {
		w.wanted = p.Wanted
		clear(w.part)
	}
	(&beginning{Problem: p, guess: g}).quanta(w.x)
	at = g.active()

	// The guess leaves few moves, a fraction of the number of units. Where it does
	// not, strides of many quanta come first.
	e := &exchange[S]{store: storeOf(w), first: p.First, inner: inner, ways: make([]ways, families)}
	e.accuracy, e.moves = w.accuracy(), 4*n+1000
	if e.settle() {
		return w.x, at, nil
	}
	e.accuracy, e.moves = roundings(p.First), -1
	for w.stride = maxQuanta >> 10 / p.Scale; w.stride > 0; w.stride /= 2 {
		e.settle()
	}
	return w.x, at, nil
}
