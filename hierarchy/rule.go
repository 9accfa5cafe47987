package hierarchy

import (
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Rule says how one parent divides what it hands down, its amount, among its
// children.
//
// A rule takes each field that it does not say from the rule around it: the rule
// of a unit from the rule of the level of its children, and the rule of a level
// from [Options].Rule. What none of them says has the default below. So a rule
// that says only a reserve changes nothing else.
//
//	field      not said             default
//	Method     nil                  Equal
//	Min, Max   the zero Column      no bounds
//	Stretch    not valid            0
//	Reserve    not valid            0
//	Rounding   0                    apportion.LargestRemainder
//
// The amount of a parent with quota q, rounded to the quantum with halves away
// from zero, is
//
//	q·(1 + Stretch) − Reserve   if higher is better
//	q·(1 − Stretch) − Reserve   if lower is better
//
// A bound applies to the units to which the rule divides. Figures that a column
// of bounds has for other units are not used, except that a bound in
// Options.Rule of the target's own unit must agree with the target's value. A
// column without any figure says that there are no bounds, whatever the rule
// around it says.
//
// Within bounds the exact quotas are clamp(oᵢ + λ·wᵢ, minᵢ, maxᵢ), with oᵢ and wᵢ
// the claims of the method and one λ for all children such that the law holds. A
// child's quota has the sign of the amount, or is zero if the amount is zero. The
// only exception is a child whose own minimum or maximum requires the opposite
// sign.
type Rule struct {
	Method   Method
	Min, Max Column              // bounds on the children's quotas; a gap is no bound
	Stretch  decimal.NullDecimal // 0.05: the children's targets add up to 105 % of the parent's (层层加码)
	Reserve  decimal.NullDecimal // what the parent keeps for itself, in the indicator's unit
	Rounding apportion.Rounding  // of Sum and Count kinds
}

// Hold fixes one unit's quota, with who and why. What is held under a unit is
// set aside at each of the units above it before anything is divided.
//
// A hold is in force if its last period does not end before the target's. A hold
// that has lapsed fixes nothing, and the explanation of the unit says that it
// lapsed. [Plan.ReviseTo] takes holds over into the next plan, and
// Options.Release releases them.
type Hold struct {
	Unit   string          `strict:"required"`
	Value  decimal.Decimal `strict:"required"`
	By     string
	Reason string
	Until  target.Period // last period for which it is good; the zero Period is without end
	Start  bool          // the plan starts from it: see [Family].Root
}

// Options are the choices of [Cascade]. The zero Options divide equally all the
// way down.
type Options struct {
	Rule      Rule            // for families without a nearer rule
	Levels    map[string]Rule // by level of the children
	Units     map[string]Rule // by code of the parent: a province's own way
	Basis     Column          // weights of a WeightedMean kind: denominators, base levels; not used for other kinds
	Holds     []Hold
	Release   []string // codes of units whose holds [Plan.ReviseTo] does not take over
	LastLevel string   // last level to reach; empty is all
}

func (o Options) clone() Options {
	o.Levels = maps.Clone(o.Levels)
	o.Units = maps.Clone(o.Units)
	o.Holds = slices.Clone(o.Holds)
	o.Release = slices.Clone(o.Release)
	return o
}

// within returns the rule with the fields of the rule around it in place of
// those that it does not say.
func (r Rule) within(around Rule) Rule {
	if r.Method == nil {
		r.Method = around.Method
	}
	if !r.Min.given() {
		r.Min = around.Min
	}
	if !r.Max.given() {
		r.Max = around.Max
	}
	if !r.Stretch.Valid {
		r.Stretch = around.Stretch
	}
	if !r.Reserve.Valid {
		r.Reserve = around.Reserve
	}
	if r.Rounding == 0 {
		r.Rounding = around.Rounding
	}
	return r
}

// saysNothing reports whether the rule says none of its fields.
func (r Rule) saysNothing() bool {
	return r.Method == nil && !r.Min.given() && !r.Max.given() && !r.Stretch.Valid && !r.Reserve.Valid &&
		r.Rounding == 0
}

// rule is a complete Rule that was checked and brought to the quantum of a
// target.
type rule struct {
	Rule
	claimer
	source ruleSource
	// The amount of q quanta is (q·up − down) / per.
	up, down, per *big.Int
	plain         bool // the amount is the quota
	broken        bool // stretch or reserve cannot be used, which was reported
	// lower and upper are the bounds, within those of the method.
	lower, upper Column
	min, max     columnScale // of lower and upper
	// direct are the weights of a rule that does nothing but share a quota in proportion
	// to words; nil for any other.
	direct []int64
}

// ruleSource is the paths of the rules that said the fields of a rule.
type ruleSource struct{ method, min, max, stretch, reserve string }

// within is [Rule.within] for the paths.
func (s ruleSource) within(r Rule, around ruleSource) ruleSource {
	if r.Method == nil {
		s.method = around.method
	}
	if !r.Min.given() {
		s.min = around.min
	}
	if !r.Max.given() {
		s.max = around.max
	}
	if !r.Stretch.Valid {
		s.stretch = around.stretch
	}
	if !r.Reserve.Valid {
		s.reserve = around.reserve
	}
	return s
}

// from returns the amount, in quanta, of a quota of q quanta.
func (r *rule) from(q *big.Int) *big.Int {
	if r.plain {
		return q
	}
	num := new(big.Int).Mul(q, r.up)
	return fixed.DivHalfUp(num.Sub(num, r.down), r.per)
}

// least returns the smallest quota whose amount is at least s. An amount rounds
// to s or more from s − ½ on, and that half itself rounds up only if s is
// positive.
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

// most returns the greatest quota whose amount is at most s.
func (r *rule) most(s *big.Int) *big.Int {
	if r.plain {
		return s
	}
	next := r.least(new(big.Int).Add(s, bigOne))
	return next.Sub(next, bigOne)
}

var bigOne = big.NewInt(1)
