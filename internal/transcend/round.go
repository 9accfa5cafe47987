package transcend

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// rounding says to round to a number of significant digits or to a whole number.
type rounding struct {
	digits int
	whole  bool
}

func significant(digits int) rounding { return rounding{digits: min(max(digits, 1), MaxDigits)} }

// round computes f with more and more bits, until all numbers within its error round
// to the same result. The exact value can be the midpoint c of two neighbours only if
// tie(c) is true; a nil tie means never.
func round(r rounding, f func(p uint) approx, tie func(c *big.Rat) bool) decimal.Decimal {
	for p := uint(128); ; p *= 2 {
		a := f(p)
		lo := new(big.Int).Sub(a.m, a.err)
		hi := new(big.Int).Add(a.m, a.err)
		if lo.Sign() == 0 && hi.Sign() == 0 {
			return decimal.Zero
		}

		if !r.whole && lo.Sign() != hi.Sign() {
			continue // the first digit is not known
		}

		places := int32(0)
		if !r.whole {
			first, known := magnitude(lo, hi, p)
			if !known {
				// The result is near a power of ten. All numbers within the error
				// round to it if they do so with the finer step.
				first--
			}
			places = int32(r.digits - 1 - first)
		}

		low, high := nearest(lo, p, places), nearest(hi, p, places)
		if low.Cmp(high) == 0 {
			return trim(low, places, r)
		}

		if tie == nil || new(big.Int).Sub(high, low).Cmp(one) != 0 {
			continue
		}

		// There are two neighbours: only a tie can be left.
		mid := new(big.Int).Add(low, high)
		c := decimalRat(mid, places)
		c.Quo(c, big.NewRat(2, 1))
		if tie(c) {
			if mid.Sign() < 0 {
				return trim(low, places, r)
			}
			return trim(high, places, r)
		}
	}
}

// magnitude returns the decimal exponent of the first digit of the numbers from lo to
// hi, which have the same sign. It returns that of hi and false if they differ.
func magnitude(lo, hi *big.Int, p uint) (int, bool) {
	if lo.Sign() < 0 {
		lo, hi = new(big.Int).Neg(hi), new(big.Int).Neg(lo)
	}
	a, b := firstDigit(lo, p), firstDigit(hi, p)
	return b, a == b
}

// firstDigit returns the e with 10^e ≤ m·2^−p < 10^(e+1) of a positive m.
func firstDigit(m *big.Int, p uint) int {
	// log₁₀ 2 < 0.30103: the estimate is e or more, and comparisons correct it.
	e := (m.BitLen() - int(p)) * 30103 / 100000
	for isBelowPower(m, p, e) {
		e--
	}
	return e
}

// isBelowPower reports whether m·2^−p < 10^e.
func isBelowPower(m *big.Int, p uint, e int) bool {
	a, b := new(big.Int).Set(m), scaled(p)
	if e >= 0 {
		b.Mul(b, fixed.Pow10(int32(e)))
	} else {
		a.Mul(a, fixed.Pow10(int32(-e)))
	}
	return a.Cmp(b) < 0
}

// nearest returns m·2^−p in units of 10^−places, halves away from zero.
func nearest(m *big.Int, p uint, places int32) *big.Int {
	if places >= 0 {
		return fixed.DivHalfUp(new(big.Int).Mul(m, fixed.Pow10(places)), scaled(p))
	}
	return fixed.DivHalfUp(m, new(big.Int).Mul(scaled(p), fixed.Pow10(-places)))
}

func decimalRat(m *big.Int, places int32) *big.Rat {
	if places >= 0 {
		return new(big.Rat).SetFrac(m, fixed.Pow10(places))
	}
	return new(big.Rat).SetInt(new(big.Int).Mul(m, fixed.Pow10(-places)))
}

// trim returns the decimal. If m was rounded up to a power of ten, or with the finer
// step, its last digit is a zero too many, which trim removes.
func trim(m *big.Int, places int32, r rounding) decimal.Decimal {
	if !r.whole {
		for extra := fixed.FromBig(m, 0).NumDigits() - r.digits; extra > 0; extra-- {
			m.Quo(m, big.NewInt(10))
			places--
		}
	}
	return fixed.FromBig(m, -places)
}
