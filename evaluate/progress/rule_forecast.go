package progress

import (
	"cmp"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// Forecast carries a series on to the end of the target's period. The measure is
// the share of the way that it will then have made:
//
//	(yᴱ − y₀)/(y* − y₀)
//
//	yᴱ = y + (y − y₀)/(t − t₀)·(T − t)          straight line
//	yᴱ = y·(y/y₀)^((T − t)/(t − t₀))            Compound
//
// The symbols are those of [CAGRRatio].
//
// Rates are changes a year, or shares of 1 a year if Compound. If nearer is better,
// distances are carried on: figures are reflected as [Track] says or, if Compound, as
// [CAGRRatio] says. Without a target the measure is the compound annual growth rate,
// positive in the better direction.
//
// A figure that meets its target is Achieved, with the score of the first category,
// whatever its trend. A Milestone is achieved or in the last category, by its last
// figure alone.
//
// There is no measure if
//
//   - the base meets the target (AlreadyMet) or equals it (AtBaseline): the way leads
//     back or nowhere;
//   - Compound: the base is zero (ZeroBase), on the other side of zero than the
//     current figure (OppositeSigns), so far from it that growth leaves all bounds
//     (Unbounded), or the figures are rates of growth (GrowthOfGrowth).
//
// The zero Forecast is a straight line with the categories of the Progress Chart of
// the United Nations Statistics Division. [UNSD] returns the chart's own rule.
type Forecast struct {
	Compound        bool
	Categories      []Category          // of the share of the way; nil means bounds of 0.95 and 0.10
	TrendCategories []Category          // of the growth rate without a target; nil means 2 % and 0.5 % a year
	Achieved        string              // category of a figure that meets its target; empty means "target reached"
	Near            decimal.NullDecimal // percentage points by which a target of 0 or 100 % may be missed
}

// UNSD returns the rule of the Progress Chart (United Nations Statistics Division,
// technical note 2023): compound growth, categories that score 3, 2 and 1, and a
// target of 0 or 100 % that is reached within one percentage point. A percentage is
// a Share, whatever its Per, or a Ratio per 1 or per 100.
func UNSD() Forecast {
	return Forecast{Compound: true, Near: decimal.NewNullDecimal(decimal.New(1, 0))}
}

func (r Forecast) filled() Forecast {
	chart := func(best, second string) []Category {
		return []Category{
			scoring(atLeast("substantial progress", best), 3),
			scoring(atLeast("fair progress", second), 2),
			scoring(Category{Name: "limited or no progress"}, 1),
		}
	}
	if len(r.Categories) == 0 {
		r.Categories = chart("0.95", "0.1")
	}
	if len(r.TrendCategories) == 0 {
		r.TrendCategories = chart("0.02", "0.005")
	}
	if r.Achieved == "" {
		r.Achieved = "target reached"
	}
	return r
}

func (Forecast) enough(c course) bool { return c.count() > 1 || c.isBinary() && c.count() > 0 }

func (r Forecast) check(at target.Place) {
	checkCategories(at.Field("categories"), r.Categories)
	checkCategories(at.Field("trendCategories"), r.TrendCategories)
	if r.Near.Valid {
		at.Field("near").NonNegative(r.Near.Decimal)
	}
}

func (r Forecast) track(c course) Progress {
	r = r.filled()
	out := c.verdict(0)
	isMet := c.inside || c.reached(c.at) || r.isNear(c)
	if isMet {
		out.Category, out.Score = r.Achieved, r.Categories[0].Score
	}
	switch {
	case c.inside:
		out.Reason = evaluate.AlreadyMet
		return out
	case c.isBinary():
		if worst := r.Categories[len(r.Categories)-1]; !isMet {
			out.Category, out.Score = worst.Name, worst.Score
		}
		return out
	}

	out.Reason = c.noWay()
	if out.Reason == evaluate.AtBaseline {
		return out
	}
	share := c.straightShare
	if r.Compound {
		share = c.compoundShare
	}
	measure := share(&out)
	if isMet || measure == nil {
		return out
	}
	category := categoryOf(r.Categories, measure)
	out.Category, out.Score = category.Name, category.Score
	return out
}

// straightShare sets the figures of a straight line and returns the measure, nil if
// there is none.
func (c course) straightShare(out *Progress) *big.Rat {
	slope := c.slope()
	ahead := c.forecast(slope)
	out.ObservedRate = quotient.Null(slope)
	out.RequiredRate = quotient.Null(c.requiredSlope())
	out.Forecast = quotient.Null(ahead)
	if out.Reason != 0 {
		return nil
	}

	measure := ahead.Sub(ahead, c.from.Rat())
	measure.Quo(measure, c.goal.Sub(c.from).Rat())
	out.Measure = quotient.Null(measure)
	return measure
}

// compoundShare sets the figures of compound growth and returns the measure, nil if
// there is none.
func (c course) compoundShare(out *Progress) *big.Rat {
	l, why := c.levels()
	if why = cmp.Or(why, c.growthReason(l.from, l.at)); why != 0 {
		out.Reason = why
		return nil
	}

	growth := new(big.Rat).Quo(l.at, l.from)
	out.ObservedRate = decimal.NewNullDecimal(quotient.CompoundRate(growth, c.span()))
	if l.goal.Sign() == l.from.Sign() {
		required := new(big.Rat).Quo(l.goal, l.from)
		out.RequiredRate = decimal.NewNullDecimal(quotient.CompoundRate(required, c.whole()))
	}
	out.Forecast = grown(l.at, growth, c.left(), c.span())
	if !out.Forecast.Valid && out.Reason == 0 {
		out.Reason = evaluate.Unbounded
	}
	if out.Reason != 0 {
		return nil
	}

	measure := l.shareAhead(growth, c.left(), c.span())
	out.Measure = decimal.NewNullDecimal(measure)
	return measure.Rat()
}

// shareAhead returns (y·growth^(left/span) − y₀)/(y* − y₀).
func (l levels) shareAhead(growth *big.Rat, left, span int64) decimal.Decimal {
	way := new(big.Rat).Sub(l.goal, l.from)
	base := new(big.Rat).Quo(l.from, way)
	base.Neg(base)
	if l.at.Sign() == 0 {
		return quotient.Round(base)
	}
	return affinePower(base, new(big.Rat).Quo(l.at, way), growth, left, span)
}

// isNear reports whether the current figure is near enough to a target of 0 or
// 100 %.
func (r Forecast) isNear(c course) bool {
	i, scale := c.target.Indicator, c.target.Indicator.Scale()
	isPercent := scale.Equal(decimal.New(1, 0)) || scale.Equal(decimal.New(100, 0))
	isPercentage := i.Kind == target.Share || i.Kind == target.Ratio && isPercent
	isEnd := c.goal.IsZero() || c.goal.Equal(scale)
	if !r.Near.Valid || !isPercentage || !isEnd {
		return false
	}

	points := r.Near.Decimal.Mul(scale).Shift(-2)
	return c.at.Sub(c.goal).Abs().Cmp(points) <= 0
}

func (r Forecast) trend(c course) Progress {
	r = r.filled()
	out, rate := c.trendRate(c.from.Rat())
	if out.Reason != 0 {
		return out
	}
	category := categoryOf(r.TrendCategories, rate.Rat())
	out.Category, out.Score = category.Name, category.Score
	return out
}
