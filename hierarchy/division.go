package hierarchy

import (
	"math/big"

	kernel "github.com/targetcascade/cascade/internal/apportion"
)

// arithmetic is the arithmetic of a division: machine words, which note if a number does
// not fit, or integers of any size.
type arithmetic[N any] interface {
	of(v int64) N
	add(x, y N) N
	sub(x, y N) N
	mul(x, y N) N
	sign(x N) int
	cmp(x, y N) int
	// cmpRatios compares a/b with c/d, for b and d above zero.
	cmpRatios(a, b, c, d N) int
	// given reports whether a bound is present; none returns an absent bound.
	given(bound N) bool
	none() N
	// plus and minus return sum ± x·y.
	plus(sum, x, y N) N
	minus(sum, x, y N) N
	// weigh is plus for a basis and a weight, and notes a weight below zero.
	weigh(sum, basis, weight N) N
	// signOf returns the sign of o·v + w·u.
	signOf(o, v, w, u N) int
	// floor returns the integer part of (o·v + w·u)/by, rounded down, and the
	// remainder; by is above zero.
	floor(o, v, w, u, by N) (q, rest N)
	// nearest returns the integer nearest to the same fraction, halves away from zero,
	// and the side of it on which the fraction is.
	nearest(o, v, w, u, by N) (q N, side int8)
	// multiplier solves the division of the total within bounds. It reports false
	// if a number does not fit.
	multiplier(total N, weights, lo, hi []N) (m multiplier[N], ok bool)
	// descending sorts children by their bases, the largest first; those of equal
	// bases keep their order.
	descending(children []int32, basis []N)
	// fits reports whether all numbers so far fit.
	fits() bool
	// weightBelowZero reports whether weigh has noted a weight below zero.
	weightBelowZero() bool
}

// multiplier is the λ = num/den of a division. den is above zero, or zero if bounds
// decide every claim and many λ are possible.
type multiplier[N any] struct {
	num, den N
	bounds   []kernel.Bound
}

// division is the division of one family by affine claims. It is one algorithm
// for sums and means, on machine words and on integers of any size.
//
// Quotas are in quanta. Offsets are in parts, of which a quantum has unit; the
// exact quota of child k is (offsets[k] + λ·weights[k]) / unit within its bounds.
// The law is about masses: bases times parts. A sum has bases of 1.
type division[N any, A arithmetic[N]] struct {
	a A

	mean    bool
	n       int
	amount  N
	sign    int  // of the amount; of the total if the amount is zero or not known
	still   bool // the amount is zero: every quota is zero unless a bound requires otherwise
	anySign bool // the rule of signs does not apply
	unit    N
	weights []N
	offsets []N // nil if all are zero
	basis   []N // nil for a sum
	lo, hi  []N // bounds; both nil if there are none

	whole          N // sum of the bases; 1 for a sum
	mass           N // of the amount
	weight, offset N // masses of the weights and of the offsets
	multiplier[N]

	missed bool // bounds miss the amount, but not by more than rounding
	quotas []N
	other  []int8 // on which side of its quota the exact one is; 0 if it cannot go there
	rest   N      // of a mean: the mass, in quanta, that the quotas miss

	low, high, masses []N // what the kernel divides
	order             []int32
}

// weigh adds up bases, weights and offsets.
func (d *division[N, A]) weigh() {
	a := d.a
	d.weight, d.offset = a.of(0), a.of(0)
	if d.whole = a.of(1); d.basis == nil {
		for _, w := range d.weights {
			d.weight = a.weigh(d.weight, d.whole, w)
		}
		for _, o := range d.offsets {
			d.offset = a.add(d.offset, o)
		}
	} else {
		d.whole = a.of(0)
		for k, b := range d.basis {
			d.whole = a.add(d.whole, b)
			d.weight = a.weigh(d.weight, b, d.weights[k])
		}
		for k, o := range d.offsets {
			d.offset = a.plus(d.offset, d.basis[k], o)
		}
	}
	d.mass = a.mul(a.mul(d.unit, d.amount), d.whole)
}

// counts reports whether a child moves the sum or the mean.
func (d *division[N, A]) counts(k int) bool { return d.basis == nil || d.a.sign(d.basis[k]) > 0 }

// bound returns the bounds of a child, including the rule of signs: a quota has the sign
// opposite to the amount's only if its own bounds require it.
func (d *division[N, A]) bound(k int) (lo, hi N) {
	a := d.a
	if d.lo == nil {
		return a.none(), a.none()
	}
	return d.boundOf(d.lo[k], d.hi[k])
}

func (d *division[N, A]) boundOf(least, most N) (lo, hi N) {
	a := d.a
	lo, hi = least, most
	if d.anySign {
		return lo, hi
	}
	if (d.sign >= 0 || d.still) && !a.given(lo) {
		//mutate:equal a.sign(hi) <= 0: a bound of zero is zero too
		if lo = a.of(0); a.given(hi) && a.sign(hi) < 0 {
			lo = hi
		}
	}
	if (d.sign < 0 || d.still) && !a.given(hi) {
		//mutate:equal a.sign(least) >= 0: a bound of zero is zero too
		if hi = a.of(0); a.given(least) && a.sign(least) > 0 {
			hi = least
		}
	}
	return lo, hi
}

// fixed returns the quota, in parts, of a child whose weight is zero.
func (d *division[N, A]) fixed(k int, lo, hi N) N {
	a := d.a
	x := a.of(0)
	if d.offsets != nil {
		x = d.offsets[k]
	}
	if a.given(lo) {
		//mutate:equal a.cmp(x, l) <= 0: they are equal
		if l := a.mul(d.unit, lo); a.cmp(x, l) < 0 {
			x = l
		}
	}
	if a.given(hi) {
		//mutate:equal a.cmp(x, h) >= 0: they are equal
		if h := a.mul(d.unit, hi); a.cmp(x, h) > 0 {
			x = h
		}
	}
	return x
}

// extent is the least and the most mass that the children can have together.
type extent[N any] struct {
	least, most     N
	noLeast, noMost bool
}

// extent adds up the bounds. If rounded is set, a child of weight zero counts with its
// quota rounded down in the least mass and rounded up in the greatest.
func (d *division[N, A]) extent(rounded bool) extent[N] {
	a := d.a
	s := extent[N]{least: a.of(0), most: a.of(0)}
	for k, w := range d.weights {
		if !d.counts(k) {
			continue
		}
		b := d.whole
		if d.basis != nil {
			b = d.basis[k]
		}

		lo, hi := d.bound(k)
		if a.sign(w) == 0 {
			low := d.fixed(k, lo, hi)
			high := low
			if rounded && d.offsets != nil {
				q, rest := a.floor(low, a.of(1), a.of(0), a.of(0), d.unit)
				if low = a.mul(d.unit, q); a.sign(rest) > 0 {
					high = a.add(low, d.unit)
				}
			}
			s.least, s.most = a.plus(s.least, b, low), a.plus(s.most, b, high)
			continue
		}
		if s.noLeast = s.noLeast || !a.given(lo); !s.noLeast {
			s.least = a.plus(s.least, b, a.mul(d.unit, lo))
		}
		if s.noMost = s.noMost || !a.given(hi); !s.noMost {
			s.most = a.plus(s.most, b, a.mul(d.unit, hi))
		}
	}
	return s
}

// reaches reports whether the mass is within an extent. A mean may miss the extent by
// half a quantum.
func (d *division[N, A]) reaches(s extent[N]) bool {
	return (s.noLeast || !d.misses(d.a.sub(s.least, d.mass))) && (s.noMost || !d.misses(d.a.sub(d.mass, s.most)))
}

func (d *division[N, A]) misses(by N) bool {
	a := d.a
	if a.sign(by) <= 0 {
		return false
	}
	return !d.mean || a.cmp(a.add(by, by), a.mul(d.unit, d.whole)) > 0
}

// free solves a division without bounds. It returns false if no child that counts has a
// weight, and the offsets miss the amount by more than rounding.
func (d *division[N, A]) free() bool {
	//mutate:equal left out: no division within bounds goes before one without them
	d.bounds = nil
	d.num, d.den = d.plain()
	if d.missed = d.a.sign(d.weight) == 0 && d.a.cmp(d.mass, d.offset) != 0; d.missed {
		return d.reaches(d.extent(true))
	}
	return true
}

// bounded solves a division within bounds. The mass must be within their extent, or miss
// it by no more than rounding. bounded returns false if a number does not fit.
func (d *division[N, A]) bounded() bool {
	a := d.a
	total := d.mass
	d.missed = false
	s := d.extent(false)
	if !s.noLeast && a.cmp(total, s.least) < 0 {
		total, d.missed = s.least, true
	}
	if !s.noMost && a.cmp(total, s.most) > 0 {
		total, d.missed = s.most, true
	}

	// Less the offsets, the claims are proportions.
	d.low, d.high, d.masses = resize(d.low, d.n), resize(d.high, d.n), resize(d.masses, d.n)
	for k, w := range d.weights {
		lo, hi := d.bound(k)
		b := d.whole
		if d.basis != nil {
			b = d.basis[k]
		}
		d.masses[k] = a.mul(b, w)
		d.low[k], d.high[k] = d.part(k, b, lo), d.part(k, b, hi)
	}
	m, ok := a.multiplier(a.sub(total, d.offset), d.masses, d.low, d.high)
	if !ok || !a.fits() {
		return false
	}
	if d.multiplier = m; a.sign(d.den) == 0 {
		d.num, d.den = d.chosen()
	}
	return a.fits()
}

// part is a bound as a mass, less the offset.
func (d *division[N, A]) part(k int, b, bound N) N {
	a := d.a
	if !a.given(bound) {
		return bound
	}
	x := a.mul(d.unit, bound)
	if d.offsets != nil {
		x = a.sub(x, d.offsets[k])
	}
	return a.mul(b, x)
}

// plain returns the λ of the division without bounds and holds. If no child with a basis
// has a weight, all weights count as equal.
func (d *division[N, A]) plain() (num, den N) {
	a := d.a
	if a.sign(d.weight) > 0 {
		return a.sub(d.mass, d.offset), d.weight
	}
	num, den = a.mul(a.mul(d.unit, d.amount), a.of(int64(d.n))), a.of(0)
	for k, w := range d.weights {
		den = a.add(den, w)
		if d.offsets != nil {
			num = a.sub(num, d.offsets[k])
		}
	}
	if a.sign(den) == 0 {
		return a.of(0), a.of(1)
	}
	return num, den
}

// chosen returns the λ of a division in which bounds decide every quota. Of the possible
// λ, it is the one nearest to the λ without bounds.
func (d *division[N, A]) chosen() (num, den N) {
	a := d.a
	num, den = d.plain()
	for k, w := range d.masses {
		lo, hi := d.low[k], d.high[k]
		if a.sign(w) == 0 || a.given(lo) && a.given(hi) && a.cmp(lo, hi) == 0 {
			continue
		}
		value := a.of(0)
		switch d.bounds[k] {
		case kernel.AtMin:
			value = lo
		case kernel.AtMax:
			value = hi
		}
		if a.given(lo) && a.cmp(value, lo) == 0 && a.cmpRatios(num, den, lo, w) > 0 {
			num, den = lo, w
		}
		if a.given(hi) && a.cmp(value, hi) == 0 && a.cmpRatios(num, den, hi, w) < 0 {
			num, den = hi, w
		}
	}

	return num, den
}

// offsetOf is the offset of a child.
func (d *division[N, A]) offsetOf(k int) N {
	if d.offsets == nil {
		return d.a.of(0)
	}
	return d.offsets[k]
}

// decided returns the quota of a child that a bound decides. A quota that only
// the rule of signs limits counts as free.
func (d *division[N, A]) decided(k int) (q N, ok bool) {
	if d.bounds == nil || !d.counts(k) {
		return q, false
	}
	lo, hi := d.bound(k)
	if d.bounds[k] == kernel.Free {
		// Equal bounds decide the quota, even if many λ are possible.
		if !d.a.given(lo) || !d.a.given(hi) || d.a.cmp(lo, hi) != 0 {
			return q, false
		}
		d.bounds[k] = kernel.AtMin
	}
	if q = lo; d.bounds[k] == kernel.AtMax {
		q = hi
	}
	d.label(k, q)
	return q, true
}

// label notes which of its own bounds a quota is on.
func (d *division[N, A]) label(k int, q N) {
	a := d.a
	atMin, atMax := a.given(d.lo[k]) && a.cmp(q, d.lo[k]) == 0, a.given(d.hi[k]) && a.cmp(q, d.hi[k]) == 0
	switch {
	case d.bounds[k] == kernel.AtMin && !atMin:
		d.bounds[k] = kernel.Free
		if atMax {
			d.bounds[k] = kernel.AtMax
		}
	case d.bounds[k] == kernel.AtMax && !atMax:
		d.bounds[k] = kernel.Free
		if atMin {
			d.bounds[k] = kernel.AtMin
		}
	}
}

// limit clamps a rounded quota to the bounds of its child, and corrects the side on which
// the exact quota is. Only two kinds of children can be beyond their bounds: those that
// do not count, and those that are on a bound for every possible λ.
func (d *division[N, A]) limit(k int, q N, side int8) (N, int8) {
	if d.bounds == nil {
		return q, side
	}
	a := d.a
	lo, hi := d.bound(k)
	if a.given(lo) {
		if c := a.cmp(q, lo); c < 0 || c == 0 && side < 0 {
			d.bounds[k] = kernel.AtMin
			d.label(k, lo)
			return lo, 0
		}
	}
	if a.given(hi) {
		if c := a.cmp(q, hi); c > 0 || c == 0 && side > 0 {
			d.bounds[k] = kernel.AtMax
			d.label(k, hi)
			return hi, 0
		}
	}
	return q, side
}

// opposite returns the children to which the formula without bounds gives a quota
// of the sign opposite to the amount's, and which have no bound on that side.
func (d *division[N, A]) opposite() []int {
	if d.offsets == nil || d.anySign {
		return nil
	}
	a := d.a
	num, den := d.plain()
	amount := 1
	if d.sign < 0 {
		amount = -1
	}

	//mutate:equal a.sign(num) / amount: it is 1 or -1
	//mutate:equal a.sign(num)*amount > 0: the sign of the quota says the same
	same := a.sign(num)*amount >= 0
	var all []int
	for k, w := range d.weights {
		//mutate:equal a.sign(d.offsets[k]) / amount: it is 1 or -1
		//mutate:equal a.sign(d.offsets[k])*amount > 0: the sign of the quota says the same
		if same && a.sign(d.offsets[k])*amount >= 0 {
			continue // neither part of the quota has the opposite sign
		}
		side := a.signOf(d.offsets[k], den, w, num)
		//mutate:equal side / amount: it is 1 or -1
		//mutate:equal side*amount <= 0: a side of zero is neither below nor above
		//mutate:equal side <= 0: it is not zero
		//mutate:equal side >= 0: it is not zero
		if side*amount < 0 && (side < 0 && !d.allowsBelow(k) || side > 0 && !d.allowsAbove(k)) {
			all = append(all, k)
		}
	}
	return all
}

// allowsBelow reports whether a bound of the child allows a quota below zero.
func (d *division[N, A]) allowsBelow(k int) bool {
	return d.lo != nil && (d.a.given(d.lo[k]) || d.a.given(d.hi[k]) && d.a.sign(d.hi[k]) < 0)
}

func (d *division[N, A]) allowsAbove(k int) bool {
	return d.lo != nil && (d.a.given(d.hi[k]) || d.a.given(d.lo[k]) && d.a.sign(d.lo[k]) > 0)
}

// round rounds each exact quota of a mean to the nearest quantum. It sets rest to the
// mass that the rounded quotas miss.
func (d *division[N, A]) round() {
	a := d.a
	by := a.mul(d.unit, d.den)
	if !a.fits() {
		return
	}

	d.other = resize(d.other, d.n)
	d.rest = a.mul(d.amount, d.whole)
	for k, w := range d.weights {
		q, ok := d.decided(k)
		side := int8(0)
		if !ok {
			q, side = a.nearest(d.offsetOf(k), d.den, w, d.num, by)
			q, side = d.limit(k, q, side)
		}
		if b := d.basis[k]; a.sign(b) == 0 {
			side = 0 // it does not move the mean
		} else {
			d.rest = a.minus(d.rest, b, q)
		}
		d.quotas[k], d.other[k] = q, side
	}
}

// improveMean moves quotas of a mean to their other neighbour, largest bases first, if
// that brings the mean nearer to the amount.
//
// One pass suffices. A quota moves only if its basis is less than twice the rest. The
// rest is then less than half of that basis, and never reaches a basis as large
// again.
func (d *division[N, A]) improveMean() {
	a := d.a
	if a.sign(d.rest) == 0 {
		return
	}
	d.order = d.order[:0]
	limit := d.twice()
	for k, side := range d.other {
		//mutate:equal side != 0 || a.cmp(d.basis[k], limit) < 0: the second pass looks again
		//mutate:equal a.cmp(d.basis[k], limit) <= 0: the second pass looks again
		if side != 0 && a.cmp(d.basis[k], limit) < 0 {
			d.order = append(d.order, int32(k))
		}
	}
	a.descending(d.order, d.basis)

	sign := a.sign(d.rest)
	for _, k := range d.order {
		if side := d.other[k]; int(side) == sign && a.cmp(d.basis[k], limit) < 0 {
			step := a.of(int64(side))
			d.quotas[k] = a.add(d.quotas[k], step)
			d.rest = a.minus(d.rest, step, d.basis[k])
			limit, sign = d.twice(), a.sign(d.rest)
		}
	}
}

// twice returns twice the size of the rest. A quantum more or less of a quota brings the
// mean nearer to the amount if its basis is less than that.
func (d *division[N, A]) twice() N {
	//mutate:equal d.a.sign(d.rest) <= 0: twice zero is zero
	if d.a.sign(d.rest) < 0 {
		return d.a.sub(d.a.of(0), d.a.add(d.rest, d.rest))
	}
	return d.a.add(d.rest, d.rest)
}

// floors rounds each exact quota of a sum towards zero to a quantum. It returns the rest
// of the amount, and the remainders by which the rest is handed out. A quota that a
// bound decides has no remainder.
//
// floors rounds up if the sum of the quotas that no bound decides is negative, or is
// zero and the amount is negative. The rest and the remainders then have their sign
// changed, so that they are positive.
func (d *division[N, A]) floors() (left N, rests []N, down bool) {
	a := d.a
	parts := a.mul(d.unit, d.den)
	if left = d.amount; !a.fits() {
		return left, nil, false
	}
	d.masses = resize(d.masses, d.n)
	d.other = resize(d.other, d.n)
	for k := range d.weights {
		q, ok := d.decided(k)
		if d.other[k] = 0; ok {
			d.quotas[k], d.masses[k], d.other[k] = q, a.of(0), 1
			left = a.sub(left, q)
		}
	}

	down = a.sign(left) < 0 || a.sign(left) == 0 && d.sign < 0
	for k, w := range d.weights {
		if d.other[k] != 0 {
			continue
		}
		q, rest := a.floor(d.offsetOf(k), d.den, w, d.num, parts)
		q, side := d.limit(k, q, int8(a.sign(rest)))
		if side == 0 {
			rest = a.of(0)
		}
		if down && a.sign(rest) > 0 {
			q, rest = a.add(q, a.of(1)), a.sub(parts, rest)
		}
		d.quotas[k], d.masses[k] = q, rest
		left = a.sub(left, q)
	}
	if down {
		left = a.sub(a.of(0), left)
	}
	return left, d.masses, down
}

// roundSumWords gives the quanta that floors leaves to the largest remainders. It returns
// false if a number does not fit.
func roundSumWords(d *division[int64, *onWords]) (kernel.Outcome, bool) {
	left, rests, down := d.floors()
	if !d.a.fits() {
		return kernel.Outcome{}, false
	}
	d.low = resize(d.low, d.n)
	o, err := d.a.divider.Words(d.low, left, rests, nil, d.ups(rests), kernel.LargestRemainder)
	if err != nil {
		return o, false
	}
	for k, more := range d.low {
		if down {
			more = -more
		}
		d.quotas[k] += more
	}
	o.Bounds, o.Down = d.bounds, down
	return o, true
}

// ups returns maxima of one quantum for the increase of each child. They are needed only
// if bounds miss the amount and rounding reaches it: the remainders do not add up to
// the rest then.
func (d *division[N, A]) ups(rests []N) []N {
	if !d.missed {
		return nil
	}
	a := d.a
	d.high = resize(d.high, d.n)
	for k, rest := range rests {
		if d.high[k] = a.of(0); a.sign(rest) > 0 {
			d.high[k] = a.of(1)
		}
	}
	return d.high
}

// roundSumBig is roundSumWords for any method.
func roundSumBig(d *division[*big.Int, *integers], m kernel.Method) (kernel.Outcome, error) {
	if m != kernel.LargestRemainder {
		if o, err, ok := signposts(d, m); ok {
			return o, err
		}
	}
	left, rests, down := d.floors()
	shares, o, err := kernel.Big(left, rests, nil, d.ups(rests), kernel.LargestRemainder)
	if err != nil {
		return o, err
	}
	for k, more := range shares {
		if down {
			more.Neg(more)
		}
		d.quotas[k] = more.Add(d.quotas[k], more)
	}
	o.Bounds, o.Down = d.bounds, down
	return o, nil
}

// signposts rounds by a divisor method, with the exact quotas that no bound decides as
// weights. It returns false if these quotas have different signs, which bounds may
// allow: a divisor method is not defined for them.
func signposts(d *division[*big.Int, *integers], m kernel.Method) (o kernel.Outcome, err error, ok bool) {
	weights, lo, hi := make([]*big.Int, d.n), make([]*big.Int, d.n), make([]*big.Int, d.n)
	below, above := false, false
	for k, w := range d.weights {
		if q, decided := d.decided(k); decided {
			weights[k], lo[k], hi[k] = new(big.Int), q, q
			continue
		}
		x := d.a.fraction(d.offsetOf(k), d.den, w, d.num)
		below, above = below || x.Sign() < 0, above || x.Sign() > 0
		if weights[k] = x.Abs(x); d.bounds != nil {
			lo[k], hi[k] = d.lo[k], d.hi[k]
		}
	}
	if below && above {
		return o, nil, false
	}

	shares, o, err := kernel.Big(d.amount, weights, lo, hi, m)
	if err != nil {
		return o, err, true
	}
	for k, b := range o.Bounds {
		d.quotas[k] = shares[k]
		if d.bounds == nil {
			continue
		}
		if _, decided := d.decided(k); !decided {
			d.bounds[k] = b
		}
	}
	o.Bounds = d.bounds
	return o, nil, true
}
