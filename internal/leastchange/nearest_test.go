package leastchange_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/leastchange"
)

// Of all plans whose leaves are within a few quanta, none is nearer.
func solutionIsNearest(t *rapid.T) {
	p, tight := drawFeasible(t, 7)
	x := solve(t, tight)
	keeps(t, p, x)

	got := objective(p, x)
	other := slices.Clone(x)
	var leaves []int
	for i := range x {
		if isLeaf(p.First, i) {
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
		sums(p.First, other)
		if p.Total != nil && other[0] != *p.Total {
			return
		}
		for i, v := range other {
			if p.Low != nil && (v < p.Low[i] || v > p.High[i]) {
				return
			}
		}
		if o := objective(p, other); o.Cmp(got) < 0 {
			t.Fatalf("Solve() = %v with %s, but %v has %s", x, got, other, o)
		}
	}
	try(0)
}

func TestSolutionIsNearest(t *testing.T) { rapid.Check(t, solutionIsNearest) }
func FuzzSolutionIsNearest(f *testing.F) { f.Fuzz(rapid.MakeFuzz(solutionIsNearest)) }

// certain checks in fractions that no exchange of a quantum lowers the objective,
// in one pass from the leaves to the root.
func certain(t fatal, p *leastchange.Problem, x []int64) {
	t.Helper()
	var least [2][]*big.Rat // by direction: the cheapest step through each unit, nil if there is none
	for dir := range 2 {
		least[dir] = make([]*big.Rat, len(x))
	}

	for i := len(x) - 1; i >= 0; i-- {
		for dir, step := range []int64{-1, 1} {
			if p.Low != nil && (x[i]+step < p.Low[i] || x[i]+step > p.High[i]) || i == 0 && p.Total != nil {
				continue
			}
			cost := new(big.Rat).Sub(big.NewRat(2*x[i]+step, 1), big.NewRat(2*p.Figures[i], p.Scale))
			cost.Mul(cost, big.NewRat(step, 1))
			cost.Mul(cost, weightOf(p, i))
			var below *big.Rat
			for c := p.First[i]; c < p.First[i+1]; c++ {
				if o := least[dir][c]; o != nil && (below == nil || o.Cmp(below) < 0) {
					below = o
				}
			}
			switch {
			case below != nil:
				least[dir][i] = cost.Add(cost, below)
			case isLeaf(p.First, i):
				least[dir][i] = cost
			}
		}

		for a := p.First[i]; a < p.First[i+1]; a++ {
			for b := p.First[i]; b < p.First[i+1]; b++ {
				if a == b || least[0][a] == nil || least[1][b] == nil {
					continue
				}
				if sum := new(big.Rat).Add(least[0][a], least[1][b]); sum.Sign() < 0 {
					t.Fatalf("a quantum from unit %d to unit %d lowers the objective by %s", a, b, sum)
				}
			}
		}
	}
	for dir := range 2 {
		if o := least[dir][0]; o != nil && o.Sign() < 0 {
			t.Fatalf("a step of the root lowers the objective by %s", o)
		}
	}
}

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

// caterpillar makes a chain of units, each of which has a leaf besides.
func caterpillar(n int) []int32 {
	first := []int32{1}
	for i := range 2*n + 1 {
		next := first[i]
		if i%2 == 0 && i < 2*n {
			next += 2
		}
		first = append(first, next)
	}
	return first
}

// synthetic is a problem with proposals that nearly add up. The kind is the name
// of a benchmark.
func synthetic(first []int32, kind string) *leastchange.Problem {
	n := len(first) - 1
	p := &leastchange.Problem{First: first, Scale: 1, Figures: make([]int64, n)}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := n - 1; i >= 0; i-- {
		if isLeaf(first, i) {
			p.Figures[i] = rng.Int64N(5000)
			continue
		}
		for c := first[i]; c < first[i+1]; c++ {
			p.Figures[i] += p.Figures[c]
		}
		p.Figures[i] += p.Figures[i] / 50 * (rng.Int64N(7) - 3) / 3
	}

	ones := slices.Repeat([]int64{1}, n)
	random := make([]int64, n)
	for i := range random {
		random[i] = 1 + rng.Int64N(1000)
	}
	switch kind {
	case "leaves":
		p.Num = ones
		for i := range n {
			if i > 0 && !isLeaf(first, i) {
				p.Num[i] = 0
			}
		}
	case "weights":
		p.Num = random
	case "variances":
		p.Num, p.Den = ones, random
	case "structural":
		p.Num, p.Den = ones, slices.Clone(ones)
		for i := n - 1; i >= 0; i-- {
			if !isLeaf(first, i) {
				p.Den[i] = 0
				for c := first[i]; c < first[i+1]; c++ {
					p.Den[i] += p.Den[c]
				}
			}
		}
	case "steady":
		p.Num, p.Den = ones, random
		for i := n - 1; i >= 0; i-- {
			for c := first[i]; c < first[i+1]; c++ {
				p.Den[i] += p.Den[c]
			}
		}
	case "bounds":
		p.Low, p.High = make([]int64, n), make([]int64, n)
		for i := range n {
			p.Low[i] = p.Figures[i] * (90 + rng.Int64N(10)) / 100
			p.High[i] = p.Figures[i]*(100+rng.Int64N(10))/100 + 1
		}
	case "leaf bounds":
		p.Low, p.High = slices.Repeat([]int64{leastchange.NoLow}, n), slices.Repeat([]int64{leastchange.NoHigh}, n)
		for i := range n {
			if isLeaf(first, i) {
				p.Low[i], p.High[i] = p.Figures[i]-rng.Int64N(9), p.Figures[i]+rng.Int64N(9)
			}
		}
	case "kept":
		p.Total = new(p.Figures[0] + p.Figures[0]/100)
	case "minima":
		p.Low, p.High = make([]int64, n), slices.Repeat([]int64{leastchange.NoHigh}, n)
	}
	return p
}

var kinds = []string{
	"equal", "weights", "variances", "structural", "steady", "leaves", "kept", "bounds", "minima", "leaf bounds",
}

// Larger trees: wide families, many levels, and a chain with a leaf at each unit.
func TestLargerTrees(t *testing.T) {
	trees := map[string][]int32{
		"levels": shape(1, 3, 12, 60, 400), "wide": shape(1, 300), "two levels": shape(1, 100, 900),
		"chain": shape(slices.Repeat([]int{1}, 60)...), "caterpillar": caterpillar(200),
	}
	for name, first := range trees {
		for _, kind := range kinds {
			t.Run(name+"/"+kind, func(t *testing.T) {
				p, conflicts, err := synthetic(first, kind).Tighten()
				if err != nil {
					t.Fatal(err)
				}
				if len(conflicts) > 0 {
					t.Skip("on many levels, proposals drift away from bounds")
				}
				x := solve(t, p)
				keeps(t, p, x)
				certain(t, p, x)
			})
		}
	}
}

// Leaves that do not take part in the exchange of quanta get the figures that they get if
// they do: SolveWide exchanges all quanta.
func TestEvenFamilies(t *testing.T) {
	trees := [][]int32{shape(1, 3, 9, 50), shape(1, 12, 60), shape(1, 2, 6, 30), shape(1, 70), caterpillar(12)}
	rng := rand.New(rand.NewPCG(1, 2))
	for at, first := range trees {
		for _, kind := range kinds {
			for _, scale := range []int64{1, 2, 100} {
				p := synthetic(first, kind)
				p.Scale = scale
				for i := range p.Figures {
					p.Figures[i] = rng.Int64N(30*scale) - 10*scale
				}
				p, conflicts, err := p.Tighten()
				if err != nil {
					t.Fatal(err)
				}
				if len(conflicts) > 0 {
					continue
				}

				x := solve(t, p)
				keeps(t, p, x)
				certain(t, p, x)

				exchanged, _ := leastchange.SolveWide(wide(p, big.NewInt(1)))
				for i, want := range exchanged {
					if !want.IsInt64() || x[i] != want.Int64() {
						t.Errorf("tree %d, %s, scale %d: figure %d = %d, want %s", at, kind, scale, i, x[i], want)
						break
					}
				}
			}
		}
	}
}

func BenchmarkSolve(b *testing.B) {
	first := shape(1, 31, 334, 2850, 41352, 1017679)
	for _, kind := range kinds {
		b.Run(kind, func(b *testing.B) {
			p, conflicts, err := synthetic(first, kind).Tighten()
			if err != nil || len(conflicts) > 0 {
				b.Fatal(err, conflicts)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := leastchange.Solve(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
