package evaluate

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// CombineYears combines the scorecards of a plan's years, given in the order of the
// years. The total is
//
//	Earlier · (mean of all totals but the last) + Last · (last total)
//
// with the weights of Scheme.Years, by default 1/2 each. A single scorecard counts in
// full. The result is capped, rounded and graded like that of a year. The vetoes missed in
// the last year count for the result, because the last year judges the whole plan.
//
// CombineYears returns an error if there is no scorecard, they are of several
// units, or a total is negative or out of bounds.
func (e *Evaluator) CombineYears(cards []Scorecard) (Scorecard, error) {
	if err := checkCards(cards); err != nil {
		return Scorecard{}, err
	}

	earlier, last := cards[:len(cards)-1], cards[len(cards)-1]
	card := Scorecard{Unit: last.Unit, Scheme: e.scheme.Name, Vetoes: slices.Clone(last.Vetoes)}
	final := ItemScore{Code: "last", Veto: len(last.Vetoes) > 0}
	if len(earlier) == 0 {
		final.Max, final.Points, final.Why = e.weightedMax(decimal.New(1, 0)), last.Total, "the only year"
		card.items = []ItemScore{final}
		e.finish(&card, last.Total.Rat())
		return card, nil
	}

	half := decimal.New(5, -1)
	weights := YearWeights{Earlier: half, Last: half}
	if e.scheme.Years != nil {
		weights = *e.scheme.Years
	}
	mean := meanTotal(earlier)
	before := ItemScore{
		Code: "earlier", Max: e.weightedMax(weights.Earlier),
		Why: fmt.Sprintf("mean %s × %s", quotient.Brief(mean), numtext.Figure(weights.Earlier)),
	}
	mean.Mul(mean, weights.Earlier.Rat())
	before.Points = quotient.Round(mean)

	total := new(big.Rat).Mul(last.Total.Rat(), weights.Last.Rat())
	final.Max, final.Points = e.weightedMax(weights.Last), quotient.Round(total)
	final.Why = fmt.Sprintf("%s × %s", numtext.Figure(last.Total), numtext.Figure(weights.Last))

	card.items = []ItemScore{before, final}
	e.finish(&card, total.Add(total, mean))
	return card, nil
}

func checkCards(cards []Scorecard) error {
	var p target.Problems
	at := p.At("scorecards")
	at.Required(len(cards) > 0, "give one for each year")
	for i, c := range cards {
		if c.Unit != cards[0].Unit {
			remedy := "the first is of unit " + fault.Text(cards[0].Unit)
			at.Index(i).Field("unit").Report(c.Unit, target.ErrMismatch, remedy)
		}
		at.Index(i).Field("total").NonNegative(c.Total)
	}
	return p.Err()
}

func meanTotal(cards []Scorecard) *big.Rat {
	sum := new(big.Rat)
	for _, c := range cards {
		sum.Add(sum, c.Total.Rat())
	}
	return sum.Quo(sum, big.NewRat(int64(len(cards)), 1))
}

// weightedMax returns a weight times the sum of the maxima of all items, without
// bonuses and penalties.
func (e *Evaluator) weightedMax(weight decimal.Decimal) decimal.Decimal {
	var sum decimal.Decimal
	for _, i := range e.scheme.Items {
		if !i.Penalty {
			sum = sum.Add(i.Max)
		}
	}
	return sum.Mul(weight)
}
