package fixed

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// Column is an immutable list of figures with gaps. The zero Column has no
// places.
//
// Its mantissas are machine words at one exponent, if all of them fit a word there.
// Otherwise each is a word at an exponent of its own or, if it fits no word, a big
// integer. So figures of many decimals, such as converted floating-point numbers, need
// little memory, and are compared without big integers.
type Column struct {
	words []int64
	has   []uint64 // one bit for each place with a figure; nil if all have one
	count int
	exp   int32            // the least exponent, and that of every word if exps is nil; never positive
	exps  []int8           // each figure's own exponent
	wide  map[int]*big.Int // mantissas that no word holds; their words are zero
}

// FromWords returns the column of mantissas at one exponent, which is not
// positive, without gaps. It keeps the slice, which must not be changed afterwards.
func FromWords(words []int64, exp int32) Column {
	return Column{words: words, count: len(words), exp: exp}
}

// Len returns the number of places, gaps included.
func (c Column) Len() int { return len(c.words) }

// Count returns the number of figures.
func (c Column) Count() int { return c.count }

// Full reports whether every place has a figure.
func (c Column) Full() bool { return c.count == len(c.words) }

// Exp returns the exponent of [Column.Words] and of [Column.Mantissa]: a figure
// is its mantissa times 10^Exp.
func (c Column) Exp() int32 { return c.exp }

// Has reports whether place i has a figure.
func (c Column) Has(i int) bool {
	if c.has == nil {
		return len(c.words) > 0
	}
	return c.has[i>>6]>>(i&63)&1 == 1
}

// Words returns the mantissas, zero at gaps, or nil if not all of them fit a word
// at one exponent. The slice is the column's own and must not be changed.
func (c Column) Words() []int64 {
	if c.exps != nil {
		return nil
	}
	return c.words
}

// Mantissa returns the mantissa at place i, zero at a gap.
func (c Column) Mantissa(i int) *big.Int {
	m := big.NewInt(c.words[i])
	if c.exps == nil {
		return m
	}
	if w := c.wide[i]; w != nil {
		m.Set(w)
	}
	//mutate:equal shift >= 0: the power is 1
	if shift := int32(c.exps[i]) - c.exp; shift > 0 && m.Sign() != 0 {
		m.Mul(m, Pow10(shift))
	}
	return m
}

// Decimal returns the figure at place i, zero at a gap. Its exponent is that of
// the column, or its own if the column has no words at one exponent.
func (c Column) Decimal(i int) decimal.Decimal {
	if c.exps == nil {
		return decimal.New(c.words[i], c.exp)
	}
	if w := c.wide[i]; w != nil {
		return FromBig(w, int32(c.exps[i]))
	}
	return decimal.New(c.words[i], int32(c.exps[i]))
}

// Equal reports whether both columns have the same figures, as numbers, at the
// same places.
func (c Column) Equal(o Column) bool {
	if len(c.words) != len(o.words) || c.count != o.count {
		return false
	}
	if c.exps == nil && o.exps == nil && c.exp == o.exp {
		return slices.Equal(c.words, o.words) && slices.Equal(c.has, o.has)
	}
	for i := range c.words {
		if c.Has(i) != o.Has(i) || !c.Decimal(i).Equal(o.Decimal(i)) {
			return false
		}
	}
	return true
}

// Builder collects the figures of a column in any order.
type Builder struct{ column Column }

// NewBuilder returns a builder for a column of n places, all of them gaps.
func NewBuilder(n int) *Builder {
	return &Builder{Column{
		words: make([]int64, n),
		has:   make([]uint64, (n+63)/64),
		exps:  make([]int8, n),
	}}
}

// Has reports whether place i was set.
func (b *Builder) Has(i int) bool { return b.column.has[i>>6]>>(i&63)&1 == 1 }

// Set puts d at place i. It returns false, and changes nothing, if d is not in
// bounds.
func (b *Builder) Set(i int, d decimal.Decimal) bool {
	exp := d.Exponent()
	m, word := Word(d)
	switch {
	case word && WordInBounds(exp):
		b.SetWord(i, m, exp)
	case !InBounds(d):
		return false
	case word:
		b.SetWord(i, m, exp)
	default:
		b.SetBig(i, d.Coefficient(), exp)
	}
	return true
}

// SetWord puts m·10^exp at place i.
func (b *Builder) SetWord(i int, m int64, exp int32) {
	b.mark(i, exp)
	b.column.words[i] = m
	if b.column.wide != nil {
		delete(b.column.wide, i)
	}
}

// SetBig puts m·10^exp at place i and keeps m.
func (b *Builder) SetBig(i int, m *big.Int, exp int32) {
	if m.IsInt64() {
		b.SetWord(i, m.Int64(), exp)
		return
	}
	b.mark(i, exp)
	c := &b.column
	if c.wide == nil {
		c.wide = make(map[int]*big.Int)
	}
	c.words[i], c.wide[i] = 0, m
}

// Copy puts the figure that c has at place j at place i.
func (b *Builder) Copy(i int, c Column, j int) {
	exp := c.exp
	if c.exps != nil {
		exp = int32(c.exps[j])
	}
	if w := c.wide[j]; w != nil {
		b.SetBig(i, w, exp)
		return
	}
	b.SetWord(i, c.words[j], exp)
}

func (b *Builder) mark(i int, exp int32) {
	c := &b.column
	if !b.Has(i) {
		c.has[i>>6] |= 1 << (i & 63)
		c.count++
	}
	c.exps[i] = int8(exp)
	c.exp = min(c.exp, exp)
}

// Column returns the column. The builder must not be used afterwards.
func (b *Builder) Column() Column {
	c := &b.column
	if c.Full() {
		c.has = nil
	}
	if len(c.wide) == 0 && c.rescale() {
		c.exps, c.wide = nil, nil
	}
	return *c
}

// rescale brings all words to the common exponent. It returns false, and changes
// nothing, if one does not fit there.
func (c *Column) rescale() bool {
	for i, m := range c.words {
		if _, ok := Scale(m, int32(c.exps[i])-c.exp); !ok {
			return false
		}
	}
	for i, m := range c.words {
		if m != 0 {
			c.words[i], _ = Scale(m, int32(c.exps[i])-c.exp)
		}
	}
	return true
}
