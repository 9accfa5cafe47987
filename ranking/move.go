package ranking

import (
	"strings"
)

// move records where each unit stood in the earlier table, what its figure
// was, and for how many tables in a row it has moved the same way. Nothing of
// the earlier table itself is kept.
func (t *Table) move(b *Table) {
	t.before = make([]int32, len(t.codes))
	t.streak = make([]int32, len(t.codes))
	since := newFigures(len(t.codes))
	v := 0
	for u, code := range t.codes {
		for v < len(b.codes) && strings.Compare(b.codes[v], code) < 0 {
			v++
		}
		if v == len(b.codes) {
			break
		}
		if b.codes[v] != code || !b.ranked(int32(v)) || t.options.Groups && t.groupOf(u) != b.groupOf(v) {
			continue
		}
		was := b.rank(int(b.place[v]), b.segmentOf(int32(v)))
		t.before[u] = int32(was)
		if !t.ranked(int32(u)) {
			continue
		}
		since.copy(int32(u), b.score, int32(v))
		streak := int32(0)
		if b.streak != nil {
			streak = b.streak[v]
		}
		switch now := t.rank(int(t.place[u]), t.segmentOf(int32(u))); {
		case now < was:
			t.streak[u] = max(streak, 0) + 1
		case now > was:
			t.streak[u] = min(streak, 0) - 1
		}
	}
	t.since = since.pack()
}

func (t *Table) groupOf(u int) string {
	if t.group == nil || t.group[u] < 0 {
		return ""
	}
	return t.groups[t.group[u]]
}
