package hierarchy

import (
	"errors"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Cascade decomposes t, the target of a unit of the tree, to the units below
// it, parent by parent. The kind of the indicator fixes the law, for a parent
// with load L and children with quotas qᵢ:
//
//	Sum            Σ qᵢ = L, exactly
//	Count          Σ qᵢ = L, each no more than there are units to reach it: a count becomes that many yes
//	WeightedMean   Σ bᵢqᵢ = L · Σ bᵢ, but for the rounding of the qᵢ
//
// The load is the parent's quota, stretched and less its reserve as its [Rule]
// says. The rule of a parent is the one under its own code in o.Units. What that
// does not say is taken from the rule for the level of its children in o.Levels,
// and what that does not say from o.Rule. If its children are of several levels,
// the highest counts.
//
// The exact quotas are in proportion to the claims of the rule's [Method],
// within the bounds; [Method] has the formulas. For Sum and Count kinds they are
// rounded to quanta by the rule's [Rounding], which keeps the sum. For
// WeightedMean kinds each is rounded to the nearest quantum, and then some go
// to their other neighbour, largest bases first, until no single one more would
// bring the weighted mean nearer to the load; what remains is in
// [Plan.Residual]. The basis of a unit that o.Basis lacks is the sum of its
// children's; where a unit has one of its own that is not that sum, the law of
// its parent goes by its own, and [RollUp], which adds up from below, makes
// another mean.
//
// Of a Count kind, a unit without children counts at most once. If o.Depth ends
// the cascade above it, a unit at that depth counts at most as often as it has
// such units below it. [Memo] units and what is below them get no quota. Held units get what the hold says. The holds and
// bounds further down are set aside at each ancestor first, so that its quota
// suffices for them. A target within a range is decomposed at both ends, and no
// unit's upper end is below its lower one.
//
// Cascade returns an error if
//   - the tree is nil or empty, the target is not valid or its unit is not in the tree;
//   - the kind has no law ([target.ErrKind]), or a method is not for it;
//   - the indicator of a WeightedMean kind says neither Places nor Quantum;
//   - the value is no multiple of the quantum ([target.ErrQuantum]), or a hold is not;
//   - a level, a unit or a rounding of the options is unknown, or a unit is held twice;
//   - a rule by level or by unit says nothing or applies to no family, or none of the figures of
//     its bounds is used; a hold is of a unit to which the target is not divided;
//   - o.Depth is not below the target's unit, or o.Release is given;
//   - a rounding is given for a WeightedMean kind;
//   - a column is of another tree, or a weight or a basis is missing or negative;
//   - a stretch is not between −1 and 1, or a reserve has the sign opposite to the target's value
//     or is more than there is to hand down;
//   - claims are all zero under a parent with a load, or bounds and holds cannot be met ([*InfeasibleError]).
//
// It reports every problem that can be seen at once. The time is proportional to
// the number of units and does not depend on the size of the figures.
func Cascade(tree *Tree, t target.Target, o Options) (*Plan, error) {
	p, err := prepare(tree, t, o)
	if err != nil {
		return nil, err
	}
	e := engine{Plan: p}
	if p.lower, err = e.run(p.load(t.Value), nil); err != nil {
		return nil, err
	}
	if t.EffectiveComparator() == target.Within {
		if p.upper, err = e.run(p.load(t.Upper), &p.lower.quotas); err != nil {
			return nil, err
		}
	}
	p.marks = nil
	return p, nil
}

// engine divides the families of a plan, from the top down.
type engine struct {
	*Plan
	divider apportion.Divider
	bounds  *constraints // nil when nothing is bounded or held
	claims  []int64
	means   meanScratch
	ones    []int64
	spare   [][]int64 // memory for the claims of methods within methods
	faults  fault.Sorted
}

// run divides a total of the target's unit; atLeast are quotas that none may
// fall below, or nil.
func (e *engine) run(total *big.Int, atLeast *numbers) (*result, error) {
	n := e.tree.Len()
	out := &result{quotas: numbers{words: make([]int64, n)}, state: make([]uint8, n)}
	out.quotas.set(e.root, total)
	out.state[e.root] = quotaState(Free)
	e.bounds = e.constrain(total.Sign(), atLeast)
	if e.faults.Len() > 0 {
		return nil, e.faults.Err()
	}
	for at := e.root; at < n; at++ {
		if out.state[at] == 0 || !e.divides(at) {
			continue
		}
		f := e.family(at)
		f.quota = out.quotas.big(at)
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
	f.load = f.rule.from(f.quota)
	if f.load.Sign() != 0 && f.load.Sign() != f.quota.Sign() {
		return &target.FieldError{Path: f.rule.source.reserve, Value: f.rule.Reserve.Decimal, Err: target.ErrRange, Remedy: "it is more than " + quote(e.tree.units[f.parent].Code) + " has to hand down, " + fault.Text(e.step.times(f.quota))}
	}
	if err := f.rule.claim(f); err != nil {
		return err
	}
	if e.law == target.WeightedMean {
		return e.divideMean(f, out)
	}
	o, err := e.apportion(f, f.load, &out.quotas)
	if err != nil {
		return e.explainFailure(f, err)
	}
	e.mark(f, o, out)
	return nil
}

// mark records for each child that it has a quota, and what bound decided it.
func (e *engine) mark(f *family, o apportion.Outcome, out *result) {
	for k := range f.n {
		at := f.place(k)
		b := Free
		if o.Bounds != nil {
			b = Bound(o.Bounds[k])
		}
		if e.bounds != nil {
			b = e.bounds.refine(at, f.rule, b)
		}
		out.state[at] = quotaState(b)
	}
}

// apportion divides a load by the claims of a family into dst.
func (e *engine) apportion(f *family, load *big.Int, dst *numbers) (apportion.Outcome, error) {
	shares := dst.words[f.lo:f.hi]
	if f.places != nil {
		shares = make([]int64, f.n)
	}
	wide, o, err := e.shares(f, load, shares)
	switch {
	case err != nil:
	case wide != nil:
		for k, s := range wide {
			dst.set(f.place(k), s)
		}
	case f.places != nil:
		for k, s := range shares {
			dst.words[f.places[k]] = s
		}
	}
	return o, err
}

// shares divides a load by the claims of a family into words or, if some number
// does not fit one, into what it returns.
func (e *engine) shares(f *family, load *big.Int, words []int64) ([]*big.Int, apportion.Outcome, error) {
	method := f.rule.Rounding.method()
	if f.words != nil && load.IsInt64() && (e.bounds == nil || e.bounds.fit(f)) {
		var lo, hi []int64
		if e.bounds != nil {
			lo, hi = e.bounds.words(f)
		}
		o, err := e.divider.Words(words, load.Int64(), f.words, lo, hi, method)
		if !errors.Is(err, apportion.ErrWide) {
			return nil, o, err
		}
	}
	var lo, hi []*big.Int
	if e.bounds != nil {
		lo, hi = e.bounds.big(f)
	}
	return apportion.Big(load, f.bigClaims(), lo, hi, method)
}

func (f *family) bigClaims() []*big.Int {
	if f.words == nil {
		return f.wide
	}
	wide := make([]*big.Int, f.n)
	for k, w := range f.words {
		wide[k] = big.NewInt(w)
	}
	return wide
}

// explainFailure puts the units of a family into an error of the kernel.
func (e *engine) explainFailure(f *family, err error) error {
	var failed *apportion.InfeasibleError
	if !errors.As(err, &failed) {
		return err
	}
	code := e.tree.units[f.parent].Code
	if failed.Kind == apportion.NegativeWeight {
		var l fault.List
		for _, k := range failed.Claims {
			l.Add(negativeClaim(e.tree.units[f.place(k)].Code))
		}
		return l.Err()
	}
	out := &InfeasibleError{Parent: code, Reason: failed.Kind.String(), Load: e.step.times(f.load)}
	if e.law != target.WeightedMean {
		out.Least, out.Most = e.step.limit(failed.SumMin), e.step.limit(failed.SumMax)
	} else if e.bounds != nil {
		least, most, whole := e.bounds.masses(f, e.bounds.signOf(f))
		out.Least, out.Most = e.meanLimit(least, whole), e.meanLimit(most, whole)
	}
	for _, k := range e.smallest(f, failed) {
		out.Units = append(out.Units, e.tree.units[f.place(k)].Code)
	}
	return out
}

// smallest returns the smallest set of claims that cannot be met together: where
// minima exceed a load of zero or above and none of them is below zero, the
// largest ones, as many as it takes; otherwise all that the kernel names, for
// maxima fall short of a load only together.
func (e *engine) smallest(f *family, failed *apportion.InfeasibleError) []int {
	if failed.Kind != apportion.MinimaAboveTotal || e.bounds == nil || f.load.Sign() < 0 {
		return failed.Claims
	}
	return e.bounds.fewest(f, failed.Claims, f.load)
}

// meanLimit is a limit on a mass as one on the weighted mean.
func (p *Plan) meanLimit(mass, whole *big.Int) decimal.NullDecimal {
	if mass == nil {
		return decimal.NullDecimal{}
	}
	mean := p.inUnits(fraction{mass, whole})
	return decimal.NewNullDecimal(mean.Round(max(0, -p.step.exp) + exactPlaces).Normalize())
}
