package robust

import (
	"math/big"
	"math/bits"
	"slices"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/random"
)

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
