package temporal

import (
	"fmt"
	"math/big"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// MaxSteps is the greatest number of steps of a path.
const MaxSteps = 1200

// Path returns the interim targets on the way to t, one for each step, in
// order. Figures are multiples of [target.Indicator.EffectiveQuantum]. Totals add up
// to the target, rates compound to it as nearly as the last rate can be stated, and
// levels end with it.
//
// # Totals
//
// The target of a Flow over several steps is shared out. The points add up to
// it exactly; the last quanta go to the largest remainders, and to the earlier
// step if remainders are equal.
//
//	StraightLine  equal parts; with a baseline b, b + c·k with c from the total
//	ConstantRate  b·qᵏ with q from the total; needs a positive baseline
//	Schedule      the total times the difference of two successive shares
//	Profile       in proportion to the series, as Denton's proportional method
//	              gives for one total
//
// The target of a Growth or a Reduction over several steps is compounded: each
// point is the rate of its own step. Let C be the level that is to be reached,
// relative to the start: C₀ = 1, and at the end 1 + g or 1 − r. The k-th rate
// leads from where the rounded rates before it have led to Cₖ, and is rounded.
// So roundings do not add up, and the rates compound to the target to within
// half a quantum of the last rate.
//
//	StraightLine  C changes by equal amounts
//	ConstantRate  Cₖ = Cᵏᐟⁿ: equal rates
//	Schedule      Cₖ = C^share, so that ln Cₖ / ln C is the share
//	Profile       as Schedule, with the running share of the series
//
// # Levels
//
// Other figures move from the baseline to the target, which is the last point.
// So does a Flow, Growth or Reduction whose target is for one step only. Each
// figure is rounded to the nearest quantum, halves away from zero.
//
//	StraightLine  on a straight line between the ends of the periods; for a Flow
//	              between their middles, and its baseline is taken per step
//	ConstantRate  b·(v/b)^(share of the way); both ends must be positive
//	Schedule      b + share·(v − b)
//	Profile       the ratio to the series moves on a straight line, from that at
//	              the baseline (which the series must cover) to that at the
//	              target; a Cumulative grows in proportion to the series
//	Through       from the baseline to the first waypoint by the shape between,
//	              from there to the next, and from the last to the target
//
// Only figures that move from a baseline have waypoints: those of a Stock,
// Cumulative, Ratio, Share or Index.
//
// The first step is the one after the baseline. If the baseline ends within a step, and
// not with it, it is that step. For a Flow it is the first step whose middle is after the
// middle of the baseline. A Cumulative without a baseline starts from zero before the
// period, and never falls. A Position and a Milestone have no path.
//
// # Steps
//
// The last step ends with the target's period, and the others follow backwards
// from it. So the years of a target for 2021-04/2026-03 are fiscal years.
//
// The path leads to t.Value. For the other end of a range set Value to Upper.
//
// Path returns an error if:
//   - t is not valid, or its value is not a multiple of the quantum (ErrQuantum);
//   - the shape is missing, or the frequency is none of the constants;
//   - the kind has no path (ErrKind);
//   - the baseline is missing, or does not fit;
//   - the period of a total is not made of whole steps, or there are more than
//     [MaxSteps];
//   - the shape does not fit the steps or the figures.
func Path(t target.Target, s Shape, frequency target.Frequency) ([]target.Point, error) {
	var problems target.Problems
	problems.Add(t.Validate())
	problems.At("shape").Required(s != nil, "give StraightLine, ConstantRate, Schedule, Profile or Through")
	if frequency.Months() == 0 {
		problems.At("frequency").Unknown(uint8(frequency), "monthly", "quarterly", "half-yearly", "yearly")
	}
	if k := t.Indicator.Kind; k == target.Position || k == target.Milestone {
		problems.At("target.indicator.kind").Report(k, target.ErrKind, "it has no path")
	}
	if through, ok := s.(Through); ok {
		checkThrough(&problems, t.Indicator.Kind, through)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}

	unit := t.Indicator.EffectiveQuantum()
	w := way{t: t, kind: t.Indicator.Kind, shape: s, by: frequency, problems: &problems, quantum: unit.Rat()}
	w.findSteps()
	if err := problems.Err(); err != nil {
		return nil, err
	}

	var quanta []*big.Int
	switch {
	case w.total && w.kind == target.Flow:
		quanta = w.shareOut()
	case w.total:
		quanta = w.compound()
	default:
		quanta = w.levels()
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}

	points := make([]target.Point, len(w.steps))
	for k, p := range w.steps {
		value := fixed.FromBig(new(big.Int).Mul(quanta[k], unit.Coefficient()), unit.Exponent())
		points[k] = target.Point{Period: p, Value: value}
	}
	return points, nil
}

// way is a target with the steps of the path that leads to it.
type way struct {
	t        target.Target
	kind     target.Kind
	shape    Shape
	by       target.Frequency
	problems *target.Problems
	quantum  *big.Rat
	total    bool            // the figures of the steps make the target's figure by its law
	steps    []target.Period // at least one
	value    *big.Rat        // of the target
}

// report reports a problem of a part of the target or of the shape.
func (w *way) report(path string, value any, sentinel error, remedy string) {
	w.problems.At(path).Report(value, sentinel, remedy)
}

// findSteps finds the steps and checks that the target fits them.
func (w *way) findSteps() {
	period, n := w.t.Period, w.by.Months()
	rates := w.kind == target.Growth || w.kind == target.Reduction
	w.total = (w.kind == target.Flow || rates) && period.Len() > n

	first, end := w.firstStep(n), lastMonth(period)
	switch {
	case w.total && period.Len()%n != 0:
		remedy := fmt.Sprintf("its length must be a multiple of %d months, for %s steps", n, w.by)
		w.report("target.period", period, target.ErrMismatch, remedy)
		return
	case (w.kind == target.Flow || rates) && period.Len() < n:
		w.report("frequency", w.by, target.ErrMismatch, "a step must not be longer than "+period.String())
		return
	case (end-first+1)/n > MaxSteps:
		w.report("frequency", w.by, target.ErrRange, fmt.Sprintf("a path has at most %d steps", MaxSteps))
		return
	}

	base := w.t.Baseline
	for m := first; m <= end; m += n {
		p := monthSpan(m, m+n-1)
		if base != nil && !w.total && w.kind == target.Flow && halfMonthsBetween(base.Period, p) <= 0 {
			continue // no way leads from the middle of the baseline to this one
		}
		w.steps = append(w.steps, p)
	}
	if len(w.steps) == 0 {
		w.report("target.baseline.period", base.Period, target.ErrRange, "it leaves no step to the target")
		return
	}

	w.value = w.t.Value.Rat()
	if !new(big.Rat).Quo(w.value, w.quantum).IsInt() {
		quantum := fault.Text(w.t.Indicator.EffectiveQuantum())
		w.report("target.value", w.t.Value, target.ErrQuantum, "round it to a multiple of "+quantum)
	}
}

// firstStep returns the month in which the first step of n months begins.
func (w *way) firstStep(n int) int {
	first, end := firstMonth(w.t.Period), lastMonth(w.t.Period)
	if base := w.t.Baseline; base != nil && !w.total {
		first = lastMonth(base.Period) + 1
	}
	steps := (end - first + n) / n
	return end + 1 - steps*n
}

// figures returns the figures of a profile at the periods, or nil if it reports a problem.
func (w *way) figures(f Profile, periods []target.Period) []*big.Rat {
	figures := f.figures(w.problems, periods, w.total || w.kind == target.Cumulative)
	if w.problems.Len() > 0 {
		return nil
	}
	return figures
}

// schedule returns the shares of the way at the end of each step.
func (w *way) schedule(s Schedule) []*big.Rat {
	return s.progress(w.problems.At("shape"), len(w.steps))
}

// quanta returns the nearest number of quanta, halves away from zero.
func (w *way) quanta(x *big.Rat) *big.Int {
	q := new(big.Rat).Quo(x, w.quantum)
	return fixed.DivHalfUp(q.Num(), q.Denom())
}

// basePerStep returns the baseline of a Flow for the length of one step.
func (w *way) basePerStep() *big.Rat {
	b := w.t.Baseline
	return new(big.Rat).Mul(b.Value.Rat(), big.NewRat(int64(w.by.Months()), int64(b.Period.Len())))
}

// runningShares returns the running sums of the parts over their sum.
func runningShares(parts []*big.Rat) []*big.Rat {
	sum, sums := new(big.Rat), make([]*big.Rat, len(parts))
	for k, x := range parts {
		sum = new(big.Rat).Add(sum, x)
		sums[k] = sum
	}
	for k := range sums {
		sums[k] = new(big.Rat).Quo(sums[k], sum)
	}
	return sums
}

// between returns a + share·(b − a).
func between(a, b, share *big.Rat) *big.Rat {
	d := new(big.Rat).Sub(b, a)
	return d.Add(a, d.Mul(d, share))
}
