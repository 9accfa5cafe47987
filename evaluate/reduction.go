package evaluate

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// reductionProgress returns ln(1−R)/ln(1−T), and for a range 1 − D(R)/D(0)
// with the distances D between the logarithms of what is left of the base.
func reductionProgress(t target.Target, actual decimal.Decimal) (decimal.NullDecimal, Reason) {
	low, high := ends(t)
	if t.Meets(decimal.Decimal{}) {
		if low != nil && low.IsZero() || high != nil && high.IsZero() {
			return decimal.NullDecimal{}, AtBaseline
		}
		return decimal.NullDecimal{}, AlreadyMet
	}
	near, far := low, high
	if low == nil || low.Sign() < 0 {
		near, far = high, low
	}
	left, goal := kept(actual, t.Indicator), kept(*near, t.Indicator)
	if left.Sign() <= 0 || goal.Sign() <= 0 {
		return decimal.NullDecimal{}, WholeLost
	}
	switch {
	case far == nil || actual.Cmp(*near) == -near.Sign():
		return null(lnQuotient(left, goal)), 0
	case t.Meets(actual):
		return null(decimal.New(1, 0)), 0
	}
	// Beyond the far end: what lies beyond it counts as a way back.
	beyond := new(big.Rat).Quo(left, kept(*far, t.Indicator))
	return null(shortest(transcend.LnAffine(one, minusOne, beyond, goal, Digits))), 0
}

// kept returns the share of the base that a reduction leaves.
func kept(reduction decimal.Decimal, i target.Indicator) *big.Rat {
	r := new(big.Rat).Quo(reduction.Rat(), i.Scale().Rat())
	return r.Sub(one, r)
}

// lnQuotient returns ln x/ln y for positive x and y, y not 1.
func lnQuotient(x, y *big.Rat) decimal.Decimal {
	return shortest(transcend.LnAffine(new(big.Rat), one, x, y, Digits))
}
