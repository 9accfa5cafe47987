package quadratic

import "math/big"

// simplex is the dual simplex method with bounds (Lemke 1954), in fractions. Its variables
// are the choices, from 0 to 1, and a slack for each row: 0 for an equation, and of one sign
// for an inequality. It begins with each choice at the end that is better for the objective,
// whatever the rows say.
type simplex struct {
	figures []int // of each choice
	rows    []wholeRow
	n       int

	// The tableau: basic variable + Σ entry · other variable = right.
	entries [][]*big.Rat
	basic   []int
	isBasic []bool
	cost    []*big.Rat // reduced costs
	value   []*big.Rat // of all variables
}

func (s *search) newSimplex() *simplex {
	x := &simplex{rows: s.rows}
	at := make([]int, len(s.open))
	for i, open := range s.open {
		if open {
			at[i] = len(x.figures)
			x.figures = append(x.figures, i)
		}
	}

	x.n = len(x.figures)
	all := x.n + len(x.rows)
	x.cost, x.value, x.isBasic = fractions(all), fractions(all), make([]bool, all)
	for k, i := range x.figures {
		x.cost[k].Set(s.gain[i])
		if s.gain[i].Sign() < 0 {
			x.value[k].SetInt64(1)
		}
	}
	for k, r := range x.rows {
		row, rest := fractions(all), new(big.Rat).Set(r.limit)
		for _, t := range r.terms {
			j := at[t.At]
			row[j].Set(t.Coef)
			rest.Sub(rest, new(big.Rat).Mul(t.Coef, x.value[j]))
		}
		row[x.n+k].SetInt64(1)
		x.value[x.n+k] = rest
		x.entries = append(x.entries, row)
		x.basic = append(x.basic, x.n+k)
		x.isBasic[x.n+k] = true
	}
	return x
}

func fractions(n int) []*big.Rat {
	out := make([]*big.Rat, n)
	for i := range out {
		out[i] = new(big.Rat)
	}
	return out
}

var ratOne = big.NewRat(1, 1)

// outside returns −1 if a variable is below its bounds, 1 if it is above them.
func (x *simplex) outside(j int) int {
	v := x.value[j]
	if j < x.n {
		switch {
		case v.Sign() < 0:
			return -1
		case v.Cmp(ratOne) > 0:
			return 1
		}
		return 0
	}
	switch op := x.rows[j-x.n].op; {
	case v.Sign() < 0 && op != AtLeast:
		return -1
	case v.Sign() > 0 && op != AtMost:
		return 1
	}
	return 0
}

// moves reports whether a variable that is not basic can move up or down.
func (x *simplex) moves(j int, up bool) bool {
	if j < x.n {
		return up == (x.value[j].Sign() == 0)
	}
	op := x.rows[j-x.n].op
	return op == AtMost && up || op == AtLeast && !up
}

// run finds the minimum, or returns the rows that contradict each other. Ties go
// to the first variable, which rules out that the method goes round in circles
// (Bland 1977).
func (x *simplex) run() (contradict []int) {
	for {
		leaves, side := -1, 0
		for k, j := range x.basic {
			if o := x.outside(j); o != 0 && (leaves < 0 || j < x.basic[leaves]) {
				leaves, side = k, o
			}
		}
		if leaves < 0 {
			return nil
		}
		enters := x.entering(leaves, side)
		if enters < 0 {
			return x.contradiction(leaves)
		}
		x.pivot(leaves, enters, side)
	}
}

// entering returns the variable by which a basic one gets to its bound, −1 if
// there is none.
func (x *simplex) entering(leaves, side int) int {
	enters, least := -1, new(big.Rat)
	for j, a := range x.entries[leaves] {
		if a.Sign() == 0 || x.isBasic[j] || !x.moves(j, a.Sign() == side) {
			continue
		}
		ratio := new(big.Rat).Quo(x.cost[j], a)
		if ratio.Abs(ratio); enters < 0 || ratio.Cmp(least) < 0 {
			enters, least = j, ratio
		}
	}
	return enters
}

// contradiction lists the rows of which the row of a basic variable is made.
func (x *simplex) contradiction(leaves int) []int {
	out := []int{}
	for k := range x.rows {
		if x.entries[leaves][x.n+k].Sign() != 0 {
			out = append(out, k)
		}
	}
	return out
}

// pivot moves a variable into the basis until a basic one is at its bound and
// leaves it.
func (x *simplex) pivot(row, enters, side int) {
	leaves, pivot := x.basic[row], x.entries[row][enters]
	bound := new(big.Rat)
	if leaves < x.n && side > 0 {
		bound.Set(ratOne)
	}
	product := new(big.Rat)

	// How far the variable moves, and all basic ones with it.
	step := new(big.Rat).Sub(x.value[leaves], bound)
	step.Quo(step, pivot)
	for k, j := range x.basic {
		x.value[j] = new(big.Rat).Sub(x.value[j], product.Mul(x.entries[k][enters], step))
	}
	x.value[leaves] = bound
	x.value[enters] = new(big.Rat).Add(x.value[enters], step)

	inverse := new(big.Rat).Inv(pivot)
	for _, a := range x.entries[row] {
		if a.Sign() != 0 {
			a.Mul(a, inverse)
		}
	}
	eliminate := func(other []*big.Rat) {
		factor := new(big.Rat).Set(other[enters])
		if factor.Sign() == 0 {
			return
		}
		for j, a := range x.entries[row] {
			if a.Sign() != 0 {
				other[j].Sub(other[j], product.Mul(factor, a))
			}
		}
	}
	for k, other := range x.entries {
		if k != row {
			eliminate(other)
		}
	}
	eliminate(x.cost)
	x.basic[row] = enters
	x.isBasic[leaves], x.isBasic[enters] = false, true
}
