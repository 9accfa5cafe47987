package apportion

import (
	"math/big"
	"slices"
)

// signpost is the quotient s(k)/w of m, squared for Hill.
func (m Method) signpost(k, w *big.Int) bigRatio {
	next := new(big.Int).Add(k, one)
	odd := new(big.Int).Add(k, next)
	switch m {
	case Webster:
		return bigRatio{odd, new(big.Int).Lsh(w, 1)}
	case Jefferson:
		return bigRatio{next, w}
	case Hill:
		return bigRatio{next.Mul(next, k), new(big.Int).Mul(w, w)}
	case Dean:
		return bigRatio{next.Lsh(next.Mul(next, k), 1), odd.Mul(odd, w)}
	}
	return bigRatio{k, w}
}

// A bigQuotient is a [quotient] with big numbers.
type bigQuotient struct {
	at   bigRatio
	zero *big.Int // the weight, if the signpost is zero
	c    *bigClaim
}

func (m Method) bigQuotient(k *big.Int, c *bigClaim) bigQuotient {
	q := bigQuotient{at: m.signpost(k, c.w), c: c}
	if q.at.num.Sign() == 0 {
		q.zero = c.w
	}
	return q
}

func (a bigQuotient) compare(b bigQuotient) int {
	if a.zero != nil && b.zero != nil {
		return b.zero.Cmp(a.zero)
	}
	return a.at.compare(b.at)
}

// count is the share of c at the rate lambda.
func (d *bigDivision) count(c *bigClaim, lambda bigRatio, m Method) *big.Int {
	n := new(big.Int).Mul(c.w, lambda.num)
	n.Quo(n, lambda.den)
	at := lambda
	if m == Hill {
		at = bigRatio{new(big.Int).Mul(lambda.num, lambda.num), new(big.Int).Mul(lambda.den, lambda.den)}
	}
	if m.signpost(n, c.w).compare(at) <= 0 {
		n.Add(n, one)
	}
	if n.Cmp(c.min) < 0 {
		n.Set(c.min)
	}
	if c.max != nil && n.Cmp(c.max) > 0 {
		n.Set(c.max)
	}
	return n
}

// divide divides by the divisor method m. The levels of the total minus and plus the
// number of claims enclose the last quotient, as [Divider.divide] explains.
func (d *bigDivision) divide(o *Outcome, m Method) {
	if d.total.Cmp(d.base) == 0 {
		return
	}

	claims := big.NewInt(int64(len(d.act)))
	low, high := new(big.Int).Sub(d.total, claims), new(big.Int).Add(d.total, claims)
	if d.cap != nil && high.Cmp(d.cap) > 0 {
		high = d.cap
	}

	from, to := bigRatio{}, d.level(high)
	if low.Cmp(d.base) > 0 {
		from = d.level(low)
	}

	left := new(big.Int).Set(d.total)
	var cands []bigQuotient
	for i := range d.act {
		c := &d.act[i]
		c.n = new(big.Int).Set(c.min)
		if from.den != nil {
			c.n = d.count(c, from, m)
		}
		left.Sub(left, c.n)
		for k, n := new(big.Int).Set(c.n), d.count(c, to, m); k.Cmp(n) < 0; k = new(big.Int).Add(k, one) {
			cands = append(cands, m.bigQuotient(k, c))
		}
	}

	slices.SortStableFunc(cands, bigQuotient.compare)
	k := int(left.Int64())
	for i, q := range cands {
		if i < k {
			q.c.n.Add(q.c.n, one)
		}
		if k > 0 && q.compare(cands[k-1]) == 0 {
			o.Tied = append(o.Tied, q.c.i)
			if i < k {
				o.Win++
			}
		}
	}
	if o.Win == len(o.Tied) {
		o.Tied, o.Win = nil, 0
	}

	d.markDecided(m)
	for _, c := range d.act {
		d.shares[c.i] = c.n
	}
}

// markDecided is [Divider.markDecided].
func (d *bigDivision) markDecided(m Method) {
	var last *bigQuotient
	before := func(k *big.Int) *big.Int { return new(big.Int).Sub(k, one) }
	for i := range d.act {
		c := &d.act[i]
		if c.n.Cmp(c.min) > 0 {
			if q := m.bigQuotient(before(c.n), c); last == nil || q.compare(*last) > 0 {
				last = &q
			}
		}
	}

	full := d.cap != nil && d.total.Cmp(d.cap) == 0
	for i := range d.act {
		c := &d.act[i]
		switch {
		case c.n.Cmp(c.min) == 0 && c.min.Sign() > 0 && m.bigQuotient(before(c.min), c).compare(*last) >= 0:
			d.bounds[c.i] = AtMin
		case c.max != nil && c.n.Cmp(c.max) == 0 && (full || m.bigQuotient(c.max, c).compare(*last) <= 0):
			d.bounds[c.i] = AtMax
		}
	}
}
