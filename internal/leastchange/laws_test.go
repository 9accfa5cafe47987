package leastchange_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/leastchange"
)

// Figures that add up, in whole quanta and within the bounds, come back.
func coherentComesBack(t *rapid.T) {
	p, tight := drawFeasible(t, 12)
	x := solve(t, tight)
	for i, v := range x {
		p.Figures[i] = v * p.Scale
	}
	if p.Total != nil {
		p.Total = new(x[0])
	}
	if p.Num != nil {
		for i := range x {
			if isLeaf(p.First, i) {
				p.Num[i] = max(p.Num[i], 1)
			}
		}
	}
	tight, _, _ = p.Tighten()
	if diff := cmp.Diff(x, solve(t, tight)); diff != "" {
		t.Fatalf("Solve() mismatch (-want +got):\n%s", diff)
	}
}

func TestCoherentComesBack(t *testing.T) { rapid.Check(t, coherentComesBack) }

// Weights times one factor change nothing.
func onlyRatiosOfWeightsCount(t *rapid.T) {
	_, p := drawFeasible(t, 12)
	if p.Num == nil {
		p.Num = slices.Repeat([]int64{1}, len(p.Figures))
	}
	want := solve(t, p)
	factor := rapid.SampledFrom([]int64{2, 3, 10, 1_000_003}).Draw(t, "factor")
	for i := range p.Num {
		p.Num[i] *= factor
	}
	if diff := cmp.Diff(want, solve(t, p)); diff != "" {
		t.Fatalf("Solve() mismatch (-want +got):\n%s", diff)
	}
}

func TestOnlyRatiosOfWeightsCount(t *testing.T) { rapid.Check(t, onlyRatiosOfWeightsCount) }

// A further bound never improves the objective.
func boundsDoNotHelp(t *rapid.T) {
	p, tight := drawFeasible(t, 12)
	before := objective(p, solve(t, tight))
	n := len(p.Figures)
	if p.Low == nil {
		p.Low = slices.Repeat([]int64{leastchange.NoLow}, n)
		p.High = slices.Repeat([]int64{leastchange.NoHigh}, n)
	}
	at := rapid.IntRange(0, n-1).Draw(t, "at")
	p.Low[at] = max(p.Low[at], rapid.Int64Range(-2, 4).Draw(t, "more"))
	tight, conflicts, err := p.Tighten()
	if err != nil || len(conflicts) > 0 {
		return
	}
	if after := objective(p, solve(t, tight)); after.Cmp(before) < 0 {
		t.Fatalf("a minimum of unit %d lowers the objective from %s to %s", at, before, after)
	}
}

func TestBoundsDoNotHelp(t *testing.T) { rapid.Check(t, boundsDoNotHelp) }

// The order of the units of the last level changes which of several nearest plans
// is taken, and never how near it is.
func orderDoesNotCount(t *rapid.T) {
	_, p := drawFeasible(t, 12)
	n := len(p.Figures)
	want := objective(p, solve(t, p))

	turned := &leastchange.Problem{First: p.First, Scale: p.Scale, Total: p.Total}
	from := make([]int, n)
	for i := range from {
		from[i] = i
	}
	for i := range n {
		lo, hi := int(p.First[i]), int(p.First[i+1])
		if lo < hi && p.First[lo] == p.First[hi] { // a family of leaves
			slices.Reverse(from[lo:hi])
		}
	}
	turn := func(values []int64) (out []int64) {
		for i := range values {
			out = append(out, values[from[i]])
		}
		return out
	}
	turned.Figures, turned.Num, turned.Den = turn(p.Figures), turn(p.Num), turn(p.Den)
	turned.Low, turned.High = turn(p.Low), turn(p.High)
	if got := objective(turned, solve(t, turned)); got.Cmp(want) != 0 {
		t.Fatalf("in another order the objective is %s, want %s", got, want)
	}
}

func TestOrderDoesNotCount(t *testing.T) { rapid.Check(t, orderDoesNotCount) }

// Units without weight share what is left, and ties go to the first unit.
func TestWhatIsLeft(t *testing.T) {
	const none, free = leastchange.NoLow, leastchange.NoHigh
	five := []int32{1, 5, 5, 5, 5, 5}

	tests := []struct {
		name    string
		problem leastchange.Problem
		want    []int64
	}{
		{
			name: "equally",
			problem: leastchange.Problem{
				First: five, Scale: 1, Figures: []int64{10, 4, 0, 0, 0}, Num: []int64{1, 1, 0, 0, 0},
			},
			want: []int64{10, 4, 2, 2, 2},
		},
		{
			name: "a tie goes to the first unit",
			problem: leastchange.Problem{
				First: five, Scale: 1, Figures: []int64{12, 4, 0, 0, 0}, Num: []int64{1, 1, 0, 0, 0},
			},
			want: []int64{12, 4, 3, 3, 2},
		},
		{
			name: "within bounds",
			problem: leastchange.Problem{
				First: []int32{1, 4, 4, 4, 4}, Scale: 1, Figures: []int64{10, 0, 0, 0}, Num: []int64{1, 0, 0, 0},
				Low: []int64{none, none, 5, none}, High: []int64{free, 1, free, free},
			},
			want: []int64{10, 1, 5, 4},
		},
		{
			name: "halfway up, the root and then the first unit",
			problem: leastchange.Problem{
				First: []int32{1, 3, 3, 3}, Scale: 2, Figures: []int64{5, 5, 0}, Num: []int64{1, 1, 1},
			},
			want: []int64{3, 3, 0},
		},
		{
			name: "near what is wanted",
			problem: leastchange.Problem{
				First: []int32{1, 3, 3, 3}, Scale: 1, Figures: []int64{10, 0, 0}, Num: []int64{1, 0, 0},
				Wanted: []int64{0, 7, 1},
			},
			want: []int64{10, 8, 2},
		},
		{
			name: "near what is wanted, within bounds",
			problem: leastchange.Problem{
				First: []int32{1, 4, 4, 4, 4}, Scale: 1, Figures: []int64{10, 0, 0, 0}, Num: []int64{1, 0, 0, 0},
				Low: []int64{none, none, 5, none}, High: []int64{free, 1, free, free}, Wanted: []int64{0, 4, 4, -2},
			},
			want: []int64{10, 1, 8, 1},
		},
		{
			name: "near what is wanted, through units between",
			problem: leastchange.Problem{
				First: []int32{1, 3, 5, 7, 7, 7, 7, 7}, Scale: 1, Figures: []int64{20, 0, 0, 0, 0, 0, 0},
				Num: []int64{1, 0, 0, 0, 0, 0, 0}, Wanted: []int64{0, 12, 8, 6, 6, 9, -1},
			},
			want: []int64{20, 12, 8, 6, 6, 9, -1},
		},
		{
			name: "near what is wanted, as far as sums allow",
			problem: leastchange.Problem{
				First: []int32{1, 3, 5, 7, 7, 7, 7, 7}, Scale: 1, Figures: []int64{30, 0, 0, 0, 0, 0, 0},
				Num: []int64{1, 0, 0, 0, 0, 0, 0}, Wanted: []int64{0, 12, 8, 6, 6, 9, -1},
			},
			want: []int64{30, 17, 13, 9, 8, 12, 1},
		},
		{
			name: "the units between go by real numbers",
			problem: leastchange.Problem{
				First: []int32{1, 3, 5, 7, 7, 7, 7, 7}, Scale: 1,
				Figures: []int64{2, 0, 0, 0, 0, 0, 0}, Num: []int64{8, 0, 0, 1, 1, 1, 1},
			},
			want: []int64{2, 1, 1, 1, 0, 1, 0},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _, err := tt.problem.Tighten()
			if err != nil {
				t.Fatal(err)
			}
			inFractions := *p // costs are compared in fractions where weights have denominators
			inFractions.Den = slices.Repeat([]int64{1}, len(tt.want))
			for _, p := range []*leastchange.Problem{p, &inFractions} {
				if diff := cmp.Diff(tt.want, solve(t, p)); diff != "" {
					t.Errorf("Solve() mismatch (-want +got):\n%s", diff)
				}
				x, _ := leastchange.SolveWide(wide(p, big.NewInt(1)))
				if fmt.Sprint(x) != fmt.Sprint(tt.want) {
					t.Errorf("SolveWide() = %v, want %v", x, tt.want)
				}
			}
		})
	}
}
