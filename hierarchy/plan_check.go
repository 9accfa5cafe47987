package hierarchy

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Check recomputes the law of every parent from the quotas alone:
//
//	Sum, Count     the children's quotas make the amount exactly
//	WeightedMean   their mean is the amount plus or minus the residual that the plan reports,
//	               which is at most half a quantum of the mean
//
// It also checks that every quota keeps its hold or its bounds. It returns nil for a
// sound plan.
//
// Check returns an error that names every parent whose children break the law
// ([target.ErrBroken]), and every unit whose quota breaks its hold or its bounds
// ([target.ErrRange]).
func (p *Plan) Check() error {
	if p == nil || p.lower == nil {
		return nil
	}
	if p.lines != nil {
		return p.checkStrictest()
	}

	e := engine{Plan: p}
	var l fault.List
	for _, r := range []*result{p.lower, p.upper} {
		if r == nil {
			continue
		}
		for at := range p.places() {
			if p.divides(at) {
				e.check(at, r, &l)
			}
		}
	}
	return l.Err()
}

// check checks the children of one parent.
func (e *engine) check(at int, r *result, l *fault.List) {
	f := e.family(at)
	amount := f.rule.from(r.quotas.big(at))
	due, got := new(big.Int).Set(amount), new(big.Int)
	weight, whole := bigOne, new(big.Int)
	quota, basis, mass := new(big.Int), new(big.Int), new(big.Int)
	bounded := len(e.held) > 0 || f.rule.bounded()

	for k := range f.n {
		i := f.place(k)
		if e.isMean() {
			weight = e.basis.peek(i, basis)
			whole.Add(whole, weight)
		}
		got.Add(got, mass.Mul(weight, r.quotas.peek(i, quota)))
		if bounded {
			e.checkBounds(f.rule, i, r, l)
		}
	}

	if e.isMean() {
		due.Mul(due, whole)
	}
	rest := due.Sub(due, got)
	known := r.rest[at]
	if known == nil {
		known = new(big.Int)
	}
	// Bounds miss the mean by half a quantum at most, and so does rounding.
	if rest.Cmp(known) == 0 && (!e.isMean() || rest.Lsh(rest, 1).CmpAbs(whole) <= 0) {
		return
	}

	remedy := "the quotas of its children do not make this amount"
	if !e.isMean() {
		remedy = "the quotas of its children make " + fault.Text(e.step.Times(got)) + " instead of this amount"
	}
	l.Add(&target.FieldError{
		Path: "units[" + quote(e.tree.units[at].Code) + "]", Value: e.step.Times(amount), Err: target.ErrBroken,
		Remedy: remedy,
	})
}

// checkBounds checks the hold or the bounds of one unit.
func (e *engine) checkBounds(r *rule, at int, of *result, l *fault.List) {
	hold, held := e.held[at]
	if !held && !r.lower.has(at) && !r.upper.has(at) {
		return
	}

	remedy, q := "", e.step.Times(of.quotas.big(at))
	switch {
	case held:
		if v := e.options.Holds[hold].Value; !q.Equal(v) {
			remedy = "it is held at " + fault.Text(v)
		}
	case r.lower.has(at) && q.Cmp(r.lower.figures.Decimal(at)) < 0:
		remedy = "its minimum is " + fault.Text(r.lower.figures.Decimal(at))
	case r.upper.has(at) && q.Cmp(r.upper.figures.Decimal(at)) > 0:
		remedy = "its maximum is " + fault.Text(r.upper.figures.Decimal(at))
	}
	if remedy != "" {
		l.Add(&target.FieldError{
			Path: "units[" + quote(e.tree.units[at].Code) + "]", Value: q, Err: target.ErrRange, Remedy: remedy,
		})
	}
}
