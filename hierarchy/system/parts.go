package system

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Part is an indicator that is a part of another one, such as a type of patents.
type Part struct {
	Target  target.Target    // for the unit of the whole's target, and of its kind, quantum and period
	Weights hierarchy.Column // what the quotas of the part go by; a weight of zero means none
	// Min and Max bound the quotas of the part; a gap is no bound.
	Min, Max hierarchy.Column
	Holds    []hierarchy.Hold // without Until and Start
}

// Parts divides a plan into plans of its parts, such that the parts add up to the
// whole in every unit, and the units to their parent in every part. The identity has
// a name, by which explanations and errors call it.
//
// Level by level, the quotas of the children of each unit form a two-way table of
// units × parts. Its row totals are the children's quotas in the plan of the whole.
// Its column totals are the quotas of the parent in each part. The table is that of
// [apportion.Table] with Webster's rounding: in whole quanta, and as nearly
// proportional to the weights as both margins allow. If cells tie, the first unit and
// the part with the smaller code get the quanta in doubt.
//
// Bounds, holds and zero weights of units further down are set aside at every unit
// above them. With up to three parts, what can be met is therefore met. With more, a
// division can be refused although another one higher up would do; then join parts in
// groups, and divide the groups again: the plan of a part can be the whole of others.
//
// Each part has a [hierarchy.Plan] of its own. In it, the identity holds every quota
// that no hold of the part fixes: the plan explains and is written with that hold.
//
// Parts returns an error if
//   - the plan is nil, has a target within a range, a kind that does not add up or a quota below zero;
//   - there are no parts, or the target of a part is not valid, below zero, or differs from the whole's
//     in unit, kind, quantum or period, or two targets have one code;
//   - the targets do not add up to the whole's ([target.ErrMismatch]);
//   - a column is of another tree, or a weight is missing or below zero;
//   - a hold is of a unit without a quota or of the target's own unit, is given twice, is no multiple of
//     the quantum, or has Until or Start;
//   - no table meets both margins ([*PartsError]).
func Parts(identity string, whole *hierarchy.Plan, parts []Part) ([]*hierarchy.Plan, error) {
	d := divider{identity: identity, whole: whole, parts: slices.Clone(parts)}
	if err := d.check(); err != nil {
		return nil, err
	}
	if err := d.carryUp(); err != nil {
		return nil, err
	}
	if err := d.divide(); err != nil {
		return nil, err
	}
	return d.plans()
}

// PartsError says that no table of units × parts meets its margins. It proves so as
// [apportion.TableError] does: the units and parts must place Amount, and the other
// cells have room for at most Room, which is less. If Floor is set, the units and parts
// have only Amount, and the minima add up to Room, which is more. PartsError matches
// [target.ErrInfeasible].
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
		what, room = "have only", "and minima, holds and what other parts cannot take make that at least"
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
	return text + ": change the targets, bounds or weights of the parts"
}

// Unwrap returns [target.ErrInfeasible].
func (e *PartsError) Unwrap() error { return target.ErrInfeasible }

// divider divides a plan into parts. Units are known by their index in the tree.
type divider struct {
	identity string
	whole    *hierarchy.Plan
	parts    []Part

	order  []int // the parts in the order of their targets' codes, which decides ties
	tree   *hierarchy.Tree
	units  []int // that have a quota, the root first, parents before children
	totals map[int]decimal.Decimal
	holds  []map[int]hierarchy.Hold // of each part

	low, high []map[int]decimal.Decimal // of each part, within which the units below allow it
	quotas    []map[int]decimal.Decimal
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
	d.low, d.high = make([]map[int]decimal.Decimal, len(d.parts)), make([]map[int]decimal.Decimal, len(d.parts))
	for j := range d.parts {
		d.low[j], d.high[j] = map[int]decimal.Decimal{}, map[int]decimal.Decimal{}
	}
	for _, at := range slices.Backward(d.units) {
		children := d.children(at)
		for j := range d.parts {
			d.own(j, at, children)
		}
		if err := d.tighten(at); err != nil {
			return err
		}
	}
	return nil
}

// own sets the bounds of a part in a unit: its own ones and what its children need.
func (d *divider) own(j, at int, children []int) {
	low, high := decimal.Decimal{}, d.totals[at]
	part := d.parts[j]
	raise := func(v decimal.Decimal) { low = decimal.Max(low, v) }
	lower := func(v decimal.Decimal) { high = decimal.Min(high, v) }

	step := fixed.NewQuantum(part.Target.Indicator.EffectiveQuantum())
	if v, ok := part.Min.FigureAt(at); ok {
		raise(step.Times(step.Ceil(v)))
	}
	if v, ok := part.Max.FigureAt(at); ok {
		lower(step.Times(step.Floor(v)))
	}
	if h, ok := d.holds[j][at]; ok {
		raise(h.Value)
		lower(h.Value)
	}
	if at == d.units[0] {
		raise(part.Target.Value)
		lower(part.Target.Value)
	}
	if len(children) > 0 {
		var least, most decimal.Decimal
		for _, c := range children {
			least, most = least.Add(d.low[j][c]), most.Add(d.high[j][c])
		}
		raise(least)
		lower(most)
	}
	if w, _ := part.Weights.FigureAt(at); at != d.units[0] && w.IsZero() {
		lower(low) // no more than what it must have
	}
	d.low[j][at], d.high[j][at] = low, high
}

// tighten leaves each part in a unit what the other parts do not need, and requires
// of it what they cannot take.
func (d *divider) tighten(at int) error {
	var least, most decimal.Decimal
	for j := range d.parts {
		least, most = least.Add(d.low[j][at]), most.Add(d.high[j][at])
	}
	total := d.totals[at]
	for j := range d.parts {
		low, high := d.low[j][at], d.high[j][at]
		d.low[j][at] = decimal.Max(low, total.Sub(most.Sub(high)))
		d.high[j][at] = decimal.Min(high, total.Sub(least.Sub(low)))
		if d.low[j][at].GreaterThan(d.high[j][at]) {
			return &PartsError{
				Identity: d.identity, Parent: d.tree.UnitAt(max(d.tree.ParentAt(at), 0)).Code,
				Units: []string{d.tree.UnitAt(at).Code}, Parts: []string{d.parts[j].Target.Code},
				Amount: d.high[j][at], Room: d.low[j][at], Floor: true,
			}
		}
	}
	return nil
}

// divide fills the tables from the top down.
func (d *divider) divide() error {
	for j := range d.parts {
		d.order = append(d.order, j)
	}
	slices.SortFunc(d.order, func(i, j int) int { return cmp.Compare(d.parts[i].Target.Code, d.parts[j].Target.Code) })
	for j, part := range d.parts {
		d.quotas[j] = map[int]decimal.Decimal{d.units[0]: part.Target.Value}
	}
	for _, at := range d.units {
		if children := d.children(at); len(children) > 0 {
			if err := d.table(at, children); err != nil {
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
	o := apportion.TableOptions{Quantum: d.parts[0].Target.Indicator.EffectiveQuantum()}
	for _, c := range children {
		row, low, high := make([]decimal.Decimal, n), make([]decimal.NullDecimal, n), make([]decimal.NullDecimal, n)
		for k, j := range d.order {
			row[k], _ = d.parts[j].Weights.FigureAt(c)
			low[k], high[k] = decimal.NewNullDecimal(d.low[j][c]), decimal.NewNullDecimal(d.high[j][c])
		}
		weights, rows = append(weights, row), append(rows, d.totals[c])
		o.Min, o.Max = append(o.Min, low), append(o.Max, high)
	}
	for _, j := range d.order {
		cols = append(cols, d.quotas[j][at])
	}

	table, err := apportion.Table(weights, rows, cols, o)
	if none, ok := errors.AsType[*apportion.TableError](err); ok {
		out := &PartsError{
			Identity: d.identity, Parent: d.tree.UnitAt(at).Code, Amount: none.Amount, Room: none.Room,
			Floor: none.Floor,
		}
		for _, i := range none.Rows {
			out.Units = append(out.Units, d.tree.UnitAt(children[i]).Code)
		}
		for _, k := range none.Cols {
			out.Parts = append(out.Parts, d.parts[d.order[k]].Target.Code)
		}
		return out
	}
	if err != nil {
		return err
	}
	for i, c := range children {
		for k, j := range d.order {
			d.quotas[j][c] = table.Entries[i][k]
		}
	}
	return nil
}

// plans makes the plan of each part.
func (d *divider) plans() ([]*hierarchy.Plan, error) {
	var all []*hierarchy.Plan
	for j, part := range d.parts {
		o := hierarchy.Options{
			Rule:      hierarchy.Rule{Method: hierarchy.Proportional(part.Weights)},
			LastLevel: d.whole.Options().LastLevel,
			Exempt:    d.whole.Options().Exempt,
		}

		for _, at := range d.units[1:] {
			if h, ok := d.holds[j][at]; ok {
				o.Holds = append(o.Holds, h)
				continue
			}
			o.Holds = append(o.Holds, hierarchy.Hold{
				Unit: d.tree.UnitAt(at).Code, Value: d.quotas[j][at], By: "identity " + d.identity,
				Reason: "the parts of " + d.whole.Target().Code + " add up to " + fixed.Plain(d.totals[at]),
			})
		}

		plan, err := hierarchy.Cascade(d.tree, part.Target, o)
		if err != nil {
			return nil, err
		}

		all = append(all, plan)
	}

	return all, nil
}

// CheckParts recomputes from the quotas alone whether parts add up to a whole in
// every unit. It returns an error that names each unit in which they do not, and by
// how much they miss it, or that lacks a quota of a part.
func CheckParts(whole *hierarchy.Plan, parts ...*hierarchy.Plan) error {
	var p target.Problems
	at := p.At("units")
	p.At("whole").Required(whole.Len() > 0, "give the plan of the whole")
	p.At("parts").Required(len(parts) > 0, "give the plans of the parts")
	for q := range whole.All() {
		miss, complete := q.Value.Neg(), true
		for i, part := range parts {
			quota, ok := part.Quota(q.Unit.Code)
			if !ok {
				at.Key(q.Unit.Code).Report(
					nil, target.ErrMissing, fmt.Sprintf("part %d has no quota for the unit", i+1),
				)
			}
			miss, complete = miss.Add(quota.Value), complete && ok
		}
		if complete && !miss.IsZero() {
			at.Key(q.Unit.Code).Report(miss, target.ErrMismatch, "the parts miss the whole by this")
		}
	}
	return p.Err()
}
