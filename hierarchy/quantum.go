package hierarchy

import (
	"cmp"
	"math"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// quantum is the step in which figures are handed out: m·10^exp.
type quantum struct {
	m   *big.Int
	exp int32
}

func newQuantum(step decimal.Decimal) quantum {
	return quantum{step.Coefficient(), step.Exponent()}
}

// ratio returns d in quanta, as a fraction.
func (q quantum) ratio(d decimal.Decimal) (num, den *big.Int) {
	num, den = d.Coefficient(), new(big.Int).Set(q.m)
	if shift := d.Exponent() - q.exp; shift >= 0 {
		num.Mul(num, fixed.Pow10(shift))
	} else {
		den.Mul(den, fixed.Pow10(-shift))
	}
	return num, den
}

// count returns d in quanta, and whether it is a whole number of them.
func (q quantum) count(d decimal.Decimal) (*big.Int, bool) {
	num, den := q.ratio(d)
	rest := new(big.Int)
	num.QuoRem(num, den, rest)
	return num, rest.Sign() == 0
}

// floor and ceil return the greatest number of quanta not above d, and the
// least not below it.
func (q quantum) floor(d decimal.Decimal) *big.Int {
	num, den := q.ratio(d)
	return num.Div(num, den) // Euclidean: the divisor is positive
}

func (q quantum) ceil(d decimal.Decimal) *big.Int {
	num, den := q.ratio(d)
	num.Neg(num)
	num.Div(num, den)
	return num.Neg(num)
}

// times returns n quanta as a decimal.
func (q quantum) times(n *big.Int) decimal.Decimal {
	return fixed.FromBig(new(big.Int).Mul(n, q.m), q.exp)
}

// rat returns n quanta as a fraction.
func (q quantum) rat(n *big.Int) *big.Rat {
	num := new(big.Int).Mul(n, q.m)
	if q.exp >= 0 {
		return new(big.Rat).SetInt(num.Mul(num, fixed.Pow10(q.exp)))
	}
	return new(big.Rat).SetFrac(num, fixed.Pow10(-q.exp))
}

// word returns n quanta as a decimal.
func (q quantum) word(n int64) decimal.Decimal {
	if q.plain() {
		return decimal.New(n, q.exp)
	}
	return q.times(big.NewInt(n))
}

// plain reports whether a quantum is a power of ten.
func (q quantum) plain() bool { return q.m.IsInt64() && q.m.Int64() == 1 }

// mantissa returns n quanta as a mantissa at an exponent, if it is one and fits.
func (q quantum) mantissa(n int64, exp int32) (int64, bool) {
	if !q.m.IsInt64() || q.exp < exp {
		return 0, false
	}
	n, ok := fixed.MulWords(n, q.m.Int64())
	if !ok {
		return 0, false
	}
	return fixed.Scale(n, q.exp-exp)
}

// numbers are whole numbers by place: machine words, and aside those that do
// not fit one.
type numbers struct {
	words []int64
	wide  map[int]*big.Int
}

func (x *numbers) big(i int) *big.Int {
	if w := x.wide[i]; w != nil {
		return w
	}
	return big.NewInt(x.words[i])
}

func (x *numbers) sign(i int) int {
	if w := x.wide[i]; w != nil {
		return w.Sign()
	}
	return cmp.Compare(x.words[i], 0)
}

// peek returns a number to look at, in room where it is a word.
func (x *numbers) peek(i int, room *big.Int) *big.Int {
	if w := x.wide[i]; w != nil {
		return w
	}
	return room.SetInt64(x.words[i])
}

// set keeps v, which must not be changed afterwards. The two outermost words
// are left to those who give them a meaning.
func (x *numbers) set(i int, v *big.Int) {
	if w := v.Int64(); v.IsInt64() && w != math.MinInt64 && w != math.MaxInt64 {
		if x.wide != nil {
			delete(x.wide, i)
		}
		x.words[i] = w
		return
	}
	if x.wide == nil {
		x.wide = make(map[int]*big.Int)
	}
	x.wide[i] = v
	x.words[i] = 0
}
