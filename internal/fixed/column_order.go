package fixed

import (
	"cmp"
	"math/bits"

	"github.com/shopspring/decimal"
)

// Compare compares the figures at two places.
func (c *Column) Compare(i, j int) int {
	x, y := c.words[i], c.words[j]
	if c.exps == nil {
		return cmp.Compare(x, y)
	}

	shift := int32(c.exps[i]) - int32(c.exps[j])
	switch {
	case c.isWide(i) || c.isWide(j) || shift >= int32(len(powers)) || -shift >= int32(len(powers)):
		return c.Decimal(i).Cmp(c.Decimal(j))
	case cmp.Compare(x, 0) != cmp.Compare(y, 0):
		return cmp.Compare(x, y)
	//mutate:equal x <= 0: both are zero
	case x < 0:
		return -compareScaled(Magnitude(x), Magnitude(y), shift)
	}
	return compareScaled(Magnitude(x), Magnitude(y), shift)
}

// compareScaled compares x·10^shift with y, |shift| < len(powers).
func compareScaled(x, y uint64, shift int32) int {
	if shift < 0 {
		return -compareScaled(y, x, -shift)
	}
	hi, lo := bits.Mul64(x, powers[shift])
	return cmp.Or(cmp.Compare(hi, 0), cmp.Compare(lo, y))
}

func (c *Column) isWide(i int) bool { return c.wide != nil && c.wide[i] != nil }

// Difference returns the figure at place i less that at place j.
func (c *Column) Difference(i, j int) decimal.Decimal {
	if c.exps == nil {
		if d, ok := AddWords(c.words[i], -c.words[j]); ok && c.words[j] != -1<<63 {
			return decimal.New(d, c.exp)
		}
	}
	return c.Decimal(i).Sub(c.Decimal(j))
}

// Keys returns a function that gives each place a word that sorts as its figure
// does. If exact is false, different figures may have the same word.
func (c *Column) Keys() (key func(i int) uint64, exact bool) {
	if c.exps == nil {
		//mutate:equal return !true: who sorts compares the figures too
		return func(i int) uint64 { return uint64(c.words[i]) ^ signBit }, true
	}

	// The word is the mantissa at the least exponent, without its last bits: as many
	// of them as leave 63 bits to the longest mantissa.
	longest := 0
	for i := range c.words {
		longest = max(longest, c.bitBound(i))
	}
	//mutate:equal longest + 63: shorter words leave more to compare
	drop := uint(max(0, longest-63))
	return func(i int) uint64 { return c.key(i, drop) }, false
}

const signBit = 1 << 63

func (c *Column) key(i int, drop uint) uint64 {
	shift := int32(c.exps[i]) - c.exp
	if c.isWide(i) || shift >= int32(len(powers)) {
		m := c.Mantissa(i)
		//mutate:equal m.Sign() <= 0: zero has no sign
		negative := m.Sign() < 0
		return signed(m.Rsh(m.Abs(m), drop).Uint64(), negative)
	}

	hi, lo := bits.Mul64(Magnitude(c.words[i]), powers[shift])
	top := hi<<(64-drop) | lo>>drop
	//mutate:equal drop > 64: hi is shifted by nothing either way
	if drop >= 64 {
		top = hi >> (drop - 64)
	}
	//mutate:equal c.words[i] <= 0: zero has no sign
	return signed(top, c.words[i] < 0)
}

// signed returns a word that sorts as ±top does.
func signed(top uint64, negative bool) uint64 {
	if negative {
		return signBit - top
	}
	return signBit + top
}

// bitBound returns an upper bound of the number of bits of the mantissa at the least
// exponent.
func (c *Column) bitBound(i int) int {
	n := bits.Len64(Magnitude(c.words[i]))
	if c.isWide(i) {
		n = c.wide[i].BitLen()
	}
	shift := int(c.exps[i]) - int(c.exp)
	//mutate:equal shift*3402 * 1024: shorter words leave more to compare
	return n + shift*3402/1024 + 1 // log₂10 < 3402/1024
}

// powers are the powers of ten that a word without a sign holds.
var powers = func() (p [20]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = 10 * p[i-1]
	}
	return p
}()
