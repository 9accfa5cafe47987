package hierarchy

import (
	"errors"
	"math/big"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	kernel "github.com/targetcascade/cascade/internal/apportion"
)

// divideSum gives the children of a family quotas that make its amount together.
func (e *engine) divideSum(f *family, out *result) error {
	if f.shifted() {
		return e.divideShifted(f, out)
	}
	o, err := e.apportion(f, &out.quotas)
	if err != nil {
		return e.explainFailure(f)
	}
	e.mark(f, o.Bounds, out)
	return nil
}

// apportion divides an amount by claims without offsets into dst. The kernel does
// it in one step.
func (e *engine) apportion(f *family, dst *numbers) (kernel.Outcome, error) {
	shares := dst.words[f.lo:f.hi]
	if f.places != nil {
		shares = make([]int64, f.n)
	}
	wide, o, err := e.shares(f, shares)
	switch {
	case err != nil:
	case wide != nil:
		f.store(wide, dst)
	case f.places != nil:
		for k, s := range shares {
			dst.words[f.places[k]] = s
		}
	}
	return o, err
}

// shares divides an amount by claims without offsets into words or, if a number
// does not fit one, into what it returns.
func (e *engine) shares(f *family, words []int64) ([]*big.Int, kernel.Outcome, error) {
	method := kernel.Method(f.rule.Rounding)
	if f.words != nil && f.amount.IsInt64() {
		var lo, hi []int64
		fits := true
		if e.bounds != nil {
			lo, hi, fits = e.bounds.allowed.words(f)
		}
		if fits {
			o, err := e.divider.Words(words, f.amount.Int64(), f.words, lo, hi, method)
			if !errors.Is(err, kernel.ErrWide) {
				return nil, o, err
			}
		}
	}

	var lo, hi []*big.Int
	if e.bounds != nil {
		lo, hi = e.bounds.allowed.big(f)
	}
	return kernel.Big(f.amount, f.bigWeights(), lo, hi, method)
}

// divideShifted divides an amount by claims with offsets: λ first, and then the
// rounding of what it gives.
func (e *engine) divideShifted(f *family, out *result) error {
	if f.rule.Rounding == apportion.LargestRemainder {
		if o, done := e.shiftedWords(f, out); done {
			e.mark(f, o.Bounds, out)
			return nil
		}
	}

	d, s := e.solveBig(f)
	if s != solved {
		return e.explainFailure(f)
	}
	o, err := roundSumBig(d, kernel.Method(f.rule.Rounding))
	if err != nil {
		return e.explainFailure(f)
	}
	f.store(d.quotas, &out.quotas)
	e.mark(f, o.Bounds, out)
	return nil
}

// shiftedWords is divideShifted on machine words. It reports false if a number
// does not fit, or if the amount cannot be divided.
func (e *engine) shiftedWords(f *family, out *result) (kernel.Outcome, bool) {
	d, ok := f.inWords(f.amount, f.words)
	if !ok {
		return kernel.Outcome{}, false
	}
	tiers, ok := e.tiersWords(f)
	if !ok {
		return kernel.Outcome{}, false
	}
	if _, s := d.solve(tiers); s != solved {
		return kernel.Outcome{}, false
	}
	d.quotas = out.quotas.words[f.lo:f.hi]
	return roundSumWords(d)
}

// solveBig solves the division of a family on integers of any size.
func (e *engine) solveBig(f *family) (*division[*big.Int, *integers], solution) {
	d := f.inIntegers(f.amount, f.bigWeights())
	used, s := d.solve(e.tiersBig(f))
	if s == solved {
		settleTier(e, f, d, used, func(bound *big.Int) *big.Int { return bound })
	}
	return d, s
}

// settleTier makes the limits within which a family was divided the allowed ones.
func settleTier[N any, A arithmetic[N]](e *engine, f *family, d *division[N, A], used int, wide func(N) *big.Int) {
	switch {
	case e.bounds == nil || e.bounds.exact == nil:
	case used == 0:
		e.bounds.prefer(f)
	default:
		for k := range f.n {
			if d.idle(k) {
				e.bounds.allowed.assign(f.place(k), wide(d.lo[k]), wide(d.hi[k]))
			}
		}
	}
}

// tiersWords are the bounds of a family, none if nothing is bounded.
func (e *engine) tiersWords(f *family) ([]tier[int64], bool) {
	if e.bounds == nil {
		return nil, true
	}
	var all []tier[int64]
	for i, l := range e.bounds.inOrder(f) {
		lo, hi, ok := l.words(f)
		if !ok {
			return nil, false
		}
		all = append(all, tier[int64]{lo, hi, i > 0 || e.bounds.exact == nil})
	}
	return all, true
}

func (e *engine) tiersBig(f *family) []tier[*big.Int] {
	if e.bounds == nil {
		return nil
	}
	var all []tier[*big.Int]
	for i, l := range e.bounds.inOrder(f) {
		lo, hi := l.big(f)
		all = append(all, tier[*big.Int]{lo, hi, i > 0 || e.bounds.exact == nil})
	}
	return all
}
