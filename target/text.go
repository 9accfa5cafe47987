package target

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// String says the target in words: at least 3.30 patents per 10,000 people by
// 2015. Figures have at least the indicator's Places and are not rounded. When
// it is due is said as [Target.Due] says it.
func (t Target) String() string {
	var b strings.Builder
	switch compare := t.EffectiveComparator(); compare {
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
	if due := t.Due(); due != "" {
		b.WriteString(" " + due)
	}
	return b.String()
}

// Due says when the target is due, nothing for one without a period. What adds
// up, compounds or averages over time is reached in its period, a whole plan if
// it has one: "in 2011/2015". All else is due by the end of it: "by 2015" for
// the same plan.
func (t Target) Due() string {
	if t.Period.IsZero() {
		return ""
	}
	text := t.Period.String()
	switch t.Indicator.TimeLaw() {
	case TimeSum, TimeCompound, TimeMean:
		return "in " + text
	}
	if _, end, span := strings.Cut(text, "/"); span {
		text = end
	}
	return "by " + text
}

func (t Target) figure(d decimal.Decimal) string {
	if !fixed.InBounds(d) {
		return fault.Text(d)
	}
	return d.StringFixed(max(-d.Exponent(), min(t.Indicator.Places.Or(0), MaxPlaces), 0))
}
