package hierarchy

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// String prints the explanation for people: a line for the unit, and for each
// ancestor a line on what it handed down and one on the claim. Figures have the
// indicator's places and commas between thousands. Each line ends in a newline. For
// a unit without a quota it prints why there is none.
func (x Explanation) String() string {
	var b strings.Builder
	if len(x.Steps) == 0 {
		fmt.Fprintf(&b, "%s: no quota: %s\n", quote(x.Unit), x.Absent)
	}
	for i, s := range x.Steps {
		if i == 0 {
			b.WriteString(x.headline(s))
		}
		b.WriteString(x.text(i))
	}
	return b.String()
}

func (x Explanation) headline(s ExplainStep) string {
	t := x.Target
	text := fmt.Sprintf("%s: %s%s, %s, %v",
		unitText(s.Quota.Unit), x.value(s.Quota), measure(t), t.Due(), t.EffectiveComparator())
	if t.Force != 0 {
		text += fmt.Sprintf(", %v", t.Force)
	}
	return text + "\n"
}

// text prints one step.
func (x Explanation) text(i int) string {
	var b strings.Builder
	s := x.Steps[i]
	if s.Move != nil {
		return x.moveText(s, i == len(x.Steps)-1)
	}
	if i == len(x.Steps)-1 {
		fmt.Fprintf(&b, "  %s: %s, set%s\n", unitText(s.Quota.Unit), x.value(s.Quota), sourceText(x.Target.Source))
		return b.String()
	}
	fmt.Fprintf(&b, "  %s: %s", unitText(s.Parent), x.figure(s.From))
	if !s.Stretch.IsZero() {
		fmt.Fprintf(&b, ", stretched by %s %%", plain(s.Stretch.Shift(2)))
	}
	if !s.Reserve.IsZero() {
		fmt.Fprintf(&b, ", less a reserve of %s", x.figure(s.Reserve))
	}
	if !s.Amount.Equal(s.From) {
		fmt.Fprintf(&b, ": %s", x.figure(s.Amount))
	}
	fmt.Fprintf(&b, ", shared %s\n    %s\n", s.Method, x.reason(s))
	return b.String()
}

// moveText says what moved the unit of a step of a reconciled plan.
func (x Explanation) moveText(s ExplainStep, last bool) string {
	if last {
		return fmt.Sprintf("  %s: %s\n", unitText(s.Quota.Unit), x.reason(s))
	}
	return fmt.Sprintf("  %s: %s\n    %s\n", unitText(s.Parent), x.figure(s.From), x.reason(s))
}

// reason says why the unit of a step has its quota.
func (x Explanation) reason(s ExplainStep) string {
	var text strings.Builder
	text.WriteString(x.decided(s))
	for _, h := range s.Lapsed {
		text.WriteString(fmt.Sprintf("; a hold at %s%s lapsed: it ended with %s",
			x.figure(h.Value), byText(h), h.Until))
	}
	return text.String()
}

func byText(h Hold) string {
	if h.By == "" {
		return ""
	}
	return " by " + h.By
}

// decided says what decided the quota of a step.
func (x Explanation) decided(s ExplainStep) string {
	switch {
	case s.Hold != nil:
		return x.heldText(*s.Hold)
	case s.Move != nil:
		return s.Move.text(x, s)
	case s.Kept:
		return "kept at " + x.value(s.Quota) + ": the revision has left the former quotas of the family as they were"
	}

	var b strings.Builder
	b.WriteString(x.claimText(s))
	if s.Exact.Valid {
		fmt.Fprintf(&b, "%s → ", comma(s.Exact.Decimal.StringFixed(max(0, -s.Exact.Decimal.Exponent()))))
	}
	b.WriteString(x.value(s.Quota))
	b.WriteString(x.decisionText(s))
	if len(s.Tied) > 0 {
		fmt.Fprintf(&b, "; %d of %d that tied got one more, the smaller codes first", s.Won, len(s.Tied))
	}
	return b.String()
}

func (x Explanation) heldText(h Hold) string {
	text := "held at " + x.figure(h.Value) + byText(h)
	if h.Reason != "" {
		text += ": " + h.Reason
	}
	return text
}

// claimText says what the claim is and what λ makes of it.
func (x Explanation) claimText(s ExplainStep) string {
	var b strings.Builder
	mean := s.Basis.Valid
	switch {
	case s.OffsetName != "" || !s.Claim.Offset.IsZero():
		b.WriteString(x.offsetText(s))
	case mean && s.Multiple.Valid && short(s.Claim.Weight):
		text := "claim " + plain(s.Claim.Weight)
		if s.WeightName != "" {
			text = plain(s.Claim.Weight) + " (" + s.WeightName + ")"
		}
		fmt.Fprintf(&b, "%s × %s", text, plain(s.Multiple.Decimal))
	default:
		fmt.Fprintf(&b, "claim %s", plain(s.Claim.Weight))
		if !mean && s.Weights.Sign() > 0 {
			fmt.Fprintf(&b, " of %s (%s %%)", plain(s.Weights), percent(s.Claim.Weight, s.Weights))
			if !s.Shared.Equal(s.Amount) && !s.Shared.IsZero() {
				fmt.Fprintf(&b, " on the %s that holds and bounds leave", x.figure(s.Shared))
			}
		}
	}
	if mean {
		fmt.Fprintf(&b, ", basis %s", plain(s.Basis.Decimal))
		if s.BasisName != "" {
			fmt.Fprintf(&b, " (%s)", s.BasisName)
		}
	}
	b.WriteString(": ")
	return b.String()
}

// offsetText says by how much the offset is moved.
func (x Explanation) offsetText(s ExplainStep) string {
	offset := s.Claim.Offset
	if !short(offset) && s.Exact.Valid && s.Claim.Weight.IsZero() {
		offset = s.Exact.Decimal // a fraction without an end
	}
	text := plain(offset)
	if s.OffsetName != "" {
		text += " (" + s.OffsetName + ")"
	}
	if !s.Multiple.Valid || s.Claim.Weight.IsZero() {
		return text
	}
	quota := s.Quota.Value // what the claim gives
	switch {
	case s.Exact.Valid:
		quota = s.Exact.Decimal
	case s.Unbounded.Valid:
		quota = s.Unbounded.Decimal
	}
	shift := quota.Sub(s.Claim.Offset).Round(max(0, -quota.Exponent()))
	if s.WeightName == shiftName {
		return text + ", shifted by " + signed(shift)
	}
	text += " " + signedWord(shift)
	switch {
	case s.WeightName == "":
		return text
	case short(s.Claim.Weight):
		return text + " (" + s.WeightName + " " + plain(s.Claim.Weight) + " × " + plain(s.Multiple.Decimal) + ")"
	}
	return text + " (" + s.WeightName + ")"
}

// short reports whether a weight is one that people can read.
func short(weight decimal.Decimal) bool { return weight.NumDigits() <= 12 }

// signed prints a number with its sign.
func signed(d decimal.Decimal) string {
	if d.Sign() < 0 {
		return plain(d)
	}
	return "+" + plain(d)
}

// signedWord is signed with a space after the sign.
func signedWord(d decimal.Decimal) string {
	if d.Sign() < 0 {
		return "− " + plain(d.Neg())
	}
	return "+ " + plain(d)
}

// decisionText says what decided the quota in the end.
func (x Explanation) decisionText(s ExplainStep) string {
	without := ""
	if s.Unbounded.Valid {
		quota := s.Unbounded.Decimal
		without = fmt.Sprintf("; its claim gives %s", comma(quota.StringFixed(max(0, -quota.Exponent()))))
	}
	switch {
	case s.Quota.DecidedBy == apportion.ByDescendants:
		return ", by what is held or bounded below it" + without
	case s.Quota.DecidedBy != apportion.ByClaim:
		return ", at " + s.Quota.DecidedBy.String() + without
	case x.Target.Indicator.Kind.Law() == target.Count && s.Max.Valid && s.Quota.Value.Equal(s.Max.Decimal):
		return ", as many as there are"
	case s.NoMean:
		return "; the bases of the family are all zero, so that it has no mean"
	case s.Basis.Valid && s.Basis.Decimal.IsZero():
		return "; its basis is zero, so that it does not move the mean"
	case s.Basis.Valid:
		places := max(0, -x.Target.Indicator.EffectiveQuantum().Exponent()) + exactPlaces
		return fmt.Sprintf("; the family's residual is %s", plain(s.Residual.Round(places)))
	}
	text := fmt.Sprintf(" by %v", s.Rounding)
	if s.Up > 0 {
		text += fmt.Sprintf(" (%d of %d rounded up, remainders from %s)",
			s.Up, s.Family, s.Cut.StringFixed(exactPlaces))
	}
	return text
}

func (x Explanation) figure(d decimal.Decimal) string { return comma(x.Target.Indicator.Format(d)) }

func (x Explanation) value(q Quota) string {
	if q.Upper.Valid {
		return x.figure(q.Value) + " to " + x.figure(q.Upper.Decimal)
	}
	return x.figure(q.Value)
}

func unitText(u Unit) string {
	if u.Name == "" {
		return u.Code
	}
	return u.Name + " " + u.Code
}

func measure(t target.Target) string {
	if t.Indicator.Measure == "" {
		return ""
	}
	return " " + t.Indicator.Measure
}

func sourceText(s target.Source) string {
	var text strings.Builder
	for _, part := range []string{s.Issuer, s.Document, s.Paragraph, s.Date} {
		if part != "" {
			text.WriteString(", " + part)
		}
	}
	return text.String()
}

// plain prints a decimal without the zeros at its end.
func plain(d decimal.Decimal) string {
	s := d.StringFixed(max(0, -d.Exponent()))
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return comma(s)
}

func percent(part, whole decimal.Decimal) string {
	return part.Shift(2).DivRound(whole, 2).StringFixed(2)
}

// comma puts commas between the thousands of a number's whole part.
func comma(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
	}
	whole, rest, found := strings.Cut(s, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, c := range []byte(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(c)
	}
	if found {
		b.WriteString("." + rest)
	}
	return b.String()
}
