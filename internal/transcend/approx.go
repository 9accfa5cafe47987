package transcend

import "math/big"

// approx is a real number known to lie within m ± err, both times 2^−p.
type approx struct {
	m, err *big.Int
	p      uint
}

var (
	one   = big.NewInt(1)
	two   = big.NewInt(2)
	three = big.NewInt(3)
)

func scaled(p uint) *big.Int { return new(big.Int).Lsh(one, p) }

// approxOf approximates q.
func approxOf(q *big.Rat, p uint) approx {
	m := new(big.Int).Lsh(q.Num(), p)
	return approx{m.Quo(m, q.Denom()), big.NewInt(1), p}
}

func (a approx) add(b approx) approx {
	return approx{new(big.Int).Add(a.m, b.m), new(big.Int).Add(a.err, b.err), a.p}
}

func (a approx) sub(b approx) approx {
	return approx{new(big.Int).Sub(a.m, b.m), new(big.Int).Add(a.err, b.err), a.p}
}

// mul multiplies by b. With the errors e and f, (a + e)·(b + f) differs from a·b by
// a·f + b·e + e·f. Truncation adds one unit to each.
func (a approx) mul(b approx) approx {
	err := new(big.Int).Mul(a.err, b.err)
	part := new(big.Int)
	err.Add(err, part.Mul(a.err, part.Abs(b.m)))
	err.Add(err, part.Mul(b.err, part.Abs(a.m)))
	m := part.Mul(a.m, b.m)
	return approx{m.Rsh(m, a.p), err.Rsh(err, a.p).Add(err, two), a.p}
}

// below reports whether all numbers within the error of a are below q.
func (a approx) below(q *big.Rat) bool {
	most := new(big.Int).Add(a.m, a.err)
	return most.Mul(most, q.Denom()).Cmp(new(big.Int).Lsh(q.Num(), a.p)) < 0
}

func (a approx) times(k *big.Int) approx {
	return approx{new(big.Int).Mul(a.m, k), new(big.Int).Mul(a.err, new(big.Int).Abs(k)), a.p}
}

// over divides by a positive integer. Truncation adds one unit to the error, and
// rounding the error up adds another.
func (a approx) over(n *big.Int) approx {
	err := new(big.Int).Quo(a.err, n)
	return approx{new(big.Int).Quo(a.m, n), err.Add(err, two), a.p}
}

// sqrt approximates the square root of a q that is not negative.
func sqrt(q *big.Rat, p uint) approx {
	m := new(big.Int).Lsh(q.Num(), 2*p)
	m.Quo(m, q.Denom())
	return approx{m.Sqrt(m), big.NewInt(1), p}
}

// unknown is 0 ± 1, which no rounding accepts: more bits are then tried.
func unknown(p uint) approx { return approx{new(big.Int), scaled(p), p} }

// quo divides by b. The result is unknown if b can be zero.
func (a approx) quo(b approx, p uint) approx {
	least := new(big.Int).Abs(b.m)
	least.Sub(least, b.err)
	if least.Sign() <= 0 {
		return unknown(p)
	}
	m := new(big.Int).Lsh(a.m, p)
	m.Quo(m, b.m)
	// |a/b − m̃| ≤ (err(a) + |a/b|·err(b)) / |b|, and one for truncation.
	err := new(big.Int).Lsh(a.err, p)
	rest := new(big.Int).Abs(m)
	rest.Add(rest, one).Mul(rest, b.err)
	err.Add(err, rest)
	err.Quo(err, least).Add(err, two)
	return approx{m, err, p}
}

// moderate reports whether e to the power of a can be within the range of decimals.
func (a approx) moderate() bool {
	m := new(big.Int).Abs(a.m)
	return m.Sub(m, a.err).Cmp(new(big.Int).Lsh(big.NewInt(470), a.p)) < 0
}

// ln approximates the logarithm of a positive q. With q = m·2ᵏ, m within
// [2/3, 4/3], ln q = k·ln 2 + 2·artanh((m−1)/(m+1)).
func ln(q *big.Rat, p uint) approx {
	num, den := new(big.Int).Set(q.Num()), new(big.Int).Set(q.Denom())
	k := num.BitLen() - den.BitLen()
	if k >= 0 {
		den.Lsh(den, uint(k))
	} else {
		num.Lsh(num, uint(-k))
	}

	// Now 1/2 < num/den < 2.
	a, b := new(big.Int), new(big.Int)
	if a.Mul(num, three).Cmp(b.Lsh(den, 2)) > 0 { // above 4/3
		den.Lsh(den, 1)
		k++
	} else if a.Mul(num, three).Cmp(b.Lsh(den, 1)) < 0 { // below 2/3
		num.Lsh(num, 1)
		k--
	}

	diff, sum := new(big.Int).Sub(num, den), new(big.Int).Add(num, den)
	l := artanh(diff, sum, p)
	if k == 0 {
		return l
	}

	return l.add(artanh(one, three, p).times(big.NewInt(int64(k)))) // ln 2 = 2·artanh(1/3)
}

// artanh approximates 2·artanh(a/b) = 2·(z + z³/3 + z⁵/5 + …), |z| ≤ 1/3.
func artanh(a, b *big.Int, p uint) approx {
	z := new(big.Int).Lsh(a, p)
	z.Quo(z, b)
	square := new(big.Int).Mul(z, z)
	square.Rsh(square, p)
	term, sum, part := new(big.Int).Set(z), new(big.Int).Set(z), new(big.Int)
	terms := int64(1)
	for ; term.Sign() != 0; terms++ {
		term.Mul(term, square)
		term.Quo(term, scaled(p)) // towards zero: the loop ends
		sum.Add(sum, part.Quo(term, big.NewInt(2*terms+1)))
	}
	// Errors in units, all of which are doubled:
	//   z              less than 1, times the derivative 1/(1−z²) ≤ 9/8
	//   a term         less than 2 for its power, 1 for its quotient
	//   the remainder  less than 1
	sum.Lsh(sum, 1)
	return approx{sum, big.NewInt(8*terms + 8), p}
}

// arctan approximates z − z³/3 + z⁵/5 − … for z from 0 to 1/2. The remainder of the
// series is less than its last term.
func arctan(z approx) approx {
	square, power, sum := z.mul(z), z, z
	for k := int64(1); ; k++ {
		power = power.mul(square)
		term := power.over(big.NewInt(2*k + 1))
		if k%2 == 1 {
			sum = sum.sub(term)
		} else {
			sum = sum.add(term)
		}
		if term.m.Sign() == 0 {
			sum.err.Add(sum.err, term.err)
			return sum
		}
	}
}

// exp approximates e to the power of y: with y = k·ln 2 + r, 0 ≤ r < 1, it is 2ᵏ
// times the series of r. The result is unknown if the error of y is 1 or more, or if
// y is outside ±2¹⁴.
func exp(y approx, p uint) approx {
	if y.m.CmpAbs(scaled(p+14)) >= 0 {
		return unknown(p)
	}

	lnTwo := artanh(one, three, p)
	k := new(big.Int).Div(y.m, lnTwo.m) // floor
	r := y.add(lnTwo.times(new(big.Int).Neg(k)))
	if r.err.Cmp(scaled(p)) >= 0 {
		return unknown(p)
	}

	term, sum := scaled(p), scaled(p)
	terms := int64(1)
	for ; term.Sign() != 0; terms++ {
		term.Mul(term, r.m)
		term.Quo(term, scaled(p))
		term.Quo(term, big.NewInt(terms))
		sum.Add(sum, term)
	}

	// The error of each term, and the remainder of the series, is less than two
	// units. An error e < 1 of r changes the result by less than
	// e·exp(r)·exp(e) < 8e.
	err := new(big.Int).Lsh(r.err, 3)
	err.Add(err, big.NewInt(2*terms+4))
	if s := k.Int64(); s >= 0 {
		return approx{sum.Lsh(sum, uint(s)), err.Lsh(err, uint(s)), p}
	} else {
		sum.Rsh(sum, uint(-s))
		err.Rsh(err, uint(-s))
		return approx{sum, err.Add(err, two), p}
	}
}
