package quadratic_test

import (
	"errors"
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/internal/quadratic"
)

func left(c quadratic.Constraint, x []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, t := range c.Terms {
		sum.Add(sum, new(big.Rat).Mul(t.Coef, x[t.At]))
	}
	return sum
}

func tight(c quadratic.Constraint, x []*big.Rat) bool { return left(c, x).Cmp(c.Limit) == 0 }

// fatal is what tests and properties have in common.
type fatal interface {
	Helper()
	Fatalf(string, ...any)
}

// optimal checks the conditions of Karush, Kuhn and Tucker in fractions.
func optimal(t fatal, p *quadratic.Problem, s *quadratic.Solution) {
	t.Helper()
	// Stationary: the gradient of the objective is a combination of the constraints.
	gradient := make([]*big.Rat, p.N)
	for i := range gradient {
		gradient[i] = new(big.Rat)
	}
	objective := new(big.Rat)
	for _, q := range p.Squares {
		d := new(big.Rat).Sub(left(quadratic.Constraint{Terms: q.Terms}, s.X), q.Centre)
		objective.Add(objective, new(big.Rat).Mul(q.Weight, new(big.Rat).Mul(d, d)))
		d.Mul(d, q.Weight)
		d.Add(d, d)
		for _, term := range q.Terms {
			gradient[term.At].Add(gradient[term.At], new(big.Rat).Mul(d, term.Coef))
		}
	}
	if objective.Cmp(s.Objective) != 0 {
		t.Fatalf("objective = %s, want %s", s.Objective, objective)
	}
	for k, c := range p.Constraints {
		for _, term := range c.Terms {
			gradient[term.At].Sub(gradient[term.At], new(big.Rat).Mul(s.Multipliers[k], term.Coef))
		}
	}
	for i, g := range gradient {
		if g.Sign() != 0 {
			t.Fatalf("the gradient of variable %d is %s, want 0", i, g)
		}
	}

	for k, c := range p.Constraints {
		side, sign := left(c, s.X).Cmp(c.Limit), s.Multipliers[k].Sign()
		switch {
		case c.Op == quadratic.Equal && side != 0,
			c.Op == quadratic.AtMost && (side > 0 || sign > 0),
			c.Op == quadratic.AtLeast && (side < 0 || sign < 0),
			side != 0 && sign != 0:
			t.Fatalf("constraint %d: side %d, multiplier %s", k, side, s.Multipliers[k])
		}
	}
}

// minimal checks that the factors prove a contradiction, and that without any of
// its constraints the others can be met.
func minimal(t fatal, p *quadratic.Problem, e *quadratic.InfeasibleError) {
	t.Helper()
	terms, limit := make([]*big.Rat, p.N), new(big.Rat)
	for i := range terms {
		terms[i] = new(big.Rat)
	}
	for k, at := range e.Constraints {
		c, f := p.Constraints[at], e.Factors[k]
		wrong := c.Op == quadratic.AtLeast && f.Sign() < 0 || c.Op == quadratic.AtMost && f.Sign() > 0
		if f.Sign() == 0 || wrong {
			t.Fatalf("the factor of constraint %d is %s", at, f)
		}
		for _, term := range c.Terms {
			terms[term.At].Add(terms[term.At], new(big.Rat).Mul(f, term.Coef))
		}
		limit.Add(limit, new(big.Rat).Mul(f, c.Limit))
	}
	if limit.Sign() <= 0 || slices.ContainsFunc(terms, func(r *big.Rat) bool { return r.Sign() != 0 }) {
		t.Fatalf("the factors make %v ≥ %s, want 0 ≥ more", terms, limit)
	}

	for _, without := range e.Constraints {
		rest := quadratic.Problem{N: p.N}
		for i := range p.N {
			rest.Squares = append(rest.Squares, square(big.NewRat(1, 1), new(big.Rat), i))
		}
		for _, at := range e.Constraints {
			if at != without {
				rest.Constraints = append(rest.Constraints, p.Constraints[at])
			}
		}
		var conflict *quadratic.InfeasibleError
		if _, err := quadratic.Solve(&rest); errors.As(err, &conflict) {
			t.Fatalf("constraints %v contradict each other without %d", e.Constraints, without)
		}
	}
}
