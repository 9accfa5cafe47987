package robust

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

const maxComponents = 1000

// Region is a set of weights for the components of a score. Each weight is between
// two bounds, and the weights add up to 1. It is made by [Simplex], [Around] or
// [Box].
type Region struct {
	low, high []*big.Int // multiples of 10^exp
	weights   []*big.Int // those given to Around, or nil
	total     *big.Int   // what the weights add up to
	exp       int32
}

// Simplex returns all weights for a number of components.
//
// Simplex returns an error if the number is not between 1 and 1,000.
func Simplex(components int) (*Region, error) {
	var problems target.Problems
	if !problems.At("components").Count(components, 1, maxComponents) {
		return nil, problems.Err()
	}
	r := &Region{total: big.NewInt(1)}
	for range components {
		r.low, r.high = append(r.low, new(big.Int)), append(r.high, big.NewInt(1))
	}
	return r, nil
}

// Around returns the weights v that differ from the given ones by at most a share
// of each: w(1−share) ≤ v ≤ w(1+share).
//
// The given weights must add up to 1, to within 1e-9, so that rounded weights are
// accepted. The ranks are those of the weights divided by their sum. Margins are
// those of the weights as given.
//
// Around returns an error if:
//   - there is no weight, or more than 1,000;
//   - a weight is negative or out of bounds, or they do not add up to 1;
//   - the share is not between 0 and 1.
func Around(weights []decimal.Decimal, share decimal.Decimal) (*Region, error) {
	var problems target.Problems
	checkWeights(problems.At("weights"), weights)
	problems.At("share").Between(share, decimal.Zero, decimal.New(1, 0))
	if err := problems.Err(); err != nil {
		return nil, err
	}

	exp, shareExp := leastExponent(weights), min(0, share.Exponent())
	unit, part := fixed.Pow10(-shareExp), fixed.Rescale(share, shareExp)
	r := &Region{total: new(big.Int), exp: exp + shareExp}
	for _, w := range weights {
		m := fixed.Rescale(w, exp)
		weight, change := new(big.Int).Mul(m, unit), new(big.Int).Mul(m, part)
		r.weights = append(r.weights, weight)
		r.low = append(r.low, new(big.Int).Sub(weight, change))
		r.high = append(r.high, new(big.Int).Add(weight, change))
		r.total.Add(r.total, weight)
	}
	return r, nil
}

// Box returns the weights with low ≤ w ≤ high, component by component, that add up
// to 1.
//
// Box returns an error if:
//   - low and high differ in length, or have not 1 to 1,000 components;
//   - a bound is not between 0 and 1, or is out of bounds;
//   - a lower bound is above its upper bound;
//   - no weights within the bounds add up to 1.
func Box(low, high []decimal.Decimal) (*Region, error) {
	var problems target.Problems
	lowAt, highAt := problems.At("low"), problems.At("high")
	if len(low) != len(high) {
		highAt.Report(len(high), target.ErrMismatch, fmt.Sprintf("give as many bounds as low has: %d", len(low)))
	}
	lowAt.Count(len(low), 1, maxComponents)
	one := decimal.New(1, 0)
	for i, b := range low {
		lowAt.Index(i).Between(b, decimal.Zero, one)
	}
	for i, b := range high {
		highAt.Index(i).Between(b, decimal.Zero, one)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}

	exp := min(leastExponent(low), leastExponent(high))
	r := &Region{total: fixed.Pow10(-exp), exp: exp}
	least, most := new(big.Int), new(big.Int)
	for i := range low {
		r.low, r.high = append(r.low, fixed.Rescale(low[i], exp)), append(r.high, fixed.Rescale(high[i], exp))
		least.Add(least, r.low[i])
		most.Add(most, r.high[i])
		if r.low[i].Cmp(r.high[i]) > 0 {
			remedy := "must not be above the upper bound, " + fault.Text(high[i])
			lowAt.Index(i).Report(low[i], target.ErrInfeasible, remedy)
		}
	}
	if least.Cmp(r.total) > 0 {
		lowAt.Report(fixed.FromBig(least, exp), target.ErrInfeasible, "the lower bounds must add up to at most 1")
	}
	if most.Cmp(r.total) < 0 {
		highAt.Report(fixed.FromBig(most, exp), target.ErrInfeasible, "the upper bounds must add up to at least 1")
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// Components returns the number of weights.
func (r *Region) Components() int { return len(r.low) }

// String says how many weights there are, and whether they are bounded.
func (r *Region) String() string {
	if r == nil {
		return "no weights"
	}
	return numtext.Counted(len(r.low), "weight") + ", each between two bounds"
}

// checkWeights checks that weights are not negative and add up to 1.
func checkWeights(at target.Place, weights []decimal.Decimal) {
	at.Count(len(weights), 1, maxComponents)
	sum, bounded := decimal.Zero, true
	for i, w := range weights {
		if !fixed.InBounds(w) {
			bounded = at.Index(i).Figure(w)
			continue
		}
		at.Index(i).NonNegative(w)
		sum = sum.Add(w)
	}
	apart := sum.Sub(decimal.New(1, 0)).Abs()
	if bounded && len(weights) > 0 && apart.Cmp(decimal.New(1, -9)) > 0 {
		at.Report(sum, target.ErrRange, "weights must add up to 1, to within 1e-9: divide them by their sum")
	}
}

// extremes returns the least and the greatest sum of weight times gain over the
// region. The weights begin at their lower bounds, and the rest goes to the
// components in the order of their gains.
func (r *Region) extremes(gain []*big.Int) (least, most *big.Int) {
	order := make([]int, len(gain))
	base, rest := new(big.Int), new(big.Int).Set(r.total)
	term := new(big.Int)
	for c, g := range gain {
		order[c] = c
		base.Add(base, term.Mul(g, r.low[c]))
		rest.Sub(rest, r.low[c])
	}
	slices.SortFunc(order, func(c, d int) int { return gain[c].Cmp(gain[d]) })

	fill := func(order []int) *big.Int {
		sum, left, take := new(big.Int).Set(base), new(big.Int).Set(rest), new(big.Int)
		for _, c := range order {
			if take.Sub(r.high[c], r.low[c]).Cmp(left) > 0 {
				take.Set(left)
			}
			left.Sub(left, take)
			sum.Add(sum, term.Mul(take, gain[c]))
		}
		return sum
	}

	least = fill(order)
	slices.Reverse(order)
	return least, fill(order)
}

func (r *Region) add(low, high, weight *big.Int) {
	r.low, r.high, r.weights = append(r.low, low), append(r.high, high), append(r.weights, weight)
	r.total.Add(r.total, weight)
}
