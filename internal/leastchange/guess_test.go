package leastchange_test

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/leastchange"
	"github.com/targetcascade/cascade/internal/quadratic"
)

// general states a problem for a solver that knows nothing of trees.
func general(p *leastchange.Problem) *quadratic.Problem {
	n := len(p.First) - 1
	q := &quadratic.Problem{N: n}
	only := func(i int) []quadratic.Term { return []quadratic.Term{{At: i, Coef: big.NewRat(1, 1)}} }
	demand := func(terms []quadratic.Term, op quadratic.Op, limit int64) {
		q.Constraints = append(q.Constraints, quadratic.Constraint{Terms: terms, Op: op, Limit: big.NewRat(limit, 1)})
	}
	if p.Total != nil {
		demand(only(0), quadratic.Equal, *p.Total)
	}
	for i := range n {
		if w := weightOf(p, i); w.Sign() > 0 {
			centre := big.NewRat(p.Figures[i], p.Scale)
			q.Squares = append(q.Squares, quadratic.Square{Weight: w, Terms: only(i), Centre: centre})
		}
		if p.Low != nil && p.Low[i] != leastchange.NoLow {
			demand(only(i), quadratic.AtLeast, p.Low[i])
		}
		if p.High != nil && p.High[i] != leastchange.NoHigh {
			demand(only(i), quadratic.AtMost, p.High[i])
		}
		if isLeaf(p.First, i) {
			continue
		}

		terms := []quadratic.Term{{At: i, Coef: big.NewRat(-1, 1)}}
		for c := p.First[i]; c < p.First[i+1]; c++ {
			terms = append(terms, only(int(c))...)
		}
		demand(terms, quadratic.Equal, 0)
	}
	return q
}

// In real numbers, the solution is that of an independent solver in fractions,
// and so is the finding that bounds contradict each other.
func guessIsNear(t *rapid.T) {
	p := drawProblem(t, drawTree(t, 14))
	tight, conflicts, err := p.Tighten()
	if err != nil {
		t.Fatal(err)
	}

	want, err := quadratic.Solve(general(p))
	var conflict *quadratic.InfeasibleError
	var open *quadratic.UndeterminedError
	switch {
	case errors.As(err, &open):
		return
	case errors.As(err, &conflict) != (len(conflicts) > 0):
		t.Fatalf("Tighten() = %v, want %v", conflicts, err)
	case err != nil:
		return
	}
	for i, x := range leastchange.Guess(tight) {
		if w, _ := want.X[i].Float64(); math.Abs(x-w) > 1e-5 {
			t.Fatalf("guess %d = %v, want %v", i, x, w)
		}
	}
}

func TestGuessIsNear(t *testing.T) { rapid.Check(t, guessIsNear) }

// A conflict is minimal: with all other bounds left out it remains, and without
// any of its own it does not.
func conflictIsMinimal(t *rapid.T) {
	p := drawProblem(t, drawTree(t, 12))
	_, conflicts, err := p.Tighten()
	if err != nil {
		t.Fatal(err)
	}
	minimalConflicts(t, p, conflicts)
}

// minimalConflicts checks that each conflict remains with all other bounds left out, and that it
// does not without any of its own.
func minimalConflicts(t fatal, p *leastchange.Problem, conflicts []*leastchange.Conflict) {
	t.Helper()
	for _, c := range conflicts {
		if c.Error() == "" {
			t.Fatalf("the conflict has no text")
		}
		for without := -1; without < len(c.Low)+len(c.High); without++ {
			n := len(p.First) - 1

			rest := &leastchange.Problem{First: p.First, Scale: 1, Figures: make([]int64, n)}
			for range n {
				rest.Low = append(rest.Low, leastchange.NoLow)
				rest.High = append(rest.High, leastchange.NoHigh)
			}
			for k, i := range c.Low {
				if k != without {
					rest.Low[i] = p.Low[i]
				}
				if i == 0 && k != without {
					rest.Total = p.Total
				}
			}
			for k, i := range c.High {
				if len(c.Low)+k != without {
					rest.High[i] = p.High[i]
				}
				if i == 0 && len(c.Low)+k != without {
					rest.Total = p.Total
				}
			}

			_, left, err := rest.Tighten()
			if err != nil || (len(left) == 0) != (without >= 0) {
				t.Fatalf("%v without its bound %d leaves %v, %v", c, without, left, err)
			}
		}
	}
}

func TestConflictIsMinimal(t *testing.T) { rapid.Check(t, conflictIsMinimal) }
