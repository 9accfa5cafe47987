package robust

import (
	"math/big"
	"math/bits"
	"slices"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/random"
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
//   - the draws are not between 1 and 1,000,000;
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
	p := newPanel(&problems, units, region.Components(), int64(max(1, o.Draws)))
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
func (p *panel) drawnRanks(c *chain) func() []int {
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

// chain moves through the weights of a region, in whole units.
type chain struct {
	random.Source
	weights, low, high []int64
	free               []int      // components whose bounds differ
	between            int        // steps between two draws
	point              []*big.Int // the only draw, if the region is narrower than the units

	aside []*big.Int // weights that do not move, in units of the region, and nil for the others
	left  *big.Int   // the total less those weights
}

func newChain(r *Region, seed uint64) *chain {
	c := &chain{Source: random.New(seed)}
	if exact := c.scale(r, 9); !(exact && c.start(9)) {
		c.scale(r, 18)
		if !c.start(18) && !c.setAside(r) {
			c.point = r.corner()
			return c
		}
	}
	for k := range c.low {
		if c.low[k] < c.high[k] {
			c.free = append(c.free, k)
		}
	}
	if m := len(c.free); m > 1 {
		c.between = 8 * m * (1 + bits.Len(uint(m-1)))
	}
	c.advance(10 * c.between)
	return c
}

// scale brings the bounds to multiples of 10^−places of the total, rounded
// inwards. It reports whether no bound has changed.
func (c *chain) scale(r *Region, places int32) (exact bool) {
	m := len(r.low)
	c.low, c.high, exact = make([]int64, m), make([]int64, m), true
	rest, unit := new(big.Int), fixed.Pow10(places)
	for k := range r.low {
		q := new(big.Int).Mul(r.low[k], unit)
		if q.QuoRem(q, r.total, rest); rest.Sign() > 0 {
			q.Add(q, big.NewInt(1))
			exact = false
		}
		c.low[k] = q.Int64()

		q.Mul(r.high[k], unit)
		q.QuoRem(q, r.total, rest)
		exact = exact && rest.Sign() == 0
		// An upper bound above the total has no effect.
		if c.high[k] = unit.Int64(); q.Cmp(unit) < 0 {
			c.high[k] = q.Int64()
		}
	}
	return exact
}

// start fills up the weights from their lower bounds. It reports whether they can
// add up to 1 within the bounds.
func (c *chain) start(places int32) bool {
	left := fixed.Pow10(places).Int64()
	c.weights = append([]int64(nil), c.low...)
	for k := range c.weights {
		if left -= c.low[k]; left < 0 || c.low[k] > c.high[k] {
			return false
		}
	}
	for k := range c.weights {
		take := min(left, c.high[k]-c.low[k])
		c.weights[k] += take
		left -= take
	}
	return left == 0
}

// setAside takes out the weights that cannot move in whole units, as long as there
// are any. It reports whether the others can make up the rest.
func (c *chain) setAside(r *Region) bool {
	m := len(r.low)
	c.aside, c.left = make([]*big.Int, m), new(big.Int).Set(r.total)
	rest := &Region{low: slices.Clone(r.low), high: slices.Clone(r.high), total: c.left}

	for again := true; again; {
		again = false
		for k := range m {
			canMove := c.low[k] <= c.high[k] && r.low[k].Cmp(r.high[k]) != 0
			if c.aside[k] == nil && !canMove {
				c.aside[k], again = r.low[k], true
				c.left.Sub(c.left, r.low[k])
				rest.low[k], rest.high[k] = new(big.Int), new(big.Int)
			}
		}
		if c.left.Sign() <= 0 {
			return false
		}
		if c.scale(rest, 18); c.start(18) {
			return true
		}
	}
	return false
}

// weight returns a weight that was drawn, in one unit for all of them.
func (c *chain) weight(k int, drawn int64) *big.Int {
	w := big.NewInt(drawn)
	switch {
	case c.aside == nil:
		return w
	case c.aside[k] != nil:
		return w.Mul(c.aside[k], fixed.Pow10(18))
	}
	return w.Mul(w, c.left)
}

// advance takes a number of steps.
func (c *chain) advance(steps int) {
	m := uint64(len(c.free))
	for range steps {
		i, j := c.Below(m), c.Below(m-1)
		if j >= i {
			j++
		}
		a, b := c.free[i], c.free[j]
		sum := c.weights[a] + c.weights[b]
		least, most := max(c.low[a], sum-c.high[b]), min(c.high[a], sum-c.low[b])
		c.weights[a] = least + int64(c.Below(uint64(most-least)+1))
		c.weights[b] = sum - c.weights[a]
	}
}

// corner returns one point of the region, in its own units.
func (r *Region) corner() []*big.Int {
	left := new(big.Int).Set(r.total)
	for _, low := range r.low {
		left.Sub(left, low)
	}
	weights := make([]*big.Int, len(r.low))
	for k := range weights {
		take := new(big.Int).Sub(r.high[k], r.low[k])
		if take.Cmp(left) > 0 {
			take.Set(left)
		}
		left.Sub(left, take)
		weights[k] = take.Add(take, r.low[k])
	}
	return weights
}
