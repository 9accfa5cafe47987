package temporal

import (
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/target"
)

// checkThrough checks that figures of a kind have waypoints, and that the shape
// between them is one that needs no figure for each step.
func checkThrough(problems *target.Problems, kind target.Kind, s Through) {
	switch kind {
	case target.Flow, target.Growth, target.Reduction:
		problems.At("shape").Report(kind, target.ErrKind, "figures of this kind have no waypoints: use Schedule")
	}
	switch s.Shape.(type) {
	case nil, StraightLine, ConstantRate:
	default:
		problems.At("shape.shape").Report(nil, target.ErrMismatch, "use StraightLine or ConstantRate between waypoints")
	}
}

// through returns the levels of a path through waypoints: those of one path from each
// waypoint to the next.
func (w *way) through(s Through) []*big.Int {
	waypoints := w.waypoints(s)
	if w.problems.Len() > 0 {
		return nil
	}

	var out []*big.Int
	part := *w
	part.shape = s.Shape
	if s.Shape == nil {
		part.shape = StraightLine{}
	}
	from := 0
	for _, x := range waypoints {
		to := 1 + slices.IndexFunc(w.steps, func(p target.Period) bool { return p.Last() == x.Period.Last() })
		part.t.Period, part.value, part.steps = x.Period, x.Value.Rat(), w.steps[from:to]
		out = append(out, part.levels()...)
		part.t.Baseline = &x
		from = to
	}
	part.t.Period, part.value, part.steps = w.t.Period, w.value, w.steps[from:]
	return append(out, part.levels()...)
}

// waypoints returns the waypoints by period, and reports those that do not fit.
func (w *way) waypoints(s Through) []target.Point {
	points := slices.Clone(s.Waypoints)
	slices.SortStableFunc(points, func(a, b target.Point) int { return a.Period.Last().Compare(b.Period.Last()) })
	for k, x := range points {
		at := w.problems.At("shape.waypoints").Key(x.Period.String())
		isSound := at.AddRooted(x.Validate())
		isStep := func(p target.Period) bool { return p.Last() == x.Period.Last() }
		switch {
		case !isSound:
		case k > 0 && points[k-1].Period.Last() == x.Period.Last():
			at.Duplicate(nil)
		case !slices.ContainsFunc(w.steps[:len(w.steps)-1], isStep):
			at.Report(
				nil, target.ErrRange,
				"it must end with a step of the path, after the baseline and before the target",
			)
		case !new(big.Rat).Quo(x.Value.Rat(), w.quantum).IsInt():
			at.Report(x.Value, target.ErrQuantum, "round it to a multiple of the indicator's quantum")
		}
	}

	return points
}
