package hierarchy

import (
	"cmp"
	"iter"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Column is one figure per unit of a tree, with gaps: populations, patents in
// force, the quotas of an earlier year. It is immutable, compact, and safe for
// concurrent use. The zero Column belongs to no tree and has no figures.
type Column struct {
	tree    *Tree
	name    string
	figures fixed.Column
	change  *columnChange // from the column that it was made from by With; may be nil
}

// Column makes a column of the figures, given by code in any order; units
// without one are gaps. A nil sequence gives a column of gaps.
//
// Column returns an error if the tree is nil or empty, a unit is unknown or given
// twice, or a figure has more than 100 digits before or after the decimal point.
// It reports every problem, by code.
func (t *Tree) Column(figures iter.Seq2[string, decimal.Decimal]) (Column, error) {
	if t.Len() == 0 {
		return Column{}, &target.FieldError{Path: "tree", Err: target.ErrRequired, Remedy: "make one by NewTree"}
	}

	b := fixed.NewBuilder(t.Len())
	problems := target.Problems{ByPath: true}
	if figures == nil {
		figures = func(func(string, decimal.Decimal) bool) {}
	}

	places := finder{tree: t}
	for code, d := range figures {
		at, ok := places.at(code)
		if ok && !b.Has(at) && b.Set(at, d) {
			continue
		}
		switch place := problems.At("figures").Key(code); {
		case !ok:
			place.Report(d, target.ErrUnknown, t.unknown(code))
		case place.Figure(d):
			place.Report(nil, target.ErrDuplicate, "give one figure for each unit")
		}
	}

	if problems.Len() > 0 {
		return Column{}, problems.Err()
	}
	return Column{tree: t, figures: b.Column()}, nil
}

// unknown says what to do about a code that is not in the tree.
func (t *Tree) unknown(code string) string {
	bare := strings.TrimPrefix(code, byteOrderMark)
	if _, ok := t.at(bare); ok && bare != code {
		return withoutMark
	}
	if _, ok := t.at(strings.TrimSpace(bare)); ok {
		return "remove the spaces around it"
	}
	return "must be the code of a unit of the tree"
}

// ColumnFunc makes a column of what a function returns for each unit, in the
// order of [Tree.All]; false is a gap.
//
// ColumnFunc returns an error if the tree is nil or empty, the function is nil, or a
// figure has more than 100 digits before or after the decimal point. It reports every
// problem.
func (t *Tree) ColumnFunc(of func(Unit) (decimal.Decimal, bool)) (Column, error) {
	b := t.ColumnBuilder()
	if !b.problems.At("of").Required(of != nil, "give a function") {
		return Column{}, b.problems.Err()
	}
	for i := range t.Len() {
		if d, ok := of(t.units[i]); ok {
			b.Set(i, d)
		}
	}
	return b.Column()
}

func figurePath(code string) string { return "figures[" + quote(code) + "]" }

// Named returns the column with a name by which explanations speak of it:
// "patents in force, 2012-03".
func (c Column) Named(name string) Column {
	c.name = name
	return c
}

// Name returns the name given by [Column.Named].
func (c Column) Name() string { return c.name }

// Tree returns the tree of the units, nil for the zero Column.
func (c Column) Tree() *Tree { return c.tree }

// Len returns the number of figures.
func (c Column) Len() int { return c.figures.Count() }

// At returns the figure of a unit, and whether there is one.
func (c Column) At(code string) (decimal.Decimal, bool) {
	at, ok := c.place(code)
	if !ok {
		return decimal.Decimal{}, false
	}
	return c.figures.Decimal(at), true
}

// All yields the figures in the order of [Tree.All], without the gaps.
func (c Column) All() iter.Seq2[Unit, decimal.Decimal] {
	return func(yield func(Unit, decimal.Decimal) bool) {
		for i := range c.figures.Len() {
			if c.figures.Has(i) && !yield(c.tree.units[i], c.figures.Decimal(i)) {
				return
			}
		}
	}
}

// Words returns the figures as machine words at one exponent: a figure is its word times
// 10^exp. The iterator yields the index ([Tree.Index]) and the word of each unit that has a
// figure, in the order of [Tree.All]. It serves programs that add up many figures, and
// allocates nothing for them.
//
// Words returns false, and an iterator of nothing, if a figure does not fit an int64 at the
// exponent of the figure with the most decimals, and for the zero Column.
func (c Column) Words() (words iter.Seq2[int, int64], exp int32, ok bool) {
	all := c.figures.Words()
	words = func(yield func(int, int64) bool) {
		for i, word := range all {
			if c.figures.Has(i) && !yield(i, word) {
				return
			}
		}
	}
	return words, c.figures.Exp(), all != nil
}

// Equal reports whether both columns have the same name and equal figures for
// the same units, whatever their scale.
func (c Column) Equal(o Column) bool {
	if c.name != o.name || c.Len() != o.Len() {
		return false
	}
	for u, d := range c.All() {
		if e, ok := o.At(u.Code); !ok || !d.Equal(e) {
			return false
		}
	}
	return true
}

// place returns the place of a unit, and whether it has a figure.
func (c Column) place(code string) (int, bool) {
	at, ok := c.tree.at(code)
	return at, ok && c.has(at)
}

func (c Column) has(at int) bool { return c.figures.Has(at) }

// given reports whether the column is more than the zero Column.
func (c Column) given() bool { return c.tree != nil }

// HasAt reports whether the unit with the index ([Tree.Index]) has a figure.
func (c Column) HasAt(i int) bool { return c.tree.has(i) && c.has(i) }

// FigureAt returns the figure of the unit with the index ([Tree.Index]), and
// whether there is one.
func (c Column) FigureAt(i int) (decimal.Decimal, bool) {
	if !c.HasAt(i) {
		return decimal.Decimal{}, false
	}
	return c.figures.Decimal(i), true
}

// Int64At returns the figure of the unit with the index as mantissa × 10^exp. It returns
// false if there is no figure, or its mantissa does not fit an int64.
//
// If all figures of the column fit an int64 at one exponent, that of the figure with the
// most decimals, they are returned at it, and Int64At allocates nothing.
func (c Column) Int64At(i int) (mantissa int64, exp int32, ok bool) {
	if !c.tree.has(i) || !c.figures.Has(i) {
		return 0, 0, false
	}
	if words := c.figures.Words(); words != nil {
		return words[i], c.figures.Exp(), true
	}
	d := c.figures.Decimal(i)
	mantissa, ok = fixed.Word(d)
	return mantissa, d.Exponent(), ok
}

// ColumnBuilder collects the figures of a column by the indices of their units
// ([Tree.Index]), in any order. [Tree.ColumnBuilder] makes it. It is not safe for
// concurrent use.
type ColumnBuilder struct {
	tree     *Tree
	figures  *fixed.Builder
	problems target.Problems
}

// ColumnBuilder returns a builder for a column of the tree, without any figure.
func (t *Tree) ColumnBuilder() *ColumnBuilder {
	b := &ColumnBuilder{tree: t}
	b.problems.At("tree").Required(t.Len() > 0, "make one by NewTree")
	return b
}

// Set sets the figure of the unit with the index. It replaces an earlier figure.
func (b *ColumnBuilder) Set(i int, figure decimal.Decimal) {
	if b.serves(i) && !b.figures.Set(i, figure) {
		b.at(i).Figure(figure)
	}
}

// SetInt64 sets the figure of the unit with the index to mantissa × 10^exp. It replaces an
// earlier figure, and allocates nothing.
func (b *ColumnBuilder) SetInt64(i int, mantissa int64, exp int32) {
	if !b.serves(i) {
		return
	}
	if !fixed.WordInBounds(exp) {
		b.Set(i, decimal.New(mantissa, exp))
		return
	}
	b.figures.SetWord(i, mantissa, exp)
}

func (b *ColumnBuilder) at(i int) target.Place {
	return b.problems.At("figures").Key(b.tree.units[i].Code)
}

// serves checks that a unit has the index.
func (b *ColumnBuilder) serves(i int) bool {
	if b == nil {
		return false
	}
	if b.tree.has(i) {
		if b.figures == nil {
			b.figures = fixed.NewBuilder(b.tree.Len())
		}
		return true
	}
	if b.tree.Len() > 0 {
		b.problems.At("figures").Count(i, 0, b.tree.Len()-1)
	}
	return false
}

// Column returns the column of the figures that were set, and empties the builder. After
// an error the builder stays as it was, and cannot be used any more.
//
// Column returns an error if the tree is nil or empty, no unit has one of the indices, or
// a figure has more than 100 digits before or after the decimal point.
func (b *ColumnBuilder) Column() (Column, error) {
	if b == nil || b.tree == nil && b.problems.Len() == 0 {
		b = (*Tree)(nil).ColumnBuilder()
	}
	if b.problems.Len() > 0 {
		return Column{}, b.problems.Err()
	}
	if b.figures == nil {
		b.figures = fixed.NewBuilder(b.tree.Len())
	}
	c := Column{tree: b.tree, figures: b.figures.Column()}
	b.figures = nil
	return c, nil
}

// String says of how many units the column is.
func (b *ColumnBuilder) String() string {
	if b == nil {
		return "no column"
	}
	return "column of " + numtext.Counted(b.tree.Len(), "unit") + ", not finished"
}

// numbers are whole numbers by place: machine words, and aside those that do
// not fit one.
type numbers struct {
	words []int64
	wide  map[int]*big.Int
}

func (x *numbers) big(i int) *big.Int {
	if w := x.wide[i]; w != nil {
		return w
	}
	return big.NewInt(x.words[i])
}

func (x *numbers) sign(i int) int {
	if w := x.wide[i]; w != nil {
		return w.Sign()
	}
	return cmp.Compare(x.words[i], 0)
}

// peek returns a number to look at, in room where it is a word.
func (x *numbers) peek(i int, room *big.Int) *big.Int {
	if w := x.wide[i]; w != nil {
		return w
	}
	return room.SetInt64(x.words[i])
}

// set keeps v, which must not be changed afterwards. The two outermost words
// are left to those who give them a meaning.
func (x *numbers) set(i int, v *big.Int) {
	if w := v.Int64(); v.IsInt64() && w != math.MinInt64 && w != math.MaxInt64 {
		if x.wide != nil {
			delete(x.wide, i)
		}
		x.words[i] = w
		return
	}
	if x.wide == nil {
		x.wide = make(map[int]*big.Int)
	}
	x.wide[i] = v
	x.words[i] = 0
}

// FigureAtPlace turns a place in a ranking into a figure to reach. It returns the
// figure of the child of a unit that holds the place now; the first place is 1.
// Children that are no members ([Memo], [Residual]) or have no figure are not
// ranked. Equal figures have adjoining places. "Among the first three for patents
// per head" becomes "at least 12.81".
//
// FigureAtPlace returns an error if the unit is unknown, the direction is neither
// Higher nor Lower, or the place is below 1 or above the number of members with
// a figure.
func (c Column) FigureAtPlace(parent string, place int, better target.Direction) (decimal.Decimal, error) {
	var problems target.Problems
	if better != target.Higher && better != target.Lower {
		problems.At("better").Report(better.String(), target.ErrKind, "say whether higher or lower figures come first")
	}
	at, ok := c.tree.at(parent)
	if !ok {
		problems.At("parent").Report(parent, target.ErrUnknown, c.tree.unknown(parent))
	}
	var ranked []decimal.Decimal
	if ok {
		for i, hi := c.tree.family(at); i < hi; i++ {
			if c.has(i) && c.tree.roles[i] == Member {
				ranked = append(ranked, c.figures.Decimal(i))
			}
		}
		if len(ranked) == 0 {
			problems.At("parent").Report(parent, target.ErrMissing, "none of its children has a figure")
		} else {
			problems.At("place").Count(place, 1, len(ranked))
		}
	}
	if problems.Len() > 0 {
		return decimal.Decimal{}, problems.Err()
	}

	slices.SortFunc(ranked, func(a, b decimal.Decimal) int {
		if better == target.Higher {
			a, b = b, a
		}
		return a.Cmp(b)
	})
	return ranked[place-1], nil
}
