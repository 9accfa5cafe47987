package leastchange_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/leastchange"
	"github.com/targetcascade/cascade/internal/quadratic"
)

// source states a problem with shares in eighths.
type source struct {
	*leastchange.Problem
	eighths []int64 // nil means 8 for all
}

func (s source) Figure(i int, figure, weight *big.Float) {
	figure.SetRat(big.NewRat(s.Figures[i], s.Scale))
	weight.SetRat(weightOf(s.Problem, i))
}

func (s source) Limits(i int) (low, high *big.Float) {
	if s.Low != nil && s.Low[i] != leastchange.NoLow {
		low = new(big.Float).SetInt64(s.Low[i])
	}
	if s.High != nil && s.High[i] != leastchange.NoHigh {
		high = new(big.Float).SetInt64(s.High[i])
	}
	return low, high
}

func (s source) Share(i int, share *big.Float) bool {
	if s.eighths == nil {
		return false
	}
	share.SetRat(big.NewRat(s.eighths[i], 8))
	return true
}

// countInEighths lets the children of a unit count in eighths in a problem of sums.
func countInEighths(q *quadratic.Problem, eighths []int64) {
	q.Constraints = slices.DeleteFunc(q.Constraints, func(c quadratic.Constraint) bool {
		counts := len(c.Terms) == 1
		for j, term := range c.Terms {
			if c.Op == quadratic.Equal && len(c.Terms) > 1 && term.Coef.Sign() > 0 {
				c.Terms[j].Coef = big.NewRat(eighths[term.At], 8)
				counts = counts || eighths[term.At] > 0
			}
		}
		return !counts // no child counts, and the parent is by itself
	})
}

// With many bits, the solution is that of an independent solver in fractions, with
// shares, where only leaves have bounds, and without.
func realIsExact(t *rapid.T) {
	p, tight := drawFeasible(t, 12)
	n := len(p.Figures)
	shared := rapid.Bool().Draw(t, "shares")
	if !shared {
		p = tight
	}
	for i := range n {
		if shared && p.Low != nil && !isLeaf(p.First, i) {
			p.Low[i], p.High[i] = leastchange.NoLow, leastchange.NoHigh
		}
	}
	s := source{Problem: p}
	f := leastchange.FloatsOf(p)
	q := general(p)
	if shared {
		f.Shares = make([]float64, n)
		for i := range n {
			s.eighths = append(s.eighths, rapid.SampledFrom([]int64{0, 1, 3, 8, 24}).Draw(t, "share"))
			f.Shares[i] = float64(s.eighths[i]) / 8
		}
		countInEighths(q, s.eighths)
	}
	want, err := quadratic.Solve(q)
	if err != nil {
		return // contradictory, or not determined
	}

	var total *big.Float
	if p.Total != nil {
		total = new(big.Float).SetInt64(*p.Total)
	}
	r := leastchange.NewReal(p.First, s, f.Active(), total)
	x := make([]*big.Float, n)
	for i := range x {
		x[i] = new(big.Float).SetPrec(leastchange.RealBits)
	}
	r.Root(x[0])
	for i := range n {
		for c := p.First[i]; c < p.First[i+1]; c++ {
			r.Figure(int(c), i, x[c])
		}
	}
	limit := big.NewFloat(1e-60)
	for i := range x {
		d := new(big.Float).SetPrec(leastchange.RealBits).SetRat(want.X[i])
		if d.Sub(d, x[i]).Abs(d).Cmp(limit) > 0 {
			t.Fatalf("unit %d = %.20g, want %s", i, x[i], want.X[i].FloatString(20))
		}
	}
}

func TestRealIsExact(t *testing.T) { rapid.Check(t, realIsExact) }

// Unit 1 and its children 3 and 4 are taken to be at bounds, which then only press each
// other. The children go where they are nearest all the same, upwards and downwards.
func TestRealCorrectsBoundsOfAWholeFamily(t *testing.T) {
	const no = leastchange.NoHigh
	for _, tt := range []struct {
		name    string
		figures [5]int64 // of unit 0, which moves no figure, to unit 4
		total   int64
		low     [2]int64 // of units 3 and 4
		high    [3]int64 // of units 1, 3 and 4
		at      [2]leastchange.Bound
		want    [4]float64 // of units 1 to 4
	}{
		{
			name: "figures that agree", figures: [5]int64{0, 0, 10, 0, 0}, total: 10, low: [2]int64{-9, -9},
			high: [3]int64{2, 1, 1}, at: [2]leastchange.Bound{leastchange.AtHigh, leastchange.AtHigh},
			want: [4]float64{0, 10, 0, 0},
		},
		{
			name: "no price keeps both at their bounds", figures: [5]int64{0, 0, 10, 0, 4}, total: 8,
			low: [2]int64{-3, -9}, high: [3]int64{-1, no, 2},
			at:   [2]leastchange.Bound{leastchange.AtLow, leastchange.AtHigh},
			want: [4]float64{-1, 9, -2.5, 1.5},
		},
	} {
		for _, sign := range []int64{1, -1} {
			total := sign * tt.total
			p := &leastchange.Problem{
				First: []int32{1, 3, 5, 5, 5, 5}, Figures: tt.figures[:], Scale: 1,
				Num: []int64{0, 0, 1, 1, 1}, Total: &total,
				Low:  []int64{leastchange.NoLow, leastchange.NoLow, leastchange.NoLow, tt.low[0], tt.low[1]},
				High: []int64{no, tt.high[0], no, tt.high[1], tt.high[2]},
			}
			at := []leastchange.Bound{leastchange.Inside, leastchange.AtHigh, leastchange.Inside, tt.at[0], tt.at[1]}
			if sign < 0 {
				p = mirrored(p)
				for i, b := range at {
					switch b {
					case leastchange.AtLow:
						at[i] = leastchange.AtHigh
					case leastchange.AtHigh:
						at[i] = leastchange.AtLow
					}
				}
			}

			r := leastchange.NewReal(p.First, source{Problem: p}, at, new(big.Float).SetInt64(total))
			for i, parent := range []int{0, 0, 1, 1} {
				x := new(big.Float).SetPrec(leastchange.RealBits)
				r.Figure(i+1, parent, x)
				if got, _ := x.Float64(); got != float64(sign)*tt.want[i] {
					t.Errorf("%s, times %d: figure %d = %v, want %v", tt.name, sign, i+1, got, float64(sign)*tt.want[i])
				}
			}
		}
	}
}

// mirrored is a problem with the other sign.
func mirrored(p *leastchange.Problem) *leastchange.Problem {
	out := *p
	out.Figures, out.Low, out.High = slices.Clone(p.Figures), slices.Clone(p.Low), slices.Clone(p.High)
	for i := range p.Figures {
		out.Figures[i] = -p.Figures[i]
		if out.Low[i] = leastchange.NoLow; p.High[i] != leastchange.NoHigh {
			out.Low[i] = -p.High[i]
		}
		if out.High[i] = leastchange.NoHigh; p.Low[i] != leastchange.NoLow {
			out.High[i] = -p.Low[i]
		}
	}
	return &out
}

// A unit that counts for nothing in its parent and has no figure has the parent's figure. Unit
// 2 is one, and its children 4 and 5 go on from there; so is unit 3, within its bounds.
func TestRealOfWhatDoesNotCount(t *testing.T) {
	no := leastchange.Inside
	for _, tt := range []struct {
		name string
		high int64 // of unit 3
		at   []leastchange.Bound
		want [6]float64
	}{
		{name: "without bounds", high: leastchange.NoHigh, want: [6]float64{6, 6, 6, 6, 3, 9}},
		{
			name: "bounds apart", high: 7, at: []leastchange.Bound{no, no, no, no, no, no},
			want: [6]float64{6, 6, 6, 6, 3, 9},
		},
		{
			name: "a bound that decides", high: 4, at: []leastchange.Bound{no, no, no, no, no, no},
			want: [6]float64{6, 6, 6, 4, 3, 9},
		},
		{
			name: "a bound taken to decide", high: 7,
			at: []leastchange.Bound{no, no, no, leastchange.AtHigh, no, no}, want: [6]float64{6, 6, 6, 6, 3, 9},
		},
	} {
		total := int64(6)
		p := &leastchange.Problem{
			First: []int32{1, 4, 4, 6, 6, 6, 6}, Figures: []int64{0, 3, 0, 0, 0, 9}, Scale: 1,
			Num: []int64{0, 1, 0, 0, 0, 1}, Total: &total, High: slices.Repeat([]int64{leastchange.NoHigh}, 6),
		}
		p.High[3] = tt.high

		s := source{Problem: p, eighths: []int64{8, 8, 0, 0, 4, 4}}
		r := leastchange.NewReal(p.First, s, tt.at, new(big.Float).SetInt64(total))
		for i, parent := range []int{-1, 0, 0, 0, 2, 2} {
			x := new(big.Float).SetPrec(leastchange.RealBits)
			if i == 0 {
				r.Root(x)
			} else {
				r.Figure(i, parent, x)
			}
			if got, _ := x.Float64(); got != tt.want[i] {
				t.Errorf("%s: figure %d = %v, want %v", tt.name, i, got, tt.want[i])
			}
		}
	}
}

// asked counts how often a source is asked for figures.
type asked struct {
	source
	times map[int]int
}

func (s asked) Figure(i int, figure, weight *big.Float) {
	s.times[i]++
	s.source.Figure(i, figure, weight)
}

// A problem that is solved on demand solves each family once, and none that it is not asked for.
func TestRealUpwardAsksOnce(t *testing.T) {
	p := &leastchange.Problem{First: []int32{1, 3, 5, 7, 7, 7, 7, 7}, Scale: 1, Figures: []int64{9, 4, 5, 1, 2, 3, 4}}
	s := asked{source{Problem: p}, map[int]int{}}
	r := leastchange.NewRealUpward(p.First, s, nil)
	m, v := new(big.Float).SetPrec(leastchange.RealBits), new(big.Float).SetPrec(leastchange.RealBits)
	for _, tt := range []struct {
		unit int
		want map[int]int
	}{
		{unit: 2, want: map[int]int{2: 1, 5: 1, 6: 1}},
		{unit: 2, want: map[int]int{2: 1, 5: 1, 6: 1}},
		{unit: 0, want: map[int]int{0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1}},
		{unit: 1, want: map[int]int{0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1}},
	} {
		r.Alone(tt.unit, m, v)
		if diff := cmp.Diff(tt.want, s.times); diff != "" {
			t.Errorf("Alone(%d) asks (-want +got):\n%s", tt.unit, diff)
		}
	}
}

// Leaves without a figure have equal figures, whatever the source says of them.
func TestRealIsEqualWhereNothingIsProposed(t *testing.T) {
	p := &leastchange.Problem{
		First: []int32{1, 4, 4, 4, 4}, Scale: 1, Figures: []int64{11, 4, 1000, -7}, Num: []int64{1, 1, 0, 0},
	}
	r := leastchange.NewReal(p.First, source{Problem: p}, nil, nil)
	x := new(big.Float).SetPrec(leastchange.RealBits)
	for i, want := range []float64{11, 4, 3.5, 3.5} {
		if r.Root(x); i > 0 {
			r.Figure(i, 0, x)
		}
		if got, _ := x.Float64(); got != want {
			t.Errorf("figure %d = %v, want %v", i, got, want)
		}
	}
}

// Bounds that press each other fix all figures of a family, whatever its price is. They stay as
// they are said to decide if some price agrees with all of them, and only then.
func TestRealKeepsBoundsThatPressEachOther(t *testing.T) {
	const no, free = leastchange.NoLow, leastchange.NoHigh
	const in, low, high = leastchange.Inside, leastchange.AtLow, leastchange.AtHigh
	flat, deep := []int32{1, 3, 6, 6, 6, 6, 6}, []int32{1, 3, 5, 5, 7, 7, 7, 7}
	for _, tt := range []struct {
		name      string
		first     []int32
		figures   []int64
		num       []int64
		low, high []int64
		at, want  []leastchange.Bound
	}{
		{
			name: "a minimum presses all to their maxima", first: flat, figures: []int64{0, 0, 0, 0, 0, 0},
			num: []int64{0, 0, 1, 1, 1, 1},
			low: []int64{no, 6, no, no, no, no}, high: []int64{free, free, free, 1, 2, 3},
			at:   []leastchange.Bound{in, low, in, high, high, high},
			want: []leastchange.Bound{in, low, in, high, high, high},
		},
		{
			name: "beside one at its minimum", first: flat, figures: []int64{0, 0, 0, 0, 0, -9},
			num: []int64{0, 0, 1, 1, 1, 1},
			low: []int64{no, 5, no, no, no, 2}, high: []int64{free, free, free, 1, 2, free},
			at:   []leastchange.Bound{in, low, in, high, high, low},
			want: []leastchange.Bound{in, low, in, high, high, low},
		},
		{
			name: "beside one that does not stay at its minimum", first: flat, figures: []int64{0, 0, 0, 0, -1, 0},
			num: []int64{0, 0, 1, 1, 1, 1},
			low: []int64{no, 5, no, no, no, 2}, high: []int64{free, free, free, 1, 2, free},
			at: []leastchange.Bound{in, low, in, high, high, low}, want: []leastchange.Bound{in, low, in, high, in, in},
		},
		{
			name: "beside one that stays as long as the parent's figure pulls little", first: flat,
			figures: []int64{0, 9, 0, 0, 0, -3}, num: []int64{0, 1, 1, 1, 1, 1},
			low: []int64{no, 5, no, no, no, 2}, high: []int64{free, free, free, 1, 2, free},
			at:   []leastchange.Bound{in, low, in, high, high, low},
			want: []leastchange.Bound{in, low, in, high, high, low},
		},
		{
			name: "beside one that leaves since the parent's figure pulls much", first: flat,
			figures: []int64{0, 12, 0, 0, 0, -1}, num: []int64{0, 1, 1, 1, 1, 1},
			low: []int64{no, 5, no, no, no, 2}, high: []int64{free, free, free, 1, 2, free},
			at:   []leastchange.Bound{in, low, in, high, high, low},
			want: []leastchange.Bound{in, in, in, high, high, in},
		},
		{
			name: "one figure is no bound that presses", first: flat, figures: []int64{0, 0, 0, 0, 0, 0},
			num: []int64{0, 0, 1, 1, 1, 1},
			low: []int64{no, 6, no, no, no, 3}, high: []int64{free, free, free, 1, 2, 3},
			at:   []leastchange.Bound{in, low, in, high, high, low},
			want: []leastchange.Bound{in, low, in, high, high, low},
		},
		{
			name: "a maximum below presses the other way, against both", first: deep,
			figures: []int64{0, 0, 0, 0, 0, 0, 0}, num: []int64{0, 0, 1, 0, 1, 1, 1},
			low: []int64{no, 5, no, no, no, 1, no}, high: []int64{free, free, free, 3, 2, free, 2},
			at:   []leastchange.Bound{in, low, in, high, high, low, high},
			want: []leastchange.Bound{in, low, in, high, high, in, in},
		},
		{
			name: "a maximum below presses the other way, with some price", first: deep,
			figures: []int64{0, 0, 0, 0, 0, 0, 9}, num: []int64{0, 0, 1, 0, 1, 1, 1},
			low: []int64{no, 5, no, no, no, 1, no}, high: []int64{free, free, free, 3, 2, free, 2},
			at:   []leastchange.Bound{in, low, in, high, high, low, high},
			want: []leastchange.Bound{in, low, in, high, high, low, high},
		},
		{
			name: "a maximum below presses the other way, with a price above the parent's", first: deep,
			figures: []int64{0, 0, 0, 0, 0, -1, 1}, num: []int64{0, 0, 1, 0, 1, 1, 1},
			low: []int64{no, 5, no, no, no, 1, no}, high: []int64{free, free, free, 3, 2, free, 2},
			at:   []leastchange.Bound{in, low, in, high, high, low, high},
			want: []leastchange.Bound{in, low, in, high, high, low, high},
		},
		{
			name: "a maximum below presses all up", first: deep,
			figures: []int64{0, 0, 0, 0, 0, 0, 0}, num: []int64{0, 0, 1, 0, 1, 1, 1},
			low: []int64{no, 5, no, no, no, no, no}, high: []int64{free, free, free, 3, 2, 1, 2},
			at:   []leastchange.Bound{in, low, in, high, high, high, high},
			want: []leastchange.Bound{in, low, in, high, high, high, high},
		},
		{
			name: "a maximum below presses all down", first: deep,
			figures: []int64{0, 0, 0, 0, 0, 9, 9}, num: []int64{0, 0, 1, 0, 1, 1, 1},
			low: []int64{no, 5, no, no, no, 1, 2}, high: []int64{free, free, free, 3, 2, free, free},
			at:   []leastchange.Bound{in, low, in, high, high, low, low},
			want: []leastchange.Bound{in, low, in, high, high, low, low},
		},
		{
			name: "a minimum below presses the same way", first: deep,
			figures: []int64{0, 0, 0, 0, 0, 0, 0}, num: []int64{0, 0, 1, 0, 1, 1, 1},
			low: []int64{no, 5, no, 3, no, no, no}, high: []int64{free, free, free, free, 2, 1, 2},
			at:   []leastchange.Bound{in, low, in, low, high, high, high},
			want: []leastchange.Bound{in, low, in, low, high, high, high},
		},
	} {
		for _, sign := range []int64{1, -1} {
			p := &leastchange.Problem{
				First: tt.first, Scale: 1, Figures: tt.figures, Num: tt.num, Low: tt.low, High: tt.high,
				Total: new(int64(4)),
			}
			at, want := slices.Clone(tt.at), slices.Clone(tt.want)
			if sign < 0 {
				p = mirrored(p)
				p.Total = new(int64(-4))
				for _, bounds := range [][]leastchange.Bound{at, want} {
					for i, b := range bounds {
						bounds[i] = [...]leastchange.Bound{in, high, low}[b]
						if p.Low[i] == p.High[i] {
							bounds[i] = low
						}
					}
				}
			}

			exact, err := quadratic.Solve(general(p))
			if err != nil {
				t.Fatal(err)
			}
			r := leastchange.NewReal(p.First, source{Problem: p}, at, new(big.Float).SetInt64(*p.Total))
			if !slices.Equal(at, want) {
				t.Errorf("%s, times %d: %v decide, want %v", tt.name, sign, at, want)
			}
			x := new(big.Float).SetPrec(leastchange.RealBits)
			for i := 1; i < len(at); i++ {
				r.Figure(i, parentOf(p.First, i), x)
				got, _ := x.Float64()
				if w, _ := exact.X[i].Float64(); got != w {
					t.Errorf("%s, times %d: figure %d = %v, want %v", tt.name, sign, i, got, w)
				}
			}
		}
	}
}
