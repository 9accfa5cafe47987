package evaluate

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Forecast carries a series on to the end of the target's period and asks what
// share of the way from the base it will then have made:
//
//	ratio = (yᴱ − y₀)/(y* − y₀)
//	yᴱ = y + (y − y₀)/(t − t₀)·(T − t)          straight line
//	yᴱ = y·(y/y₀)^((T − t)/(t − t₀))            Compound
//
// The zero Forecast is a straight line with the cuts of the Progress Chart of
// the United Nations Statistics Division; [UNSD] returns the chart's own rule.
// Without a target the cuts are of the compound annual growth rate, counted
// positive in the better direction. Observed and Required are changes a year
// along a straight line, and shares of 1 a year where Compound.
//
// There is no ratio where the base met the target already, so that the way
// leads back (AlreadyMet), or equals it (AtBaseline), nor, if Compound, where
// the base is zero (ZeroBase), on the other side of zero than the current
// figure (OppositeSigns), or so far from it that growth leaves all bounds
// (Unbounded).
type Forecast struct {
	Compound bool
	Cuts     []Cut               // of the ratio; nil is 0.95 and 0.10
	Trend    []Cut               // of the growth rate without a target; nil is 2 % and 0.5 % a year
	Achieved string              // category of a figure that meets its target, whatever its trend; empty is "target reached"
	Near     decimal.NullDecimal // a figure so near to a target of none or of the whole (0 or Per) meets it
}

// UNSD returns the rule of the Progress Chart: compound growth, categories
// scored 3, 2 and 1, and a figure within one point of 0 or 100 % counts as
// there.
func UNSD() Forecast { return Forecast{Compound: true, Near: null(decimal.New(1, 0))} }

func (p Forecast) filled() Forecast {
	chart := func(best, next string) []Cut {
		return []Cut{
			scoring(cut("substantial progress", best), 3),
			scoring(cut("fair progress", next), 2),
			scoring(Cut{Name: "limited or no progress"}, 1),
		}
	}
	if len(p.Cuts) == 0 {
		p.Cuts = chart("0.95", "0.1")
	}
	if len(p.Trend) == 0 {
		p.Trend = chart("0.02", "0.005")
	}
	if p.Achieved == "" {
		p.Achieved = "target reached"
	}
	return p
}

func (Forecast) enough(c course) bool { return c.count() > 1 }

func (p Forecast) check(l *fault.List) {
	checkCuts(l, "pace.cuts", p.Cuts)
	checkCuts(l, "pace.trend", p.Trend)
	if p.Near.Valid && (!fixed.InBounds(p.Near.Decimal) || p.Near.Decimal.Sign() < 0) {
		l.Add(&target.FieldError{Path: "pace.near", Value: p.Near.Decimal, Err: target.ErrRange, Remedy: "a number from 0"})
	}
}

func (p Forecast) track(c course) Progress {
	p = p.filled()
	out := c.progress(0)
	met := c.reached(c.current.Value) || p.near(c)
	if met {
		out.Category = p.Achieved
		out.Score = p.Cuts[0].Score
	}
	way := c.goal.Sub(c.base.Value)
	out.Reason = c.note()
	if c.target.Period.Last() == c.base.Period.Last() || way.IsZero() {
		out.Reason = AtBaseline
		return out
	}
	var ratio *big.Rat
	if p.Compound {
		if why := growable(c.base.Value, c.current.Value); why != 0 {
			out.Reason = why
			return out
		}
		growth := new(big.Rat).Quo(c.current.Value.Rat(), c.base.Value.Rat())
		out.Observed = null(growthRate(growth, c.span()))
		if c.goal.Sign() == c.base.Value.Sign() {
			wanted := new(big.Rat).Quo(c.goal.Rat(), c.base.Value.Rat())
			out.Required = null(growthRate(wanted, int64(months(c.base.Period, c.target.Period))))
		}
		out.Forecast = grown(c.current.Value, growth, c.left(), c.span())
		if !out.Forecast.Valid && out.Reason == 0 {
			out.Reason = Unbounded
		}
		if out.Reason != 0 {
			return out
		}
		out.Ratio = null(p.compoundRatio(c, growth, way))
		ratio = out.Ratio.Decimal.Rat()
	} else {
		slope := c.slope()
		out.Observed = null(significant(slope))
		out.Required = null(significant(c.needed()))
		ahead := c.ahead(slope)
		out.Forecast = null(significant(ahead))
		if out.Reason != 0 {
			return out
		}
		ratio = ahead.Sub(ahead, c.base.Value.Rat())
		ratio.Quo(ratio, way.Rat())
		out.Ratio = null(significant(ratio))
	}
	if met {
		return out
	}
	verdict := category(p.Cuts, ratio)
	out.Category, out.Score = verdict.Name, verdict.Score
	return out
}

// near reports whether the current figure is near enough to a target of none
// or of the whole.
func (p Forecast) near(c course) bool {
	if !p.Near.Valid || !c.goal.IsZero() && !c.goal.Equal(c.target.Indicator.Scale()) {
		return false
	}
	return c.current.Value.Sub(c.goal).Abs().Cmp(p.Near.Decimal) <= 0
}

// compoundRatio returns (y·growth^(left/span) − y₀)/way.
func (p Forecast) compoundRatio(c course, growth *big.Rat, way decimal.Decimal) decimal.Decimal {
	base, figure := c.base.Value.Neg().Rat(), c.current.Value.Rat()
	base.Quo(base, way.Rat())
	if figure.Sign() == 0 {
		return significant(base)
	}
	figure.Quo(figure, way.Rat())
	return affine(base, figure, radical(growth, c.left(), c.span()))
}

func (p Forecast) trend(c course) Progress {
	p = p.filled()
	out, rate := c.growth()
	if out.Reason != 0 {
		return out
	}
	verdict := category(p.Trend, rate.Rat())
	out.Category, out.Score = verdict.Name, verdict.Score
	return out
}
