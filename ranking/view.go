package ranking

import (
	"iter"
	"slices"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Audience says which rows somebody gets to see. The zero Audience sees all.
type Audience struct {
	Top, Bottom int      // the best and the worst so many, of each group, with all that share the place of the last
	Own         []string // units that are shown their own position
}

// View is the part of a table that an audience sees: its rows in the table's
// order, none twice.
type View struct {
	table  *Table
	places []int
}

// View returns the part of the table that the audience sees.
//
// View returns an error if a number of rows is negative or the table has no
// such unit. It reports every problem.
func (t *Table) View(a Audience) (*View, error) {
	var l fault.List
	if a.Top < 0 {
		l.Add(&target.FieldError{Path: "audience.top", Value: a.Top, Err: target.ErrRange, Remedy: "1 or more, or 0 for none"})
	}
	if a.Bottom < 0 {
		l.Add(&target.FieldError{Path: "audience.bottom", Value: a.Bottom, Err: target.ErrRange, Remedy: "1 or more, or 0 for none"})
	}
	v := &View{table: t}
	for _, code := range slices.Sorted(slices.Values(a.Own)) {
		u, ok := t.unit(code)
		if !ok {
			l.Add(&target.FieldError{Path: "audience.own", Value: code, Err: target.ErrUnknown, Remedy: "the table has no such unit"})
			continue
		}
		v.places = append(v.places, int(t.place[u]))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if t == nil {
		return v, nil
	}
	all := a.Top == 0 && a.Bottom == 0 && len(a.Own) == 0
	for _, seg := range t.segments {
		from, to := t.worst(seg, a.Bottom), seg.ranked
		if all {
			from, to = seg.from, seg.to
		}
		for p := seg.from; p < t.best(seg, a.Top); p++ {
			v.places = append(v.places, p)
		}
		for p := from; p < to; p++ {
			v.places = append(v.places, p)
		}
	}
	slices.Sort(v.places)
	v.places = slices.Compact(v.places)
	return v, nil
}

// All yields the rows that the audience sees, in the table's order.
func (v *View) All() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if v == nil {
			return
		}
		for _, p := range v.places {
			if !yield(v.table.row(p, *v.table.segmentOf(v.table.order[p]))) {
				return
			}
		}
	}
}

// best returns the place after the best n of the segment and all that share
// the place of the last of them.
func (t *Table) best(seg segment, n int) int {
	switch ranked := seg.ranked - seg.from; {
	case n <= 0 || ranked == 0:
		return seg.from
	case n >= ranked:
		return seg.ranked
	case t.options.Ties == Ordinal:
		return seg.from + n
	default:
		return t.runEnd(t.run[seg.from+n-1], seg)
	}
}

// worst returns the first place of the worst n of the segment and all that
// share the place of the first of them.
func (t *Table) worst(seg segment, n int) int {
	switch ranked := seg.ranked - seg.from; {
	case n <= 0 || ranked == 0:
		return seg.ranked
	case n >= ranked:
		return seg.from
	case t.options.Ties == Ordinal:
		return seg.ranked - n
	default:
		return int(t.start[t.run[seg.ranked-n]])
	}
}
