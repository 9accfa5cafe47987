package hierarchy

import (
	"cmp"
	"errors"
	"iter"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// GroupBound bounds the quotas of several units together: Beijing, Tianjin and Hebei
// get at least 120,000. The units are children of one parent. Groups under one parent
// are disjoint, or one has all units of the other. It is for Sum and Count kinds, and not
// for the methods that divide by a claims rule, such as [Talmud]. [Reconcile] has none: a
// unit between the parent and the units of a group can be bounded there.
//
// A parent with groups divides its amount in two steps:
//
//  1. It divides as if there were no groups. If every group keeps its bounds, that is
//     the result. A bound that is met anyway changes nothing.
//  2. Otherwise each bound becomes limits of the single units, smaller groups first. The
//     maximum of the group is divided among its units by the rule of the parent, and
//     no unit gets more than its part. The minimum is divided in the same way, and no
//     unit gets less than its part. The parent then divides its amount within these
//     limits.
//
// In exact numbers, the units of a group whose bound is reached share that bound by the
// rule, and all other units share the rest by the same rule. This is the division
// oᵢ + λ·wᵢ of [Method], with a λ of its own for each group that is at a bound.
//
// Holds and bounds of single units apply too. A bound that is no multiple of the
// quantum counts as the next multiple inside.
type GroupBound struct {
	Name     string   `strict:"required"` // unique in a plan
	Units    []string `strict:"required"` // codes of two units or more
	Min, Max decimal.NullDecimal
	By       string
	Reason   string
}

// GroupTotal is what the units of a [GroupBound] have together in a plan.
type GroupTotal struct {
	Group GroupBound
	Total decimal.Decimal
	Upper decimal.NullDecimal // the far end of a target within a range

	AboveMin decimal.NullDecimal // Total − Min, if there is a minimum
	BelowMax decimal.NullDecimal // Max − Total, if there is a maximum; for a range Max − Upper
}

// clone returns a copy with the units by code.
func (g GroupBound) clone() GroupBound {
	g.Units = slices.Clone(g.Units)
	slices.Sort(g.Units)
	return g
}

func cloneGroups(groups []GroupBound) []GroupBound {
	out := slices.Clone(groups)
	for i := range out {
		out[i] = out[i].clone()
	}
	return out
}

// sortedGroups returns groups by name, each with its units by code.
func sortedGroups(groups []GroupBound) []GroupBound {
	out := cloneGroups(groups)
	slices.SortStableFunc(out, func(a, b GroupBound) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// text prints the name, the bounds and the setter of the group.
func (g GroupBound) text(figure func(decimal.Decimal) string) string {
	text := quote(g.Name)
	if g.Min.Valid {
		text += " at least " + figure(g.Min.Decimal)
	}
	if g.Max.Valid {
		text += " at most " + figure(g.Max.Decimal)
	}
	if g.By != "" {
		text += " by " + fault.Clip(g.By, 60)
	}
	return text
}

// Groups yields what the units of each group bound of the plan have together, by the
// names of the groups. A plan by [Strictest] yields none: its lines do.
func (p *Plan) Groups() iter.Seq[GroupTotal] {
	return func(yield func(GroupTotal) bool) {
		if p == nil || p.lower == nil || p.lines != nil {
			return
		}

		var all []*unitGroup
		for _, groups := range p.groups {
			all = append(all, groups...)
		}
		slices.SortFunc(all, func(a, b *unitGroup) int { return cmp.Compare(a.Name, b.Name) })
		for _, g := range all {
			if !yield(p.groupTotal(g)) {
				return
			}
		}
	}
}

func (p *Plan) groupTotal(g *unitGroup) GroupTotal {
	out := GroupTotal{Group: g.clone(), Total: p.step.Times(g.total(&p.lower.quotas))}
	most := out.Total
	if p.upper != nil {
		most = p.step.Times(g.total(&p.upper.quotas))
		out.Upper = decimal.NewNullDecimal(most)
	}
	if g.Min.Valid {
		out.AboveMin = decimal.NewNullDecimal(out.Total.Sub(g.Min.Decimal))
	}
	if g.Max.Valid {
		out.BelowMax = decimal.NewNullDecimal(g.Max.Decimal.Sub(most))
	}
	return out
}

// unitGroup is a GroupBound in places and quanta.
type unitGroup struct {
	GroupBound
	places      []int    // of the units, ascending
	least, most *big.Int // nil means no bound
}

// total adds up the quotas of the units.
func (g *unitGroup) total(quotas *numbers) *big.Int {
	sum, room := new(big.Int), new(big.Int)
	for _, at := range g.places {
		sum.Add(sum, quotas.peek(at, room))
	}
	return sum
}

// keeps reports whether a total is within the bounds.
func (g *unitGroup) keeps(total *big.Int) bool {
	return (g.least == nil || total.Cmp(g.least) >= 0) && (g.most == nil || total.Cmp(g.most) <= 0)
}

// holds reports whether a unit is in the group.
func (g *unitGroup) holds(at int) bool {
	_, found := slices.BinarySearch(g.places, at)
	return found
}

// groupBounds checks the bounds on several units. known says whether the target's unit
// is in the tree.
func (c *checker) groupBounds(p *Plan, known bool) {
	given := p.options.GroupBounds
	at := c.problems.At("options").Field("groupBounds")
	if len(given) > 0 && p.isMean() {
		at.Report(given[0].Name, target.ErrKind, "a "+c.target.Indicator.Kind.String()+
			" is a mean, which does not add up over a group: "+
			"bound each unit by min and max of a rule, or set a target for the numerator")
		return
	}

	p.groups = make(map[int][]*unitGroup)
	named := make(map[string]bool, len(given))
	for i, g := range given {
		place := at.Key(g.Name)
		if g.Name == "" {
			place = at.Index(i)
			place.Field("name").Required(false, "name the group, such as Beijing, Tianjin and Hebei")
		} else if named[g.Name] {
			place.Field("name").Duplicate(g.Name)
		}
		named[g.Name] = true

		ofUnits := &unitGroup{GroupBound: g}
		c.groupLimits(place, ofUnits)
		if parent, ok := c.groupUnits(place.Field("units"), p, ofUnits, known); ok {
			p.groups[parent] = append(p.groups[parent], ofUnits)
		}
	}

	for _, parent := range slices.Sorted(maps.Keys(p.groups)) {
		c.nested(at, p.groups[parent])
	}
	c.groupRules(p)
}

// groupLimits takes the bounds of a group.
func (c *checker) groupLimits(at target.Place, g *unitGroup) {
	at.Required(g.Min.Valid || g.Max.Valid, "give a minimum, a maximum or both")
	if g.Min.Valid && at.Field("min").Figure(g.Min.Decimal) {
		g.least = c.step.Ceil(g.Min.Decimal)
	}
	if g.Max.Valid && at.Field("max").Figure(g.Max.Decimal) {
		g.most = c.step.Floor(g.Max.Decimal)
	}
	if g.least != nil && g.most != nil && g.least.Cmp(g.most) > 0 {
		at.Field("min").Report(g.Min.Decimal, target.ErrInfeasible,
			"no multiple of the quantum lies between it and the maximum, "+fault.Text(g.Max.Decimal))
	}
}

// groupUnits finds the units of a group and their parent, and reports whether they can
// have a bound together.
func (c *checker) groupUnits(at target.Place, p *Plan, g *unitGroup, known bool) (parent int, ok bool) {
	if len(g.Units) < 2 {
		at.Report(len(g.Units), target.ErrRange, "give two units or more; bound a single one by min and max of a rule")
		return 0, false
	}

	seen := make(map[string]bool, len(g.Units))
	ok = true
	for i, code := range g.Units {
		unit, found := c.tree.at(code)
		switch {
		case seen[code]:
			at.Key(code).Duplicate(nil)
			ok = false
		case !found:
			at.Key(code).Report(nil, target.ErrUnknown, c.tree.unknown(code))
			ok = false
		case known && (unit == p.root || !p.reach()[unit]):
			at.Key(code).Report(nil, target.ErrMismatch, "it gets no part of the target: leave it out of the group")
			ok = false
		case i > 0 && ok && int(c.tree.parent[unit]) != parent:
			at.Key(code).Report(nil, target.ErrMismatch, "a group is of children of one parent, and "+
				quote(g.Units[0])+" has another: bound their parents, or make a group under each parent")
			ok = false
		case i == 0:
			parent = int(c.tree.parent[unit])
		}
		seen[code] = true
		g.places = append(g.places, unit)
	}
	slices.Sort(g.places)
	return parent, ok && known
}

// nested sorts the groups under one parent, smaller ones first, and reports those that
// overlap.
func (c *checker) nested(at target.Place, groups []*unitGroup) {
	slices.SortFunc(groups, func(a, b *unitGroup) int {
		return cmp.Or(cmp.Compare(len(a.places), len(b.places)), cmp.Compare(a.Name, b.Name))
	})

	within := make(map[int]*unitGroup) // the smallest group so far that has the unit
	for _, g := range slices.Backward(groups) {
		around := within[g.places[0]]
		for _, unit := range g.places {
			if o := within[unit]; o != around {
				other := cmp.Or(o, around)
				at.Key(g.Name).Report(other.Name, target.ErrMismatch, "the two groups overlap at "+
					quote(c.tree.units[unit].Code)+": make them disjoint, or give one all units of the other")
				return
			}
			within[unit] = g
		}
		if around != nil && len(around.places) == len(g.places) {
			at.Key(g.Name).Report(around.Name, target.ErrDuplicate,
				"both groups have the same units: give one of them both bounds")
		}
	}
}

// groupRules checks that the rules of the parents that have groups can divide within
// their bounds.
func (c *checker) groupRules(p *Plan) {
	at := c.problems.At("options").Field("groupBounds")
	for _, parent := range slices.Sorted(maps.Keys(p.groups)) {
		m := p.ruleOf(parent).claimer
		if former, ok := m.(formerQuotas); ok {
			m = former.otherwise
		}
		if _, awards := m.(limiter); awards {
			at.Key(p.groups[parent][0].Name).Report(m.String(), target.ErrMismatch,
				"a claims rule computes its awards without groups: "+
					"hold or bound the single units, or use another method")
		}
	}
}

// box is the limits within which the children of a parent are divided so that its groups
// keep their bounds. Its slices are by place, from that of the first child on.
type box struct {
	lo, hi      []*big.Int   // nil means no limit
	least, most []*unitGroup // the group whose bound gave the limit; nil for none
}

// groupsKeep reports whether the quotas of a family keep the bounds of its groups.
func (f *family) groupsKeep(quotas *numbers) bool {
	return !slices.ContainsFunc(f.groups[f.parent], func(g *unitGroup) bool { return !g.keeps(g.total(quotas)) })
}

// limits returns the limits within which a family is divided. nil means no limit. Both
// slices are nil if nothing is bounded.
func (f *family) limits() (lo, hi []*big.Int) {
	switch {
	case f.bounds == nil:
		return nil, nil
	case f.box == nil:
		return f.bounds.allowed.big(f)
	}
	return f.boxed()
}

// boxed returns the limits of the box.
func (f *family) boxed() (lo, hi []*big.Int) {
	lo, hi = make([]*big.Int, f.n), make([]*big.Int, f.n)
	for k := range f.n {
		i := f.place(k) - f.lo
		lo[k], hi[k] = f.box.lo[i], f.box.hi[i]
	}
	return lo, hi
}

// limitsOf returns the limits of one child of a family with limits.
func (f *family) limitsOf(at int) (lo, hi *big.Int) {
	if f.box != nil {
		return f.box.lo[at-f.lo], f.box.hi[at-f.lo]
	}
	return f.bounds.allowed.low(at), f.bounds.allowed.high(at)
}

// groupBy returns the group whose bound decided the quota of a child, or nil.
func (f *family) groupBy(at int, b apportion.DecidedBy) *unitGroup {
	switch {
	case f.box == nil:
	case b == apportion.ByMinimum:
		return f.box.least[at-f.lo]
	case b == apportion.ByMaximum:
		return f.box.most[at-f.lo]
	}
	return nil
}

// enclose makes the box of a family from its claims. The box is kept, so that
// [Plan.Explain] finds it again.
func (f *family) enclose() error {
	d := f.inIntegers(f.amount, f.bigWeights())
	d.lo, d.hi = f.limits()
	if err := f.encloseBy(d, kernel.Method(f.rule.Rounding)); err != nil {
		return err
	}
	if f.bounds.boxes == nil {
		f.bounds.boxes = make(map[int]*box)
	}
	f.bounds.boxes[f.parent] = f.box
	return nil
}

// encloseBy makes the box of a family by the claims of a division of it.
func (f *family) encloseBy(d *division[*big.Int, *integers], m kernel.Method) error {
	n := f.hi - f.lo //mutate:equal f.hi + f.lo: the slices are only longer
	b := &box{make([]*big.Int, n), make([]*big.Int, n), make([]*unitGroup, n), make([]*unitGroup, n)}
	for k := range f.n {
		i := f.place(k) - f.lo
		b.lo[i], b.hi[i] = d.lo[k], d.hi[k]
	}

	f.box = b
	for _, g := range f.groups[f.parent] {
		if err := f.encloseGroup(d, g, m); err != nil {
			return err
		}
	}
	return nil
}

// encloseGroup makes limits of the units from the bounds of one group.
func (f *family) encloseGroup(d *division[*big.Int, *integers], g *unitGroup, m kernel.Method) error {
	sub, part := f.part(d, g)
	all := part.amounts(true)
	//mutate:equal all.most.Cmp(g.most) >= 0: the units then share their own maxima
	if g.most != nil && (all.noMost || all.most.Cmp(g.most) > 0) {
		if !all.noLeast && all.least.Cmp(g.most) > 0 {
			return sub.shortOf(part, g, g.most, all)
		}
		shares, err := shareOut(part, g.most, all, m)
		if err != nil {
			return err
		}
		for k, at := range g.places {
			if i := at - f.lo; part.hi[k] == nil || shares[k].Cmp(part.hi[k]) < 0 {
				f.box.hi[i], f.box.most[i], part.hi[k] = shares[k], g, shares[k]
			}
		}
	}

	//mutate:equal all.least.Cmp(g.least) <= 0: the units then share their own minima
	if g.least != nil && (all.noLeast || all.least.Cmp(g.least) < 0) {
		if !all.noMost && all.most.Cmp(g.least) < 0 {
			return sub.shortOf(part, g, g.least, all)
		}
		shares, err := shareOut(part, g.least, all, m)
		if err != nil {
			return err
		}
		for k, at := range g.places {
			if i := at - f.lo; part.lo[k] == nil || shares[k].Cmp(part.lo[k]) > 0 {
				f.box.lo[i], f.box.least[i] = shares[k], g
			}
		}
	}
	return nil
}

// part returns the family of the units of a group, and its division by the claims of the
// whole family.
func (f *family) part(d *division[*big.Int, *integers], g *unitGroup) (*family, *division[*big.Int, *integers]) {
	sub := &family{engine: f.engine, parent: f.parent, rule: f.rule, n: len(g.places), lo: f.lo, hi: f.hi, box: f.box}
	part := &division[*big.Int, *integers]{
		a: d.a, n: sub.n, sign: d.sign, still: d.still, anySign: d.anySign, unit: d.unit, whole: bigOne,
	}
	for _, at := range g.places {
		sub.places = append(sub.places, int32(at))
		k := f.child(at)
		part.weights = append(part.weights, d.weights[k])
		if d.offsets != nil {
			part.offsets = append(part.offsets, d.offsets[k])
		}
		part.lo, part.hi = append(part.lo, f.box.lo[at-f.lo]), append(part.hi, f.box.hi[at-f.lo])
	}
	return sub, part
}

// child returns the index of a child by its place.
func (f *family) child(at int) int {
	if f.places == nil {
		return at - f.lo
	}
	k, _ := slices.BinarySearch(f.places, int32(at))
	return k
}

// shareOut divides a total, which the children of a part can have, by their claims. all
// are the least and the greatest total that they can have.
func shareOut(
	part *division[*big.Int, *integers], total *big.Int, all extent[*big.Int], m kernel.Method,
) ([]*big.Int, error) {
	// An absent limit is as far away as the other children allow.
	lo, hi := make([]*big.Int, part.n), make([]*big.Int, part.n)
	for k, w := range part.weights {
		lo[k], hi[k] = part.bound(k)
		switch {
		case w.Sign() == 0: // it has its offset
		case hi[k] == nil:
			hi[k] = new(big.Int).Sub(total, all.least)
			hi[k].Add(hi[k], lo[k])
		case lo[k] == nil:
			lo[k] = new(big.Int).Sub(total, all.most)
			lo[k].Add(lo[k], hi[k])
		}
	}
	if part.offsets == nil {
		shares, _, err := kernel.Big(total, part.weights, lo, hi, m)
		return shares, err
	}

	d := &division[*big.Int, *integers]{
		a: part.a, n: part.n, amount: total, sign: part.sign, anySign: true, unit: part.unit,
		weights: part.weights, offsets: part.offsets, quotas: make([]*big.Int, part.n),
	}
	if _, s := d.solve([]tier[*big.Int]{{lo, hi, true}}); s != solved {
		return nil, errNotShared // not reached
	}
	_, err := roundSumBig(d, m)
	return d.quotas, err
}

var errNotShared = errors.New("hierarchy: a feasible bound of a group was refused")

// atGroup reports whether a unit is in a group whose total is at a bound.
func (f *family) atGroup(at int, quotas *numbers) bool {
	return slices.ContainsFunc(f.groups[f.parent], func(g *unitGroup) bool {
		if _, found := slices.BinarySearch(g.places, at); !found {
			return false
		}
		total := g.total(quotas)
		return g.least != nil && total.Cmp(g.least) == 0 || g.most != nil && total.Cmp(g.most) == 0
	})
}
