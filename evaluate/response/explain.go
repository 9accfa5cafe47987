package response

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
)

// Explain prints the response for people, with [Caution]. Each line ends in a newline.
func (r Response) Explain() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, from %s on\n", r.head(), r.Intervention.At)
	r.Before.explain(&b, "before")
	r.After.explain(&b, "after")

	name := "figures"
	if r.Log {
		name = "logarithms"
	}
	r.Figures.explain(&b, name)
	if r.Shares.Points > 0 {
		r.Shares.explain(&b, "shares")
	}
	if c := r.Controlled; c != nil {
		c.explain(&b, name)
	}
	wrap(&b, Caution)
	return b.String()
}

// head says what changed for whom.
func (r Response) head() string {
	i, head := r.Intervention, r.Intervention.What
	if head == "" {
		head = "target"
	}
	if r.Unit != "" {
		head = r.Unit + ": " + head
	}
	if i.From.Valid && i.To.Valid {
		head += fmt.Sprintf(" from %s to %s", numtext.Figure(i.From.Decimal), numtext.Figure(i.To.Decimal))
	}
	return head
}

func (c Controlled) explain(b *strings.Builder, name string) {
	b.WriteString(strings.TrimRight("  control "+c.Unit, " ") + "\n")
	c.Before.explain(b, "before")
	c.After.explain(b, "after")
	c.Figures.explain(b, name+" less the control's")
	if c.Shares.Points > 0 {
		c.Shares.explain(b, "shares less the control's")
	}
}

func (s Segment) explain(b *strings.Builder, name string) {
	if s.Points == 0 {
		fmt.Fprintf(b, "  %-6s  no figures\n", name)
		return
	}
	fmt.Fprintf(b, "  %-6s  %s to %s, mean %s", name, s.First.Period, s.Last.Period, numtext.Fixed(s.Mean, 1))
	if s.Growth.Valid {
		fmt.Fprintf(b, ", growth %s %% a year", percent(s.Growth))
	}
	if s.Share.Valid {
		fmt.Fprintf(b, ", share %s %%", percent(s.Share))
	}
	b.WriteString("\n")
}

func (f Regression) explain(b *strings.Builder, name string) {
	if f.Reason != 0 {
		fmt.Fprintf(b, "  %s: no fit, %s\n", name, f.Reason)
		return
	}
	fmt.Fprintf(b, "  %s, %s degrees of freedom", name, numtext.Count(f.DegreesOfFreedom))
	if f.DurbinWatson.Valid {
		fmt.Fprintf(b, ", Durbin-Watson %s", places(f.DurbinWatson, 2))
	}
	fmt.Fprintf(b, "\n    level change         %s\n    slope change a year  %s\n", f.LevelChange, f.SlopeChange)
}

// String prints the estimate, its t statistic and its p value, rounded.
func (c Coefficient) String() string {
	if !c.T.Valid {
		return places(c.Estimate, 4)
	}
	p := places(c.P, 4)
	if c.P.Valid && fixed.Cmp(c.P.Decimal, decimal.New(5, -5)) < 0 {
		p = "below 0.0001"
	}
	return fmt.Sprintf("%s (t %s, p %s)", places(c.Estimate, 4), places(c.T, 2), p)
}

// wrap writes text in lines of at most 96 characters, indented by two.
func wrap(b *strings.Builder, text string) {
	const most = 96
	width := 0
	for word := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(word)
		if width == 0 || width+1+n > most {
			if width > 0 {
				b.WriteString("\n")
			}
			b.WriteString(" ")
			width = 1
		}
		b.WriteString(" " + word)
		width += 1 + n
	}
	b.WriteString("\n")
}

func places(d decimal.NullDecimal, n int32) string {
	if !d.Valid {
		return "none"
	}
	return numtext.Fixed(d.Decimal, n)
}

func percent(share decimal.NullDecimal) string { return numtext.Fixed(share.Decimal.Shift(2), 2) }
