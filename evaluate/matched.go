package evaluate

import (
	"iter"

	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
)

// matched are targets and the observations that they take. It keeps no targets, but reads
// them again each time.
type matched struct {
	targets iter.Seq[target.Target]
	seen    *observed
	chosen  target.Chosen
	took    []int32       // by target, the number of its observation; −1 means none
	missing int           // targets without an observation
	by      target.Period // unserved leaves out what ends later; zero means nothing
}

// open reads the observations.
func (m *matched) open(
	p *target.Problems, targets iter.Seq[target.Target], observations iter.Seq[target.Observation],
	choice *target.Choice,
) {
	m.targets = targets
	m.seen, m.chosen = chooseObservations(p, observations, choice)
}

// take records the number of the observation of the next target; −1 means none.
func (m *matched) take(no int32) {
	if no < 0 {
		m.missing++
	}
	m.took = append(m.took, no)
}

// len returns the number of targets with an observation.
func (m *matched) len() int { return len(m.took) - m.missing }

const changedTargets = "evaluate: the sequence of targets yields others than when it was read first"

// read yields the targets again, each with the number of its observation.
func (m *matched) read() iter.Seq2[target.Target, int32] {
	return func(yield func(target.Target, int32) bool) {
		if m.targets == nil {
			return
		}

		n := 0
		for t := range m.targets {
			if n == len(m.took) {
				panic(changedTargets)
			}
			if !yield(t, m.took[n]) {
				return
			}
			n++
		}
		if n < len(m.took) {
			panic(changedTargets)
		}
	}
}

// text says how many targets have an observation, how many have none, and how many
// observations have no target.
func (m *matched) text(verb string) string {
	text := numtext.Counted(m.len(), "target") + " " + verb
	if m.missing > 0 {
		text += ", " + numtext.Count(m.missing) + " without an observation"
	}

	untargeted := 0
	for range m.unserved() {
		untargeted++
	}
	if untargeted > 0 {
		text += "; " + numtext.Counted(untargeted, "observation") + " without a target"
	}
	return text
}

// unseen yields the targets without an observation.
func (m *matched) unseen() iter.Seq[target.Target] {
	return func(yield func(target.Target) bool) {
		for t, i := range m.read() {
			if i < 0 && !yield(t.Clone()) {
				return
			}
		}
	}
}

// unserved yields the observations without a target.
func (m *matched) unserved() iter.Seq[target.Observation] {
	return func(yield func(target.Observation) bool) {
		if m.seen == nil {
			return
		}
		for i := range int32(m.seen.n) {
			o := m.seen.at(i)
			isLater := !m.by.IsZero() && series.MonthsBetween(o.period, m.by) < 0
			if !o.served && !isLater && !yield(m.seen.observation(i)) {
				return
			}
		}
	}
}
