package ranking

import (
	"cmp"
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// figures holds one figure for each unit, with gaps, as machine words: at one
// exponent where all of them fit a word there, and each at its own otherwise,
// so that figures of many decimals, as converted from floating point, need no
// big integers to be put in order.
type figures struct {
	words []int64
	exp   int32              // the least, and that of every word where exps is nil
	exps  []int8             // each figure's own exponent
	wide  map[int32]*big.Int // mantissas that no word holds
	has   []uint64           // one bit for each unit with a figure
}

func newFigures(n int) *figures {
	return &figures{words: make([]int64, n), exps: make([]int8, n), has: make([]uint64, (n+63)/64)}
}

// set gives unit u its figure, which must be in bounds.
func (f *figures) set(u int32, d decimal.Decimal) {
	if m, ok := fixed.Word(d); ok {
		f.setWord(u, m, d.Exponent())
		return
	}
	f.setBig(u, d.Coefficient(), d.Exponent())
}

func (f *figures) setWord(u int32, m int64, exp int32) {
	f.words[u] = m
	f.mark(u, exp)
}

// setBig gives unit u a figure whose mantissa fits no word.
func (f *figures) setBig(u int32, m *big.Int, exp int32) {
	if f.wide == nil {
		f.wide = make(map[int32]*big.Int)
	}
	f.wide[u] = m
	f.mark(u, exp)
}

// copy gives unit u the figure that g has at v.
func (f *figures) copy(u int32, g *figures, v int32) {
	if m := g.wide[v]; m != nil {
		f.setBig(u, m, g.exponent(v))
		return
	}
	f.setWord(u, g.words[v], g.exponent(v))
}

func (f *figures) mark(u int32, exp int32) {
	f.exps[u] = int8(exp)
	f.exp = min(f.exp, exp)
	f.has[u>>6] |= 1 << (u & 63)
}

// pack brings the words to one exponent if all of them fit. It is called once,
// after the last figure is set.
func (f *figures) pack() *figures {
	if f.wide != nil {
		return f
	}
	for u, m := range f.words {
		if _, ok := fixed.Scale(m, int32(f.exps[u])-f.exp); !ok {
			return f
		}
	}
	for u, m := range f.words {
		f.words[u], _ = fixed.Scale(m, int32(f.exps[u])-f.exp)
	}
	f.exps = nil
	return f
}

// at reports whether unit u has a figure.
func (f *figures) at(u int32) bool { return f.has[u>>6]>>(u&63)&1 == 1 }

func (f *figures) exponent(u int32) int32 {
	if f.exps == nil {
		return f.exp
	}
	return int32(f.exps[u])
}

func (f *figures) decimal(u int32) decimal.Decimal {
	if f.wide != nil {
		if m := f.wide[u]; m != nil {
			return fixed.FromBig(m, int32(f.exps[u]))
		}
	}
	return decimal.New(f.words[u], f.exponent(u))
}

// compare compares the figures of two units.
func (f *figures) compare(a, b int32) int {
	if f.exps == nil {
		return cmp.Compare(f.words[a], f.words[b])
	}
	x, y := f.words[a], f.words[b]
	shift := int32(f.exps[a]) - int32(f.exps[b])
	switch {
	case f.wide != nil && (f.wide[a] != nil || f.wide[b] != nil), shift > 19, shift < -19:
		return f.decimal(a).Cmp(f.decimal(b))
	case cmp.Compare(x, 0) != cmp.Compare(y, 0):
		return cmp.Compare(x, y)
	}
	c := compareScaled(fixed.Magnitude(x), fixed.Magnitude(y), shift)
	if x < 0 {
		return -c
	}
	return c
}

// compareScaled compares x·10^shift with y, |shift| ≤ 19.
func compareScaled(x, y uint64, shift int32) int {
	if shift < 0 {
		return -compareScaled(y, x, -shift)
	}
	hi, lo := bits.Mul64(x, powers[shift])
	return cmp.Or(cmp.Compare(hi, 0), cmp.Compare(lo, y))
}

// difference returns the figure of a less that of b.
func (f *figures) difference(a, b int32) decimal.Decimal {
	if f.exps == nil {
		x, y := f.words[a], f.words[b]
		if d := x - y; (d < x) == (y > 0) {
			return decimal.New(d, f.exp)
		}
	}
	return f.decimal(a).Sub(f.decimal(b))
}

// keys returns for each unit a word that sorts as the figures do. Where exact
// is false, figures that differ may have the same key.
func (f *figures) keys() (key func(u int32) uint64, exact bool) {
	const sign = 1 << 63
	if f.exps == nil {
		return func(u int32) uint64 { return uint64(f.words[u]) ^ sign }, true
	}
	// All mantissas at the least exponent, without as many of their last bits
	// as leave the longest 63.
	longest := 0
	for u := range f.words {
		longest = max(longest, f.bound(int32(u)))
	}
	drop := uint(max(0, longest-63))
	return func(u int32) uint64 {
		k := int32(f.exps[u]) - f.exp
		if k > 19 || f.wide != nil && f.wide[u] != nil {
			return f.wideKey(u, drop)
		}
		m := f.words[u]
		hi, lo := bits.Mul64(fixed.Magnitude(m), powers[k])
		top := hi<<(64-drop) | lo>>drop
		if drop >= 64 {
			top = hi >> (drop - 64)
		}
		if m < 0 {
			return sign - top
		}
		return sign + top
	}, false
}

// bound returns at least the number of bits of u's mantissa at the least
// exponent.
func (f *figures) bound(u int32) int {
	n := bits.Len64(fixed.Magnitude(f.words[u]))
	if f.wide != nil {
		if m := f.wide[u]; m != nil {
			n = m.BitLen()
		}
	}
	k := int(f.exps[u]) - int(f.exp)
	return n + k*3402/1024 + 1 // log₂10 < 3402/1024
}

func (f *figures) wideKey(u int32, drop uint) uint64 {
	const sign = 1 << 63
	m, _ := fixed.Mantissa(f.decimal(u), f.exp)
	negative := m.Sign() < 0
	top := m.Rsh(m.Abs(m), drop).Uint64()
	if negative {
		return sign - top
	}
	return sign + top
}

// rounded returns the figures in so many decimals, halves away from zero.
func (f *figures) rounded(places int32) *figures {
	if -f.exp <= places {
		return f
	}
	short := newFigures(len(f.words))
	for i := range f.words {
		u := int32(i)
		if !f.at(u) {
			continue
		}
		drop := -f.exponent(u) - places
		switch m := f.words[u]; {
		case drop > 18 || f.wide[u] != nil:
			short.set(u, f.decimal(u).Round(places))
		case drop > 0:
			short.setWord(u, divHalfUp(m, int64(powers[drop])), -places)
		default:
			short.setWord(u, m, f.exponent(u))
		}
	}
	return short.pack()
}

// divHalfUp returns m/p rounded to the nearest integer, halves away from zero.
func divHalfUp(m, p int64) int64 {
	switch q, r := m/p, m%p; {
	case r >= p-r:
		return q + 1
	case -r >= p+r:
		return q - 1
	default:
		return q
	}
}

// powers are the powers of ten that a word holds.
var powers = [20]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}
