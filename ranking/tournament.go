package ranking

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Rivals says with whom a unit is compared in a tournament (晋升锦标赛): the
// yardsticks that research on Chinese officials finds in use.
type Rivals struct {
	Predecessor decimal.NullDecimal // figure of the predecessor in office
	Past        decimal.NullDecimal // the unit's own earlier figure; without it, that of the earlier table
	Neighbours  []string            // codes of the units next to it
}

// Tournament is how a unit stands against its rivals. A lead is positive where
// the unit's ranked figure is the better one.
type Tournament struct {
	Row         Row
	Predecessor decimal.NullDecimal // lead over the predecessor
	Past        decimal.NullDecimal // lead over its own past
	Neighbours  []Rival             // in the order of the codes; those without a rank are left out
	OverMean    decimal.NullDecimal // lead over the mean of the neighbours, in 18 decimals more than their figures
	Won, Lost   int                 // comparisons by their lead; the others are drawn
}

// Rival is a neighbour and the unit's lead over it.
type Rival struct {
	Code string
	Lead decimal.Decimal
}

// Tournament compares the unit with its rivals. Figures of the predecessor and
// of the past are ranked as those of the table are: rounded to the published
// digits, or taken as distances from the unit's target.
//
// Tournament returns an error if the table has no such unit or it has no rank,
// a neighbour is unknown, given twice or the unit itself, or a figure is out of
// bounds. It reports every problem.
func (t *Table) Tournament(code string, r Rivals) (Tournament, error) {
	var l fault.List
	row, ok := t.Row(code)
	switch {
	case !ok:
		l.Add(&target.FieldError{Path: "unit", Value: code, Err: target.ErrUnknown, Remedy: "the table has no such unit"})
	case row.Rank == 0:
		l.Add(&target.FieldError{Path: "unit", Value: code, Err: target.ErrMissing, Remedy: "only a unit with a rank is compared"})
	}
	for _, f := range []struct {
		path   string
		figure decimal.NullDecimal
	}{{"rivals.predecessor", r.Predecessor}, {"rivals.past", r.Past}} {
		if f.figure.Valid && !fixed.InBounds(f.figure.Decimal) {
			l.Add(&target.FieldError{Path: f.path, Value: f.figure.Decimal, Err: target.ErrRange, Remedy: boundsRemedy})
		}
	}
	neighbours := slices.Sorted(slices.Values(r.Neighbours))
	for i, n := range neighbours {
		path := "rivals.neighbours"
		switch _, ok := t.unit(n); {
		case !ok:
			l.Add(&target.FieldError{Path: path, Value: n, Err: target.ErrUnknown, Remedy: "the table has no such unit"})
		case n == code:
			l.Add(&target.FieldError{Path: path, Value: n, Err: target.ErrInvalid, Remedy: "a unit is not its own neighbour"})
		case i > 0 && neighbours[i-1] == n:
			l.Add(&target.FieldError{Path: path, Value: n, Err: target.ErrDuplicate})
		}
	}
	if err := l.Err(); err != nil {
		return Tournament{}, err
	}
	u, _ := t.unit(code)
	tour := Tournament{Row: row}
	score := t.score.decimal(u)
	tour.Predecessor = t.leadOver(score, u, r.Predecessor)
	tour.Past = t.leadOver(score, u, r.Past)
	if !r.Past.Valid && row.Change.Valid {
		tour.Past = decimal.NewNullDecimal(t.better(score, score.Sub(row.Change.Decimal)))
	}
	var sum decimal.Decimal
	for _, n := range neighbours {
		v, _ := t.unit(n)
		if t.ranked(v) {
			lead := t.lead(u, v)
			tour.Neighbours = append(tour.Neighbours, Rival{Code: n, Lead: lead})
			tour.count(lead)
			sum = sum.Add(lead)
		}
	}
	if n := len(tour.Neighbours); n > 0 {
		places := shareDigits - sum.Exponent()
		tour.OverMean = decimal.NewNullDecimal(sum.DivRound(decimal.New(int64(n), 0), places))
	}
	for _, lead := range []decimal.NullDecimal{tour.Predecessor, tour.Past} {
		if lead.Valid {
			tour.count(lead.Decimal)
		}
	}
	return tour, nil
}

func (t *Tournament) count(lead decimal.Decimal) {
	switch lead.Sign() {
	case 1:
		t.Won++
	case -1:
		t.Lost++
	}
}

// leadOver returns how much better score is than a figure that was not ranked.
func (t *Table) leadOver(score decimal.Decimal, u int32, figure decimal.NullDecimal) decimal.NullDecimal {
	if !figure.Valid {
		return figure
	}
	other := figure.Decimal
	if p := t.options.Places; p != nil {
		other = other.Round(*p)
	}
	if t.options.Better == target.Nearer {
		other = other.Sub(t.goal(u).Decimal).Abs()
	}
	return decimal.NewNullDecimal(t.better(score, other))
}

func (t *Table) better(score, other decimal.Decimal) decimal.Decimal {
	if t.options.Better == target.Higher {
		return score.Sub(other)
	}
	return other.Sub(score)
}
