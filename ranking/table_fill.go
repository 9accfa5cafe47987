package ranking

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// takePeriod takes the period of the entries if the options have none. If entries
// differ, it is that of the first code with a period.
func (o *Options) takePeriod(entries []Entry, order []int32) {
	some := false // an entry has a period; memory is read in its order, which is fast
	for i := range entries {
		some = some || !entries[i].Period.IsZero()
	}
	if !some {
		return
	}

	for _, i := range order {
		if !o.Publication.Period.IsZero() {
			return
		}
		o.Publication.Period = entries[i].Period
	}
}

// fill lays the entries out in columns, each at its unit. It returns false if an
// entry is not sound.
func (t *Table) fill(entries []Entry, unit []int32) bool {
	n := len(entries)
	t.codes = make([]string, n)
	value := fixed.NewBuilder(n)
	var quota *fixed.Builder
	var groups numbering
	for i := range entries {
		e, u := &entries[i], unit[i]
		if i%touchBatch == 0 && int(u) != i {
			_ = touch(entries[i:min(i+touchBatch, n)])
		}
		if !e.sound(&t.options) {
			return false
		}

		t.codes[u] = e.Code
		if !e.Missing {
			value.Set(int(u), e.Value)
		}
		if e.Group != "" {
			if t.group == nil {
				t.group = make([]int32, n)
			}
			t.group[u] = groups.number(e.Group)
		}
		if e.Target.Valid {
			if quota == nil {
				quota = fixed.NewBuilder(n)
			}
			quota.Set(int(u), e.Target.Decimal)
		}
		t.fillRare(e, u, n)
	}

	t.value = value.Column()
	if quota != nil {
		t.quota = quota.Column()
	}
	t.groups = groups.sort(t.group)
	return true
}

// fillRare lays out what few entries have.
func (t *Table) fillRare(e *Entry, u int32, n int) {
	if e.Name != "" {
		if t.names == nil {
			t.names = make([]string, n)
		}
		t.names[u] = e.Name
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
}

// touchBatch is the number of entries that are touched at once if they are not in the
// order of their codes.
const touchBatch = 32

// touch reads what the entries point to, which may be anywhere in memory, so that fill
// finds it in the cache. In so short a loop the processor reads many entries at a time;
// in fill it would wait for each. The sum keeps the compiler from dropping the reads.
//
//go:noinline
func touch(entries []Entry) (sum int64) {
	for i := range entries {
		e := &entries[i]
		sum += e.Value.CoefficientInt64()
		if e.Code != "" {
			sum += int64(e.Code[0])
		}
		if e.Group != "" {
			sum += int64(e.Group[0])
		}
	}
	return sum
}

// touchUnits reads what rows of the units need, as touch does.
//
//go:noinline
func (t *Table) touchUnits(units []int32) (sum int64) {
	value, score := t.value.Words(), t.score.Words()
	for _, u := range units {
		sum += int64(len(t.codes[u]))
		if t.group != nil {
			sum += int64(t.group[u])
		}
		if value != nil {
			sum += value[u]
		}
		if score != nil {
			sum += score[u]
		}
	}
	return sum
}

// numbering numbers different names from 1 in the order in which they come. 0 is
// no name.
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

// sort renumbers the elements of a list from 0, in the ascending order of the
// names, and returns the names in that order. No name becomes −1.
func (g *numbering) sort(list []int32) []string {
	all := slices.Sorted(slices.Values(g.names))
	rank := make([]int32, len(all)+1)
	rank[0] = -1
	for i, name := range g.names {
		at, _ := slices.BinarySearch(all, name)
		rank[i+1] = int32(at)
	}
	for u, no := range list {
		list[u] = rank[no]
	}
	return all
}
