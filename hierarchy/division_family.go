package hierarchy

import (
	"math/big"
	"slices"

	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// inWords sets a division up on machine words. It reports false if a number is
// known not to fit. The division is the engine's, until the next call.
func (f *family) inWords(amount *big.Int, weights []int64) (*division[int64, *onWords], bool) {
	if weights == nil || f.places != nil || f.offsets != nil || !amount.IsInt64() {
		return nil, false
	}
	d := &f.engine.onWords
	if d.a == nil {
		d.a = &onWords{divider: &f.engine.divider}
	}
	d.a.wide, d.a.negative = false, false
	d.anySign = f.anySign
	d.n, d.weights, d.amount = f.n, weights, amount.Int64()
	d.lo, d.hi = nil, nil
	if d.mean, d.basis = false, nil; f.law == target.WeightedMean {
		if d.mean = true; len(f.basis.wide) > 0 {
			return nil, false
		}
		d.basis = f.basis.words[f.lo:f.hi]
	}
	d.sign = f.signOf(amount)
	if d.unit, d.offsets = 1, nil; f.offsetWords != nil && !f.offsetsInWords(d) {
		return nil, false
	}
	d.still = amount.Sign() == 0 && d.offsets == nil
	return d, true
}

// offsetsInWords brings offsets to parts of a quantum.
func (f *family) offsetsInWords(d *division[int64, *onWords]) bool {
	exp := min(f.offsetExp, f.step.Exp)
	unit, ok := f.step.Mantissa(1, exp)
	factor, fits := fixed.Scale(1, f.offsetExp-exp)
	if !ok || !fits {
		return false
	}
	d.unit, d.offsets = unit, f.offsetWords
	if factor == 1 {
		return true
	}
	f.engine.shifts = resize(f.engine.shifts, f.n)
	d.offsets = f.engine.shifts
	for k, o := range f.offsetWords {
		d.offsets[k] = d.a.mul(o, factor)
	}
	return d.a.fits()
}

// inIntegers sets a division up on integers of any size.
func (f *family) inIntegers(amount *big.Int, weights []*big.Int) *division[*big.Int, *integers] {
	d := &division[*big.Int, *integers]{
		a: &integers{}, mean: f.law == target.WeightedMean,
		n: f.n, amount: amount, sign: f.signOf(amount), anySign: f.anySign, unit: bigOne, weights: weights,
	}
	if d.mean {
		d.basis = make([]*big.Int, f.n)
		for k := range d.basis {
			d.basis[k] = f.basis.big(f.place(k))
		}
	}
	if f.offsetWords != nil || f.offsets != nil {
		d.unit, d.offsets = f.parts()
	}
	d.still = amount.Sign() == 0 && d.offsets == nil
	d.quotas = make([]*big.Int, f.n)
	return d
}

// parts returns the offsets in parts of a quantum, and how many parts that has.
func (f *family) parts() (unit *big.Int, offsets []*big.Int) {
	offsets = make([]*big.Int, f.n)
	if f.offsets == nil {
		exp := min(f.offsetExp, f.step.Exp)
		factor := fixed.Pow10(f.offsetExp - exp)
		for k, o := range f.offsetWords {
			offsets[k] = new(big.Int).Mul(big.NewInt(o), factor)
		}
		return new(big.Int).Mul(f.step.M, fixed.Pow10(f.step.Exp-exp)), offsets
	}

	step := f.step.Rat(bigOne)
	unit = big.NewInt(1)
	quanta := make([]*big.Rat, f.n)
	for k, o := range f.offsets {
		quanta[k] = new(big.Rat).Quo(o, step)
		den := quanta[k].Denom()
		unit.Mul(unit, new(big.Int).Quo(den, new(big.Int).GCD(nil, nil, unit, den)))
	}
	for k, q := range quanta {
		offsets[k] = new(big.Int).Quo(unit, q.Denom())
		offsets[k].Mul(offsets[k], q.Num())
	}
	return unit, offsets
}

// signOf returns the sign of an amount; zero, or an amount that is not known, is
// like the total.
func (e *engine) signOf(amount *big.Int) int {
	if s := amount.Sign(); s != 0 {
		return s
	}
	return e.sign
}

// tier is one choice of bounds for a division: first those within which every unit
// further down can be met exactly, then those within which it can be met but for
// rounding.
type tier[N any] struct {
	lo, hi  []N
	rounded bool
}

// solution says how a division went.
type solution uint8

const (
	solved       solution = iota
	tooWide               // a number does not fit
	negativeText          // a weight is below zero
	reversed              // the formula without bounds gives a quota the wrong sign
	infeasible            // the amount is not within the bounds
)

// solve finds λ within the first of the tiers that allow the amount, and tells
// which that is.
func (d *division[N, A]) solve(tiers []tier[N]) (used int, s solution) {
	d.weigh()
	if len(tiers) > 0 {
		last := tiers[len(tiers)-1]
		d.lo, d.hi = last.lo, last.hi
	}
	switch {
	case d.a.weightBelowZero():
		return 0, negativeText
	case !d.a.fits():
		return 0, tooWide
	case len(d.opposite()) > 0:
		return 0, reversed
	case d.mean && d.a.sign(d.whole) == 0:
		return d.alike(tiers), d.fit()
	case len(tiers) == 0:
		if !d.free() {
			return 0, infeasible
		}
		return 0, d.fit()
	}

	for i, t := range tiers {
		if d.lo, d.hi = t.lo, t.hi; i > 0 && d.anyIdle() {
			d.stepIdle(tiers[0], t)
		}
		reached := d.reaches(d.extent(t.rounded))
		switch {
		case !d.a.fits():
			return 0, tooWide
		case reached && !d.bounded():
			return 0, tooWide
		case reached:
			return i, solved
		}
	}
	return 0, infeasible
}

func (d *division[N, A]) fit() solution {
	if !d.a.fits() {
		return tooWide
	}
	return solved
}

// alike solves a mean whose bases are all zero: as without bounds, into which each
// quota is then taken by itself.
func (d *division[N, A]) alike(tiers []tier[N]) (used int) {
	d.num, d.den = d.plain()
	d.bounds = nil
	if len(tiers) > 0 {
		d.lo, d.hi = tiers[0].lo, tiers[0].hi
		d.bounds = make([]kernel.Bound, d.n)
	}
	return 0
}

// anyIdle reports whether the weight of some child that counts is zero.
func (d *division[N, A]) anyIdle() bool {
	for k := range d.weights {
		if d.idle(k) {
			return true
		}
	}
	return false
}

func (d *division[N, A]) idle(k int) bool { return d.a.sign(d.weights[k]) == 0 && d.counts(k) }

// idleWithin returns bounds in which the children whose weight is zero have those
// of one tier, and the others those of another.
func (d *division[N, A]) idleWithin(t, others tier[N]) (lo, hi []N) {
	lo, hi = slices.Clone(others.lo), slices.Clone(others.hi)
	for k := range lo {
		if d.idle(k) {
			lo[k], hi[k] = t.lo[k], t.hi[k]
		}
	}
	return lo, hi
}

// stepIdle finds bounds within the allowed tier that let the mass be reached. The
// quotas of children whose weight is zero start as they are in the exact tier. They
// go one quantum after the other towards what they are in the allowed one, as long
// as that is needed.
func (d *division[N, A]) stepIdle(exact, allowed tier[N]) {
	a := d.a
	d.lo, d.hi = d.idleWithin(exact, allowed)
	for {
		s := d.extent(true)
		if !a.fits() || d.reaches(s) {
			return
		}
		more := !s.noMost && a.cmp(d.mass, s.most) > 0
		if !d.stepOne(allowed, more) {
			return
		}
	}
}

// stepOne moves one child whose weight is zero by a quantum, and reports whether
// one can be.
func (d *division[N, A]) stepOne(allowed tier[N], more bool) bool {
	a := d.a
	one, zero := a.of(1), a.of(0)
	for k := range d.weights {
		if !d.idle(k) {
			continue
		}
		lo, hi := d.bound(k)
		have, _ := a.floor(d.fixed(k, lo, hi), one, zero, zero, d.unit)
		lo, hi = d.boundOf(allowed.lo[k], allowed.hi[k])
		want, rest := a.floor(d.fixed(k, lo, hi), one, zero, zero, d.unit)
		if more && a.sign(rest) > 0 {
			want = a.add(want, one)
		}
		if side := a.cmp(want, have); more && side > 0 || !more && side < 0 {
			have = a.add(have, a.of(int64(side)))
			d.lo[k], d.hi[k] = have, have
			return true
		}
	}
	return false
}
