package leastchange_test

import (
	"math/big"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/leastchange"
)

// fatal is what tests and properties have in common.
type fatal interface {
	Helper()
	Fatalf(string, ...any)
}

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

// drawProblem draws a problem on a tree, with every kind of weight and bound.
func drawProblem(t *rapid.T, first []int32) *leastchange.Problem {
	n := len(first) - 1
	p := &leastchange.Problem{First: first, Scale: rapid.SampledFrom([]int64{1, 1, 2, 10}).Draw(t, "scale")}
	draw := func(name string, g *rapid.Generator[int64]) (out []int64) {
		for range n {
			out = append(out, g.Draw(t, name))
		}
		return out
	}

	p.Figures = draw("figure", rapid.Int64Range(-6, 8))
	weights := [][]int64{nil, {1}, {1, 1, 2, 5}, {0, 1, 1}, {0, 0, 1, 3}}
	if nums := rapid.SampledFrom(weights).Draw(t, "weights"); nums != nil {
		p.Num = draw("num", rapid.SampledFrom(nums))
		if rapid.Bool().Draw(t, "fractions") {
			p.Den = draw("den", rapid.SampledFrom([]int64{1, 2, 3, 7}))
		}
	}
	if rapid.IntRange(0, 2).Draw(t, "kept") == 0 {
		p.Total = new(rapid.Int64Range(-9, 12).Draw(t, "total"))
	}
	if rapid.Bool().Draw(t, "bounded") {
		some := rapid.IntRange(0, 9).Draw(t, "some")
		for range n {
			low, high := int64(leastchange.NoLow), int64(leastchange.NoHigh)
			if rapid.IntRange(0, 9).Draw(t, "has low") <= some {
				low = rapid.Int64Range(-3, 2).Draw(t, "low")
			}
			if rapid.IntRange(0, 9).Draw(t, "has high") <= some {
				high = rapid.Int64Range(-1, 5).Draw(t, "high")
			}
			p.Low, p.High = append(p.Low, low), append(p.High, high)
		}
		if p.Total != nil {
			p.Low[0], p.High[0] = leastchange.NoLow, leastchange.NoHigh
		}
	}
	return p
}

// drawFeasible draws a problem and its tightened form, until it has a solution.
func drawFeasible(t *rapid.T, most int) (p, tight *leastchange.Problem) {
	for {
		p = drawProblem(t, drawTree(t, most))
		tight, conflicts, err := p.Tighten()
		if err != nil {
			t.Fatal(err)
		}
		if len(conflicts) == 0 {
			return p, tight
		}
	}
}

func solve(t fatal, p *leastchange.Problem) []int64 {
	t.Helper()
	x, _, err := leastchange.Solve(p)
	if err != nil {
		t.Fatalf("Solve() = %v", err)
	}
	return x
}

func isLeaf(first []int32, i int) bool { return first[i] == first[i+1] }

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
	if p.Total != nil && x[0] != *p.Total {
		t.Fatalf("the root = %d, want %d", x[0], *p.Total)
	}
	for i, v := range x {
		if p.Low != nil && (v < p.Low[i] || v > p.High[i]) {
			t.Fatalf("unit %d = %d, want %d to %d", i, v, p.Low[i], p.High[i])
		}
		if isLeaf(p.First, i) {
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

// sums makes every parent the sum of its children.
func sums(first []int32, x []int64) {
	for i := len(x) - 1; i >= 0; i-- {
		if !isLeaf(first, i) {
			x[i] = 0
			for c := first[i]; c < first[i+1]; c++ {
				x[i] += x[c]
			}
		}
	}
}
