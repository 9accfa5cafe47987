package evaluate

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// score scores a case, and reports whether it did. If not, fractions decide, and say
// what is wrong.
func (l *ledger) score(e *Evaluator, c *Case) (card Scorecard, ok bool) {
	var few [16]int32
	seen := few[:min(len(few), len(l.items))]
	if len(l.items) > len(few) {
		seen = make([]int32, len(l.items))
	}
	publication := c.publication()
	if len(c.Panel) > 0 || publication.Validate() != nil || !l.place(e, c, seen) {
		return card, false
	}

	card = Scorecard{
		Unit: c.unit(), Scheme: e.scheme.Name, Places: l.places, Publication: publication, ledger: l,
	}
	if len(l.items) > 1 {
		card.others = make([]outcome, len(l.items)-1)
	}
	var s grainSum
	awarded := 0
	for i := range l.items {
		item, o := &l.items[i], card.outcome(i)
		award, given := c.Awarded[item.Code]
		switch found := seen[i] > 0; {
		case item.Points != nil && found && !given:
			ok = o.assess(item, &c.Assessments[seen[i]-1])
		case item.Points == nil && given && !found:
			awarded++
			ok = o.award(item, award)
		default:
			ok = false
		}
		if !ok || !s.addItem(item, o, nil) {
			return card, false
		}
		if o.isVeto {
			card.Vetoes = append(card.Vetoes, item.Code)
		}
	}
	return card, awarded == len(c.Awarded) && l.finish(e, &card, s)
}

// unit returns Unit, from an assessment if one has it: see Case.copy.
func (c *Case) unit() string {
	if len(c.Assessments) > 0 && c.Assessments[0].Target.Unit == c.Unit {
		return c.Assessments[0].Target.Unit
	}
	return strings.Clone(c.Unit)
}

// place finds the assessment of each item: its place in the case and one, or 0. It
// reports false if an assessment is of no item or unit, or of one that had one.
func (l *ledger) place(e *Evaluator, c *Case, seen []int32) bool {
	for i := range c.Assessments {
		t := &c.Assessments[i].Target
		slot, isItem := l.slots[t.Code]
		if n := len(t.Code) - len(t.Unit); !isItem && n > 0 && t.Code[n-1] == '/' && t.Code[n:] == t.Unit {
			slot, isItem = l.slots[t.Code[:n-1]]
		}
		if !isItem || t.Unit != "" && c.Unit != "" && t.Unit != c.Unit || seen[slot] != 0 {
			return false
		}
		seen[slot] = int32(i) + 1
	}
	return true
}

// grainSum is a total in grains. It is short of the exact one by less than a grain for
// each gain that was cut.
type grainSum struct {
	grains int128.Int
	cut    int64
	gains  int             // that are not zero; several means that total makes the decimal
	last   decimal.Decimal // the last of them
}

const several = 2

// add adds a gain, and reports whether the total fits.
func (s *grainSum) add(g gain) (ok bool) {
	if g.isCut {
		s.cut++
	}
	if g.isCut || g.grains.Sign() != 0 {
		s.gains++
		s.last = g.points
	}
	s.grains, ok = s.grains.AddOK(g.grains)
	return ok
}

// outcome is what the line of an item is made from.
type outcome struct {
	attainment decimal.NullDecimal // of the assessment
	n, d       int64               // the rate, or the award as n·10^d
	absent     Reason              // why the rate is only 0 or 1
	isMet      bool
	isVeto     bool // missed
}

// assess sets the outcome of an assessed item. It reports false if words do not say
// it.
func (o *outcome) assess(item *pricedItem, a *Assessment) bool {
	r, absent, ok := measuredRate(item.ScoreBy, a)
	*o = outcome{
		attainment: a.Attainment, n: r.n, d: r.d, absent: absent,
		isMet: a.Met, isVeto: item.isVeto(a) && !a.Met,
	}
	return ok
}

// award sets the outcome of an item by the points awarded. It reports false if words
// do not say it.
func (o *outcome) award(item *pricedItem, points decimal.Decimal) bool {
	m, ok := fixed.Word(points)
	exp := points.Exponent()
	if !ok || m < 0 || exp < -18 || exp > 18 {
		return false
	}
	grains, ok := int128.Of(m).MulPow10(int(grainPlaces + exp))
	if !ok || item.max.grains.Less(grains) {
		return false
	}
	*o = outcome{n: m, d: int64(exp), isVeto: item.Veto && grains.Less(item.max.grains)}
	return true
}

// addItem adds the points of an item, and writes its line if there is one to write.
func (s *grainSum) addItem(item *pricedItem, o *outcome, line *ItemScore) bool {
	var points, bonus gain
	var ok bool
	var why []byte
	if line != nil {
		why = make([]byte, 0, 128)
	}
	if item.Points == nil {
		points, why, ok = item.awarded(o, why)
	} else {
		points, bonus, why, ok = item.scored(o, why)
	}
	if !ok || !s.add(points) || !s.add(bonus) {
		return false
	}
	if line == nil {
		return true
	}

	if o.isVeto {
		why = say(why, missedVeto)
	}
	*line = ItemScore{
		Code: item.Code, Name: item.Name, Max: item.Max, Points: points.points, Bonus: bonus.points,
		Attainment: o.attainment, Veto: o.isVeto, Why: string(why),
	}
	return true
}

// scored returns the points and the bonus of an outcome, and how they came about.
func (i *pricedItem) scored(o *outcome, why []byte) (points, bonus gain, text []byte, ok bool) {
	r, ok := rateOfWords(o.n, o.d)
	if !ok {
		return points, bonus, why, false
	}
	switch {
	case o.absent == 0:
		why = r.brief(say(why, i.ScoreBy.String(), " "))
	case o.isMet:
		why = say(why, "met (", o.absent.String(), ")")
	default:
		why = say(why, "missed (", o.absent.String(), ")")
	}

	points, why, ok = i.priced(r, say(why, ": "))
	if ok && i.bonus != nil {
		bonus, why, ok = i.bonus.priced(r, why)
	}
	return points, bonus, why, ok
}

// awarded returns the points of an award, less than zero for a penalty.
func (i *pricedItem) awarded(o *outcome, why []byte) (points gain, text []byte, ok bool) {
	exp := int32(o.d)
	points.grains, _ = int128.Of(o.n).MulPow10(int(grainPlaces + exp))
	points.points, ok = quotient.Words(int128.Of(o.n), 1, exp)
	if i.Penalty {
		return gain{points: points.points.Neg(), grains: points.grains.Neg()}, say(why, "taken off"), ok
	}
	return points, say(why, "awarded"), ok
}

// measuredRate is [Item.measured]. It reports false if the rate does not fit words, is
// unbounded, or must be looked at twice.
func measuredRate(m ScoreBy, a *Assessment) (r wordRate, absent Reason, ok bool) {
	if m == ByAttainment && !a.Attainment.Valid {
		switch {
		case !a.Met:
			return wordRate{d: 1}, a.AttainmentReason, true
		case a.AttainmentReason == ZeroActual || a.AttainmentReason == OppositeSigns:
			return r, 0, false
		}
		return wordRate{n: 1, d: 1}, a.AttainmentReason, true
	}

	if !a.isPlain() {
		return r, 0, false
	}
	w, ok := wordsOf(&a.Target, a.Actual, AssessOptions{Published: a.Published})
	if !ok {
		return r, 0, false
	}
	switch {
	case m == ByAttainment:
		r, ok = w.attainedRate(a.Attainment.Decimal)
	case m == ByLinear:
		r, ok = w.linear()
	case a.ProgressReason == NoBaseline:
		return r, 0, false
	case a.Target.Indicator.Kind == target.Reduction:
		r, ok = statedRate(a.Progress.Decimal)
		ok = ok && a.Progress.Valid
	default:
		n, d, why := w.way()
		if why != 0 {
			return r, 0, false
		}
		r, ok = rateOfWords(n, d)
	}
	return r, 0, ok
}

// isPlain reports whether the assessment is of a whole target, and its figures are in
// bounds where they fit words. That some fit it leaves to wordsOf.
func (a *Assessment) isPlain() bool {
	t, d := &a.Target, &a.Due
	return isBlank(d.From) && !d.To.Valid && isBlank(d.To.Decimal) && isBlank(d.Part) && isBlank(d.Of) &&
		t.Indicator.Places.Valid() && fixed.InBounds(t.Upper) && fixed.InBounds(t.Tolerance) &&
		fixed.WordInBounds(t.Value.Exponent()) && fixed.WordInBounds(a.Actual.Exponent()) &&
		(t.Baseline == nil || fixed.WordInBounds(t.Baseline.Value.Exponent())) &&
		(!a.Attainment.Valid || fitsWord(a.Attainment.Decimal)) && (!a.Progress.Valid || fitsWord(a.Progress.Decimal))
}

// isBlank reports whether nothing is said.
func isBlank(d decimal.Decimal) bool { return d.IsZero() && d.Exponent() == 0 }

// fitsWord reports whether a decimal fits a word and is in bounds.
func fitsWord(d decimal.Decimal) bool {
	_, ok := fixed.Word(d)
	return ok && fixed.WordInBounds(d.Exponent())
}

// statedRate returns a decimal as a rate.
func statedRate(d decimal.Decimal) (r wordRate, ok bool) {
	m, isWord := fixed.Word(d)
	exp := d.Exponent()
	num, fits := fixed.Scale(m, max(exp, 0))
	den, fitsToo := fixed.Scale(1, max(-exp, 0))
	if !isWord || !fits || !fitsToo {
		return r, false
	}
	return rateOfWords(num, den)
}

// attainedRate returns the exact attainment if the one that is stated is its first
// digits, and the stated one otherwise.
func (w *words) attainedRate(stated decimal.Decimal) (r wordRate, ok bool) {
	num, den, why := w.attained()
	if why != 0 {
		return statedRate(stated)
	}
	if r, ok = rateOfWords(num, den); !ok {
		return r, false
	}
	m, exp := r.rounded()
	given, _ := fixed.Word(stated)
	if given == m && stated.Exponent() == exp || decimal.New(m, exp).Equal(stated) {
		return r, true
	}
	return statedRate(stated)
}

// linear is [gauge.linear].
func (w *words) linear() (r wordRate, ok bool) {
	margin, end := w.margin(), w.low
	switch {
	case w.isPosition:
		return r, false
	case w.isRange() && margin >= 0:
		return rateOfWords(1, 1)
	case !w.hasLow || w.hasHigh && w.figure > w.high:
		end = w.high
	}
	if end < 0 {
		end = -end
	}
	return rateOfWords(end+margin, end)
}

// finish is [Evaluator.finish].
func (l *ledger) finish(e *Evaluator, card *Scorecard, s grainSum) bool {
	if s.grains.Sign() < 0 {
		return false // a floor is rare
	}
	if e.scheme.Cap.Valid {
		switch most := l.most.grains; {
		case most.Less(s.grains) || s.cut > 0 && most == s.grains:
			total, ok := s.total()
			if !ok {
				return false
			}
			card.Notes = append(card.Notes, "capped from "+card.text(total))
			s = grainSum{grains: most, gains: 1, last: l.most.rounded}
		case s.reaches(most):
			return false
		}
	}
	if e.scheme.Round.Valid && !l.round(e, card, &s) {
		return false
	}

	total, ok := s.total()
	if !ok {
		return false
	}
	card.Total = total
	for i, from := range l.grades {
		if !s.grains.Less(from) {
			card.ByPoints = e.scheme.Grades[i].Name
			break
		}
		if s.reaches(from) {
			return false
		}
	}
	card.Grade = card.ByPoints
	if len(card.Vetoes) > 0 {
		card.Grade = e.failed()
	}
	return true
}

// reaches reports whether the exact total may be more than a bound that its grains
// do not exceed.
func (s *grainSum) reaches(bound int128.Int) bool {
	return s.cut > 0 && bound.Less(s.grains.Add(int128.Of(s.cut)))
}

// total returns the total to SignificantDigits digits, and whether the grains say
// it.
func (s *grainSum) total() (decimal.Decimal, bool) {
	switch s.gains {
	case 0:
		return decimal.Decimal{}, true
	case 1:
		return s.last, true
	}
	m, exp, ok := quotient.RoundWords(s.grains, 1, -grainPlaces)
	if ok && s.cut > 0 {
		upper, upperExp, fits := quotient.RoundWords(s.grains.Add(int128.Of(s.cut)), 1, -grainPlaces)
		ok = fits && m == upper && exp == upperExp
	}
	if m == 0 {
		return decimal.Decimal{}, ok
	}
	return decimal.New(m, exp), ok
}

// round is [Evaluator.round].
func (l *ledger) round(e *Evaluator, card *Scorecard, s *grainSum) bool {
	step := l.step.grains
	above := s.grains.Add(int128.Of(s.cut))
	count, same := s.grains.QuoHalfUp(step), above.QuoHalfUp(step)
	if e.scheme.Floor {
		count, _ = s.grains.QuoRem(step)
		same, _ = above.QuoRem(step)
	}
	factor, ok := count.Int64()
	multiple, fits := step.MulWord(factor)
	if !ok || !fits || same != count {
		return false
	}
	if e.scheme.Cap.Valid && l.most.grains.Less(multiple) {
		multiple = l.most.grains
	}
	switch {
	case s.cut == 0 && multiple == s.grains:
		return true
	case s.grains.Less(multiple) && multiple.Less(above):
		return false // the total may be the multiple
	}

	total, ok := s.total()
	if !ok {
		return false
	}
	m, _ := fixed.Word(total)
	card.Notes = append(card.Notes, string(quotient.AppendBrief([]byte("rounded from "), m, total.Exponent())))
	*s = grainSum{grains: multiple, gains: several}
	return true
}
