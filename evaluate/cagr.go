package evaluate

import (
	"cmp"
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
// or equals the base (AtBaseline), figures lie on different sides of zero
// (OppositeSigns), or the figures are themselves rates of growth (GrowthOfGrowth).
// Where the base met the target already, |r| leads back and the reason
// AlreadyMet stands beside the verdict.
//
// Where nearer is better, figures are reflected to one side of the target, on
// which lower ones are better (Statistics Canada, Goldilocks indicators):
//
//	a Ratio about 1 (parity)   y → max(y, 1/y)
//	about y*                   y → y* + |y − y*|; y* − |y − y*| where y* is negative
//	from lo to hi              y → hi + the distance to the range; lo − it where lo + hi is negative
//
// and a figure within the tolerance, or the range, counts as at the target.
//
// The zero CAGRRatio is Eurostat's rule; [OpenSDG] returns that of Statistics
// Canada and Open SDG.
type CAGRRatio struct {
	Cuts        []Cut               // of the ratio; nil is 0.95, 0.60, 0
	Trend       []Cut               // of the rate without a target; nil is 1 %, 0, −1 % a year
	Achieved    string              // category of a figure that meets its target, whatever its trend; empty judges the trend
	NotAchieved string              // category of a Milestone that is not done; empty judges it as a series
	Scores      []Corner            // score of the ratio, the first one's where Achieved; nil is the ratio itself
	Trends      []Corner            // score of the rate without a target; nil is the rate itself
	Limit       decimal.NullDecimal // natural limit of the indicator, near which Trend and Trends ask for less
	Zero        decimal.NullDecimal // what a base or a target of zero is replaced by; absent refuses them
}

// Corner is a corner of a line of scores. Between two corners scores follow a
// straight line, beyond the first and the last they stay.
type Corner struct{ At, Score decimal.Decimal }

// OpenSDG returns the rule of Open SDG and Statistics Canada (open-sdg/open-sdg,
// docs/progress-methodology.md), with scores from −5 to 5. A series that meets
// its target scores 5, whatever its trend. A Milestone is achieved or not, by its
// last figure alone. A base and a target of zero are replaced by 0.001, which
// depends on the unit of measure: set Zero to a figure that is small for the
// indicator.
//
// Near a natural limit L the positive cuts and corners for a series without a
// target are multiplied by
//
//	C = 1 − (y₀/L)^4.44          y₀ ≤ L, L is the greatest figure
//	C = 1 − ((2L−y₀)/L)^4.44     L ≤ y₀ < 2L, L is the least figure
//	C = 1                        2L ≤ y₀, or figures get better away from L
//
// and a rate that is not negative is the best where C is 0. Where L is negative,
// L and y₀ are taken with the opposite sign; where they lie on different sides of
// zero there is no verdict (OppositeSigns), and a limit of zero is none.
func OpenSDG() CAGRRatio {
	cuts := func(best, next, least string) []Cut {
		return []Cut{cut("substantial progress", best), cut("moderate progress", next), cut("limited progress", least), {Name: "deterioration"}}
	}
	return CAGRRatio{
		Cuts:        cuts("0.95", "0.6", "0"),
		Trend:       cuts("0.015", "0.005", "0"),
		Achieved:    "target achieved",
		NotAchieved: "target not achieved",
		Scores:      corners("1.3", "5", "0.95", "2.5", "0.6", "0", "0", "-2.5", "-0.6", "-5"),
		Trends:      corners("0.02", "5", "0.015", "2.5", "0.005", "0", "0", "-2.5", "-0.02", "-5"),
		Zero:        null(constant("0.001")),
	}
}

// best returns the score of a series that meets its target, where the rule has
// one.
func (p CAGRRatio) best() decimal.NullDecimal {
	if len(p.Scores) == 0 {
		return decimal.NullDecimal{}
	}
	return null(p.Scores[0].Score)
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

func (p CAGRRatio) enough(c course) bool {
	return c.count() > 1 || p.NotAchieved != "" && c.isBinary() && c.count() > 0
}

func (p CAGRRatio) check(l *fault.List) {
	checkCuts(l, "pace.cuts", p.Cuts)
	checkCuts(l, "pace.trend", p.Trend)
	checkCorners(l, "pace.scores", p.Scores)
	checkCorners(l, "pace.trends", p.Trends)
	if p.Limit.Valid && !fixed.InBounds(p.Limit.Decimal) {
		l.Add(&target.FieldError{Path: "pace.limit", Value: p.Limit.Decimal, Err: target.ErrRange})
	}
	if p.Zero.Valid {
		aboveZero(l, "pace.zero", p.Zero.Decimal)
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
	met := c.reached(c.at)
	if c.isBinary() && p.NotAchieved != "" {
		out.Category = p.NotAchieved
		if met {
			out.Category, out.Score = p.Achieved, p.best()
		}
		return out
	}
	achieved := met && p.Achieved != ""
	if achieved {
		out.Category, out.Score = p.Achieved, p.best()
	}

	y, why := c.levels()
	y.from, y.goal = p.nonzero(y.from), p.nonzero(y.goal)
	if out.Reason = cmp.Or(c.growthOfGrowth(), why, growable(y.from, y.at)); out.Reason != 0 {
		return out
	}
	growth, span := new(big.Rat).Quo(y.at, y.from), c.span()
	out.Observed = null(growthRate(growth, span))
	out.Forecast = grown(y.at, growth, c.left(), span)
	all := int64(months(c.base.Period, c.target.Period))
	switch {
	case y.goal.Sign() == 0:
		out.Reason = ZeroTarget
	case y.goal.Sign() != y.from.Sign():
		out.Reason = OppositeSigns
	case y.goal.Cmp(y.from) == 0:
		out.Reason = cmp.Or(c.noWay(), AtBaseline)
	case all == 0:
		out.Reason = AtBaseline
	}
	if out.Reason != 0 {
		return out
	}

	wanted := new(big.Rat).Quo(y.goal, y.from)
	out.Required = null(growthRate(wanted, all))
	ratio := rateRatio(growth, span, wanted, all)
	if y.up == (y.from.Sign() < 0) {
		ratio = ratio.Neg()
	}
	if out.Required.Decimal.Sign() < 0 {
		ratio = ratio.Neg()
	}
	out.Ratio = null(ratio)
	if !out.Score.Valid {
		out.Score = null(significant(scoreOf(p.Scores, ratio.Rat(), one)))
	}
	out.Reason = c.noWay()
	if !achieved {
		out.Category = category(p.Cuts, ratio.Rat()).Name
	}
	return out
}

// growthLevels are the figures between which rates of growth are reckoned.
type growthLevels struct {
	from, at, goal *big.Rat
	up             bool
}

// levels returns the figures as they are or, where neither side of the target
// is the better one, reflected to one side.
func (c course) levels() (growthLevels, Reason) {
	y := growthLevels{from: c.from.Rat(), at: c.at.Rat(), goal: c.goal.Rat(), up: c.up}
	if c.reflected {
		if why := y.reflect(c); why != 0 {
			return y, why
		}
	}
	return y, 0
}

// reflect brings the figures to one side of a target that has no better side.
func (y *growthLevels) reflect(c course) Reason {
	low, high := ends(c.target)
	base, current := outside(c.base.Value, *low, *high), outside(c.current.Value, *low, *high)
	aim := c.target.Value
	switch {
	case c.target.EffectiveComparator() != target.About:
		y.goal, y.up = high.Rat(), low.Add(*high).Sign() < 0
		if y.up {
			y.goal = low.Rat()
		}
		y.from, y.at = awayFrom(y.goal, base, y.up), awayFrom(y.goal, current, y.up)
	case c.isParity():
		if why := cmp.Or(divisor(c.base.Value), divisor(c.current.Value)); why != 0 {
			return why
		}
		y.goal, y.up = one, false
		y.from, y.at = imbalance(c.base.Value), imbalance(c.current.Value)
	default:
		y.goal, y.up = aim.Rat(), aim.Sign() < 0
		y.from = awayFrom(y.goal, c.base.Value.Sub(aim).Abs(), y.up)
		y.at = awayFrom(y.goal, c.current.Value.Sub(aim).Abs(), y.up)
	}

	// Within the tolerance a figure counts as at the target.
	if base.IsZero() {
		y.from = y.goal
	}
	if current.IsZero() {
		y.at = y.goal
	}
	return 0
}

// isParity reports whether the target is that of a parity index: a ratio about 1.
func (c course) isParity() bool {
	i := c.target.Indicator
	unit := decimal.New(1, 0)
	return c.target.EffectiveComparator() == target.About && c.target.Value.Equal(unit) && i.Kind == target.Ratio && i.Scale().Equal(unit)
}

// imbalance returns y or 1/y, whichever is greater.
func imbalance(figure decimal.Decimal) *big.Rat {
	y := figure.Rat()
	if y.Cmp(one) < 0 {
		y.Inv(y)
	}
	return y
}

// divisor returns why a figure cannot be divided by, 0 if it can.
func divisor(figure decimal.Decimal) Reason {
	switch figure.Sign() {
	case 0:
		return ZeroActual
	case -1:
		return OppositeSigns
	}
	return 0
}

// awayFrom returns the goal plus a distance, or less it if higher is better.
func awayFrom(goal *big.Rat, distance decimal.Decimal, up bool) *big.Rat {
	d := distance.Rat()
	if up {
		d.Neg(d)
	}
	return d.Add(d, goal)
}

// growthOfGrowth returns GrowthOfGrowth if the figures are rates of growth, of
// which no rate of growth says anything.
func (c course) growthOfGrowth() Reason {
	if c.target.Indicator.Kind == target.Growth {
		return GrowthOfGrowth
	}
	return 0
}

// nonzero returns the figure, or what a zero is replaced by.
func (p CAGRRatio) nonzero(figure *big.Rat) *big.Rat {
	if figure.Sign() == 0 && p.Zero.Valid {
		return p.Zero.Decimal.Rat()
	}
	return figure
}
func (p CAGRRatio) trend(c course) Progress {
	p = p.filled()
	out, rate := c.growth(p.nonzero(c.from.Rat()))
	if out.Reason != 0 {
		return out
	}
	scale := one
	if p.Limit.Valid {
		if scale = nearLimit(c.from, p.Limit.Decimal, c.up); scale == nil {
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
// leads the right way, from a base. There is no rate if the progress has a reason.
func (c course) growth(base *big.Rat) (out Progress, rate decimal.Decimal) {
	if len(c.points) == 0 {
		return c.progress(TooFewPoints), rate
	}
	out = c.progress(cmp.Or(c.growthOfGrowth(), growable(base, c.at.Rat())))
	if out.Reason != 0 {
		return out, rate
	}
	rate = growthRate(new(big.Rat).Quo(c.at.Rat(), base), c.span())
	out.Observed = null(rate)
	if c.up == (base.Sign() < 0) {
		rate = rate.Neg()
	}
	out.Ratio = null(rate)
	return out, rate
}

// growable returns why no rate of growth leads from one figure to another.
func growable(base, figure *big.Rat) Reason {
	switch {
	case base.Sign() == 0:
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
func grown(figure, growth *big.Rat, left, span int64) decimal.NullDecimal {
	switch {
	case left == 0 || growth.Cmp(one) == 0 || figure.Sign() == 0:
		return null(written(figure))
	case !moderate(growth, left, span):
		return decimal.NullDecimal{}
	}
	return null(affine(new(big.Rat), figure, radical(growth, left, span)))
}

// written returns the fraction as a decimal, with all its digits if they end.
func written(r *big.Rat) decimal.Decimal {
	places, ends := r.FloatPrec()
	if !ends {
		return significant(r)
	}
	d, _ := fixed.Parse(r.FloatString(places))
	return d
}

// moderate reports whether r^(p/q) has at most some thousand digits.
func moderate(r *big.Rat, p, q int64) bool {
	bits := int64(r.Num().BitLen() - r.Denom().BitLen())
	return (max(bits, -bits)+1)*p < 4096*q
}

// nearLimit returns C, nil where base and limit lie on different sides of zero.
func nearLimit(base, limit decimal.Decimal, up bool) *big.Rat {
	switch limit.Sign() {
	case 0:
		return one
	case -base.Sign():
		return nil
	case -1:
		base, limit, up = base.Neg(), limit.Neg(), !up
	}

	near := base
	if !up {
		near = limit.Add(limit).Sub(base)
	}
	// A limit that lies behind the base stops no progress, nor does one at twice
	// the distance.
	if near.Cmp(limit) > 0 || near.Sign() <= 0 {
		return one
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
