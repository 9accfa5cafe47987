// Package texttable lays out tables of text for a terminal, in which East Asian
// characters take two columns.
package texttable

import (
	"strings"
	"unicode"
)

// Table is a table of text, its first line the heads. Lines may be shorter than
// the heads.
type Table [][]string

// Layout returns the lines of the table, its columns two spaces apart. Align has
// one byte for each column: r to the right, any other to the left.
func (t Table) Layout(align string) string {
	widths := make([]int, len(align))
	for _, line := range t {
		for i, cell := range line {
			widths[i] = max(widths[i], Width(cell))
		}
	}

	var b strings.Builder
	for _, line := range t {
		var text strings.Builder
		for i, cell := range line {
			if i > 0 {
				text.WriteString("  ")
			}
			space := strings.Repeat(" ", widths[i]-Width(cell))
			if align[i] == 'r' {
				text.WriteString(space + cell)
			} else {
				text.WriteString(cell + space)
			}
		}
		b.WriteString(strings.TrimRight(text.String(), " ") + "\n")
	}
	return b.String()
}

// Cell makes a caller's text fit one cell: characters that do not print are
// replaced, and a text of more than so many columns is clipped.
func Cell(s string, columns int) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
	if Width(s) <= columns {
		return s
	}

	n := 0
	end := strings.IndexFunc(s, func(r rune) bool {
		n += runeWidth(r)
		return n >= columns
	})
	return s[:end] + "…"
}
