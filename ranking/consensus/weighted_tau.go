package consensus

import (
	"math"

	"github.com/targetcascade/cascade/internal/fenwick"
	"github.com/targetcascade/cascade/target"
)

// WeightedTau returns Kendall's τ-b of two rankings of the same items, with pairs
// weighted by importance. So an exchange at the top of the table counts more than
// one at the bottom:
//
//	τ_w = ⟨a, b⟩ / √(⟨a, a⟩⟨b, b⟩),  ⟨a, b⟩ = Σ_{i<j} sgn(aᵢ − aⱼ) sgn(bᵢ − bⱼ) w(i, j).
//
// It takes O(n log n). The coefficient does not depend on the order of importance
// of items that tie in both rankings.
//
// WeightedTau returns an error if:
//   - a ranking is not valid, or they do not rank the same items;
//   - a weight is negative or above 10¹⁰⁰;
//   - the order of importance is none of the constants, is listed without
//     [ByOrder], or does not list every item once;
//   - a ranking ties all pairs of positive weight, so that there is no coefficient.
//
// Source: S. Vigna (2015), A weighted correlation index for rankings with
// ties.
func WeightedTau(a, b Ranking, o WeightedTauOptions) (float64, error) {
	p, err := align(a, b)
	if err != nil {
		return 0, err
	}
	weights, err := o.weights(len(p.a))
	if err != nil {
		return 0, err
	}

	swapped := pair{a: p.b, b: p.a, sizeA: p.sizeB, sizeB: p.sizeA}
	switch o.By {
	case ByA:
		return p.weightedTau(p.order(), weights, o.Multiply)
	case ByB:
		return swapped.weightedTau(swapped.order(), weights, o.Multiply)
	case ByOrder:
		order, err := numbersOf(a, o.Order)
		if err != nil {
			return 0, err
		}
		return p.weightedTau(order, weights, o.Multiply)
	}
	first, err := p.weightedTau(p.order(), weights, o.Multiply)
	if err != nil {
		return 0, err
	}
	second, err := swapped.weightedTau(swapped.order(), weights, o.Multiply)
	return (first + second) / 2, err
}

// numbersOf returns the numbers of the items of a list.
func numbersOf(a Ranking, list []string) ([]int32, error) {
	p, err := alignAs("a", a, "options.order", Strict(list...))
	if err != nil {
		return nil, err
	}
	order := make([]int32, len(list))
	for item, place := range p.b {
		order[place] = int32(item)
	}
	return order, nil
}

// weightedTau returns the coefficient for an order of importance and the weights
// of its places. Concordant and discordant pairs are summed apart, and nothing is
// subtracted from either sum. So pairs of little weight count to the last digit, even
// beside pairs of much weight.
func (p pair) weightedTau(importance []int32, weights []float64, multiply bool) (float64, error) {
	weight := make([]float64, len(importance)) // by item
	for place, item := range importance {
		weight[item] = weights[place]
	}

	pairs := sumOfWeights
	if multiply {
		pairs = productOfWeights
	}
	order := p.order()
	apartA := apart(p.a, order, weight, pairs)
	apartB := apart(p.b, sortBy(p.b, p.sizeB, order), weight, pairs)
	if !(apartA > 0 && apartB > 0) {
		var problems target.Problems
		remedy := "at least one pair that is not tied must have a positive weight"
		problems.At("a, b").Report(nil, target.ErrMissing, remedy)
		return 0, problems.Err()
	}

	concordant, discordant := p.agreement(order, weight, pairs)
	tau := (concordant - discordant) / math.Sqrt(apartA) / math.Sqrt(apartB)
	return min(1, max(-1, tau)), nil
}

// pairWeight is the weight of the pairs of an item of weight w with n others, whose
// weights add up to sum.
type pairWeight func(w, n, sum float64) float64

func sumOfWeights(w, n, sum float64) float64 { return float64(w*n) + sum }

func productOfWeights(w, _, sum float64) float64 { return float64(w * sum) }

// apart returns the weight of the pairs that a ranking does not tie. The order is
// one of the ranking.
func apart(group, order []int32, weight []float64, pairs pairWeight) float64 {
	var total, n, sum, before float64 // n items of the weight before are in earlier groups
	for i, item := range order {
		if i > 0 && group[item] != group[order[i-1]] {
			n, before = float64(i), sum
		}
		total += pairs(weight[item], n, before)
		sum += weight[item]
	}
	return total
}

// agreement returns the weights of the concordant and of the discordant pairs: an
// item and one that a ranks before it are concordant if b does so too, and
// discordant if b ranks it after.
func (p pair) agreement(order []int32, weight []float64, pairs pairWeight) (concordant, discordant float64) {
	places := len(p.sizeB)
	seen := make(fenwick.Tree[int64], places)
	above, below := make(fenwick.Tree[float64], places), make(fenwick.Tree[float64], places)
	last := places - 1

	for from := 0; from < len(order); {
		end := from
		for ; end < len(order) && p.a[order[end]] == p.a[order[from]]; end++ {
			w, place := weight[order[end]], int(p.b[order[end]])
			concordant += pairs(w, float64(seen.Sum(place-1)), above.Sum(place-1))
			discordant += pairs(w, float64(int64(from)-seen.Sum(place)), below.Sum(last-place-1))
		}
		for _, item := range order[from:end] {
			place := int(p.b[item])
			seen.Add(place, 1)
			above.Add(place, weight[item])
			below.Add(last-place, weight[item])
		}
		from = end
	}
	return concordant, discordant
}
