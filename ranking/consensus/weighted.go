package consensus

import (
	"fmt"
	"math"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Weighting says how much the pairs of items count in [WeightedTau]. The zero
// value is the default.
type Weighting struct {
	// Weigh returns the weight of the item at a place of importance, counted
	// from 0. Nil is 1/(1+place), the hyperbolic weight. It must be a pure
	// function.
	Weigh func(place int) float64
	// Multiply makes a pair weigh the product of the weights of its items
	// instead of their sum.
	Multiply bool
	// By is the order of importance.
	By Importance
	// Order lists all items by importance, for [ByOrder].
	Order []string
}

// Importance says by which order items are important.
type Importance uint8

const (
	ByBoth  Importance = iota // the mean of ByA and ByB
	ByA                       // by a, ties by b
	ByB                       // by b, ties by a
	ByOrder                   // as [Weighting.Order] lists them
)

// WeightedTau returns Kendall's τ-b of two rankings of the same items with
// pairs weighted by importance, so that an exchange at the top of the table
// counts more than one at the bottom:
//
//	τ_w = ⟨a, b⟩ / √(⟨a, a⟩⟨b, b⟩),  ⟨a, b⟩ = Σ_{i<j} sgn(aᵢ − aⱼ) sgn(bᵢ − bⱼ) w(i, j).
//
// It takes O(n log n). Items that tie in both rankings may take their places
// of importance in any order: the coefficient is the same.
//
// WeightedTau returns an error if a ranking is not valid, they do not rank the
// same items, a weight is negative or not finite, the order of importance does
// not list every item once, or no pair that a ranking tells apart has a
// positive weight, so that there is no coefficient.
//
// Source: S. Vigna (2015), A weighted correlation index for rankings with
// ties.
func WeightedTau(a, b Ranking, w Weighting) (float64, error) {
	p, err := align(a, b)
	if err != nil {
		return 0, err
	}
	weights, err := w.weights(len(p.a))
	if err != nil {
		return 0, err
	}
	swapped := pair{a: p.b, b: p.a, sizeA: p.sizeB, sizeB: p.sizeA}
	var tau float64
	switch w.By {
	case ByBoth:
		first, okFirst := p.weightedTau(p.place(p.order(), weights), w.Multiply)
		second, okSecond := swapped.weightedTau(swapped.place(swapped.order(), weights), w.Multiply)
		tau, err = (first+second)/2, defined(okFirst && okSecond)
	case ByA:
		var ok bool
		tau, ok = p.weightedTau(p.place(p.order(), weights), w.Multiply)
		err = defined(ok)
	case ByB:
		var ok bool
		tau, ok = swapped.weightedTau(swapped.place(swapped.order(), weights), w.Multiply)
		err = defined(ok)
	case ByOrder:
		var order []int32
		if order, err = listed(a, w.Order); err == nil {
			var ok bool
			tau, ok = p.weightedTau(p.place(order, weights), w.Multiply)
			err = defined(ok)
		}
	default:
		err = &target.FieldError{
			Path: "weighting.by", Value: w.By, Err: target.ErrUnknown, Remedy: "ByBoth, ByA, ByB or ByOrder",
		}
	}
	if err != nil {
		return 0, err
	}
	return tau, nil
}

func defined(ok bool) error {
	if ok {
		return nil
	}
	return &target.FieldError{
		Path: "a, b", Err: target.ErrMissing,
		Remedy: "no pair that both rankings could tell apart has a positive weight",
	}
}

// weights returns the weight of each place of importance.
func (w Weighting) weights(n int) ([]float64, error) {
	var faults fault.List
	weights := make([]float64, n)
	for place := range weights {
		if w.Weigh == nil {
			weights[place] = 1 / float64(1+place)
			continue
		}
		weights[place] = w.Weigh(place)
		// The bound keeps sums and products of weights finite.
		if v := weights[place]; !(v >= 0 && v <= 1e100) {
			faults.Add(&target.FieldError{
				Path: fmt.Sprintf("weighting.weigh(%d)", place), Value: v, Err: target.ErrRange, Remedy: "from 0 to 1e100",
			})
		}
	}
	return weights, faults.Err()
}

// place gives each item the weight of its place in the order of importance.
func (p pair) place(order []int32, weights []float64) []float64 {
	byItem := make([]float64, len(order))
	for place, item := range order {
		byItem[item] = weights[place]
	}
	return byItem
}

// listed returns the items, by number, in the order of the list.
func listed(a Ranking, list []string) ([]int32, error) {
	p, err := alignAs("a", a, "weighting.order", Strict(list...))
	if err != nil {
		return nil, err
	}
	order := make([]int32, len(list))
	for item, place := range p.b {
		order[place] = int32(item)
	}
	return order, nil
}

// weightedTau returns the coefficient for the weights of the items. Every sum
// is of pairs of which nothing is taken away again, so that pairs of little
// weight count to the last digit beside others of much.
func (p pair) weightedTau(weight []float64, multiply bool) (tau float64, ok bool) {
	order := p.order()
	pairs := func(w, n, sum float64) float64 { // of one item with n others
		if multiply {
			return float64(w * sum)
		}
		return float64(w*n) + sum
	}
	apart := func(group, order []int32) float64 {
		var total, n, sum, before float64 // n items of the weight sum are in places before
		for i, item := range order {
			if i > 0 && group[item] != group[order[i-1]] {
				n, before = float64(i), sum
			}
			total += pairs(weight[item], n, before)
			sum += weight[item]
		}
		return total
	}
	apartA, apartB := apart(p.a, order), apart(p.b, sortBy(p.b, p.sizeB, order))
	if !(apartA > 0 && apartB > 0) {
		return 0, false
	}

	// An item and what a places before it are concordant or discordant as b
	// places that above or below it.
	var concordant, discordant float64
	seen, above, below := make(counts, len(p.sizeB)), make(weightSums, len(p.sizeB)), make(weightSums, len(p.sizeB))
	last := int32(len(p.sizeB) - 1)
	for from := 0; from < len(order); {
		end := from
		for ; end < len(order) && p.a[order[end]] == p.a[order[from]]; end++ {
			w, place := weight[order[end]], p.b[order[end]]
			concordant += pairs(w, float64(seen.upTo(place-1)), above.upTo(place-1))
			discordant += pairs(w, float64(int64(from)-seen.upTo(place)), below.upTo(last-place-1))
		}
		for _, item := range order[from:end] {
			seen.add(p.b[item])
			above.add(p.b[item], weight[item])
			below.add(last-p.b[item], weight[item])
		}
		from = end
	}
	num := concordant - discordant
	return min(1, max(-1, num/math.Sqrt(apartA)/math.Sqrt(apartB))), true
}

// weightSums is a Fenwick tree of weights.
type weightSums []float64

func (s weightSums) add(place int32, w float64) {
	for i := int(place); i < len(s); i |= i + 1 {
		s[i] += w
	}
}

func (s weightSums) upTo(place int32) float64 {
	sum := 0.0
	for i := int(place); i >= 0; i = i&(i+1) - 1 {
		sum += s[i]
	}
	return sum
}
