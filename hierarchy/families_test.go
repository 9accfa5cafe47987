package hierarchy_test

import (
	"cmp"
	"errors"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Each family of a plan is what Apportion makes of its load within what the
// holds and bounds allow: the quotas of sums and counts, and of all laws what
// decided them.
func familiesAreApportioned(t *rapid.T) {
	x := drawTask(t, target.Flow, target.Flow, target.Milestone, target.Ratio)
	plan, err := x.cascade(t)
	ref := x.reference()
	for _, u := range ref.children["0"] {
		ref.allowed("0", u)
	}
	if ref.failed {
		if !errors.Is(err, target.ErrInfeasible) && !errors.Is(err, target.ErrRange) {
			t.Fatalf("the bounds and holds contradict each other: %v", err)
		}
		return
	}
	quanta := func(code string) int64 {
		q, ok := plan.Quota(code)
		if !ok {
			t.Fatalf("%s has no quota", code)
		}
		n, rest := q.Value.QuoRem(x.quantum, 0)
		if !rest.IsZero() {
			t.Fatalf("%s has %v, which is no multiple of %v", code, q.Value, x.quantum)
		}
		return n.IntPart()
	}
	if err != nil {
		return
	}
	mean := x.ind.Kind.Law() == target.WeightedMean
	for _, parent := range x.units {
		family := ref.children[parent.Code]
		if _, ok := plan.Quota(parent.Code); !ok || len(family) == 0 {
			continue
		}
		load := ref.load(parent.Code, quanta(parent.Code))
		mass, whole := new(big.Rat), new(big.Rat)
		least, most := new(big.Rat), new(big.Rat)
		claims, intervals := make([]hierarchy.Claim, len(family)), make([]interval, len(family))
		for i, u := range family {
			in := ref.allowed(parent.Code, u)
			intervals[i] = in
			basis := d("1")
			if mean {
				basis = x.base[u.Code]
			}
			whole.Add(whole, ratOf(basis))
			claims[i].Weight = x.weights[u.Code].Mul(basis)
			bound := func(v *int64) (b decimal.NullDecimal) {
				if v != nil {
					b = decimal.NewNullDecimal(decimal.New(*v, 0).Mul(basis))
				}
				return b
			}
			claims[i].Min, claims[i].Max = bound(in.least), bound(in.most)
			in = in.toward(cmp.Or(cmp.Compare(load, 0), ref.sign))
			add := func(sum *big.Rat, v *int64) *big.Rat {
				if sum == nil || v == nil {
					return nil
				}
				return sum.Add(sum, new(big.Rat).Mul(ratOf(basis), rat(*v)))
			}
			least, most = add(least, in.least), add(most, in.most)
		}
		mass.Mul(rat(load), whole)
		if !mean {
			mass = rat(load)
		} else { // a mean is met but for its quantum
			if least != nil && mass.Cmp(least) < 0 && new(big.Rat).Sub(least, mass).Cmp(whole) < 0 {
				mass = least
			}
			if most != nil && mass.Cmp(most) > 0 && new(big.Rat).Sub(mass, most).Cmp(whole) < 0 {
				mass = most
			}
		}
		total, _ := decimal.NewFromString(mass.FloatString(0))
		want, failed := hierarchy.Apportion(total, claims, hierarchy.ApportionOptions{Rounding: ref.rule[parent.Code].rounding})
		if failed != nil {
			t.Fatalf("the load of %s has been shared, but Apportion says %v", parent.Code, failed)
		}
		for i, u := range family {
			q, _ := plan.Quota(u.Code)
			if !mean && !want.Shares[i].Equal(decimal.New(quanta(u.Code), 0)) {
				t.Errorf("%s has %v, want %v quanta", u.Code, q.Value, want.Shares[i])
			}
			bound, in := want.Bounds[i], intervals[i]
			_, held := x.held[u.Code]
			switch {
			case held:
				bound = hierarchy.Held
			case bound == hierarchy.AtMax && x.ind.Kind == target.Milestone && ref.rule[parent.Code].max[u.Code] == nil:
				bound = hierarchy.Free // as many as there are
			case bound == hierarchy.AtMin && in.leastBelow, bound == hierarchy.AtMax && in.mostBelow:
				bound = hierarchy.Reserved
			}
			s := plan.Explain(u.Code).Steps[0]
			near := mean || s.Rounding == hierarchy.LargestRemainder
			if e := s.Exact; near && e.Valid && e.Decimal.Sub(q.Value).Abs().Cmp(x.quantum) >= 0 {
				t.Errorf("%s has %v, and %v exactly", u.Code, q.Value, e.Decimal)
			}
			without := mean && x.base[u.Code].IsZero() // then no division finds its bound
			if q.Bound != bound && !without {
				t.Errorf("%s is %v, want %v", u.Code, q.Bound, bound)
			}
			if without && (q.Bound == hierarchy.AtMin && (in.least == nil || *in.least != quanta(u.Code)) || q.Bound == hierarchy.AtMax && (in.most == nil || *in.most != quanta(u.Code))) {
				t.Errorf("%s is %v, but has %v", u.Code, q.Bound, q.Value)
			}
		}
		if mean && load != 0 {
			for i, v := range ref.figures(parent.Code, load, intervals) {
				if got := quanta(family[i].Code); got != v {
					t.Errorf("%s has %d quanta, want %d", family[i].Code, got, v)
				}
			}
		}
	}
}

// figures are those of a family of a weighted mean, whose load has the sign of
// the total.
func (r *reference) figures(parent string, load int64, intervals []interval) []int64 {
	n, sign := len(intervals), int64(cmp.Compare(load, 0))
	claims, bases, lo, hi := make([]*big.Rat, n), make([]*big.Rat, n), make([]int64, n), make([]*int64, n)
	for i, u := range r.children[parent] {
		claims[i], bases[i] = r.rule[parent].weights[u.Code], r.basis[u.Code]
		in := intervals[i]
		if sign < 0 {
			in.least, in.most = minus(in.most), minus(in.least)
		}
		in = in.toward(1)
		lo[i], hi[i] = *in.least, in.most
	}
	out := r.mean(sign*load, claims, bases, lo, hi)
	for i := range out {
		out[i] *= sign
	}
	return out
}

func minus(v *int64) *int64 {
	if v == nil {
		return nil
	}
	return new(-*v)
}

func TestFamiliesAreApportioned(t *testing.T) { rapid.Check(t, familiesAreApportioned) }

func FuzzFamilies(f *testing.F) { f.Fuzz(rapid.MakeFuzz(familiesAreApportioned)) }
