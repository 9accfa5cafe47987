package main

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// table is text in columns. A column whose heading begins with a space is
// aligned to the right.
type table [][]string

// widths are those of the columns.
func (t table) widths() []int {
	width := make([]int, len(t[0]))
	for _, row := range t {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(strings.TrimSpace(cell)))
		}
	}
	return width
}

// over prints a line of labels that stand over columns, by number.
func (t table) over(labels map[int]string) string {
	line, at := "", 0
	for i, width := range t.widths() {
		if label, ok := labels[i]; ok {
			line += strings.Repeat(" ", at+2-utf8.RuneCountInString(line)) + label
		}
		at += width + 2
	}
	return line + "\n"
}

func (t table) String() string {
	width := t.widths()
	var s strings.Builder
	for _, row := range t {
		line := " "
		for i, cell := range row {
			cell = strings.TrimSpace(cell)
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if strings.HasPrefix(t[0][i], " ") {
				line += " " + pad + cell + " "
			} else {
				line += " " + cell + pad + " "
			}
		}
		s.WriteString(strings.TrimRight(line, " ") + "\n")
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
