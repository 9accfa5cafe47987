package hierarchy

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Negotiated mixes quotas with bids: what each child offered or asked for. It mixes
// the bids with the quotas that the method gives without bounds and holds. It then
// multiplies all of these by one number such that the law holds:
//
//	qᵢ ∝ α · quotaᵢ + (1 − α) · bidᵢ
//
// Alpha is between 0 and 1. With 0 only the bids count, with 1 only the quotas. Bids
// are in the indicator's unit; a member without one is an error. With alpha 0 the method
// is not checked, and with alpha 1 the bids are not.
//
// The claims are those of a [Blend] of the method and the bids. The method has the
// weight α·M, with M the amount of the family. The bids have the weight (1 − α)·N,
// with N their sum. Under bounds and holds each of the two keeps its own formula.
func Negotiated(bids Column, alpha decimal.Decimal, by Method) Method {
	return negotiated{bids, alpha, by}
}

type negotiated struct {
	bids  Column
	alpha decimal.Decimal
	by    Method
}

func (m negotiated) String() string {
	return numtext.Plain(m.alpha) + " " + wrap(m.by).String() +
		" and the rest by " + m.bids.label("the bids") + ", rescaled"
}

// counts reports whether the method and the bids count.
func (m negotiated) counts() (method, bids bool) {
	return !m.alpha.IsZero(), !m.alpha.Equal(decimalOne)
}

func (m negotiated) accepts(law target.Law) bool {
	method, _ := m.counts()
	return !method || wrap(m.by).accepts(law)
}

func (m negotiated) inputs() (all []input) {
	method, bids := m.counts()
	if method {
		all = inputsBelow("negotiated", wrap(m.by).inputs())
	}
	if bids {
		all = append(all, input{column: m.bids, path: "negotiated.bids", every: true})
	}
	return all
}

func (m negotiated) check() error {
	if err := checkShare("negotiated.alpha", m.alpha); err != nil {
		return err
	}
	var p target.Problems
	if method, _ := m.counts(); method {
		p.At("negotiated").Add(checkMethod(wrap(m.by)))
	}
	return p.Err()
}

// Claims implements [Method].
func (m negotiated) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m negotiated) claim(f *family) error {
	if m.claimWords(f) {
		return nil
	}
	return claimExact(m, f)
}

// claimWords negotiates quotas of a method without offsets on machine words.
func (m negotiated) claimWords(f *family) bool {
	if method, bids := m.counts(); !method || !bids {
		return false
	}
	f.formula = formula{}
	if err := wrap(m.by).claim(f); err != nil || f.words == nil || slices.Min(f.words) < 0 || f.shifted() {
		return false // the other way reports the error
	}

	weights := f.stash(f.words)
	defer f.unstash(weights)
	bids, bidsFit := f.wordsOf(m.bids)
	with, without, mixFits := mixWords(m.alpha)
	mass, massFits := f.massAt(m.bids.figures.Exp())
	whole, wholeFits := f.weigh(weights)
	if !bidsFit || !mixFits || !massFits || !wholeFits || whole <= 0 {
		return false
	}

	x, xFits := fixed.MulWords(with, mass)
	y, yFits := fixed.MulWords(without, whole)
	return xFits && yFits && f.linear(x, weights, y, bids)
}

func belowNegotiated(err error) error {
	var p target.Problems
	p.At("negotiated").Add(err)
	return p.Err()
}

func (m negotiated) formula(g *wideFamily) (formula, error) {
	method, counted := m.counts()
	if !method {
		bids, err := g.column(m.bids)
		if err != nil {
			return formula{}, err
		}
		weights, err := g.oneSign(bids)
		return formula{weights: weights, exp: m.bids.figures.Exp()}, err
	}

	made, err := g.part(m.by)
	if err != nil {
		return formula{}, belowNegotiated(err)
	}
	if !counted {
		return made, nil
	}
	bids, err := g.column(m.bids)
	if err != nil {
		return formula{}, err
	}
	return m.mix(g, made, bids)
}

// mix mixes a formula with bids: α·M·cᵢ + (1 − α)·bidᵢ·C, over the common
// denominator C, the sum of the weights.
func (m negotiated) mix(g *wideFamily, made formula, bids []*big.Int) (formula, error) {
	part := blended{formula: made, sum: g.sum(made.weights), offset: new(big.Rat)}
	if made.offsets != nil {
		part.offset = g.sumOf(made.offsets)
	}
	mass := g.mass()
	if part.sum.Sign() == 0 {
		if part.sum = bigOne; part.offset.Cmp(mass) != 0 {
			return formula{}, noWeight("negotiated")
		}
	}

	with := new(big.Rat).Mul(m.alpha.Rat(), mass)
	without := new(big.Rat).Sub(new(big.Rat).SetInt64(1), m.alpha.Rat())
	unit := fixed.FromBig(bigOne, m.bids.figures.Exp()).Rat()
	x, y := ratioOf(with, new(big.Rat).Mul(new(big.Rat).Mul(without, unit), new(big.Rat).SetInt(part.sum)))
	weights, err := g.oneSign(addAll([]*big.Int{x, y}, [][]*big.Int{made.weights, bids}))
	if err != nil || made.offsets == nil {
		return formula{weights: weights}, err
	}

	// The offsets keep their share in the whole: α·M of α·M + (1 − α)·N.
	whole := new(big.Rat).Mul(without, new(big.Rat).Mul(unit, new(big.Rat).SetInt(g.sum(bids))))
	if whole.Add(whole, with); whole.Sign() == 0 {
		return formula{weights: weights}, nil
	}
	share := with.Quo(with, whole)
	offsets := make([]*big.Rat, len(bids))
	for k := range offsets {
		offsets[k] = new(big.Rat).Mul(share, part.freeOffset(k))
	}
	return formula{weights: weights, offsets: offsets}, nil
}

// ratioOf returns two whole numbers in the ratio of two fractions, in lowest
// terms.
func ratioOf(a, b *big.Rat) (x, y *big.Int) {
	x = new(big.Int).Mul(a.Num(), b.Denom())
	y = new(big.Int).Mul(b.Num(), a.Denom())
	if common := new(big.Int).GCD(nil, nil, new(big.Int).Abs(x), new(big.Int).Abs(y)); common.Sign() > 0 {
		x.Quo(x, common)
		y.Quo(y, common)
	}
	return x, y
}

// oneSign makes weights of figures, none of which may be of the sign opposite to
// the amount's; an amount of zero is like one above.
func (g *wideFamily) oneSign(figures []*big.Int) ([]*big.Int, error) {
	var p target.Problems
	weights := make([]*big.Int, len(figures))
	for k, x := range figures {
		if x.Sign() < 0 && g.amount.Sign() >= 0 || x.Sign() > 0 && g.amount.Sign() < 0 {
			p.At("claims").Key(g.units[k].Code).Report(
				nil, target.ErrInfeasible, "a bid of the opposite sign outweighs its quota",
			)
		}
		weights[k] = new(big.Int).Abs(x)
	}
	return weights, p.Err()
}

func (m negotiated) fixes(t *Tree) bool {
	method, bids := m.counts()
	return method && !bids && fixesSome(wrap(m.by), t)
}

func (m negotiated) steady(f *family, k int) (*big.Rat, bool) {
	method, bids := m.counts()
	if bids && !m.bids.zero(f.place(k)) {
		return nil, false
	}
	if !method {
		return nil, true
	}
	s, ok := wrap(m.by).(steady)
	if !ok {
		return nil, false
	}
	// An offset counts by a share that depends on the amount.
	offset, zero := s.steady(f, k)
	return offset, zero && (offset == nil || !bids)
}
