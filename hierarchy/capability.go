package hierarchy

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Capability lowers each child's base by more where income per head is higher:
// the ability to pay of the EU's effort sharing. It shares what the load is below
// the sum of the bases,
//
//	qᵢ = eᵢ − (Σ e − L) · rᵢ / Σ r     with rᵢ = eᵢ · ∛(incomeᵢ / populationᵢ)
//
// with e the base, emissions as a rule. The cube roots are rounded to thirty
// digits. Bounds such as the EU's 0 and 40 % below the base are those of the
// rule, and the others then share what they leave. It is for Sum kinds.
//
// The formula is that of van den Berg and others, Implications of various
// effort-sharing approaches, Climatic Change 162, 2020.
//
// It is an error if the load is so far below the base that a quota would fall
// below zero, or if a unit with a base has no income or no population above zero.
func Capability(base, income, population Column) Method {
	return capability{base, income, population}
}

type capability struct{ base, income, population Column }

func (m capability) String() string {
	return "by ability to pay, on " + m.base.label("the base given") + " and " + m.income.label("the incomes given") + " per head"
}

func (capability) accepts(law target.Law) bool { return law == target.Sum }
func (m capability) columns() []Column         { return []Column{m.base, m.income, m.population} }
func (m capability) claim(f *family) error     { return claimExact(m, f) }

// Claims implements [Method].
func (m capability) Claims(f Family) ([]decimal.Decimal, error) { return claimsOf(m, f) }

// rootDigits is how many digits of the cube roots count at least.
const rootDigits = 30

func (m capability) exact(g *group) ([]*big.Int, int32, error) {
	base, err := g.column(m.base)
	if err != nil {
		return nil, 0, err
	}
	incomes, populations := make([]*big.Int, len(base)), make([]*big.Int, len(base))
	below := 0 // how many digits more a population has than the income
	for k, e := range base {
		if e.Sign() == 0 {
			continue
		}
		rich, ok := m.income.place(g.units[k].Code)
		many, too := m.population.place(g.units[k].Code)
		if !ok || !too {
			return nil, 0, missing(g.units[k].Code)
		}
		income, population := m.income.figures.Mantissa(rich), m.population.figures.Mantissa(many)
		if income.Sign() <= 0 || population.Sign() <= 0 || e.Sign() < 0 {
			return nil, 0, &target.FieldError{Path: figure(g.units[k].Code), Err: target.ErrRange, Remedy: "base, income and population are above zero"}
		}
		incomes[k], populations[k] = income, population
		below = max(below, (population.BitLen()-income.BitLen())/3+1)
	}
	// One power of ten on all ratios is one factor on all roots. A power of a
	// thousand on the ratios as they were given keeps the roots of cubes exact.
	power := 3*rootDigits + below
	for (power+int(m.population.figures.Exp()-m.income.figures.Exp()))%3 != 0 {
		power++
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(power)), nil)
	roots := make([]*big.Int, len(base))
	for k, e := range base {
		if roots[k] = new(big.Int); e.Sign() == 0 {
			continue
		}
		ratio := new(big.Int).Mul(incomes[k], scale)
		roots[k] = cubeRoot(fixed.DivHalfUp(ratio, populations[k]))
		roots[k].Mul(roots[k], e)
	}
	base, loads, exp := align(base, m.base.figures.Exp(), []*big.Int{g.load}, g.loadExp)
	cut, whole := new(big.Int).Sub(g.sum(base), loads[0]), g.sum(roots)
	if whole.Sign() == 0 {
		return nil, 0, g.noWeight("capability")
	}
	claims := combine(whole, base, cut.Neg(cut), roots)
	if err := g.refuseNegative(claims, "more is to be cut than the base is: bound the quotas, or share the total otherwise"); err != nil {
		return nil, 0, err
	}
	return g.turn(claims), exp, nil
}

// cubeRoot returns the integer part of the cube root of a number above zero, by
// Newton's method from above.
func cubeRoot(n *big.Int) *big.Int {
	x := new(big.Int).Lsh(bigOne, uint(n.BitLen()+2)/3+1)
	three := big.NewInt(3)
	for {
		// y = (2x + n/x²) / 3
		y := new(big.Int).Mul(x, x)
		y.Quo(n, y)
		y.Add(y, new(big.Int).Lsh(x, 1))
		y.Quo(y, three)
		if y.Cmp(x) >= 0 {
			return x
		}
		x = y
	}
}
