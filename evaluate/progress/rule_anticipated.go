package progress

import (
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
)

// Anticipated measures the share of the way from the base that will be missing at the
// end of the target's period (ESCAP, Anticipated Progress Index). It predicts the
// figure of that period by a weighted regression on all points since the year 2000. The
// symbols are those of [CAGRRatio]:
//
//	yᴱ = ȳ + b·(T − t̄),  b = Σ w(t−t̄)(y−ȳ) / Σ w(t−t̄)²,  means weighted by w
//
//	measure = d·(y* − yᴱ)/|y* − y₀|
//	measure = D(yᴱ)/D(y₀)           nearer is better; D is the distance to the target
//
// Recent points weigh more: the weight of a point is 1 plus the years since the first
// one that is used. ESCAP's notes do not give the weights; these are a choice of this
// package. The score is 10 less ten times the measure. Up to a tenth of the way
// missing is "maintain", up to all of it "accelerate", more "reverse". The result is
// exact.
//
// There is no score if the target equals the base (AtBaseline), or the base is inside
// a range that has no better side (AlreadyMet). If the base meets another target,
// AlreadyMet stands beside the score.
type Anticipated struct {
	Since        int  // first year whose points are used; 0 means 2000
	EqualWeights bool // all points weigh the same
}

func (r Anticipated) used(c course) []target.Point {
	since := r.Since
	if since == 0 {
		since = 2000
	}
	return slices.DeleteFunc(slices.Clone(c.points), func(q target.Point) bool { return q.Period.EndYear() < since })
}

func (r Anticipated) enough(c course) bool { return len(r.used(c)) > 1 }

func (r Anticipated) check(at target.Place) { at.Field("since").Count(r.Since, 0, 9999) }

func (r Anticipated) track(c course) Progress {
	if c.inside {
		return c.verdict(evaluate.AlreadyMet)
	}
	slope, predicted := r.regress(r.used(c), c.target.Period)
	out := c.verdict(c.noWay())
	out.ObservedRate = quotient.Null(slope)
	out.Forecast = quotient.Null(predicted)
	if c.isAtGoal(out.Reason) {
		return out
	}
	c.setRequired(&out)

	missing := c.band.DistanceRat(predicted)
	if !c.reflected {
		missing = c.signed(new(big.Rat).Sub(c.goal.Rat(), predicted))
	}
	missing = new(big.Rat).Quo(missing, c.goal.Sub(c.from).Abs().Rat())
	ten := big.NewRat(10, 1)
	out.Measure = quotient.Null(missing)
	out.Score = quotient.Null(new(big.Rat).Sub(ten, new(big.Rat).Mul(missing, ten)))
	switch {
	case missing.Cmp(big.NewRat(1, 10)) <= 0:
		out.Category = "maintain"
	case missing.Cmp(one) <= 0:
		out.Category = "accelerate"
	default:
		out.Category = "reverse"
	}
	return out
}

// regress returns the slope of the weighted line through the points, a year, and its
// value at the end of a period.
func (r Anticipated) regress(points []target.Point, end target.Period) (slope, value *big.Rat) {
	first := points[0].Period
	var sw, st, sy, stt, sty big.Rat // Σ w, Σ wt, Σ wy, Σ wt², Σ wty; t in years from the first point
	for _, q := range points {
		t, y := big.NewRat(int64(series.MonthsBetween(first, q.Period)), 12), q.Value.Rat()
		w := one
		if !r.EqualWeights {
			w = new(big.Rat).Add(t, one)
		}
		wt := new(big.Rat).Mul(w, t)
		sw.Add(&sw, w)
		st.Add(&st, wt)
		sy.Add(&sy, new(big.Rat).Mul(w, y))
		stt.Add(&stt, new(big.Rat).Mul(wt, t))
		sty.Add(&sty, new(big.Rat).Mul(wt, y))
	}

	// b = (Σw·Σwty − Σwt·Σwy)/(Σw·Σwt² − (Σwt)²)
	slope = new(big.Rat).Sub(new(big.Rat).Mul(&sw, &sty), new(big.Rat).Mul(&st, &sy))
	slope.Quo(slope, new(big.Rat).Sub(new(big.Rat).Mul(&sw, &stt), new(big.Rat).Mul(&st, &st)))

	last := big.NewRat(int64(series.MonthsBetween(first, end)), 12)
	value = last.Sub(last, new(big.Rat).Quo(&st, &sw))
	value.Mul(value, slope)
	return slope, value.Add(value, new(big.Rat).Quo(&sy, &sw))
}
