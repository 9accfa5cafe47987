package apportion

import (
	"fmt"
	"math/big"
	"slices"
)

// Big divides like [Divider.Words], for numbers of any size. The slices lo and hi are
// nil or have one bound per claim; nil means none. The shares and the outcome belong
// to the caller. Unlike Words it sorts: its time is of the order of n log n for n
// claims.
//
// Big returns an error if the method is unknown, or if the total cannot be divided as
// asked: [*InfeasibleError]. It panics if the lengths of the slices differ.
func Big(total *big.Int, weights, lo, hi []*big.Int, m Method) ([]*big.Int, Outcome, error) {
	n := len(weights)
	if lo != nil && len(lo) != n || hi != nil && len(hi) != n {
		panic("apportion: slices of different lengths")
	}
	if !m.Valid() {
		return nil, Outcome{}, fmt.Errorf("apportion: unknown method %v", m)
	}

	bounded := lo != nil || hi != nil
	if lo == nil {
		lo = make([]*big.Int, n)
	}
	if hi == nil {
		hi = make([]*big.Int, n)
	}

	if err := checkBig(total, weights, lo, hi); err != nil {
		return nil, Outcome{}, err
	}
	d := newBigDivision(total, weights, lo, hi, true)
	if d.short() {
		return nil, Outcome{}, infeasible(total, weights, lo, hi, d.turned)
	}

	o := Outcome{Down: d.turned}
	if m == LargestRemainder {
		d.quotas(&o)
	} else {
		d.divide(&o, m)
	}

	d.finish()
	if bounded {
		o.Bounds = d.bounds
	}

	return d.shares, o, nil
}

// A bigClaim is a claim that can move, with big numbers. Its max is nil if there is none.
type bigClaim struct {
	i           int
	w, min, max *big.Int
	n           *big.Int
}

// A bigDivision is a [frame] with big numbers.
type bigDivision struct {
	shares      []*big.Int
	bounds      []Bound
	act         []bigClaim // claims that can move from their base shares
	total, base *big.Int
	cap         *big.Int // nil if a claim has no maximum
	turned      bool
}

// newBigDivision makes the frame of a division. If signed is set, the share of a
// claim without a bound has the sign of the total.
func newBigDivision(total *big.Int, weights, lo, hi []*big.Int, signed bool) *bigDivision {
	d := &bigDivision{
		shares: make([]*big.Int, len(weights)),
		bounds: make([]Bound, len(weights)),
		base:   new(big.Int),
		cap:    new(big.Int),
	}
	rest := new(big.Int).Set(total)
	for i := range weights {
		d.shares[i] = nearestZero(lo[i], hi[i])
		rest.Sub(rest, d.shares[i])
	}

	d.turned = rest.Sign() < 0
	sign := total.Sign()
	if d.turned {
		sign = -sign
		rest.Neg(rest)
		d.negateShares()
		lo, hi = turnBig(hi), turnBig(lo)
	}

	d.total = rest
	moves := rest.Sign() > 0
	for i, w := range weights {
		if w.Sign() == 0 || !moves || hi[i] != nil && hi[i].Sign() < 0 || signed && hi[i] == nil && sign <= 0 {
			if lo[i] != nil && lo[i].Sign() > 0 {
				d.bounds[i] = AtMin
			} else if hi[i] != nil && hi[i].Sign() < 0 {
				d.bounds[i] = AtMax
			}
			continue
		}
		c := bigClaim{i: i, w: w, min: d.shares[i], max: hi[i]}
		d.act = append(d.act, c)
		d.base.Add(d.base, c.min)
		if c.max == nil {
			d.cap = nil
		} else if d.cap != nil {
			d.cap.Add(d.cap, c.max)
		}
	}

	d.total.Add(d.total, d.base)
	return d
}

// short reports whether the claims cannot go up to the total.
func (d *bigDivision) short() bool {
	return d.total.Cmp(d.base) > 0 && d.cap != nil && d.cap.Cmp(d.total) < 0
}

// nearestZero is what a claim has before anything is shared: zero clamped to its bounds.
func nearestZero(l, u *big.Int) *big.Int {
	switch {
	case u != nil && u.Sign() < 0:
		return new(big.Int).Set(u)
	case l != nil && l.Sign() > 0:
		return new(big.Int).Set(l)
	}
	return new(big.Int)
}

func turnBig(a []*big.Int) []*big.Int {
	t := make([]*big.Int, len(a))
	for i, v := range a {
		if v != nil {
			t[i] = new(big.Int).Neg(v)
		}
	}
	return t
}

func (d *bigDivision) negateShares() {
	for _, s := range d.shares {
		s.Neg(s)
	}
}

// finish reverses the signs of shares and bounds if they were reversed.
func (d *bigDivision) finish() {
	if !d.turned {
		return
	}
	d.negateShares()
	turnBounds(d.bounds)
}

// A bigRatio is a rate num/den.
type bigRatio struct{ num, den *big.Int }

func (a bigRatio) compare(b bigRatio) int {
	return new(big.Int).Mul(a.num, b.den).Cmp(new(big.Int).Mul(b.num, a.den))
}

// level is the lowest rate λ with Σ clamp(λ·wᵢ, minᵢ, maxᵢ) = total, for a total
// above the base and at most the cap. It goes up through the rates at which claims
// leave their minimum or reach their maximum. Between two of them the sum is fixed +
// weight·λ.
func (d *bigDivision) level(total *big.Int) bigRatio {
	type end struct {
		at bigRatio
		c  *bigClaim
		up bool // the claim leaves its minimum
	}
	var ends []end
	fixed, weight := new(big.Int), new(big.Int)

	for i := range d.act {
		c := &d.act[i]
		if c.min.Sign() == 0 {
			weight.Add(weight, c.w)
		} else {
			fixed.Add(fixed, c.min)
			ends = append(ends, end{bigRatio{c.min, c.w}, c, true})
		}
		if c.max != nil {
			ends = append(ends, end{bigRatio{c.max, c.w}, c, false})
		}
	}

	slices.SortStableFunc(ends, func(a, b end) int { return a.at.compare(b.at) })
	for _, e := range ends {
		free := new(big.Int).Sub(total, fixed)
		// fixed + weight·at ≥ total
		if new(big.Int).Mul(weight, e.at.num).Cmp(new(big.Int).Mul(free, e.at.den)) >= 0 {
			return bigRatio{free, weight}
		}
		if e.up {
			fixed.Sub(fixed, e.c.min)
			weight.Add(weight, e.c.w)
		} else {
			fixed.Add(fixed, e.c.max)
			weight.Sub(weight, e.c.w)
		}
	}

	return bigRatio{new(big.Int).Sub(total, fixed), weight}
}

// place returns the bound that the quota of a claim is at, and the share there. If no
// bound decides, it returns the quota times the denominator of the rate.
func (c *bigClaim) place(lambda bigRatio) (*big.Int, Bound) {
	x := new(big.Int).Mul(c.w, lambda.num)
	switch {
	case x.Cmp(new(big.Int).Mul(c.min, lambda.den)) <= 0:
		return c.min, AtMin
	case c.max != nil && x.Cmp(new(big.Int).Mul(c.max, lambda.den)) >= 0:
		return c.max, AtMax
	}
	return x, Free
}

// quotas divides by largest remainder.
func (d *bigDivision) quotas(o *Outcome) {
	total, weight, cut := new(big.Int), new(big.Int), new(big.Int)
	o.wide = &[3]*big.Int{total, weight, cut}
	if d.total.Cmp(d.base) == 0 {
		return
	}

	type part struct {
		i   int
		rem *big.Int
	}
	var parts []part
	lambda := d.level(d.total)
	left := new(big.Int).Set(d.total)

	for _, c := range d.act {
		share, b := c.place(lambda)
		if d.bounds[c.i] = b; b != Free {
			d.shares[c.i] = new(big.Int).Set(share)
		} else {
			whole, rem := share.QuoRem(share, lambda.den, new(big.Int))
			d.shares[c.i] = whole
			parts = append(parts, part{c.i, rem})
			total.Add(total, whole)
			weight.Add(weight, c.w)
		}
		left.Sub(left, d.shares[c.i])
	}

	total.Add(total, left)
	k := int(left.Int64())
	if k == 0 {
		return
	}

	slices.SortStableFunc(parts, func(a, b part) int { return b.rem.Cmp(a.rem) })
	last := parts[k-1].rem

	// The rate is total/weight. If a claim meets its bound exactly there, the terms
	// differ.
	cut.Quo(cut.Mul(last, weight), lambda.den)
	o.Won = k

	for i, p := range parts {
		if i < k {
			d.shares[p.i].Add(d.shares[p.i], one)
		}
		if p.rem.Cmp(last) == 0 {
			o.Tied = append(o.Tied, p.i)
			if i < k {
				o.Win++
			}
		}
	}
	if o.Win == len(o.Tied) {
		o.Tied, o.Win = nil, 0
	}
}

var one = big.NewInt(1)
