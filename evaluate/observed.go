package evaluate

import (
	"hash/maphash"
	"iter"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// observed holds many observations in little memory. It finds those of a unit, an
// indicator and a coverage.
type observed struct {
	n        int
	pages    [][]sighting
	subjects []subject         // what is observed
	known    map[subject]int32 // the numbers of the subjects

	// slots is a hash table by unit and subject: 1 plus the number of their first
	// sighting, or 0. The seed has no effect that a caller sees.
	slots []int32
	seed  maphash.Seed
}

// subject is what is observed, in any unit.
type subject struct{ indicator, coverage string }

// sighting is an observation. The fields that few observations have are in rare.
type sighting struct {
	unit    string
	value   decimal.Decimal
	rare    *rare
	period  target.Period
	subject int32
	next    int32 // number of the next one of the same unit and subject; −1 means none
	status  target.Status
	served  bool // a target takes it, or could have
}

// rare is what few observations have.
type rare struct {
	reporter, vintage string
	correction        target.Correction
	source            target.Source
}

const pageSize = 1 << 12

// readObservations keeps the valid observations and reports the others, and those
// that are given twice.
func readObservations(p *target.Problems, observations iter.Seq[target.Observation]) *observed {
	s := &observed{known: make(map[subject]int32), seed: maphash.MakeSeed()}
	for o := range observations {
		if err := o.Validate(); err != nil {
			p.At(observationPath(o)).AddRooted(err)
			continue
		}
		s.add(&o)
	}

	size := 4
	for size < 2*s.n {
		size *= 2
	}
	s.slots = make([]int32, size)
	for i := range int32(s.n) {
		s.link(i)
	}
	for _, first := range s.slots {
		if first > 0 {
			s.reportDuplicates(p, first-1)
		}
	}
	return s
}

// chooseObservations is readObservations after a choice, if there is one.
func chooseObservations(
	p *target.Problems, observations iter.Seq[target.Observation], choice *target.Choice,
) (*observed, target.Chosen) {
	if choice == nil {
		return readObservations(p, observations), target.Chosen{}
	}
	chosen, err := choice.Choose(observations)
	p.Add(err)
	return readObservations(p, slices.Values(chosen.Observations)), chosen
}

// cloneChosen returns a copy that shares no memory with c.
func cloneChosen(c target.Chosen) target.Chosen {
	c.Observations = slices.Clone(c.Observations)
	c.Disagreements, c.Revisions = slices.Clone(c.Disagreements), slices.Clone(c.Revisions)
	return c
}

func (s *observed) add(o *target.Observation) {
	if s.n%pageSize == 0 {
		s.pages = append(s.pages, make([]sighting, 0, pageSize))
	}
	key := subject{o.Indicator, o.Coverage}
	no, ok := s.known[key]
	if !ok {
		no = int32(len(s.subjects))
		s.known[key] = no
		s.subjects = append(s.subjects, key)
	}

	seen := sighting{unit: o.Unit, value: o.Value, period: o.Period, subject: no, next: -1, status: o.Status}
	if o.Reporter != "" || o.Vintage != "" || !o.Correction.IsZero() || o.Source != (target.Source{}) {
		seen.rare = &rare{o.Reporter, o.Vintage, o.Correction, o.Source}
	}
	page := &s.pages[len(s.pages)-1]
	*page = append(*page, seen)
	s.n++
}

// at returns the sighting of a number.
func (s *observed) at(i int32) *sighting { return &s.pages[i/pageSize][i%pageSize] }

// observation returns the observation of a number.
func (s *observed) observation(i int32) target.Observation {
	seen := s.at(i)
	what := s.subjects[seen.subject]
	o := target.Observation{
		Unit: seen.unit, Indicator: what.indicator, Period: seen.period, Value: seen.value,
		Status: seen.status, Coverage: what.coverage,
	}
	if r := seen.rare; r != nil {
		o.Reporter, o.Vintage, o.Correction, o.Source = r.reporter, r.vintage, r.correction, r.source
	}
	return o
}

// slot returns the slot of a unit and subject, or the empty one for it.
func (s *observed) slot(unit string, no int32) *int32 {
	mask := uint64(len(s.slots) - 1)
	for at := (maphash.String(s.seed, unit) + uint64(no)) & mask; ; at = (at + 1) & mask {
		slot := &s.slots[at]
		if *slot == 0 {
			return slot
		}
		if first := s.at(*slot - 1); first.unit == unit && first.subject == no {
			return slot
		}
	}
}

// link puts a sighting into the table, before those of the same unit and subject.
func (s *observed) link(i int32) {
	seen := s.at(i)
	slot := s.slot(seen.unit, seen.subject)
	seen.next = *slot - 1
	*slot = i + 1
}

// of yields the numbers of the observations of a unit, an indicator and a coverage.
func (s *observed) of(unit, indicator, coverage string) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		no, ok := s.known[subject{indicator, coverage}]
		if !ok {
			return
		}
		for i := *s.slot(unit, no) - 1; i >= 0; i = s.at(i).next {
			if !yield(i) {
				return
			}
		}
	}
}

// reportDuplicates reports observations of one unit and subject that have the same period
// and status. The number of the first of them is given.
func (s *observed) reportDuplicates(p *target.Problems, first int32) {
	if s.at(first).next < 0 {
		return
	}
	type identity struct {
		period target.Period
		status target.Status
	}
	known := make(map[identity]int32)
	for i := first; i >= 0; i = s.at(i).next {
		id := identity{s.at(i).period, s.at(i).status}
		if other, twice := known[id]; twice {
			reportTwice(p, s.observation(i), s.observation(other))
		}
		known[id] = i
	}
}

// reportTwice reports a second figure of one period and status: as a duplicate or, if the
// reporter or the vintage differs, as one of several to choose from.
func reportTwice(p *target.Problems, o, other target.Observation) {
	at := p.At(observationPath(o))
	if o.Reporter == other.Reporter && o.Known() == other.Known() {
		at.Report(nil, target.ErrDuplicate, "give one figure of each status, or mark the later one as revised")
		return
	}
	at.Report(
		nil, target.ErrMismatch,
		"there are figures of several reporters or vintages: choose one by options.choice, a target.Choice",
	)
}
