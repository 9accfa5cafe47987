package robust

import (
	"math/big"
	"math/bits"
)

// wide is a signed integer of 128 bits in two's complement. Sums of weights
// times scores stay far inside it: weights add up to at most about 10¹⁸ and a
// score is a machine word.
type wide struct{ high, low uint64 }

// plus returns w + x·y.
func (w wide) plus(x, y int64) wide {
	high, low := bits.Mul64(uint64(x), uint64(y))
	// The product of the two's complements is too large by 2⁶⁴ times the other
	// factor for each that is negative.
	high -= uint64(x>>63)&uint64(y) + uint64(y>>63)&uint64(x)
	var carry uint64
	w.low, carry = bits.Add64(w.low, low, 0)
	w.high, _ = bits.Add64(w.high, high, carry)
	return w
}

func (w wide) sign() int {
	switch {
	case int64(w.high) < 0:
		return -1
	case w.high|w.low == 0:
		return 0
	}
	return 1
}

func (w wide) compare(v wide) int {
	low, borrow := bits.Sub64(w.low, v.low, 0)
	high, _ := bits.Sub64(w.high, v.high, borrow)
	return wide{high, low}.sign()
}

// words returns the integers as machine words, or nil if one is too large for
// differences of two to fit a word.
func words(figures []*big.Int) []int64 {
	w := make([]int64, len(figures))
	for i, f := range figures {
		if f.BitLen() > 62 {
			return nil
		}
		w[i] = f.Int64()
	}
	return w
}
