package hierarchy

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Structure splits the reduction of a parent's ratio into what its children
// reduce and what comes from their growing at different speeds.
type Structure struct {
	Unit Unit
	// Within is the mean of the children's reductions, Total the reduction of
	// the parent's ratio that follows, and Effect the part of the structure:
	//
	//	1 − Total = (1 − Effect) · (1 − Within)
	//
	// Effect is below zero where the children with the higher ratios grow the
	// faster, so that the parent reduces less than they do. All three are in the
	// indicator's Per, in sixteen decimals, halves away from zero.
	Within, Effect, Total decimal.Decimal
}

// Structures says, for each parent in the order of [Tree.All], what the
// reductions of its children's ratios come to: targets for energy per output of
// 18, 16 and 10 % do not make their mean for a nation whose heavy industry grows
// faster than the rest. With the children's ratios qᵢ and denominators dᵢ of the
// base period, their denominators eᵢ projected for the target's period, and
// vᵢ = eᵢqᵢ,
//
//	Within     r̃ = Σ vᵢrᵢ / Σ vᵢ
//	Effect     S = 1 − (Σ vᵢ / Σ eᵢ) / (Σ dᵢqᵢ / Σ dᵢ)
//	Total      R = 1 − Σ vᵢ(1 − rᵢ) / Σ eᵢ  /  (Σ dᵢqᵢ / Σ dᵢ)
//
// The weights vᵢ are the basis on which [Cascade] hands such a target down, and
// Effect says by how much to stretch it. Reductions are per the number given,
// 100 for percent, as in the indicator's Per. Memo children take no part; a
// parent is left out unless at least one child has a reduction.
//
// Structures returns an error if the columns are of different trees; if a child
// that takes part lacks a figure that its siblings have, but for a [Residual]; if
// a ratio or a denominator is negative; if ratios or denominators of a family add
// up to zero; or if per is not above zero.
func Structures(reductions, ratios, denominators, projected Column, per decimal.Decimal) ([]Structure, error) {
	s := structures{columns: [4]Column{reductions, ratios, denominators, projected}}
	if !fixed.InBounds(per) || per.Sign() <= 0 {
		s.faults.Add("", &target.FieldError{Path: "per", Value: per, Err: target.ErrRange, Remedy: "100 for percent"})
	} else {
		s.per = per.Rat()
	}
	for i, c := range s.columns {
		if !c.given() || c.tree != reductions.tree {
			s.faults.Add(columnNames[i], &target.FieldError{Path: columnNames[i], Err: target.ErrMismatch, Remedy: "make all four columns by one tree"})
		}
	}
	if s.faults.Len() > 0 {
		return nil, s.faults.Err()
	}
	var out []Structure
	for at := range reductions.tree.Len() {
		if x, ok := s.of(at); ok {
			out = append(out, x)
		}
	}
	if s.faults.Len() > 0 {
		return nil, s.faults.Err()
	}
	return out, nil
}

var columnNames = [4]string{"reductions", "ratios", "denominators", "projected"}

type structures struct {
	columns [4]Column
	per     *big.Rat
	faults  fault.Sorted
}

func (s *structures) of(at int) (Structure, bool) {
	t := s.columns[0].tree
	lo, hi := t.family(at)
	some := false
	for i := lo; i < hi; i++ {
		some = some || t.units[i].Role != Memo && s.columns[0].has(i)
	}
	if !some {
		return Structure{}, false
	}
	before := s.faults.Len()
	// Numerators and denominators, of the base period and projected.
	n0, d0, v, e, cut := new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
	for i := lo; i < hi; i++ {
		if t.units[i].Role == Memo {
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
	if s.faults.Len() > before {
		return Structure{}, false
	}
	u := t.units[at]
	if n0.Sign() == 0 || v.Sign() == 0 {
		s.faults.Add(u.Code, &target.FieldError{Path: "units[" + quote(u.Code) + "]", Err: target.ErrRange, Remedy: "the ratios or denominators of its children add up to zero: there is nothing to reduce"})
		return Structure{}, false
	}
	within := new(big.Rat).Quo(cut, v)
	base := n0.Quo(n0, d0)
	one := big.NewRat(1, 1)
	kept := new(big.Rat).Quo(new(big.Rat).Quo(v, e), base) // 1 − Effect
	total := new(big.Rat).Mul(kept, new(big.Rat).Sub(one, within))
	return Structure{
		Unit:   u,
		Within: s.round(within),
		Effect: s.round(kept.Sub(one, kept)),
		Total:  s.round(total.Sub(one, total)),
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
				s.faults.Add(u.Code, &target.FieldError{Path: columnNames[k] + "[" + quote(u.Code) + "]", Err: target.ErrMissing, Remedy: "its siblings have one; give it"})
			}
			continue
		case k > 0 && c.figures.Mantissa(i).Sign() < 0:
			ok = false
			s.faults.Add(u.Code, &target.FieldError{Path: columnNames[k] + "[" + quote(u.Code) + "]", Value: c.figures.Decimal(i), Err: target.ErrRange, Remedy: "ratios and denominators are not negative"})
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
