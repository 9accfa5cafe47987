package hierarchy

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/target"
)

// Revise cascades the plan's target again after a change half way. The quotas that o
// holds have been issued and stay. The rest is divided again with the least change.
// It is [Plan.ReviseTo] with the plan's own target.
//
// Every quota can be held as it was issued: the revision is then the plan itself.
func (p *Plan) Revise(o Options) (*Plan, error) { return p.ReviseTo(p.Target(), o) }

// ReviseTo cascades a changed target over the plan's tree with as little change to
// the quotas as the law allows. Parent by parent, from the top:
//
//  1. If the former quotas of the children, within their holds and bounds, still make
//     the parent's amount, they stay. For a weighted mean: to half a quantum.
//  2. Otherwise the children that are not held share the rest in proportion to the
//     sizes of their former quotas. For a weighted mean, no quota moves by a quantum
//     unless that brings the mean strictly nearer to the amount. A child whose basis
//     is zero moves only if the amount has changed, as the others do.
//  3. If that is impossible, the former method is used: a child that is not held had
//     no quota, all former quotas were zero, or bounds require a quota of zero to move.
//
// For a range, that applies to either end.
//
// A field that o does not set stays as it was:
//   - the basis and the last level;
//   - the exemptions, if o.Exempt is nil; an empty list that is not nil ends them;
//   - the bounds on groups, if o.GroupBounds is nil, in the same way;
//   - each field of the default rule except its method;
//   - the rules by level and the rules by unit, if o has no such map. If it has one,
//     each field that one of its rules does not set is that of the former rule for
//     the same level or unit;
//   - the holds on units that o.Holds does not name.
//
// The former quotas replace the method of each former rule, unless o sets one.
//
// A hold is taken over from plan to plan until it lapses: [Plan.TakenOver] lists
// those that never do. To release a hold, name its unit in o.Release: the quota may then
// move, but stays if the amount that is divided does. To share it anew by a rule, set the rule's
// method too. To change a hold, give another one in o.Holds. A hold that had lapsed in p is dropped if the period
// of the target changes.
//
// A plan of [Reconcile] is reconciled again, from the same proposals. Here o can say
// bounds, holds, a basis and a last level. If the target's own value moved, and t does
// not change it, it is again the proposed value.
//
// A revision of a plan of [Plan.Continue] continues the same quota if the target does
// not change.
//
// ReviseTo returns the errors of [Cascade] or [Reconcile]. It also returns an error if
//   - a unit to be released is not held by p, or is held by o;
//   - the plan is one of [Strictest] or of [Plan.Convert]: revise its lines, or the plan that
//     was converted, and merge or convert again.
func (p *Plan) ReviseTo(t target.Target, o Options) (*Plan, error) {
	if p == nil || p.lower == nil || p.lines != nil {
		return nil, &target.FieldError{
			Path: "plan", Err: target.ErrRequired,
			Remedy: "revise a plan made by Cascade or Reconcile",
		}
	}
	if p.converted != nil {
		return nil, &target.FieldError{
			Path: "plan", Err: target.ErrInvalid,
			Remedy: "revise the plan that it was converted from (Plan.From), and convert the revision",
		}
	}
	if p.nearest != nil {
		return p.reviseNearest(t, o)
	}
	former := p.options
	out := o.clone()
	out.Rule = p.revised(o.Rule, former.Rule)
	if out.Rule.Method == nil {
		out.Rule.Method = p.former(former.Rule.Method)
	}
	out.Levels = p.revisedAll(o.Levels, former.Levels)
	out.Units = p.revisedAll(o.Units, former.Units)
	if !out.Basis.given() {
		out.Basis = former.Basis
	}
	if out.LastLevel == "" {
		out.LastLevel = former.LastLevel
	}
	if out.Exempt == nil {
		out.Exempt = slices.Clone(former.Exempt)
	}
	if out.GroupBounds == nil {
		out.GroupBounds = cloneGroups(former.GroupBounds)
	}

	taken, err := p.takeOver(t, o)
	if err != nil {
		return nil, err
	}
	out.Holds, out.Release = append(out.Holds, taken...), nil
	revised, err := Cascade(p.tree, t, out)
	if err != nil {
		return nil, err
	}
	revised.revises(p)
	revised.keepTaken(taken)
	return revised, nil
}

// revises notes the plan that a plan revises. The revision continues the plan above if
// that has set the same target.
func (p *Plan) revises(before *Plan) {
	p.before = before
	if before.above != nil && sameTarget(p.target, before.target) {
		p.above = before.above
	}
}

// sameTarget reports whether two targets have the same code and the same figures.
func sameTarget(t, o target.Target) bool {
	return t.Code == o.Code && len(target.AgendaChange{From: &t, To: &o}.Fields()) == 0
}

// keepTaken notes the holds without an end that a revision took over.
func (p *Plan) keepTaken(taken []Hold) {
	for _, h := range taken {
		if h.Until.IsZero() {
			p.taken = append(p.taken, h)
		}
	}
}

// takeOver returns the holds of the plan that stay in force when it is revised.
func (p *Plan) takeOver(t target.Target, o Options) ([]Hold, error) {
	var problems target.Problems
	named := make(map[string]bool, len(o.Holds)+len(o.Release))
	for _, h := range o.Holds {
		named[h.Unit] = true
	}
	for i, code := range o.Release {
		at := problems.At("options").Field("release").Index(i)
		held := slices.ContainsFunc(p.options.Holds, func(h Hold) bool { return h.Unit == code })
		switch {
		case named[code]:
			at.Report(code, target.ErrDuplicate, "it is also in options.holds or released twice: leave one of them out")
		case !held:
			at.Report(code, target.ErrUnknown, "the plan holds no such unit: Plan.Holds lists its holds")
		}
		named[code] = true
	}
	if problems.Len() > 0 {
		return nil, problems.Err()
	}

	var taken []Hold
	for _, h := range p.options.Holds {
		if !named[h.Unit] && (t.Period == p.target.Period || !h.lapsed(p.target)) {
			taken = append(taken, h)
		}
	}
	return taken, nil
}

// revisedAll returns the rules by level or by unit of a revised plan.
func (p *Plan) revisedAll(now, before map[string]Rule) map[string]Rule {
	if now == nil {
		now = make(map[string]Rule, len(before))
		for name := range before {
			now[name] = Rule{}
		}
	}
	out := make(map[string]Rule, len(now))
	for name, r := range now {
		out[name] = p.revised(r, before[name])
	}
	return out
}

// revised is a rule with the fields of the former one in place of those that it
// does not say, and the former quotas in place of the former method.
func (p *Plan) revised(r, before Rule) Rule {
	out := r.within(before)
	if r.Method == nil && before.Method != nil {
		out.Method = p.former(before.Method)
	}
	return out
}

// former returns the method that divides by the plan's quotas, or by the method
// that it had if there are none.
func (p *Plan) former(method Method) Method {
	m := formerQuotas{plan: p, otherwise: wrap(method)}
	if inner, ok := m.otherwise.(formerQuotas); ok {
		m.otherwise = inner.otherwise
	}
	return m
}

// formerQuotas divides by former quotas, and by another method where there are none.
type formerQuotas struct {
	plan      *Plan
	otherwise claimer
}

func (formerQuotas) String() string                     { return "in proportion to the former quotas" }
func (m formerQuotas) accepts(law target.Law) bool      { return m.otherwise.accepts(law) }
func (m formerQuotas) Claims(f Family) ([]Claim, error) { return m.otherwise.Claims(f) }

// inputs are those of the other method, which may not be needed.
func (m formerQuotas) inputs() []input {
	all := m.otherwise.inputs()
	for i := range all {
		all[i].every = false
	}
	return all
}

func (m formerQuotas) fixes(t *Tree) bool { return fixesSome(m.otherwise, t) }

// end returns the former quotas at the end of a range that is being divided.
func (m formerQuotas) end(f *family) *result {
	// The far end is divided when the near one is done.
	upper := f.target.EffectiveComparator() == target.Within && f.Plan.lower != nil && f.Plan.upper == nil
	if upper && m.plan.upper != nil {
		return m.plan.upper
	}
	return m.plan.lower
}

// quotas returns the former quotas of a family, and whether every child that is
// not held had one, of which some is not zero.
func (m formerQuotas) quotas(f *family) (quotas []*big.Int, useful bool) {
	end := m.end(f)
	quotas = make([]*big.Int, f.n)
	for k := range quotas {
		at := f.place(k)
		_, held := f.held[at]
		had := end.state[at] != 0
		if quotas[k] = new(big.Int); had {
			quotas[k] = end.quotas.big(at)
		} else if !held {
			return nil, false
		}
		useful = useful || !held && quotas[k].Sign() != 0
	}
	return quotas, useful
}

func (m formerQuotas) claim(f *family) error {
	if quotas, useful := m.quotas(f); useful {
		m.propose(f, quotas)
		if f.canDivide() {
			return nil
		}
	}
	f.formula = formula{}
	if err := f.gaps(m.otherwise); err != nil {
		return err
	}
	return m.otherwise.claim(f)
}

// propose claims in proportion to the sizes of former quotas. A child whose basis
// is zero does not move the mean: it keeps its quota if the amount is as before.
func (m formerQuotas) propose(f *family, quotas []*big.Int) {
	was := m.plan.ruleOf(f.parent).amountOf(m.end(f).quotas.big(f.parent))
	same := f.isMean() && was.Cmp(f.amount) == 0
	f.formula = formula{weights: make([]*big.Int, f.n), exp: f.step.Exp}
	for k, q := range quotas {
		if same && f.basis.sign(f.place(k)) == 0 {
			if f.weights[k] = new(big.Int); f.offsets == nil {
				f.offsets = zeros(f.n)
			}
			f.offsets[k] = f.step.Rat(q)
			continue
		}
		size := new(big.Int).Abs(q)
		f.weights[k] = size.Mul(size, f.step.M)
	}
}

func zeros(n int) []*big.Rat {
	all := make([]*big.Rat, n)
	for k := range all {
		all[k] = new(big.Rat)
	}
	return all
}

// steady is true of a child that neither its former quota nor the other method
// lets move.
func (m formerQuotas) steady(f *family, k int) (*big.Rat, bool) {
	at, end := f.place(k), m.end(f)
	if end.state[at] != 0 && end.quotas.sign(at) != 0 {
		return nil, false
	}
	s, ok := m.otherwise.(steady)
	if !ok {
		return nil, false
	}
	offset, zero := s.steady(f, k)
	return nil, zero && offset == nil
}

// canDivide reports whether the claims of a family can make its amount.
func (f *family) canDivide() bool {
	solvable := func() bool {
		_, s := f.inIntegers(f.amount, f.bigWeights()).solve(f.tiersBig(f))
		return s == solved
	}
	if !solvable() || len(f.groups[f.parent]) == 0 {
		return solvable()
	}
	defer func() { f.box = nil }()
	d := f.inIntegers(f.amount, f.bigWeights())
	d.lo, d.hi = f.limits()
	return f.encloseBy(d, kernel.Method(f.rule.Rounding)) == nil && solvable()
}

// kept reports whether a revision leaves the former quotas of a family as they
// are, because they still make its amount, and by what mass they miss that.
func (e *engine) kept(f *family) (rest *big.Int, ok bool) {
	m, ok := f.rule.claimer.(formerQuotas)
	if !ok {
		return nil, false
	}
	rest, whole := e.missed(f, m.end(f))
	switch {
	case rest == nil || !f.groupsKeep(&m.end(f).quotas):
		return nil, false
	case e.isMean():
		return rest, new(big.Int).Lsh(rest, 1).CmpAbs(whole) <= 0
	}
	return rest, rest.Sign() == 0
}

// keep leaves the former quotas of a family as they are, if it can.
func (e *engine) keep(f *family, out *result) bool {
	rest, ok := e.kept(f)
	if !ok {
		return false
	}
	end := f.rule.claimer.(formerQuotas).end(f)
	bounds := make([]apportion.DecidedBy, f.n)
	for k := range f.n {
		at := f.place(k)
		q := end.quotas.big(at)
		out.quotas.set(at, q)
		bounds[k] = f.keptBound(at, &end.quotas, apportion.DecidedBy(end.state[at]-1))
		if e.bounds != nil && bounds[k] != apportion.ByGroup {
			bounds[k] = e.bounds.refine(at, f.rule, bounds[k])
		}
		out.state[at] = quotaState(bounds[k])
	}
	if e.isMean() {
		out.leave(f.parent, rest)
	}
	return true
}

// missed returns by what mass the former quotas of a family miss its amount, and
// the sum of the bases. It returns nil if a child had no quota, or has another hold
// or other bounds now.
func (e *engine) missed(f *family, end *result) (rest, whole *big.Int) {
	sum, basis := new(big.Int), bigOne
	whole = new(big.Int)
	for k := range f.n {
		at := f.place(k)
		if end.state[at] == 0 {
			return nil, nil
		}
		q := end.quotas.big(at)
		if e.bounds != nil {
			lo, hi := e.bounds.allowed.low(at), e.bounds.allowed.high(at)
			if lo != nil && q.Cmp(lo) < 0 || hi != nil && q.Cmp(hi) > 0 {
				return nil, nil
			}
		}
		if e.isMean() {
			basis = e.basis.big(at)
		}
		whole.Add(whole, basis)
		sum.Add(sum, new(big.Int).Mul(basis, q))
	}

	rest = new(big.Int).Set(f.amount)
	if e.isMean() {
		rest.Mul(rest, whole)
	}
	return rest.Sub(rest, sum), whole
}

// keptBound is the bound that a former quota is still on.
func (f *family) keptBound(at int, quotas *numbers, before apportion.DecidedBy) apportion.DecidedBy {
	if before == apportion.ByClaim || f.bounds == nil {
		return apportion.ByClaim
	}
	if before == apportion.ByGroup && f.atGroup(at, quotas) {
		return apportion.ByGroup
	}
	q := quotas.big(at)
	lo, hi := f.bounds.allowed.low(at), f.bounds.allowed.high(at)
	atLeast, atMost := lo != nil && q.Cmp(lo) == 0, hi != nil && q.Cmp(hi) == 0
	switch {
	case atLeast && !(atMost && before == apportion.ByMaximum):
		return apportion.ByMinimum
	case atMost:
		return apportion.ByMaximum
	}
	return apportion.ByClaim
}

// stay takes quotas of a mean that have left their former value back towards it,
// as long as the mean does not come further away from the amount.
func (d *division[N, A]) stay(former []N) {
	a := d.a
	for moved := true; moved; {
		moved = false
		for k, was := range former {
			side := a.cmp(was, d.quotas[k])
			if side == 0 || side != a.sign(d.rest) || a.sign(d.basis[k]) == 0 || !d.within(k, side) {
				continue
			}
			// A step of a basis of no more than twice the rest.
			step := a.of(int64(side))
			next := a.minus(d.rest, step, d.basis[k])
			if a.cmp(a.mul(next, step), a.sub(a.of(0), a.mul(d.rest, step))) < 0 {
				continue
			}
			d.quotas[k], d.rest, moved = a.add(d.quotas[k], step), next, true
		}
	}
}

// within reports whether the quota of a child can go one quantum to a side.
func (d *division[N, A]) within(k, side int) bool {
	if d.bounds == nil {
		return true
	}
	limit := d.hi[k]
	if side < 0 {
		limit = d.lo[k]
	}
	return !d.a.given(limit) || d.a.cmp(limit, d.quotas[k]) != 0
}

// Difference is a unit whose quota is not the same in two plans. A quota that
// one of them lacks is not valid, and so is an upper end that a quota lacks.
type Difference struct {
	Unit          Unit
	Before, After decimal.NullDecimal // of a target within a range: the lower ends
	By            decimal.NullDecimal // After − Before, if both are valid

	UpperBefore, UpperAfter decimal.NullDecimal // the upper ends of a target within a range
	UpperBy                 decimal.NullDecimal // UpperAfter − UpperBefore, if both are valid
}

// Diff returns the units whose quotas differ from those of a later plan: in the
// order of the later plan's tree, and then those that only p has. Quotas are
// compared as figures, whatever decided them.
func (p *Plan) Diff(later *Plan) []Difference {
	var out []Difference
	for after := range later.All() {
		before, ok := p.Quota(after.Unit.Code)
		if d := difference(after.Unit, valueOf(before, ok), valueOf(after, true), before.Upper, after.Upper); d.some() {
			out = append(out, d)
		}
	}
	var none decimal.NullDecimal
	for before := range p.All() {
		if _, ok := later.Quota(before.Unit.Code); !ok {
			out = append(out, difference(before.Unit, valueOf(before, true), none, before.Upper, none))
		}
	}
	return out
}

func valueOf(q Quota, ok bool) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: q.Value, Valid: ok}
}

func difference(u Unit, before, after, upperBefore, upperAfter decimal.NullDecimal) Difference {
	return Difference{
		Unit: u, Before: before, After: after, By: distance(before, after),
		UpperBefore: upperBefore, UpperAfter: upperAfter, UpperBy: distance(upperBefore, upperAfter),
	}
}

// distance returns after − before, if both are valid.
func distance(before, after decimal.NullDecimal) decimal.NullDecimal {
	if !before.Valid || !after.Valid {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(after.Decimal.Sub(before.Decimal))
}

// some reports whether the quotas differ.
func (d Difference) some() bool {
	return d.Before.Valid != d.After.Valid || !d.By.Decimal.IsZero() ||
		d.UpperBefore.Valid != d.UpperAfter.Valid || !d.UpperBy.Decimal.IsZero()
}
