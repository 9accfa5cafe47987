package hierarchy_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// The exact quotas that explanations state add up to their parent's amount. A child
// whose weight is zero keeps its offset, whatever the amount. If an amount can be
// reached only by rounding such offsets, each may miss it by less than a quantum.
func exactSharesMakeTheAmount(t *rapid.T) {
	x := drawTask(t, target.Flow, target.Milestone, target.Ratio)
	plan, err := x.cascade(t)
	if err != nil {
		return
	}
	mean := x.ind.Kind.Law() == target.WeightedMean
	for _, parent := range x.units {
		sum, whole, amount, all, n := new(big.Rat), new(big.Rat), decimal.Zero, true, 0
		fixed := 0 // children whose offset is no whole number of quanta, and whose weight is zero
		for q := range plan.Children(parent.Code) {
			s := plan.Explain(q.Unit.Code).Steps[0]
			amount = s.Amount
			if s.Claim.Weight.IsZero() && !new(big.Rat).Quo(s.Claim.Offset.Rat(), x.quantum.Rat()).IsInt() {
				fixed++
			}

			share := q.Value
			if s.Exact.Valid {
				share = s.Exact.Decimal
			} else if s.Hold == nil && s.Rounding > apportion.LargestRemainder {
				all = false // bounds and a divisor method leave no exact quota
			}

			weight := big.NewRat(1, 1)
			if mean {
				weight = x.base[q.Unit.Code].Rat()
			}
			whole.Add(whole, weight)
			sum.Add(sum, weight.Mul(weight, share.Rat()))
			n++
		}
		if n == 0 || !all {
			continue
		}
		miss := new(big.Rat).Sub(sum, amount.Rat())
		limit := new(big.Rat).Mul(big.NewRat(int64(n)+10000*int64(fixed), 10000), x.quantum.Rat())
		if mean {
			miss.Sub(sum, new(big.Rat).Mul(whole, amount.Rat()))
			limit.Mul(whole, x.quantum.Rat())
		}
		if miss.Abs(miss).Cmp(limit) > 0 {
			t.Errorf("the exact shares of %s make %v instead of %v", parent.Code, sum.FloatString(6), amount)
		}
	}
}

func TestExactSharesMakeTheAmount(t *testing.T) { rapid.Check(t, exactSharesMakeTheAmount) }

// The quotas that explanations state for no holds and bounds are those of the slow
// reference.
func unboundedIsTheReference(t *rapid.T) {
	x := drawTask(t, target.Flow, target.Milestone, target.Ratio)
	for i, r := range x.rules {
		x.rules[i].rounding = min(r.rounding, apportion.LargestRemainder)
	}
	plan, err := x.cascade(t)
	if err != nil {
		return
	}

	without := x
	without.held = nil
	for i := range without.rules {
		without.rules[i].min, without.rules[i].max = nil, nil
	}
	quanta := func(v decimal.Decimal) int64 { return v.DivRound(x.quantum, 0).IntPart() }

	ref := without.reference()
	for _, parent := range x.units {
		ref.failed = false
		children := ref.children[parent.Code]
		if len(children) == 0 {
			continue
		}
		steps := plan.Explain(children[0].Code).Steps
		free := slices.ContainsFunc(children, func(u hierarchy.Unit) bool { _, held := x.held[u.Code]; return !held })
		if len(steps) == 0 || !free {
			continue // the plan ends above, or the claims divide nothing
		}
		want, _, ok := ref.family(parent.Code, quanta(steps[0].Amount)).divide()
		if !ok || ref.failed {
			continue
		}

		for i, u := range children {
			s := plan.Explain(u.Code).Steps[0]
			got := quanta(s.Quota.Value)
			if s.Unbounded.Valid {
				got = quanta(s.Unbounded.Decimal)
			}
			if got != want[i] {
				t.Errorf("Explain(%s) has %d without holds and bounds, want %d", u.Code, got, want[i])
			}
		}
	}
}

func TestUnboundedIsTheReference(t *testing.T) { rapid.Check(t, unboundedIsTheReference) }

// What some units have more than without holds and bounds, others have less. The steps of
// both say the same figures. Counterparts of what a claim decided are bounded.
func counterpartsBalance(t *rapid.T) {
	plan, _ := drawPlan(t)
	if plan == nil {
		return
	}
	law := plan.Target().Indicator.Kind.Law()
	for parent := range plan.All() {
		more := map[string]decimal.Decimal{}
		sum := decimal.Zero
		for q := range plan.Children(parent.Unit.Code) {
			if s := plan.Explain(q.Unit.Code).Steps[0]; s.Unbounded.Valid {
				more[q.Unit.Code] = q.Value.Sub(s.Unbounded.Decimal)
				sum = sum.Add(more[q.Unit.Code])
			}
		}
		if law != target.WeightedMean && !sum.IsZero() {
			t.Errorf("the differences of the children of %s make %v, want 0", parent.Unit.Code, sum)
		}

		for code, m := range more {
			s := plan.Explain(code).Steps[0]
			for _, c := range s.Counterparts {
				if !c.More.Equal(more[c.Unit.Code]) || c.More.Sign() != -m.Sign() {
					t.Errorf("Explain(%s) has %v more of %s, want %v, opposite to %v",
						code, c.More, c.Unit.Code, more[c.Unit.Code], m)
				}
				if s.Quota.DecidedBy == apportion.ByClaim && c.DecidedBy == apportion.ByClaim {
					t.Errorf("Explain(%s) blames %s, which nothing bounds", code, c.Unit.Code)
				}
			}
			if s.Quota.DecidedBy != apportion.ByClaim && law != target.WeightedMean && len(s.Counterparts) == 0 {
				t.Errorf("Explain(%s) has %v more, of nobody", code, m)
			}
		}
	}
}

func TestCounterpartsBalance(t *testing.T) { rapid.Check(t, counterpartsBalance) }
