package evaluate

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
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
// the same in the indicator's unit, where the path gives figures. The forecast
// goes on at the pace so far: along a straight line, for a Reduction
// 1 − (1−R)^(N/n) after n of N months.
//
// There is no verdict before the first step is due (NoPath) or where progress
// does not exist, for the reason that Assess gives.
type PathGap struct {
	Path     []target.Point    // figures due, as target.Path makes them; nil is the Schedule
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
	out.Forecast = c.paced()
	made, why := c.made(c.current.Value)
	var due decimal.NullDecimal
	if len(p.Path) > 0 {
		steps, _ := toDate(c.target, slices.SortedFunc(slices.Values(p.Path), func(a, b target.Point) int { return a.Period.Compare(b.Period) }))
		step := -1
		for i, q := range steps {
			if months(q.Period, c.current.Period) >= 0 {
				step = i
			}
		}
		if step < 0 {
			out.Reason = NoPath
			return out
		}
		gap := c.current.Value.Sub(steps[step].Value)
		if !c.up {
			gap = gap.Neg()
		}
		out.Gap = null(gap)
		if why != 0 {
			// The figures themselves still say which side of the path they are on.
			out.Reason = why
			if len(p.Cuts) == 0 {
				out.Category = category(p.filled(), gap.Rat()).Name
			}
			return out
		}
		due, why = c.made(steps[step].Value)
	} else {
		shares := p.Schedule
		if len(shares) == 0 {
			shares = []decimal.Decimal{decimal.New(2, -1), decimal.New(4, -1), decimal.New(6, -1), decimal.New(8, -1), decimal.New(1, 0)}
		}
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
		sum, err := target.Combine(fine, span, running, nil)
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

// paced returns the figure at the end of the target's period at the pace so
// far.
func (c course) paced() decimal.NullDecimal {
	elapsed, all := c.elapsed(c.current.Period), c.elapsed(c.target.Period)
	if elapsed <= 0 {
		return decimal.NullDecimal{}
	}
	figure := c.current.Value
	if c.target.Indicator.Kind == target.Reduction {
		left, scale := kept(figure, c.target.Indicator), c.target.Indicator.Scale().Rat()
		switch {
		case left.Sign() <= 0 || !moderate(left, int64(all), int64(elapsed)):
			return decimal.NullDecimal{}
		case left.Cmp(one) == 0 || all == elapsed:
			return null(figure)
		}
		return null(affine(scale, new(big.Rat).Neg(scale), radical(left, int64(all), int64(elapsed))))
	}
	var base decimal.Decimal
	switch {
	case c.running:
	case c.target.Baseline == nil:
		return decimal.NullDecimal{}
	default:
		base = c.base.Value
	}
	r := figure.Sub(base).Rat()
	r.Mul(r, big.NewRat(int64(all), int64(elapsed)))
	return null(significant(r.Add(r, base.Rat())))
}
