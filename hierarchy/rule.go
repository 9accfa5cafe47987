package hierarchy

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Rule says how one parent's load is shared among its children. The zero Rule
// splits equally, by largest remainder, without bounds.
//
// The load of a parent with quota q is, rounded to the quantum with halves away
// from zero,
//
//	q·(1 + Stretch) − Reserve   where higher is better
//	q·(1 − Stretch) − Reserve   where lower is better
//
// Within bounds the exact quotas are clamp(λ·cᵢ, minᵢ, maxᵢ), with one λ for all
// children such that the law holds. A child is asked for less than zero of a load
// above zero, or for more than zero of one below, only as far as a bound of its
// own says so; of a load of zero, for anything but zero.
type Rule struct {
	Method   Method          // nil is Equal
	Min, Max Column          // bounds on the children's quotas; a gap is none
	Stretch  decimal.Decimal // 0.05: the children's targets add up to 105 % of the parent's (层层加码)
	Reserve  decimal.Decimal // amount that the parent keeps for itself, in the indicator's unit
	Rounding Rounding        // of Sum and Count kinds
}

// Hold fixes one unit's quota, with who and why. What is held under a unit is
// set aside at each of the units above it before anything is spread.
type Hold struct {
	Unit, By, Reason string
	Value            decimal.Decimal
	Until            target.Period // last period that it is good for; zero is without end
}

// Options are the choices of [Cascade]. The zero Options split equally all the
// way down.
type Options struct {
	Rule   Rule            // where nothing nearer applies
	Levels map[string]Rule // by level of the children
	Units  map[string]Rule // by code of the parent: a province's own way
	Basis  Column          // weights of a WeightedMean kind: denominators, base levels
	Held   []Hold
	Depth  string // last level to reach; empty is all
}

func (o Options) clone() Options {
	o.Levels = maps.Clone(o.Levels)
	o.Units = maps.Clone(o.Units)
	o.Held = slices.Clone(o.Held)
	return o
}

// rule is a Rule that was checked and brought to the quantum of a target.
type rule struct {
	Rule
	claimer
	// The load of q quanta is (q·up − down) / per.
	up, down, per *big.Int
	plain         bool // the load is the quota
	min, max      scale
}

// checker checks options against a tree and a target.
type checker struct {
	tree   *Tree
	target target.Target
	step   quantum
	faults fault.List
}

func (c *checker) rule(path string, r Rule) *rule {
	out := &rule{Rule: r, plain: true, claimer: wrap(r.Method)}
	if err := checkMethod(out.claimer); err != nil {
		c.faults.Add(fmt.Errorf("%s.method: %w", path, err))
	}
	law := c.target.Indicator.Kind.Law()
	if !out.accepts(law) {
		c.faults.Add(&target.FieldError{Path: path + ".method", Value: out.String(), Err: target.ErrKind, Remedy: "it is not for a " + c.target.Indicator.Kind.String()})
	}
	for _, col := range out.columns() {
		c.column(path+".method", col, true)
	}
	out.min, out.max = c.step.scaleOf(r.Min.figures), c.step.scaleOf(r.Max.figures)
	c.column(path+".min", r.Min, false)
	c.column(path+".max", r.Max, false)
	r.Rounding.check(&c.faults, path+".rounding")
	c.load(path, out)
	return out
}

func (c *checker) column(path string, col Column, required bool) {
	switch {
	case !col.given() && required:
		c.faults.Add(&target.FieldError{Path: path, Err: target.ErrRequired, Remedy: "make its column by Tree.Column"})
	case col.given() && col.tree != c.tree:
		c.faults.Add(&target.FieldError{Path: path, Err: target.ErrMismatch, Remedy: "take its column from the tree of the cascade"})
	}
}

// load brings stretch and reserve to the form (q·up − down) / per.
func (c *checker) load(path string, r *rule) {
	if r.Stretch.IsZero() && r.Reserve.IsZero() {
		return
	}
	if !fixed.InBounds(r.Stretch) || r.Stretch.Abs().Cmp(one) >= 0 {
		c.faults.Add(&target.FieldError{Path: path + ".stretch", Value: r.Stretch, Err: target.ErrRange, Remedy: "above −1 and below 1: 0.05 is 5 %"})
		return
	}
	if !fixed.InBounds(r.Reserve) {
		c.faults.Add(&target.FieldError{Path: path + ".reserve", Value: r.Reserve, Err: target.ErrRange, Remedy: "at most 100 digits before and 100 after the point"})
		return
	}
	factor := one.Add(r.Stretch)
	switch better := c.target.Indicator.Better; {
	case better == target.Lower:
		factor = one.Sub(r.Stretch)
	case better == target.Nearer && !r.Stretch.IsZero():
		c.faults.Add(&target.FieldError{Path: path + ".stretch", Value: r.Stretch, Err: target.ErrKind, Remedy: "a target to be near to has no harder side"})
		return
	}
	r.plain = false
	places := max(0, -factor.Exponent())
	r.up, _ = fixed.Mantissa(factor, -places)
	r.per = new(big.Int).Set(fixed.Pow10(places))
	num, den := c.step.ratio(r.Reserve)
	r.down = num.Mul(num, r.per)
	r.up.Mul(r.up, den)
	r.per.Mul(r.per, den)
}

// from returns the load, in quanta, of a quota of q quanta.
func (r *rule) from(q *big.Int) *big.Int {
	if r.plain {
		return q
	}
	num := new(big.Int).Mul(q, r.up)
	return fixed.DivHalfUp(num.Sub(num, r.down), r.per)
}

// least returns the smallest quota whose load is at least s. A load rounds to s
// or more from s − ½ on, where that half itself rounds up only if s is positive.
func (r *rule) least(s *big.Int) *big.Int {
	if r.plain {
		return s
	}
	num := new(big.Int).Lsh(s, 1)
	num.Sub(num, bigOne)
	num.Mul(num, r.per)
	num.Add(num, new(big.Int).Lsh(r.down, 1))
	if s.Sign() > 0 {
		num.Neg(num)
		num.Div(num, new(big.Int).Lsh(r.up, 1))
		return num.Neg(num)
	}
	num.Div(num, new(big.Int).Lsh(r.up, 1))
	return num.Add(num, bigOne)
}

// most returns the greatest quota whose load is at most s.
func (r *rule) most(s *big.Int) *big.Int {
	if r.plain {
		return s
	}
	next := r.least(new(big.Int).Add(s, bigOne))
	return next.Sub(next, bigOne)
}

var bigOne = big.NewInt(1)
