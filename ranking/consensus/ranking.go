package consensus

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Ranking is the codes of items, best first; items of one group are tied.
type Ranking [][]string

// Strict returns the ranking of the items in the order given, without ties.
func Strict(items ...string) Ranking {
	r := make(Ranking, len(items))
	for i, item := range items {
		r[i] = []string{item}
	}
	return r
}

// Descending ranks items by their figures, the largest first. Equal figures
// tie, whatever their scale: 2.50 ties with 2.5.
//
// Descending returns an error if there is no item, a code is empty, or a
// figure has more than 100 digits before or after the point.
func Descending(figures map[string]decimal.Decimal) (Ranking, error) {
	return byFigure(figures, func(a, b decimal.Decimal) int { return b.Cmp(a) })
}

// Ascending ranks items by their figures, the smallest first; otherwise it is
// [Descending].
func Ascending(figures map[string]decimal.Decimal) (Ranking, error) {
	return byFigure(figures, func(a, b decimal.Decimal) int { return a.Cmp(b) })
}

func byFigure(figures map[string]decimal.Decimal, compare func(a, b decimal.Decimal) int) (Ranking, error) {
	type entry struct {
		code  string
		value decimal.Decimal
	}
	var faults fault.List
	if len(figures) == 0 {
		faults.Add(&target.FieldError{Path: "figures", Err: target.ErrRequired})
	}
	entries := make([]entry, 0, len(figures))
	for code, value := range figures {
		entries = append(entries, entry{code, value})
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.code, b.code) })
	for _, e := range entries {
		path := fmt.Sprintf("figures[%q]", fault.Clip(e.code, 80))
		if e.code == "" {
			faults.Add(&target.FieldError{Path: path, Err: target.ErrRequired, Remedy: "give the item a code"})
		}
		if !fixed.InBounds(e.value) {
			faults.Add(&target.FieldError{
				Path: path, Value: e.value, Err: target.ErrRange,
				Remedy: "at most 100 digits before the point and 100 after it",
			})
		}
	}
	if err := faults.Err(); err != nil {
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

// List returns the items of a ranking without ties, best first, as the
// measures of overlap take them.
//
// List returns an error if the ranking is not valid or has a tie.
func (r Ranking) List() ([]string, error) {
	var faults fault.List
	r.check("ranking", &faults)
	list := make([]string, 0, len(r))
	for i, group := range r {
		if len(group) > 1 {
			faults.Add(&target.FieldError{
				Path: fmt.Sprintf("ranking[%d]", i), Value: fmt.Sprintf("%d items", len(group)), Err: target.ErrInvalid,
				Remedy: "break the tie before cutting a list",
			})
		}
		list = append(list, group...)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return list, nil
}

// check adds what is wrong with r and returns the group of each item.
func (r Ranking) check(path string, faults *fault.List) map[string]int32 {
	place := make(map[string]int32, len(r))
	if len(r) == 0 {
		faults.Add(&target.FieldError{Path: path, Err: target.ErrRequired, Remedy: "rank at least one item"})
	}
	for i, group := range r {
		if len(group) == 0 {
			faults.Add(&target.FieldError{
				Path: fmt.Sprintf("%s[%d]", path, i), Err: target.ErrRequired, Remedy: "leave the empty group out",
			})
		}
		for j, item := range group {
			_, twice := place[item]
			switch {
			case item == "":
				faults.Add(&target.FieldError{Path: fmt.Sprintf("%s[%d][%d]", path, i, j), Err: target.ErrRequired})
			case twice:
				faults.Add(&target.FieldError{
					Path: fmt.Sprintf("%s[%d][%d]", path, i, j), Value: item, Err: target.ErrDuplicate,
				})
			default:
				place[item] = int32(i)
			}
		}
	}
	return place
}

// pair is two rankings of the same items: the group of each item, and the size
// of each group. Items are numbered as the first ranking has them, ties by
// code.
type pair struct {
	a, b         []int32
	sizeA, sizeB []int32
}

// align checks two rankings and brings them to the same items.
func align(a, b Ranking) (pair, error) { return alignAs("a", a, "b", b) }

func alignAs(pathA string, a Ranking, pathB string, b Ranking) (pair, error) {
	p := pair{sizeA: a.sizes(), sizeB: b.sizes()}
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
	if n == 0 || nameless || len(number) < n || placed < n || slices.Contains(p.sizeA, 0) || slices.Contains(p.sizeB, 0) {
		return pair{}, mismatch(pathA, a, pathB, b)
	}
	return p, nil
}

// mismatch returns all that keeps two rankings from being of the same items.
func mismatch(pathA string, a Ranking, pathB string, b Ranking) error {
	var faults fault.List
	inA, inB := a.check(pathA, &faults), b.check(pathB, &faults)
	for _, side := range []struct {
		path, other string
		in, without map[string]int32
	}{{pathB, pathA, inA, inB}, {pathA, pathB, inB, inA}} {
		for _, item := range slices.Sorted(maps.Keys(side.in)) {
			if _, ok := side.without[item]; !ok {
				faults.Add(&target.FieldError{
					Path: side.path, Value: item, Err: target.ErrMismatch, Remedy: "it lacks the item, which " + side.other + " ranks",
				})
			}
		}
	}
	return faults.Err()
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

// sortBy sorts items, or all of them in their own order if items is nil, by
// their groups and keeps the order of equals.
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
