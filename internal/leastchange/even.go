package leastchange

import (
	"cmp"
	"slices"
)

// An even family has leaves of one weight, without bounds. Its nearest figures follow
// from their sum, so that the family takes no part in the exchange of quanta: its parent
// stands for it.
//
// Let qᵢ be a proposed figure rounded up to whole quanta, and kᵢ what that adds. A leaf
// with the figure qᵢ + t is t quanta and kᵢ parts above what is proposed. The next quantum
// goes to the leaf that is the least above it, and of several to the first: in rounds, to
// the leaves in the order of kᵢ.
type evenFamily struct {
	first, count int32
	sum          int64 // of the qᵢ
}

// evens are the even families of a problem.
type evens struct {
	*Problem
	parents int          // units up to the last one with children
	of      []evenFamily // by family, a count of 0 for one that is not even; nil if none is
	order   []int32      // the leaves of each even family in the order of kᵢ; nil if all kᵢ are 0
	keys    []int64      // scratch
}

// newEvens finds the even families. There are none if the problem has bounds.
func newEvens(p *Problem, inner []int32, families int) *evens {
	e := &evens{Problem: p, parents: parents(inner)}
	if p.bounded() {
		return e
	}

	for unit, k := range inner[:e.parents] {
		if k < 0 {
			continue
		}
		lo, hi := p.First[unit], p.First[unit+1]
		if p.First[lo] == p.First[hi] && p.sameWeights(lo, hi) {
			if e.of == nil {
				e.of = make([]evenFamily, families)
			}
			e.enter(&e.of[k], lo, hi)
		}
	}
	return e
}

// enter notes an even family.
func (e *evens) enter(f *evenFamily, lo, hi int32) {
	f.first, f.count = lo, hi-lo
	if e.Scale == 1 {
		for _, v := range e.Figures[lo:hi] {
			f.sum += v
		}
		return
	}

	if e.order == nil {
		e.order = make([]int32, e.len())
	}
	e.keys = e.keys[:0]
	for i := lo; i < hi; i++ {
		q, added := e.roundUp(i)
		f.sum += q
		e.order[i] = i
		e.keys = append(e.keys, added)
	}
	if !slices.IsSorted(e.keys) {
		slices.SortFunc(e.order[lo:hi], func(i, j int32) int {
			return cmp.Or(cmp.Compare(e.keys[i-lo], e.keys[j-lo]), cmp.Compare(i, j))
		})
	}
}

// sameWeights reports whether leaves have the same weight, above zero.
func (p *Problem) sameWeights(lo, hi int32) bool {
	num, den := p.weight(int(lo))
	if num == 0 {
		return false
	}
	return (p.Num == nil || !slices.ContainsFunc(p.Num[lo:hi], func(v int64) bool { return v != num })) &&
		(p.Den == nil || !slices.ContainsFunc(p.Den[lo:hi], func(v int64) bool { return v != den }))
}

// roundUp returns a proposed figure rounded up to whole quanta, and how many parts of a
// quantum that adds.
func (p *Problem) roundUp(i int32) (quanta, added int64) {
	quanta = p.Figures[i] / p.Scale
	//mutate:equal p.Figures[i]-quanta*p.Scale >= 0: a quantum more in one and a quantum of parts less is the same
	if p.Figures[i]-quanta*p.Scale > 0 {
		quanta++
	}
	return quanta, quanta*p.Scale - p.Figures[i]
}

// rounds returns how many quanta each leaf has beside its qᵢ if all have x, and how many
// leaves have one more.
func (f *evenFamily) rounds(x int64) (t int64, more int32) {
	n := int64(f.count)
	t = (x - f.sum) / n
	more = int32(x - f.sum - t*n)
	if more < 0 {
		t, more = t-1, more+f.count
	}
	return t, more
}

// next returns the leaf that a step of the family moves, if all leaves have x, and its
// excess.
func (e *evens) next(f *evenFamily, x int64, dir int) (leaf int32, excess int64) {
	t, at := f.rounds(x)
	if dir == down {
		if at--; at < 0 {
			at += f.count
		} else {
			t++
		}
	}
	if leaf = f.first + at; e.order == nil {
		return leaf, 2 * t
	}
	leaf = e.order[leaf]
	_, added := e.roundUp(leaf)
	return leaf, 2 * (e.Scale*t + added)
}

// fold returns the numbers of the families without the even ones: their units have no
// children in an exchange, and stand for them.
func (e *evens) fold(inner []int32) []int32 {
	if e.of == nil {
		return inner
	}
	folded := slices.Clone(inner)
	for unit, k := range inner[:e.parents] {
		if e.has(k) {
			folded[unit] = -1
		}
	}
	return folded
}

// unfold sets the figures of the leaves of even families.
func (e *evens) unfold(inner []int32, x []int64) {
	for unit, k := range inner[:e.parents] {
		if !e.has(k) {
			continue
		}
		f := &e.of[k]
		t, more := f.rounds(x[unit])
		lo, hi := f.first, f.first+f.count
		if e.order == nil {
			for i, v := range e.Figures[lo:hi] {
				x[lo+int32(i)] = v + t
			}
			for i := range x[lo : lo+more] {
				x[lo+int32(i)]++
			}
			continue
		}
		for i, leaf := range e.order[lo:hi] {
			q, _ := e.roundUp(leaf)
			if x[leaf] = q + t; int32(i) < more {
				x[leaf]++
			}
		}
	}
}

// has reports whether a family is even.
func (e *evens) has(family int32) bool {
	return e != nil && family >= 0 && e.of != nil && e.of[family].count > 0
}
