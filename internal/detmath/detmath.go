// Package detmath holds the floating-point functions whose results have the
// same bits on every platform. It uses only operations that IEEE 754 rounds
// correctly, and keeps the compiler from fusing a product into a sum: every
// product that is added to something stands in an explicit conversion.
package detmath

import (
	"math"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// ln2Hi has 32 bits, so its product with an exponent is exact; ln2Lo is the
// rest of ln 2.
const (
	ln2Hi = 0x1.62e42feep-1
	ln2Lo = math.Ln2 - ln2Hi

	sqrtHalf = 0x3fe6a09e667f3bcd // the bits of √½
)

// Log returns the natural logarithm of x, within one unit in the last place:
// NaN for a negative x, −Inf for zero.
//
//	x = 2ᵏ(1+f), √½ ≤ 1+f < √2, s = f/(2+f)
//	ln x = k ln 2 + 2 artanh s = k ln 2 + f − f²/2 + s(f²/2 + R)
//	R = 2s²/3 + 2s⁴/5 + 2s⁶/7 + …
func Log(x float64) float64 {
	switch {
	case x != x || x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	case x > math.MaxFloat64:
		return x
	}

	bits, k := math.Float64bits(x), 0
	if bits>>52 == 0 { // subnormal
		bits, k = math.Float64bits(x*(1<<54)), -54
	}

	// Adding this to the bits carries into the exponent from √2 on.
	bits += 1023<<52 - sqrtHalf
	k += int(bits>>52) - 1023
	f := math.Float64frombits(bits&(1<<52-1)+sqrtHalf) - 1
	s := f / (2 + f)
	z := float64(s * s)
	w := float64(z * z)

	// Two chains, one of every other term, keep the processor busier than one.
	odd := 2.0 / 19
	odd = float64(odd*w) + 2.0/15
	odd = float64(odd*w) + 2.0/11
	odd = float64(odd*w) + 2.0/7
	odd = float64(odd*w) + 2.0/3
	even := 2.0 / 21
	even = float64(even*w) + 2.0/17
	even = float64(even*w) + 2.0/13
	even = float64(even*w) + 2.0/9
	even = float64(even*w) + 2.0/5
	r := float64(odd*z) + float64(even*w)
	half := float64(0.5 * f * f)
	rest := float64(s*(half+r)) + float64(float64(k)*ln2Lo)
	return float64(float64(k)*ln2Hi) - ((half - rest) - f)
}

// Exp returns e to the power x, within one unit in the last place: +Inf above
// 709.79, zero below −745.14.
//
//	x = k ln 2 + r, |r| ≤ ln 2 / 2
//	eˣ = 2ᵏ(1 + r + r²/2! + … + r¹³/13!)
func Exp(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > 710:
		return math.Inf(1)
	case x < -746:
		return 0
	}

	k := math.Floor(float64(x*(1/math.Ln2)) + 0.5)
	hi := x - float64(k*ln2Hi)
	lo := float64(k * ln2Lo)
	r := hi - lo
	lost := (hi - r) - lo
	p := 1.0 / 6227020800
	p = float64(p*r) + 1.0/479001600
	p = float64(p*r) + 1.0/39916800
	p = float64(p*r) + 1.0/3628800
	p = float64(p*r) + 1.0/362880
	p = float64(p*r) + 1.0/40320
	p = float64(p*r) + 1.0/5040
	p = float64(p*r) + 1.0/720
	p = float64(p*r) + 1.0/120
	p = float64(p*r) + 1.0/24
	p = float64(p*r) + 1.0/6
	p = float64(p*r) + 1.0/2
	p = float64(float64(p*r) * r)
	sum := 1 + r
	lost += r - (sum - 1)
	return math.Ldexp(sum+(lost+p), int(k))
}

var pow10 = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// Short returns the float64 nearest to d if d is short enough for one exact
// operation to find it: a mantissa below 2⁵³ and an exponent from −22 to 22.
// Such a figure is in the bounds of [fixed.InBounds].
func Short(d decimal.Decimal) (float64, bool) {
	exp := d.Exponent()
	if exp < -22 || exp > 22 {
		return 0, false
	}
	m, ok := fixed.Word(d)
	if !ok || m <= -1<<53 || m >= 1<<53 {
		return 0, false
	}
	if exp <= 0 {
		return float64(m) / pow10[-exp], true
	}
	return float64(m) * pow10[exp], true
}

// Float returns the float64 nearest to d, which must be in the bounds of
// [fixed.InBounds].
func Float(d decimal.Decimal) float64 {
	if f, ok := Short(d); ok {
		return f
	}
	text := d.Coefficient().Append(make([]byte, 0, 64), 10)
	text = append(text, 'e')
	text = strconv.AppendInt(text, int64(d.Exponent()), 10)
	// ParseFloat rounds correctly, and an in-bounds figure is far from its range.
	f, _ := strconv.ParseFloat(string(text), 64)
	return f
}

// Sum adds up the figures of x in their order, with the rounding errors carried
// along (Neumaier 1974), so that the result is right to about its last place
// however many there are. NaN marks a gap and is left out.
func Sum(x []float64) float64 {
	var sum, lost float64
	for _, v := range x {
		if v != v {
			continue
		}
		t := sum + v
		if math.Abs(sum) >= math.Abs(v) {
			lost += (sum - t) + v
		} else {
			lost += (v - t) + sum
		}
		sum = t
	}
	return sum + lost
}

// Decimal returns x rounded to the given number of places, from its exact
// binary value, halves to even. X must be finite.
func Decimal(x float64, places int32) decimal.Decimal {
	d, _ := fixed.Parse(strconv.FormatFloat(x, 'f', int(places), 64))
	return d
}

// Log1p returns ln(1 + x), within a few units in the last place however small x is.
// Both the logarithm and its divisor contain the part of x that 1 + x loses (Kahan).
func Log1p(x float64) float64 {
	y := 1 + x
	if y == 1 {
		return x
	}
	return Log(y) * (x / (y - 1))
}

// Expm1Over returns (eˣ − 1)/x, and 1 for 0, within a few units in the last place
// however small x is.
func Expm1Over(x float64) float64 {
	if math.Abs(x) > 0.5 {
		return (Exp(x) - 1) / x
	}
	series := 0.0
	for k := 16.0; k > 1; k-- {
		series = (1 + series) * x / k
	}
	return 1 + series
}
