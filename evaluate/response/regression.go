package response

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// Regression is an interrupted-series regression:
//
//	y = a + b·t + LevelChange·D + SlopeChange·D·(t − t₀)
//
// with t in years, t₀ the intervention's first period, and D one from then on. The time
// of a figure is the end of its period.
type Regression struct {
	Points           int
	DegreesOfFreedom int // points less four
	LevelChange      Coefficient
	SlopeChange      Coefficient         // a year
	DurbinWatson     decimal.NullDecimal // near 2 without serial correlation, near 0 with it
	Reason           evaluate.Reason     // why there is no fit
}

// Coefficient is an estimated coefficient.
type Coefficient struct {
	Estimate      decimal.NullDecimal
	StandardError decimal.NullDecimal
	T             decimal.NullDecimal // Estimate/StandardError; absent if the points lie exactly on the lines
	P             decimal.NullDecimal // two-sided p value of T; 0 below 10⁻⁸⁴
}

// sample is a point of a regression.
type sample struct {
	period target.Period
	y      *big.Rat
}

// differences returns samples less those of a control, over the periods that both have.
func differences(samples, control []sample) []sample {
	byPeriod := func(c sample, p target.Period) int { return c.period.Compare(p) }
	var out []sample
	for _, s := range samples {
		if i, ok := slices.BinarySearchFunc(control, s.period, byPeriod); ok {
			out = append(out, sample{s.period, new(big.Rat).Sub(s.y, control[i].y)})
		}
	}
	return out
}

// fit fits a line to each side of the intervention. That is the same as one regression
// with a change of level and of slope.
func fit(i Intervention, samples []sample, why evaluate.Reason) Regression {
	f := Regression{Points: len(samples), Reason: why}
	if why != 0 {
		return f
	}
	var t, y [2][]*big.Rat
	for _, s := range samples {
		months, side := series.MonthsBetween(i.At, s.period), 0
		if months >= 0 {
			side = 1
		}
		t[side] = append(t[side], big.NewRat(int64(months), 12))
		y[side] = append(y[side], s.y)
	}
	if len(t[0]) < 3 || len(t[1]) < 3 {
		f.Reason = evaluate.TooFewPoints
		return f
	}

	before, after := leastSquares(t[0], y[0]), leastSquares(t[1], y[1])
	f.DegreesOfFreedom = len(samples) - 4
	squares, steps := residualSums(slices.Concat(before.residuals, after.residuals))
	variance := new(big.Rat).Quo(squares, big.NewRat(int64(f.DegreesOfFreedom), 1))
	f.LevelChange = newCoefficient(
		new(big.Rat).Sub(after.level, before.level),
		new(big.Rat).Mul(variance, new(big.Rat).Add(before.levelWeight, after.levelWeight)),
		f.DegreesOfFreedom,
	)
	f.SlopeChange = newCoefficient(
		new(big.Rat).Sub(after.slope, before.slope),
		new(big.Rat).Mul(variance, new(big.Rat).Add(before.slopeWeight, after.slopeWeight)),
		f.DegreesOfFreedom,
	)
	if squares.Sign() > 0 {
		f.DurbinWatson = quotient.Null(steps.Quo(steps, squares))
	}
	return f
}

// residualSums returns the sum of the squares of residuals, and that of the squares of
// their differences in time.
func residualSums(residuals []*big.Rat) (squares, steps *big.Rat) {
	squares, steps = new(big.Rat), new(big.Rat)
	for i, e := range residuals {
		squares.Add(squares, new(big.Rat).Mul(e, e))
		if i > 0 {
			d := new(big.Rat).Sub(e, residuals[i-1])
			steps.Add(steps, d.Mul(d, d))
		}
	}
	return squares, steps
}

func newCoefficient(estimate, variance *big.Rat, degrees int) Coefficient {
	c := Coefficient{Estimate: quotient.Null(estimate), StandardError: root(variance)}
	if variance.Sign() == 0 {
		return c
	}

	square := new(big.Rat).Mul(estimate, estimate)
	square.Quo(square, variance)
	c.T = root(square)
	if estimate.Sign() < 0 { //mutate:equal estimate.Sign() <= 0: zero has no sign
		c.T.Decimal = c.T.Decimal.Neg()
	}
	tail := transcend.StudentTail(square, degrees, quotient.Digits)
	c.P = decimal.NewNullDecimal(quotient.Trim(tail))
	return c
}

// root returns the square root.
func root(r *big.Rat) decimal.NullDecimal {
	return decimal.NewNullDecimal(quotient.Trim(transcend.Sqrt(r, quotient.Digits)))
}

// line is a least-squares line y = level + slope·t.
type line struct {
	level, slope *big.Rat

	// The residual variance times these is the variance of each.
	levelWeight, slopeWeight *big.Rat

	residuals []*big.Rat
}

func leastSquares(t, y []*big.Rat) line {
	n := big.NewRat(int64(len(t)), 1)
	meanT, meanY := new(big.Rat), new(big.Rat)
	for i := range t {
		meanT.Add(meanT, t[i])
		meanY.Add(meanY, y[i])
	}
	meanT.Quo(meanT, n)
	meanY.Quo(meanY, n)

	// Sums of squares and products about the means.
	tt, ty := new(big.Rat), new(big.Rat)
	for i := range t {
		d := new(big.Rat).Sub(t[i], meanT)
		tt.Add(tt, new(big.Rat).Mul(d, d))
		ty.Add(ty, d.Mul(d, y[i]))
	}

	var l line
	l.slope = ty.Quo(ty, tt)
	l.level = new(big.Rat).Sub(meanY, new(big.Rat).Mul(l.slope, meanT))
	l.slopeWeight = new(big.Rat).Inv(tt)
	l.levelWeight = new(big.Rat).Mul(meanT, meanT)
	l.levelWeight.Quo(l.levelWeight, tt)
	l.levelWeight.Add(l.levelWeight, n.Inv(n))
	for i := range t {
		e := new(big.Rat).Mul(l.slope, t[i])
		e.Add(e, l.level)
		l.residuals = append(l.residuals, e.Sub(y[i], e))
	}
	return l
}
