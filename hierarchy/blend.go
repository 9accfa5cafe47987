package hierarchy

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Part is one method of a [Blend] with its weight.
type Part struct {
	Weight decimal.Decimal
	Method Method
}

// Blend mixes methods: 60 % by population and 40 % by output. Each part shares
// the load on its own, and the child's exact quota is the weighted mean of what
// the parts give it,
//
//	qᵢ = Σ sₖqᵢₖ / Σ sₖ
//
// with sₖ the weights. Cascade returns an error if there is no part, a weight is
// negative, or all are zero.
func Blend(parts ...Part) Method { return blend(append([]Part(nil), parts...)) }

type blend []Part

func (m blend) String() string {
	text := make([]string, len(m))
	for i, p := range m {
		text[i] = plain(p.Weight) + " " + wrap(p.Method).String()
	}
	return "by a blend of " + strings.Join(text, " and ")
}

func (m blend) accepts(law target.Law) bool {
	for _, p := range m {
		if !wrap(p.Method).accepts(law) {
			return false
		}
	}
	return true
}

func (m blend) columns() []Column {
	var all []Column
	for _, p := range m {
		all = append(all, wrap(p.Method).columns()...)
	}
	return all
}

func (m blend) check() error {
	sum := decimal.Zero
	for i, p := range m {
		path := fmt.Sprintf("blend[%d]", i)
		if !fixed.InBounds(p.Weight) || p.Weight.Sign() < 0 {
			return &target.FieldError{Path: path + ".weight", Value: p.Weight, Err: target.ErrRange, Remedy: "a weight is zero or above"}
		}
		sum = sum.Add(p.Weight)
		if err := checkMethod(wrap(p.Method)); err != nil {
			return err
		}
	}
	if sum.Sign() == 0 {
		return &target.FieldError{Path: "blend", Err: target.ErrRequired, Remedy: "give a part with a weight above zero"}
	}
	return nil
}

// Claims implements [Method].
func (m blend) Claims(f Family) ([]decimal.Decimal, error) { return claimsOf(m, f) }

func (m blend) exact(g *group) ([]*big.Int, int32, error) {
	sets, exp := make([][]*big.Int, len(m)), int32(0)
	for i, p := range m {
		var err error
		if sets[i], exp, err = g.claims(p.Method); err != nil {
			return nil, 0, err
		}
	}
	if len(m) == 1 && g.sum(sets[0]).Sign() != 0 {
		return sets[0], exp, nil
	}
	claims, err := m.mix(g, sets)
	return claims, 0, err
}

// mix adds the sets of claims up, each divided by its own sum: over a common
// denominator, Σₖ sₖ·cᵢₖ·Π_{j≠k} Cⱼ.
func (m blend) mix(g *group, sets [][]*big.Int) ([]*big.Int, error) {
	weights := fixed.NewBuilder(len(m))
	for i, p := range m {
		weights.Set(i, p.Weight)
	}
	column := weights.Column()
	sums := make([]*big.Int, len(m))
	product := big.NewInt(1)
	for i := range m {
		if sums[i] = g.sum(sets[i]); sums[i].Sign() == 0 {
			if m[i].Weight.IsZero() {
				sums[i] = bigOne
			} else {
				return nil, g.noWeight(fmt.Sprintf("blend[%d]", i))
			}
		}
		product.Mul(product, sums[i])
	}
	factors := make([]*big.Int, len(m))
	for i := range m {
		factors[i] = new(big.Int).Quo(product, sums[i])
		factors[i].Mul(factors[i], column.Mantissa(i))
	}
	return add(factors, sets), nil
}

func (m blend) claim(f *family) error {
	if ok, err := m.claimWords(f); ok || err != nil {
		return err
	}
	return claimExact(m, f)
}

// claimWords blends one or two methods on machine words.
func (m blend) claimWords(f *family) (bool, error) {
	if len(m) > 2 || f.places != nil {
		return false, nil
	}
	var sets [2][]int64
	var sums, factors [2]int64
	kept := 0
	defer func() { f.drop(sets[:kept]...) }()
	for i, p := range m {
		f.words, f.wide = nil, nil
		if err := wrap(p.Method).claim(f); err != nil {
			return false, err
		}
		if f.words == nil || slices.Min(f.words) < 0 {
			return false, nil
		}
		sets[i] = f.keep(f.words)
		kept++
		var ok bool
		if sums[i], ok = f.weigh(sets[i]); !ok || sums[i] <= 0 {
			return false, nil
		}
	}
	if len(m) == 1 {
		return true, nil
	}
	scale := min(m[0].Weight.Exponent(), m[1].Weight.Exponent())
	for i := range m {
		w, ok := fixed.Word(m[i].Weight)
		w, fits := fixed.Scale(w, m[i].Weight.Exponent()-scale)
		factor, too := fixed.MulWords(w, sums[1-i])
		if factors[i] = factor; !ok || !fits || !too {
			return false, nil
		}
	}
	f.exp = 0
	return f.linear(factors[0], sets[0], factors[1], sets[1]), nil
}

// Negotiated mixes quotas with bids: what each child offered or asked for. The
// exact quotas by the method are mixed with the bids and then all multiplied by
// one number such that the law holds:
//
//	qᵢ ∝ α · quotaᵢ + (1 − α) · bidᵢ
//
// Alpha is from 0, where only the bids count, to 1, where they do not. Bids are
// in the indicator's unit; a member without one is an error.
func Negotiated(bids Column, alpha decimal.Decimal, by Method) Method {
	return negotiated{bids, alpha, by}
}

type negotiated struct {
	bids  Column
	alpha decimal.Decimal
	by    Method
}

func (m negotiated) String() string {
	return plain(m.alpha) + " " + wrap(m.by).String() + " and the rest by " + m.bids.label("the bids") + ", rescaled"
}

func (m negotiated) accepts(law target.Law) bool { return wrap(m.by).accepts(law) }
func (m negotiated) columns() []Column {
	return append(append([]Column(nil), wrap(m.by).columns()...), m.bids)
}

func (m negotiated) check() error {
	if err := checkShare("negotiated.alpha", m.alpha); err != nil {
		return err
	}
	return checkMethod(wrap(m.by))
}

func (m negotiated) claim(f *family) error {
	if ok, err := m.claimWords(f); ok || err != nil {
		return err
	}
	return claimExact(m, f)
}

func (m negotiated) claimWords(f *family) (bool, error) {
	f.words, f.wide = nil, nil
	if err := wrap(m.by).claim(f); err != nil {
		return false, err
	}
	if f.words == nil || slices.Min(f.words) < 0 {
		return false, nil
	}
	claims := f.keep(f.words)
	defer f.drop(claims)
	bids, ok := f.wordsOf(m.bids)
	with, without, ok1 := mixWords(m.alpha)
	mass, ok2 := f.massAt(m.bids.figures.Exp())
	whole, ok3 := f.weigh(claims)
	if !ok || !ok1 || !ok2 || !ok3 || whole <= 0 {
		return false, nil
	}
	x, fits := fixed.MulWords(with, mass)
	y, too := fixed.MulWords(without, whole)
	f.exp = 0
	return fits && too && f.linear(x, claims, y, bids), nil
}

// Claims implements [Method].
func (m negotiated) Claims(f Family) ([]decimal.Decimal, error) { return claimsOf(m, f) }

// exact is α·M·cᵢ + (1 − α)·bidᵢ·C, over a common denominator.
func (m negotiated) exact(g *group) ([]*big.Int, int32, error) {
	claims, _, err := g.claims(m.by)
	if err != nil {
		return nil, 0, err
	}
	bids, err := g.column(m.bids)
	if err != nil {
		return nil, 0, err
	}
	whole := g.sum(claims)
	if whole.Sign() == 0 && m.alpha.Sign() > 0 {
		return nil, 0, g.noWeight("negotiated")
	}
	bids, masses, _ := align(bids, m.bids.figures.Exp(), []*big.Int{g.mass()}, g.loadExp)
	with, without := mix(m.alpha)
	out := combine(with.Mul(with, masses[0]), claims, without.Mul(without, whole), bids)
	if err := g.refuseNegative(out, "a bid below zero outweighs its quota"); err != nil {
		return nil, 0, err
	}
	return g.turn(out), 0, nil
}
