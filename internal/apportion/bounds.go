package apportion

import "math"

// Bound tells what a bound did to a claim's share.
type Bound uint8

const (
	Free  Bound = iota // no bound decided the share
	AtMin              // the share is the claim's minimum; proportion alone would give no more
	AtMax              // the share is the claim's maximum; proportion alone would give no less
)

// String returns the name of the constant.
func (b Bound) String() string {
	switch b {
	case AtMin:
		return "AtMin"
	case AtMax:
		return "AtMax"
	}
	return "Free"
}

const uncapped = math.MaxUint64

// A frame is a division with the signs chosen so that shares go up. Each claim has a
// base share, the point of its bounds that is nearest to zero. If the base shares
// exceed the total, all signs are reversed. Claims can then only go up from their
// base shares, and those that can are at or above zero.
type frame struct {
	dst      []int64
	w        []int64  // weights of the claims that can move, zero for others
	min, max []uint64 // base shares and caps of those with a weight; nil if there are no bounds
	claims   uint64   // at least as many as have a weight
	total    uint64   // to be shared by them, base shares included
	base     uint64   // sum of their base shares
	cap      uint64   // sum of their caps, or 2⁶³−1 if that is less
	sum      uint64   // sum of their weights
	turned   bool     // signs are turned
	bounds   []Bound
}

// bounded divides within bounds. It reports false if the numbers do not fit or the
// division is impossible.
func (d *Divider) bounded(dst []int64, total int64, weights, lo, hi []int64, m Method) (Outcome, bool) {
	f, ok := d.frame(dst, total, weights, lo, hi, true)
	if !ok {
		return Outcome{}, false
	}

	o := Outcome{Down: f.turned, Bounds: f.bounds}
	if f.total > f.base {
		if f.total > f.cap {
			return Outcome{}, false
		}
		if m == LargestRemainder {
			d.boundedQuotas(&o, dst, &f)
		} else {
			f.markDecided(m, d.divide(&o, &f, m))
		}
	}

	if f.turned {
		negate(dst)
		turnBounds(f.bounds)
	}

	return o, true
}

// frame writes the base shares to dst and collects the claims that can move from
// them. If signed is set, the share of a claim without a bound has the sign of the
// total.
func (d *Divider) frame(dst []int64, total int64, weights, lo, hi []int64, signed bool) (frame, bool) {
	n := len(weights)
	d.bounds, d.w = resize(d.bounds, n), resize(d.w, n)
	d.min, d.max = resize(d.min, n), resize(d.max, n)
	clear(d.bounds)
	f := frame{dst: dst, w: d.w, min: d.min, max: d.max, bounds: d.bounds}

	// The base share of a claim is its bound that is nearest to zero.
	rest := total
	for i := range weights {
		l, u := boundsOf(lo, hi, i)
		if l > u {
			return f, false
		}
		dst[i] = min(max(0, l), u)
		rest -= dst[i] // if that wraps around, it ends far outside
		if rest <= -2*limit || rest >= 2*limit {
			return f, false
		}
	}

	f.turned = rest < 0
	if f.turned {
		negate(dst)
		rest, total = -rest, -total
	}

	// The other claims can move from their base shares, in the direction of the rest.
	amount := uint64(rest)
	for i, w := range weights {
		l, u := boundsOf(lo, hi, i)
		if f.turned {
			l, u = negatedBounds(l, u)
		}
		if w == 0 || rest == 0 || u < 0 || signed && u == math.MaxInt64 && total <= 0 {
			// The claim stays where it is.
			f.w[i] = 0
			if l > 0 {
				f.bounds[i] = AtMin
			} else if u < 0 {
				f.bounds[i] = AtMax
			}
			continue
		}

		base, top := uint64(dst[i]), uint64(uncapped)
		if u != math.MaxInt64 {
			top = uint64(u)
		}
		f.w[i], f.min[i], f.max[i] = w, base, top
		f.claims++
		f.base += base
		f.cap += min(top, uncapped/2-f.cap)
		f.sum += uint64(w)
		amount += base
		if amount >= 2*limit {
			return f, false
		}
	}

	f.total = amount
	return f, true
}

func boundsOf(lo, hi []int64, i int) (l, u int64) {
	l, u = math.MinInt64, math.MaxInt64
	if lo != nil {
		l = lo[i]
	}
	if hi != nil {
		u = hi[i]
	}
	return l, u
}

// negatedBounds returns the bounds of the negated share.
func negatedBounds(l, u int64) (int64, int64) {
	tl, tu := int64(math.MinInt64), int64(math.MaxInt64)
	if u != math.MaxInt64 {
		tl = -u
	}
	if l != math.MinInt64 {
		tu = -l
	}
	return tl, tu
}

// boundedQuotas divides the frame by largest remainder.
func (d *Divider) boundedQuotas(o *Outcome, dst []int64, f *frame) {
	lambda := d.level(f, f.total)
	d.rem = resize(d.rem, len(dst))
	clear(d.rem)
	left := f.total
	o.total = f.total

	for i, w := range f.w {
		if w == 0 {
			continue
		}
		share, r, b := place(&lambda, uint64(w), f.min[i], f.max[i])
		if b == Free {
			o.weight += uint64(w)
		} else {
			o.total -= share
			f.bounds[i] = b
		}
		dst[i] = int64(share)
		d.rem[i] = r
		left -= share
	}
	if o.weight == 0 {
		f.markHeld()
	}
	if left > 0 {
		d.roundUp(o, dst, d.rem, int(left))
	}
}

// markHeld decides at which bound a claim with equal bounds is, if no claim is
// strictly between its bounds. A range of rates then gives the total. The lowest one
// counts, where the last of the claims that have room reaches its maximum.
func (f *frame) markHeld() {
	var low ratio
	for i, w := range f.w {
		if w > 0 && f.min[i] < f.max[i] && f.bounds[i] == AtMax {
			if at := (ratio{f.max[i], uint64(w)}); low.den == 0 || compareRatios(at, low) > 0 {
				low = at
			}
		}
	}
	for i, w := range f.w {
		if w > 0 && compareRatios(ratio{f.min[i], uint64(w)}, low) >= 0 {
			f.bounds[i] = AtMin
		}
	}
}

// place is the quota at the rate lambda of a claim of weight w: its whole part, its
// remainder in parts of 1/lambda.den, and the bound that it is at.
func place(lambda *rate, w, low, high uint64) (whole, rem uint64, at Bound) {
	q, r := lambda.saturated(w)
	switch {
	case q < low || q == low && r == 0:
		return low, 0, AtMin
	case q >= high:
		return high, 0, AtMax
	}
	return q, r, Free
}
