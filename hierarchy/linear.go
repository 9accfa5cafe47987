package hierarchy

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Most methods make their claims as x·a + y·b from two sets of figures. These
// are the parts of that on machine words; each reports false where a number does
// not fit, and the method then goes by way of [exact].

// wordsOf returns the figures of a column for a family, if all its members are
// there and none is below zero.
func (f *family) wordsOf(c Column) ([]int64, bool) {
	if f.places != nil || !c.figures.Full() || c.figures.Words() == nil {
		return nil, false
	}
	words := c.figures.Words()[f.lo:f.hi]
	for _, w := range words {
		if w < 0 {
			return nil, false
		}
	}
	return words, true
}

// onesWords returns equal claims: nothing for a residual of a sum.
func (f *family) onesWords() []int64 {
	f.engine.ones = resize(f.ones, f.n)
	for k := range f.ones {
		if f.ones[k] = 1; f.role(k) == Residual && f.law != target.WeightedMean {
			f.ones[k] = 0
		}
	}
	return f.ones
}

// keep copies claims to memory of their own, until they are dropped: a method
// within a method may make others in between.
func (e *engine) keep(claims []int64) []int64 {
	var room []int64
	if n := len(e.spare); n > 0 {
		room, e.spare = e.spare[n-1], e.spare[:n-1]
	}
	return append(room[:0], claims...)
}

func (e *engine) drop(claims ...[]int64) { e.spare = append(e.spare, claims...) }

// weigh adds claims up, weighted by the basis for a weighted mean.
func (f *family) weigh(claims []int64) (sum int64, ok bool) {
	if f.law != target.WeightedMean {
		return fixed.SumWords(claims)
	}
	if len(f.basis.wide) > 0 {
		return 0, false
	}
	for k, c := range claims {
		part, fits := fixed.MulWords(c, f.basis.words[f.place(k)])
		if sum, ok = fixed.AddWords(sum, part); !fits || !ok {
			return 0, false
		}
	}
	return sum, true
}

// massAt returns what the claims have to make together, as a mantissa at an
// exponent.
func (f *family) massAt(exp int32) (int64, bool) {
	if !f.load.IsInt64() || f.load.Sign() < 0 {
		return 0, false
	}
	load, ok := f.step.mantissa(f.load.Int64(), exp)
	if !ok || f.law != target.WeightedMean {
		return load, ok
	}
	whole, ok := f.weigh(f.onesWords())
	if !ok {
		return 0, false
	}
	return fixed.MulWords(whole, load)
}

// linear makes the claims x·aᵢ + y·bᵢ, of numbers none of which is below zero.
func (f *family) linear(x int64, a []int64, y int64, b []int64) bool {
	if x < 0 || y < 0 {
		return false
	}
	x, y = reduce(x, y)
	f.wide = nil
	f.words = f.scratch()
	for k := range f.words {
		p, fits := fixed.MulWords(x, a[k])
		q, too := fixed.MulWords(y, b[k])
		sum, ok := fixed.AddWords(p, q)
		if !fits || !too || !ok {
			return false
		}
		f.words[k] = sum
	}
	return true
}

// mixWords is mix on words.
func mixWords(p decimal.Decimal) (with, without int64, ok bool) {
	places := max(0, -p.Exponent())
	whole, ok := fixed.Scale(1, places)
	if !ok {
		return 0, 0, false
	}
	with, ok = fixed.Word(p)
	if !ok || p.Exponent() > 0 {
		return 0, 0, false
	}
	return with, whole - with, true
}

// reduce divides two numbers by their greatest common divisor.
func reduce(a, b int64) (int64, int64) {
	x, y := fixed.Magnitude(a), fixed.Magnitude(b)
	for y != 0 {
		x, y = y, x%y
	}
	if x == 0 || x > 1<<62 {
		return a, b
	}
	return a / int64(x), b / int64(x)
}
