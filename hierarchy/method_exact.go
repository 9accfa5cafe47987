package hierarchy

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// formula is what a method gives the children of a family: the exact quota of
// child k is offsets[k] + λ·weights[k], in the indicator's unit. The weights are
// words or, if one does not fit, weights; both at exp. The offsets are
// offsetWords, at offsetExp, or fractions; all are zero if both are nil.
type formula struct {
	words       []int64
	weights     []*big.Int
	exp         int32
	offsetWords []int64
	offsetExp   int32
	offsets     []*big.Rat
}

// shifted reports whether some claim has an offset.
func (f *formula) shifted() bool { return f.offsetWords != nil || f.offsets != nil }

// dropZeros drops offsets that are all zero.
func (f *formula) dropZeros() {
	if !slices.ContainsFunc(f.offsetWords, func(o int64) bool { return o != 0 }) {
		f.offsetWords = nil
	}
	if !slices.ContainsFunc(f.offsets, func(o *big.Rat) bool { return o.Sign() != 0 }) {
		f.offsets = nil
	}
}

// exactly is a method that makes its formula from numbers of any size. All methods
// of this package are.
type exactly interface {
	claimer
	// formula returns weights and, if one is not zero, offsets.
	formula(g *wideFamily) (formula, error)
}

// wideFamily is a family as the methods of this package see it if its numbers may be
// of any size.
type wideFamily struct {
	root   string // code of the unit whose figure is divided down to the family
	units  []Unit
	law    target.Law
	amount *big.Rat
	basis  []*big.Int // nil unless the law is WeightedMean; only proportions matter
	public func() Family
	held   []bool // units that a hold decides; nil if not known
}

// claimsOf runs an exact method for a user's call.
func claimsOf(m exactly, f Family) ([]Claim, error) {
	if err := checkMethod(m); err != nil {
		return nil, err
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	made, err := m.formula(f.wide())
	if err != nil {
		return nil, err
	}

	claims := make([]Claim, len(f.Children))
	for k := range claims {
		claims[k].Weight = fixed.FromBig(made.weights[k], made.exp)
		if made.offsets != nil {
			claims[k].Offset = offsetDecimal(made.offsets[k])
		}
	}
	return claims, nil
}

// offsetPlaces is to how many decimals an offset is rounded that has no decimal
// form, such as the third of a number.
const offsetPlaces = 50

// offsetDecimal returns an offset as a decimal, rounded if it has none.
func offsetDecimal(offset *big.Rat) decimal.Decimal {
	places, exact := offset.FloatPrec()
	if !exact || places > fixed.Digits {
		places = offsetPlaces
	}
	num := new(big.Int).Mul(offset.Num(), fixed.Pow10(int32(places)))
	return fixed.FromBig(fixed.DivHalfUp(num, offset.Denom()), -int32(places))
}

// check reports what a family made by a user must not be.
func (f Family) check() error {
	var p target.Problems
	at := p.At("family")
	at.Field("amount").Figure(f.Amount)
	if f.Basis != nil && len(f.Basis) != len(f.Children) {
		at.Field("basis").Report(
			len(f.Basis), target.ErrMismatch, fmt.Sprintf("give %d, one for each child", len(f.Children)),
		)
	}
	for i, d := range f.Basis {
		at.Field("basis").Index(i).Figure(d)
	}
	return p.Err()
}

// part returns the formula of a method within another.
func (g *wideFamily) part(m Method) (formula, error) {
	inner := wrap(m)
	if e, ok := inner.(exactly); ok {
		made, err := e.formula(g)
		if err != nil {
			return formula{}, err
		}
		made.dropZeros()
		return made, g.refuseNegative(made.weights)
	}

	weights, offsets, err := inner.(custom).columns(g.public())
	if err != nil {
		return formula{}, err
	}
	made := formula{weights: mantissas(weights), exp: weights.Exp()}
	if offsets.Count() > 0 {
		made.offsets = make([]*big.Rat, len(g.units))
		for k := range made.offsets {
			made.offsets[k] = offsets.Decimal(k).Rat()
		}
	}
	return made, nil
}

// refuseNegative reports weights below zero, which another method might hide.
func (g *wideFamily) refuseNegative(weights []*big.Int) error {
	var p target.Problems
	for k, w := range weights {
		if w.Sign() < 0 {
			p.Add(negativeWeight(g.units[k].Code))
		}
	}
	return p.Err()
}

func negativeWeight(code string) error {
	return &target.FieldError{Path: figurePath(code), Err: target.ErrRange, Remedy: "a weight must not be negative"}
}

// claimExact runs an exact method for the engine.
func claimExact(m exactly, f *family) (err error) {
	f.formula, err = m.formula(f.wide())
	return err
}

func (f Family) wide() *wideFamily {
	g := &wideFamily{root: f.Root, units: f.Children, amount: f.Amount.Rat(), public: func() Family { return f }}
	if f.Basis == nil {
		return g
	}

	g.law = target.WeightedMean
	b := fixed.NewBuilder(len(f.Basis))
	for i, d := range f.Basis {
		b.Set(i, d)
	}
	g.basis = mantissas(b.Column())
	return g
}

func (f *family) wide() *wideFamily {
	g := &wideFamily{
		root: f.root(), law: f.law, units: make([]Unit, f.n),
		amount: f.step.Rat(f.amount), public: f.public,
	}
	if len(f.held) > 0 {
		g.held = make([]bool, f.n)
	}
	for k := range f.n {
		at := f.place(k)
		g.units[k] = f.tree.units[at]
		if g.held != nil {
			_, g.held[k] = f.held[at]
		}
		if f.law == target.WeightedMean {
			g.basis = append(g.basis, f.basis.big(at))
		}
	}
	return g
}

// column returns the mantissas of a column for the units of the family. A member
// without a figure is an error; a residual or a held unit without one counts as
// zero.
func (g *wideFamily) column(c Column) ([]*big.Int, error) {
	var p target.Problems
	out := make([]*big.Int, len(g.units))
	for k, u := range g.units {
		out[k] = new(big.Int)
		if at, ok := c.place(u.Code); ok {
			out[k] = c.figures.Mantissa(at)
		} else if u.Role != Residual && (g.held == nil || !g.held[k]) {
			p.Add(missing(u.Code))
		}
	}
	return out, p.Err()
}

// rats returns the figures of a column for the units of the family.
func (g *wideFamily) rats(c Column) ([]*big.Rat, error) {
	all, err := g.column(c)
	if err != nil {
		return nil, err
	}
	out := make([]*big.Rat, len(all))
	for k, m := range all {
		out[k] = fixed.FromBig(m, c.figures.Exp()).Rat()
	}
	return out, nil
}

// sum adds weights up, each times the basis if there is one.
func (g *wideFamily) sum(weights []*big.Int) *big.Int {
	sum, part := new(big.Int), new(big.Int)
	for k, w := range weights {
		if g.basis != nil {
			w = part.Mul(w, g.basis[k])
		}
		sum.Add(sum, w)
	}
	return sum
}

// sumOf adds quotas up, each times the basis if there is one.
func (g *wideFamily) sumOf(quotas []*big.Rat) *big.Rat {
	sum, part := new(big.Rat), new(big.Rat)
	for k, q := range quotas {
		if g.basis != nil {
			q = part.Mul(q, new(big.Rat).SetInt(g.basis[k]))
		}
		sum.Add(sum, q)
	}
	return sum
}

// mass is what the quotas make together: the amount, times the sum of the bases
// if there are any.
func (g *wideFamily) mass() *big.Rat {
	if g.basis == nil {
		return g.amount
	}
	whole := new(big.Int)
	for _, b := range g.basis {
		whole.Add(whole, b)
	}
	return new(big.Rat).Mul(g.amount, new(big.Rat).SetInt(whole))
}

// ones are equal weights: nothing for a residual of a sum.
func (g *wideFamily) ones() []*big.Int {
	out := make([]*big.Int, len(g.units))
	for k, u := range g.units {
		if out[k] = bigOne; u.Role == Residual && g.law != target.WeightedMean {
			out[k] = new(big.Int)
		}
	}
	return out
}

// addAll adds sets of weights up, each times its factor, divided by what the factors
// have in common.
func addAll(factors []*big.Int, sets [][]*big.Int) []*big.Int {
	common, size := new(big.Int), new(big.Int)
	for _, f := range factors {
		common.GCD(nil, nil, common, size.Abs(f))
	}
	out := make([]*big.Int, len(sets[0]))
	for k := range out {
		out[k] = new(big.Int)
	}

	factor, part := new(big.Int), new(big.Int)
	for i, f := range factors {
		if f.Sign() == 0 {
			continue
		}
		factor.Quo(f, common)
		for k, w := range sets[i] {
			out[k].Add(out[k], part.Mul(factor, w))
		}
	}
	return out
}

// noWeight reports that a part of a method has nothing to divide by.
func noWeight(part string) error {
	return &target.FieldError{
		Path: part, Err: target.ErrInfeasible,
		Remedy: "its weights are all zero, so that no child can take the amount: give weights, or another method",
	}
}

// mix returns p and 1 − p as whole numbers over the same denominator.
func mix(p decimal.Decimal) (with, without *big.Int) {
	places := max(0, -p.Exponent())
	with, _ = fixed.Mantissa(p, -places)
	return with, new(big.Int).Sub(fixed.Pow10(places), with)
}

// lift multiplies weights by a power of ten.
func lift(weights []*big.Int, places int32) []*big.Int {
	if places == 0 {
		return weights
	}
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	out := make([]*big.Int, len(weights))
	for k, w := range weights {
		out[k] = new(big.Int).Mul(w, p)
	}
	return out
}

// checkShare reports a share that is not between 0 and 1.
func checkShare(path string, p decimal.Decimal) error {
	var problems target.Problems
	problems.At(path).Between(p, decimal.Zero, decimalOne)
	return problems.Err()
}
