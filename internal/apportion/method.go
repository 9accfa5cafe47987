package apportion

import (
	"math/bits"
	"strconv"

	"github.com/targetcascade/cascade/internal/rounding"
)

// Method is a rule for rounding proportional shares to whole quanta.
type Method uint8

const (
	LargestRemainder = Method(rounding.LargestRemainder) // Hamilton, Hare quota
	Webster          = Method(rounding.Webster)          // Sainte-Laguë: signposts k + 1/2
	Jefferson        = Method(rounding.Jefferson)        // D'Hondt: signposts k + 1
	Adams            = Method(rounding.Adams)            // signposts k
	Hill             = Method(rounding.Hill)             // Huntington-Hill: signposts √(k(k+1))
	Dean             = Method(rounding.Dean)             // signposts 2k(k+1)/(2k+1)
)

// Valid reports whether m is one of the methods of this package.
func (m Method) Valid() bool { return m > 0 && int(m) < len(rounding.Words) }

// String returns the name of the method.
func (m Method) String() string {
	if !m.Valid() {
		return "Method(" + strconv.Itoa(int(m)) + ")"
	}
	return rounding.Words[m]
}

// up reports whether the signpost s(q) of Hill or Dean is at most q + r/of, where r < of < 2⁶³
// and q < 2⁶³.
func (m Method) up(q, r, of uint64) bool {
	if m == Hill {
		return hillUp(q, r, of)
	}
	// 2q(q+1)/(2q+1) ≤ q + r/of exactly if q·of ≤ (2q+1)·r.
	return compareProducts(q, of, 2*q+1, r) <= 0
}

// hillUp reports whether √(q(q+1)) ≤ q + r/of, which is q·of·(of−2r) ≤ r².
func hillUp(q, r, of uint64) bool {
	if 2*r >= of {
		return true
	}
	ah, al := bits.Mul64(q, of)
	th, tl := bits.Mul64(ah, of-2*r)
	mh, ml := bits.Mul64(al, of-2*r)
	mid, carry := bits.Add64(tl, mh, 0)
	if th+carry != 0 {
		return false
	}
	rh, rl := bits.Mul64(r, r)
	return mid < rh || mid == rh && ml <= rl
}

// A quotient s(k)/w is the position of a claim of weight w in the queue for its
// quantum number k+1.
type quotient struct {
	k, w  uint64
	claim int
}

// compare orders quotients: negative if a is served before b, zero if they tie.
// Quotients of zero are ordered by weight, as if the signpost were infinitely small.
func (m Method) compare(a, b quotient) int {
	switch m {
	case Webster:
		return compareProducts(2*a.k+1, b.w, 2*b.k+1, a.w)
	case Jefferson:
		return compareProducts(a.k+1, b.w, b.k+1, a.w)
	}

	if a.k == 0 && b.k == 0 {
		return compareWords(b.w, a.w)
	}

	switch m {
	case Hill:
		ah, al := bits.Mul64(a.k, a.k+1)
		bh, bl := bits.Mul64(b.k, b.k+1)
		avh, avl := bits.Mul64(a.w, a.w)
		bvh, bvl := bits.Mul64(b.w, b.w)
		return compareWide(ah, al, bvh, bvl, bh, bl, avh, avl)
	case Dean:
		ah, al := bits.Mul64(a.k, a.k+1)
		bh, bl := bits.Mul64(b.k, b.k+1)
		avh, avl := bits.Mul64(2*a.k+1, a.w)
		bvh, bvl := bits.Mul64(2*b.k+1, b.w)
		return compareWide(ah, al, bvh, bvl, bh, bl, avh, avl)
	}

	return compareProducts(a.k, b.w, b.k, a.w)
}

func compareWords(a, b uint64) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

// compareProducts compares a·b with c·d.
func compareProducts(a, b, c, d uint64) int {
	ph, pl := bits.Mul64(a, b)
	qh, ql := bits.Mul64(c, d)
	if ph != qh {
		return compareWords(ph, qh)
	}
	return compareWords(pl, ql)
}

// compareWide compares the product of two-word numbers a·b with c·d.
func compareWide(ah, al, bh, bl, ch, cl, dh, dl uint64) int {
	p := mulWide(ah, al, bh, bl)
	q := mulWide(ch, cl, dh, dl)
	for i := range p {
		if p[i] != q[i] {
			return compareWords(p[i], q[i])
		}
	}
	return 0
}

// mulWide is the product of two two-word numbers, highest word first.
func mulWide(ah, al, bh, bl uint64) (p [4]uint64) {
	hh, hl := bits.Mul64(ah, bh)
	xh, xl := bits.Mul64(ah, bl)
	yh, yl := bits.Mul64(al, bh)
	zh, zl := bits.Mul64(al, bl)
	w2, c := bits.Add64(zh, xl, 0)
	w1, c := bits.Add64(hl, xh, c)
	hh += c
	w2, c = bits.Add64(w2, yl, 0)
	w1, c = bits.Add64(w1, yh, c)
	return [4]uint64{hh + c, w1, w2, zl}
}
