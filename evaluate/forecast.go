package evaluate

import (
	"cmp"
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
// Where nearer is better, distances are carried on: figures are reflected to one
// side of the target, as [Track] does or, if Compound, as [CAGRRatio] does.
//
// The zero Forecast is a straight line with the cuts of the Progress Chart of
// the United Nations Statistics Division; [UNSD] returns the chart's own rule.
// Without a target the cuts are of the compound annual growth rate, counted
// positive in the better direction. Observed and Required are changes a year
// along a straight line, and shares of 1 a year where Compound.
//
// A figure that meets its target is Achieved, with the score of the first cut,
// whatever the trend. A Milestone is achieved or in the last cut, by its last
// figure alone.
//
// There is no ratio where the base met the target already, so that the way
// leads back (AlreadyMet), or equals it (AtBaseline), nor, if Compound, where
// the base is zero (ZeroBase), on the other side of zero than the current
// figure (OppositeSigns), or so far from it that growth leaves all bounds
// (Unbounded), nor where the figures are themselves rates of growth
// (GrowthOfGrowth).
type Forecast struct {
	Compound bool
	Cuts     []Cut               // of the ratio; nil is 0.95 and 0.10
	Trend    []Cut               // of the growth rate without a target; nil is 2 % and 0.5 % a year
	Achieved string              // category of a figure that meets its target, whatever its trend; empty is "target reached"
	Near     decimal.NullDecimal // percentage points by which a figure may miss a target of 0 or 100 % and still meet it
}

// UNSD returns the rule of the Progress Chart: compound growth, categories
// scored 3, 2 and 1, and a figure within one percentage point of a target of
// 0 or 100 % counts as there. A percentage is a Share, whatever its Per, or a
// Ratio per 1 or per 100.
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

func (Forecast) enough(c course) bool { return c.count() > 1 || c.isBinary() && c.count() > 0 }

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
	met := c.reached(c.at) || p.isNear(c)
	if met {
		out.Category, out.Score = p.Achieved, p.Cuts[0].Score
	}
	if c.isBinary() {
		if worst := p.Cuts[len(p.Cuts)-1]; !met {
			out.Category, out.Score = worst.Name, worst.Score
		}
		return out
	}

	out.Reason = c.noWay()
	if c.target.Period.Last() == c.base.Period.Last() {
		out.Reason = AtBaseline
	}
	if out.Reason == AtBaseline {
		return out
	}
	var ratio *big.Rat
	if p.Compound {
		ratio = p.compound(c, &out)
	} else {
		ratio = p.straight(c, &out)
	}
	if met || ratio == nil {
		return out
	}
	verdict := category(p.Cuts, ratio)
	out.Category, out.Score = verdict.Name, verdict.Score
	return out
}

// straight fills in the figures of a straight line and returns the ratio, nil
// where there is none.
func (p Forecast) straight(c course, out *Progress) *big.Rat {
	slope := c.slope()
	out.Observed = null(significant(slope))
	out.Required = null(significant(c.needed()))
	ahead := c.ahead(slope)
	out.Forecast = null(significant(ahead))
	if out.Reason != 0 {
		return nil
	}

	ratio := ahead.Sub(ahead, c.from.Rat())
	ratio.Quo(ratio, c.goal.Sub(c.from).Rat())
	out.Ratio = null(significant(ratio))
	return ratio
}

// compound fills in the figures of compound growth and returns the ratio, nil
// where there is none.
func (p Forecast) compound(c course, out *Progress) *big.Rat {
	y, why := c.levels()
	if why = cmp.Or(c.growthOfGrowth(), why, growable(y.from, y.at)); why != 0 {
		out.Reason = why
		return nil
	}
	growth := new(big.Rat).Quo(y.at, y.from)
	out.Observed = null(growthRate(growth, c.span()))
	if y.goal.Sign() == y.from.Sign() {
		wanted := new(big.Rat).Quo(y.goal, y.from)
		out.Required = null(growthRate(wanted, int64(months(c.base.Period, c.target.Period))))
	}
	out.Forecast = grown(y.at, growth, c.left(), c.span())
	if !out.Forecast.Valid && out.Reason == 0 {
		out.Reason = Unbounded
	}
	if out.Reason != 0 {
		return nil
	}

	out.Ratio = null(y.share(growth, c.left(), c.span()))
	return out.Ratio.Decimal.Rat()
}

// share returns the share of the way from the base that figures make which go on
// growing, (y·growth^(left/span) − y₀)/(y* − y₀).
func (y growthLevels) share(growth *big.Rat, left, span int64) decimal.Decimal {
	way := new(big.Rat).Sub(y.goal, y.from)
	base := new(big.Rat).Quo(y.from, way)
	base.Neg(base)
	if y.at.Sign() == 0 {
		return significant(base)
	}
	return affine(base, new(big.Rat).Quo(y.at, way), radical(growth, left, span))
}

// isNear reports whether the current figure is near enough to a target of 0 or
// 100 %.
func (p Forecast) isNear(c course) bool {
	i := c.target.Indicator
	scale := i.Scale()
	percentage := i.Kind == target.Share || i.Kind == target.Ratio && (scale.Equal(decimal.New(1, 0)) || scale.Equal(decimal.New(1, 2)))
	if !p.Near.Valid || !percentage || !c.goal.IsZero() && !c.goal.Equal(scale) {
		return false
	}
	return c.at.Sub(c.goal).Abs().Cmp(p.Near.Decimal.Mul(scale).Shift(-2)) <= 0
}

func (p Forecast) trend(c course) Progress {
	p = p.filled()
	out, rate := c.growth(c.from.Rat())
	if out.Reason != 0 {
		return out
	}
	verdict := category(p.Trend, rate.Rat())
	out.Category, out.Score = verdict.Name, verdict.Score
	return out
}
