package hierarchy

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Carry returns the figures of a column of the old tree as a column of the new
// one, by the law of the kind. With wᵢ the share of the old unit i that the new
// unit has ([Succession.From]),
//
//	Sum, Count     x = Σ wᵢxᵢ
//	WeightedMean   x = Σ wᵢdᵢxᵢ / Σ wᵢdᵢ
//
// with the basis dᵢ of the old unit: numerators and denominators are carried,
// and the parts of a unit that was split are taken to be alike. A unit all of
// whose figure comes from one old unit has that unit's mean as it is, and needs
// no basis. The basis itself is carried as the Sum that it is:
//
//	people, err := s.Carry(target.Stock, population, hierarchy.Column{})
//
// Sums are exact, however many decimals that takes, so that the sum of the
// carried figures is that of the old ones to the last digit: 101 patents split
// in halves are 50.5 and 50.5, and half a milestone is 0.5. [Succession.CarryWhole] hands
// whole ones on. A mean is rounded once, to twelve decimals more than the figures
// have but no more than a hundred, halves away from zero.
//
// A new unit without a source is a gap, and so is one whose sources are. Any
// column of figures can be carried, the quotas of a plan ([Plan.Column]) as well;
// what its units above others mean is said at [Succession].
//
// Carry returns an error if
//   - the kind has no law ([target.ErrKind]): an index or a position of other territory is another number;
//   - a column is not of the old tree, or the basis of a weighted mean is missing;
//   - a unit has a figure and another that goes into the same new unit has none;
//   - a figure would be lost, stay with a unit whose territory changed, or go partly
//     into a figure that holds it already (see [Succession]);
//   - where means are averaged, a basis is missing or negative, or all that go into a unit are zero;
//   - an exact figure has more than 100 decimals.
//
// It reports every problem, by code.
func (s *Succession) Carry(kind target.Kind, c, basis Column) (Column, error) {
	if err := s.accept(kind, c); err != nil {
		return Column{}, err
	}
	y := carrier{s: s, c: c, basis: basis}
	mean := kind.Law() == target.WeightedMean
	if mean {
		switch {
		case !basis.given():
			return Column{}, &target.FieldError{Path: "basis", Err: target.ErrRequired, Remedy: "a " + kind.String() + " is averaged by its denominators"}
		case !basis.tree.Equal(s.old):
			return Column{}, &target.FieldError{Path: "basis", Err: target.ErrMismatch, Remedy: "take both columns from the old tree"}
		}
	}
	y.choose()
	out := fixed.NewBuilder(s.new.Len())
	for v := range s.new.Len() {
		links := y.used(v)
		switch {
		case len(links) == 0:
		case len(links) == 1 && (mean || links[0].share.m == nil):
			y.copy(out, v, links[0])
		case mean:
			y.mean(out, v, links)
		default:
			y.sum(out, v, links)
		}
	}
	if y.faults.Len() > 0 {
		return Column{}, y.faults.Err()
	}
	return Column{tree: s.new, name: c.name, figures: out.Column()}, nil
}

// accept checks what both ways of carrying ask of a column.
func (s *Succession) accept(kind target.Kind, c Column) error {
	switch {
	case kind.Law() == target.NoLaw:
		return &target.FieldError{Path: "kind", Value: kind.String(), Err: target.ErrKind, Remedy: "an index or a position of other territory is another number: carry what it is made from"}
	case s == nil:
		return &target.FieldError{Path: "succession", Err: target.ErrRequired, Remedy: "make one by NewSuccession"}
	case !c.given():
		return &target.FieldError{Path: "column", Err: target.ErrRequired, Remedy: "make one by Tree.Column"}
	case !c.tree.Equal(s.old):
		return &target.FieldError{Path: "column", Err: target.ErrMismatch, Remedy: "take the column from the old tree"}
	}
	return nil
}

// carrier carries one column.
type carrier struct {
	s        *Succession
	c, basis Column
	use      []bool // of each link, whether the figure goes along it
	faults   fault.Sorted
	scratch  []link
}

func (y *carrier) fault(t *Tree, at int, column string, value any, err error, remedy string) {
	code := t.units[at].Code
	y.faults.Add(code, &target.FieldError{Path: column + "[" + quote(code) + "]", Value: value, Err: err, Remedy: remedy})
}

func (y *carrier) figure(at int) decimal.Decimal { return y.c.figures.Decimal(at) }

// choose decides along which links the figures go, and finds those that cannot
// go anywhere.
func (y *carrier) choose() {
	s := y.s
	y.use = make([]bool, len(s.links))
	within := map[int32]string{} // old units some of whose figure is in another's
	gaps := map[int32]bool{}
	for v := range s.new.Len() {
		lo, hi := int(s.byNew[v]), int(s.byNew[v+1])
		if hi-lo == 1 {
			y.use[lo] = y.c.has(int(s.links[lo].from))
		} else {
			y.chooseOf(lo, hi, within, gaps)
		}
	}
	for u := range s.old.units {
		if !y.c.has(u) {
			if gaps[int32(u)] {
				y.fault(s.old, u, "figures", nil, target.ErrMissing, "others that go into the same unit have one; give it, or 0")
			}
			continue
		}
		lo, hi := s.byOld[u], s.byOld[u+1]
		switch upper, partly := within[int32(u)]; {
		case lo == hi:
			y.fault(s.old, u, "figures", y.figure(u), target.ErrInvalid, "the new tree has no such unit and no change says what became of its own figure: give the weights, or leave the figure out and roll up in the new tree")
		case s.moved[u]:
			y.fault(s.old, u, "figures", y.figure(u), target.ErrInvalid, "units came into it or left it and no change says what became of its own figure: give the weights, or leave the figure out and roll up in the new tree")
		case partly && slices.ContainsFunc(s.ids[lo:hi], func(id int32) bool { return y.use[id] }):
			y.fault(s.old, u, "figures", y.figure(u), target.ErrDuplicate, "a part of it goes where the figure of "+quote(upper)+", which holds it, goes: carry one of the two")
		}
	}
}

// chooseOf decides on the links to one new unit. Of units of which one contains
// the others, the upper one counts if it has a figure.
func (y *carrier) chooseOf(lo, hi int, within map[int32]string, gaps map[int32]bool) {
	links := y.s.links
	next := hi // of each link, the first one after it whose unit has a figure
	after := make([]int, hi-lo)
	for i := hi - 1; i >= lo; i-- {
		after[i-lo] = next
		if y.c.has(int(links[i].from)) {
			next = i
		}
	}
	if next == hi {
		return // all are gaps
	}
	for i := lo; i < hi; {
		past := i + 1 + int(links[i].below)
		switch {
		case y.c.has(int(links[i].from)):
			y.use[i] = true
			for j := after[i-lo]; j < past; j = after[j-lo] {
				within[links[j].from] = y.s.old.units[links[i].from].Code
			}
			i = past
		case after[i-lo] < past:
			i++
		default:
			gaps[links[i].from] = true
			i = past
		}
	}
}

// used returns the links along which a new unit gets its figure. They are good
// until the next call.
func (y *carrier) used(v int) []link {
	s := y.s
	y.scratch = y.scratch[:0]
	for i := s.byNew[v]; i < s.byNew[v+1]; i++ {
		if y.use[i] {
			y.scratch = append(y.scratch, s.links[i])
		}
	}
	return y.scratch
}

func (y *carrier) copy(out *fixed.Builder, v int, l link) {
	f := y.c.figures
	if words := f.Words(); words != nil {
		out.SetWord(v, words[l.from], f.Exp())
	} else {
		out.SetBig(v, f.Mantissa(int(l.from)), f.Exp())
	}
}

func (y *carrier) sum(out *fixed.Builder, v int, links []link) {
	var scale int32
	for _, l := range links {
		scale = max(scale, l.share.scale)
	}
	exp := y.c.figures.Exp() - scale
	if n, ok := y.sumWords(links, scale); ok {
		for exp < y.c.figures.Exp() && n%10 == 0 {
			n /= 10
			exp++
		}
		if exp >= -fixed.Digits {
			out.SetWord(v, n, exp)
			return
		}
	}
	sum := new(big.Int)
	for _, l := range links {
		sum.Add(sum, new(big.Int).Mul(y.c.figures.Mantissa(int(l.from)), l.share.mantissa(scale)))
	}
	y.set(out, v, sum, exp)
}

// sumWords adds up on machine words, if all of it fits.
func (y *carrier) sumWords(links []link, scale int32) (sum int64, ok bool) {
	words := y.c.figures.Words()
	if words == nil {
		return 0, false
	}
	for _, l := range links {
		share := int64(1)
		if l.share.m != nil {
			if !l.share.m.IsInt64() {
				return 0, false
			}
			share = l.share.m.Int64()
		}
		share, ok1 := fixed.Scale(share, scale-l.share.scale)
		n, ok2 := fixed.MulWords(words[l.from], share)
		if sum, ok = fixed.AddWords(sum, n); !ok || !ok1 || !ok2 {
			return 0, false
		}
	}
	return sum, true
}

// set puts m·10^exp at a place, without zeros beyond the decimals that the
// column has.
func (y *carrier) set(out *fixed.Builder, v int, m *big.Int, exp int32) {
	var q, r big.Int
	for exp < y.c.figures.Exp() {
		if q.QuoRem(m, bigTen, &r); r.Sign() != 0 {
			break
		}
		m.Set(&q)
		exp++
	}
	if exp < -fixed.Digits {
		y.fault(y.s.new, v, "figures", nil, target.ErrRange, "its exact figure has more than 100 decimals: give fewer in the weights")
		return
	}
	out.SetBig(v, m, exp)
}

func (y *carrier) mean(out *fixed.Builder, v int, links []link) {
	var scale int32
	for _, l := range links {
		scale = max(scale, l.share.scale)
	}
	num, den := new(big.Int), new(big.Int)
	whole := true
	for _, l := range links {
		u := int(l.from)
		if !y.basis.has(u) {
			whole = false
			y.fault(y.s.old, u, "basis", nil, target.ErrMissing, "its figure is averaged with others; give its basis")
			continue
		}
		d := y.basis.figures.Mantissa(u)
		if d.Sign() < 0 {
			whole = false
			y.fault(y.s.old, u, "basis", y.basis.figures.Decimal(u), target.ErrRange, "a basis is not negative")
		}
		d.Mul(d, l.share.mantissa(scale))
		den.Add(den, d)
		num.Add(num, d.Mul(d, y.c.figures.Mantissa(u)))
	}
	switch exp := y.c.figures.Exp(); {
	case !whole:
	case den.Sign() == 0:
		y.fault(y.s.new, v, "basis", nil, target.ErrRange, "the bases of all that goes into it add up to zero: no mean exists")
	default:
		// The exponents of the basis and of the shares cancel out.
		to := max(exp-meanPlaces, -fixed.Digits)
		y.set(out, v, fixed.DivHalfUp(num.Mul(num, fixed.Pow10(exp-to)), den), to)
	}
}
