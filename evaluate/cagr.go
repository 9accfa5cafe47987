package evaluate

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// CAGRRatio compares the compound annual growth rate that was observed with
// the one that the target needs. With y₀ at t₀ the base, y at t the current
// figure, y* at T the target, all times in years, and d = +1 where higher
// figures are better and −1 where lower ones are, turned where y₀ is negative:
//
//	a = (y/y₀)^(1/(t−t₀)) − 1       observed
//	r = (y*/y₀)^(1/(T−t₀)) − 1      required
//	R = d·a/|r|                     ratio; without a target the ratio is d·a
//
// Rates are shares of 1, to 16 significant digits; categories and scores are
// decided on those. The forecast is y·(1+a)^(T−t).
//
// There is no verdict where y₀ is zero (ZeroBase), the target is (ZeroTarget)
// or equals the base (AtBaseline), or figures lie on different sides of zero
// (OppositeSigns). Where the base met the target already, |r| leads back and
// the reason AlreadyMet stands beside the verdict.
//
// The zero CAGRRatio is Eurostat's rule; [OpenSDG] returns that of Statistics
// Canada and Open SDG, which replaces zeros by 0.001 where this refuses them.
type CAGRRatio struct {
	Cuts     []Cut               // of the ratio; nil is 0.95, 0.60, 0
	Trend    []Cut               // of the rate without a target; nil is 1 %, 0, −1 % a year
	Achieved string              // category of a figure that meets its target, whatever its trend; empty judges the trend
	Scores   []Corner            // score of the ratio; nil is the ratio itself
	Trends   []Corner            // score of the rate without a target; nil is the rate itself
	Limit    decimal.NullDecimal // natural limit of the indicator, near which Trend and Trends ask for less
}

// Corner is a corner of a line of scores. Between two corners scores follow a
// straight line, beyond the first and the last they stay.
type Corner struct{ At, Score decimal.Decimal }

// OpenSDG returns the rule of Open SDG and Statistics Canada, with scores from
// −5 to 5, near whose natural limit L the positive cuts and corners for a
// series without a target are multiplied by
//
//	C = 1                        y₀ ≥ 2L
//	C = 1 − (y₀/L)^4.44          y₀ ≤ L
//	C = 1 − ((2L−y₀)/L)^4.44     between
//
// and a rate that is not negative is the best where C is 0 (open-sdg/open-sdg,
// docs/progress-methodology.md). Where L is negative, L and y₀ are taken with the
// opposite sign; where they lie on different sides of zero there is no verdict
// (OppositeSigns), and a limit of zero is none.
func OpenSDG() CAGRRatio {
	cuts := func(best, next, least string) []Cut {
		return []Cut{cut("substantial progress", best), cut("moderate progress", next), cut("limited progress", least), {Name: "deterioration"}}
	}
	return CAGRRatio{
		Cuts:     cuts("0.95", "0.6", "0"),
		Trend:    cuts("0.015", "0.005", "0"),
		Achieved: "target achieved",
		Scores:   corners("1.3", "5", "0.95", "2.5", "0.6", "0", "0", "-2.5", "-0.6", "-5"),
		Trends:   corners("0.02", "5", "0.015", "2.5", "0.005", "0", "0", "-2.5", "-0.02", "-5"),
	}
}

func corners(pairs ...string) []Corner {
	var c []Corner
	for i := 0; i < len(pairs); i += 2 {
		c = append(c, Corner{constant(pairs[i]), constant(pairs[i+1])})
	}
	return c
}

func (p CAGRRatio) filled() CAGRRatio {
	if len(p.Cuts) == 0 {
		p.Cuts = []Cut{
			cut("significant progress towards", "0.95"), cut("moderate progress towards", "0.6"),
			cut("insufficient progress towards", "0"),
			{Name: "movement away"},
		}
	}
	if len(p.Trend) == 0 {
		p.Trend = []Cut{
			cut("significant progress", "0.01"), above("moderate progress", "0"), cut("no change", "0"),
			above("moderate movement away", "-0.01"),
			{Name: "significant movement away"},
		}
	}
	return p
}

func (CAGRRatio) enough(c course) bool { return c.count() > 1 }

func (p CAGRRatio) check(l *fault.List) {
	checkCuts(l, "pace.cuts", p.Cuts)
	checkCuts(l, "pace.trend", p.Trend)
	checkCorners(l, "pace.scores", p.Scores)
	checkCorners(l, "pace.trends", p.Trends)
	if p.Limit.Valid && !fixed.InBounds(p.Limit.Decimal) {
		l.Add(&target.FieldError{Path: "pace.limit", Value: p.Limit.Decimal, Err: target.ErrRange})
	}
}

func checkCorners(l *fault.List, path string, corners []Corner) {
	for i, c := range corners {
		at := path + "[" + strconv.Itoa(i) + "]"
		if !fixed.InBounds(c.At) || !fixed.InBounds(c.Score) {
			l.Add(&target.FieldError{Path: at, Value: c.At, Err: target.ErrRange})
			continue
		}
		if i > 0 && fixed.InBounds(corners[i-1].At) && c.At.Cmp(corners[i-1].At) >= 0 {
			l.Add(&target.FieldError{Path: at + ".at", Value: c.At, Err: target.ErrInvalid, Remedy: "corners fall strictly"})
		}
	}
}

func (p CAGRRatio) track(c course) Progress {
	p = p.filled()
	out := c.progress(0)
	met := p.Achieved != "" && c.reached(c.current.Value)
	if met {
		out.Category = p.Achieved
	}
	base, goal := c.base.Value, c.goal
	if out.Reason = growable(base, c.current.Value); out.Reason != 0 {
		return out
	}
	growth, span := new(big.Rat).Quo(c.current.Value.Rat(), base.Rat()), c.span()
	out.Observed = null(growthRate(growth, span))
	out.Forecast = grown(c.current.Value, growth, c.left(), span)
	all := int64(months(c.base.Period, c.target.Period))
	switch {
	case goal.IsZero():
		out.Reason = ZeroTarget
	case goal.Sign() != base.Sign():
		out.Reason = OppositeSigns
	case goal.Equal(base) || all == 0:
		out.Reason = AtBaseline
	}
	if out.Reason != 0 {
		return out
	}
	wanted := new(big.Rat).Quo(goal.Rat(), base.Rat())
	out.Required = null(growthRate(wanted, all))
	ratio := rateRatio(growth, span, wanted, all)
	if c.up == (base.Sign() < 0) {
		ratio = ratio.Neg()
	}
	if out.Required.Decimal.Sign() < 0 {
		ratio = ratio.Neg()
	}
	out.Ratio = null(ratio)
	out.Score = null(significant(scoreOf(p.Scores, ratio.Rat(), one)))
	out.Reason = c.note()
	if !met {
		out.Category = category(p.Cuts, ratio.Rat()).Name
	}
	return out
}

func (p CAGRRatio) trend(c course) Progress {
	p = p.filled()
	out, rate := c.growth()
	if out.Reason != 0 {
		return out
	}
	scale := one
	if p.Limit.Valid {
		if scale = nearLimit(c.base.Value, p.Limit.Decimal); scale == nil {
			out.Reason = OppositeSigns
			return out
		}
	}
	if scale.Sign() == 0 && rate.Sign() >= 0 {
		out.Category = p.Trend[0].Name
		if len(p.Trends) > 0 {
			out.Score = null(p.Trends[0].Score)
		} else {
			out.Score = null(rate)
		}
		return out
	}
	out.Score = null(significant(scoreOf(p.Trends, rate.Rat(), scale)))
	// A positive rate reaches a positive cut times C where the rate over C
	// reaches the cut.
	x := rate.Rat()
	if x.Sign() > 0 {
		x.Quo(x, scale)
	}
	out.Category = category(p.Trend, x).Name
	return out
}

// growth starts the progress of a course without a target figure: with the
// yearly rate observed and, as the ratio, the same counted positive where it
// leads the right way. There is no rate if the progress has a reason.
func (c course) growth() (out Progress, rate decimal.Decimal) {
	if len(c.points) == 0 {
		return c.progress(TooFewPoints), rate
	}
	out = c.progress(growable(c.base.Value, c.current.Value))
	if out.Reason != 0 {
		return out, rate
	}
	rate = growthRate(new(big.Rat).Quo(c.current.Value.Rat(), c.base.Value.Rat()), c.span())
	out.Observed = null(rate)
	if c.up == (c.base.Value.Sign() < 0) {
		rate = rate.Neg()
	}
	out.Ratio = null(rate)
	return out, rate
}

// growable returns why no rate of growth leads from one figure to another.
func growable(base, figure decimal.Decimal) Reason {
	switch {
	case base.IsZero():
		return ZeroBase
	case base.Sign()*figure.Sign() < 0:
		return OppositeSigns
	}
	return 0
}

// growthRate returns growth^(12/months) − 1.
func growthRate(growth *big.Rat, months int64) decimal.Decimal {
	if months == 12 {
		return significant(new(big.Rat).Sub(growth, one))
	}
	return affine(minusOne, one, radical(growth, 12, months))
}

// rateRatio returns the quotient of two growth rates; the second growth is
// positive and not 1.
func rateRatio(growth *big.Rat, months int64, wanted *big.Rat, all int64) decimal.Decimal {
	return shortest(transcend.GainRatio(radical(growth, 12, months), radical(wanted, 12, all), Digits))
}

// grown returns figure·growth^(left/span), or nothing where that is beyond any
// figure.
func grown(figure decimal.Decimal, growth *big.Rat, left, span int64) decimal.NullDecimal {
	switch {
	case left == 0 || growth.Cmp(one) == 0 || figure.IsZero():
		return null(figure)
	case !moderate(growth, left, span):
		return decimal.NullDecimal{}
	}
	return null(affine(new(big.Rat), figure.Rat(), radical(growth, left, span)))
}

// moderate reports whether r^(p/q) has at most some thousand digits.
func moderate(r *big.Rat, p, q int64) bool {
	bits := int64(r.Num().BitLen() - r.Denom().BitLen())
	return (max(bits, -bits)+1)*p < 4096*q
}

// nearLimit returns C, nil where base and limit lie on different sides of zero.
func nearLimit(base, limit decimal.Decimal) *big.Rat {
	switch limit.Sign() {
	case 0:
		return one
	case -base.Sign():
		return nil
	case -1:
		base, limit = base.Neg(), limit.Neg()
	}
	twice := limit.Add(limit)
	if base.Cmp(twice) >= 0 {
		return one
	}
	near := base
	if base.Cmp(limit) > 0 {
		near = twice.Sub(base)
	}
	share := new(big.Rat).Quo(near.Rat(), limit.Rat())
	return affine(one, minusOne, radical(share, 111, 25)).Rat()
}

// scoreOf returns the score of x on the corners, the positive ones of which are
// multiplied by scale.
func scoreOf(corners []Corner, x, scale *big.Rat) *big.Rat {
	if len(corners) == 0 {
		return x
	}
	at := func(c Corner) *big.Rat {
		if c.At.Sign() > 0 {
			return new(big.Rat).Mul(c.At.Rat(), scale)
		}
		return c.At.Rat()
	}
	for i, c := range corners {
		if x.Cmp(at(c)) < 0 {
			continue
		}
		if i == 0 {
			return c.Score.Rat()
		}
		high := corners[i-1]
		slope := new(big.Rat).Sub(at(high), at(c))
		slope.Quo(high.Score.Sub(c.Score).Rat(), slope)
		slope.Mul(slope, new(big.Rat).Sub(x, at(c)))
		return slope.Add(slope, c.Score.Rat())
	}
	return corners[len(corners)-1].Score.Rat()
}
