package rationing

import "math/big"

// EqualLosses leaves each claim short by the same λ, but never below zero:
// max(0, dᵢ − λ). It is the dual of EqualAwards.
func EqualLosses(p Problem) []*big.Rat { return dual(EqualAwards, p) }

// Talmud gives EqualAwards on half of the claims as long as the estate is at most
// half of their sum, and above that leaves each claim short by EqualAwards of
// what is missing on the halves.
func Talmud(p Problem) []*big.Rat {
	if new(big.Int).Lsh(p.Estate, 1).Cmp(p.Total()) > 0 {
		return dual(Talmud, p)
	}
	return halves(p)
}

// dual divides what is missing by a rule, and takes that from the claims.
func dual(rule Rule, p Problem) []*big.Rat {
	missing := p.Total()
	awards := rule(Problem{missing.Sub(missing, p.Estate), p.Claims})
	for i, d := range p.Claims {
		awards[i].Sub(new(big.Rat).SetInt(d), awards[i])
	}
	return awards
}
