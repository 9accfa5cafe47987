package hierarchy

import (
	"weak"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// With returns the column with one figure changed or added, under the same name.
// It costs one copy of the figures, 8 bytes a unit.
//
// With returns an error if the unit is unknown, or the figure has more than 100
// digits before or after the decimal point.
func (c Column) With(code string, value decimal.Decimal) (Column, error) {
	at, err := c.changeable(code, value)
	if err != nil {
		return Column{}, err
	}
	return c.with([]int{at}, []decimal.Decimal{value}), nil
}

// WithSums is [Column.With] for a column that [RollUp] made of a Sum kind: the
// figures of the units above change by the same difference, up to the root or
// below a [Memo] unit. So the result is what RollUp makes of the changed figures.
// It costs one copy of the figures and the depth of the unit.
//
// WithSums returns an error if the unit is unknown or has no figure, if a child of
// it has one, or if a new figure has more than 100 digits before or after the
// decimal point.
func (c Column) WithSums(code string, value decimal.Decimal) (Column, error) {
	at, err := c.changeable(code, value)
	if err != nil {
		return Column{}, err
	}
	var p target.Problems
	place := p.At("figures").Key(code)
	place.Required(c.has(at), "it is no part of a sum: give the figure before the column is rolled up")
	for i, end := c.tree.family(at); i < end; i++ {
		if c.tree.roles[i] != Memo && c.has(i) {
			place.Report(value, target.ErrInvalid, "it is the sum of the units below it: change one of these")
			break
		}
	}
	if p.Len() > 0 {
		return Column{}, p.Err()
	}

	more := value.Sub(c.figures.Decimal(at))
	places, figures := []int{at}, []decimal.Decimal{value}
	for c.tree.roles[at] != Memo && at > 0 {
		at = int(c.tree.parent[at])
		sum := c.figures.Decimal(at).Add(more)
		p.At("figures").Key(c.tree.units[at].Code).Figure(sum)
		places, figures = append(places, at), append(figures, sum)
	}
	if p.Len() > 0 {
		return Column{}, p.Err()
	}
	return c.with(places, figures), nil
}

// changeable returns the place of a unit that gets a figure.
func (c Column) changeable(code string, value decimal.Decimal) (int, error) {
	if err := c.some(); err != nil {
		return 0, err
	}
	var p target.Problems
	place := p.At("figures").Key(code)
	at, ok := c.tree.at(code)
	if !ok {
		place.Report(value, target.ErrUnknown, c.tree.unknown(code))
	}
	place.Figure(value)
	return at, p.Err()
}

// columnChange says at which places a column differs from the one that it was made from.
type columnChange struct {
	from   weak.Pointer[int64] // identifies the words of that column
	places []int
	before *columnChange // how that column was made; nil if it was not changed
	steps  int
}

// maxSteps is how many changes a column remembers.
const maxSteps = 64

func (c Column) with(places []int, figures []decimal.Decimal) Column {
	out := c
	out.figures = c.figures.With(places, figures)
	out.change = nil
	if words := c.figures.Words(); words != nil && out.figures.Words() != nil {
		out.change = &columnChange{from: weak.Make(&words[0]), places: places, before: c.change, steps: 1}
		if c.change != nil {
			if out.change.steps += c.change.steps; out.change.steps > maxSteps {
				out.change.before, out.change.steps = nil, 1
			}
		}
	}
	return out
}

// since returns the places at which the column differs from an earlier one. It
// reports false if the column does not remember.
func (c Column) since(earlier Column) (places []int, ok bool) {
	words, before := c.figures.Words(), earlier.figures.Words()
	if words == nil || before == nil || c.tree != earlier.tree {
		return nil, false
	}
	if &words[0] == &before[0] {
		return nil, true
	}
	from := weak.Make(&before[0])
	for step := c.change; step != nil; step = step.before {
		if places = append(places, step.places...); step.from == from {
			return places, true
		}
	}
	return nil, false
}
