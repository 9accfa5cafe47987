package hierarchy

import (
	"cmp"
	"iter"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/leastchange"
	"github.com/targetcascade/cascade/target"
)

// Proposal is the figures that somebody proposes for units anywhere in a tree:
// targets from above, bids from below.
type Proposal struct {
	By       string   // who proposes them, as explanations name it
	Figures  Column   // in the indicator's unit; nothing is proposed for a unit without a figure
	Firmness Firmness // the weights of the figures
}

// ReconcileOptions are the choices of [Reconcile]. The zero value keeps the
// target's value, and has no bounds and no holds.
type ReconcileOptions struct {
	Min, Max  Column // bounds on the quotas; a gap is no bound
	Basis     Column // weights of a WeightedMean kind: denominators, base levels; not used for other kinds
	Holds     []Hold
	LastLevel string // last level of the plan; empty means all levels
	// Target is the firmness of the target's own value as a figure proposed for its
	// unit. Nil means that the value is kept.
	Target *Firmness
}

func (o ReconcileOptions) clone() ReconcileOptions {
	o.Holds = slices.Clone(o.Holds)
	if o.Target != nil {
		o.Target = new(*o.Target)
	}
	return o
}

// Reconcile returns the plan that is nearest to the figures proposed for the units of a
// tree. It minimises
//
//	Σ wᵢ·(qᵢ − pᵢ)²
//
// over all proposed figures pᵢ with the [Firmness] wᵢ. The quotas qᵢ are whole quanta.
// The law of the kind holds in every family, as for [Cascade], and every quota keeps its
// hold and its bounds. A unit can have several proposed figures, or none.
//
// The target's value is the quota of its unit, and figures proposed for that unit do not
// count. If o.Target is given, the value is one of the proposed figures. The unit's quota
// then moves like the others, and becomes the value of the plan's target.
//
// # Sums and counts
//
// No plan in whole quanta is nearer. If several plans are equally near,
//
//  1. units without a proposed figure have the quotas nearest to those of the solution
//     in real numbers, in which such leaves have equal quotas;
//  2. the first unit that differs, in the order of [Tree.All], has the larger quota.
//
// A quota can be below zero; a minimum of zero rules that out.
//
// # Weighted means
//
// The sum is minimised in real numbers. Then the families are rounded from the top down.
// Each has the quotas that are nearest for its parent's quota, rounded as by [Cascade]:
// each to the nearest quantum, and some to their other neighbour if that brings the mean
// nearer. A child whose basis is zero does not move the others.
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

	r.arrange()
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
	//mutate:equal left out: it only keeps memory
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

// Reconciliation is what a plan of [Reconcile] was made from, and how near it comes
// to that.
type Reconciliation struct {
	Proposals []Proposal
	Options   ReconcileOptions
	// Objective is Σ wᵢ·(qᵢ − pᵢ)² of the quotas, Least the least that it could be in
	// real numbers, and Loss what whole quanta cost: Objective − Least. For a
	// WeightedMean kind quotas miss their means by rounding, so that Loss can be
	// below zero. All three are rounded to sixteen decimals, halves away from zero.
	Objective, Least, Loss decimal.Decimal
	// Immovable are the proposed figures that cannot move under their firmness: zeros
	// under FigureFirmness, figures with a variance of zero. They are in the order of
	// [Tree.All].
	Immovable []Move
}

// Move is how a quota compares with a figure that was proposed for its unit.
type Move struct {
	Unit     Unit
	By       string // who proposed the figure
	Proposed decimal.Decimal
	Quota    decimal.Decimal
	Change   decimal.Decimal // Quota − Proposed
}

// Moves yields every figure that was proposed for a unit with a quota, and that quota. The
// order is that of [Plan.All] and, for one unit, of the proposals; the value of
// ReconcileOptions.Target comes last. For a target within a range the quota is the lower
// one. Moves yields nothing for a plan that Reconcile did not make.
func (p *Plan) Moves() iter.Seq[Move] {
	return func(yield func(Move) bool) {
		if p == nil || p.nearest == nil {
			return
		}
		for at := range p.places() {
			for m := range p.movesOf(at) {
				if !yield(m) {
					return
				}
			}
		}
	}
}

// Reconciliation returns what the plan was reconciled from; false for a plan that
// Reconcile did not make. It takes time for every unit of the plan.
func (p *Plan) Reconciliation() (Reconciliation, bool) {
	if p == nil || p.nearest == nil {
		return Reconciliation{}, false
	}
	out := Reconciliation{Proposals: slices.Clone(p.nearest.proposals), Options: p.nearest.options.clone()}
	x := p.inRealAgain()
	objective, least := x.objectives()
	out.Objective, out.Least = roundedReal(objective), roundedReal(least)
	out.Loss = roundedReal(objective.Sub(objective, least))

	for at, all := range p.nearest.fixed {
		for _, f := range all {
			q := p.value(p.lower, at)
			out.Immovable = append(out.Immovable, Move{p.tree.units[at], f.by, f.figure, q, q.Sub(f.figure)})
		}
	}
	slices.SortStableFunc(out.Immovable, func(a, b Move) int {
		i, _ := p.tree.at(a.Unit.Code)
		j, _ := p.tree.at(b.Unit.Code)
		return cmp.Compare(i, j)
	})
	return out, true
}

// roundedReal returns a number as a decimal.
func roundedReal(x *big.Float) decimal.Decimal {
	scaled := newFloat().Mul(x, newFloat().SetInt(fixed.Pow10(slackPlaces)))
	return fixed.FromBig(nearestInt(scaled), -slackPlaces).Normalize()
}

// againReal is the problem of a plan solved again in real numbers.
type againReal struct {
	*realProblem
	at   []leastchange.Bound
	real *leastchange.Real
}

// inRealAgain solves the problem of the plan's lower end again. The plan itself is
// not changed.
func (p *Plan) inRealAgain() *againReal {
	own := *p
	e := &engine{Plan: &own, anySign: true}
	n := own.nodes()
	bounds := e.ownLimits(nil)
	x := &againReal{realProblem: e.inReal(n, bounds)}

	if bounds != nil {
		x.at = make([]leastchange.Bound, n.len())
		for node := range x.at {
			if !n.own(node) {
				continue
			}
			switch apportion.DecidedBy(p.lower.state[n.place(node)] - 1) {
			case apportion.ByMinimum, apportion.ByHold:
				x.at[node] = leastchange.AtLow
			case apportion.ByMaximum:
				x.at[node] = leastchange.AtHigh
			}
		}
	}

	x.real = x.solve(x.at, x.total())
	return x
}

// total is the quota of the root, nil if it moves.
func (x *againReal) total() *big.Int {
	if x.nearest.options.Target != nil {
		return nil
	}
	return x.lower.quotas.big(x.root)
}

// objectives returns the objective of the quotas and the least one, in the
// indicator's unit.
func (x *againReal) objectives() (of, least *big.Float) {
	of, least = newFloat(), newFloat()
	figure, weight, exact, quota := newFloat(), newFloat(), newFloat(), newFloat()
	add := func(sum, x *big.Float) {
		d := newFloat().Sub(x, figure)
		sum.Add(sum, d.Mul(d.Mul(d, d), weight))
	}
	visit := func(node int) {
		if x.Figure(node, figure, weight); weight.Sign() == 0 {
			return
		}
		quota.SetInt(x.lower.quotas.big(x.place(node)))
		add(of, quota)
		add(least, exact)
	}
	x.real.Root(exact)
	visit(0)
	for parent := range x.len() {
		for node := int(x.first[parent]); node < int(x.first[parent+1]); node++ {
			x.real.Figure(node, parent, exact)
			visit(node)
		}
	}

	// From quanta, and from the scale of the first firmness.
	unit := x.step.Rat(bigOne)
	unit.Mul(unit, unit)
	unit.Mul(unit, x.nearest.bids[0].scale)
	factor := newFloat().SetRat(unit)
	return of.Mul(of, factor), least.Mul(least, factor)
}

// reviseNearest is [Plan.ReviseTo] of a reconciled plan: the same figures are
// reconciled again.
func (p *Plan) reviseNearest(t target.Target, o Options) (*Plan, error) {
	var problems target.Problems
	o.checkNearest(problems.At("options"))
	taken, err := p.takeOver(t, o)
	problems.Add(err)
	if problems.Len() > 0 {
		return nil, problems.Err()
	}

	// What the new options do not set stays as it was.
	out := p.nearest.options.clone()
	r := o.Rule.within(Rule{Min: out.Min, Max: out.Max})
	out.Min, out.Max = r.Min, r.Max
	if o.Basis.given() {
		out.Basis = o.Basis
	}
	if o.LastLevel != "" {
		out.LastLevel = o.LastLevel
	}
	out.Holds = append(o.clone().Holds, taken...)
	if out.Target != nil && t.Value.Equal(p.target.Value) {
		t.Value = p.nearest.value
	}

	revised, err := reconcile(p.tree, t, p.nearest.proposals, out, p)
	if err != nil {
		return nil, err
	}
	revised.before = p
	revised.keepTaken(taken)
	return revised, nil
}

// checkNearest reports the options that a reconciled plan does not have.
func (o Options) checkNearest(at target.Place) {
	const none = "leave it out: a reconciled plan has bounds and holds, and no other rules"
	r := at.Field("rule")
	for _, option := range []struct {
		at    target.Place
		given bool
	}{
		{r.Field("method"), o.Rule.Method != nil},
		{r.Field("stretch"), o.Rule.Stretch.Valid},
		{r.Field("reserve"), o.Rule.Reserve.Valid},
		{r.Field("rounding"), o.Rule.Rounding != 0},
		{at.Field("levels"), len(o.Levels) > 0},
		{at.Field("units"), len(o.Units) > 0},
	} {
		if option.given {
			option.at.Report(nil, target.ErrInvalid, none)
		}
	}

	if len(o.Exempt) > 0 {
		at.Field("exempt").Report(nil, target.ErrInvalid, "leave it out: no unit of a reconciled plan is exempt")
	}
	if len(o.GroupBounds) > 0 {
		at.Field("groupBounds").Report(o.GroupBounds[0].Name, target.ErrInvalid,
			"leave it out: a reconciled plan bounds single units only; a unit between parent and group can be bounded")
	}
}
