package quadratic

import "math/big"

// system is a square system of linear equations with few integer coefficients.
// The unknowns are the variables, and then the multipliers of the active rows:
//
//	Qx − A′u = g
//	Ax       = l
//
// Each equation is multiplied by its least common denominator.
type system struct {
	n, k  int
	rows  [][]integerTerm
	right []*big.Int

	// own tells the variables whose equation has no other variable. They are
	// eliminated first.
	own []bool
}

type integerTerm struct {
	at   int
	coef *big.Int
}

// newSystem makes the system of some active rows.
func newSystem(f *form, rows []linear, active []int) *system {
	n, k := len(f.q), len(active)
	s := &system{n: n, k: k, own: make([]bool, n)}

	across := make([][]Term, n) // −A′
	for j, i := range active {
		for _, t := range rows[i].terms {
			across[t.At] = append(across[t.At], Term{n + j, new(big.Rat).Neg(t.Coef)})
		}
	}
	for i, q := range f.q {
		s.own[i] = f.alone(i)
		var terms []Term
		for j, e := range q {
			terms = append(terms, Term{j, e})
		}
		s.add(collect(append(terms, across[i]...)), f.g[i])
	}
	for _, i := range active {
		s.add(rows[i].terms, rows[i].limit)
	}
	return s
}

func (s *system) add(terms []Term, right *big.Rat) {
	common := new(big.Int).Set(right.Denom())
	for _, t := range terms {
		common = leastCommon(common, t.Coef.Denom())
	}

	scale := func(r *big.Rat) *big.Int {
		out := new(big.Int).Quo(common, r.Denom())
		return out.Mul(out, r.Num())
	}
	row := make([]integerTerm, len(terms))
	for i, t := range terms {
		row[i] = integerTerm{t.At, scale(t.Coef)}
	}
	s.rows = append(s.rows, row)
	s.right = append(s.right, scale(right))
}

func leastCommon(a, b *big.Int) *big.Int {
	gcd := new(big.Int).GCD(nil, nil, a, b)
	return gcd.Mul(gcd.Quo(a, gcd), b)
}

// solved reports whether numerators over a denominator solve the system.
func (s *system) solved(nums []*big.Int, den *big.Int) bool {
	sum, product := new(big.Int), new(big.Int)
	for i, row := range s.rows {
		sum.SetInt64(0)
		for _, t := range row {
			sum.Add(sum, product.Mul(t.coef, nums[t.at]))
		}
		if sum.Cmp(product.Mul(s.right[i], den)) != 0 {
			return false
		}
	}
	return true
}
