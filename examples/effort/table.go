package main

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// table is text in columns. A column whose heading begins with a space is
// aligned to the right.
type table [][]string

func (t table) String() string {
	width := make([]int, len(t[0]))
	for _, row := range t {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(strings.TrimSpace(cell)))
		}
	}
	var s strings.Builder
	for _, row := range t {
		var line strings.Builder
		line.WriteString(" ")
		for i, cell := range row {
			cell = strings.TrimSpace(cell)
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if strings.HasPrefix(t[0][i], " ") {
				line.WriteString(" " + pad + cell + " ")
			} else {
				line.WriteString(" " + cell + pad + " ")
			}
		}
		s.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return s.String()
}

// orDash prints what may be absent.
func orDash(d decimal.NullDecimal, places int32) string {
	if !d.Valid {
		return "–"
	}
	return d.Decimal.StringFixed(places)
}
