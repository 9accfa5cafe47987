package ranking

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// scores returns what is ranked: the figures, their published digits, or their
// distances from the targets.
func (t *Table) scores() fixed.Column {
	score := t.value
	if places, published := t.options.Places.Get(); published {
		score = score.Rounded(places)
	}
	if t.options.Better != target.Nearer {
		return score
	}

	distances := fixed.NewBuilder(len(t.codes))
	for u := range t.codes {
		if score.Has(u) { // and so has a target
			distances.Set(u, score.Decimal(u).Sub(t.goal(int32(u)).Decimal).Abs())
		}
	}
	return distances.Column()
}

// goal returns the figure that unit u is to reach.
func (t *Table) goal(u int32) decimal.NullDecimal {
	if t.quota.Has(int(u)) {
		return decimal.NewNullDecimal(t.quota.Decimal(int(u)))
	}
	return t.options.Target
}

// lead returns how much better the score of unit a is than that of unit b.
func (t *Table) lead(a, b int32) decimal.Decimal {
	if t.options.Better == target.Higher {
		return t.score.Difference(int(a), int(b))
	}
	return t.score.Difference(int(b), int(a))
}

// list orders the units and finds the runs of equals.
func (t *Table) list() {
	n := len(t.codes)
	t.order = make([]int32, n)
	t.place = make([]int32, n)
	t.run = make([]int32, n)
	t.start = make([]int32, 0, n)

	key, exact := t.score.Keys()
	compare := func(a, b int32) int { return t.score.Compare(int(a), int(b)) }
	if t.options.Better == target.Higher {
		up := key
		key = func(u int) uint64 { return ^up(u) }
		compare = func(a, b int32) int { return t.score.Compare(int(b), int(a)) }
	}

	items := t.partition(key)
	longest := 0
	for _, seg := range t.segments {
		longest = max(longest, seg.ranked-seg.from)
	}
	buf := make([]keyed, longest)
	for s := range t.segments {
		seg := &t.segments[s]
		sortKeyed(items[seg.from:seg.ranked], buf[:seg.ranked-seg.from])
		seg.run = len(t.start)
		for from := seg.from; from < seg.ranked; {
			to := from
			for to < seg.ranked && items[to].key == items[from].key {
				t.order[to] = items[to].id
				to++
			}
			t.orderEqual(from, to, !exact, compare)
			from = to
		}
		seg.runs = len(t.start) - seg.run
	}

	for p, u := range t.order {
		t.place[u] = int32(p)
	}
}

// partition makes the segments. It returns the ranked units of each segment with
// their keys, by number, at the places of the segment. It lists the exempt units
// and then those without a figure behind them, by number too.
func (t *Table) partition(key func(u int) uint64) []keyed {
	n := len(t.order)
	t.segments = []segment{{to: n}}
	if t.options.Groups {
		t.segments = make([]segment, len(t.groups))
		for _, g := range t.group {
			t.segments[g].to++
		}
	}
	from := 0
	for s := range t.segments {
		seg := &t.segments[s]
		seg.from, seg.ranked = from, from
		from += seg.to
	}

	items := make([]keyed, n)
	var exempt, missing []int32
	for i := range n {
		u := int32(i)
		if t.ranked(u) {
			seg := t.segmentOf(u)
			items[seg.ranked] = keyed{key(i), u}
			seg.ranked++
		} else if t.exempt[u] != "" {
			exempt = append(exempt, u)
		} else {
			missing = append(missing, u)
		}
	}

	for s := range t.segments {
		t.segments[s].to = t.segments[s].ranked
	}
	for _, u := range append(exempt, missing...) {
		seg := t.segmentOf(u)
		t.order[seg.to] = u
		seg.to++
	}
	return items
}

// orderEqual orders the units from one place to another, which have equal sort
// keys: by their scores, if the sort keys are not exact, and by their tie-break
// keys.
func (t *Table) orderEqual(from, to int, scores bool, compare func(a, b int32) int) {
	if to > from+1 && (scores || t.keys != nil) {
		byScore := compare
		compare = t.compareKeys
		if scores {
			compare = func(a, b int32) int {
				if c := byScore(a, b); c != 0 {
					return c
				}
				return t.compareKeys(a, b)
			}
		}
		slices.SortStableFunc(t.order[from:to], compare)
	} else {
		compare = nil
	}

	for p := from; p < to; p++ {
		if p == from || compare != nil && compare(t.order[p-1], t.order[p]) != 0 {
			t.start = append(t.start, int32(p))
		}
		t.run[p] = int32(len(t.start) - 1)
	}
}

// compareKeys orders units of equal figures by their tie-break keys. An absent
// key comes last.
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
