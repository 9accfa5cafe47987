package leastchange

import (
	"errors"
	"math"
	"slices"
)

// ErrWide says that a number does not fit the arithmetic on words.
var ErrWide = errors.New("leastchange: a number is too large for a word")

// Solve returns the nearest figures, and the bounds that decide figures in the solution
// in real numbers. These are nil if there are no bounds.
//
// Solve returns [ErrWide] if the numbers are so large that a sum might not fit.
func Solve(p *Problem) (x []int64, at []Bound, err error) {
	return solve(p, func(w *words) *words { return w })
}

// solve solves a problem with a store. It is made from a store of words.
func solve[S store](p *Problem, storeOf func(*words) S) (x []int64, at []Bound, err error) {
	if !p.fits() {
		return nil, nil, ErrWide
	}
	n := p.len()
	inner, families := p.inner()
	f := p.floats()
	w := &words{Problem: p, x: make([]int64, n), weights: p.weights(f.Weights), stride: 1}
	w.inner, w.even = inner, newEvens(p, inner, families)
	g := newGuess(f, inner, families)
	g.prefer(&w.secondary)
	g.climb(w.even)
	if p.Wanted != nil && w.wanted != nil {
		w.wanted = p.Wanted
		clear(w.part)
	}
	good := (&beginning{Problem: p, guess: g, even: w.even}).quanta(w.x)
	at = g.active()

	// After the guess, few moves are left. If there are more, strides of many quanta
	// come first, and all leaves take part.
	e := &exchange[S]{store: storeOf(w), first: p.First, parents: g.parents, ways: make([]ways, families)}
	if good {
		e.nodes, e.scale = g.nodes, float64(2*p.Scale)
		if p.Num != nil && p.Den == nil {
			e.scale *= float64(slices.Max(p.Num)) // see weights
		}
	}
	e.inner = w.even.fold(inner)
	//mutate:equal 4 / n: the limit only says how soon strides come first
	//mutate:equal 4*n - 1000: the limit only says how soon strides come first
	e.accuracy, e.moves = w.accuracy(), int64(4*n+1000)
	settled := e.optimise()
	w.even.unfold(inner, w.x)
	if settled {
		return w.x, at, nil
	}
	w.even, e.inner, e.nodes = nil, inner, nil
	e.accuracy, e.moves = roundings(p.First), math.MaxInt64
	for w.stride = maxQuanta >> 10 / p.Scale; w.stride > 0; w.stride /= 2 {
		e.optimise()
	}
	return w.x, at, nil
}
