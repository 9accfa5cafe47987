package leastchange_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/targetcascade/cascade/internal/leastchange"
)

// uneven is a problem whose leaves have several weights, and some of them a maximum.
func uneven(first []int32, scale int64) *leastchange.Problem {
	n := len(first) - 1
	p := &leastchange.Problem{
		First: first, Scale: scale, Figures: make([]int64, n), Num: make([]int64, n),
		High: slices.Repeat([]int64{leastchange.NoHigh}, n), Low: slices.Repeat([]int64{leastchange.NoLow}, n),
	}
	for i := range p.Figures {
		p.Figures[i] = int64(i*i%47) - 9
		p.Num[i] = int64(i*7%5) + 1
		switch {
		case !isLeaf(first, i):
			p.Num[i] = int64(i % 2)
		case i%9 == 0:
			p.High[i] = int64(i % 4)
		case i%11 == 0:
			p.Low[i] = int64(i % 3)
		}
	}
	return p
}

// Families about the size from which they have a game, and larger ones, come to their figures from
// far away. They do not ask for more costs than they have to.
func TestLargeFamilies(t *testing.T) {
	for _, tt := range []struct {
		first []int32
		most  int // costs that are asked for
	}{
		{first: shape(1, 20), most: 2422},
		{first: shape(1, 63), most: 14192},
		{first: shape(1, 64), most: 11690},
		{first: shape(1, 65), most: 12322},
		{first: shape(1, 2, 150), most: 19226},
		{first: shape(1, 70, 200), most: 7941},
	} {
		p, conflicts, err := uneven(tt.first, 7).Tighten()
		if err != nil || len(conflicts) > 0 {
			t.Fatal(err, conflicts)
		}
		n := len(p.Figures)
		want := solve(t, p)
		keeps(t, p, want)
		certain(t, p, want)
		begin := make([]int64, n)
		if got := leastchange.SolveFrom(p, begin, false); !slices.Equal(got, want) {
			t.Errorf("%d units: SolveFrom(0) = %v, want %v", n, got, want)
		}
		begin[n-1], begin[n-2] = 40, -50
		if got := leastchange.SolveFrom(p, begin, false); !slices.Equal(got, want) {
			t.Errorf("%d units: SolveFrom(40 and -50) = %v, want %v", n, got, want)
		}
		if got := leastchange.Asked(p, begin); got > tt.most {
			t.Errorf("%d units: %d costs are asked for, want at most %d", n, got, tt.most)
		}
	}
}

// The game of a family is played anew for strides of each length.
func TestLargeFamilyInStrides(t *testing.T) {
	p := uneven(shape(1, 70), 7)
	for _, digits := range []int64{0, 30} {
		t.Run(fmt.Sprint(digits), func(t *testing.T) {
			w, conflicts := wide(p, new(big.Int).Exp(big.NewInt(10), big.NewInt(digits), nil)).Tighten()
			if len(conflicts) > 0 {
				t.Fatal(conflicts)
			}
			x, _ := leastchange.SolveWide(w)
			parent := make([]int, len(x))
			parent[0] = -1
			for i := 1; i < len(x); i++ {
				exchangeDoesNotPay(t, w, x, parent, i, 1+i%70)
				exchangeDoesNotPay(t, w, x, parent, i, -1)
				exchangeDoesNotPay(t, w, x, parent, -1, i)
			}
		})
	}
}

// Costs that floating point does not tell apart are compared in fractions on words where they fit.
// Those of families are kept.
func TestExactCosts(t *testing.T) {
	for _, tt := range []struct {
		first []int32
		most  int // fractions that are asked for
	}{
		{first: shape(1, 3, 9), most: 26},
		{first: shape(1, 2, 4, 8, 16), most: 37},
		{first: shape(1, 2, 100), most: 13},
		{first: caterpillar(12), most: 38},
	} {
		n := len(tt.first) - 1
		p := &leastchange.Problem{
			First: tt.first, Scale: 2, Figures: make([]int64, n), Den: slices.Repeat([]int64{3}, n),
			High: slices.Repeat([]int64{leastchange.NoHigh}, n), Low: slices.Repeat([]int64{leastchange.NoLow}, n),
		}
		for i := range p.Figures {
			p.Figures[i] = int64(2*(i%3) + 1)
		}
		x := solve(t, p)
		keeps(t, p, x)
		certain(t, p, x)
		slowly, _, err := leastchange.SolveSlowly(p)
		if err != nil || !slices.Equal(x, slowly) {
			t.Errorf("%d units: Solve() = %v, want %v", n, x, slowly)
		}
		if fractions, others := leastchange.AskedExactly(p); fractions > tt.most || others > 0 {
			t.Errorf("%d units: %d fractions on words, want at most %d; %d others", n, fractions, tt.most, others)
		}
	}
}

// The root moves as weights say that floating point does not tell apart. If they are equal, it has
// the larger figure.
func TestCloseWeightsOfTheRoot(t *testing.T) {
	const huge = 1 << 60
	for _, tt := range []struct {
		num  []int64 // of the root, whose figure is 0, and its child, whose figure is 1
		want int64
	}{
		{num: []int64{huge + 1, huge}, want: 0},
		{num: []int64{huge, huge + 1}, want: 1},
		{num: []int64{huge, huge}, want: 1},
	} {
		for _, bounds := range [][]int64{nil, {leastchange.NoHigh, leastchange.NoHigh}} {
			p := &leastchange.Problem{
				First: []int32{1, 2, 2}, Scale: 1, Figures: []int64{0, 1}, Num: tt.num, High: bounds,
			}
			if got := solve(t, p); got[0] != tt.want || got[1] != tt.want {
				t.Errorf("weights %v: Solve() = %v, want %d", tt.num, got, tt.want)
			}
			p.Figures = []int64{1, 0}
			want := 1 - tt.want
			if tt.num[0] == tt.num[1] {
				want = 1
			}
			if got := solve(t, p); got[0] != want || got[1] != want {
				t.Errorf("weights %v, figures swapped: Solve() = %v, want %d", tt.num, got, want)
			}
		}
	}
}

// Costs whose sums do not fit words are compared all the same: the lighter branch has the quantum.
func TestCostsThatDoNotFit(t *testing.T) {
	const large, larger = 1<<61 - 1, 1<<62 - 57
	for _, tt := range []struct {
		den  []int64 // of the root, its two children, and a child of each
		want []int64
	}{
		{den: []int64{1, large - 2, large, larger, larger}, want: []int64{11, 5, 6, 5, 6}},
		{den: []int64{1, large, large - 2, larger, larger}, want: []int64{11, 6, 5, 6, 5}},
		{den: []int64{1, large, large, larger - 2, larger}, want: []int64{11, 5, 6, 5, 6}},
		{den: []int64{1, large, large, larger, larger - 2}, want: []int64{11, 6, 5, 6, 5}},
		{den: []int64{1, large, large, larger, larger}, want: []int64{11, 6, 5, 6, 5}},
	} {
		none := slices.Repeat([]int64{leastchange.NoHigh}, 5)
		for _, bounds := range [][]int64{nil, none} {
			p := &leastchange.Problem{
				First: []int32{1, 3, 4, 5, 5, 5}, Scale: 1, Figures: []int64{0, 5, 5, 5, 5},
				Den: tt.den, Total: new(int64(11)), High: bounds,
			}
			if got := solve(t, p); !slices.Equal(got, tt.want) {
				t.Errorf("weights 1/%v: Solve() = %v, want %v", tt.den, got, tt.want)
			}
		}
	}
}
