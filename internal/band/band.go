// Package band holds the figures that meet a target.
package band

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Band is the figures from Low to High, both included. An end that is absent has
// no limit.
type Band struct {
	Low, High decimal.NullDecimal
}

// Of returns the band of a target:
//
//	AtLeast  Value and more
//	AtMost   Value and less
//	About    Value − Tolerance to Value + Tolerance
//	Within   Value to Upper
func Of(t target.Target) Band {
	end := decimal.NewNullDecimal
	switch t.EffectiveComparator() {
	case target.AtMost:
		return Band{High: end(t.Value)}
	case target.About:
		return Band{Low: end(t.Value.Sub(t.Tolerance)), High: end(t.Value.Add(t.Tolerance))}
	case target.Within:
		return Band{Low: end(t.Value), High: end(t.Upper)}
	}
	return Band{Low: end(t.Value)}
}

// IsRange reports whether the band has both ends.
func (b Band) IsRange() bool { return b.Low.Valid && b.High.Valid }

// IsBelow reports whether a figure is below the band.
func (b Band) IsBelow(figure decimal.Decimal) bool {
	return b.Low.Valid && figure.Cmp(b.Low.Decimal) < 0
}

// IsAbove reports whether a figure is above the band.
func (b Band) IsAbove(figure decimal.Decimal) bool {
	return b.High.Valid && figure.Cmp(b.High.Decimal) > 0
}

// IsEnd reports whether a figure is one of the ends.
func (b Band) IsEnd(figure decimal.Decimal) bool {
	return b.Low.Valid && figure.Equal(b.Low.Decimal) || b.High.Valid && figure.Equal(b.High.Decimal)
}

// Margin returns the distance of a figure to the nearest end, negative outside
// the band.
func (b Band) Margin(figure decimal.Decimal) decimal.Decimal {
	switch {
	case !b.Low.Valid:
		return b.High.Decimal.Sub(figure)
	case !b.High.Valid:
		return figure.Sub(b.Low.Decimal)
	}
	return decimal.Min(figure.Sub(b.Low.Decimal), b.High.Decimal.Sub(figure))
}

// Distance returns how far a figure is outside the band, 0 inside.
func (b Band) Distance(figure decimal.Decimal) decimal.Decimal {
	switch {
	case b.IsBelow(figure):
		return b.Low.Decimal.Sub(figure)
	case b.IsAbove(figure):
		return figure.Sub(b.High.Decimal)
	}
	return decimal.Decimal{}
}

// DistanceRat is Distance of a fraction.
func (b Band) DistanceRat(figure *big.Rat) *big.Rat {
	if b.Low.Valid {
		//mutate:equal figure.Cmp(low) <= 0: the distance of an end is zero
		if low := b.Low.Decimal.Rat(); figure.Cmp(low) < 0 {
			return low.Sub(low, figure)
		}
	}
	if b.High.Valid {
		//mutate:equal figure.Cmp(high) >= 0: the distance of an end is zero
		if high := b.High.Decimal.Rat(); figure.Cmp(high) > 0 {
			return high.Sub(figure, high)
		}
	}
	return new(big.Rat)
}
