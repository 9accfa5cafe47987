package hierarchy

import (
	"math/big"
)

// Talmud divides an estate among claims that exceed it, by the rule that Aumann and
// Maschler found in the Talmud. It is a [Method] for Sum kinds. With dᵢ the claims
// and D their sum, an amount of at most D/2 is divided by equal awards on half of the
// claims. Above that, every child has half of its claim, and the losses are divided
// equally:
//
//	qᵢ = min(dᵢ/2, λ)         up to D/2
//	qᵢ = max(dᵢ/2, dᵢ − λ)    above
//
// Any two children divide what both have by the principle of the contested garment:
// each concedes what it does not claim, and the rest is halved.
//
// The claim of a child on the amount is oᵢ = 0 or dᵢ and wᵢ = 1. If its quota is half
// of its claim, it is oᵢ = dᵢ/2 and wᵢ = 0. Claims count in whole quanta, rounded
// down. They are maxima of the children's quotas; the minimum is zero. Bounds and
// holds of the rule apply too. The amount at which all are at dᵢ/2 within their
// bounds then separates the two formulas.
//
// Its errors are those of [EqualAwards].
//
// Source: Aumann and Maschler 1985, Game theoretic analysis of a bankruptcy problem
// from the Talmud, Journal of Economic Theory 36, 195–213.
func Talmud(claims Column) Method {
	return talmud{claimed{claims, "by the Talmud rule on "}}
}

type talmud struct{ claimed }

// Claims implements [Method].
func (m talmud) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m talmud) formula(g *group) (formula, error) {
	s, err := m.estateOf(g)
	if err != nil {
		return formula{}, err
	}
	return m.divide(s, g.ones()), nil
}

func (m talmud) claim(f *family) error {
	f.formula = m.divide(m.bounded(f), f.bigOnes())
	return nil
}

// divide finds out who stands at half of the claim: min(d/2, λ), or
// max(d/2, d − λ).
func (talmud) divide(s *estate, weights []*big.Int) formula {
	halves, all := s.halves(), new(big.Int)
	for k, h := range halves {
		all.Add(all, s.within(k, h))
	}

	half := new(big.Int)
	if s.amount.Cmp(all) <= 0 {
		gains := func(z, claim, level *big.Int) *big.Int { return minBig(z.Rsh(claim, 1), level) }
		return s.formula(s.settled(gains, halves, true), halves, nil, weights)
	}
	losses := func(z, claim, level *big.Int) *big.Int {
		return maxBig(half.Rsh(claim, 1), z.Sub(claim, level))
	}
	return s.formula(s.settled(losses, halves, false), halves, s.claims, weights)
}
