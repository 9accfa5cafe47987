package hierarchy

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// group is a family as the methods of this package see it when its numbers may
// be of any size.
type group struct {
	root    string // code of the unit whose target is decomposed
	units   []Unit
	law     target.Law
	load    *big.Int // at loadExp
	loadExp int32
	basis   []*big.Int // nil unless the law is WeightedMean; only proportions matter
	public  func() Family
	held    []bool // units that a hold decides; nil if not known
}

// exact is a method that makes its claims as whole numbers at one exponent. All
// methods of this package are.
type exact interface {
	claimer
	exact(g *group) (claims []*big.Int, exp int32, err error)
}

// claimsOf runs an exact method for a user's call.
func claimsOf(m exact, f Family) ([]decimal.Decimal, error) {
	if err := checkMethod(m); err != nil {
		return nil, err
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	claims, exp, err := m.exact(f.group())
	if err != nil {
		return nil, err
	}
	out := make([]decimal.Decimal, len(claims))
	for i, c := range claims {
		out[i] = fixed.FromBig(c, exp)
	}
	return out, nil
}

// check reports what a family made by a user must not be.
func (f Family) check() error {
	var l fault.List
	bounded := func(path string, d decimal.Decimal) {
		if !fixed.InBounds(d) {
			l.Add(&target.FieldError{Path: path, Value: d, Err: target.ErrRange, Remedy: "at most 100 digits before and 100 after the point"})
		}
	}
	bounded("family.load", f.Load)
	if f.Basis != nil && len(f.Basis) != len(f.Children) {
		l.Add(&target.FieldError{Path: "family.basis", Value: len(f.Basis), Err: target.ErrMismatch, Remedy: fmt.Sprintf("give %d, one for each child", len(f.Children))})
	}
	for i, d := range f.Basis {
		bounded(fmt.Sprintf("family.basis[%d]", i), d)
	}
	return l.Err()
}

// claims returns the claims that a method within another makes, and reports
// those below zero, which the other might hide.
func (g *group) claims(m Method) ([]*big.Int, int32, error) {
	claims, exp, err := g.made(wrap(m))
	if err != nil {
		return nil, 0, err
	}
	var l fault.List
	for k, c := range claims {
		if c.Sign() < 0 {
			l.Add(negativeClaim(g.units[k].Code))
		}
	}
	return claims, exp, l.Err()
}

func negativeClaim(code string) error {
	return &target.FieldError{Path: figure(code), Err: target.ErrRange, Remedy: "a claim is zero or above"}
}

func (g *group) made(m claimer) ([]*big.Int, int32, error) {
	if m, ok := m.(exact); ok {
		return m.exact(g)
	}
	c, err := m.(custom).column(g.public())
	if err != nil {
		return nil, 0, err
	}
	claims := make([]*big.Int, len(g.units))
	for k := range claims {
		claims[k] = c.Mantissa(k)
	}
	return claims, c.Exp(), nil
}

// claimExact runs an exact method for the engine.
func claimExact(m exact, f *family) (err error) {
	f.words = nil
	f.wide, f.exp, err = m.exact(f.group())
	return err
}

func (f Family) group() *group {
	g := &group{root: f.Root, units: f.Children, load: f.Load.Coefficient(), loadExp: f.Load.Exponent(), public: func() Family { return f }}
	if f.Basis != nil {
		g.law = target.WeightedMean
		b := fixed.NewBuilder(len(f.Basis))
		for i, d := range f.Basis {
			b.Set(i, d)
		}
		c := b.Column()
		for i := range f.Basis {
			g.basis = append(g.basis, c.Mantissa(i))
		}
	}
	return g
}

func (f *family) group() *group {
	g := &group{
		root: f.tree.units[f.root].Code, law: f.law, units: make([]Unit, f.n),
		load: new(big.Int).Mul(f.load, f.step.m), loadExp: f.step.exp, public: f.public,
	}
	if len(f.held) > 0 {
		g.held = make([]bool, f.n)
	}
	for k := range f.n {
		g.units[k] = f.tree.units[f.place(k)]
		if g.held != nil {
			_, g.held[k] = f.held[f.place(k)]
		}
		if f.law == target.WeightedMean {
			g.basis = append(g.basis, f.basis.big(f.place(k)))
		}
	}
	return g
}

// column returns the mantissas of a column for the units of the group. A member
// without a figure is an error; a residual or a held unit without one counts as
// zero.
func (g *group) column(c Column) ([]*big.Int, error) {
	out := make([]*big.Int, len(g.units))
	for k, u := range g.units {
		at, ok := c.place(u.Code)
		if !ok && u.Role != Residual && (g.held == nil || !g.held[k]) {
			return nil, missing(u.Code)
		}
		if out[k] = new(big.Int); ok {
			out[k] = c.figures.Mantissa(at)
		}
	}
	return out, nil
}

// sum adds claims up, weighted by the basis if there is one.
func (g *group) sum(claims []*big.Int) *big.Int {
	sum, part := new(big.Int), new(big.Int)
	for k, c := range claims {
		if g.basis != nil {
			c = part.Mul(c, g.basis[k])
		}
		sum.Add(sum, c)
	}
	return sum
}

// ones are equal claims: nothing for a residual of a sum.
func (g *group) ones() []*big.Int {
	out := make([]*big.Int, len(g.units))
	for k, u := range g.units {
		if out[k] = bigOne; u.Role == Residual && g.law != target.WeightedMean {
			out[k] = new(big.Int)
		}
	}
	return out
}

// mass is what the claims have to make together: the load, times the sum of the
// basis if there is one.
func (g *group) mass() *big.Int {
	if g.basis == nil {
		return g.load
	}
	whole := new(big.Int)
	for _, b := range g.basis {
		whole.Add(whole, b)
	}
	return whole.Mul(whole, g.load)
}

// align brings two sets of numbers to the lower of their exponents.
func align(a []*big.Int, aExp int32, b []*big.Int, bExp int32) ([]*big.Int, []*big.Int, int32) {
	exp := min(aExp, bExp)
	return lift(a, aExp-exp), lift(b, bExp-exp), exp
}

func lift(a []*big.Int, by int32) []*big.Int {
	if by == 0 {
		return a
	}
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(by)), nil)
	out := make([]*big.Int, len(a))
	for k, v := range a {
		out[k] = new(big.Int).Mul(v, p)
	}
	return out
}

// combine returns x·a + y·b, claim by claim, with x and y divided by what they
// have in common.
func combine(x *big.Int, a []*big.Int, y *big.Int, b []*big.Int) []*big.Int {
	return add([]*big.Int{x, y}, [][]*big.Int{a, b})
}

// add adds sets of claims up, each times its factor, divided by what the factors
// have in common.
func add(factors []*big.Int, sets [][]*big.Int) []*big.Int {
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
		for k, c := range sets[i] {
			out[k].Add(out[k], part.Mul(factor, c))
		}
	}
	return out
}

// refuseNegative reports the claims of the sign opposite to the load's; a load of
// zero is like one above.
func (g *group) refuseNegative(claims []*big.Int, remedy string) error {
	for k, c := range claims {
		if c.Sign() < 0 && g.load.Sign() >= 0 || c.Sign() > 0 && g.load.Sign() < 0 {
			return &target.FieldError{Path: "claims[" + quote(g.units[k].Code) + "]", Err: target.ErrInfeasible, Remedy: remedy}
		}
	}
	return nil
}

// turn makes claims for a load below zero positive.
func (g *group) turn(claims []*big.Int) []*big.Int {
	if g.load.Sign() >= 0 {
		return claims
	}
	out := make([]*big.Int, len(claims))
	for k, c := range claims {
		out[k] = new(big.Int).Neg(c)
	}
	return out
}

// noWeight reports that what has to be shared meets no weight.
func (g *group) noWeight(part string) error {
	return &target.FieldError{Path: part, Value: 0, Err: target.ErrInfeasible, Remedy: "its claims are all zero: there is nothing to divide by"}
}

// mix returns p and 1 − p as whole numbers over the same denominator.
func mix(p decimal.Decimal) (with, without *big.Int) {
	places := max(0, -p.Exponent())
	with, _ = fixed.Mantissa(p, -places)
	return with, new(big.Int).Sub(fixed.Pow10(places), with)
}

// checkShare reports a share that is not between 0 and 1.
func checkShare(path string, p decimal.Decimal) error {
	if !fixed.InBounds(p) || p.Sign() < 0 || p.Cmp(one) > 0 {
		return &target.FieldError{Path: path, Value: p, Err: target.ErrRange, Remedy: "from 0 to 1"}
	}
	return nil
}
