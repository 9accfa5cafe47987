// Package rationing divides an estate among claims that add up to more: the
// bankruptcy problems of O'Neill (1982) and of Aumann and Maschler (1985). Every
// rule gives each claim an award from zero to the claim, and the awards add up to
// the estate exactly.
//
// Thomson (2019, How to Divide When There Isn't Enough) has all rules with their
// properties.
package rationing

import "math/big"

// Problem is an estate and the claims on it, in one unit. It must be
// [Problem.Valid] before a rule is applied.
type Problem struct {
	Estate *big.Int
	Claims []*big.Int
}

// Valid reports whether no number is negative and the claims add up to the
// estate at least.
func (p Problem) Valid() bool {
	for _, d := range p.Claims {
		if d.Sign() < 0 {
			return false
		}
	}
	return p.Estate.Sign() >= 0 && p.Total().Cmp(p.Estate) >= 0
}

// Total returns the sum of the claims.
func (p Problem) Total() *big.Int {
	sum := new(big.Int)
	for _, d := range p.Claims {
		sum.Add(sum, d)
	}
	return sum
}

// Rule gives each claim its award.
type Rule func(p Problem) []*big.Rat
