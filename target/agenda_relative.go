package target

import (
	"iter"
	"maps"
	"slices"
)

// addRelative keeps a relative target, and its target beside the others.
func (a *Agenda) addRelative(r Relative) {
	if a.relative == nil {
		a.relative = make(map[string]Relative)
	}
	a.relative[r.Target.Code] = r
	a.targets = append(a.targets, r.Target)
}

// isRelative reports whether a target has no value yet.
func (a *Agenda) isRelative(i int) bool {
	if len(a.relative) == 0 {
		return false
	}
	_, is := a.relative[a.targets[i].Code]
	return is
}

// Relatives yields the relative targets that are in force when everything in the
// agenda is issued, by the code of their target. It leaves out those that were
// promoted or withdrawn.
func (a *Agenda) Relatives() iter.Seq[Relative] {
	return func(yield func(Relative) bool) {
		for i, t := range a.targets {
			if a.ended[i] == forever && a.isRelative(i) && !yield(a.relative[t.Code].clone()) {
				return
			}
		}
	}
}

// Resolve returns the agenda with the values of its relative targets that are in
// force, from the figures of those that they are set against. They are targets like
// the others then: [Agenda.Targets] yields them, and evaluations take them. Other
// observations are passed over.
//
// Resolve reads the figures once. It returns an error if [Relative.Resolve] does for
// a relative target, and reports every problem.
func (a *Agenda) Resolve(figures iter.Seq[Observation]) (*Agenda, error) {
	found := make(map[subject][]Observation)
	for r := range a.Relatives() {
		for _, s := range r.references() {
			found[s] = nil
		}
	}
	for o := range figures {
		s := subject{o.Unit, o.Indicator, o.Period}
		if seen, isWanted := found[s]; isWanted {
			found[s] = append(seen, o)
		}
	}

	problems := Problems{ByPath: true}
	out := *a
	out.targets, out.relative = slices.Clone(a.targets), maps.Clone(a.relative)
	for r := range a.Relatives() {
		own := func(yield func(Observation) bool) {
			for _, s := range r.references() {
				for _, o := range found[s] {
					if !yield(o) {
						return
					}
				}
			}
		}
		code := r.Target.Code
		t, err := r.Resolve(own)
		if problems.At("relatives").Key(code).Add(err) {
			out.targets[a.find(code)] = t
			delete(out.relative, code)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return &out, nil
}
