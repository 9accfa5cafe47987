package evaluate

import (
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// CurrentStatus scores how much of the way from the base a series has made, on
// a scale where 0 is the base and 10 the target (ESCAP, Current Status Index):
//
//	10·d·(y − y₀)/|y* − y₀|
//	10 − 10·D(y)/D(y₀)           range, About: D is the distance to it
//
// It is exact, neither capped nor floored: below 0 is regression, above 10
// over-fulfilment. The rule has no categories; Cuts may add some. There is no
// score where the target equals the base (AtBaseline) or the base lay within
// the range (AlreadyMet); where the base met another target already, AlreadyMet
// stands beside the score.
type CurrentStatus struct {
	Cuts []Cut // of the score; nil is none
}

func (CurrentStatus) enough(c course) bool { return c.count() > 1 }

func (p CurrentStatus) check(l *fault.List) { checkCuts(l, "pace.cuts", p.Cuts) }

func (p CurrentStatus) track(c course) Progress {
	out := c.progress(0)
	slope := c.slope()
	out.Observed = null(significant(slope))
	out.Forecast = null(significant(c.ahead(slope)))
	out.Reason = c.noWay()
	if out.Reason == AtBaseline || out.Reason != 0 && c.reflected {
		return out
	}
	if n := c.needed(); n != nil {
		out.Required = null(significant(n))
	}

	share := c.signed(c.at.Sub(c.from).Rat())
	share = new(big.Rat).Quo(share, c.goal.Sub(c.from).Abs().Rat())
	score := new(big.Rat).Mul(share, big.NewRat(10, 1))
	out.Ratio = null(significant(share))
	out.Score = null(significant(score))
	if len(p.Cuts) > 0 {
		out.Category = category(p.Cuts, score).Name
	}
	return out
}

// Anticipated asks how much of the way from the base will be missing at the
// end of the target's period (ESCAP, Anticipated Progress Index). The figure of
// that period is foretold by a weighted regression on all points since the
// year 2000, in which recent ones weigh more:
//
//	yᴱ = ȳ + b·(T − t̄),  b = Σ w(t−t̄)(y−ȳ) / Σ w(t−t̄)²,  means weighted by w
//	gap = d·(y* − yᴱ)/|y* − y₀|
//	gap = D(yᴱ)/D(y₀)            range, About without a better side: D is the distance to it
//
// A point's weight is 1 plus the years since the first point used, so that
// weights grow in a straight line; ESCAP's notes say that recent data weigh
// more, but not by how much. The ratio is the gap, the score 10 less ten times
// it. Up to a tenth of the way missing is "maintain", up to all of it
// "accelerate", beyond "reverse". It is exact.
type Anticipated struct {
	Since int  // first year whose points are used; zero is 2000
	Equal bool // all points weigh the same
}

func (p Anticipated) used(c course) []target.Point {
	since := p.Since
	if since == 0 {
		since = 2000
	}
	return slices.DeleteFunc(slices.Clone(c.points), func(q target.Point) bool { return q.Period.EndYear() < since })
}

func (p Anticipated) enough(c course) bool { return len(p.used(c)) > 1 }

func (p Anticipated) check(l *fault.List) {
	if p.Since < 0 || p.Since > 9999 {
		l.Add(&target.FieldError{Path: "pace.since", Value: p.Since, Err: target.ErrRange, Remedy: "a year"})
	}
}

func (p Anticipated) track(c course) Progress {
	out := c.progress(0)
	points := p.used(c)
	first := points[0].Period
	// Time is counted in years from the first point.
	var sw, st, sy, stt, sty big.Rat
	for _, q := range points {
		t, y := big.NewRat(int64(months(first, q.Period)), 12), q.Value.Rat()
		w := one
		if !p.Equal {
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
	slope := new(big.Rat).Sub(new(big.Rat).Mul(&sw, &sty), new(big.Rat).Mul(&st, &sy))
	slope.Quo(slope, new(big.Rat).Sub(new(big.Rat).Mul(&sw, &stt), new(big.Rat).Mul(&st, &st)))
	end := big.NewRat(int64(months(first, c.target.Period)), 12)
	ahead := new(big.Rat).Sub(end, new(big.Rat).Quo(&st, &sw))
	ahead.Mul(ahead, slope)
	ahead.Add(ahead, new(big.Rat).Quo(&sy, &sw))
	out.Observed = null(significant(slope))
	out.Forecast = null(significant(ahead))
	out.Reason = c.noWay()
	if out.Reason == AtBaseline || out.Reason != 0 && c.reflected {
		return out
	}
	if n := c.needed(); n != nil {
		out.Required = null(significant(n))
	}

	gap := c.signed(new(big.Rat).Sub(c.goal.Rat(), ahead))
	if c.reflected {
		gap = c.missed(ahead)
	}
	gap = new(big.Rat).Quo(gap, c.goal.Sub(c.from).Abs().Rat())
	out.Ratio = null(significant(gap))
	ten := big.NewRat(10, 1)
	out.Score = null(significant(new(big.Rat).Sub(ten, new(big.Rat).Mul(gap, ten))))
	switch {
	case gap.Cmp(big.NewRat(1, 10)) <= 0:
		out.Category = "maintain"
	case gap.Cmp(one) <= 0:
		out.Category = "accelerate"
	default:
		out.Category = "reverse"
	}
	return out
}

// missed returns the distance of a figure from a range without a better side.
func (c course) missed(figure *big.Rat) *big.Rat {
	low, high := ends(c.target)
	switch {
	case figure.Cmp(low.Rat()) < 0:
		return new(big.Rat).Sub(low.Rat(), figure)
	case figure.Cmp(high.Rat()) > 0:
		return new(big.Rat).Sub(figure, high.Rat())
	}
	return new(big.Rat)
}
