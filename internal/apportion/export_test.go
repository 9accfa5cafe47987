package apportion

import "math/bits"

// Times is the quotient and remainder of w·num divided by den, as a rate gives it.
func Times(num, den, w uint64) (q, r uint64, ok bool) {
	f := newRate(num, den)
	if !f.fits(w) {
		return 0, 0, false
	}
	q, r = f.times(w)
	return q, r, true
}

// Largest finds the k-th largest of a.
func Largest(a []uint64, k int) (at uint64, above, equal int) {
	var count [maxBuckets]int32
	width := 0
	for _, v := range a {
		width = max(width, bits.Len64(v))
	}
	at, above, equal, _ = largest(a, k, width, &count, nil)
	return at, above, equal
}

// Smallest finds the element at index k in the order of compare.
func Smallest(a []int, k int, compare func(a, b int) int) (at, below int) {
	return smallest(a, k, compare)
}

// CompareQuotients orders s(k)/w against s(l)/v.
func CompareQuotients(m Method, k, w, l, v uint64) int {
	return m.compare(quotient{k: k, w: w}, quotient{k: l, w: v})
}

// Up reports whether the signpost s(q) is at most q + r/of.
func Up(m Method, q, r, of uint64) bool { return m.up(q, r, of) }
