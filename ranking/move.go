package ranking

// move records where each unit stood in the earlier table, what its figure
// was, and for how many tables in a row it has moved the same way. Nothing of
// the earlier table itself is kept.
func (t *Table) move(b *Table) {
	t.before = make([]int32, len(t.codes))
	t.streak = make([]int32, len(t.codes))
	since := newFigures(len(t.codes))
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
		if was == 0 || b.codes[v] != code || t.options.Groups && t.groupOf(u) != b.groupOf(v) {
			continue
		}
		t.before[u] = was
		if now == 0 {
			continue
		}
		since.copy(int32(u), b.score, int32(v))
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
	t.since = since.pack()
}

// ranks returns the rank of each unit, 0 for those without.
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
