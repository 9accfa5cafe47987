package temporal

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/internal/fixed"
)

// snap rounds a number that floating-point arithmetic has made to a multiple of
// 2⁻¹²⁸, so that equal numbers are found equal, and halves are found halves.
func snap(x *big.Rat) *big.Rat {
	const bits = 128
	num := new(big.Int).Lsh(x.Num(), bits)
	return x.SetFrac(fixed.DivHalfUp(num, x.Denom()), new(big.Int).Lsh(big.NewInt(1), bits))
}

// largestRemainders rounds the parts down to whole numbers. It gives the rest of
// the total, one each, to the largest remainders, and of equal ones to the
// earlier.
func largestRemainders(parts []*big.Rat, total *big.Int) []*big.Int {
	type remainder struct {
		k    int
		size *big.Rat
	}
	whole, remainders := make([]*big.Int, len(parts)), make([]remainder, len(parts))
	left := new(big.Int).Set(total)
	for k, x := range parts {
		whole[k] = new(big.Int).Div(x.Num(), x.Denom()) // rounds down, as the denominator is positive
		left.Sub(left, whole[k])
		remainders[k] = remainder{k, new(big.Rat).Sub(x, new(big.Rat).SetInt(whole[k]))}
	}

	slices.SortStableFunc(remainders, func(a, b remainder) int {
		return cmp.Or(b.size.Cmp(a.size), cmp.Compare(a.k, b.k))
	})
	for _, r := range remainders[:left.Int64()] {
		whole[r.k].Add(whole[r.k], big.NewInt(1))
	}
	return whole
}
