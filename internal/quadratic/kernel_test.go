package quadratic_test

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/internal/quadratic"
)

// determinant is that of a matrix, by Laplace's expansion.
func determinant(a [][]*big.Int) *big.Int {
	if len(a) == 0 {
		return big.NewInt(1)
	}
	sum := new(big.Int)
	for j, e := range a[0] {
		var minor [][]*big.Int
		for _, line := range a[1:] {
			minor = append(minor, slices.Delete(slices.Clone(line), j, j+1))
		}
		term := determinant(minor)
		if term.Mul(term, e); j%2 == 1 {
			term.Neg(term)
		}
		sum.Add(sum, term)
	}
	return sum
}

// systems are problems with some constraints that hold with equality. The numbers are
// small, so that small primes divide some of them.
func systems() map[string]*quadratic.Problem {
	third := joined(nearTo([]int64{1, 2, 3}, row(equal, 5, 1, 2, 0), row(equal, 1, 0, 3, -1)), 4, 1, 0, 2)
	third.Squares[0].Weight = big.NewRat(5, 3)
	third.Squares[1].Centre = big.NewRat(-7, 4)
	third.Constraints[1].Limit = big.NewRat(9, 10)
	third.Constraints[1].Terms[2].Coef = big.NewRat(2, 7)
	return map[string]*quadratic.Problem{
		"diagonal": nearTo([]int64{3, 4, -2}, row(equal, 9, 1, 1, 0), row(equal, 4, 2, 0, 5)),
		"joined":   joined(nearTo([]int64{6, 0, 3}, row(equal, 9, 1, 1, 1)), 2, 1, -1, 3),
		"open": {N: 3, Squares: nearTo([]int64{8, 1}).Squares, Constraints: []quadratic.Constraint{
			row(equal, 6, 2, 3, 5), row(equal, 4, 0, 1, 0),
		}},
		"no constraint": joined(nearTo([]int64{4, 9}), 3, 2, 5),
		"fractions":     third,
	}
}

// Lifting modulo the powers of any prime leads to the solution of the system, unless the
// prime makes it singular.
func TestLift(t *testing.T) {
	for name, p := range systems() {
		active := make([]int, len(p.Constraints))
		for i := range active {
			active[i] = i
		}
		want, err := quadratic.Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		optimal(t, p, want)
		matrix, _, own := quadratic.System(p, active)
		det := determinant(matrix)

		for _, prime := range []uint64{2, 3, 5, 7, 11, 13, 101, 65537, 2147483647} {
			divides := func(n *big.Int) bool { return new(big.Int).Rem(n, new(big.Int).SetUint64(prime)).Sign() == 0 }
			singular := divides(det)
			for i := range own {
				singular = singular || own[i] && divides(matrix[i][i])
			}

			got, ok := quadratic.SolveModulo(p, active, prime)
			if ok == singular {
				t.Errorf("%s modulo %d: %t, want %t", name, prime, ok, !singular)
			}
			if !ok {
				continue
			}
			x := append(slices.Clone(want.X), halves(want.Multipliers)...)
			for i := range x {
				if got[i].Cmp(x[i]) != 0 {
					t.Errorf("%s modulo %d: unknown %d = %s, want %s", name, prime, i, got[i], x[i])
				}
			}
		}
	}
}

// halves are the multipliers of the system, which has half the objective.
func halves(x []*big.Rat) (out []*big.Rat) {
	for _, e := range x {
		out = append(out, new(big.Rat).Mul(e, big.NewRat(1, 2)))
	}
	return out
}

// Fractions are read if numerators and denominators are small beside the modulus, and no others.
func TestFractions(t *testing.T) {
	const prime, count, modulus, limit = 7, 4, 2401, 34
	residue := func(n, d int64) int64 {
		inverse := new(big.Int).ModInverse(big.NewInt(d), big.NewInt(modulus))
		inverse.Mul(inverse, big.NewInt(n))
		return inverse.Mod(inverse, big.NewInt(modulus)).Int64()
	}

	for d := int64(1); d <= limit; d++ {
		for n := int64(-limit); n <= limit && d%prime != 0; n++ {
			want := big.NewRat(n, d)
			got := quadratic.Fractions(prime, count, residue(n, d), residue(1, d))
			if len(got) != 2 || got[0].Cmp(want) != 0 || got[1].Cmp(big.NewRat(1, d)) != 0 {
				t.Errorf("fractions of %d/%d = %v", n, d, got)
			}
		}
	}
	for x := range int64(modulus) {
		got := quadratic.Fractions(prime, count, x)
		if got != nil && (got[0].Num().CmpAbs(big.NewInt(limit)) > 0 || got[0].Denom().Cmp(big.NewInt(limit)) > 0) {
			t.Errorf("fractions of %d = %v, want numbers up to %d", x, got, limit)
		}
	}
}

func TestCentred(t *testing.T) {
	for _, tt := range []struct{ x, m, want int64 }{
		{x: 0, m: 7, want: 0},
		{x: 3, m: 7, want: 3},
		{x: 4, m: 7, want: -3},
		{x: 7, m: 7, want: 0},
		{x: 26, m: 7, want: -2},
		{x: -4, m: 7, want: 3},
		{x: 4, m: 8, want: 4},
	} {
		if got := quadratic.Centred(tt.x, tt.m); got.Cmp(big.NewInt(tt.want)) != 0 {
			t.Errorf("centred(%d, %d) = %s, want %d", tt.x, tt.m, got, tt.want)
		}
	}
}

// Forms that floating point does not tell apart determine their variables all the same.
func TestSolveOfNearlyEqualForms(t *testing.T) {
	p := joined(joined(&quadratic.Problem{N: 2}, 1, 1<<60, 1), 1, 1<<60-1, 1)
	p.Squares[0].Centre = big.NewRat(3, 1)
	if got, err := quadratic.SolveFloat(p); got != nil || err != nil {
		t.Errorf("floating point finds %v, %v, want nothing", got, err)
	}
	got, err := quadratic.Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	optimal(t, p, got)
}

// The equations of a system are multiplied by their denominators, and by no more.
func TestSystem(t *testing.T) {
	p := nearTo([]int64{1, 2, 3}, row(equal, 5, 1, 2, 0), row(atMost, 6, 0, 1, 4), row(equal, 0, 0, 0, 1))
	p.Squares[0].Weight = big.NewRat(5, 6)
	p.Squares[2].Centre = big.NewRat(7, 4)
	p.Constraints[0].Terms[1].Coef = big.NewRat(1, 4)
	p.Constraints[0].Limit = big.NewRat(1, 6)
	joined(p, 1, 0, 1, 1)

	matrix, right, own := quadratic.System(p, []int{0, 1})
	want := [][]*big.Int{
		ints(5, 0, 0, -6, 0),
		ints(0, 8, 4, -1, 4),
		ints(0, 4, 8, 0, 16),
		ints(12, 3, 0, 0, 0),
		ints(0, -1, -4, 0, 0),
	}
	compare := cmp.Comparer(func(a, b *big.Int) bool { return a.Cmp(b) == 0 })
	if diff := cmp.Diff(want, matrix, compare); diff != "" {
		t.Errorf("matrix mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(ints(5, 8, 7, 2, -6), right, compare); diff != "" {
		t.Errorf("right side mismatch (-want +got):\n%s", diff)
	}
	if !slices.Equal(own, []bool{true, false, false}) {
		t.Errorf("own = %v, want only the first variable", own)
	}
}

func ints(values ...int64) (out []*big.Int) {
	for _, v := range values {
		out = append(out, big.NewInt(v))
	}
	return out
}

// Whatever constraints are taken to be active, the others enter and those that pull the wrong
// way leave until the solution is reached. A set that depends on itself leads nowhere, and so may
// one that leaves no room for others.
func TestSolveActive(t *testing.T) {
	p := nearTo(
		[]int64{0, 0, 0}, row(equal, 4, 1, 1, 1), row(atLeast, 6, 2, 1, 0), row(atLeast, 9, 1, 0, 0),
		row(atMost, 1, 0, 0, 1), row(atMost, -3, 0, 1, -1), row(equal, 8, 2, 2, 2),
	)
	joined(p, 1, 1, 1, -1)
	want, err := quadratic.Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	optimal(t, p, want)

	for set := range 1 << len(p.Constraints) {
		var active []int
		for i := range p.Constraints {
			if set>>i&1 == 1 {
				active = append(active, i)
			}
		}
		independent := determinant(gram(p, active)).Sign() != 0
		got := quadratic.SolveActive(p, active)
		switch {
		case !independent && got != nil:
			t.Errorf("SolveActive(%v) = %v, want nothing", active, got.X)
		case independent && got == nil && len(active) < p.N:
			t.Errorf("SolveActive(%v) finds nothing", active)
		case got != nil:
			optimal(t, p, got)
		}
	}
}

// gram are the products of the terms of constraints with each other.
func gram(p *quadratic.Problem, active []int) (out [][]*big.Int) {
	for _, i := range active {
		var line []*big.Int
		for _, j := range active {
			sum := new(big.Rat)
			for k, term := range p.Constraints[i].Terms {
				sum.Add(sum, new(big.Rat).Mul(term.Coef, p.Constraints[j].Terms[k].Coef))
			}
			line = append(line, sum.Num())
		}
		out = append(out, line)
	}
	return out
}

// A contradiction is proved by factors, or it is none.
func TestContradiction(t *testing.T) {
	p := nearTo(
		[]int64{0, 0, 0}, row(atLeast, 5, 2, 0, 2), row(atMost, 1, 1, 0, 0), row(atMost, 1, 0, 0, 1),
		row(equal, 3, 1, 1, 0), row(equal, 6, 2, 2, 0), row(equal, 7, 2, 2, 0), row(atMost, -1, 1, 0, 1),
		row(atLeast, 1, 0, 0, 1), row(atLeast, 2, 0, 0, 0), row(atMost, 2, 0, 0, 0), row(atLeast, 8, 1, 0, 3),
	)
	tests := []struct {
		at   []int
		want string // the factors, the last of them before signs 1; empty if it is no contradiction
	}{
		{at: []int{0, 1, 2}, want: "[1/2 -1/1 -1/1]"},
		{at: []int{1, 2, 0}, want: "[-2/1 -2/1 1/1]"},
		{at: []int{0, 6}, want: "[1/2 -1/1]"},
		{at: []int{3, 5}, want: "[-2/1 1/1]"},
		{at: []int{5, 3}, want: "[1/2 -1/1]"},
		{at: []int{8}, want: "[1/1]"},
		{at: []int{10, 1, 2}, want: "[1/3 -1/3 -1/1]"},
		{at: []int{3, 4}},       // the same
		{at: []int{0, 1}},       // independent
		{at: []int{0, 1, 2, 3}}, // one too many
		{at: []int{3, 4, 5}},    // two combinations
		{at: []int{2, 7}},       // they meet at one point
		{at: []int{6, 7}},       // independent
		{at: []int{9}},          // it holds
		{at: []int{1, 2, 6}},    // all pull one way
	}

	for _, tt := range tests {
		err := quadratic.Contradiction(p, tt.at)
		if tt.want == "" {
			if err != nil {
				t.Errorf("Contradiction(%v) = %v, want none", tt.at, err)
			}
			continue
		}
		found, ok := errors.AsType[*quadratic.InfeasibleError](err)
		if !ok || !slices.Equal(found.Constraints, tt.at) || fmt.Sprint(found.Factors) != tt.want {
			t.Errorf("Contradiction(%v) = %+v, want %s", tt.at, found, tt.want)
		}
		if ok {
			minimal(t, p, found)
		}
	}
}

// A matrix times its inverse is 1 in every kind of number. What is not positive definite
// has no inverse.
func TestInverse(t *testing.T) {
	tests := []struct {
		matrix  [][]int64
		inverse bool
	}{
		{matrix: [][]int64{{4}}, inverse: true},
		{matrix: [][]int64{{4, 0, 0}, {0, 2, 0}, {0, 0, 5}}, inverse: true},
		{matrix: [][]int64{{2, 1}, {1, 2}}, inverse: true},
		{matrix: [][]int64{{4, 2, 0}, {2, 5, 1}, {0, 1, 3}}, inverse: true},
		{matrix: [][]int64{{9, -3, 1, 0}, {-3, 8, 0, 2}, {1, 0, 7, -1}, {0, 2, -1, 6}}, inverse: true},
		{matrix: [][]int64{{1 << 40, 1}, {1, 1}}, inverse: true},
		{matrix: [][]int64{{1, 2}, {2, 1}}},
		{matrix: [][]int64{{1, 1}, {1, 1}}},
		{matrix: [][]int64{{-1, 1}, {1, 5}}},
		{matrix: [][]int64{{3, 0}, {0, 0}}},
		{matrix: [][]int64{{0, 1}, {1, 0}}},
		{matrix: [][]int64{{3, 1, 1}, {1, 3, 1}, {1, 1, 0}}},
	}
	for _, tt := range tests {
		for kind, got := range quadratic.Inverses(tt.matrix) {
			if (got != nil) != tt.inverse {
				t.Errorf("inverse of %v in %s = %v, want one: %t", tt.matrix, kind, got, tt.inverse)
			}
			for i := range got {
				var line, want []float64
				for j := range got {
					sum, one := 0.0, 0.0
					for k, e := range tt.matrix[i] {
						sum += float64(float64(e) * got[j][k])
					}
					if i == j {
						one = 1
					}
					line, want = append(line, sum), append(want, one)
				}
				if !agreeTo(line, want) {
					t.Errorf("%v times its inverse in %s has the line %v", tt.matrix, kind, line)
				}
			}
		}
	}
}

// What is small beside the size of the terms may be zero.
func TestSmall(t *testing.T) {
	for _, tt := range []struct {
		x, size float64
		want    bool
	}{
		{x: 0, size: 0, want: true},
		{x: 1, size: 1e9, want: true},
		{x: -1, size: 1e9, want: true},
		{x: 1.001, size: 1e9, want: false},
		{x: -1.001, size: 1e9, want: false},
		{x: 1e-300, size: 0, want: false},
	} {
		if got := quadratic.SmallFloat(tt.x, tt.size); got != tt.want {
			t.Errorf("small(%g, %g) = %t, want %t", tt.x, tt.size, got, tt.want)
		}
	}
	for _, tt := range []struct {
		x, size int // powers of two
		want    bool
	}{
		{x: 0, size: 0, want: false},
		{x: 0, size: 512, want: false},
		{x: 0, size: 513, want: true},
		{x: -600, size: 0, want: true},
	} {
		if got := quadratic.SmallWide(tt.x, tt.size); got != tt.want {
			t.Errorf("small(2^%d, 2^%d) = %t, want %t", tt.x, tt.size, got, tt.want)
		}
	}
}

// Beyond is the left side less the limit.
func TestBeyond(t *testing.T) {
	x := []*big.Rat{big.NewRat(1, 3), big.NewRat(-5, 4), big.NewRat(2, 1)}
	rows := []quadratic.Constraint{row(atMost, 1, 6, 0, 2), row(atLeast, -2, 0, 1, 0), row(equal, 0, 1, 1, 1)}
	for i, got := range quadratic.Beyond(rows, x) {
		if want := new(big.Rat).Sub(left(rows[i], x), rows[i].Limit); got.Cmp(want) != 0 {
			t.Errorf("Beyond() of %d = %s, want %s", i, got, want)
		}
	}
	if got := quadratic.Beyond(rows, x); len(got) != len(rows) {
		t.Errorf("Beyond() has %d numbers, want %d", len(got), len(rows))
	}
}

// Variables are open unless squares and equations determine them. Inequalities do not.
func TestUndetermined(t *testing.T) {
	const prime, last = 2147483647, 2147483579
	forms := func(n int, forms [][]int64, rows ...quadratic.Constraint) *quadratic.Problem {
		p := &quadratic.Problem{N: n, Constraints: rows}
		for _, f := range forms {
			joined(p, 1, f...)
		}
		return p
	}
	tests := []struct {
		name    string
		problem *quadratic.Problem
		want    []int
	}{
		{name: "nothing", problem: forms(3, nil), want: []int{0, 1, 2}},
		{name: "inequality", problem: forms(1, nil, row(atMost, 1, 1)), want: []int{0}},
		{name: "own squares", problem: forms(2, [][]int64{{3, 0}, {0, 5}})},
		{name: "a sum", problem: forms(3, [][]int64{{1, 1, 0}, {0, 0, 1}}), want: []int{0, 1}},
		{name: "a sum and a difference", problem: forms(3, [][]int64{{1, 1, 0}, {0, 0, 1}, {1, -1, 0}})},
		{name: "the same sum", problem: forms(3, [][]int64{{1, 1, 0}, {0, 0, 1}, {2, 2, 0}}), want: []int{0, 1}},
		{
			name: "forms that follow", problem: forms(3, [][]int64{{1, 1, 0}, {0, 1, 1}, {1, 0, -1}}),
			want: []int{0, 1, 2},
		},
		{name: "one without any", problem: forms(4, [][]int64{{1, 0, 2, 0}, {0, 0, 0, 1}}), want: []int{0, 1, 2}},
		{name: "an equation", problem: forms(3, [][]int64{{1, 0, 0}}, row(equal, 1, 0, 1, 1)), want: []int{1, 2}},
		{
			name:    "two equations",
			problem: forms(3, [][]int64{{1, 0, 0}}, row(equal, 1, 0, 1, 1), row(equal, 1, 0, 1, 2)),
		},
		{name: "a sum and an equation", problem: forms(2, [][]int64{{1, 1}}, row(equal, 1, 1, -1))},
		{name: "the same twice", problem: forms(2, nil, row(equal, 1, 1, 1), row(equal, 3, 1, 1)), want: []int{0, 1}},
		{name: "equations alone", problem: forms(2, nil, row(equal, 1, 1, 1), row(equal, 3, 1, 2))},
		{name: "a prime", problem: forms(2, [][]int64{{1, 0}}, row(equal, 1, 0, prime))},
		{name: "a prime alone", problem: forms(2, [][]int64{{0, 0}}, row(equal, 1, 0, prime)), want: []int{0}},
		{
			name:    "a prime beside one that is open",
			problem: forms(3, nil, row(equal, 1, 1, prime, 0)), want: []int{0, 1, 2},
		},
		{
			name:    "the last prime beside one that is open",
			problem: forms(3, nil, row(equal, 1, 1, last, 0)), want: []int{0, 1, 2},
		},
		{
			name:    "the last prime",
			problem: forms(3, [][]int64{{1, 0, 0}}, row(equal, 1, 0, last, 0)), want: []int{2},
		},
		{
			name:    "equations that determine one variable",
			problem: forms(3, nil, row(equal, 1, 1, 1, 1), row(equal, 1, 0, 1, 1)), want: []int{1, 2},
		},
		{name: "a square that cancels", problem: forms(2, [][]int64{{1, 1}, {0, 1}, {1, 0}})},
	}

	for _, tt := range tests {
		got, err := quadratic.Solve(tt.problem)
		if tt.want == nil {
			if err != nil {
				t.Errorf("%s: Solve() = %v", tt.name, err)
				continue
			}
			optimal(t, tt.problem, got)
			continue
		}
		open, ok := errors.AsType[*quadratic.UndeterminedError](err)
		if !ok || !slices.Equal(open.Variables, tt.want) {
			t.Errorf("%s: Solve() = %v, %v, want %v open", tt.name, got, err, tt.want)
		}
	}
}

// Fractions in squares determine variables as whole numbers do.
func TestUndeterminedInFractions(t *testing.T) {
	p := joined(joined(nearTo([]int64{5}), 1, 0, 1, 1), 1, 0, 0, 1)
	p.N = 3
	p.Squares[0].Weight = big.NewRat(1, 4)
	got, err := quadratic.Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	optimal(t, p, got)
}

// A weight that is zero modulo each prime leaves the solution to the method in fractions.
func TestSolveInFractions(t *testing.T) {
	weight := big.NewRat(1, 1)
	for _, prime := range []int64{2147483647, 2147483629, 2147483587, 2147483579} {
		weight.Mul(weight, big.NewRat(prime, 1))
	}
	for name, p := range map[string]*quadratic.Problem{
		"free":        nearTo([]int64{3, 4}),
		"at most":     nearTo([]int64{3, 4}, row(atMost, 5, 1, 1)),
		"at least":    nearTo([]int64{3, 4}, row(atLeast, 9, 1, 2), row(atLeast, 12, 1, 2)),
		"an equation": nearTo([]int64{3, 4}, row(equal, 9, 2, 1), row(atMost, 1, 0, 1)),
	} {
		p.Squares[0].Weight = weight
		if got, err := quadratic.SolveWide(p); got != nil || err != nil {
			t.Errorf("%s: a thousand bits find %v, %v, want nothing", name, got, err)
		}
		got, err := quadratic.Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		optimal(t, p, got)
	}

	p := nearTo([]int64{3, 4}, row(atMost, 5, 1, 1), row(atLeast, 6, 1, 1))
	p.Squares[0].Weight = weight
	if _, err := quadratic.SolveExactly(p); err == nil {
		t.Error("SolveExactly() finds a solution, want a contradiction")
	}
}

// Terms of one variable are added up, and those that come to nothing drop out.
func TestTermsAddUp(t *testing.T) {
	twice := append(form(1, 2, 0), form(2, -2, 1)...) // 3x₀ + x₂
	p := nearTo([]int64{0, 5, 0}, quadratic.Constraint{Terms: twice, Limit: big.NewRat(20, 1)})
	p.Squares = append(p.Squares, quadratic.Square{Weight: big.NewRat(2, 1), Terms: twice, Centre: big.NewRat(1, 1)})
	want, err := quadratic.Solve(p)
	if err != nil {
		t.Fatal(err)
	}
	optimal(t, p, want)
	if got := fmt.Sprint(want.X); got != "[6/1 5/1 2/1]" {
		t.Errorf("Solve() = %s, want [6/1 5/1 2/1]", got)
	}
}

// A contradiction of more than four constraints is shortened, with those that come later in the
// place of earlier ones. The given one stays if nothing is shorter.
func TestShorter(t *testing.T) {
	// Five minima of parts against the maximum of their sum, and a smaller one.
	long := nearTo(
		make([]int64, 6), row(atLeast, 1, 1), row(atLeast, 1, 0, 1), row(atLeast, 1, 0, 0, 1),
		row(atLeast, 1, 0, 0, 0, 1), row(atLeast, 1, 0, 0, 0, 0, 1), row(atMost, 4, 1, 1, 1, 1, 1),
	)
	short := *long
	short.Constraints = append(slices.Clone(long.Constraints), row(atMost, 1, 1, 1), row(equal, 7, 0, 0, 0, 0, 0, 1))

	for _, tt := range []struct {
		name    string
		problem *quadratic.Problem
		want    []int
	}{
		{name: "nothing is shorter", problem: long, want: []int{0, 1, 2, 3, 4, 5}},
		{name: "three are", problem: &short, want: []int{0, 1, 6}},
	} {
		err := quadratic.Contradiction(tt.problem, []int{0, 1, 2, 3, 4, 5})
		found, ok := errors.AsType[*quadratic.InfeasibleError](err)
		if !ok {
			t.Fatalf("%s: no contradiction", tt.name)
		}
		before := fmt.Sprint(found.Constraints)
		got := quadratic.Shorter(tt.problem, found)
		if !slices.Equal(got.Constraints, tt.want) || fmt.Sprint(found.Constraints) != before {
			t.Errorf("%s: Shorter(%s) = %v, want %v", tt.name, before, got.Constraints, tt.want)
		}
		minimal(t, tt.problem, got)
	}
}

// A contradiction of four constraints is left alone, and so is one of a large problem.
func TestShorterLimits(t *testing.T) {
	parts := []quadratic.Constraint{
		row(atLeast, 1, 1), row(atLeast, 1, 0, 1), row(atLeast, 1, 0, 0, 1), row(atLeast, 1, 0, 0, 0, 1),
	}
	for _, tt := range []struct {
		name    string
		n, want int
		rows    []quadratic.Constraint
	}{
		{name: "four", n: 4, want: 4, rows: slices.Concat(parts[:3], []quadratic.Constraint{
			row(atMost, 2, 1, 1, 1), row(atMost, 0, 1),
		})},
		{name: "five", n: 4, want: 2, rows: slices.Concat(parts, []quadratic.Constraint{
			row(atMost, 3, 1, 1, 1, 1), row(atMost, 0, 1),
		})},
		{name: "large", n: 2500, want: 2, rows: slices.Concat(parts, []quadratic.Constraint{
			row(atMost, 3, 1, 1, 1, 1), row(atMost, 0, 1), row(atMost, 9, 1), row(atMost, 9, 0, 1),
		})},
		{name: "larger", n: 2501, want: 5, rows: slices.Concat(parts, []quadratic.Constraint{
			row(atMost, 3, 1, 1, 1, 1), row(atMost, 0, 1), row(atMost, 9, 1), row(atMost, 9, 0, 1),
		})},
	} {
		p := nearTo(make([]int64, tt.n), tt.rows...)
		at := []int{0, 1, 2, 3, 4}
		if tt.want == 4 {
			at = at[:4]
		}
		found, ok := errors.AsType[*quadratic.InfeasibleError](quadratic.Contradiction(p, at))
		if !ok {
			t.Fatalf("%s: no contradiction", tt.name)
		}
		if got := quadratic.Shorter(p, found); len(got.Constraints) != tt.want {
			t.Errorf("%s: Shorter(%v) = %v, want %d constraints", tt.name, at, got.Constraints, tt.want)
		}
	}
}
