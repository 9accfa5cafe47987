package ranking

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// scores returns what is ranked: the figures, their published digits, or their
// distances from the targets.
func (t *Table) scores() *figures {
	score := t.value
	if t.options.Places != nil {
		score = score.rounded(*t.options.Places)
	}
	if t.options.Better != target.Nearer {
		return score
	}
	distance := newFigures(len(t.codes))
	for i := range t.codes {
		u := int32(i)
		if goal := t.goal(u); goal.Valid && score.at(u) {
			distance.set(u, score.decimal(u).Sub(goal.Decimal).Abs())
		}
	}
	return distance.pack()
}

// goal returns the figure that unit u is to reach.
func (t *Table) goal(u int32) decimal.NullDecimal {
	if t.quota != nil && t.quota.at(u) {
		return decimal.NewNullDecimal(t.quota.decimal(u))
	}
	return t.options.Target
}

// lead returns how much better the score of unit a is than that of unit b.
func (t *Table) lead(a, b int32) decimal.Decimal {
	if t.options.Better == target.Higher {
		return t.score.difference(a, b)
	}
	return t.score.difference(b, a)
}

// list orders the units and finds the runs of equals.
func (t *Table) list() {
	n := len(t.codes)
	t.order = make([]int32, n)
	t.place = make([]int32, n)
	t.run = make([]int32, n)
	sort := t.sorter()
	bounds := t.partition()
	for s := range len(bounds) - 1 {
		seg := segment{from: bounds[s], to: bounds[s+1], run: len(t.start)}
		seg.ranked = seg.from + t.setAside(t.order[seg.from:seg.to])
		sort(seg.from, seg.ranked)
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
	if !t.options.Groups {
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
	if t.exempt == nil && t.value.complete() {
		return len(units)
	}
	var exempt, missing []int32
	ranked := 0
	for _, u := range units {
		switch {
		case t.exempt[u] != "":
			exempt = append(exempt, u)
		case !t.value.at(u):
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

// sorter returns the function that puts the units listed from one place to
// another, which must be in order of number, from the best to the worst, and
// numbers the runs of equals among them.
func (t *Table) sorter() func(from, to int) {
	key, exact := t.score.keys()
	var flip uint64
	compare := t.score.compare
	if t.options.Better == target.Higher {
		flip = ^flip
		compare = func(a, b int32) int { return t.score.compare(b, a) }
	}
	var buf []keyed
	return func(from, to int) {
		n := to - from
		if len(buf) < 2*n {
			buf = make([]keyed, 2*n)
		}
		items, units := buf[:n], t.order[from:to]
		for i, u := range units {
			items[i] = keyed{key(u) ^ flip, u}
		}
		sortKeyed(items, buf[n:2*n])
		for i, it := range items {
			units[i] = it.id
		}
		for i := 0; i < n; {
			end := i + 1
			for end < n && items[end].key == items[i].key {
				end++
			}
			t.settle(from+i, from+end, !exact, compare)
			i = end
		}
	}
}

// settle orders the units from one place to another, whose keys are the same,
// by their scores, if the keys do not tell all, and by their tie-break keys.
func (t *Table) settle(from, to int, scores bool, compare func(a, b int32) int) {
	if to > from+1 && (scores || t.keys != nil) {
		alike := compare
		switch {
		case t.keys != nil && scores:
			compare = func(a, b int32) int {
				if c := alike(a, b); c != 0 {
					return c
				}
				return t.compareKeys(a, b)
			}
		case t.keys != nil:
			compare = t.compareKeys
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
