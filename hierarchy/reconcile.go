package hierarchy

import (
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/target"
)

// Proposal is the figures that somebody proposes for units anywhere in a tree:
// targets from above, bids from below.
type Proposal struct {
	By       string   // who proposes them, as explanations name it
	Figures  Column   // in the indicator's unit; nothing is proposed for a unit without a figure
	Firmness Firmness // how firmly they stand
}

// ReconcileOptions are the choices of [Reconcile]. The zero value keeps the
// target's value, and has no bounds and no holds.
type ReconcileOptions struct {
	Min, Max  Column // bounds on the quotas; a gap is no bound
	Basis     Column // weights of a WeightedMean kind: denominators, base levels; not used for other kinds
	Holds     []Hold
	LastLevel string // last level to reach; empty is all
	// Target is how firmly the target's own value stands as one of the figures
	// proposed for its unit. Nil means that it is kept.
	Target *Firmness
}

func (o ReconcileOptions) clone() ReconcileOptions {
	o.Holds = slices.Clone(o.Holds)
	if o.Target != nil {
		o.Target = new(*o.Target)
	}
	return o
}

// Reconcile returns the plan that is nearest to the figures proposed for the
// units of a tree: the quotas qᵢ, in whole quanta, with the least
//
//	Σ wᵢ·(qᵢ − pᵢ)²
//
// over all proposed figures pᵢ, where wᵢ is the [Firmness] of each, such that the
// law of the kind holds in every family, as for [Cascade], and every quota keeps
// its hold and its bounds. Several figures can be proposed for one unit, and none
// for another.
//
// The target's value is the quota of its unit; figures that are proposed for that
// unit do not count. If o.Target is given, it is one of the figures proposed: then
// the unit's quota moves like the others, and the target of the plan has the value
// that it comes to.
//
// # Sums and counts
//
// No plan in whole quanta is nearer. That is the same as: no exchange of one
// quantum between two units, with what changes above them, lowers the sum. Where
// several plans are equally near,
//
//  1. units for which nothing is proposed have the quotas nearest to those that
//     they have in real numbers, equal ones if they are at the end of the tree;
//  2. the first unit that differs, in the order of [Tree.All], has the larger quota.
//
// A quota can be below zero; a minimum of zero rules that out.
//
// # Weighted means
//
// The sum is minimised in real numbers. Then each family, from the top down, has
// the quotas that are nearest given its parent's, rounded as [Cascade] rounds
// them: each to the nearest quantum, and some to their other neighbour if that
// brings the mean nearer. A child whose basis is zero moves nobody.
//
// # Errors
//
// Reconcile returns an error if
//   - the tree is nil or empty, the target is not valid or its unit is not in the tree;
//   - the kind has no law ([target.ErrKind]), or the indicator of a WeightedMean kind says neither
//     Places nor Quantum;
//   - the value is no multiple of the quantum ([target.ErrQuantum]), or a hold is not;
//   - nothing is proposed, or a proposal has no figure for a unit that gets a quota;
//   - a column is of another tree, a firmness is not valid, or lacks a figure that it needs;
//   - o.Target is given for a target within a range;
//   - a hold is of a unit to which the target is not divided, or a unit is held twice;
//   - holds, bounds, figures that cannot move and the target contradict each other
//     ([*InfeasibleError] with a minimal set of them).
//
// It reports every problem that can be seen at once. The time is of the order of
// n·log n for n units.
func Reconcile(tree *Tree, t target.Target, proposed []Proposal, o ReconcileOptions) (*Plan, error) {
	return reconcile(tree, t, proposed, o, nil)
}

// reconcile is Reconcile after a former plan, nil if there is none. Units for which
// nothing is proposed then keep their quotas if they can.
func reconcile(tree *Tree, t target.Target, proposed []Proposal, o ReconcileOptions, former *Plan) (*Plan, error) {
	r := &reconciled{proposals: slices.Clone(proposed), options: o.clone(), value: t.Value, former: former}
	c := checker{tree: tree, target: t, flat: true, open: o.Target != nil}
	p, err := c.prepare(r.options.rules(), func(p *Plan, known bool) { c.proposals(p, r, known) })
	if err != nil {
		return nil, err
	}

	p.nearest = r
	e := engine{Plan: p, anySign: true}
	var total *big.Int
	if !c.open {
		total = p.quanta(t.Value)
	}
	if p.lower, err = e.reconcile(total, nil); err != nil {
		return nil, err
	}
	if t.EffectiveComparator() == target.Within {
		if p.upper, err = e.reconcile(p.quanta(t.Upper), &p.lower.quotas); err != nil {
			return nil, err
		}
	}
	if total == nil {
		p.target.Value = p.value(p.lower, p.root)
	}
	p.marks, r.former = nil, nil
	return p, nil
}

// rules are the options in the words of a cascade.
func (o ReconcileOptions) rules() Options {
	return Options{Rule: Rule{Min: o.Min, Max: o.Max}, Basis: o.Basis, Holds: o.Holds, LastLevel: o.LastLevel}
}

// reconcile finds the nearest quotas. A total of nil moves; atLeast are quotas
// that none may fall below, or nil.
func (e *engine) reconcile(total *big.Int, atLeast *numbers) (*result, error) {
	if e.isMean() {
		return e.reconcileMeans(total, atLeast)
	}
	return e.reconcileSums(total, atLeast)
}
