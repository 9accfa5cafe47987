package biproportional

import (
	"math"
	"math/big"

	"github.com/targetcascade/cascade/internal/detmath"
)

// log1p returns log(1+u), also for tiny u, with the same bits everywhere.
func log1p(u float64) float64 {
	v := 1 + u
	if v == 1 {
		return u
	}
	return detmath.Log(v) * u / (v - 1)
}

// expm1 returns exp(u)−1, also for tiny u, with the same bits everywhere.
func expm1(u float64) float64 {
	v := detmath.Exp(u)
	if v == 1 {
		return u
	}
	if v-1 == -1 {
		return -1
	}
	return (v - 1) * u / detmath.Log(v)
}

// shift returns s(n) − n + ½ in floating point, for mid = n − ½ of at least 1.
func (r Rounding) shift(mid float64) float64 {
	switch r {
	case Jefferson:
		return 0.5
	case Adams:
		return -0.5
	case Hill:
		return -0.25 / (mid + math.Sqrt(float64(mid*mid)-0.25))
	case Dean:
		return -0.25 / mid
	}
	return 0
}

// signpost returns s(n) in floating point, for n ≥ 1. If s(1) is zero, n ≥ 2, as no
// cell that moves gives that unit up.
func (r Rounding) signpost(n float64) float64 {
	mid := n - 0.5
	return mid + r.shift(max(mid, 1))
}

// round returns q rounded by the method; q is not negative and below 2⁵².
func (r Rounding) round(q float64) float64 {
	n := math.Floor(q)
	mid := n + 0.5
	if n == 0 && r.givesFirst() {
		if q > 0 {
			return 1
		}
		return 0
	}
	if q >= mid+r.shift(mid) {
		return n + 1
	}
	return n
}

// ratio returns s(n) as a fraction, squared for Hill.
func (r Rounding) ratio(n *big.Int) (num, den *big.Int) {
	num, den = new(big.Int), big.NewInt(1)
	below := new(big.Int).Sub(n, den)
	switch r {
	case Jefferson:
		num.Set(n)
	case Adams:
		num.Set(below)
	case Hill:
		num.Mul(n, below)
	case Dean:
		num.Mul(n, below)
		num.Lsh(num, 1)
		den.Add(n, below)
	default:
		num.Add(n, below)
		den.SetInt64(2)
	}
	return num, den
}

// weight returns a weight, squared for Hill as signposts are by ratio.
func (r Rounding) weight(w *big.Int) *big.Int {
	if r == Hill {
		return new(big.Int).Mul(w, w)
	}
	return w
}

// apart returns log(s(n)/q), with the sign exact and a relative error below
// 2⁻⁴⁰ where it is small.
func (r Rounding) apart(n *big.Int, q *big.Float) float64 {
	num, den := r.ratio(n)
	half := 1.0
	a := new(big.Float).SetInt(num)
	b := exactly(q, new(big.Float).SetInt(den))

	if r == Hill {
		b = exactly(b, q)
		half = 0.5
	}

	d := new(big.Float).SetPrec(64).Sub(a, b)
	if d.Sign() == 0 {
		return 0
	}

	d.Quo(d, b)
	u, _ := d.Float64()
	switch {
	case u == 0: // beneath what a float64 can tell from nothing
		u = math.Copysign(math.SmallestNonzeroFloat64, float64(d.Sign()))
	case u < 1 && u > -0.5:
		u = log1p(u)
	default:
		u = logOf(a) - logOf(b)
	}

	return half * u
}

// exactly returns a·b unrounded.
func exactly(a, b *big.Float) *big.Float {
	return new(big.Float).SetPrec(max(a.MinPrec()+b.MinPrec(), 64)).Mul(a, b)
}

// logOf returns log x for x > 0 of any size.
func logOf(x *big.Float) float64 {
	var mant big.Float
	exp := x.MantExp(&mant)
	f, _ := mant.Float64()
	return detmath.Log(f) + float64(float64(exp)*math.Ln2)
}
