package hierarchy

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// RatioOfMeans shares the load by the children's means over several past
// periods, which are their sums:
//
//	cᵢ = Σₜ yᵢₜ
//
// This is method F of Gross and Sohl, Disaggregation methods to expedite product
// line forecasting, 1990.
func RatioOfMeans(history ...Column) Method {
	return historical{columnsOf: append([]Column(nil), history...)}
}

// MeanOfRatios shares the load by the means over several past periods of the
// children's shares in the figure of the unit whose target is decomposed, yₜ:
//
//	cᵢ = Σₜ yᵢₜ / yₜ
//
// This is method A of Gross and Sohl. With [MiddleOut] the shares are those in the
// unit at the top, not in the units in the middle. The history of the target's own unit is
// needed, so roll the columns up first; it is an error if that is zero or
// negative in a period.
func MeanOfRatios(history ...Column) Method {
	return historical{columnsOf: append([]Column(nil), history...), ratios: true}
}

type historical struct {
	columnsOf []Column
	ratios    bool
}

func (m historical) String() string {
	names := make([]string, len(m.columnsOf))
	for i, c := range m.columnsOf {
		names[i] = c.label("the history given")
	}
	if m.ratios {
		return "in proportion to the mean share in " + strings.Join(names, ", ")
	}
	return "in proportion to the mean of " + strings.Join(names, ", ")
}

func (historical) accepts(target.Law) bool { return true }
func (m historical) columns() []Column     { return m.columnsOf }
func (m historical) claim(f *family) error { return claimExact(m, f) }

func (m historical) check() error {
	if len(m.columnsOf) == 0 {
		return &target.FieldError{Path: "history", Err: target.ErrRequired, Remedy: "give at least one column"}
	}
	return nil
}

// Claims implements [Method].
func (m historical) Claims(f Family) ([]decimal.Decimal, error) { return claimsOf(m, f) }

func (m historical) exact(g *group) ([]*big.Int, int32, error) {
	sets := make([][]*big.Int, len(m.columnsOf))
	wholes := make([]*big.Int, len(m.columnsOf))
	product, exp := big.NewInt(1), int32(0)
	for t, c := range m.columnsOf {
		var err error
		if sets[t], err = g.column(c); err != nil {
			return nil, 0, err
		}
		exp = min(exp, c.figures.Exp())
		if wholes[t] = bigOne; !m.ratios {
			continue
		}
		at, ok := c.place(g.root)
		if !ok || c.figures.Mantissa(at).Sign() <= 0 {
			return nil, 0, &target.FieldError{Path: figure(g.root), Err: target.ErrMissing, Remedy: "shares need the figure of the whole, above zero, in each period: roll the history up"}
		}
		wholes[t] = c.figures.Mantissa(at)
		product.Mul(product, wholes[t])
	}
	factors := make([]*big.Int, len(sets))
	for t, c := range m.columnsOf {
		factors[t] = new(big.Int).Quo(product, wholes[t])
		if !m.ratios { // a share has no exponent, a figure has its column's
			sets[t] = lift(sets[t], c.figures.Exp()-exp)
		}
	}
	if m.ratios {
		exp = 0
	}
	return add(factors, sets), exp, nil
}
