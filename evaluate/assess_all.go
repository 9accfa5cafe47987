package evaluate

import (
	"iter"
	"strconv"
	"strings"

	"github.com/targetcascade/cascade/target"
)

// Assessed is the result of [AssessAll]: what was compared, and what was not. It is
// immutable and safe for concurrent use, if the sequence of targets is.
type Assessed struct {
	matched
	options AssessOptions
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
// If figures are of several reporters or vintages, options.Choice first takes one of
// them. [Assessed.Chosen] returns where they disagree.
//
// One observation can serve several targets. An observation that fits a target is
// not untargeted, even if a better one was taken.
//
// AssessAll keeps the observations, but neither targets nor assessments. It reads the
// targets once to check them; [Assessed.All] and [Assessed.Missing] read them again. The
// sequence must yield the same targets each time, as [slices.Values] and a plan's
// Targets do.
//
// AssessAll returns an error that lists every problem, by target and observation,
// if
//
//   - a target or an observation is not valid, or figures are to be rounded and an
//     indicator has no Places;
//   - two observations of the same unit, indicator, coverage and period have the
//     same status ([target.ErrDuplicate]), or are of different reporters or
//     vintages without a Choice ([target.ErrMismatch]);
//   - [target.Choice.Choose] returns an error.
func AssessAll(
	targets iter.Seq[target.Target], observations iter.Seq[target.Observation], options AssessOptions,
) (*Assessed, error) {
	p := target.Problems{ByPath: true}
	all := &Assessed{options: options}
	all.open(&p, targets, observations, options.Choice)
	for t := range targets {
		if err := t.Validate(); err != nil || !options.knowsPlaces(&t) {
			at := p.At(targetPath(t))
			if at.AddRooted(err) {
				options.check(at, t)
			}
			continue
		}
		all.take(all.seen.best(&t))
	}

	if p.Len() > 0 {
		return nil, p.Err()
	}
	return all, nil
}

// Len returns the number of assessments.
func (a *Assessed) Len() int {
	return a.matches().len()
}

// matches returns what was matched, which is nothing if a is nil.
func (a *Assessed) matches() *matched {
	if a == nil {
		return new(matched)
	}
	return &a.matched
}

// String says how many targets were assessed, how many have no observation, and how many
// observations have no target.
func (a *Assessed) String() string { return a.matches().text("assessed") }

// All yields the assessments in the order of the targets. Each is made when it is
// yielded. All panics if the targets are not those that AssessAll read.
func (a *Assessed) All() iter.Seq[Assessment] {
	return func(yield func(Assessment) bool) {
		for t, i := range a.matches().read() {
			if i < 0 {
				continue
			}
			o := a.seen.observation(i)
			if a.options.validate(&t, &o) != nil {
				panic(changedTargets)
			}
			var result Assessment
			compare(&result, &t, &o, a.options)
			if !yield(result) {
				return
			}
		}
	}
}

// Missing yields the targets without an observation, in their order. It panics if
// the targets are not those that AssessAll read.
func (a *Assessed) Missing() iter.Seq[target.Target] { return a.matches().unseen() }

// Chosen returns what options.Choice chose among several figures, and where they
// disagree. Without a Choice it is empty.
func (a *Assessed) Chosen() target.Chosen { return cloneChosen(a.matches().chosen) }

// Untargeted yields the observations without a target, in their order. With a Choice,
// only those that it chose.
func (a *Assessed) Untargeted() iter.Seq[target.Observation] { return a.matches().unserved() }

// best returns the number of the observation that a target takes, or −1. It marks all
// observations that fit the target as served.
func (s *observed) best(t *target.Target) int32 {
	best := int32(-1)
	var taken target.Observation
	for i := range s.of(t.Unit, t.Indicator.Code, t.Indicator.Coverage) {
		seen := s.at(i)
		if seen.period != t.Period && !periodFits(*t, seen.period) {
			continue
		}
		seen.served = true
		if best < 0 && seen.next < 0 {
			return i
		}
		o := s.observation(i)
		//mutate:equal compareFit(t, &o, &taken) <= 0: duplicates are refused
		if best < 0 || compareFit(t, &o, &taken) < 0 {
			best, taken = i, o
		}
	}
	return best
}

// compareFit orders observations that fit t, the one to take first.
func compareFit(t *target.Target, a, b *target.Observation) int {
	if own := (a.Period == t.Period); own != (b.Period == t.Period) {
		if own {
			return -1
		}
		return 1
	}
	return compareEnd(a, b)
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
