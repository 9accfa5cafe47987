package hierarchy_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// What an explanation says that the children of a unit have exactly makes up
// their parent's load.
func exactSharesMakeTheLoad(t *rapid.T) {
	x := drawTask(t, target.Flow, target.Milestone, target.Ratio)
	plan, err := x.cascade(t)
	if err != nil {
		return
	}
	mean := x.ind.Kind.Law() == target.WeightedMean
	for _, parent := range x.units {
		sum, whole, load, all, n := new(big.Rat), new(big.Rat), decimal.Zero, true, 0
		for q := range plan.Children(parent.Code) {
			s := plan.Explain(q.Unit.Code).Steps[0]
			load = s.Amount
			share := q.Value
			if s.Exact.Valid {
				share = s.Exact.Decimal
			} else if q.DecidedBy == apportion.ByClaim && (x.ind.Kind != target.Milestone || !s.Max.Valid || !s.Max.Decimal.Equal(q.Value)) {
				all = false // a divisor method within bounds
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
		miss, limit := new(big.Rat).Sub(sum, load.Rat()), new(big.Rat).Mul(big.NewRat(int64(n), 10000), x.quantum.Rat())
		if mean {
			miss.Sub(sum, new(big.Rat).Mul(whole, load.Rat()))
			limit.Mul(whole, x.quantum.Rat())
		}
		if miss.Abs(miss).Cmp(limit) > 0 {
			t.Errorf("the exact shares of %s make %v instead of %v", parent.Code, sum.FloatString(6), load)
		}
	}
}

func TestExactSharesMakeTheLoad(t *testing.T) { rapid.Check(t, exactSharesMakeTheLoad) }
