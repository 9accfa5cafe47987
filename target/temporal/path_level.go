package temporal

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// levels returns the figures of a path from the baseline to the target.
func (w *way) levels() []*big.Int {
	if s, ok := w.shape.(Through); ok {
		return w.through(s)
	}

	base, ok := w.start()
	switch {
	case !ok:
		return nil
	case base == nil: // one step, and no baseline
		return []*big.Int{w.quanta(w.value)}
	case w.kind == target.Cumulative && base.Cmp(w.value) > 0:
		w.report("target.value", w.t.Value, target.ErrRange, "a cumulative total must not fall below its baseline")
		return nil
	}

	switch s := w.shape.(type) {
	case StraightLine:
		return w.interpolate(base, w.distances())
	case Schedule:
		return w.interpolate(base, w.schedule(s))
	case ConstantRate:
		return w.constantRate(base)
	case Profile:
		return w.profileLevels(s, base)
	}
	return nil
}

// interpolate returns the levels at the given shares of the way.
func (w *way) interpolate(base *big.Rat, shares []*big.Rat) []*big.Int {
	out := make([]*big.Int, len(shares))
	for k, share := range shares {
		out[k] = w.quanta(between(base, w.value, share))
	}
	return out
}

func (w *way) constantRate(base *big.Rat) []*big.Int {
	if base.Sign() <= 0 || w.value.Sign() <= 0 {
		w.report("shape", "ConstantRate", target.ErrRange, bothPositive)
		return nil
	}

	ends := []*big.Rat{base, w.value}
	out := make([]*big.Int, len(w.steps))
	for k, share := range w.distances() {
		rest := new(big.Int).Sub(share.Denom(), share.Num())
		q, ok := transcend.GeometricMultiple(ends, []*big.Int{rest, share.Num()}, w.quantum)
		if !ok {
			quantum := w.t.Indicator.EffectiveQuantum()
			w.report("target.indicator.quantum", quantum, target.ErrRange, "it is too small for the figures")
			return nil
		}
		out[k] = q
	}
	return out
}

const bothPositive = "baseline and value must be greater than 0"

// start returns the figure at which a path of levels begins, nil if the path has only one
// step and no baseline. It returns false if it reports a problem.
func (w *way) start() (*big.Rat, bool) {
	b := w.t.Baseline
	rates := w.kind == target.Growth || w.kind == target.Reduction
	switch {
	case b == nil && w.kind == target.Cumulative:
		return new(big.Rat), true
	case b == nil && len(w.steps) == 1:
		return nil, true
	case b == nil:
		w.report("target.baseline", nil, target.ErrRequired, whereItBegins)
		return nil, false
	case w.kind == target.Flow:
		return w.basePerStep(), true
	case rates && b.Period.Len() != w.by.Months():
		remedy := "the baseline of a rate must have the length of a step"
		w.report("target.baseline.period", b.Period, target.ErrMismatch, remedy)
		return nil, false
	}
	return b.Value.Rat(), true
}

const whereItBegins = "give the figure at which the path begins"

// distances returns, for each step, the share of the way in time at its end; for
// a Flow at its middle.
func (w *way) distances() []*big.Rat {
	n := len(w.steps)
	shares := make([]*big.Rat, n)
	for k, p := range w.steps {
		switch b := w.t.Baseline; {
		case b == nil:
			shares[k] = big.NewRat(int64(k+1), int64(n))
		case w.kind == target.Flow:
			shares[k] = big.NewRat(halfMonthsBetween(b.Period, p), halfMonthsBetween(b.Period, w.steps[n-1]))
		default:
			from := lastMonth(b.Period)
			shares[k] = big.NewRat(int64(lastMonth(p)-from), int64(lastMonth(w.t.Period)-from))
		}
	}
	return shares
}

// profileLevels returns the levels with the profile of a series.
func (w *way) profileLevels(s Profile, base *big.Rat) []*big.Int {
	if w.kind == target.Cumulative {
		figures := w.figures(s, w.steps)
		if figures == nil {
			return nil
		}
		return w.interpolate(base, runningShares(figures))
	}

	b := w.t.Baseline
	figures := w.figures(s, append([]target.Period{b.Period}, w.steps...))
	if figures == nil {
		return nil
	}
	if w.kind == target.Flow {
		figures[0].Mul(figures[0], big.NewRat(int64(w.by.Months()), int64(b.Period.Len())))
	}

	// The ratio to the series is on a straight line.
	from := new(big.Rat).Quo(base, figures[0])
	to := new(big.Rat).Quo(w.value, figures[len(figures)-1])
	out := make([]*big.Int, len(w.steps))
	for k, share := range w.distances() {
		ratio := between(from, to, share)
		out[k] = w.quanta(ratio.Mul(ratio, figures[k+1]))
	}
	return out
}
