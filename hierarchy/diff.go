package hierarchy

import "github.com/shopspring/decimal"

// Difference is a unit whose quota is not the same in two plans. A quota that
// one of them lacks is not valid.
type Difference struct {
	Unit          Unit
	Before, After decimal.NullDecimal
	By            decimal.NullDecimal // After − Before, where both are
}

// Diff returns the units whose quotas differ from those of a later plan: in the
// order of the later plan's tree, and then those that only p has. For a target
// within a range the lower ends are compared.
func (p *Plan) Diff(later *Plan) []Difference {
	var out []Difference
	for q := range later.All() {
		before, ok := p.Quota(q.Unit.Code)
		switch {
		case !ok:
			out = append(out, Difference{Unit: q.Unit, After: decimal.NewNullDecimal(q.Value)})
		case !before.Value.Equal(q.Value):
			out = append(out, Difference{
				Unit: q.Unit, Before: decimal.NewNullDecimal(before.Value), After: decimal.NewNullDecimal(q.Value),
				By: decimal.NewNullDecimal(q.Value.Sub(before.Value)),
			})
		}
	}
	for q := range p.All() {
		if _, ok := later.Quota(q.Unit.Code); !ok {
			out = append(out, Difference{Unit: q.Unit, Before: decimal.NewNullDecimal(q.Value)})
		}
	}
	return out
}
