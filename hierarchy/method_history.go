package hierarchy

import (
	"math/big"
	"strings"

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

func (m historical) formula(g *group) (formula, error) {
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
func (m historical) shareFactors(g *group) ([]*big.Int, error) {
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
