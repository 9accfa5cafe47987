package evaluate

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Pace is a rule that says whether a series is on its way to its target:
// [CAGRRatio], [Linear], [Forecast], [Weather], [CurrentStatus], [Anticipated]
// or [PathGap].
type Pace interface {
	// track judges a course that has enough points.
	track(c course) Progress
	// enough reports whether there are as many points as the rule needs.
	enough(c course) bool
	check(l *fault.List)
}

// A trender is a Pace that can do without a target.
type trender interface {
	trend(c course) Progress
}

var _ = [...]Pace{CAGRRatio{}, Linear{}, Forecast{}, Weather{}, CurrentStatus{}, Anticipated{}, PathGap{}}

var _ = [...]trender{CAGRRatio{}, Forecast{}, Weather{}}

// Progress is the verdict of a [Pace].
type Progress struct {
	Base, Current target.Point        // the points that were compared
	Observed      decimal.NullDecimal // rate a year since the base, as the rule reckons rates
	Required      decimal.NullDecimal // rate a year that would lead from the base to the target
	Ratio         decimal.NullDecimal // what the categories are cut by
	Score         decimal.NullDecimal // the rule's own score
	Gap           decimal.NullDecimal // PathGap: the figure less the path's, negative when behind
	Forecast      decimal.NullDecimal // at the end of the target's period, if things go on as observed
	Category      string
	Reason        Reason // why there is no verdict, or what stands beside it
}

// Track judges by the rule of p whether a series is on its way to its target.
//
// The base is the target's baseline or, where it has none, the first point of
// the series; points before the baseline count only for the rules that say so.
// The current figure is the last one that does not end after the target's
// period. A series that the rule cannot judge has a [Reason] and no category:
// a rate of change from zero, between figures on different sides of zero, or
// to a target at the baseline does not exist, and no small number stands in.
//
// For a range (Within, About) the rule judges by
//
//	Better            target                 figures
//	Higher            the lower end          as they are
//	Lower             the upper end          as they are
//	Nearer, none      the end on the side    as they are on that side,
//	                  of the current figure  reflected if on the other
//
// so that without a better side what counts is the distance to the range, as it
// does for [Assess]: of a series that went from 15 below to 8 above, 7 of 15 are
// gone. Rates and forecasts are then of the reflected figures. [CAGRRatio]
// reflects in its own way, [Anticipated] and [PathGap] compare distances.
//
// Track returns an error if the target is not valid, the rule's cuts are not in
// order, a point has no period or a figure out of bounds, two points end in the
// same month, or [PathGap] is given a rate to date. It reports every problem.
func Track(t target.Target, series []target.Point, p Pace) (Progress, error) {
	var l fault.List
	l.Add(t.Validate())
	points := checkSeries(&l, "series", series)
	checkPace(&l, p)
	if rule, ok := p.(PathGap); ok {
		checkRates(&l, t, "series", series)
		checkRates(&l, t, "pace.path", rule.Path)
	}
	if l.Len() > 0 {
		return Progress{}, l.Err()
	}
	late := false
	points = slices.DeleteFunc(points, func(q target.Point) bool {
		after := months(t.Period, q.Period) > 0
		late = late || after
		return after
	})
	c := course{target: t, points: points}
	if len(points) > 0 {
		c.base, c.current = points[0], points[len(points)-1]
	}
	if t.Baseline != nil {
		c.base = *t.Baseline
		if len(points) == 0 {
			c.current = c.base
		}
	}
	if len(points) == 0 && late {
		return c.progress(DeadlinePassed), nil
	}
	if !p.enough(c) {
		return c.progress(TooFewPoints), nil
	}
	c.aim()
	switch p.(type) {
	case Weather, PathGap: // compare other points
		return p.track(c), nil
	}
	if c.inside {
		return achieved(p, c), nil
	}
	return p.track(c), nil
}

// TrackTrend judges a series whose indicator has no target but a direction, by
// the variant of the rule for such indicators: of [CAGRRatio], [Forecast] and
// [Weather].
//
// TrackTrend returns an error if the indicator is not valid, the rule has no
// such variant, or in the cases of [Track].
func TrackTrend(i target.Indicator, series []target.Point, p Pace) (Progress, error) {
	var l fault.List
	l.Add(i.Validate())
	points := checkSeries(&l, "series", series)
	checkPace(&l, p)
	rule, ok := p.(trender)
	if p != nil && !ok {
		l.Add(&target.FieldError{Path: "pace", Err: target.ErrRequired, Remedy: "the rule needs a target; CAGRRatio, Forecast and Weather do without"})
	}
	if l.Len() > 0 {
		return Progress{}, l.Err()
	}
	c := course{target: target.Target{Indicator: i}, points: points, up: i.Better == target.Higher}
	if len(points) > 0 {
		c.base, c.current = points[0], points[len(points)-1]
		c.from, c.at = c.base.Value, c.current.Value
	}
	switch {
	case !p.enough(c):
		return c.progress(TooFewPoints), nil
	case i.Better != target.Higher && i.Better != target.Lower:
		return c.progress(NoDirection), nil
	}
	return rule.trend(c), nil
}

// course is a series on its way to a target.
type course struct {
	target        target.Target
	points        []target.Point // in order, none after the target's period
	base, current target.Point
	from, at      decimal.Decimal // base and current figure, on the scale that the series is judged on
	goal          decimal.Decimal // the end of the target that the series is judged by
	up            bool            // the better figures are the higher ones
	reflected     bool            // neither side of a range is the better one
	running       bool            // figures were added up or compounded from the beginning of the target's period
	inside        bool            // base and current figure lie within a range that has no better side
}

// aim sets the goal, the direction, and the figures on the scale between them.
func (c *course) aim() {
	low, high := ends(c.target)
	better := c.target.Indicator.Better
	c.from, c.at = c.base.Value, c.current.Value
	c.reflected, c.inside = false, false
	switch {
	case high == nil || low != nil && better == target.Higher:
		c.goal, c.up = *low, true
	case low == nil || better == target.Lower:
		c.goal, c.up = *high, false
	default:
		c.reflect(*low, *high)
	}
}

// reflect takes the end of the range on the side of the current figure or, if
// that lies within, of the base, and brings figures of the other side over to
// it.
func (c *course) reflect(low, high decimal.Decimal) {
	base, current := outside(c.base.Value, low, high), outside(c.current.Value, low, high)
	c.reflected = true
	c.inside = base.IsZero() && current.IsZero()
	if c.inside {
		return
	}

	side := c.current.Value
	if current.IsZero() {
		side = c.base.Value
	}
	if side.Cmp(low) < 0 {
		c.goal, c.up = low, true
		c.from, c.at = low.Sub(base), low.Sub(current)
		return
	}
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

// isBinary reports whether the target is one thing done or not done.
func (c course) isBinary() bool {
	return c.target.Indicator.Kind == target.Milestone && c.target.EffectiveComparator() == target.AtLeast && c.target.Value.Equal(decimal.New(1, 0))
}

// noWay returns why no way leads from the base to the goal, 0 where one does.
func (c course) noWay() Reason {
	switch {
	case !c.reached(c.from):
		return 0
	case !c.from.Equal(c.goal):
		return AlreadyMet
	case c.reflected:
		low, high := ends(c.target)
		if !c.base.Value.Equal(*low) && !c.base.Value.Equal(*high) {
			return AlreadyMet
		}
	}
	return AtBaseline
}

// count returns the number of points from the base on, the base included.
func (c course) count() int {
	n := 0
	if c.target.Baseline != nil {
		n = 1
	}
	for _, p := range c.points {
		if c.target.Baseline == nil || months(c.base.Period, p.Period) > 0 {
			n++
		}
	}
	return n
}

// span returns the months from the base to the current point.
func (c course) span() int64 { return int64(months(c.base.Period, c.current.Period)) }

// left returns the months from the current point to the target.
func (c course) left() int64 { return int64(months(c.current.Period, c.target.Period)) }

func (c course) progress(r Reason) Progress {
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
func (c course) slope() *big.Rat {
	return perYear(c.at.Sub(c.from), c.span())
}

// needed returns the change a year that leads from the base to the goal, nil
// where the target ends with the base.
func (c course) needed() *big.Rat {
	n := int64(months(c.base.Period, c.target.Period))
	if n == 0 {
		return nil
	}
	return perYear(c.goal.Sub(c.from), n)
}

// ahead returns the current figure after the time that is left, at a change a
// year.
func (c course) ahead(slope *big.Rat) *big.Rat {
	r := new(big.Rat).Mul(slope, big.NewRat(c.left(), 12))
	return r.Add(r, c.at.Rat())
}

func perYear(change decimal.Decimal, months int64) *big.Rat {
	return new(big.Rat).Mul(change.Rat(), big.NewRat(12, months))
}

// months returns the number of months from the end of p to the end of q.
func months(p, q target.Period) int {
	if p.Last().Compare(q.Last()) <= 0 {
		return target.Months(p.Last(), q.Last()).Len() - 1
	}
	return 1 - target.Months(q.Last(), p.Last()).Len()
}

// checkSeries returns the points in order.
func checkSeries(l *fault.List, name string, series []target.Point) []target.Point {
	points := slices.SortedFunc(slices.Values(series), func(p, q target.Point) int {
		if c := p.Period.Compare(q.Period); c != 0 || !fixed.InBounds(p.Value) || !fixed.InBounds(q.Value) {
			return c
		}
		return p.Value.Cmp(q.Value)
	})
	for i, p := range points {
		path := name + "[" + strconv.Quote(p.Period.String()) + "]"
		switch {
		case p.Period.IsZero():
			l.Add(&target.FieldError{Path: path + ".period", Err: target.ErrRequired})
		case i > 0 && p.Period.Last() == points[i-1].Period.Last():
			l.Add(&target.FieldError{Path: path, Err: target.ErrDuplicate, Remedy: "one figure for each end of a period"})
		}
		if !fixed.InBounds(p.Value) {
			l.Add(&target.FieldError{Path: path + ".value", Value: p.Value, Err: target.ErrRange, Remedy: "at most 100 digits before and 100 after the point"})
		}
	}
	return points
}

func checkPace(l *fault.List, p Pace) {
	switch p := p.(type) {
	case CAGRRatio, Linear, Forecast, Weather, CurrentStatus, Anticipated, PathGap:
		p.check(l)
	default:
		l.Add(&target.FieldError{Path: "pace", Err: target.ErrRequired, Remedy: "one of CAGRRatio, Linear, Forecast, Weather, CurrentStatus, Anticipated, PathGap, by value"})
	}
}

// achieved returns the verdict of a series that was where it should be from the
// base on, and needs no pace.
func achieved(p Pace, c course) Progress {
	out := c.progress(AlreadyMet)
	switch p := p.(type) {
	case CAGRRatio:
		out.Category, out.Score = p.Achieved, p.best()
	case Linear:
		out.Category = p.filled().Achieved
	case Forecast:
		p = p.filled()
		out.Category, out.Score = p.Achieved, p.Cuts[0].Score
	}
	return out
}

// Cut is a category from a bound up: the bound is included, or not where Above
// is set. Cuts are listed from the best category to the worst, which has no
// bound.
type Cut struct {
	Name  string
	From  decimal.Decimal
	Above bool                // the bound itself belongs to the next category
	Score decimal.NullDecimal // the rule's score of the category, where it has one
}

// category returns the cut that x falls in.
func category(cuts []Cut, x *big.Rat) Cut {
	for _, c := range cuts[:len(cuts)-1] {
		if order := x.Cmp(c.From.Rat()); order > 0 || order == 0 && !c.Above {
			return c
		}
	}
	return cuts[len(cuts)-1]
}

func checkCuts(l *fault.List, path string, cuts []Cut) {
	for i, c := range cuts {
		at := path + "[" + strconv.Itoa(i) + "]"
		if c.Name == "" {
			l.Add(&target.FieldError{Path: at + ".name", Err: target.ErrRequired})
		}
		if !fixed.InBounds(c.From) || c.Score.Valid && !fixed.InBounds(c.Score.Decimal) {
			l.Add(&target.FieldError{Path: at, Value: c.From, Err: target.ErrRange})
			continue
		}
		last := i == len(cuts)-1
		if last && (!c.From.IsZero() || c.Above) {
			l.Add(&target.FieldError{Path: at + ".from", Value: c.From, Err: target.ErrInvalid, Remedy: "the last category has no bound"})
		}
		if i == 0 || last || !fixed.InBounds(cuts[i-1].From) {
			continue
		}
		if order := c.From.Cmp(cuts[i-1].From); order > 0 || order == 0 && (c.Above || !cuts[i-1].Above) {
			l.Add(&target.FieldError{Path: at + ".from", Value: c.From, Err: target.ErrInvalid, Remedy: "bounds fall from cut to cut"})
		}
	}
}

func cut(name, from string) Cut { return Cut{Name: name, From: constant(from)} }

func above(name, from string) Cut {
	return Cut{Name: name, From: constant(from), Above: true}
}

// constant is a figure of a rule.
func constant(text string) decimal.Decimal {
	d, _ := fixed.Parse(text)
	return d
}

func scoring(c Cut, score int64) Cut {
	c.Score = null(decimal.New(score, 0))
	return c
}
