package evaluate

import (
	"cmp"
	"iter"
	"strconv"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Assessed is the result of holding many observations against many targets.
type Assessed struct {
	Assessments []Assessment         // in the order of the targets
	Missing     []target.Target      // targets without an observation, in their order
	Untargeted  []target.Observation // observations without a target, in their order
}

// AssessAll holds observations against targets. Each target takes, of the
// observations of its unit, indicator and coverage whose period fits as
// [Assess] says, the one of its own period, or else the one that ends last and,
// of those, the shortest. Of several observations of one period a Revised one comes before a
// Final, a Provisional and an Estimated one. One observation may serve several
// targets; one that is passed over for a better one is not Untargeted.
//
// AssessAll returns an error if a target or an observation is not valid, or
// two observations of one unit, indicator, coverage and period have the same status
// (target.ErrDuplicate). It reports every problem, whatever the order of the
// input.
func AssessAll(targets iter.Seq[target.Target], observations iter.Seq[target.Observation], o AssessOptions) (Assessed, error) {
	type series struct{ unit, indicator, coverage string }
	type held struct {
		target.Observation
		index int
	}
	var (
		faults   fault.Sorted
		all      []target.Observation
		served   []bool
		bySeries = make(map[series][]held)
		seen     = make(map[observed]bool)
	)
	for obs := range observations {
		key := observed{obs.Unit, obs.Indicator, obs.Coverage, obs.Period, obs.Status}
		if err := obs.Validate(); err != nil {
			faults.Add(key.path(), prefixed(key.path(), err))
			continue
		}
		if seen[key] {
			faults.Add(key.path(), &target.FieldError{Path: key.path(), Err: target.ErrDuplicate, Remedy: "one figure of each status, or mark the later one as revised"})
		}
		seen[key] = true
		s := series{obs.Unit, obs.Indicator, obs.Coverage}
		bySeries[s] = append(bySeries[s], held{obs, len(all)})
		all = append(all, obs)
		served = append(served, false)
	}
	var result Assessed
	for t := range targets {
		if err := t.Validate(); err != nil {
			path := targetPath(t)
			faults.Add(path, prefixed(path, err))
			continue
		}
		if err := o.checkPlaces(t, targetPath(t)); err != nil {
			faults.Add(targetPath(t), err)
			continue
		}
		best := -1
		for _, h := range bySeries[series{t.Unit, t.Indicator.Code, t.Indicator.Coverage}] {
			if !fits(t, h.Period) {
				continue
			}
			served[h.index] = true
			if best < 0 || prefer(t, h.Observation, all[best]) < 0 {
				best = h.index
			}
		}
		if best < 0 {
			result.Missing = append(result.Missing, t.Clone())
			continue
		}
		result.Assessments = append(result.Assessments, assess(t, all[best], o))
	}
	if faults.Len() > 0 {
		return Assessed{}, faults.Err()
	}
	for i, obs := range all {
		if !served[i] {
			result.Untargeted = append(result.Untargeted, obs)
		}
	}
	return result, nil
}

// observed is what no two observations may share.
type observed struct {
	unit, indicator, coverage string
	period                    target.Period
	status                    target.Status
}

func (o observed) path() string {
	covered := ""
	if o.coverage != "" {
		covered = ", " + strconv.Quote(o.coverage)
	}
	return "observations[" + strconv.Quote(o.unit) + ", " + strconv.Quote(o.indicator) + covered + ", " + o.period.String() + ", " + o.status.String() + "]"
}

func targetPath(t target.Target) string {
	if t.Code != "" {
		return "targets[" + strconv.Quote(t.Code) + "]"
	}
	return "targets[" + strconv.Quote(t.Unit) + ", " + strconv.Quote(t.Indicator.Code) + ", " + t.Period.String() + "]"
}

// prefixed puts the element's path before the path of each problem.
func prefixed(path string, err error) error {
	var l fault.List
	for _, fe := range target.AllErrors(err) {
		moved := *fe
		moved.Path = path + ": " + fe.Path
		l.Add(&moved)
	}
	return l.Err()
}

// firm ranks the statuses.
var firm = [...]int{target.Revised: 0, target.Final: 1, target.Provisional: 2, target.Estimated: 3}

// prefer orders the observations that fit t, the one to take first.
func prefer(t target.Target, a, b target.Observation) int {
	own := func(o target.Observation) int {
		if o.Period == t.Period {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(own(a), own(b)),
		b.Period.Last().Compare(a.Period.Last()),
		cmp.Compare(a.Period.Len(), b.Period.Len()),
		cmp.Compare(firm[a.Status], firm[b.Status]),
	)
}
