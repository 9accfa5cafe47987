package hierarchy

import (
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fault"
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
// this rule does not say comes from o.Levels, from the rule for the level of the
// children. A field that neither says comes from o.Rule. If the children are of
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
// [Memo] units, and the units below them, get no quota. A held unit gets its hold.
// Holds and bounds further down are set aside at each ancestor first, so that the
// quota of the ancestor suffices for them. A target within a range is decomposed at
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
//   - the indicator of a WeightedMean kind says neither Places nor Quantum;
//   - the value is not a multiple of the quantum ([target.ErrQuantum]), or a hold is
//     not;
//   - a level, a unit or a rounding of the options is unknown, or a unit is held
//     twice;
//   - a rule by level or by unit says nothing or applies to no family, or none of the
//     figures of its bounds is used;
//   - the target is not divided to a held unit;
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
	f.amount = f.rule.from(f.quota)
	if f.amount.Sign() != 0 && f.amount.Sign() != f.quota.Sign() {
		return &target.FieldError{
			Path: f.rule.source.reserve, Value: f.rule.Reserve.Decimal, Err: target.ErrRange,
			Remedy: "it is more than " + quote(e.tree.units[f.parent].Code) +
				" has to hand down, " + fault.Text(e.step.Times(f.quota)),
		}
	}
	if e.law == target.WeightedMean {
		if err := e.checkBasis(f); err != nil {
			return err
		}
	}
	if e.keep(f, out) {
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
		if e.bounds != nil {
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
