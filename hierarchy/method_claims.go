package hierarchy

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/rationing"
	"github.com/targetcascade/cascade/target"
)

// claimed is what methods have in common that divide an estate among claims on
// it. They are for Sum kinds.
type claimed struct {
	claims Column
	verb   string
	name   string // in documents
}

func (m claimed) String() string            { return m.verb + m.claims.label("the claims given") }
func (m claimed) byClaims() claimed         { return m }
func (claimed) accepts(law target.Law) bool { return law == target.Sum }
func (m claimed) inputs() []input           { return []input{{column: m.claims, every: true}} }

func (m claimed) check() error {
	var p target.Problems
	for u, d := range m.claims.All() {
		p.At("figures").Key(u.Code).NonNegative(d)
	}
	return p.Err()
}

// limits returns the bounds of a rule within those of every award: zero and the
// claim.
func (m claimed) limits(least, most Column) (Column, Column) {
	zero, err := m.claims.Scale(decimal.Zero)
	if err != nil {
		return least, most
	}
	return least.tighter(zero, Column.Greatest), most.tighter(m.claims, Column.Least)
}

// tighter combines two columns of bounds. A bound that only one of them has
// counts as it is.
func (c Column) tighter(o Column, of func(Column, Column) (Column, error)) Column {
	if !c.given() {
		return o
	}
	both, err := of(c, o)
	if err != nil {
		return c // a column of another tree, which is reported
	}
	if both, err = both.Fill(c); err == nil {
		both, err = both.Fill(o)
	}
	if err != nil {
		return c
	}
	return both
}

// limiter is a method whose quotas lie within bounds of its own, whatever the
// amount.
type limiter interface {
	// limits returns bounds of a rule within those of the method.
	limits(least, most Column) (Column, Column)
}

// estate is a claims problem in whole numbers of a unit: what is divided, the
// claims, and the bounds of the children, nil for none. All are even, so that
// halves of them are whole.
type estate struct {
	unit        *big.Rat
	amount      *big.Int
	claims      []*big.Int
	least, most []*big.Int
}

// estateOf is the problem of a family without bounds. It is an error if the amount
// is below zero or above the claims.
func (m claimed) estateOf(g *wideFamily) (*estate, error) {
	claims, err := g.rats(m.claims)
	if err != nil {
		return nil, err
	}
	sum := g.sumOf(claims)
	if g.amount.Sign() < 0 || g.amount.Cmp(sum) > 0 {
		return nil, &target.FieldError{
			Path: "amount", Value: offsetDecimal(g.amount), Err: target.ErrInfeasible,
			Remedy: "must be between 0 and the sum of the claims, " + fault.Text(offsetDecimal(sum)),
		}
	}

	den := new(big.Int).Set(g.amount.Denom())
	for _, d := range claims {
		common := new(big.Int).GCD(nil, nil, den, d.Denom())
		den.Mul(den, new(big.Int).Quo(d.Denom(), common))
	}
	integer := func(x *big.Rat) *big.Int {
		n := new(big.Int).Quo(den, x.Denom())
		return n.Lsh(n.Mul(n, x.Num()), 1)
	}
	s := newEstate(new(big.Rat).SetFrac(bigOne, new(big.Int).Lsh(den, 1)), integer(g.amount), len(claims))
	for k, d := range claims {
		s.claims[k] = integer(d)
	}
	return s, nil
}

// bounded is the problem of a family within its bounds and holds, in half quanta.
// Claims are rounded down to quanta.
func (m claimed) bounded(f *family) *estate {
	half := f.step.Rat(bigOne)
	s := newEstate(half.Quo(half, big.NewRat(2, 1)), new(big.Int).Lsh(f.amount, 1), f.n)
	for k := range f.n {
		at := f.place(k)
		claim := f.step.Floor(m.claims.figures.Decimal(at))
		s.claims[k] = claim.Lsh(claim, 1)
		if f.bounds == nil {
			continue
		}
		if low := f.bounds.allowed.low(at); low != nil {
			s.least[k] = new(big.Int).Lsh(low, 1)
		}
		if high := f.bounds.allowed.high(at); high != nil {
			s.most[k] = new(big.Int).Lsh(high, 1)
		}
	}
	return s
}

func newEstate(unit *big.Rat, amount *big.Int, n int) *estate {
	return &estate{unit, amount, make([]*big.Int, n), make([]*big.Int, n), make([]*big.Int, n)}
}

// within takes a figure into the bounds of a child.
func (s *estate) within(k int, x *big.Int) *big.Int {
	if s.least[k] != nil && x.Cmp(s.least[k]) < 0 {
		return s.least[k]
	}
	if s.most[k] != nil && x.Cmp(s.most[k]) > 0 {
		return s.most[k]
	}
	return x
}

// award is what a rule gives one claim at a level that all have in common, in
// memory that is used again. Awards rise with the level, or fall with it.
type award func(z, claim, level *big.Int) *big.Int

// total adds up what a rule gives all children at a level.
func (s *estate) total(give award, level *big.Int) *big.Int {
	sum, z := new(big.Int), new(big.Int)
	for k, d := range s.claims {
		sum.Add(sum, s.within(k, give(z, d, level)))
	}
	return sum
}

// settled reports for each child whether the level at which the awards make the
// amount is at the given turn of the child, or beyond it. With rising awards that
// is if the awards at the turn do not exceed the amount, with falling ones if they
// do not fall short of it.
func (s *estate) settled(give award, turns []*big.Int, rising bool) []bool {
	order := slices.Clone(turns)
	slices.SortFunc(order, (*big.Int).Cmp)
	order = slices.CompactFunc(order, func(a, b *big.Int) bool { return a.Cmp(b) == 0 })
	reached, _ := slices.BinarySearchFunc(order, s.amount, func(turn, amount *big.Int) int {
		c := s.total(give, turn).Cmp(amount)
		if rising && c <= 0 || !rising && c >= 0 {
			return -1
		}
		return 1
	})

	out := make([]bool, len(turns))
	for k, t := range turns {
		out[k] = reached > 0 && t.Cmp(order[reached-1]) <= 0
	}
	return out
}

// formula gives children that are settled their settled award, and the others an
// offset and an equal weight. Nil offsets are zero.
func (s *estate) formula(settled []bool, prize, offset []*big.Int, weights []*big.Int) formula {
	made := formula{weights: weights, offsets: make([]*big.Rat, len(settled))}
	for k, is := range settled {
		switch {
		case is && prize == nil, !is && offset == nil:
			made.offsets[k] = new(big.Rat)
		case is:
			made.offsets[k] = s.rat(prize[k])
		default:
			made.offsets[k] = s.rat(offset[k])
		}
		if is {
			made.weights[k] = new(big.Int)
		}
	}
	return made
}

func (s *estate) rat(n *big.Int) *big.Rat {
	x := new(big.Rat).SetInt(n)
	return x.Mul(x, s.unit)
}

// halves are half of each claim.
func (s *estate) halves() []*big.Int {
	out := make([]*big.Int, len(s.claims))
	for k, d := range s.claims {
		out[k] = new(big.Int).Rsh(d, 1)
	}
	return out
}

// bigOnes are equal weights of a family: nothing for a residual.
func (f *family) bigOnes() []*big.Int {
	out := make([]*big.Int, f.n)
	for k := range out {
		if out[k] = bigOne; f.role(k) == Residual {
			out[k] = new(big.Int)
		}
	}
	return out
}

// EqualAwards divides an estate among claims that exceed it by constrained equal
// awards. Each child gets the same, but never more than its claim dᵢ:
//
//	qᵢ = min(dᵢ, λ)
//
// For example, the emissions that remain are shared equally, except that no state
// gets more than it had. It is a [Method] for Sum kinds.
//
// The word claim has two meanings here. The claims dᵢ on the estate are the column; the
// [Claim] of the method is oᵢ = 0, wᵢ = 1, or oᵢ = dᵢ, wᵢ = 0 if dᵢ is met. The dᵢ count
// in whole quanta, rounded down. They are maxima of the children's quotas; the minimum is
// zero. Bounds and holds of the rule apply too, and the other children still share
// equally.
//
// It is an error if a member has no claim or a negative one, or if the amount is
// negative or exceeds the claims ([*InfeasibleError]). A [Residual] gets nothing.
//
// Source: Thomson 2019, How to Divide When There Isn't Enough, chapter 2.
func EqualAwards(claims Column) Method {
	return equalAwards{claimed{claims, "by constrained equal awards of ", equalAwardsName}}
}

type equalAwards struct{ claimed }

// Claims implements [Method].
func (m equalAwards) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m equalAwards) formula(g *wideFamily) (formula, error) {
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
	return equalLosses{claimed{claims, "by constrained equal losses on ", equalLossesName}}
}

type equalLosses struct{ claimed }

// Claims implements [Method].
func (m equalLosses) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m equalLosses) formula(g *wideFamily) (formula, error) {
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
	return talmud{claimed{claims, "by the Talmud rule on ", talmudName}}
}

type talmud struct{ claimed }

// Claims implements [Method].
func (m talmud) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m talmud) formula(g *wideFamily) (formula, error) {
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

// RandomArrival divides an estate among claims that exceed it. Each child gets the
// mean of its awards over all orders in which the claims could arrive, first come,
// first served. It is a [Method] for Sum kinds.
//
// The rule computes the award of each child itself: oᵢ is the award and wᵢ = 0. Holds
// leave the rest of the amount to the rule, for the other claims. Other bounds are
// not defined for it: an award beyond a bound is an error.
//
// It is exact. It refuses families of more than 32 children, or of more than 22 if
// the claims add up to more than 4·10¹⁸ quanta. Its other errors are those of
// [EqualAwards].
//
// Source: O'Neill 1982, A problem of rights arbitration from the Talmud, Mathematical
// Social Sciences 2, 345–371.
func RandomArrival(claims Column) Method {
	return awarded{claimed{claims, "by random arrival on ", randomArrivalName}, rationing.RandomArrival, true}
}

// MinimalOverlap divides an estate among claims that exceed it. Each child asks for
// certain parts of the estate, so that several ask for as little as possible. Each
// part is shared equally among those who ask for it. It is a [Method] for Sum kinds.
//
// If a claim is for the whole amount or more, the claims are nested: the part between
// two claims is shared by those above it. Otherwise they are nested up to a level s
// only, with Σ max(dᵢ − s, 0) = A − s, and a child keeps what it claims above s.
//
// Claims on the amount, holds, bounds and errors are as for [RandomArrival], except
// that the family may have any size.
//
// Source: O'Neill 1982, Mathematical Social Sciences 2, 345–371, in the form of Chun
// and Thomson 2005, Mathematical Social Sciences 49.
func MinimalOverlap(claims Column) Method {
	return awarded{claimed{claims, "by minimal overlap of ", minimalOverlapName}, rationing.MinimalOverlap, false}
}

// AdjustedProportional divides an estate among claims that exceed it, in two steps.
// It is a [Method] for Sum kinds.
//
//  1. Each child gets its minimal right mᵢ = max(0, A − Σⱼ≠ᵢ dⱼ),
//     which the others leave even if they get all they claim.
//  2. The rest R is divided in proportion to min(dᵢ − mᵢ, R).
//
// Claims on the amount, holds, bounds and errors are as for [RandomArrival], except
// that the family may have any size.
//
// Source: Curiel, Maschler and Tijs 1987, Bankruptcy games, Zeitschrift für
// Operations Research 31, A143–A159.
func AdjustedProportional(claims Column) Method {
	return awarded{claimed{claims, "in adjusted proportion to ", adjustedName}, rationing.AdjustedProportional, false}
}

// Piniles divides an estate among claims that exceed it. It gives equal awards on
// half of the claims. If the amount is more than half of their sum, it gives equal
// awards of the rest on the other halves. It is a [Method] for Sum kinds.
//
// Claims on the amount, holds, bounds and errors are as for [RandomArrival], except
// that the family may have any size.
//
// Source: Piniles 1861, Darkah shel Torah, as in Thomson 2019, How to Divide When
// There Isn't Enough, chapter 2.
func Piniles(claims Column) Method {
	return awarded{claimed{claims, "by Piniles's rule on ", pinilesName}, rationing.Piniles, false}
}

// awarded is a method whose rule gives the awards themselves.
type awarded struct {
	claimed
	rule    rationing.Rule
	arrival bool // the rule is limited in size
}

func (awarded) names() (offset, each string) { return "award", "" }

// Claims implements [Method].
func (m awarded) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m awarded) formula(g *wideFamily) (formula, error) {
	s, err := m.estateOf(g)
	if err != nil {
		return formula{}, err
	}
	awards, err := m.divide(s, s.amount, s.claims)
	return formula{weights: zeroInts(len(awards)), offsets: awards}, err
}

func (m awarded) claim(f *family) error {
	s := m.bounded(f)

	// Held children take their quotas with them.
	rest, open := new(big.Int).Set(s.amount), make([]*big.Int, 0, f.n)
	for k, d := range s.claims {
		if _, held := f.held[f.place(k)]; held {
			rest.Sub(rest, s.least[k])
		} else {
			open = append(open, d)
		}
	}
	awards, err := m.divide(s, rest, open)
	if err != nil {
		return err
	}

	f.formula = formula{weights: zeroInts(f.n), offsets: make([]*big.Rat, f.n)}
	var p target.Problems
	for k := range s.claims {
		if _, held := f.held[f.place(k)]; held {
			f.offsets[k] = s.rat(s.least[k])
			continue
		}
		f.offsets[k], awards = awards[0], awards[1:]
		if s.excludes(k, f.offsets[k]) {
			const remedy = "the award is beyond a bound, for which the rule is not defined: take Talmud"
			at := p.At("figures").Key(f.tree.units[f.place(k)].Code)
			at.Report(offsetDecimal(f.offsets[k]), target.ErrInfeasible, remedy)
		}
	}
	return p.Err()
}

// excludes reports whether a figure, in the indicator's unit, is beyond a bound.
func (s *estate) excludes(k int, x *big.Rat) bool {
	tooSmall := s.least[k] != nil && x.Cmp(s.rat(s.least[k])) < 0
	return tooSmall || s.most[k] != nil && x.Cmp(s.rat(s.most[k])) > 0
}

// divide applies the rule to what is not held, and returns awards in the
// indicator's unit.
func (m awarded) divide(s *estate, amount *big.Int, claims []*big.Int) ([]*big.Rat, error) {
	p := rationing.Problem{Estate: amount, Claims: claims}
	switch {
	case !p.Valid():
		return nil, &target.FieldError{
			Path: "amount", Value: offsetDecimal(s.rat(amount)), Err: target.ErrInfeasible,
			Remedy: "what is not held must be between 0 and the sum of the other claims",
		}
	case m.arrival && len(claims) > p.Arrivals():
		return nil, &target.FieldError{
			Path: "children", Value: len(claims), Err: target.ErrRange,
			Remedy: fmt.Sprintf("random arrival is exact for at most %d: take Talmud", p.Arrivals()),
		}
	}

	awards := m.rule(p)
	for _, a := range awards {
		a.Mul(a, s.unit)
	}
	return awards, nil
}

func zeroInts(n int) []*big.Int {
	out := make([]*big.Int, n)
	for k := range out {
		out[k] = new(big.Int)
	}
	return out
}
