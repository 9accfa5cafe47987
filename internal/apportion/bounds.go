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

// A claim is one that can have more than its base share. Once the base shares, which
// are the bounds' nearest points to zero, fall short of the total, the division only goes up
// from them; if they exceed it, the signs are turned. So all words here are unsigned.
type claim struct {
	i        int
	w        uint64 // above zero
	min, max uint64 // from base to cap
	n        uint64 // share by a divisor method
}

const uncapped = math.MaxUint64

// A frame is a division turned so that it goes up from the base shares.
type frame struct {
	act    []claim
	total  uint64 // to be shared by act, base shares included
	base   uint64 // sum of the base shares of act
	cap    uint64 // sum of the caps of act, or 4·limit if that is less
	sum    uint64 // sum of the weights of act
	turned bool   // signs are turned
	bounds []Bound
}

// bounded divides within bounds. It reports false if the numbers do not fit or the
// division is impossible.
func (d *Divider) bounded(dst []int64, total int64, weights, lo, hi []int64, m Method) (Outcome, bool) {
	f, ok := d.frame(dst, total, weights, lo, hi)
	if !ok {
		return Outcome{}, false
	}
	o := Outcome{Bounds: f.bounds}
	if f.total > f.base {
		if f.total > f.cap {
			return Outcome{}, false
		}
		if m == LargestRemainder {
			d.boundedQuotas(&o, dst, &f)
		} else {
			d.divide(&o, &f, m)
			d.markDecided(&f, m)
			for _, c := range f.act {
				dst[c.i] = int64(c.n)
			}
		}
	}
	if f.turned {
		negate(dst)
		for i, b := range f.bounds {
			switch b {
			case AtMin:
				f.bounds[i] = AtMax
			case AtMax:
				f.bounds[i] = AtMin
			}
		}
	}
	return o, true
}

// frame writes the base shares to dst and collects the claims that can move from them.
func (d *Divider) frame(dst []int64, total int64, weights, lo, hi []int64) (frame, bool) {
	n := len(weights)
	d.bounds = resize(d.bounds, n)
	clear(d.bounds)
	f := frame{act: d.act[:0], bounds: d.bounds}
	rest := total
	for i := range weights {
		l, u := boundsOf(lo, hi, i)
		if l > u || l <= -limit && l != math.MinInt64 || l >= limit || u >= limit && u != math.MaxInt64 || u <= -limit {
			return f, false
		}
		dst[i] = min(max(0, l), u)
		rest -= dst[i]
		if rest <= -2*limit || rest >= 2*limit {
			return f, false
		}
	}
	f.turned = rest < 0
	if f.turned {
		negate(dst)
		rest, total = -rest, -total
	}
	load := uint64(rest)
	for i, w := range weights {
		l, u := boundsOf(lo, hi, i)
		if f.turned {
			l, u = turn(l, u)
		}
		switch {
		case w == 0 || rest == 0 || u < 0 || u == math.MaxInt64 && total <= 0:
			// The claim stays where it is.
			if l > 0 {
				f.bounds[i] = AtMin
			} else if u < 0 {
				f.bounds[i] = AtMax
			}
			continue
		}
		c := claim{i: i, w: uint64(w), min: uint64(dst[i]), max: uncapped}
		if u != math.MaxInt64 {
			c.max = uint64(u)
		}
		f.act = append(f.act, c)
		f.base += c.min
		f.cap += min(c.max, 4*limit-f.cap)
		f.sum += c.w
		load += c.min
		if load >= 2*limit {
			d.act = f.act
			return f, false
		}
	}
	d.act = f.act
	f.total = load
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

// turn returns the bounds of the negated share.
func turn(l, u int64) (int64, int64) {
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
	for _, c := range f.act {
		share, r, b := c.place(&lambda)
		if b == Free {
			o.weight += c.w
		} else {
			o.total -= share
			f.bounds[c.i] = b
		}
		dst[c.i] = int64(share)
		d.rem[c.i] = r
		left -= share
	}
	if o.weight == 0 {
		o.total = 0
		f.markHeld()
	}
	if left > 0 {
		d.roundUp(o, dst, d.rem, int(left))
	}
}

// markHeld decides which bound a claim with equal bounds stands at if no claim is strictly
// between its bounds, so that a range of rates gives the total: at the lowest of them.
func (f *frame) markHeld() {
	var low ratio
	for _, c := range f.act {
		if c.min < c.max && f.bounds[c.i] == AtMax && (low.den == 0 || compareRatios(ratio{c.max, c.w}, low) > 0) {
			low = ratio{c.max, c.w}
		}
	}
	for _, c := range f.act {
		if c.min == c.max {
			f.bounds[c.i] = AtMax
			if c.min > 0 && compareRatios(ratio{c.min, c.w}, low) >= 0 {
				f.bounds[c.i] = AtMin
			}
		}
	}
}

// place is the claim's quota at the rate lambda: its whole part, its remainder in parts of
// 1/lambda.den, and the bound that the quota stands at.
func (c *claim) place(lambda *rate) (whole, rem uint64, at Bound) {
	if !lambda.fits(c.w) {
		return c.max, 0, AtMax
	}
	q, r := lambda.times(c.w)
	switch {
	case q < c.min || q == c.min && r == 0 && q > 0:
		return c.min, 0, AtMin
	case q >= c.max:
		return c.max, 0, AtMax
	}
	return q, r, Free
}
