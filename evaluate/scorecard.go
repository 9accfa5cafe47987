package evaluate

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/quotient"
)

// Scorecard is the result of one unit by one book.
type Scorecard struct {
	Unit     string
	Scheme   string // name of the book
	Total    decimal.Decimal
	ByPoints string   // grade that the points alone give
	Grade    string   // grade after vetoes
	Vetoes   []string // codes of the vetoes that were missed, in the order of the book
	Lines    []Line   // by item, in the order of the book
	Notes    []string // how the book changed the total: floor, cap, rounding
}

// Line is the result of one item.
type Line struct {
	Code, Name string
	Max        decimal.Decimal
	Points     decimal.Decimal // negative for a penalty
	Bonus      decimal.Decimal
	Attainment decimal.NullDecimal // of the item's assessment
	Awards     []Award             // of a panel, in the order of the evaluators
	Veto       bool                // the item is a veto and was missed
	Why        string              // how the points came about
}

// Award is what one evaluator gave.
type Award struct {
	By     string
	Points decimal.Decimal
}

// Explain prints the card for people: the unit and the book, a line for each item
// with its points and their reason, the total, and the grade with what overrode
// it. Each line ends in a newline.
func (c Scorecard) Explain() string {
	var b strings.Builder
	head := c.Unit
	if c.Scheme != "" {
		head = strings.TrimPrefix(head+", "+c.Scheme, ", ")
	}
	if head != "" {
		b.WriteString(head + "\n")
	}

	width := c.columns()
	for _, line := range c.Lines {
		width.write(&b, line.label(), line.sum(), line.reason())
	}
	width.write(&b, "total", quotient.Text(c.Total), strings.Join(c.Notes, ", "))

	switch {
	case len(c.Vetoes) > 0:
		missed := strings.Join(c.Vetoes, ", ")
		fmt.Fprintf(&b, "  grade %s: missed %s, whatever the total (by points: %s)\n", c.Grade, missed, c.ByPoints)
	case c.Grade != "":
		fmt.Fprintf(&b, "  grade %s\n", c.Grade)
	}
	return b.String()
}

// columns are the widths of the labels and the points of a card.
type columns struct{ label, points int }

func (c Scorecard) columns() columns {
	w := columns{label: len("total"), points: len(quotient.Text(c.Total))}
	for _, line := range c.Lines {
		w.label = max(w.label, utf8.RuneCountInString(line.label()))
		w.points = max(w.points, len(line.sum()))
	}
	return w
}

func (w columns) write(b *strings.Builder, label, points, rest string) {
	pad := strings.Repeat(" ", w.label-utf8.RuneCountInString(label))
	row := fmt.Sprintf("  %s%s  %*s  %s", label, pad, w.points, points, rest)
	b.WriteString(strings.TrimRight(row, " ") + "\n")
}

func (l Line) label() string {
	if l.Name == "" {
		return l.Code
	}
	return l.Code + " " + l.Name
}

func (l Line) sum() string { return quotient.Text(l.Points.Add(l.Bonus)) }

func (l Line) reason() string {
	of := quotient.Text(l.Max)
	if !l.Bonus.IsZero() {
		of += " + " + quotient.Text(l.Bonus)
	}
	why := []string{l.Why}
	for _, a := range l.Awards {
		why = append(why, a.By+" "+quotient.Text(a.Points))
	}
	return "of " + of + ": " + strings.Join(why, ", ")
}
