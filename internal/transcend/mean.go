package transcend

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Fraction returns q to the given number of significant digits.
func Fraction(q *big.Rat, digits int) decimal.Decimal {
	if q.Sign() == 0 {
		return decimal.Zero
	}

	near := func(p uint) approx { return approxOf(q, p) }
	return round(significant(digits), near, func(c *big.Rat) bool { return c.Cmp(q) == 0 })
}

// FractionSum is the sum Σ numᵢ/denᵢ, with denominators above zero.
type FractionSum struct{ Nums, Dens []*big.Int }

func (s FractionSum) near(p uint) approx {
	sum, part := new(big.Int), new(big.Int)
	for i, n := range s.Nums {
		sum.Add(sum, part.Quo(part.Lsh(n, p), s.Dens[i]))
	}
	return approx{sum, big.NewInt(int64(len(s.Nums))), p}
}

func (s FractionSum) exactly() *big.Rat {
	sum := new(big.Rat)
	for i, n := range s.Nums {
		sum.Add(sum, new(big.Rat).SetFrac(n, s.Dens[i]))
	}
	return sum
}

// Quotient returns a/b to the given number of significant digits. It panics if b is
// zero.
//
// Exact sums take long if there are many denominators. Quotient computes them only if
// a can be zero or the quotient can be a tie.
func Quotient(a, b FractionSum, digits int) decimal.Decimal {
	if !b.near(many).isNonzero() && b.exactly().Sign() == 0 {
		panic("transcend: division by zero")
	}
	if !a.near(many).isNonzero() && a.exactly().Sign() == 0 {
		return decimal.Zero
	}

	return round(significant(digits), func(p uint) approx {
		return a.near(p).quo(b.near(p), p)
	}, func(c *big.Rat) bool {
		return c.Mul(c, b.exactly()).Cmp(a.exactly()) == 0
	})
}

// LnMean returns (Σ cᵢ·ln xᵢ)/n to the given number of significant digits. It
// panics if the lengths differ, n is not positive, or an x is not positive.
func LnMean(xs []*big.Rat, counts []*big.Int, n *big.Int, digits int) decimal.Decimal {
	if len(xs) != len(counts) || n.Sign() <= 0 {
		panic("transcend: figures and counts differ in number, or there are none")
	}
	for _, x := range xs {
		if x.Sign() <= 0 {
			panic("transcend: argument is not positive")
		}
	}

	// The logarithm of a fraction is a fraction only if it is 0 (Lindemann 1882).
	// There are therefore no ties.
	terms := withExponents(xs, counts)
	sum := func(p uint) approx { return lnSum(terms, p).over(n) }
	if !sum(128).isNonzero() && !sum(many).isNonzero() && unit(terms) {
		return decimal.Zero
	}
	return round(significant(digits), sum, nil)
}

func withExponents(xs []*big.Rat, exps []*big.Int) []ratPower {
	list := make([]ratPower, len(xs))
	for i, x := range xs {
		list[i] = ratPower{x, exps[i]}
	}
	return list
}

// lnSum approximates Σ expᵢ·ln baseᵢ.
func lnSum(terms []ratPower, p uint) approx {
	sum := approx{new(big.Int), new(big.Int), p}
	for _, t := range terms {
		sum = sum.add(ln(t.base, p).times(t.exp))
	}
	return sum
}

// PowerMean is the mean of order r of figures with weights,
//
//	(Σ wᵢ·xᵢʳ / Σ wᵢ)^(1/r)
//
// and for r = 0 the geometric mean. Figures and weights are positive. Zeros is the
// weight of further figures that are zero; nil means none. It requires r > 0.
//
// If all figures are between 2^−n and 2^n, n·|r| must be less than 2¹⁴. If Zeros is up
// to 2^n times the other weights, n/r must be less than 2¹⁴ too.
type PowerMean struct {
	Figures []*big.Rat
	Weights []*big.Int
	Zeros   *big.Int
	Order   *big.Rat
}

func (m PowerMean) check() {
	if len(m.Figures) != len(m.Weights) || len(m.Figures) == 0 || m.Zeros != nil && m.Order.Sign() <= 0 {
		panic("transcend: figures, weights and order do not belong together")
	}

	bits := int64(1)
	for i, x := range m.Figures {
		if x.Sign() <= 0 || m.Weights[i].Sign() <= 0 {
			panic("transcend: argument is not positive")
		}
		n := int64(x.Num().BitLen() - x.Denom().BitLen())
		bits = max(bits, n+1, 1-n)
	}
	if new(big.Rat).Abs(m.Order).Cmp(big.NewRat(1<<14, bits)) >= 0 {
		panic("transcend: power mean out of range")
	}
	if m.Zeros != nil {
		more := int64(m.Zeros.BitLen() - m.weight().BitLen() + 1)
		if more > 0 && m.Order.Cmp(big.NewRat(more, 1<<14)) <= 0 {
			panic("transcend: power mean out of range")
		}
	}
}

// weight returns the sum of the weights.
func (m PowerMean) weight() *big.Int {
	sum := new(big.Int)
	for _, w := range m.Weights {
		sum.Add(sum, w)
	}
	return sum
}

// whole returns the sum of the weights, including that of the zeros.
func (m PowerMean) whole() *big.Int {
	sum := m.weight()
	if m.Zeros != nil {
		sum.Add(sum, m.Zeros)
	}
	return sum
}

func (m PowerMean) near(p uint) approx {
	if m.Order.Sign() == 0 {
		return exp(lnSum(withExponents(m.Figures, m.Weights), p).over(m.whole()), p)
	}

	num, den := m.Order.Num(), m.Order.Denom()
	sum := approx{new(big.Int), new(big.Int), p}
	for i, x := range m.Figures {
		sum = sum.add(exp(ln(x, p).times(num).over(den), p).times(m.Weights[i]))
	}
	log, known := sum.over(m.whole()).ln()
	if !known {
		return unknown(p)
	}
	return exp(log.times(den).overSigned(num), p)
}

// radical returns the mean as f times a radical. It returns false unless all ratios
// of powers of the figures are fractions.
func (m PowerMean) radical() (f *big.Rat, r Radical, ok bool) {
	num, den := m.Order.Num(), m.Order.Denom()
	if !num.IsInt64() || !den.IsInt64() {
		return nil, Radical{}, false
	}

	// With xᵢʳ = x₁ʳ·tᵢ the mean is x₁·(Σ wᵢtᵢ / Σ wᵢ)^(1/r).
	f = m.Figures[0]
	sum := new(big.Rat)
	for i, x := range m.Figures {
		t := Radical{new(big.Rat).Quo(x, f), num.Int64(), den.Int64()}.fraction()
		if t == nil {
			return nil, Radical{}, false
		}
		sum.Add(sum, t.Mul(t, new(big.Rat).SetInt(m.Weights[i])))
	}
	sum.Quo(sum, new(big.Rat).SetInt(m.whole()))
	if num.Sign() < 0 {
		return f, Radical{sum, -den.Int64(), -num.Int64()}, true
	}
	return f, Radical{sum, den.Int64(), num.Int64()}, true
}

// AffinePowerMean returns a + b·m to the given number of significant digits. It
// panics if b is zero or m is no power mean.
func AffinePowerMean(a, b *big.Rat, m PowerMean, digits int) decimal.Decimal {
	m.check()
	near := func(p uint) approx {
		return approxOf(a, p).add(m.near(p).times(b.Num()).over(b.Denom()))
	}

	if m.Order.Sign() == 0 {
		less := new(big.Int).Neg(m.whole())
		is := func(c *big.Rat) bool {
			mean := new(big.Rat).Sub(c, a)
			mean.Quo(mean, b)
			return mean.Sign() > 0 && unit(append(withExponents(m.Figures, m.Weights), ratPower{mean, less}))
		}
		if near(128).isNonzero() || near(many).isNonzero() || !is(new(big.Rat)) {
			return round(significant(digits), near, is)
		}
		return decimal.Zero
	}

	// Positive radicals are linearly independent over the fractions if no ratio of
	// two of them is a fraction (Mordell 1953). The mean is therefore a fraction
	// only if all ratios of powers of the figures are fractions.
	if f, r, ok := m.radical(); ok {
		return affine(a, new(big.Rat).Mul(b, f), digits, r.near, r.is)
	}
	return round(significant(digits), near, nil)
}

// many is the number of bits to try before the expensive proof that a sum is zero.
const many = 512

// isNonzero reports whether the number is known not to be zero.
func (a approx) isNonzero() bool { return a.m.CmpAbs(a.err) > 0 }

// ln approximates the logarithm of a. It returns false unless a is known to be
// positive.
func (a approx) ln() (approx, bool) {
	least := new(big.Int).Sub(a.m, a.err)
	if least.Sign() <= 0 {
		return approx{}, false
	}

	// The derivative is at most 1/least.
	l := ln(new(big.Rat).SetFrac(a.m, scaled(a.p)), a.p)
	spread := new(big.Int).Lsh(a.err, a.p)
	spread.Quo(spread, least).Add(spread, one)
	return approx{l.m, spread.Add(spread, l.err), a.p}, true
}

// overSigned divides by an integer that is not zero.
func (a approx) overSigned(n *big.Int) approx {
	if n.Sign() > 0 {
		return a.over(n)
	}
	return a.times(big.NewInt(-1)).over(new(big.Int).Neg(n))
}
