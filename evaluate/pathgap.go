package evaluate

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// PathGap holds a series against the steps of a path: the progress that it has
// made against the progress that is due, both as shares of the way to the
// target as [Assess] reckons progress, that of a Reduction by logarithms. The
// last step that has come due by the current point counts.
//
// The zero PathGap is the schedule of China's five-year plans since 2011: 20,
// 40, 60, 80 and 100 % of the way at the end of each year.
//
// Where the target is for more than one step and its figures add up or compound
// over time, as those of a Flow, a Growth and a Reduction do, figures of single
// steps, in the series and in the path, are first added up or compounded from
// the beginning of the target's period; a point that begins with that period is
// taken as it is, and a point after a gap is left out. Progress of a Flow or a
// Growth is then the share of the target itself, of a range of the end that
// [Track] judges by.
//
// Observed is the progress made and Required the progress due, as shares of the
// whole way and not rates a year; the score is the difference, turned where
// having the smaller share of the target is better, as of a budget that is not
// to be exceeded. At 0 or more the series is on its path, below it behind. Gap is
// the same in the indicator's unit, where the path gives figures, and for a range
// without a better side the distance to it that the path leaves less that of the
// figure.
//
// The forecast goes on along the path, with P the path at the current point and
// Q at the end of the target's period, both from the beginning of the way, on a
// straight line between steps, and to the target after the last one:
//
//	b + (y − b)·Q/P          b is the baseline, 0 for figures that are added up
//	1 − (1−R)^(Q/P)          Reduction; P and Q are shares of the way, to 32 digits
//
// There is none where nothing is due yet.
//
// Rates to date, a growth or a reduction of some months on the same months of the
// year before, are no part of a year's rate: Track refuses them.
//
// There is no verdict before the first step is due (NoPath) or where progress
// does not exist, for the reason that Assess gives.
type PathGap struct {
	Path     []target.Point    // figures due, as temporal.Path makes them; nil is the Schedule
	Schedule []decimal.Decimal // shares of the way due at the end of each year from the base; nil is 0.2 to 1 by 0.2
	Cuts     []Cut             // of the score; nil is on path from 0, and behind
}

func (p PathGap) filled() []Cut {
	if len(p.Cuts) > 0 {
		return p.Cuts
	}
	return []Cut{cut("on path", "0"), {Name: "behind"}}
}

func (p PathGap) enough(c course) bool { return len(c.points) > 0 }

func (p PathGap) check(l *fault.List) {
	checkCuts(l, "pace.cuts", p.Cuts)
	checkSeries(l, "pace.path", p.Path)
	if len(p.Path) > 0 && len(p.Schedule) > 0 {
		l.Add(&target.FieldError{Path: "pace.schedule", Err: target.ErrMismatch, Remedy: "give a path or a schedule"})
	}
	for i, d := range p.Schedule {
		atLeastZero(l, "pace.schedule["+strconv.Itoa(i)+"]", d)
	}
}

func (p PathGap) track(c course) Progress {
	c.points, c.running = toDate(c.target, c.points)
	if len(c.points) == 0 {
		return c.progress(TooFewPoints)
	}
	c.current = c.points[len(c.points)-1]
	if c.target.Baseline == nil {
		c.base = c.points[0]
	}
	c.aim()
	out := c.progress(0)
	if c.inside {
		out.Reason, out.Category = AlreadyMet, p.filled()[0].Name
		return out
	}

	steps, _ := toDate(c.target, inOrder(p.Path))
	out.Forecast = c.along(p.course(c, steps))
	made, why := c.made(c.current.Value)
	var due decimal.NullDecimal
	if len(p.Path) > 0 {
		step, ok := lastBy(steps, c.current.Period)
		if !ok {
			out.Reason = NoPath
			return out
		}
		gap := c.lead(step.Value)
		out.Gap = null(gap)
		if why != 0 {
			// The figures themselves still say which side of the path they are on.
			out.Reason = why
			if len(p.Cuts) == 0 {
				out.Category = category(p.filled(), gap.Rat()).Name
			}
			return out
		}
		due, why = c.made(step.Value)
	} else {
		shares := p.shares()
		year := min(c.elapsed(c.current.Period)/12, len(shares))
		if year < 1 {
			out.Reason = NoPath
			return out
		}
		due = null(shares[year-1])
	}
	if why != 0 {
		out.Reason = why
		return out
	}

	score := made.Decimal.Sub(due.Decimal)
	if c.shares() && c.up == (c.goal.Sign() < 0) {
		score = score.Neg()
	}
	out.Observed, out.Required, out.Score = made, due, null(score)
	out.Ratio = out.Score
	out.Category = category(p.filled(), score.Rat()).Name
	return out
}

// shares returns the schedule.
func (p PathGap) shares() []decimal.Decimal {
	if len(p.Schedule) > 0 {
		return p.Schedule
	}
	return []decimal.Decimal{decimal.New(2, -1), decimal.New(4, -1), decimal.New(6, -1), decimal.New(8, -1), decimal.New(1, 0)}
}

func inOrder(points []target.Point) []target.Point {
	return slices.SortedFunc(slices.Values(points), func(a, b target.Point) int { return a.Period.Compare(b.Period) })
}

// lastBy returns the last step that has come due.
func lastBy(steps []target.Point, now target.Period) (target.Point, bool) {
	for _, q := range slices.Backward(steps) {
		if months(q.Period, now) >= 0 {
			return q, true
		}
	}
	return target.Point{}, false
}

// lead returns by how much the current figure is better than that of the path.
func (c course) lead(step decimal.Decimal) decimal.Decimal {
	switch {
	case c.reflected:
		low, high := ends(c.target)
		return outside(step, *low, *high).Sub(outside(c.current.Value, *low, *high))
	case c.up:
		return c.current.Value.Sub(step)
	}
	return step.Sub(c.current.Value)
}

// due is what a path asks for by a time, from the beginning of the way: a figure
// or, of a schedule and for a Reduction, a share of the way.
type due struct {
	months int
	amount *big.Rat
}

// course returns the steps of the path by the end of the target's period, none
// where they do not exist.
func (p PathGap) course(c course, steps []target.Point) []due {
	all := c.elapsed(c.target.Period)
	var path []due
	if len(p.Path) == 0 {
		for i, share := range p.shares() {
			path = append(path, due{12 * (i + 1), share.Rat()})
		}
		return upToEnd(path, due{all, one})
	}

	for _, q := range steps {
		amount, ok := c.amount(q.Value)
		if !ok {
			return nil
		}
		path = append(path, due{c.elapsed(q.Period), amount})
	}
	goal, ok := c.amount(c.goal)
	if !ok {
		return nil
	}
	return upToEnd(path, due{all, goal})
}

// upToEnd returns the steps after the beginning of the way; the path ends at the
// target if it ends before it.
func upToEnd(path []due, end due) []due {
	path = slices.DeleteFunc(path, func(d due) bool { return d.months <= 0 })
	if len(path) == 0 || path[len(path)-1].months < end.months {
		path = append(path, end)
	}
	return path
}

// amount returns what a figure adds to the beginning of the way.
func (c course) amount(figure decimal.Decimal) (*big.Rat, bool) {
	switch {
	case c.target.Indicator.Kind == target.Reduction:
		left, goal := kept(figure, c.target.Indicator), kept(c.goal, c.target.Indicator)
		if left.Sign() <= 0 || goal.Sign() <= 0 || goal.Cmp(one) == 0 {
			return nil, false
		}
		return transcend.LnAffine(new(big.Rat), one, left, goal, 2*Digits).Rat(), true
	case c.running:
		return figure.Rat(), true
	case c.target.Baseline == nil:
		return nil, false
	}
	return figure.Sub(c.base.Value).Rat(), true
}

// by returns what a path asks for by a time.
func by(path []due, months int) *big.Rat {
	before := due{0, new(big.Rat)}
	for _, d := range path {
		if months <= d.months {
			rise := new(big.Rat).Sub(d.amount, before.amount)
			rise.Mul(rise, big.NewRat(int64(months-before.months), int64(d.months-before.months)))
			return rise.Add(rise, before.amount)
		}
		before = d
	}
	return before.amount
}

// along returns the figure at the end of the target's period if it goes on along
// the path.
func (c course) along(path []due) decimal.NullDecimal {
	now, all := c.elapsed(c.current.Period), c.elapsed(c.target.Period)
	if now <= 0 || len(path) == 0 {
		return decimal.NullDecimal{}
	}
	figure := c.current.Value
	if now == all {
		return null(figure)
	}
	soFar, end := by(path, now), by(path, all)
	if soFar.Sign() == 0 {
		return decimal.NullDecimal{}
	}

	times := end.Quo(end, soFar)
	if c.target.Indicator.Kind == target.Reduction {
		return c.cutAlong(times)
	}
	var base decimal.Decimal
	switch {
	case c.running:
	case c.target.Baseline == nil:
		return decimal.NullDecimal{}
	default:
		base = c.base.Value
	}
	times.Mul(times, figure.Sub(base).Rat())
	return null(significant(times.Add(times, base.Rat())))
}

// cutAlong returns the reduction that is so many times as far on the way as the
// current one, nothing where that leaves all bounds.
func (c course) cutAlong(times *big.Rat) decimal.NullDecimal {
	left, scale := kept(c.current.Value, c.target.Indicator), c.target.Indicator.Scale().Rat()
	switch {
	case left.Sign() <= 0:
		return decimal.NullDecimal{}
	case left.Cmp(one) == 0 || times.Cmp(one) == 0:
		return null(c.current.Value)
	}

	bits := big.NewRat(int64(left.Num().BitLen()-left.Denom().BitLen()), 1)
	bits.Add(bits.Abs(bits), one)
	bits.Mul(bits, new(big.Rat).Abs(times))
	if bits.Cmp(big.NewRat(4096, 1)) >= 0 {
		return decimal.NullDecimal{}
	}
	return null(shortest(transcend.AffinePower(scale, new(big.Rat).Neg(scale), left, times, Digits)))
}

// toDate adds up or compounds figures of single steps from the beginning of
// the target's period on, and reports whether the kind calls for it.
func toDate(t target.Target, points []target.Point) ([]target.Point, bool) {
	law := t.Indicator.TimeLaw()
	sums := law == target.TimeSum || law == target.TimeCompound
	longer := func(p target.Point) bool { return p.Period.Len() >= t.Period.Len() && p.Period != t.Period }
	shorter := func(p target.Point) bool { return p.Period.Len() < t.Period.Len() }
	if !sums || slices.ContainsFunc(points, longer) || t.Period.Len() <= 12 && !slices.ContainsFunc(points, shorter) {
		return points, false
	}
	fine := t.Indicator
	fine.Places, fine.Quantum = target.Places(target.MaxPlaces), decimal.Decimal{}
	var running, out []target.Point
	for _, p := range points {
		first := p.Period.First()
		switch {
		case first == t.Period.First():
			running = []target.Point{p}
			out = append(out, p)
			continue
		case len(running) == 0 || months(running[len(running)-1].Period, first) != 1:
			continue
		}
		running = append(running, p)
		span := target.Months(t.Period.First(), p.Period)
		sum, err := temporal.Combine(fine, span, running, nil)
		if err != nil {
			break
		}
		out = append(out, target.Point{Period: span, Value: sum})
	}
	return out, true
}

// made returns the progress that a figure is.
func (c course) made(figure decimal.Decimal) (decimal.NullDecimal, Reason) {
	if !c.shares() {
		return progress(c.target, figure)
	}
	if c.goal.IsZero() {
		return decimal.NullDecimal{}, ZeroTarget
	}
	return null(significant(new(big.Rat).Quo(figure.Rat(), c.goal.Rat()))), 0
}

// shares reports whether progress is the share of the target itself.
func (c course) shares() bool {
	return c.running && c.target.Indicator.Kind != target.Reduction
}

// elapsed returns the months from the beginning of the way to the end of p: from
// the baseline or, where there is none, from the beginning of the target's
// period.
func (c course) elapsed(p target.Period) int {
	if c.target.Baseline != nil && !c.running {
		return months(c.base.Period, p)
	}
	return months(c.target.Period.First(), p) + 1
}

// checkRates refuses rates of some months of the target's period where figures of
// single steps are compounded.
func checkRates(l *fault.List, t target.Target, name string, points []target.Point) {
	if t.Indicator.TimeLaw() != target.TimeCompound {
		return
	}
	for _, p := range points {
		if !p.Period.IsZero() && isRateToDate(t, p.Period) {
			path := name + "[" + strconv.Quote(p.Period.String()) + "].period"
			l.Add(&target.FieldError{Path: path, Value: p.Period, Err: target.ErrMismatch, Remedy: rateToDate})
		}
	}
}
