package biproportional_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/biproportional"
)

// checkOptimal fails unless x meets the margins and no cycle of moves
// multiplies to less than one, by Bellman and Ford on exact fractions. Margins
// have to leave each cell with a weight a unit.
func checkOptimal(t rapid.TB, p biproportional.Problem, x []*big.Int) {
	t.Helper()
	m, n := len(p.Rows), len(p.Cols)
	for i, want := range p.Rows {
		got := new(big.Int)
		for _, v := range x[i*n : (i+1)*n] {
			got.Add(got, v)
		}
		if got.Cmp(want) != 0 {
			t.Fatalf("row %d sums to %v, want %v", i, got, want)
		}
	}

	for j, want := range p.Cols {
		got := new(big.Int)
		for i := range m {
			got.Add(got, x[i*n+j])
		}
		if got.Cmp(want) != 0 {
			t.Fatalf("column %d sums to %v, want %v", j, got, want)
		}
	}

	type move struct {
		from, to int
		cost     *big.Rat
	}

	var moves []move
	one := big.NewInt(1)
	impervious := p.Rounding >= biproportional.Adams

	for c, w := range p.Weights {
		i, j := c/n, m+c%n
		switch {
		case w.Sign() == 0 || p.Rows[i].Sign() == 0 || p.Cols[c%n].Sign() == 0:
			if x[c].Sign() != 0 {
				t.Fatalf("cell %d is %v without weight or amount", c, x[c])
			}
			continue
		case impervious && x[c].Sign() == 0:
			t.Fatalf("cell %d is empty although its first unit costs nothing", c)
		}

		if x[c].Sign() > 0 && !(impervious && x[c].Cmp(one) == 0) {
			moves = append(moves, move{i, j, new(big.Rat).Inv(price(p.Rounding, x[c], w))})
		}
		next := new(big.Int).Add(x[c], one)
		moves = append(moves, move{j, i, price(p.Rounding, next, w)})
	}

	at := make([]*big.Rat, m+n)

	for v := range at {
		at[v] = big.NewRat(1, 1)
	}
	for round := 0; ; round++ {
		changed := false
		for _, e := range moves {
			if to := new(big.Rat).Mul(at[e.from], e.cost); to.Cmp(at[e.to]) < 0 {
				at[e.to], changed = to, true
			}
		}
		if !changed {
			return
		}
		if round > m+n {
			t.Fatal("some cycle of moves makes the table better")
		}
	}
}

// near draws weights of the given digits that differ in the last few only, so
// that cells tie to all but a few of their digits.
func near(r *rand.Rand, m, n, digits int, same int64, rows, cols []int64) biproportional.Problem {
	p := biproportional.Problem{Rows: bigs(rows), Cols: bigs(cols)}
	base := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	for range m * n {
		p.Weights = append(p.Weights, new(big.Int).Add(base, big.NewInt(r.Int64N(same))))
	}
	return p
}

func TestNearTies(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, digits := range []int{3, 9, 17, 30, 60, 99} {
		for _, same := range []int64{1, 2, 5, 1000} {
			for range 4 {
				p := near(r, 5, 4, digits, same, []int64{3, 5, 2, 7, 3}, []int64{6, 4, 5, 5})
				s, cut := biproportional.Solve(p)
				if cut != nil {
					t.Fatal(cut)
				}
				checkOptimal(t, p, s.X)
			}
		}
	}
}

// TestNearTiesLarge would take longer than anybody waits if the multipliers
// were not refined.
func TestNearTiesLarge(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	rows, cols := make([]int64, 60), make([]int64, 20)
	for i := range rows {
		rows[i] = 7
	}
	for j := range cols {
		cols[j] = 21
	}
	p := near(r, 60, 20, 99, 3, rows, cols)
	first, cut := biproportional.Solve(p)
	if cut != nil {
		t.Fatal(cut)
	}

	// Entries are unique up to their ties, so another way to them, over the
	// transposed table, must differ in tied cells only.
	q := biproportional.Problem{Rows: p.Cols, Cols: p.Rows, Weights: transposed(p.Weights, 60, 20)}
	second, cut := biproportional.Solve(q)
	if cut != nil {
		t.Fatal(cut)
	}
	x := transposed(second.X, 20, 60)
	if len(first.Tied) == 0 || len(first.Tied) != len(second.Tied) {
		t.Fatalf("%d tied cells, and %d in the transposed table", len(first.Tied), len(second.Tied))
	}

	for c := range x {
		if _, tied := slices.BinarySearch(first.Tied, c); !tied && x[c].Cmp(first.X[c]) != 0 {
			t.Fatalf("cell %d is %v, and %v in the transposed table", c, first.X[c], x[c])
		}
	}
}

func transposed[E any](a []E, m, n int) []E {
	b := make([]E, len(a))
	for c, x := range a {
		b[c%n*m+c/n] = x
	}
	return b
}

func TestWide(t *testing.T) {
	for _, digits := range []int64{12, 15, 16, 18, 30, 60, 100, 200} {
		p := random(uint64(digits), 5, 4, 100)
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(digits), nil)
		p.Rows[0].Add(p.Rows[0], big.NewInt(1))
		p.Cols[0].Add(p.Cols[0], big.NewInt(1))
		for _, x := range p.Rows {
			x.Mul(x, scale)
		}
		for _, x := range p.Cols {
			x.Mul(x, scale)
		}
		p.Rows[0].Add(p.Rows[0], big.NewInt(7))
		p.Cols[1].Add(p.Cols[1], big.NewInt(7))
		s, cut := biproportional.Solve(p)
		if cut != nil {
			t.Fatal(cut)
		}
		checkOptimal(t, p, s.X)
	}
}

// sparse draws margins from a table whose cells are mostly empty, and weights
// of very different sizes.
func sparse(r *rand.Rand, m, n, digits int, top int64, fill float64) biproportional.Problem {
	row, col := make([]int64, m), make([]int64, n)
	p := biproportional.Problem{}
	for c := range m * n {
		w := new(big.Int)
		if r.Float64() < fill {
			w.Exp(big.NewInt(10), big.NewInt(r.Int64N(int64(digits))), nil)
			w.Add(w, big.NewInt(r.Int64N(1000)))
			x := r.Int64N(top)
			row[c/n] += x
			col[c%n] += x
		}
		p.Weights = append(p.Weights, w)
	}
	p.Rows, p.Cols = bigs(row), bigs(col)
	return p
}

func TestSparse(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 100 {
		p := sparse(r, 7, 6, 1+r.IntN(100), 1+r.Int64N(100000), 0.2+0.6*r.Float64())
		s, cut := biproportional.Solve(p)
		if cut != nil {
			t.Fatal(cut)
		}
		checkOptimal(t, p, s.X)
	}
}

func TestUniform(t *testing.T) {
	for _, d := range [][3]int64{{31, 10, 5}, {60, 60, 1}, {60, 60, 100}, {90, 31, 31}} {
		m, n := int(d[0]), int(d[1])
		p := biproportional.Problem{Weights: bigs(slices.Repeat([]int64{1}, m*n))}
		sum := int64(0)

		for i := range m {
			p.Rows = append(p.Rows, big.NewInt(d[2]+int64(i%2)))
			sum += d[2] + int64(i%2)
		}

		for j := range n {
			part := sum / int64(n-j)
			p.Cols = append(p.Cols, big.NewInt(part))
			sum -= part
		}

		s, cut := biproportional.Solve(p)
		if cut != nil {
			t.Fatal(cut)
		}

		for c, x := range s.X {
			// The entry of equal weights is its row's mean or next to it.
			mean, rest := new(big.Int).QuoRem(p.Rows[c/n], big.NewInt(int64(n)), new(big.Int))
			if d := new(big.Int).Sub(x, mean); d.Sign() < 0 && rest.Sign() > 0 || d.CmpAbs(big.NewInt(1)) > 0 {
				t.Fatalf("%v: cell %d is %v of %v", d, c, x, p.Rows[c/n])
			}
		}
	}
}
