package evaluate

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
)

// SignificantDigits is the number of significant digits of quotients, roots and
// logarithms, rounded half away from zero.
const SignificantDigits = quotient.Digits

// Assessment is the result of comparing one observation with its target.
type Assessment struct {
	Target           target.Target
	Observation      target.Observation  // the observation that was compared
	Due              Due                 // how much of the target was due by then; the zero Due is all of it
	Actual           decimal.Decimal     // the figure that was compared
	Gap              decimal.Decimal     // in the indicator's unit: negative if the target is missed
	Attainment       decimal.NullDecimal // 1 is the target; never capped
	Progress         decimal.NullDecimal // share of the way from the baseline to the target
	Met              bool                // the target, or what is due of it, is met
	AttainmentReason Reason              // why Attainment is absent
	ProgressReason   Reason              // why Progress is absent
	ToDate           bool                // the observation covers only the first part of the target's period
	Published        bool                // figures were rounded to the indicator's Places before they were compared
}

// AssessOptions say how figures are compared. The zero AssessOptions compare them
// as they are.
type AssessOptions struct {
	Published bool // round figures to the indicator's Places first, halves away from zero

	// Choice says which of several figures counts, of different reporters or vintages.
	// Nil means that several are an error. It is for [AssessAll].
	Choice *target.Choice
}

// Assess compares one observation with its target. It compares the figures as
// they are; [AssessWith] can round them first.
//
// # Gap, attainment, progress
//
// With the figure a, the baseline b, the target's value t, and the ends lo and hi
// of a range (Within: Value and Upper; About: Value ∓ Tolerance):
//
//	comparator       gap                 attainment            progress
//	AtLeast          a − t               a/t                   (a − b)/(t − b)
//	AtMost           t − a               t/a                   (a − b)/(t − b)
//	Within, About    min(a−lo, hi−a)     a/lo below the range  1 − D(a)/D(b)
//	                                     hi/a above it
//	                                     1 inside
//
// Gap is the distance from the target: negative if the target is missed, zero or
// positive if it is met. For a range it is measured from the nearer end.
//
// Attainment compares the figure with the target or, for a range, with the end
// that the figure lies beyond. If that target or end is negative, the fraction is
// inverted. So a better figure always has a larger attainment, and an attainment
// of 1 or more means that the target is met. Attainment is absent if
//
//   - the target or the end is zero (ZeroTarget);
//   - the divisor is zero (ZeroActual);
//   - figure and target lie on different sides of zero (OppositeSigns);
//   - the figures are places in a ranking (NotComparable).
//
// Progress is the share of the way from the baseline, negative on the way back and
// above 1 beyond the target. D is the distance to the range, 0 inside. A Reduction
// is counted from its base and needs no baseline; its progress is
//
//	ln(1 − a/Per) / ln(1 − t/Per)
//
// so that equal rates in each year are equal progress (Qinghai statistics bureau
// 2009, for the energy intensity of a five-year plan). Progress is absent if
//
//   - there is no baseline (NoBaseline);
//   - the baseline equals the target (AtBaseline) or meets it (AlreadyMet);
//   - a reduction is by the whole or more (WholeLost).
//
// Quotients have [SignificantDigits] digits. Met is decided on the exact figures,
// so an attainment that prints as 1 may have missed by less than its last digit.
//
// # Which observation fits
//
// The observation must be of the unit, the indicator, the coverage and the period
// of the target. Two kinds of period fit besides the target's own:
//
//   - for a Stock, Cumulative, Ratio, Share, Index, Position or Milestone: one that
//     ends with the target's period;
//   - for a Reduction: one or more whole years from the beginning of the target's
//     period. The assessment is then ToDate.
//
// A growth or a reduction of some months is a rate on the same months of the year
// before. It is no part of the year's rate and is refused.
//
// Assess returns an error that lists every problem if
//
//   - the target or the observation is not valid;
//   - the observation is of another unit, indicator, coverage or period than the
//     target ([target.ErrMismatch]).
func Assess(t target.Target, o target.Observation) (a Assessment, err error) {
	if err = (AssessOptions{}).validate(&t, &o); err == nil {
		compare(&a, &t, &o, AssessOptions{})
	}
	return a, err
}

// AssessWith is [Assess] with options. It also returns an error if figures are to
// be rounded as published but the indicator has no Places. Kinds that add
// up or count have whole numbers then. It returns an error if a Choice is given: one
// observation leaves nothing to choose.
func AssessWith(t target.Target, o target.Observation, options AssessOptions) (a Assessment, err error) {
	if options.Choice != nil {
		var p target.Problems
		p.At("options").Field("choice").Report(
			nil, target.ErrMismatch, "one observation is given: leave the choice out, or use AssessAll",
		)
		return a, p.Err()
	}
	if err = options.validate(&t, &o); err == nil {
		compare(&a, &t, &o, options)
	}
	return a, err
}

// validate returns an error that lists why the observation cannot be compared with
// the target.
func (o AssessOptions) validate(t *target.Target, seen *target.Observation) error {
	targetErr, seenErr := t.Validate(), seen.Validate()
	if targetErr == nil && seenErr == nil && o.knowsPlaces(t) && observationFits(t, seen) {
		return nil
	}

	var p target.Problems
	p.Add(targetErr)
	p.Add(seenErr)
	o.check(p.At("target"), *t)
	if p.Len() > 0 {
		return p.Err()
	}
	checkFit(p.At("observation"), *t, *seen)
	return p.Err()
}

// check reports a target whose published figures have no known number of
// decimals.
func (o AssessOptions) check(at target.Place, t target.Target) {
	at.Field("indicator").Field("places").
		Required(o.knowsPlaces(&t), "set the number of decimals with which figures are published")
}

func (o AssessOptions) knowsPlaces(t *target.Target) bool {
	if !o.Published || !t.Indicator.Places.IsZero() {
		return true
	}
	law := t.Indicator.Kind.Law()
	return law == target.Sum || law == target.Count
}

// observationFits reports whether checkFit would report nothing.
func observationFits(t *target.Target, o *target.Observation) bool {
	return o.Unit == t.Unit && o.Indicator == t.Indicator.Code && o.Coverage == t.Indicator.Coverage &&
		(o.Period == t.Period || periodFits(*t, o.Period))
}

// checkFit reports why the observation cannot be compared with the target.
func checkFit(at target.Place, t target.Target, o target.Observation) {
	checkSubject(at, t, o)
	if !periodFits(t, o.Period) {
		at.Field("period").Report(o.Period, target.ErrMismatch, periodRemedy(t, o.Period))
	}
}

// checkSubject reports an observation of something else than the target.
func checkSubject(at target.Place, t target.Target, o target.Observation) {
	if o.Unit != t.Unit {
		at.Field("unit").Report(o.Unit, target.ErrMismatch, "the target is of unit "+fault.Text(t.Unit))
	}
	if o.Indicator != t.Indicator.Code {
		at.Field("indicator").Report(o.Indicator, target.ErrMismatch, "the target is of "+fault.Text(t.Indicator.Code))
	}
	if o.Coverage != t.Indicator.Coverage {
		at.Field("coverage").Report(o.Coverage, target.ErrMismatch, coverageRemedy(t.Indicator.Coverage))
	}
}

func coverageRemedy(coverage string) string {
	if coverage == "" {
		return "the target covers everything: leave the coverage empty"
	}
	return "the target covers " + fault.Text(coverage)
}

func periodRemedy(t target.Target, p target.Period) string {
	remedy := "the target is for " + t.Period.String()
	if series.IsRateToDate(t, p) {
		remedy += ": " + series.RateToDateRemedy
	}
	return remedy
}

// periodFits reports whether a figure of period p can be compared with t.
func periodFits(t target.Target, p target.Period) bool {
	if p == t.Period {
		return true
	}

	switch t.Indicator.Kind {
	case target.Flow, target.Growth:
		return false
	case target.Reduction:
		return p.First() == t.Period.First() && t.Period.Contains(p) && p.Len()%12 == 0
	}
	return p.Last() == t.Period.Last()
}
