package target

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// String says the target in words: at least 3.30 patents per 10,000 people by
// 2015. Figures have at least the indicator's Places and are not rounded. The
// figure of a Flow, a Growth or a Reduction is reached in a period, others by
// its end.
func (t Target) String() string {
	var b strings.Builder
	switch compare := t.Compare(); compare {
	case Within:
		b.WriteString("from " + t.figure(t.Value) + " to " + t.figure(t.Upper))
	case About:
		b.WriteString("about " + t.figure(t.Value))
		if !t.Tolerance.IsZero() {
			b.WriteString(" ± " + t.figure(t.Tolerance))
		}
	default:
		b.WriteString(compare.String() + " " + t.figure(t.Value))
	}
	if t.Indicator.Measure != "" {
		b.WriteString(" " + fault.Clip(t.Indicator.Measure, 200))
	}
	if !t.Period.IsZero() {
		word := " by "
		switch t.Indicator.TimeLaw() {
		case TimeSum, TimeCompound:
			word = " in "
		}
		b.WriteString(word + t.Period.String())
	}
	return b.String()
}

func (t Target) figure(d decimal.Decimal) string {
	if !fixed.InBounds(d) {
		return fault.Text(d)
	}
	return d.StringFixed(max(-d.Exponent(), min(t.Indicator.Places, MaxPlaces), 0))
}
