package page

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/numtext"
)

// Percent is a share of 1 in percent.
func Percent(d decimal.Decimal, places int32) string {
	return numtext.Fixed(d.Shift(2), places) + " %"
}

// Signed is a number with its sign; what rounds to zero has none.
func Signed(d decimal.Decimal, places int32) string {
	s := numtext.Fixed(d, places)
	if d.Round(places).Sign() > 0 {
		return numtext.Signed(s)
	}
	return s
}

// OrDash is a number, or a dash where there is none.
func OrDash(d decimal.NullDecimal, places int32) string {
	if !d.Valid {
		return "–"
	}
	return numtext.Fixed(d.Decimal, places)
}

// Move is the places won or lost in a ranking.
func Move(places int) string {
	s := numtext.Count(places)
	if places > 0 {
		return numtext.Signed(s)
	}
	return s
}
