package hierarchy

import (
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// divideMean gives the children of a family figures whose weighted mean is the
// load. That is a division in another space: the mass B·L, in claims bᵢcᵢ with
// bounds bᵢlᵢ and bᵢuᵢ, each share divided by its bᵢ afterwards.
func (e *engine) divideMean(f *family, out *result) error {
	m, err := e.newMean(f)
	if err != nil {
		return err
	}
	o, err := m.divide()
	if err != nil {
		return e.explainFailure(f, err)
	}
	m.round(o)
	m.settle()
	for k, q := range m.figures {
		out.quotas.set(f.place(k), q)
	}
	e.mark(f, o, out)
	if m.rest.Sign() != 0 {
		if out.rest == nil {
			out.rest = make(map[int]*big.Int)
		}
		out.rest[f.parent] = m.rest
	}
	return nil
}

// mean is the division of one family of a WeightedMean kind. Masses are in
// quanta times the unit of the basis.
type mean struct {
	*family
	basis   []*big.Int
	claims  []*big.Int
	lo, hi  []*big.Int // on the figures; nil without bounds
	due     *big.Int   // the mass that the law asks for
	mass    *big.Int   // the mass to be shared: due, as far as the bounds allow
	shares  []*big.Int // of the mass
	figures []*big.Int
	other   []int8   // where the figure's other neighbour is: −1, 1, or 0 if it is exact
	rest    *big.Int // mass that the figures miss
}

func (e *engine) newMean(f *family) (*mean, error) {
	m := &mean{family: f, basis: make([]*big.Int, f.n), claims: f.bigClaims()}
	whole := new(big.Int)
	for k := range m.basis {
		at := f.place(k)
		if !e.based[at] && f.role(k) != Residual {
			return nil, basisFault(e.tree.units[at].Code, target.ErrMissing, "give it, or give it for all units below")
		}
		b := e.basis.big(at)
		if b.Sign() < 0 {
			return nil, basisFault(e.tree.units[at].Code, target.ErrRange, "a basis is not negative")
		}
		m.basis[k] = b
		whole.Add(whole, b)
	}
	if whole.Sign() == 0 {
		return nil, basisFault(e.tree.units[f.parent].Code, target.ErrRange, "the bases of its children add up to zero: no mean exists")
	}
	m.due = new(big.Int).Mul(whole, f.load)
	m.mass = m.due
	if e.bounds != nil {
		m.lo, m.hi = e.bounds.big(f)
		m.fit(whole)
	}
	return m, nil
}

func basisFault(code string, err error, remedy string) error {
	return &target.FieldError{Path: "basis[" + quote(code) + "]", Err: err, Remedy: remedy}
}

// fit moves a mass that bounds miss by less than a quantum of the mean onto
// them: the load is then met as nearly as its quantum allows.
func (m *mean) fit(whole *big.Int) {
	for _, b := range []struct {
		bounds []*big.Int
		sign   int
	}{{m.lo, 1}, {m.hi, -1}} {
		sum := new(big.Int)
		for k, v := range b.bounds {
			switch {
			case v != nil:
				sum.Add(sum, new(big.Int).Mul(v, m.basis[k]))
			case b.sign != m.load.Sign() && m.load.Sign() != 0:
				sum = nil // no limit on this side
			}
			if sum == nil {
				break
			}
		}
		if sum == nil {
			continue
		}
		if gap := new(big.Int).Sub(sum, m.mass); gap.Sign() == b.sign && gap.CmpAbs(whole) < 0 {
			m.mass = sum
		}
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
	shares, o, err := apportion.Big(m.mass, weights, lo, hi, apportion.LargestRemainder)
	m.shares = shares
	return o, err
}

// round takes each figure to the nearest quantum, and what that leaves of the
// mass into rest.
func (m *mean) round(o apportion.Outcome) {
	m.figures, m.other = make([]*big.Int, m.n), make([]int8, m.n)
	m.rest = new(big.Int).Set(m.due)
	total, weight := o.Quota()
	if m.mass.Sign() < 0 {
		total.Neg(total)
	}
	for k, b := range m.basis {
		if b.Sign() == 0 {
			m.figures[k] = m.weightless(k, total, weight)
			continue
		}
		q := fixed.DivHalfUp(m.shares[k], b)
		got := new(big.Int).Mul(q, b)
		m.other[k] = int8(m.shares[k].Cmp(got))
		m.figures[k] = q
		m.rest.Sub(m.rest, got)
	}
}

// weightless is the figure of a unit whose basis is zero: in proportion to its
// claim like the others', within its bounds.
func (m *mean) weightless(k int, total, weight *big.Int) *big.Int {
	q := new(big.Int)
	if weight.Sign() != 0 {
		q = fixed.DivHalfUp(new(big.Int).Mul(m.claims[k], total), weight)
	}
	if m.lo != nil && m.lo[k] != nil && q.Cmp(m.lo[k]) < 0 {
		q = m.lo[k]
	}
	if m.hi != nil && m.hi[k] != nil && q.Cmp(m.hi[k]) > 0 {
		q = m.hi[k]
	}
	return q
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
