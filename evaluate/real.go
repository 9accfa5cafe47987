package evaluate

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// A real is a number that is known to lie between two bounds. Logarithms and
// roots are reckoned as reals of growing precision until both bounds round to
// the same decimal.
type real struct{ lo, hi *big.Float }

// maxPrecision is the precision, in bits, at which a reckoning ends: far
// beyond what figures within bounds can need.
const maxPrecision = 1 << 13

// resolve rounds the number that f bounds at a given precision to Digits
// significant digits. f returns false where the precision is too low for it.
func resolve(f func(prec uint) (real, bool)) decimal.Decimal {
	var d decimal.Decimal
	for prec := uint(128); prec <= maxPrecision; prec *= 2 {
		x, ok := f(prec)
		if !ok {
			continue
		}
		lo, _ := x.lo.Rat(nil)
		hi, _ := x.hi.Rat(nil)
		d = significant(lo)
		if d.Equal(significant(hi)) {
			return d
		}
	}
	return d
}

func realOf(r *big.Rat, prec uint) real {
	return real{
		new(big.Float).SetPrec(prec).SetMode(big.ToNegativeInf).SetRat(r),
		new(big.Float).SetPrec(prec).SetMode(big.ToPositiveInf).SetRat(r),
	}
}

// around returns the real that differs from x by at most its 2^prec-th part.
func around(x *big.Float, prec uint) real {
	slack := new(big.Float).SetPrec(prec).SetMode(big.AwayFromZero).SetMantExp(x, -int(prec))
	slack.Abs(slack)
	lo := new(big.Float).SetPrec(prec).SetMode(big.ToNegativeInf)
	hi := new(big.Float).SetPrec(prec).SetMode(big.ToPositiveInf)
	return real{lo.Sub(x, slack), hi.Add(x, slack)}
}

func (x real) minus(y real) real {
	return real{new(big.Float).Copy(x.lo).Sub(x.lo, y.hi), new(big.Float).Copy(x.hi).Sub(x.hi, y.lo)}
}

func (x real) plus(y real) real {
	return real{new(big.Float).Copy(x.lo).Add(x.lo, y.lo), new(big.Float).Copy(x.hi).Add(x.hi, y.hi)}
}

// times multiplies x by y.
func (x real) times(y real) real {
	return hull(x, y, (*big.Float).Mul)
}

// over divides x by y; it returns false where y may be zero.
func (x real) over(y real) (real, bool) {
	if y.lo.Sign() <= 0 && y.hi.Sign() >= 0 {
		return real{}, false
	}
	return hull(x, y, (*big.Float).Quo), true
}

func hull(x, y real, op func(z, x, y *big.Float) *big.Float) real {
	var z real
	for _, a := range [...]*big.Float{x.lo, x.hi} {
		for _, b := range [...]*big.Float{y.lo, y.hi} {
			lo := new(big.Float).SetPrec(x.lo.Prec()).SetMode(big.ToNegativeInf)
			hi := new(big.Float).SetPrec(x.hi.Prec()).SetMode(big.ToPositiveInf)
			op(lo, a, b)
			op(hi, a, b)
			if z.lo == nil || lo.Cmp(z.lo) < 0 {
				z.lo = lo
			}
			if z.hi == nil || hi.Cmp(z.hi) > 0 {
				z.hi = hi
			}
		}
	}
	return z
}

// guard is the number of bits carried beyond the precision of a series, more
// than its roundings can spoil.
const guard = 64

// ln returns the natural logarithm of r, which must be positive.
func ln(r *big.Rat, prec uint) real {
	work := prec + guard
	// r = m·2^k with m between 2/3 and 4/3, so that the two parts of
	// ln m + k·ln 2 never cancel.
	k := r.Num().BitLen() - r.Denom().BitLen()
	m := shifted(r, -k)
	if m.Cmp(big.NewRat(4, 3)) > 0 {
		k++
		m = shifted(r, -k)
	}
	for m.Cmp(big.NewRat(2, 3)) < 0 {
		k--
		m = shifted(r, -k)
	}
	z := new(big.Rat).Quo(new(big.Rat).Sub(m, one), new(big.Rat).Add(m, one))
	sum := artanh(z, work)
	if k != 0 {
		log2 := artanh(big.NewRat(1, 3), work)
		sum.Add(sum, log2.Mul(log2, new(big.Float).SetInt64(int64(k))))
	}
	return around(sum.Mul(sum, big.NewFloat(2)), prec)
}

// shifted returns r·2^n.
func shifted(r *big.Rat, n int) *big.Rat {
	p := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), uint(max(n, -n))))
	if n < 0 {
		return p.Quo(r, p)
	}
	return p.Mul(r, p)
}

// artanh returns z + z³/3 + z⁵/5 + … for |z| at most 1/3.
func artanh(z *big.Rat, prec uint) *big.Float {
	power := new(big.Float).SetPrec(prec).SetRat(z)
	square := new(big.Float).SetPrec(prec).Mul(power, power)
	sum := new(big.Float).SetPrec(prec).Set(power)
	term := new(big.Float).SetPrec(prec)
	for i := int64(3); power.Sign() != 0; i += 2 {
		power.Mul(power, square)
		term.Quo(power, new(big.Float).SetInt64(i))
		if term.MantExp(nil) < sum.MantExp(nil)-int(prec) {
			break
		}
		sum.Add(sum, term)
	}
	return sum
}

// exp returns e^x.
func exp(x real, prec uint) real {
	return real{expOf(x.lo, prec).lo, expOf(x.hi, prec).hi}
}

func expOf(x *big.Float, prec uint) real {
	work := prec + guard
	log2 := artanh(big.NewRat(1, 3), work)
	log2.Mul(log2, big.NewFloat(2))
	quotient, _ := new(big.Float).SetPrec(work).Quo(x, log2).Float64()
	k := int(quotient)
	rest := new(big.Float).SetPrec(work).SetInt64(int64(k))
	rest.Mul(rest, log2)
	rest.Sub(x, rest)
	// e^rest = (e^(rest/2^halvings))^(2^halvings), and the series of the inner
	// power takes few terms.
	const halvings = 16
	rest.SetMantExp(rest, -halvings)
	sum := new(big.Float).SetPrec(work).SetInt64(1)
	term := new(big.Float).SetPrec(work).SetInt64(1)
	for i := int64(1); ; i++ {
		term.Mul(term, rest)
		term.Quo(term, new(big.Float).SetInt64(i))
		if term.Sign() == 0 || term.MantExp(nil) < -int(work) {
			break
		}
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return around(sum.SetMantExp(sum, k), prec)
}

// power returns r^(p/q), r positive and q not zero.
func power(r *big.Rat, p, q int64, prec uint) real {
	return exp(ln(r, prec).times(realOf(big.NewRat(p, q), prec)), prec)
}
