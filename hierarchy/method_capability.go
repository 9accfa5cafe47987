package hierarchy

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Capability lowers the base of each child, by more if its income per head is higher:
// the ability to pay of the EU's effort sharing. The claim of a child is
//
//	oᵢ = eᵢ, wᵢ = eᵢ · ∛(incomeᵢ / populationᵢ)
//
// with e the base, usually emissions. Without bounds and holds, and with A the
// amount, that gives
//
//	qᵢ = eᵢ − (Σ e − A) · wᵢ / Σ w
//
// The cube roots are rounded to 30 digits. Bounds such as the EU's 0 and 40 % below
// the base are those of the rule. The other children then share the rest. It is for
// Sum kinds.
//
// The formula is that of van den Berg and others, Implications of various
// effort-sharing approaches, Climatic Change 162, 2020.
//
// It is an error if a unit with a base has no income, or no population above zero. It
// is also an error if the formula gives a negative quota to a child without a
// minimum: give it one, such as zero.
func Capability(base, income, population Column) Method {
	return capability{base, income, population}
}

type capability struct{ base, income, population Column }

func (m capability) String() string {
	return "by ability to pay, on " + m.base.label("the base given") + " and " + m.income.label("the incomes given") +
		" per head"
}

func (capability) accepts(law target.Law) bool { return law == target.Sum }
func (m capability) inputs() []input {
	return []input{{column: m.base, every: true}, {column: m.income}, {column: m.population}}
}
func (m capability) claim(f *family) error { return claimExact(m, f) }

// Claims implements [Method].
func (m capability) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m capability) steady(f *family, k int) (*big.Rat, bool) { return nil, m.base.zero(f.place(k)) }

// rootDigits is how many digits of the cube roots count at least.
const rootDigits = 30

func (m capability) formula(g *wideFamily) (formula, error) {
	base, err := g.column(m.base)
	if err != nil {
		return formula{}, err
	}
	weights, err := m.weights(g, base)
	if err != nil {
		return formula{}, err
	}
	offsets, err := g.rats(m.base)
	return formula{weights: weights, offsets: offsets}, err
}

// weights are the bases, each times the cube root of income per head, up to a
// factor that all have in common.
func (m capability) weights(g *wideFamily, base []*big.Int) ([]*big.Int, error) {
	incomes, populations, err := m.perHead(g, base)
	if err != nil {
		return nil, err
	}

	// One power of ten on all ratios is one factor on all roots. A power of a
	// thousand on the ratios as they were given keeps the roots of cubes exact.
	below := 0 // how many digits more a population has than the income
	for k, income := range incomes {
		if income != nil {
			below = max(below, (populations[k].BitLen()-income.BitLen())/3+1)
		}
	}
	power := 3*rootDigits + below
	for (power+int(m.population.figures.Exp()-m.income.figures.Exp()))%3 != 0 {
		power++
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(power)), nil)

	weights := make([]*big.Int, len(base))
	for k, income := range incomes {
		if weights[k] = new(big.Int); income == nil {
			continue
		}
		ratio := new(big.Int).Mul(income, scale)
		root := cubeRoot(fixed.DivHalfUp(ratio, populations[k]))
		weights[k].Mul(base[k], root)
	}
	return weights, nil
}

// perHead returns the incomes and populations of the children with a base.
func (m capability) perHead(g *wideFamily, base []*big.Int) (incomes, populations []*big.Int, err error) {
	var p target.Problems
	incomes, populations = make([]*big.Int, len(base)), make([]*big.Int, len(base))
	for k, e := range base {
		if e.Sign() == 0 {
			continue
		}
		code := g.units[k].Code
		rich, hasIncome := m.income.place(code)
		many, hasPopulation := m.population.place(code)
		if !hasIncome || !hasPopulation {
			p.Add(missing(code))
			continue
		}
		incomes[k], populations[k] = m.income.figures.Mantissa(rich), m.population.figures.Mantissa(many)
		if incomes[k].Sign() <= 0 || populations[k].Sign() <= 0 || e.Sign() < 0 {
			p.At("figures").Key(code).Report(nil, target.ErrRange, "base, income and population must be greater than 0")
		}
	}
	return incomes, populations, p.Err()
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

func (m capability) names() (offset, weight string) { return m.base.label("base"), "ability to pay" }
