package evaluate

import (
	"math/big"

	"github.com/shopspring/decimal"

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
	left, goal := g.kept(figure), g.kept(near.Decimal)
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
	// Beyond the far end: what lies beyond it counts as a way back.
	beyond := new(big.Rat).Quo(left, g.kept(far.Decimal))
	return lnAffine(one, big.NewRat(-1, 1), beyond, goal), 0
}

// kept returns the share of the base that a reduction leaves.
func (g gauge) kept(reduction decimal.Decimal) *big.Rat {
	r := quotient.Of(reduction, g.compared.Indicator.Scale())
	return r.Sub(one, r)
}

// lnAffine returns a + b·ln x/ln y.
func lnAffine(a, b, x, y *big.Rat) decimal.NullDecimal {
	return decimal.NewNullDecimal(quotient.Trim(transcend.LnAffine(a, b, x, y, SignificantDigits)))
}

// attained is the attainment that points are given for.
type attained struct {
	rate      *big.Rat
	unbounded bool // more than every finite attainment
}

// cmp compares the attainment with a number.
func (a attained) cmp(x *big.Rat) int {
	if a.unbounded {
		return 1
	}
	return a.rate.Cmp(x)
}

// attained returns the exact attainment that an assessment is scored by.
func (a Assessment) attained() attained {
	if a.Attainment.Valid {
		return attained{rate: a.exactAttainment()}
	}

	switch {
	case !a.Met:
		return attained{rate: new(big.Rat)}
	case a.AttainmentReason == ZeroActual || a.AttainmentReason == OppositeSigns:
		return attained{unbounded: true}
	}
	return attained{rate: one}
}

// exactAttainment returns the quotient of the assessment's figures if Attainment
// is its first digits, so that no step is decided by a rounding. An assessment that
// Assess did not make may say anything; its Attainment then counts.
func (a Assessment) exactAttainment() *big.Rat {
	t := a.Target
	t.Baseline = nil
	a.Target = t
	if !a.isSound() {
		return a.Attainment.Decimal.Rat()
	}

	g := newGauge(t, AssessOptions{Published: a.Published}).by(a.Due)
	if r, why := g.attainment(a.Actual); why == 0 && quotient.Round(r).Equal(a.Attainment.Decimal) {
		return r
	}
	return a.Attainment.Decimal.Rat()
}
