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
	// Path returns the path of a target, as in [ToDateOptions]; a nil path means evenly
	// over time. A nil function means that no target has a path.
	Path func(target.Target) []target.Point

	// By is the month at whose end all targets are judged. Observations that end later
	// are left out. The zero Period means no such month: a target without an observation
	// is then never overdue.
	By target.Period

	Published bool // round figures to the indicator's Places first, halves away from zero

	// Choice says which of several figures counts, of different reporters or vintages.
	// Nil means that several are an error.
	Choice *target.Choice
}

// Monitored is the result of [Monitor]: what was judged, and what was not. It is
// immutable and safe for concurrent use, if the sequence of targets and the function
// of the paths are.
type Monitored struct {
	matched
	options MonitorOptions
}

// Monitor judges many units on the way to their targets, each as [ToDate] does. A
// target takes the observation of its unit, indicator and coverage that fits it and
// ends last. If several end together, the shortest period counts, and then a
// Revised figure before a Final, a Provisional and an Estimated one.
//
// Figures of single months do not fit a total: temporal.ToDate makes totals to date of
// them. Such observations are no error, as they may serve other targets.
// [Monitored.Untargeted] lists what fitted none.
//
// If figures are of several reporters or vintages, options.Choice first takes one of
// them. [Monitored.Chosen] returns where they disagree.
//
// Monitor keeps the observations, but neither targets nor standings. It reads the
// targets once to check them, and the methods of its result read them again. The
// sequence must yield the same targets each time, and options.Path must return the same
// path for each.
//
// Monitor returns an error that lists every problem, by target and observation, if
//
//   - a target, an observation or a path is not valid, as [ToDate] says;
//   - two observations of the same unit, indicator, coverage and period have the
//     same status ([target.ErrDuplicate]), or are of different reporters or
//     vintages without a Choice ([target.ErrMismatch]);
//   - [target.Choice.Choose] returns an error.
func Monitor(
	targets iter.Seq[target.Target], observations iter.Seq[target.Observation], options MonitorOptions,
) (*Monitored, error) {
	p := target.Problems{ByPath: true}
	m := &Monitored{options: options}
	m.by = options.By
	m.open(&p, targets, observations, options.Choice)
	assess := AssessOptions{Published: options.Published}
	for t := range targets {
		if w := (way{target: t}); w.accept(&p, assess, options.Path) {
			m.take(m.seen.latest(w, options.By))
		}
	}
	if p.Len() > 0 {
		return nil, p.Err()
	}
	return m, nil
}

// Len returns the number of standings.
func (m *Monitored) Len() int {
	return m.matches().len()
}

// matches returns what was matched, which is nothing if m is nil.
func (m *Monitored) matches() *matched {
	if m == nil {
		return new(matched)
	}
	return &m.matched
}

// String says how many targets were judged, how many have no observation, and how many
// observations have no target.
func (m *Monitored) String() string { return m.matches().text("judged to date") }

// All yields the standings in the order of the targets. Each is made when it is
// yielded. All panics if the targets or the paths are not those that Monitor read.
func (m *Monitored) All() iter.Seq[Standing] {
	return func(yield func(Standing) bool) {
		for t, i := range m.matches().read() {
			if i >= 0 && !yield(m.standing(t, i)) {
				return
			}
		}
	}
}

// standing judges a target by the observation of a number.
func (m *Monitored) standing(t target.Target, no int32) Standing {
	var p target.Problems
	w := way{target: t}
	o, assess := m.seen.observation(no), AssessOptions{Published: m.options.Published}
	isSame := w.accept(&p, assess, m.options.Path) && o.Unit == t.Unit && o.Indicator == t.Indicator.Code &&
		o.Coverage == t.Indicator.Coverage
	if isSame {
		_, isSame = w.fit(o.Period)
	}
	if !isSame {
		panic(changedTargets)
	}
	return w.standing(o, assess, m.options.By)
}

// Missing yields the targets without an observation that fits, in their order. It
// panics if the targets are not those that Monitor read.
func (m *Monitored) Missing() iter.Seq[target.Target] { return m.matches().unseen() }

// Overdue yields the targets whose period was over and that were not met, in their
// order. A target without an observation is overdue if its period has ended by
// options.By. Overdue panics as All does.
func (m *Monitored) Overdue() iter.Seq[target.Target] {
	return func(yield func(target.Target) bool) {
		for t, i := range m.matches().read() {
			by := m.by
			isOverdue := i < 0 && !by.IsZero() && series.MonthsBetween(t.Period, by) >= 0
			if i >= 0 {
				isOverdue = m.standing(t, i).Overdue
			}
			if isOverdue && !yield(t.Clone()) {
				return
			}
		}
	}
}

// Untargeted yields the observations of no target, in their order. It leaves out
// those that end after options.By. With a Choice, only those that it chose are left.
func (m *Monitored) Untargeted() iter.Seq[target.Observation] { return m.matches().unserved() }

// Chosen returns what options.Choice chose among several figures, and where they
// disagree. Without a Choice it is empty.
func (m *Monitored) Chosen() target.Chosen { return cloneChosen(m.matches().chosen) }

// accept sets the path. It reports problems of the path and the target, and returns
// whether there are none.
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

// latest returns the number of the observation by which a target is judged, or −1. It
// marks all observations that fit the target as served.
func (s *observed) latest(w way, by target.Period) int32 {
	t := w.target
	best := int32(-1)
	var last target.Observation
	for i := range s.of(t.Unit, t.Indicator.Code, t.Indicator.Coverage) {
		o := s.observation(i)
		if _, isFit := w.fit(o.Period); !isFit || !by.IsZero() && series.MonthsBetween(o.Period, by) < 0 {
			continue
		}
		s.at(i).served = true
		if best < 0 || compareEnd(&o, &last) < 0 {
			best, last = i, o
		}
	}
	return best
}

// compareEnd orders observations, the one to take first: the one that ends last, then the
// shortest, then the firmest.
func compareEnd(a, b *target.Observation) int {
	return cmp.Or(
		b.Period.Last().Compare(a.Period.Last()),
		cmp.Compare(a.Period.Len(), b.Period.Len()),
		a.Status.Compare(b.Status),
	)
}
