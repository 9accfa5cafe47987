package robust

import (
	"fmt"
	"math/big"
	"math/bits"
	"slices"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/random"
	"github.com/targetcascade/cascade/target"
)

// Sampling are the options of [Shares]. The zero value is the default.
type Sampling struct {
	Draws int // of weights; zero is 1,000
	Seed  uint64
}

// RankShares is how often a unit had each rank.
type RankShares struct {
	Code   string
	First  int   // the best rank that was drawn
	Counts []int // draws with rank First, First+1, …, the worst drawn
}

// Count returns how many draws gave the unit the rank.
func (r RankShares) Count(rank int) int {
	if i := rank - r.First; i >= 0 && i < len(r.Counts) {
		return r.Counts[i]
	}
	return 0
}

// Shares draws weights from the region, each as likely as any other, and
// counts the ranks of the units, by code. Units of one score share the better
// rank.
//
// Weights are whole multiples of 10⁻⁹, or of 10⁻¹⁸ where the bounds have more
// decimals, rounded inwards if they have still more, so that every draw is
// exactly within the region and every comparison of scores is exact. A weight
// with bounds too close for that stays at the lower one, and the others are
// multiples of 10⁻¹⁸ of what is left; a region too narrow for that too is one
// point. A draw is
// the state of a Markov chain whose step gives two components, chosen at
// random, a new division of the weight that they have together, even over all
// that the bounds allow; between draws there are 8·m·⌈1 + log₂ m⌉ steps for m
// components that are free to move, ten times that before the first. On the
// simplex such a chain mixes in a multiple of m·log m steps (A. Smith, 2014).
//
// Shares returns an error if the draws are not from 1 to 1,000,000, or as
// [Intervals] does, where units times components times draws are at most
// 4·10⁹.
func Shares(units []Unit, region *Region, o Sampling) ([]RankShares, error) {
	if err := checkRegion(region); err != nil {
		return nil, err
	}
	var faults fault.List
	draws := o.Draws
	if draws == 0 {
		draws = 1000
	}
	if draws < 1 || draws > maxReplicates {
		faults.Add(&target.FieldError{
			Path: "options.draws", Value: o.Draws, Err: target.ErrRange, Remedy: fmt.Sprintf("from 1 to %d; zero is 1,000", maxReplicates),
		})
	}
	p, err := newPanel(units, region.Components(), int64(max(1, draws)))
	if err != nil {
		faults.Add(err)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}

	c := newChain(region, o.Seed)
	n, m := len(p.codes), p.components
	ranks, order, totals := make([]int, n), make([]int, n), make([]wide, n)
	rows := make([]RankShares, n)
	for i, code := range p.codes {
		rows[i].Code = code
	}
	if c.point != nil {
		for i, rank := range p.ranks(c.point) {
			rows[i].First, rows[i].Counts = rank, []int{draws}
		}
		return rows, nil
	}
	weights := make([]*big.Int, m)
	for range draws {
		c.advance(c.between)
		if p.words == nil || c.aside != nil {
			for k, w := range c.weights {
				weights[k] = c.weight(k, w)
			}
			ranks = p.ranks(weights)
		} else {
			for i := range totals {
				totals[i] = wide{}
				for k, w := range c.weights {
					totals[i] = totals[i].plus(p.words[i*m+k], w)
				}
			}
			place(ranks, order, func(i, j int) int { return totals[i].compare(totals[j]) })
		}
		for i, rank := range ranks {
			rows[i].add(rank)
		}
	}
	return rows, nil
}

func (r *RankShares) add(rank int) {
	switch {
	case r.Counts == nil:
		r.First, r.Counts = rank, []int{0}
	case rank < r.First:
		r.Counts = slices.Concat(make([]int, r.First-rank), r.Counts)
		r.First = rank
	}
	for rank-r.First >= len(r.Counts) {
		r.Counts = append(r.Counts, 0)
	}
	r.Counts[rank-r.First]++
}

// chain moves through the weights of a region, in whole units.
type chain struct {
	random.Source
	weights, low, high []int64
	free               []int      // components whose bounds differ
	between            int        // steps from draw to draw
	point              []*big.Int // the only draw, where the region is narrower than the units

	aside []*big.Int // weights that stay, in units of the region, and nil for the others; nil without
	left  *big.Int   // what they leave of the total
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

// scale brings the bounds to multiples of 10^-places of the total, rounded
// inwards, and reports whether that changed none.
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
		// An upper bound above the total binds nothing.
		if c.high[k] = unit.Int64(); q.Cmp(unit) < 0 {
			c.high[k] = q.Int64()
		}
	}
	return exact
}

// start fills up the weights from their lower bounds and reports whether they
// can add up to 1 within the bounds.
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

// setAside takes the weights out that have no room to move in whole units, as
// long as there are any, and reports whether the others can make up the rest.
func (c *chain) setAside(r *Region) bool {
	m := len(r.low)
	c.aside, c.left = make([]*big.Int, m), new(big.Int).Set(r.total)
	rest := &Region{low: slices.Clone(r.low), high: slices.Clone(r.high), total: c.left}
	for again := true; again; {
		again = false
		for k := range m {
			if c.aside[k] == nil && (c.low[k] > c.high[k] || r.low[k].Cmp(r.high[k]) == 0) {
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

// weight returns a weight that was drawn, in units that all of them have.
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

// corner returns weights of the region, in its own units.
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
