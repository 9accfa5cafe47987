package target

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
)

// String returns the target in words: at least 3.30 patents per 10,000 people by
// 2015. Figures are not rounded; they have at least the indicator's Places, and commas
// between thousands. The words for the date are those of [Target.Due].
func (t Target) String() string {
	var b strings.Builder
	switch comparator := t.EffectiveComparator(); comparator {
	case Within:
		b.WriteString("from " + t.text(t.Value) + " to " + t.text(t.Upper))
	case About:
		b.WriteString("about " + t.text(t.Value))
		if !t.Tolerance.IsZero() {
			b.WriteString(" ± " + t.text(t.Tolerance))
		}
	default:
		b.WriteString(comparator.String() + " " + t.text(t.Value))
	}

	if t.Indicator.Measure != "" {
		b.WriteString(" " + fault.Line(t.Indicator.Measure, 200))
	}
	if due := t.Due(); due != "" {
		b.WriteString(" " + due)
	}
	return b.String()
}

// Due says when the target is due. It is empty for a target without a period. An
// indicator whose law over time is TimeSum, TimeCompound or TimeMean reaches its
// target in the period: "in 2011/2015". Any other reaches it by the end of the
// period: "by 2015".
func (t Target) Due() string {
	if t.Period.IsZero() {
		return ""
	}
	text := t.Period.String()
	switch t.Indicator.TimeLaw() {
	case TimeSum, TimeCompound, TimeMean:
		return "in " + text
	}
	if _, end, isSpan := strings.Cut(text, "/"); isSpan {
		text = end
	}
	return "by " + text
}

// text prints a figure with at least the indicator's Places.
func (t Target) text(d decimal.Decimal) string {
	return numtext.Fixed(d, max(-d.Exponent(), min(t.Indicator.Places.Or(0), MaxPlaces), 0))
}
