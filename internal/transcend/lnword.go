package transcend

import (
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// LnTerms is the sum Σ cᵢ·ln(aᵢ/bᵢ) of machine words. Counts cᵢ are zero or above.
// Nums aᵢ and Dens bᵢ are positive if the count is.
type LnTerms struct{ Counts, Nums, Dens []int64 }

// LnMeanWords returns Σ cᵢ·ln(aᵢ/bᵢ) / Σ cᵢ + ln(num/den) to the given number of
// significant digits. It is [LnMean] in a hundredth of the time. LnMeanWords panics if:
//   - the sum of the counts is not positive or exceeds a word;
//   - the argument of a logarithm is not positive.
func LnMeanWords(t LnTerms, num, den int64, digits int) decimal.Decimal {
	first, count := t.near(num, den)
	wide := func(p uint) approx { return t.exactly(num, den, count, p) }
	if !first.isNonzero() && !wide(many).isNonzero() && t.isUnit(num, den, count) {
		return decimal.Zero
	}

	return round(significant(digits), func(p uint) approx {
		if p == first.p {
			return first
		}
		return wide(p)
	}, nil)
}

// near approximates the mean, and returns the sum of the counts.
func (t LnTerms) near(num, den int64) (approx, int64) {
	var up, down triple
	count := int64(0)
	for i, c := range t.Counts {
		if c == 0 {
			continue
		}
		if count += c; c < 0 || count < 0 {
			panic("transcend: counts that are negative, or too many")
		}
		up.add(uint64(c), lnWord(positiveWord(t.Nums[i])))
		down.add(uint64(c), lnWord(positiveWord(t.Dens[i])))
	}
	if count == 0 {
		panic("transcend: no count is positive")
	}

	// The error of each logarithm is less than 2^−120. That of the mean of their
	// differences, and of the last difference, is less than 2^−119. The division
	// adds one unit.
	const shift = 128 - lnPlaces
	sum := up.big()
	sum.Sub(sum, down.big())
	sum.Lsh(sum, shift).Quo(sum, big.NewInt(count))
	last := lnWord(positiveWord(num)).big()
	last.Sub(last, lnWord(positiveWord(den)).big()).Lsh(last, shift)
	return approx{sum.Add(sum, last), big.NewInt(1<<(128-118) + 1), 128}, count
}

func positiveWord(x int64) uint64 {
	if x <= 0 {
		panic("transcend: argument is not positive")
	}
	return uint64(x)
}

// exactly approximates the mean with p bits.
func (t LnTerms) exactly(num, den, count int64, p uint) approx {
	sum := ln(big.NewRat(num, den), p).times(big.NewInt(count))
	for i, c := range t.Counts {
		if c > 0 {
			sum = sum.add(ln(big.NewRat(t.Nums[i], t.Dens[i]), p).times(big.NewInt(c)))
		}
	}
	return sum.over(big.NewInt(count))
}

// isUnit reports whether the mean is exactly 0.
func (t LnTerms) isUnit(num, den, count int64) bool {
	terms := []ratPower{{big.NewRat(num, den), big.NewInt(count)}}
	for i, c := range t.Counts {
		if c > 0 {
			terms = append(terms, ratPower{big.NewRat(t.Nums[i], t.Dens[i]), big.NewInt(c)})
		}
	}
	return unit(terms)
}

// double is a number of two words. As a fraction, its unit is 2^−128.
type double struct{ high, low uint64 }

func (d double) big() *big.Int {
	n := new(big.Int).SetUint64(d.high)
	return n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(d.low))
}

func (d double) plus(e double) double {
	low, carry := bits.Add64(d.low, e.low, 0)
	high, _ := bits.Add64(d.high, e.high, carry)
	return double{high, low}
}

func (d double) minus(e double) double {
	low, borrow := bits.Sub64(d.low, e.low, 0)
	high, _ := bits.Sub64(d.high, e.high, borrow)
	return double{high, low}
}

func (d double) shiftRight(n uint) double {
	return double{d.high >> n, d.low>>n | d.high<<(64-n)}
}

// times multiplies two fractions. The product is too small by less than two units.
func (d double) times(e double) double {
	high, low := bits.Mul64(d.high, e.high)
	a, _ := bits.Mul64(d.high, e.low)
	b, _ := bits.Mul64(d.low, e.high)
	low, carry := bits.Add64(low, a, 0)
	high += carry
	low, carry = bits.Add64(low, b, 0)
	return double{high + carry, low}
}

// timesWord multiplies by a word whose product with the number fits.
func (d double) timesWord(w uint64) double {
	carry, low := bits.Mul64(d.low, w)
	return double{d.high*w + carry, low}
}

// triple is a sum of products of a word and a double.
type triple struct{ high, middle, low uint64 }

func (t *triple) add(w uint64, d double) {
	carry, low := bits.Mul64(d.low, w)
	high, middle := bits.Mul64(d.high, w)
	middle, c := bits.Add64(middle, carry, 0)
	high += c

	t.low, c = bits.Add64(t.low, low, 0)
	t.middle, c = bits.Add64(t.middle, middle, c)
	t.high, _ = bits.Add64(t.high, high, c)
}

func (t triple) big() *big.Int {
	n := double{t.high, t.middle}.big()
	return n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(t.low))
}

// lnPlaces is the number of binary places of the logarithm of a word. Its whole part
// has six.
const lnPlaces = 122

// lnWord returns the natural logarithm of x > 0, with an error of less than 2^−120.
//
// With x = m·2ᵏ, 1 ≤ m < 2, two factors from tables bring m near to 1 exactly,
//
//	m · r/2¹⁰ · (1 − j/2¹⁴) = 1 + z,    0 ≤ z < 2^−13
//
// and then ln x = k·ln 2 − ln(r/2¹⁰) − ln(1 − j/2¹⁴) + z − z²/2 + z³/3 − …
func lnWord(x uint64) double {
	k := uint(bits.Len64(x)) - 1
	m := x << (63 - k)
	at := m >> 56 & 127 // seven bits after the first

	// r = ⌈2¹⁰/(1 + at/128)⌉, so that m·r/2¹⁰ is from 1 to 1.0098.
	r := (1<<17 + at + 127) / (128 + at)
	high, low := bits.Mul64(m, r)
	z := double{(high&(1<<9-1))<<55 | low>>9, low << 55}

	// With j ≤ 2¹⁴·z·(1 − z) the product stays at or above 1.
	part, _ := bits.Mul64(z.high, -z.high)
	j := part >> 50
	z = z.minus(z.shiftRight(14).timesWord(j)).minus(double{j << 50, 0})

	// The remainder of the series is less than z¹⁰/10 < 2^−133.
	sum := inverses[len(inverses)-1]
	for i := len(inverses) - 2; i >= 0; i-- {
		sum = inverses[i].minus(z.times(sum))
	}
	sum = z.minus(z.times(z.times(sum)))

	sum = sum.plus(lnFirst[at]).plus(lnSecond[j])
	whole, fraction := bits.Mul64(uint64(k), ln2.high)
	carry, below := bits.Mul64(uint64(k), ln2.low)
	fraction, c := bits.Add64(fraction, carry, 0)
	whole += c
	below, c = bits.Add64(below, sum.low, 0)
	fraction, c = bits.Add64(fraction, sum.high, c)
	whole += c
	return double{whole<<58 | fraction>>6, fraction<<58 | below>>6}
}

// inverses are ½, ⅓, … 1/9, rounded down.
var inverses = [...]double{
	{1 << 63, 0},
	{0x5555555555555555, 0x5555555555555555},
	{1 << 62, 0},
	{0x3333333333333333, 0x3333333333333333},
	{0x2aaaaaaaaaaaaaaa, 0xaaaaaaaaaaaaaaaa},
	{0x2492492492492492, 0x4924924924924924},
	{1 << 61, 0},
	{0x1c71c71c71c71c71, 0xc71c71c71c71c71c},
}
