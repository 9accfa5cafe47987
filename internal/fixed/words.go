package fixed

import (
	"math/bits"
	"strconv"

	"github.com/shopspring/decimal"
)

// Magnitude returns |m|.
func Magnitude(m int64) uint64 {
	//mutate:equal m <= 0: zero has no sign
	if m < 0 {
		return -uint64(m)
	}
	return uint64(m)
}

// AddWords returns a + b, and whether it fits.
func AddWords(a, b int64) (int64, bool) {
	s := a + b
	return s, (s > a) == (b > 0)
}

// SumWords returns the sum of words, and whether it and every partial sum fit.
func SumWords(words []int64) (sum int64, ok bool) {
	for _, w := range words {
		if sum, ok = AddWords(sum, w); !ok {
			return 0, false
		}
	}
	return sum, true
}

// MulWords returns a·b, and whether it is within ±2⁶².
func MulWords(a, b int64) (int64, bool) {
	h, l := bits.Mul64(Magnitude(a), Magnitude(b))
	if h != 0 || l > 1<<62 {
		return 0, false
	}
	//mutate:equal a <= 0: the product is zero
	//mutate:equal b <= 0: the product is zero
	if (a < 0) != (b < 0) {
		return -int64(l), true
	}
	return int64(l), true
}

// smallDecimals are the whole numbers from −smallest on. The many small figures of plans
// down to villages share their memory.
const smallest = 256

var smallDecimals [4 * smallest]decimal.Decimal

func init() {
	for i := range smallDecimals {
		smallDecimals[i] = decimal.New(int64(i-smallest), 0)
	}
}

// FromWord returns the decimal m·10^exp.
func FromWord(m int64, exp int32) decimal.Decimal {
	//mutate:equal -smallest < m: the figure is made anew
	if exp == 0 && -smallest <= m && m < int64(len(smallDecimals))-smallest {
		return smallDecimals[m+smallest]
	}
	return decimal.New(m, exp)
}

// AppendWord appends the digits of m·10^exp, with as many decimals as exp says.
func AppendWord(b []byte, m int64, exp int32) []byte {
	if m < 0 {
		b = append(b, '-')
	}
	start := len(b)
	b = strconv.AppendUint(b, Magnitude(m), 10)
	//mutate:equal exp >= 0: no digit is added
	if exp > 0 && m != 0 {
		for range exp {
			b = append(b, '0')
		}
	}
	if exp >= 0 {
		return b
	}

	// Zeros before the digits, so that one stands before the point.
	places := int(-exp)
	//mutate:equal missing >= 0: no digit is added
	if missing := places + 1 - (len(b) - start); missing > 0 {
		b = append(b, make([]byte, missing)...)
		copy(b[start+missing:], b[start:])
		for i := range missing {
			b[start+i] = '0'
		}
	}
	b = append(b, 0)
	point := len(b) - 1 - places
	copy(b[point+1:], b[point:])
	b[point] = '.'
	return b
}

// DivHalfUpWord returns m/p rounded to the nearest integer, halves away from
// zero, for p > 0.
func DivHalfUpWord(m, p int64) int64 {
	switch q, r := m/p, m%p; {
	case r >= p-r:
		return q + 1
	case -r >= p+r:
		return q - 1
	default:
		return q
	}
}
