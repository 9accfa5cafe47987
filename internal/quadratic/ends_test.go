package quadratic_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/targetcascade/cascade/internal/quadratic"
)

// form makes terms of coefficients, one for each variable.
func form(coefs ...int64) (out []quadratic.Term) {
	for i, c := range coefs {
		out = append(out, quadratic.Term{At: i, Coef: big.NewRat(c, 1)})
	}
	return out
}

// row is a constraint with a coefficient for each variable.
func row(op quadratic.Op, limit int64, coefs ...int64) quadratic.Constraint {
	return quadratic.Constraint{Terms: form(coefs...), Op: op, Limit: big.NewRat(limit, 1)}
}

// nearTo asks for the point that is nearest to given figures.
func nearTo(figures []int64, rows ...quadratic.Constraint) *quadratic.Problem {
	p := &quadratic.Problem{N: len(figures), Constraints: rows}
	for i, f := range figures {
		p.Squares = append(p.Squares, square(big.NewRat(1, 1), big.NewRat(f, 1), i))
	}
	return p
}

// joined adds a square of a form that is to be zero.
func joined(p *quadratic.Problem, weight int64, coefs ...int64) *quadratic.Problem {
	p.Squares = append(p.Squares, quadratic.Square{
		Weight: big.NewRat(weight, 1), Terms: form(coefs...), Centre: new(big.Rat),
	})
	return p
}

const (
	equal   = quadratic.Equal
	atMost  = quadratic.AtMost
	atLeast = quadratic.AtLeast
)

// The method ends at the same constraints in every kind of number, in a number of steps. It
// is then at the solution.
func TestEnds(t *testing.T) {
	const huge = 1_000_000_000_000
	tests := []struct {
		name     string
		problem  *quadratic.Problem
		active   []int // in the order in which they enter
		conflict []int
		steps    int // that are needed for inequalities
	}{
		{name: "free", problem: nearTo([]int64{3, 4}), steps: 1},
		{name: "equation", problem: nearTo([]int64{3, 4}, row(equal, 9, 1, 1)), active: []int{0}, steps: 1},
		{
			name:    "equation that pulls down",
			problem: nearTo([]int64{3, 4}, row(equal, 5, 1, 1)), active: []int{0}, steps: 1,
		},
		{
			name:    "equation that follows from others",
			problem: nearTo([]int64{3, 4}, row(equal, 9, 1, 1), row(equal, 1, 0, 1), row(equal, 10, 1, 2)),
			active:  []int{0, 1}, steps: 1,
		},
		{
			name:    "inequalities that hold with equality",
			problem: nearTo([]int64{3, 4}, row(atMost, 7, 1, 1), row(atLeast, 7, 1, 1)), steps: 1,
		},
		{
			name: "the one that is missed by most comes first",
			problem: nearTo(
				[]int64{0, 0, 0}, row(atLeast, 1, 1, 0, 0), row(atLeast, 3, 0, 1, 0), row(atMost, -2, 0, 0, 1),
			),
			active: []int{1, 2, 0}, steps: 4,
		},
		{
			name:    "one leaves",
			problem: nearTo([]int64{0, 0}, row(atLeast, 8, 2, 1), row(atLeast, 7, 1, 0)),
			active:  []int{1}, steps: 3,
		},
		{
			name: "the first of two leaves",
			problem: joined(nearTo(
				[]int64{0, 0, 0, 0}, row(atLeast, 7, 1, 0, 0, 0), row(atLeast, 8, 2, 1, 0, 0),
				row(atLeast, 7, 0, 0, 1, 0),
				row(atLeast, 3, 0, 0, 0, 1),
			), 2, 0, 0, 1, -3),
			active: []int{2, 0, 3}, steps: 5,
		},
		{
			name: "the second of three leaves",
			problem: joined(nearTo(
				[]int64{0, 0, 0, 0, 0}, row(atLeast, 9, 0, 0, 1, 0, 0), row(atLeast, 7, 1, 0, 0, 0, 0),
				row(atLeast, 13, 2, 1, 0, 0, 0), row(atLeast, 5, 0, 0, 0, 1, 0), row(atMost, -2, 0, 0, 0, 0, 1),
			), 1, 1, 0, -1, 1, 1),
			active: []int{0, 3, 1, 4}, steps: 6,
		},
		{
			name:    "the first of those that are missed by as much comes first",
			problem: nearTo([]int64{0, 0}, row(atLeast, 2, 1, 0), row(atLeast, 2, 0, 1)), active: []int{0, 1}, steps: 3,
		},
		{
			name:    "one that is about to leave stays",
			problem: nearTo([]int64{0, 0}, row(atLeast, 4, 4, 0), row(atLeast, 2, 1, 1)), active: []int{0, 1}, steps: 3,
		},
		{
			name: "the first of two that could leave does",
			problem: nearTo(
				[]int64{0, 0}, row(atLeast, 8, 8, 0), row(atLeast, -8, -16, 8), row(atLeast, 3, 1, 1),
			),
			active: []int{1, 2}, steps: 4,
		},
		{
			name: "an equation does not leave",
			problem: nearTo(
				[]int64{0, 0, 0}, row(equal, 4, 1, 1, 1), row(atLeast, 6, 2, 1, 0), row(atLeast, 9, 1, 0, 0),
			),
			active: []int{0, 2}, steps: 2,
		},
		{
			name:    "squares of forms",
			problem: joined(joined(nearTo([]int64{6, 0, 3}, row(atLeast, 12, 1, 1, 1)), 2, 1, -1, 0), 1, 0, 1, -1),
			active:  []int{0}, steps: 2,
		},
		{
			name: "equations that contradict each other",
			problem: nearTo(
				[]int64{3, 4, 0}, row(equal, 9, 1, 1, 0), row(equal, 2, 0, 0, 1), row(equal, 1, 0, 1, 0),
				row(equal, 11, 1, 2, 0),
			),
			conflict: []int{0, 2, 3},
		},
		{
			name: "inequalities that contradict each other",
			problem: nearTo(
				[]int64{0, 0}, row(atLeast, 5, 1, 1), row(atMost, 1, 1, 0), row(atMost, 1, 0, 1),
				row(atLeast, -9, 1, 0),
			),
			conflict: []int{0, 1, 2},
		},
		{
			name: "numbers that cancel",
			problem: nearTo(
				[]int64{huge, -huge, 7, 8}, row(equal, 10, 1, 1, 1, 0), row(atMost, 10, 1, 1, 1, 0),
				row(atLeast, 20, 2, 2, 2, 0), row(atLeast, 10, 3, 0, 0, 1),
			),
			active: []int{0}, steps: 1,
		},
	}
	for _, tt := range tests {
		want, err := quadratic.Solve(tt.problem)
		if tt.conflict != nil {
			for kind, got := range quadratic.Ends(tt.problem, 0) {
				if !got.Settled || !slices.Equal(got.Conflict, tt.conflict) {
					t.Errorf("%s in %s: conflict %v, want %v", tt.name, kind, got.Conflict, tt.conflict)
				}
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		optimal(t, tt.problem, want)

		var u []float64
		for _, i := range tt.active {
			m, _ := want.Multipliers[i].Float64()
			if u = append(u, m/2); tt.problem.Constraints[i].Op == atMost {
				u[len(u)-1] = -m / 2
			}
		}
		for steps := 0; steps <= tt.steps; steps++ {
			for kind, got := range quadratic.Ends(tt.problem, steps) {
				if settled := steps == 0 || steps == tt.steps; got.Settled != settled {
					t.Errorf("%s in %s: settled %t after %d steps, want %t", tt.name, kind, got.Settled, steps, settled)
				}
				same := slices.Equal(got.Active, tt.active) && agree(got.X, want.X) && agreeTo(got.U, u)
				if got.Settled && !same {
					t.Errorf("%s in %s: %v with %v at %v, want %v with %v at %v",
						tt.name, kind, got.Active, got.U, got.X, tt.active, u, want.X)
				}
			}
		}
	}
}

// agree compares numbers that agree but for rounding.
func agree(got []float64, want []*big.Rat) bool {
	floats := make([]float64, len(want))
	for i, w := range want {
		floats[i], _ = w.Float64()
	}
	return agreeTo(got, floats)
}

func agreeTo(got, want []float64) bool {
	return slices.EqualFunc(got, want, func(x, y float64) bool {
		return math.Abs(x-y) <= 1e-12*max(1, math.Abs(x), math.Abs(y))
	})
}

// Rounding makes no constraint independent of others, and none that is missed.
func TestEndsOfFractions(t *testing.T) {
	sum := func(limit *big.Rat, op quadratic.Op, rows ...quadratic.Constraint) quadratic.Constraint {
		out := quadratic.Constraint{Limit: limit, Op: op}
		for _, r := range rows {
			out.Terms = append(out.Terms, r.Terms...)
			out.Limit.Add(out.Limit, r.Limit)
		}
		return out
	}
	fractions := func(a, b, c, limit int64) quadratic.Constraint {
		return quadratic.Constraint{Limit: big.NewRat(limit, 1), Terms: []quadratic.Term{
			{At: 0, Coef: big.NewRat(1, a)}, {At: 1, Coef: big.NewRat(1, b)}, {At: 2, Coef: big.NewRat(1, c)},
		}}
	}
	for a := int64(3); a < 13; a++ {
		for _, size := range []int64{9, 1_000_000_000_000} {
			one, two := fractions(a, 7, -11, size), fractions(13, -a, 5, 1-size)
			both := sum(new(big.Rat), quadratic.Equal, one, two)
			least := sum(new(big.Rat), quadratic.AtLeast, one, two)
			most := sum(new(big.Rat), quadratic.AtMost, one, two)
			p := nearTo([]int64{1, 2, 3}, one, two, both, least, most)
			for kind, got := range quadratic.Ends(p, 0) {
				if !got.Settled || !slices.Equal(got.Active, []int{0, 1}) {
					t.Errorf("thirds of %d up to %d in %s: %v, %v, want the first two", a, size, kind, got.Active,
						got.Conflict)
				}
			}

			// A further equation has no part in the contradiction, which is too small for large numbers.
			if size > 9 {
				continue
			}
			more := sum(big.NewRat(1, 1), quadratic.Equal, one, two)
			p = nearTo([]int64{1, 2, 3, 4}, one, two, fractions(3, a, a, 5), more)
			for kind, got := range quadratic.Ends(p, 0) {
				if !slices.Equal(got.Conflict, []int{0, 1, 3}) {
					t.Errorf("thirds of %d up to %d in %s: conflict %v, want 0, 1 and 3", a, size, kind, got.Conflict)
				}
			}
		}
	}
}
