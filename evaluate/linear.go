package evaluate

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
)

// Linear compares the change a year that was observed with the one that the
// target needs, both along straight lines and up to the target only:
//
//	ratio = d·((y′ − y₀)/(t − t₀)) / |(y* − y₀)/(T − t₀)|,  y′ = y, or y* beyond it
//
// It is exact. The forecast is y + (y − y₀)/(t − t₀)·(T − t).
//
// The zero Linear draws the trend arrows of the SDG Index (Sustainable
// Development Solutions Network): from 1 on track, from 0.5 moderately
// improving, from 0 stagnating, else decreasing, and on track or maintaining
// where the target is met. Movements beyond the target are ignored (Africa SDG
// Index, FAQ 14): a series whose base had met the target has no way to go and no
// ratio (AlreadyMet, or AtBaseline where the target equals the base), and if it
// no longer meets the target it is decreasing.
type Linear struct {
	Cuts     []Cut  // of the ratio; nil is the arrows'
	Achieved string // category of a figure that meets its target; empty is the arrows'
}

func (p Linear) filled() Linear {
	if len(p.Cuts) == 0 {
		p.Cuts = []Cut{cut("on track", "1"), cut("moderately improving", "0.5"), cut("stagnating", "0"), {Name: "decreasing"}}
	}
	if p.Achieved == "" {
		p.Achieved = "on track or maintaining"
	}
	return p
}

func (Linear) enough(c course) bool { return c.count() > 1 }

func (p Linear) check(l *fault.List) { checkCuts(l, "pace.cuts", p.Cuts) }

func (p Linear) track(c course) Progress {
	p = p.filled()
	out := c.progress(0)
	out.Forecast = null(significant(c.ahead(c.slope())))
	met := c.reached(c.at)
	if met {
		out.Category = p.Achieved
	}

	// Movements beyond the goal do not count.
	out.Reason = c.noWay()
	c.from, c.at = c.upTo(c.from), c.upTo(c.at)
	slope, needed := c.slope(), c.needed()
	out.Observed = null(significant(slope))
	switch {
	case needed == nil:
		out.Reason = AtBaseline
		return out
	case out.Reason != 0:
		if !met {
			out.Category = p.Cuts[len(p.Cuts)-1].Name
		}
		return out
	}

	out.Required = null(significant(needed))
	ratio := new(big.Rat).Quo(c.signed(slope), new(big.Rat).Abs(needed))
	out.Ratio = null(significant(ratio))
	out.Score = out.Ratio
	if !met {
		out.Category = category(p.Cuts, ratio).Name
	}
	return out
}

// upTo returns the figure, or the goal if the figure is beyond it.
func (c course) upTo(figure decimal.Decimal) decimal.Decimal {
	if c.reached(figure) {
		return c.goal
	}
	return figure
}
