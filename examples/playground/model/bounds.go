package model

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
)

// bounds makes a column of bounds. A unit's bound is its own if it has one, and
// otherwise a multiple of its figure in another column.
func bounds(
	tree *hierarchy.Tree, column hierarchy.Column, times decimal.NullDecimal, own map[string]decimal.Decimal,
) (hierarchy.Column, error) {
	return tree.ColumnFunc(func(unit hierarchy.Unit) (decimal.Decimal, bool) {
		if bound, ok := own[unit.Code]; ok {
			return bound, true
		}
		figure, ok := column.At(unit.Code)
		return figure.Mul(times.Decimal), ok && times.Valid
	})
}
