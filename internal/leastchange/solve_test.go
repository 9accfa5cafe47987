package leastchange_test

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/leastchange"
	"github.com/targetcascade/cascade/internal/quadratic"
)

// drawTree draws a small tree: ragged, with units of one child.
func drawTree(t *rapid.T, most int) []int32 {
	n := rapid.IntRange(2, most).Draw(t, "n")
	children := make([]int, n)
	open := 1 // units whose children are to come
	for i, next := 0, 1; next < n; i++ {
		k := rapid.IntRange(0, min(4, n-next)).Draw(t, "children")
		if open == 1 {
			k = max(k, 1)
		}
		children[i] = k
		next += k
		open += k - 1
	}
	first := make([]int32, n+1)
	first[0] = 1
	for i, k := range children {
		first[i+1] = first[i] + int32(k)
	}
	return first
}

// drawProblem draws a problem on a tree with every kind of weight and bound.
func drawProblem(t *rapid.T, first []int32) *leastchange.Problem {
	n := len(first) - 1
	p := &leastchange.Problem{First: first, Scale: rapid.SampledFrom([]int64{1, 1, 2, 10}).Draw(t, "scale")}
	figure := rapid.Int64Range(-6, 8)
	for range n {
		p.Figures = append(p.Figures, figure.Draw(t, "figure"))
	}
	weights := rapid.SampledFrom([][]int64{nil, {1}, {1, 1, 2, 5}, {0, 1, 1}, {0, 0, 1, 3}}).Draw(t, "weights")
	if weights != nil {
		for range n {
			p.Num = append(p.Num, rapid.SampledFrom(weights).Draw(t, "num"))
		}
	}
	if dens := rapid.SampledFrom([][]int64{nil, {1, 2, 3, 7}}).Draw(t, "dens"); weights != nil && dens != nil {
		for range n {
			p.Den = append(p.Den, rapid.SampledFrom(dens).Draw(t, "den"))
		}
	}
	if rapid.Bool().Draw(t, "bounded") {
		few := rapid.IntRange(0, 9).Draw(t, "few")
		for range n {
			low, high := int64(leastchange.NoLow), int64(leastchange.NoHigh)
			if rapid.IntRange(0, 9).Draw(t, "has low") <= few {
				low = rapid.Int64Range(-3, 2).Draw(t, "low")
			}
			if rapid.IntRange(0, 9).Draw(t, "has high") <= few {
				high = rapid.Int64Range(-1, 5).Draw(t, "high")
			}
			p.Low, p.High = append(p.Low, low), append(p.High, high)
		}
	}
	return p
}

func weightOf(p *leastchange.Problem, i int) *big.Rat {
	num, den := int64(1), int64(1)
	if p.Num != nil {
		num = p.Num[i]
	}
	if p.Den != nil {
		den = p.Den[i]
	}
	return big.NewRat(num, den)
}

// objective returns Σ w·(x − p)².
func objective(p *leastchange.Problem, x []int64) *big.Rat {
	sum := new(big.Rat)
	for i, v := range x {
		d := new(big.Rat).Sub(big.NewRat(v, 1), big.NewRat(p.Figures[i], p.Scale))
		sum.Add(sum, d.Mul(d.Mul(d, d), weightOf(p, i)))
	}
	return sum
}

// keeps checks the sums and the bounds.
func keeps(t fatal, p *leastchange.Problem, x []int64) {
	t.Helper()
	for i, v := range x {
		if p.Low != nil && (v < p.Low[i] || v > p.High[i]) {
			t.Fatalf("unit %d = %d, want %d to %d", i, v, p.Low[i], p.High[i])
		}
		if p.First[i] == p.First[i+1] {
			continue
		}
		for c := p.First[i]; c < p.First[i+1]; c++ {
			v -= x[c]
		}
		if v != 0 {
			t.Fatalf("the children of unit %d miss it by %d", i, v)
		}
	}
}

type fatal interface {
	Helper()
	Fatalf(string, ...any)
}

// No plan in whole quanta is nearer, among all whose leaves are within a few
// quanta.
func solutionIsNearest(t *rapid.T) {
	p := drawProblem(t, drawTree(t, 7))
	tight, conflicts, err := p.Tighten()
	if err != nil {
		t.Fatal(err)
	}
	if len(conflicts) > 0 {
		return
	}
	x, err := leastchange.Solve(tight)
	if err != nil {
		t.Fatal(err)
	}
	keeps(t, p, x)

	got := objective(p, x)
	other := slices.Clone(x)
	var leaves []int
	for i := range x {
		if p.First[i] == p.First[i+1] {
			leaves = append(leaves, i)
		}
	}
	var try func(k int)
	try = func(k int) {
		if k < len(leaves) {
			for d := int64(-2); d <= 2; d++ {
				other[leaves[k]] = x[leaves[k]] + d
				try(k + 1)
			}
			return
		}
		for i := len(x) - 1; i >= 0; i-- {
			if p.First[i] < p.First[i+1] {
				other[i] = 0
				for c := p.First[i]; c < p.First[i+1]; c++ {
					other[i] += other[c]
				}
			}
			if p.Low != nil && (other[i] < p.Low[i] || other[i] > p.High[i]) {
				return
			}
		}
		if o := objective(p, other); o.Cmp(got) < 0 {
			t.Fatalf("Solve() = %v with %s, but %v has %s", x, got, other, o)
		}
	}
	try(0)
}

// wide states a problem in big integers, with every number times a factor.
func wide(p *leastchange.Problem, factor *big.Int) *leastchange.Wide {
	out := &leastchange.Wide{First: p.First, Scale: big.NewInt(p.Scale)}
	for i := range p.Figures {
		out.Figures = append(out.Figures, new(big.Int).Mul(big.NewInt(p.Figures[i]), factor))
		if p.Num != nil {
			out.Weights = append(out.Weights, weightOf(p, i))
		}
		if p.Low == nil {
			continue
		}
		var low, high *big.Int
		if p.Low[i] != leastchange.NoLow {
			low = new(big.Int).Mul(big.NewInt(p.Low[i]), factor)
		}
		if p.High[i] != leastchange.NoHigh {
			high = new(big.Int).Mul(big.NewInt(p.High[i]), factor)
		}
		out.Low, out.High = append(out.Low, low), append(out.High, high)
	}
	return out
}

// Big integers lead to the same solution.
func wideIsTheSame(t *rapid.T) {
	p := drawProblem(t, drawTree(t, 12))
	tight, conflicts, err := p.Tighten()
	if err != nil {
		t.Fatal(err)
	}
	if len(conflicts) > 0 {
		return
	}
	x, err := leastchange.Solve(tight)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range leastchange.SolveWide(wide(tight, big.NewInt(1))) {
		if v.Cmp(big.NewInt(x[i])) != 0 {
			t.Fatalf("unit %d = %s, want %d", i, v, x[i])
		}
	}

	// Large figures: nothing is nearer, as far as single exchanges can tell.
	big1 := wide(tight, new(big.Int).Exp(big.NewInt(10), big.NewInt(rapid.Int64Range(1, 90).Draw(t, "digits")), nil))
	optimalWide(t, big1, leastchange.SolveWide(big1))
}

func TestWideIsTheSame(t *testing.T) { rapid.Check(t, wideIsTheSame) }

// optimalWide checks sums and bounds, and that no step from one leaf to another,
// or of one leaf, lowers the objective.
func optimalWide(t fatal, p *leastchange.Wide, x []*big.Int) {
	t.Helper()
	n := len(x)
	parent := make([]int, n)
	var leaves []int
	for i := range n {
		if p.First[i] == p.First[i+1] {
			leaves = append(leaves, i)
		}
		sum := new(big.Int)
		for c := p.First[i]; c < p.First[i+1]; c++ {
			parent[c] = i
			sum.Add(sum, x[c])
		}
		if p.First[i] < p.First[i+1] && sum.Cmp(x[i]) != 0 {
			t.Fatalf("unit %d = %s, its children %s", i, x[i], sum)
		}
	}
	parent[0] = -1
	for _, a := range leaves {
		for _, b := range append([]int{-1}, leaves...) {
			for _, dir := range []int64{1, -1} {
				move := make([]int64, n)
				for i := a; i >= 0; i = parent[i] {
					move[i] += dir
				}
				for i := b; i >= 0; i = parent[i] {
					move[i] -= dir
				}
				growth, allowed := new(big.Rat), true
				for i, m := range move {
					to := new(big.Int).Add(x[i], big.NewInt(m))
					if m == 0 {
						continue
					}
					if p.Low != nil && (p.Low[i] != nil && to.Cmp(p.Low[i]) < 0 || p.High[i] != nil && to.Cmp(p.High[i]) > 0) {
						allowed = false
					}
					square := func(v *big.Int) *big.Rat {
						d := new(big.Rat).SetFrac(p.Figures[i], p.Scale)
						d.Sub(new(big.Rat).SetInt(v), d)
						d.Mul(d, d)
						if p.Weights != nil {
							d.Mul(d, p.Weights[i])
						}
						return d
					}
					growth.Add(growth, square(to))
					growth.Sub(growth, square(x[i]))
				}
				if allowed && growth.Sign() < 0 {
					t.Fatalf("%v: a step from %d to %d lowers the objective by %s", x, b, a, growth)
				}
			}
		}
	}
}

func TestSolutionIsNearest(t *testing.T) { rapid.Check(t, solutionIsNearest) }
func FuzzSolutionIsNearest(f *testing.F) { f.Fuzz(rapid.MakeFuzz(solutionIsNearest)) }

// exactly states a problem for a solver that knows nothing of trees.
func exactly(p *leastchange.Problem) *quadratic.Problem {
	n := len(p.First) - 1
	q := &quadratic.Problem{N: n}
	only := func(i int) []quadratic.Term { return []quadratic.Term{{At: i, Coef: big.NewRat(1, 1)}} }
	for i := range n {
		weight := weightOf(p, i)
		if weight.Sign() > 0 {
			q.Squares = append(q.Squares, quadratic.Square{Weight: weight, Terms: only(i), Centre: big.NewRat(p.Figures[i], p.Scale)})
		}
		if p.Low != nil && p.Low[i] != leastchange.NoLow {
			q.Constraints = append(q.Constraints, quadratic.Constraint{Terms: only(i), Op: quadratic.AtLeast, Limit: big.NewRat(p.Low[i], 1)})
		}
		if p.High != nil && p.High[i] != leastchange.NoHigh {
			q.Constraints = append(q.Constraints, quadratic.Constraint{Terms: only(i), Op: quadratic.AtMost, Limit: big.NewRat(p.High[i], 1)})
		}
		if p.First[i] == p.First[i+1] {
			continue
		}
		c := quadratic.Constraint{Terms: []quadratic.Term{{At: i, Coef: big.NewRat(-1, 1)}}, Limit: new(big.Rat)}
		for k := p.First[i]; k < p.First[i+1]; k++ {
			c.Terms = append(c.Terms, only(int(k))...)
		}
		q.Constraints = append(q.Constraints, c)
	}
	return q
}

func guessIsNear(t *rapid.T) {
	p := drawProblem(t, drawTree(t, 14))
	tight, conflicts, err := p.Tighten()
	if err != nil {
		t.Fatal(err)
	}
	want, err := quadratic.Solve(exactly(p))
	var conflict *quadratic.InfeasibleError
	var open *quadratic.UndeterminedError
	if errors.As(err, &open) {
		return
	}
	if errors.As(err, &conflict) != (len(conflicts) > 0) {
		t.Fatalf("Tighten() = %v, but %v", conflicts, err)
	}
	if err != nil {
		return
	}
	for i, x := range leastchange.Guess(tight) {
		if w, _ := want.X[i].Float64(); math.Abs(x-w) > 1e-5 {
			t.Fatalf("guess %d = %v, want %v", i, x, w)
		}
	}
}

func TestGuessIsNear(t *testing.T) { rapid.Check(t, guessIsNear) }

// shape makes a tree of levels of the given sizes.
func shape(sizes ...int) []int32 {
	n := 0
	for _, s := range sizes {
		n += s
	}
	first := make([]int32, n+1)
	for i := range first {
		first[i] = int32(n)
	}
	start := 0
	for l, s := range sizes[:len(sizes)-1] {
		for i := range s {
			first[start+i] = int32(start + s + (i*sizes[l+1]+s-1)/s)
		}
		start += s
	}
	return first
}

func BenchmarkSolve(b *testing.B) {
	for _, bench := range []string{"ols", "weights", "variances", "bounds", "floor", "leaves"} {
		b.Run(bench, func(b *testing.B) {
			first := shape(1, 31, 334, 2850, 41352, 1017679)
			n := len(first) - 1
			p := &leastchange.Problem{First: first, Scale: 1, Figures: make([]int64, n)}
			rng := rand.New(rand.NewPCG(1, 2))
			for i := n - 1; i >= 0; i-- {
				if first[i] == first[i+1] {
					p.Figures[i] = rng.Int64N(5000)
					continue
				}
				for c := first[i]; c < first[i+1]; c++ {
					p.Figures[i] += p.Figures[c]
				}
				p.Figures[i] += p.Figures[i] / 50 * (rng.Int64N(7) - 3) / 3
			}
			switch bench {
			case "leaves":
				p.Num = make([]int64, n)
				for i := range n {
					if first[i] == first[i+1] || i == 0 {
						p.Num[i] = 1
					}
				}
			case "weights", "variances":
				p.Num = make([]int64, n)
				for i := range p.Num {
					p.Num[i] = 1 + rng.Int64N(1000)
				}
				if bench == "variances" {
					p.Num, p.Den = make([]int64, n), p.Num
					for i := range p.Num {
						p.Num[i] = 1
					}
				}
			case "bounds":
				p.Low, p.High = make([]int64, n), make([]int64, n)
				for i := range n {
					p.Low[i] = p.Figures[i] * (90 + rng.Int64N(10)) / 100
					p.High[i] = p.Figures[i]*(100+rng.Int64N(10))/100 + 1
				}
			case "floor":
				p.Low = make([]int64, n)
			}
			p, conflicts, err := p.Tighten()
			if len(conflicts) > 0 || err != nil {
				b.Fatal(len(conflicts), err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := leastchange.Solve(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
