package trial

import (
	"slices"

	"github.com/targetcascade/cascade/target"
)

// Undominated returns the outcomes that no other beats. An outcome beats another if it is at
// least as good by every measure named, and better by one of them (Pareto). Outcomes that
// are equal in all measures are all returned, or none. An outcome is left out if it has no
// answer or lacks one of the measures.
//
// Undominated returns an error if no measure is named, or one is unknown, named
// twice or not judged.
func (r *Result) Undominated(measures ...string) ([]*Outcome, error) {
	if r == nil {
		r = new(Result)
	}
	var p target.Problems
	var at []int

	p.At("measures").Required(len(measures) > 0, "name at least one")
	for i, name := range measures {
		here := p.At("measures").Index(i)
		k := slices.Index(r.Measures, name)
		switch {
		case k < 0 || k >= len(r.better):
			here.Unknown(name, r.Measures...)
		case slices.Contains(at, k):
			here.Duplicate(name)
		case r.better[k] != target.Higher && r.better[k] != target.Lower:
			here.Report(name, target.ErrKind, "say in Measure.Better which figures are better")
		default:
			at = append(at, k)
		}
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	return r.front(at), nil
}

// front returns the outcomes that none beats by the measures at some places.
func (r *Result) front(at []int) []*Outcome {
	var whole []*Outcome
	for _, o := range r.Outcomes {
		if !slices.ContainsFunc(at, func(k int) bool { return !o.Measures[k].Valid }) {
			whole = append(whole, o)
		}
	}

	// In this order, an outcome comes after all that beat it. If any does, so does one that
	// none beats.
	sorted := slices.Clone(whole)
	slices.SortStableFunc(sorted, func(a, b *Outcome) int { return r.compareAll(a, b, at) })
	var front []*Outcome
	for _, o := range sorted {
		if !slices.ContainsFunc(front, func(f *Outcome) bool { return r.beats(f, o, at) }) {
			front = append(front, o)
		}
	}
	return slices.DeleteFunc(whole, func(o *Outcome) bool { return !slices.Contains(front, o) })
}

// compareAll compares outcomes by one measure after the other, the better first.
func (r *Result) compareAll(a, b *Outcome, at []int) int {
	for _, k := range at {
		if c := r.compare(a, b, k); c != 0 {
			return c
		}
	}
	return 0
}

// compare is negative if a is better than b by a measure.
func (r *Result) compare(a, b *Outcome, k int) int {
	x, y := a.Measures[k].Decimal, b.Measures[k].Decimal
	if r.better[k] == target.Higher {
		x, y = y, x
	}
	return x.Cmp(y)
}

// beats reports whether a is at least as good as b by every measure, and better
// by one.
func (r *Result) beats(a, b *Outcome, at []int) bool {
	better := false
	for _, k := range at {
		switch c := r.compare(a, b, k); {
		case c > 0:
			return false
		case c < 0:
			better = true
		}
	}
	return better
}
