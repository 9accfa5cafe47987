package int128

import (
	"math/big"
	"math/bits"
)

// FromBig returns x, and whether it fits.
func FromBig(x *big.Int) (Int, bool) {
	if x.IsInt64() {
		return Of(x.Int64()), true
	}
	if x.BitLen() > 128 {
		return Int{}, false
	}
	var m uint128
	for i, b := range x.Bits() {
		// A word of package big has 32 or 64 bits.
		at := i * bits.UintSize
		if at < 64 {
			m.lo |= uint64(b) << at
		} else {
			m.hi |= uint64(b) << (at - 64)
		}
	}
	return signed(m, x.Sign() < 0, true)
}
