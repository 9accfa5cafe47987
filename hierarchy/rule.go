package hierarchy

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Rule says how one parent divides its amount among its children.
//
// Each field that a rule does not set comes from the rule around it. Around the rule of
// a unit is the rule of the level of its children; around the rule of a level is
// [Options].Rule. A field that none of them sets has the default below. A rule that
// sets only a reserve therefore changes nothing else.
//
//	field      not set              default
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
// A bound applies to the units among which the rule divides. A column of bounds may
// have figures for other units, which are not used. There is one exception: a bound of
// the target's own unit in Options.Rule must agree with the target's value. A column
// without any figure removes the bounds of the rule around it.
//
// The exact quotas are clamp(oᵢ + λ·wᵢ, minᵢ, maxᵢ). Here oᵢ and wᵢ are the offset and
// the weight of the method's claim, and λ is the same for all children, such that the
// law holds. A child's quota has the sign of the amount, or is zero if the amount is zero. The
// only exception is a child whose own minimum or maximum requires the opposite
// sign.
type Rule struct {
	Method   Method
	Min, Max Column              // bounds of the children's quotas; a gap means no bound
	Stretch  decimal.NullDecimal // 0.05: the children's targets add up to 105 % of the parent's (层层加码)
	Reserve  decimal.NullDecimal // what the parent keeps for itself, in the indicator's unit
	Rounding apportion.Rounding  // of Sum and Count kinds
}

// Hold fixes the quota of one unit, with who fixed it and why. Each unit above it
// reserves the held quota before it divides anything. In a cascade it replaces the bounds of
// its unit; [Reconcile] refuses a hold that is not within them.
//
// A hold is in force if its last period does not end before the target's. A hold that
// has lapsed fixes nothing; the explanation of the unit says that it lapsed.
// [Plan.ReviseTo] keeps holds in the next plan, except those in Options.Release.
type Hold struct {
	Unit   string          `strict:"required"`
	Value  decimal.Decimal `strict:"required"`
	By     string
	Reason string
	Until  target.Period // last period in which it is in force; the zero Period means no end
	Start  bool          // the plan starts from it: see [Family].Root
}

// Exemption takes one unit, and the units below it, out of a plan, with who and why.
// They get no quota, and the law of the unit's parent is about the other children
// alone:
//
//	Sum, Count     Σ qᵢ = A: the others share the whole amount
//	WeightedMean   Σ bᵢqᵢ = A · Σ bᵢ over the others: the mean is theirs
//
// To let the unit count with a figure of its own, hold it instead ([Hold]). The basis
// of a unit above it is the sum without it, unless Options.Basis gives another.
type Exemption struct {
	Unit   string `strict:"required"`
	By     string
	Reason string `strict:"required"`
}

// Options are the choices of [Cascade]. The zero Options divide equally at every level.
type Options struct {
	Rule   Rule            // for families without a nearer rule
	Levels map[string]Rule // by level of the children
	Units  map[string]Rule // by code of the parent, such as a province's own rule
	Basis  Column          // weights of a WeightedMean kind: denominators, base levels; not used for other kinds
	Holds  []Hold

	GroupBounds []GroupBound // on several units together, of Sum and Count kinds

	Exempt    []Exemption // units that get no quota
	Release   []string    // codes of units whose holds [Plan.ReviseTo] does not take over
	LastLevel string      // last level of the plan; empty means all levels
}

func (o Options) clone() Options {
	o.Levels = maps.Clone(o.Levels)
	o.Units = maps.Clone(o.Units)
	o.Holds = slices.Clone(o.Holds)
	o.GroupBounds = cloneGroups(o.GroupBounds)
	o.Exempt = slices.Clone(o.Exempt)
	o.Release = slices.Clone(o.Release)
	return o
}

// within returns the rule with its unset fields taken from the rule around it.
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

// isEmpty reports whether the rule sets none of its fields.
func (r Rule) isEmpty() bool {
	return r.Method == nil && !r.Min.given() && !r.Max.given() && !r.Stretch.Valid && !r.Reserve.Valid &&
		r.Rounding == 0
}

// rule is a complete and checked Rule in quanta of a target.
type rule struct {
	Rule
	claimer
	source ruleSource
	// The amount of q quanta is (q·up − down) / per.
	up, down, per *big.Int
	plain         bool // the amount is the quota
	broken        bool // stretch or reserve is not valid, which was reported
	// lower and upper are the bounds of the rule and of the method together.
	lower, upper Column
	min, max     columnScale // of lower and upper
	// direct are the weights of a rule that only shares a quota in proportion to words;
	// nil for any other rule.
	direct []int64
}

// ruleSource has for each field of a rule the path of the rule that set it.
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

// amountOf returns the amount, in quanta, of a quota of q quanta.
func (r *rule) amountOf(q *big.Int) *big.Int {
	if r.plain {
		return q
	}
	num := new(big.Int).Mul(q, r.up)
	return fixed.DivHalfUp(num.Sub(num, r.down), r.per)
}

// leastQuota returns the smallest quota whose amount is at least s. An amount of s − ½ or
// more rounds to at least s. Exactly s − ½ does so only if s is positive.
func (r *rule) leastQuota(s *big.Int) *big.Int {
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

// mostQuota returns the greatest quota whose amount is at most s.
func (r *rule) mostQuota(s *big.Int) *big.Int {
	if r.plain {
		return s
	}
	next := r.leastQuota(new(big.Int).Add(s, bigOne))
	return next.Sub(next, bigOne)
}

var bigOne = big.NewInt(1)

// checker checks options against a tree and a target.
type checker struct {
	tree     *Tree
	target   target.Target
	step     fixed.Quantum
	flat     bool // the fields of the default rule are fields of the options
	open     bool // the quota of the target's unit can differ from the target's value
	problems target.Problems
}

// rules checks the rules of the options, and completes each by the rule around it.
func (c *checker) rules(p *Plan) {
	o := p.options
	at := c.problems.At("options")
	p.rule = c.complete(c.rulePlace(), o.Rule, nil)

	p.byLevel = make([]*rule, len(c.tree.levels))
	for _, name := range slices.Sorted(maps.Keys(o.Levels)) {
		place := at.Field("levels").Key(name)
		r := c.complete(place, o.Levels[name], p.rule)
		if i := slices.Index(c.tree.levels, name); i >= 0 {
			p.byLevel[i] = r
		} else {
			place.Unknown(nil, c.tree.levels...)
		}
	}

	p.byUnit = make(map[int]*rule, len(o.Units))
	for _, code := range slices.Sorted(maps.Keys(o.Units)) {
		place := at.Field("units").Key(code)
		unit, ok := c.tree.at(code)
		around := p.rule
		if ok {
			around = p.levelRule(unit)
		} else {
			place.Report(nil, target.ErrUnknown, c.tree.unknown(code))
		}
		if r := c.complete(place, o.Units[code], around); ok {
			p.byUnit[unit] = r
		}
	}
}

// rulePlace returns the place of the default rule.
func (c *checker) rulePlace() target.Place {
	at := c.problems.At("options")
	if c.flat {
		return at
	}
	return at.Field("rule")
}

// complete checks the fields that a rule sets, and returns the rule completed by the
// rule around it. nil means the defaults.
func (c *checker) complete(at target.Place, r Rule, around *rule) *rule {
	own := r
	source := ruleSource{
		method: at.Field("method").String(), min: at.Field("min").String(), max: at.Field("max").String(),
		stretch: at.Field("stretch").String(), reserve: at.Field("reserve").String(),
	}
	if around == nil {
		around = &rule{}
		if c.target.Indicator.Kind.Law() != target.WeightedMean {
			around.Rounding = apportion.LargestRemainder
		}
	} else {
		at.Required(
			!own.isEmpty(), "say a method, bounds, a stretch, a reserve or a rounding, or leave the rule out",
		)
		source = source.within(own, around.source)
	}

	sound := c.checkFields(at, own) && !around.broken
	r = own.within(around.Rule)
	r.Min, r.Max = r.Min.orNone(), r.Max.orNone()
	out := &rule{Rule: r, claimer: wrap(r.Method), source: source, plain: true, broken: !sound}
	out.lower, out.upper = r.Min, r.Max
	if l, ok := out.claimer.(limiter); ok {
		out.lower, out.upper = l.limits(r.Min, r.Max)
	}
	out.min, out.max = scaleOf(out.lower.figures, c.step), scaleOf(out.upper.figures, c.step)
	if sound {
		out.setAmount(c.target.Indicator.Better, c.step)
	}
	if m, ok := out.claimer.(proportional); ok && out.plain && !out.bounded() {
		out.direct = m.column.figures.Words()
	}
	return out
}

// orNone returns the zero Column for a column without figures.
func (c Column) orNone() Column {
	if c.Len() == 0 {
		return Column{}
	}
	return c
}

// checkFields checks the fields that a rule sets, and reports whether stretch and reserve are
// valid.
func (c *checker) checkFields(at target.Place, r Rule) (sound bool) {
	if r.Method != nil {
		c.method(at.Field("method"), wrap(r.Method))
	}
	c.column(at.Field("min"), r.Min, false)
	c.column(at.Field("max"), r.Max, false)
	c.rounding(at.Field("rounding"), r.Rounding)

	sound = !r.Stretch.Valid || c.stretch(at.Field("stretch"), r.Stretch.Decimal)
	return (!r.Reserve.Valid || c.reserve(at.Field("reserve"), r.Reserve.Decimal)) && sound
}

func (c *checker) method(at target.Place, m claimer) {
	if err := checkMethod(m); err != nil {
		at.Add(err)
		return
	}

	kind := c.target.Indicator.Kind
	switch law := kind.Law(); {
	case m.accepts(law):
	case law == target.WeightedMean:
		at.Report(
			m.String(), target.ErrKind,
			"it divides a sum, and a "+kind.String()+" is a mean: use Uniform, Scale or Shift",
		)
	case m.accepts(target.WeightedMean):
		at.Report(
			m.String(), target.ErrKind,
			"it is for weighted means, and a "+kind.String()+" is none: use Equal or Proportional",
		)
	default:
		at.Report(m.String(), target.ErrKind, "it is not for a "+kind.String()+": use Equal or Proportional")
	}

	for _, in := range m.inputs() {
		c.column(c.problems.At(in.pathBelow(at.String())), in.column, true)
	}
}

// column checks that a column is of the tree of the cascade.
func (c *checker) column(at target.Place, col Column, required bool) {
	switch {
	case !col.given() && required:
		at.Report(nil, target.ErrRequired, "make its column by Tree.Column")
	case col.given() && col.tree != c.tree:
		at.Report(
			col.nameOrNil(), target.ErrMismatch,
			"the column is of another tree: make it by Tree.Column of the tree of the cascade",
		)
	}
}

// nameOrNil returns the name of a column as the value of an error, or nil if it has none.
func (c Column) nameOrNil() any {
	if c.name == "" {
		return nil
	}
	return c.name
}

func (c *checker) rounding(at target.Place, r apportion.Rounding) {
	switch {
	case !at.Add(r.Validate()) || r == 0:
	case c.target.Indicator.Kind.Law() == target.WeightedMean:
		at.Report(
			r.String(), target.ErrKind,
			"the quotas of a "+c.target.Indicator.Kind.String()+" are rounded to the nearest quantum: leave it out",
		)
	}
}

// stretch checks a stretch, and reports whether it is valid.
func (c *checker) stretch(at target.Place, s decimal.Decimal) bool {
	switch {
	case !at.Figure(s):
		return false
	case s.Abs().Cmp(decimalOne) >= 0:
		at.Report(s, target.ErrRange, "must be greater than -1 and less than 1; 0.05 is 5 %")
		return false
	case c.target.Indicator.Better == target.Nearer && !s.IsZero():
		at.Report(s, target.ErrKind, "where nearer is better, no side of the target is harder")
		return false
	}
	return true
}

// reserve checks a reserve, and reports whether it is valid. A reserve is a part of the
// target's value, and has its sign.
func (c *checker) reserve(at target.Place, r decimal.Decimal) bool {
	if !at.Figure(r) {
		return false
	}
	low, high := c.target.Value, c.target.Value
	if c.target.EffectiveComparator() == target.Within {
		high = c.target.Upper
	}
	switch {
	case r.Sign() < 0 && low.Sign() >= 0:
		at.Report(
			r, target.ErrRange,
			"must not be negative: it is what the parent keeps; for children that are to reach more, use stretch",
		)
		return false
	case r.Sign() > 0 && high.Sign() < 0:
		at.Report(r, target.ErrRange, "must not be positive: it is the part of a negative target that the parent keeps")
		return false
	}
	return true
}

// setAmount expresses stretch and reserve as (q·up − down) / per.
func (r *rule) setAmount(better target.Direction, step fixed.Quantum) {
	stretch, reserve := r.Stretch.Decimal, r.Reserve.Decimal
	if stretch.IsZero() && reserve.IsZero() {
		return
	}
	factor := decimalOne.Add(stretch)
	if better == target.Lower {
		factor = decimalOne.Sub(stretch)
	}

	r.plain = false
	places := max(0, -factor.Exponent())
	r.up, _ = fixed.Mantissa(factor, -places)
	r.per = new(big.Int).Set(fixed.Pow10(places))

	num, den := step.Ratio(reserve)
	r.down = num.Mul(num, r.per)
	r.up.Mul(r.up, den)
	r.per.Mul(r.per, den)
}

// reach checks that every rule applies to a family, and every column of bounds to a unit.
func (c *checker) reach(p *Plan) {
	o := p.options
	at := c.problems.At("options")
	all := func(int) bool { return true }
	if !p.divides(p.root) || c.covers(p, c.rulePlace(), o.Rule, all, "no unit to which the target is divided") {
		c.own(p, c.rulePlace(), o.Rule)
	}

	for _, name := range slices.Sorted(maps.Keys(o.Levels)) {
		level := int32(slices.Index(c.tree.levels, name))
		if level < 0 {
			continue
		}
		place := at.Field("levels").Key(name)
		if why := c.levelUnreached(p, level); why != "" {
			place.Report(nil, target.ErrMismatch, why)
			continue
		}
		of := func(parent int) bool { return p.familyLevel(parent) == level }
		c.covers(p, place, o.Levels[name], of, "no unit of the level to which the target is divided")
	}
	for _, code := range slices.Sorted(maps.Keys(o.Units)) {
		unit, ok := c.tree.at(code)
		if !ok {
			continue
		}
		place := at.Field("units").Key(code)
		if why := c.unitUnreached(p, unit); why != "" {
			place.Report(nil, target.ErrMismatch, why)
			continue
		}
		of := func(parent int) bool { return parent == unit }
		c.covers(p, place, o.Units[code], of, "no child of "+quote(code))
	}
}

// levelUnreached returns why a rule for a level applies to no family, or "" if it does.
func (c *checker) levelUnreached(p *Plan, level int32) string {
	beside, reach := "", p.reach()
	for at := p.root; at < c.tree.Len(); at++ {
		if !reach[at] || c.tree.level[at] >= level || !p.divides(at) {
			continue
		}
		if p.familyLevel(at) == level {
			return ""
		}
		for i, hi := c.tree.family(at); i < hi; i++ {
			if c.tree.level[i] == level && p.roles[i] != Memo {
				beside = c.tree.levels[p.familyLevel(at)]
			}
		}
	}

	const keyed = "rules by level are keyed by the level of the children"
	switch root := c.tree.level[p.root]; {
	case level <= root && int(root)+1 < len(c.tree.levels):
		return fmt.Sprintf(
			"no unit of this level gets a part of the target: %s, as %s", keyed, quote(c.tree.levels[root+1]),
		)
	case level > p.depth:
		return fmt.Sprintf("the cascade ends above this level, at options.lastLevel %s", quote(p.options.LastLevel))
	case beside != "":
		return fmt.Sprintf(
			"its units have siblings of the higher level %s, whose rule applies to the whole family", quote(beside),
		)
	}
	return fmt.Sprintf("no unit of this level below %s gets a quota; %s", quote(c.target.Unit), keyed)
}

// unitUnreached returns why a rule for a parent applies to no family, or "" if it does.
func (c *checker) unitUnreached(p *Plan, unit int) string {
	parent := c.tree.units[unit].Parent
	const keyed = "rules by unit are keyed by the code of the parent"
	switch lo, hi := c.tree.family(unit); {
	case unit != p.root && !c.below(unit, p.root):
		return "it is not below " + quote(c.target.Unit) + ", the unit of the target"
	case lo == hi && unit != p.root:
		return "it has no children to divide its quota among: " + keyed + ", as " + quote(parent)
	case lo == hi:
		return "it has no children to divide its quota among"
	case c.tree.level[unit] >= p.depth:
		return "the cascade ends at its level, by options.lastLevel " + quote(p.options.LastLevel)
	case !p.divides(unit):
		return "all its children are exempt or memo units, which get no quota"
	case !p.reach()[unit]:
		return "it gets no quota: it or a unit above it is exempt, a memo unit or at options.lastLevel"
	}
	return ""
}

// below reports whether a unit is below another one.
func (c *checker) below(unit, other int) bool {
	for unit > other {
		unit = int(c.tree.parent[unit])
	}
	return unit == other
}

// covers checks that each column of bounds of a rule has a figure for at least one child
// of the parents to which the rule applies.
func (c *checker) covers(p *Plan, at target.Place, r Rule, of func(parent int) bool, whom string) bool {
	all := true
	for _, b := range []struct {
		at  target.Place
		col Column
	}{{at.Field("min"), r.Min}, {at.Field("max"), r.Max}} {
		if b.col.Len() == 0 || b.col.tree != c.tree {
			continue
		}
		covered, reach := false, p.reach()
		covered = c.open && b.col.has(p.root)
		for i := p.root + 1; i < c.tree.Len() && !covered; i++ {
			covered = b.col.has(i) && reach[i] && of(int(c.tree.parent[i]))
		}
		if !covered {
			b.at.Report(
				b.col.nameOrNil(), target.ErrMismatch, "it has a figure for "+whom+": give one, or leave it out",
			)
			all = false
		}
	}

	return all
}

// own compares the bounds of the target's own unit with the target's value.
func (c *checker) own(p *Plan, at target.Place, r Rule) {
	if c.open {
		return
	}

	code := c.target.Unit
	if r.Min.tree == c.tree && r.Min.has(p.root) {
		if least := r.Min.figures.Decimal(p.root); c.target.Value.Cmp(least) < 0 {
			at.Field("min").Key(code).Report(
				least, target.ErrMismatch, "it is above the target's own value: leave the unit out of the column",
			)
		}
	}

	if r.Max.tree == c.tree && r.Max.has(p.root) {
		most, high := r.Max.figures.Decimal(p.root), c.target.Value
		if c.target.EffectiveComparator() == target.Within {
			high = c.target.Upper
		}
		if high.Cmp(most) > 0 {
			at.Field("max").Key(code).Report(
				most, target.ErrMismatch, "it is below the target's own value: leave the unit out of the column",
			)
		}
	}
}
