package crosswalk

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// maxShares is how many products of shares are calculated at most, besides one for each
// unit and each change. Mergers that are split again day after day would make any number.
const maxShares = 1 << 22

// builder follows from day to day which old units each code consists of.
type builder struct {
	old, new         *hierarchy.Tree
	oldMemo, newMemo []bool // by unit: it is a memo unit or below one
	problems         target.Problems
	changes          []dated // those with a sound date, by day, From and To

	// The codes that these changes name as From and as To.
	outgoing, incoming map[string]bool
	// The same for the changes without a sound date. Problems that only follow from the
	// absence of such a change are not reported.
	badOutgoing, badIncoming map[string]bool

	compositions map[string]*composition // by code that a change has named; nil if the code has ended
	shares       int                     // multiplied so far
}

// dated is a change with its day.
type dated struct {
	Change
	day   int
	share share // m is 0 if the weight is not sound
}

// composition is what a code consists of on a day: shares of old units.
type composition struct {
	parts  []part
	united int // the number of parts after the last unite
	by     int // index of the change that made it
}

type part struct {
	old   int32
	share share
}

// dayOf returns the last day of a date, a month or a year, as a number that grows
// with time.
func dayOf(date string) (int, bool) {
	const full = "2006-01-02"
	if n := len(date); n != 4 && n != 7 && n != 10 {
		return 0, false
	}
	t, err := time.Parse(full[:len(date)], date)
	if err != nil || t.Year() < 1 {
		return 0, false
	}
	switch len(date) {
	case 4:
		t = t.AddDate(1, 0, -1)
	case 7:
		t = t.AddDate(0, 1, -1)
	}
	return (t.Year()*12+int(t.Month()))*31 + t.Day(), true
}

// at returns the place of a change.
func (b *builder) at(c Change) target.Place {
	return b.problems.At("changes").Key(c.Date + " " + c.From + " → " + c.To)
}

// read checks each change by itself, and sorts those that have a sound date.
func (b *builder) read(changes []Change) {
	b.outgoing, b.incoming = map[string]bool{}, map[string]bool{}
	b.badOutgoing, b.badIncoming = map[string]bool{}, map[string]bool{}
	b.compositions = map[string]*composition{}
	b.changes = make([]dated, 0, len(changes))

	for _, c := range changes {
		day, placed := dayOf(c.Date)
		if !placed {
			b.at(c).Field("date").Report(c.Date, target.ErrInvalid, "write a date as 2011-07-14, 2011-07 or 2011")
		}
		if from, to := b.at(c).Field("from").Code(c.From), b.at(c).Field("to").Code(c.To); !from || !to {
			placed = false
		}

		weight := share{m: new(big.Int)}
		if at := b.at(c).Field("weight"); at.Figure(c.Weight) {
			if c.Weight.Sign() > 0 && c.Weight.Cmp(one) <= 0 {
				weight = newShare(c.Weight)
			} else {
				at.Report(c.Weight, target.ErrRange, "must be greater than 0 and at most 1")
			}
		}

		if !placed {
			b.badOutgoing[c.From], b.badIncoming[c.To] = true, true
			continue
		}
		b.outgoing[c.From], b.incoming[c.To] = true, true
		b.changes = append(b.changes, dated{c, day, weight})
	}

	slices.SortFunc(b.changes, func(x, y dated) int {
		return cmp.Or(
			cmp.Compare(x.day, y.day), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To),
			// A report must not depend on the order of the input.
			compareShares(x.share, y.share), cmp.Compare(x.Date, y.Date),
		)
	})
}

// applyAll applies the changes, day by day.
func (b *builder) applyAll() {
	for lo := 0; lo < len(b.changes); {
		hi := lo + 1
		for hi < len(b.changes) && b.changes[hi].day == b.changes[lo].day {
			hi++
		}
		b.apply(lo, hi)
		lo = hi
	}
}

// apply applies the changes of one day: it first takes the parts of every From, and
// then gives them to every To.
func (b *builder) apply(lo, hi int) {
	taken := make([]*composition, 0, hi-lo)
	for i := lo; i < hi; {
		j := i + 1
		for j < hi && b.changes[j].From == b.changes[i].From {
			j++
		}
		b.complete(b.changes[i:j])
		taken = append(taken, b.take(b.changes[i].Change))
		i = j
	}

	for i := lo; i < hi; {
		from := taken[0]
		taken = taken[1:]
		for j := i; ; j++ {
			b.put(j, from)
			if j+1 == hi || b.changes[j+1].From != b.changes[i].From {
				i = j + 1
				break
			}
		}
	}
}

// complete checks that the changes of one unit on one day go to different units, and
// that their weights add up to 1.
func (b *builder) complete(family []dated) {
	sum := share{m: new(big.Int)}
	sound := true
	for i, c := range family {
		if i > 0 && family[i-1].To == c.To {
			b.at(c.Change).Field("to").Report(c.To, target.ErrDuplicate, "give one change with the whole weight")
			sound = false
		}
		if c.share.m != nil && c.share.m.Sign() == 0 {
			sound = false // reported as such
		}
		sum = sum.plus(c.share)
	}

	if sound && sum.m != nil {
		c := family[0].Change
		b.at(c).Field("weight").Report(c.Weight, target.ErrInvalid, fmt.Sprintf(
			"the weights of all that %s became on that day must add up to 1 exactly; they make %s",
			fault.Text(c.From), fault.Text(sum.decimal()),
		))
	}
}

// take takes all parts of the From of a change.
func (b *builder) take(c Change) *composition {
	p, changed := b.compositions[c.From]
	b.compositions[c.From] = nil
	if !changed {
		if at, ok := b.old.Index(c.From); ok {
			return &composition{parts: []part{{old: int32(at)}}, united: 1}
		}
	}
	if p == nil {
		p = &composition{}
		if !b.badIncoming[c.From] {
			b.at(c).Field("from").Report(c.From, target.ErrUnknown,
				"no unit has the code on that day: name a unit of the old tree, or one that an earlier change made")
		}
	}
	return p
}

// put gives the parts of a change to its To. Parts that a change moves as a whole are
// not multiplied.
func (b *builder) put(at int, from *composition) {
	c := &b.changes[at]
	to := b.compositions[c.To]
	if to == nil {
		to = &composition{by: at}
		if _, changed := b.compositions[c.To]; !changed {
			to.parts = b.stayed(c.To)
			to.united = len(to.parts)
		}
		b.compositions[c.To] = to
	}

	switch {
	case c.share.m == nil:
		// The shorter list is appended to the longer one.
		parts := from.parts
		if len(parts) > len(to.parts) {
			parts, to.parts = to.parts, parts
			to.united = from.united
		}
		to.parts = append(to.parts, parts...)
	case b.spend(c, len(from.parts)):
		for _, p := range from.parts {
			product := p.share.times(c.share)
			if product.scale > fixed.Digits {
				b.at(c.Change).Field("weight").Report(c.Weight, target.ErrRange,
					"multiplied out with the weights before it, it has more than 100 decimals: give fewer")
				break
			}
			to.parts = append(to.parts, part{p.old, product})
		}
	}

	if len(to.parts) > 2*to.united+8 {
		to.unite()
	}
}

// stayed returns what a code consists of before the first change that names it.
func (b *builder) stayed(code string) []part {
	u, ok := b.old.Index(code)
	if !ok {
		return nil
	}
	if v, ok := b.new.Index(code); ok && b.oldMemo[u] && !b.newMemo[v] {
		return nil // a memo unit, whose code is now that of a unit that counts
	}
	return []part{{old: int32(u)}}
}

// spend counts n shares that are to be multiplied, and reports whether the limit allows
// them.
func (b *builder) spend(c *dated, n int) bool {
	most := maxShares + b.old.Len() + len(b.changes)
	if b.shares > most {
		return false // reported as such
	}
	if b.shares += n; b.shares > most {
		b.at(c.Change).Field("to").Report(c.To, target.ErrRange,
			"mergers that are split again multiply the shares beyond what can be kept: "+
				"make a crosswalk for each part of the time")
	}
	return b.shares <= most
}

// unite makes one part of the shares of each old unit.
func (p *composition) unite() {
	slices.SortStableFunc(p.parts, func(x, y part) int { return cmp.Compare(x.old, y.old) })
	n := 0
	for i, x := range p.parts {
		if i > 0 && p.parts[n-1].old == x.old {
			p.parts[n-1].share = p.parts[n-1].share.plus(x.share)
			continue
		}
		p.parts[n] = x
		n++
	}
	clear(p.parts[n:])
	p.parts = p.parts[:n]
	p.united = n
}

// link links the old units to the new ones, by what each code consists of on the last day.
func (b *builder) link(x *Crosswalk) {
	for u := range b.old.Len() {
		code := b.old.UnitAt(u).Code
		if _, changed := b.compositions[code]; changed {
			continue
		}
		v, ok := b.new.Index(code)
		if ok && b.oldMemo[u] == b.newMemo[v] {
			x.links = append(x.links, link{from: int32(u), to: int32(v)})
			continue
		}
		if b.oldMemo[u] || b.badOutgoing[code] || b.contains(u) {
			continue
		}

		remedy := "the new tree has no unit with its code: give a change that says what it became"
		if ok {
			remedy = "it counts towards its parent in the old tree and is a memo unit or below one in the new tree: " +
				"give a change that says where its figure goes"
		}
		var name any // the value of the error, if the unit has a name
		if n := b.old.UnitAt(u).Name; n != "" {
			name = n
		}
		b.problems.At("units").Key(code).Field("to").Report(name, target.ErrRequired, remedy)
	}

	for code, p := range b.compositions {
		if p != nil {
			b.linkChanged(x, code, p)
		}
	}
}

// linkChanged links the parts of a code that changes have named to its new unit.
func (b *builder) linkChanged(x *Crosswalk, code string, p *composition) {
	made := b.at(b.changes[p.by].Change).Field("to")
	v, ok := b.new.Index(code)
	if !ok {
		made.Report(code, target.ErrUnknown, "it is not in the new tree, and no later change takes it away")
		return
	}

	p.unite()
	for _, s := range p.parts {
		if b.oldMemo[s.old] != b.newMemo[v] {
			made.Report(code, target.ErrMismatch, fmt.Sprintf(
				"of %s and it, one counts towards its parent and the other is a memo unit or below one",
				fault.Text(b.old.UnitAt(int(s.old)).Code),
			))
			break
		}
	}

	for _, s := range p.parts {
		x.links = append(x.links, link{from: s.old, to: int32(v), share: s.share})
	}
}

// contains reports whether a unit has children that count towards it.
func (b *builder) contains(u int) bool {
	for i, end := b.old.ChildrenAt(u); i < end; i++ {
		if b.old.UnitAt(i).Role != hierarchy.Memo {
			return true
		}
	}
	return false
}

// memoUnits returns for each unit whether it is a memo unit or below one.
func memoUnits(t *hierarchy.Tree) []bool {
	memo := make([]bool, t.Len())
	for i := range memo {
		memo[i] = t.UnitAt(i).Role == hierarchy.Memo || i > 0 && memo[t.ParentAt(i)]
	}
	return memo
}
