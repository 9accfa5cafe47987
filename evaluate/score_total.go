package evaluate

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// finish caps, rounds and grades a total.
func (e *Evaluator) finish(card *Scorecard, total *big.Rat) {
	card.Places = target.Places(max(defaultPlaces, -e.scheme.Round.Decimal.Exponent()))
	if total.Sign() < 0 {
		total = new(big.Rat)
		card.Notes = append(card.Notes, "not below 0")
	}
	if most := e.scheme.Cap; most.Valid && total.Cmp(most.Decimal.Rat()) > 0 {
		card.Notes = append(card.Notes, "capped from "+card.text(quotient.Round(total)))
		total = most.Decimal.Rat()
	}
	if even := e.round(total); even.Cmp(total) != 0 {
		card.Notes = append(card.Notes, "rounded from "+quotient.Brief(total))
		total = even
	}

	card.Total = quotient.Round(total)
	for _, g := range e.scheme.Grades {
		if total.Cmp(g.From.Rat()) >= 0 {
			card.ByPoints = g.Name
			break
		}
	}
	card.Grade = card.ByPoints
	if len(card.Vetoes) > 0 {
		card.Grade = e.failed()
	}
}

// round returns the total as the book rounds it.
func (e *Evaluator) round(total *big.Rat) *big.Rat {
	if !e.scheme.Round.Valid {
		return total
	}

	quantum := e.scheme.Round.Decimal.Rat()
	n := new(big.Rat).Quo(total, quantum)
	count := whole(n, false)
	if !e.scheme.Floor {
		count = fixed.DivHalfUp(n.Num(), n.Denom())
	}
	multiple := new(big.Rat).SetInt(count)
	multiple.Mul(multiple, quantum)
	//mutate:equal multiple.Cmp(most.Decimal.Rat()) >= 0: at the cap it is the cap
	if most := e.scheme.Cap; most.Valid && multiple.Cmp(most.Decimal.Rat()) > 0 {
		return most.Decimal.Rat()
	}
	return multiple
}

// failed returns the grade of a unit that misses a veto.
func (e *Evaluator) failed() string {
	if e.scheme.Failed != "" || len(e.scheme.Grades) == 0 {
		return e.scheme.Failed
	}
	return e.scheme.Grades[len(e.scheme.Grades)-1].Name
}
