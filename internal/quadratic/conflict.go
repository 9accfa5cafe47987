package quadratic

import (
	"errors"
	"maps"
	"math/big"
	"slices"
)

const (
	// readable is how many constraints a contradiction may have to be left as it is.
	readable = 4
	// shortened is the greatest problem whose contradictions are shortened: the number
	// of its variables times that of its constraints.
	shortened = 20_000
)

// Shorter returns a contradiction of fewer constraints than the one that [Solve] found,
// or that one if it finds none. It leaves out one constraint of the contradiction after
// the other, for good if the others still contradict each other, and keeps the shortest
// contradiction that comes up. It returns what it is given if that has at most four
// constraints, or if the variables times the constraints exceed 20,000.
func Shorter(p *Problem, found *InfeasibleError) *InfeasibleError {
	if len(found.Constraints) <= readable || p.N*len(p.Constraints) > shortened {
		return found
	}

	// Contradictions do not depend on the objective. This one determines all variables.
	rest := &Problem{N: p.N, Constraints: p.Constraints}
	for i := range p.N {
		only := []Term{{At: i, Coef: big.NewRat(1, 1)}}
		rest.Squares = append(rest.Squares, Square{Weight: big.NewRat(1, 1), Terms: only, Centre: new(big.Rat)})
	}
	places := make([]int, len(p.Constraints)) // of the rest's constraints in the problem
	for i := range places {
		places[i] = i
	}

	current, best := found, found
	tried := make([]bool, len(p.Constraints))
	for {
		k := slices.IndexFunc(current.Constraints, func(i int) bool { return !tried[i] })
		if k < 0 {
			return best
		}
		leaves := current.Constraints[k]
		tried[leaves] = true

		at := slices.Index(places, leaves)
		less := &Problem{N: p.N, Squares: rest.Squares}
		less.Constraints = slices.Delete(slices.Clone(rest.Constraints), at, at+1)
		_, err := Solve(less)
		other, isNone := errors.AsType[*InfeasibleError](err)
		if !isNone {
			continue
		}

		rest, places = less, slices.Delete(places, at, at+1)
		for i, index := range other.Constraints {
			other.Constraints[i] = places[index]
		}
		//mutate:equal len(current.Constraints) <= len(best.Constraints): of equally short ones, any will do
		if current = other; len(current.Constraints) < len(best.Constraints) {
			best = current
		}
	}
}

// contradiction proves that some rows contradict each other: it finds the factors
// with which they add up to zero beside a limit above zero. It returns nil if
// there is no such proof, or if a part of the rows would do.
func (s *solver) contradiction(at []int) error {
	y, ok := dependence(s.rows, at)
	if !ok {
		return nil
	}

	sum, product := new(big.Rat), new(big.Rat)
	for k, i := range at {
		sum.Add(sum, product.Mul(y[k], s.rows[i].limit))
	}
	switch sum.Sign() {
	case 0:
		return nil
	case -1:
		for _, e := range y {
			e.Neg(e)
		}
	}
	for k, i := range at {
		//mutate:equal y[k].Sign() <= 0: zero is refused in any case
		if y[k].Sign() == 0 || !s.rows[i].equal && y[k].Sign() < 0 {
			return nil
		}
	}

	for k, i := range at {
		if s.rows[i].flipped {
			y[k].Neg(y[k])
		}
	}
	return &InfeasibleError{Constraints: at, Factors: y}
}

// dependence returns the factors with which the terms of some rows add up to
// zero, the last of them 1. It reports false unless there is exactly one such
// combination.
func dependence(rows []linear, at []int) ([]*big.Rat, bool) {
	// Each row is reduced by the rows before it. If something is left, it is kept, and
	// otherwise it says of which rows it is made.
	type reduced struct {
		pivot int              // the first variable
		terms map[int]*big.Rat // by variable; 1 at the pivot
		made  []*big.Rat       // of which rows it is made
	}
	var kept []reduced
	product := new(big.Rat)
	for k, i := range at {
		r := reduced{terms: map[int]*big.Rat{}, made: make([]*big.Rat, len(at))}
		for j := range r.made {
			r.made[j] = new(big.Rat)
		}
		r.made[k].SetInt64(1)
		for _, t := range rows[i].terms {
			r.terms[t.At] = new(big.Rat).Set(t.Coef)
		}

		for _, o := range kept {
			factor := r.terms[o.pivot]
			if factor == nil {
				continue
			}
			factor = new(big.Rat).Set(factor)
			for v, e := range o.terms {
				if r.terms[v] == nil {
					r.terms[v] = new(big.Rat)
				}
				if r.terms[v].Sub(r.terms[v], product.Mul(factor, e)); r.terms[v].Sign() == 0 {
					delete(r.terms, v)
				}
			}
			for j, e := range o.made {
				r.made[j].Sub(r.made[j], product.Mul(factor, e))
			}
		}
		if len(r.terms) == 0 {
			return r.made, k == len(at)-1
		}

		r.pivot = slices.Min(slices.Collect(maps.Keys(r.terms)))
		inverse := new(big.Rat).Inv(r.terms[r.pivot])
		for _, e := range r.terms {
			e.Mul(e, inverse)
		}
		for _, e := range r.made {
			e.Mul(e, inverse)
		}
		kept = append(kept, r)
	}
	return nil, false
}

// undetermined returns the variables that can move without any effect on the
// objective and the equations, nil if there is none. It calculates modulo primes: a matrix
// has no higher rank there, and with most of them the same. Of those with the highest rank, the
// one that leaves most variables open has no coefficient that is zero there alone.
func (s *solver) undetermined() []int {
	if s.form.diagonal() {
		return nil
	}

	var open []int
	most := -1
	for _, p := range primes {
		found, rank := s.open(p)
		if found == nil {
			return nil
		}
		//mutate:equal len(found) >= len(open): the same rank and as many mean the same variables
		if rank > most || rank == most && len(found) > len(open) {
			open, most = found, rank
		}
	}
	return open
}

// open is undetermined modulo a prime. It also returns the rank.
func (s *solver) open(p uint64) (open []int, rank int) {
	n := len(s.form.q)
	m := &modular{p: p}
	prime, rest := new(big.Int).SetUint64(p), new(big.Int)
	residue := func(r *big.Rat) uint64 {
		num, den := rest.Mod(r.Num(), prime).Uint64(), new(big.Int).Mod(r.Denom(), prime).Uint64()
		return num * m.invert(den) % p
	}

	var kept [][]uint64 // of each pivot in turn, reduced by all others
	var pivots []int
	insert := func(v []uint64) {
		for k, o := range kept {
			m.reduce(v, o, pivots[k])
		}
		pivot := slices.IndexFunc(v, func(e uint64) bool { return e != 0 })
		if pivot < 0 {
			return
		}
		inverse := m.invert(v[pivot])
		for j := range v {
			v[j] = v[j] * inverse % p
		}
		for _, o := range kept {
			m.reduce(o, v, pivot)
		}
		kept, pivots = append(kept, v), append(pivots, pivot)
	}
	for _, q := range s.form.q {
		v := make([]uint64, n)
		for j, e := range q {
			v[j] = residue(e)
		}
		insert(v)
	}
	for _, r := range s.rows {
		if r.equal {
			v := make([]uint64, n)
			for _, t := range r.terms {
				v[t.At] = residue(t.Coef)
			}
			insert(v)
		}
	}

	if len(kept) == n {
		return nil, n
	}
	// A variable without a pivot is free, and those that depend on it move with it.
	free := make([]bool, n)
	for i := range free {
		free[i] = !slices.Contains(pivots, i)
	}
	for i := range n {
		moves := free[i]
		if k := slices.Index(pivots, i); k >= 0 {
			for j, e := range kept[k] {
				moves = moves || e != 0 && free[j]
			}
		}
		if moves {
			open = append(open, i)
		}
	}
	return open, len(kept)
}

// reduce makes an element of v zero by a vector that has 1 there.
func (m *modular) reduce(v, by []uint64, at int) {
	if v[at] == 0 {
		return
	}
	factor := m.p - v[at]
	for j, e := range by {
		v[j] = (v[j] + factor*e) % m.p
	}
}
