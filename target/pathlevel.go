package target

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/transcend"
)

// levels returns the figures of a path from the baseline to the target.
func (w *way) levels() []*big.Int {
	n, kind := len(w.steps), w.t.Indicator.Kind
	base, ok := w.start()
	if !ok {
		return nil
	}
	if base == nil { // one step, and nothing to come from
		return []*big.Int{w.quanta(w.value)}
	}
	if kind == Cumulative && base.Cmp(w.value) > 0 {
		w.fail("target.value", w.t.Value, ErrRange, "a running total never falls below its baseline")
		return nil
	}
	out := make([]*big.Int, n)
	switch s := w.shape.(type) {
	case linear:
		for k, share := range w.distances() {
			out[k] = w.quanta(between(base, w.value, share))
		}
	case compounds:
		if base.Sign() <= 0 || w.value.Sign() <= 0 {
			w.fail("shape", "compound", ErrRange, "baseline and value are positive")
			return nil
		}
		for k, share := range w.distances() {
			q, ok := transcend.GeometricMultiple([]*big.Rat{base, w.value},
				[]*big.Int{new(big.Int).Sub(share.Denom(), share.Num()), share.Num()}, w.quantum)
			if !ok {
				w.fail("target.indicator.quantum", w.t.Indicator.EffectiveQuantum(), ErrRange, "too small for the figures")
				return nil
			}
			out[k] = q
		}
	case shares:
		parts := s.rats(w.faults, n)
		for k := range parts {
			out[k] = w.quanta(between(base, w.value, parts[k]))
		}
	case following:
		return w.follow(s, base)
	}
	return out
}

// start returns the figure at which a path of levels begins, nil where it has
// one step only and no baseline, and false with a fault.
func (w *way) start() (*big.Rat, bool) {
	b := w.t.Baseline
	switch kind := w.t.Indicator.Kind; {
	case b == nil && kind == Cumulative:
		return new(big.Rat), true
	case b == nil && len(w.steps) == 1:
		return nil, true
	case b == nil:
		w.fail("target.baseline", nil, ErrRequired, "say where the path begins")
		return nil, false
	case kind == Flow:
		return w.perStep(), true
	case (kind == Growth || kind == Reduction) && b.Period.Len() != int(int32(w.by.Months())):
		w.fail("target.baseline.period", b.Period, ErrMismatch, "a rate for one step is compared with a rate for one step")
		return nil, false
	default:
		return b.Value.Rat(), true
	}
}

// distances returns how much of the way in time lies behind each step.
func (w *way) distances() []*big.Rat {
	n := len(w.steps)
	shares := make([]*big.Rat, n)
	for k, p := range w.steps {
		switch b := w.t.Baseline; {
		case b == nil:
			shares[k] = big.NewRat(int64(k+1), int64(n))
		case w.t.Indicator.Kind == Flow:
			shares[k] = big.NewRat(middles(b.Period, p), middles(b.Period, w.steps[n-1]))
		default:
			shares[k] = big.NewRat(int64(p.last-b.Period.last), int64(w.t.Period.last-b.Period.last))
		}
	}
	return shares
}

// follow returns the levels with the profile of a series.
func (w *way) follow(s following, base *big.Rat) []*big.Int {
	out := make([]*big.Int, len(w.steps))
	if w.t.Indicator.Kind == Cumulative {
		if figures := w.figures(s, w.steps); figures != nil {
			for k, share := range running(figures) {
				out[k] = w.quanta(between(base, w.value, share))
			}
		}
		return out
	}
	b := w.t.Baseline
	figures := w.figures(s, append([]Period{b.Period}, w.steps...))
	if figures == nil {
		return nil
	}
	if w.t.Indicator.Kind == Flow {
		figures[0].Mul(figures[0], big.NewRat(int64(int32(w.by.Months())), int64(b.Period.Len())))
	}
	from := new(big.Rat).Quo(base, figures[0])
	to := new(big.Rat).Quo(w.value, figures[len(figures)-1])
	for k, share := range w.distances() {
		ratio := between(from, to, share)
		out[k] = w.quanta(ratio.Mul(ratio, figures[k+1]))
	}
	return out
}
