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

// fixedFamily is a method that shows the tested one always the same family, whatever the
// family of the cascade looks like.
type fixedFamily struct {
	hierarchy.Method
	family hierarchy.Family
}

func (s fixedFamily) Claims(hierarchy.Family) ([]hierarchy.Claim, error) {
	return s.Method.Claims(clone(s.family))
}

// familyTree is one family as a tree of two levels.
type familyTree struct {
	*kit
	i      int
	family hierarchy.Family
	tree   *hierarchy.Tree
	basis  hierarchy.Column
	target target.Target
}

// cascade divides the amount of a family by the method: freely, and with the child of the
// largest quota held, and then bounded, one quantum below it.
func (k *kit) cascade(i int) {
	f := k.families[i]
	if len(f.Children) == 0 {
		return
	}
	t, err := k.treeOf(i)
	if err != nil {
		k.problems.Add(fmt.Errorf("families[%d]: not a family of a cascade: %w", i, err))
		return
	}
	plan := t.run("a cascade", hierarchy.Options{})
	if plan == nil {
		return
	}

	t.checkExplanations(plan)
	top, room := t.top(plan)
	if !room {
		return
	}

	less := top.Value.Sub(f.Target.Indicator.EffectiveQuantum())
	hold := hierarchy.Hold{Unit: top.Unit.Code, Value: less, By: "hierarchytest"}
	t.run("a cascade with a hold", hierarchy.Options{Holds: []hierarchy.Hold{hold}})

	limit, err := t.tree.Column(maps.All(map[string]decimal.Decimal{top.Unit.Code: less}))
	if err != nil {
		k.problems.Add(fmt.Errorf("families[%d]: %w", i, err))
		return
	}

	t.run("a cascade with a bound", hierarchy.Options{Rule: hierarchy.Rule{Max: limit}})
}

// treeOf makes the tree of a family.
func (k *kit) treeOf(i int) (*familyTree, error) {
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

	t := &familyTree{kit: k, i: i, family: f, target: f.Target}
	t.target.Unit, t.target.Value = parent.Code, f.Amount
	t.target.Comparator, t.target.Upper, t.target.Tolerance = 0, decimal.Decimal{}, decimal.Decimal{}
	if t.target.Indicator.Kind.Law() == target.Count {
		t.target.Value = t.countable()
	}

	var err error
	if t.tree, err = hierarchy.NewTree(levels, units); err != nil {
		return nil, err
	}
	inTree := slices.Collect(t.tree.Children(parent.Code))
	if !slices.Equal(inTree, f.Children) ||
		slices.ContainsFunc(inTree, func(u hierarchy.Unit) bool { return u.Role == hierarchy.Memo }) {
		return nil, &target.FieldError{
			Path: "children", Err: target.ErrInvalid,
			Remedy: "give the members and residual units under the parent, by code; Families makes such families",
		}
	}

	if f.Basis != nil {
		err = t.setBasis()
	}
	return t, err
}

// setBasis makes a column of the bases of the family.
func (t *familyTree) setBasis() (err error) {
	f := t.family
	if len(f.Basis) != len(f.Children) {
		return &target.FieldError{
			Path: "basis", Value: len(f.Basis), Err: target.ErrInvalid,
			Remedy: fmt.Sprintf("give one for each of the %d children", len(f.Children)),
		}
	}

	bases := map[string]decimal.Decimal{}
	for c, u := range f.Children {
		bases[u.Code] = f.Basis[c]
	}
	t.basis, err = t.tree.Column(maps.All(bases))
	return err
}

// countable is the amount of a count, as far as the children can reach it. In a tree of two
// levels each child with a claim can have one yes.
func (t *familyTree) countable() decimal.Decimal {
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
func (t *familyTree) run(what string, o hierarchy.Options) *hierarchy.Plan {
	o.Rule.Method, o.Basis = fixedFamily{t.method, t.family}, t.basis
	plan, err := hierarchy.Cascade(t.tree, t.target, o)
	if err != nil {
		t.problems.Add(fmt.Errorf("families[%d]: %s: %w", t.i, what, err))
		return nil
	}
	if err := plan.Check(); err != nil {
		t.problems.Add(fmt.Errorf("families[%d]: %s: %w", t.i, what, err))
		return nil
	}
	return plan
}

// checkExplanations checks that explanations show the claims of the first call, though the
// method is called again for them.
func (t *familyTree) checkExplanations(p *hierarchy.Plan) {
	for c, u := range t.family.Children {
		got, want := p.Explain(u.Code).Steps[0].Claim, t.want[t.i][c]
		at := t.at(t.i).Field("claims").Key(u.Code)
		if !got.Weight.Equal(want.Weight) {
			at.Field("weight").Report(got.Weight, target.ErrInvalid,
				"an explanation shows another weight than "+fault.Text(want.Weight))
		}
		if !got.Offset.Equal(want.Offset) {
			at.Field("offset").Report(got.Offset, target.ErrInvalid,
				"an explanation shows another offset than "+fault.Text(want.Offset))
		}
	}
}

// top returns the largest quota of the children with a claim and, in a mean, a basis. It
// reports whether there are several such children, so that another one can take the rest.
func (t *familyTree) top(p *hierarchy.Plan) (top hierarchy.Quota, room bool) {
	if t.target.Indicator.Kind.Law() == target.Count {
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
