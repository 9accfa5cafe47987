package evaluate

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
)

// pathSteps are a path: for a total figures of single steps, else levels.
type pathSteps []target.Point

// way is a target and the path that leads to it.
type way struct {
	target target.Target
	path   pathSteps // in order; empty means evenly over time
}

// isTotal reports whether figures add up from the beginning of the target's period.
func (w way) isTotal() bool { return w.target.Indicator.TimeLaw() == target.TimeSum }

// isRate reports whether figures are rates of change that compound.
func (w way) isRate() bool {
	k := w.target.Indicator.Kind
	return (k == target.Growth || k == target.Reduction) && w.target.Indicator.TimeLaw() == target.TimeCompound
}

// check reports a path that the target cannot have.
func (w way) check(at target.Place) {
	if len(w.path) == 0 {
		return
	}
	i, comparator := w.target.Indicator, w.target.EffectiveComparator()
	isRange := comparator == target.Within || comparator == target.About && !w.target.Tolerance.IsZero()
	switch {
	case i.Kind == target.Position || i.Kind == target.Milestone:
		at.Report(i.Kind, target.ErrKind, "a position or a milestone has no path: leave the path out")
	case w.isRate():
		at.Report(i.Kind, target.ErrKind, "rates have no path here: leave the path out, or judge by progress.PathGap")
	case w.isTotal():
		w.checkTotal(at)
	case isRange:
		at.Report(nil, target.ErrMismatch, "a range has no path of single figures: leave the path out")
	default:
		w.checkLevels(at)
	}
}

// checkLevels reports a path of levels that does not lead to the target.
func (w way) checkLevels(at target.Place) {
	last := w.path[len(w.path)-1]
	switch left := series.MonthsBetween(last.Period, w.target.Period); {
	case left < 0:
		at.Key(last.Period.String()).
			Report(nil, target.ErrRange, "the steps must end with "+w.target.Period.Last().String()+" at the latest")
	case left == 0 && !last.Value.Equal(w.target.Value):
		at.Key(last.Period.String()).
			Report(last.Value, target.ErrMismatch, "the path must lead to the target, "+fault.Text(w.target.Value))
	}
}

// checkTotal reports a path of a total that does not fill the target's period, or
// adds up to nothing.
func (w way) checkTotal(at target.Place) {
	sum := decimal.Zero
	next := w.target.Period.First()
	for _, p := range w.path {
		place := at.Key(p.Period.String())
		if p.Period.First() != next {
			place.Report(nil, target.ErrMissing, "the steps must follow each other from the beginning of "+
				w.target.Period.String())
			return
		}
		if !place.NonNegative(p.Value) {
			return
		}
		sum = sum.Add(p.Value) //mutate:equal sum.Sub(p.Value): whether it is zero counts
		next = p.Period.Last().Next()
	}

	last := w.path[len(w.path)-1].Period.Last()
	switch {
	case last != w.target.Period.Last():
		at.Report(last, target.ErrMissing, "the steps must end with "+w.target.Period.String())
	case sum.Sign() == 0:
		at.Report(nil, target.ErrRange, "at least one step must be greater than 0")
	}
}

// fit reports whether an observation of a period can be judged, and if not, what
// would have to be given.
func (w way) fit(p target.Period) (remedy string, ok bool) {
	t := w.target
	begins, isWithin := p.First() == t.Period.First(), t.Period.Contains(p)
	switch {
	case p == t.Period:
		return "", true
	case w.isTotal():
		if !begins || !isWithin {
			return "give the total from " + t.Period.First().String() + " on, as temporal.ToDate makes it", false
		}
		if len(w.path) > 0 && !w.hasStep(p) {
			return "no step of the path ends with " + p.Last().String() + ": give a path of shorter steps", false
		}
		return "", true
	case w.isRate() && !(begins && isWithin && (t.Period.Len() <= 12 || p.Len()%12 == 0)):
		if t.Period.Len() > 12 {
			return "give the rate of whole years from the beginning of " + t.Period.String(), false
		}
		return "give the rate of the months from " + t.Period.First().String() + " on", false
	}

	return w.fitLevel(p)
}

// fitLevel is fit for levels.
func (w way) fitLevel(p target.Period) (remedy string, ok bool) {
	t := w.target
	begins := t.Period.First().Shift(-1) // a cumulative total begins with nothing

	switch b := t.Baseline; {
	case series.MonthsBetween(p, t.Period) <= 0 || t.Indicator.Kind == target.Milestone:
		return "", true
	case b != nil:
		begins = b.Period
	case len(w.path) > 0:
		begins = w.path[0].Period
		if series.MonthsBetween(begins, p) >= 0 {
			return "", true
		}
		return "nothing is due before the first step of the path, " + begins.String() + ": give a baseline", false
	case t.Indicator.Kind != target.Cumulative:
		return "", true
	}

	if series.MonthsBetween(begins, p) <= 0 {
		return "the way begins with " + begins.String() + ": give a later figure", false
	}
	return "", true
}

func (w way) hasStep(p target.Period) bool {
	return slices.ContainsFunc(w.path, func(q target.Point) bool { return q.Period.Last() == p.Last() })
}

// beginning returns the figure at which the way of a level begins, and the length of the
// way in months. The length is 0 if the target has no baseline to start from.
func (w way) beginning() (base decimal.Decimal, months int) {
	t := w.target
	switch b := t.Baseline; {
	case t.Indicator.Kind == target.Position:
		return base, 0
	case b != nil:
		return b.Value, series.MonthsBetween(b.Period, t.Period)
	case t.Indicator.Kind == target.Cumulative:
		return base, t.Period.Len()
	}
	return base, 0
}
