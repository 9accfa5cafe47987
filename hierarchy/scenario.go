package hierarchy

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Prepared is a cascade that is checked once and run for many scenarios: other totals,
// bases, columns or parameters of rules. [Prepare] makes it. It is immutable and safe
// for concurrent use.
type Prepared struct {
	plan     Plan // without quotas
	families []parentage
	family   []int32 // by unit: an index of families; −1 for a unit that hands nothing down
	state    []uint8 // of units that no bound limits
}

// parentage is a parent that hands its quota down.
type parentage struct {
	parent, lo, hi int32
	level          int32 // whose rule applies
	whole          bool  // all children take part
	own            bool  // the parent has a rule of its own
}

// Scenario is what one run of a [Prepared] cascade changes. The zero Scenario
// changes nothing. Holds, bounds on groups and the rules by level and by unit are those of
// [Prepare].
type Scenario struct {
	// Value and Upper replace those of the target, if they are valid.
	Value, Upper decimal.NullDecimal
	// Rule replaces Options.Rule. Its unset fields are those of the prepared rule. Rules
	// by level and by unit take their unset fields from it.
	Rule Rule
	// Basis replaces the basis of a weighted mean, if it has figures.
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
		f.whole = f.whole && p.roles[i] != Memo
	}
	return f
}

// Run returns the plan that [Cascade] makes of the changed target and options. It does
// not check again what has not changed. Its errors are those of Cascade. Those of what the
// scenario changes can be under scenario.
func (p *Prepared) Run(s Scenario) (*Plan, error) { return p.RunFrom(nil, s) }

// String prints the target, and says how many units get a quota.
func (p *Prepared) String() string {
	if p == nil || p.plan.tree == nil {
		return "no cascade\n"
	}
	units := 0
	for _, state := range p.state {
		if state != 0 {
			units++
		}
	}
	return p.plan.headline() + "prepared for " + numtext.Counted(units, "unit") + "\n"
}

// RunFrom returns the same plan as [Prepared.Run]. It is faster for a scenario that
// changes little of an earlier plan: its value, or some weights by [Column.With] or
// [Column.WithSums]. A family keeps its quotas if its amount and its weights have not
// changed. The cost is that of the other families, and a copy of the quotas.
//
// RunFrom saves time only if:
//   - the earlier plan is of the same prepared cascade;
//   - the law of the kind is Sum;
//   - the rules share in proportion to columns, without bounds and holds.
//
// A nil plan saves none.
func (p *Prepared) RunFrom(earlier *Plan, s Scenario) (*Plan, error) {
	if p == nil || p.plan.tree == nil {
		return nil, &target.FieldError{Path: "prepared", Err: target.ErrRequired, Remedy: "make it by Prepare"}
	}
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

	//mutate:equal left out: only the checks of bounds and reserves read its figures, and prepare makes them
	c.target = plan.target
	if p.limits(s) {
		plan.options.Rule = s.Rule.within(plan.options.Rule)
		if s.Basis.Len() > 0 {
			plan.options.Basis = s.Basis
		}
		return prepare(plan.tree, plan.target, plan.options)
	}
	if !s.Rule.isEmpty() {
		plan.options.Rule = s.Rule.within(plan.options.Rule)
		c.rules(&plan)
		c.groupRules(&plan)
	}
	if s.Basis.Len() > 0 {
		plan.options.Basis = s.Basis
		c.column(at.Field("basis"), s.Basis, true)
	}
	if c.problems.Len() == 0 && !s.Rule.isEmpty() {
		plan.checkGaps(&c.problems)
	}
	if err := c.problems.Err(); err != nil {
		return nil, err
	}
	//mutate:equal s.Basis.Len() > 0 || plan.isMean(): nobody reads the basis of a sum, and that of a mean is as before
	//mutate:equal s.Basis.Len() >= 0: it is filled as before
	if s.Basis.Len() > 0 && plan.isMean() {
		plan.fillBasis()
	}
	return &plan, nil
}

// limits reports whether a scenario must be checked as a whole: it changes bounds or a
// reserve, or a value that must agree with them.
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

// value replaces a figure of the target if the scenario gives one.
func (c *checker) value(at target.Place, to *decimal.Decimal, given decimal.NullDecimal) {
	if given.Valid && at.Figure(given.Decimal) {
		*to = given.Decimal
		c.whole(at, *to)
	}
}

// runPrepared divides sums without bounds by weights that are words, family by family.
// It returns false, and its results are not used, in all other cases.
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
			//mutate:equal at > 0: the first family is that of the target's own unit, which is no child
			if at := e.prepared.family[k]; at >= 0 && quotas[k] != e.earlier.lower.quotas.words[k] {
				changed[at] = true
			}
		}
	}

	out.state = e.prepared.state
	return true
}

// shareDirectly divides the quota of one parent by words. It returns false if that is
// not possible.
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

// changedFamilies marks the families to divide anew: those whose weights differ from the
// earlier plan's, and the first family if the total differs. It returns false if the
// earlier plan cannot be used.
func (e *engine) changedFamilies(quotas []int64) (changed []bool, ok bool) {
	if e.earlier == nil {
		return nil, false
	}
	familyOf := e.prepared.family
	changed = make([]bool, len(e.prepared.families))
	if at := familyOf[e.root]; at >= 0 {
		changed[at] = quotas[e.root] != e.earlier.lower.quotas.words[e.root]
	}

	// Rules by level and by unit differ only in what they take from this one.
	places, ok := e.rule.since(e.earlier.rule)
	for _, at := range places {
		if above := e.tree.parent[at]; above >= 0 && familyOf[above] >= 0 {
			changed[familyOf[above]] = true
		}
	}
	return changed, ok
}

// serves reports whether quotas of an earlier plan may be kept. It must have been
// divided by runPrepared.
func (p *Prepared) serves(earlier *Plan) bool {
	if p == nil || earlier == nil || earlier.prepared != p {
		return false
	}
	return &earlier.lower.state[0] == &p.state[0]
}

// since returns the places at which the weights of a rule differ from those of an
// earlier rule. It returns false if the rules differ in anything else.
func (r *rule) since(earlier *rule) (places []int, ok bool) {
	if r == earlier {
		return nil, true
	}
	if r.direct == nil || earlier.direct == nil || r.Rounding != earlier.Rounding {
		return nil, false
	}
	now, _ := r.claimer.(proportional)
	before, _ := earlier.claimer.(proportional)
	return now.column.since(before.column)
}

// prepare checks everything that can be checked before the division.
func prepare(tree *Tree, t target.Target, o Options) (*Plan, error) {
	c := checker{tree: tree, target: t}
	return c.prepare(o, func(*Plan, bool) {})
}

// prepare checks options, and then calls more for the checks of the caller. Its argument
// known says whether the target's unit is in the tree.
func (c *checker) prepare(o Options, more func(p *Plan, known bool)) (*Plan, error) {
	tree, t := c.tree, c.target
	p := &Plan{tree: tree, target: t.Clone(), options: o.clone()}
	p.setRoles()
	given := c.problems.At("tree").Required(tree.Len() > 0, "make one by NewTree")
	valid := c.problems.Add(t.Validate())
	known := given && c.root(p)
	if !valid || !given || !c.kind() {
		return nil, c.problems.Err()
	}

	p.law = t.Indicator.Kind.Law()
	c.step = fixed.NewQuantum(t.Indicator.EffectiveQuantum())
	p.step = c.step
	if !c.open {
		c.whole(c.problems.At("target").Field("value"), t.Value)
	}
	if t.EffectiveComparator() == target.Within {
		c.whole(c.problems.At("target").Field("upper"), t.Upper)
	}
	c.options(p, known)
	more(p, known)
	if c.problems.Len() > 0 {
		return nil, c.problems.Err()
	}

	if p.law == target.WeightedMean {
		p.fillBasis()
	}
	return p, nil
}

// root finds the target's unit, and reports whether it is in the tree.
func (c *checker) root(p *Plan) bool {
	at, known := c.tree.at(c.target.Unit)
	if p.root = at; !known && c.target.Unit != "" {
		c.problems.At("target").Field("unit").Report(c.target.Unit, target.ErrUnknown, c.tree.unknown(c.target.Unit))
	}
	return known
}

// kind checks that the kind of the target's indicator can be handed down, and reports
// whether it has a law.
func (c *checker) kind() bool {
	i, at := c.target.Indicator, c.problems.At("target").Field("indicator")
	switch law := i.Kind.Law(); {
	case law == target.NoLaw:
		at.Field("kind").Report(i.Kind.String(), target.ErrKind,
			"an index or a position does not decompose by arithmetic: set a target for what it is made from")
		return false
	case law == target.WeightedMean && i.Places.IsZero() && i.Quantum.IsZero():
		at.Field("places").Report(nil, target.ErrRequired,
			"set indicator.places to the number of decimals of the quotas (target.Places(0) for whole numbers), "+
				"or set indicator.quantum")
		return false
	}
	return true
}

// whole checks that a figure is a multiple of the quantum.
func (c *checker) whole(at target.Place, d decimal.Decimal) {
	if _, whole := c.step.Count(d); !whole {
		at.Report(d, target.ErrQuantum, c.quantumRemedy(d))
	}
}

// quantumRemedy says how a figure that is not a multiple of the quantum can be
// handed out.
func (c *checker) quantumRemedy(d decimal.Decimal) string {
	round := "round it to a multiple of " + fault.Text(c.target.Indicator.EffectiveQuantum())
	if i := c.target.Indicator; !i.Quantum.IsZero() {
		return round + ", or set another indicator.quantum"
	}
	if places := -d.Exponent(); places <= target.MaxPlaces {
		return fmt.Sprintf("set indicator.places to %d, or %s", places, round)
	}
	return round
}

// options checks the options. known says whether the target's unit is in the tree.
func (c *checker) options(p *Plan, known bool) {
	o, at := p.options, c.problems.At("options")
	c.exemptions(p)
	c.rules(p)
	if p.law == target.WeightedMean && at.Field("basis").Required(
		o.Basis.given(), "a weighted mean needs the weights of the units, such as the people of a figure per head",
	) {
		c.column(at.Field("basis"), o.Basis, true)
	}

	known = c.lastLevel(at.Field("lastLevel"), p, known) && known
	for i := range o.Release {
		at.Field("release").Index(i).Report(
			o.Release[i], target.ErrInvalid,
			"only Plan.Revise and Plan.ReviseTo release holds: leave the hold out of options.holds",
		)
	}

	if known {
		c.exempted(p)
		c.reach(p)
	}

	c.holds(p, known)
	c.groupBounds(p, known)
	if c.problems.Len() == 0 {
		p.checkGaps(&c.problems)
	}
}

// lastLevel finds the last level of the plan, and reports whether it is valid.
func (c *checker) lastLevel(at target.Place, p *Plan, known bool) bool {
	p.depth = int32(len(c.tree.levels))
	if p.options.LastLevel == "" {
		return true
	}
	p.depth = int32(slices.Index(c.tree.levels, p.options.LastLevel))
	switch {
	case p.depth < 0:
		at.Unknown(p.options.LastLevel, c.tree.levels...)
		return false
	case known && p.depth <= c.tree.level[p.root]:
		at.Report(
			p.options.LastLevel, target.ErrRange,
			"must be a level below that of the target's unit, "+quote(c.tree.units[p.root].Level),
		)
		return false
	}
	return true
}

// holds checks the holds. It separates those in force from those that have lapsed.
func (c *checker) holds(p *Plan, known bool) {
	p.held = make(map[int]int, len(p.options.Holds))
	for i, h := range p.options.Holds {
		place := c.problems.At("options").Field("holds").Key(h.Unit)
		at, ok := c.tree.at(h.Unit)
		if !ok {
			place.Report(h.Value, target.ErrUnknown, c.tree.unknown(h.Unit))
			continue
		}
		if known && (at == p.root || !p.reach()[at]) {
			place.Report(h.Value, target.ErrMismatch, c.unheld(p, at))
			continue
		}
		if !place.Figure(h.Value) {
			continue
		}

		c.whole(place, h.Value)
		if h.lapsed(c.target) {
			if p.lapsed == nil {
				p.lapsed = make(map[int][]int)
			}
			p.lapsed[at] = append(p.lapsed[at], i)
			continue
		}
		if _, twice := p.held[at]; twice {
			place.Report(h.Value, target.ErrDuplicate, "a unit has one hold in force: leave one of them out")
			continue
		}

		p.held[at] = i
	}

	for _, of := range p.lapsed {
		slices.SortFunc(of, func(i, j int) int { return p.options.Holds[i].compare(p.options.Holds[j]) })
	}
}

// unheld returns why a unit cannot be held.
func (c *checker) unheld(p *Plan, at int) string {
	const hold = "hold a unit to which the target is divided"
	switch {
	case at == p.root:
		return "it is the target's own unit, and its quota is the target's value: " + hold
	case !c.below(at, p.root):
		return "it is not below " + quote(c.target.Unit) + ", the unit of the target: " + hold
	}
	return "it gets no quota, as it or a unit above it is exempt, a memo unit or beyond options.lastLevel: " + hold
}

// setRoles takes the roles of the tree.
func (p *Plan) setRoles() {
	if p.tree != nil {
		p.roles = p.tree.roles
	}
}

// exemptions finds the units that are exempt, and gives them the role of memo units.
func (c *checker) exemptions(p *Plan) {
	if len(p.options.Exempt) == 0 {
		return
	}

	p.roles = slices.Clone(p.roles)
	p.exempt = make(map[int]int, len(p.options.Exempt))
	for i, x := range p.options.Exempt {
		place := c.problems.At("options").Field("exempt").Key(x.Unit)
		place.Field("reason").Required(x.Reason != "", "say why the unit is exempt")
		at, ok := c.tree.at(x.Unit)
		if !ok {
			place.Report(nil, target.ErrUnknown, c.tree.unknown(x.Unit))
			continue
		}
		if _, twice := p.exempt[at]; twice {
			place.Duplicate(nil)
			continue
		}
		p.exempt[at] = i
	}

	for at := range p.exempt {
		p.roles[at] = Memo
	}
}

// exempted reports exemptions that take nothing from anybody, or everything.
func (c *checker) exempted(p *Plan) {
	for _, at := range slices.Sorted(maps.Keys(p.exempt)) {
		place := c.problems.At("options").Field("exempt").Key(c.tree.units[at].Code)
		switch parent := int(c.tree.parent[at]); {
		case at == p.root:
			place.Report(nil, target.ErrMismatch, "it is the target's own unit: exempt units below it")
		case !c.below(at, p.root):
			place.Report(nil, target.ErrMismatch, "it is not below "+quote(c.target.Unit)+", the unit of the target")
		case c.tree.roles[at] == Memo || c.tree.level[parent] >= p.depth || !p.reach()[parent]:
			place.Report(
				nil, target.ErrMismatch,
				"it gets no quota anyway, as it or a unit above it is exempt, a memo unit or beyond options.lastLevel",
			)
		case !p.divides(parent):
			place.Report(
				nil, target.ErrMismatch, "no child of "+quote(c.tree.units[parent].Code)+
					" is left to take its quota: exempt that unit instead, or leave one of its children in",
			)
		}
	}
}

// lapsed reports whether the last period of a hold ends before that of a target.
func (h Hold) lapsed(t target.Target) bool {
	return !h.Until.IsZero() && h.Until.Last().Compare(t.Period.Last()) < 0
}

// compare orders holds by their last period, and then by what they say.
func (h Hold) compare(o Hold) int {
	return cmp.Or(
		h.Until.Last().Compare(o.Until.Last()), cmp.Compare(h.Unit, o.Unit), cmp.Compare(h.By, o.By),
		cmp.Compare(h.Reason, o.Reason), h.Value.Cmp(o.Value),
	)
}

// reach marks the units that receive a quota, including the target's own unit. The marks
// are kept while the plan is made.
func (p *Plan) reach() []bool {
	if p.marks != nil {
		return p.marks
	}
	marks := make([]bool, p.tree.Len())
	if len(marks) == 0 {
		return nil
	}
	marks[p.root] = true
	for at := p.root; at < len(marks); at++ {
		if !marks[at] || !p.divides(at) {
			continue
		}
		for i, hi := p.tree.family(at); i < hi; i++ {
			marks[i] = p.roles[i] != Memo
		}
	}
	//mutate:equal left out: they are found again
	p.marks = marks
	return marks
}

// divides reports whether the unit at a place hands its quota down.
func (p *Plan) divides(at int) bool {
	if p.tree.level[at] >= p.depth {
		return false
	}
	for i, hi := p.tree.family(at); i < hi; i++ {
		if p.roles[i] != Memo {
			return true
		}
	}
	return false
}

// ruleOf returns the rule of a parent.
func (p *Plan) ruleOf(at int) *rule {
	if r := p.byUnit[at]; r != nil {
		return r
	}
	return p.levelRule(at)
}

// levelRule returns the rule of a parent that has none of its own.
func (p *Plan) levelRule(at int) *rule {
	if lo, hi := p.tree.family(at); lo < hi {
		if r := p.byLevel[p.familyLevel(at)]; r != nil {
			return r
		}
	}
	return p.rule
}

// familyLevel returns the level whose rule applies to the children of a parent: the
// highest level of the children that receive a quota, or of all children if none does.
func (p *Plan) familyLevel(at int) int32 {
	level, highest := int32(len(p.tree.levels)), int32(len(p.tree.levels))
	for i, hi := p.tree.family(at); i < hi; i++ {
		level = min(level, p.tree.level[i])
		if p.roles[i] != Memo {
			highest = min(highest, p.tree.level[i])
		}
	}
	if int(highest) < len(p.tree.levels) {
		return highest
	}
	return level
}

// quanta returns a figure that is a whole number of quanta.
func (p *Plan) quanta(d decimal.Decimal) *big.Int {
	n, _ := p.step.Count(d)
	return n
}

func (p *Plan) isMean() bool { return p.law == target.WeightedMean }

// fillBasis sets the basis of each unit: its figure in the column, or else the sum of
// the bases of its children.
func (p *Plan) fillBasis() { p.basis, p.based = p.filled(p.options.Basis.figures, true) }

// filled returns the figures of a column at its exponent, and which units have one. If
// they add up, a unit without a figure has the sum of its children.
func (p *Plan) filled(c fixed.Column, addsUp bool) (figures numbers, has []bool) {
	n := p.tree.Len()
	figures, has = numbers{words: make([]int64, n)}, make([]bool, n)
	for at := n - 1; at >= 0; at-- {
		if c.Has(at) {
			if words := c.Words(); words != nil {
				figures.words[at] = words[at]
			} else {
				figures.set(at, c.Mantissa(at))
			}
			has[at] = true
			continue
		}
		if !addsUp {
			continue
		}

		lo, hi := p.tree.family(at)
		sum, some, complete := new(big.Int), false, true
		for i := lo; i < hi && complete; i++ {
			switch {
			case p.roles[i] == Memo:
			case has[i]:
				sum.Add(sum, figures.big(i))
				some = true
			default:
				complete = p.roles[i] == Residual
			}
		}

		if some && complete {
			figures.set(at, sum)
			has[at] = true
		}
	}
	return figures, has
}
