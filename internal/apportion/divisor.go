package apportion

import "math/bits"

// divide sets the shares of the frame by the divisor method m. The total is above
// f.base and at most f.cap. It returns the quotient that was served last.
//
// A claim has as many quanta at the rate λ as it has signposts up to λ·w. This number
// differs from clamp(λ·w, min, max) by at most one. The level of the total therefore
// gives shares whose sum is off by at most the number of claims, mostly by much less.
// A second rate on the other side of the total encloses the remaining quotients, and
// one selection among them gives out the last quanta.
//
// The distance of the second rate is estimated first. If the estimate is too short,
// the quanta up to it are settled. The level of the total plus or minus the number of
// claims is then certain to be on the other side.
func (d *Divider) divide(o *Outcome, f *frame, m Method) quotient {
	at := f.total
	switch m {
	case Jefferson:
		at = min(at+f.claims/2, f.cap)
	case Adams:
		at -= min(f.claims/2, at)
	}

	at = max(at, f.base)
	given := f.count(d.rounder(f, at, m))
	for certain := false; given != f.total; certain = true {
		if given < f.total {
			lack := f.total - given
			at += lack + f.claims/32 + 2
			if certain {
				at = f.total + f.claims
			}
			at = min(at, f.cap)
			d.climb(f, d.rounder(f, at, m))
			if uint64(len(d.cands)) >= lack {
				return d.serve(o, f, m, int(lack))
			}
			for _, q := range d.cands {
				f.dst[q.claim]++
			}
			given += uint64(len(d.cands))
			continue
		}
		back := given - f.total + f.claims/32 + 2
		if certain {
			at, back = f.total, f.claims
		}
		at = max(at-min(back, at), f.base)
		d.descend(f, d.rounder(f, at, m))
		given -= uint64(len(d.cands))
		if given < f.total {
			return d.serve(o, f, m, int(f.total-given))
		}
	}

	return f.last(m)
}

// A rounder counts the quanta of claims at one rate.
type rounder struct {
	rate
	m     Method
	up    uint64 // remainders from here round up
	maybe uint64 // remainders from here to there may round up
	least uint64 // what a claim with a weight has at least
	rest  bool   // the rate is so low that all claims have only their base shares
}

// rounder returns the rounder at the level of the total at.
func (d *Divider) rounder(f *frame, at uint64, m Method) *rounder {
	r := &d.round
	*r = rounder{m: m, rest: at <= f.base}
	if r.rest {
		return r
	}
	r.rate = d.level(f, at)
	switch m {
	case Jefferson:
		r.up, r.maybe = r.den, r.den
	case Webster:
		r.up = r.den - r.den/2
		r.maybe = r.up
	case Hill, Dean:
		// Signposts are below one half beyond the whole number, but, save the first, by
		// less than a quarter.
		r.up, r.maybe, r.least = r.den-r.den/2, r.den/4, 1
	}
	return r
}

// quanta is the number of signposts of a claim of weight w up to the rate. As k ≤
// s(k) ≤ k+1, it is the whole part of the quota, or one more.
func (r *rounder) quanta(w uint64) uint64 {
	q, rem := r.times(w)
	_, less := bits.Sub64(rem, r.up, 0) // without a branch, which would be mispredicted half the time
	q += 1 - less
	if rem-r.maybe < r.up-r.maybe && r.m.up(q, rem, r.den) {
		q++
	}
	return max(q, r.least)
}

// share is the number of quanta of claim i within its bounds.
func (f *frame) share(r *rounder, i int) uint64 {
	w := uint64(f.w[i])
	if f.max == nil {
		if r.rest {
			return 0
		}
		return r.quanta(w)
	}
	if r.rest {
		return f.min[i]
	}
	if !r.fits(w) {
		return f.max[i]
	}
	return min(max(r.quanta(w), f.min[i]), f.max[i])
}

// count sets the shares at the rate of r and returns their sum.
func (f *frame) count(r *rounder) (sum uint64) {
	dst := f.dst[:len(f.w)]
	for i, w := range f.w {
		if w > 0 {
			n := f.share(r, i)
			dst[i] = int64(n)
			sum += n
		}
	}
	return sum
}

// climb collects the quotients above the shares and up to the rate of r.
func (d *Divider) climb(f *frame, r *rounder) {
	d.cands = d.cands[:0]
	dst := f.dst[:len(f.w)]
	for i, w := range f.w {
		if w > 0 {
			for k, n := uint64(dst[i]), f.share(r, i); k < n; k++ {
				d.cands = append(d.cands, quotient{k, uint64(w), i})
			}
		}
	}
}

// descend sets the shares at the rate of r and collects the quotients that they lose.
func (d *Divider) descend(f *frame, r *rounder) {
	d.cands = d.cands[:0]
	dst := f.dst[:len(f.w)]
	for i, w := range f.w {
		if w > 0 {
			n := f.share(r, i)
			for k := n; k < uint64(dst[i]); k++ {
				d.cands = append(d.cands, quotient{k, uint64(w), i})
			}
			dst[i] = int64(n)
		}
	}
}

// serve gives one quantum to each of the k smallest candidates and returns the greatest of
// them; k is above zero.
func (d *Divider) serve(o *Outcome, f *frame, m Method, k int) quotient {
	d.order = append(d.order[:0], d.cands...)
	last, below := smallest(d.order, k-1, m.compare)
	for _, q := range d.cands {
		switch c := m.compare(q, last); {
		case c < 0:
			f.dst[q.claim]++
		case c == 0:
			if below+len(d.tied) < k {
				f.dst[q.claim]++
			}
			d.tied = append(d.tied, q.claim)
		}
	}
	if win := k - below; win < len(d.tied) {
		o.Win, o.Tied = win, d.tied
	}
	return last
}

// last finds the greatest quotient that was served.
func (f *frame) last(m Method) (last quotient) {
	if f.max == nil {
		return last // only markDecided needs it, which needs bounds
	}
	for i, w := range f.w {
		if n := uint64(f.dst[i]); w > 0 && n > f.min[i] {
			if q := (quotient{n - 1, uint64(w), i}); last.w == 0 || m.compare(q, last) > 0 {
				last = q
			}
		}
	}
	return last
}

// markDecided marks the claims whose bound decided their share. With the last
// quotient that was served as the limit, a claim at its minimum would have fewer
// quanta without it, and a claim at its maximum more.
func (f *frame) markDecided(m Method, last quotient) {
	for i, w := range f.w {
		if w == 0 {
			continue
		}
		n := uint64(f.dst[i])
		if n == f.min[i] && n > 0 && m.compare(quotient{k: n - 1, w: uint64(w)}, last) >= 0 {
			f.bounds[i] = AtMin
		} else if n == f.max[i] && (f.total == f.cap || m.compare(quotient{k: n, w: uint64(w)}, last) <= 0) {
			f.bounds[i] = AtMax
		}
	}
}
