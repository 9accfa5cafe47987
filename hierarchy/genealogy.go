package hierarchy

import (
	"cmp"
	"math/big"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// maxShares is how many shares may be multiplied out beyond one for each unit
// and each change. It bounds the work of mergers that are split again, day after
// day.
const maxShares = 1 << 22

// genealogy follows the codes from the old tree through the days.
type genealogy struct {
	old, new         *Tree
	oldMemo, newMemo []bool // units that have no share in the figure of the root
	faults           fault.Sorted
	changes          []change // that can be placed in time, by day, From and To
	// codes by what the changes do to them: name as From, and as To
	outgoing, incoming map[string]bool
	// the same of the changes that could not be placed, so that what follows
	// from their absence is not reported as well
	left, reached map[string]bool

	pots   map[string]*pot // of the codes changed so far; nil where none is left
	shares int             // multiplied out so far
}

type change struct {
	Change
	day   int
	share weight // m is 0 where the weight is wrong
}

// pot is what a code stands for on a day: shares of old units.
type pot struct {
	parts []part
	clean int // how many parts there were when like ones were last added up
	by    int // the change that made the pot
}

type part struct {
	old   int32
	share weight
}

// dayOf returns the last day that a date can mean as a number that grows with
// time.
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

func (b *genealogy) fault(key, path string, value any, err error, remedy string) {
	b.faults.Add(key, &target.FieldError{Path: path, Value: value, Err: err, Remedy: remedy})
}

// wrong reports a problem of a change.
func (b *genealogy) wrong(c Change, field string, value any, err error, remedy string) {
	b.fault("c"+c.Date+"\x00"+c.From+"\x00"+c.To, "changes["+quote(c.Date+" "+c.From+" → "+c.To)+"]."+field, value, err, remedy)
}

// read checks each change by itself and sorts those that can be placed in time.
func (b *genealogy) read(changes []Change) {
	b.outgoing, b.incoming = map[string]bool{}, map[string]bool{}
	b.left, b.reached = map[string]bool{}, map[string]bool{}
	b.pots = map[string]*pot{}
	b.changes = make([]change, 0, len(changes))
	for _, c := range changes {
		day, placed := dayOf(c.Date)
		if !placed {
			b.wrong(c, "date", c.Date, target.ErrInvalid, "write a date as 2011-07-14, 2011-07 or 2011")
		}
		if !b.code(c, "from", c.From) || !b.code(c, "to", c.To) {
			placed = false
		}
		share := weight{m: new(big.Int)}
		switch {
		case !fixed.InBounds(c.Weight), c.Weight.Sign() <= 0, c.Weight.Cmp(one) > 0:
			b.wrong(c, "weight", c.Weight, target.ErrRange, "a weight is above 0, at most 1, and has at most 100 decimals")
		default:
			share = newWeight(c.Weight)
		}
		if !placed {
			b.left[c.From], b.reached[c.To] = true, true
			continue
		}
		b.outgoing[c.From], b.incoming[c.To] = true, true
		b.changes = append(b.changes, change{c, day, share})
	}
	slices.SortFunc(b.changes, func(x, y change) int {
		return cmp.Or(
			cmp.Compare(x.day, y.day), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To),
			// Only for a report that does not depend on the order of the input.
			compareShares(x.share, y.share), cmp.Compare(x.Date, y.Date),
		)
	})
}

func (b *genealogy) code(c Change, field, code string) bool {
	switch {
	case code == "":
		b.wrong(c, field, nil, target.ErrRequired, "give the code of a unit")
	case !utf8.ValidString(code):
		b.wrong(c, field, code, target.ErrInvalid, "codes are UTF-8")
	default:
		return true
	}
	return false
}

// live applies the changes, day by day.
func (b *genealogy) live() {
	for lo := 0; lo < len(b.changes); {
		hi := lo + 1
		for hi < len(b.changes) && b.changes[hi].day == b.changes[lo].day {
			hi++
		}
		b.apply(lo, hi)
		lo = hi
	}
}

// apply takes all that the changes of one day name as From out of its pots, and
// then puts it where it goes.
func (b *genealogy) apply(lo, hi int) {
	taken := make([]*pot, 0, hi-lo)
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

// complete checks that the changes of one unit on one day go to different units
// and make up the whole.
func (b *genealogy) complete(family []change) {
	sum := weight{m: new(big.Int)}
	whole := true
	for i, c := range family {
		if i > 0 && family[i-1].To == c.To {
			b.wrong(c.Change, "to", c.To, target.ErrDuplicate, "give one change with the whole weight")
			whole = false
		}
		if c.share.m != nil && c.share.m.Sign() == 0 {
			whole = false // reported as such
		}
		sum = sum.plus(c.share)
	}
	if whole && sum.m != nil {
		c := family[0].Change
		remedy := "the weights of all that " + quote(c.From) + " became on that day add up to 1 exactly, not to " + fault.Text(sum.decimal())
		b.wrong(c, "weight", c.Weight, target.ErrInvalid, remedy)
	}
}

// take empties the pot of a code.
func (b *genealogy) take(c Change) *pot {
	p, changed := b.pots[c.From]
	b.pots[c.From] = nil
	if !changed {
		if at, ok := b.old.at(c.From); ok {
			return &pot{parts: []part{{old: int32(at)}}, clean: 1}
		}
	}
	if p == nil {
		p = &pot{}
		if !b.reached[c.From] {
			b.wrong(c, "from", c.From, target.ErrUnknown, "no unit has the code on that day: name one of the old tree or one that an earlier change made")
		}
	}
	return p
}

// put adds what a change moves to the pot of its To. What goes one way as a
// whole is moved and not multiplied out.
func (b *genealogy) put(at int, from *pot) {
	c := &b.changes[at]
	to := b.pots[c.To]
	if to == nil {
		to = &pot{by: at}
		if _, changed := b.pots[c.To]; !changed {
			to.parts = b.stayed(c.To)
			to.clean = len(to.parts)
		}
		b.pots[c.To] = to
	}
	if c.share.m == nil {
		parts := from.parts
		if len(parts) > len(to.parts) {
			parts, to.parts = to.parts, parts
			to.clean = from.clean
		}
		to.parts = append(to.parts, parts...)
	} else if b.spend(c, len(from.parts)) {
		for _, p := range from.parts {
			share := p.share.times(c.share)
			if share.scale > fixed.Digits {
				b.wrong(c.Change, "weight", c.Weight, target.ErrRange, "multiplied out with the weights before it, it has more than 100 decimals; give fewer")
				break
			}
			to.parts = append(to.parts, part{p.old, share})
		}
	}
	if len(to.parts) > 2*to.clean+8 {
		to.unite()
	}
}

// stayed is what a code that no change has named yet stands for.
func (b *genealogy) stayed(code string) []part {
	u, ok := b.old.at(code)
	if !ok {
		return nil
	}
	if v, ok := b.new.at(code); ok && b.oldMemo[u] && !b.newMemo[v] {
		return nil // an "of which" that now has a unit of its own in its place
	}
	return []part{{old: int32(u)}}
}

// spend takes n shares from what may be multiplied out.
func (b *genealogy) spend(c *change, n int) bool {
	most := maxShares + b.old.Len() + len(b.changes)
	if b.shares > most {
		return false // reported as such
	}
	if b.shares += n; b.shares > most {
		b.wrong(c.Change, "to", c.To, target.ErrRange, "mergers that are split again multiply the shares beyond what can be kept; make a succession for each part of the time")
	}
	return b.shares <= most
}

// unite adds up the shares of the same old unit.
func (p *pot) unite() {
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
	p.clean = n
}

// end links what is there on the last day to the new tree.
func (b *genealogy) end(s *Succession) {
	for u := range b.old.units {
		code := b.old.units[u].Code
		if _, changed := b.pots[code]; changed {
			continue
		}
		v, ok := b.new.at(code)
		if ok && b.oldMemo[u] == b.newMemo[v] {
			s.links = append(s.links, link{from: int32(u), to: int32(v)})
			continue
		}
		if b.oldMemo[u] || b.left[code] || b.contains(u) {
			continue
		}
		remedy := "the new tree has no unit with its code; say what it became"
		if ok {
			remedy = "it counts towards its parent in the old tree and is an of-which in the new one; say to which unit its figure goes"
		}
		b.fault("u"+code, "units["+quote(code)+"].to", b.old.units[u].Name, target.ErrRequired, remedy)
	}
	for code, p := range b.pots {
		if p == nil {
			continue
		}
		made := b.changes[p.by].Change
		v, ok := b.new.at(code)
		if !ok {
			b.wrong(made, "to", code, target.ErrUnknown, "it is not in the new tree, and no later change takes it away")
			continue
		}
		p.unite()
		for _, x := range p.parts {
			if b.oldMemo[x.old] != b.newMemo[v] {
				b.wrong(made, "to", code, target.ErrMismatch, "of "+quote(b.old.units[x.old].Code)+" and it, one counts towards its parent and the other is an of-which")
				break
			}
		}
		for _, x := range p.parts {
			s.links = append(s.links, link{from: x.old, to: int32(v), share: x.share})
		}
	}
}

// contains reports whether others of the tree make up the unit.
func (b *genealogy) contains(u int) bool {
	for i, hi := b.old.family(u); i < hi; i++ {
		if b.old.units[i].Role != Memo {
			return true
		}
	}
	return false
}

// memoUnits marks the units that have no share in the figure of the root.
func memoUnits(t *Tree) []bool {
	memo := make([]bool, t.Len())
	for i := range memo {
		memo[i] = t.units[i].Role == Memo || i > 0 && memo[t.parent[i]]
	}
	return memo
}
