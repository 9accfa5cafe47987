package consensus

import (
	"maps"
	"slices"

	"github.com/targetcascade/cascade/target"
)

// pair is two rankings of the same items: the group of each item, and the size of
// each group. Items are numbered in the order of the first ranking, and within a
// tie by code.
type pair struct {
	a, b         []int32
	sizeA, sizeB []int32
}

// align checks two rankings and numbers their items.
func align(a, b Ranking) (pair, error) { return alignAs("a", a, "b", b) }

func alignAs(pathA string, a Ranking, pathB string, b Ranking) (pair, error) {
	p := pair{sizeA: a.sizes(), sizeB: b.sizes()}

	// The items in the order of a.
	n := 0
	for _, group := range a {
		n += len(group)
	}
	p.a, p.b = make([]int32, 0, n), make([]int32, n)
	number := make(map[string]int32, n)
	for g, group := range a {
		if len(group) > 1 {
			group = slices.Sorted(slices.Values(group))
		}
		for _, item := range group {
			number[item] = int32(len(p.a))
			p.a = append(p.a, int32(g))
		}
	}

	// Their groups in b.
	placed := 0
	for i := range p.b {
		p.b[i] = -1
	}
	for g, group := range b {
		for _, item := range group {
			i, ok := number[item]
			if !ok || p.b[i] >= 0 {
				return pair{}, mismatch(pathA, a, pathB, b)
			}
			p.b[i] = int32(g)
			placed++
		}
	}

	_, nameless := number[""]
	emptyGroup := slices.Contains(p.sizeA, 0) || slices.Contains(p.sizeB, 0)
	if n == 0 || nameless || emptyGroup || len(number) < n || placed < n {
		return pair{}, mismatch(pathA, a, pathB, b)
	}
	return p, nil
}

// mismatch returns an error that lists the problems of both rankings, and the items that
// only one of them has.
func mismatch(pathA string, a Ranking, pathB string, b Ranking) error {
	var problems target.Problems
	atA, atB := problems.At(pathA), problems.At(pathB)
	inA, inB := a.check(atA), b.check(atB)
	checkItems(atB, inB, inA, pathA)
	checkItems(atA, inA, inB, pathB)
	return problems.Err()
}

// checkItems reports the items of another ranking that a ranking lacks.
func checkItems(at target.Place, in, other map[string]int32, otherPath string) {
	for _, item := range slices.Sorted(maps.Keys(other)) {
		if _, ok := in[item]; !ok {
			at.Report(item, target.ErrMismatch, "add the item, which "+otherPath+" ranks")
		}
	}
}

// order returns the items sorted by the first ranking, then by the second.
func (p pair) order() []int32 {
	return sortBy(p.a, p.sizeA, sortBy(p.b, p.sizeB, nil))
}

// sortBy sorts items by their groups, and keeps the order within a group. If items
// is nil, it sorts all items.
func sortBy(group, sizes, items []int32) []int32 {
	next := make([]int32, len(sizes))
	for i := 1; i < len(sizes); i++ {
		next[i] = next[i-1] + sizes[i-1]
	}
	sorted := make([]int32, len(group))
	for i := range group {
		item := int32(i)
		if items != nil {
			item = items[i]
		}
		sorted[next[group[item]]] = item
		next[group[item]]++
	}
	return sorted
}

func (r Ranking) sizes() []int32 {
	sizes := make([]int32, len(r))
	for i, group := range r {
		sizes[i] = int32(len(group))
	}
	return sizes
}
