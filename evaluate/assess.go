package evaluate

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Assessment is one observation held against its target.
type Assessment struct {
	Target         target.Target
	Actual         decimal.Decimal
	Gap            decimal.Decimal     // in the indicator's unit; negative when short of the target, whatever the direction
	Attainment     decimal.NullDecimal // 1 is the target; never capped
	Progress       decimal.NullDecimal // share of the way from the baseline; ln(1−R)/ln(1−T) for a Reduction
	Met            bool
	Reason         Reason        // why Attainment is absent; where it is not, why Progress is, although there is a baseline
	ProgressReason Reason        // why Progress is absent
	Status         target.Status // of the observation: a verdict on a provisional or estimated figure is one too
	ToDate         bool          // the observation covers only the first part of the target's period
	Published      bool          // figures were rounded to the indicator's Places before they were compared
}

// AssessOptions say how figures are compared. The zero value compares them as
// they are.
type AssessOptions struct {
	Published bool // round target and observation to the indicator's Places first, half away from zero
}

// checkPlaces reports a target whose published figures have no known number of
// decimals. Figures of Sum and Count kinds are whole numbers unless Places is
// said.
func (o AssessOptions) checkPlaces(t target.Target, path string) error {
	law := t.Indicator.Kind.Law()
	if !o.Published || !t.Indicator.Places.IsZero() || law == target.Sum || law == target.Count {
		return nil
	}
	return &target.FieldError{
		Path: path + ".indicator.places", Err: target.ErrRequired,
		Remedy: "set the number of decimals with which figures are published",
	}
}

// Assess compares one observation with its target, figures as they are.
//
// With a the figure, b the baseline, t the target's value, or lo and hi the
// ends of a range (Value and Upper for Within, Value ∓ Tolerance for About):
//
//	            gap                  attainment
//	at least    a − t                a/t
//	at most     t − a                t/a
//	range       min(a−lo, hi−a)      a/lo below it, hi/a above it, 1 within
//
// The gap is the distance short of the target where it is negative, and what
// is to spare, in a range to its nearer end, where it is not: the target is
// met exactly where the gap is not negative. Where the target, of a range the
// end that counts, is negative, the fraction of the attainment is turned over, so
// that attainment grows as the figure gets better and is 1 or more exactly where
// the target is met. It is not defined, and [Assessment.Reason] says so, where the target is
// zero (ZeroTarget), the divisor is (ZeroActual), the figures lie on different
// sides of zero (OppositeSigns), and for places in a ranking (NotComparable).
//
// Progress is the share of the way from the baseline, negative on the way back
// and above 1 beyond the target:
//
//	(a − b)/(t − b)                    at least, at most
//	1 − D(a)/D(b)                      range; D is the distance to it, 0 within
//	ln(1 − a/Per)/ln(1 − t/Per)        Reduction, by rate: equal cuts each year are equal progress
//
// The last is how China's bureaus reckon the progress of energy intensity
// within a five-year plan (Qinghai statistics bureau 2009); a reduction is
// counted from its base, so its progress needs no baseline and heeds none.
// Progress is not defined where the baseline meets the target (AlreadyMet) or
// equals its value (AtBaseline), where there is none (NoBaseline), and for a
// reduction by the whole or more (WholeLost).
//
// Quotients are given to 16 significant digits, half away from zero; Met is
// decided on the exact figures, so that an attainment that is printed as 1 may
// have missed by less than that.
//
// The observation fits where its period is the target's; for a Stock,
// Cumulative, Ratio, Share, Index, Position or Milestone, which stand at a
// date, where it ends with the target's period; and for a Reduction, which
// counts from the beginning of its period, also where it begins with the
// target's period and ends with one of its years: it is then assessed to date.
//
// Assess returns an error if the target or the observation is not valid, or
// the observation is of another unit, indicator or coverage, or of a period
// that does not fit (target.ErrMismatch). It reports every problem.
func Assess(t target.Target, o target.Observation) (Assessment, error) {
	return AssessWith(t, o, AssessOptions{})
}

// AssessWith compares as [Assess] does, in the way that the options say. It
// also returns an error if figures are to be rounded as published and the
// indicator, of a kind that does not add up, does not say Places.
func AssessWith(t target.Target, o target.Observation, options AssessOptions) (Assessment, error) {
	var l fault.List
	l.Add(t.Validate())
	l.Add(o.Validate())
	l.Add(options.checkPlaces(t, "target"))
	if l.Len() > 0 {
		return Assessment{}, l.Err()
	}
	if o.Unit != t.Unit {
		l.Add(&target.FieldError{Path: "observation.unit", Value: o.Unit, Err: target.ErrMismatch, Remedy: "the target is of unit " + fault.Text(t.Unit)})
	}
	if o.Indicator != t.Indicator.Code {
		l.Add(&target.FieldError{Path: "observation.indicator", Value: o.Indicator, Err: target.ErrMismatch, Remedy: "the target is set on " + fault.Text(t.Indicator.Code)})
	}
	if o.Coverage != t.Indicator.Coverage {
		l.Add(&target.FieldError{Path: "observation.coverage", Value: o.Coverage, Err: target.ErrMismatch, Remedy: "the target is set on " + coverage(t.Indicator.Coverage)})
	}
	if !fits(t, o.Period) {
		remedy := "the target is for " + t.Period.String()
		if isRateToDate(t, o.Period) {
			remedy += "; " + rateToDate
		}
		l.Add(&target.FieldError{Path: "observation.period", Value: o.Period, Err: target.ErrMismatch, Remedy: remedy})
	}
	if l.Len() > 0 {
		return Assessment{}, l.Err()
	}
	return assess(t, o, options), nil
}

// fits reports whether a figure of period p can be held against t.
func fits(t target.Target, p target.Period) bool {
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

// isRateToDate reports whether p ends a growth or a reduction within a year of
// t: a rate on the same months of the year before, which is no part of the
// year's.
func isRateToDate(t target.Target, p target.Period) bool {
	k := t.Indicator.Kind
	return (k == target.Growth || k == target.Reduction) && p != t.Period && t.Period.Contains(p) && p.Len()%12 != 0
}

const rateToDate = "a rate to date is on the same months of the year before and is no part of the year's rate: give the figure of whole years"

// coverage names what is counted.
func coverage(text string) string {
	if text == "" {
		return "everything: leave the coverage empty"
	}
	return fault.Text(text)
}

func assess(t target.Target, o target.Observation, options AssessOptions) Assessment {
	a := Assessment{
		Target: t.Clone(), Actual: o.Value, Status: o.Status, Published: options.Published,
		ToDate: o.Period.Last() != t.Period.Last(),
	}
	compared := a.compared()
	if a.Published {
		a.Actual = a.Actual.Round(t.Indicator.Places.Or(0))
	}
	a.Met = compared.Meets(a.Actual)
	low, high := ends(compared)
	switch {
	case low == nil:
		a.Gap = high.Sub(a.Actual)
	case high == nil:
		a.Gap = a.Actual.Sub(*low)
	default:
		a.Gap = decimal.Min(a.Actual.Sub(*low), high.Sub(a.Actual))
	}
	r, why := attainment(compared, a.Actual)
	a.Reason = why
	if why == 0 {
		a.Attainment = null(significant(r))
	}
	a.Progress, a.ProgressReason = progress(compared, a.Actual)
	if a.Reason == 0 && a.ProgressReason != NoBaseline {
		a.Reason = a.ProgressReason
	}
	return a
}

// compared returns the target with the figures that are held against the
// observation's.
func (a Assessment) compared() target.Target {
	t := a.Target
	if a.Published {
		places := t.Indicator.Places.Or(0)
		t.Value = t.Value.Round(places)
		t.Upper = t.Upper.Round(places)
		t.Tolerance = t.Tolerance.Round(places)
		if t.Baseline != nil {
			t.Baseline = &target.Point{Period: t.Baseline.Period, Value: t.Baseline.Value.Round(places)}
		}
	}
	return t
}

// ends returns the least and the greatest figure that meets t, nil where there
// is no limit.
func ends(t target.Target) (low, high *decimal.Decimal) {
	switch t.EffectiveComparator() {
	case target.AtMost:
		return nil, &t.Value
	case target.About:
		lo, hi := t.Value.Sub(t.Tolerance), t.Value.Add(t.Tolerance)
		return &lo, &hi
	case target.Within:
		return &t.Value, &t.Upper
	}
	return &t.Value, nil
}

func attainment(t target.Target, actual decimal.Decimal) (*big.Rat, Reason) {
	if t.Indicator.Kind == target.Position {
		return nil, NotComparable
	}
	low, high := ends(t)
	switch {
	case low != nil && (high == nil || actual.Cmp(*low) < 0):
		return share(actual, *low, true)
	case high != nil && (low == nil || actual.Cmp(*high) > 0):
		return share(actual, *high, false)
	}
	return one, 0
}

// share divides a figure by the end that it is to reach, or that end by the
// figure, whichever grows as the figure gets better.
func share(actual, end decimal.Decimal, higher bool) (*big.Rat, Reason) {
	switch sign := actual.Sign() * end.Sign(); {
	case end.IsZero():
		return nil, ZeroTarget
	case sign < 0:
		return nil, OppositeSigns
	case higher == (end.Sign() > 0):
		return new(big.Rat).Quo(actual.Rat(), end.Rat()), 0
	case sign == 0:
		return nil, ZeroActual
	}
	return new(big.Rat).Quo(end.Rat(), actual.Rat()), 0
}

func progress(t target.Target, actual decimal.Decimal) (decimal.NullDecimal, Reason) {
	if t.Indicator.Kind == target.Reduction {
		return reductionProgress(t, actual)
	}
	r, why := way(t, actual)
	if why != 0 {
		return decimal.NullDecimal{}, why
	}
	return null(significant(r)), 0
}

// way returns the share of the way from the baseline to the target that a
// figure has covered.
func way(t target.Target, actual decimal.Decimal) (*big.Rat, Reason) {
	if t.Baseline == nil {
		return nil, NoBaseline
	}
	base := t.Baseline.Value
	low, high := ends(t)
	if low == nil || high == nil {
		end := t.Value
		switch {
		case base.Equal(end):
			return nil, AtBaseline
		case t.Meets(base):
			return nil, AlreadyMet
		}
		return new(big.Rat).Quo(actual.Sub(base).Rat(), end.Sub(base).Rat()), 0
	}
	far := outside(base, *low, *high)
	switch {
	case far.IsZero() && (base.Equal(*low) || base.Equal(*high)):
		return nil, AtBaseline
	case far.IsZero():
		return nil, AlreadyMet
	}
	left := new(big.Rat).Quo(outside(actual, *low, *high).Rat(), far.Rat())
	return left.Sub(one, left), 0
}

// outside returns how far a figure lies from a range, zero within it.
func outside(figure, low, high decimal.Decimal) decimal.Decimal {
	switch {
	case figure.Cmp(low) < 0:
		return low.Sub(figure)
	case figure.Cmp(high) > 0:
		return figure.Sub(high)
	}
	return decimal.Decimal{}
}

// attained is the attainment that points are given for.
type attained struct {
	rate  *big.Rat
	above bool // above every finite attainment
}

// cmp compares the attainment with a number.
func (a attained) cmp(x *big.Rat) int {
	if a.above {
		return 1
	}
	return a.rate.Cmp(x)
}

// attained returns the exact attainment that an assessment is scored by.
// Attainment holds it to 16 digits; where those are the digits of the figures'
// own quotient, the quotient is taken, so that no cut is decided by a rounding.
func (a Assessment) attained() attained {
	if a.Attainment.Valid {
		return attained{rate: a.quotient()}
	}

	switch {
	case !a.Met:
		return attained{rate: new(big.Rat)}
	case a.Reason == ZeroActual || a.Reason == OppositeSigns:
		return attained{above: true}
	}
	return attained{rate: one}
}

// quotient returns the attainment, exactly where the figures give it.
func (a Assessment) quotient() *big.Rat {
	for _, d := range [...]decimal.Decimal{a.Actual, a.Target.Value, a.Target.Upper, a.Target.Tolerance} {
		if !fixed.InBounds(d) {
			return a.Attainment.Decimal.Rat()
		}
	}
	if !a.Target.Indicator.Places.Valid() {
		return a.Attainment.Decimal.Rat()
	}

	bare := a
	bare.Target.Baseline = nil
	t := bare.compared()
	if r, why := attainment(t, a.Actual); why == 0 && significant(r).Equal(a.Attainment.Decimal) {
		return r
	}
	return a.Attainment.Decimal.Rat()
}
