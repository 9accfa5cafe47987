package system

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// derive plans the indicator that follows from an identity.
func (b *builder) derive(id systemIdentity) error {
	x := b.indicators[id.derived()]
	d := deriver{
		builder: b, identity: id, derived: x, by: "identity " + id.name(),
		quantum: x.Target.Indicator.EffectiveQuantum(), asked: x.demands(),
	}
	for _, code := range b.basisOf(id.derived()) {
		d.basis = b.plans[code].Column().Named(code)
	}
	if err := d.deriveFigures(); err != nil {
		return err
	}
	plan, err := d.plan()
	if err != nil {
		return b.under(id.derived(), err)
	}
	b.plans[id.derived()] = plan
	return d.check(plan)
}

// deriver plans one derived indicator.
type deriver struct {
	*builder
	identity systemIdentity
	derived  *Indicator
	by       string // who holds its quotas: the identity
	quantum  decimal.Decimal
	basis    hierarchy.Column
	asked    demands

	last    string            // level that the plan reaches
	exact   []*big.Rat        // the figures of units by index, before rounding; nil for units without one
	end     []bool            // whether the unit has one and no child of it has
	reasons map[string]string // how they follow, by code
}

// deriveFigures derives the exact figure of every unit.
func (d *deriver) deriveFigures() error {
	of, last := d.columns(d.identity.others())
	d.last, d.exact, d.end = last, make([]*big.Rat, d.tree.Len()), make([]bool, d.tree.Len())
	d.reasons = map[string]string{}
	ratio := d.ratio(d.identity)
	var p target.Problems
	at := p.At(d.identity.kind()).Key(d.identity.name()).Field("units")

	for i := range d.tree.Len() {
		figures, ok := of.at(i)
		if !ok {
			continue
		}
		code := d.tree.UnitAt(i).Code
		d.exact[i], d.end[i] = d.identity.exact(figures, ratio), !of.below(d.tree, i)
		d.reasons[code] = d.identity.text(figures, ratio)
		if r, ok := d.identity.(Ratio); ok && d.exact[i] == nil && r.undetermined(figures) {
			// Every figure satisfies the identity: the unit has that of its parent.
			d.exact[i] = new(big.Rat)
			if parent := d.tree.ParentAt(i); parent >= 0 && d.exact[parent] != nil {
				d.exact[i].Set(d.exact[parent])
			}
		}
		if d.exact[i] == nil {
			at.Key(code).Report(d.reasons[code], target.ErrRange,
				d.derived.Target.Code+" does not follow where it is divided by 0")
		}
	}

	return p.Err()
}

// plan makes the plan of the derived indicator.
func (d *deriver) plan() (*hierarchy.Plan, error) {
	t := d.derived.Target
	top, _ := d.tree.Index(t.Unit)
	if t.Indicator.Kind.Law() == target.WeightedMean {
		return d.mean(t, top)
	}
	return d.sum(t, top)
}

// exempt returns the units without a figure, as the plans of the others say it.
func (d *deriver) exempt() []hierarchy.Exemption {
	var all []hierarchy.Exemption
	for _, code := range d.identity.others() {
		for _, e := range d.plans[code].Options().Exempt {
			if !slices.ContainsFunc(all, func(o hierarchy.Exemption) bool { return o.Unit == e.Unit }) {
				all = append(all, e)
			}
		}
	}
	return all
}

// sum holds the units at the end of the plan at their rounded figures. The units above
// have the sums of these.
func (d *deriver) sum(t target.Target, top int) (*hierarchy.Plan, error) {
	o := hierarchy.Options{LastLevel: d.last, Exempt: d.exempt()}
	step := fixed.NewQuantum(d.quantum)
	t.Value = decimal.Decimal{}
	for i, x := range d.exact {
		if x == nil || !d.end[i] {
			continue
		}
		v := step.Times(nearest(x, d.quantum))
		t.Value = t.Value.Add(v)
		if i != top {
			code := d.tree.UnitAt(i).Code
			o.Holds = append(o.Holds, hierarchy.Hold{
				Unit: code, Value: v, By: d.by, Reason: d.reasons[code],
			})
		}
	}
	return hierarchy.Cascade(d.tree, t, o)
}

// mean holds every unit at its rounded figure. Some figures of a family go a quantum up or
// down if its mean would otherwise miss the figure of the parent.
func (d *deriver) mean(t target.Target, top int) (*hierarchy.Plan, error) {
	quotas := make([]*big.Int, d.tree.Len()) // in quanta
	quotas[top] = nearest(d.exact[top], d.quantum)
	step := fixed.NewQuantum(d.quantum)
	t.Value = step.Times(quotas[top])
	o := hierarchy.Options{Basis: d.basis, LastLevel: d.last, Exempt: d.exempt()}
	for at := range d.tree.Len() {
		if quotas[at] == nil {
			continue
		}
		if at != top {
			code := d.tree.UnitAt(at).Code
			o.Holds = append(o.Holds, hierarchy.Hold{
				Unit: code, Value: step.Times(quotas[at]), By: d.by, Reason: d.reasons[code],
			})
		}
		if !d.end[at] {
			d.roundFamily(at, quotas)
		}
	}
	return hierarchy.Cascade(d.tree, t, o)
}

// roundFamily rounds the figures of the children of a unit. It then moves single figures by
// a quantum until their mean is within half a quantum of the unit's quota. The next figure
// to move is always the one that ends nearest to its exact value.
func (d *deriver) roundFamily(at int, quotas []*big.Int) {
	off, all := new(big.Rat), new(big.Rat) // Σ b·(q − the quota of the unit) in quanta, and Σ b
	var children []int
	for i, end := d.tree.ChildrenAt(at); i < end; i++ {
		if d.exact[i] == nil {
			continue
		}
		quotas[i] = nearest(d.exact[i], d.quantum)
		basis, _ := d.basis.FigureAt(i)
		if basis.Sign() <= 0 {
			continue // its figure changes no mean, or Cascade refuses the basis
		}
		children = append(children, i)
		more := new(big.Rat).SetInt(new(big.Int).Sub(quotas[i], quotas[at]))
		all.Add(all, basis.Rat())
		off.Add(off, more.Mul(more, basis.Rat()))
	}

	half := all.Quo(all, big.NewRat(2, 1))
	within := func() bool { return new(big.Rat).Abs(off).Cmp(half) <= 0 }
	for range mostPasses {
		if within() {
			return
		}
		for _, m := range d.moves(children, quotas, int64(-off.Sign())) {
			if within() {
				break
			}
			basis, _ := d.basis.FigureAt(m.at)
			more := new(big.Rat).SetInt(new(big.Int).Sub(m.quota, quotas[m.at]))
			off.Add(off, more.Mul(more, basis.Rat()))
			quotas[m.at] = m.quota
		}
	}
}

// move is a figure of a unit that goes a quantum up or down.
type move struct {
	at    int
	quota *big.Int // after it
	off   *big.Rat // from the exact figure, after it
}

// mostPasses is how often each figure of a family may move. A few quanta are enough,
// unless the figures contradict each other.
const mostPasses = 10

// moves returns the figures that can go a quantum up or down, those that end nearest to
// their exact ones first. Figures keep their signs and bounds.
func (d *deriver) moves(children []int, quotas []*big.Int, step int64) []move {
	var all []move
	quantum := fixed.NewQuantum(d.quantum)
	for _, i := range children {
		m := move{at: i, quota: new(big.Int).Add(quotas[i], big.NewInt(step))}
		//mutate:equal step <= 0: the step is 1 or −1
		if m.quota.Sign()*d.exact[i].Sign() < 0 || d.exact[i].Sign() == 0 && step < 0 {
			continue
		}
		if low, high := d.asked.at(d.tree.UnitAt(i).Code); outside(quantum.Times(m.quota), low, high) {
			continue
		}
		m.off = new(big.Rat).Quo(d.exact[i], d.quantum.Rat())
		m.off.Abs(m.off.Sub(m.off, new(big.Rat).SetInt(m.quota)))
		all = append(all, m)
	}
	slices.SortStableFunc(all, func(a, b move) int { return a.off.Cmp(b.off) })
	return all
}

// check compares the plan with the target, the holds and the bounds of the derived
// indicator.
func (d *deriver) check(plan *hierarchy.Plan) error {
	x := d.derived
	var p target.Problems
	at := p.At("indicators").Key(x.Target.Code)
	fails := func(at target.Place, v decimal.Decimal, q hierarchy.Quota, what string, low, high decimal.NullDecimal) {
		remedy := fmt.Sprintf("%sidentity %s makes it %s in unit %s: %s", what, d.identity.name(),
			fixed.Plain(q.Value), q.Unit.Code, d.remedy(q.Unit.Code, low, high))
		at.Report(v, target.ErrInfeasible, remedy)
	}

	top, none := plan.Target(), decimal.NullDecimal{}
	if v := x.Target.Value; !v.IsZero() && !x.Target.Meets(top.Value) {
		q, _ := plan.Quota(top.Unit)
		low, high := decimal.NewNullDecimal(v), none // at least
		switch x.Target.EffectiveComparator() {
		case target.AtMost:
			low, high = none, decimal.NewNullDecimal(v)
		case target.About:
			low.Decimal = v.Sub(x.Target.Tolerance)
			high = decimal.NewNullDecimal(v.Add(x.Target.Tolerance))
		}
		fails(at.Field("target").Field("value"), v, q, x.Target.EffectiveComparator().String()+" is asked; ", low, high)
	}

	for _, h := range x.Options.Holds {
		place := at.Field("options").Field("holds").Key(h.Unit)
		q, ok := plan.Quota(h.Unit)
		switch v := decimal.NewNullDecimal(h.Value); {
		case !ok:
			place.Report(h.Unit, target.ErrUnknown, "the plan has no quota for the unit: leave it out")
		case !lapsed(h, x.Target) && !q.Value.Equal(h.Value):
			fails(place, h.Value, q, "held by "+h.By+"; ", v, v)
		}
	}

	rule := at.Field("options").Field("rule")
	for q := range plan.All() {
		code := q.Unit.Code
		if v, ok := x.Options.Rule.Min.At(code); ok && q.Value.LessThan(v) {
			fails(rule.Field("min").Key(code), v, q, "", decimal.NewNullDecimal(v), none)
		}
		if v, ok := x.Options.Rule.Max.At(code); ok && q.Value.GreaterThan(v) {
			fails(rule.Field("max").Key(code), v, q, "", none, decimal.NewNullDecimal(v))
		}
	}
	return p.Err()
}

// nearest returns the number of quanta nearest to a fraction, halves away from zero.
func nearest(x *big.Rat, quantum decimal.Decimal) *big.Int {
	n := new(big.Rat).Quo(x, quantum.Rat())
	return fixed.DivHalfUp(n.Num(), n.Denom())
}
