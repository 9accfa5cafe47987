package robust

import (
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/target"
)

// SampleOptions are the options of [SampleRanks]. The zero value is the default.
type SampleOptions struct {
	Draws int // of weights; 0 means 1,000
	Seed  uint64
}

// RankShares counts the draws in which a unit had each rank.
type RankShares struct {
	Code   string
	First  int   // the best rank that was drawn
	Counts []int // draws with rank First, First+1, …, the worst rank that was drawn
}

// Count returns the number of draws in which the unit had a rank.
func (r RankShares) Count(place int) int {
	if i := place - r.First; i >= 0 && i < len(r.Counts) {
		return r.Counts[i]
	}
	return 0
}

// SampleRanks draws weights from the region, each with the same probability, and
// counts the ranks of the units, by code. Units of equal score share the better
// rank.
//
// Weights are multiples of 10⁻⁹, or of 10⁻¹⁸ if the bounds have more decimals. If
// they have still more, the bounds are rounded inwards. So every draw is exactly
// within the region, and every comparison of scores is exact. A weight with bounds
// too close for that remains at the lower one, and the others are multiples of
// 10⁻¹⁸ of the rest. A region too narrow for that too is one point.
//
// A draw is the state of a Markov chain. A step chooses two components at random
// and divides the weight that they have together anew, with the same probability
// for all divisions within the bounds. Between two draws there are
// 8·m·⌈1 + log₂ m⌉ steps, for m components that are free to move, and ten times as
// many before the first. On the simplex such a chain mixes in a multiple of m·log m
// steps (A. Smith, 2014).
//
// SampleRanks returns an error if:
//   - the draws are negative or above 1,000,000;
//   - the region or the units are not valid, as for [Intervals];
//   - units times components times draws exceed 4·10⁹.
func SampleRanks(units []ScoredUnit, region *Region, o SampleOptions) ([]RankShares, error) {
	if err := checkRegion(region); err != nil {
		return nil, err
	}
	if o.Draws == 0 {
		o.Draws = 1000
	}
	var problems target.Problems
	problems.At("options").Field("draws").Count(o.Draws, 1, maxReplicates)
	p := newScoreTable(&problems, units, region.Components(), int64(max(1, o.Draws)))
	if err := problems.Err(); err != nil {
		return nil, err
	}

	rows := make([]RankShares, len(p.codes))
	for i, code := range p.codes {
		rows[i].Code = code
	}
	c := newChain(region, o.Seed)
	if c.point != nil {
		for i, r := range p.ranks(c.point) {
			rows[i].First, rows[i].Counts = r, []int{o.Draws}
		}
		return rows, nil
	}

	ranks := p.drawnRanks(c)
	for range o.Draws {
		c.advance(c.between)
		for i, r := range ranks() {
			rows[i].add(r)
		}
	}
	return rows, nil
}

// drawnRanks returns a function that ranks the units at the weights of the chain.
func (p *scoreTable) drawnRanks(c *chain) func() []int {
	n, m := len(p.codes), p.components
	if p.words == nil || c.aside != nil {
		weights := make([]*big.Int, m)
		return func() []int {
			for k, w := range c.weights {
				weights[k] = c.weight(k, w)
			}
			return p.ranks(weights)
		}
	}

	ranks, order, totals := make([]int, n), make([]int, n), make([]int128.Int, n)
	compare := func(i, j int) int { return totals[i].Cmp(totals[j]) }
	return func() []int {
		for i := range totals {
			var total int128.Int
			for k, w := range c.weights {
				total = total.Add(int128.Mul(p.words[i*m+k], w))
			}
			totals[i] = total
		}
		rank(ranks, order, compare)
		return ranks
	}
}

func (r *RankShares) add(drawn int) {
	switch {
	case r.Counts == nil:
		r.First, r.Counts = drawn, []int{0}
	case drawn < r.First:
		r.Counts = slices.Concat(make([]int, r.First-drawn), r.Counts)
		r.First = drawn
	}
	for drawn-r.First >= len(r.Counts) {
		r.Counts = append(r.Counts, 0)
	}
	r.Counts[drawn-r.First]++
}
