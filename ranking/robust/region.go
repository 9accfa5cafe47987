package robust

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

const maxComponents = 1000

// Region is a set of weights for the components of a score: each between two
// bounds, all of them adding up to 1. It is made by [Simplex], [Around] or
// [Box].
type Region struct {
	low, high []*big.Int // multiples of 10^exp
	weights   []*big.Int // those given to Around, or nil
	total     *big.Int   // what the weights add up to
	exp       int32
}

// Simplex returns all weights for the given number of components.
//
// Simplex returns an error if the number is not from 1 to 1,000.
func Simplex(components int) (*Region, error) {
	if components < 1 || components > maxComponents {
		return nil, &target.FieldError{
			Path: "components", Value: components, Err: target.ErrRange, Remedy: fmt.Sprintf("from 1 to %d", maxComponents),
		}
	}
	r := &Region{total: big.NewInt(1)}
	for range components {
		r.low, r.high = append(r.low, new(big.Int)), append(r.high, big.NewInt(1))
	}
	return r, nil
}

// Around returns the weights that differ from the given ones by at most a
// share of each: w(1−share) ≤ v ≤ w(1+share).
//
// The weights given must add up to 1, to within 1e-9 so that rounded ones are
// accepted; what they add up to then stands for 1, and the ranks are those of
// the weights divided by it. Margins are those of the weights as given.
//
// Around returns an error if there is no weight or more than 1,000, a weight
// is negative or out of bounds, they do not add up to 1, or the share is not
// from 0 to 1.
func Around(weights []decimal.Decimal, share decimal.Decimal) (*Region, error) {
	var faults fault.List
	checkWeights(weights, &faults)
	if checkDecimal("share", share, &faults) && (share.Sign() < 0 || share.Cmp(decimal.New(1, 0)) > 0) {
		faults.Add(&target.FieldError{Path: "share", Value: share, Err: target.ErrRange, Remedy: "from 0 to 1"})
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	exp, shareExp := lowest(weights), lowest([]decimal.Decimal{share})
	unit, part := fixed.Pow10(-shareExp), mantissa(share, shareExp)
	r := &Region{total: new(big.Int), exp: exp + shareExp}
	for _, w := range weights {
		m := mantissa(w, exp)
		weight, change := new(big.Int).Mul(m, unit), new(big.Int).Mul(m, part)
		r.weights = append(r.weights, weight)
		r.low = append(r.low, new(big.Int).Sub(weight, change))
		r.high = append(r.high, new(big.Int).Add(weight, change))
		r.total.Add(r.total, weight)
	}
	return r, nil
}

// Box returns the weights with low ≤ w ≤ high, component by component, that
// add up to 1.
//
// Box returns an error if the bounds are not of the same number, from 1 to
// 1,000, a bound is not from 0 to 1 or has more than 100 decimals, a lower
// bound is above its upper one, or no weights within the bounds add up to 1.
func Box(low, high []decimal.Decimal) (*Region, error) {
	var faults fault.List
	if len(low) != len(high) {
		faults.Add(&target.FieldError{
			Path: "high", Value: len(high), Err: target.ErrMismatch, Remedy: fmt.Sprintf("as many bounds as low has: %d", len(low)),
		})
	}
	if len(low) == 0 || len(low) > maxComponents {
		faults.Add(&target.FieldError{
			Path: "low", Value: len(low), Err: target.ErrRange, Remedy: fmt.Sprintf("from 1 to %d components", maxComponents),
		})
	}
	for _, side := range []struct {
		name   string
		bounds []decimal.Decimal
	}{{"low", low}, {"high", high}} {
		for i, b := range side.bounds {
			path := fmt.Sprintf("%s[%d]", side.name, i)
			if checkDecimal(path, b, &faults) && (b.Sign() < 0 || b.Cmp(decimal.New(1, 0)) > 0) {
				faults.Add(&target.FieldError{Path: path, Value: b, Err: target.ErrRange, Remedy: "from 0 to 1"})
			}
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	exp := min(lowest(low), lowest(high))
	r := &Region{total: fixed.Pow10(-exp), exp: exp}
	least, most := new(big.Int), new(big.Int)
	for i := range low {
		r.low, r.high = append(r.low, mantissa(low[i], exp)), append(r.high, mantissa(high[i], exp))
		least.Add(least, r.low[i])
		most.Add(most, r.high[i])
		if r.low[i].Cmp(r.high[i]) > 0 {
			faults.Add(&target.FieldError{
				Path: fmt.Sprintf("low[%d]", i), Value: low[i], Err: target.ErrInfeasible, Remedy: "it is above the upper bound, " + fault.Text(high[i]),
			})
		}
	}
	if least.Cmp(r.total) > 0 {
		faults.Add(&target.FieldError{
			Path: "low", Value: fixed.FromBig(least, exp), Err: target.ErrInfeasible, Remedy: "the lower bounds add up to more than 1",
		})
	}
	if most.Cmp(r.total) < 0 {
		faults.Add(&target.FieldError{
			Path: "high", Value: fixed.FromBig(most, exp), Err: target.ErrInfeasible, Remedy: "the upper bounds add up to less than 1",
		})
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// Components returns how many weights the region is about.
func (r *Region) Components() int { return len(r.low) }

// checkWeights adds what keeps the weights off the simplex.
func checkWeights(weights []decimal.Decimal, faults *fault.List) {
	if len(weights) == 0 || len(weights) > maxComponents {
		faults.Add(&target.FieldError{
			Path: "weights", Value: len(weights), Err: target.ErrRange, Remedy: fmt.Sprintf("from 1 to %d components", maxComponents),
		})
	}
	sum, bounded := decimal.Zero, true
	for i, w := range weights {
		path := fmt.Sprintf("weights[%d]", i)
		if !checkDecimal(path, w, faults) {
			bounded = false
			continue
		}
		if w.Sign() < 0 {
			faults.Add(&target.FieldError{Path: path, Value: w, Err: target.ErrRange, Remedy: "not below 0"})
		}
		sum = sum.Add(w)
	}
	if bounded && len(weights) > 0 && sum.Sub(decimal.New(1, 0)).Abs().Cmp(decimal.New(1, -9)) > 0 {
		faults.Add(&target.FieldError{
			Path: "weights", Value: sum, Err: target.ErrRange, Remedy: "weights must add up to 1; divide them by their sum",
		})
	}
}

// lowest returns the least exponent, at most 0.
func lowest(figures []decimal.Decimal) int32 {
	exp := int32(0)
	for _, f := range figures {
		exp = min(exp, f.Exponent())
	}
	return exp
}

// mantissa returns d in units of 10^exp, of which it is a multiple.
func mantissa(d decimal.Decimal, exp int32) *big.Int {
	m, _ := fixed.Mantissa(d, exp)
	return m
}

// extremes returns the least and the most of the sum of weight times gain over
// the region: the weights start at their lower bounds, and what remains goes
// to the components in the order of their gains.
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
