package apportion

import (
	"cmp"
	"math/bits"
	"strconv"

	"github.com/targetcascade/cascade/internal/int128"
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
		return cmp.Compare(b.w, a.w)
	}

	switch m {
	case Hill: // the squares, k(k+1)/w²
		return int128.CmpProducts(mul(a.k, a.k+1), mul(b.w, b.w), mul(b.k, b.k+1), mul(a.w, a.w))
	case Dean: // the halves, k(k+1)/((2k+1)·w)
		return int128.CmpProducts(mul(a.k, a.k+1), mul(2*b.k+1, b.w), mul(b.k, b.k+1), mul(2*a.k+1, a.w))
	}

	return compareProducts(a.k, b.w, b.k, a.w)
}

// compareProducts compares a·b with c·d.
func compareProducts(a, b, c, d uint64) int {
	ph, pl := bits.Mul64(a, b)
	qh, ql := bits.Mul64(c, d)
	if ph != qh {
		return cmp.Compare(ph, qh)
	}
	return cmp.Compare(pl, ql)
}

// mul returns a·b. It fits, because all weights and numbers of quanta are below 2⁶³.
func mul(a, b uint64) int128.Int {
	p, _ := int128.MulUint(a, b)
	return p
}
