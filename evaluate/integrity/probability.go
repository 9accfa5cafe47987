package integrity

import (
	"math"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
)

// rounded returns num/den, not negative, to 16 significant digits but to no
// more than 100 places, halves up.
func rounded(num, den *big.Int) decimal.Decimal {
	if num.Sign() == 0 {
		return decimal.Decimal{}
	}
	// 2^(bits−1) < num/den < 2^(bits+1), so that the estimate of the first
	// digit's place is right or one too high or low.
	bits := num.BitLen() - den.BitLen()
	places := int32(min(16-math.Floor(float64(bits)*0.30102999566398), fixed.Digits))
	limit := fixed.Pow10(16)
	for ; ; places-- {
		d := new(big.Int).Mul(num, fixed.Pow10(max(places, 0)))
		q := fixed.DivHalfUp(d, den)
		if q.CmpAbs(limit) <= 0 || places <= 0 {
			return fixed.FromBig(q, -max(places, 0))
		}
	}
}

// short prints a probability to 4 places, or "below 0.0001".
func short(p decimal.Decimal) string {
	least := decimal.New(1, -4)
	if fixed.Cmp(p, least) < 0 {
		return "below " + least.StringFixed(4)
	}
	return numtext.Fixed(p, 4)
}
