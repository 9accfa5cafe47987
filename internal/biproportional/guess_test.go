package biproportional

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

func ints(a ...int64) []*big.Int {
	b := make([]*big.Int, len(a))
	for i, x := range a {
		b[i] = big.NewInt(x)
	}
	return b
}

func TestFit(t *testing.T) {
	for _, tt := range []struct {
		name                             string
		mult, margin, free, held, expect float64
	}{
		{"free makes up for the rest", 3, 10, 4, 2, 6},
		{"nothing held", 3, 10, 5, 0, 6},
		{"all held and too little", 3, 10, 0, 4, 6},
		{"all held and too much", 3, 10, 0, 12, 1.5},
		{"all held and right", 3, 10, 0, 10, 3},
		{"held take all", 3, 10, 4, 10, 1.5},
		{"held take more", 3, 10, 4, 12, 1.5},
		{"no margin", 3, 0, 4, 0, 1.5},
		{"nothing at all", 3, 0, 0, 0, 3},
		{"too small", tiny, 0, 4, 0, tiny},
		{"too large", 1 / tiny, 4, 0, 0, 1 / tiny},
	} {
		if got := fit(tt.mult, tt.margin, tt.free, tt.held); got != tt.expect {
			t.Errorf("%s: fit() = %v, want %v", tt.name, got, tt.expect)
		}
	}
}

func TestPart(t *testing.T) {
	for _, tt := range []struct{ q, lo, hi, free, held float64 }{
		{5, 1, 9, 5, 0},
		{0.5, 1, 9, 0, 1},
		{10, 1, 9, 0, 9},
		{5, 0, math.Inf(1), 5, 0},
		{5, 3, 3, 0, 3},
		{3, 3, 9, 0, 3},
		{9, 3, 9, 0, 9},
	} {
		if free, held := freeOrHeld(tt.q, tt.lo, tt.hi); free != tt.free || held != tt.held {
			t.Errorf("part(%v, %v, %v) = %v, %v", tt.q, tt.lo, tt.hi, free, held)
		}
	}
}

func TestLevel(t *testing.T) {
	huge := new(big.Int).Exp(big.NewInt(2), big.NewInt(900), nil)
	p := Problem{
		Rows: ints(9, 9, 9, 0), Cols: ints(9, 9, 9),
		Weights: append(ints(8, 2, 0, 4, 4, 0, 1, 0, 0), huge, huge, huge),
	}

	tb := newTable(p)
	rho, sigma := tb.toOne()
	if want := []float64{1.0 / 8, 1.0 / 4, 1, 1}; !slices.Equal(rho, want) {
		t.Errorf("toOne() has rows %v, want %v", rho, want)
	}
	if want := []float64{1, 1, 1}; !slices.Equal(sigma, want) {
		t.Errorf("toOne() has columns %v, want %v", sigma, want)
	}
	// Weights that are nowhere near are brought to one as far as the multipliers
	// go.
	p = Problem{
		Rows:    ints(1, 1),
		Cols:    ints(1, 1),
		Weights: []*big.Int{huge, big.NewInt(1), big.NewInt(0), big.NewInt(1)},
	}

	rho, sigma = newTable(p).toOne()
	if want := []float64{tiny, 1}; !slices.Equal(rho, want) {
		t.Errorf("toOne() has rows %v, want %v", rho, want)
	}
	if want := []float64{math.Pow(2, -400), 1}; !slices.Equal(sigma, want) {
		t.Errorf("toOne() has columns %v, want %v", sigma, want)
	}
	p = Problem{Rows: ints(1, 1), Cols: ints(1, 1), Weights: []*big.Int{huge, big.NewInt(1), huge, big.NewInt(0)}}
	rho, sigma = newTable(p).toOne()
	if want := []float64{math.Pow(2, -400), 1 / tiny}; !slices.Equal(rho, []float64{tiny, tiny}) ||
		!slices.Equal(sigma, want) {
		t.Errorf("toOne() = %v, %v, want columns %v", rho, sigma, want)
	}
}

// drawTable draws a table with margins that its bounds allow, since they are
// those of some table.
func drawTable(r *rand.Rand, m, n int, rounding Rounding, bounded bool) Problem {
	p := Problem{Rounding: rounding}
	row, col := make([]int64, m), make([]int64, n)
	if bounded {
		p.Min, p.Max = make([]*big.Int, m*n), make([]*big.Int, m*n)
	}

	for c := range m * n {
		w, x := 1+r.Int64N(1000), 1+r.Int64N(100)
		if r.IntN(5) == 0 {
			w, x = 0, 0
		}
		if bounded {
			switch r.IntN(4) {
			case 0:
				p.Min[c] = big.NewInt(max(0, x-r.Int64N(40)))
			case 1:
				p.Max[c] = big.NewInt(x + r.Int64N(40))
			case 2:
				p.Min[c], p.Max[c] = big.NewInt(max(0, x-r.Int64N(40))), big.NewInt(x+r.Int64N(40))
			}
		}
		p.Weights = append(p.Weights, big.NewInt(w))
		row[c/n] += x
		col[c%n] += x
	}

	p.Rows, p.Cols = ints(row...), ints(col...)
	return p
}

// TestGuessMeets checks that the products, within the bounds, meet the margins
// but for next to nothing. A line that its bounds hold altogether is only
// halved or doubled, so that a few tables may stall.
func TestGuessMeets(t *testing.T) {
	missed := 0
	r := rand.New(rand.NewPCG(2, 1))
	for k := range 200 {
		p := drawTable(r, 3+r.IntN(6), 3+r.IntN(6), Webster, k%2 == 1)
		tb := newTable(p)
		rho, sigma := tb.guess()
		row, col := make([]float64, tb.m), make([]float64, tb.n)
		for c := range tb.w {
			q := max(float64(rho[c/tb.n]*tb.wf[c]*sigma[c%tb.n]), float(tb.lo[c]))
			if tb.hi[c] != nil {
				q = min(q, float(tb.hi[c]))
			}
			row[c/tb.n] += q
			col[c%tb.n] += q
		}
		off := 0.0
		for i, x := range row {
			off += math.Abs(x - float(tb.rows[i]))
		}
		for j, x := range col {
			off += math.Abs(x - float(tb.cols[j]))
		}
		if off > 0.2 {
			missed++
		}
		if off > 20 {
			t.Errorf("table %d: the guess misses its margins by %v", k, off)
		}
	}

	if missed > 2 {
		t.Errorf("%d of 200 guesses miss their margins", missed)
	}
}

// sweeps is proportional fitting as one would write it, without bounds: it
// returns how far the rows were off before each sweep, and the multipliers after
// it.
func (t *table) sweeps(count int) (off []float64, rho, sigma [][]float64) {
	a, b := t.toOne()
	for range count {
		d := 0.0
		col := make([]float64, t.n)
		for i := range a {
			sum := 0.0
			for j := range b {
				sum += float64(a[i] * t.wf[i*t.n+j] * b[j])
			}
			d += math.Abs(sum - float(t.rows[i]))
			a[i] *= float(t.rows[i]) / sum
			for j := range b {
				col[j] += float64(a[i] * t.wf[i*t.n+j] * b[j])
			}
		}
		for j := range b {
			b[j] *= float(t.cols[j]) / col[j]
		}
		off = append(off, d)
		rho, sigma = append(rho, slices.Clone(a)), append(sigma, slices.Clone(b))
	}

	return off, rho, sigma
}

// TestGuessStops checks the sweep after which fitting stops: the first that
// began less than a tenth of a unit off; the thirteenth after one that was
// better by three tenths than all before; or the last that is allowed.
func TestGuessStops(t *testing.T) {
	for _, tt := range []struct {
		name string
		p    Problem
		want int
	}{
		{"at once", Problem{Rows: ints(2, 2), Cols: ints(2, 2), Weights: ints(1, 1, 1, 1)}, 1},
		{"soon", Problem{Rows: ints(40, 60), Cols: ints(50, 50), Weights: ints(3, 1, 2, 7)}, 0},
		{"stalled", Problem{Rows: ints(1000, 1000), Cols: ints(1000, 1000), Weights: ints(1, 1, 1, 0)}, 0},
		{
			"stalled from the start",
			Problem{Rows: ints(10, 2000), Cols: ints(1000, 1010), Weights: ints(1, 1, 1, 0)},
			14,
		},
		{"slow", Problem{Rows: ints(1e14, 1e14), Cols: ints(1e14, 1e14), Weights: ints(100, 1, 1, 100)}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tb := newTable(tt.p)
			off, rho, sigma := tb.sweeps(maxSweeps)
			stop, best, since := maxSweeps, math.Inf(1), 0

			for k, d := range off {
				if since++; d < 0.7*best {
					best, since = d, 0
				}
				if d < 0.1 || since == 13 {
					stop = k + 1
					break
				}
			}

			if tt.want > 0 && stop != tt.want {
				t.Errorf("fitting takes %d sweeps, want %d", stop, tt.want)
			}
			a, b := tb.guess()
			if !slices.Equal(a, rho[stop-1]) || !slices.Equal(b, sigma[stop-1]) {
				t.Errorf("guess() = %v, %v, want those after %d sweeps, %v, %v", a, b, stop, rho[stop-1], sigma[stop-1])
			}
		})
	}
}
