package system

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Check recomputes every identity in every unit from the quotas alone:
//
//	Sum     exactly
//	Ratio   as near as rounding explains
//
// In a unit at the end of the plans, rounding explains half a quantum of the numerator and
// of the denominator, and one quantum of the ratio for each unit from the one below the
// target's down to it, at least one. In a unit above, it explains the sum of what it
// explains in the children, and one quantum of the ratio. Check also runs [hierarchy.Plan.Check] of each plan.
//
// Check returns an error that names every identity and unit, and by how much the
// identity is missed ([target.ErrBroken]).
func (p *Plans) Check() error {
	var problems target.Problems
	if !problems.At("plans").Required(p != nil, "make them by Cascade") {
		return problems.Err()
	}
	for code, plan := range p.All() {
		problems.At("plans").Key(code).Add(plan.Check())
	}

	for _, s := range p.config.Sums {
		of, _ := p.columns(append([]string{s.Whole}, s.Parts...))
		at := problems.At("sums").Key(s.Name).Field("units")
		for i := range p.tree.Len() {
			figures, ok := of.at(i)
			if !ok {
				continue
			}
			miss := figures[s.Whole].Neg()
			for _, part := range s.Parts {
				miss = miss.Add(figures[part])
			}
			if !miss.IsZero() {
				at.Key(p.tree.UnitAt(i).Code).Report(miss, target.ErrBroken, "the parts miss the whole by this")
			}
		}
	}
	for _, r := range p.config.Ratios {
		p.checkRatio(problems.At("ratios").Key(r.Name).Field("units"), r)
	}
	return problems.Err()
}

// checkRatio compares the numerator of every unit with the product of the others.
func (p *Plans) checkRatio(at target.Place, r Ratio) {
	of, _ := p.columns([]string{r.Numerator, r.Ratio, r.Denominator})
	indicator := p.ratio(r)
	half := func(code string) *big.Rat {
		out := p.plans[code].Target().Indicator.EffectiveQuantum().Rat()
		return out.Quo(out, big.NewRat(2, 1))
	}
	ofNumerator, ofDenominator := half(r.Numerator), half(r.Denominator)
	ofRatio := p.plans[r.Ratio].Target().Indicator.EffectiveQuantum().Rat()
	ofRatio.Quo(ofRatio, indicator.Scale().Rat())

	top, _ := p.tree.Index(p.plans[r.Ratio].Target().Unit)
	allowed := make([]*big.Rat, p.tree.Len()) // what rounding explains
	//mutate:equal p.tree.Len() + 1: no unit is there
	for i := p.tree.Len() - 1; i >= 0; i-- {
		figures, ok := of.at(i)
		if !ok {
			continue
		}
		f, d := ratioFactor(figures[r.Ratio], indicator), figures[r.Denominator].Rat()
		limit := new(big.Rat).Mul(ofRatio, new(big.Rat).Abs(d))
		if !of.below(p.tree, i) {
			limit.Mul(limit, big.NewRat(p.depth(top, i), 1))
			limit.Add(limit, ofNumerator)
			limit.Add(limit, new(big.Rat).Mul(ofDenominator, new(big.Rat).Abs(f)))
		}
		for child, end := p.tree.ChildrenAt(i); child < end; child++ {
			if allowed[child] != nil {
				limit.Add(limit, allowed[child])
			}
		}
		allowed[i] = limit

		miss := figures[r.Numerator].Rat()
		miss.Sub(miss, f.Mul(f, d))
		if new(big.Rat).Abs(miss).Cmp(limit) > 0 {
			remedy := fmt.Sprintf(
				"%s exceeds what %s and %s make by this, and rounding explains no more than %s: give %s more places",
				r.Numerator, r.Denominator, r.Ratio, fixed.Plain(rounded(limit)), r.Ratio,
			)
			at.Key(p.tree.UnitAt(i).Code).Report(rounded(miss), target.ErrBroken, remedy)
		}
	}
}

// depth returns how many levels a unit is below another one, at least 1.
func (p *Plans) depth(top, i int) int64 {
	n := int64(0)
	for ; i != top; i = p.tree.ParentAt(i) {
		n++
	}
	return max(n, 1)
}

// Residuals returns what rounding leaves of the ratios: by the names of the
// identities, then in the order of the tree. Sums leave nothing.
func (p *Plans) Residuals() []IdentityResidual {
	if p == nil {
		return nil
	}
	var all []IdentityResidual
	for _, r := range p.config.Ratios {
		of, _ := p.columns([]string{r.Numerator, r.Ratio, r.Denominator})
		for i := range p.tree.Len() {
			figures, ok := of.at(i)
			if !ok {
				continue
			}
			if by := p.residual(r, figures); by != nil && by.Sign() != 0 {
				all = append(all, IdentityResidual{r.Name, p.tree.UnitAt(i), rounded(by)})
			}
		}
	}
	return all
}

// residual returns the derived figure less the exact one; nil if there is none.
func (p *Plans) residual(r Ratio, figures map[string]decimal.Decimal) *big.Rat {
	x := r.exact(figures, p.ratio(r))
	if x == nil {
		return nil
	}
	return x.Sub(figures[r.Derived].Rat(), x)
}

// Explanation says why an indicator has its figure in a unit.
type Explanation struct {
	Plan hierarchy.Explanation // as the plan of the indicator explains it

	Identity string              // that moved or made the figure; empty if none did
	Alone    decimal.NullDecimal // what the part would have without the identity
	Moved    decimal.NullDecimal // the quota of the part less Alone
	Formula  string              // how the derived figure follows: "20,737 · 0.374"
	Residual decimal.NullDecimal // the derived figure less the exact one, in sixteen decimals
	Limits   []Limit             // on this figure, by bounds of derived ones
}

// Explain returns why a unit has its quota of an indicator: the chain of reasons of its
// plan, the identity that moved or made the figure, and the limits on it.
func (p *Plans) Explain(indicator, unit string) Explanation {
	plan := p.Plan(indicator)
	out := Explanation{Plan: plan.Explain(unit)}
	q, ok := plan.Quota(unit)
	if !ok {
		return out
	}

	i, _ := p.tree.Index(unit)
	out.Limits = p.limits(indicator, i, i+1)[i]
	for _, s := range p.config.Sums {
		if alone, ok := p.alone[indicator].FigureAt(i); ok && s.Derived == "" && slices.Contains(s.Parts, indicator) {
			out.Identity, out.Alone = s.Name, decimal.NewNullDecimal(alone)
			out.Moved = decimal.NewNullDecimal(q.Value.Sub(alone))
		}
		if s.Derived == indicator {
			p.follow(&out, s, i)
		}
	}
	for _, r := range p.config.Ratios {
		if r.Derived == indicator {
			p.follow(&out, r, i)
		}
	}
	return out
}

// follow explains a derived figure.
func (p *Plans) follow(out *Explanation, id systemIdentity, i int) {
	of, _ := p.columns(append(id.others(), id.derived()))
	figures, _ := of.at(i) // all are there, as the derived one has a quota
	derived := figures[id.derived()]
	delete(figures, id.derived())
	out.Identity, out.Formula = id.name(), id.text(figures, p.ratio(id))
	if x := id.exact(figures, p.ratio(id)); x != nil {
		out.Residual = decimal.NewNullDecimal(rounded(x.Sub(derived.Rat(), x)))
	}
}

// String prints the explanation of the plan, a line on the identity, and one on each
// limit. Of a derived figure, which no rule has shared, it prints the identity instead of
// the chain of the plan. Each line ends in a newline.
func (x Explanation) String() string {
	var b strings.Builder
	chain := x.Plan.String()

	switch {
	case x.Moved.Valid:
		b.WriteString(chain)
		fmt.Fprintf(&b, "  identity %s: %s alone, moved by %s\n",
			x.Identity, numtext.Plain(x.Alone.Decimal), numtext.Signed(numtext.Plain(x.Moved.Decimal)))
	case x.Formula != "":
		headline, _, _ := strings.Cut(chain, "\n")
		fmt.Fprintf(&b, "%s\n  follows from identity %s: %s", headline, x.Identity, x.Formula)
		if x.Residual.Valid && !x.Residual.Decimal.IsZero() {
			fmt.Fprintf(&b, ", %s by rounding", numtext.Signed(numtext.Plain(x.Residual.Decimal)))
		}
		b.WriteByte('\n')
	default:
		b.WriteString(chain)
	}

	for _, l := range x.Limits {
		fmt.Fprintf(&b, "  identity %s: %v\n", l.Identity, l)
	}
	return b.String()
}
