// Package numtext prints figures for people: with commas between thousands and a
// minus sign, U+2212.
package numtext

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// Plain prints a decimal without the zeros at the end of its decimals.
func Plain(d decimal.Decimal) string {
	if !fixed.InBounds(d) {
		return fault.Text(d)
	}
	s := d.StringFixed(max(0, -d.Exponent()))
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return Comma(s)
}

// Comma puts commas between the thousands of a number that is written in digits
// with at most one point.
func Comma(s string) string {
	sign := ""
	if rest, negative := strings.CutPrefix(s, "-"); negative {
		sign, s = "−", rest
	}
	whole, decimals, point := strings.Cut(s, ".")

	var b strings.Builder
	b.WriteString(sign)
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
