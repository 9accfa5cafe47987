package fixed

import (
	"math/big"
	"math/bits"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/int128"
)

// Arithmetic of whole columns. The result of two columns of one length has a gap at a
// place if either has one. It is computed on machine words with 128 bits in between or,
// if a result fits no word, on big integers for the whole column. Operations also return
// the places of results that are out of bounds.

// Add returns c + o.
func (c Column) Add(o Column) (Column, []int) { return addSigned(c, o, 1) }

// Sub returns c − o.
func (c Column) Sub(o Column) (Column, []int) { return addSigned(c, o, -1) }

func addSigned(a, b Column, sign int64) (Column, []int) {
	x, y, exp := toWords(a, b)
	y *= sign
	out, ok := combine(a, b, exp, x != 0 && y != 0, func(p, q int64) (int64, bool) {
		return int128.Mul(p, x).Add(int128.Mul(q, y)).Int64()
	})
	if ok {
		return out, nil
	}

	s := big.NewInt(sign)
	return combineBig(a, b, exp, func(p, q *big.Int) *big.Int {
		p.Mul(p, Pow10(a.exp-exp))
		q.Mul(q, Pow10(b.exp-exp))
		//mutate:equal q.Quo(q, s): s is 1 or −1
		return p.Add(p, q.Mul(q, s))
	})
}

// Mul returns c·o.
func (c Column) Mul(o Column) (Column, []int) {
	exp := c.exp + o.exp
	out, ok := combine(c, o, exp, true, func(p, q int64) (int64, bool) { return int128.Mul(p, q).Int64() })
	if ok {
		return out, nil
	}
	return combineBig(c, o, exp, func(p, q *big.Int) *big.Int { return p.Mul(p, q) })
}

// Times returns c·m·10^exp.
func (c Column) Times(m *big.Int, exp int32) (Column, []int) {
	m, exp = whole(m, exp)
	w := m.Int64()
	out, ok := combine(c, c, c.exp+exp, m.IsInt64(), func(p, _ int64) (int64, bool) { return int128.Mul(p, w).Int64() })
	if ok {
		return out, nil
	}
	return combineBig(c, c, c.exp+exp, func(p, _ *big.Int) *big.Int { return p.Mul(p, m) })
}

// Least returns the lesser figure of each place.
func (c Column) Least(o Column) Column { return choose(c, o, -1) }

// Greatest returns the greater figure of each place.
func (c Column) Greatest(o Column) Column { return choose(c, o, 1) }

func choose(a, b Column, sign int) Column {
	x, y, exp := toWords(a, b)
	out, ok := combine(a, b, exp, x != 0 && y != 0, func(p, q int64) (int64, bool) {
		v, w := int128.Mul(p, x), int128.Mul(q, y)
		//mutate:equal v.Cmp(w)*sign <= 0: the two are equal
		//mutate:equal v.Cmp(w) / sign: sign is 1 or −1
		if v.Cmp(w)*sign < 0 {
			v = w
		}
		return v.Int64()
	})
	if ok {
		return out
	}

	out, _ = combineBig(a, b, exp, func(p, q *big.Int) *big.Int {
		p.Mul(p, Pow10(a.exp-exp))
		q.Mul(q, Pow10(b.exp-exp))
		//mutate:equal p.Cmp(q)*sign <= 0: the two are equal
		//mutate:equal p.Cmp(q) / sign: sign is 1 or −1
		if p.Cmp(q)*sign < 0 {
			return q
		}
		return p
	})
	return out
}

// Quo returns c·m·10^exp / o in decimals of the given number of places, halves
// away from zero, and a gap where o is zero. It also returns the places at which
// o is zero and c has a figure.
func (c Column) Quo(o Column, m *big.Int, exp, places int32) (q Column, zero, out []int) {
	for i := range c.words {
		if c.Has(i) && o.Has(i) && o.isZero(i) {
			zero = append(zero, i)
		}
	}
	o = o.without(zero)

	// The mantissa of the quotient is mantissa(c)·num / (mantissa(o)·den).
	num, den := new(big.Int).Set(m), big.NewInt(1)
	//mutate:equal shift > 0: the power is 1
	if shift := c.exp + exp - o.exp + places; shift >= 0 {
		num.Mul(num, Pow10(shift))
	} else {
		den = Pow10(-shift)
	}

	x, y := num.Int64(), den.Int64()
	q, ok := combine(c, o, -places, num.IsInt64() && den.IsInt64(), func(p, q int64) (int64, bool) {
		if q == 0 { // a gap
			//mutate:equal return !true: o has no figure there
			return 0, true
		}
		return int128.Mul(p, x).QuoHalfUp(int128.Mul(q, y)).Int64()
	})
	if !ok {
		q, out = combineBig(c, o, -places, func(p, q *big.Int) *big.Int {
			return DivHalfUp(p.Mul(p, num), q.Mul(q, den))
		})
	}
	return q, zero, out
}

// Round returns the figures in at most the given number of places, halves away
// from zero.
func (c Column) Round(places int32) (Column, []int) {
	drop := -c.exp - places
	//mutate:equal drop < 0: nothing is rounded
	if drop <= 0 {
		return c, nil
	}

	p := Pow10(drop)
	step := int128.Of(p.Int64())
	out, ok := combine(c, c, -places, p.IsInt64(), func(m, _ int64) (int64, bool) {
		return int128.Of(m).QuoHalfUp(step).Int64()
	})
	if ok {
		return out, nil
	}
	return combineBig(c, c, -places, func(m, _ *big.Int) *big.Int { return DivHalfUp(m, p) })
}

// Fill returns c with its gaps filled from o.
func (c Column) Fill(o Column) Column {
	//mutate:equal c.Full() && o.count == 0: what follows finds the same
	if c.Full() || o.count == 0 {
		return c
	}
	x, y, exp := toWords(c, o)
	if x != 0 && y != 0 && c.exps == nil && o.exps == nil {
		if out, ok := fillWords(c, o, x, y, exp); ok {
			return out
		}
	}

	build := NewBuilder(len(c.words))
	for i := range c.words {
		switch {
		case c.Has(i):
			build.SetBig(i, c.Mantissa(i), c.exp)
		case o.Has(i):
			build.SetBig(i, o.Mantissa(i), o.exp)
		}
	}
	return build.Column()
}

func fillWords(a, b Column, x, y int64, exp int32) (Column, bool) {
	words := make([]int64, len(a.words))
	//mutate:equal (len(a.words)+63) * 64: more than is needed
	has := make([]uint64, (len(a.words)+63)/64)
	for i := range words {
		m, factor := a.words[i], x
		switch {
		case a.Has(i):
		case b.Has(i):
			m, factor = b.words[i], y
		default:
			continue
		}
		var ok bool
		if words[i], ok = int128.Mul(m, factor).Int64(); !ok {
			return Column{}, false
		}
		has[i>>6] |= 1 << (i & 63)
	}
	return Column{exp: exp, words: words}.present(has), true
}

// With returns c with other figures at some places. The figures are in bounds. It copies
// the mantissas, and shares the rest with c if none of the places was a gap.
func (c Column) With(places []int, figures []decimal.Decimal) Column {
	if out, ok := c.withWords(places, figures); ok {
		return out
	}

	build := NewBuilder(len(c.words))
	for k := range c.words {
		if c.Has(k) && !slices.Contains(places, k) {
			build.Copy(k, c, k)
		}
	}
	for k, i := range places {
		build.Set(i, figures[k])
	}
	return build.Column()
}

func (c Column) withWords(places []int, figures []decimal.Decimal) (Column, bool) {
	if c.exps != nil {
		return Column{}, false
	}
	out := c
	out.words = slices.Clone(c.words)
	gap := false
	for k, i := range places {
		m, ok := Word(figures[k])
		shift := figures[k].Exponent() - c.exp
		//mutate:equal ok: the builder makes the same column
		//mutate:equal shift <= 0: the builder makes the same column
		if !ok || shift < 0 {
			return Column{}, false
		}
		if out.words[i], ok = Scale(m, shift); !ok {
			return Column{}, false
		}
		gap = gap || !c.Has(i)
	}
	if !gap {
		//mutate:equal return !true: the builder makes the same column
		return out, true
	}

	has := slices.Clone(c.has)
	for _, i := range places {
		has[i>>6] |= 1 << (i & 63)
	}
	//mutate:equal return !true: the builder makes the same column
	return out.present(has), true
}

// combine applies f to the mantissas of both columns, all of them words, and
// returns a column with the given exponent. It reports false if a mantissa or a
// result is no word, the exponent is out of bounds, or fit is false.
func combine(a, b Column, exp int32, fit bool, f func(p, q int64) (int64, bool)) (Column, bool) {
	//mutate:equal exp <= -Digits: big integers give the same
	if !fit || exp < -Digits || a.exps != nil || b.exps != nil {
		return Column{}, false
	}
	words := make([]int64, len(a.words))
	q := b.words[:len(a.words)]
	for i, p := range a.words {
		w, ok := f(p, q[i])
		if !ok && a.Has(i) && b.Has(i) {
			return Column{}, false
		}
		words[i] = w
	}

	out := Column{exp: exp, words: words}
	if a.has == nil && b.has == nil {
		out.count = len(out.words)
		return out, true
	}
	has := both(a, b)
	for i := range words {
		if has[i>>6]>>(i&63)&1 == 0 {
			words[i] = 0
		}
	}
	return out.present(has), true
}

// combineBig is combine on big integers, which f may change. It returns the
// places whose results are out of bounds.
func combineBig(a, b Column, exp int32, f func(p, q *big.Int) *big.Int) (Column, []int) {
	build := NewBuilder(len(a.words))
	var out []int
	for i := range len(a.words) {
		if !a.Has(i) || !b.Has(i) {
			continue
		}
		m, e := shorten(f(a.Mantissa(i), b.Mantissa(i)), exp)
		if e < -Digits || m.CmpAbs(Pow10(Digits-e)) >= 0 {
			out = append(out, i)
			continue
		}
		build.SetBig(i, m, e)
	}
	return build.Column(), out
}

// shorten drops decimals beyond the bounds that are zero.
func shorten(m *big.Int, exp int32) (*big.Int, int32) {
	//mutate:equal exp > -Digits: the power is 1
	if exp >= -Digits {
		return m, exp
	}
	if m.Sign() == 0 {
		return m, 0
	}
	var rest big.Int
	q, _ := new(big.Int).QuoRem(m, Pow10(-Digits-exp), &rest)
	if rest.Sign() != 0 {
		return m, exp
	}
	return q, -Digits
}

// toWords returns the factors that bring the mantissas of two columns to their
// common exponent; 0 for a factor that fits no word.
func toWords(a, b Column) (x, y int64, exp int32) {
	exp = min(a.exp, b.exp)
	x, _ = Scale(1, a.exp-exp)
	y, _ = Scale(1, b.exp-exp)
	return x, y, exp
}

// whole returns m·10^exp with an exponent that is not positive.
func whole(m *big.Int, exp int32) (*big.Int, int32) {
	//mutate:equal exp < 0: the power is 1
	if exp <= 0 {
		return m, exp
	}
	return new(big.Int).Mul(m, Pow10(exp)), 0
}

func (c Column) isZero(i int) bool {
	return c.words[i] == 0 && !c.isWide(i)
}

// without returns c with gaps at the places.
func (c Column) without(places []int) Column {
	if len(places) == 0 {
		return c
	}
	has := c.bitmap()
	for _, i := range places {
		has[i>>6] &^= 1 << (i & 63)
	}
	return c.present(has)
}

// bitmap returns a bitmap of the places that have a figure, in memory of its own.
func (c Column) bitmap() []uint64 {
	has := make([]uint64, (len(c.words)+63)/64)
	if c.has != nil {
		copy(has, c.has)
		return has
	}
	for i := range has {
		has[i] = ^uint64(0)
	}
	if rest := len(c.words) & 63; rest > 0 {
		has[len(has)-1] = 1<<rest - 1
	}
	return has
}

// both returns the places at which both columns have a figure.
func both(a, b Column) []uint64 {
	has := a.bitmap()
	if b.has != nil {
		for i, word := range b.has {
			has[i] &= word
		}
	}
	return has
}

// present returns c with figures at the places of the bitmap, which it keeps, and gaps
// elsewhere.
func (c Column) present(has []uint64) Column {
	c.has, c.count = has, 0
	for _, word := range has {
		c.count += bits.OnesCount64(word)
	}
	if c.count == len(c.words) {
		//mutate:equal left out: a bitmap of all places says the same
		c.has = nil
	}
	return c
}

// Rounded returns the figures rounded to a number of decimals, halves away from zero.
func (c *Column) Rounded(places int32) Column {
	//mutate:equal -c.exp < places: nothing is rounded
	if -c.exp <= places {
		return *c
	}

	short := NewBuilder(c.Len())
	for i, m := range c.words {
		if !c.Has(i) {
			continue
		}
		exp := c.exp
		if c.exps != nil {
			exp = int32(c.exps[i])
		}
		drop := -exp - places
		switch {
		case c.isWide(i) || drop >= int32(len(pow10Words)):
			short.Set(i, c.Decimal(i).Round(places))
		//mutate:equal drop >= 0: the divisor is 1
		case drop > 0:
			short.SetWord(i, DivHalfUpWord(m, pow10Words[drop]), -places)
		default:
			short.SetWord(i, m, exp)
		}
	}
	return short.Column()
}
