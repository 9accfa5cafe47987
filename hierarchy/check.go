package hierarchy

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Check recomputes the law of every parent from the quotas alone: that the
// quotas of its children make its load, exactly for Sum and Count kinds, and up
// to the residual that the plan reports for WeightedMean kinds. A sound plan
// gives nil.
//
// Check returns an error that names every parent whose children break the law
// ([target.ErrBroken]).
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

func (e *engine) check(at int, r *result, l *fault.List) {
	f := e.family(at)
	load := f.rule.from(r.quotas.big(at))
	due, got := new(big.Int).Set(load), new(big.Int)
	weight, whole := bigOne, new(big.Int)
	quota, basis, mass := new(big.Int), new(big.Int), new(big.Int)
	for k := range f.n {
		i := f.place(k)
		if e.law == target.WeightedMean {
			weight = e.basis.peek(i, basis)
			whole.Add(whole, weight)
		}
		got.Add(got, mass.Mul(weight, r.quotas.peek(i, quota)))
	}
	if e.law == target.WeightedMean {
		due.Mul(due, whole)
	}
	rest := due.Sub(due, got)
	known := r.rest[at]
	if known == nil {
		known = new(big.Int)
	}
	if rest.Cmp(known) == 0 {
		return
	}
	remedy := "its children's quotas do not make this load"
	if e.law != target.WeightedMean {
		remedy = "its children's quotas make " + fault.Text(e.step.times(got)) + " instead of this load"
	}
	l.Add(&target.FieldError{
		Path: "units[" + quote(e.tree.units[at].Code) + "]", Value: e.step.times(load), Err: target.ErrBroken, Remedy: remedy,
	})
}
