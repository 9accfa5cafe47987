package evaluate

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// Fit is an interrupted-series regression:
//
//	y = a + b·t + Jump·D + Bend·D·(t − t₀)
//
// with t in years, t₀ the turn's first period, and D one from then on. The
// figure of a period stands at its end.
type Fit struct {
	Points       int
	Freedom      int                 // points less four
	Jump         Effect              // change of level at the turn
	Bend         Effect              // change of slope, a year
	DurbinWatson decimal.NullDecimal // near 2 without serial correlation, near 0 with it
	Reason       Reason              // why there is no fit
}

// Effect is an estimated coefficient.
type Effect struct {
	Estimate decimal.NullDecimal
	Error    decimal.NullDecimal // standard error
	T        decimal.NullDecimal // estimate over its error, absent where the points lie exactly on the lines
	P        decimal.NullDecimal // how probable a T at least as far from zero, on either side, is without an effect; 0 below 10⁻⁸⁴
}

// sample is a point of a fit.
type sample struct {
	period target.Period
	y      *big.Rat
}

// levels returns the figures, or their logarithms to 40 digits.
func levels(figures []target.Point, log bool) ([]sample, Reason) {
	samples := make([]sample, len(figures))
	for i, p := range figures {
		y := p.Value
		if log {
			switch {
			case y.IsZero():
				return nil, ZeroBase
			case y.Sign() < 0:
				return nil, OppositeSigns
			}
			y = transcend.Ln(y, 40)
		}
		samples[i] = sample{p.Period, y.Rat()}
	}
	return samples, 0
}

// shares returns part over whole where both have a figure and the whole is not
// zero.
func shares(part, whole []target.Point) []sample {
	var samples []sample
	for _, w := range whole {
		if p, ok := at(part, w.Period); ok && !w.Value.IsZero() {
			samples = append(samples, sample{w.Period, new(big.Rat).Quo(p.Value.Rat(), w.Value.Rat())})
		}
	}
	return samples
}

// less returns the differences of two series over the periods that both have.
func less(samples, control []sample) []sample {
	var differences []sample
	for _, s := range samples {
		i, ok := slices.BinarySearchFunc(control, s.period, func(c sample, p target.Period) int { return c.period.Compare(p) })
		if ok {
			differences = append(differences, sample{s.period, new(big.Rat).Sub(s.y, control[i].y)})
		}
	}
	return differences
}

// line is a least-squares line y = level + slope·t, its level at the turn,
// where t is zero.
type line struct {
	level, slope             *big.Rat
	levelWeight, slopeWeight *big.Rat // what the residual variance is multiplied by to give the variance of each
	residuals                []*big.Rat
}

func leastSquares(t, y []*big.Rat) line {
	n := big.NewRat(int64(len(t)), 1)
	tm, ym := new(big.Rat), new(big.Rat)
	for i := range t {
		tm.Add(tm, t[i])
		ym.Add(ym, y[i])
	}
	tm.Quo(tm, n)
	ym.Quo(ym, n)
	sxx, sxy := new(big.Rat), new(big.Rat)
	for i := range t {
		d := new(big.Rat).Sub(t[i], tm)
		sxx.Add(sxx, new(big.Rat).Mul(d, d))
		sxy.Add(sxy, d.Mul(d, y[i]))
	}
	var l line
	l.slope = sxy.Quo(sxy, sxx)
	l.level = new(big.Rat).Sub(ym, new(big.Rat).Mul(l.slope, tm))
	l.slopeWeight = new(big.Rat).Inv(sxx)
	l.levelWeight = new(big.Rat).Mul(tm, tm)
	l.levelWeight.Quo(l.levelWeight, sxx)
	l.levelWeight.Add(l.levelWeight, n.Inv(n))
	for i := range t {
		e := new(big.Rat).Mul(l.slope, t[i])
		e.Add(e, l.level)
		l.residuals = append(l.residuals, e.Sub(y[i], e))
	}
	return l
}

// fit fits both sides of the turn, each by its own line, which is the same as
// one regression with a jump and a bend.
func fit(turn Turn, samples []sample, reason Reason) Fit {
	f := Fit{Points: len(samples), Reason: reason}
	if reason != 0 {
		return f
	}
	var t, y [2][]*big.Rat
	for _, s := range samples {
		n := months(turn.At, s.period)
		side := 0
		if n >= 0 {
			side = 1
		}
		t[side] = append(t[side], big.NewRat(int64(n), 12))
		y[side] = append(y[side], s.y)
	}
	if len(t[0]) < 3 || len(t[1]) < 3 {
		f.Reason = TooFewPoints
		return f
	}
	before, after := leastSquares(t[0], y[0]), leastSquares(t[1], y[1])
	f.Freedom = len(samples) - 4
	squares, steps := new(big.Rat), new(big.Rat)
	var last *big.Rat
	for _, e := range slices.Concat(before.residuals, after.residuals) {
		squares.Add(squares, new(big.Rat).Mul(e, e))
		if last != nil {
			d := new(big.Rat).Sub(e, last)
			steps.Add(steps, d.Mul(d, d))
		}
		last = e
	}
	variance := new(big.Rat).Quo(squares, big.NewRat(int64(f.Freedom), 1))
	f.Jump = effect(new(big.Rat).Sub(after.level, before.level), variance, before.levelWeight, after.levelWeight, f.Freedom)
	f.Bend = effect(new(big.Rat).Sub(after.slope, before.slope), variance, before.slopeWeight, after.slopeWeight, f.Freedom)
	if squares.Sign() > 0 {
		f.DurbinWatson = null(significant(steps.Quo(steps, squares)))
	}
	return f
}

func effect(estimate, variance, before, after *big.Rat, freedom int) Effect {
	v := new(big.Rat).Add(before, after)
	v.Mul(v, variance)
	e := Effect{Estimate: null(significant(estimate)), Error: null(root(v))}
	if v.Sign() > 0 {
		square := new(big.Rat).Mul(estimate, estimate)
		t := root(square.Quo(square, v))
		if estimate.Sign() < 0 {
			t = t.Neg()
		}
		e.T, e.P = null(t), null(shortest(transcend.StudentTail(square, freedom, Digits)))
	}
	return e
}

func root(r *big.Rat) decimal.Decimal { return shortest(transcend.Sqrt(r, Digits)) }

func (f Fit) explain(b *strings.Builder, name string) {
	if f.Reason != 0 {
		fmt.Fprintf(b, "  %s: no fit, %s\n", name, f.Reason)
		return
	}
	fmt.Fprintf(b, "  %s: jump %s, bend %s a year, %d degrees of freedom", name, f.Jump, f.Bend, f.Freedom)
	if f.DurbinWatson.Valid {
		fmt.Fprintf(b, ", DW %s", places(f.DurbinWatson, 2))
	}
	b.WriteString("\n")
}

// String prints the estimate, its t statistic and its p value, rounded.
func (e Effect) String() string {
	if !e.T.Valid {
		return places(e.Estimate, 4)
	}
	p := places(e.P, 4)
	if e.P.Decimal.Cmp(decimal.New(5, -5)) < 0 {
		p = "below 0.0001"
	}
	return fmt.Sprintf("%s (t %s, p %s)", places(e.Estimate, 4), places(e.T, 2), p)
}
