package hierarchy

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/target"
)

// Prepared is a cascade whose tree, target, rules and columns are checked once, to
// be run for many scenarios: totals, bases, rules with other columns or
// parameters. It is made by [Prepare], immutable and safe for concurrent use.
type Prepared struct {
	plan     Plan // without quotas
	families []parentage
	family   []int32 // of each unit, an index of families; −1 for one that hands nothing down
	state    []uint8 // of units that no bound limits
}

// parentage is a parent that hands down, with its children if all take part.
type parentage struct {
	parent, lo, hi int32
	level          int32 // whose rule applies
	whole          bool  // all take part
	own            bool  // the parent has a rule of its own
}

// Scenario is what one run of a [Prepared] cascade changes. The zero Scenario
// changes nothing.
type Scenario struct {
	// Value and Upper are those of the target, if they are valid.
	Value, Upper decimal.NullDecimal
	// Rule is the rule in Options.Rule. It takes the fields that it does not say from the
	// one prepared, and rules by level and by unit take theirs from it.
	Rule Rule
	// Basis is the basis of a weighted mean, if it has figures.
	Basis Column
}

// Prepare checks a target and options as [Cascade] does, and returns its errors,
// except those of the division itself.
func Prepare(tree *Tree, t target.Target, o Options) (*Prepared, error) {
	plan, err := prepare(tree, t, o)
	if err != nil {
		return nil, err
	}

	p := &Prepared{plan: *plan, family: make([]int32, tree.Len()), state: make([]uint8, tree.Len())}
	p.plan.prepared = p
	for at, in := range plan.reach() {
		p.family[at] = -1
		if !in {
			continue
		}
		p.state[at] = quotaState(apportion.ByClaim)
		if plan.divides(at) {
			p.family[at] = int32(len(p.families))
			p.families = append(p.families, plan.parentage(at))
		}
	}
	return p, nil
}

func (p *Plan) parentage(at int) parentage {
	lo, hi := p.tree.family(at)
	f := parentage{int32(at), int32(lo), int32(hi), p.familyLevel(at), true, p.byUnit[at] != nil}
	for i := lo; i < hi; i++ {
		f.whole = f.whole && p.tree.roles[i] != Memo
	}
	return f
}

// Run returns the plan that [Cascade] makes of the changed target and options.
// What does not change is not checked again. The errors are those of Cascade.
func (p *Prepared) Run(s Scenario) (*Plan, error) { return p.RunFrom(nil, s) }

// RunFrom is [Prepared.Run], with the same result, for a scenario that changes
// little of an earlier plan: some figures of its weights, by [Column.With] or
// [Column.WithSums], or its value. A family keeps its quotas if neither its amount
// nor one of its weights has changed. So the cost is that of the families that do
// change, and a copy of the quotas.
//
// It saves time if the earlier plan is of the same prepared cascade, if the kind
// adds up, and if the rules share in proportion to columns, without bounds and holds.
// A nil plan saves none.
func (p *Prepared) RunFrom(earlier *Plan, s Scenario) (*Plan, error) {
	plan, err := p.changed(s)
	if err != nil {
		return nil, err
	}
	if err := plan.runFrom(earlier); err != nil {
		return nil, err
	}
	return plan, nil
}

// changed returns the plan of a scenario, without quotas.
func (p *Prepared) changed(s Scenario) (*Plan, error) {
	plan := p.plan
	c := checker{tree: plan.tree, target: plan.target, step: plan.step}
	at := c.problems.At("scenario")
	c.value(at.Field("value"), &plan.target.Value, s.Value)
	c.value(at.Field("upper"), &plan.target.Upper, s.Upper)
	if s.Upper.Valid || plan.target.EffectiveComparator() == target.Within {
		at.AddRooted(plan.target.Validate())
	}
	if err := c.problems.Err(); err != nil {
		return nil, err
	}

	c.target = plan.target
	if p.limits(s) {
		plan.options.Rule = s.Rule.within(plan.options.Rule)
		if s.Basis.Len() > 0 {
			plan.options.Basis = s.Basis
		}
		return prepare(plan.tree, plan.target, plan.options)
	}
	if !s.Rule.saysNothing() {
		plan.options.Rule = s.Rule.within(plan.options.Rule)
		c.rules(&plan)
	}
	if s.Basis.Len() > 0 {
		plan.options.Basis = s.Basis
		c.column(at.Field("basis"), s.Basis, true)
	}
	if c.problems.Len() == 0 && !s.Rule.saysNothing() {
		plan.checkGaps(&c.problems)
	}
	if err := c.problems.Err(); err != nil {
		return nil, err
	}
	if s.Basis.Len() > 0 && plan.isMean() {
		plan.fillBasis()
	}
	return &plan, nil
}

// limits reports whether a scenario has to be checked as a whole, since it changes
// bounds or a reserve, or a value that one of these has to agree with.
func (p *Prepared) limits(s Scenario) bool {
	if s.Rule.Min.given() || s.Rule.Max.given() || s.Rule.Reserve.Valid {
		return true
	}
	if !s.Value.Valid && !s.Upper.Valid {
		return false
	}
	r := p.plan.options.Rule
	if r.Min.has(p.plan.root) || r.Max.has(p.plan.root) {
		return true
	}
	return slices.ContainsFunc(p.plan.rules(), func(r *rule) bool { return r.Reserve.Valid })
}

// value takes a figure of the target from a scenario that gives one.
func (c *checker) value(at target.Place, to *decimal.Decimal, given decimal.NullDecimal) {
	if given.Valid && at.Figure(given.Decimal) {
		*to = given.Decimal
		c.whole(at, *to)
	}
}

// runPrepared divides sums without bounds by weights that are words, family by
// family. It reports false, and leaves nothing behind that counts, if there is
// anything else to do.
func (e *engine) runPrepared(out *result) bool {
	if e.law != target.Sum || len(out.quotas.wide) > 0 {
		return false
	}
	quotas := out.quotas.words
	changed, some := e.changedFamilies(quotas)
	for i, f := range e.prepared.families {
		if some && !changed[i] {
			continue
		}
		if !e.shareDirectly(f, quotas) {
			return false
		}
		for k := f.lo; some && k < f.hi; k++ {
			if at := e.prepared.family[k]; at >= 0 && quotas[k] != e.earlier.lower.quotas.words[k] {
				changed[at] = true
			}
		}
	}

	out.state = e.prepared.state
	return true
}

// shareDirectly divides the quota of one parent. It reports false if that takes more.
func (e *engine) shareDirectly(f parentage, quotas []int64) bool {
	r := e.rule
	if f.own {
		r = e.byUnit[int(f.parent)]
	} else if level := e.byLevel[f.level]; level != nil {
		r = level
	}
	if r.direct == nil || !f.whole {
		return false
	}
	shares, weights := quotas[f.lo:f.hi], r.direct[f.lo:f.hi]
	_, err := e.divider.Words(shares, quotas[f.parent], weights, nil, nil, kernel.Method(r.Rounding))
	return err == nil
}

// changedFamilies marks the families that an earlier plan does not decide: those
// whose weights have changed, and the first one if the total has. It reports false
// if the earlier plan is of no use.
func (e *engine) changedFamilies(quotas []int64) (changed []bool, ok bool) {
	if e.earlier == nil {
		return nil, false
	}
	familyOf := e.prepared.family
	changed = make([]bool, len(e.prepared.families))
	if at := familyOf[e.root]; at >= 0 {
		changed[at] = quotas[e.root] != e.earlier.lower.quotas.words[e.root]
	}

	mark := func(now, before *rule) bool {
		places, ok := now.since(before)
		for _, at := range places {
			if above := e.tree.parent[at]; above >= 0 && familyOf[above] >= 0 {
				changed[familyOf[above]] = true
			}
		}
		return ok
	}
	ok = mark(e.rule, e.earlier.rule)
	for i, r := range e.byLevel {
		ok = ok && (r == nil || mark(r, e.earlier.byLevel[i]))
	}
	for at, r := range e.byUnit {
		ok = ok && mark(r, e.earlier.byUnit[at])
	}
	return changed, ok
}

// serves reports whether quotas of an earlier plan may be kept: whether it was
// divided by runPrepared.
func (p *Prepared) serves(earlier *Plan) bool {
	if p == nil || earlier == nil || earlier.prepared != p {
		return false
	}
	r := earlier.lower
	return len(r.quotas.wide) == 0 && len(r.state) > 0 && &r.state[0] == &p.state[0]
}

// since returns the places at which the weights of a rule differ from those of an
// earlier one. It reports false if the rules differ in more.
func (r *rule) since(earlier *rule) (places []int, ok bool) {
	if r == earlier {
		return nil, true
	}
	now, shares := r.claimer.(proportional)
	before, did := earlier.claimer.(proportional)
	if !shares || !did || r.direct == nil || earlier.direct == nil || r.Rounding != earlier.Rounding {
		return nil, false
	}
	return now.column.since(before.column)
}
