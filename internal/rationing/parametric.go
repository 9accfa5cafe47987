package rationing

import (
	"math/big"
	"slices"
)

// Proportional gives each claim the same part of it: dᵢ·E/D.
func Proportional(p Problem) []*big.Rat {
	total := p.Total()
	awards := zeros(len(p.Claims))
	if total.Sign() == 0 {
		return awards
	}

	for i, d := range p.Claims {
		awards[i].SetFrac(new(big.Int).Mul(d, p.Estate), total)
	}
	return awards
}

// EqualAwards gives each claim the same award λ, but never more than the claim:
// min(dᵢ, λ).
func EqualAwards(p Problem) []*big.Rat {
	level := equalLevel(p)
	awards := zeros(len(p.Claims))
	for i, d := range p.Claims {
		//mutate:equal awards[i].Cmp(level) >= 0: both are the same then
		if awards[i].SetInt(d); awards[i].Cmp(level) > 0 {
			awards[i].Set(level)
		}
	}
	return awards
}

// equalLevel returns the λ at which Σ min(dᵢ, λ) is the estate, the largest
// claim if all are met.
func equalLevel(p Problem) *big.Rat {
	sorted := ascending(p.Claims)
	rest := new(big.Int).Set(p.Estate)
	part := new(big.Int)
	for i, d := range sorted {
		// All claims from this one on could have d.
		left := big.NewInt(int64(len(sorted) - i))
		if part.Mul(d, left).Cmp(rest) >= 0 {
			return new(big.Rat).SetFrac(rest, left)
		}
		rest.Sub(rest, d)
	}
	return new(big.Rat)
}

// Piniles divides by EqualAwards on half of the claims if the estate is at most half of
// their sum. Otherwise each claim gets its half, and the rest is divided by EqualAwards on
// the other halves.
func Piniles(p Problem) []*big.Rat {
	twice, total := new(big.Int).Lsh(p.Estate, 1), p.Total()
	if twice.Cmp(total) <= 0 {
		return halves(p)
	}

	// In half units: the rest is 2E − D on claims d.
	awards := EqualAwards(Problem{twice.Sub(twice, total), p.Claims})
	for i, d := range p.Claims {
		awards[i].Add(awards[i], new(big.Rat).SetInt(d))
		halve(awards[i])
	}
	return awards
}

// halves gives EqualAwards on half of the claims.
func halves(p Problem) []*big.Rat {
	awards := EqualAwards(Problem{new(big.Int).Lsh(p.Estate, 1), p.Claims})
	for _, a := range awards {
		halve(a)
	}
	return awards
}

func halve(a *big.Rat) { a.Mul(a, big.NewRat(1, 2)) }

func zeros(n int) []*big.Rat {
	awards := make([]*big.Rat, n)
	for i := range awards {
		awards[i] = new(big.Rat)
	}
	return awards
}

func ascending(claims []*big.Int) []*big.Int {
	sorted := slices.Clone(claims)
	slices.SortFunc(sorted, (*big.Int).Cmp)
	return sorted
}
