package progress

import (
	"math/big"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// CurrentStatus scores the share of the way that a series has made, on a scale on
// which the base is 0 and the target 10 (ESCAP, Current Status Index). The measure is
// that share, with the symbols of [CAGRRatio]:
//
//	d·(y − y₀)/|y* − y₀|
//	1 − D(y)/D(y₀)               nearer is better; D is the distance to the target
//
// The score is ten times the measure. Both are exact and have no limit: a score below 0
// is regression, above 10 over-fulfilment. ESCAP has no categories; Categories may add
// some.
//
// There is no score if the target equals the base (AtBaseline), or the base is inside
// a range that has no better side (AlreadyMet). If the base meets another target,
// AlreadyMet stands beside the score.
type CurrentStatus struct {
	Categories []Category // of the score; nil means none
}

func (CurrentStatus) enough(c course) bool { return c.count() > 1 }

func (r CurrentStatus) check(at target.Place) { checkCategories(at.Field("categories"), r.Categories) }

func (r CurrentStatus) track(c course) Progress {
	if c.inside {
		return c.verdict(evaluate.AlreadyMet)
	}
	out := c.verdict(c.noWay())
	slope := c.slope()
	out.ObservedRate = quotient.Null(slope)
	out.Forecast = quotient.Null(c.forecast(slope))
	if c.isAtGoal(out.Reason) {
		return out
	}
	c.setRequired(&out)

	share := c.signed(c.at.Sub(c.from).Rat())
	share = new(big.Rat).Quo(share, c.goal.Sub(c.from).Abs().Rat())
	score := new(big.Rat).Mul(share, big.NewRat(10, 1))
	out.Measure = quotient.Null(share)
	out.Score = quotient.Null(score)
	if len(r.Categories) > 0 {
		out.Category = categoryOf(r.Categories, score).Name
	}
	return out
}
