package hierarchy

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Explanation is the chain of reasons for one quota, from its unit up to the
// unit of the target that was decomposed.
type Explanation struct {
	Target target.Target // that was decomposed
	Steps  []ExplainStep // the unit's own first; the target's unit last
}

// ExplainStep says how one unit came by its quota.
type ExplainStep struct {
	Quota Quota
	Hold  *Hold // that fixed it; nil without one
	// Lapsed are the holds of the unit that ended before the target's period does,
	// by their last period. They fix nothing.
	Lapsed []Hold

	// What follows is about the division of the parent's quota. It is zero in
	// the last step, where the quota was set.
	Parent   Unit
	From     decimal.Decimal // the parent's quota
	Stretch  decimal.Decimal
	Reserve  decimal.Decimal
	Load     decimal.Decimal // what was handed down
	Method   string
	Claim    decimal.Decimal
	Claims   decimal.Decimal     // sum over those of the family that no bound or hold decides; for WeightedMean kinds weighted by the basis
	Shared   decimal.Decimal     // what these share: the load, less what bounds and holds decide; not for WeightedMean kinds
	Basis    decimal.NullDecimal // for WeightedMean kinds
	Min, Max decimal.NullDecimal // within which the quota had to be
	Exact    decimal.NullDecimal // share before rounding, to four places more than the quantum; absent where bounds leave none
	Rounding Rounding            // for Sum and Count kinds
	Up       int                 // how many of the family largest remainder rounded up
	Family   int                 // how many took part
	Cut      decimal.Decimal     // the smallest remainder, in quanta, that was rounded up
	Tied     []string            // codes that tied for the last quanta; the smaller codes got them
	Won      int                 // how many of them did
	Residual decimal.Decimal     // of the parent's weighted mean
}

// exactPlaces is how many more decimals than the quantum an exact share shows.
const exactPlaces = 4

// Explain returns why a unit has the quota that it has; no steps for a unit
// without one. It divides the unit's own family again, and those of its
// ancestors, and so costs what these have in children, not the tree.
func (p *Plan) Explain(code string) Explanation {
	at, ok := p.at(code)
	if !ok {
		return Explanation{}
	}
	if p.lines != nil {
		return p.lines[p.line[at]].Explain(code)
	}
	x := Explanation{Target: p.Target()}
	for ; at != p.root; at = int(p.tree.parent[at]) {
		x.Steps = append(x.Steps, p.stepOf(at))
	}
	x.Steps = append(x.Steps, ExplainStep{Quota: p.quota(at)})
	return x
}

// stepOf divides the family of a unit again and reads the unit's part off.
func (p *Plan) stepOf(at int) ExplainStep {
	e := &engine{Plan: p}
	e.bounds = p.lower.bounds.with(e)
	parent := int(p.tree.parent[at])
	f := e.family(parent)
	f.quota = p.lower.quotas.big(parent)
	f.load = f.rule.from(f.quota)
	s := ExplainStep{
		Quota:   p.quota(at),
		Parent:  p.tree.units[parent],
		From:    p.step.times(f.quota),
		Stretch: f.rule.Stretch.Decimal,
		Reserve: f.rule.Reserve.Decimal,
		Load:    p.step.times(f.load),
		Method:  f.rule.String(),
		Family:  f.n,
	}
	if i, ok := p.held[at]; ok {
		s.Hold = new(p.options.Held[i])
	}
	for _, i := range p.lapsed[at] {
		s.Lapsed = append(s.Lapsed, p.options.Held[i])
	}
	if e.bounds != nil {
		s.Min, s.Max = p.step.limit(e.bounds.low(at)), p.step.limit(e.bounds.high(at))
	}
	if f.rule.claim(f) != nil {
		return s // a method that no longer gives the claims that it gave
	}
	k := 0
	for f.place(k) != at {
		k++
	}
	if p.law == target.WeightedMean {
		s.mean(e, f, k)
	} else {
		s.sum(e, f, k)
	}
	return s
}

func (s *ExplainStep) sum(e *engine, f *family, k int) {
	claim, sum := f.sumClaims(k)
	s.Claim, s.Claims, s.Shared = fixed.FromBig(claim, f.exp), fixed.FromBig(sum, f.exp), s.Load
	s.Rounding = f.rule.Rounding
	_, o, err := e.shares(f, f.load, make([]int64, f.n))
	if err != nil {
		return
	}
	for _, i := range o.Tied {
		s.Tied = append(s.Tied, e.tree.units[f.place(i)].Code)
	}
	s.Won = o.Win
	total, weight := f.load, sum
	if e.bounds != nil {
		if s.Rounding != LargestRemainder || o.Bounds[k] != apportion.Free {
			return
		}
		if total, weight = o.Quota(); o.Down {
			total.Neg(total)
		}
		s.Claims, s.Shared = fixed.FromBig(weight, f.exp), e.step.times(total)
	}
	if weight.Sign() == 0 {
		return
	}
	share := new(big.Int).Mul(total, claim)
	if at := f.place(k); e.bounds != nil && against(share, f.load, e.bounds.low(at), e.bounds.high(at)) {
		share.SetInt64(0)
	}
	s.Exact = decimal.NewNullDecimal(e.step.share(share, weight))
	if s.Rounding == LargestRemainder {
		s.Up = o.Won
		s.Cut = fixed.Round(o.Cut(), weight, exactPlaces)
	}
}

// sumClaims returns one of the claims and the sum of all.
func (f *family) sumClaims(k int) (claim, sum *big.Int) {
	if f.words != nil {
		if sum, ok := fixed.SumWords(f.words); ok {
			return big.NewInt(f.words[k]), big.NewInt(sum)
		}
	}
	claims, sum := f.bigClaims(), new(big.Int)
	for _, c := range claims {
		sum.Add(sum, c)
	}
	return claims[k], sum
}

func (s *ExplainStep) mean(e *engine, f *family, k int) {
	m := e.newMean(f)
	if _, err := m.divide(); err != nil {
		return
	}
	sum := new(big.Int)
	for i, b := range m.basis {
		sum.Add(sum, new(big.Int).Mul(b, m.claims[i]))
	}
	basis := e.options.Basis.figures.Exp()
	s.Claim = fixed.FromBig(m.claims[k], f.exp)
	s.Claims = fixed.FromBig(sum, f.exp+basis)
	s.Basis = decimal.NewNullDecimal(fixed.FromBig(m.basis[k], basis))
	s.Residual = e.Residual(s.Parent.Code)
	if s.Quota.Bound == Free && m.weight.Sign() != 0 {
		s.Exact = decimal.NewNullDecimal(e.step.share(m.exact(k), m.weight))
	}
}

// share returns num/den quanta, rounded to exactPlaces more decimals.
func (q quantum) share(num, den *big.Int) decimal.Decimal {
	places := max(0, -q.exp) + exactPlaces
	num = new(big.Int).Mul(num, q.m)
	if q.exp >= 0 {
		return fixed.Round(num.Mul(num, fixed.Pow10(q.exp)), den, places)
	}
	return fixed.Round(num, new(big.Int).Mul(den, fixed.Pow10(-q.exp)), places)
}

// String prints the explanation for people: a line for the unit, and for each
// ancestor a line on what it handed down and one on the claim. Figures have the
// indicator's places and commas between thousands. Each line ends in a newline.
func (x Explanation) String() string {
	var b strings.Builder
	t := x.Target
	for i, s := range x.Steps {
		if i == 0 {
			fmt.Fprintf(&b, "%s: %s%s, %s, %v", unitText(s.Quota.Unit), x.value(s.Quota), measure(t), t.Due(), t.EffectiveComparator())
			if t.Force != 0 {
				fmt.Fprintf(&b, ", %v", t.Force)
			}
			b.WriteString("\n")
		}
		if i == len(x.Steps)-1 {
			fmt.Fprintf(&b, "  %s: %s, set%s\n", unitText(s.Quota.Unit), x.value(s.Quota), sourceText(t.Source))
			continue
		}
		fmt.Fprintf(&b, "  %s: %s", unitText(s.Parent), x.figure(s.From))
		if !s.Stretch.IsZero() {
			fmt.Fprintf(&b, ", stretched by %s %%", plain(s.Stretch.Shift(2)))
		}
		if !s.Reserve.IsZero() {
			fmt.Fprintf(&b, ", less a reserve of %s", x.figure(s.Reserve))
		}
		if !s.Load.Equal(s.From) {
			fmt.Fprintf(&b, ": %s", x.figure(s.Load))
		}
		fmt.Fprintf(&b, ", shared %s\n    %s\n", s.Method, x.reason(s))
	}
	return b.String()
}

// reason says why the unit of a step has its quota.
func (x Explanation) reason(s ExplainStep) string {
	text := x.decided(s)
	for _, h := range s.Lapsed {
		text += fmt.Sprintf("; a hold at %s%s lapsed: it ended with %s", x.figure(h.Value), by(h), h.Until)
	}
	return text
}

func by(h Hold) string {
	if h.By == "" {
		return ""
	}
	return " by " + h.By
}

// decided says what decided the quota of a step.
func (x Explanation) decided(s ExplainStep) string {
	var b strings.Builder
	if h := s.Hold; h != nil {
		fmt.Fprintf(&b, "held at %s%s", x.figure(h.Value), by(*h))
		if h.Reason != "" {
			fmt.Fprintf(&b, ": %s", h.Reason)
		}
		return b.String()
	}
	fmt.Fprintf(&b, "claim %s", plain(s.Claim))
	switch {
	case s.Basis.Valid:
		fmt.Fprintf(&b, ", basis %s", plain(s.Basis.Decimal))
	case s.Claims.Sign() > 0:
		fmt.Fprintf(&b, " of %s (%s %%)", plain(s.Claims), percent(s.Claim, s.Claims))
		if !s.Shared.Equal(s.Load) {
			fmt.Fprintf(&b, " on the %s that holds and bounds leave", x.figure(s.Shared))
		}
	}
	b.WriteString(": ")
	if s.Exact.Valid {
		fmt.Fprintf(&b, "%s → ", comma(s.Exact.Decimal.StringFixed(max(0, -s.Exact.Decimal.Exponent()))))
	}
	b.WriteString(x.value(s.Quota))
	switch {
	case s.Quota.Bound == Reserved:
		b.WriteString(", by what is held or bounded below it")
	case s.Quota.Bound != Free:
		fmt.Fprintf(&b, ", %v", s.Quota.Bound)
	case x.Target.Indicator.Kind.Law() == target.Count && s.Max.Valid && s.Quota.Value.Equal(s.Max.Decimal):
		b.WriteString(", as many as there are")
	case s.Basis.Valid:
		fmt.Fprintf(&b, "; the family's residual is %s", plain(s.Residual.Round(max(0, -x.Target.Indicator.EffectiveQuantum().Exponent())+exactPlaces)))
	default:
		fmt.Fprintf(&b, " by %v", s.Rounding)
		if s.Up > 0 {
			fmt.Fprintf(&b, " (%d of %d rounded up, remainders from %s)", s.Up, s.Family, s.Cut.StringFixed(exactPlaces))
		}
	}
	if len(s.Tied) > 0 {
		fmt.Fprintf(&b, "; %d of %d that tied got one more, the smaller codes first", s.Won, len(s.Tied))
	}
	return b.String()
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
