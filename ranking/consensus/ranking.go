package consensus

import (
	"cmp"
	"fmt"
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
