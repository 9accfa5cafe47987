package apportion

// free divides by a divisor method without bounds; sum is the sum of the weights.
func (d *Divider) free(dst []int64, total int64, weights []int64, sum uint64, m Method) Outcome {
	clear(dst)
	if total == 0 {
		return Outcome{}
	}
	act := d.act[:0]
	for i, w := range weights {
		if w > 0 {
			act = append(act, claim{i: i, w: uint64(w), max: uncapped})
		}
	}
	d.act = act
	f := frame{act: act, total: magnitude(total), cap: 4 * limit, sum: sum}
	var o Outcome
	d.divide(&o, &f, m)
	for _, c := range act {
		dst[c.i] = int64(c.n)
	}
	if total < 0 {
		negate(dst)
	}
	return o
}

// divide sets the shares n of the claims of the frame by the divisor method m, for a
// total above f.base and at most f.cap.
//
// A claim at the rate λ has as many quanta as it has signposts up to λ·w, and this number
// differs from clamp(λ·w, min, max) by at most one. So the level of the total gives shares
// whose sum is off by at most the number of claims, mostly by much less. A second
// rate, on the other side of the total, leaves between the two the quotients among which
// the last quanta are given out by one selection. How far it must be is estimated first;
// if that falls short, what it crossed is settled and the level of the total plus, or
// less, the number of claims is certain to be on the other side.
func (d *Divider) divide(o *Outcome, f *frame, m Method) {
	claims := uint64(len(f.act))
	at := f.total
	switch m {
	case Jefferson:
		at = min(at+claims/2, f.cap)
	case Adams:
		at -= min(claims/2, at)
	}
	// Start from the base shares and count what the first rate adds to them.
	for i := range f.act {
		f.act[i].n = f.act[i].min
	}
	given := f.base
	if at > f.base {
		lambda := d.level(f, at)
		for i := range f.act {
			c := &f.act[i]
			c.n = c.count(&lambda, m)
			given += c.n - c.min
		}
	} else {
		at = f.base
	}
	for certain := false; given != f.total; certain = true {
		d.cands = d.cands[:0]
		if given < f.total {
			lack := f.total - given
			at += lack + claims/32 + 2
			if certain {
				at = f.total + claims
			}
			at = min(at, f.cap)
			lambda := d.level(f, at)
			for i := range f.act {
				c := &f.act[i]
				for k, n := c.n, c.count(&lambda, m); k < n; k++ {
					d.cands = append(d.cands, quotient{k, c.w, i})
				}
			}
			if uint64(len(d.cands)) >= lack {
				d.serve(o, f, m, int(lack))
				return
			}
			for _, q := range d.cands {
				f.act[q.claim].n++
			}
			given += uint64(len(d.cands))
			continue
		}
		excess := given - f.total
		back := excess + claims/32 + 2
		if certain {
			at, back = f.total, claims
		}
		at -= min(back, at)
		var lambda rate
		if at > f.base {
			lambda = d.level(f, at)
		} else {
			at = f.base
		}
		for i := range f.act {
			c := &f.act[i]
			n := c.min
			if at > f.base {
				n = c.count(&lambda, m)
			}
			for k := n; k < c.n; k++ {
				d.cands = append(d.cands, quotient{k, c.w, i})
			}
			c.n = n
		}
		given -= uint64(len(d.cands))
		if given <= f.total {
			d.serve(o, f, m, int(f.total-given))
			return
		}
	}
}

// count is the share of the claim at the rate lambda.
func (c *claim) count(lambda *rate, m Method) uint64 {
	if !lambda.fits(c.w) {
		return c.max
	}
	q, r := lambda.times(c.w)
	return min(max(m.round(q, r, lambda.den), c.min), c.max)
}

// serve gives one quantum to each of the k smallest candidates.
func (d *Divider) serve(o *Outcome, f *frame, m Method, k int) {
	if k == 0 {
		return
	}
	d.order = append(d.order[:0], d.cands...)
	last, below := smallest(d.order, k-1, m.compare)
	for _, q := range d.cands {
		switch c := m.compare(q, last); {
		case c < 0:
			f.act[q.claim].n++
		case c == 0:
			if below+len(d.tied) < k {
				f.act[q.claim].n++
			}
			d.tied = append(d.tied, f.act[q.claim].i)
		}
	}
	if win := k - below; win < len(d.tied) {
		o.Win, o.Tied = win, d.tied
	}
}

// markDecided marks the claims whose bound decided their share: those at their minimum that
// would not have had their last quantum, and those at their maximum that would have had one
// more, going by the last quotient that was served.
func (d *Divider) markDecided(f *frame, m Method) {
	var last quotient
	served := false
	for _, c := range f.act {
		if c.n > c.min {
			q := quotient{k: c.n - 1, w: c.w}
			if !served || m.compare(q, last) > 0 {
				last, served = q, true
			}
		}
	}
	for _, c := range f.act {
		switch {
		case c.n == c.min && c.min > 0 && m.compare(quotient{k: c.min - 1, w: c.w}, last) >= 0:
			f.bounds[c.i] = AtMin
		case c.n == c.max && (f.total == f.cap || m.compare(quotient{k: c.max, w: c.w}, last) <= 0):
			f.bounds[c.i] = AtMax
		}
	}
}
