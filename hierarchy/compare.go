package hierarchy

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Adoption compares what units adopted, announced or bid with what a plan assigned to
// them.
type Adoption struct {
	// Parents are the units that handed a quota down to at least one child,
	// in the order of [Plan.All].
	Parents []ParentAdoption
}

// ParentAdoption is the adoption under one parent. What is added up is added up
// by the law of the kind: sums, or means weighted by the basis.
type ParentAdoption struct {
	Unit     Unit
	Quota    decimal.Decimal // of the parent
	Children int             // that have a quota
	Adopted  int             // of them, that have adopted a figure
	// Assigned and Announced are what was assigned to the children that adopted
	// a figure, and what these adopted, taken together. Both are absent if none
	// did.
	Assigned, Announced decimal.NullDecimal
	// Amplification is by how much the children announced more than they were
	// assigned: Announced over Assigned less 1 for Sum and Count kinds, absent
	// where Assigned is zero, and the difference for WeightedMean kinds.
	// Sixteen decimals, halves away from zero.
	Amplification decimal.NullDecimal
	Over, Under   []AdoptionGap // by code: those that adopted more and less than assigned
	None          []Unit        // by code: those that adopted nothing
}

// AdoptionGap is one unit that adopted another figure than it was assigned.
type AdoptionGap struct {
	Unit              Unit
	Assigned, Adopted decimal.Decimal
	Gap               decimal.Decimal // Adopted − Assigned
}

// Compare consolidates what the units of a plan adopted, parent by parent. A unit
// that adopted nothing is a gap of the column. Figures of units without a quota, and
// of the target's own unit, are not used. For a target within a range the lower ends
// count.
//
// Compare returns an error if the plan is nil or empty, or if the column is not given
// or is of another tree.
func Compare(p *Plan, adopted Column) (Adoption, error) {
	var problems target.Problems
	sound := problems.At("plan").Required(p != nil && p.lower != nil, "make one by Cascade")
	at := problems.At("adopted")
	if at.Required(adopted.given(), "make it by Tree.Column; units that adopted nothing are gaps") && sound &&
		adopted.tree != p.tree {
		at.Report(
			adopted.nameOrNil(), target.ErrMismatch,
			"the column is of another tree: make it by Tree.Column of the tree of the plan",
		)
	}
	if problems.Len() > 0 {
		return Adoption{}, problems.Err()
	}

	var out Adoption
	e := &engine{Plan: p}
	for at := range p.places() {
		if p.divides(at) {
			out.Parents = append(out.Parents, e.compare(at, adopted))
		}
	}
	return out, nil
}

func (e *engine) compare(at int, adopted Column) ParentAdoption {
	f := e.family(at)
	out := ParentAdoption{Unit: e.tree.units[at], Quota: e.value(e.lower, at), Children: f.n}
	assigned, announced := new(big.Int), new(big.Int) // at the exponents of the quantum and the column
	whole, weight := new(big.Int), bigOne
	for k := range f.n {
		i := f.place(k)
		u := e.tree.units[i]
		if !adopted.has(i) {
			out.None = append(out.None, u)
			continue
		}
		out.Adopted++
		if e.law == target.WeightedMean {
			weight = e.basis.big(i)
		}
		whole.Add(whole, weight)
		assigned.Add(assigned, new(big.Int).Mul(weight, e.lower.quotas.big(i)))
		announced.Add(announced, new(big.Int).Mul(weight, adopted.figures.Mantissa(i)))
		q, a := e.value(e.lower, i), adopted.figures.Decimal(i)
		switch gap := (AdoptionGap{Unit: u, Assigned: q, Adopted: a, Gap: a.Sub(q)}); gap.Gap.Sign() {
		case 1:
			out.Over = append(out.Over, gap)
		case -1:
			out.Under = append(out.Under, gap)
		}
	}
	if whole.Sign() == 0 {
		return out // none adopted a figure, or only those on a basis of zero
	}
	assigned.Mul(assigned, e.step.M)
	was, is := fixed.FromBig(assigned, e.step.Exp), fixed.FromBig(announced, adopted.figures.Exp())
	if e.law == target.WeightedMean {
		mean := func(sum decimal.Decimal) decimal.NullDecimal {
			return decimal.NewNullDecimal(sum.DivRound(fixed.FromBig(whole, 0), slackPlaces))
		}
		out.Assigned, out.Announced, out.Amplification = mean(was), mean(is), mean(is.Sub(was))
		return out
	}
	out.Assigned, out.Announced = decimal.NewNullDecimal(was), decimal.NewNullDecimal(is)
	if was.Sign() != 0 {
		out.Amplification = decimal.NewNullDecimal(is.Sub(was).DivRound(was, slackPlaces))
	}
	return out
}
