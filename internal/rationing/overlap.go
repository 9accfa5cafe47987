package rationing

import (
	"math/big"
	"slices"
)

// MinimalOverlap lets each claim ask for certain parts of the estate, so that claims
// overlap as little as possible. Each part is shared equally among the claims that ask
// for it (O'Neill 1982, in the form of Chun and Thomson 2005):
//   - If a claim is for the whole estate or more, the claims are nested: all ask for the
//     first part, and fewer for each next one.
//   - Otherwise they are nested up to a level s, with Σ max(dᵢ − s, 0) = E − s. Above s,
//     the claims do not overlap.
func MinimalOverlap(p Problem) []*big.Rat {
	awards := zeros(len(p.Claims))
	if len(p.Claims) == 0 {
		return awards
	}

	order := make([]int, len(p.Claims))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return p.Claims[i].Cmp(p.Claims[j]) })
	level := p.nested(order)
	alone := p.Estate.Cmp(p.Claims[order[len(order)-1]]) > 0 // with what is above the level

	// Up to the level, the part between two claims is shared by those above it.
	share, below := new(big.Rat), new(big.Rat)
	for k, i := range order {
		claim := new(big.Rat).SetInt(p.Claims[i])
		nested := claim
		if claim.Cmp(level) > 0 {
			nested = level
		}
		part := new(big.Rat).Sub(nested, below)
		share.Add(share, part.Quo(part, big.NewRat(int64(len(order)-k), 1)))
		below = nested

		awards[i].Set(share)
		if above := new(big.Rat).Sub(claim, level); alone && above.Sign() > 0 {
			awards[i].Add(awards[i], above)
		}
	}
	return awards
}

// nested returns the level up to which the claims are nested.
func (p Problem) nested(order []int) *big.Rat {
	last := len(order) - 1
	if p.Claims[order[last]].Cmp(p.Estate) >= 0 {
		return new(big.Rat).SetInt(p.Estate)
	}

	// With k claims above s: Σ dᵢ − k·s = E − s, so s = (Σ dᵢ − E)/(k − 1). As s
	// rises the left side falls faster, so the first s that does not exceed the
	// next claim is the level.
	sum := p.Total()
	for at, i := range order {
		if others := int64(last - at); others > 0 {
			s := new(big.Rat).SetFrac(new(big.Int).Sub(sum, p.Estate), big.NewInt(others))
			if s.Cmp(new(big.Rat).SetInt(p.Claims[i])) <= 0 {
				return s
			}
		}
		sum.Sub(sum, p.Claims[i])
	}
	return new(big.Rat).SetInt(p.Claims[order[last]])
}
