package system

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// weightPlaces is how many decimals more than the quantum the weights of parts have.
const weightPlaces = 9

// PartsError says that no table of units × parts meets its margins. Units and Parts prove it,
// as in [apportion.TableError]:
//   - without Floor, they have Amount to place, and the other cells have room for only Room;
//   - with Floor, they have only Amount, and minima require at least Room.
//
// It matches [target.ErrInfeasible].
type PartsError struct {
	Identity     string
	Parent       string   // of the units
	Units, Parts []string // codes of units, and of the targets of parts
	Amount, Room decimal.Decimal
	Floor        bool
}

// Error names the identity, the units and the parts.
func (e *PartsError) Error() string {
	what, room := "have", "and others leave room for only"
	if e.Floor {
		what, room = "have only", "and minima, holds and the limits of other parts require at least"
	}
	var who []string
	for _, u := range e.Units {
		who = append(who, "unit "+u)
	}
	for _, p := range e.Parts {
		who = append(who, "part "+p)
	}
	text := fmt.Sprintf("system: identity %s cannot be met below %s: %s %s %s, %s %s", e.Identity, e.Parent,
		strings.Join(who, ", "), what, fixed.Plain(e.Amount), room, fixed.Plain(e.Room))
	return text + ": change the targets, bounds or rules of the parts"
}

// Unwrap returns the error as a [target.FieldError].
func (e *PartsError) Unwrap() error { return infeasible("parts", e) }

// divide plans the parts of a whole.
func (b *builder) divide(s Sum) error {
	whole := b.plans[s.Whole]
	d := divider{
		identity: s.Name, whole: whole, tree: b.tree, totals: map[int]decimal.Decimal{},
		quantum: whole.Target().Indicator.EffectiveQuantum(), families: newFamilies(b.tree), sets: map[int]sets{},
	}
	d.step = fixed.NewQuantum(d.quantum)
	if err := d.readWhole(); err != nil {
		return b.under(s.Whole, err)
	}

	var signs target.Problems
	for _, code := range s.Parts {
		at := signs.At("indicators").Key(code).Field("target").Field("value")
		d.sameSign(at, b.indicators[code].Target.Value)
	}
	if signs.Len() > 0 {
		return signs.Err()
	}

	sum := decimal.Decimal{}
	for _, code := range s.Parts {
		x := b.indicators[code]
		part, err := d.newPart(x)
		if err != nil {
			return b.under(code, err)
		}
		d.parts = append(d.parts, part)
		b.alone[code] = part.alone
		sum = sum.Add(x.Target.Value)
	}
	if want := whole.Target().Value; !sum.Equal(want) {
		var p target.Problems
		p.At("sums").Key(s.Name).Field("parts").Report(sum, target.ErrMismatch,
			"the targets of the parts must add up to "+fixed.Plain(want))
		return p.Err()
	}

	if err := d.carryUp(); err != nil {
		return err
	}
	if err := d.fillTables(); err != nil {
		return err
	}
	for _, part := range d.parts {
		plan, err := d.plan(part)
		if err != nil {
			return b.under(part.code, err)
		}
		b.plans[part.code] = plan
	}
	return nil
}

// divider divides a plan into parts. Units are known by their index in the tree.
type divider struct {
	identity string
	whole    *hierarchy.Plan
	tree     *hierarchy.Tree
	quantum  decimal.Decimal
	step     fixed.Quantum
	families families
	negative bool                    // whether figures are below zero
	limited  bool                    // whether a bound, a hold or a weight of 0 limits a part in a unit
	sets     map[int]sets            // what several parts can have together in a unit
	units    []int                   // that have a quota, the root first, parents before children
	totals   map[int]decimal.Decimal // of the whole, mirrored; so are all figures of the parts
	parts    []*dividedPart          // in the order of their codes, which decides ties
}

// dividedPart is a part of a whole with its limits and its quotas, by the index of the unit.
type dividedPart struct {
	*Indicator
	code      string
	alone     hierarchy.Column // what it would have without the identity
	weights   hierarchy.Column // by its rules alone, without bounds and holds
	holds     map[int]decimal.Decimal
	low, high map[int]decimal.Decimal // the least and the most that it can have in a unit
	quotas    map[int]decimal.Decimal
}

// mirror changes the sign of a figure if figures are below zero. The divider calculates
// with the mirror image then.
func (d *divider) mirror(v decimal.Decimal) decimal.Decimal {
	if d.negative {
		return v.Neg()
	}
	return v
}

// sameSign checks that a figure does not have the sign opposite to that of the whole.
func (d *divider) sameSign(at target.Place, v decimal.Decimal) {
	if d.mirror(v).IsNegative() {
		at.Report(v, target.ErrRange, "parts and their whole must have one sign in all units, or be zero")
	}
}

// readWhole collects the units and totals of the whole.
func (d *divider) readWhole() error {
	d.negative = d.whole.Target().Value.IsNegative()
	var p target.Problems
	for q := range d.whole.All() {
		i, _ := d.tree.Index(q.Unit.Code)
		d.units = append(d.units, i)
		d.totals[i] = d.mirror(q.Value)
		d.sameSign(p.At("quotas").Key(q.Unit.Code), q.Value)
	}
	additive(p.At("quotas"), d.whole)
	return p.Err()
}

// additive checks that no unit hands down more or less than it has.
func additive(at target.Place, plan *hierarchy.Plan) {
	for q := range plan.All() {
		sum, some := decimal.Decimal{}, false
		for child := range plan.Children(q.Unit.Code) {
			if child.Unit.Role != hierarchy.Memo {
				sum, some = sum.Add(child.Value), true
			}
		}
		if some && !sum.Equal(q.Value) {
			at.Key(q.Unit.Code).Report(q.Value, target.ErrMismatch,
				"its children have "+fixed.Plain(sum)+": leave out stretch and reserve where parts add up")
		}
	}
}

// newPart cascades a part alone, and collects its weights and holds.
func (d *divider) newPart(x *Indicator) (*dividedPart, error) {
	o := d.options(x)
	plan, err := hierarchy.Cascade(d.tree, x.Target, o)
	if err != nil {
		return nil, err
	}
	var p target.Problems
	additive(p.At("quotas"), plan)
	if plan.Len() > len(d.units) {
		p.At("options").Field("lastLevel").Report(o.LastLevel, target.ErrMismatch,
			"the part reaches units that the whole does not: leave it out, or name a level that the whole reaches")
	}

	t := x.Target
	t.Indicator.Quantum = d.quantum.Shift(-weightPlaces)
	t.Indicator.Places = target.Precision{}
	alone := unbounded(o)
	alone.Holds = nil
	free, err := hierarchy.Cascade(d.tree, t, alone)
	if err != nil {
		return nil, err
	}
	out := &dividedPart{
		Indicator: x, code: t.Code, alone: plan.Column(), weights: free.Column(), holds: map[int]decimal.Decimal{},
	}
	for h := range plan.Holds() {
		i, _ := d.tree.Index(h.Unit)
		out.holds[i] = d.mirror(h.Value)
		if h.Start {
			p.At("options").Field("holds").Key(h.Unit).Report(nil, target.ErrInvalid,
				"leave start out: a part starts from the whole")
		}
	}
	for _, i := range d.units {
		code := d.tree.UnitAt(i).Code
		if !out.weights.HasAt(i) {
			p.At("quotas").Key(code).Report(nil, target.ErrMissing,
				"the whole has a quota for the unit, and the part has none: exempt the unit from both, or from none")
		}
	}
	return out, p.Err()
}

// options returns the options of a part. It reaches the units that the whole reaches.
func (d *divider) options(x *Indicator) hierarchy.Options {
	o, whole := x.Options, d.whole.Options()
	if o.LastLevel == "" {
		o.LastLevel = whole.LastLevel
	}
	if o.Exempt == nil {
		o.Exempt = whole.Exempt
	}
	return o
}

// children returns the children of a unit that have quotas.
func (d *divider) children(at int) []int {
	var all []int
	for i, end := d.tree.ChildrenAt(at); i < end; i++ {
		if _, ok := d.totals[i]; ok {
			all = append(all, i)
		}
	}
	return all
}

// carryUp finds the least and the most that each part can have in each unit.
func (d *divider) carryUp() error {
	for _, p := range d.parts {
		p.low, p.high = map[int]decimal.Decimal{}, map[int]decimal.Decimal{}
	}

	for _, at := range slices.Backward(d.units) {
		children := d.children(at)
		for _, p := range d.parts {
			d.limit(p, at, children)
		}
		if err := d.tighten(at); err != nil {
			return err
		}
	}

	if !d.needsSets() {
		return nil
	}
	for _, at := range slices.Backward(d.units) {
		if err := d.limitSets(at, d.children(at)); err != nil {
			return err
		}
	}

	return nil
}

// limit sets the bounds of a part in a unit: its own ones, narrowed by what the children of
// the unit must have and can have.
func (d *divider) limit(p *dividedPart, at int, children []int) {
	low, high := decimal.Decimal{}, d.totals[at]
	raise := func(v decimal.Decimal) { low = decimal.Max(low, v) }
	lower := func(v decimal.Decimal) { high = decimal.Min(high, v) }

	if h, ok := p.holds[at]; ok {
		raise(h)
		lower(h)
	} else if at != d.units[0] {
		least, most := d.families.bounds(p.Options, at)
		if d.negative {
			least, most = most, least
		}
		if v, ok := least.FigureAt(at); ok {
			raise(d.step.Times(d.step.Ceil(d.mirror(v))))
		}
		if v, ok := most.FigureAt(at); ok {
			lower(d.step.Times(d.step.Floor(d.mirror(v))))
		}
	} else {
		raise(d.mirror(p.Target.Value))
		lower(d.mirror(p.Target.Value))
	}
	w, _ := p.weights.FigureAt(at)
	//mutate:equal at != d.units[0] || (w.IsZero() || low.IsPositive() || high.…: it only takes longer
	//mutate:equal high.LessThanOrEqual(d.totals[at]): it only takes longer
	if at != d.units[0] && (w.IsZero() || low.IsPositive() || high.LessThan(d.totals[at])) {
		d.limited = true
	}
	if len(children) > 0 {
		var least, most decimal.Decimal
		for _, c := range children {
			least, most = least.Add(p.low[c]), most.Add(p.high[c])
		}
		raise(least)
		lower(most)
	}
	if at != d.units[0] && w.IsZero() {
		lower(low) // no more than what it must have
	}
	p.low[at], p.high[at] = low, high
}

// tighten narrows the bounds of each part in a unit: it can have what the other parts need
// not have, and must have what they cannot have.
func (d *divider) tighten(at int) error {
	var least, most decimal.Decimal
	for _, p := range d.parts {
		least, most = least.Add(p.low[at]), most.Add(p.high[at])
	}
	total := d.totals[at]
	for _, p := range d.parts {
		low, high := p.low[at], p.high[at]
		p.low[at] = decimal.Max(low, total.Sub(most.Sub(high)))
		p.high[at] = decimal.Min(high, total.Sub(least.Sub(low)))
		if p.low[at].GreaterThan(p.high[at]) {
			return d.conflict(at, []string{p.code}, p.high[at], p.low[at], true)
		}
	}
	return nil
}

// fillTables fills the tables from the top down.
func (d *divider) fillTables() error {
	for _, p := range d.parts {
		p.quotas = map[int]decimal.Decimal{d.units[0]: d.mirror(p.Target.Value)}
	}
	for _, at := range d.units {
		if children := d.children(at); len(children) > 0 {
			if err := d.divideFeasibly(at, children); err != nil {
				return err
			}
		}
	}
	return nil
}

// table fills the table of one family.
func (d *divider) table(at int, children []int) error {
	n := len(d.parts)
	var weights [][]decimal.Decimal
	var rows, cols []decimal.Decimal
	o := apportion.TableOptions{Quantum: d.quantum}
	for _, c := range children {
		row, low, high := make([]decimal.Decimal, n), make([]decimal.NullDecimal, n), make([]decimal.NullDecimal, n)
		for j, p := range d.parts {
			w, _ := p.weights.FigureAt(c)
			row[j] = d.mirror(w)
			low[j], high[j] = decimal.NewNullDecimal(p.low[c]), decimal.NewNullDecimal(p.high[c])
		}
		weights, rows = append(weights, row), append(rows, d.totals[c])
		o.Min, o.Max = append(o.Min, low), append(o.Max, high)
	}
	for _, p := range d.parts {
		cols = append(cols, p.quotas[at])
	}

	table, err := apportion.Table(weights, rows, cols, o)
	if none, ok := errors.AsType[*apportion.TableError](err); ok {
		return d.impossible(at, children, none)
	}
	if err != nil {
		return err
	}
	for i, c := range children {
		for j, p := range d.parts {
			p.quotas[c] = table.Entries[i][j]
		}
	}
	return nil
}

// impossible names the units and parts of a table that cannot be filled.
func (d *divider) impossible(at int, children []int, e *apportion.TableError) error {
	out := &PartsError{
		Identity: d.identity, Parent: d.tree.UnitAt(at).Code,
		Amount: d.mirror(e.Amount), Room: d.mirror(e.Room), Floor: e.Floor,
	}
	for _, i := range e.Rows {
		out.Units = append(out.Units, d.tree.UnitAt(children[i]).Code)
	}
	for _, j := range e.Cols {
		out.Parts = append(out.Parts, d.parts[j].code)
	}
	return out
}

// plan makes the plan of a part: the identity holds every quota that no hold of the
// part fixes.
func (d *divider) plan(p *dividedPart) (*hierarchy.Plan, error) {
	o := d.options(p.Indicator)
	o.Holds = slices.DeleteFunc(slices.Clone(o.Holds), func(h hierarchy.Hold) bool {
		i, _ := d.tree.Index(h.Unit)
		_, inForce := p.holds[i]
		return !inForce // it has lapsed
	})
	by := "identity " + d.identity
	for _, at := range d.units[1:] {
		if _, held := p.holds[at]; held {
			continue
		}
		alone, _ := p.alone.FigureAt(at)
		o.Holds = append(o.Holds, hierarchy.Hold{
			Unit: d.tree.UnitAt(at).Code, Value: d.mirror(p.quotas[at]), By: by,
			Reason: fmt.Sprintf("it has %s alone; the parts of %s add up to %s",
				numtext.Figure(alone), d.whole.Target().Code, numtext.Figure(d.mirror(d.totals[at]))),
		})
	}
	return hierarchy.Cascade(d.tree, p.Target, o)
}
