package evaluate

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
)

// Standing is where a unit stands on the way to its target: what it has reached by
// the end of an observation, compared with what is due by then.
type Standing struct {
	// Assessment compares with what is due: Gap is the lead over the path, Met
	// means on the path or ahead of it, Attainment is figure/due. A book scores it
	// as any other assessment.
	Assessment

	Made     decimal.NullDecimal // share of the way to the target that is made
	DueShare decimal.NullDecimal // share of the way that is due
	DueValue decimal.Decimal     // figure that is due; of a range, its lower end
	Ahead    decimal.NullDecimal // Made − DueShare, rounded once; for an upper limit, less is better

	Remaining decimal.Decimal     // target − figure; negative beyond the target
	Forecast  decimal.NullDecimal // figure at the end of the target's period, along the path that was used
	Reached   bool                // the whole target is met: see ToDate
	Overdue   bool                // the target's period is over, and the target was not met
}

// ToDateOptions say how figures are judged to date. The zero ToDateOptions judge
// each target at the end of its observation, evenly over time.
type ToDateOptions struct {
	// Path is what is due in each step of the target's period. For a total it has
	// the figures of the steps; only their proportions matter, so that last year's
	// months (temporal.Season) serve as well as a schedule. For a level it has the
	// figures that are due at the ends of the steps. Nil means evenly over time.
	Path []target.Point

	// By is the month at whose end the target is judged. A target is overdue if its
	// period has ended by then and it was not met. The zero Period means the end of the
	// observation.
	By target.Period

	Published bool // round figures to the indicator's Places first, halves away from zero
}

// ToDate judges a unit on the way to its target.
//
// # What is due
//
// An observation is compared with what is due by its end, on the path or, without
// one, evenly over time:
//
//	total (adds up over time)     target × part of the path to date / path;
//	                              without a path months gone / months
//	rate, target within a year    the target: a rate to date is on the same months
//	                              of the year before
//	rate, target of years         after whole years, what equal rates would make:
//	                              1 − (1 − T)^(years gone/years) for a reduction
//	other figures                 between the steps of the path on a straight line
//	                              from the baseline; without a path on one from the
//	                              baseline to the target
//	  without baseline and path   the target, which then holds at any time
//	Cumulative without baseline   as from a baseline of 0 before the period
//	Position                      the target
//	Milestone                     nothing before the end of the target's period
//
// Gap, Attainment and Met compare with that; Progress is of the whole way. A range
// is scaled at both ends, and the tolerance with it.
//
// # Made, forecast
//
// Made is figure/target for a total, ln(1−R)/ln(1−T) for a reduction of years,
// ln(1+g)/ln(1+T) for a growth of years, and Progress for everything else. A rate
// within a year has none. The forecast goes on along the path from the figure y:
//
//	total                     y × path / part of the path to date
//	rate, within a year       y
//	rate, of years            1 − (1 − y)^(years/years gone) for a reduction
//	from a baseline b         b + (y − b) × (T − b)/(due − b)
//	target holds at any time  y
//	Position                  none
//
// There is no forecast if nothing is due yet, or after the target's period. Shares,
// forecasts, and gaps without an end have [SignificantDigits] digits, each rounded
// once from exact figures.
//
// # Reached, overdue
//
// Reached means that the figure meets the whole target. A rate, a total with an upper
// limit and a cumulative figure with one can still miss it: they are reached at the
// end of the target's period only. A target is overdue if its period has ended by By
// and it was not reached.
//
// # Which observation fits
//
// The observation is of the unit, indicator and coverage of the target, and its
// period is one of these:
//
//   - for a total, from the beginning of the target's period to the end of a step
//     of the path ([temporal.ToDate] adds up single months);
//   - for a rate, from the beginning of the target's period on; if that is longer
//     than a year, whole years of it;
//   - for other figures, one that ends after the baseline, or after the first step
//     of the path; it may end after the target's period, and is then overdue if it
//     misses the target.
//
// ToDate returns an error that lists every problem if
//
//   - the target, the observation or a step of the path is not valid, or figures
//     are to be rounded and the indicator has no Places;
//   - the observation does not fit ([target.ErrMismatch]);
//   - the path of a total does not fill the target's period, has a negative step, or
//     adds up to nothing;
//   - the path of a level goes on after the target's period, or ends with it at another
//     figure;
//   - there is a path for a rate, a Position or a Milestone ([target.ErrKind]), or
//     for a range of levels;
//   - By ends before the observation.
//
// [temporal.ToDate]: https://pkg.go.dev/github.com/targetcascade/cascade/target/temporal#ToDate
func ToDate(t target.Target, o target.Observation, options ToDateOptions) (Standing, error) {
	var p target.Problems
	p.Add(t.Validate())
	p.Add(o.Validate())
	assess := AssessOptions{Published: options.Published}
	assess.check(p.At("target"), t)
	w := way{target: t, path: series.Sorted(p.At("options").Field("path"), options.Path)}
	if p.Len() > 0 {
		return Standing{}, p.Err()
	}

	w.check(p.At("options").Field("path"))
	isPath := p.Len() == 0
	checkSubject(p.At("observation"), t, o)
	if remedy, ok := w.fit(o.Period); !ok && isPath {
		p.At("observation").Field("period").Report(o.Period, target.ErrMismatch, remedy)
	}
	if by := options.By; !by.IsZero() && series.MonthsBetween(o.Period, by) < 0 {
		p.At("options").Field("by").Report(
			by, target.ErrRange, "the observation ends later, in "+fault.Text(o.Period.Last()),
		)
	}
	if p.Len() > 0 {
		return Standing{}, p.Err()
	}
	return w.standing(o, assess, options.By), nil
}

// standing judges an observation that fits.
func (w way) standing(o target.Observation, options AssessOptions, by target.Period) Standing {
	t := w.target
	if options.Published {
		w.target = rounded(t)
	}
	s, ok := w.byWords(&t, &o, options)
	if !ok {
		s = w.byFractions(newGauge(t, options), o)
	}

	s.ToDate = series.MonthsBetween(o.Period, t.Period) > 0
	s.Reached = s.Reached && (!s.ToDate || w.isKept())
	if by.IsZero() {
		by = o.Period
	}
	s.Overdue = !s.Reached && series.MonthsBetween(t.Period, by) >= 0
	return s
}

// byFractions judges an observation that fits. Reached is whether the figure meets the
// whole target.
func (w way) byFractions(g gauge, o target.Observation) Standing {
	ends := g.band
	due, share := w.dueBy(o.Period)
	g = g.withDue(due)
	s := Standing{Assessment: g.assess(o)}
	if w.isRate() {
		s.Gap = quotient.Trim(s.Gap)
	}

	figure := s.Actual
	s.Remaining = g.compared.Value.Sub(figure)
	s.DueShare, s.DueValue = null(share), w.dueValue(due)
	s.Made, s.Ahead = w.made(g, figure, share)
	s.Forecast = w.forecast(figure, share, o.Period)
	s.Reached = ends.Margin(figure).Sign() >= 0
	return s
}

// isKept reports whether a target that is met early can be expected to be met in
// the end. A total or a cumulative figure that is to be large is not taken back, but
// one that is to be small goes on growing. A rate to date can fall. Levels hold.
func (w way) isKept() bool {
	if w.isTotal() || w.target.Indicator.Kind == target.Cumulative {
		return w.target.EffectiveComparator() == target.AtLeast
	}
	return !w.isRate()
}

// null returns a share of the way, absent if it does not exist.
func null(share *big.Rat) decimal.NullDecimal {
	if share == nil {
		return decimal.NullDecimal{}
	}
	return quotient.Null(share)
}

// made returns the share of the way to the target that a figure is, and how far it
// is ahead of the share that is due. Both are absent if they do not exist.
func (w way) made(g gauge, figure decimal.Decimal, due *big.Rat) (made, ahead decimal.NullDecimal) {
	t := g.compared
	isRange := g.band.IsRange()
	base, months := w.beginning()
	switch {
	case w.isRate() && t.Period.Len() <= 12:
		return made, ahead
	case w.isRate() && !isRange:
		return w.rateMade(figure, due)
	case w.isTotal():
		base = decimal.Decimal{}
	case isRange || months == 0:
		return g.rangeMade(figure, due)
	}
	if t.Value.Equal(base) {
		return made, ahead
	}
	return sharesOf(quotient.Of(figure.Sub(base), t.Value.Sub(base)), due)
}

// sharesOf returns a share that is made, and how far it is ahead of what is due.
func sharesOf(share, due *big.Rat) (made, ahead decimal.NullDecimal) {
	made = quotient.Null(share)
	if due != nil {
		ahead = quotient.Null(share.Sub(share, due))
	}
	return made, ahead
}

// rangeMade returns the progress of a figure to a range.
func (g gauge) rangeMade(figure decimal.Decimal, due *big.Rat) (made, ahead decimal.NullDecimal) {
	progress, why := g.progress(figure)
	if why != 0 {
		return made, ahead
	}
	return sharesOf(progress.Decimal.Rat(), due)
}

// rateMade returns ln kept/ln goal, so that equal rates in each year are equal
// shares.
func (w way) rateMade(figure decimal.Decimal, due *big.Rat) (made, ahead decimal.NullDecimal) {
	kept, goal := keptOf(w.target, figure), keptOf(w.target, w.target.Value)
	if kept.Sign() <= 0 || goal.Sign() <= 0 || goal.Cmp(one) == 0 {
		return made, ahead
	}
	made = lnAffine(new(big.Rat), one, kept, goal)
	if due != nil {
		ahead = lnAffine(new(big.Rat).Neg(due), one, kept, goal)
	}
	return made, ahead
}

// forecast returns the figure at the end of the target's period if the unit goes on
// along the path; share is the share of the way that is due.
func (w way) forecast(figure decimal.Decimal, share *big.Rat, p target.Period) decimal.NullDecimal {
	t := w.target
	switch left := series.MonthsBetween(p, t.Period); {
	case left < 0 || t.Indicator.Kind == target.Position:
		return decimal.NullDecimal{}
	case left == 0:
		return decimal.NewNullDecimal(figure)
	case w.isRate() && t.Period.Len() <= 12:
		return decimal.NewNullDecimal(figure)
	}

	base, months := w.beginning()
	switch {
	case share == nil && !w.isTotal() && !w.isRate() && months == 0 && len(w.path) == 0:
		return decimal.NewNullDecimal(figure) // the target holds at any time, and so does the figure
	case share == nil || share.Sign() == 0:
		return decimal.NullDecimal{}
	}
	times := new(big.Rat).Inv(share)
	switch {
	case w.isRate():
		return w.rateForecast(figure, times)
	case w.isTotal():
		return quotient.Null(times.Mul(times, figure.Rat()))
	}
	times.Mul(times, figure.Sub(base).Rat())
	return quotient.Null(times.Add(times, base.Rat()))
}

// rateForecast returns the rate of a plan if equal rates go on, nothing if that
// leaves all bounds.
func (w way) rateForecast(figure decimal.Decimal, times *big.Rat) decimal.NullDecimal {
	kept := keptOf(w.target, figure)
	if kept.Sign() <= 0 || !quotient.IsModeratePower(kept, times) {
		return decimal.NullDecimal{}
	}
	scale := w.target.Indicator.Scale().Rat()
	return decimal.NewNullDecimal(quotient.Trim(rateOf(w.target, scale, kept, times, SignificantDigits)))
}

// PerStep returns the mean of the steps so far, and the mean of the remaining steps that
// is needed to reach the target. For a total these are amounts per step, for a level with
// a baseline changes per step. They are absent for rates, for a level without a baseline,
// and if the time gone or the time left does not consist of whole steps.
func (s Standing) PerStep(by target.Frequency) (soFar, needed decimal.NullDecimal) {
	w := way{target: s.Target}
	n := by.Months()
	base, months := w.beginning()
	if w.isTotal() {
		base, months = decimal.Decimal{}, s.Target.Period.Len()
	}
	if n == 0 || months == 0 || w.isRate() || s.Target.Indicator.Kind == target.Milestone {
		return soFar, needed
	}
	if !fixed.InBounds(s.Actual) || !fixed.InBounds(base) || !fixed.InBounds(s.Remaining) {
		return soFar, needed
	}

	left := series.MonthsBetween(s.Observation.Period, s.Target.Period)
	if gone := months - left; gone > 0 && gone%n == 0 {
		soFar = quotient.Null(quotient.Of(s.Actual.Sub(base), decimal.New(int64(gone/n), 0)))
	}
	if left > 0 && left%n == 0 {
		needed = quotient.Null(quotient.Of(s.Remaining, decimal.New(int64(left/n), 0)))
	}
	return soFar, needed
}
