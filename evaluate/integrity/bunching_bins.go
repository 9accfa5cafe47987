package integrity

import (
	"cmp"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// at returns the figure t + kw of a bin.
func (o BunchOptions) at(k int) decimal.Decimal {
	return o.Target.Add(o.Width.Mul(decimal.New(int64(k), 0)))
}

// bin returns the number of the bin that holds x, from −Below to Above.
func (o BunchOptions) bin(x decimal.Decimal) (k int, ok bool) {
	num, den := x.Sub(o.Target), o.Width
	if o.Edge == MiddleOfBin {
		two := decimal.New(2, 0)
		num, den = num.Mul(two).Add(den), den.Mul(two)
	}
	if num.Abs().Cmp(den.Mul(decimal.New(maxBins+2, 0))) > 0 {
		return 0, false
	}
	q, rest := num.QuoRem(den, 0)
	return o.number(q.IntPart(), rest.Sign())
}

// number returns the number of a bin from a quotient, which is rounded towards zero, and
// the sign of its remainder.
func (o BunchOptions) number(q int64, rest int) (k int, ok bool) {
	switch {
	case o.Edge == UpperEdge && rest > 0:
		q++
	case o.Edge != UpperEdge && rest < 0:
		q--
	}
	return int(q), q >= int64(-o.Below) && q <= int64(o.Above)
}

// binner finds bins as BunchOptions.bin does, on machine words where target,
// width and figure fit.
type binner struct {
	o             BunchOptions
	exp           int32
	target, width int64
	words         bool // target and width fit words
}

// far bounds words, so that their differences and doubles cannot overflow.
const far = 1 << 60

func newBinner(o BunchOptions) binner {
	b := binner{o: o, exp: min(o.Target.Exponent(), o.Width.Exponent(), 0)}
	var t, w bool
	b.target, t = b.word(o.Target)
	b.width, w = b.word(o.Width)
	b.words = t && w
	return b
}

func (b binner) word(d decimal.Decimal) (int64, bool) {
	m, ok := fixed.Word(d)
	if !ok || d.Exponent() < b.exp {
		return 0, false
	}
	m, ok = fixed.Scale(m, d.Exponent()-b.exp)
	return m, ok && m > -far && m < far
}

func (b binner) bin(x decimal.Decimal) (k int, ok bool) {
	m, ok := b.word(x)
	if !ok || !b.words {
		return b.o.bin(x)
	}
	num, den := m-b.target, b.width
	if b.o.Edge == MiddleOfBin {
		num, den = 2*num+den, 2*den
	}
	return b.o.number(num/den, cmp.Compare(num%den, 0))
}
