package target

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// MaxSteps is the greatest number of steps of a path.
const MaxSteps = 1200

// Path returns the interim targets on the way to t, one for each step, in
// order. Figures are multiples of the indicator's [Indicator.EffectiveQuantum], and the law
// of the indicator over time holds among them without a residual.
//
// # Totals
//
// The target of a Flow over several steps is shared out: the points add up to
// it exactly, the last quanta going to the largest remainders (the earlier step
// where they tie).
//
//	Linear     equal parts; with a baseline b, b + c·k with c from the total
//	Compound   b·qᵏ with q from the total; needs a positive baseline
//	Shares     the difference of two shares in a row, of the total
//	Following  in proportion to the series; this is what Denton's proportional
//	           method gives where there is one total
//
// The target of a Growth or a Reduction over several steps is compounded: each
// point is the rate of its own step. With C the level still to be reached, 1 at
// the start and 1 + g, or 1 − r, at the end, point k is what leads from where
// the rounded rates before it have led to Cₖ, rounded; so roundings do not add
// up, and the rates compound to within half a quantum of the last rate.
//
//	Linear     C falls or rises by equal amounts
//	Compound   Cₖ = Cᵏᐟⁿ: equal rates
//	Shares     Cₖ = C^share, so that ln Cₖ / ln C is the share
//	Following  as Shares, with the running share of the series
//
// # Levels
//
// Other figures, and a Flow, Growth or Reduction whose target is for one step
// only, move from the baseline to the target, which is the last point. The
// steps begin after the baseline, with the one in which it ends where more
// follows in it; those of a Flow with the first whose middle comes after the
// middle of the baseline. Each figure is rounded to the nearest quantum, halves
// away from zero.
//
//	Linear     on a straight line between the ends of the periods, the middles
//	           for a Flow, whose baseline is taken per step
//	Compound   b·(v/b)^(share of the way); both ends positive
//	Shares     b + share·(v − b)
//	Following  the ratio to the series moves on a straight line from that at the
//	           baseline, which the series must have too, to that at the target;
//	           a Cumulative adds in proportion to the series
//
// A Cumulative without a baseline starts from nothing before the period, and
// never falls. A Position and a Milestone have no path.
//
// The path leads to t.Value; for the far end of a range, set Value to Upper.
//
// Path returns an error if t is not valid, its value is not a multiple of the
// quantum (ErrQuantum), the shape or the step is missing, the kind has no path
// (ErrKind), the baseline is missing or does not fit, the period is not made of
// whole steps or makes more than [MaxSteps] of them, or the shape does not fit
// the steps or the figures.
func Path(t Target, s Shape, by Frequency) ([]Point, error) {
	var l fault.List
	t.validate(&l, "target")
	if s == nil {
		l.Add(&FieldError{Path: "shape", Err: ErrRequired, Remedy: "Linear, Compound, Shares or Following"})
	}
	if int32(by.Months()) == 0 {
		l.Add(&FieldError{Path: "step", Value: uint8(by), Err: ErrUnknown, Remedy: frequencyWords.OneOf()})
	}
	if k := t.Indicator.Kind; k == Position || k == Milestone {
		l.Add(&FieldError{Path: "target.indicator.kind", Value: k, Err: ErrKind, Remedy: "it has no path"})
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	w := way{t: t, shape: s, by: by, faults: &l, quantum: t.Indicator.EffectiveQuantum().Rat()}
	w.plan()
	if err := l.Err(); err != nil {
		return nil, err
	}
	var quanta []*big.Int
	switch kind := t.Indicator.Kind; {
	case w.total && kind == Flow:
		quanta = w.shareOut()
	case w.total:
		quanta = w.compound()
	default:
		quanta = w.levels()
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	points := make([]Point, len(w.steps))
	unit := t.Indicator.EffectiveQuantum()
	for k, p := range w.steps {
		points[k] = Point{p, fixed.FromBig(new(big.Int).Mul(quanta[k], unit.Coefficient()), unit.Exponent())}
	}
	return points, nil
}

// way is a path in the making.
type way struct {
	t       Target
	shape   Shape
	by      Frequency
	faults  *fault.List
	quantum *big.Rat
	total   bool     // the figures of the steps make the target's by its law
	steps   []Period // at least one
	value   *big.Rat
}

func (w *way) fail(path string, value any, err error, remedy string) {
	w.faults.Add(&FieldError{Path: path, Value: value, Err: err, Remedy: remedy})
}

// plan finds the steps and checks that the target fits them.
func (w *way) plan() {
	p, n := w.t.Period, int32(w.by.Months())
	switch w.t.Indicator.Kind {
	case Flow, Growth, Reduction:
		w.total = p.last-p.first >= n
	}
	first := p.first
	base := w.t.Baseline
	switch {
	case w.total && (p.first%n != 0):
		w.fail("target.period", p, ErrMismatch, "it does not begin with a "+w.by.String()+" step")
		return
	case !w.total && base != nil:
		first = base.Period.last + 1
		first -= first % n // the step in which the baseline lies is on the way where more follows in it
	case !w.total:
		first -= first % n
	}
	if k := w.t.Indicator.Kind; (k == Flow || k == Growth || k == Reduction) && p.last-p.first+1 < n {
		w.fail("step", w.by, ErrMismatch, "it is longer than "+p.String())
		return
	}
	if (p.last+1)%n != 0 {
		w.fail("target.period", p, ErrMismatch, "it does not end with a "+w.by.String()+" step")
		return
	}
	if (p.last-first+1)/n > MaxSteps {
		w.fail("step", w.by, ErrRange, "at most 1200 steps")
		return
	}
	for m := first; m <= p.last; m += n {
		step := Period{m, m + n - 1}
		if base != nil && !w.total && w.t.Indicator.Kind == Flow && middles(base.Period, step) <= 0 {
			continue // its middle is no way from the baseline's
		}
		w.steps = append(w.steps, step)
	}
	if len(w.steps) == 0 {
		w.fail("target.baseline.period", base.Period, ErrRange, "it leaves no step to the target")
		return
	}
	w.value = w.t.Value.Rat()
	if !new(big.Rat).Quo(w.value, w.quantum).IsInt() {
		w.fail("target.value", w.t.Value, ErrQuantum, fault.Text(w.t.Indicator.EffectiveQuantum()))
	}
}

// figures returns the series to follow at the periods, or nil with a fault.
func (w *way) figures(f following, periods []Period) []*big.Rat {
	figures := f.rats(w.faults, periods)
	if w.faults.Len() > 0 {
		return nil
	}
	return figures
}

func running(parts []*big.Rat) []*big.Rat {
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

func between(a, b, share *big.Rat) *big.Rat {
	d := new(big.Rat).Sub(b, a)
	return d.Add(a, d.Mul(d, share))
}

// quanta returns the nearest number of quanta, halves away from zero.
func (w *way) quanta(x *big.Rat) *big.Int {
	q := new(big.Rat).Quo(x, w.quantum)
	return fixed.DivHalfUp(q.Num(), q.Denom())
}

// perStep returns the baseline of a Flow per step.
func (w *way) perStep() *big.Rat {
	b := w.t.Baseline
	return new(big.Rat).Mul(b.Value.Rat(), big.NewRat(int64(int32(w.by.Months())), int64(b.Period.Len())))
}

// middles returns twice the distance in months between two middles.
func middles(from, to Period) int64 {
	return int64(to.first) + int64(to.last) - int64(from.first) - int64(from.last)
}
