package crosswalk

import "github.com/targetcascade/cascade/hierarchy"

// findMoved compares the territories of each code in both trees. The territory of a unit
// is the set of its leaves. It is the same in both trees if all successors of the old
// unit's leaves are in the new unit, and the new unit has no leaves of other origin.
func (x *Crosswalk) findMoved(olds, news numbering, outgoing, incoming map[string]bool) {
	ends, sources := newSpans(x.old.Len()), newSpans(x.new.Len())
	for _, l := range x.links {
		if olds.size[l.from] == 1 {
			ends[l.from].add(news.start[l.to])
			sources[l.to].add(olds.start[l.from])
		}
	}
	ends.rise(x.old)
	sources.rise(x.new)

	x.moved = make([]bool, x.old.Len())
	for u := range x.old.Len() {
		code := x.old.UnitAt(u).Code
		v, ok := x.new.Index(code)
		if !ok || outgoing[code] {
			continue
		}
		x.moved[u] = !ends[u].within(news.start[v], news.size[v]) ||
			!incoming[code] && !sources[v].within(olds.start[u], olds.size[u])
	}
}

// numbering is a preorder of a tree. A unit and the units below it have consecutive
// numbers, except those at or below a memo unit that is below it.
type numbering struct{ start, size []int32 }

func number(t *hierarchy.Tree) numbering {
	n := t.Len()
	o := numbering{make([]int32, n), make([]int32, n)}

	for i := n - 1; i >= 0; i-- {
		o.size[i]++
		if i > 0 && t.UnitAt(i).Role != hierarchy.Memo {
			o.size[t.ParentAt(i)] += o.size[i]
		}
	}

	// Memo units, with the units below them, have the numbers after all others.
	apart := o.size[0]
	for p := range n {
		next := o.start[p] + 1
		for i, end := t.ChildrenAt(p); i < end; i++ {
			if t.UnitAt(i).Role == hierarchy.Memo {
				o.start[i] = apart
				apart += o.size[i]
			} else {
				o.start[i] = next
				next += o.size[i]
			}
		}
	}
	return o
}

// span is the least interval that contains the numbers added to it.
type span struct{ least, most int32 }

type spans []span

func newSpans(n int) spans {
	s := make(spans, n)
	for i := range s {
		s[i] = span{least: 1, most: 0}
	}
	return s
}

func (s *span) empty() bool { return s.least > s.most }

func (s *span) add(n int32) {
	if s.empty() {
		*s = span{n, n}
		return
	}
	s.least, s.most = min(s.least, n), max(s.most, n)
}

func (s *span) within(start, size int32) bool {
	return s.empty() || s.least >= start && s.most < start+size
}

// rise extends the span of each unit by the spans of the units below it.
func (s spans) rise(t *hierarchy.Tree) {
	for i := len(s) - 1; i > 0; i-- {
		if p := t.ParentAt(i); !s[i].empty() && t.UnitAt(i).Role != hierarchy.Memo {
			s[p].add(s[i].least)
			s[p].add(s[i].most)
		}
	}
}
