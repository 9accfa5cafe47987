package page

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Count is a number with commas between groups of three digits.
func Count(d decimal.Decimal) string {
	whole, fraction, broken := strings.Cut(d.Abs().StringFixed(max(0, -d.Exponent())), ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if broken {
		whole += "." + fraction
	}
	if d.Sign() < 0 {
		whole = "-" + whole
	}
	return whole
}

// Percent is a share of 1 in percent.
func Percent(d decimal.Decimal, places int32) string {
	return d.Shift(2).StringFixed(places) + " %"
}

// Signed is a number with its sign; what rounds to zero has none.
func Signed(d decimal.Decimal, places int32) string {
	d = d.Round(places)
	if d.Sign() > 0 {
		return "+" + d.StringFixed(places)
	}
	return d.StringFixed(places)
}

// OrDash is a number, or a dash where there is none.
func OrDash(d decimal.NullDecimal, places int32) string {
	if !d.Valid {
		return "–"
	}
	return d.Decimal.StringFixed(places)
}

// Move is the places won or lost in a ranking.
func Move(places int) string {
	if places == 0 {
		return "0"
	}
	return fmt.Sprintf("%+d", places)
}
