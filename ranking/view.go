package ranking

import (
	"iter"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Audience says which rows an audience sees. The zero Audience sees no row.
type Audience struct {
	// Everything shows all rows, also those without a rank.
	Everything bool
	// Top shows the best rows of each group, Bottom the worst, and all rows that
	// share the place of the last of them. 0 means none.
	Top, Bottom int
	// Own are the codes of units that are shown their own row.
	Own []string
}

// View is the part of a table that an audience sees: its rows in the table's
// order, each once. A row tells how many units are ahead of it, behind it and equal to
// it, but not the figure of any other unit that the audience does not see: it has a gap
// to the rank above, or to the first, only if a unit there is seen. With Options.Places
// its value is the published digits, and not the figure behind them.
type View struct {
	table  *Table
	places []int
	read   *readView // of a view that was read, which has no table; else nil
}

// View returns the part of the table that an audience sees.
//
// View returns an error if a number of rows is negative, or if the table has no
// such unit. It reports every problem.
func (t *Table) View(a Audience) (*View, error) {
	v := &View{table: t}
	var problems target.Problems
	at := problems.At("audience")
	checkNumber(at.Field("top"), a.Top)
	checkNumber(at.Field("bottom"), a.Bottom)
	for _, code := range slices.Sorted(slices.Values(a.Own)) {
		u, ok := t.unit(code)
		if !ok {
			at.Field("own").Report(code, target.ErrUnknown, unknownUnit)
			continue
		}
		v.places = append(v.places, int(t.place[u]))
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	if t == nil {
		return v, nil
	}

	for _, seg := range t.segments {
		if a.Everything {
			v.add(seg.from, seg.to)
			continue
		}
		v.add(seg.from, t.best(seg, a.Top))
		v.add(t.worst(seg, a.Bottom), seg.ranked)
	}
	slices.Sort(v.places)
	v.places = slices.Compact(v.places)
	return v, nil
}

// checkNumber checks a number of rows or tiles.
func checkNumber(at target.Place, n int) {
	if n < 0 {
		at.Report(n, target.ErrRange, "must be 1 or greater, or 0 for none")
	}
}

// add adds the places from one to before another.
func (v *View) add(from, to int) {
	for p := from; p < to; p++ {
		v.places = append(v.places, p)
	}
}

// Options returns the options of the table that the view is of, without the earlier
// table: what is ranked, of which period, by whom, and until when it is valid.
func (v *View) Options() Options {
	switch {
	case v == nil:
		return Options{}
	case v.read != nil:
		return v.read.options.copy()
	}
	return v.table.Options()
}

// All yields the rows that the audience sees, in the table's order.
func (v *View) All() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if v == nil {
			return
		}
		if v.read != nil {
			for _, r := range v.read.rows {
				r.TieBreak = slices.Clone(r.TieBreak)
				if !yield(r) {
					return
				}
			}
			return
		}
		var last rowCache
		for _, p := range v.places {
			if !yield(v.row(p, &last)) {
				return
			}
		}
	}
}

// row makes the row at place p as the audience sees it.
func (v *View) row(p int, last *rowCache) Row {
	t := v.table
	seg := *t.segmentOf(t.order[p])
	r := t.row(p, seg, last)
	if places, published := t.options.Places.Get(); published {
		r.Value = r.Value.Round(places)
	}

	if r.ToNext.Valid && !v.sees(t.above(p, seg), seg) {
		r.ToNext = decimal.NullDecimal{}
	}
	if r.ToLeader.Valid && !v.sees(seg.from, seg) {
		r.ToLeader = decimal.NullDecimal{}
	}
	return r
}

// sees reports whether the audience sees the unit at place p, or one of its equals.
func (v *View) sees(p int, seg segment) bool {
	run := v.table.run[p]
	i, _ := slices.BinarySearch(v.places, int(v.table.start[run]))
	return i < len(v.places) && v.places[i] < v.table.runEnd(run, seg)
}
