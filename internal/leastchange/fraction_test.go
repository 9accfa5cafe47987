package leastchange_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/leastchange"
)

// drawUgly draws a problem with figures and weights of many sizes, and with many
// units that are alike.
func drawUgly(t *rapid.T) *leastchange.Problem {
	first := drawTree(t, 24)
	if rapid.Bool().Draw(t, "wide") {
		families := rapid.IntRange(1, 3).Draw(t, "families")
		first = shape(1, families, families*rapid.IntRange(1, 12).Draw(t, "leaves"))
	}
	n := len(first) - 1
	p := &leastchange.Problem{First: first, Scale: rapid.SampledFrom([]int64{1, 1, 7, 1000}).Draw(t, "scale")}
	most := int64(1) << rapid.SampledFrom([]int{2, 10, 40}).Draw(t, "bits")
	figure := rapid.Int64Range(-most, most)
	weight := rapid.SampledFrom([][]int64{
		{1}, {1, 1, 1, 3}, {0, 1, 2}, {1, 24, 25, 370, 34_001, 1_062_247}, {0, 1, 1 << 31, 1<<40 - 1, 1<<52 + 1},
	}).Draw(t, "weights")
	pick := func() int64 { return rapid.SampledFrom(weight).Draw(t, "weight") }
	for range n {
		p.Figures = append(p.Figures, figure.Draw(t, "figure"))
		p.Num = append(p.Num, pick())
		p.Den = append(p.Den, max(pick(), 1))
	}
	switch rapid.IntRange(0, 3).Draw(t, "all of one") {
	case 0:
		p.Num = nil
	case 1:
		p.Den = nil
	}

	if rapid.Bool().Draw(t, "kept") {
		p.Total = new(figure.Draw(t, "total"))
	}
	if rapid.IntRange(0, 3).Draw(t, "bounded") == 0 {
		p.Low = make([]int64, n)
		p.High = slices.Repeat([]int64{leastchange.NoHigh}, n)
	}

	return p
}

// Comparisons on words decide as fractions of big integers do.
func fastIsSlow(t *rapid.T) {
	p, conflicts, err := drawUgly(t).Tighten()
	if err != nil {
		t.Fatal(err)
	}
	if len(conflicts) > 0 {
		return
	}
	want, wantAt, wantErr := leastchange.SolveSlowly(p)
	got, at, err := leastchange.Solve(p)
	if !slices.Equal(got, want) || !slices.Equal(at, wantAt) || (err == nil) != (wantErr == nil) {
		t.Fatalf("Solve() = %v, %v, %v, want %v, %v, %v", got, at, err, want, wantAt, wantErr)
	}
}

func TestFastIsSlow(t *testing.T) { rapid.Check(t, fastIsSlow) }
func FuzzFastIsSlow(f *testing.F) { f.Fuzz(rapid.MakeFuzz(fastIsSlow)) }

// Costs on words are those in fractions, up to the largest words that occur.
func costsAreExact(t *rapid.T) {
	const most = 1 << 58
	weight := rapid.Int64Range(0, 1<<62)
	p := &leastchange.Problem{
		First:   []int32{1, 1},
		Figures: []int64{rapid.Int64Range(-most, most).Draw(t, "figure")},
		Scale:   rapid.Int64Range(1, 1000).Draw(t, "scale"),
		Num:     []int64{rapid.SampledFrom([]int64{0, 1, weight.Draw(t, "num")}).Draw(t, "pick")},
		Den:     []int64{max(1, weight.Draw(t, "den"))},
	}
	x := rapid.Int64Range(-most, most).Draw(t, "x") / p.Scale
	wanted := rapid.Int64Range(-most, most).Draw(t, "wanted")
	part := int16(rapid.IntRange(0, 1024).Draw(t, "part"))
	for dir := range 2 {
		main, exact, second, exactSecond := leastchange.Costs(p, 0, dir, x, wanted, part)
		if main.Cmp(exact) != 0 || second.Cmp(exactSecond) != 0 {
			t.Fatalf("cost = %v, %v, want %v, %v", main, second, exact, exactSecond)
		}
	}
}

func TestCostsAreExact(t *testing.T) { rapid.Check(t, costsAreExact) }

// Sums and comparisons of costs are those of fractions, or say that they do not fit.
func fractionsAdd(t *rapid.T) {
	num := rapid.OneOf(rapid.Int64Range(-3, 3), rapid.Int64())
	den := rapid.OneOf(rapid.Int64Range(1, 3), rapid.Int64Range(1, 1<<62))
	var nums, dens [3]int64
	var exact [3]*big.Rat
	for k := range nums {
		nums[k], dens[k] = num.Draw(t, "num"), den.Draw(t, "den")
		exact[k] = big.NewRat(nums[k], dens[k])
	}
	sum, ok := leastchange.SumOfFractions(nums[0], dens[0], nums[1], dens[1])
	if want := new(big.Rat).Add(exact[0], exact[1]); ok && sum.Cmp(want) != 0 {
		t.Fatalf("%v + %v = %v, want %v", exact[0], exact[1], sum, want)
	}
	if dens[0] < 4 && dens[1] < 4 && !ok {
		t.Fatalf("%v + %v does not fit", exact[0], exact[1])
	}
	got := leastchange.CompareFractions(nums[0], dens[0], nums[2], dens[2])
	if want := exact[0].Cmp(exact[2]); got != want {
		t.Fatalf("compare(%v, %v) = %d, want %d", exact[0], exact[2], got, want)
	}
}

func TestFractionsAdd(t *testing.T) { rapid.Check(t, fractionsAdd) }
