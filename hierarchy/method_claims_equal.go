package hierarchy

import (
	"math/big"
)

// EqualAwards divides an estate among claims that add up to more by constrained
// equal awards: each child gets the same, but never more than its claim,
//
//	qᵢ = min(dᵢ, λ)
//
// with dᵢ the claim. Emissions that remain are shared equally, except that no
// state gets more than it had. It is a [Method] for Sum kinds.
//
// The claim of a child on the amount is oᵢ = 0, wᵢ = 1, or oᵢ = dᵢ, wᵢ = 0 if its
// dᵢ is met. Claims count in whole quanta, rounded down, and are maxima of the
// children's quotas; zero is their minimum. Bounds and holds of the rule apply
// besides, and the other children go on sharing equally.
//
// It is an error if a member has no claim, or one below zero, or if the amount is
// below zero or above the claims ([*InfeasibleError]). A [Residual] gets nothing.
//
// Source: Thomson 2019, How to Divide When There Isn't Enough, chapter 2.
func EqualAwards(claims Column) Method {
	return equalAwards{claimed{claims, "by constrained equal awards of "}}
}

type equalAwards struct{ claimed }

// Claims implements [Method].
func (m equalAwards) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m equalAwards) formula(g *group) (formula, error) {
	s, err := m.estateOf(g)
	if err != nil {
		return formula{}, err
	}
	return m.divide(s, g.ones()), nil
}

func (m equalAwards) claim(f *family) error {
	f.formula = m.divide(m.bounded(f), f.bigOnes())
	return nil
}

// divide finds out whose claim is met: min(d, λ).
func (equalAwards) divide(s *estate, weights []*big.Int) formula {
	met := s.settled(func(z, claim, level *big.Int) *big.Int { return minBig(claim, level) }, s.claims, true)
	return s.formula(met, s.claims, nil, weights)
}

// EqualLosses divides an estate among claims that add up to more by constrained
// equal losses: each child gets its claim less the same, but never less than zero,
//
//	qᵢ = max(0, dᵢ − λ)
//
// with dᵢ the claim. It is a [Method] for Sum kinds, and the dual of
// [EqualAwards]: it divides what is missing as that divides what is there.
//
// The claim of a child on the amount is oᵢ = dᵢ, wᵢ = 1, or oᵢ = 0, wᵢ = 0 if it
// gets nothing. Claims count in whole quanta, rounded down, and are maxima of the
// children's quotas; zero is their minimum. Bounds and holds of the rule apply
// besides, and the other children go on losing the same.
//
// Its errors are those of [EqualAwards]. A [Residual] gets its claim, or nothing
// without one.
//
// Source: Thomson 2019, How to Divide When There Isn't Enough, chapter 2.
func EqualLosses(claims Column) Method {
	return equalLosses{claimed{claims, "by constrained equal losses on "}}
}

type equalLosses struct{ claimed }

// Claims implements [Method].
func (m equalLosses) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m equalLosses) formula(g *group) (formula, error) {
	s, err := m.estateOf(g)
	if err != nil {
		return formula{}, err
	}
	return m.divide(s, g.ones()), nil
}

func (m equalLosses) claim(f *family) error {
	f.formula = m.divide(m.bounded(f), f.bigOnes())
	return nil
}

// divide finds out who gets nothing: max(0, d − λ).
func (equalLosses) divide(s *estate, weights []*big.Int) formula {
	lost := s.settled(func(z, claim, level *big.Int) *big.Int {
		if z.Sub(claim, level); z.Sign() < 0 {
			z.SetInt64(0)
		}
		return z
	}, s.claims, false)
	return s.formula(lost, nil, s.claims, weights)
}

func (m equalLosses) names() (offset, each string) { return m.claims.label("claim"), shiftName }
