package hierarchy

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Difference is a unit whose quota is not the same in two plans. A quota that
// one of them lacks is not valid, and so is an upper end that a quota lacks.
type Difference struct {
	Unit          Unit
	Before, After decimal.NullDecimal // of a target within a range: the lower ends
	By            decimal.NullDecimal // After − Before, if both are valid

	UpperBefore, UpperAfter decimal.NullDecimal // the upper ends of a target within a range
	UpperBy                 decimal.NullDecimal // UpperAfter − UpperBefore, if both are valid
}

// Diff returns the units whose quotas differ from those of a later plan: in the
// order of the later plan's tree, and then those that only p has. Quotas are
// compared as figures, whatever decided them.
func (p *Plan) Diff(later *Plan) []Difference {
	var out []Difference
	for after := range later.All() {
		before, ok := p.Quota(after.Unit.Code)
		if d := difference(after.Unit, valueOf(before, ok), valueOf(after, true), before.Upper, after.Upper); d.some() {
			out = append(out, d)
		}
	}
	var none decimal.NullDecimal
	for before := range p.All() {
		if _, ok := later.Quota(before.Unit.Code); !ok {
			out = append(out, difference(before.Unit, valueOf(before, true), none, before.Upper, none))
		}
	}
	return out
}

func valueOf(q Quota, ok bool) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: q.Value, Valid: ok}
}

func difference(u Unit, before, after, upperBefore, upperAfter decimal.NullDecimal) Difference {
	return Difference{
		Unit: u, Before: before, After: after, By: distance(before, after),
		UpperBefore: upperBefore, UpperAfter: upperAfter, UpperBy: distance(upperBefore, upperAfter),
	}
}

// distance returns after − before, if both are valid.
func distance(before, after decimal.NullDecimal) decimal.NullDecimal {
	if !before.Valid || !after.Valid {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(after.Decimal.Sub(before.Decimal))
}

// some reports whether the quotas differ.
func (d Difference) some() bool {
	return d.Before.Valid != d.After.Valid || !d.By.Decimal.IsZero() ||
		d.UpperBefore.Valid != d.UpperAfter.Valid || !d.UpperBy.Decimal.IsZero()
}

// Equal reports whether both plans decompose the same target over equal trees to
// equal quotas, whatever decided them. Targets are the same if their codes are
// and a [target.Change] from one to the other has no fields. For plans of the
// same target over equal trees, Equal is true if and only if [Plan.Diff] is
// empty.
func (p *Plan) Equal(o *Plan) bool {
	if p == nil || o == nil || p.lower == nil || o.lower == nil {
		return p == o
	}
	same := p.target.Code == o.target.Code && len(target.Change{From: &p.target, To: &o.target}.Fields()) == 0
	return same && p.tree.Equal(o.tree) && len(p.Diff(o)) == 0
}
