package progress

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// stepDue is what a path asks for by a time, from the beginning of the way: an amount
// of the figure or, for a schedule and for a Reduction, a share of the way.
type stepDue struct {
	months int
	amount *big.Rat
}

// wayDue returns what the path asks for up to the end of the target's period, nil if
// that does not exist.
func (r PathGap) wayDue(c course, steps []target.Point) []stepDue {
	whole := c.elapsed(c.target.Period)
	var way []stepDue
	if len(r.Path) == 0 {
		for i, share := range r.Schedule {
			way = append(way, stepDue{12 * (i + 1), share.Rat()})
		}
		return upToEnd(way, stepDue{whole, one})
	}

	for _, q := range steps {
		amount, ok := c.amount(q.Value)
		if !ok {
			return nil
		}
		way = append(way, stepDue{c.elapsed(q.Period), amount})
	}
	goal, ok := c.amount(c.goal)
	if !ok {
		return nil
	}
	return upToEnd(way, stepDue{whole, goal})
}

// upToEnd returns the steps after the beginning of the way. A path that ends before
// the target's period goes on to the target.
func upToEnd(way []stepDue, end stepDue) []stepDue {
	way = slices.DeleteFunc(way, func(d stepDue) bool { return d.months <= 0 })
	//mutate:equal way[len(way)-1].months <= end.months: a second end is not reached
	if len(way) == 0 || way[len(way)-1].months < end.months {
		way = append(way, end)
	}
	return way
}

// amount returns what a figure adds to the beginning of the way.
func (c course) amount(figure decimal.Decimal) (*big.Rat, bool) {
	switch {
	case c.target.Indicator.Kind == target.Reduction:
		left, goal := c.kept(figure), c.kept(c.goal)
		if left.Sign() <= 0 || goal.Sign() <= 0 || goal.Cmp(one) == 0 {
			return nil, false
		}
		return transcend.LnAffine(new(big.Rat), one, left, goal, 2*quotient.Digits).Rat(), true
	case c.running:
		return figure.Rat(), true
	case c.target.Baseline == nil:
		return nil, false
	}
	return figure.Sub(c.base.Value).Rat(), true
}

// kept returns the share of the base that a reduction leaves.
func (c course) kept(reduction decimal.Decimal) *big.Rat {
	r := quotient.Of(reduction, c.target.Indicator.Scale())
	return r.Sub(one, r)
}

// dueBy returns what the path asks for by a time.
func dueBy(way []stepDue, months int) *big.Rat {
	before := stepDue{0, new(big.Rat)}
	for _, d := range way {
		if months <= d.months { //mutate:equal months < d.months: the lines meet at a step
			rise := new(big.Rat).Sub(d.amount, before.amount)
			rise.Mul(rise, big.NewRat(int64(months-before.months), int64(d.months-before.months)))
			return rise.Add(rise, before.amount)
		}
		before = d
	}
	return before.amount
}

// along returns the figure at the end of the target's period if the series goes on
// along the path.
func (c course) along(way []stepDue) decimal.NullDecimal {
	now, whole := c.elapsed(c.current.Period), c.elapsed(c.target.Period)
	figure := c.current.Value
	switch {
	case now <= 0 || len(way) == 0: //mutate:equal now < 0: at 0 nothing is due
		return decimal.NullDecimal{}
	case now == whole:
		return decimal.NewNullDecimal(figure)
	}

	soFar, end := dueBy(way, now), dueBy(way, whole)
	if soFar.Sign() == 0 {
		return decimal.NullDecimal{}
	}
	times := new(big.Rat).Quo(end, soFar)
	switch {
	case c.target.Indicator.Kind == target.Reduction:
		return c.reductionAlong(times)
	case c.running:
		return quotient.Null(times.Mul(times, figure.Rat()))
	case c.target.Baseline == nil:
		return decimal.NullDecimal{}
	}
	base := c.base.Value
	times.Mul(times, figure.Sub(base).Rat())
	return quotient.Null(times.Add(times, base.Rat()))
}

// reductionAlong returns the reduction that has made the way of the current one so
// many times, nothing if that leaves all bounds.
func (c course) reductionAlong(times *big.Rat) decimal.NullDecimal {
	left, scale := c.kept(c.current.Value), c.target.Indicator.Scale().Rat()
	switch {
	case left.Sign() <= 0 || !quotient.IsModeratePower(left, times):
		return decimal.NullDecimal{}
	case left.Cmp(one) == 0 || times.Cmp(one) == 0:
		return decimal.NewNullDecimal(c.current.Value)
	}
	minus := new(big.Rat).Neg(scale)
	return decimal.NewNullDecimal(quotient.Trim(transcend.AffinePower(scale, minus, left, times, quotient.Digits)))
}
