package evaluate

import (
	"cmp"
	"iter"
	"strconv"
	"strings"

	"github.com/targetcascade/cascade/target"
)

// Assessed is the result of [AssessAll].
type Assessed struct {
	Assessments []Assessment         // in the order of the targets
	Missing     []target.Target      // targets without an observation, in their order
	Untargeted  []target.Observation // observations without a target, in their order
}

// AssessAll compares many observations with many targets, each as [AssessWith]
// does. A target takes one observation of its unit, indicator and coverage whose
// period fits. If several fit, the first rule that tells them apart decides:
//
//  1. the observation of the target's own period;
//  2. the one that ends last;
//  3. the one of the shortest period;
//  4. a Revised figure, then a Final, a Provisional and an Estimated one.
//
// One observation can serve several targets. An observation that fits a target is
// not Untargeted, even if a better one was taken.
//
// AssessAll returns an error that lists every problem, by target and observation,
// if
//
//   - a target or an observation is not valid, or figures are to be rounded and an
//     indicator does not say Places;
//   - two observations of the same unit, indicator, coverage and period have the
//     same status ([target.ErrDuplicate]).
func AssessAll(
	targets iter.Seq[target.Target], observations iter.Seq[target.Observation], options AssessOptions,
) (Assessed, error) {
	p := target.Problems{ByPath: true}
	seen := readObservations(&p, observations)

	var result Assessed
	for t := range targets {
		at := p.At(targetPath(t))
		if !at.AddRooted(t.Validate()) {
			continue
		}
		options.check(at, t)
		o, ok := seen.best(t)
		if !ok {
			result.Missing = append(result.Missing, t.Clone())
			continue
		}
		result.Assessments = append(result.Assessments, newGauge(t, options).assess(o))
	}
	if p.Len() > 0 {
		return Assessed{}, p.Err()
	}

	for i, o := range seen.all {
		if !seen.served[i] {
			result.Untargeted = append(result.Untargeted, o)
		}
	}
	return result, nil
}

// observed holds observations by what targets look for.
type observed struct {
	all      []target.Observation
	served   []bool
	bySeries map[seriesKey][]int // indices of all
}

// seriesKey is what the figures of a series have in common.
type seriesKey struct{ unit, indicator, coverage string }

// readObservations keeps the valid observations and reports the others, and those
// that are given twice.
func readObservations(p *target.Problems, observations iter.Seq[target.Observation]) observed {
	type identity struct {
		seriesKey
		period target.Period
		status target.Status
	}
	known := make(map[identity]bool)
	seen := observed{bySeries: make(map[seriesKey][]int)}
	for o := range observations {
		if err := o.Validate(); err != nil {
			p.At(observationPath(o)).AddRooted(err)
			continue
		}

		s := seriesKey{o.Unit, o.Indicator, o.Coverage}
		id := identity{s, o.Period, o.Status}
		if known[id] {
			p.At(observationPath(o)).
				Report(nil, target.ErrDuplicate, "give one figure of each status, or mark the later one as revised")
		}
		known[id] = true
		seen.bySeries[s] = append(seen.bySeries[s], len(seen.all))
		seen.all = append(seen.all, o)
		seen.served = append(seen.served, false)
	}
	return seen
}

// best returns the observation that a target takes, and marks all that fit it.
func (s observed) best(t target.Target) (best target.Observation, ok bool) {
	for _, i := range s.bySeries[seriesKey{t.Unit, t.Indicator.Code, t.Indicator.Coverage}] {
		o := s.all[i]
		if !periodFits(t, o.Period) {
			continue
		}
		s.served[i] = true
		if !ok || compareFit(t, o, best) < 0 { //mutate:equal compareFit(t, o, best) <= 0: duplicates are refused
			best, ok = o, true
		}
	}
	return best, ok
}

// firmness orders the statuses, the figure to take first.
var firmness = [...]int{target.Revised: 0, target.Final: 1, target.Provisional: 2, target.Estimated: 3}

// compareFit orders observations that fit t, the one to take first.
func compareFit(t target.Target, a, b target.Observation) int {
	if own := (a.Period == t.Period); own != (b.Period == t.Period) {
		if own {
			return -1
		}
		return 1
	}
	return cmp.Or(
		b.Period.Last().Compare(a.Period.Last()),
		cmp.Compare(a.Period.Len(), b.Period.Len()),
		cmp.Compare(firmness[a.Status], firmness[b.Status]),
	)
}

func targetPath(t target.Target) string {
	if t.Code != "" {
		return "targets[" + strconv.Quote(t.Code) + "]"
	}
	keys := []string{strconv.Quote(t.Unit), strconv.Quote(t.Indicator.Code), t.Period.String()}
	return "targets[" + strings.Join(keys, ", ") + "]"
}

func observationPath(o target.Observation) string {
	keys := []string{strconv.Quote(o.Unit), strconv.Quote(o.Indicator)}
	if o.Coverage != "" {
		keys = append(keys, strconv.Quote(o.Coverage))
	}
	keys = append(keys, o.Period.String(), o.Status.String())
	return "observations[" + strings.Join(keys, ", ") + "]"
}
