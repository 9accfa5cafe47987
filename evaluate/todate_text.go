package evaluate

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/quotient"
)

// String prints the standing on one line: the unit, the period to date, the
// figure, whether it is on the path, and where it leads.
//
//	310000, 2015-01/2015-09: 33,124, short of what is due by 4,376; forecast 44,165.33
func (s Standing) String() string {
	var b strings.Builder
	if s.Target.Unit != "" {
		b.WriteString(fault.Clip(s.Target.Unit, 80) + ", ")
	}
	b.WriteString(s.Observation.Period.String() + ": " + numtext.Figure(s.Actual) + ", ")

	due := "what is due"
	if s.Due.IsZero() {
		due = "the target"
	}
	switch sign := s.Gap.Sign(); {
	case sign > 0:
		b.WriteString("better than " + due + " by " + s.gapText())
	case sign == 0:
		b.WriteString("at " + due)
	default:
		b.WriteString("short of " + due + " by " + s.gapText())
	}
	if s.ToDate && s.Forecast.Valid {
		b.WriteString("; forecast " + s.figure(s.Forecast.Decimal))
	}
	if s.Reached && s.ToDate {
		b.WriteString("; target reached")
	}
	if s.Overdue {
		b.WriteString("; overdue since " + s.Target.Period.Last().String())
	}
	return b.String()
}

// gapText prints the size of the gap, cut so that it never seems to be nothing.
func (s Standing) gapText() string { return quotient.Cut(s.Gap.Abs(), s.places()) }

func (s Standing) places() int32 { return s.Target.Indicator.Places.Or(0) + 2 }

// figure prints a figure with at most two decimals more than the indicator has.
func (s Standing) figure(d decimal.Decimal) string {
	return numtext.Fixed(d, min(max(0, -d.Exponent()), s.places()))
}
