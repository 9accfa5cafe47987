package progress

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/target"
)

// Progress is the verdict of a [Rule] on a series. A figure that the rule does not
// use, or that does not exist, is absent.
type Progress struct {
	Base, Current target.Point        // the points that were compared
	ObservedRate  decimal.NullDecimal // change a year since the base; of compound growth, as a share of 1
	RequiredRate  decimal.NullDecimal // change a year that would lead from the base to the target
	Made, Due     decimal.NullDecimal // PathGap: shares of the way that are made, and due
	Gap           decimal.NullDecimal // PathGap: lead over the path in the indicator's unit, negative if behind
	Measure       decimal.NullDecimal // what the categories divide; each rule says what it is
	Score         decimal.NullDecimal // on the scale that the rule publishes, more is better
	Forecast      decimal.NullDecimal // figure at the end of the target's period if things go on as observed
	Category      string
	Reason        evaluate.Reason // why there is no verdict, or what stands beside it
}

// MarshalJSON writes the verdict as an object, decimals as strings.
func (p Progress) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// String prints the verdict on one line: the category, or the score of a rule without
// categories, or the reason why there is none; the figure that was compared; and the
// forecast, cut after two decimals.
//
//	substantial progress: 850 in 2023, forecast 1,032.14…
func (p Progress) String() string {
	verdict := p.Category
	switch {
	case verdict != "":
	case p.Score.Valid:
		verdict = "score " + quotient.Cut(p.Score.Decimal, 2)
	default:
		verdict = "no verdict (" + p.Reason.String() + ")"
	}

	text := verdict + ": " + numtext.Figure(p.Current.Value)
	if !p.Current.Period.IsZero() {
		text += " in " + p.Current.Period.String()
	}
	if p.Forecast.Valid {
		text += ", forecast " + quotient.Cut(p.Forecast.Decimal, 2)
	}
	return text
}

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
// TrackTrend returns an error that lists every problem if the indicator or the
// rule is not valid, the rule needs a target, or the points are not as [Track]
// wants them.
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

// newCourse returns the course of a series to its target, and whether points come
// after the target's period.
func newCourse(t target.Target, points []target.Point) (c course, isLate bool) {
	inTime := slices.DeleteFunc(points, func(q target.Point) bool {
		return series.MonthsBetween(t.Period, q.Period) > 0
	})
	c = course{target: t, points: inTime}
	if len(inTime) > 0 {
		c.base, c.current = inTime[0], inTime[len(inTime)-1]
	}
	if t.Baseline != nil {
		c.base = *t.Baseline
		if len(inTime) == 0 {
			c.current = c.base
		}
	}
	return c, len(inTime) < len(points)
}

// newTrend returns the course of a series without a target.
func newTrend(i target.Indicator, points []target.Point) course {
	c := course{target: target.Target{Indicator: i}, points: points, up: i.Better == target.Higher}
	if len(points) > 0 {
		c.base, c.current = points[0], points[len(points)-1]
		c.from, c.at = c.base.Value, c.current.Value
	}
	return c
}
