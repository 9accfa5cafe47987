package trial

import (
	"math/big"
	"slices"
)

// sharing is what one family divides, exactly: the children's quotas qᵢ with
//
//	Σ bᵢqᵢ = mass,    qᵢ = clamp(oᵢ + λ·wᵢ, leastᵢ, mostᵢ)
//
// for claims of an offset oᵢ and a weight wᵢ ≥ 0 each, and one λ.
type sharing struct {
	mass        *big.Rat
	basis       []*big.Rat // zero or above
	least, most []*big.Rat // nil for no bound
}

// claims are the offsets and weights of the children.
type claims struct{ offset, weight []*big.Rat }

// place says which part of the clamp decides a quota.
type place uint8

const (
	free place = iota
	atLeast
	atMost
)

// quota returns the quota of a child at a λ, and what decides it.
func (s *sharing) quota(c claims, i int, lambda *big.Rat) (*big.Rat, place) {
	q := new(big.Rat).Mul(lambda, c.weight[i])
	q.Add(q, c.offset[i])
	switch {
	case s.least[i] != nil && q.Cmp(s.least[i]) < 0:
		return s.least[i], atLeast
	case s.most[i] != nil && q.Cmp(s.most[i]) > 0:
		return s.most[i], atMost
	}
	return q, free
}

// quotas divides the mass. It returns false if no λ does.
func (s *sharing) quotas(c claims) ([]*big.Rat, []place, bool) {
	lambda, ok := s.multiplier(c)
	if !ok {
		return nil, nil, false
	}

	q, at := make([]*big.Rat, len(s.basis)), make([]place, len(s.basis))
	for i := range q {
		q[i], at[i] = s.quota(c, i, lambda)
	}
	return q, at, true
}

// kink is a λ at which a child reaches or leaves a bound, and how much faster the mass
// grows with λ from there on.
type kink struct{ lambda, faster *big.Rat }

// multiplier returns the λ that divides the mass. If a range of λ does, it returns one: the
// quotas are the same, except those of children without basis.
func (s *sharing) multiplier(c claims) (*big.Rat, bool) {
	kinks, below := s.kinks(c)
	if len(kinks) == 0 {
		start := new(big.Rat)
		return s.lambdaOnLine(start, s.massAt(c, start), below)
	}

	// The mass at each kink, and how fast it grows after the last one.
	masses, growth := make([]*big.Rat, len(kinks)), below
	for k, t := range kinks {
		if k == 0 {
			masses[k] = s.massAt(c, t.lambda)
		} else {
			masses[k] = along(masses[k-1], growth, kinks[k-1].lambda, t.lambda)
		}
		growth = new(big.Rat).Add(growth, t.faster)
	}

	k, exact := slices.BinarySearchFunc(masses, s.mass, (*big.Rat).Cmp) // the first that reaches the mass
	switch {
	case exact:
		return kinks[k].lambda, true
	case k == 0:
		return s.lambdaOnLine(kinks[0].lambda, masses[0], below)
	case k == len(kinks):
		return s.lambdaOnLine(kinks[k-1].lambda, masses[k-1], growth)
	}
	slope := new(big.Rat).Sub(masses[k], masses[k-1])
	slope.Quo(slope, new(big.Rat).Sub(kinks[k].lambda, kinks[k-1].lambda))
	return s.lambdaOnLine(kinks[k-1].lambda, masses[k-1], slope)
}

// along returns what a mass grows to from one λ to another.
func along(mass, growth, from, to *big.Rat) *big.Rat {
	step := new(big.Rat).Sub(to, from)
	return step.Mul(step, growth).Add(step, mass)
}

// lambdaOnLine returns the λ at which the mass is what it must be, on a straight line
// through a point.
func (s *sharing) lambdaOnLine(lambda, mass, growth *big.Rat) (*big.Rat, bool) {
	if growth.Sign() == 0 {
		return nil, false
	}
	rest := new(big.Rat).Sub(s.mass, mass)
	return rest.Add(lambda, rest.Quo(rest, growth)), true
}

// unbounded returns the λ without bounds, zero if there is none.
func (s *sharing) unbounded(c claims) *big.Rat {
	rest, growth := new(big.Rat).Set(s.mass), new(big.Rat)
	for i, b := range s.basis {
		rest.Sub(rest, new(big.Rat).Mul(b, c.offset[i]))
		growth.Add(growth, new(big.Rat).Mul(b, c.weight[i]))
	}
	if growth.Sign() == 0 {
		return growth
	}
	return rest.Quo(rest, growth)
}

// kinks returns the kinks in ascending order, and how fast the mass grows with λ before the
// first.
func (s *sharing) kinks(c claims) (kinks []kink, below *big.Rat) {
	below = new(big.Rat)
	for i, b := range s.basis {
		slope := new(big.Rat).Mul(b, c.weight[i])
		if slope.Sign() == 0 {
			continue
		}
		if s.least[i] == nil {
			below.Add(below, slope)
		} else {
			kinks = append(kinks, kink{reaches(s.least[i], c, i), slope})
		}
		if s.most[i] != nil {
			kinks = append(kinks, kink{reaches(s.most[i], c, i), new(big.Rat).Neg(slope)})
		}
	}
	slices.SortFunc(kinks, func(a, b kink) int { return a.lambda.Cmp(b.lambda) })
	return kinks, below
}

// reaches returns the λ at which a child's quota is x.
func reaches(x *big.Rat, c claims, i int) *big.Rat {
	lambda := new(big.Rat).Sub(x, c.offset[i])
	return lambda.Quo(lambda, c.weight[i])
}

func (s *sharing) massAt(c claims, lambda *big.Rat) *big.Rat {
	sum := new(big.Rat)
	for i, b := range s.basis {
		q, _ := s.quota(c, i, lambda)
		sum.Add(sum, new(big.Rat).Mul(b, q))
	}
	return sum
}
