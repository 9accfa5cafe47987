package progress

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// PathGap compares the share of the way that a series has made with the share that a
// path asks for by now. The last step of the path that is due by the current point
// counts.
//
// The zero PathGap is the schedule of China's five-year plans since 2011: 20, 40, 60,
// 80 and 100 % of the way at the end of each year.
//
// # Figures of single steps
//
// The figures of a Flow, a Growth and a Reduction add up or compound over time. If
// the target is for more than one step, figures of single steps are first added up or
// compounded from the beginning of the target's period, in the series and in the path.
// A point that begins with that period is taken as it is. Points after a gap are left
// out. The growth or the reduction of some months is refused: it is on the same months
// of the year before, and no part of a year's rate.
//
// # Verdict
//
//	Made, Due   shares of the way; of a Flow or a Growth, shares of the target itself
//	Measure     Made − Due; the sign is reversed if less is better, as of a budget
//	Gap         lead over the path in the indicator's unit, if the path has figures
//
// Shares are those of [evaluate.Assess], of a Reduction by logarithms. At a Measure of
// 0 or more the series is on its path, below 0 it is behind. If nearer is better, Gap
// is the distance of the path to the target less that of the figure.
//
// # Forecast
//
// The forecast follows the path from the current point. P is the value of the path at the
// current point, and Q at the end of the target's period. Both are counted from the
// beginning of the way. The path is straight between its steps, and from the last step to
// the target:
//
//	b + (y − b)·Q/P          b is the baseline, or 0 for figures that are added up
//	1 − (1−R)^(Q/P)          Reduction; P and Q are shares of the way
//
// There is no forecast if nothing is due yet.
//
// There is no verdict before the first step is due (NoPath), or if a share of the way
// does not exist, for the reason that [evaluate.Assess] gives.
type PathGap struct {
	Path       []target.Point    // figures that are due, as temporal.Path makes them; nil means the Schedule
	Schedule   []decimal.Decimal // shares of the way due at the end of each year; nil means 0.2 to 1 by 0.2
	Categories []Category        // of the measure; nil means "on path" from 0, and "behind"
}

func (r PathGap) filled() PathGap {
	if len(r.Categories) == 0 {
		r.Categories = []Category{atLeast("on path", "0"), {Name: "behind"}}
	}
	if len(r.Schedule) == 0 {
		r.Schedule = []decimal.Decimal{
			constant("0.2"), constant("0.4"), constant("0.6"), constant("0.8"), constant("1"),
		}
	}
	return r
}

//mutate:equal len(c.points) >= 0: track looks for points again
func (r PathGap) enough(c course) bool { return len(c.points) > 0 }

func (r PathGap) check(at target.Place) {
	checkCategories(at.Field("categories"), r.Categories)
	series.Sorted(at.Field("path"), r.Path)
	if len(r.Path) > 0 && len(r.Schedule) > 0 {
		at.Field("schedule").Report(nil, target.ErrMismatch, "give either a path or a schedule")
	}
	for i, share := range r.Schedule {
		at.Field("schedule").Index(i).NonNegative(share)
	}
}

// checkRates refuses rates of some months of the target's period, if figures of single
// steps are compounded.
func checkRates(at target.Place, t target.Target, points []target.Point) {
	if t.Indicator.TimeLaw() != target.TimeCompound {
		return
	}
	for _, p := range points {
		if !p.Period.IsZero() && series.IsRateToDate(t, p.Period) {
			at.Key(p.Period.String()).Field("period").
				Report(p.Period, target.ErrMismatch, series.RateToDateRemedy)
		}
	}
}

func (r PathGap) track(c course) Progress {
	hasOwnBounds := len(r.Categories) > 0
	r = r.filled()

	// The course of figures to date.
	c.points, c.running = toDate(c.target, c.points)
	if len(c.points) == 0 {
		return c.verdict(evaluate.TooFewPoints)
	}
	c.current = c.points[len(c.points)-1]
	if c.target.Baseline == nil {
		c.base = c.points[0]
	}
	c.aim()

	out := c.verdict(0)
	if c.inside {
		out.Reason, out.Category = evaluate.AlreadyMet, r.Categories[0].Name
		return out
	}

	steps, _ := toDate(c.target, series.Sorted(target.Place{}, r.Path))
	out.Forecast = c.along(r.wayDue(c, steps))

	// The share of the way that is due.
	var due decimal.NullDecimal
	var noShare evaluate.Reason
	if len(r.Path) > 0 {
		step, ok := lastDue(steps, c.current.Period)
		if !ok {
			out.Reason = evaluate.NoPath
			return out
		}
		out.Gap = decimal.NewNullDecimal(c.lead(step.Value))
		due, noShare = c.shareOf(step.Value)
	} else {
		years := min(c.elapsed(c.current.Period)/12, len(r.Schedule))
		if years < 1 {
			out.Reason = evaluate.NoPath
			return out
		}
		due = decimal.NewNullDecimal(r.Schedule[years-1])
	}

	// The share that is made.
	made, why := c.shareOf(c.current.Value)
	if out.Reason = cmp.Or(why, noShare); out.Reason != 0 {
		// The gap still says on which side of the path the figure is.
		if why != 0 && out.Gap.Valid && !hasOwnBounds {
			out.Category = categoryOf(r.Categories, out.Gap.Decimal.Rat()).Name
		}
		return out
	}

	measure := made.Decimal.Sub(due.Decimal)
	//mutate:equal c.goal.Sign() <= 0: shares of zero do not exist
	if lessIsBetter := c.up == (c.goal.Sign() < 0); c.sharesTarget() && lessIsBetter {
		measure = measure.Neg()
	}
	out.Made, out.Due, out.Measure = made, due, decimal.NewNullDecimal(measure)
	out.Category = categoryOf(r.Categories, measure.Rat()).Name
	return out
}

// lastDue returns the last step that is due by a period.
func lastDue(steps []target.Point, now target.Period) (target.Point, bool) {
	for _, q := range slices.Backward(steps) {
		if series.MonthsBetween(q.Period, now) >= 0 {
			return q, true
		}
	}
	return target.Point{}, false
}

// lead returns by how much the current figure is better than that of the path.
func (c course) lead(step decimal.Decimal) decimal.Decimal {
	switch {
	case c.reflected:
		return c.band.Distance(step).Sub(c.band.Distance(c.current.Value))
	case c.up:
		return c.current.Value.Sub(step)
	}
	return step.Sub(c.current.Value)
}

// shareOf returns the share of the way that a figure is.
func (c course) shareOf(figure decimal.Decimal) (decimal.NullDecimal, evaluate.Reason) {
	if c.sharesTarget() {
		if c.goal.IsZero() {
			return decimal.NullDecimal{}, evaluate.ZeroTarget
		}
		return quotient.Null(quotient.Of(figure, c.goal)), 0
	}

	i := c.target.Indicator
	a, err := evaluate.Assess(c.target, target.Observation{
		Unit: c.target.Unit, Indicator: i.Code, Coverage: i.Coverage, Period: c.target.Period, Value: figure,
	})
	if err != nil {
		return decimal.NullDecimal{}, evaluate.Unbounded
	}
	return a.Progress, a.ProgressReason
}

// sharesTarget reports whether shares of the way are shares of the target itself.
func (c course) sharesTarget() bool {
	return c.running && c.target.Indicator.Kind != target.Reduction
}

// elapsed returns the months from the beginning of the way to the end of p: from the
// baseline or, without one, from the beginning of the target's period.
func (c course) elapsed(p target.Period) int {
	if c.target.Baseline != nil && !c.running {
		return series.MonthsBetween(c.base.Period, p)
	}
	return series.MonthsBetween(c.target.Period.First(), p) + 1
}

// toDate adds up or compounds figures of single steps from the beginning of the
// target's period. It returns false, and the points as they are, if they are not such
// figures.
func toDate(t target.Target, points []target.Point) ([]target.Point, bool) {
	if !runs(t, points) {
		return points, false
	}
	fine := t.Indicator
	fine.Places, fine.Quantum = target.Places(target.MaxPlaces), decimal.Decimal{}

	var running, out []target.Point
	for _, p := range points {
		first := p.Period.First()
		if first == t.Period.First() {
			running = []target.Point{p}
			out = append(out, p)
			continue
		}
		isNext := len(running) > 0 && series.MonthsBetween(running[len(running)-1].Period, first) == 1
		if !isNext {
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

// runs reports whether points are figures of single steps of a target for more than
// one step.
func runs(t target.Target, points []target.Point) bool {
	law := t.Indicator.TimeLaw()
	if law != target.TimeSum && law != target.TimeCompound {
		return false
	}

	isLonger := func(p target.Point) bool { return p.Period.Len() >= t.Period.Len() && p.Period != t.Period }
	isShorter := func(p target.Point) bool { return p.Period.Len() < t.Period.Len() }
	isOneStep := t.Period.Len() <= 12 && !slices.ContainsFunc(points, isShorter)
	return !isOneStep && !slices.ContainsFunc(points, isLonger)
}
