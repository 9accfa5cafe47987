package page

import (
	"strings"
	"unicode/utf8"
)

// Table is text in columns, the headings in the first row. A column whose
// heading begins with a space is aligned to the right. Rows may be shorter than
// the first.
type Table [][]string

// widths are those of the columns.
func (t Table) widths() []int {
	width := make([]int, len(t[0]))
	for _, row := range t {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(strings.TrimSpace(cell)))
		}
	}
	return width
}

// Over is a line of labels that begin where the columns do that they stand
// over, by number.
func (t Table) Over(labels map[int]string) string {
	line, at := "", 0
	for i, width := range t.widths() {
		if label, ok := labels[i]; ok {
			line += strings.Repeat(" ", at+2-utf8.RuneCountInString(line)) + label
		}
		at += width + 2
	}
	return line + "\n"
}

// String is the table, moved in by two columns.
func (t Table) String() string {
	width := t.widths()
	var s strings.Builder
	for _, row := range t {
		var line strings.Builder
		for i, cell := range row {
			cell = strings.TrimSpace(cell)
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if strings.HasPrefix(t[0][i], " ") {
				cell = pad + cell
			} else {
				cell += pad
			}
			line.WriteString("  " + cell)
		}
		s.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return s.String()
}
