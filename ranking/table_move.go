package ranking

import "github.com/targetcascade/cascade/internal/fixed"

// move records for each unit its rank and its figure in the earlier table, and the
// number of tables in a row in which it has moved the same way. The earlier table
// itself is not kept.
func (t *Table) move(b *Table) {
	t.before = make([]int32, len(t.codes))
	t.streak = make([]int32, len(t.codes))
	since := fixed.NewBuilder(len(t.codes))
	ranks, earlier := t.ranks(), b.ranks()

	v := 0
	for u, code := range t.codes {
		for v < len(b.codes) && b.codes[v] < code {
			v++
		}
		if v == len(b.codes) {
			break
		}
		now, was := ranks[u], earlier[v]
		otherGroup := t.options.Groups && t.groupOf(u) != b.groupOf(v)
		if was == 0 || b.codes[v] != code || otherGroup {
			continue
		}
		t.before[u] = was
		if now == 0 {
			continue
		}

		since.Copy(u, b.score, v)
		streak := int32(0)
		if b.streak != nil {
			streak = b.streak[v]
		}
		switch {
		case now < was:
			t.streak[u] = max(streak, 0) + 1
		case now > was:
			t.streak[u] = min(streak, 0) - 1
		}
	}
	t.since = since.Column()
}

// ranks returns the rank of each unit, 0 if it has none.
func (t *Table) ranks() []int32 {
	ranks := make([]int32, len(t.codes))
	for _, seg := range t.segments {
		for p := seg.from; p < seg.ranked; p++ {
			ranks[t.order[p]] = int32(t.rank(p, seg))
		}
	}
	return ranks
}

func (t *Table) groupOf(u int) string {
	if t.group == nil || t.group[u] < 0 {
		return ""
	}
	return t.groups[t.group[u]]
}
