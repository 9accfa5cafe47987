package hierarchy

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Change says what became of a unit, or of a part of it, on one day: a
// recoding, a merger, a split or a transfer of territory. The parts of a split
// are one Change each. A unit that lost territory and kept its code has one
// Change to itself, for what it kept, and one for what it lost.
type Change struct {
	Date     string          // ISO 8601; a year or a month means its last day
	From, To string          // codes on that day
	Weight   decimal.Decimal // share of From's figure that went to To: above 0, at most 1
	Source   target.Source   // the document that ordered it, or where the weight is from
}

// String prints the change on one line.
func (c Change) String() string {
	return fmt.Sprintf("%s %s → %s %s", c.Date, c.From, c.To, fault.Text(c.Weight))
}

// Succession carries figures of the units of one date to those of another,
// through everything that happened to the units in between. It is immutable
// and safe for concurrent use. A nil *Succession has no changes and carries
// nothing.
//
// # What a change means
//
// A weight is a share of the unit's own figure. All the changes of one day are
// applied at once to the units that were there the day before; the days follow
// one another, so that the share of an old unit that ends in a new one is the
// sum, over the ways that lead there, of the product of the weights. A unit
// that no change names stays what it is. Codes that are in neither tree are
// good if an earlier change has made them and a later one takes them away.
//
// # Levels
//
// Each figure is carried by itself, that of a prefecture as well as that of a
// county, and only by the changes that name its unit: how the counties of a
// prefecture went says nothing about the prefecture's own figure. So there are
// two ways to carry a target through the end of a prefecture:
//
//   - give weights for the prefecture, and carry the figures of prefectures;
//   - carry the figures of its counties, for which recodings mostly do, and
//     make those of the new prefectures by [RollUp] in the new tree.
//
// A unit with units below it may therefore vanish without a change. A figure
// that would then be lost, or that would stay with a unit whose territory is no
// longer the same because units below it came or went, is an error, never a
// number. Where a unit and units below it come to the same new unit, the figure
// of the upper one counts, and those below it are taken to be in it.
//
// A [Memo] unit has no share in any total. It passes its figure on to memo units
// only, and may vanish without a change.
type Succession struct {
	old, new *Tree
	changes  []Change // by day, From and To
	days     []int    // of the changes
	links    []link   // by new unit, then in preorder of the old tree
	byNew    []int32  // the links to new unit i are byNew[i] up to byNew[i+1]
	byOld    []int32  // those from old unit i are ids[byOld[i]] up to ids[byOld[i+1]]
	ids      []int32
	moved    []bool // old units whose own figure does not follow from the changes
}

// link is the share of an old unit that ended in a new one.
type link struct {
	from, to int32
	below    int32 // how many of the next links of the same new unit are from units below from
	share    weight
}

// NewSuccession makes the succession of two trees by the changes between their
// dates, in any order.
//
// NewSuccession returns an error if
//   - a tree is nil or empty;
//   - a date is not ISO 8601, a code is missing or not UTF-8, or a change is given twice for one day;
//   - a weight is not above 0 and at most 1, or those of one unit on one day do not add up to 1 exactly;
//   - a changed unit does not exist on the day, neither from the old tree nor by an earlier change;
//   - a unit that came out of a change is not in the new tree and no later change takes it away;
//   - a unit without others below it is not in the new tree and no change says what became of it;
//   - what counts towards its parent would become an "of which", or the reverse;
//   - the weights along one way have more than 100 decimals when multiplied out, or mergers and
//     splits follow one another so that more than some four million shares arise.
//
// It reports every problem: those of changes by date and code, then those of
// units by code.
func NewSuccession(old, new *Tree, changes []Change) (*Succession, error) {
	b := genealogy{old: old, new: new, oldMemo: memoUnits(old), newMemo: memoUnits(new)}
	b.read(changes)
	if old.Len() == 0 {
		b.fault("", "old", nil, target.ErrRequired, "give the tree that the figures are of")
	}
	if new.Len() == 0 {
		b.fault("", "new", nil, target.ErrRequired, "give the tree that they are carried to")
	}
	if old.Len() == 0 || new.Len() == 0 {
		return nil, b.faults.Err()
	}
	b.live()
	s := &Succession{old: old, new: new}
	b.end(s)
	if b.faults.Len() > 0 {
		return nil, b.faults.Err()
	}
	s.changes, s.days = make([]Change, len(b.changes)), make([]int, len(b.changes))
	for i, c := range b.changes {
		s.changes[i], s.days[i] = c.Change, c.day
	}
	s.index(b.outgoing, b.incoming)
	return s, nil
}

// Old returns the tree that figures are carried from, New the one that they
// are carried to.
func (s *Succession) Old() *Tree {
	if s == nil {
		return nil
	}
	return s.old
}

// New returns the tree that figures are carried to.
func (s *Succession) New() *Tree {
	if s == nil {
		return nil
	}
	return s.new
}

// From yields the units of the old tree of which the new unit with the code has
// a share, and the share of each that it has, a unit before those below it and
// siblings by code. It yields nothing for a unit that has no source.
func (s *Succession) From(code string) iter.Seq2[Unit, decimal.Decimal] {
	return func(yield func(Unit, decimal.Decimal) bool) {
		at, ok := s.New().at(code)
		if !ok {
			return
		}
		for _, l := range s.links[s.byNew[at]:s.byNew[at+1]] {
			if !yield(s.old.units[l.from], l.share.decimal()) {
				return
			}
		}
	}
}

// To yields the units of the new tree to which the old unit with the code went,
// and the share of it that each has, in the order of [Tree.All]. The shares add
// up to 1. It yields nothing for a unit that left no successor.
func (s *Succession) To(code string) iter.Seq2[Unit, decimal.Decimal] {
	return func(yield func(Unit, decimal.Decimal) bool) {
		at, ok := s.Old().at(code)
		if !ok {
			return
		}
		for _, id := range s.ids[s.byOld[at]:s.byOld[at+1]] {
			if l := s.links[id]; !yield(s.new.units[l.to], l.share.decimal()) {
				return
			}
		}
	}
}

// All yields the changes by day, From and To.
func (s *Succession) All() iter.Seq[Change] {
	return func(yield func(Change) bool) {
		if s == nil {
			return
		}
		for _, c := range s.changes {
			if !yield(c) {
				return
			}
		}
	}
}

// Changes yields the changes through which the unit of the new tree with the
// code became what it is, in the order of [Succession.All]: all those on a way
// that ends in it.
func (s *Succession) Changes(code string) iter.Seq[Change] {
	return func(yield func(Change) bool) {
		if s == nil {
			return
		}
		// Back in time: the codes that the unit is made of after each day.
		codes := map[string]bool{code: true}
		var on []int
		for hi := len(s.changes); hi > 0; {
			lo := hi - 1
			for lo > 0 && s.days[lo-1] == s.days[lo] {
				lo--
			}
			var before []string
			for i := hi - 1; i >= lo; i-- {
				if codes[s.changes[i].To] {
					on = append(on, i)
					before = append(before, s.changes[i].From)
				}
			}
			for i := lo; i < hi; i++ {
				delete(codes, s.changes[i].From)
			}
			for _, c := range before {
				codes[c] = true
			}
			hi = lo
		}
		for _, i := range slices.Backward(on) {
			if !yield(s.changes[i]) {
				return
			}
		}
	}
}

// String prints the changes for people, day by day, and which units were left
// without a successor or a source.
func (s *Succession) String() string {
	if s == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s to %s by %s\n", plural(s.old.Len(), "unit"), plural(s.new.Len(), "unit"), plural(len(s.changes), "change"))
	for i, c := range s.changes {
		switch {
		case i == 0 || s.days[i-1] != s.days[i]:
			b.WriteString(c.Date + "\n  " + s.named(s.old, s.new, c.From) + " → ")
		case s.changes[i-1].From != c.From:
			b.WriteString("  " + s.named(s.old, s.new, c.From) + " → ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(s.named(s.new, s.old, c.To))
		if !c.Weight.Equal(one) {
			b.WriteString(" " + fault.Text(c.Weight))
		}
		if i+1 == len(s.changes) || s.changes[i+1].From != c.From || s.days[i+1] != s.days[i] {
			b.WriteString("\n")
		}
	}
	s.without(&b, "without a successor", s.old, s.byOld)
	s.without(&b, "without a source", s.new, s.byNew)
	return b.String()
}

// named prints a code with the name that the first of the trees to have it
// gives it.
func (s *Succession) named(a, b *Tree, code string) string {
	u, ok := a.Unit(code)
	if !ok {
		u, _ = b.Unit(code)
	}
	return strings.TrimSpace(code + " " + u.Name)
}

// without prints at most ten of the units that no link touches.
func (s *Succession) without(b *strings.Builder, what string, t *Tree, links []int32) {
	var names []string
	n := 0
	for i := range t.units {
		if links[i] == links[i+1] {
			if n++; n <= 10 {
				names = append(names, strings.TrimSpace(t.units[i].Code+" "+t.units[i].Name))
			}
		}
	}
	if n > len(names) {
		names = append(names, fmt.Sprintf("and %d more", n-len(names)))
	}
	if n > 0 {
		b.WriteString(what + ": " + strings.Join(names, ", ") + "\n")
	}
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// index sorts the links, finds the way to them from both trees, and marks the
// units whose own figure the changes leave open.
func (s *Succession) index(outgoing, incoming map[string]bool) {
	olds, news := number(s.old), number(s.new)
	slices.SortFunc(s.links, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(olds.start[a.from], olds.start[b.from]))
	})
	s.byNew = make([]int32, s.new.Len()+1)
	s.byOld = make([]int32, s.old.Len()+1)
	for _, l := range s.links {
		s.byNew[l.to+1]++
		s.byOld[l.from+1]++
	}
	for i := range s.new.Len() {
		s.byNew[i+1] += s.byNew[i]
	}
	for i := range s.old.Len() {
		s.byOld[i+1] += s.byOld[i]
	}
	s.ids = make([]int32, len(s.links))
	next := slices.Clone(s.byOld)
	for i, l := range s.links {
		s.ids[next[l.from]] = int32(i)
		next[l.from]++
	}
	for v := range s.new.Len() {
		group := s.links[s.byNew[v]:s.byNew[v+1]]
		for i := range group {
			past := olds.start[group[i].from] + olds.size[group[i].from]
			n, _ := slices.BinarySearchFunc(group[i+1:], past, func(l link, past int32) int {
				return cmp.Compare(olds.start[l.from], past)
			})
			group[i].below = int32(n)
		}
	}
	s.moves(olds, news, outgoing, incoming)
}
