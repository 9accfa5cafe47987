package ranking

import (
	"fmt"
	"iter"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/texttable"
)

const (
	maxDigits = 6  // decimals printed of figures that are not rounded to fewer
	maxName   = 32 // columns of a name
)

// String prints the table as aligned text: each unit's rank, with = if it is
// shared, its figure and gaps, and the movement if there is an earlier table. The
// last line says how the table was ranked. East Asian characters count as two
// columns.
//
// Figures and gaps are printed with commas between thousands and the published
// decimals. Without Places they have as many decimals as the figure or target with the
// most, but at most 6.
func (t *Table) String() string {
	if t == nil {
		return ""
	}
	return t.layout().print(t.All())
}

// String prints the view as [Table.String] prints the table.
func (v *View) String() string {
	switch {
	case v == nil:
		return ""
	case v.read != nil:
		return v.read.print(v.All())
	case v.table == nil:
		return ""
	}
	return v.table.layout().print(v.All())
}

// layout is how the rows of a table are printed.
type layout struct {
	options        Options
	digits         int32
	targets, moves bool
}

func (t *Table) layout() layout {
	return layout{t.options, t.digits(), t.quota.Len() > 0 || t.options.Target.Valid, t.before != nil}
}

func (l layout) print(rows iter.Seq[Row]) string {
	targets, moves, classes := l.targets, l.moves, len(l.options.Classes) > 0
	head := []string{"rank", "unit", "figure", "to next", "to leader"}
	align := "rlrrr"
	if targets {
		head, align = append(head, "to target"), align+"r"
	}
	if moves {
		head, align = append(head, "before", "move"), align+"rr"
	}
	if classes {
		head, align = append(head, "class"), align+"l"
	}
	align += "l" // the reason for having no rank

	lines := texttable.Table{append(head, "")}
	group := ""
	for r := range rows {
		if l.options.Groups && (r.Group != group || len(lines) == 1) {
			group = r.Group
			lines = append(lines, []string{"", cell(group) + ":"})
		}
		line := []string{
			r.rankText(l.options.Ties), r.unitName(), r.figureText(l.digits),
			gapText(r.ToNext, l.digits), gapText(r.ToLeader, l.digits),
		}
		if targets {
			line = append(line, gapText(r.ToTarget, l.digits))
		}
		if moves {
			line = append(line, r.moveTexts()...)
		}
		if classes {
			line = append(line, cell(r.Class))
		}
		lines = append(lines, append(line, r.noteText()))
	}
	return lines.Layout(align) + "\n" + l.options.legend()
}

// legend says how a table was ranked.
func legend(t *Table) string {
	if t == nil {
		return "\n"
	}
	return t.options.legend()
}

func (o Options) legend() string {
	var b strings.Builder
	if o.Indicator != "" {
		b.WriteString(cell(o.Indicator) + ", ")
	}
	if !o.Publication.IsZero() {
		b.WriteString(o.Publication.String() + ", ")
	}
	fmt.Fprintf(&b, "%s is better, %s ranks", o.Better, o.Ties)
	if places, published := o.Places.Get(); published {
		fmt.Fprintf(&b, " of the published digits (decimals: %d)", places)
	}
	if o.Groups {
		b.WriteString(" within groups")
	}
	b.WriteString("\n")
	return b.String()
}

// digits returns the number of decimals in which figures are printed.
func (t *Table) digits() int32 {
	if t == nil {
		return 0
	}
	if places, published := t.options.Places.Get(); published {
		return places
	}
	exp := min(t.value.Exp(), t.quota.Exp())
	if goal := t.options.Target; goal.Valid {
		exp = min(exp, goal.Decimal.Exponent())
	}
	return min(-exp, maxDigits)
}

// rankText prints the rank, with = if it is shared.
func (r Row) rankText(ties Ties) string {
	switch {
	case r.Rank == 0:
		return "–"
	case r.Tied > 1 && ties != Ordinal:
		return "=" + numtext.Count(r.Rank)
	}
	return numtext.Count(r.Rank)
}

func (r Row) unitName() string {
	if r.Name != "" {
		return cell(r.Name)
	}
	return cell(r.Code)
}

func (r Row) figureText(digits int32) string {
	if r.Missing {
		return "–"
	}
	return numtext.Fixed(r.Value, digits)
}

// moveTexts prints the earlier rank and the move.
func (r Row) moveTexts() []string {
	switch {
	case r.Before == 0:
		return []string{"–", "–"}
	case r.Rank == 0:
		return []string{numtext.Count(r.Before), "–"}
	}
	move := "0"
	if r.Move != 0 {
		move = numtext.Signed(numtext.Count(r.Move))
	}
	return []string{numtext.Count(r.Before), move}
}

// noteText says why a unit has no rank.
func (r Row) noteText() string {
	switch {
	case r.Exempt != "":
		return "exempt: " + cell(r.Exempt)
	case r.Missing:
		return "no figure"
	}
	return ""
}

func gapText(d decimal.NullDecimal, digits int32) string {
	if !d.Valid {
		return "–"
	}
	return numtext.Fixed(d.Decimal, digits)
}

// cell makes a caller's text fit one cell.
func cell(s string) string { return texttable.Cell(s, maxName) }
