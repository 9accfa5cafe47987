package hierarchy

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// StructureEffect splits the reduction of a parent's ratio into two parts: the reductions
// of its children, and the effect of their different growth.
type StructureEffect struct {
	Unit Unit
	// Within is the mean of the children's reductions, Total the resulting reduction of
	// the parent's ratio, and Effect the effect of different growth:
	//
	//	1 − Total = (1 − Effect) · (1 − Within)
	//
	// Effect is below zero if the children with the higher ratios grow faster. The
	// parent's reduction is then less than Within. All three are in the indicator's
	// Per, in sixteen decimals, halves away from zero.
	Within, Effect, Total decimal.Decimal
}

// StructureOptions are the further inputs of [StructureEffects].
type StructureOptions struct {
	Ratios       Column          // of the base period
	Denominators Column          // of the base period
	Projected    Column          // denominators of the target's period
	Per          decimal.Decimal // that of the reductions' indicator: 100 for percent
}

// StructureEffects returns, for each parent in the order of [Tree.All], the reduction of
// its ratio that reductions of its children's ratios give. It is not their mean: if the
// provinces with heavy industry grow faster, targets of 18, 16 and 10 % for energy per
// output reduce the nation's ratio by less.
//
// With the children's reductions rᵢ, their ratios qᵢ and denominators dᵢ of the base
// period, their denominators eᵢ projected for the target's period, and vᵢ = eᵢqᵢ,
//
//	Within     r̃ = Σ vᵢrᵢ / Σ vᵢ
//	Effect     S = 1 − (Σ vᵢ / Σ eᵢ) / (Σ dᵢqᵢ / Σ dᵢ)
//	Total      R = 1 − Σ vᵢ(1 − rᵢ) / Σ eᵢ  /  (Σ dᵢqᵢ / Σ dᵢ)
//
// To hand such a target down, use the vᵢ as the basis of [Cascade], and a stretch that
// makes up for Effect. Memo children take no part. A parent is left out if none of its
// children has a reduction.
//
// StructureEffects returns an error if
//   - a column is missing or of another tree than the reductions;
//   - a child that takes part lacks a figure that its siblings have, unless it is a [Residual];
//   - a ratio or a denominator is negative;
//   - the numerators of a family, dᵢqᵢ or eᵢqᵢ, add up to zero;
//   - Per is not greater than zero.
func StructureEffects(reductions Column, o StructureOptions) ([]StructureEffect, error) {
	s := structures{columns: [4]Column{reductions, o.Ratios, o.Denominators, o.Projected}}
	s.problems.ByPath = true
	if at := s.problems.At("options").Field("per"); at.Positive(o.Per) {
		s.per = o.Per.Rat()
	}
	for i, c := range s.columns {
		at := s.at(i)
		if at.Required(c.given(), "make it by Tree.Column") && reductions.given() && c.tree != reductions.tree {
			at.Report(
				c.nameOrNil(), target.ErrMismatch, "the column is of another tree: make all four columns by one tree",
			)
		}
	}
	if s.problems.Len() > 0 {
		return nil, s.problems.Err()
	}

	var out []StructureEffect
	for at := range reductions.tree.Len() {
		if x, ok := s.of(at); ok {
			out = append(out, x)
		}
	}
	if s.problems.Len() > 0 {
		return nil, s.problems.Err()
	}
	return out, nil
}

type structures struct {
	columns  [4]Column // reductions, ratios, denominators, projected
	per      *big.Rat
	problems target.Problems
}

// at returns the place of a column.
func (s *structures) at(i int) target.Place {
	if i == 0 {
		return s.problems.At("reductions")
	}
	return s.problems.At("options").Field([...]string{1: "ratios", "denominators", "projected"}[i])
}

// of returns the effect at a parent, and whether a child has a reduction.
func (s *structures) of(at int) (StructureEffect, bool) {
	t := s.columns[0].tree
	lo, hi := t.family(at)
	some := false
	for i := lo; i < hi; i++ {
		some = some || t.roles[i] != Memo && s.columns[0].has(i)
	}
	if !some {
		return StructureEffect{}, false
	}

	before := s.problems.Len()
	// Numerators and denominators, of the base period and projected.
	n0, d0, v, e, cut := new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
	for i := lo; i < hi; i++ {
		if t.roles[i] == Memo {
			continue
		}
		x, ok := s.figures(i)
		if !ok {
			continue
		}
		n0.Add(n0, new(big.Rat).Mul(x[2], x[1]))
		d0.Add(d0, x[2])
		weight := new(big.Rat).Mul(x[3], x[1])
		v.Add(v, weight)
		e.Add(e, x[3])
		cut.Add(cut, weight.Mul(weight, new(big.Rat).Quo(x[0], s.per)))
	}
	if s.problems.Len() > before {
		return StructureEffect{}, false
	}
	u := t.units[at]
	if n0.Sign() == 0 || v.Sign() == 0 {
		s.problems.At("units").Key(u.Code).Report(nil, target.ErrRange,
			"the numerators of its children, now or projected, add up to zero: there is nothing to reduce")
		return StructureEffect{}, false
	}

	within := new(big.Rat).Quo(cut, v)
	base := n0.Quo(n0, d0)
	whole := big.NewRat(1, 1)
	kept := new(big.Rat).Quo(new(big.Rat).Quo(v, e), base) // 1 − Effect
	total := new(big.Rat).Mul(kept, new(big.Rat).Sub(whole, within))
	return StructureEffect{
		Unit:   u,
		Within: s.round(within),
		Effect: s.round(kept.Sub(whole, kept)),
		Total:  s.round(total.Sub(whole, total)),
	}, true
}

// figures returns the four figures of a child.
func (s *structures) figures(i int) (x [4]*big.Rat, ok bool) {
	u := s.columns[0].tree.units[i]
	ok = true
	for k, c := range s.columns {
		switch {
		case !c.has(i):
			ok = false
			if u.Role != Residual {
				s.at(k).Key(u.Code).Report(nil, target.ErrMissing, "its siblings have a figure: give one")
			}
			continue
		case k > 0 && !s.at(k).Key(u.Code).NonNegative(c.figures.Decimal(i)):
			ok = false
			continue
		}
		x[k] = c.figures.Decimal(i).Rat()
	}
	return x, ok
}

func (s *structures) round(x *big.Rat) decimal.Decimal {
	x = new(big.Rat).Mul(x, s.per)
	return fixed.Round(x.Num(), x.Denom(), slackPlaces)
}
