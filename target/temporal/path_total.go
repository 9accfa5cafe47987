package temporal

import (
	"math/big"

	"github.com/targetcascade/cascade/target"
)

// shareOut returns the parts of a total.
func (w *way) shareOut() []*big.Int {
	var parts []*big.Rat
	switch s := w.shape.(type) {
	case StraightLine:
		parts = w.linearParts()
	case ConstantRate:
		parts = w.geometricParts()
	case Schedule:
		parts = w.partsTo(w.schedule(s))
	case Profile:
		if figures := w.figures(s, w.steps); figures != nil {
			parts = w.partsTo(runningShares(figures))
		}
	}
	if w.problems.Len() > 0 {
		return nil
	}

	_, approximate := w.shape.(ConstantRate)
	for _, x := range parts {
		if x.Quo(x, w.quantum); approximate {
			snap(x)
		}
	}
	return largestRemainders(parts, w.quanta(w.value))
}

// partsTo returns the parts of the total between shares of the way.
func (w *way) partsTo(shares []*big.Rat) []*big.Rat {
	parts := make([]*big.Rat, len(shares))
	before := new(big.Rat)
	for k, share := range shares {
		parts[k] = new(big.Rat).Sub(share, before)
		parts[k].Mul(parts[k], w.value)
		before = share
	}
	return parts
}

// linearParts returns equal parts or, if there is a baseline, parts on a line
// that begins at it.
func (w *way) linearParts() []*big.Rat {
	n := int64(len(w.steps))
	parts := make([]*big.Rat, n)
	if w.t.Baseline == nil {
		for k := range parts {
			parts[k] = new(big.Rat).Mul(w.value, big.NewRat(1, n))
		}
		return parts
	}
	if !w.baselineBefore() {
		return nil
	}

	base, sum := w.basePerStep(), int64(0)
	for _, p := range w.steps {
		sum += halfMonthsBetween(w.t.Baseline.Period, p)
	}
	rest := new(big.Rat).Mul(base, big.NewRat(n, 1))
	rest.Sub(w.value, rest)
	for k, p := range w.steps {
		parts[k] = new(big.Rat).Mul(rest, big.NewRat(halfMonthsBetween(w.t.Baseline.Period, p), sum))
		parts[k].Add(parts[k], base)
	}
	return parts
}

// baselineBefore checks that there is a baseline, which ends before the target's period
// begins.
func (w *way) baselineBefore() bool {
	switch b := w.t.Baseline; {
	case b == nil:
		w.report("target.baseline", nil, target.ErrRequired, whereItBegins)
		return false
	case lastMonth(b.Period) >= firstMonth(w.t.Period):
		remedy := "it must end before " + w.t.Period.String() + " begins"
		w.report("target.baseline.period", b.Period, target.ErrRange, remedy)
		return false
	}
	return true
}
