package progress

import (
	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
)

// Track judges by a rule whether a series is on its way to its target.
//
// # Points
//
// The base is the target's baseline or, without one, the first point. Points before
// the baseline count only for rules that say so. The current point is the last one
// that does not end after the target's period. The time of a point is the end of
// its period.
//
// # Ranges
//
// For a range (Within, About) a rule uses one end as the target:
//
//	Better           end                          figures
//	Higher           the lower end                as they are
//	Lower            the upper end                as they are
//	Nearer or none   the one on the side of the   as they are on that side,
//	                 current figure               reflected if on the other
//
// Without a better side the distance to the range counts, as it does for
// [evaluate.Assess]. A series that went from 15 below to 8 above the range has come
// nearer by 7. Rates and forecasts are then those of the reflected figures.
// [CAGRRatio] and compound growth reflect in their own way, and [Anticipated] and
// [PathGap] compare distances.
//
// # No verdict
//
// A series that the rule cannot judge has a Reason and no Category. Examples are too few
// points, and a rate of change from zero, between figures on different sides of zero, or
// to a target at the baseline.
//
// # Errors
//
// Track returns an error that lists every problem if
//
//   - the target is not valid, or the rule is nil or not valid;
//   - a point has no period or a figure out of bounds, or two points end in the same
//     month;
//   - PathGap is given the growth or the reduction of some months.
func Track(t target.Target, points []target.Point, r Rule) (Progress, error) {
	var p target.Problems
	p.Add(t.Validate())
	points = series.Sorted(p.At("series"), points)
	checkRule(p.At("rule"), r)
	if path, ok := r.(PathGap); ok {
		checkRates(p.At("series"), t, points)
		checkRates(p.At("rule").Field("path"), t, path.Path)
	}
	if p.Len() > 0 {
		return Progress{}, p.Err()
	}

	c, isLate := newCourse(t, points)
	switch {
	case len(c.points) == 0 && isLate:
		return c.verdict(evaluate.DeadlinePassed), nil
	case !r.enough(c):
		return c.verdict(evaluate.TooFewPoints), nil
	}
	c.aim()
	return r.track(c), nil
}

// TrackTrend judges a series whose indicator has a direction but no target. The
// rule is a [CAGRRatio], a [Forecast] or a [Weather].
//
// TrackTrend returns an error that lists every problem if the indicator or the rule is not
// valid, the rule needs a target, or [Track] would refuse the points.
func TrackTrend(i target.Indicator, points []target.Point, r Rule) (Progress, error) {
	var p target.Problems
	p.Add(i.Validate())
	points = series.Sorted(p.At("series"), points)
	checkRule(p.At("rule"), r)
	rule, isTrend := r.(trendRule)
	if r != nil && !isTrend {
		p.At("rule").Report(nil, target.ErrRequired, "the rule needs a target: use CAGRRatio, Forecast or Weather")
	}
	if p.Len() > 0 {
		return Progress{}, p.Err()
	}

	c := newTrend(i, points)
	switch {
	case !r.enough(c):
		return c.verdict(evaluate.TooFewPoints), nil
	case i.Better != target.Higher && i.Better != target.Lower:
		return c.verdict(evaluate.NoDirection), nil
	}
	return rule.trend(c), nil
}
