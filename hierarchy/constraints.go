package hierarchy

import (
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
	needed      []bool // what is below decides one of them
}

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
		needed: make([]bool, n),
	}
	reach := e.reach()
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
		} else if e.law == target.Count {
			c.raise(at, new(big.Int))
			c.lower(at, bigOne)
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
	}
}

func (c *constraints) bound(x *numbers, at int, col fixed.Column, s scale, up bool) {
	if words := col.Words(); words != nil && s.times != 0 {
		if m, ok := s.count(words[at], up); ok {
			x.words[at] = m
			return
		}
	}
	if d := col.Decimal(at); up {
		x.set(at, c.step.ceil(d))
	} else {
		x.set(at, c.step.floor(d))
	}
}

// scale takes the mantissas of a column to quanta: m·times/per.
type scale struct{ times, per int64 }

func (q quantum) scaleOf(c fixed.Column) scale {
	if !q.m.IsInt64() {
		return scale{}
	}
	shift := c.Exp() - q.exp
	var s scale
	var ok bool
	if shift >= 0 {
		s.per = q.m.Int64()
		s.times, ok = fixed.Scale(1, shift)
	} else {
		s.times = 1
		s.per, ok = fixed.Scale(q.m.Int64(), -shift)
	}
	if !ok {
		return scale{}
	}
	return s
}

// count returns the quanta of a mantissa, rounded up or down.
func (s scale) count(m int64, up bool) (int64, bool) {
	p := m * s.times
	if m != 0 && (p/m != s.times || m == math.MinInt64 || p == math.MinInt64) {
		return 0, false
	}
	n, rest := p/s.per, p%s.per
	switch {
	case up && rest > 0:
		n++
	case !up && rest < 0:
		n--
	}
	return n, n != noLeast && n != noMost
}

// need tightens the constraints of a parent to what its children need: enough
// to meet their minima, and no more than their maxima hold.
func (c *constraints) need(at int) {
	f := c.family(at)
	if c.needWords(f) {
		return
	}
	least, most := c.sums(f)
	changed := false
	own := [2]*big.Int{c.low(at), c.high(at)}
	// A quota of the total's sign needs nothing to meet minima of zero.
	if least != nil && (c.sign < 0 || least.Sign() > 0) {
		changed = c.raise(at, f.rule.least(least))
	}
	if most != nil && (c.sign >= 0 || most.Sign() < 0) {
		changed = c.lower(at, f.rule.most(most)) || changed
	}
	if c.needed[at] = changed; !changed {
		return
	}
	if c.crossed(at) {
		c.conflict(f, own, least, most)
	}
}

// crossed reports whether the least of a unit is above its most.
func (c *constraints) crossed(at int) bool {
	if len(c.least.wide)+len(c.most.wide) == 0 {
		return c.least.words[at] > c.most.words[at]
	}
	low, high := c.low(at), c.high(at)
	return low != nil && high != nil && low.Cmp(high) > 0
}

// needWords is need for what is most common: words, a sum, a total of zero or
// above and a load that is the quota. It reports false, and has done nothing,
// where that is not so or the constraints cross.
func (c *constraints) needWords(f *family) bool {
	if c.law == target.WeightedMean || c.sign < 0 || !f.rule.plain || f.places != nil || len(c.least.wide)+len(c.most.wide) > 0 {
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
		c.needed[f.parent] = true
	}
	if limited && most < *high {
		*high = most
		c.needed[f.parent] = true
	}
	return true
}

// conflict reports that a unit's own bounds or hold leave no load that its
// children can share.
func (c *constraints) conflict(f *family, own [2]*big.Int, least, most *big.Int) {
	u := c.tree.units[f.parent]
	e := &InfeasibleError{Parent: u.Code, Reason: "its own bounds or hold leave no quota that suits the holds and bounds below it"}
	switch {
	case own[1] != nil && least != nil && f.rule.from(own[1]).Cmp(least) < 0:
		e.Load = c.step.times(f.rule.from(own[1]))
	case own[0] != nil:
		e.Load = c.step.times(f.rule.from(own[0]))
	}
	e.Least, e.Most = c.step.limit(least), c.step.limit(most)
	for k := range f.n {
		if i := f.place(k); least != nil && c.low(i) != nil && c.low(i).Sign() > 0 || most != nil && c.high(i) != nil {
			e.Units = append(e.Units, c.tree.units[i].Code)
		}
	}
	c.faults.Add(u.Code, e)
	// One report is enough: above it counts as without constraints.
	c.least.words[f.parent], c.most.words[f.parent] = noLeast, noMost
	delete(c.least.wide, f.parent)
	delete(c.most.wide, f.parent)
}

// sums returns what the children of a family have at least and at most
// together; nil where nothing limits it. For a weighted mean these are loads:
// rounded outwards, since a mean is met but for rounding.
func (c *constraints) sums(f *family) (least, most *big.Int) {
	least, most, whole := c.masses(f)
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
// basis for a weighted mean, and the weights. A share does not take the sign
// opposite to the total's unless a bound says so.
func (c *constraints) masses(f *family) (least, most, whole *big.Int) {
	least, most, whole = new(big.Int), new(big.Int), new(big.Int)
	weight := bigOne
	for k := range f.n {
		i := f.place(k)
		low, high := c.low(i), c.high(i)
		if low == nil && c.sign >= 0 {
			if low = new(big.Int); high != nil && high.Sign() < 0 {
				low = high
			}
		}
		if high == nil && c.sign < 0 {
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
	if b != Free && c.needed[at] {
		return Reserved
	}
	return b
}
