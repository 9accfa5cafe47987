package hierarchy_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

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
