package hierarchy

import (
	"cmp"
	"fmt"
	"math"
	"math/big"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

const (
	noLeast = math.MinInt64
	noMost  = math.MaxInt64
)

// constraints are the least and the most that each unit's quota can be: by the
// bounds of its parent's rule, by its hold, and by what the units below it need.
type constraints struct {
	*engine
	sign        int // of the total
	least, most numbers
	needed      []needs
}

// needs says which constraints of a unit are those of the units below it.
type needs uint8

const (
	leastNeeded needs = 1 << iota
	mostNeeded
)

// constrain finds the constraints from the bottom up, nil where there are none,
// and reports those that contradict each other.
func (e *engine) constrain(sign int, atLeast *numbers) *constraints {
	if !e.constrained() && atLeast == nil {
		return nil
	}
	n := e.tree.Len()
	c := &constraints{
		engine: e, sign: sign,
		least: numbers{words: make([]int64, n)}, most: numbers{words: make([]int64, n)},
		needed: make([]needs, n),
	}
	reach := e.reach()
	var ends []int64
	if e.law == target.Count {
		ends = e.tree.ends()
	}
	parent, under := -1, (*rule)(nil) // of the siblings, which follow one another
	for at := n - 1; at > e.root; at-- {
		c.least.words[at], c.most.words[at] = noLeast, noMost
		if !reach[at] {
			continue
		}
		if above := int(e.tree.parent[at]); above != parent {
			parent, under = above, e.ruleOf(above)
		}
		c.own(at, under)
		if atLeast != nil {
			c.raise(at, atLeast.big(at))
		}
		if e.divides(at) {
			c.need(at)
		} else if ends != nil {
			c.count(at, ends[at], under)
		}
	}
	return c
}

// release drops what was only needed while dividing.
func (c *constraints) release() *constraints {
	if c != nil {
		c.engine = nil
	}
	return c
}

// with returns the constraints for use by an engine.
func (c *constraints) with(e *engine) *constraints {
	if c == nil {
		return nil
	}
	out := *c
	out.engine = e
	return &out
}

func (p *Plan) constrained() bool {
	if len(p.held) > 0 || p.law == target.Count || p.rule.Min.given() || p.rule.Max.given() {
		return true
	}
	for _, r := range p.byLevel {
		if r != nil && (r.Min.given() || r.Max.given()) {
			return true
		}
	}
	for _, r := range p.byUnit {
		if r.Min.given() || r.Max.given() {
			return true
		}
	}
	return false
}

// low and high return a constraint, nil where there is none.
func (c *constraints) low(at int) *big.Int {
	if c.least.wide[at] == nil && c.least.words[at] == noLeast {
		return nil
	}
	return c.least.big(at)
}

func (c *constraints) high(at int) *big.Int {
	if c.most.wide[at] == nil && c.most.words[at] == noMost {
		return nil
	}
	return c.most.big(at)
}

// raise and lower tighten a constraint and report whether that changed it.
func (c *constraints) raise(at int, v *big.Int) bool {
	if low := c.low(at); low != nil && low.Cmp(v) >= 0 {
		return false
	}
	c.least.set(at, v)
	return true
}

func (c *constraints) lower(at int, v *big.Int) bool {
	if high := c.high(at); high != nil && high.Cmp(v) <= 0 {
		return false
	}
	c.most.set(at, v)
	return true
}

// own takes the hold of the unit itself and its bounds by the rule of its
// parent.
func (c *constraints) own(at int, r *rule) {
	if i, ok := c.held[at]; ok {
		v := c.load(c.options.Held[i].Value)
		c.least.set(at, v)
		c.most.set(at, v)
		return
	}
	if r.Min.has(at) {
		c.bound(&c.least, at, r.Min.figures, r.min, true)
	}
	if r.Max.has(at) {
		c.bound(&c.most, at, r.Max.figures, r.max, false)
	}
	if c.crossed(at) {
		code := c.tree.units[at].Code
		c.faults.Add(code, &target.FieldError{
			Path: "min[" + quote(code) + "]", Value: r.Min.figures.Decimal(at), Err: target.ErrInfeasible,
			Remedy: "no multiple of the quantum lies between it and the maximum, " + r.Max.figures.Decimal(at).StringFixed(-r.Max.figures.Exp()),
		})
		c.forget(at)
	}
}

// ends returns how many units without units of their own there are in each unit,
// itself included.
func (t *Tree) ends() []int64 {
	ends := make([]int64, len(t.units))
	for at := len(t.units) - 1; at >= 0; at-- {
		ends[at] = max(ends[at], 1)
		if p := t.parent[at]; p >= 0 && t.units[at].Role != Memo {
			ends[p] += ends[at]
		}
	}
	return ends
}

// count limits a unit that hands nothing down to those that can be counted in it.
func (c *constraints) count(at int, ends int64, r *rule) {
	c.raise(at, new(big.Int))
	c.lower(at, big.NewInt(ends))
	if !c.crossed(at) {
		return
	}
	code := c.tree.units[at].Code
	f := &target.FieldError{Err: target.ErrInfeasible, Remedy: fmt.Sprintf("from 0 to %d: so many units there are to count", ends)}
	if i, ok := c.held[at]; ok {
		f.Path, f.Value = "options.held["+quote(code)+"]", c.options.Held[i].Value
	} else if r.Max.has(at) && r.Max.figures.Decimal(at).Sign() < 0 {
		f.Path, f.Value = "max["+quote(code)+"]", r.Max.figures.Decimal(at)
	} else {
		f.Path, f.Value = "min["+quote(code)+"]", r.Min.figures.Decimal(at)
	}
	c.faults.Add(code, f)
	c.forget(at)
}

// need tightens the constraints of a parent to what its children need: enough
// to meet their minima, and no more than their maxima hold.
func (c *constraints) need(at int) {
	f := c.family(at)
	if c.needWords(f) {
		return
	}
	sign := c.signAt(at)
	least, most := c.sums(f, sign)
	own := [2]*big.Int{c.low(at), c.high(at)}
	// A quota of the sign needs nothing to meet minima of zero.
	if least != nil && (sign < 0 || least.Sign() > 0) && c.raise(at, f.rule.least(least)) {
		c.needed[at] |= leastNeeded
	}
	if most != nil && (sign >= 0 || most.Sign() < 0) && c.lower(at, f.rule.most(most)) {
		c.needed[at] |= mostNeeded
	}
	if c.crossed(at) {
		c.conflict(f, own, least, most, sign)
	}
}

// signAt returns the sign of a unit's quota: the total's, unless its own hold or
// bounds say otherwise.
func (c *constraints) signAt(at int) int {
	if c.least.sign(at) > 0 { // that of none is below zero
		return 1
	}
	if c.most.sign(at) < 0 {
		return -1
	}
	return c.sign
}

// signOf returns the sign of a family's load; zero is like the total.
func (c *constraints) signOf(f *family) int { return cmp.Or(f.load.Sign(), c.sign) }

// crossed reports whether the least of a unit is above its most.
func (c *constraints) crossed(at int) bool {
	if len(c.least.wide)+len(c.most.wide) == 0 {
		return c.least.words[at] > c.most.words[at]
	}
	low, high := c.low(at), c.high(at)
	return low != nil && high != nil && low.Cmp(high) > 0
}

// needWords is need for what is most common: words, a sum, a quota of zero or
// above and a load that is the quota. It reports false, and has done nothing,
// where that is not so or the constraints cross.
func (c *constraints) needWords(f *family) bool {
	if c.law == target.WeightedMean || !f.rule.plain || f.places != nil || len(c.least.wide)+len(c.most.wide) > 0 || c.signAt(f.parent) < 0 {
		return false
	}
	least, most, limited := int64(0), int64(0), true
	for i := f.lo; i < f.hi; i++ {
		low, high := c.least.words[i], c.most.words[i]
		if low == noLeast {
			low = min(0, high)
		}
		var fits bool
		if least, fits = fixed.AddWords(least, low); !fits {
			return false
		}
		if limited = limited && high != noMost; limited {
			if most, fits = fixed.AddWords(most, high); !fits {
				return false
			}
		}
	}
	low, high := &c.least.words[f.parent], &c.most.words[f.parent]
	least = max(least, 0)
	if least > *high || limited && (most < *low || most == noMost) {
		return false
	}
	if least > 0 && least > *low {
		*low = least
		c.needed[f.parent] |= leastNeeded
	}
	if limited && most < *high {
		*high = most
		c.needed[f.parent] |= mostNeeded
	}
	return true
}

// sums returns what the children of a family have at least and at most
// together; nil where nothing limits it. For a weighted mean these are loads:
// rounded outwards, since a mean is met but for rounding.
func (c *constraints) sums(f *family, sign int) (least, most *big.Int) {
	least, most, whole := c.masses(f, sign)
	if c.law != target.WeightedMean {
		return least, most
	}
	if whole.Sign() == 0 {
		return nil, nil
	}
	if least != nil {
		least.Div(least, whole)
	}
	if most != nil {
		most.Neg(most.Div(most.Neg(most), whole))
	}
	return least, most
}

// masses adds up the constraints of the children of a family, weighted by the
// basis for a weighted mean, and the weights. A share of a load with that sign
// does not take the opposite one unless a bound says so.
func (c *constraints) masses(f *family, sign int) (least, most, whole *big.Int) {
	least, most, whole = new(big.Int), new(big.Int), new(big.Int)
	weight := bigOne
	for k := range f.n {
		i := f.place(k)
		low, high := c.low(i), c.high(i)
		if low == nil && sign >= 0 {
			if low = new(big.Int); high != nil && high.Sign() < 0 {
				low = high
			}
		}
		if high == nil && sign < 0 {
			if high = new(big.Int); low != nil && low.Sign() > 0 {
				high = low
			}
		}
		if c.law == target.WeightedMean {
			weight = c.basis.big(i)
			whole.Add(whole, weight)
		}
		least, most = plus(least, low, weight), plus(most, high, weight)
	}
	return least, most, whole
}

// plus adds v·weight to a sum; nil stands for no limit.
func plus(sum, v, weight *big.Int) *big.Int {
	if sum == nil || v == nil {
		return nil
	}
	return sum.Add(sum, new(big.Int).Mul(v, weight))
}

// fit reports whether the constraints of a family are words.
func (c *constraints) fit(f *family) bool {
	if len(c.least.wide)+len(c.most.wide) == 0 {
		return true
	}
	for k := range f.n {
		if at := f.place(k); c.least.wide[at] != nil || c.most.wide[at] != nil {
			return false
		}
	}
	return true
}

func (c *constraints) words(f *family) (lo, hi []int64) {
	if f.places == nil {
		return c.least.words[f.lo:f.hi], c.most.words[f.lo:f.hi]
	}
	lo, hi = make([]int64, f.n), make([]int64, f.n)
	for k := range f.n {
		lo[k], hi[k] = c.least.words[f.place(k)], c.most.words[f.place(k)]
	}
	return lo, hi
}

func (c *constraints) big(f *family) (lo, hi []*big.Int) {
	lo, hi = make([]*big.Int, f.n), make([]*big.Int, f.n)
	for k := range f.n {
		lo[k], hi[k] = c.low(f.place(k)), c.high(f.place(k))
	}
	return lo, hi
}

// refine says what stands behind a bound that decided a quota under a rule.
func (c *constraints) refine(at int, r *rule, b Bound) Bound {
	if _, ok := c.held[at]; ok {
		return Held
	}
	if c.law == target.Count && b == AtMax && !r.Max.has(at) {
		return Free // as many as there are
	}
	if b == AtMin && c.needed[at]&leastNeeded != 0 || b == AtMax && c.needed[at]&mostNeeded != 0 {
		return Reserved
	}
	return b
}
