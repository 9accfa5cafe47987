package hierarchy

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

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

// Int64At returns the figure of the unit with the index as mantissa × 10^exp, and
// whether there is one whose mantissa fits an int64. It allocates nothing if all
// figures of the column, in the decimals of the one that has most, fit an int64:
// then they have the same exponent.
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

// ColumnBuilder gathers the figures of a column by the indices of their units
// ([Tree.Index]), in any order. It is made by [Tree.ColumnBuilder] and is not safe
// for concurrent use.
type ColumnBuilder struct {
	tree     *Tree
	figures  *fixed.Builder
	problems target.Problems
}

// ColumnBuilder returns a builder for a column of the tree, all of it gaps.
func (t *Tree) ColumnBuilder() *ColumnBuilder {
	b := &ColumnBuilder{tree: t}
	b.problems.At("tree").Required(t.Len() > 0, "make one by NewTree")
	return b
}

// Set gives the unit with the index a figure, in place of the one that it had.
func (b *ColumnBuilder) Set(i int, figure decimal.Decimal) {
	if b.serves(i) && !b.figures.Set(i, figure) {
		b.at(i).Figure(figure)
	}
}

// SetInt64 gives the unit with the index the figure mantissa × 10^exp, in place of
// the one that it had. It allocates nothing.
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

// Column returns the column of what was set, and leaves the builder empty.
//
// Column returns an error if the tree is nil or empty, an index was that of no
// unit, or a figure has more than 100 digits before or after the decimal point.
func (b *ColumnBuilder) Column() (Column, error) {
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
