package quadratic

import (
	"math/big"
	"slices"
)

const (
	guessSteps   = 10_000 // of the method in floating point
	repairRounds = 20     // of its result in fractions
)

// Solve returns the minimum.
//
// Solve returns an error if the constraints contradict each other
// ([*InfeasibleError]), or if the objective and the equations do not determine
// all variables ([*UndeterminedError]).
func Solve(p *Problem) (*Solution, error) {
	s := &solver{problem: p, rows: p.rows(), form: p.form()}
	if open := s.undetermined(); open != nil {
		return nil, &UndeterminedError{open}
	}
	s.strengthen()

	if out, err := guess[float](s); out != nil || err != nil {
		return out, err
	}
	if out, err := guess[wide](s); out != nil || err != nil {
		return out, err
	}
	return s.exactly()
}

// guess runs the method in floating point and proves its result. It returns
// neither a solution nor an error if that fails.
func guess[T number[T]](s *solver) (*Solution, error) {
	m, ok := begin[T](s.definite, s.rows)
	if !ok {
		return nil, nil
	}
	found := m.run(guessSteps)
	switch {
	case found.conflict != nil:
		return nil, s.contradiction(found.conflict)
	case found.settled:
		return s.solveActive(found.active), nil
	}
	return nil, nil
}

// exactly runs the method in fractions. It needs no proof.
func (s *solver) exactly() (*Solution, error) {
	m, ok := begin[exact](s.definite, s.rows)
	if !ok {
		panic("quadratic: a form that determines its variables is not definite")
	}
	found := m.run(0)
	if found.conflict != nil {
		return nil, s.contradiction(found.conflict)
	}

	x, u := make([]*big.Rat, len(m.x)), make([]*big.Rat, len(m.u))
	for i, e := range m.x {
		x[i] = e.Rat
	}
	for k, e := range m.u {
		u[k] = e.Rat
	}
	return s.solution(x, found.active, u), nil
}

type solver struct {
	problem *Problem
	rows    []linear
	form    *form
	// definite is the form, plus squares of the equations if it is not positive definite
	// without them. These are zero wherever the equations hold.
	definite *form
}

// strengthen makes the form positive definite.
func (s *solver) strengthen() {
	if s.definite = s.form; s.form.diagonal() {
		return
	}

	most := new(big.Rat)
	for i, q := range s.form.q {
		//mutate:equal own.Cmp(most) >= 0: equal numbers are the same
		if own := q[i]; own != nil && own.Cmp(most) > 0 {
			most = own
		}
	}
	if most.Sign() == 0 {
		most = big.NewRat(1, 1)
	}
	s.definite = s.form.clone()
	for _, r := range s.rows {
		if r.equal {
			s.definite.add(r.terms, most, r.limit)
		}
	}
}

// solveActive solves the system of the active rows, and lets rows enter and leave
// until all conditions of optimality hold. It returns nil if that takes too long.
func (s *solver) solveActive(active []int) *Solution {
	active = slices.Clone(active)
	for range repairRounds {
		all, ok := newSystem(s.form, s.rows, active).solve()
		if !ok {
			return nil
		}
		x, u := all[:len(s.form.q)], all[len(s.form.q):]

		leaves := s.negative(active, u)
		enters := s.missed(x, active)
		if len(leaves) == 0 && enters < 0 {
			return s.solution(x, active, u)
		}
		active = slices.DeleteFunc(active, func(i int) bool { return slices.Contains(leaves, i) })
		if enters >= 0 {
			active = append(active, enters)
		}
	}
	return nil
}

// negative returns the active inequalities that pull the wrong way.
func (s *solver) negative(active []int, u []*big.Rat) []int {
	var out []int
	for k, i := range active {
		if !s.rows[i].equal && u[k].Sign() < 0 {
			out = append(out, i)
		}
	}
	return out
}

// missed returns the row that x misses by most, −1 if it misses none.
func (s *solver) missed(x []*big.Rat, active []int) int {
	c := newScaledVector(x)
	worst, most := -1, new(big.Rat)
	for i, r := range s.rows {
		if slices.Contains(active, i) {
			continue
		}
		by := c.beyond(r.terms, r.limit)
		if r.equal {
			by.Abs(by)
		} else {
			by.Neg(by)
		}
		if by.Cmp(most) > 0 {
			worst, most = i, by
		}
	}
	return worst
}

func (s *solver) solution(x []*big.Rat, active []int, u []*big.Rat) *Solution {
	out := &Solution{X: x, Multipliers: make([]*big.Rat, len(s.rows)), Objective: s.problem.objective(x)}
	for i := range out.Multipliers {
		out.Multipliers[i] = new(big.Rat)
	}
	two := big.NewRat(2, 1)
	for k, i := range active {
		m := new(big.Rat).Mul(u[k], two)
		if s.rows[i].flipped {
			m.Neg(m)
		}
		out.Multipliers[i] = m
	}
	return out
}
