package hierarchy

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// claimed is what methods have in common that divide an estate among claims on
// it. They are for Sum kinds.
type claimed struct {
	claims Column
	verb   string
}

func (m claimed) String() string            { return m.verb + m.claims.label("the claims given") }
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

// estateOf is the problem of a group without bounds. It is an error if the amount
// is below zero or above the claims.
func (m claimed) estateOf(g *group) (*estate, error) {
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
