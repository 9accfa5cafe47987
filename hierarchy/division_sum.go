package hierarchy

import (
	"math/big"

	kernel "github.com/targetcascade/cascade/internal/apportion"
)

// floors rounds each exact quota of a sum towards zero to a quantum. It rounds up if
// the quotas that no bound decides are negative together, or zero and the amount is
// negative. It returns the rest of the amount, and the remainders by which the rest
// is handed out. Both have their sign changed to be positive. A quota that a bound
// decides has no remainder.
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

// roundSumWords gives the quanta that floors has left to the largest remainders. It
// reports false if a number does not fit.
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

// ups are maxima of one quantum for what a child is rounded up by. They are needed
// only if bounds miss the amount and rounding reaches it: the remainders do not
// make what is left then.
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

// signposts rounds by a divisor method, with the exact quotas that no bound
// decides as weights. It reports false if these are not all of one sign, which
// bounds may allow: a divisor method has no multiple for them.
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
