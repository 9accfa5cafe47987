package main

import (
	"cmp"
	"slices"
)

// Tally is what scenarios came to for one state. Everything in it is a whole
// number, so that tallies add up to the same in any order.
type Tally struct {
	Quotas         []Bin // in hundredths of a percent, ascending
	Ranks          []Bin // from 1, the greatest cut, ascending
	Easier, Harder int64 // scenarios that ask for less or more than was adopted, by more than half a point
	Refused        int64 // scenarios without an answer, the same for all states
}

// Bin is how often a figure came up.
type Bin struct{ At, N int64 }

// add adds two tallies.
func add(a, b Tally) Tally {
	return Tally{
		Quotas: merge(a.Quotas, b.Quotas), Ranks: merge(a.Ranks, b.Ranks),
		Easier: a.Easier + b.Easier, Harder: a.Harder + b.Harder, Refused: a.Refused + b.Refused,
	}
}

// merge merges ascending bins.
func merge(a, b []Bin) []Bin {
	out := make([]Bin, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].At < b[0].At:
			out, a = append(out, a[0]), a[1:]
		case a[0].At > b[0].At:
			out, b = append(out, b[0]), b[1:]
		default:
			out, a, b = append(out, Bin{a[0].At, a[0].N + b[0].N}), a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// count is the number of figures in bins.
func count(tally []Bin) int64 {
	var n int64
	for _, b := range tally {
		n += b.N
	}
	return n
}

// quantile is the smallest figure up to which at least percent of the figures are.
func quantile(tally []Bin, percent int64) int64 {
	n := count(tally)
	var below int64
	for _, b := range tally {
		if below += b.N; below*100 >= percent*n {
			return b.At
		}
	}
	return 0
}

// bins counts figures, which it sorts.
func bins(figures []int64) []Bin {
	slices.SortFunc(figures, cmp.Compare)
	var out []Bin
	for _, x := range figures {
		if len(out) == 0 || out[len(out)-1].At != x {
			out = append(out, Bin{At: x})
		}
		out[len(out)-1].N++
	}
	return out
}
