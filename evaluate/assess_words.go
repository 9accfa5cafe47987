package evaluate

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// This file computes on machine words what gauge computes on fractions, with the same
// result to the last bit. Almost all targets and figures fit words. Those that do not are
// left to gauge.

// compare compares an observation that fits with a valid target. It sets a, which must be
// zero, because an assessment is too large to be returned cheaply.
func compare(a *Assessment, t *target.Target, o *target.Observation, options AssessOptions) {
	figure := o.Value
	if options.Published {
		figure = figure.Round(t.Indicator.Places.Or(0))
	}
	w, ok := wordsOf(t, figure, options)
	if !ok {
		*a = newGauge(*t, options).assess(*o)
		return
	}

	a.Target = *t
	if t.Baseline != nil || len(t.Links) > 0 || len(t.Tags) > 0 {
		a.Target = t.Clone()
	}
	a.Observation, a.Actual, a.Gap = *o, figure, w.gap()
	a.Met = a.Gap.Sign() >= 0
	a.Published, a.ToDate = options.Published, o.Period.Last() != t.Period.Last()
	a.Attainment, a.AttainmentReason = w.attainment()
	if t.Indicator.Kind == target.Reduction {
		a.Progress, a.ProgressReason = newGauge(*t, options).progress(figure)
	} else {
		a.Progress, a.ProgressReason = w.progress()
	}
}

// number is a figure that fits a word: m·10^exp.
type number struct {
	m   int64
	exp int32
}

// numberOf returns a figure as a number, and whether it fits. With Published it is
// rounded to the given number of places.
func numberOf(d decimal.Decimal, options AssessOptions, places int32) (n number, ok bool) {
	m, ok := fixed.Word(d)
	n = number{m, d.Exponent()}
	if !ok || !options.Published || n.exp == -places {
		return n, ok
	}

	cut := -places - n.exp
	if cut < 0 {
		m, ok = fixed.Scale(m, -cut)
		return number{m, -places}, ok
	}
	unit, ok := fixed.Scale(1, cut)
	if !ok {
		return number{}, false
	}
	return number{fixed.DivHalfUpWord(m, unit), -places}, true
}

// at returns the mantissa of the number at a lower exponent, and whether it is small
// enough for the sum of a few such mantissas to fit.
func (n number) at(exp int32) (m int64, ok bool) {
	const limit = 1 << 60
	m, ok = fixed.Scale(n.m, n.exp-exp)
	return m, ok && -limit <= m && m <= limit
}

// words are a figure and a target as whole numbers at one exponent.
type words struct {
	figure          int64
	low, high, base int64 // the ends of the band and the baseline
	exp             int32
	lowExp, highExp int32 // exponents of the gaps to the ends

	hasLow, hasHigh, hasBase bool
	isPosition               bool
}

// wordsOf returns the words of a target and a figure, which is already rounded if
// it is to be, and whether they fit.
func wordsOf(t *target.Target, figure decimal.Decimal, options AssessOptions) (w words, ok bool) {
	places := t.Indicator.Places.Or(0)
	actual, ok := numberOf(figure, AssessOptions{}, 0)
	if !ok {
		return w, false
	}
	low, high, ok := w.setEnds(t, options, places)
	if !ok {
		return w, false
	}
	w.isPosition = t.Indicator.Kind == target.Position

	// A gap has the decimals of its two figures, as the decimal package subtracts.
	w.exp = actual.exp
	if w.hasLow {
		w.lowExp = min(actual.exp, low.exp)
		w.exp = w.lowExp
	}
	if w.hasHigh {
		w.highExp = min(actual.exp, high.exp)
		w.exp = min(w.exp, w.highExp)
	}
	var base number
	if w.hasBase = t.Baseline != nil; w.hasBase {
		if base, ok = numberOf(t.Baseline.Value, options, places); !ok {
			return w, false
		}
		w.exp = min(w.exp, base.exp)
	}

	var fits [4]bool
	w.figure, fits[0] = actual.at(w.exp)
	w.low, fits[1] = low.at(w.exp)
	w.high, fits[2] = high.at(w.exp)
	w.base, fits[3] = base.at(w.exp)
	return w, fits == [4]bool{true, true, true, true}
}

// setEnds sets which ends the band of the target has, and returns them. An end that
// is absent is 0.
func (w *words) setEnds(t *target.Target, options AssessOptions, places int32) (low, high number, ok bool) {
	value, ok := numberOf(t.Value, options, places)
	if !ok {
		return low, high, false
	}
	comparator := t.Comparator
	if comparator == 0 {
		comparator = t.EffectiveComparator()
	}

	w.hasLow, w.hasHigh = comparator != target.AtMost, comparator != target.AtLeast
	switch comparator {
	case target.AtMost:
		return low, value, true
	case target.Within:
		high, ok = numberOf(t.Upper, options, places)
		return value, high, ok
	case target.About:
		var tolerance number
		tolerance, ok = numberOf(t.Tolerance, options, places)
		exp := min(value.exp, tolerance.exp)
		middle, fits := value.at(exp)
		half, fitsToo := tolerance.at(exp)
		return number{middle - half, exp}, number{middle + half, exp}, ok && fits && fitsToo
	}
	return value, high, true
}

func (w *words) isRange() bool { return w.hasLow && w.hasHigh }

// gap is [band.Band.Margin].
func (w *words) gap() decimal.Decimal {
	if w.isNearLow() {
		return w.decimal(w.figure-w.low, w.lowExp)
	}
	return w.decimal(w.high-w.figure, w.highExp)
}

// margin is gap as a number at the exponent of the words.
func (w *words) margin() int64 {
	if w.isNearLow() {
		return w.figure - w.low
	}
	return w.high - w.figure
}

// isNearLow reports whether the gap is to the lower end.
func (w *words) isNearLow() bool {
	return w.hasLow && (!w.hasHigh || w.figure-w.low <= w.high-w.figure)
}

// decimal returns m·10^w.exp as a decimal with the given exponent, which is not lower.
func (w *words) decimal(m int64, exp int32) decimal.Decimal {
	if m != 0 && exp > w.exp {
		unit, _ := fixed.Scale(1, exp-w.exp)
		m /= unit
	}
	return fixed.FromWord(m, exp)
}

// distance is [band.Band.Distance].
func (w *words) distance(figure int64) int64 {
	switch {
	case w.hasLow && figure < w.low:
		return w.low - figure
	case w.hasHigh && figure > w.high:
		return figure - w.high
	}
	return 0
}

// attainmentRatio returns the attainment as a fraction.
func (w *words) attainmentRatio() (num, den int64, why Reason) {
	if w.isPosition {
		return 0, 0, NotComparable
	}
	isRange := w.isRange()
	switch {
	case w.hasLow && (!isRange || w.figure < w.low):
		return attainmentRatioOf(w.figure, w.low, true)
	case w.hasHigh && (!isRange || w.figure > w.high):
		return attainmentRatioOf(w.figure, w.high, false)
	}
	return 1, 1, 0
}

// attainmentRatioOf is attainmentOf on words.
func attainmentRatioOf(figure, end int64, higher bool) (num, den int64, why Reason) {
	switch {
	case end == 0:
		return 0, 0, ZeroTarget
	case figure != 0 && (figure < 0) != (end < 0):
		return 0, 0, OppositeSigns
	case higher == (end > 0):
		return figure, end, 0
	case figure == 0:
		return 0, 0, ZeroActual
	}
	return end, figure, 0
}

func (w *words) attainment() (decimal.NullDecimal, Reason) {
	num, den, why := w.attainmentRatio()
	if why != 0 {
		return decimal.NullDecimal{}, why
	}
	return quotientOf(num, den), 0
}

// progress is [gauge.progress] for every kind except a reduction.
func (w *words) progress() (decimal.NullDecimal, Reason) {
	num, den, why := w.progressRatio()
	if why != 0 {
		return decimal.NullDecimal{}, why
	}
	return quotientOf(num, den), 0
}

// progressRatio is [gauge.wayMade] as a fraction.
func (w *words) progressRatio() (num, den int64, why Reason) {
	if !w.hasBase {
		return 0, 0, NoBaseline
	}

	distance := w.distance(w.base)
	switch {
	case w.hasLow && w.base == w.low || w.hasHigh && w.base == w.high:
		return 0, 0, AtBaseline
	case distance == 0:
		return 0, 0, AlreadyMet
	case w.isRange():
		return distance - w.distance(w.figure), distance, 0
	case w.hasLow:
		return w.figure - w.base, w.low - w.base, 0
	}
	return w.figure - w.base, w.high - w.base, 0
}

// fully is the number 1: all of a target, or all of the way to it.
var fully = decimal.NewNullDecimal(decimal.New(1, 0))

// quotientOf returns num/den as [quotient.Null] does.
func quotientOf(num, den int64) decimal.NullDecimal {
	if num == den {
		return fully
	}
	d, ok := quotient.Words(int128.Of(num), den, 0)
	if !ok {
		return quotient.Null(big.NewRat(num, den))
	}
	return decimal.NewNullDecimal(d)
}
