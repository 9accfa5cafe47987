package hierarchy

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// divideMean gives the children of a family figures whose weighted mean is the
// load. That is a division in another space: the mass B·L, in claims bᵢcᵢ with
// bounds bᵢlᵢ and bᵢuᵢ, which gives the multiplier of the claims.
func (e *engine) divideMean(f *family, out *result) error {
	if err := e.checkBasis(f); err != nil {
		return err
	}
	if done, err := e.divideMeanWords(f, out); done || err != nil {
		return err
	}
	m := e.newMean(f)
	o, err := m.divide()
	if err != nil {
		return e.explainFailure(f, err)
	}
	m.round()
	m.settle()
	for k, q := range m.figures {
		out.quotas.set(f.place(k), q)
	}
	e.mark(f, o, out)
	out.leave(f.parent, m.rest)
	return nil
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

// checkBasis reports the children without a basis, or with a negative one, and
// a family in which all are zero.
func (e *engine) checkBasis(f *family) error {
	var l fault.List
	zero := true
	for k := range f.n {
		at := f.place(k)
		if !e.based[at] && f.role(k) != Residual {
			l.Add(basisFault(e.tree.units[at].Code, target.ErrMissing, "give it, or give it for all units below"))
			continue
		}
		wide := e.basis.wide[at]
		switch {
		case e.basis.words[at] < 0 || wide != nil && wide.Sign() < 0:
			l.Add(basisFault(e.tree.units[at].Code, target.ErrRange, "a basis is not negative"))
		case e.basis.words[at] > 0 || wide != nil:
			zero = false
		}
	}
	if zero && l.Len() == 0 {
		l.Add(basisFault(e.tree.units[f.parent].Code, target.ErrRange, "the bases of its children add up to zero: no mean exists"))
	}
	return l.Err()
}

func basisFault(code string, err error, remedy string) error {
	return &target.FieldError{Path: "basis[" + quote(code) + "]", Err: err, Remedy: remedy}
}

// mean is the division of one family of a WeightedMean kind. Masses are in
// quanta times the unit of the basis.
type mean struct {
	*family
	basis  []*big.Int
	claims []*big.Int
	lo, hi []*big.Int // on the figures; nil without bounds
	due    *big.Int   // the mass that the law asks for
	mass   *big.Int   // the mass to be shared: due, as far as the bounds allow
	bounds []apportion.Bound
	// The exact figure of a child that is not on a bound is its claim times
	// total/weight.
	total, weight *big.Int
	figures       []*big.Int
	other         []int8   // where the figure's other neighbour is: −1, 1, or 0 if it is exact
	rest          *big.Int // mass that the figures miss
}

func (e *engine) newMean(f *family) *mean {
	m := &mean{family: f, basis: make([]*big.Int, f.n), claims: f.bigClaims()}
	whole := new(big.Int)
	for k := range m.basis {
		m.basis[k] = e.basis.big(f.place(k))
		whole.Add(whole, m.basis[k])
	}
	m.due = new(big.Int).Mul(whole, f.load)
	m.mass = m.due
	if e.bounds != nil {
		m.lo, m.hi = e.bounds.big(f)
		m.fit(whole)
	}
	return m
}

// fit moves a mass that bounds miss by less than a quantum of the mean onto
// them: the load is then met as nearly as its quantum allows.
func (m *mean) fit(whole *big.Int) {
	least, most, _ := m.engine.bounds.masses(m.family, m.engine.bounds.signOf(m.family))
	if least != nil && least.Cmp(m.mass) > 0 && new(big.Int).Sub(least, m.mass).Cmp(whole) < 0 {
		m.mass = least
	}
	if most != nil && most.Cmp(m.mass) < 0 && new(big.Int).Sub(m.mass, most).Cmp(whole) < 0 {
		m.mass = most
	}
}

func (m *mean) divide() (apportion.Outcome, error) {
	weights := make([]*big.Int, m.n)
	var lo, hi []*big.Int
	if m.lo != nil {
		lo, hi = make([]*big.Int, m.n), make([]*big.Int, m.n)
	}
	for k, b := range m.basis {
		weights[k] = new(big.Int).Mul(b, m.claims[k])
		if m.lo == nil {
			continue
		}
		if m.lo[k] != nil {
			lo[k] = new(big.Int).Mul(m.lo[k], b)
		}
		if m.hi[k] != nil {
			hi[k] = new(big.Int).Mul(m.hi[k], b)
		}
	}
	_, o, err := apportion.Big(m.mass, weights, lo, hi, apportion.LargestRemainder)
	if err != nil {
		return o, err
	}
	m.bounds = o.Bounds
	if m.total, m.weight = o.Quota(); o.Down {
		m.total.Neg(m.total)
	}
	if m.weight.Sign() == 0 {
		m.least(o.Down)
	}
	return o, nil
}

// least finds the multiplier where every child with a basis is on a bound: the
// one nearest to zero that puts them there. Only the children without a basis
// go by it.
func (m *mean) least(down bool) {
	far, limits, sign := apportion.AtMax, m.hi, 1
	if down {
		far, limits, sign = apportion.AtMin, m.lo, -1
	}
	for k, b := range m.bounds {
		held := m.lo[k] != nil && m.hi[k] != nil && m.lo[k].Cmp(m.hi[k]) == 0
		if b != far || held || m.basis[k].Sign() == 0 || m.claims[k].Sign() == 0 || limits[k].Sign() != sign {
			continue
		}
		limit := new(big.Int).Mul(limits[k], m.weight)
		known := new(big.Int).Mul(m.total, m.claims[k])
		if m.weight.Sign() == 0 || limit.CmpAbs(known) > 0 {
			m.total, m.weight = limits[k], m.claims[k]
		}
	}
}

// round takes each figure to the nearest quantum, and what that leaves of the
// mass into rest.
func (m *mean) round() {
	m.figures, m.other = make([]*big.Int, m.n), make([]int8, m.n)
	m.rest = new(big.Int).Set(m.due)
	for k, b := range m.basis {
		m.figures[k], m.other[k] = m.figure(k)
		if b.Sign() == 0 {
			m.other[k] = 0 // it does not move the mean
		}
		m.rest.Sub(m.rest, new(big.Int).Mul(m.figures[k], b))
	}
}

// figure returns a figure rounded to the nearest quantum, and on which side its
// other neighbour is.
func (m *mean) figure(k int) (*big.Int, int8) {
	if m.bounds != nil && m.basis[k].Sign() > 0 {
		switch m.bounds[k] {
		case apportion.AtMin:
			return m.lo[k], 0
		case apportion.AtMax:
			return m.hi[k], 0
		}
	}
	exact, q := m.exact(k), new(big.Int)
	if m.weight.Sign() != 0 {
		q = fixed.DivHalfUp(exact, m.weight)
	}
	side := exact.Cmp(new(big.Int).Mul(q, m.weight))
	if m.lo != nil && m.lo[k] != nil && cmp.Or(q.Cmp(m.lo[k]), side) < 0 {
		m.bounds[k] = apportion.AtMin // no division has found it: its basis is zero
		return m.lo[k], 0
	}
	if m.hi != nil && m.hi[k] != nil && cmp.Or(q.Cmp(m.hi[k]), side) > 0 {
		m.bounds[k] = apportion.AtMax
		return m.hi[k], 0
	}
	return q, int8(side)
}

// exact returns the exact figure of a child that is not on a bound, times the
// weight.
func (m *mean) exact(k int) *big.Int {
	x := new(big.Int).Mul(m.claims[k], m.total)
	if m.lo != nil && against(x, m.mass, m.lo[k], m.hi[k]) {
		return x.SetInt64(0)
	}
	return x
}

// against reports whether a share would have to be above zero of what is not, or
// below zero of what is not, which a child is asked for only within bounds.
func against(share, of, lo, hi *big.Int) bool {
	switch share.Sign() {
	case 1:
		return hi == nil && of.Sign() <= 0
	case -1:
		return lo == nil && of.Sign() >= 0
	}
	return false
}

// settle moves figures to their other neighbour, the largest bases first, as
// long as one such move brings the weighted mean nearer to the load.
func (m *mean) settle() {
	if m.rest.Sign() == 0 {
		return
	}
	var order []int
	for k, side := range m.other {
		if side != 0 {
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return m.basis[j].Cmp(m.basis[i]) })
	double := new(big.Int)
	for moved := true; moved; {
		moved = false
		side := m.rest.Sign()
		for _, k := range order {
			double.Lsh(m.rest, 1)
			if int(m.other[k]) != side || m.basis[k].CmpAbs(double) >= 0 {
				continue
			}
			step := big.NewInt(int64(side))
			m.figures[k] = new(big.Int).Add(m.figures[k], step)
			m.rest.Sub(m.rest, step.Mul(step, m.basis[k]))
			m.other[k] = int8(-side)
			moved = true
			if m.rest.Sign() != side {
				break
			}
		}
	}
}
