package quadratic_test

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/quadratic"
)

// only is a form that is one variable.
func only(at int) []quadratic.Term { return []quadratic.Term{{At: at, Coef: big.NewRat(1, 1)}} }

// square is a weighted square of a variable beside a centre.
func square(weight, centre *big.Rat, at int) quadratic.Square {
	return quadratic.Square{Weight: weight, Terms: only(at), Centre: centre}
}

// drawProblem draws a small problem: weights of very different size, constraints
// that repeat or contradict each other, and variables without a square.
func drawProblem(t *rapid.T) *quadratic.Problem {
	p := &quadratic.Problem{N: rapid.IntRange(1, 6).Draw(t, "n")}
	small := rapid.Int64Range(-4, 4)
	weights := rapid.SampledFrom([]int64{1, 1, 1, 2, 7, 1_000_000})
	terms := func() []quadratic.Term {
		var out []quadratic.Term
		for range rapid.IntRange(1, 4).Draw(t, "terms") {
			at := rapid.IntRange(0, p.N-1).Draw(t, "at")
			coef := big.NewRat(small.Draw(t, "coef"), rapid.Int64Range(1, 3).Draw(t, "den"))
			out = append(out, quadratic.Term{At: at, Coef: coef})
		}
		return out
	}

	for i := range p.N {
		if rapid.IntRange(0, 9).Draw(t, "gap") > 0 {
			weight := big.NewRat(weights.Draw(t, "weight"), weights.Draw(t, "part"))
			p.Squares = append(p.Squares, square(weight, big.NewRat(10*small.Draw(t, "centre"), 3), i))
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "squares") {
		s := quadratic.Square{Weight: big.NewRat(1, 1), Terms: terms(), Centre: big.NewRat(small.Draw(t, "c"), 1)}
		p.Squares = append(p.Squares, s)
	}
	for range rapid.IntRange(0, 7).Draw(t, "constraints") {
		op := quadratic.Op(rapid.IntRange(0, 2).Draw(t, "op"))
		p.Constraints = append(p.Constraints, quadratic.Constraint{
			Terms: terms(), Op: op, Limit: big.NewRat(small.Draw(t, "limit"), 1),
		})
	}
	return p
}

// The guess in floating point changes nothing: the answer is the one of the
// method in fractions, and it is optimal or a minimal contradiction.
func solutionIsOptimal(t *rapid.T) {
	p := drawProblem(t)
	got, err := quadratic.Solve(p)
	sure, sureErr := quadratic.SolveExactly(p)

	var conflict *quadratic.InfeasibleError
	var open *quadratic.UndeterminedError
	switch {
	case errors.As(err, &conflict):
		minimal(t, p, conflict)
		shorter := quadratic.Shorter(p, conflict)
		minimal(t, p, shorter)
		if len(shorter.Constraints) > len(conflict.Constraints) {
			t.Fatalf("Shorter(%v) = %v, want fewer constraints", conflict, shorter)
		}
		if errors.As(sureErr, &conflict) {
			minimal(t, p, conflict)
			return
		}
		t.Fatalf("Solve() = %v, exactly %v, %v", err, sure, sureErr)
	case errors.As(err, &open):
		determines(t, p, open)
	case err != nil || sureErr != nil:
		t.Fatalf("Solve() = %v, exactly %v", err, sureErr)
	default:
		optimal(t, p, got)
		optimal(t, p, sure)
		for i := range got.X {
			if got.X[i].Cmp(sure.X[i]) != 0 {
				t.Fatalf("variable %d = %s, exactly %s", i, got.X[i], sure.X[i])
			}
		}
		wide, err := quadratic.SolveWide(p)
		if wide == nil || err != nil || wide.Objective.Cmp(sure.Objective) != 0 {
			t.Fatalf("with a thousand bits: %v, %v", wide, err)
		}
	}
}

// determines checks an undetermined problem: with squares for the variables named
// it is determined.
func determines(t *rapid.T, p *quadratic.Problem, e *quadratic.UndeterminedError) {
	more := *p
	more.Squares = slices.Clone(p.Squares)
	for _, i := range e.Variables {
		more.Squares = append(more.Squares, square(big.NewRat(1, 1), new(big.Rat), i))
	}
	var open *quadratic.UndeterminedError
	if _, err := quadratic.Solve(&more); errors.As(err, &open) {
		t.Fatalf("variables %v are open, and then %v", e.Variables, open.Variables)
	}
}

func TestSolutionIsOptimal(t *testing.T) { rapid.Check(t, solutionIsOptimal) }
func FuzzSolutionIsOptimal(f *testing.F) { f.Fuzz(rapid.MakeFuzz(solutionIsOptimal)) }

// The problem is not changed by solving it.
func TestProblemIsKept(t *testing.T) {
	for seed := range 50 {
		p := rapid.Custom(drawProblem).Example(seed)
		before := rapid.Custom(drawProblem).Example(seed)
		_, _ = quadratic.Solve(p)
		if !reflect.DeepEqual(p, before) {
			t.Fatalf("the problem of seed %d has changed", seed)
		}
	}
}

// table is a two-way table with margins that grow, as large as is documented.
func table(rows, columns int, bound bool) *quadratic.Problem {
	rng := rand.New(rand.NewPCG(1, 2))
	p := &quadratic.Problem{N: rows * columns}
	sums := make([]int64, rows+columns)
	for i := range rows {
		for j := range columns {
			v := rng.Int64N(1000)
			p.Squares = append(p.Squares, square(big.NewRat(1, 1+v), big.NewRat(v, 1), i*columns+j))
			v += rng.Int64N(400) - 150
			sums[i] += v
			sums[rows+j] += v
			if bound {
				low := quadratic.Constraint{Terms: only(i*columns + j), Op: quadratic.AtLeast}
				low.Limit = big.NewRat(v-60, 1)
				p.Constraints = append(p.Constraints, low)
			}
		}
	}

	for k, sum := range sums {
		c := quadratic.Constraint{Limit: big.NewRat(sum, 1)}
		for i := range rows {
			for j := range columns {
				if k == i || k == rows+j {
					c.Terms = append(c.Terms, only(i*columns+j)...)
				}
			}
		}
		p.Constraints = append(p.Constraints, c)
	}
	return p
}

// Numbers of very different size, of which floating point makes nothing, are solved
// all the same.
func TestExtremeNumbers(t *testing.T) {
	tiny, huge := new(big.Rat), new(big.Rat)
	tiny.SetString("1e-100")
	huge.SetString("1e100")
	one, prime := big.NewRat(1, 1), big.NewRat(2147483647, 1)

	for _, p := range []*quadratic.Problem{
		{N: 2, Squares: []quadratic.Square{
			square(tiny, huge, 0),
			{Weight: huge, Terms: []quadratic.Term{{At: 1, Coef: huge}}, Centre: one},
		}, Constraints: []quadratic.Constraint{
			{Terms: []quadratic.Term{{At: 0, Coef: one}, {At: 1, Coef: huge}}, Op: quadratic.AtMost, Limit: tiny},
			{Terms: []quadratic.Term{{At: 0, Coef: one}, {At: 1, Coef: tiny}}, Op: quadratic.AtLeast, Limit: one},
		}},
		// A system that is singular modulo the first prime.
		{
			N: 2, Squares: []quadratic.Square{square(one, one, 0), square(prime, one, 1)},
			Constraints: []quadratic.Constraint{
				{Terms: []quadratic.Term{{At: 0, Coef: prime}, {At: 1, Coef: one}}, Limit: huge},
			},
		},
	} {
		s, err := quadratic.Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		optimal(t, p, s)
	}
}

// The errors name what they are about.
func TestErrors(t *testing.T) {
	one := big.NewRat(1, 1)
	open := &quadratic.Problem{N: 2, Squares: []quadratic.Square{square(one, one, 1)}}
	_, err := quadratic.Solve(open)
	if want := "quadratic: nothing determines the variables [0]"; err == nil || err.Error() != want {
		t.Errorf("Solve() = %v, want %s", err, want)
	}

	open.Squares = append(open.Squares, square(one, one, 0))
	open.Constraints = []quadratic.Constraint{
		{Terms: only(0), Op: quadratic.AtMost, Limit: one},
		{Terms: only(0), Op: quadratic.AtLeast, Limit: big.NewRat(2, 1)},
	}
	_, err = quadratic.Solve(open)
	if want := "quadratic: constraints [0 1] contradict each other"; err == nil || err.Error() != want {
		t.Errorf("Solve() = %v, want %s", err, want)
	}
	if found, ok := errors.AsType[*quadratic.InfeasibleError](err); !ok || quadratic.Shorter(open, found) != found {
		t.Errorf("Shorter() of two constraints is another contradiction than %v", err)
	}
}

// Twice a whole number is not one.
func TestWholeOfParity(t *testing.T) {
	_, err := quadratic.Whole(&quadratic.WholeProblem{
		Figures: []*big.Rat{big.NewRat(1, 2)},
		Constraints: []quadratic.Constraint{{
			Terms: []quadratic.Term{{At: 0, Coef: big.NewRat(2, 1)}}, Op: quadratic.Equal, Limit: big.NewRat(1, 1),
		}},
	})
	if want := "quadratic: no whole numbers satisfy constraints [0]"; err == nil || err.Error() != want {
		t.Errorf("Whole() = %v, want %s", err, want)
	}
}

func BenchmarkSolve(b *testing.B) {
	for _, bench := range []struct {
		name          string
		rows, columns int
		bound         bool
	}{
		{"table/31x5", 31, 5, false},
		{"table/31x5/bounds", 31, 5, true},
		{"table/31x16", 31, 16, false},
		{"table/31x16/bounds", 31, 16, true},
	} {
		b.Run(bench.name, func(b *testing.B) {
			p := table(bench.rows, bench.columns, bench.bound)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := quadratic.Solve(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
