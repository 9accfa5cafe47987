package quotient

import (
	"math/bits"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/numtext"
)

// Words returns what [Round] returns of num/den·10^exp, by one division. It returns
// false, for the caller to ask Round, if [RoundWords] does.
func Words(num int128.Int, den int64, exp int32) (d decimal.Decimal, ok bool) {
	m, exp, ok := RoundWords(num, den, exp)
	if m == 0 || !ok { //mutate:equal m == 0 && !ok: decimal.New(0, 0) is zero too, but takes memory
		return decimal.Decimal{}, ok
	}
	return decimal.New(m, exp), true
}

// RoundWords returns [Round] of num/den·10^exp as m·10^e. It returns false if num
// needs more than 127 bits, or if the fraction rounds up to a power of ten of more
// than Digits digits. It panics if den is zero.
func RoundWords(num int128.Int, den int64, exp int32) (m int64, e int32, ok bool) {
	if num.Sign() == 0 {
		return 0, 0, true
	}
	//mutate:equal num.Sign() <= 0: it is not zero
	//mutate:equal den <= 0: it is not zero
	negative := (num.Sign() < 0) != (den < 0)
	a, b := num.Abs(), fixed.Magnitude(den)
	if a.Sign() < 0 { //mutate:equal a.Sign() <= 0: it is −2¹²⁷ or positive
		return 0, 0, false
	}

	// a/b lies strictly between 10^(size−1) and 10^(size+1), so that one of two
	// numbers of places leaves Digits digits.
	size := digits(a) - wordDigits(b)
	places := Digits - size
	mantissa, up := divide(a, b, places)
	places += int(-exp)
	if mantissa > most || mantissa == most && up {
		mantissa, up = mantissa/10, mantissa%10 >= 5
		places--
	}
	if up {
		mantissa++
		// Round has one digit more or less here, as the fraction is reduced or not.
		if places <= 0 && (mantissa == least || mantissa > most) {
			return 0, 0, false
		}
	}

	mantissa, places = trim(mantissa, places)
	m = int64(mantissa)
	if negative {
		m = -m
	}
	return m, int32(-places), true
}

// least and most are the numbers of Digits digits between which mantissas lie.
const (
	least = 1_000_000_000_000_000
	most  = 9_999_999_999_999_999
)

// divide returns the whole part of a/b·10^places, and whether what is left is half
// or more. The whole part has at most Digits + 1 digits.
func divide(a int128.Int, b uint64, places int) (m uint64, up bool) {
	if places >= 0 { //mutate:equal places > 0: the power is 1
		// a·10^places has at most Digits digits more than b, at most 35.
		n, _ := a.MulPow10(places)
		hi, lo := n.Words()
		m, rest := bits.Div64(hi, lo, b)
		return m, rest >= b-rest
	}
	divisor, _ := int128.OfUint(b).MulPow10(-places)
	q, rest := a.QuoRem(divisor)
	m, _ = q.Uint64()
	return m, !rest.Less(divisor.Sub(rest))
}

// trim drops zeros at the end of the decimals.
func trim(m uint64, places int) (uint64, int) {
	//mutate:equal places > 4: the loop below drops the zeros too, one by one
	//mutate:equal m * 10_000: likewise
	for places >= 4 && m%10_000 == 0 {
		m /= 10_000
		places -= 4
	}
	for places > 0 && m%10 == 0 {
		m /= 10
		places--
	}
	return m, places
}

// digits returns the number of decimal digits of a positive number.
func digits(a int128.Int) int {
	if w, ok := a.Uint64(); ok {
		return wordDigits(w)
	}
	high, _ := a.QuoRem(tail)
	w, _ := high.Uint64()
	return wordDigits(w) + tailDigits
}

// tail cuts off as many digits as a word always holds.
const tailDigits = 19

var tail = int128.OfUint(1e19)

// wordDigits returns the number of decimal digits of a positive word.
func wordDigits(w uint64) int {
	n := bits.Len64(w) * 1233 >> 12 // the number, or one less
	if w >= powers[n] {
		n++
	}
	return n
}

var powers = [...]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}

// AppendBrief appends m·10^exp as [Brief] prints it.
func AppendBrief(b []byte, m int64, exp int32) []byte {
	const places = 6
	cut := -exp - places
	if cut <= 0 {
		return AppendWord(b, m, exp)
	}
	unit, ok := fixed.Scale(1, cut)
	if !ok || fixed.Magnitude(m) < uint64(unit) {
		return AppendWord(b, m, exp)
	}
	return append(AppendWord(b, m/unit, -places), "…"...)
}

// AppendWord appends m·10^exp as [numtext.Figure] prints it.
func AppendWord(b []byte, m int64, exp int32) []byte {
	start := len(b)
	b = fixed.AppendWord(b, m, exp)
	return append(b[:start], numtext.Comma(string(b[start:]))...)
}
