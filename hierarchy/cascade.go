package hierarchy

import (
	"errors"
	"fmt"
	"iter"
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Cascade decomposes t, the target of a unit of the tree, to the units below it,
// parent by parent. The kind of the indicator fixes the law. For a parent with the
// amount A, and children with quotas qᵢ and bases bᵢ:
//
//	Sum            Σ qᵢ = A, exactly
//	Count          Σ qᵢ = A; a quota is at most the number of leaves that can reach it
//	WeightedMean   Σ bᵢqᵢ = A · Σ bᵢ, up to the rounding of the qᵢ
//
// # Rules
//
// The amount is the parent's quota, stretched and less its reserve, as its [Rule]
// says. The rule of a parent is the one under its own code in o.Units. A field that
// this rule does not set comes from o.Levels, from the rule for the level of the
// children. A field that neither sets comes from o.Rule. If the children are of
// several levels, the highest counts.
//
// # Quotas
//
// The exact quotas follow from the claims of the rule's [Method], within the bounds;
// [Method] has the formulas. For Sum and Count kinds, the [apportion.Rounding] of the
// rule rounds them to quanta and keeps the sum.
//
// For WeightedMean kinds each quota is rounded to the nearest quantum. Some then go
// to their other neighbour, largest bases first, until no further single step would
// bring the mean nearer to the amount. [Plan.Residual] returns the difference that
// remains.
//
// For a Count kind, a leaf counts at most once. If o.LastLevel ends the cascade above
// the leaves, a unit at that level counts at most as often as it has leaves.
//
// [Memo] units, and the units below them, get no quota, and neither do those of
// o.Exempt. A held unit gets its hold.
// Holds and bounds further down are set aside at each ancestor first, so that the
// quota of the ancestor suffices for them. Bounds on several units together are kept as
// [GroupBound] says. A target within a range is decomposed at
// both ends, and no upper end is below its lower end.
//
// # Bases
//
// If o.Basis has no figure for a unit, its basis is the sum of its children's bases.
// If it has one that is not that sum, the law of the parent uses the unit's own.
// [RollUp], which adds up from below, then computes a different mean.
//
// # Errors
//
// Cascade returns an error if:
//   - the tree is nil or empty, the target is not valid or its unit is not in the
//     tree;
//   - the kind has no law ([target.ErrKind]), or a method is not for it;
//   - the indicator of a WeightedMean kind has neither Places nor Quantum;
//   - the value is not a multiple of the quantum ([target.ErrQuantum]), or a hold is
//     not;
//   - a level, a unit or a rounding of the options is unknown, or a unit is held
//     twice;
//   - a rule by level or by unit sets nothing or applies to no family, or none of the
//     figures of its bounds is used;
//   - the target is not divided to a held unit;
//   - a group has no name, no bound or less than two units, its units are not children of
//     one parent that get quotas, two groups overlap, or the kind or the method has no
//     groups ([GroupBound]);
//   - an exemption has no reason, is of a unit that gets no quota anyway, or leaves a
//     parent without a child to take its quota;
//   - o.LastLevel is not below the target's unit, or o.Release is given;
//   - a rounding is given for a WeightedMean kind;
//   - a column is of another tree, or a weight or a basis is missing or negative;
//   - a stretch is not between −1 and 1;
//   - a reserve has the sign opposite to the target's value, or exceeds what there is
//     to hand down;
//   - claims are all zero under a parent with an amount, or bounds and holds cannot
//     be met ([*InfeasibleError]).
//
// It reports every problem that can be found at once. The time is proportional to the
// number of units and does not depend on the size of the figures.
func Cascade(tree *Tree, t target.Target, o Options) (*Plan, error) {
	p, err := prepare(tree, t, o)
	if err != nil {
		return nil, err
	}
	if err := p.runFrom(nil); err != nil {
		return nil, err
	}
	return p, nil
}

// runFrom divides the target of a plan that is checked. Quotas of an earlier plan
// are kept if they are known to be the same; it may be nil.
func (p *Plan) runFrom(earlier *Plan) (err error) {
	e := engine{Plan: p}
	if p.prepared.serves(earlier) {
		e.earlier = earlier
	}
	if p.lower, err = e.run(p.quanta(p.target.Value), nil); err != nil {
		return err
	}
	if p.target.EffectiveComparator() == target.Within {
		if p.upper, err = e.run(p.quanta(p.target.Upper), &p.lower.quotas); err != nil {
			return err
		}
	}
	p.marks = nil
	return nil
}

// engine divides the families of a plan, from the top down.
type engine struct {
	*Plan
	earlier *Plan        // of the same prepared cascade, some of whose quotas may be kept; or nil
	sign    int          // of the total
	anySign bool         // a quota can have the sign opposite to its parent's
	bounds  *constraints // nil when nothing is bounded or held
	near    *nearMean    // divides the families of a reconciled mean; or nil
	divider kernel.Divider
	onWords division[int64, *onWords]
	room    []int64 // memory for weights that a method makes
	shifts  []int64 // and for offsets
	ones    []int64
	spare   [][]int64 // and for the weights of methods within methods
	faults  fault.Sorted
}

// run divides a total of the target's unit; atLeast are quotas that none may
// fall below, or nil.
func (e *engine) run(total *big.Int, atLeast *numbers) (*result, error) {
	n := e.tree.Len()
	out := &result{}
	if e.earlier != nil {
		out.quotas.words = slices.Clone(e.earlier.lower.quotas.words)
	} else {
		out.quotas.words = make([]int64, n)
	}
	out.quotas.set(e.root, total)
	e.sign = total.Sign()
	if e.bounds = e.constrain(atLeast); e.faults.Len() > 0 {
		return nil, e.faults.Err()
	}
	if e.prepared != nil && e.bounds == nil && e.runPrepared(out) {
		return out, nil
	}

	out.state = make([]uint8, n)
	out.state[e.root] = quotaState(apportion.ByClaim)
	f, quota := new(family), new(big.Int) // used again for each family
	for at := e.root; at < n; at++ {
		if out.state[at] == 0 || !e.divides(at) {
			continue
		}
		f.open(e, at)
		f.quota = out.quotas.peek(at, quota)
		if err := e.divide(f, out); err != nil {
			e.faults.Add(e.tree.units[at].Code, err)
		}
	}
	if e.faults.Len() > 0 {
		return nil, e.faults.Err()
	}
	out.bounds = e.bounds.release()
	return out, nil
}

// divide gives the children of a family their quotas.
func (e *engine) divide(f *family, out *result) error {
	f.amount = f.rule.amountOf(f.quota)
	if f.amount.Sign() != 0 && f.amount.Sign() != f.quota.Sign() {
		return &target.FieldError{
			Path: f.rule.source.reserve, Value: f.rule.Reserve.Decimal, Err: target.ErrRange,
			Remedy: "it is more than " + quote(e.tree.units[f.parent].Code) +
				" has to hand down, " + fault.Text(e.step.Times(f.quota)),
		}
	}
	if e.law == target.WeightedMean {
		if err := e.checkBasis(f, "basis"); err != nil {
			return err
		}
	}
	if e.keep(f, out) || e.near != nil && e.near.divide(f, out) {
		return nil
	}

	if err := e.claim(f); err != nil {
		return err
	}
	if e.law == target.WeightedMean {
		return e.divideMean(f, out)
	}
	return e.divideSum(f, out)
}

// claim sets the claims of a family. An error of the method is reported with the
// unit whose amount it is.
func (e *engine) claim(f *family) error {
	err := f.rule.claim(f)
	if err == nil {
		f.dropZeros()
		return nil
	}
	var p target.Problems
	p.At("units").Key(e.tree.units[f.parent].Code).Field("method").Add(err)
	return p.Err()
}

// mark records for each child that it has a quota, and what bound decided it.
func (e *engine) mark(f *family, bounds []kernel.Bound, out *result) {
	for k := range f.n {
		at := f.place(k)
		b := apportion.ByClaim
		if bounds != nil {
			b = apportion.DecidedBy(bounds[k])
		}
		switch {
		case f.groupBy(at, b) != nil:
			b = apportion.ByGroup
		case e.bounds != nil:
			b = e.bounds.refine(at, f.rule, b)
		}
		out.state[at] = quotaState(b)
	}
}

// store keeps the quotas of a family that are not where they belong yet.
func (f *family) store(quotas []*big.Int, dst *numbers) {
	for k, q := range quotas {
		dst.set(f.place(k), q)
	}
}

// bigWeights returns the weights as integers of any size.
func (f *family) bigWeights() []*big.Int {
	if f.words == nil {
		return f.weights
	}
	wide := make([]*big.Int, f.n)
	for k, w := range f.words {
		wide[k] = big.NewInt(w)
	}
	return wide
}

// divideSum gives the children of a family quotas that make its amount together. It
// divides within the bounds of groups only if the quotas would not keep them otherwise.
func (e *engine) divideSum(f *family, out *result) error {
	if err := e.divideClaims(f, out); err != nil || f.groupsKeep(&out.quotas) {
		return err
	}
	if err := f.enclose(); err != nil {
		return err
	}
	return e.divideClaims(f, out)
}

// divideClaims gives the children of a family quotas by their claims within its limits.
func (e *engine) divideClaims(f *family, out *result) error {
	if f.shifted() {
		return e.divideShifted(f, out)
	}
	o, err := e.apportion(f, &out.quotas)
	if err != nil {
		return e.explainFailure(f)
	}
	e.mark(f, o.Bounds, out)
	return nil
}

// apportion divides an amount by claims without offsets into dst. The kernel does
// it in one step.
func (e *engine) apportion(f *family, dst *numbers) (kernel.Outcome, error) {
	shares := dst.words[f.lo:f.hi]
	if f.places != nil {
		shares = make([]int64, f.n)
	}
	wide, o, err := e.shares(f, shares)
	switch {
	case err != nil:
	case wide != nil:
		f.store(wide, dst)
	case f.places != nil:
		for k, s := range shares {
			dst.words[f.places[k]] = s
		}
	}
	return o, err
}

// shares divides an amount by claims without offsets into words or, if a number
// does not fit one, into what it returns.
func (e *engine) shares(f *family, words []int64) ([]*big.Int, kernel.Outcome, error) {
	method := kernel.Method(f.rule.Rounding)
	if f.words != nil && f.amount.IsInt64() && f.box == nil {
		var lo, hi []int64
		fits := true
		if e.bounds != nil {
			lo, hi, fits = e.bounds.allowed.words(f)
		}
		if fits {
			o, err := e.divider.Words(words, f.amount.Int64(), f.words, lo, hi, method)
			if !errors.Is(err, kernel.ErrWide) {
				return nil, o, err
			}
		}
	}

	lo, hi := f.limits()
	return kernel.Big(f.amount, f.bigWeights(), lo, hi, method)
}

// divideShifted divides an amount by claims with offsets: λ first, and then the
// rounding of what it gives.
func (e *engine) divideShifted(f *family, out *result) error {
	if f.rule.Rounding == apportion.LargestRemainder {
		if o, done := e.shiftedWords(f, out); done {
			e.mark(f, o.Bounds, out)
			return nil
		}
	}

	d, s := e.solveBig(f)
	if s != solved {
		return e.explainFailure(f)
	}
	o, err := roundSumBig(d, kernel.Method(f.rule.Rounding))
	if err != nil {
		return e.explainFailure(f)
	}
	f.store(d.quotas, &out.quotas)
	e.mark(f, o.Bounds, out)
	return nil
}

// shiftedWords is divideShifted on machine words. It reports false if a number
// does not fit, or if the amount cannot be divided.
func (e *engine) shiftedWords(f *family, out *result) (kernel.Outcome, bool) {
	d, ok := f.inWords(f.amount, f.words)
	if !ok {
		return kernel.Outcome{}, false
	}
	tiers, ok := e.tiersWords(f)
	if !ok {
		return kernel.Outcome{}, false
	}
	if _, s := d.solve(tiers); s != solved {
		return kernel.Outcome{}, false
	}
	d.quotas = out.quotas.words[f.lo:f.hi]
	return roundSumWords(d)
}

// solveBig solves the division of a family on integers of any size.
func (e *engine) solveBig(f *family) (*division[*big.Int, *integers], solution) {
	d := f.inIntegers(f.amount, f.bigWeights())
	used, s := d.solve(e.tiersBig(f))
	if s == solved {
		allowLimits(e, f, d, used, func(bound *big.Int) *big.Int { return bound })
	}
	return d, s
}

// allowLimits makes the limits within which a family was divided the allowed ones.
func allowLimits[N any, A arithmetic[N]](e *engine, f *family, d *division[N, A], used int, wide func(N) *big.Int) {
	switch {
	case e.bounds == nil || e.bounds.exact == nil:
	case used == 0:
		e.bounds.prefer(f)
	default:
		for k := range f.n {
			if d.idle(k) {
				e.bounds.allowed.assign(f.place(k), wide(d.lo[k]), wide(d.hi[k]))
			}
		}
	}
}

// tiersWords are the bounds of a family, none if nothing is bounded.
func (e *engine) tiersWords(f *family) ([]tier[int64], bool) {
	if e.bounds == nil || f.box != nil {
		return nil, f.box == nil
	}
	var all []tier[int64]
	for i, l := range e.bounds.inOrder(f) {
		lo, hi, ok := l.words(f)
		if !ok {
			return nil, false
		}
		all = append(all, tier[int64]{lo, hi, i > 0 || e.bounds.exact == nil})
	}
	return all, true
}

func (e *engine) tiersBig(f *family) []tier[*big.Int] {
	if e.bounds == nil {
		return nil
	}
	if f.box != nil {
		lo, hi := f.boxed()
		return []tier[*big.Int]{{lo, hi, true}}
	}
	var all []tier[*big.Int]
	for i, l := range e.bounds.inOrder(f) {
		lo, hi := l.big(f)
		all = append(all, tier[*big.Int]{lo, hi, i > 0 || e.bounds.exact == nil})
	}
	return all
}

// divideMean gives the children of a family quotas whose weighted mean is the
// amount, as nearly as whole quanta allow.
func (e *engine) divideMean(f *family, out *result) error {
	if e.meanWords(f, out) {
		return nil
	}
	d, s := e.solveBig(f)
	if s != solved {
		return e.explainFailure(f)
	}
	f.roundMean(d)
	f.store(d.quotas, &out.quotas)
	e.mark(f, d.bounds, out)
	out.leave(f.parent, d.rest)
	return nil
}

// roundMean rounds what λ gives the children of a mean.
func (f *family) roundMean(d *division[*big.Int, *integers]) {
	d.round()
	d.improveMean()
	if m, ok := f.rule.claimer.(formerQuotas); ok {
		if quotas, useful := m.quotas(f); useful {
			d.stay(quotas)
		}
	}
}

// meanWords is divideMean on machine words. It reports false if a number does not
// fit, or if the amount cannot be divided.
func (e *engine) meanWords(f *family, out *result) bool {
	d, ok := f.inWords(f.amount, f.words)
	if !ok {
		return false
	}
	tiers, ok := e.tiersWords(f)
	if !ok {
		return false
	}
	used, s := d.solve(tiers)
	if s != solved {
		return false
	}
	d.quotas = out.quotas.words[f.lo:f.hi]
	if d.round(); !d.a.fits() {
		return false
	}
	d.improveMean()

	allowLimits(e, f, d, used, func(bound int64) *big.Int {
		if bound == noLeast || bound == noMost {
			return nil
		}
		return big.NewInt(bound)
	})
	e.mark(f, d.bounds, out)
	if d.rest != 0 {
		out.leave(f.parent, big.NewInt(d.rest))
	}
	return true
}

// leave records what rounding left of a mass.
func (r *result) leave(parent int, rest *big.Int) {
	if rest.Sign() == 0 {
		return
	}
	if r.rest == nil {
		r.rest = make(map[int]*big.Int)
	}
	r.rest[parent] = rest
}

// checkBasis reports the children without a basis in a column, or with a negative one.
func (e *engine) checkBasis(f *family, column string) error {
	var l fault.List
	for k := range f.n {
		at := f.place(k)
		switch {
		case !e.based[at] && f.role(k) != Residual:
			l.Add(basisFault(
				column, e.tree.units[at].Code, target.ErrMissing, "give it, or give it for all units below",
			))
		case e.basis.sign(at) < 0:
			l.Add(basisFault(column, e.tree.units[at].Code, target.ErrRange, "a basis must not be negative"))
		}
	}
	return l.Err()
}

func basisFault(column, code string, err error, remedy string) error {
	return &target.FieldError{Path: column + "[" + quote(code) + "]", Err: err, Remedy: remedy}
}

// CascadeAll cascades several targets over one tree, each with the options that
// a function gives for it, and returns their plans in order.
//
// CascadeAll returns the errors of all targets that fail, each under the code of
// its target, and then no plans. It returns an error if the targets or the function are
// nil.
func CascadeAll(tree *Tree, targets iter.Seq[target.Target], options func(target.Target) Options) ([]*Plan, error) {
	var problems target.Problems
	problems.At("targets").Required(targets != nil, "give a sequence of targets")
	problems.At("options").Required(options != nil, "give a function")
	if problems.Len() > 0 {
		return nil, problems.Err()
	}

	var plans []*Plan
	var faults fault.List
	for t := range targets {
		plan, err := Cascade(tree, t, options(t))
		if err != nil {
			faults.Add(fmt.Errorf("targets[%s]: %w", quote(t.Code), err))
		}
		plans = append(plans, plan)
	}
	if faults.Len() > 0 {
		return nil, faults.Err()
	}
	return plans, nil
}

// MiddleOut plans from the figures of the units in the middle of a tree, in two
// steps:
//
//  1. The figures are rolled up to the target's unit. Its value becomes the result,
//     rounded to the quantum with halves away from zero. The value of t is not used.
//  2. The target is handed down from there, with each of the figures held.
//
// MiddleOut returns the errors of [RollUp] and of [Cascade]. It also returns an error
// if the figures make none for the target's unit, or if one of them is not a multiple
// of the quantum.
func MiddleOut(tree *Tree, t target.Target, figures Column, o Options) (*Plan, error) {
	up, err := RollUp(t.Indicator.Kind, figures, o.Basis)
	if err != nil {
		return nil, err
	}

	value, ok := up.At(t.Unit)
	if !ok {
		return nil, &target.FieldError{
			Path: figurePath(t.Unit), Err: target.ErrMissing,
			Remedy: "give figures for all units of one level below it",
		}
	}
	if err := t.Indicator.Validate(); err != nil {
		return nil, err
	}

	step := fixed.NewQuantum(t.Indicator.EffectiveQuantum())
	num, den := step.Ratio(value)
	t.Value = step.Times(fixed.DivHalfUp(num, den))
	o = o.clone()
	for u, v := range figures.All() {
		if u.Code != t.Unit && u.Role != Memo {
			o.Holds = append(o.Holds, Hold{Unit: u.Code, Value: v, Reason: "where the plan starts from", Start: true})
		}
	}

	return Cascade(tree, t, o)
}

// Continue hands the quota of a unit of the plan down further: a plan of the provinces
// becomes that of the cities of one of them. The target of the new plan is the unit's
// ([Plan.Targets]). [Plan.Explain] of the new plan goes on through this one, which
// [Plan.Above] returns.
//
// Continue returns the errors of [Cascade]. It also returns an error if the plan is nil or
// empty, if the unit has no quota in it, or if the plan hands that quota down itself.
func (p *Plan) Continue(unit string, o Options) (*Plan, error) {
	var problems target.Problems
	if !problems.At("plan").Required(p != nil && p.lower != nil, "continue a plan made by Cascade") {
		return nil, problems.Err()
	}
	at, ok := p.at(unit)
	switch place := problems.At("unit"); {
	case !ok:
		place.Report(unit, target.ErrUnknown, "it has no quota: "+p.absence(unit))
	case p.divides(at):
		place.Report(
			unit, target.ErrMismatch, "the plan hands its quota down: cascade with options.lastLevel at its level",
		)
	}
	if problems.Len() > 0 {
		return nil, problems.Err()
	}

	out, err := Cascade(p.tree, p.targetOf(at), o)
	if err != nil {
		return nil, err
	}
	out.above = p
	return out, nil
}

// Above returns the plan whose quota [Plan.Continue] handed down in this one, nil for
// other plans.
func (p *Plan) Above() *Plan {
	if p == nil {
		return nil
	}
	return p.above
}

// RepeatOptions are the choices of [Repeat].
type RepeatOptions struct {
	LastLevel string // last level to reach; empty means all levels
}

// Repeat hands a target down by repeating it: every unit below the target's gets the same
// value. It is for every kind, and the only way down for the kinds [target.Index] and
// [target.Position], which no arithmetic decomposes.
//
// The targets are like those of [Plan.Targets]: breadth first, the original first, each
// with the code of its parent's target in From. Memo units, and the units below them,
// get none.
//
// Repeat returns an error if:
//   - the tree is nil or empty;
//   - the target is not valid, or its unit is not in the tree;
//   - the last level is not in the tree, or not below the target's unit.
func Repeat(tree *Tree, t target.Target, o RepeatOptions) ([]target.Target, error) {
	c := checker{tree: tree, target: t}
	p := &Plan{tree: tree, target: t.Clone(), options: Options{LastLevel: o.LastLevel}}
	p.setRoles()
	if !c.problems.At("tree").Required(tree.Len() > 0, "make one by NewTree") {
		return nil, c.problems.Err()
	}
	c.problems.Add(t.Validate())
	known := c.root(p)
	c.lastLevel(c.problems.At("options").Field("lastLevel"), p, known)
	if c.problems.Len() > 0 {
		return nil, c.problems.Err()
	}

	var out []target.Target
	for at, reached := range p.reach() {
		if reached {
			out = append(out, p.targetOf(at))
		}
	}
	return out, nil
}
