package hierarchy

import (
	"fmt"
	"math/big"

	"github.com/targetcascade/cascade/internal/rationing"
	"github.com/targetcascade/cascade/target"
)

// RandomArrival divides an estate among claims that exceed it. Each child gets the
// mean of its awards over all orders in which the claims could arrive, first come,
// first served. It is a [Method] for Sum kinds.
//
// The rule computes the award of each child itself: oᵢ is the award and wᵢ = 0. Holds
// leave the rest of the amount to the rule, for the other claims. Other bounds are
// not defined for it: an award beyond a bound is an error.
//
// It is exact. It refuses families of more than 32 children, or of more than 22 if
// the claims add up to more than 4·10¹⁸ quanta. Its other errors are those of
// [EqualAwards].
//
// Source: O'Neill 1982, A problem of rights arbitration from the Talmud, Mathematical
// Social Sciences 2, 345–371.
func RandomArrival(claims Column) Method {
	return awarded{claimed{claims, "by random arrival on "}, rationing.RandomArrival, true}
}

// MinimalOverlap divides an estate among claims that exceed it. Each child asks for
// certain parts of the estate, so that several ask for as little as possible. Each
// part is shared equally among those who ask for it. It is a [Method] for Sum kinds.
//
// If a claim is for the whole amount or more, the claims are nested: the part between
// two claims is shared by those above it. Otherwise they are nested up to a level s
// only, with Σ max(dᵢ − s, 0) = A − s, and a child keeps what it claims above s.
//
// Claims on the amount, holds, bounds and errors are as for [RandomArrival], except
// that the family may have any size.
//
// Source: O'Neill 1982, Mathematical Social Sciences 2, 345–371, in the form of Chun
// and Thomson 2005, Mathematical Social Sciences 49.
func MinimalOverlap(claims Column) Method {
	return awarded{claimed{claims, "by minimal overlap of "}, rationing.MinimalOverlap, false}
}

// AdjustedProportional divides an estate among claims that exceed it, in two steps.
// It is a [Method] for Sum kinds.
//
//  1. Each child gets its minimal right mᵢ = max(0, A − Σⱼ≠ᵢ dⱼ),
//     which the others leave even if they get all they claim.
//  2. The rest R is divided in proportion to min(dᵢ − mᵢ, R).
//
// Claims on the amount, holds, bounds and errors are as for [RandomArrival], except
// that the family may have any size.
//
// Source: Curiel, Maschler and Tijs 1987, Bankruptcy games, Zeitschrift für
// Operations Research 31, A143–A159.
func AdjustedProportional(claims Column) Method {
	return awarded{claimed{claims, "in adjusted proportion to "}, rationing.AdjustedProportional, false}
}

// Piniles divides an estate among claims that exceed it. It gives equal awards on
// half of the claims. If the amount is more than half of their sum, it gives equal
// awards of the rest on the other halves. It is a [Method] for Sum kinds.
//
// Claims on the amount, holds, bounds and errors are as for [RandomArrival], except
// that the family may have any size.
//
// Source: Piniles 1861, Darkah shel Torah, as in Thomson 2019, How to Divide When
// There Isn't Enough, chapter 2.
func Piniles(claims Column) Method {
	return awarded{claimed{claims, "by Piniles's rule on "}, rationing.Piniles, false}
}

// awarded is a method whose rule gives the awards themselves.
type awarded struct {
	claimed
	rule    rationing.Rule
	arrival bool // the rule is limited in size
}

func (awarded) names() (offset, each string) { return "award", "" }

// Claims implements [Method].
func (m awarded) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m awarded) formula(g *group) (formula, error) {
	s, err := m.estateOf(g)
	if err != nil {
		return formula{}, err
	}
	awards, err := m.divide(s, s.amount, s.claims)
	return formula{weights: zeroInts(len(awards)), offsets: awards}, err
}

func (m awarded) claim(f *family) error {
	s := m.bounded(f)

	// Held children take their quotas with them.
	rest, open := new(big.Int).Set(s.amount), make([]*big.Int, 0, f.n)
	for k, d := range s.claims {
		if _, held := f.held[f.place(k)]; held {
			rest.Sub(rest, s.least[k])
		} else {
			open = append(open, d)
		}
	}
	awards, err := m.divide(s, rest, open)
	if err != nil {
		return err
	}

	f.formula = formula{weights: zeroInts(f.n), offsets: make([]*big.Rat, f.n)}
	var p target.Problems
	for k := range s.claims {
		if _, held := f.held[f.place(k)]; held {
			f.offsets[k] = s.rat(s.least[k])
			continue
		}
		f.offsets[k], awards = awards[0], awards[1:]
		if s.excludes(k, f.offsets[k]) {
			const remedy = "the award is beyond a bound, for which the rule is not defined: take Talmud"
			at := p.At("figures").Key(f.tree.units[f.place(k)].Code)
			at.Report(offsetDecimal(f.offsets[k]), target.ErrInfeasible, remedy)
		}
	}
	return p.Err()
}

// excludes reports whether a figure, in the indicator's unit, is beyond a bound.
func (s *estate) excludes(k int, x *big.Rat) bool {
	tooSmall := s.least[k] != nil && x.Cmp(s.rat(s.least[k])) < 0
	return tooSmall || s.most[k] != nil && x.Cmp(s.rat(s.most[k])) > 0
}

// divide applies the rule to what is not held, and returns awards in the
// indicator's unit.
func (m awarded) divide(s *estate, amount *big.Int, claims []*big.Int) ([]*big.Rat, error) {
	p := rationing.Problem{Estate: amount, Claims: claims}
	switch {
	case !p.Valid():
		return nil, &target.FieldError{
			Path: "amount", Value: offsetDecimal(s.rat(amount)), Err: target.ErrInfeasible,
			Remedy: "what is not held must be between 0 and the sum of the other claims",
		}
	case m.arrival && len(claims) > p.Arrivals():
		return nil, &target.FieldError{
			Path: "children", Value: len(claims), Err: target.ErrRange,
			Remedy: fmt.Sprintf("random arrival is exact for at most %d: take Talmud", p.Arrivals()),
		}
	}

	awards := m.rule(p)
	for _, a := range awards {
		a.Mul(a, s.unit)
	}
	return awards, nil
}

func zeroInts(n int) []*big.Int {
	out := make([]*big.Int, n)
	for k := range out {
		out[k] = new(big.Int)
	}
	return out
}
