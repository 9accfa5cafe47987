package hierarchytest

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// shown gives a cascade over a small tree the claims of the family that the tree
// was made from.
type shown struct {
	hierarchy.Method
	family hierarchy.Family
}

func (s shown) Claims(hierarchy.Family) ([]hierarchy.Claim, error) {
	return s.Method.Claims(clone(s.family))
}

// trial is one family as a tree.
type trial struct {
	*kit
	i      int
	family hierarchy.Family
	tree   *hierarchy.Tree
	basis  hierarchy.Column
	target target.Target
}

// cascades divides the amount of a family by the method: freely, with the child
// of the largest quota held one quantum below it, and with it bounded there.
func (k *kit) cascades(i int) {
	f := k.families[i]
	if len(f.Children) == 0 {
		return
	}
	t, err := k.trial(i)
	if err != nil {
		k.faults.Add(fmt.Errorf("families[%d]: not a family of a cascade: %w", i, err))
		return
	}
	plan := t.run("a cascade", hierarchy.Options{})
	if plan == nil {
		return
	}

	t.explained(plan)
	top, room := t.top(plan)
	if !room {
		return
	}

	less := top.Value.Sub(f.Target.Indicator.EffectiveQuantum())
	hold := hierarchy.Hold{Unit: top.Unit.Code, Value: less, By: "hierarchytest"}
	t.run("a cascade with a hold", hierarchy.Options{Holds: []hierarchy.Hold{hold}})

	limit, err := t.tree.Column(maps.All(map[string]decimal.Decimal{top.Unit.Code: less}))
	if err != nil {
		k.faults.Add(fmt.Errorf("families[%d]: %w", i, err))
		return
	}

	t.run("a cascade with a bound", hierarchy.Options{Rule: hierarchy.Rule{Max: limit}})
}

// trial makes a tree of two levels of a family.
func (k *kit) trial(i int) (*trial, error) {
	f := k.families[i]
	parent := f.Parent
	parent.Parent, parent.Role = "", hierarchy.Member
	levels, units := []string{parent.Level}, []hierarchy.Unit{parent}

	for _, u := range f.Children {
		if !slices.Contains(levels, u.Level) {
			levels = append(levels, u.Level)
		}
		units = append(units, u)
	}

	t := &trial{kit: k, i: i, family: f, target: f.Target}
	t.target.Unit, t.target.Value = parent.Code, f.Amount
	if t.target.Indicator.Kind.Law() == target.Count {
		t.target.Value = t.countable()
	}

	t.target.Comparator, t.target.Upper, t.target.Tolerance = 0, decimal.Decimal{}, decimal.Decimal{}
	var err error
	if t.tree, err = hierarchy.NewTree(levels, units); err != nil {
		return nil, err
	}
	inTree := slices.Collect(t.tree.Children(parent.Code))
	if !slices.Equal(inTree, f.Children) ||
		slices.ContainsFunc(inTree, func(u hierarchy.Unit) bool { return u.Role == hierarchy.Memo }) {
		return nil, &target.FieldError{
			Path: "children", Err: target.ErrInvalid,
			Remedy: "give the members and residual units under the parent, by code; Families makes such",
		}
	}

	if f.Basis != nil {
		if len(f.Basis) != len(f.Children) {
			return nil, &target.FieldError{
				Path: "basis", Value: len(f.Basis), Err: target.ErrInvalid,
				Remedy: fmt.Sprintf("give one for each of the %d children", len(f.Children)),
			}
		}

		bases := map[string]decimal.Decimal{}
		for c, u := range f.Children {
			bases[u.Code] = f.Basis[c]
		}
		t.basis, err = t.tree.Column(maps.All(bases))
	}

	return t, err
}

// countable is the amount of a count, as far as the children that have a claim can
// reach it: in a tree of two levels one yes each.
func (t *trial) countable() decimal.Decimal {
	able := int64(0)
	for _, c := range t.want[t.i] {
		if c.Weight.Sign() > 0 {
			able++
		}
	}
	return decimal.Min(t.family.Amount, decimal.New(max(1, able), 0))
}

// run cascades and checks that the plan keeps the law, its hold and its bound. It
// returns nil after a fault.
func (t *trial) run(what string, o hierarchy.Options) *hierarchy.Plan {
	o.Rule.Method, o.Basis = shown{t.method, t.family}, t.basis
	plan, err := hierarchy.Cascade(t.tree, t.target, o)
	if err != nil {
		t.faults.Add(fmt.Errorf("families[%d]: %s: %w", t.i, what, err))
		return nil
	}
	if err := plan.Check(); err != nil {
		t.faults.Add(fmt.Errorf("families[%d]: %s: %w", t.i, what, err))
		return nil
	}
	return plan
}

// explained checks that explanations show the claims of the first call, though
// the method is called again for them.
func (t *trial) explained(p *hierarchy.Plan) {
	for c, u := range t.family.Children {
		got, want := p.Explain(u.Code).Steps[0].Claim, t.want[t.i][c]
		path := ".claims[" + fault.Text(u.Code) + "]"
		if !got.Weight.Equal(want.Weight) {
			t.report(t.i, path+".weight", got.Weight, target.ErrInvalid, "an explanation shows another weight than "+
				fault.Text(want.Weight))
		}
		if !got.Offset.Equal(want.Offset) {
			t.report(t.i, path+".offset", got.Offset, target.ErrInvalid, "an explanation shows another offset than "+
				fault.Text(want.Offset))
		}
	}
}

// top returns the largest quota and whether there is room to lower it: another
// child with a claim, and with a basis if there is one, that can take the rest.
func (t *trial) top(p *hierarchy.Plan) (top hierarchy.Quota, room bool) {
	if t.family.Amount.Sign() <= 0 || t.target.Indicator.Kind.Law() == target.Count {
		return top, false
	}
	free := 0
	for q := range p.Children(t.target.Unit) {
		c := slices.IndexFunc(t.family.Children, func(u hierarchy.Unit) bool { return u.Code == q.Unit.Code })
		if t.want[t.i][c].Weight.Sign() == 0 || t.family.Basis != nil && t.family.Basis[c].Sign() == 0 {
			continue
		}
		free++
		if free == 1 || q.Value.Cmp(top.Value) > 0 {
			top = q
		}
	}
	return top, free > 1 && top.Value.Sign() > 0
}
