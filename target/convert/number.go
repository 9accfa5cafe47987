package convert

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// number is an exact result: a fraction or, if that is nil, ±(scale·base^(1/years) − scale).
type number struct {
	fraction *big.Rat

	scale, base *big.Rat
	years       int
	minus       bool // the sign ±
}

// compound returns basis·factorⁿ. Over several years the factor must be greater
// than 0.
func compound(basis, factor *big.Rat, n int) (number, bool) {
	if n > 1 && factor.Sign() <= 0 {
		return number{}, false
	}
	y := power(factor, n)
	return number{fraction: y.Mul(basis, y)}, true
}

// rate returns ±(base^(1/n) − 1)·per.
func rate(per, base *big.Rat, n int, minus bool) (number, bool) {
	if n == 1 {
		y := new(big.Rat).Sub(base, big.NewRat(1, 1))
		if minus {
			y.Neg(y)
		}
		return number{fraction: y.Mul(y, per)}, true
	}
	if base.Sign() <= 0 {
		return number{}, false
	}
	return number{scale: per, base: base, years: n, minus: minus}, true
}

// power returns xⁿ.
func power(x *big.Rat, n int) *big.Rat {
	e := big.NewInt(int64(n))
	num, den := new(big.Int).Exp(x.Num(), e, nil), new(big.Int).Exp(x.Denom(), e, nil)
	return new(big.Rat).SetFrac(num, den)
}

// floor returns the greatest integer not above x/quantum, and whether it is x/quantum.
func (x number) floor(quantum *big.Rat) (*big.Int, bool) {
	if x.fraction != nil {
		q := new(big.Rat).Quo(x.fraction, quantum)
		return floor(q), q.IsInt()
	}

	// x/quantum is ±(k·root − k) with k = scale/quantum = a/b, and so
	// ±(a·root − a)/b, whose floor is that of (floor(a·root) − a)/b.
	k := new(big.Rat).Quo(x.scale, quantum)
	scaled, exact := rootFloor(k.Num(), x.base, x.years)
	q := new(big.Rat).SetFrac(scaled.Sub(scaled, k.Num()), k.Denom())
	exact = exact && q.IsInt()
	n := floor(q)
	if x.minus {
		if n.Neg(n); !exact {
			n.Sub(n, big.NewInt(1))
		}
	}
	return n, exact
}

// nearest returns x rounded to a multiple of the quantum, halves away from zero.
func (x number) nearest(quantum decimal.Decimal) decimal.Decimal {
	half := new(big.Rat).Quo(quantum.Rat(), big.NewRat(2, 1))
	twice, exact := x.floor(half)

	// The floor of (twice + 1)/2 is the nearest integer, with halves upwards. A
	// half below zero is rounded down instead.
	//mutate:equal twice.Sign() >= 0: zero is even
	if !exact || twice.Bit(0) == 0 || twice.Sign() > 0 {
		twice.Add(twice, big.NewInt(1))
	}
	n := twice.Rsh(twice, 1)
	return fixed.FromBig(n.Mul(n, quantum.Coefficient()), quantum.Exponent())
}

// decimal returns x in all its decimals if it has at most 100 of them, and
// otherwise rounded to a number of decimals.
func (x number) decimal(places int32) (d decimal.Decimal, finite bool) {
	n, exact := x.floor(decimal.New(1, -target.MaxDigits).Rat())
	if exact {
		return shortest(fixed.FromBig(n, -target.MaxDigits)), true
	}
	return x.nearest(decimal.New(1, -places)), false
}

// bounds returns the multiples of 10^−places next to x, below and above.
func (x number) bounds(places int32) (low, high decimal.Decimal) {
	n, exact := x.floor(decimal.New(1, -places).Rat())
	low = fixed.FromBig(n, -places)
	if exact {
		return low, low
	}
	return low, fixed.FromBig(new(big.Int).Add(n, big.NewInt(1)), -places)
}

// floor returns the greatest integer not above q.
func floor(q *big.Rat) *big.Int { return new(big.Int).Div(q.Num(), q.Denom()) }

// rootFloor returns the greatest integer not above a·q^(1/n), for a and q above
// zero, and whether it is equal.
func rootFloor(a *big.Int, q *big.Rat, n int) (*big.Int, bool) {
	e := big.NewInt(int64(n))
	inside := new(big.Rat).SetInt(new(big.Int).Exp(a, e, nil))
	inside.Mul(inside, q)
	whole := floor(inside)
	if whole.Sign() == 0 {
		return whole, false
	}

	// Newton's method from above: it falls until it reaches the root.
	r := new(big.Int).Lsh(big.NewInt(1), uint(whole.BitLen()/n+1))
	for less := big.NewInt(int64(n - 1)); ; {
		next := new(big.Int).Exp(r, less, nil)
		next.Quo(whole, next)
		next.Add(next, new(big.Int).Mul(r, less))
		if next.Quo(next, e); next.Cmp(r) >= 0 {
			break
		}
		r = next
	}
	return r, inside.IsInt() && new(big.Int).Exp(r, e, nil).Cmp(whole) == 0
}

// shortest drops the zeros at the end of the decimals.
func shortest(d decimal.Decimal) decimal.Decimal {
	m, exp := d.Coefficient(), d.Exponent()
	var rest big.Int
	for exp < 0 { //mutate:equal exp <= 0: a whole number prints alike
		q, _ := new(big.Int).QuoRem(m, big.NewInt(10), &rest)
		if rest.Sign() != 0 {
			break
		}
		m, exp = q, exp+1
	}
	return fixed.FromBig(m, exp)
}
