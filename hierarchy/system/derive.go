package system

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// systemIdentity is a [Sum] or a [Ratio].
type systemIdentity interface {
	kind() string // sums or ratios
	name() string
	derived() string
	others() []string // the indicators from which the derived one follows
	// exact returns the derived figure from those of the others; nil if a divisor is
	// zero. Text says how, for explanations.
	exact(of map[string]decimal.Decimal, ratio target.Indicator) *big.Rat
	text(of map[string]decimal.Decimal, ratio target.Indicator) string
	// taker returns the indicator that takes over the bounds of the derived one: the one
	// whose figures are open when all others are planned. It is empty if none is.
	taker(known func(code string) bool) string
	// solve returns the figure of an indicator from those of the others and the derived
	// one. It returns nil if no figure, or no single one, is on the same side of zero.
	solve(code string, of map[string]decimal.Decimal, ratio target.Indicator) *big.Rat
	// rises returns the sign of the change of the derived figure if that of an indicator
	// rises.
	rises(code string, of map[string]decimal.Decimal, ratio target.Indicator) int
}

func (s Sum) kind() string    { return "sums" }
func (s Sum) name() string    { return s.Name }
func (s Sum) derived() string { return s.Derived }

func (s Sum) others() []string {
	return slices.DeleteFunc(append([]string{s.Whole}, s.Parts...), func(code string) bool { return code == s.Derived })
}

func (s Sum) exact(of map[string]decimal.Decimal, _ target.Indicator) *big.Rat {
	sum := decimal.Decimal{}
	for _, part := range s.Parts {
		sum = sum.Add(of[part]) // that of the derived part is 0
	}
	if s.Derived != s.Whole {
		sum = of[s.Whole].Sub(sum)
	}
	return sum.Rat()
}

func (s Sum) text(of map[string]decimal.Decimal, _ target.Indicator) string {
	var all []string
	sign := " + "
	if s.Derived != s.Whole {
		all, sign = append(all, numtext.Figure(of[s.Whole])), " − "
	}
	for _, part := range s.Parts {
		if part != s.Derived {
			all = append(all, numtext.Figure(of[part]))
		}
	}
	return strings.Join(all, sign)
}

func (s Sum) taker(known func(code string) bool) string {
	open := slices.DeleteFunc(s.others(), known)
	if len(open) != 1 {
		return ""
	}
	return open[0]
}

func (s Sum) solve(code string, of map[string]decimal.Decimal, ratio target.Indicator) *big.Rat {
	s.Derived = code
	return s.exact(of, ratio)
}

func (s Sum) rises(code string, _ map[string]decimal.Decimal, _ target.Indicator) int {
	if s.Derived != s.Whole && code != s.Whole {
		return -1
	}
	return 1
}

func (r Ratio) kind() string    { return "ratios" }
func (r Ratio) name() string    { return r.Name }
func (r Ratio) derived() string { return r.Derived }

// undetermined reports whether every figure satisfies the identity, if the exact one is
// divided by zero.
func (r Ratio) undetermined(of map[string]decimal.Decimal) bool {
	return r.Derived == r.Ratio && of[r.Numerator].IsZero()
}

// taker returns the ratio where the numerator follows, as the denominator is planned
// before it. It never returns a divisor: bounds of a quotient leave it two ranges, one on
// each side of zero.
func (r Ratio) taker(known func(code string) bool) string {
	switch {
	case r.Derived == r.Numerator && !known(r.Ratio):
		return r.Ratio
	case r.Derived == r.Denominator && known(r.Ratio) || r.Derived == r.Ratio && known(r.Denominator):
		return r.Numerator
	}
	return ""
}

func (r Ratio) solve(code string, of map[string]decimal.Decimal, ratio target.Indicator) *big.Rat {
	if r.Numerator != code && r.Numerator != r.Derived {
		other := of[r.Denominator].Sign()
		if code == r.Denominator {
			other = ratioFactor(of[r.Ratio], ratio).Sign()
		}
		//mutate:equal other*of[r.Numerator].Sign() < 0: a quotient by zero is nil too
		//mutate:equal other / of[r.Numerator].Sign(): nothing rises where the numerator is zero
		if other*of[r.Numerator].Sign() <= 0 {
			return nil // a quotient has two branches
		}
	}
	r.Derived = code
	return r.exact(of, ratio)
}

func (r Ratio) rises(code string, of map[string]decimal.Decimal, ratio target.Indicator) int {
	up := 1 // the factor by the ratio
	if ratio.Kind == target.Reduction {
		up = -1
	}
	switch {
	case r.Derived == r.Numerator && code == r.Ratio:
		//mutate:equal of[r.Denominator].Sign() / up: up is 1 or −1
		return of[r.Denominator].Sign() * up
	case r.Derived == r.Numerator, r.Derived == r.Denominator && code == r.Numerator:
		return ratioFactor(of[r.Ratio], ratio).Sign()
	case r.Derived == r.Denominator:
		//mutate:equal -of[r.Numerator].Sign() / up: up is 1 or −1
		return -of[r.Numerator].Sign() * up
	case code == r.Numerator:
		//mutate:equal of[r.Denominator].Sign() / up: up is 1 or −1
		return of[r.Denominator].Sign() * up
	}
	//mutate:equal -of[r.Numerator].Sign() / up: up is 1 or −1
	return -of[r.Numerator].Sign() * up
}

func (r Ratio) others() []string {
	all := []string{r.Numerator, r.Ratio, r.Denominator}
	return slices.DeleteFunc(all, func(code string) bool { return code == r.Derived })
}

// ratioFactor returns by what the denominator is multiplied.
func ratioFactor(ratio decimal.Decimal, indicator target.Indicator) *big.Rat {
	f := ratio.Rat()
	f.Quo(f, indicator.Scale().Rat())
	switch indicator.Kind {
	case target.Growth:
		f.Add(big.NewRat(1, 1), f)
	case target.Reduction:
		f.Sub(big.NewRat(1, 1), f)
	}
	return f
}

func (r Ratio) exact(of map[string]decimal.Decimal, ratio target.Indicator) *big.Rat {
	out := of[r.Numerator].Rat()
	switch r.Derived {
	case r.Numerator:
		out.Mul(of[r.Denominator].Rat(), ratioFactor(of[r.Ratio], ratio))
	case r.Denominator:
		f := ratioFactor(of[r.Ratio], ratio)
		if f.Sign() == 0 {
			return nil
		}
		out.Quo(out, f)

	default:
		if of[r.Denominator].IsZero() {
			return nil
		}
		out.Quo(out, of[r.Denominator].Rat())
		switch ratio.Kind {
		case target.Growth:
			out.Sub(out, big.NewRat(1, 1))
		case target.Reduction:
			out.Sub(big.NewRat(1, 1), out)
		}
		out.Mul(out, ratio.Scale().Rat())
	}

	return out
}

func (r Ratio) text(of map[string]decimal.Decimal, ratio target.Indicator) string {
	n, d := numtext.Figure(of[r.Numerator]), numtext.Figure(of[r.Denominator])
	f, per := numtext.Figure(of[r.Ratio]), ""
	if scale := ratio.Scale(); !scale.Equal(decimal.New(1, 0)) {
		per = numtext.Figure(scale)
		f += " / " + per
	}
	var before string
	switch ratio.Kind {
	case target.Growth:
		f, before = "(1 + "+f+")", "− 1"
	case target.Reduction:
		f, before = "(1 − "+f+")", "1 −"
	}

	switch r.Derived {
	case r.Numerator:
		return d + " · " + f
	case r.Denominator:
		if per != "" && before == "" {
			f = "(" + f + ")"
		}
		return n + " / " + f
	}
	out := n + " / " + d
	if before == "− 1" {
		out = "(" + out + " − 1)"
	} else if before != "" {
		out = "(1 − " + out + ")"
	}
	if per != "" {
		out += " · " + per
	}
	return out
}

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
	if err := d.figures(); err != nil {
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
	by       string // who holds its quotas
	quantum  decimal.Decimal
	basis    hierarchy.Column
	asked    demands

	last    string            // level
	exact   []*big.Rat        // the figures of units by index; nil for units without one
	end     []bool            // whether no child of the unit has one
	reasons map[string]string // how they follow, by code
}

// figures derives the exact figure of every unit.
func (d *deriver) figures() error {
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

// columnsByCode are the quotas of indicators.
type columnsByCode map[string]hierarchy.Column

// columns returns the quotas of indicators, and the last level that all of them reach.
func (p *Plans) columns(codes []string) (of columnsByCode, last string) {
	of = columnsByCode{}
	levels := p.tree.Levels()
	for _, code := range codes {
		of[code] = p.plans[code].Column()
		level := p.plans[code].Options().LastLevel
		//mutate:equal slices.Index(levels, level) <= slices.Index(levels, last): it is the same level then
		if last == "" || level != "" && slices.Index(levels, level) < slices.Index(levels, last) {
			last = level
		}
	}
	return of, last
}

// at returns the figures of a unit, and whether all are there.
func (c columnsByCode) at(i int) (map[string]decimal.Decimal, bool) {
	figures := map[string]decimal.Decimal{}
	for code, column := range c {
		v, ok := column.FigureAt(i)
		if !ok {
			return nil, false
		}
		figures[code] = v
	}
	return figures, true
}

// has reports whether all figures of a unit are there.
func (c columnsByCode) has(i int) bool {
	for _, column := range c {
		if !column.HasAt(i) {
			return false
		}
	}
	return true
}

// below reports whether a child of a unit has all figures.
func (c columnsByCode) below(tree *hierarchy.Tree, i int) bool {
	for child, end := tree.ChildrenAt(i); child < end; child++ {
		if c.has(child) {
			return true
		}
	}
	return false
}

// ratio returns the indicator of the ratio of an identity.
func (p *Plans) ratio(id systemIdentity) target.Indicator {
	if r, ok := id.(Ratio); ok {
		return p.indicator(r.Ratio).Target.Indicator
	}
	return target.Indicator{}
}

// indicator returns the indicator with a code.
func (p *Plans) indicator(code string) *Indicator {
	i, _ := slices.BinarySearchFunc(p.config.Indicators, code, func(x Indicator, code string) int {
		return cmp.Compare(x.Target.Code, code)
	})
	return &p.config.Indicators[i]
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

// sum holds the units at the end of the plan at their figures. Those above add up.
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

// mean holds every unit at its rounded figure, but for what the law of the ratio needs.
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
			d.family(at, quotas)
		}
	}
	return hierarchy.Cascade(d.tree, t, o)
}

// family rounds the figures of the children of a unit. It then moves single figures by a
// quantum until their mean is within half a quantum of the unit's quota. The next figure
// to move is always the one that ends nearest to its exact value.
func (d *deriver) family(at int, quotas []*big.Int) {
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

	// A few quanta are enough, unless the figures contradict each other.
	half := all.Quo(all, big.NewRat(2, 1))
	within := func() bool { return new(big.Rat).Abs(off).Cmp(half) <= 0 }
	for range 10 {
		if within() {
			return
		}
		for _, m := range d.nearer(children, quotas, int64(-off.Sign())) {
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

// moved is a figure that goes a quantum up or down.
type moved struct {
	at    int
	quota *big.Int
	far   *big.Rat // from the exact figure
}

// nearer returns the figures that can go a quantum up or down, those that end nearest
// to their exact ones first. Figures keep their signs and bounds.
func (d *deriver) nearer(children []int, quotas []*big.Int, step int64) []moved {
	var all []moved
	quantum := fixed.NewQuantum(d.quantum)
	for _, i := range children {
		m := moved{at: i, quota: new(big.Int).Add(quotas[i], big.NewInt(step))}
		//mutate:equal step <= 0: the step is 1 or −1
		if m.quota.Sign()*d.exact[i].Sign() < 0 || d.exact[i].Sign() == 0 && step < 0 {
			continue
		}
		if low, high := d.asked.at(d.tree.UnitAt(i).Code); outside(quantum.Times(m.quota), low, high) {
			continue
		}
		m.far = new(big.Rat).Quo(d.exact[i], d.quantum.Rat())
		m.far.Abs(m.far.Sub(m.far, new(big.Rat).SetInt(m.quota)))
		all = append(all, m)
	}
	slices.SortStableFunc(all, func(a, b moved) int { return a.far.Cmp(b.far) })
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
			place.Report(h.Unit, target.ErrUnknown, "the plan has no quota for the unit")
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

// roundedTo returns a fraction in some decimals, halves away from zero.
func roundedTo(x *big.Rat, places int32) decimal.Decimal {
	return fixed.Round(x.Num(), x.Denom(), places)
}

// nearest returns the number of quanta nearest to a fraction, halves away from zero.
func nearest(x *big.Rat, quantum decimal.Decimal) *big.Int {
	n := new(big.Rat).Quo(x, quantum.Rat())
	return fixed.DivHalfUp(n.Num(), n.Denom())
}
