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
)

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

// Moves yields every figure that was proposed for a unit with a quota, beside that
// quota, in the order of [Plan.All] and, for one unit, of the proposals; none for a
// plan that Reconcile did not make. The figure of the target's own unit comes last
// of its unit's. For a target within a range the quota is the lower one.
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
	limits := e.ownLimits(nil)
	x := &againReal{realProblem: e.inReal(n, limits)}
	if limits != nil {
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
