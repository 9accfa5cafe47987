package progress

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/band"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
)

// one is not changed.
var one = big.NewRat(1, 1)

// course is a series on its way to a target.
type course struct {
	target        target.Target
	points        []target.Point // in order, none after the target's period
	base, current target.Point

	band      band.Band       // the figures that meet the target
	from, at  decimal.Decimal // base and current figure; reflected, on the side of the goal
	goal      decimal.Decimal // the end of the band by which the series is judged
	up        bool            // higher figures are better
	reflected bool            // neither side of the band is better
	inside    bool            // reflected, and base and current figure are inside the band
	running   bool            // figures were added up or compounded from the beginning of the target's period
}

// aim sets the goal and the direction, and the base and current figures on that scale.
func (c *course) aim() {
	c.band = band.Of(c.target)
	c.from, c.at = c.base.Value, c.current.Value
	better := c.target.Indicator.Better
	switch {
	case !c.band.High.Valid || c.band.Low.Valid && better == target.Higher:
		c.goal, c.up = c.band.Low.Decimal, true
	case !c.band.Low.Valid || better == target.Lower:
		c.goal, c.up = c.band.High.Decimal, false
	default:
		c.reflect()
	}
}

// reflect takes the end of the band on the side of the current figure or, if that
// is inside, of the base. It brings the figures of the other side over.
func (c *course) reflect() {
	base, current := c.band.Distance(c.base.Value), c.band.Distance(c.current.Value)
	c.reflected = true
	c.inside = base.IsZero() && current.IsZero()
	if c.inside {
		return
	}

	side := c.current.Value
	if current.IsZero() {
		side = c.base.Value
	}
	if low := c.band.Low.Decimal; c.band.IsBelow(side) {
		c.goal, c.up = low, true
		c.from, c.at = low.Sub(base), low.Sub(current)
		return
	}
	high := c.band.High.Decimal
	c.goal, c.up = high, false
	c.from, c.at = high.Add(base), high.Add(current)
}

// reached reports whether a figure is at the goal or beyond.
func (c course) reached(figure decimal.Decimal) bool {
	if c.up {
		return figure.Cmp(c.goal) >= 0
	}
	return figure.Cmp(c.goal) <= 0
}

// noWay returns why no way leads from the base to the goal, 0 if one does.
func (c course) noWay() evaluate.Reason {
	switch {
	case !c.reached(c.from):
		return 0
	case !c.from.Equal(c.goal), c.reflected && !c.band.IsEnd(c.base.Value):
		return evaluate.AlreadyMet
	}
	return evaluate.AtBaseline
}

// isBinary reports whether the target is one thing, done or not done.
func (c course) isBinary() bool {
	return c.target.Indicator.Kind == target.Milestone &&
		c.target.EffectiveComparator() == target.AtLeast && c.target.Value.Equal(decimal.New(1, 0))
}

// count returns the number of points from the base on, the base included.
func (c course) count() int {
	if c.target.Baseline == nil {
		return len(c.points)
	}

	n := 1
	for _, p := range c.points {
		if series.MonthsBetween(c.base.Period, p.Period) > 0 {
			n++
		}
	}
	return n
}

// span returns the months from the base to the current point.
func (c course) span() int64 { return int64(series.MonthsBetween(c.base.Period, c.current.Period)) }

// left returns the months from the current point to the target.
func (c course) left() int64 { return int64(series.MonthsBetween(c.current.Period, c.target.Period)) }

// whole returns the months from the base to the target.
func (c course) whole() int64 { return int64(series.MonthsBetween(c.base.Period, c.target.Period)) }

// verdict returns a verdict without figures.
func (c course) verdict(r evaluate.Reason) Progress {
	return Progress{Base: c.base, Current: c.current, Reason: r}
}

// signed returns r with the sign that makes better figures the greater ones.
func (c course) signed(r *big.Rat) *big.Rat {
	if c.up {
		return r
	}
	return new(big.Rat).Neg(r)
}

// slope returns the change a year from the base to the current figure.
func (c course) slope() *big.Rat { return perYear(c.at.Sub(c.from), c.span()) }

// requiredSlope returns the change a year from the base to the goal, nil if the
// target ends with the base.
func (c course) requiredSlope() *big.Rat {
	if c.whole() == 0 {
		return nil
	}
	return perYear(c.goal.Sub(c.from), c.whole())
}

// setRequired sets the required rate of a straight line, if there is one.
func (c course) setRequired(out *Progress) {
	if slope := c.requiredSlope(); slope != nil {
		out.RequiredRate = quotient.Null(slope)
	}
}

// forecast returns the figure at the end of the target's period, if the current figure
// changes by slope a year.
func (c course) forecast(slope *big.Rat) *big.Rat {
	r := new(big.Rat).Mul(slope, big.NewRat(c.left(), 12))
	return r.Add(r, c.at.Rat())
}

func perYear(change decimal.Decimal, months int64) *big.Rat {
	return new(big.Rat).Mul(change.Rat(), big.NewRat(12, months))
}

// newCourse returns the course of a series to its target, and whether points come
// after the target's period.
func newCourse(t target.Target, points []target.Point) (c course, isLate bool) {
	inTime := slices.DeleteFunc(points, func(q target.Point) bool {
		return series.MonthsBetween(t.Period, q.Period) > 0
	})
	c = course{target: t, points: inTime}
	if len(inTime) > 0 {
		c.base, c.current = inTime[0], inTime[len(inTime)-1]
	}
	if t.Baseline != nil {
		c.base = *t.Baseline
		if len(inTime) == 0 {
			c.current = c.base
		}
	}
	return c, len(inTime) < len(points)
}

// newTrend returns the course of a series without a target.
func newTrend(i target.Indicator, points []target.Point) course {
	c := course{target: target.Target{Indicator: i}, points: points, up: i.Better == target.Higher}
	if len(points) > 0 {
		c.base, c.current = points[0], points[len(points)-1]
		c.from, c.at = c.base.Value, c.current.Value
	}
	return c
}

// isAtGoal reports whether no distance separates the base from the goal.
func (c course) isAtGoal(why evaluate.Reason) bool {
	return why == evaluate.AtBaseline || why != 0 && c.reflected
}
