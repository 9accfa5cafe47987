package hierarchy

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/texttable"
)

// maxCell is how many columns a name or a code takes in the text of a tree, a column or
// a plan.
const maxCell = 40

// String prints the tree as an indented list, depth first, with codes, names and
// levels, at most 50 units of it:
//
//	00 China, nation
//	  11 Beijing, province
//	  44 Guangdong, province
//	and 29 more
func (t *Tree) String() string {
	if t.Len() == 0 {
		return "no units\n"
	}
	var b strings.Builder
	left := t.Len()
	for at := range t.depthFirst(0) {
		if left == t.Len()-numtext.Rows {
			break
		}
		u := t.units[at]
		b.WriteString(t.indent(at, 0) + label(u) + ", " + texttable.Cell(u.Level, maxCell))
		if u.Role != Member {
			b.WriteString(", " + u.Role.String())
		}
		b.WriteString("\n")
		left--
	}
	return b.String() + numtext.More(left)
}

// depthFirst yields the places of the unit at a place and of those below it.
func (t *Tree) depthFirst(root int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		stack := []int{root}
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if !yield(at) {
				return
			}
			for i, hi := t.family(at); hi > i; hi-- {
				stack = append(stack, hi-1)
			}
		}
	}
}

// indent returns two spaces for each unit between a unit and one above it.
func (t *Tree) indent(at, root int) string {
	n := 0
	for ; at != root && at >= 0; at = int(t.parent[at]) {
		n++
	}
	return strings.Repeat("  ", n)
}

// label names a unit in a table.
func label(u Unit) string { return texttable.Cell(unitText(u), maxCell) }

// String prints the name of the column and its figures by unit, in the order of
// [Tree.All], at most 50 of them. The names of the units follow the figures.
func (c Column) String() string {
	if !c.given() {
		return "no column\n"
	}
	name := c.name
	if name == "" {
		name = "column without a name"
	}
	head := fmt.Sprintf("%s: %s of %s units\n",
		texttable.Cell(name, 2*maxCell), numtext.Count(c.Len()), numtext.Count(c.tree.Len()))
	var lines texttable.Table
	for at := range c.places() {
		if len(lines) == numtext.Rows {
			break
		}
		u := c.tree.units[at]
		figure := numtext.Figure(c.figures.Decimal(at))
		lines = append(lines, []string{"  " + texttable.Cell(u.Code, maxCell), figure, texttable.Cell(u.Name, maxCell)})
	}
	return head + lines.Layout("lrl") + numtext.More(c.Len()-len(lines))
}

// String prints the plan as a table: the target, and a row for each unit with its
// quota, depth first, at most 50 of them. Further columns say what decided a quota,
// if its claim did not; of a revision, the quota before; and of a plan by
// [Strictest], which of its lines gave the quota. Units that are exempt follow.
func (p *Plan) String() string {
	if p == nil || p.lower == nil {
		return "no quotas\n"
	}
	var lines texttable.Table
	head, align := []string{"unit", "quota"}, "lr"
	if p.before != nil {
		head, align = append(head, "before"), align+"r"
	}
	lines = append(lines, append(head, ""))

	shown := 0
	for at := range p.tree.depthFirst(p.root) {
		if p.lower.state[at] == 0 {
			continue
		}
		if shown == numtext.Rows {
			break
		}
		shown++
		lines = append(lines, p.row(at))
	}
	text := lines.Layout(align + "l")
	return p.headline() + text + numtext.More(p.Len()-shown) + p.exemptText()
}

// exemptText prints a line for each unit that is exempt, at most 50 of them.
func (p *Plan) exemptText() string {
	var b strings.Builder
	shown := 0
	for x := range p.Exemptions() {
		if shown++; shown > numtext.Rows {
			return b.String() + numtext.More(len(p.exempt)-numtext.Rows)
		}
		u, _ := p.tree.Unit(x.Unit)
		b.WriteString(texttable.Cell(unitText(u)+": "+x.text(), 2*maxCell) + "\n")
	}
	return b.String()
}

func (p *Plan) headline() string {
	t := p.target
	name := t.Indicator.Name
	if name == "" {
		name = t.Indicator.Code
	}
	text := texttable.Cell(name, 2*maxCell) + ", " + t.String()
	if t.Code != "" {
		text += " (" + texttable.Cell(t.Code, maxCell) + ")"
	}
	return text + "\n"
}

// row is the row of a unit.
func (p *Plan) row(at int) []string {
	q := p.quota(at)
	row := []string{p.tree.indent(at, p.root) + label(q.Unit), quotaText(q)}
	if p.before != nil {
		before := "–"
		if was, ok := p.before.Quota(q.Unit.Code); ok {
			before = quotaText(was)
		}
		row = append(row, before)
	}
	note := decision(q.DecidedBy)
	if i, ok := p.held[at]; ok && p.lines == nil {
		note += byText(p.options.Holds[i])
	}
	if p.lines != nil {
		note = strings.TrimPrefix(fmt.Sprintf("%s, line %d", note, q.Line), ", ")
	}
	return append(row, texttable.Cell(note, maxCell))
}

// decision says what decided a quota, if that was not its claim.
func decision(by apportion.DecidedBy) string {
	switch by {
	case apportion.ByClaim:
		return ""
	case apportion.ByHold:
		return "held"
	case apportion.ByDescendants:
		return "by what is below it"
	case apportion.ByGroup:
		return "by a bound of its group"
	default:
		return "at its " + by.String()
	}
}

// quotaText prints a quota with commas between thousands.
func quotaText(q Quota) string {
	text := numtext.Figure(q.Value)
	if q.Upper.Valid {
		text += " to " + numtext.Figure(q.Upper.Decimal)
	}
	return text
}

// String prints the unit, the quota, and what decided it if that was not its claim:
// "Beijing 11: 110,717" or "Beijing 11: 70,000, held".
func (q Quota) String() string {
	text := unitText(q.Unit) + ": " + quotaText(q)
	if note := decision(q.DecidedBy); note != "" {
		text += ", " + note
	}
	return text
}

// String prints the unit, both quotas and the change: "Beijing 11: 40,027 → 45,027,
// +5,000". A quota that a plan lacks is –.
func (d Difference) String() string {
	text := unitText(d.Unit) + ": " + endsText(d.Before, d.UpperBefore) + " → " + endsText(d.After, d.UpperAfter)
	if !d.By.Valid {
		return text
	}
	return text + ", " + numtext.Signed(numtext.Figure(d.By.Decimal))
}

// String prints the unit, the proposed figure and who proposed it, the quota, and the
// change: "Jiangsu 32: 65,000 by its government → 61,750, −3,250".
func (m Move) String() string {
	text := unitText(m.Unit) + ": " + numtext.Figure(m.Proposed)
	if m.By != "" {
		text += " by " + texttable.Cell(m.By, maxCell)
	}
	return text + " → " + numtext.Figure(m.Quota) + ", " + numtext.Signed(numtext.Figure(m.Change))
}

// endsText prints a quota, which may be absent, and its upper end if there is one.
func endsText(value, upper decimal.NullDecimal) string {
	if !value.Valid {
		return "–"
	}
	return quotaText(Quota{Value: value.Decimal, Upper: upper})
}
