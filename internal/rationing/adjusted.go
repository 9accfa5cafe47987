package rationing

import "math/big"

// AdjustedProportional gives each claim first its minimal right, what the others
// leave even if they get all they claim, mᵢ = max(0, E − Σⱼ≠ᵢ dⱼ). The rest R is
// shared in proportion to min(dᵢ − mᵢ, R) (Curiel, Maschler and Tijs 1987).
func AdjustedProportional(p Problem) []*big.Rat {
	missing := p.Total()
	missing.Sub(missing, p.Estate)

	// What the others leave is dᵢ less all that is missing.
	rights, rest := make([]*big.Int, len(p.Claims)), new(big.Int).Set(p.Estate)
	for i, d := range p.Claims {
		rights[i] = new(big.Int).Sub(d, missing)
		if rights[i].Sign() < 0 { //mutate:equal rights[i].Sign() <= 0: zero stays zero
			rights[i].SetInt64(0)
		}
		rest.Sub(rest, rights[i])
	}

	reduced := make([]*big.Int, len(p.Claims))
	for i, d := range p.Claims {
		//mutate:equal reduced[i].Cmp(rest) >= 0: both are the same then
		if reduced[i] = new(big.Int).Sub(d, rights[i]); reduced[i].Cmp(rest) > 0 {
			reduced[i].Set(rest)
		}
	}
	awards := Proportional(Problem{rest, reduced})
	for i := range awards {
		awards[i].Add(awards[i], new(big.Rat).SetInt(rights[i]))
	}
	return awards
}
