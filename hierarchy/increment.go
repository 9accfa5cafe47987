package hierarchy

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Increment gives each child what it has done already and shares the rest in
// proportion to the weights, so that early achievers are not asked for the same
// again:
//
//	Sum, Count     qᵢ = aᵢ + (L − Σ a) · wᵢ / Σ w
//	WeightedMean   qᵢ = aᵢ + (B·L − Σ bᵢaᵢ) · wᵢ / Σ bᵢwᵢ
//
// with aᵢ the base. It is an error if the load is so far below the base that a
// quota would fall below zero, or if there is a rest and no weight.
func Increment(base, weights Column) Method { return increment{base: base, weights: weights} }

// Shift adds one number to a reference for all children of a parent such that
// the law holds: every growth rate half a point above last year's.
//
//	Sum, Count     qᵢ = rᵢ + (L − Σ r) / n
//	WeightedMean   qᵢ = rᵢ + L − Σ bᵢrᵢ / B
//
// A [Residual] of a sum keeps its reference. It is an error if a quota would
// fall below zero.
func Shift(reference Column) Method { return increment{base: reference, even: true} }

type increment struct {
	base, weights Column
	even          bool // the same for each, instead of the weights
}

func (m increment) String() string {
	if m.even {
		return "by the same shift on " + m.base.label("the reference given")
	}
	return "by what is done in " + m.base.label("the base given") + ", the rest in proportion to " + m.weights.label("the weights given")
}

func (increment) accepts(target.Law) bool { return true }

func (m increment) columns() []Column {
	if m.even {
		return []Column{m.base}
	}
	return []Column{m.base, m.weights}
}

// Claims implements [Method].
func (m increment) Claims(f Family) ([]decimal.Decimal, error) { return claimsOf(m, f) }

func (m increment) exact(g *group) ([]*big.Int, int32, error) {
	base, err := g.column(m.base)
	if err != nil {
		return nil, 0, err
	}
	weights, exp := g.ones(), int32(0)
	if !m.even {
		if weights, err = g.column(m.weights); err != nil {
			return nil, 0, err
		}
		exp = m.weights.figures.Exp()
	}
	base, masses, baseExp := align(base, m.base.figures.Exp(), []*big.Int{g.mass()}, g.loadExp)
	rest := new(big.Int).Sub(masses[0], g.sum(base))
	whole := g.sum(weights)
	if whole.Sign() == 0 {
		if rest.Sign() != 0 {
			return nil, 0, g.noWeight("increment")
		}
		whole = bigOne
	}
	claims := combine(whole, base, rest, weights)
	if err := g.refuseNegative(claims, "less is to be reached than is done: bound the quotas, or share the total otherwise"); err != nil {
		return nil, 0, err
	}
	return g.turn(claims), baseExp + exp, nil
}

func (m increment) claim(f *family) error {
	if m.claimWords(f) {
		return nil
	}
	return claimExact(m, f)
}

func (m increment) claimWords(f *family) bool {
	base, ok := f.wordsOf(m.base)
	if !ok {
		return false
	}
	weights := f.onesWords()
	if !m.even {
		if weights, ok = f.wordsOf(m.weights); !ok {
			return false
		}
		f.exp = m.weights.figures.Exp()
	}
	f.exp += m.base.figures.Exp()
	mass, ok1 := f.massAt(m.base.figures.Exp())
	done, ok2 := f.weigh(base)
	whole, ok3 := f.weigh(weights)
	rest, ok4 := fixed.AddWords(mass, -done)
	return ok1 && ok2 && ok3 && ok4 && whole > 0 && f.linear(whole, base, rest, weights)
}
