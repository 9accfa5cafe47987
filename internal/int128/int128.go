// Package int128 is exact arithmetic on signed integers of 128 bits, for sums of
// products of machine words. It is as exact as big integers, at the price of a
// few instructions and no memory.
//
// # Overflow
//
// [Mul] of two words cannot overflow. Add, Sub, Neg and Abs wrap around at
// ±2¹²⁷, as the operators of Go do for machine integers: a sum of n products is
// right if the result fits, whatever happens on the way to it. Where it is not
// known that the result fits, use AddOK or MulWord, which tell.
//
// A result is narrowed to a word once, by Int64, which tells whether it fits.
package int128

import (
	"cmp"
	"math/big"
	"math/bits"
)

// Int is a signed integer from −2¹²⁷ to 2¹²⁷−1, in two's complement. The zero
// Int is 0. Values can be compared by ==.
type Int struct {
	hi int64
	lo uint64
}

// Min and Max are the least and the greatest Int.
var (
	Min = Int{hi: -1 << 63}
	Max = Int{hi: 1<<63 - 1, lo: 1<<64 - 1}
)

// Of returns x as an Int.
func Of(x int64) Int { return Int{x >> 63, uint64(x)} }

// OfUint returns x as an Int.
func OfUint(x uint64) Int { return Int{0, x} }

// Mul returns x·y.
func Mul(x, y int64) Int {
	hi, lo := bits.Mul64(uint64(x), uint64(y))
	// The product of the two's complements is too large by 2⁶⁴ times the other
	// factor for each that is negative.
	hi -= uint64(x>>63)&uint64(y) + uint64(y>>63)&uint64(x)
	return Int{int64(hi), lo}
}

// MulUint returns x·y, and whether it fits: it does if one of them is below 2⁶³.
func MulUint(x, y uint64) (Int, bool) {
	hi, lo := bits.Mul64(x, y)
	return Int{int64(hi), lo}, hi>>63 == 0
}

// Add returns a + b.
func (a Int) Add(b Int) Int {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, _ := bits.Add64(uint64(a.hi), uint64(b.hi), carry)
	return Int{int64(hi), lo}
}

// AddOK returns a + b, and whether it fits.
func (a Int) AddOK(b Int) (Int, bool) {
	sum := a.Add(b)
	// The sum overflows if its sign differs from that of both.
	return sum, (sum.hi^a.hi)&(sum.hi^b.hi) >= 0
}

// Sub returns a − b.
func (a Int) Sub(b Int) Int {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(uint64(a.hi), uint64(b.hi), borrow)
	return Int{int64(hi), lo}
}

// Neg returns −a.
func (a Int) Neg() Int { return Int{}.Sub(a) }

// Abs returns |a|.
func (a Int) Abs() Int {
	if a.hi < 0 {
		return a.Neg()
	}
	return a
}

// MulWord returns a·w, and whether it fits.
func (a Int) MulWord(w int64) (Int, bool) {
	x, y := a.magnitude(), magnitude(w)
	// The product fits if x.hi·y and the carry of x.lo·y fit the upper word.
	over, high := bits.Mul64(x.hi, y)
	carry, low := bits.Mul64(x.lo, y)
	hi, more := bits.Add64(high, carry, 0)
	return signed(uint128{hi, low}, (a.hi < 0) != (w < 0), over|more == 0)
}

// MulPow10 returns a·10ⁿ for n ≥ 0, and whether it fits.
func (a Int) MulPow10(n int) (Int, bool) {
	for ok := true; n > 0 && a != (Int{}); n -= mostPower {
		if a, ok = a.MulWord(powers[min(n, mostPower)]); !ok {
			return Int{}, false
		}
	}
	return a, true
}

// mostPower is the greatest power of ten that a word holds.
const mostPower = 18

var powers = [mostPower + 1]int64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

// Sign returns −1 if a is negative, 0 if it is zero and 1 if it is positive.
func (a Int) Sign() int {
	switch {
	case a.hi < 0:
		return -1
	case a == Int{}:
		return 0
	}
	return 1
}

// Cmp returns −1 if a < b, 0 if a = b and 1 if a > b.
func (a Int) Cmp(b Int) int {
	if a.hi != b.hi {
		return cmp.Compare(a.hi, b.hi)
	}
	return cmp.Compare(a.lo, b.lo)
}

// Less reports whether a < b.
func (a Int) Less(b Int) bool { return a.hi < b.hi || a.hi == b.hi && a.lo < b.lo }

// BitLen returns the number of bits of |a|; that of 0 is 0.
func (a Int) BitLen() int {
	m := a.magnitude()
	if m.hi != 0 {
		return 64 + bits.Len64(m.hi)
	}
	return bits.Len64(m.lo)
}

// Int64 returns a as a word, and whether it fits.
func (a Int) Int64() (int64, bool) { return int64(a.lo), a.hi == int64(a.lo)>>63 }

// Uint64 returns a as an unsigned word, and whether it fits.
func (a Int) Uint64() (uint64, bool) { return a.lo, a.hi == 0 }

// Words returns the words of a that is not negative, the upper one first.
func (a Int) Words() (hi, lo uint64) { return uint64(a.hi), a.lo }

// Big returns a as a big integer.
func (a Int) Big() *big.Int { return a.SetBig(new(big.Int)) }

// SetBig sets x to a and returns x.
func (a Int) SetBig(x *big.Int) *big.Int {
	m := a.magnitude()
	if x.SetUint64(m.hi); m.hi != 0 {
		x.Lsh(x, 64)
	}
	if m.lo != 0 {
		var low big.Int
		x.Or(x, low.SetUint64(m.lo))
	}
	if a.hi < 0 {
		x.Neg(x)
	}
	return x
}

// CmpProducts compares a·b with c·d, exactly. The factors must not be negative.
func CmpProducts(a, b, c, d Int) int {
	x, y := product(a, b), product(c, d)
	for i := range x {
		if x[i] != y[i] {
			return cmp.Compare(x[i], y[i])
		}
	}
	return 0
}

// product returns a·b, the highest word first.
func product(a, b Int) [4]uint64 {
	ah, bh := uint64(a.hi), uint64(b.hi)
	hh, hl := bits.Mul64(ah, bh)
	xh, xl := bits.Mul64(ah, b.lo)
	yh, yl := bits.Mul64(a.lo, bh)
	zh, zl := bits.Mul64(a.lo, b.lo)

	w2, c := bits.Add64(zh, xl, 0)
	w1, c := bits.Add64(hl, xh, c)
	hh += c
	w2, c = bits.Add64(w2, yl, 0)
	w1, c = bits.Add64(w1, yh, c)
	return [4]uint64{hh + c, w1, w2, zl}
}

// magnitude returns |w|.
func magnitude(w int64) uint64 {
	if w < 0 {
		return -uint64(w)
	}
	return uint64(w)
}

// uint128 is the absolute value of an Int. That of Min is 2¹²⁷.
type uint128 struct{ hi, lo uint64 }

func (a Int) magnitude() uint128 {
	m := a.Abs()
	return uint128{uint64(m.hi), m.lo}
}

// signed returns a magnitude with a sign, and whether it fits. It never fits if ok is
// false.
func signed(m uint128, negative, ok bool) (Int, bool) {
	a := Int{int64(m.hi), m.lo}
	if negative {
		a = a.Neg()
	}
	return a, ok && (a == Int{} || (a.hi < 0) == negative)
}
