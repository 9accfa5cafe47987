package ranking

import (
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Table is a ranking. It is immutable and safe for concurrent use; a nil
// *Table is an empty one.
//
// A unit's number is its place among the codes in ascending order, so nothing
// that is kept by number depends on the order of the entries.
type Table struct {
	options Options // without Before

	codes    []string
	names    []string // nil where no unit has one
	groups   []string // ascending
	group    []int32  // by unit, an index of groups; nil where no unit has one
	value    fixed.Column
	score    fixed.Column // what is ranked: the figure, its published digits or its distance from the target
	quota    fixed.Column
	hasQuota bool
	exempt   map[int32]string
	keys     map[int32][]decimal.Decimal
	before   []int32 // by unit, the rank in the earlier table; nil without one
	streak   []int32
	since    fixed.Column // by unit, the earlier ranked figure

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
	var l fault.List
	o.check(&l)
	if len(entries) > math.MaxInt32 {
		l.Add(&target.FieldError{Path: "entries", Value: len(entries), Err: target.ErrRange, Remedy: "fewer than 2³¹"})
		return nil, l.Err()
	}
	byCode := orderByCode(entries)
	checkEntries(&l, entries, byCode, &o)
	if err := l.Err(); err != nil {
		return nil, err
	}
	t := &Table{options: o.copy()}
	t.fill(entries, byCode)
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

// fill lays the entries out in columns.
func (t *Table) fill(entries []Entry, byCode []int32) {
	n := len(entries)
	t.codes = make([]string, n)
	values := fixed.NewBuilder(n)
	var quotas *fixed.Builder
	groups := newNames(n)
	for u, i := range byCode {
		e := &entries[i]
		t.codes[u] = e.Code
		if e.Name != "" {
			if t.names == nil {
				t.names = make([]string, n)
			}
			t.names[u] = e.Name
		}
		groups.set(u, e.Group)
		if !e.Missing {
			values.Set(u, e.Value)
		}
		if e.Exempt != "" {
			if t.exempt == nil {
				t.exempt = make(map[int32]string)
			}
			t.exempt[int32(u)] = e.Exempt
		}
		if len(e.TieBreak) > 0 {
			if t.keys == nil {
				t.keys = make(map[int32][]decimal.Decimal)
			}
			t.keys[int32(u)] = slices.Clone(e.TieBreak)
		}
		if e.Target.Valid {
			if quotas == nil {
				quotas = fixed.NewBuilder(n)
			}
			quotas.Set(u, e.Target.Decimal)
		}
	}
	t.groups, t.group = groups.sorted()
	t.value = values.Column()
	if quotas != nil {
		t.quota, t.hasQuota = quotas.Column(), true
	}
	t.score = t.scores()
}

// ranked reports whether unit u has a rank.
func (t *Table) ranked(u int32) bool {
	return t.value.Has(int(u)) && (t.exempt == nil || t.exempt[u] == "")
}

// goal returns the figure that unit u is to reach.
func (t *Table) goal(u int) decimal.NullDecimal {
	if t.hasQuota && t.quota.Has(u) {
		return decimal.NewNullDecimal(t.quota.Decimal(u))
	}
	return t.options.Target
}

// list orders the units and finds the runs of equals.
func (t *Table) list() {
	n := len(t.codes)
	t.order = make([]int32, n)
	t.place = make([]int32, n)
	t.run = make([]int32, n)
	bounds := t.partition()
	sort := t.sorter()
	for s := range len(bounds) - 1 {
		from, to := bounds[s], bounds[s+1]
		part := t.order[from:to]
		ranked := t.setAside(part)
		sort(part[:ranked])
		seg := segment{from: from, ranked: from + ranked, to: to, run: len(t.start)}
		t.findRuns(seg.from, seg.ranked)
		seg.runs = len(t.start) - seg.run
		t.segments = append(t.segments, seg)
	}
	for p, u := range t.order {
		t.place[u] = int32(p)
	}
}

// partition puts the units of each group together, by number within it, and
// returns where the groups begin, and the end.
func (t *Table) partition() []int {
	n := len(t.order)
	if !t.options.Groups || n == 0 {
		for u := range t.order {
			t.order[u] = int32(u)
		}
		return []int{0, n}
	}
	bounds := make([]int, len(t.groups)+1)
	for _, g := range t.group {
		bounds[g+1]++
	}
	for g := range t.groups {
		bounds[g+1] += bounds[g]
	}
	next := slices.Clone(bounds)
	for u, g := range t.group {
		t.order[next[g]] = int32(u)
		next[g]++
	}
	return bounds
}

// setAside moves exempt units and then those without a figure to the end, in
// order, and returns how many are ranked.
func (t *Table) setAside(units []int32) int {
	if t.exempt == nil && t.value.Count() == t.value.Len() {
		return len(units)
	}
	var exempt, missing []int32
	ranked := 0
	for _, u := range units {
		switch {
		case t.exempt[u] != "":
			exempt = append(exempt, u)
		case !t.value.Has(int(u)):
			missing = append(missing, u)
		default:
			units[ranked] = u
			ranked++
		}
	}
	copy(units[ranked:], exempt)
	copy(units[ranked+len(exempt):], missing)
	return ranked
}

// findRuns numbers the runs of equals among the ranked places.
func (t *Table) findRuns(from, ranked int) {
	for p := from; p < ranked; {
		end := p + 1
		for end < ranked && t.equal(t.order[p], t.order[end]) {
			end++
		}
		if end > p+1 && t.keys != nil {
			slices.SortStableFunc(t.order[p:end], t.compareKeys)
		}
		for q := p; q < end; q++ {
			if q == p || t.keys != nil && t.compareKeys(t.order[q-1], t.order[q]) != 0 {
				t.start = append(t.start, int32(q))
			}
			t.run[q] = int32(len(t.start) - 1)
		}
		p = end
	}
}

// compareKeys orders units of equal figures by their tie-break keys.
func (t *Table) compareKeys(a, b int32) int {
	x, y := t.keys[a], t.keys[b]
	for i := range max(len(x), len(y)) {
		switch {
		case i >= len(x):
			return 1
		case i >= len(y):
			return -1
		}
		if c := x[i].Cmp(y[i]); c != 0 {
			if t.keyDirection(i) == target.Lower {
				return c
			}
			return -c
		}
	}
	return 0
}

func (t *Table) keyDirection(i int) target.Direction {
	if d := t.options.TieBreak; i < len(d) && d[i] != 0 {
		return d[i]
	}
	return t.options.Better
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

// Top yields the best n rows, and all that share the place of the last of
// them; of a table of groups, the best n of each. The ordinal rule leaves
// nothing to share. Units without a rank are never among them.
func (t *Table) Top(n int) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if t == nil {
			return
		}
		for _, seg := range t.segments {
			for p := seg.from; p < seg.ranked && t.firstPlace(p, seg) <= n; p++ {
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
			ranked := seg.ranked - seg.from
			for p := seg.ranked - 1; p >= seg.from && ranked-t.lastPlace(p, seg) < n; p-- {
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
	return t.row(p, t.segmentOf(u)), true
}

func (t *Table) unit(code string) (int32, bool) {
	if t == nil {
		return 0, false
	}
	u, ok := slices.BinarySearchFunc(t.codes, code, strings.Compare)
	return int32(u), ok
}

func (t *Table) segmentOf(u int32) segment {
	if t.options.Groups {
		return t.segments[t.group[u]]
	}
	return t.segments[0]
}
