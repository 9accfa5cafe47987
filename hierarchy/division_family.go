package hierarchy

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"
	"slices"

	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/target"
)

// inWords prepares a division on machine words. It returns false if a number does not
// fit. The division belongs to the engine: the next call overwrites it.
func (f *family) inWords(amount *big.Int, weights []int64) (*division[int64, *onWords], bool) {
	if weights == nil || f.places != nil || f.offsets != nil || !amount.IsInt64() {
		return nil, false
	}

	d := f.engine.inHand(f.n)
	d.anySign = f.anySign
	d.weights, d.amount = weights, amount.Int64()
	d.lo, d.hi = nil, nil

	d.mean, d.basis = f.law == target.WeightedMean, nil
	if d.mean {
		if len(f.basis.wide) > 0 {
			return nil, false
		}
		d.basis = f.basis.words[f.lo:f.hi]
	}

	d.unit, d.offsets = 1, nil
	if f.offsetWords != nil && !f.offsetsInWords(d) {
		return nil, false
	}

	d.sign = f.signOf(amount)
	d.still = amount.Sign() == 0 && d.offsets == nil
	return d, true
}

// inHand returns the engine's division on machine words, for n children.
func (e *engine) inHand(n int) *division[int64, *onWords] {
	d := &e.onWords
	if d.a == nil {
		d.a = &onWords{divider: &e.divider}
	}
	d.a.wide, d.a.negative = false, false
	d.n, d.other = n, resize(d.other, n)
	return d
}

// offsetsInWords expresses the offsets in parts of a quantum. It returns false if one
// does not fit a word.
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

// inIntegers prepares a division on integers of any size.
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

// parts returns the offsets as whole numbers of parts of a quantum, and the number of
// parts in a quantum.
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

	// The parts are the least common multiple of the denominators.
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

// signOf returns the sign of an amount, or the sign of the target's value if the amount
// is zero or not known.
func (e *engine) signOf(amount *big.Int) int {
	if s := amount.Sign(); s != 0 {
		return s
	}
	return e.sign
}

// tier is one choice of bounds for a division. In the first tier, every unit further
// down can be met exactly. In the second, every unit can be met except for rounding.
type tier[N any] struct {
	lo, hi  []N
	rounded bool
}

// solution says how a division went.
type solution uint8

const (
	solved          solution = iota
	tooWide                  // a number does not fit
	negativeWeights          // a weight is below zero
	reversed                 // the formula without bounds gives a quota the wrong sign
	infeasible               // the amount is not within the bounds
)

// solve finds λ within the first tier that allows the amount. It returns that tier.
func (d *division[N, A]) solve(tiers []tier[N]) (used int, s solution) {
	d.weigh()
	if len(tiers) > 0 {
		last := tiers[len(tiers)-1]
		d.lo, d.hi = last.lo, last.hi
	}

	switch {
	case d.a.weightBelowZero():
		return 0, negativeWeights
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

// alike solves a mean whose bases are all zero. λ is that of the division without
// bounds, and each quota is then clamped to its own bounds.
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

// idleWithin returns the bounds of tier t for children whose weight is zero, and those
// of tier others for the other children.
func (d *division[N, A]) idleWithin(t, others tier[N]) (lo, hi []N) {
	lo, hi = slices.Clone(others.lo), slices.Clone(others.hi)
	for k := range lo {
		if d.idle(k) {
			lo[k], hi[k] = t.lo[k], t.hi[k]
		}
	}
	return lo, hi
}

// stepIdle finds bounds within the allowed tier by which the mass can be reached. The
// quotas of children whose weight is zero begin as in the exact tier. They move towards
// those in the allowed tier, one quantum at a time, until the mass can be reached.
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

// stepOne moves the first child that it can move by a quantum. The child's weight is
// zero. stepOne reports whether there is such a child.
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

// onWords is arithmetic on machine words. Products are within ±2⁶²; the fractions of
// floor and nearest are quotients of 128-bit products.
type onWords struct {
	divider  *kernel.Divider
	bounds   []kernel.Bound
	wide     bool // a number did not fit
	negative bool // a weight is below zero
}

func (a *onWords) of(v int64) int64 { return v }

func (a *onWords) add(x, y int64) int64 {
	sum, ok := fixed.AddWords(x, y)
	a.wide = a.wide || !ok
	return sum
}

func (a *onWords) sub(x, y int64) int64 {
	rest := x - y
	a.wide = a.wide || (x >= 0) != (y >= 0) && (rest >= 0) != (x >= 0)
	return rest
}

func (a *onWords) mul(x, y int64) int64 {
	product, ok := fixed.MulWords(x, y)
	a.wide = a.wide || !ok
	return product
}

func (a *onWords) sign(x int64) int   { return cmp.Compare(x, 0) }
func (a *onWords) cmp(x, y int64) int { return cmp.Compare(x, y) }

func (a *onWords) cmpRatios(x, xDen, y, yDen int64) int {
	return int128.Mul(x, yDen).Cmp(int128.Mul(y, xDen))
}

func (a *onWords) given(bound int64) bool { return bound != noLeast && bound != noMost }

func (a *onWords) none() int64 { return noLeast }

func (a *onWords) plus(sum, x, y int64) int64  { return a.add(sum, a.mul(x, y)) }
func (a *onWords) minus(sum, x, y int64) int64 { return a.sub(sum, a.mul(x, y)) }

func (a *onWords) weigh(sum, basis, weight int64) int64 {
	a.negative = a.negative || weight < 0
	return a.add(sum, a.mul(basis, weight))
}

func (a *onWords) signOf(o, v, w, u int64) int {
	return int128.Mul(o, v).Add(int128.Mul(w, u)).Sign()
}

func (a *onWords) floor(o, v, w, u, by int64) (q, rest int64) {
	x := int128.Mul(o, v).Add(int128.Mul(w, u))
	word, ok := x.Int64()
	if ok { // the common case
		q, rest = word/by, word%by
	} else {
		whole, r := x.QuoRem(int128.Of(by))
		q, ok = whole.Int64()
		rest, _ = r.Int64()
	}

	if rest < 0 {
		q, rest = q-1, rest+by
	}
	a.wide = a.wide || !ok || q <= -1<<62 || q >= 1<<62
	return q, rest
}

func (a *onWords) nearest(o, v, w, u, by int64) (q int64, side int8) {
	if o != 0 {
		return a.nearestShifted(o, v, w, u, by)
	}

	// The common case: one product, and no weight below zero.
	h, l := bits.Mul64(uint64(w), fixed.Magnitude(u))
	if h >= uint64(by) {
		a.wide = true
		return 0, 0
	}
	m, r := bits.Div64(h, l, uint64(by))
	if r > 0 {
		side = 1
	}
	if r >= uint64(by)-r {
		m++
		side = -side
	}
	a.wide = a.wide || m >= 1<<62
	if u < 0 {
		return -int64(m), -side
	}
	return int64(m), side
}

func (a *onWords) nearestShifted(o, v, w, u, by int64) (q int64, side int8) {
	q, rest := a.floor(o, v, w, u, by)
	if rest == 0 {
		return q, 0
	}
	if rest > by-rest || rest == by-rest && q >= 0 {
		return q + 1, -1
	}
	return q, 1
}

func (a *onWords) multiplier(total int64, weights, lo, hi []int64) (multiplier[int64], bool) {
	m, ok := a.divider.Multiplier(total, weights, lo, hi)
	if !ok || m.Total > math.MaxInt64 || m.Weight > math.MaxInt64 {
		return multiplier[int64]{}, false
	}
	num := int64(m.Total)
	if m.Down {
		num = -num
	}
	a.bounds = append(a.bounds[:0], m.Bounds...) // the divider may be used again
	return multiplier[int64]{num, int64(m.Weight), a.bounds}, true
}

func (a *onWords) fits() bool { return !a.wide }

func (a *onWords) weightBelowZero() bool { return a.negative }

func (a *onWords) descending(children []int32, basis []int64) {
	slices.SortStableFunc(children, func(i, j int32) int { return cmp.Compare(basis[j], basis[i]) })
}

// integers is arithmetic on integers of any size. A bound that is nil is absent.
type integers struct{ negative bool }

func (a *integers) of(v int64) *big.Int { return big.NewInt(v) }

func (a *integers) add(x, y *big.Int) *big.Int { return new(big.Int).Add(x, y) }
func (a *integers) sub(x, y *big.Int) *big.Int { return new(big.Int).Sub(x, y) }
func (a *integers) mul(x, y *big.Int) *big.Int { return new(big.Int).Mul(x, y) }
func (a *integers) sign(x *big.Int) int        { return x.Sign() }
func (a *integers) cmp(x, y *big.Int) int      { return x.Cmp(y) }

func (a *integers) cmpRatios(x, xDen, y, yDen *big.Int) int {
	return a.mul(x, yDen).Cmp(a.mul(y, xDen))
}

func (a *integers) given(bound *big.Int) bool { return bound != nil }

func (a *integers) none() *big.Int { return nil }

func (a *integers) plus(sum, x, y *big.Int) *big.Int {
	product := a.mul(x, y)
	return product.Add(sum, product)
}

func (a *integers) minus(sum, x, y *big.Int) *big.Int {
	product := a.mul(x, y)
	return product.Sub(sum, product)
}

func (a *integers) weigh(sum, basis, weight *big.Int) *big.Int {
	a.negative = a.negative || weight.Sign() < 0
	return a.plus(sum, basis, weight)
}

func (a *integers) fraction(o, v, w, u *big.Int) *big.Int {
	x := a.mul(w, u)
	return x.Add(x, a.mul(o, v))
}

func (a *integers) signOf(o, v, w, u *big.Int) int { return a.fraction(o, v, w, u).Sign() }

func (a *integers) floor(o, v, w, u, by *big.Int) (q, rest *big.Int) {
	x := a.fraction(o, v, w, u)
	return x.DivMod(x, by, new(big.Int))
}

func (a *integers) nearest(o, v, w, u, by *big.Int) (q *big.Int, side int8) {
	x := a.fraction(o, v, w, u)
	q = fixed.DivHalfUp(x, by)
	return q, int8(x.Cmp(a.mul(q, by)))
}

func (a *integers) multiplier(total *big.Int, weights, lo, hi []*big.Int) (multiplier[*big.Int], bool) {
	m, ok := kernel.BigMultiplier(total, weights, lo, hi)
	return multiplier[*big.Int]{m.Total, m.Weight, m.Bounds}, ok
}

func (a *integers) fits() bool { return true }

func (a *integers) weightBelowZero() bool { return a.negative }

func (a *integers) descending(children []int32, basis []*big.Int) {
	slices.SortStableFunc(children, func(i, j int32) int { return basis[j].Cmp(basis[i]) })
}
