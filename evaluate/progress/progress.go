package progress

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// Progress is the verdict of a [Rule] on a series. A figure that the rule does not
// use, or that does not exist, is absent.
type Progress struct {
	Base, Current target.Point        // the points that were compared
	ObservedRate  decimal.NullDecimal // change a year since the base; of compound growth, as a share of 1
	RequiredRate  decimal.NullDecimal // change a year that would lead from the base to the target
	Made, Due     decimal.NullDecimal // PathGap: shares of the way that are made, and due
	Gap           decimal.NullDecimal // PathGap: lead over the path in the indicator's unit, negative if behind
	Measure       decimal.NullDecimal // what the categories divide; each rule says what it is
	Score         decimal.NullDecimal // on the scale that the rule publishes, more is better
	Forecast      decimal.NullDecimal // figure at the end of the target's period if things go on as observed
	Category      string
	Reason        evaluate.Reason // why there is no verdict, or what stands beside it
}

// String prints the verdict on one line: the category, or the score of a rule without
// categories, or the reason why there is none; the figure that was compared; and the
// forecast, cut after two decimals.
//
//	substantial progress: 850 in 2023, forecast 1,032.14…
func (p Progress) String() string {
	verdict := p.Category
	switch {
	case verdict != "":
	case p.Score.Valid:
		verdict = "score " + quotient.Cut(p.Score.Decimal, 2)
	default:
		verdict = "no verdict (" + p.Reason.String() + ")"
	}

	text := verdict + ": " + numtext.Figure(p.Current.Value)
	if !p.Current.Period.IsZero() {
		text += " in " + p.Current.Period.String()
	}
	if p.Forecast.Valid {
		text += ", forecast " + quotient.Cut(p.Forecast.Decimal, 2)
	}
	return text
}
