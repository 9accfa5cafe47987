package evaluate

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// This file scores on machine words what [Scheme] scores on fractions, to the last
// bit the same. Points are added in grains of 10^−24, cut off: their sum is short of
// the exact total by less than one grain for each item that was cut. If a rounding or
// a comparison could come out differently within that, or anything does not fit or is
// wrong, the case is left to the fractions.

const grainPlaces = 24

// ledger is a book on machine words.
type ledger struct {
	items  []pricedItem
	slots  map[string]int // of items, by code
	grades []int128.Int   // bounds, in grains
	most   wordFigure     // Scheme.Cap
	step   wordFigure     // Scheme.Round
	places target.Precision
}

// pricedItem is an item on machine words.
type pricedItem struct {
	*Item
	max wordFigure
	of  string // what Why says of the maximum: " of 40"

	// One of them is the form of the points; none is ProRata, if points are given for
	// a measure.
	steps      stepsPricing
	lines      *linesPricing
	deductions *deductionsPricing
	bonus      *bonusPricing
}

// priced returns the points of a rate and appends how they came about. It reports
// false if a number does not fit.
func (i *pricedItem) priced(r wordRate, why []byte) (gain, []byte, bool) {
	switch {
	case i.steps != nil:
		g, why := i.steps.priced(r, why)
		return g, why, true
	case i.lines != nil:
		return i.lines.priced(r, why)
	case i.deductions != nil:
		return i.deductions.priced(r, why)
	}
	return i.proRata(r, why)
}

// wordFigure is a number of the book: m/10^places.
type wordFigure struct {
	m, unit int64 // unit is 10^places
	places  int32
	grains  int128.Int
	rounded decimal.Decimal // to SignificantDigits digits
	text    string
}

// figureOf returns a number that is not negative as a figure, and whether it fits.
func figureOf(d decimal.Decimal) (f wordFigure, ok bool) {
	m, ok := fixed.Word(d)
	if !ok {
		return f, false
	}
	exp := d.Exponent()
	if exp > 0 || m == 0 {
		if m, ok = fixed.Scale(m, max(exp, 0)); !ok {
			return f, false
		}
		exp = 0
	}
	f = wordFigure{m: m, places: -exp, rounded: quotient.Round(d.Rat()), text: numtext.Figure(d)}
	unit, fits := fixed.Scale(1, f.places)
	f.unit = unit
	f.grains, ok = int128.Of(m).MulPow10(int(grainPlaces - f.places))
	return f, ok && fits && 0 <= m && m <= room
}

// room is the greatest number with which two more can be added.
const room = 1 << 61

// wordRate is what points are given for: n/d.
type wordRate struct{ n, d int64 }

// rateOfWords returns n/d as a rate, and whether it is one: d must not be zero. A rate
// is below 10^14, so that [wordRate.rounded] always fits.
func rateOfWords(n, d int64) (r wordRate, ok bool) {
	if d < 0 {
		n, d = -n, -d
	}
	if d == 0 || d > room || n > room || n < -room {
		return r, false
	}
	const most = 100_000_000_000_000
	return wordRate{n, d}, -most < n/d && n/d < most
}

// rounded returns the rate to SignificantDigits digits: m·10^exp.
func (r wordRate) rounded() (m int64, exp int32) {
	m, exp, _ = quotient.RoundWords(int128.Of(r.n), r.d, 0)
	return m, exp
}

// brief appends the rate to a reason.
func (r wordRate) brief(why []byte) []byte {
	if why == nil {
		return nil
	}
	m, exp := r.rounded()
	return quotient.AppendBrief(why, m, exp)
}

// say appends to a reason. One that is nil stays nil: nobody reads it.
func say(why []byte, parts ...string) []byte {
	if why == nil {
		return nil
	}
	for _, text := range parts {
		why = append(why, text...)
	}
	return why
}

// sayCount appends how many points each are given or taken.
func sayCount(why []byte, before string, count int64, each string) []byte {
	if why == nil {
		return nil
	}
	why = quotient.AppendWord(append(why, before...), count, 0)
	return say(why, " × ", each)
}

// isBelow reports whether the rate is below a figure.
func (r wordRate) isBelow(f *wordFigure) bool {
	return int128.Mul(r.n, f.unit).Less(int128.Mul(f.m, r.d))
}

// gain are points: exact, and cut to grains.
type gain struct {
	points decimal.Decimal
	grains int128.Int
	isCut  bool // the grains are less than the points
}

// inFull are the points of a figure of the book.
func (f *wordFigure) inFull() gain { return gain{points: f.rounded, grains: f.grains} }

// gainOf returns num/(den·10^places) points, which are not negative.
func gainOf(num int128.Int, den int64, places int32) (g gain, ok bool) {
	if g.points, ok = quotient.Words(num, den, -places); !ok {
		return g, false
	}
	power, fits := int128.Of(1).MulPow10(int(grainPlaces - places))
	if !fits {
		return g, false
	}
	grains, isExact, ok := num.MulQuo(power, uint64(den))
	return gain{g.points, grains, !isExact}, ok
}

// newLedger returns a book on machine words, or nil if it does not fit them.
func newLedger(s *Scheme) *ledger {
	l := &ledger{slots: make(map[string]int, len(s.Items))}
	l.places = target.Places(max(defaultPlaces, -s.Round.Decimal.Exponent()))
	for i := range s.Items {
		item, ok := price(&s.Items[i])
		if !ok {
			return nil
		}
		l.slots[item.Code] = i
		l.items = append(l.items, item)
	}
	for _, g := range s.Grades {
		from, ok := figureOf(g.From)
		if !ok {
			return nil
		}
		l.grades = append(l.grades, from.grains)
	}

	var fits [2]bool
	l.most, fits[0] = figureOf(s.Cap.Decimal)
	l.step, fits[1] = figureOf(s.Round.Decimal)
	if fits != [2]bool{true, true} {
		return nil
	}
	return l
}

func price(i *Item) (p pricedItem, ok bool) {
	p = pricedItem{Item: i}
	if p.max, ok = figureOf(i.Max); !ok {
		return p, false
	}
	p.of = " of " + numtext.Figure(p.max.rounded)
	switch points := i.Points.(type) {
	case Steps:
		p.steps, ok = priceSteps(points.Breakpoints)
	case Interpolation:
		p.lines, ok = priceLines(points.Breakpoints)
	case Deductions:
		p.deductions, ok = priceDeductions(points, p.max)
	}
	if !ok || i.Bonus == nil {
		return p, ok
	}
	p.bonus, ok = priceBonus(*i.Bonus)
	return p, ok
}

// proRata is [ProRata].
func (i *pricedItem) proRata(r wordRate, why []byte) (gain, []byte, bool) {
	switch {
	case r.n >= r.d:
		return i.max.inFull(), say(why, "in full"), true
	case r.n <= 0:
		return gain{}, say(why, "nothing attained"), true
	}
	g, ok := gainOf(int128.Mul(r.n, i.max.m), r.d, i.max.places)
	return g, say(r.brief(why), i.of), ok
}

// pricedStep is a breakpoint.
type pricedStep struct {
	at, points wordFigure
	why        string // of points from here on
}

// stepsPricing is [Steps].
type stepsPricing []pricedStep

func priceSteps(breakpoints []Breakpoint) (steps stepsPricing, ok bool) {
	for _, b := range breakpoints {
		at, ok := figureOf(b.At)
		points, fits := figureOf(b.Points)
		if !ok || !fits {
			return nil, false
		}
		steps = append(steps, pricedStep{at, points, "step from " + at.text})
	}
	return steps, true
}

func (s stepsPricing) priced(r wordRate, why []byte) (gain, []byte) {
	for i := range s {
		if !r.isBelow(&s[i].at) {
			return s[i].points.inFull(), say(why, s[i].why)
		}
	}
	return gain{}, say(why, "below the last step")
}

// linesPricing is [Interpolation].
type linesPricing struct {
	steps  stepsPricing
	at     []int64 // of the steps, all in one unit
	unit   int64
	points []int64 // of the steps, all in units of 10^−places
	places int32
}

func priceLines(breakpoints []Breakpoint) (l *linesPricing, ok bool) {
	steps, ok := priceSteps(breakpoints)
	if !ok {
		return nil, false
	}
	var places int32 // of the attainments
	l = &linesPricing{steps: steps}
	for _, s := range steps {
		places, l.places = max(places, s.at.places), max(l.places, s.points.places)
	}

	var fits [3]bool
	l.unit, fits[0] = fixed.Scale(1, places)
	for i := range steps {
		s := &steps[i]
		var at, points int64
		at, fits[1] = fixed.Scale(s.at.m, places-s.at.places)
		points, fits[2] = fixed.Scale(s.points.m, l.places-s.points.places)
		if fits != [3]bool{true, true, true} {
			return nil, false
		}
		l.at, l.points = append(l.at, at), append(l.points, points)
		if i == 0 {
			s.why = "from " + s.at.text
		} else {
			s.why = "between " + s.at.text + " and " + steps[i-1].at.text
		}
	}
	return l, true
}

func (l *linesPricing) priced(r wordRate, why []byte) (gain, []byte, bool) {
	for i := range l.steps {
		step := &l.steps[i]
		switch {
		case r.isBelow(&step.at):
			continue
		case i == 0:
			return step.points.inFull(), say(why, step.why), true
		}

		// points = low + rise·(rate − at)/run = (low·d·run + rise·(n·unit − at·d))/(d·run)
		rise, run := l.points[i-1]-l.points[i], l.at[i-1]-l.at[i]
		den, ok := fixed.MulWords(r.d, run)
		if !ok {
			return gain{}, why, false
		}
		beyond := int128.Mul(r.n, l.unit).Sub(int128.Mul(l.at[i], r.d))
		over, ok := beyond.MulWord(rise)
		if !ok {
			return gain{}, why, false
		}
		num, ok := over.AddOK(int128.Mul(l.points[i], den))
		if !ok {
			return gain{}, why, false
		}
		g, ok := gainOf(num, den, l.places)
		return g, say(why, step.why), ok
	}
	return gain{}, say(why, "below the last breakpoint"), true
}

// countPricing gives or takes points for each full part of a rate.
type countPricing struct {
	per, each, most wordFigure
	eachM, mostM    int64 // points each and at most, in units of 10^−places
	places          int32
}

func priceCount(per, each decimal.Decimal, most wordFigure) (c countPricing, ok bool) {
	var fits [4]bool
	c.per, fits[0] = figureOf(per)
	c.each, fits[1] = figureOf(each)
	c.most = most
	c.places = max(c.each.places, most.places)
	c.eachM, fits[2] = fixed.Scale(c.each.m, c.places-c.each.places)
	c.mostM, fits[3] = fixed.Scale(most.m, c.places-most.places)
	return c, fits == [4]bool{true, true, true, true}
}

// count returns how many full parts n/d is, or with begun also parts that are not
// full, and their points. The number is not negative.
func (c *countPricing) count(n, d int64, begun bool) (count, points int64, ok bool) {
	full, rest := int128.Mul(n, c.per.unit).QuoRem(int128.Mul(d, c.per.m))
	count, ok = full.Int64()
	if !ok || count > room {
		return 0, 0, false
	}
	if begun && rest.Sign() > 0 {
		count++
	}
	points, ok = fixed.MulWords(count, c.eachM)
	return count, points, ok
}

// deductionsPricing is [Deductions].
type deductionsPricing struct {
	countPricing
	begun bool
}

func priceDeductions(d Deductions, most wordFigure) (p *deductionsPricing, ok bool) {
	p = &deductionsPricing{begun: d.Begun}
	p.countPricing, ok = priceCount(d.Per, d.Points, most)
	return p, ok
}

func (p *deductionsPricing) priced(r wordRate, why []byte) (gain, []byte, bool) {
	if r.n >= r.d {
		return p.most.inFull(), say(why, "in full"), true
	}
	count, less, ok := p.count(r.d-r.n, r.d, p.begun)
	if !ok {
		return gain{}, why, false
	}

	why = sayCount(why, "less ", count, p.each.text)
	if less >= p.mostM {
		return gain{}, say(why, ", not below 0"), true
	}
	g, ok := gainOf(int128.Of(p.mostM-less), 1, p.places)
	return g, why, ok
}

// bonusPricing is [Bonus].
type bonusPricing struct{ countPricing }

func priceBonus(b Bonus) (p *bonusPricing, ok bool) {
	most, ok := figureOf(b.Max)
	if !ok {
		return nil, false
	}
	p = &bonusPricing{}
	p.countPricing, ok = priceCount(b.Per, b.Points, most)
	return p, ok
}

func (p *bonusPricing) priced(r wordRate, why []byte) (gain, []byte, bool) {
	if r.n <= r.d {
		return gain{}, why, true
	}
	count, points, ok := p.count(r.n-r.d, r.d, false)
	if !ok {
		return gain{}, why, false
	}

	why = say(sayCount(why, "; bonus ", count, p.each.text), " over")
	if points > p.mostM {
		return p.most.inFull(), say(why, ", at most ", p.most.text), true
	}
	g, ok := gainOf(int128.Of(points), 1, p.places)
	return g, why, ok
}
