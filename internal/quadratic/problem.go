package quadratic

import (
	"fmt"
	"math/big"
	"slices"
)

// A Term is a coefficient times a variable.
type Term struct {
	At   int // index of the variable
	Coef *big.Rat
}

// A Square is a part of the objective: Weight·(Terms − Centre)². The weight is
// not negative.
type Square struct {
	Weight *big.Rat
	Terms  []Term
	Centre *big.Rat
}

// Op compares the terms of a [Constraint] with its limit.
type Op uint8

const (
	Equal Op = iota
	AtMost
	AtLeast
)

// A Constraint is Terms = Limit, Terms ≤ Limit or Terms ≥ Limit.
type Constraint struct {
	Terms []Term
	Op    Op
	Limit *big.Rat
}

// A Problem has variables from 0 to N − 1. A variable may occur several times in
// a form; its coefficients are added up.
type Problem struct {
	N           int
	Squares     []Square
	Constraints []Constraint
}

// A Solution is the minimum of a problem.
type Solution struct {
	X []*big.Rat
	// Multipliers has one number for each constraint: the growth of the objective per unit
	// by which the limit is raised. It is zero for a constraint that is not active, and for
	// one that follows from others.
	Multipliers []*big.Rat
	Objective   *big.Rat
}

// InfeasibleError is a minimal set of constraints that contradict each other.
// The constraints times their factors add up to a false one without terms, such as 0 ≥ 1.
// The factor is above zero for AtLeast and below zero for AtMost.
type InfeasibleError struct {
	Constraints []int // ascending
	Factors     []*big.Rat
}

// Error names the constraints.
func (e *InfeasibleError) Error() string {
	return fmt.Sprintf("quadratic: constraints %v contradict each other", e.Constraints)
}

// UndeterminedError says that the objective and the equations leave some
// variables open.
type UndeterminedError struct {
	Variables []int // ascending: those that can move without any effect
}

// Error names the variables.
func (e *UndeterminedError) Error() string {
	return fmt.Sprintf("quadratic: nothing determines the variables %v", e.Variables)
}

// linear is a constraint in the form terms ≥ limit or terms = limit.
type linear struct {
	terms   []Term // ascending, no coefficient is zero
	limit   *big.Rat
	equal   bool
	flipped bool // it was terms ≤ limit
}

// collect sorts terms, adds up those of one variable and drops zeros.
func collect(terms []Term) []Term {
	sorted := slices.Clone(terms)
	slices.SortStableFunc(sorted, func(a, b Term) int { return a.At - b.At })

	out := sorted[:0]
	for _, t := range sorted {
		if n := len(out); n > 0 && out[n-1].At == t.At {
			out[n-1].Coef = new(big.Rat).Add(out[n-1].Coef, t.Coef)
		} else {
			out = append(out, t)
		}
	}
	return slices.DeleteFunc(out, func(t Term) bool { return t.Coef.Sign() == 0 })
}

// rows brings the constraints to one form.
func (p *Problem) rows() []linear {
	rows := make([]linear, len(p.Constraints))
	for i, c := range p.Constraints {
		r := linear{terms: collect(c.Terms), limit: c.Limit, equal: c.Op == Equal}
		if c.Op == AtMost {
			r.flipped = true
			r.limit = new(big.Rat).Neg(c.Limit)
			for k := range r.terms {
				r.terms[k].Coef = new(big.Rat).Neg(r.terms[k].Coef)
			}
		}
		rows[i] = r
	}
	return rows
}

// scaledVector is a vector of fractions over one denominator. To add fractions of
// thousands of digits over a denominator of each would take most of the time of a problem.
type scaledVector struct {
	whole []*big.Int // the fractions times the denominator
	by    *big.Rat   // the denominator
}

func newScaledVector(x []*big.Rat) scaledVector {
	by, rest := big.NewInt(1), new(big.Int)
	for _, e := range x {
		if rest.Rem(by, e.Denom()).Sign() != 0 {
			by = leastCommon(by, e.Denom())
		}
	}

	c := scaledVector{by: new(big.Rat).SetInt(by)}
	for _, e := range x {
		n := new(big.Int).Quo(by, e.Denom())
		c.whole = append(c.whole, n.Mul(n, e.Num()))
	}
	return c
}

// beyond returns by how much Σ coef·x exceeds a number, times the denominator.
func (c scaledVector) beyond(terms []Term, limit *big.Rat) *big.Rat {
	sum, product, x := new(big.Rat), new(big.Rat), new(big.Rat)
	for _, t := range terms {
		sum.Add(sum, product.Mul(t.Coef, x.SetInt(c.whole[t.At])))
	}
	return sum.Sub(sum, product.Mul(limit, c.by))
}

// Beyond returns by how much the terms of each constraint exceed its limit.
func Beyond(constraints []Constraint, x []*big.Rat) []*big.Rat {
	c := newScaledVector(x)
	var out []*big.Rat
	for _, d := range constraints {
		by := c.beyond(d.Terms, d.Limit)
		out = append(out, by.Quo(by, c.by))
	}
	return out
}

// objective returns the sum of the squares.
func (p *Problem) objective(x []*big.Rat) *big.Rat {
	c := newScaledVector(x)
	sum := new(big.Rat)
	for _, s := range p.Squares {
		d := c.beyond(s.Terms, s.Centre)
		sum.Add(sum, d.Mul(d.Mul(d, d), s.Weight))
	}
	return sum.Quo(sum, c.by.Mul(c.by, c.by))
}

// form is the objective as ½·x′Qx − g′x, up to a constant and a factor of 2.
type form struct {
	q []map[int]*big.Rat // of each variable, by the other one; symmetric
	g []*big.Rat
}

func (p *Problem) form() *form {
	f := &form{q: make([]map[int]*big.Rat, p.N), g: make([]*big.Rat, p.N)}
	for i := range f.q {
		f.q[i] = map[int]*big.Rat{}
		f.g[i] = new(big.Rat)
	}
	for _, s := range p.Squares {
		f.add(collect(s.Terms), s.Weight, s.Centre)
	}
	return f
}

// alone reports whether a variable has squares of its own, and none with others.
func (f *form) alone(i int) bool { return len(f.q[i]) == 1 && f.q[i][i] != nil }

// diagonal reports whether all variables are alone.
func (f *form) diagonal() bool {
	for i := range f.q {
		if !f.alone(i) {
			return false
		}
	}
	return true
}

// add adds weight·(terms − centre)².
func (f *form) add(terms []Term, weight, centre *big.Rat) {
	for _, t := range terms {
		scaled := new(big.Rat).Mul(t.Coef, weight)
		f.g[t.At].Add(f.g[t.At], new(big.Rat).Mul(scaled, centre))
		for _, u := range terms {
			entry := f.q[t.At][u.At]
			if entry == nil {
				entry = new(big.Rat)
				f.q[t.At][u.At] = entry
			}
			entry.Add(entry, new(big.Rat).Mul(scaled, u.Coef))
		}
	}
	for _, t := range terms {
		for _, u := range terms {
			if e := f.q[t.At][u.At]; e != nil && e.Sign() == 0 {
				delete(f.q[t.At], u.At)
			}
		}
	}
}

// clone copies the form, so that more squares can be added to it.
func (f *form) clone() *form {
	out := &form{q: make([]map[int]*big.Rat, len(f.q)), g: make([]*big.Rat, len(f.g))}
	for i, row := range f.q {
		out.q[i] = make(map[int]*big.Rat, len(row))
		for j, e := range row {
			out.q[i][j] = new(big.Rat).Set(e)
		}
		out.g[i] = new(big.Rat).Set(f.g[i])
	}
	return out
}
