package evaluate

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// The files score_words… score on machine words what score.go scores on fractions, with
// the same result to the last bit. Points are added in grains of 10^−24, rounded down:
// their sum is less than the exact total by less than one grain for each item that was
// rounded. If that could change a rounding or a comparison, if a number does not fit, or
// if something is wrong, the case is left to the fractions.

const grainPlaces = 24

// wordScheme is a book on machine words.
type wordScheme struct {
	items  []wordItem
	slots  map[string]int // of items, by code
	grades []int128.Int   // bounds, in grains
	most   wordFigure     // Scheme.Cap
	step   wordFigure     // Scheme.Round
	places target.Precision
}

// wordItem is an item on machine words.
type wordItem struct {
	*Item
	max wordFigure
	of  string // the maximum in Why: " of 40"

	// At most one of the first three is set. ProRata and an awarded item have none.
	steps         wordSteps
	interpolation *wordInterpolation
	deductions    *wordDeductions
	bonus         *wordBonus
}

// pointsFor returns the points of a rate and appends how they came about. It reports
// false if a number does not fit.
func (i *wordItem) pointsFor(r wordRate, why []byte) (gain, []byte, bool) {
	switch {
	case i.steps != nil:
		g, why := i.steps.pointsFor(r, why)
		return g, why, true
	case i.interpolation != nil:
		return i.interpolation.pointsFor(r, why)
	case i.deductions != nil:
		return i.deductions.pointsFor(r, why)
	}
	return i.proRata(r, why)
}

// wordFigure is a number of the book: m/10^places, not negative.
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

// say appends to a reason. A nil reason stays nil: it is not asked for.
func say(why []byte, parts ...string) []byte {
	if why == nil {
		return nil
	}
	for _, text := range parts {
		why = append(why, text...)
	}
	return why
}

// sayCount appends "count × each".
func sayCount(why []byte, before string, count int64, each string) []byte {
	if why == nil {
		return nil
	}
	why = quotient.AppendWord(append(why, before...), count, 0)
	return say(why, " × ", each)
}

// gain are points: exact, and cut to grains.
type gain struct {
	points decimal.Decimal
	grains int128.Int
	isCut  bool // the grains are less than the points
}

// inFull returns the figure as points.
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

// newWordScheme returns a book on machine words, or nil if it does not fit them.
func newWordScheme(s *Scheme) *wordScheme {
	w := &wordScheme{slots: make(map[string]int, len(s.Items))}
	w.places = target.Places(max(defaultPlaces, -s.Round.Decimal.Exponent()))
	for i := range s.Items {
		item, ok := newWordItem(&s.Items[i])
		if !ok {
			return nil
		}
		w.slots[item.Code] = i
		w.items = append(w.items, item)
	}
	for _, g := range s.Grades {
		from, ok := figureOf(g.From)
		if !ok {
			return nil
		}
		w.grades = append(w.grades, from.grains)
	}

	var capFits, stepFits bool
	w.most, capFits = figureOf(s.Cap.Decimal)
	w.step, stepFits = figureOf(s.Round.Decimal)
	if !capFits || !stepFits {
		return nil
	}
	return w
}

func newWordItem(i *Item) (p wordItem, ok bool) {
	p = wordItem{Item: i}
	if p.max, ok = figureOf(i.Max); !ok {
		return p, false
	}
	p.of = " of " + numtext.Figure(p.max.rounded)
	switch points := i.Points.(type) {
	case Steps:
		p.steps, ok = newWordSteps(points.Breakpoints)
	case Interpolation:
		p.interpolation, ok = newWordInterpolation(points.Breakpoints)
	case Deductions:
		p.deductions, ok = newWordDeductions(points, p.max)
	}
	if !ok || i.Bonus == nil {
		return p, ok
	}
	p.bonus, ok = newWordBonus(*i.Bonus)
	return p, ok
}

// proRata is [ProRata].
func (i *wordItem) proRata(r wordRate, why []byte) (gain, []byte, bool) {
	switch {
	case r.n >= r.d:
		return i.max.inFull(), say(why, "in full"), true
	case r.n <= 0:
		return gain{}, say(why, "nothing attained"), true
	}
	g, ok := gainOf(int128.Mul(r.n, i.max.m), r.d, i.max.places)
	return g, say(r.brief(why), i.of), ok
}

// wordBreakpoint is a breakpoint.
type wordBreakpoint struct {
	at, points wordFigure
	why        string // of points from here on
}

// wordSteps is [Steps].
type wordSteps []wordBreakpoint

func newWordSteps(breakpoints []Breakpoint) (steps wordSteps, ok bool) {
	for _, b := range breakpoints {
		at, ok := figureOf(b.At)
		points, fits := figureOf(b.Points)
		if !ok || !fits {
			return nil, false
		}
		steps = append(steps, wordBreakpoint{at, points, "step from " + at.text})
	}
	return steps, true
}

func (s wordSteps) pointsFor(r wordRate, why []byte) (gain, []byte) {
	for i := range s {
		if !r.isBelow(&s[i].at) {
			return s[i].points.inFull(), say(why, s[i].why)
		}
	}
	return gain{}, say(why, "below the last step")
}

// wordInterpolation is [Interpolation].
type wordInterpolation struct {
	steps  wordSteps
	at     []int64 // of the steps, all in one unit
	unit   int64
	points []int64 // of the steps, all in units of 10^−places
	places int32
}

func newWordInterpolation(breakpoints []Breakpoint) (l *wordInterpolation, ok bool) {
	steps, ok := newWordSteps(breakpoints)
	if !ok {
		return nil, false
	}
	var places int32 // of the attainments
	l = &wordInterpolation{steps: steps}
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

func (l *wordInterpolation) pointsFor(r wordRate, why []byte) (gain, []byte, bool) {
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

// wordCounts gives or takes points for each full part of a rate.
type wordCounts struct {
	per, each, most wordFigure
	eachM, mostM    int64 // points each and at most, in units of 10^−places
	places          int32
}

func newWordCounts(per, each decimal.Decimal, most wordFigure) (c wordCounts, ok bool) {
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
func (c *wordCounts) count(n, d int64, begun bool) (count, points int64, ok bool) {
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

// wordDeductions is [Deductions].
type wordDeductions struct {
	wordCounts
	begun bool
}

func newWordDeductions(d Deductions, most wordFigure) (p *wordDeductions, ok bool) {
	p = &wordDeductions{begun: d.Begun}
	p.wordCounts, ok = newWordCounts(d.Per, d.Points, most)
	return p, ok
}

func (p *wordDeductions) pointsFor(r wordRate, why []byte) (gain, []byte, bool) {
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

// wordBonus is [Bonus].
type wordBonus struct{ wordCounts }

func newWordBonus(b Bonus) (p *wordBonus, ok bool) {
	most, ok := figureOf(b.Max)
	if !ok {
		return nil, false
	}
	p = &wordBonus{}
	p.wordCounts, ok = newWordCounts(b.Per, b.Points, most)
	return p, ok
}

func (p *wordBonus) pointsFor(r wordRate, why []byte) (gain, []byte, bool) {
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
