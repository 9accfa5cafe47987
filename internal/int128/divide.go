package int128

import "math/bits"

// QuoRem returns the quotient of a and b, rounded towards zero, and the
// remainder, which has the sign of a: a = q·b + r. Min/−1 wraps around to Min.
// QuoRem panics if b is zero.
func (a Int) QuoRem(b Int) (q, r Int) {
	quo, rem := divide(a.magnitude(), b.magnitude())
	q, r = Int{int64(quo.hi), quo.lo}, Int{int64(rem.hi), rem.lo}
	if (a.hi < 0) != (b.hi < 0) {
		q = q.Neg()
	}
	if a.hi < 0 {
		r = r.Neg()
	}
	return q, r
}

// QuoHalfUp returns the integer nearest to a/b; halves are rounded away from
// zero. Min/−1 wraps around to Min. QuoHalfUp panics if b is zero.
func (a Int) QuoHalfUp(b Int) Int {
	m := b.magnitude()
	quo, rem := divide(a.magnitude(), m)

	// rem ≥ m/2 exactly if rem ≥ m − rem, which does not overflow.
	lo, borrow := bits.Sub64(m.lo, rem.lo, 0)
	hi, _ := bits.Sub64(m.hi, rem.hi, borrow)
	q := Int{int64(quo.hi), quo.lo}
	if rem.hi > hi || rem.hi == hi && rem.lo >= lo {
		q = q.Add(Int{lo: 1})
	}
	if (a.hi < 0) != (b.hi < 0) {
		q = q.Neg()
	}
	return q
}

// MulQuo returns the whole part of a·b/d, whether nothing is left, and whether the
// whole part fits. The factors must not be negative. MulQuo panics if d is zero.
func (a Int) MulQuo(b Int, d uint64) (q Int, exact, ok bool) {
	p := product(a, b)
	var rest uint64
	for i := range p {
		p[i], rest = bits.Div64(rest, p[i], d)
	}
	return Int{int64(p[2]), p[3]}, rest == 0, p[0]|p[1]|p[2]>>63 == 0
}

// divide returns the quotient and the remainder of two magnitudes.
func divide(a, b uint128) (q, r uint128) {
	if b.hi == 0 {
		q.hi, r.hi = a.hi/b.lo, a.hi%b.lo
		q.lo, r.lo = bits.Div64(r.hi, a.lo, b.lo)
		r.hi = 0
		return q, r
	}
	if a.hi < b.hi || a.hi == b.hi && a.lo < b.lo {
		return uint128{}, a
	}

	// The quotient fits a word. The highest 64 bits of b, and a halved so that
	// nothing overflows, give an estimate that is right or one too large.
	shift := bits.LeadingZeros64(b.hi)
	top := b.hi<<shift | b.lo>>1>>(63-shift)
	estimate, _ := bits.Div64(a.hi>>1, a.hi<<63|a.lo>>1, top)
	estimate >>= 63 - shift
	if estimate > 0 {
		estimate-- // right, or one too small
	}

	// r = a − estimate·b, which is below 2b.
	carry, low := bits.Mul64(estimate, b.lo)
	var borrow uint64
	r.lo, borrow = bits.Sub64(a.lo, low, 0)
	r.hi, _ = bits.Sub64(a.hi, estimate*b.hi+carry, borrow)
	if r.hi > b.hi || r.hi == b.hi && r.lo >= b.lo {
		estimate++
		r.lo, borrow = bits.Sub64(r.lo, b.lo, 0)
		r.hi, _ = bits.Sub64(r.hi, b.hi, borrow)
	}
	return uint128{lo: estimate}, r
}
