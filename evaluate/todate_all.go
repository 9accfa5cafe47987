package evaluate

import (
	"cmp"
	"iter"

	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
)

// MonitorOptions say how [Monitor] judges. The zero MonitorOptions judge each
// target at the end of its latest observation, evenly over time.
type MonitorOptions struct {
	// Path returns the path of a target, as [ToDateOptions] has it; nil means
	// evenly over time. The nil function has no path for anybody.
	Path func(target.Target) []target.Point

	// By is the month at whose end everything is judged. Observations that end
	// later are left out. The zero Period means no such month; then nothing is
	// overdue for want of an observation.
	By target.Period

	Published bool // round figures to the indicator's Places first, halves away from zero
}

// Monitored is the result of [Monitor].
type Monitored struct {
	Standings  []Standing           // in the order of the targets
	Missing    []target.Target      // targets without an observation that fits, in their order
	Overdue    []target.Target      // targets whose period was over and that were not met, with Missing ones
	Untargeted []target.Observation // observations of no target, in their order
}

// Monitor judges many units on the way to their targets, each as [ToDate] does. A
// target takes the observation of its unit, indicator and coverage that fits it and
// ends last. If several end together, the shortest period counts, and then a
// Revised figure before a Final, a Provisional and an Estimated one.
//
// Monitor returns an error that lists every problem, by target and observation, if
//
//   - a target, an observation or a path is not valid, as [ToDate] says;
//   - two observations of the same unit, indicator, coverage and period have the
//     same status ([target.ErrDuplicate]), or are of different reporters or
//     vintages ([target.ErrMismatch]): [target.Choice] takes one of them.
func Monitor(
	targets iter.Seq[target.Target], observations iter.Seq[target.Observation], options MonitorOptions,
) (Monitored, error) {
	p := target.Problems{ByPath: true}
	seen := readObservations(&p, observations)
	assess := AssessOptions{Published: options.Published}

	var result Monitored
	for t := range targets {
		w := way{target: t}
		if !w.accept(&p, assess, options.Path) {
			continue
		}

		o, ok := seen.latest(w, options.By)
		if !ok {
			result.Missing = append(result.Missing, t.Clone())
			if by := options.By; !by.IsZero() && series.MonthsBetween(t.Period, by) >= 0 {
				result.Overdue = append(result.Overdue, t.Clone())
			}
			continue
		}
		s := w.standing(o, assess, options.By)
		result.Standings = append(result.Standings, s)
		if s.Overdue {
			result.Overdue = append(result.Overdue, t.Clone())
		}
	}
	if p.Len() > 0 {
		return Monitored{}, p.Err()
	}

	for i := range int32(seen.n) {
		isLater := !options.By.IsZero() && series.MonthsBetween(seen.at(i).period, options.By) < 0
		if !seen.at(i).served && !isLater {
			result.Untargeted = append(result.Untargeted, seen.observation(i))
		}
	}
	return result, nil
}

// accept sets the path, and reports what is wrong with it or the target.
func (w *way) accept(p *target.Problems, o AssessOptions, path func(target.Target) []target.Point) bool {
	t := w.target
	err := t.Validate()
	if err == nil && path == nil && o.knowsPlaces(&t) {
		return true
	}

	before := p.Len()
	at := p.At(targetPath(t))
	at.AddRooted(err)
	o.check(at, t)
	if path != nil {
		w.path = series.Sorted(at.Field("path"), path(t.Clone()))
		w.check(at.Field("path"))
	}
	return p.Len() == before
}

// latest returns the observation by which a target is judged, and marks all that
// fit it.
func (s *observed) latest(w way, by target.Period) (last target.Observation, ok bool) {
	t := w.target
	for i := range s.of(t.Unit, t.Indicator.Code, t.Indicator.Coverage) {
		o := s.observation(i)
		if _, isFit := w.fit(o.Period); !isFit || !by.IsZero() && series.MonthsBetween(o.Period, by) < 0 {
			continue
		}
		s.at(i).served = true
		if !ok || compareEnd(o, last) < 0 {
			last, ok = o, true
		}
	}
	return last, ok
}

// compareEnd orders observations, the one to judge by first.
func compareEnd(a, b target.Observation) int {
	return cmp.Or(
		b.Period.Last().Compare(a.Period.Last()),
		cmp.Compare(a.Period.Len(), b.Period.Len()),
		a.Status.Compare(b.Status),
	)
}
