package quadratic_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/quadratic"
)

// rounding is a case of figures to be rounded to whole quanta.
type rounding struct {
	ID             string
	Identities     []identity
	Figures        map[string]number
	Quantum        number
	Expected       json.RawMessage
	ObjectiveExact *number `json:"objective_exact"`
	Conflict       []string
	Weights        map[string]number
}

func TestWholeOracles(t *testing.T) {
	cases := readCases[rounding](t, "balance.json", "rounding")
	if len(cases) != 4 {
		t.Errorf("%d cases are read", len(cases))
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			names := slices.Sorted(maps.Keys(c.Figures))
			p := &quadratic.WholeProblem{Most: 100}
			for _, name := range names {
				p.Figures = append(p.Figures, new(big.Rat).Quo(c.Figures[name].Rat, c.Quantum.Rat))
			}
			for _, id := range c.Identities {
				d := quadratic.Constraint{Op: ops[id.Op], Limit: new(big.Rat).Quo(id.RHS.Rat, c.Quantum.Rat)}
				for name, coef := range id.Terms {
					d.Terms = append(d.Terms, quadratic.Term{At: slices.Index(names, name), Coef: coef.Rat})
				}
				p.Constraints = append(p.Constraints, d)
			}

			got, err := quadratic.Whole(p)
			if string(c.Expected) == `"infeasible"` {
				var none *quadratic.NoWholeError
				if !errors.As(err, &none) || len(none.Constraints) != len(c.Conflict) {
					t.Fatalf("Whole() = %v, %v, want %v", got, err, c.Conflict)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var want []map[string]number
			if err := json.Unmarshal(c.Expected, &want); err != nil {
				t.Fatal(err)
			}
			text := func(name string, v *big.Rat) string { return fmt.Sprintf("%s %s", name, v.RatString()) }
			var all, expected []string
			for _, o := range got.Optima {
				var line strings.Builder
				for i, name := range names {
					line.WriteString(text(name, new(big.Rat).Mul(new(big.Rat).SetInt(o[i]), c.Quantum.Rat)) + " ")
				}
				all = append(all, line.String())
			}
			for _, o := range want {
				var line strings.Builder
				for _, name := range names {
					line.WriteString(text(name, o[name].Rat) + " ")
				}
				expected = append(expected, line.String())
			}
			slices.Sort(all)
			slices.Sort(expected)
			if diff := cmp.Diff(expected, all); diff != "" || got.More {
				t.Errorf("Whole() mismatch (-want +got):\n%s", diff)
			}
			area := new(big.Rat).Mul(c.Quantum.Rat, c.Quantum.Rat)
			if o := area.Mul(area, got.Objective); o.Cmp(c.ObjectiveExact.Rat) != 0 {
				t.Errorf("objective = %s, want %s", o, c.ObjectiveExact)
			}
		})
	}
}

// enumerate tries all roundings: every optimum, in order, and the objective.
func enumerate(p *quadratic.WholeProblem) (optima [][]*big.Int, least *big.Rat) {
	n := len(p.Figures)
	x := make([]*big.Int, n)
	var try func(i int)
	try = func(i int) {
		if i < n {
			lower := new(big.Int).Div(p.Figures[i].Num(), p.Figures[i].Denom())
			if !p.Figures[i].IsInt() {
				x[i] = new(big.Int).Add(lower, big.NewInt(1))
				try(i + 1)
			}
			x[i] = lower
			try(i + 1)
			return
		}

		rats := make([]*big.Rat, n)
		objective := new(big.Rat)
		for k, v := range x {
			rats[k] = new(big.Rat).SetInt(v)
			d := new(big.Rat).Sub(rats[k], p.Figures[k])
			d.Mul(d, d)
			if p.Weights != nil {
				d.Mul(d, p.Weights[k])
			}
			objective.Add(objective, d)
		}
		for _, c := range p.Constraints {
			side := left(c, rats).Cmp(c.Limit)
			if side < 0 && c.Op != quadratic.AtMost || side > 0 && c.Op != quadratic.AtLeast {
				return
			}
		}
		if least == nil || objective.Cmp(least) < 0 {
			least, optima = objective, nil
		}
		if objective.Cmp(least) == 0 {
			optima = append(optima, slices.Clone(x))
		}
	}
	try(0)
	return optima, least
}

func wholeIsNearest(t *rapid.T) {
	n := rapid.IntRange(1, 7).Draw(t, "n")
	p := &quadratic.WholeProblem{Most: rapid.SampledFrom([]int{0, 2, 200}).Draw(t, "most")}
	weighted := rapid.Bool().Draw(t, "weighted")
	x := make([]*big.Rat, n)
	for i := range n {
		figure := big.NewRat(rapid.Int64Range(-9, 9).Draw(t, "figure"), rapid.Int64Range(1, 4).Draw(t, "of"))
		p.Figures = append(p.Figures, figure)
		if weighted {
			p.Weights = append(p.Weights, big.NewRat(rapid.Int64Range(1, 3).Draw(t, "weight"), 1))
		}
		x[i] = p.Figures[i]
	}
	for range rapid.IntRange(0, 4).Draw(t, "constraints") {
		c := quadratic.Constraint{Op: quadratic.Op(rapid.IntRange(0, 2).Draw(t, "op"))}
		for i := range n {
			if coef := rapid.SampledFrom([]int64{0, 0, 1, 1, -1, 2}).Draw(t, "coef"); coef != 0 {
				c.Terms = append(c.Terms, quadratic.Term{At: i, Coef: big.NewRat(coef, 1)})
			}
		}
		c.Limit = left(c, x)
		if c.Op == quadratic.Equal && rapid.Bool().Draw(t, "nearest") {
			c.Limit = new(big.Rat).SetInt(new(big.Int).Div(c.Limit.Num(), c.Limit.Denom()))
		}
		p.Constraints = append(p.Constraints, c)
	}

	nearestWhole(t, p)
}

// nearestWhole compares with all roundings. A contradiction is minimal.
func nearestWhole(t fatal, p *quadratic.WholeProblem) {
	t.Helper()
	want, least := enumerate(p)
	got, err := quadratic.Whole(p)
	if want == nil {
		var none *quadratic.NoWholeError
		if !errors.As(err, &none) {
			t.Fatalf("Whole() = %v, %v, want none", got, err)
		}
		needed := *p
		for k := -1; k < len(none.Constraints); k++ {
			needed.Constraints = nil
			for j, at := range none.Constraints {
				if j != k {
					needed.Constraints = append(needed.Constraints, p.Constraints[at])
				}
			}
			if optima, _ := enumerate(&needed); (optima == nil) != (k < 0) {
				t.Fatalf("conflict %v is not minimal", none.Constraints)
			}
		}
		return
	}

	if err != nil {
		t.Fatalf("Whole() = %v", err)
	}
	most := max(p.Most, 1)
	if more := len(want) > most; more != got.More || got.Objective.Cmp(least) != 0 {
		t.Fatalf("Whole() = %s, more %t, want %s of %d", got.Objective, got.More, least, len(want))
	}
	text := func(o [][]*big.Int) string { return fmt.Sprint(o) }
	if a, b := text(got.Optima), text(want[:min(most, len(want))]); a != b {
		t.Fatalf("Whole() = %s, want %s", a, b)
	}
}

// halfway are figures that are all halfway between two whole numbers.
func halfway(n int, rows ...quadratic.Constraint) *quadratic.WholeProblem {
	p := &quadratic.WholeProblem{Constraints: rows, Most: 3}
	for range n {
		p.Figures = append(p.Figures, big.NewRat(1, 2))
	}
	return p
}

func TestWhole(t *testing.T) {
	some := halfway(5, row(equal, 2, 1, 1, 1, 1, 1), row(atMost, 1, 1, 1, 0, 0, 0), row(atLeast, -1, 0, 0, 1, -1, -1))
	some.Figures = []*big.Rat{
		big.NewRat(-7, 3), big.NewRat(2, 1), big.NewRat(9, 4), big.NewRat(-1, 5), big.NewRat(1, 2),
	}
	weighted := *some
	weighted.Weights = []*big.Rat{
		big.NewRat(1, 9), big.NewRat(1, 1), big.NewRat(5, 2), big.NewRat(30, 1), big.NewRat(1, 2),
	}

	for name, p := range map[string]*quadratic.WholeProblem{
		"free":           halfway(4),
		"sum":            halfway(4, row(equal, 2, 1, 1, 1, 1)),
		"at most":        halfway(3, row(atMost, 1, 1, 1, 1), row(atMost, 0, 1, -1, 0)),
		"at least":       halfway(3, row(atLeast, 2, 1, 1, 1), row(atLeast, 0, -1, 1, 0)),
		"all figures up": halfway(3, row(equal, 6, 1, 2, 3)),
		"no figure up":   halfway(3, row(equal, 0, 1, 2, 3)),
		"some":           some,
		"weighted":       &weighted,
		"only one figure of two": halfway(4,
			row(equal, 1, 1, 1, 0, 0), row(equal, 1, 0, 1, 1, 0), row(equal, 1, 0, 0, 1, 1)),
		"sums of two that contradict each other": halfway(3,
			row(atLeast, 0, 0, 0, 1), row(equal, 1, 1, 1, 0), row(equal, 2, 1, 1, 0)),
		"sums of two in a circle of three": halfway(4,
			row(atLeast, 0, 0, 0, 0, 1), row(equal, 1, 1, 1, 0, 0), row(equal, 1, 0, 1, 1, 0),
			row(equal, 1, 1, 0, 1, 0)),
		"limits in a circle of three": halfway(3,
			row(atMost, 1, 1, 1, 0), row(atMost, 1, 0, 1, 1), row(atMost, 1, 1, 0, 1), row(atLeast, 2, 1, 1, 1)),
		"limits that contradict each other": halfway(3,
			row(atMost, 1, 1, 1, 0), row(atLeast, 1, 0, 1, -1), row(atLeast, 2, 1, 1, 1), row(atLeast, 1, 1, -1, 0)),
		"more than all": halfway(3, row(atMost, 2, 1, 1, 0), row(atLeast, 4, 1, 1, 1)),
		"odd":           halfway(5, row(atMost, 4, 1, 1, 1, 1, 1), row(equal, 5, 2, 2, 2, 2, 2)),
		"a limit that a fraction meets": halfway(3,
			row(atMost, 4, 3, 3, 3), row(atLeast, 4, 3, 3, 2), row(atLeast, 1, 1, 1, 0)),
	} {
		t.Run(name, func(t *testing.T) { nearestWhole(t, p) })
	}
}

// A search makes so many choices, and says if it may not.
func TestWholeWithin(t *testing.T) {
	circle := halfway(9)
	for i := range 9 {
		c := quadratic.Constraint{Op: atMost, Limit: big.NewRat(1, 1), Terms: append(only(i), only((i+1)%9)...)}
		circle.Constraints = append(circle.Constraints, c)
	}
	circle.Constraints = append(circle.Constraints, row(atLeast, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1))
	coins := halfway(14, row(equal, 87, 3, 5, 8, 13, 21, 34, 7, 11, 18, 29, 4, 6, 9, 14))
	for i := range coins.Figures {
		coins.Figures[i] = big.NewRat(int64(2*i+1), int64(31-i))
	}
	two := *coins
	two.Constraints = append(two.Constraints, row(atMost, 4, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0))

	for _, tt := range []struct {
		name    string
		problem *quadratic.WholeProblem
		steps   int
	}{
		{name: "table", problem: wholeTable(6, 3), steps: 11},
		{name: "circle", problem: circle, steps: 7},
		{name: "odd", problem: halfway(6, row(equal, 7, 2, 2, 2, 2, 2, 2)), steps: 9},
		{name: "coins", problem: coins, steps: 15},
		{name: "coins of two kinds", problem: &two, steps: 14},
	} {
		for _, steps := range []int{tt.steps - 1, tt.steps} {
			_, err := quadratic.WholeWithin(tt.problem, steps)
			if ended := err != quadratic.ErrTooHard; ended != (steps == tt.steps) {
				t.Errorf("%s: Whole() within %d choices = %v, want an end after %d", tt.name, steps, err, tt.steps)
			}
		}
	}
}

func TestWholeIsNearest(t *testing.T) { rapid.Check(t, wholeIsNearest) }
func FuzzWholeIsNearest(f *testing.F) { f.Fuzz(rapid.MakeFuzz(wholeIsNearest)) }

// wholeTable is a table with margins, all of them in random fractions.
func wholeTable(rows, columns int) *quadratic.WholeProblem {
	rng := rand.New(rand.NewPCG(3, 4))
	p := &quadratic.WholeProblem{}
	sums := make([]*big.Rat, rows+columns)
	for k := range sums {
		sums[k] = new(big.Rat)
	}
	for i := range rows {
		for j := range columns {
			v := big.NewRat(rng.Int64N(1000000), 997)
			p.Figures = append(p.Figures, v)
			sums[i].Add(sums[i], v)
			sums[rows+j].Add(sums[rows+j], v)
		}
	}
	p.Figures = append(p.Figures, sums...)

	for k := range sums {
		total := []quadratic.Term{{At: rows*columns + k, Coef: big.NewRat(-1, 1)}}
		c := quadratic.Constraint{Limit: new(big.Rat), Terms: total}
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

func BenchmarkWhole(b *testing.B) {
	for _, size := range [][2]int{{10, 3}, {31, 5}, {31, 12}} {
		b.Run(fmt.Sprintf("table/%dx%d", size[0], size[1]), func(b *testing.B) {
			p := wholeTable(size[0], size[1])
			b.ReportAllocs()
			for b.Loop() {
				if _, err := quadratic.Whole(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
