package hierarchy

import (
	"math/big"
)

// EqualAwards divides an estate among claims that exceed it by constrained equal
// awards. Each child gets the same, but never more than its claim dᵢ:
//
//	qᵢ = min(dᵢ, λ)
//
// For example, the emissions that remain are shared equally, except that no state
// gets more than it had. It is a [Method] for Sum kinds.
//
// The claim of a child on the amount is oᵢ = 0, wᵢ = 1, or oᵢ = dᵢ, wᵢ = 0 if its dᵢ
// is met. Claims count in whole quanta, rounded down. They are maxima of the
// children's quotas; the minimum is zero. Bounds and holds of the rule apply too, and
// the other children still share equally.
//
// It is an error if a member has no claim or a negative one, or if the amount is
// negative or exceeds the claims ([*InfeasibleError]). A [Residual] gets nothing.
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

// EqualLosses divides an estate among claims that exceed it by constrained equal
// losses. Each child gets its claim dᵢ less the same loss, but never less than zero:
//
//	qᵢ = max(0, dᵢ − λ)
//
// It is a [Method] for Sum kinds, and the dual of [EqualAwards]: it divides what is
// missing as EqualAwards divides what there is.
//
// The claim of a child on the amount is oᵢ = dᵢ, wᵢ = 1, or oᵢ = 0, wᵢ = 0 if it gets
// nothing. Claims count in whole quanta, rounded down. They are maxima of the
// children's quotas; the minimum is zero. Bounds and holds of the rule apply too, and
// the other children still lose the same.
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
