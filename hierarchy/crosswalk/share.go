package crosswalk

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// share is a share above 0: m·10^−scale without zeros at the end; a nil m is 1.
type share struct {
	m     *big.Int
	scale int32
}

// newShare makes a share of a decimal that is above 0 and at most 1. The exponent of
// such a decimal is at most 0.
func newShare(d decimal.Decimal) share {
	return share{d.Coefficient(), -d.Exponent()}.trim()
}

var (
	bigOne = big.NewInt(1)
	bigTen = big.NewInt(10)
	one    = decimal.New(1, 0)
)

// trim removes the zeros at the end of m. It changes m.
func (w share) trim() share {
	var q, r big.Int
	for w.scale > 0 && w.m.Bit(0) == 0 {
		if q.QuoRem(w.m, bigTen, &r); r.Sign() != 0 {
			break
		}
		w.m.Set(&q)
		w.scale--
	}
	if w.scale == 0 && w.m.Cmp(bigOne) == 0 {
		return share{}
	}
	return w
}

// mantissa returns the share as a multiple of 10^−scale; scale must be at least the
// share's own. The caller must not change the result.
func (w share) mantissa(scale int32) *big.Int {
	p := fixed.Pow10(scale - w.scale)
	if w.m == nil {
		return p
	}
	return new(big.Int).Mul(w.m, p)
}

func (w share) times(v share) share {
	switch {
	case w.m == nil:
		return v
	case v.m == nil:
		return w
	}
	return share{new(big.Int).Mul(w.m, v.m), w.scale + v.scale}.trim()
}

func (w share) plus(v share) share {
	scale := max(w.scale, v.scale)
	return share{new(big.Int).Add(w.mantissa(scale), v.mantissa(scale)), scale}.trim()
}

func (w share) decimal() decimal.Decimal {
	return fixed.FromBig(w.mantissa(w.scale), -w.scale)
}

// compareShares returns −1, 0 or +1 as x is less than, equal to or greater than y.
func compareShares(x, y share) int {
	scale := max(x.scale, y.scale)
	return x.mantissa(scale).Cmp(y.mantissa(scale))
}
