package progress

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// LinearRatio compares the change a year that was observed with the one that the
// target requires, both on straight lines:
//
//	a = (y′ − y₀)/(t − t₀)      observed rate; y′ is y, or y* if y is beyond it
//	r = (y* − y₀)/(T − t₀)      required rate
//	R = d·a/|r|                 measure
//
// The symbols are those of [CAGRRatio]. The ratio is exact. The forecast is
// y + (y − y₀)/(t − t₀)·(T − t).
//
// The zero LinearRatio draws the trend arrows of the SDG Index (Sustainable Development
// Solutions Network): on track from 1, moderately improving from 0.5, stagnating from 0,
// otherwise decreasing. If the target is met, it is on track or maintaining.
//
// Movements beyond the target are ignored (Africa SDG Index, FAQ 14). If the base meets
// the target already, there is no measure (AlreadyMet, or AtBaseline if it equals the
// target). The series is then decreasing if it no longer meets the target.
type LinearRatio struct {
	Categories []Category // of R; nil means those of the arrows
	Achieved   string     // category of a figure that meets its target; empty means that of the arrows
}

func (r LinearRatio) filled() LinearRatio {
	if len(r.Categories) == 0 {
		r.Categories = []Category{
			atLeast("on track", "1"),
			atLeast("moderately improving", "0.5"),
			atLeast("stagnating", "0"),
			{Name: "decreasing"},
		}
	}
	if r.Achieved == "" {
		r.Achieved = "on track or maintaining"
	}
	return r
}

func (LinearRatio) enough(c course) bool { return c.count() > 1 }

func (r LinearRatio) check(at target.Place) { checkCategories(at.Field("categories"), r.Categories) }

func (r LinearRatio) track(c course) Progress {
	r = r.filled()
	if c.inside {
		out := c.verdict(evaluate.AlreadyMet)
		out.Category = r.Achieved
		return out
	}
	out := c.verdict(c.noWay())
	out.Forecast = quotient.Null(c.forecast(c.slope()))
	isMet := c.reached(c.at)
	if isMet {
		out.Category = r.Achieved
	}

	// Movements beyond the goal do not count.
	c.from, c.at = c.upTo(c.from), c.upTo(c.at)
	slope, required := c.slope(), c.requiredSlope()
	out.ObservedRate = quotient.Null(slope)
	if out.Reason != 0 {
		if !isMet {
			out.Category = r.Categories[len(r.Categories)-1].Name
		}
		return out
	}

	out.RequiredRate = quotient.Null(required)
	measure := new(big.Rat).Quo(c.signed(slope), new(big.Rat).Abs(required))
	out.Measure = quotient.Null(measure)
	if !isMet {
		out.Category = categoryOf(r.Categories, measure).Name
	}
	return out
}

// upTo returns a figure, or the goal if the figure is beyond it.
func (c course) upTo(figure decimal.Decimal) decimal.Decimal {
	if c.reached(figure) {
		return c.goal
	}
	return figure
}
