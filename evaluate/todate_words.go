package evaluate

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
)

// This file judges on machine words what way.byFractions judges on fractions, with the
// same result to the last bit: totals, and levels on a straight line, with one end.

// wordShare is the share of the way that is due: due/of.
type wordShare struct{ due, of int64 }

// byWords judges an observation that fits, and reports whether its figures fit words.
// The target of the way has the figures that are compared.
func (w way) byWords(t *target.Target, o *target.Observation, options AssessOptions) (s Standing, ok bool) {
	k := w.target.Indicator.Kind
	if w.isRate() || k == target.Position || k == target.Milestone || len(w.path) > 0 && !w.isTotal() {
		return s, false
	}
	figure := o.Value
	if options.Published {
		figure = figure.Round(w.target.Indicator.Places.Or(0))
	}
	x, ok := wordsOf(&w.target, figure, AssessOptions{})
	if !ok || x.isRange() {
		return s, false
	}
	due, share, ok := w.dueByWords(o.Period)
	if !ok {
		return s, false
	}

	s.Assessment = Assessment{
		Target: t.Clone(), Observation: *o, Due: due, Actual: figure, Gap: x.gap(), Published: options.Published,
	}
	s.Attainment, s.AttainmentReason = x.attainment()
	s.Progress, s.ProgressReason = x.progress()
	s.Remaining, s.DueValue = w.target.Value.Sub(figure), w.target.Value
	s.Reached = s.Gap.Sign() >= 0
	if !w.isWay() {
		if series.MonthsBetween(o.Period, w.target.Period) <= 0 {
			s.DueShare = fully
		}
	} else if !s.setWay(x.wayOf(w), share) {
		return s, false
	}
	s.Met = s.Gap.Sign() >= 0
	return s, s.setForecast(w, x.wayOf(w), share)
}

// isWay reports whether a way leads to the target, and it does not hold at any time.
func (w way) isWay() bool {
	_, months := w.beginning()
	return w.isTotal() || months > 0
}

// dueByWords is dueBy on words.
func (w way) dueByWords(p target.Period) (d Due, share wordShare, ok bool) {
	full := wordShare{1, 1}
	left := series.MonthsBetween(p, w.target.Period)
	base, months := w.beginning()
	switch {
	case left <= 0 || !w.isWay():
		return Due{}, full, true
	case len(w.path) > 0:
		d = w.totalPart(p)
		share, ok = shareOfPath(d)
		return d, share, ok
	case w.isTotal():
		months = w.target.Period.Len()
		base = decimal.Decimal{}
	}
	d = Due{From: base, Part: decimal.New(int64(months-left), 0), Of: decimal.New(int64(months), 0)}
	return d, wordShare{int64(months - left), int64(months)}, true
}

// shareOfPath returns the part of a path that is due, and whether it fits words.
func shareOfPath(d Due) (share wordShare, ok bool) {
	due, isSmall := numberOf(d.Part, AssessOptions{}, 0)
	of, isSmallToo := numberOf(d.Of, AssessOptions{}, 0)
	if !isSmall || !isSmallToo {
		return share, false
	}
	exp := min(due.exp, of.exp)
	var isDue, isOf bool
	share.due, isDue = due.at(exp)
	share.of, isOf = of.at(exp)
	return share, isDue && isOf
}

// wordWay is the way from a base to an end, and a figure on it.
type wordWay struct {
	figure, base, end int64
	exp               int32
	isHigher          bool // the end is to be reached from below
}

func (x words) wayOf(w way) wordWay {
	s := wordWay{figure: x.figure, base: x.base, end: x.low, exp: x.exp, isHigher: x.hasLow}
	if !s.isHigher {
		s.end = x.high
	}
	if w.isTotal() || !x.hasBase {
		s.base = 0
	}
	return s
}

// setWay sets what depends on what is due, and reports whether that fits words.
func (s *Standing) setWay(x wordWay, p wordShare) (ok bool) {
	figure := int128.Mul(x.figure, p.of)
	due := int128.Mul(x.base, p.of).Add(int128.Mul(x.end-x.base, p.due))
	if !s.Due.IsZero() {
		gap := figure.Sub(due)
		if !x.isHigher {
			gap = gap.Neg()
		}
		a, isSmall := figure.Int64()
		b, isSmallToo := due.Int64()
		if !isSmall || !isSmallToo {
			return false
		}
		if s.Gap, ok = wordsExact(gap, p.of, x.exp); !ok {
			return false
		}
		if s.DueValue, ok = wordsExact(due, p.of, x.exp); !ok {
			return false
		}
		s.Attainment = decimal.NullDecimal{}
		num, den, why := attainmentRatioOf(a, b, x.isHigher)
		if s.AttainmentReason = why; why == 0 {
			s.Attainment = quotientOf(num, den)
		}
	}

	s.DueShare = quotientOf(p.due, p.of)
	length := x.end - x.base
	if length == 0 {
		return true
	}
	s.Made = quotientOf(x.figure-x.base, length)
	of, isSmall := int128.Mul(length, p.of).Int64()
	if !isSmall {
		return false
	}
	ahead, ok := quotient.Words(figure.Sub(due), of, 0)
	s.Ahead = decimal.NewNullDecimal(ahead)
	return ok
}

// setForecast sets the forecast, and reports whether it fits words.
func (s *Standing) setForecast(w way, x wordWay, p wordShare) (ok bool) {
	left := series.MonthsBetween(s.Observation.Period, w.target.Period)
	switch {
	case left < 0:
		return true
	case left == 0 || !w.isWay():
		s.Forecast = decimal.NewNullDecimal(s.Actual)
		return true
	case p.due == 0:
		return true
	}
	made := int128.Mul(x.base, p.due).Add(int128.Mul(x.figure-x.base, p.of))
	forecast, ok := quotient.Words(made, p.due, x.exp)
	s.Forecast = decimal.NewNullDecimal(forecast)
	return ok
}

// wordsExact is plainQuotient of num/den·10^exp for a positive den. It reports false
// if the quotient ends after more digits than [quotient.Words] has, or has a positive
// exponent.
func wordsExact(num int128.Int, den int64, exp int32) (d decimal.Decimal, ok bool) {
	if d, ok = quotient.Words(num, den, exp); !ok || d.Exponent() > 0 {
		return d, false
	}
	_, rest := num.Abs().QuoRem(int128.Of(den))
	r, _ := rest.Int64()
	places := placesOf(den / fixed.GCD(r, den))
	if places < 0 {
		return d, true // without end
	}
	digits, ok := num.Abs().MulPow10(places)
	limit, isSmall := int128.Of(den).MulPow10(SignificantDigits)
	return d, ok && isSmall && digits.Less(limit)
}

// placesOf returns after how many decimals 1/n ends, −1 if it does not.
func placesOf(n int64) int {
	twos, fives := 0, 0
	for ; n%2 == 0; n /= 2 {
		twos++
	}
	for ; n%5 == 0; n /= 5 {
		fives++
	}
	if n != 1 {
		return -1
	}
	return max(twos, fives)
}
