package fixed

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Quantum is the step in which figures are handed out, M·10^Exp. It is above zero. The
// zero Quantum is not valid.
type Quantum struct {
	M   *big.Int // shared: it must not be changed
	Exp int32
}

// NewQuantum returns the quantum of a step, which must be above zero and in
// bounds.
func NewQuantum(step decimal.Decimal) Quantum {
	return Quantum{step.Coefficient(), step.Exponent()}
}

// Ratio returns d in quanta, as a fraction.
func (q Quantum) Ratio(d decimal.Decimal) (num, den *big.Int) {
	num, den = d.Coefficient(), new(big.Int).Set(q.M)
	//mutate:equal shift > 0: the power is 1
	if shift := d.Exponent() - q.Exp; shift >= 0 {
		num.Mul(num, Pow10(shift))
	} else {
		den.Mul(den, Pow10(-shift))
	}
	return num, den
}

// Count returns d in quanta, and whether it is a whole number of them.
func (q Quantum) Count(d decimal.Decimal) (*big.Int, bool) {
	num, den := q.Ratio(d)
	rest := new(big.Int)
	num.QuoRem(num, den, rest)
	return num, rest.Sign() == 0
}

// Floor returns the greatest number of quanta that is not above d.
func (q Quantum) Floor(d decimal.Decimal) *big.Int {
	num, den := q.Ratio(d)
	return num.Div(num, den) // Euclidean: the divisor is positive
}

// Ceil returns the least number of quanta that is not below d.
func (q Quantum) Ceil(d decimal.Decimal) *big.Int {
	num, den := q.Ratio(d)
	num.Neg(num)
	num.Div(num, den)
	return num.Neg(num)
}

// Times returns n quanta as a decimal.
func (q Quantum) Times(n *big.Int) decimal.Decimal {
	return FromBig(new(big.Int).Mul(n, q.M), q.Exp)
}

// Limit returns n quanta as a decimal, absent if n is nil.
func (q Quantum) Limit(n *big.Int) decimal.NullDecimal {
	if n == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(q.Times(n))
}

// Rat returns n quanta as a fraction.
func (q Quantum) Rat(n *big.Int) *big.Rat {
	num := new(big.Int).Mul(n, q.M)
	//mutate:equal q.Exp > 0: the power is 1
	if q.Exp >= 0 {
		return new(big.Rat).SetInt(num.Mul(num, Pow10(q.Exp)))
	}
	return new(big.Rat).SetFrac(num, Pow10(-q.Exp))
}

// Word returns n quanta as a decimal.
func (q Quantum) Word(n int64) decimal.Decimal {
	if q.Plain() {
		return decimal.New(n, q.Exp)
	}
	return q.Times(big.NewInt(n))
}

// Plain reports whether the quantum is a power of ten, written with M = 1.
func (q Quantum) Plain() bool { return q.M.IsInt64() && q.M.Int64() == 1 }

// Mantissa returns n quanta in units of 10^exp. It reports false if that is not a whole
// number or does not fit a word.
func (q Quantum) Mantissa(n int64, exp int32) (int64, bool) {
	if !q.M.IsInt64() || q.Exp < exp {
		return 0, false
	}
	n, ok := MulWords(n, q.M.Int64())
	if !ok {
		return 0, false
	}
	return Scale(n, q.Exp-exp)
}
