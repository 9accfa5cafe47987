package ranking

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
)

const (
	maxDigits = 6  // decimals printed of figures that are not rounded to fewer
	maxName   = 32 // columns of a name
)

// String prints the table as aligned text, wide characters counted as two
// columns: each unit's rank, with = where it is shared, its figure and gaps,
// and the movement if there is an earlier table. A last line says how it was
// ranked. Figures and gaps are printed in as many decimals as published, or as
// the finest of the figures and targets has, but no more than 6.
func (t *Table) String() string {
	if t == nil {
		return ""
	}
	return t.print(t.All())
}

// String prints the view as [Table.String] prints the table.
func (v *View) String() string {
	if v == nil || v.table == nil {
		return ""
	}
	return v.table.print(v.All())
}

func (t *Table) print(rows iter.Seq[Row]) string {
	head := []string{"rank", "unit", "figure", "to next", "to leader"}
	align := "rlrrr"
	targets := t.quota != nil || t.options.Target.Valid
	if targets {
		head, align = append(head, "to target"), align+"r"
	}
	if t.before != nil {
		head, align = append(head, "before", "move"), align+"rr"
	}
	if len(t.options.Tiers) > 0 {
		head, align = append(head, "tier"), align+"l"
	}
	align += "l" // the reason for having no rank
	g := grid{append(head, "")}
	digits := t.digits()
	group := ""
	for r := range rows {
		if t.options.Groups && (r.Group != group || len(g) == 1) {
			group = r.Group
			g = append(g, []string{"", clean(group) + ":"})
		}
		line := []string{
			r.place(t.options.Ties), r.unitName(), r.figure(digits),
			gap(r.ToNext, digits), gap(r.ToLeader, digits),
		}
		if targets {
			line = append(line, gap(r.ToTarget, digits))
		}
		if t.before != nil {
			line = append(line, r.movement()...)
		}
		if len(t.options.Tiers) > 0 {
			line = append(line, clean(r.Tier))
		}
		g = append(g, append(line, r.note()))
	}
	return g.text(align) + "\n" + legend(t)
}

// legend says how a table was ranked.
func legend(t *Table) string {
	if t == nil {
		return "\n"
	}
	var b strings.Builder
	if t.options.Indicator != "" {
		b.WriteString(clean(t.options.Indicator) + ", ")
	}
	fmt.Fprintf(&b, "%s is better, %s ranks", t.options.Better, t.options.Ties)
	if p := t.options.Places; p != nil {
		fmt.Fprintf(&b, " of the published digits (decimals: %d)", *p)
	}
	if t.options.Groups {
		b.WriteString(" within groups")
	}
	b.WriteString("\n")
	return b.String()
}

// digits returns the number of decimals in which figures are printed.
func (t *Table) digits() int32 {
	switch {
	case t == nil || t.value == nil:
		return 0
	case t.options.Places != nil:
		return *t.options.Places
	}
	exp := t.value.exp
	if t.quota != nil {
		exp = min(exp, t.quota.exp)
	}
	if goal := t.options.Target; goal.Valid {
		exp = min(exp, goal.Decimal.Exponent())
	}
	return min(-exp, maxDigits)
}

func (r Row) place(ties Ties) string {
	switch {
	case r.Rank == 0:
		return "–"
	case r.Tied > 1 && ties != Ordinal:
		return "=" + strconv.Itoa(r.Rank)
	}
	return strconv.Itoa(r.Rank)
}

func (r Row) unitName() string {
	if r.Name != "" {
		return clean(r.Name)
	}
	return clean(r.Code)
}

func (r Row) figure(digits int32) string {
	if r.Missing {
		return "–"
	}
	return r.Value.StringFixed(digits)
}

func (r Row) movement() []string {
	switch {
	case r.Before == 0:
		return []string{"–", "–"}
	case r.Rank == 0:
		return []string{strconv.Itoa(r.Before), "–"}
	}
	move := "0"
	if r.Move != 0 {
		move = fmt.Sprintf("%+d", r.Move)
	}
	return []string{strconv.Itoa(r.Before), move}
}

func (r Row) note() string {
	switch {
	case r.Exempt != "":
		return "exempt: " + clean(r.Exempt)
	case r.Missing:
		return "no figure"
	}
	return ""
}

func gap(d decimal.NullDecimal, digits int32) string {
	if !d.Valid {
		return "–"
	}
	return d.Decimal.StringFixed(digits)
}

// grid is a text table, its first line the heads.
type grid [][]string

// text lays the grid out, each column to the left or to the right as align
// says, two spaces apart.
func (g grid) text(align string) string {
	widths := make([]int, len(align))
	for _, line := range g {
		for i, cell := range line {
			widths[i] = max(widths[i], width(cell))
		}
	}
	var b strings.Builder
	for _, line := range g {
		var text strings.Builder
		for i, cell := range line {
			if i > 0 {
				text.WriteString("  ")
			}
			space := strings.Repeat(" ", widths[i]-width(cell))
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

// clean makes a caller's text fit one cell: no control characters, and no more
// than 32 columns.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
	if width(s) <= maxName {
		return s
	}
	columns := 0
	end := strings.IndexFunc(s, func(r rune) bool {
		columns += runeWidth(r)
		return columns >= maxName
	})
	return s[:end] + "…"
}

func width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// wide are the ranges of characters that take two columns in a terminal, by
// Unicode Standard Annex 11 (East Asian Width), classes W and F.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x115f, 1},
		{0x2e80, 0x303e, 1},
		{0x3041, 0x4dbf, 1},
		{0x4e00, 0xa4cf, 1},
		{0xa960, 0xa97c, 1},
		{0xac00, 0xd7a3, 1},
		{0xf900, 0xfaff, 1},
		{0xfe10, 0xfe19, 1},
		{0xfe30, 0xfe6b, 1},
		{0xff01, 0xff60, 1},
		{0xffe0, 0xffe6, 1},
	},
	R32: []unicode.Range32{{0x16fe0, 0x18cff, 1}, {0x1b000, 0x1b2ff, 1}, {0x1f300, 0x1f64f, 1}, {0x1f900, 0x1f9ff, 1}, {0x20000, 0x3fffd, 1}},
}

func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}
