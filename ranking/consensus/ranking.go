package consensus

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Ranking is codes of items, the best first. The items of one group are tied.
type Ranking [][]string

// Strict returns a ranking of the items in the given order, without ties.
func Strict(items ...string) Ranking {
	r := make(Ranking, len(items))
	for i, item := range items {
		r[i] = []string{item}
	}
	return r
}

// Descending ranks items by their figures, the greatest first. Equal figures tie,
// whatever their scale: 2.50 ties with 2.5.
//
// Descending returns an error if there is no item, a code is empty, or a figure
// is out of bounds.
func Descending(figures map[string]decimal.Decimal) (Ranking, error) {
	return byFigure(figures, func(a, b decimal.Decimal) int { return b.Cmp(a) })
}

// Ascending is [Descending] with the least figure first.
func Ascending(figures map[string]decimal.Decimal) (Ranking, error) {
	return byFigure(figures, decimal.Decimal.Cmp)
}

func byFigure(figures map[string]decimal.Decimal, compare func(a, b decimal.Decimal) int) (Ranking, error) {
	type entry struct {
		code  string
		value decimal.Decimal
	}
	var problems target.Problems
	problems.At("figures").Required(len(figures) > 0, "give at least one item")
	entries := make([]entry, 0, len(figures))
	for code, value := range figures {
		entries = append(entries, entry{code, value})
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.code, b.code) })
	for _, e := range entries {
		at := problems.At("figures").Key(e.code)
		at.Required(e.code != "", "give the item a code")
		at.Figure(e.value)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}

	slices.SortStableFunc(entries, func(a, b entry) int { return compare(a.value, b.value) })
	var r Ranking
	for i, e := range entries {
		if i > 0 && compare(entries[i-1].value, e.value) == 0 {
			r[len(r)-1] = append(r[len(r)-1], e.code)
		} else {
			r = append(r, []string{e.code})
		}
	}
	return r, nil
}

// List returns the items of a ranking without ties, the best first, for the
// measures of overlap.
//
// List returns an error if the ranking is not valid or has a tie.
func (r Ranking) List() ([]string, error) {
	var problems target.Problems
	at := problems.At("ranking")
	r.check(at)
	list := make([]string, 0, len(r))
	for i, group := range r {
		if len(group) > 1 {
			remedy := "break the tie before you list the items"
			at.Index(i).Report(fmt.Sprintf("%d items", len(group)), target.ErrInvalid, remedy)
		}
		list = append(list, group...)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return list, nil
}

// check reports what is wrong with the ranking, and returns the group of each
// item.
func (r Ranking) check(at target.Place) map[string]int32 {
	place := make(map[string]int32, len(r))
	at.Required(len(r) > 0, "rank at least one item")
	for i, group := range r {
		at.Index(i).Required(len(group) > 0, "leave the empty group out")
		for j, item := range group {
			_, twice := place[item]
			switch {
			case item == "":
				at.Index(i).Index(j).Required(false, "name the item, or leave it out")
			case twice:
				at.Index(i).Index(j).Duplicate(item)
			default:
				place[item] = int32(i)
			}
		}
	}
	return place
}

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

// mismatch returns everything by which two rankings are not of the same items.
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

func (r Ranking) sizes() []int32 {
	sizes := make([]int32, len(r))
	for i, group := range r {
		sizes[i] = int32(len(group))
	}
	return sizes
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
