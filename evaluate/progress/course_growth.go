package progress

import (
	"cmp"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// levels are base, current figure and goal as rates of growth are computed from them.
type levels struct {
	from, at, goal *big.Rat
	up             bool
}

// levels returns the figures as they are or, if neither side of the target is
// better, reflected as [CAGRRatio] says.
func (c course) levels() (levels, evaluate.Reason) {
	l := levels{from: c.from.Rat(), at: c.at.Rat(), goal: c.goal.Rat(), up: c.up}
	if !c.reflected {
		return l, 0
	}

	base, current := c.base.Value, c.current.Value
	switch {
	case c.isParity():
		if why := cmp.Or(imbalanceReason(base), imbalanceReason(current)); why != 0 {
			return l, why
		}
		l = levels{from: imbalance(base), at: imbalance(current), goal: one}
	case c.target.EffectiveComparator() == target.About:
		aim := c.target.Value
		l = mirror(aim, base.Sub(aim).Abs(), current.Sub(aim).Abs(), aim.Sign() < 0)
	default:
		isNegative := c.band.Low.Decimal.Add(c.band.High.Decimal).Sign() < 0
		end := c.band.High.Decimal
		if isNegative {
			end = c.band.Low.Decimal
		}
		l = mirror(end, c.band.Distance(base), c.band.Distance(current), isNegative)
	}

	// Inside the band a figure counts as at the goal.
	if c.band.Distance(base).IsZero() {
		l.from = l.goal
	}
	if c.band.Distance(current).IsZero() {
		l.at = l.goal
	}
	return l, 0
}

// mirror returns levels on the side of the goal that is away from zero.
func mirror(goal, base, current decimal.Decimal, isNegative bool) levels {
	if isNegative {
		base, current = base.Neg(), current.Neg()
	}
	return levels{from: goal.Add(base).Rat(), at: goal.Add(current).Rat(), goal: goal.Rat(), up: isNegative}
}

// isParity reports whether the target is that of a parity index, a Ratio about 1.
func (c course) isParity() bool {
	i, unit := c.target.Indicator, decimal.New(1, 0)
	return c.target.EffectiveComparator() == target.About && c.target.Value.Equal(unit) &&
		i.Kind == target.Ratio && i.Scale().Equal(unit)
}

// imbalance returns y or 1/y, whichever is greater.
func imbalance(figure decimal.Decimal) *big.Rat {
	y := figure.Rat()
	if y.Cmp(one) < 0 { //mutate:equal y.Cmp(one) <= 0: 1/1 is 1
		y.Inv(y)
	}
	return y
}

// imbalanceReason returns why a figure has no imbalance, 0 if it has one.
func imbalanceReason(figure decimal.Decimal) evaluate.Reason {
	switch figure.Sign() {
	case 0:
		return evaluate.ZeroActual
	case -1:
		return evaluate.OppositeSigns
	}
	return 0
}

// growthReason returns why no rate of growth leads from the base to the current
// level, 0 if one does.
func (c course) growthReason(base, current *big.Rat) evaluate.Reason {
	switch {
	case c.target.Indicator.Kind == target.Growth:
		return evaluate.GrowthOfGrowth
	case base.Sign() == 0:
		return evaluate.ZeroBase
	case base.Sign()*current.Sign() < 0:
		return evaluate.OppositeSigns
	}
	return 0
}

// trendRate begins the verdict on a series without a target: its yearly rate and,
// as the measure, the same with the sign that makes better rates the greater ones.
// There is no rate if the verdict has a reason.
func (c course) trendRate(base *big.Rat) (out Progress, rate decimal.Decimal) {
	current := c.at.Rat()
	out = c.verdict(c.growthReason(base, current))
	if out.Reason != 0 {
		return out, rate
	}

	rate = quotient.CompoundRate(new(big.Rat).Quo(current, base), c.span())
	out.ObservedRate = decimal.NewNullDecimal(rate)
	if c.up == (base.Sign() < 0) { //mutate:equal base.Sign() <= 0: it is not zero
		rate = rate.Neg()
	}
	out.Measure = decimal.NewNullDecimal(rate)
	return out, rate
}

// rateRatio returns the quotient of two yearly rates. The second growth is
// positive and not 1.
func rateRatio(growth *big.Rat, months int64, required *big.Rat, whole int64) decimal.Decimal {
	return quotient.Trim(transcend.GainRatio(
		transcend.Radical{Base: growth, Num: 12, Den: months},
		transcend.Radical{Base: required, Num: 12, Den: whole},
		quotient.Digits,
	))
}

// grown returns figure·growth^(left/span), or nothing if that is beyond any
// figure.
func grown(figure, growth *big.Rat, left, span int64) decimal.NullDecimal {
	switch {
	case left == 0 || growth.Cmp(one) == 0 || figure.Sign() == 0:
		return decimal.NewNullDecimal(quotient.Exact(figure))
	case !quotient.IsModeratePower(growth, big.NewRat(left, span)):
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(affinePower(new(big.Rat), figure, growth, left, span))
}

// affinePower returns a + b·x^(num/den).
func affinePower(a, b, x *big.Rat, num, den int64) decimal.Decimal {
	power := transcend.Radical{Base: x, Num: num, Den: den}
	return quotient.Trim(transcend.Affine(a, b, power, quotient.Digits))
}

// requiredReason returns why no rate of growth leads to the goal, 0 if one does.
func (c course) requiredReason(l levels) evaluate.Reason {
	switch {
	case l.goal.Sign() == 0:
		return evaluate.ZeroTarget
	case l.goal.Sign() != l.from.Sign():
		return evaluate.OppositeSigns
	case l.goal.Cmp(l.from) == 0:
		return cmp.Or(c.noWay(), evaluate.AtBaseline)
	}
	return 0
}
