package hierarchy

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Converge moves the children's figures from their reference towards the same
// figure for all (contraction and convergence). At progress p, from 0 to 1,
//
//	Sum, Count     qᵢ = (1 − p) · A·rᵢ/Σ r + p · A/n
//	WeightedMean   qᵢ = (1 − p) · B·A·rᵢ/Σ bᵢrᵢ + p · A
//
// with A the amount. Offsets are zero, and the weights are in the proportions of
// these quotas.
//
// With a ratio's population as basis, progress is the share of the time from the
// start to the year of convergence that has gone by. The shares of a sum by
// population rather than equally are a [Blend] of two [Proportional] methods.
func Converge(reference Column, progress decimal.Decimal) Method {
	return converge{reference, progress}
}

type converge struct {
	reference Column
	progress  decimal.Decimal
}

func (m converge) String() string {
	return "converging by " + plain(m.progress.Shift(2)) + " % from " + m.reference.label("the reference given")
}

func (converge) accepts(target.Law) bool { return true }
func (m converge) inputs() []input       { return []input{{column: m.reference, every: true}} }
func (m converge) check() error          { return checkShare("converge.progress", m.progress) }

// Claims implements [Method].
func (m converge) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m converge) claim(f *family) error {
	if m.claimWords(f) {
		return nil
	}
	return claimExact(m, f)
}

func (m converge) claimWords(f *family) bool {
	reference, ok := f.wordsOf(m.reference)
	if !ok {
		return false
	}
	ones := f.onesWords()
	with, without, ok1 := mixWords(m.progress)
	same, ok2 := f.weigh(ones)
	whole, ok3 := f.weigh(reference)
	if !ok1 || !ok2 || !ok3 || whole <= 0 {
		return false
	}
	x, fits := fixed.MulWords(without, same)
	y, too := fixed.MulWords(with, whole)
	if !fits || !too || !f.linear(x, reference, y, ones) {
		return false
	}
	f.exp = m.reference.figures.Exp()
	return true
}

func (m converge) steady(f *family, k int) (*big.Rat, bool) {
	_, one := equal{}.steady(f, k)
	return nil, (one || m.progress.IsZero()) && (m.progress.Equal(decimal.New(1, 0)) || m.reference.zero(f.place(k)))
}

func (m converge) formula(g *group) (formula, error) {
	reference, err := g.column(m.reference)
	if err != nil {
		return formula{}, err
	}

	ones := g.ones()
	same, whole := g.sum(ones), g.sum(reference)
	with, without := mix(m.progress)
	if whole.Sign() == 0 {
		if without.Sign() > 0 && g.amount.Sign() != 0 {
			return formula{}, noWeight("converge")
		}
		whole = bigOne
	}

	// Over the common denominator Σ bᵢrᵢ · Σ bᵢ.
	x, y := without.Mul(without, same), with.Mul(with, whole)
	weights := addAll([]*big.Int{x, y}, [][]*big.Int{reference, ones})
	return formula{weights: weights, exp: m.reference.figures.Exp()}, nil
}
