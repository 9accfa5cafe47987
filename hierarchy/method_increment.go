package hierarchy

import (
	"math/big"

	"github.com/targetcascade/cascade/target"
)

// Increment gives each child what it has done already and divides the rest in
// proportion to the weights, so that early achievers are not asked for the same
// again. The claim of a child is
//
//	oᵢ = aᵢ, wᵢ = its weight
//
// with aᵢ what is done. Without bounds and holds that gives, with A the amount,
//
//	Sum, Count     qᵢ = aᵢ + (A − Σ a) · wᵢ / Σ w
//	WeightedMean   qᵢ = aᵢ + (B·A − Σ bᵢaᵢ) · wᵢ / Σ bᵢwᵢ
//
// An amount less than what is done lowers the quotas in the same proportion. It is
// an error if that formula gives a quota of the sign opposite to the amount's to a
// child that has no bound on that side: give it one, such as a minimum of zero.
func Increment(done, weights Column) Method { return increment{done: done, weights: weights} }

// Shift adds one number to a reference for all children of a parent such that
// the law holds: every growth rate half a point above last year's. The claim of a
// child is
//
//	oᵢ = rᵢ, wᵢ = 1
//
// with rᵢ the reference. Without bounds and holds that gives, with A the amount,
//
//	Sum, Count     qᵢ = rᵢ + (A − Σ r) / n
//	WeightedMean   qᵢ = rᵢ + A − Σ bᵢrᵢ / B
//
// A [Residual] of a sum keeps its reference. It is an error if that formula gives
// a quota of the sign opposite to the amount's to a child that has no bound on
// that side: give it one, such as a minimum below zero for a growth rate.
func Shift(reference Column) Method { return increment{done: reference, even: true} }

type increment struct {
	done, weights Column
	even          bool // the same for each, instead of the weights
}

func (m increment) String() string {
	if m.even {
		return "by the same shift on " + m.done.label("the reference given")
	}
	return "by what is done in " + m.done.label("the base given") +
		", the rest in proportion to " + m.weights.label("the weights given")
}

func (increment) accepts(target.Law) bool { return true }

func (m increment) inputs() []input {
	if m.even {
		return []input{{column: m.done, every: true}}
	}
	return []input{{column: m.done, every: true}, {column: m.weights, every: true}}
}

// Claims implements [Method].
func (m increment) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m increment) formula(g *group) (made formula, err error) {
	if made.offsets, err = g.rats(m.done); err != nil {
		return formula{}, err
	}
	if made.weights = g.ones(); !m.even {
		made.exp = m.weights.figures.Exp()
		made.weights, err = g.column(m.weights)
	}
	return made, err
}

func (m increment) claim(f *family) error {
	done, ok := f.wordsOfAny(m.done)
	if !ok {
		return claimExact(m, f)
	}
	weights, exp := []int64(nil), int32(0)
	if m.even {
		weights = f.onesWords()
	} else if weights, ok = f.wordsOfAny(m.weights); !ok {
		return claimExact(m, f)
	} else {
		exp = m.weights.figures.Exp()
	}
	f.formula = formula{words: weights, exp: exp, offsetWords: done, offsetExp: m.done.figures.Exp()}
	return nil
}

func (m increment) steady(f *family, k int) (*big.Rat, bool) {
	zero := false
	if m.even {
		_, zero = equal{}.steady(f, k)
	} else {
		zero = m.weights.zero(f.place(k))
	}
	if !zero || m.done.zero(f.place(k)) {
		return nil, zero
	}
	return m.done.figures.Decimal(f.place(k)).Rat(), true
}

func (m increment) fixes(t *Tree) bool {
	weights, done := m.weights.figures.Words(), m.done.figures.Words()
	if !m.even && weights != nil && done != nil {
		for at, w := range weights {
			if w == 0 && done[at] != 0 {
				return true
			}
		}
		return false
	}

	for at := range t.units {
		idle := m.even && t.roles[at] == Residual || !m.even && m.weights.zero(at)
		if idle && !m.done.zero(at) {
			return true
		}
	}
	return false
}

// shiftName is the name of what Shift adds.
const shiftName = "shift"

func (m increment) names() (offset, weight string) {
	if m.even {
		return m.done.label("reference"), shiftName
	}
	return m.done.label("done"), m.weights.label("weight")
}
