package progress

import (
	"cmp"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// CAGRRatio compares the compound annual growth rate that was observed with the
// one that the target requires. y₀ at t₀ is the base, y at t the current figure, y*
// at T the target, all times in years. d is +1 if higher figures are better and −1
// if lower ones are, with the opposite sign if y₀ is negative.
//
//	a = (y/y₀)^(1/(t−t₀)) − 1       observed rate
//	r = (y*/y₀)^(1/(T−t₀)) − 1      required rate
//	R = d·a/|r|                     measure; without a target it is d·a
//
// Rates are shares of 1. The forecast is y·(1+a)^(T−t).
//
// There is no verdict if
//
//   - y₀ is zero (ZeroBase) or the target is (ZeroTarget), and Zero is absent;
//   - the target equals the base (AtBaseline);
//   - figures lie on different sides of zero (OppositeSigns);
//   - the figures are themselves rates of growth (GrowthOfGrowth).
//
// If the base meets the target already, |r| leads back, and AlreadyMet stands beside
// the verdict.
//
// If nearer is better, figures are reflected to one side of the target, on which
// lower ones are better, as Statistics Canada does for "Goldilocks" indicators:
//
//	target                        figure y becomes
//	a Ratio about 1 (parity)      max(y, 1/y)
//	about y*                      y* + |y − y*|, or y* − |y − y*| if y* is negative
//	from lo to hi                 hi + D(y), or lo − D(y) if lo + hi is negative
//
// D is the distance to the range. A figure within the tolerance or the range becomes
// the target itself.
//
// The zero CAGRRatio is Eurostat's rule (Sustainable development in the European
// Union, monitoring report). [OpenSDG] returns that of Statistics Canada.
type CAGRRatio struct {
	Categories      []Category          // of R; nil means bounds of 0.95, 0.60 and 0
	TrendCategories []Category          // of d·a without a target; nil means 1 %, 0 and −1 % a year
	Achieved        string              // category of a figure that meets its target; empty means by its trend
	NotAchieved     string              // category of a Milestone that is not done; empty means by its trend
	Scores          []ScorePoint        // score of R, the first one's if Achieved; nil means no score
	TrendScores     []ScorePoint        // score of d·a without a target; nil means no score
	Limit           decimal.NullDecimal // natural limit of the indicator; near it a trend is asked for less
	Zero            decimal.NullDecimal // what replaces a base or a target of zero
}

// OpenSDG returns the rule of Statistics Canada and Open SDG (open-sdg/open-sdg,
// docs/progress-methodology.md), with scores from −5 to 5:
//
//   - A series that meets its target scores 5, whatever its trend.
//
//   - A Milestone is achieved or not, by its last figure alone.
//
//   - A base or a target of zero is replaced by 0.001. Whether that is small depends
//     on the unit of measure: set Zero to fit the indicator.
//
//   - Near a natural limit L a series without a target is asked for less. Positive
//     bounds and score points are multiplied by
//
//     C = 1 − (y₀/L)^4.44          higher is better, y₀ ≤ L
//     C = 1 − ((2L−y₀)/L)^4.44     lower is better, L ≤ y₀ < 2L
//     C = 1                        otherwise
//
//     A rate that is not negative is the best if C is 0. If L is negative, L and y₀
//     are taken with the opposite sign. If they lie on different sides of zero there
//     is no verdict (OppositeSigns). A limit of zero
//     has no effect.
func OpenSDG() CAGRRatio {
	categories := func(best, second, least string) []Category {
		return []Category{
			atLeast("substantial progress", best),
			atLeast("moderate progress", second),
			atLeast("limited progress", least),
			{Name: "deterioration"},
		}
	}
	return CAGRRatio{
		Categories:      categories("0.95", "0.6", "0"),
		TrendCategories: categories("0.015", "0.005", "0"),
		Achieved:        "target achieved",
		NotAchieved:     "target not achieved",
		Scores:          scorePoints("1.3", "5", "0.95", "2.5", "0.6", "0", "0", "-2.5", "-0.6", "-5"),
		TrendScores:     scorePoints("0.02", "5", "0.015", "2.5", "0.005", "0", "0", "-2.5", "-0.02", "-5"),
		Zero:            decimal.NewNullDecimal(constant("0.001")),
	}
}

func (r CAGRRatio) filled() CAGRRatio {
	if len(r.Categories) == 0 {
		r.Categories = []Category{
			atLeast("significant progress towards", "0.95"),
			atLeast("moderate progress towards", "0.6"),
			atLeast("insufficient progress towards", "0"),
			{Name: "movement away"},
		}
	}
	if len(r.TrendCategories) == 0 {
		r.TrendCategories = []Category{
			atLeast("significant progress", "0.01"),
			moreThan("moderate progress", "0"),
			atLeast("no change", "0"),
			moreThan("moderate movement away", "-0.01"),
			{Name: "significant movement away"},
		}
	}
	return r
}

func (r CAGRRatio) enough(c course) bool {
	isJudgedAlone := r.NotAchieved != "" && c.isBinary()
	return c.count() > 1 || isJudgedAlone && c.count() > 0
}

func (r CAGRRatio) check(at target.Place) {
	checkCategories(at.Field("categories"), r.Categories)
	checkCategories(at.Field("trendCategories"), r.TrendCategories)
	checkScores(at.Field("scores"), r.Scores)
	checkScores(at.Field("trendScores"), r.TrendScores)
	if r.Limit.Valid {
		at.Field("limit").Figure(r.Limit.Decimal)
	}
	if r.Zero.Valid {
		at.Field("zero").Positive(r.Zero.Decimal)
	}
}

func (r CAGRRatio) track(c course) Progress {
	r = r.filled()
	switch {
	case c.inside:
		return r.achieved(c.verdict(evaluate.AlreadyMet))
	case r.NotAchieved != "" && c.isBinary():
		return r.binary(c)
	}
	out := c.verdict(0)
	isAchieved := r.Achieved != "" && c.reached(c.at)
	if isAchieved {
		out = r.achieved(out)
	}

	// The observed rate.
	l, why := c.levels()
	l.from, l.goal = r.nonzero(l.from), r.nonzero(l.goal)
	if out.Reason = cmp.Or(why, c.growthReason(l.from, l.at)); out.Reason != 0 {
		return out
	}
	growth := new(big.Rat).Quo(l.at, l.from)
	out.ObservedRate = decimal.NewNullDecimal(quotient.CompoundRate(growth, c.span()))
	out.Forecast = grown(l.at, growth, c.left(), c.span())

	// The required rate.
	if out.Reason = c.requiredReason(l); out.Reason != 0 {
		return out
	}
	required := new(big.Rat).Quo(l.goal, l.from)
	out.RequiredRate = decimal.NewNullDecimal(quotient.CompoundRate(required, c.whole()))

	// Both compared.
	measure := rateRatio(growth, c.span(), required, c.whole())
	//mutate:equal l.from.Sign() <= 0: it is not zero
	isTurned := l.up == (l.from.Sign() < 0)
	//mutate:equal out.RequiredRate.Decimal.Sign() <= 0: it is not zero
	if isTurned != (out.RequiredRate.Decimal.Sign() < 0) {
		measure = measure.Neg()
	}
	out.Measure = decimal.NewNullDecimal(measure)
	out.Reason = c.noWay()
	if isAchieved {
		return out
	}
	out.Category = categoryOf(r.Categories, measure.Rat()).Name
	out.Score = scoreOf(r.Scores, measure.Rat(), one)
	return out
}

// achieved adds the category and the score of a series that meets its target.
func (r CAGRRatio) achieved(out Progress) Progress {
	out.Category = r.Achieved
	if len(r.Scores) > 0 {
		out.Score = decimal.NewNullDecimal(r.Scores[0].Score)
	}
	return out
}

// binary judges a milestone by its last figure.
func (r CAGRRatio) binary(c course) Progress {
	out := c.verdict(0)
	if c.reached(c.at) {
		return r.achieved(out)
	}
	out.Category = r.NotAchieved
	return out
}

// nonzero returns a level, or what replaces it if it is zero.
func (r CAGRRatio) nonzero(level *big.Rat) *big.Rat {
	if level.Sign() == 0 && r.Zero.Valid {
		return r.Zero.Decimal.Rat()
	}
	return level
}

func (r CAGRRatio) trend(c course) Progress {
	r = r.filled()
	out, rate := c.trendRate(r.nonzero(c.from.Rat()))
	if out.Reason != 0 {
		return out
	}
	scale := one
	if r.Limit.Valid {
		if scale = nearLimit(c.from, r.Limit.Decimal, c.up); scale == nil {
			out.Reason = evaluate.OppositeSigns
			return out
		}
	}

	if scale.Sign() == 0 && rate.Sign() >= 0 {
		out.Category = r.TrendCategories[0].Name
		if len(r.TrendScores) > 0 {
			out.Score = decimal.NewNullDecimal(r.TrendScores[0].Score)
		}
		return out
	}

	// A positive rate reaches a positive bound times C if the rate over C reaches
	// the bound.
	measure := rate.Rat()
	if measure.Sign() > 0 { //mutate:equal measure.Sign() >= 0: zero stays zero
		measure.Quo(measure, scale)
	}
	out.Category = categoryOf(r.TrendCategories, measure).Name
	out.Score = scoreOf(r.TrendScores, rate.Rat(), scale)
	return out
}
