package leastchange_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/leastchange"
)

// wide states a problem in big integers, with every number times a factor.
func wide(p *leastchange.Problem, factor *big.Int) *leastchange.Wide {
	out := &leastchange.Wide{First: p.First, Scale: big.NewInt(p.Scale)}
	times := func(v int64) *big.Int { return new(big.Int).Mul(big.NewInt(v), factor) }
	if p.Total != nil {
		out.Total = times(*p.Total)
	}

	for i, f := range p.Figures {
		out.Figures = append(out.Figures, times(f))
		if p.Num != nil || p.Den != nil {
			out.Weights = append(out.Weights, weightOf(p, i))
		}
		if p.Wanted != nil {
			out.Wanted = append(out.Wanted, times(p.Wanted[i]))
		}
		bound := func(bounds []int64, none int64) *big.Int {
			if bounds[i] == none {
				return nil
			}
			return times(bounds[i])
		}
		if p.Low != nil {
			out.Low = append(out.Low, bound(p.Low, leastchange.NoLow))
		}
		if p.High != nil {
			out.High = append(out.High, bound(p.High, leastchange.NoHigh))
		}
	}
	return out
}

// Big integers lead to the same figures as words.
func wideIsTheSame(t *rapid.T) {
	_, p := drawFeasible(t, 12)
	x := solve(t, p)
	got, _ := leastchange.SolveWide(wide(p, big.NewInt(1)))
	for i, v := range got {
		if v.Cmp(big.NewInt(x[i])) != 0 {
			t.Fatalf("unit %d = %s, want %d", i, v, x[i])
		}
	}
}

func TestWideIsTheSame(t *testing.T) { rapid.Check(t, wideIsTheSame) }

// Of figures with up to ninety digits, no exchange of a quantum pays.
func wideIsNearest(t *rapid.T) {
	_, p := drawFeasible(t, 8)
	factor := new(big.Int).Exp(big.NewInt(10), big.NewInt(rapid.Int64Range(1, 90).Draw(t, "digits")), nil)
	w := wide(p, factor)
	x, _ := leastchange.SolveWide(w)

	parent, leaves := make([]int, len(x)), []int{-1}
	for i, v := range x {
		if isLeaf(w.First, i) {
			leaves = append(leaves, i)
			continue
		}
		sum := new(big.Int)
		for c := w.First[i]; c < w.First[i+1]; c++ {
			parent[c] = i
			sum.Add(sum, x[c])
		}
		if sum.Cmp(v) != 0 {
			t.Fatalf("unit %d = %s, its children %s", i, v, sum)
		}
	}
	parent[0] = -1
	for _, gains := range leaves {
		for _, gives := range leaves {
			if gains != gives {
				exchangeDoesNotPay(t, w, x, parent, gains, gives)
			}
		}
	}
}

// The exchange begins with single quanta. It ends even if the last one that it may move is the
// first of a trade.
func TestWideEnds(t *testing.T) {
	const none, low = leastchange.NoHigh, leastchange.NoLow
	p := &leastchange.Problem{
		First:   []int32{1, 2, 6, 6, 7, 8, 8, 8, 8},
		Figures: []int64{-5, -5, 2, 5, 8, -1, -5, 4},
		Scale:   10,
		Num:     []int64{1, 3, 0, 0, 3, 3, 0, 0},
		Den:     []int64{1, 7, 2, 2, 1, 3, 3, 7},
		Low:     []int64{-1, low, -1, 0, low, -3, 0, low},
		High:    []int64{-1, none, none, none, -1, none, none, none},
	}

	x, _ := leastchange.SolveWide(wide(p, new(big.Int).Exp(big.NewInt(10), big.NewInt(80), nil)))
	for i, v := range x {
		if isLeaf(p.First, i) {
			continue
		}
		sum := new(big.Int)
		for c := p.First[i]; c < p.First[i+1]; c++ {
			sum.Add(sum, x[c])
		}
		if sum.Cmp(v) != 0 {
			t.Errorf("unit %d = %s, its children %s", i, v, sum)
		}
	}
}

func TestWideIsNearest(t *testing.T) { rapid.Check(t, wideIsNearest) }
func FuzzWideIsNearest(f *testing.F) { f.Fuzz(rapid.MakeFuzz(wideIsNearest)) }

// exchangeDoesNotPay moves a quantum from one leaf to another; −1 is nobody.
func exchangeDoesNotPay(t fatal, p *leastchange.Wide, x []*big.Int, parent []int, gains, gives int) {
	t.Helper()
	move := make([]int64, len(x))
	for i := gains; i >= 0; i = parent[i] {
		move[i]++
	}
	for i := gives; i >= 0; i = parent[i] {
		move[i]--
	}

	if p.Total != nil && move[0] != 0 {
		return
	}
	growth := new(big.Rat)
	square := func(i int, v *big.Int) *big.Rat {
		d := new(big.Rat).SetFrac(p.Figures[i], p.Scale)
		d.Sub(new(big.Rat).SetInt(v), d)
		if d.Mul(d, d); p.Weights != nil {
			d.Mul(d, p.Weights[i])
		}
		return d
	}
	for i, m := range move {
		to := new(big.Int).Add(x[i], big.NewInt(m))
		under := p.Low != nil && p.Low[i] != nil && to.Cmp(p.Low[i]) < 0
		over := p.High != nil && p.High[i] != nil && to.Cmp(p.High[i]) > 0
		if m != 0 && (under || over) {
			return
		}
		growth.Add(growth, square(i, to))
		growth.Sub(growth, square(i, x[i]))
	}
	if growth.Sign() < 0 {
		t.Fatalf("%v: a quantum from %d to %d lowers the objective by %s", x, gives, gains, growth)
	}
}

// Bounds of any size are tightened, and contradict each other, as words do.
func wideBoundsAreTheSame(t *rapid.T) {
	p := drawProblem(t, drawTree(t, 12))
	tight, want, err := p.Tighten()
	if err != nil {
		t.Fatal(err)
	}
	got, conflicts := wide(p, big.NewInt(1)).Tighten()
	if diff := cmp.Diff(want, conflicts); diff != "" {
		t.Fatalf("Tighten() mismatch (-want +got):\n%s", diff)
	}
	if len(want) > 0 {
		return
	}
	for i, v := range solve(t, tight) {
		x, _ := leastchange.SolveWide(got)
		if x[i].Cmp(big.NewInt(v)) != 0 {
			t.Fatalf("unit %d = %s, want %d", i, x[i], v)
		}
	}
}

func TestWideBoundsAreTheSame(t *testing.T) { rapid.Check(t, wideBoundsAreTheSame) }

// What does not fit a word is refused by Solve, and solved by SolveWide.
func TestSolveIsWide(t *testing.T) {
	const large = math.MaxInt64 / 4
	p := &leastchange.Problem{First: []int32{1, 3, 3, 3}, Scale: 1, Figures: []int64{large, large, large}}
	if _, _, err := leastchange.Solve(p); err != leastchange.ErrWide {
		t.Errorf("Solve() = %v, want %v", err, leastchange.ErrWide)
	}
	x, _ := leastchange.SolveWide(wide(p, big.NewInt(1)))
	if sum := new(big.Int).Add(x[1], x[2]); sum.Cmp(x[0]) != 0 || x[1].Cmp(x[2]) != 0 {
		t.Errorf("SolveWide() = %v", x)
	}

	p = &leastchange.Problem{
		First: []int32{1, 3, 3, 3}, Scale: 1, Figures: make([]int64, 3),
		Low: []int64{leastchange.NoLow, large, large}, High: []int64{leastchange.NoHigh, large, large},
	}
	if _, _, err := p.Tighten(); err != leastchange.ErrWide {
		t.Errorf("Tighten() = %v, want %v", err, leastchange.ErrWide)
	}
}
