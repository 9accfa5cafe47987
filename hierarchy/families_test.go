package hierarchy_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// Each family of a plan is what the reference makes of its amount, and each of a
// sum or a count what Apportion does, within what the holds and bounds allow; and
// what decided each quota is what decided it there.
func familiesAreApportioned(t *rapid.T) {
	x := drawTask(t, target.Flow, target.Flow, target.Milestone, target.Ratio)
	plan, err := x.cascade(t)
	ref := x.reference()
	for _, u := range ref.children["0"] {
		ref.limits("0", u)
	}
	if ref.failed {
		if !errors.Is(err, target.ErrInfeasible) && !errors.Is(err, target.ErrRange) {
			t.Fatalf("the bounds and holds contradict each other: %v", err)
		}
		return
	}
	if err != nil {
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

	for _, parent := range x.units {
		family := ref.children[parent.Code]
		if _, ok := plan.Quota(parent.Code); !ok || len(family) == 0 {
			continue
		}

		f := ref.family(parent.Code, ref.amount(parent.Code, quanta(parent.Code)))
		want, tier, ok := f.divide()
		if !ok {
			t.Fatalf("the amount of %s has been divided, which the reference cannot do", parent.Code)
		}

		if !f.mean && ref.rule[parent.Code].rounding != apportion.LargestRemainder {
			want = nil
		}

		for i, u := range family {
			q, _ := plan.Quota(u.Code)
			if want != nil && want[i] != quanta(u.Code) {
				t.Errorf("%s has %d quanta, want %d", u.Code, quanta(u.Code), want[i])
			}
			s := plan.Explain(u.Code).Steps[0]
			near := f.mean || s.Rounding == apportion.LargestRemainder
			if e := s.Exact; near && e.Valid && e.Decimal.Sub(q.Value).Abs().Cmp(x.quantum) >= 0 {
				t.Errorf("%s has %v, and %v exactly", u.Code, q.Value, e.Decimal)
			}
			in := tier[i]
			if q.DecidedBy == apportion.ByMinimum && (in.least == nil || *in.least != quanta(u.Code)) ||
				q.DecidedBy == apportion.ByMaximum && (in.most == nil || *in.most != quanta(u.Code)) {
				t.Errorf("%s is %v, but has %v", u.Code, q.DecidedBy, q.Value)
			}
		}

		if !f.mean && x.done == nil {
			apportioned(t, x, plan, parent.Code, f, family)
		}
	}
}

// apportioned compares a family of a sum or a count with Apportion.
func apportioned(t *rapid.T, x task, plan *hierarchy.Plan, parent string, f *refFamily, family []hierarchy.Unit) {
	nullable := func(v *int64) (b decimal.NullDecimal) {
		if v != nil {
			b = decimal.NewNullDecimal(decimal.New(*v, 0))
		}
		return b
	}

	parties := make([]apportion.Party, len(family))
	for i, u := range family {
		in := f.tiers[0][i]
		parties[i] = apportion.Party{Weight: x.weights[u.Code], Min: nullable(in.least), Max: nullable(in.most)}
	}

	ref := x.reference()
	rule := ref.rule[parent]
	want, err := apportion.Apportion(decimal.New(f.amount, 0), parties, apportion.Options{Rounding: rule.rounding})
	if err != nil {
		t.Fatalf("the amount of %s has been divided, but Apportion says %v", parent, err)
	}

	for i, u := range family {
		q, _ := plan.Quota(u.Code)
		if share := want.Shares[i].Mul(x.quantum); !share.Equal(q.Value) {
			t.Errorf("%s has %v, want %v", u.Code, q.Value, share)
		}
		bound, in := want.DecidedBy[i], f.tiers[0][i]
		_, held := x.held[u.Code]
		switch {
		case held:
			bound = apportion.ByHold
		case bound == apportion.ByMaximum && x.ind.Kind == target.Milestone && rule.max[u.Code] == nil &&
			*in.most >= ref.counted(u.Code):
			bound = apportion.ByClaim // as many as there are
		case bound == apportion.ByMinimum && in.leastBelow, bound == apportion.ByMaximum && in.mostBelow:
			bound = apportion.ByDescendants
		}
		if q.DecidedBy != bound {
			t.Errorf("%s is %v, want %v", u.Code, q.DecidedBy, bound)
		}
	}
}

func TestFamiliesAreApportioned(t *testing.T) { rapid.Check(t, familiesAreApportioned) }

func FuzzFamilies(f *testing.F) { f.Fuzz(rapid.MakeFuzz(familiesAreApportioned)) }
