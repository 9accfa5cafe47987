package hierarchy

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// FirmnessRule is where the firmness of proposed figures comes from.
type FirmnessRule uint8

const (
	// EqualFirmness is 1 for every figure: ordinary least squares.
	EqualFirmness FirmnessRule = iota
	// StructuralFirmness is 1/n for a unit over n units at the end of the tree, a
	// unit without children counting as 1.
	StructuralFirmness
	// FigureFirmness is 1/|figure|, so that figures change in proportion. A figure
	// of zero cannot move.
	FigureFirmness
	// WeightFirmness is the figure that Firmness.Of has for the unit. A weight of
	// zero counts for nothing.
	WeightFirmness
	// VarianceFirmness is 1/variance, with the variance that Firmness.Of has for
	// the unit. A figure with a variance of zero cannot move.
	VarianceFirmness
)

var firmnessWords = enum.New[FirmnessRule]("firmness", target.UnknownError, []string{
	EqualFirmness:      "equal",
	StructuralFirmness: "structural",
	FigureFirmness:     "by the figure",
	WeightFirmness:     "by weight",
	VarianceFirmness:   "by variance",
})

// String returns the rule in words.
func (f FirmnessRule) String() string { return firmnessWords.String(f) }

// MarshalText returns the rule in words, and an error if it is none of the
// constants.
func (f FirmnessRule) MarshalText() ([]byte, error) { return firmnessWords.Marshal(f) }

// UnmarshalText reads a rule as String prints it, and returns an error for any
// other text.
func (f *FirmnessRule) UnmarshalText(text []byte) error { return firmnessWords.Unmarshal(f, text) }

// Firmness gives proposed figures their weights w in [Reconcile]: the firmer a figure, the
// less it moves. Only the ratios of the weights matter. To fix a figure, use a [Hold].
//
// The zero Firmness is 1 for every figure: figures at one level then move by equal
// amounts, and not in proportion, as they do by FigureFirmness.
type Firmness struct {
	Rule FirmnessRule
	Of   Column // the weights of WeightFirmness, the variances of VarianceFirmness
	// Factor multiplies the firmness of all figures of a proposal: the weight that
	// its proposer has in a negotiation. Not valid means 1.
	Factor decimal.NullDecimal
}

// bid is a proposal that was checked.
type bid struct {
	by      string
	figures fixed.Column
	rule    FirmnessRule
	of      fixed.Column
	factor  *big.Rat
	ends    []int64 // of each unit, for StructuralFirmness

	// The mantissas of figures and of, nil if they do not fit words.
	words, ofWords []int64

	// The firmness of a figure is scale·num/den, with num and den of the unit.
	scale *big.Rat
}

// proposals checks proposals and brings them into the form of bids.
func (c *checker) proposals(p *Plan, r *reconciled, known bool) {
	at := c.problems.At("proposed")
	at.Required(len(r.proposals) > 0, "propose figures, or divide the target by Cascade")
	for i, h := range p.options.Holds {
		if h.Start {
			c.problems.At("options").Field("holds").Index(i).Field("start").Report(nil, target.ErrInvalid,
				"leave it out: a reconciled plan has no formula that could start from a hold")
		}
	}
	for i, proposal := range r.proposals {
		b := &bid{by: proposal.By, figures: proposal.Figures.figures}
		place := at.Index(i)
		c.column(place.Field("figures"), proposal.Figures, true)
		if c.firmness(place.Field("firmness"), p, b, proposal.Firmness) && known && proposal.Figures.tree == c.tree {
			c.bid(place, p, r, b)
		}
		r.bids = append(r.bids, b)
	}
	if r.options.Target != nil {
		c.targetBid(p, r, known)
	}
}

// targetBid makes a bid of the target's own value.
func (c *checker) targetBid(p *Plan, r *reconciled, known bool) {
	place := c.problems.At("options").Field("target")
	if c.target.EffectiveComparator() == target.Within {
		place.Report(nil, target.ErrKind, "leave it out: the ends of a range are kept")
		return
	}
	b := &bid{by: "the target"}
	if !c.firmness(place, p, b, *r.options.Target) || !known {
		return
	}
	figures := fixed.NewBuilder(c.tree.Len())
	figures.Set(p.root, c.target.Value)
	b.figures = figures.Column()
	c.bid(place, p, r, b)
	r.bids = append(r.bids, b)
}

// firmness checks a firmness. It reports whether it can be used.
func (c *checker) firmness(at target.Place, p *Plan, b *bid, f Firmness) bool {
	known := at.Field("rule").Add(firmnessWords.Check(f.Rule))
	reads := f.Rule == WeightFirmness || f.Rule == VarianceFirmness
	switch {
	case !known:
	case reads:
		c.column(at.Field("of"), f.Of, true)
	case f.Of.given():
		at.Field("of").Report(f.Of.nameOrNil(), target.ErrInvalid,
			"leave it out: only a firmness by weight or by variance reads it")
	}

	b.rule, b.of, b.factor = f.Rule, f.Of.figures, big.NewRat(1, 1)
	if f.Factor.Valid && at.Field("factor").Positive(f.Factor.Decimal) {
		b.factor = f.Factor.Decimal.Rat()
	}
	if f.Rule == StructuralFirmness {
		b.ends = p.lasts()
	}
	b.scale = b.scaled()
	return known && (!reads || f.Of.tree == c.tree)
}

// scaled returns the part of the firmness that all figures have.
func (b *bid) scaled() *big.Rat {
	power := func(exp int32) *big.Rat { return new(big.Rat).SetFrac(fixed.Pow10(-exp), bigOne) }
	switch b.rule {
	case FigureFirmness:
		return new(big.Rat).Mul(b.factor, power(b.figures.Exp()))
	case WeightFirmness:
		return new(big.Rat).Quo(b.factor, power(b.of.Exp()))
	case VarianceFirmness:
		return new(big.Rat).Mul(b.factor, power(b.of.Exp()))
	}
	return b.factor
}

// bid checks the figures of a bid unit by unit.
func (c *checker) bid(at target.Place, p *Plan, r *reconciled, b *bid) {
	b.words, b.ofWords = b.figures.Words(), b.of.Words()
	weighed := b.ofWords // what is above zero lets a figure move
	if b.rule == FigureFirmness {
		weighed = b.words
	}

	some := false
	for unit := p.root; unit < c.tree.Len(); unit++ {
		if !b.figures.Has(unit) || !r.counts(p, unit) {
			continue
		}
		if some = true; weighed == nil || weighed[unit] <= 0 {
			c.bidOf(at, r, b, unit)
		}
	}

	if !some {
		at.Field("figures").Report(nil, target.ErrMismatch,
			"it has no figure for a unit whose quota can move: give one, or leave the proposal out")
	}
}

// bidOf checks a figure of a bid that may not be able to move, and notes it if it cannot.
func (c *checker) bidOf(at target.Place, r *reconciled, b *bid, unit int) {
	fixes := false
	code := c.tree.units[unit].Code
	switch b.rule {
	case FigureFirmness:
		fixes = b.figures.Mantissa(unit).Sign() == 0
	case WeightFirmness, VarianceFirmness:
		place := at.Field("firmness").Field("of")
		if !b.of.Has(unit) {
			place.Key(code).Report(nil, target.ErrMissing, "a figure is proposed for the unit: give its firmness")
			return
		}
		if d := b.of.Decimal(unit); !place.Key(code).NonNegative(d) {
			return
		}
		fixes = b.rule == VarianceFirmness && b.of.Decimal(unit).IsZero()
	}
	if !fixes {
		return
	}

	figure := b.figures.Decimal(unit)
	if _, whole := c.step.Count(figure); !whole {
		at.Field("figures").Key(code).Report(figure, target.ErrQuantum,
			"its variance is zero, so that it cannot move: "+c.quantumRemedy(figure))
		return
	}
	if r.fixed == nil {
		r.fixed = map[int][]fixedFigure{}
	}
	r.fixed[unit] = append(r.fixed[unit], fixedFigure{b.by, figure})
}

// counts reports whether a figure proposed for a unit counts.
func (r *reconciled) counts(p *Plan, unit int) bool {
	return p.reach()[unit] && (unit != p.root || r.options.Target != nil)
}

// ratio returns the firmness of a figure but for the scale of the bid, on words.
// It reports false if a number does not fit. A numerator of zero means that the
// figure does not count.
func (b *bid) ratio(unit int) (num, den int64, ok bool) {
	switch b.rule {
	case StructuralFirmness:
		return 1, b.ends[unit], true
	case FigureFirmness:
		if b.words == nil || b.words[unit] == noLeast {
			return 0, 0, false
		}
		return 1, max(b.words[unit], -b.words[unit]), true
	case WeightFirmness:
		if b.ofWords == nil {
			return 0, 0, false
		}
		return b.ofWords[unit], 1, true
	case VarianceFirmness:
		if b.ofWords == nil {
			return 0, 0, false
		}
		return 1, b.ofWords[unit], true
	}
	return 1, 1, true
}

// firmness returns the firmness of a figure, zero if it does not count.
func (b *bid) firmness(unit int) *big.Rat {
	num, den := new(big.Int).Set(bigOne), new(big.Int).Set(bigOne)
	switch b.rule {
	case StructuralFirmness:
		den.SetInt64(b.ends[unit])
	case FigureFirmness:
		den.Abs(b.figures.Mantissa(unit))
	case WeightFirmness:
		num = b.of.Mantissa(unit)
	case VarianceFirmness:
		den = b.of.Mantissa(unit)
	}
	if den.Sign() == 0 {
		return new(big.Rat) // it cannot move, and its unit is kept
	}
	w := new(big.Rat).SetFrac(num, den)
	return w.Mul(w, b.scale)
}
