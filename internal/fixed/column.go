package fixed

import (
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// Column is an immutable list of figures with gaps: mantissas at one exponent,
// as machine words, or as big integers when one of them does not fit a word.
// The zero Column has no places.
type Column struct {
	n     int
	exp   int32 // never positive
	words []int64
	wide  []*big.Int // in place of words; nil at a gap
	has   []uint64   // presence bitmap; nil when no place is a gap
	count int
}

// Len returns the number of places, gaps included.
func (c Column) Len() int { return c.n }

// Count returns the number of figures.
func (c Column) Count() int { return c.count }

// Exp returns the exponent: a figure is its mantissa times 10^Exp.
func (c Column) Exp() int32 { return c.exp }

// Has reports whether place i holds a figure.
func (c Column) Has(i int) bool {
	return c.has == nil && c.n > 0 || c.has != nil && c.has[i>>6]>>(i&63)&1 == 1
}

// Words returns the mantissas, zero at gaps, or nil when one is too wide for a
// word. The slice is the column's own and must not be changed.
func (c Column) Words() []int64 { return c.words }

// Mantissa returns the mantissa at place i, zero at a gap.
func (c Column) Mantissa(i int) *big.Int {
	switch {
	case c.words != nil:
		return big.NewInt(c.words[i])
	case c.wide[i] == nil:
		return new(big.Int)
	}
	return new(big.Int).Set(c.wide[i])
}

// Decimal returns the figure at place i, zero at a gap.
func (c Column) Decimal(i int) decimal.Decimal {
	if c.words != nil {
		return decimal.New(c.words[i], c.exp)
	}
	return FromBig(c.Mantissa(i), c.exp)
}

// FromWords returns the column of the given mantissas without gaps. It keeps
// the slice, which must not be changed afterwards.
func FromWords(words []int64, exp int32) Column {
	return Column{n: len(words), exp: exp, words: words, count: len(words)}
}

// Builder collects the figures of a column in any order.
type Builder struct {
	words []int64
	exps  []int8 // each figure's own exponent
	has   []uint64
	wide  map[int]*big.Int
	count int
	exp   int32
}

// NewBuilder returns a builder for a column of n places, all of them gaps.
func NewBuilder(n int) *Builder {
	return &Builder{
		words: make([]int64, n),
		exps:  make([]int8, n),
		has:   make([]uint64, (n+63)/64),
	}
}

// Has reports whether place i was set.
func (b *Builder) Has(i int) bool { return b.has[i>>6]>>(i&63)&1 == 1 }

// Set puts d, which must be in bounds, at place i.
func (b *Builder) Set(i int, d decimal.Decimal) {
	m, ok := Word(d)
	if !ok {
		b.SetBig(i, d.Coefficient(), d.Exponent())
		return
	}
	b.SetWord(i, m, d.Exponent())
}

// SetWord puts m·10^exp at place i.
func (b *Builder) SetWord(i int, m int64, exp int32) {
	b.mark(i, exp)
	b.words[i] = m
	delete(b.wide, i)
}

// SetBig puts m·10^exp at place i and keeps m.
func (b *Builder) SetBig(i int, m *big.Int, exp int32) {
	if m.IsInt64() {
		b.SetWord(i, m.Int64(), exp)
		return
	}
	b.mark(i, exp)
	if b.wide == nil {
		b.wide = make(map[int]*big.Int)
	}
	b.wide[i] = m
}

func (b *Builder) mark(i int, exp int32) {
	if !b.Has(i) {
		b.has[i>>6] |= 1 << (i & 63)
		b.count++
	}
	b.exps[i] = int8(exp)
	b.exp = min(b.exp, exp)
}

// Column returns the column and leaves the builder empty of use: it must not
// be set again.
func (b *Builder) Column() Column {
	c := Column{n: len(b.words), exp: b.exp, count: b.count}
	if b.count < len(b.words) {
		c.has = b.has
	}
	if len(b.wide) == 0 && b.rescale() {
		c.words = b.words
		return c
	}
	c.wide = make([]*big.Int, len(b.words))
	for i := range b.words {
		if !b.Has(i) {
			continue
		}
		m := b.wide[i]
		if m == nil {
			m = big.NewInt(b.words[i])
		}
		c.wide[i] = new(big.Int).Mul(m, Pow10(int32(b.exps[i])-b.exp))
	}
	return c
}

// rescale brings all mantissas to the common exponent, or leaves them alone
// and reports false when one would not fit.
func (b *Builder) rescale() bool {
	for i, m := range b.words {
		if _, ok := Scale(m, int32(b.exps[i])-b.exp); !ok && m != 0 {
			return false
		}
	}
	for i, m := range b.words {
		if n := int32(b.exps[i]) - b.exp; m != 0 && n > 0 {
			b.words[i], _ = Scale(m, n)
		}
	}
	return true
}

// Sum returns the sum of the mantissas at places from i up to j, gaps counting
// as nothing.
func (c Column) Sum(i, j int) *big.Int {
	sum := new(big.Int)
	if c.words == nil {
		for _, m := range c.wide[i:j] {
			if m != nil {
				sum.Add(sum, m)
			}
		}
		return sum
	}
	// A 128-bit sum cannot overflow: there are fewer than 2⁶³ places.
	var hi, lo uint64
	for _, m := range c.words[i:j] {
		var carry uint64
		lo, carry = bits.Add64(lo, uint64(m), 0)
		hi, _ = bits.Add64(hi, uint64(m>>63), carry)
	}
	return sum.Add(sum.Lsh(big.NewInt(int64(hi)), 64), new(big.Int).SetUint64(lo))
}

// Full reports whether every place holds a figure.
func (c Column) Full() bool { return c.count == c.n }
