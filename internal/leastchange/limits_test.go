package leastchange_test

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/targetcascade/cascade/internal/leastchange"
)

// Numbers are words up to a sum of 2⁵⁸ parts, and what is larger is refused.
func TestSolveLimits(t *testing.T) {
	const no, free = leastchange.NoLow, leastchange.NoHigh
	three := []int32{1, 3, 3, 3}
	for _, tt := range []struct {
		name    string
		problem leastchange.Problem
		wide    bool
	}{
		{name: "figures", problem: leastchange.Problem{Figures: []int64{1 << 57, 1 << 56, 1<<56 - 1<<10}}},
		{
			name: "figures that are large", problem: leastchange.Problem{Figures: []int64{1 << 57, 1 << 56, 1 << 56}},
			wide: true,
		},
		{
			name:    "figures below zero",
			problem: leastchange.Problem{Figures: []int64{-1 << 57, -1 << 56, -1<<56 + 1<<10}},
		},
		{
			name:    "figures that are far below zero",
			problem: leastchange.Problem{Figures: []int64{-1 << 57, -1 << 56, -1 << 56}}, wide: true,
		},
		{name: "parts", problem: leastchange.Problem{Figures: []int64{1 << 57, 1 << 56, 1<<56 - 1<<10}, Scale: 1 << 8}},
		{
			name:    "large parts",
			problem: leastchange.Problem{Figures: []int64{1 << 57, 1 << 56, 1 << 56}, Scale: 1 << 8}, wide: true,
		},
		{name: "total", problem: leastchange.Problem{Figures: []int64{1, 1, 1}, Total: new(int64(1<<58 - 1<<10))}},
		{
			name: "large total", problem: leastchange.Problem{Figures: []int64{1, 1, 1}, Total: new(int64(1 << 58))},
			wide: true,
		},
		{
			name:    "negative total",
			problem: leastchange.Problem{Figures: []int64{1, 1, 1}, Total: new(int64(-1 << 58))}, wide: true,
		},
		{
			name:    "total in parts",
			problem: leastchange.Problem{Figures: []int64{1, 1, 1}, Total: new(int64(1<<50 - 1<<10)), Scale: 1 << 8},
		},
		{
			name:    "large total in parts",
			problem: leastchange.Problem{Figures: []int64{1, 1, 1}, Total: new(int64(1 << 50)), Scale: 1 << 8},
			wide:    true,
		},
		{
			name: "bounds", problem: leastchange.Problem{
				Figures: []int64{1, 1, 1}, Low: []int64{no, -1 << 56, no}, High: []int64{free, 1 << 57, 1<<56 - 1<<10},
			},
		},
		{
			name: "large minima", problem: leastchange.Problem{
				Figures: []int64{1, 1, 1}, Low: []int64{no, -1 << 57, -1 << 57}, High: []int64{free, free, free},
			}, wide: true,
		},
		{
			name: "large maxima", problem: leastchange.Problem{
				Figures: []int64{1, 1, 1}, Low: []int64{no, no, no}, High: []int64{free, 1 << 57, 1 << 57},
			}, wide: true,
		},
	} {
		p := tt.problem
		p.First, p.Scale = three, max(p.Scale, 1)
		x, _, err := leastchange.Solve(&p)
		if tt.wide != (err == leastchange.ErrWide) || !tt.wide && err != nil {
			t.Errorf("%s: Solve() = %v, want an error: %t", tt.name, err, tt.wide)
		}

		if err == nil {
			keeps(t, &p, x)
			certain(t, &p, x)
		}
	}
}

// Sums of bounds are words up to 2⁶⁰, and what is larger is refused.
func TestTightenLimits(t *testing.T) {
	const no, free, most = leastchange.NoLow, leastchange.NoHigh, 1 << 60
	for _, tt := range []struct {
		low, high [2]int64
		want      [2]int64 // the bounds of the root; both zero if they are refused
	}{
		{low: [2]int64{no, no}, high: [2]int64{free, free}, want: [2]int64{no, free}},
		{low: [2]int64{no, 5}, high: [2]int64{free, 7}, want: [2]int64{no, free}},
		{low: [2]int64{4, 5}, high: [2]int64{6, 7}, want: [2]int64{9, 13}},
		{low: [2]int64{most - 1, 1}, high: [2]int64{free, free}, want: [2]int64{most, free}},
		{low: [2]int64{most, 1}, high: [2]int64{free, free}},
		{low: [2]int64{1 - most, -1}, high: [2]int64{free, free}, want: [2]int64{-most, free}},
		{low: [2]int64{-most, -1}, high: [2]int64{free, free}},
		{low: [2]int64{no, no}, high: [2]int64{most - 1, 1}, want: [2]int64{no, most}},
		{low: [2]int64{no, no}, high: [2]int64{most, 1}},
		{low: [2]int64{no, no}, high: [2]int64{1 - most, -1}, want: [2]int64{no, -most}},
		{low: [2]int64{no, no}, high: [2]int64{-most, -1}},
		{low: [2]int64{math.MaxInt64, math.MaxInt64}, high: [2]int64{free, free}},
	} {
		p := &leastchange.Problem{
			First: []int32{1, 3, 3, 3}, Scale: 1, Figures: make([]int64, 3),
			Low: []int64{no, tt.low[0], tt.low[1]}, High: []int64{free, tt.high[0], tt.high[1]},
		}
		got, conflicts, err := p.Tighten()
		if refused := tt.want == [2]int64{}; refused || err != nil {
			if err != leastchange.ErrWide || !refused {
				t.Errorf("Tighten(%v to %v) = %v, want an error: %t", tt.low, tt.high, err, refused)
			}
			continue
		}
		if len(conflicts) > 0 || got.Low[0] != tt.want[0] || got.High[0] != tt.want[1] {
			t.Errorf("Tighten(%v to %v) = %d to %d, %v, want %v", tt.low, tt.high, got.Low[0], got.High[0], conflicts,
				tt.want)
		}
	}
}

// The n cheapest keys come first: of equal costs the first unit that gains a quantum, and the
// last one that loses one.
func TestCheapest(t *testing.T) {
	patterns := map[string]func(i int) float64{
		"rising": func(i int) float64 { return float64(i) }, "falling": func(i int) float64 { return float64(-i) },
		"equal": func(int) float64 { return 1 }, "two": func(i int) float64 { return float64(i % 2) },
		"mixed": func(i int) float64 { return float64(i * 7 % 11) },
		"many":  func(i int) float64 { return float64(i * 37 % 101) },
	}
	for name, cost := range patterns {
		for _, size := range []int{1, 2, 3, 5, 6, 9, 30} {
			for n := range size + 1 {
				for _, sign := range []int32{1, -1} {
					var costs []float64
					var units []int32
					for i := range size {
						costs, units = append(costs, cost(i)), append(units, sign*int32(i))
					}
					want := slices.Clone(units)
					slices.SortFunc(want, func(a, b int32) int {
						return cmp.Or(cmp.Compare(costs[a*sign], costs[b*sign]), cmp.Compare(a, b))
					})

					got := leastchange.Cheapest(costs, units, n)
					slices.Sort(got[:n])
					slices.Sort(want[:n])
					if !slices.Equal(got[:n], want[:n]) {
						t.Errorf("the %d cheapest of %d, %s, times %d: %v, want %v", n, size, name, sign, got[:n],
							want[:n])
					}
				}
			}
		}
	}
}

// Room is made once for the corners of all families, and no more than they can have. In a deep
// tree they keep a limited number.
func TestCorners(t *testing.T) {
	for _, tt := range []struct {
		name       string
		first      []int32
		half       bool // every other unit has no maximum, and the others no minimum
		kept, room int
	}{
		{name: "two levels", first: shape(1, 3, 9), kept: 24, room: 42},
		{name: "three levels", first: shape(1, 2, 4, 8), kept: 28, room: 68},
		{name: "caterpillar", first: caterpillar(9), kept: 36, room: 180},
		{name: "half of them without bounds", first: shape(1, 3, 9), half: true, kept: 18, room: 42},
		{name: "deep caterpillar", first: caterpillar(60), kept: 240, room: 2016},
	} {
		n := len(tt.first) - 1
		p := &leastchange.Problem{First: tt.first, Scale: 1, Figures: make([]int64, n)}
		for i := range n {
			p.Low, p.High = append(p.Low, int64(-i-1)), append(p.High, int64(i+1))
			if tt.half && i%2 == 0 {
				p.High[i] = leastchange.NoHigh
			} else if tt.half {
				p.Low[i] = leastchange.NoLow
			}
		}
		tight, conflicts, err := p.Tighten()
		if err != nil || len(conflicts) > 0 {
			t.Fatal(err, conflicts)
		}
		if kept, room := leastchange.Corners(tight); kept != tt.kept || room != tt.room {
			t.Errorf("%s: %d corners in a room for %d, want %d in %d", tt.name, kept, room, tt.kept, tt.room)
		}
	}
}

// Weights in floating point are one division beside the largest.
func TestRelative(t *testing.T) {
	for _, tt := range []struct {
		num, den []int64
		want     []float64
	}{
		{},
		{num: []int64{2, 8, 0}, want: []float64{0.25, 1, 0}},
		{den: []int64{8, 2, 4}, want: []float64{0.25, 1, 0.5}},
		{num: []int64{3, 1, 0}, den: []int64{4, 1, 5}, want: []float64{0.75, 1, 0}},
		{num: []int64{6, 1, 2}, den: []int64{2, 1, 3}, want: []float64{1, 1. / 3, 2. / 9}},
		{num: []int64{0, 0, 0}, den: []int64{4, 1, 5}, want: []float64{0, 0, 0}},
		{num: []int64{0, 0, 5}, den: []int64{4, 1, 5}, want: []float64{0, 0, 1}},
	} {
		p := &leastchange.Problem{
			First: []int32{1, 3, 3, 3}, Figures: make([]int64, 3), Scale: 1, Num: tt.num, Den: tt.den,
		}
		if got := leastchange.Relative(p); !slices.Equal(got, tt.want) {
			t.Errorf("weights of %v/%v = %v, want %v", tt.num, tt.den, got, tt.want)
		}
	}
}

// Weights that floating point does not tell apart decide all the same: the heavier unit moves
// less, and of units of one weight the first takes the quantum.
func TestCloseWeights(t *testing.T) {
	const huge = 1 << 60
	for _, tt := range []struct {
		name     string
		figures  []int64
		num, den []int64
		total    int64
		want     []int64
	}{
		{
			name: "first is lighter", figures: []int64{0, 5, 5}, num: []int64{1, huge, huge + 1}, total: 11,
			want: []int64{11, 6, 5},
		},
		{
			name: "second is lighter", figures: []int64{0, 5, 5}, num: []int64{1, huge + 1, huge}, total: 11,
			want: []int64{11, 5, 6},
		},
		{name: "alike", figures: []int64{0, 5, 5}, num: []int64{1, huge, huge}, total: 11, want: []int64{11, 6, 5}},
		{
			name: "first is lighter, down", figures: []int64{0, 5, 5}, num: []int64{1, huge, huge + 1}, total: 9,
			want: []int64{9, 4, 5},
		},
		{name: "alike, down", figures: []int64{0, 5, 5}, num: []int64{1, huge, huge}, total: 9, want: []int64{9, 5, 4}},
		{
			name: "the last of three is lightest", figures: []int64{0, 5, 5, 5},
			num: []int64{1, huge, huge + 1, huge - 1}, total: 16,
			want: []int64{16, 5, 5, 6},
		},
		{
			name: "the second of three is lightest", figures: []int64{0, 5, 5, 5},
			num:   []int64{1, huge + 1, huge - 1, huge},
			total: 16, want: []int64{16, 5, 6, 5},
		},
		{
			name: "two of four are light, down", figures: []int64{0, 5, 5, 5, 5},
			num:   []int64{1, huge + 1, huge - 1, huge, huge - 2},
			total: 18, want: []int64{18, 5, 4, 5, 4},
		},
		{
			name: "two of four are light, of fractions", figures: []int64{0, 5, 5, 5, 5},
			num: []int64{1, huge + 1, huge - 1, huge, huge - 2}, den: []int64{1, 3, 3, 3, 3},
			total: 22, want: []int64{22, 5, 6, 5, 6},
		},
		{
			name: "fractions", figures: []int64{0, 5, 5}, num: []int64{1, huge - 1, huge - 2},
			den:   []int64{1, huge, huge - 1},
			total: 11, want: []int64{11, 5, 6},
		},
		{
			name: "fractions, the other way", figures: []int64{0, 5, 5}, num: []int64{1, huge - 2, huge - 1},
			den: []int64{1, huge - 1, huge}, total: 11, want: []int64{11, 6, 5},
		},
		{
			name: "equal fractions", figures: []int64{0, 5, 5}, num: []int64{1, huge - 2, huge/2 - 1},
			den: []int64{1, huge, huge / 2}, total: 11, want: []int64{11, 6, 5},
		},
	} {
		p := &leastchange.Problem{
			First: shape(1, len(tt.figures)-1), Scale: 1, Figures: tt.figures, Num: tt.num, Den: tt.den,
			Total: &tt.total,
		}
		if got := solve(t, p); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Solve() = %v, want %v", tt.name, got, tt.want)
		}
		x, _ := leastchange.SolveWide(wide(p, big.NewInt(1)))
		for i, v := range x {
			if v.Cmp(big.NewInt(tt.want[i])) != 0 {
				t.Errorf("%s: SolveWide() = %v, want %v", tt.name, x, tt.want)
				break
			}
		}
	}
}

// Figures of big integers are clamped to their bounds, and the root's to its total.
func TestWideWithin(t *testing.T) {
	p := &leastchange.Wide{
		Low: []*big.Int{nil, nil, big.NewInt(2)}, High: []*big.Int{nil, big.NewInt(7), nil}, Total: big.NewInt(5),
	}
	for _, tt := range []struct {
		unit    int
		x, want int64
	}{
		{unit: 0, x: 4, want: 5},
		{unit: 0, x: 6, want: 5},
		{unit: 1, x: -9, want: -9},
		{unit: 1, x: 7, want: 7},
		{unit: 1, x: 8, want: 7},
		{unit: 2, x: 1, want: 2},
		{unit: 2, x: 2, want: 2},
		{unit: 2, x: 99, want: 99},
	} {
		if got := p.Within(tt.unit, tt.x); got.Cmp(big.NewInt(tt.want)) != 0 {
			t.Errorf("within(%d, %d) = %s, want %d", tt.unit, tt.x, got, tt.want)
		}
	}
}
