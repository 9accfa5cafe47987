package ranking

import (
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Table is a ranking. It is immutable and safe for concurrent use; a nil
// *Table is an empty one.
//
// A unit's number is its place among the codes in ascending order, so nothing
// that is kept by number depends on the order of the entries.
type Table struct {
	options Options // without Before

	codes  []string
	names  []string // nil where no unit has one
	groups []string // the different ones, ascending
	group  []int32  // by unit, an index of groups; nil where no unit has one
	value  *figures
	score  *figures // what is ranked: the figure, its published digits or its distance from the target
	quota  *figures // nil where no unit has its own
	exempt map[int32]string
	keys   map[int32][]decimal.Decimal
	before []int32 // by unit, the rank in the earlier table; nil without one
	streak []int32
	since  *figures // the earlier scores

	order []int32 // units as they are listed
	place []int32 // by unit, where it is listed
	run   []int32 // by place, which run of equals it belongs to
	start []int32 // by run, its first place

	segments []segment
}

// segment is the part of the list that is ranked as one.
type segment struct {
	from, ranked, to int // places: units with a rank, then those without
	run, runs        int // first run and how many
}

// New ranks the entries.
//
// Units with a figure come first, the best at the top, by their exact figures
// or, with Places, by their published digits; where nearer is better, by the
// distance from their target. Equal figures are settled by the tie-break keys
// and, if these are equal too, share a place, which the tie rule numbers;
// the ordinal rule alone goes on to the codes. Exempt units follow, then those
// without a figure, both in the order of their codes and without a rank. With
// Groups every group is a ranking of its own, in the order of their names.
//
// The result does not depend on the order of the entries.
//
// New returns an error if there is no direction, an enumerated option is none
// of its constants, Places is not between 0 and 30, Tiles is negative, the
// tiers are not in order, the earlier table ranks another indicator, in
// another direction, by another tie rule or otherwise grouped; if an entry has
// no code or that of another, lacks a group in a table of groups or a target
// where nearer is better; or if a figure is out of bounds. It reports every
// problem.
func New(entries []Entry, o Options) (*Table, error) {
	var faults fault.Sorted
	o.check(&faults)
	if len(entries) > math.MaxInt32 {
		faults.Add(optionsKey, &target.FieldError{Path: "entries", Value: len(entries), Err: target.ErrRange, Remedy: "fewer than 2³¹"})
		return nil, faults.Err()
	}
	order, unique := orderByCode(entries)
	if !unique {
		checkCodes(&faults, entries, order)
	}
	t := &Table{options: o.copy()}
	t.fill(entries, inverse(order), &faults)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	t.score = t.scores()
	t.list()
	if o.Before != nil {
		t.move(o.Before)
	}
	return t, nil
}

// copy returns the options that a table keeps, sharing nothing with o.
func (o *Options) copy() Options {
	c := *o
	c.Before = nil
	c.TieBreak = slices.Clone(o.TieBreak)
	c.Tiers = slices.Clone(o.Tiers)
	if o.Places != nil {
		c.Places = new(*o.Places)
	}
	return c
}

// fill checks the entries and lays them out in columns, each at its unit, as
// long as nothing is wrong.
func (t *Table) fill(entries []Entry, unit []int32, faults *fault.Sorted) {
	n := len(entries)
	t.codes = make([]string, n)
	t.value = newFigures(n)
	var groups numbering
	for i := range entries {
		e, u := &entries[i], unit[i]
		if i%ahead == 0 && int(u) != i {
			_ = touch(entries[i:min(i+ahead, n)])
		}
		if e.check(faults, &t.options); faults.Len() > 0 {
			continue
		}
		t.codes[u] = e.Code
		if e.Name != "" {
			if t.names == nil {
				t.names = make([]string, n)
			}
			t.names[u] = e.Name
		}
		if e.Group != "" {
			if t.group == nil {
				t.group = make([]int32, n)
			}
			t.group[u] = groups.number(e.Group)
		}
		if !e.Missing {
			t.value.set(u, e.Value)
		}
		if e.Exempt != "" {
			if t.exempt == nil {
				t.exempt = make(map[int32]string)
			}
			t.exempt[u] = e.Exempt
		}
		if len(e.TieBreak) > 0 {
			if t.keys == nil {
				t.keys = make(map[int32][]decimal.Decimal)
			}
			t.keys[u] = slices.Clone(e.TieBreak)
		}
		if e.Target.Valid {
			if t.quota == nil {
				t.quota = newFigures(n)
			}
			t.quota.set(u, e.Target.Decimal)
		}
	}
	t.value.pack()
	if t.quota != nil {
		t.quota.pack()
	}
	t.groups = groups.sort(t.group)
}

// ahead is how many entries are touched at once, where they are not in the
// order of their codes.
const ahead = 32

// touch reads what the entries point to, which may lie anywhere in memory. In
// so short a loop the processor waits for many of them at a time, and for each
// alone once it is checked. The sum is only there so that the reading is.
//
//go:noinline
func touch(entries []Entry) (sum int64) {
	for i := range entries {
		e := &entries[i]
		sum += e.Value.CoefficientInt64()
		if e.Group != "" {
			sum += int64(e.Group[0])
		}
	}
	return sum
}

// numbering numbers different names from 1 as they come; 0 is no name.
type numbering struct {
	names   []string
	numbers map[string]int32
	last    int32
}

func (g *numbering) number(name string) int32 {
	if g.last > 0 && g.names[g.last-1] == name {
		return g.last
	}
	no, ok := g.numbers[name]
	if !ok {
		if g.numbers == nil {
			g.numbers = make(map[string]int32)
		}
		g.names = append(g.names, name)
		no = int32(len(g.names))
		g.numbers[name] = no
	}
	g.last = no
	return no
}

// sort renumbers of from 0 in the ascending order of the names, which it
// returns; no name becomes −1.
func (g *numbering) sort(of []int32) []string {
	all := slices.Sorted(slices.Values(g.names))
	rank := make([]int32, len(all)+1)
	rank[0] = -1
	for i, name := range g.names {
		at, _ := slices.BinarySearch(all, name)
		rank[i+1] = int32(at)
	}
	for u, no := range of {
		of[u] = rank[no]
	}
	return all
}

// ranked reports whether unit u has a rank.
func (t *Table) ranked(u int32) bool {
	return t.value.at(u) && (t.exempt == nil || t.exempt[u] == "")
}

// Len returns the number of units, with or without a rank.
func (t *Table) Len() int {
	if t == nil {
		return 0
	}
	return len(t.order)
}

// Options returns the options that the table was made with, without the
// earlier table.
func (t *Table) Options() Options {
	if t == nil {
		return Options{}
	}
	return t.options.copy()
}

// All yields every row: group by group, the ranked from the best to the worst,
// then the exempt, then those without a figure.
func (t *Table) All() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if t == nil {
			return
		}
		for _, seg := range t.segments {
			for p := seg.from; p < seg.to; p++ {
				if !yield(t.row(p, seg)) {
					return
				}
			}
		}
	}
}

// Groups yields the names of the groups of a table of groups, ascending.
func (t *Table) Groups() iter.Seq[string] {
	return func(yield func(string) bool) {
		if t == nil || !t.options.Groups {
			return
		}
		for _, name := range t.groups {
			if !yield(name) {
				return
			}
		}
	}
}

// Group yields the rows of one group of a table of groups, as All does.
func (t *Table) Group(name string) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if t == nil || !t.options.Groups {
			return
		}
		at, ok := slices.BinarySearch(t.groups, name)
		if !ok {
			return
		}
		seg := t.segments[at]
		for p := seg.from; p < seg.to; p++ {
			if !yield(t.row(p, seg)) {
				return
			}
		}
	}
}

// Top yields the best n rows, and all that share the place of the last of
// them; of a table of groups, the best n of each. The ordinal rule leaves
// nothing to share. Units without a rank are never among them.
func (t *Table) Top(n int) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if t == nil {
			return
		}
		for _, seg := range t.segments {
			for p := seg.from; p < t.best(seg, n); p++ {
				if !yield(t.row(p, seg)) {
					return
				}
			}
		}
	}
}

// Bottom yields the worst n rows, the worst first, and all that share the
// place of the last of them, counted from the end (倒数); of a table of groups,
// the worst n of each.
func (t *Table) Bottom(n int) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if t == nil {
			return
		}
		for _, seg := range t.segments {
			for p := seg.ranked - 1; p >= t.worst(seg, n); p-- {
				if !yield(t.row(p, seg)) {
					return
				}
			}
		}
	}
}

// Row returns the row of the unit with the code.
func (t *Table) Row(code string) (Row, bool) {
	u, ok := t.unit(code)
	if !ok {
		return Row{}, false
	}
	p := int(t.place[u])
	return t.row(p, *t.segmentOf(u)), true
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
