package evaluate

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/band"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// one is not changed.
var one = big.NewRat(1, 1)

// attainment compares a figure with what is due of the target or, for a range, with
// the end that it lies beyond.
func (g gauge) attainment(figure decimal.Decimal) (*big.Rat, Reason) {
	if g.compared.Indicator.Kind == target.Position {
		return nil, NotComparable
	}

	figure = g.due.scaled(figure)
	isRange := g.dueBand.IsRange()
	switch {
	case g.dueBand.Low.Valid && !isRange || isRange && g.dueBand.IsBelow(figure):
		return attainmentOf(figure, g.dueBand.Low.Decimal, true)
	case g.dueBand.High.Valid && !isRange || isRange && g.dueBand.IsAbove(figure):
		return attainmentOf(figure, g.dueBand.High.Decimal, false)
	}
	return one, 0
}

// gap returns how far a figure is beyond what is due, negative if it is short of
// that.
func (g gauge) gap(figure decimal.Decimal) decimal.Decimal {
	margin := g.dueBand.Margin(g.due.scaled(figure))
	if g.due.IsZero() {
		return margin
	}
	return plainQuotient(margin, g.due.Of)
}

// attainmentOf divides a figure by the end that it is to reach, or that end by the
// figure, whichever grows as the figure gets better.
func attainmentOf(figure, end decimal.Decimal, higher bool) (*big.Rat, Reason) {
	switch sign := figure.Sign() * end.Sign(); {
	case end.IsZero():
		return nil, ZeroTarget
	case sign < 0:
		return nil, OppositeSigns
	case higher == (end.Sign() > 0): //mutate:equal end.Sign() >= 0: it is not zero
		return quotient.Of(figure, end), 0
	case sign == 0:
		return nil, ZeroActual
	}
	return quotient.Of(end, figure), 0
}

// progress returns the share of the way from the baseline that a figure is.
func (g gauge) progress(figure decimal.Decimal) (decimal.NullDecimal, Reason) {
	if g.compared.Indicator.Kind == target.Reduction {
		return g.reductionProgress(figure)
	}
	made, why := g.wayMade(figure)
	if why != 0 {
		return decimal.NullDecimal{}, why
	}
	return quotient.Null(made), 0
}

// wayMade returns the exact progress of a figure that is no reduction.
func (g gauge) wayMade(figure decimal.Decimal) (*big.Rat, Reason) {
	if g.compared.Baseline == nil {
		return nil, NoBaseline
	}

	base := g.compared.Baseline.Value
	switch {
	case g.band.IsEnd(base):
		return nil, AtBaseline
	case g.band.Distance(base).IsZero():
		return nil, AlreadyMet
	case !g.band.IsRange():
		return quotient.Of(figure.Sub(base), g.compared.Value.Sub(base)), 0
	}
	left := quotient.Of(g.band.Distance(figure), g.band.Distance(base))
	return left.Sub(one, left), 0
}

// reductionProgress returns ln(1−R)/ln(1−T), and for a range 1 − D(R)/D(0) with
// the distances D between the logarithms of what is left of the base.
func (g gauge) reductionProgress(figure decimal.Decimal) (decimal.NullDecimal, Reason) {
	var none decimal.Decimal
	switch {
	case g.band.IsEnd(none):
		return decimal.NullDecimal{}, AtBaseline
	case g.band.Distance(none).IsZero():
		return decimal.NullDecimal{}, AlreadyMet
	}

	// The near end is the one on the side of no reduction.
	near, far := g.band.Low, g.band.High
	if !g.band.IsBelow(none) {
		near, far = far, near
	}
	left, goal := keptOf(g.compared, figure), keptOf(g.compared, near.Decimal)
	if left.Sign() <= 0 || goal.Sign() <= 0 {
		return decimal.NullDecimal{}, WholeLost
	}

	short := figure.Cmp(near.Decimal) == -near.Decimal.Sign()
	switch {
	case !far.Valid || short:
		return lnAffine(new(big.Rat), one, left, goal), 0
	case g.band.Distance(figure).IsZero():
		return quotient.Null(one), 0
	}
	// Beyond the far end, the distance from it counts as a way back.
	beyond := new(big.Rat).Quo(left, keptOf(g.compared, far.Decimal))
	return lnAffine(one, big.NewRat(-1, 1), beyond, goal), 0
}

// lnAffine returns a + b·ln x/ln y.
func lnAffine(a, b, x, y *big.Rat) decimal.NullDecimal {
	return decimal.NewNullDecimal(quotient.Trim(transcend.LnAffine(a, b, x, y, SignificantDigits)))
}

// gauge compares observations with a target.
type gauge struct {
	target   target.Target // as given
	compared target.Target // with the figures that are compared
	band     band.Band     // of compared
	options  AssessOptions
	due      Due       // of the target
	dueBand  band.Band // ends of what is due, times due.Of
}

// newGauge returns the gauge of a valid target.
func newGauge(t target.Target, o AssessOptions) gauge {
	compared := t
	if o.Published {
		compared = rounded(t)
	}
	ends := band.Of(compared)
	return gauge{target: t, compared: compared, band: ends, options: o, dueBand: ends}
}

// rounded returns the target with its figures rounded to the indicator's Places.
func rounded(t target.Target) target.Target {
	places := t.Indicator.Places.Or(0)
	t.Value, t.Upper, t.Tolerance = t.Value.Round(places), t.Upper.Round(places), t.Tolerance.Round(places)
	if b := t.Baseline; b != nil {
		t.Baseline = &target.Point{Period: b.Period, Value: b.Value.Round(places)}
	}
	return t
}

// assess compares an observation that fits.
func (g gauge) assess(o target.Observation) Assessment {
	figure := o.Value
	if g.options.Published {
		figure = figure.Round(g.target.Indicator.Places.Or(0))
	}

	a := Assessment{
		Target: g.target.Clone(), Observation: o, Due: g.due, Actual: figure, Gap: g.gap(figure),
		Published: g.options.Published, ToDate: o.Period.Last() != g.target.Period.Last(),
	}
	a.Met = a.Gap.Sign() >= 0
	if rate, why := g.attainment(figure); why == 0 {
		a.Attainment = quotient.Null(rate)
	} else {
		a.AttainmentReason = why
	}
	a.Progress, a.ProgressReason = g.progress(figure)
	return a
}
