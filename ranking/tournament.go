package ranking

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Rivals says with whom a unit is compared in a tournament (晋升锦标赛). They are
// the yardsticks that research on Chinese officials finds in use.
type Rivals struct {
	Predecessor decimal.NullDecimal // figure of the predecessor in office
	Past        decimal.NullDecimal // the unit's own earlier figure; if absent, that of the earlier table
	Neighbours  []string            // codes of the units next to it
}

// Tournament compares a unit with its rivals. A lead is positive if the unit's
// ranked figure is better.
type Tournament struct {
	Row         Row
	Predecessor decimal.NullDecimal // lead over the predecessor
	Past        decimal.NullDecimal // lead over its own past
	Neighbours  []Rival             // by code; those without a rank are left out
	OverMean    decimal.NullDecimal // lead over the mean of the neighbours, with 18 decimals more than their figures
	Won, Lost   int                 // comparisons that are won or lost; the others are drawn
}

// Rival is a neighbour and the unit's lead over it.
type Rival struct {
	Code string
	Lead decimal.Decimal
}

const unknownUnit = "must be the code of a unit of the table"

// Tournament compares a unit with its rivals. The figures of the predecessor and
// of the past are treated as those of the table: rounded to the published digits,
// or taken as distances from the unit's target.
//
// Tournament returns an error if:
//   - the table has no such unit, or the unit has no rank;
//   - a neighbour is unknown, given twice or the unit itself;
//   - a figure is out of bounds.
//
// It reports every problem.
func (t *Table) Tournament(code string, r Rivals) (Tournament, error) {
	row, _ := t.Row(code)
	neighbours := slices.Sorted(slices.Values(r.Neighbours))
	if err := t.checkRivals(code, r, neighbours); err != nil {
		return Tournament{}, err
	}

	u, _ := t.unit(code)
	score := t.score.Decimal(int(u))
	result := Tournament{Row: row}
	result.Predecessor = t.leadOver(score, u, r.Predecessor)
	result.Past = t.leadOver(score, u, r.Past)
	if !r.Past.Valid && row.Change.Valid {
		result.Past = decimal.NewNullDecimal(t.better(score, score.Sub(row.Change.Decimal)))
	}
	for _, lead := range []decimal.NullDecimal{result.Predecessor, result.Past} {
		if lead.Valid {
			result.count(lead.Decimal)
		}
	}

	var sum decimal.Decimal
	for _, n := range neighbours {
		v, _ := t.unit(n)
		if !t.ranked(v) {
			continue
		}
		lead := t.lead(u, v)
		result.Neighbours = append(result.Neighbours, Rival{Code: n, Lead: lead})
		result.count(lead)
		sum = sum.Add(lead)
	}
	if n := len(result.Neighbours); n > 0 {
		mean := sum.DivRound(decimal.New(int64(n), 0), shareDigits-sum.Exponent())
		result.OverMean = decimal.NewNullDecimal(mean)
	}
	return result, nil
}

// checkRivals checks the unit and its rivals, the neighbours in order.
func (t *Table) checkRivals(code string, r Rivals, neighbours []string) error {
	var problems target.Problems
	row, ok := t.Row(code)
	switch {
	case !ok:
		problems.At("unit").Report(code, target.ErrUnknown, unknownUnit)
	case row.Rank == 0:
		problems.At("unit").Report(code, target.ErrMissing, "only a unit with a rank can be compared")
	}

	at := problems.At("rivals")
	if r.Predecessor.Valid {
		at.Field("predecessor").Figure(r.Predecessor.Decimal)
	}
	if r.Past.Valid {
		at.Field("past").Figure(r.Past.Decimal)
	}
	for i, n := range neighbours {
		neighbour := at.Field("neighbours")
		switch _, ok := t.unit(n); {
		case !ok:
			neighbour.Report(n, target.ErrUnknown, unknownUnit)
		case n == code:
			neighbour.Report(n, target.ErrInvalid, "a unit is not its own neighbour: leave it out")
		case i > 0 && neighbours[i-1] == n:
			neighbour.Duplicate(n)
		}
	}
	return problems.Err()
}

func (t *Tournament) count(lead decimal.Decimal) {
	switch lead.Sign() {
	case 1:
		t.Won++
	case -1:
		t.Lost++
	}
}

// leadOver returns how much better a score is than a figure that is not in the
// table.
func (t *Table) leadOver(score decimal.Decimal, u int32, figure decimal.NullDecimal) decimal.NullDecimal {
	if !figure.Valid {
		return figure
	}
	other := figure.Decimal
	if places, published := t.options.Places.Get(); published {
		other = other.Round(places)
	}
	if t.options.Better == target.Nearer {
		other = other.Sub(t.goal(u).Decimal).Abs()
	}
	return decimal.NewNullDecimal(t.better(score, other))
}

// better returns how much better a score is than another.
func (t *Table) better(score, other decimal.Decimal) decimal.Decimal {
	if t.options.Better == target.Higher {
		return score.Sub(other)
	}
	return other.Sub(score)
}
