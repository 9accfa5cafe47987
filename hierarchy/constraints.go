package hierarchy

import (
	"fmt"
	"math/big"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// constraints are what the quota of each unit can be: by the bounds of its
// parent's rule, by its hold, and by what the units below it need.
//
// The children of a family of a weighted mean can seldom meet its amount exactly
// in whole quanta. A quota is allowed if they can meet its amount but for half a
// quantum of the mean, and exact if they can meet it with quotas that are exact
// themselves, but for the rounding of each. A family is divided within the exact
// limits if its amount is within them, and within the allowed ones otherwise. A
// child whose weight is zero then has its quota within the exact limits still, or
// as near to it as lets the others make the amount.
type constraints struct {
	*engine
	allowed limits
	exact   *limits // of weighted means; nil for others, and when all is divided
	f       family  // used again for each parent
}

// constrain finds the constraints from the bottom up, nil where there are none,
// and reports those that contradict each other.
func (e *engine) constrain(atLeast *numbers) *constraints {
	if !e.constrained() && atLeast == nil {
		return nil
	}
	n := e.tree.Len()
	c := &constraints{engine: e, allowed: newLimits(n)}
	if e.law == target.WeightedMean {
		exact := newLimits(n)
		c.exact = &exact
	}
	reach := e.reach()
	var ends []int64
	if e.law == target.Count {
		ends = e.tree.ends()
	}

	parent, under := -1, (*rule)(nil) // of the siblings, which follow one another
	for at := n - 1; at > e.root; at-- {
		if !reach[at] {
			continue
		}
		if above := int(e.tree.parent[at]); above != parent {
			parent, under = above, e.ruleOf(above)
		}
		c.own(at, under)
		if c.stuck(at) {
			c.keep(at)
		}
		if atLeast != nil {
			c.allowed.raise(at, atLeast.big(at))
		}
		if c.exact != nil {
			c.exact.copy(&c.allowed, at)
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
		c.engine, c.exact, c.f = nil, nil, family{}
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

// constrained reports whether something limits the quota of a unit.
func (p *Plan) constrained() bool {
	if len(p.held) > 0 || p.nearest != nil && len(p.nearest.fixed) > 0 || p.law == target.Count {
		return true
	}
	for _, r := range p.rules() {
		if r.bounded() || fixesSome(r.claimer, p.tree) {
			return true
		}
	}
	return false
}

// bounded reports whether the rule has bounds, or its method has.
func (r *rule) bounded() bool { return r.lower.given() || r.upper.given() }

// own takes the hold of the unit itself, or its bounds by the rule of its parent.
func (c *constraints) own(at int, r *rule) {
	l := &c.allowed
	if i, ok := c.held[at]; ok {
		v := c.quanta(c.options.Holds[i].Value)
		l.least.set(at, v)
		l.most.set(at, v)
		return
	}
	if r.lower.has(at) {
		c.bound(&l.least, at, r.lower.figures, r.min, true)
	}
	if r.upper.has(at) {
		c.bound(&l.most, at, r.upper.figures, r.max, false)
	}
	if l.crossed(at) {
		code := c.tree.units[at].Code
		most := r.upper.figures.Decimal(at)
		c.faults.Add(code, &target.FieldError{
			Path: "min[" + quote(code) + "]", Value: r.lower.figures.Decimal(at), Err: target.ErrInfeasible,
			Remedy: "no multiple of the quantum lies between it and the maximum, " +
				most.StringFixed(max(0, -most.Exponent())),
		})
		l.forget(at)
	}
}

// ends returns how many units without units of their own there are in each unit,
// itself included.
func (t *Tree) ends() []int64 {
	ends := make([]int64, len(t.units))
	for at := len(t.units) - 1; at >= 0; at-- {
		ends[at] = max(ends[at], 1)
		if p := t.parent[at]; p >= 0 && t.roles[at] != Memo {
			ends[p] += ends[at]
		}
	}
	return ends
}

// count limits a unit that hands nothing down to those that can be counted in it.
func (c *constraints) count(at int, ends int64, r *rule) {
	l := &c.allowed
	l.raise(at, new(big.Int))
	l.lower(at, big.NewInt(ends))
	if !l.crossed(at) {
		return
	}

	code := c.tree.units[at].Code
	problem := &target.FieldError{
		Err:    target.ErrInfeasible,
		Remedy: fmt.Sprintf("must be between 0 and %d, the number of units to count", ends),
	}
	if i, ok := c.held[at]; ok {
		problem.Path, problem.Value = "options.holds["+quote(code)+"]", c.options.Holds[i].Value
	} else if r.upper.has(at) && r.upper.figures.Decimal(at).Sign() < 0 {
		problem.Path, problem.Value = "max["+quote(code)+"]", r.upper.figures.Decimal(at)
	} else {
		problem.Path, problem.Value = "min["+quote(code)+"]", r.lower.figures.Decimal(at)
	}
	c.faults.Add(code, problem)
	l.forget(at)
}

// signAt returns the sign of a unit's quota: the total's, unless its own hold or
// bounds say otherwise.
func (c *constraints) signAt(at int) int {
	if c.allowed.least.sign(at) > 0 { // that of none is below zero
		return 1
	}
	if c.allowed.most.sign(at) < 0 {
		return -1
	}
	return c.sign
}

// refine says what stands behind a bound that decided a quota under a rule.
func (c *constraints) refine(at int, r *rule, b apportion.DecidedBy) apportion.DecidedBy {
	if _, ok := c.held[at]; ok || c.stuck(at) {
		return apportion.ByHold
	}
	if c.law == target.Count && b == apportion.ByMaximum && !r.upper.has(at) {
		return apportion.ByClaim // as many as there are
	}
	needed := c.allowed.needed[at]
	if b == apportion.ByMinimum && needed&leastNeeded != 0 || b == apportion.ByMaximum && needed&mostNeeded != 0 {
		return apportion.ByDescendants
	}
	return b
}

// prefer makes the exact limits of all children the allowed ones.
func (c *constraints) prefer(f *family) {
	for k := range f.n {
		c.allowed.copy(c.exact, f.place(k))
	}
}

// inOrder returns the limits within which a family is divided, the first choice
// first. A child that does not move the mean has its exact limits in both.
func (c *constraints) inOrder(f *family) []*limits {
	if c.exact == nil {
		return []*limits{&c.allowed}
	}
	for k := range f.n {
		if at := f.place(k); f.basis.sign(at) == 0 {
			c.allowed.copy(c.exact, at)
		}
	}
	return []*limits{c.exact, &c.allowed}
}
