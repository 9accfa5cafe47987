package quadratic

import (
	"math/big"
	"slices"
)

func newSolver(p *Problem) *solver {
	return &solver{problem: p, rows: p.rows(), form: p.form()}
}

// SolveExactly is Solve without the guess in floating point.
func SolveExactly(p *Problem) (*Solution, error) {
	s := newSolver(p)
	if open := s.undetermined(); open != nil {
		return nil, &UndeterminedError{open}
	}
	s.strengthen()
	return s.exactly()
}

// SolveFloat is Solve with the first guess only. It returns nothing where that fails.
func SolveFloat(p *Problem) (*Solution, error) {
	s := newSolver(p)
	s.strengthen()
	return guess[float](s)
}

// SolveWide is Solve with a thousand bits. It returns nothing where that fails.
func SolveWide(p *Problem) (*Solution, error) {
	s := newSolver(p)
	s.strengthen()
	return guess[wide](s)
}

// SolveActive begins with a guess of the active constraints. It returns nil where that fails.
func SolveActive(p *Problem, active []int) *Solution { return newSolver(p).solveActive(active) }

// Contradiction is the error that says that some constraints contradict each other, nil
// where there is no proof of that.
func Contradiction(p *Problem, at []int) error { return newSolver(p).contradiction(at) }

// An End is how the active-set method ends.
type End struct {
	Settled          bool
	Active, Conflict []int
	X, U             []float64 // U are the multipliers of the active constraints
}

// Ends runs the active-set method in each kind of number. A number of steps of 0 means
// any.
func Ends(p *Problem, steps int) map[string]End {
	return map[string]End{
		"floating point": end(p, steps, func(v float) float64 { return float64(v) }),
		"a thousand bits": end(p, steps, func(v wide) float64 {
			f, _ := v.Float64()
			return f
		}),
		"fractions": end(p, steps, func(v exact) float64 {
			f, _ := v.Float64()
			return f
		}),
	}
}

func end[T number[T]](p *Problem, steps int, to func(T) float64) End {
	s := newSolver(p)
	s.strengthen()
	m, ok := begin[T](s.definite, s.rows)
	if !ok {
		return End{}
	}
	found := m.run(steps)
	out := End{Settled: found.settled, Active: slices.Clone(found.active), Conflict: found.conflict}
	for _, x := range m.x {
		out.X = append(out.X, to(x))
	}
	for _, u := range m.u {
		out.U = append(out.U, to(u))
	}
	return out
}

// Inverses inverts a symmetric matrix in each kind of number, nil where it is not positive
// definite. A zero stands for no entry.
func Inverses(a [][]int64) map[string][][]float64 {
	f := &form{g: make([]*big.Rat, len(a))}
	for i, row := range a {
		f.g[i] = new(big.Rat)
		f.q = append(f.q, map[int]*big.Rat{})
		for j, e := range row {
			if e != 0 {
				f.q[i][j] = big.NewRat(e, 1)
			}
		}
	}

	return map[string][][]float64{
		"floating point": inverse(f, func(v float) float64 { return float64(v) }),
		"a thousand bits": inverse(f, func(v wide) float64 {
			f, _ := v.Float64()
			return f
		}),
		"fractions": inverse(f, func(v exact) float64 {
			f, _ := v.Float64()
			return f
		}),
	}
}

// inverse multiplies the inverse by each unit vector.
func inverse[T number[T]](f *form, to func(T) float64) [][]float64 {
	h, ok := invert[T](f)
	if !ok {
		return nil
	}
	var one T
	one = one.from(big.NewRat(1, 1))
	var out [][]float64
	for j := range f.q {
		var column []float64
		for _, e := range h.times([]component[T]{{j, one}}) {
			column = append(column, to(e))
		}
		out = append(out, column)
	}
	return out
}

// SolveModulo solves the system of active constraints by lifting modulo powers of a prime.
// It reports false if the system is singular modulo the prime.
func SolveModulo(p *Problem, active []int, prime uint64) ([]*big.Rat, bool) {
	m, ok := newSystem(p.form(), p.rows(), active).modulo(prime)
	if !ok {
		return nil, false
	}
	return m.lift()
}

// System returns the matrix and the right side of the system of active constraints, in
// whole numbers, and which variables have an equation of their own.
func System(p *Problem, active []int) (matrix [][]*big.Int, right []*big.Int, own []bool) {
	s := newSystem(p.form(), p.rows(), active)
	for _, row := range s.rows {
		line := make([]*big.Int, len(s.rows))
		for i := range line {
			line[i] = new(big.Int)
		}
		for _, t := range row {
			line[t.at].Set(t.coef)
		}
		matrix = append(matrix, line)
	}
	return matrix, s.right, s.own
}

// SmallFloat and SmallWide report whether a number may be zero beside a size.
func SmallFloat(x, size float64) bool { return float(x).small(float(size)) }

// SmallWide takes powers of two.
func SmallWide(x, size int) bool {
	power := func(e int) wide { return wide{newWide().SetMantExp(big.NewFloat(1), e)} }
	return power(x).small(power(size))
}

// WholeWithin is Whole with a number of choices that each search may make.
func WholeWithin(p *WholeProblem, steps int) (*WholeSolution, error) {
	return wholeWithin(p, steps)
}

// Fractions reads fractions with a common denominator from their residues modulo the power of a
// prime with so many digits. It returns nil if there are none.
func Fractions(prime uint64, count int, residues ...int64) []*big.Rat {
	digits := make([][]uint64, count)
	for k := range digits {
		for i, r := range residues {
			digits[k] = append(digits[k], uint64(r)%prime)
			residues[i] = r / int64(prime)
		}
	}
	nums, den, ok := (&modular{p: prime}).fractions(digits)
	if !ok {
		return nil
	}
	var out []*big.Rat
	for _, n := range nums {
		out = append(out, new(big.Rat).SetFrac(n, den))
	}
	return out
}

// Centred returns the number nearest to zero that is x modulo m.
func Centred(x, m int64) *big.Int { return centred(big.NewInt(x), big.NewInt(m)) }
