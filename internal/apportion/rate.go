package apportion

import "math/bits"

// A rate multiplies weights by a fixed fraction num/den without dividing. It keeps
//
//	m = ⌊num · 2⁶⁴ / den⌋
//
// so that ⌊w·m / 2⁶⁴⌋ is ⌊w·num/den⌋ or one less for every w < 2⁶⁴, because
// w·m/2⁶⁴ falls short of w·num/den by less than w/2⁶⁴. The remainder, taken modulo
// 2⁶⁴, shows which: it is less than 2·den, and den is less than 2⁶³.
type rate struct {
	num, den uint64
	hi, lo   uint64 // m
}

// newRate returns the rate num/den for 0 < den < 2⁶³.
func newRate(num, den uint64) rate {
	lo, _ := bits.Div64(num%den, 0, den)
	return rate{num, den, num / den, lo}
}

// times returns the quotient and the remainder of w·num divided by den. The
// quotient must fit a word.
func (f *rate) times(w uint64) (q, r uint64) {
	h, _ := bits.Mul64(w, f.lo)
	q = w*f.hi + h
	r = w*f.num - q*f.den
	if r >= f.den {
		q++
		r -= f.den
	}
	return q, r
}

// fits reports whether times may be used for w < 2⁶³: if not, the quotient is 2⁶³ or more.
func (f *rate) fits(w uint64) bool {
	h, l := bits.Mul64(w, f.hi)
	return h == 0 && l < 1<<63
}

// saturated is times for any w < 2⁶³, with a quotient beyond all bounds where it does not fit.
func (f *rate) saturated(w uint64) (q, r uint64) {
	if !f.fits(w) {
		return uncapped - 1, 0
	}
	return f.times(w)
}
