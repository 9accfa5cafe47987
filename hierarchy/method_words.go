package hierarchy

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Some methods make their weights as x·a + y·b from two sets of figures. These
// are the parts of that on machine words. Each reports false if a number does not
// fit; the method then makes its formula from big integers, by [exact].

// wordsOf returns the figures of a column for a family, if none is below zero.
func (f *family) wordsOf(c Column) ([]int64, bool) {
	words, ok := f.wordsOfAny(c)
	for _, w := range words {
		if w < 0 {
			return nil, false
		}
	}
	return words, ok
}

// wordsOfAny returns the figures of a column for a family, zero where there is
// none.
func (f *family) wordsOfAny(c Column) ([]int64, bool) {
	if f.places != nil || c.figures.Words() == nil {
		return nil, false
	}
	return c.figures.Words()[f.lo:f.hi], true
}

// onesWords returns equal weights: nothing for a residual of a sum.
func (f *family) onesWords() []int64 {
	f.engine.ones = resize(f.engine.ones, f.n)
	ones := f.engine.ones
	for k := range ones {
		if ones[k] = 1; f.law != target.WeightedMean && f.role(k) == Residual {
			ones[k] = 0
		}
	}
	return ones
}

// stash copies weights to memory of their own, until they are given back: a method
// within a method may make others in between.
func (e *engine) stash(weights []int64) []int64 {
	var room []int64
	if n := len(e.spare); n > 0 {
		room, e.spare = e.spare[n-1], e.spare[:n-1]
	}
	return append(room[:0], weights...)
}

func (e *engine) unstash(weights ...[]int64) { e.spare = append(e.spare, weights...) }

// weigh adds weights up, each times the basis for a weighted mean.
func (f *family) weigh(weights []int64) (sum int64, ok bool) {
	if f.law != target.WeightedMean {
		return fixed.SumWords(weights)
	}
	if len(f.basis.wide) > 0 {
		return 0, false
	}
	for k, w := range weights {
		part, fits := fixed.MulWords(w, f.basis.words[f.place(k)])
		if sum, ok = fixed.AddWords(sum, part); !fits || !ok {
			return 0, false
		}
	}
	return sum, true
}

// massAt returns what the quotas make together, as a mantissa at an exponent.
func (f *family) massAt(exp int32) (int64, bool) {
	if !f.amount.IsInt64() || f.amount.Sign() < 0 {
		return 0, false
	}
	amount, ok := f.step.Mantissa(f.amount.Int64(), exp)
	if !ok || f.law != target.WeightedMean {
		return amount, ok
	}
	whole, ok := f.weigh(f.onesWords())
	if !ok {
		return 0, false
	}
	return fixed.MulWords(whole, amount)
}

// linear makes the weights x·aᵢ + y·bᵢ, of numbers none of which is below zero.
func (f *family) linear(x int64, a []int64, y int64, b []int64) bool {
	if x < 0 || y < 0 {
		return false
	}
	x, y = reduce(x, y)
	f.formula = formula{words: f.scratch()}
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

func resize[E any](s []E, n int) []E {
	if cap(s) < n {
		return make([]E, n)
	}
	return s[:n]
}
