package crosswalk

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// CarryOptions are the choices of [Crosswalk.Carry]. The zero value carries sums
// exactly.
type CarryOptions struct {
	// Basis is a column of the old tree: the weights of a kind whose law is WeightedMean. Other
	// kinds have none.
	Basis hierarchy.Column
	// Quantum is the step of carried figures of a kind whose law is Sum or Count. 0 means that
	// they are exact.
	Quantum decimal.Decimal
}

// Carry returns the figures of a column of the old tree as a column of the new tree,
// by the law of the kind:
//
//	Sum, Count     x = Σ wᵢxᵢ
//	WeightedMean   x = Σ wᵢdᵢxᵢ / Σ wᵢdᵢ
//
// Here wᵢ is the share of the old unit i that the new unit receives
// ([Crosswalk.From]), and dᵢ is the basis of the old unit. Numerators and
// denominators are carried, and the parts of a unit that was split are assumed to have
// equal means. A unit with a single source has the mean of the source, and needs no
// basis. The basis itself is carried as a Sum:
//
//	people, err := x.Carry(target.Stock, population, crosswalk.CarryOptions{})
//
// Sums are exact, with as many decimals as that needs: 101 patents split in halves
// are 50.5 and 50.5. The sum of the carried figures therefore equals the sum of the
// old ones. A mean is rounded once, halves away from zero, to twelve decimals more
// than the figures have, and to at most 100.
//
// With o.Quantum, figures are multiples of the quantum, such as whole patents. They
// are rounded by largest remainders, separately for each set of units that changes
// connect:
//  1. The exact figure of each new unit is rounded down.
//  2. The quanta that are left in the set go to its largest remainders, one each;
//     equal remainders in the order of the codes.
//
// The sum of every set stays the same. No figure differs from its exact value by a
// whole quantum.
//
// A new unit is a gap if it has no source, or if all its sources are gaps. Any column
// of figures can be carried, also the quotas of a plan ([hierarchy.Plan.Column]).
//
// Carry returns an error if:
//   - the kind has no law ([target.ErrKind]): an index or a position cannot be carried to other territory;
//   - a column is not of the old tree, or the basis of a weighted mean is missing;
//   - a basis is given for another kind;
//   - some sources of a new unit have a figure and others have none, apart from units
//     below one that has a figure;
//   - a figure would be lost, or its unit keeps its code and has other territory (see [Crosswalk]);
//   - a part of a figure goes to a new unit whose figure includes it already, and the other parts elsewhere;
//   - a basis is missing or negative where means are averaged, or all bases of a new unit are zero;
//   - an exact figure has more than 100 digits before or after the decimal point;
//   - the quantum is negative or given for a mean, or a figure is not a multiple of it.
//
// It reports every problem, by code.
func (x *Crosswalk) Carry(kind target.Kind, c hierarchy.Column, o CarryOptions) (hierarchy.Column, error) {
	y := carrier{x: x, c: c, basis: o.Basis}
	y.problems.ByPath = true
	if !y.accept(kind, o) {
		return hierarchy.Column{}, y.problems.Err()
	}

	y.read()
	y.chooseLinks()
	out := x.new.ColumnBuilder()
	if o.Quantum.IsZero() {
		y.carryExactly(out, kind.Law() == target.WeightedMean)
	} else {
		y.carryWhole(out, fixed.NewQuantum(o.Quantum))
	}
	if y.problems.Len() > 0 {
		return hierarchy.Column{}, y.problems.Err()
	}
	carried, err := out.Column()
	return carried.Named(c.Name()), err
}

// figure is the figure of an old unit: m·10^exp if m fits a word.
type figure struct {
	m         int64
	exp       int32
	has, word bool
}

// carrier carries one column.
type carrier struct {
	x        *Crosswalk
	c, basis hierarchy.Column
	figures  []figure // of the old units
	exp      int32    // the least exponent of the figures
	use      []bool   // by link: the figure is carried along it
	problems target.Problems
	scratch  []link
}

// accept checks kind, columns and options.
func (y *carrier) accept(kind target.Kind, o CarryOptions) bool {
	if !y.problems.At("crosswalk").Required(y.x != nil, "make one by New") {
		return false
	}
	if kind.Law() == target.NoLaw {
		y.problems.At("kind").Report(kind.String(), target.ErrKind,
			"an index or a position of other territory is another number: carry what it is made from")
	}
	y.column(y.problems.At("column"), y.c)

	at := y.problems.At("options")
	mean := kind.Law() == target.WeightedMean
	if mean {
		basis, remedy := at.Field("basis"), "a "+kind.String()+" is averaged by its denominators: "+
			"give them as a column of the old tree"
		if basis.Required(o.Basis.Tree() != nil, remedy) {
			y.column(basis, o.Basis)
		}
	} else if kind.Law() != target.NoLaw && o.Basis.Tree() != nil {
		at.Field("basis").Report(o.Basis.Name(), target.ErrInvalid,
			"leave it out: figures of kind "+kind.String()+" are carried without weights")
	}
	if at.Field("quantum").NonNegative(o.Quantum) && mean && !o.Quantum.IsZero() {
		at.Field("quantum").Report(o.Quantum, target.ErrKind, "a mean is not carried in whole quanta: leave it out")
	}
	return y.problems.Len() == 0
}

// column checks that a column is of the old tree.
func (y *carrier) column(at target.Place, c hierarchy.Column) {
	if at.Required(c.Tree() != nil, "make it by Tree.Column of the old tree") && !c.Tree().Equal(y.x.old) {
		at.Report(nil, target.ErrMismatch, "the column is of another tree: take it from the old tree")
	}
}

// at returns the place of a unit's figure in the column that is carried.
func (y *carrier) at(t *hierarchy.Tree, i int) target.Place {
	return y.problems.At("figures").Key(t.UnitAt(i).Code)
}

func (y *carrier) decimal(at int) decimal.Decimal {
	d, _ := y.c.FigureAt(at)
	return d
}

// read reads the figures of the old units, and finds the least exponent.
func (y *carrier) read() {
	y.figures = make([]figure, y.x.old.Len())
	for u := range y.figures {
		f := &y.figures[u]
		if f.m, f.exp, f.word = y.c.Int64At(u); f.word {
			f.has = true
		} else if d, ok := y.c.FigureAt(u); ok {
			f.exp, f.has = d.Exponent(), true
		}
		if f.has {
			y.exp = min(y.exp, f.exp)
		}
	}
}

// mantissa returns the figure of an old unit as a multiple of 10^exp.
func (y *carrier) mantissa(u int) *big.Int {
	m, _ := fixed.Mantissa(y.decimal(u), y.exp)
	return m
}

// chooseLinks decides along which links figures are carried.
func (y *carrier) chooseLinks() {
	x := y.x
	y.use = make([]bool, len(x.links))
	within := map[int32]string{} // by old unit: the unit above it whose figure includes a part of its own
	gaps := map[int32]bool{}     // old units whose figure is needed and absent

	for v := range x.new.Len() {
		lo, hi := int(x.byNew[v]), int(x.byNew[v+1])
		if hi-lo == 1 {
			y.use[lo] = y.figures[x.links[lo].from].has
		} else {
			y.chooseAmong(lo, hi, within, gaps)
		}
	}
	y.reportLost(within, gaps)
}

// reportLost reports the old units whose figure has no way to the new tree, or whose
// gap leaves a sum open.
func (y *carrier) reportLost(within map[int32]string, gaps map[int32]bool) {
	const remedy = " and no change says what became of its own figure: " +
		"give the weights, or leave the figure out and roll up in the new tree"
	x := y.x
	for u := range x.old.Len() {
		if !y.figures[u].has {
			if gaps[int32(u)] {
				y.at(x.old, u).Report(
					nil, target.ErrMissing, "others that go into the same unit have one: give it, or 0",
				)
			}
			continue
		}

		lo, hi := x.byOld[u], x.byOld[u+1]
		switch upper, partly := within[int32(u)]; {
		case lo == hi:
			y.at(x.old, u).Report(y.decimal(u), target.ErrInvalid, "the new tree has no such unit,"+remedy)
		case x.moved[u]:
			y.at(x.old, u).Report(y.decimal(u), target.ErrInvalid, "units came into it or left it,"+remedy)
		case partly && slices.ContainsFunc(x.ids[lo:hi], func(id int32) bool { return y.use[id] }):
			y.at(x.old, u).Report(
				y.decimal(u), target.ErrDuplicate,
				"a part of it goes to the same unit as the figure of "+fault.Text(upper)+
					", which includes it: carry one of the two",
			)
		}
	}
}

// chooseAmong decides on the links to one new unit. If a unit has a figure, its link is used,
// and those of the units below it are not: its figure includes theirs.
func (y *carrier) chooseAmong(lo, hi int, within map[int32]string, gaps map[int32]bool) {
	links := y.x.links

	// after has for each link the first link after it whose unit has a figure.
	next := hi
	after := make([]int, hi-lo)
	for i := hi - 1; i >= lo; i-- {
		after[i-lo] = next
		if y.figures[links[i].from].has {
			next = i
		}
	}
	if next == hi {
		return // all are gaps
	}

	for i := lo; i < hi; {
		past := i + 1 + int(links[i].below)
		switch {
		case y.figures[links[i].from].has:
			y.use[i] = true
			for j := after[i-lo]; j < past; j = after[j-lo] {
				within[links[j].from] = y.x.old.UnitAt(int(links[i].from)).Code
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

// used returns the links along which a new unit receives its figure. The next call
// overwrites them.
func (y *carrier) used(v int) []link {
	x := y.x
	y.scratch = y.scratch[:0]
	for i := x.byNew[v]; i < x.byNew[v+1]; i++ {
		if y.use[i] {
			y.scratch = append(y.scratch, x.links[i])
		}
	}
	return y.scratch
}

// carryExactly sets the exact figure of each new unit.
func (y *carrier) carryExactly(out *hierarchy.ColumnBuilder, mean bool) {
	for v := range y.x.new.Len() {
		links := y.used(v)
		switch {
		case len(links) == 0:
		case len(links) == 1 && (mean || links[0].share.m == nil):
			y.copyTo(out, v, int(links[0].from))
		case mean:
			y.mean(out, v, links)
		default:
			y.sum(out, v, links)
		}
	}
}

func (y *carrier) copyTo(out *hierarchy.ColumnBuilder, v, u int) {
	if f := y.figures[u]; f.word {
		out.SetInt64(v, f.m, f.exp)
	} else {
		out.Set(v, y.decimal(u))
	}
}

func (y *carrier) sum(out *hierarchy.ColumnBuilder, v int, links []link) {
	var scale int32
	for _, l := range links {
		scale = max(scale, l.share.scale)
	}
	exp := y.exp - scale
	if n, ok := y.sumWords(links, scale); ok {
		for exp < y.exp && n%10 == 0 {
			n /= 10
			exp++
		}
		if exp >= -fixed.Digits {
			out.SetInt64(v, n, exp)
			return
		}
	}

	sum := new(big.Int)
	for _, l := range links {
		sum.Add(sum, new(big.Int).Mul(y.mantissa(int(l.from)), l.share.mantissa(scale)))
	}
	y.set(out, v, sum, exp)
}

// sumWords returns the sum in units of 10^(exp − scale), and whether all of it fits
// machine words.
func (y *carrier) sumWords(links []link, scale int32) (sum int64, ok bool) {
	for _, l := range links {
		weight := int64(1)
		if l.share.m != nil {
			if !l.share.m.IsInt64() {
				return 0, false
			}
			weight = l.share.m.Int64()
		}
		weight, scales := fixed.Scale(weight, scale-l.share.scale)
		f := y.figures[l.from]
		m, aligns := fixed.Scale(f.m, f.exp-y.exp)
		n, fits := fixed.MulWords(m, weight)
		if sum, ok = fixed.AddWords(sum, n); !ok || !scales || !f.word || !aligns || !fits {
			return 0, false
		}
	}
	return sum, true
}

// set sets the figure of a unit to m·10^exp. It removes zeros at the end as long as
// the figure has more decimals than the column.
func (y *carrier) set(out *hierarchy.ColumnBuilder, v int, m *big.Int, exp int32) {
	var q, r big.Int
	for exp < y.exp {
		if q.QuoRem(m, bigTen, &r); r.Sign() != 0 {
			break
		}
		m.Set(&q)
		exp++
	}
	if exp < -fixed.Digits {
		y.at(y.x.new, v).Report(
			nil, target.ErrRange, "its exact figure has more than 100 decimals: give fewer in the weights",
		)
		return
	}
	out.Set(v, fixed.FromBig(m, exp))
}

// meanPlaces is the number of decimals that a mean has more than its figures.
const meanPlaces = 12

func (y *carrier) mean(out *hierarchy.ColumnBuilder, v int, links []link) {
	var scale int32
	for _, l := range links {
		scale = max(scale, l.share.scale)
	}

	complete := true
	basisExp := int32(0)
	bases := make([]decimal.Decimal, len(links))
	for i, l := range links {
		var ok bool
		if bases[i], ok = y.basisOf(int(l.from)); ok {
			basisExp = min(basisExp, bases[i].Exponent())
		} else {
			complete = false
		}
	}
	if !complete {
		return
	}

	num, den := new(big.Int), new(big.Int)
	for i, l := range links {
		d, _ := fixed.Mantissa(bases[i], basisExp)
		d.Mul(d, l.share.mantissa(scale))
		den.Add(den, d)
		num.Add(num, d.Mul(d, y.mantissa(int(l.from))))
	}
	if den.Sign() == 0 {
		y.problems.At("options").Field("basis").Key(y.x.new.UnitAt(v).Code).Report(nil, target.ErrRange,
			"the bases of all that goes into it add up to zero: there is no mean")
		return
	}

	// The exponents of the basis and of the shares cancel out.
	to := max(y.exp-meanPlaces, -fixed.Digits)
	y.set(out, v, fixed.DivHalfUp(num.Mul(num, fixed.Pow10(y.exp-to)), den), to)
}

// basisOf returns the basis of an old unit, and whether it is present and not negative.
func (y *carrier) basisOf(u int) (decimal.Decimal, bool) {
	at := y.problems.At("options").Field("basis").Key(y.x.old.UnitAt(u).Code)
	basis, ok := y.basis.FigureAt(u)
	if !ok {
		at.Report(nil, target.ErrMissing, "its figure is averaged with others: give its basis")
		return decimal.Decimal{}, false
	}
	return basis, at.NonNegative(basis)
}
