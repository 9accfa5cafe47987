package evaluate

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/fault"
)

// Linear compares the change a year that was observed with the one that the
// target needs, both along straight lines:
//
//	ratio = d·((y − y₀)/(t − t₀)) / |(y* − y₀)/(T − t₀)|
//
// It is exact. The forecast is y + (y − y₀)/(t − t₀)·(T − t).
//
// The zero Linear draws the trend arrows of the SDG Index (Sustainable
// Development Solutions Network): from 1 on track, from 0.5 moderately
// improving, from 0 stagnating, else decreasing, and on track or maintaining
// where the target is met. There is no verdict where the target equals the
// base (AtBaseline); where the base met it already, AlreadyMet stands beside
// the verdict.
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
	slope := c.slope()
	out.Observed = null(significant(slope))
	out.Forecast = null(significant(c.ahead(slope)))
	met := c.reached(c.current.Value)
	if met {
		out.Category = p.Achieved
	}
	needed := c.needed()
	if needed == nil || needed.Sign() == 0 {
		out.Reason = AtBaseline
		return out
	}
	out.Required = null(significant(needed))
	ratio := new(big.Rat).Quo(c.signed(slope), new(big.Rat).Abs(needed))
	out.Ratio = null(significant(ratio))
	out.Score = out.Ratio
	out.Reason = c.note()
	if !met {
		out.Category = category(p.Cuts, ratio).Name
	}
	return out
}
