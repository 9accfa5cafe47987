package crosswalk

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Change says what a unit, or a part of it, became on one day by a recoding, a merger,
// a split or a transfer of territory. A split has one Change for each part. A unit that
// lost territory and kept its code has two: one to itself for the part that it kept,
// and one for the part that it lost.
type Change struct {
	Date     string          // ISO 8601; a year or a month means its last day
	From, To string          // codes on that day
	Weight   decimal.Decimal // share of From's figure that went to To: above 0, at most 1
	Source   target.Source   // the document that ordered the change, or that gives the weight
}

// String prints the change on one line.
func (c Change) String() string {
	return fmt.Sprintf("%s %s → %s %s", c.Date, c.From, c.To, fault.Text(c.Weight))
}

// Crosswalk says how the units of an old tree became those of a new one. It is
// immutable and safe for concurrent use. A nil *Crosswalk has no changes and
// carries nothing.
//
// # What a change means
//
// A weight is a share of the unit's own figure. All changes of one day apply at once
// to the units of the day before. The days apply one after another. A new unit therefore
// receives this share of an old unit: the sum, over all chains of changes from the old unit
// to the new one, of the products of their weights.
//
// Units that no change mentions are carried over unchanged. A code that is in
// neither tree is allowed if one change creates it and a later one removes it.
//
// # Levels
//
// Each figure is carried by the changes that name its own unit, whatever its level.
// The changes of the counties of a prefecture say nothing about the prefecture's own
// figure. There are two ways to carry a target of a prefecture that was abolished:
//
//   - give the weights of the prefecture, and carry the figures of prefectures;
//   - carry the figures of its counties, for which recodings are mostly enough, and
//     add them up to the new prefectures by [hierarchy.RollUp] in the new tree.
//
// A unit with children may therefore be absent from the new tree without a change.
// Carry returns an error if such a unit has a figure, since the figure would be lost. It
// also returns an error if a unit with a figure keeps its code while units below it come
// or go, since the figure is of another territory.
//
// A unit and units below it can go to the same new unit. Then the figure of the upper unit
// is carried, which includes theirs.
//
// A [hierarchy.Memo] unit has no part in any total. Its figure goes to memo units only,
// and it may be absent from the new tree without a change.
type Crosswalk struct {
	old, new *hierarchy.Tree
	changes  []Change // by day, From and To
	days     []int    // of the changes
	links    []link   // by new unit, then in preorder of the old tree
	byNew    []int32  // the links to new unit i are byNew[i] up to byNew[i+1]
	byOld    []int32  // those from old unit i are ids[byOld[i]] up to ids[byOld[i+1]]
	ids      []int32
	moved    []bool // by old unit: it has another territory, and no change says what its own figure became
}

// link is the share of an old unit that a new unit receives.
type link struct {
	from, to int32
	below    int32 // number of the next links, to the same new unit, from units below from
	share    share
}

// New makes the crosswalk from one tree to another by the changes between their
// dates, in any order.
//
// New returns an error if
//   - a tree is nil or empty;
//   - a date is not ISO 8601, a code is missing or not UTF-8, or a change is given twice for one day;
//   - a weight is not above 0 and at most 1, or the weights of one unit on one day do not add up to 1 exactly;
//   - a change names a unit that does not exist on the day, neither in the old tree nor by an earlier change;
//   - a change makes a unit that is not in the new tree, and no later change removes it;
//   - a leaf is not in the new tree, and no change says what it became;
//   - a unit that counts towards its parent would become a memo unit, or the reverse;
//   - the product of the weights of one chain of changes has more than 100 decimals;
//   - repeated mergers and splits make more than about four million shares.
//
// It reports every problem: first those of changes, by date and code, then those of
// units, by code.
func New(oldTree, newTree *hierarchy.Tree, changes []Change) (*Crosswalk, error) {
	b := builder{old: oldTree, new: newTree, oldMemo: memoUnits(oldTree), newMemo: memoUnits(newTree)}
	b.problems.ByPath = true
	b.read(changes)
	given := b.problems.At("oldTree").Required(oldTree.Len() > 0, "give the tree that the figures are of")
	if !b.problems.At("newTree").Required(newTree.Len() > 0, "give the tree to which they are carried") || !given {
		return nil, b.problems.Err()
	}

	b.applyAll()
	x := &Crosswalk{old: oldTree, new: newTree}
	b.link(x)
	if b.problems.Len() > 0 {
		return nil, b.problems.Err()
	}

	x.changes, x.days = make([]Change, len(b.changes)), make([]int, len(b.changes))
	for i, c := range b.changes {
		x.changes[i], x.days[i] = c.Change, c.day
	}
	x.index(b.outgoing, b.incoming)
	return x, nil
}

// Old returns the tree from which figures are carried.
func (x *Crosswalk) Old() *hierarchy.Tree {
	if x == nil {
		return nil
	}
	return x.old
}

// New returns the tree to which figures are carried.
func (x *Crosswalk) New() *hierarchy.Tree {
	if x == nil {
		return nil
	}
	return x.new
}

// From yields the old units from which the new unit with the code receives a share,
// and the share of each. A unit comes before the units below it, siblings by code.
// From yields nothing for a unit that has no source.
func (x *Crosswalk) From(code string) iter.Seq2[hierarchy.Unit, decimal.Decimal] {
	return func(yield func(hierarchy.Unit, decimal.Decimal) bool) {
		at, ok := x.New().Index(code)
		if !ok {
			return
		}
		for _, l := range x.links[x.byNew[at]:x.byNew[at+1]] {
			if !yield(x.old.UnitAt(int(l.from)), l.share.decimal()) {
				return
			}
		}
	}
}

// To yields the new units that receive a share of the old unit with the code, and
// the share of each, in the order of [hierarchy.Tree.All]. The shares add up to 1.
// To yields nothing for a unit that has no successor.
func (x *Crosswalk) To(code string) iter.Seq2[hierarchy.Unit, decimal.Decimal] {
	return func(yield func(hierarchy.Unit, decimal.Decimal) bool) {
		at, ok := x.Old().Index(code)
		if !ok {
			return
		}
		for _, id := range x.ids[x.byOld[at]:x.byOld[at+1]] {
			if l := x.links[id]; !yield(x.new.UnitAt(int(l.to)), l.share.decimal()) {
				return
			}
		}
	}
}

// All yields the changes by day, From and To.
func (x *Crosswalk) All() iter.Seq[Change] {
	return func(yield func(Change) bool) {
		if x == nil {
			return
		}
		for _, c := range x.changes {
			if !yield(c) {
				return
			}
		}
	}
}

// Changes yields the changes that lead to the new unit with the code: those of every
// chain that ends in it. They are in the order of [Crosswalk.All].
func (x *Crosswalk) Changes(code string) iter.Seq[Change] {
	return func(yield func(Change) bool) {
		if x == nil {
			return
		}
		// From the last day back: after a day, the unit consists of these codes.
		codes := map[string]bool{code: true}
		var on []int
		for hi := len(x.changes); hi > 0; {
			lo := hi - 1
			for lo > 0 && x.days[lo-1] == x.days[lo] {
				lo--
			}
			var before []string
			for i := hi - 1; i >= lo; i-- {
				if codes[x.changes[i].To] {
					on = append(on, i)
					before = append(before, x.changes[i].From)
				}
			}
			for i := lo; i < hi; i++ {
				delete(codes, x.changes[i].From)
			}
			for _, c := range before {
				codes[c] = true
			}
			hi = lo
		}

		for _, i := range slices.Backward(on) {
			if !yield(x.changes[i]) {
				return
			}
		}
	}
}

// String prints the changes for people, day by day, and the units that have no
// successor or no source.
func (x *Crosswalk) String() string {
	if x == nil {
		return ""
	}

	var b strings.Builder
	units, became := numtext.Counted(x.old.Len(), "unit"), numtext.Counted(x.new.Len(), "unit")
	fmt.Fprintf(&b, "%s to %s by %s\n", units, became, numtext.Counted(len(x.changes), "change"))

	for i, c := range x.changes {
		newDay := i == 0 || x.days[i-1] != x.days[i]
		switch {
		case newDay:
			b.WriteString(c.Date + "\n  " + named(x.old, x.new, c.From) + " → ")
		case x.changes[i-1].From != c.From:
			b.WriteString("  " + named(x.old, x.new, c.From) + " → ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(named(x.new, x.old, c.To))
		if !c.Weight.Equal(one) {
			b.WriteString(" " + fault.Text(c.Weight))
		}
		if i+1 == len(x.changes) || x.changes[i+1].From != c.From || x.days[i+1] != x.days[i] {
			b.WriteString("\n")
		}
	}

	without(&b, "without a successor", x.old, x.byOld)
	without(&b, "without a source", x.new, x.byNew)
	return b.String()
}

// named prints a code with its name in tree a, or in tree b if a does not have it.
func named(a, b *hierarchy.Tree, code string) string {
	u, ok := a.Unit(code)
	if !ok {
		u, _ = b.Unit(code)
	}
	return strings.TrimSpace(code + " " + u.Name)
}

// without prints at most ten of the units that have no link.
func without(b *strings.Builder, what string, t *hierarchy.Tree, links []int32) {
	const most = 10
	var names []string
	n := 0
	for i := range t.Len() {
		if links[i] != links[i+1] {
			continue
		}
		if n++; n <= most {
			u := t.UnitAt(i)
			names = append(names, strings.TrimSpace(u.Code+" "+u.Name))
		}
	}

	if n > len(names) {
		names = append(names, "and "+numtext.Count(n-len(names))+" more")
	}
	if n > 0 {
		b.WriteString(what + ": " + strings.Join(names, ", ") + "\n")
	}
}

// index sorts the links, indexes them by the units of both trees, and finds the units whose
// territory has changed.
func (x *Crosswalk) index(outgoing, incoming map[string]bool) {
	olds, news := number(x.old), number(x.new)
	slices.SortFunc(x.links, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(olds.start[a.from], olds.start[b.from]))
	})

	x.byNew = make([]int32, x.new.Len()+1)
	x.byOld = make([]int32, x.old.Len()+1)
	for _, l := range x.links {
		x.byNew[l.to+1]++
		x.byOld[l.from+1]++
	}
	for i := range x.new.Len() {
		x.byNew[i+1] += x.byNew[i]
	}
	for i := range x.old.Len() {
		x.byOld[i+1] += x.byOld[i]
	}

	x.ids = make([]int32, len(x.links))
	next := slices.Clone(x.byOld)
	for i, l := range x.links {
		x.ids[next[l.from]] = int32(i)
		next[l.from]++
	}

	// The links of units below a link's own unit are the next ones in preorder.
	for v := range x.new.Len() {
		group := x.links[x.byNew[v]:x.byNew[v+1]]
		for i := range group {
			past := olds.start[group[i].from] + olds.size[group[i].from]
			n, _ := slices.BinarySearchFunc(group[i+1:], past, func(l link, past int32) int {
				return cmp.Compare(olds.start[l.from], past)
			})
			group[i].below = int32(n)
		}
	}
	x.findMoved(olds, news, outgoing, incoming)
}
