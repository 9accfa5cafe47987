package hierarchy

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

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
	d.round()
	d.settle()
	if m, ok := f.rule.claimer.(formerQuotas); ok {
		if quotas, useful := m.quotas(f); useful {
			d.stay(quotas)
		}
	}
	f.store(d.quotas, &out.quotas)
	e.mark(f, d.bounds, out)
	out.leave(f.parent, d.rest)
	return nil
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
	d.settle()

	settleTier(e, f, d, used, func(bound int64) *big.Int {
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

// checkBasis reports the children without a basis, or with a negative one.
func (e *engine) checkBasis(f *family) error {
	var l fault.List
	for k := range f.n {
		at := f.place(k)
		switch {
		case !e.based[at] && f.role(k) != Residual:
			l.Add(basisFault(e.tree.units[at].Code, target.ErrMissing, "give it, or give it for all units below"))
		case e.basis.sign(at) < 0:
			l.Add(basisFault(e.tree.units[at].Code, target.ErrRange, "a basis must not be negative"))
		}
	}
	return l.Err()
}

func basisFault(code string, err error, remedy string) error {
	return &target.FieldError{Path: "basis[" + quote(code) + "]", Err: err, Remedy: remedy}
}
