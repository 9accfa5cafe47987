// Package numtext prints figures for people: with commas between thousands and a
// minus sign, U+2212.
package numtext

import (
	"math"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// Figure prints a decimal with the decimals that it has.
func Figure(d decimal.Decimal) string { return Fixed(d, max(0, -d.Exponent())) }

// Fixed prints a decimal with a number of decimals, rounded halves away from zero.
func Fixed(d decimal.Decimal, places int32) string {
	if !fixed.InBounds(d) {
		return fault.Text(d)
	}
	return Comma(d.StringFixed(places))
}

// Plain prints a decimal without the zeros at the end of its decimals.
func Plain(d decimal.Decimal) string {
	s := Figure(d)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// Count prints a whole number.
func Count(n int) string { return Comma(strconv.Itoa(n)) }

// Rows is how many rows the text of a result shows.
const Rows = 50

// More says how many rows the text of a result leaves out. It is empty if there are
// none.
func More(n int) string {
	if n <= 0 {
		return ""
	}
	return "and " + Count(n) + " more\n"
}

// Counted returns a number and its noun: 1 unit, 2,850 units.
func Counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Count(n) + " " + noun + "s"
}

// Float prints a float with a number of decimals. What is no number, or is not
// finite, is printed as package strconv prints it.
func Float(x float64, places int) string {
	s := strconv.FormatFloat(x, 'f', places, 64)
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return s
	}
	return Comma(s)
}

// Signed puts a plus sign before the text of a number that has no sign.
func Signed(s string) string {
	if strings.HasPrefix(s, "−") {
		return s
	}
	return "+" + s
}

// Comma puts commas between the thousands of a number that is written in digits
// with at most one point.
func Comma(s string) string {
	digits, negative := strings.CutPrefix(s, "-")
	whole, decimals, point := strings.Cut(digits, ".")
	if !negative && len(whole) <= 3 {
		return s
	}

	var b strings.Builder
	if negative {
		b.WriteString("−")
	}
	for i, c := range []byte(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(c)
	}
	if point {
		b.WriteString("." + decimals)
	}
	return b.String()
}
