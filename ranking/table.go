package ranking

import (
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Table is a ranking. It is immutable and safe for concurrent use. A nil *Table
// is an empty one.
type Table struct {
	options Options // without Before

	// What follows is by unit. A unit's number is the place of its code in
	// ascending order, so that nothing depends on the order of the entries.

	codes  []string
	names  []string // nil if no unit has one
	groups []string // the different ones, ascending
	group  []int32  // an index of groups; nil if no unit has one
	value  fixed.Column
	score  fixed.Column // what is ranked: the figure, its published digits or its distance from the target
	quota  fixed.Column // of no places if no unit has its own
	exempt map[int32]string
	keys   map[int32][]decimal.Decimal
	before []int32 // the rank in the earlier table; nil without one
	streak []int32
	since  fixed.Column // the earlier scores

	order []int32 // units as they are listed
	place []int32 // by unit, where it is listed
	run   []int32 // by place, which run of equals it belongs to
	start []int32 // by run, its first place

	segments []segment
}

// segment is the part of the list that is ranked as one.
type segment struct {
	from, ranked, to int // places: units with a rank, then those without
	run, runs        int // first run, and the number of runs
}

// New ranks the entries. They are listed in this order:
//
//  1. entries with a figure, the best first;
//  2. exempt entries, by code, without a rank;
//  3. entries without a figure, by code, without a rank.
//
// Figures are compared exactly or, with Places, as published digits. Where
// Nearer is better, distances from the target are compared. Equal figures are
// settled by the tie-break keys. If these are equal too, the units share a place,
// which the tie rule numbers; the ordinal rule orders them by code. With Groups
// every group is a ranking of its own, in the order of their names.
//
// The result does not depend on the order of the entries.
//
// New returns an error if:
//   - Better is missing, or an enumerated option is none of its constants;
//   - Places is not between 0 and 30, or Tiles is negative;
//   - the classes are not in order;
//   - the earlier table ranks another indicator, in another direction, by another
//     tie rule, or differs in Groups;
//   - an entry has no code, or the code of another;
//   - an entry is of another period than the table, or the earlier table is of no
//     earlier period;
//   - the publication or a disclosure is not valid;
//   - an entry has no group and Groups is set, or no target and Nearer is better;
//   - a figure is out of bounds.
//
// It reports every problem.
func New(entries []Entry, o Options) (*Table, error) {
	var problems target.Problems
	if len(entries) > math.MaxInt32 {
		problems.At("entries").Report(len(entries), target.ErrRange, "give fewer than 2³¹")
		return nil, problems.Err()
	}
	order, unique := orderByCode(entries)
	o.takePeriod(entries, order)
	o.check(problems.At("options"))
	t := &Table{options: o.copy()}
	if problems.Len() > 0 || !unique || !t.fill(entries, inverse(order)) {
		problems.Add(checkEntries(entries, order, &o))
		return nil, problems.Err()
	}

	t.score = t.scores()
	t.list()
	if o.Before != nil {
		t.move(o.Before)
	}
	return t, nil
}

// ranked reports whether unit u has a rank.
func (t *Table) ranked(u int32) bool {
	return t.value.Has(int(u)) && (t.exempt == nil || t.exempt[u] == "")
}

// Len returns the number of units, with or without a rank.
func (t *Table) Len() int {
	if t == nil {
		return 0
	}
	return len(t.order)
}

// Options returns the options that the table was made with, without the earlier
// table.
func (t *Table) Options() Options {
	if t == nil {
		return Options{}
	}
	return t.options.copy()
}

// All yields every row, group by group: the ranked from the best to the worst,
// then the exempt, then those without a figure.
func (t *Table) All() iter.Seq[Row] {
	return t.rows(func(seg segment) (from, to int) { return seg.from, seg.to })
}

// Groups yields the names of the groups of a table of groups, in ascending order.
func (t *Table) Groups() iter.Seq[string] {
	if t == nil || !t.options.Groups {
		return slices.Values[[]string](nil)
	}
	return slices.Values(t.groups)
}

// Group yields the rows of one group of a table of groups, as All does.
func (t *Table) Group(name string) iter.Seq[Row] {
	at, found := -1, false
	if t != nil && t.options.Groups {
		at, found = slices.BinarySearch(t.groups, name)
	}
	return func(yield func(Row) bool) {
		if !found {
			return
		}
		var last rowCache
		seg := t.segments[at]
		for p := seg.from; p < seg.to && yield(t.row(p, seg, &last)); p++ {
		}
	}
}

// Top yields the best n rows, and all rows that share the place of the last of
// them. In a table of groups it yields the best n of each. Rows never share a
// place under the ordinal rule. Units without a rank are never yielded.
func (t *Table) Top(n int) iter.Seq[Row] {
	return t.rows(func(seg segment) (from, to int) { return seg.from, t.best(seg, n) })
}

// Bottom yields the worst n rows, the worst first, and all rows that share the
// place of the last of them, counted from the end (倒数). In a table of groups it
// yields the worst n of each.
func (t *Table) Bottom(n int) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if t == nil {
			return
		}
		var last rowCache
		for _, seg := range t.segments {
			for p := seg.ranked - 1; p >= t.worst(seg, n); p-- {
				if !yield(t.row(p, seg, &last)) {
					return
				}
			}
		}
	}
}

// rows yields the rows of a range of places of each segment.
func (t *Table) rows(places func(seg segment) (from, to int)) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if t == nil {
			return
		}
		var last rowCache
		for _, seg := range t.segments {
			from, to := places(seg)
			for p := from; p < to; p++ {
				if (p-from)%touchBatch == 0 {
					_ = t.touchUnits(t.order[p:min(p+touchBatch, to)])
				}
				if !yield(t.row(p, seg, &last)) {
					return
				}
			}
		}
	}
}

// Row returns the row of the unit with a code.
func (t *Table) Row(code string) (Row, bool) {
	u, ok := t.unit(code)
	if !ok {
		return Row{}, false
	}
	return t.row(int(t.place[u]), *t.segmentOf(u), new(rowCache)), true
}

func (t *Table) unit(code string) (int32, bool) {
	if t == nil {
		return 0, false
	}
	u, ok := slices.BinarySearchFunc(t.codes, code, strings.Compare)
	return int32(u), ok
}

func (t *Table) segmentOf(u int32) *segment {
	if t.options.Groups {
		return &t.segments[t.group[u]]
	}
	return &t.segments[0]
}

// best returns the place after the best n of the segment and all that share the
// place of the last of them.
func (t *Table) best(seg segment, n int) int {
	n = min(n, seg.ranked-seg.from)
	switch {
	case n <= 0:
		return seg.from
	case t.options.Ties == Ordinal:
		return seg.from + n
	}
	return t.runEnd(t.run[seg.from+n-1], seg)
}

// worst returns the first place of the worst n of the segment and all that share
// the place of the first of them.
func (t *Table) worst(seg segment, n int) int {
	n = min(n, seg.ranked-seg.from)
	switch {
	case n <= 0:
		return seg.ranked
	case t.options.Ties == Ordinal:
		return seg.ranked - n
	}
	return int(t.start[t.run[seg.ranked-n]])
}
