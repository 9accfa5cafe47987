package consensus

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// CoefficientPlaces is the number of decimals of a coefficient.
const CoefficientPlaces = 16

func ratio(num, den int64) decimal.NullDecimal { return quotient(big.NewInt(num), big.NewInt(den)) }

// quotient returns num/den, rounded. It is absent if den is 0.
func quotient(num, den *big.Int) decimal.NullDecimal {
	if den.Sign() == 0 {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(fixed.Round(num, den, CoefficientPlaces))
}

// overRoot returns num/√square, rounded once, halves away from zero. It is absent
// if square is not positive.
func overRoot(num, square *big.Int) decimal.NullDecimal {
	if square.Sign() <= 0 {
		return decimal.NullDecimal{}
	}

	// ⌊(⌊2·|num|·10ᵏ/√square⌋ + 1) / 2⌋ rounds halves up.
	twice := new(big.Int).Mul(num, fixed.Pow10(CoefficientPlaces))
	twice.Lsh(twice, 1)
	twice.Mul(twice, twice)
	twice.Sqrt(twice.Quo(twice, square))
	twice.Add(twice, big.NewInt(1)).Rsh(twice, 1)
	if num.Sign() < 0 {
		twice.Neg(twice)
	}
	return decimal.NewNullDecimal(fixed.FromBig(twice, -CoefficientPlaces))
}
