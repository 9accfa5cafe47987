package hierarchy

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// RatioOfMeans divides the amount in proportion to the children's means over several
// past periods. As the number of periods is the same for all, the weights are sums:
//
//	oᵢ = 0, wᵢ = Σₜ yᵢₜ
//
// This is method F of Gross and Sohl, Disaggregation methods to expedite product line
// forecasting, 1990.
func RatioOfMeans(history ...Column) Method {
	return historical{history: append([]Column(nil), history...)}
}

// MeanOfRatios divides the amount in proportion to the means of the children's shares
// over several past periods. Shares are of the figure yₜ of [Family.Root]: the unit
// whose target is decomposed or, in a plan by [MiddleOut], the unit in the middle.
//
//	oᵢ = 0, wᵢ = Σₜ yᵢₜ / yₜ
//
// This is method A of Gross and Sohl. It needs the history of that unit: roll the
// columns up first. It is an error if the figure is zero or negative in a period.
func MeanOfRatios(history ...Column) Method {
	return historical{history: append([]Column(nil), history...), ratios: true}
}

type historical struct {
	history []Column
	ratios  bool
}

func (m historical) String() string {
	names := make([]string, len(m.history))
	for i, c := range m.history {
		names[i] = c.label("the history given")
	}
	if m.ratios {
		return "in proportion to the mean share in " + strings.Join(names, ", ")
	}
	return "in proportion to the mean of " + strings.Join(names, ", ")
}

func (historical) accepts(target.Law) bool { return true }

func (m historical) inputs() []input {
	all := make([]input, len(m.history))
	for t, c := range m.history {
		all[t] = input{column: c, every: true}
	}
	return all
}

func (m historical) claim(f *family) error { return claimExact(m, f) }

func (m historical) check() error {
	if len(m.history) == 0 {
		return &target.FieldError{Path: "history", Err: target.ErrRequired, Remedy: "give at least one column"}
	}
	return nil
}

// Claims implements [Method].
func (m historical) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m historical) steady(f *family, k int) (*big.Rat, bool) {
	for _, c := range m.history {
		if !c.zero(f.place(k)) {
			return nil, false
		}
	}
	return nil, true
}

func (m historical) formula(g *wideFamily) (formula, error) {
	sets, exp := make([][]*big.Int, len(m.history)), int32(0)
	for t, c := range m.history {
		var err error
		if sets[t], err = g.column(c); err != nil {
			return formula{}, err
		}
		exp = min(exp, c.figures.Exp())
	}
	if m.ratios {
		factors, err := m.shareFactors(g)
		if err != nil {
			return formula{}, err
		}
		return formula{weights: addAll(factors, sets)}, nil
	}

	factors := make([]*big.Int, len(sets))
	for t, c := range m.history {
		factors[t], sets[t] = bigOne, lift(sets[t], c.figures.Exp()-exp)
	}
	return formula{weights: addAll(factors, sets), exp: exp}, nil
}

// shareFactors make the figures of a period shares in the figure of the root, over
// a common denominator.
func (m historical) shareFactors(g *wideFamily) ([]*big.Int, error) {
	wholes := make([]*big.Int, len(m.history))
	product := big.NewInt(1)
	for t, c := range m.history {
		at, ok := c.place(g.root)
		if !ok || c.figures.Mantissa(at).Sign() <= 0 {
			return nil, &target.FieldError{
				Path: figurePath(g.root), Err: target.ErrMissing,
				Remedy: "shares need the figure of the whole, greater than 0, in each period: roll the history up",
			}
		}
		wholes[t] = c.figures.Mantissa(at)
		product.Mul(product, wholes[t])
	}

	factors := make([]*big.Int, len(wholes))
	for t, whole := range wholes {
		factors[t] = new(big.Int).Quo(product, whole)
	}
	return factors, nil
}

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
// An amount less than what is done lowers the quotas in the same proportion. It is an
// error if the formula gives a child a quota of the sign opposite to the amount's, unless
// the child has a bound on that side, such as a minimum of zero.
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
// A [Residual] of a sum keeps its reference. It is an error if the formula gives a child
// a quota of the sign opposite to the amount's, unless the child has a bound on that side,
// such as a minimum below zero for a growth rate.
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

func (m increment) formula(g *wideFamily) (made formula, err error) {
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
	return "converging by " + numtext.Plain(m.progress.Shift(2)) + " % from " + m.reference.label("the reference given")
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
	with, without, mixFits := mixWords(m.progress)
	same, sameFits := f.weigh(ones)
	whole, wholeFits := f.weigh(reference)
	if !mixFits || !sameFits || !wholeFits || whole <= 0 {
		return false
	}

	x, xFits := fixed.MulWords(without, same)
	y, yFits := fixed.MulWords(with, whole)
	if !xFits || !yFits || !f.linear(x, reference, y, ones) {
		return false
	}
	f.exp = m.reference.figures.Exp()
	return true
}

func (m converge) steady(f *family, k int) (*big.Rat, bool) {
	_, one := equal{}.steady(f, k)
	return nil, (one || m.progress.IsZero()) && (m.progress.Equal(decimal.New(1, 0)) || m.reference.zero(f.place(k)))
}

func (m converge) formula(g *wideFamily) (formula, error) {
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
