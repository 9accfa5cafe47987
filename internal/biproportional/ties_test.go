package biproportional_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/internal/biproportional"
)

// TestFirst looks for the earliest table among all that are as good where so many
// cells tie that units pass on through several rows.
func TestFirst(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	for k := range 150 {
		m, n := 2+r.IntN(4), 2+r.IntN(3)
		row, col := make([]int64, m), make([]int64, n)
		for range m + 1 + r.IntN(2) {
			row[r.IntN(m)]++
			col[r.IntN(n)]++
		}
		p := biproportional.Problem{Rows: bigs(row), Cols: bigs(col)}
		for range m * n {
			p.Weights = append(p.Weights, big.NewInt(1))
		}
		if k%2 == 1 {
			for c := range p.Weights {
				p.Weights[c].SetInt64(1 + r.Int64N(2))
			}
		}
		checkFirst(t, p)
	}
}

// TestAlmostTied has weights that tie or differ by one part in a hundred
// million million.
func TestAlmostTied(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 2))
	for k := range 100 {
		m, n := 2+r.IntN(2), 2+r.IntN(2)
		row, col := make([]int64, m), make([]int64, n)
		for range 2 + r.IntN(5) {
			row[r.IntN(m)]++
			col[r.IntN(n)]++
		}
		p := biproportional.Problem{Rows: bigs(row), Cols: bigs(col), Rounding: []biproportional.Rounding{
			biproportional.Webster, biproportional.Jefferson,
		}[k%2]}
		for range m * n {
			p.Weights = append(p.Weights, big.NewInt(1e14+r.Int64N(2)))
		}
		checkFirst(t, p)
	}
}

// TestFirstFar ties all cells of a table in which the first row's unit has to
// pass on through all rows.
func TestFirstFar(t *testing.T) {
	const n = 6
	p := biproportional.Problem{Rows: bigs(slices.Repeat([]int64{1}, n)), Cols: bigs(slices.Repeat([]int64{1}, n))}
	want := make([]int64, n*n)

	for c := range n * n {
		w := int64(0)
		if d := c%n - c/n; d == 0 || d == 1 || c == n*(n-1) {
			w = 1
		}
		p.Weights = append(p.Weights, big.NewInt(w))
		if c%n == c/n {
			want[c] = 1
		}
	}

	s, cut := biproportional.Solve(p)
	if cut != nil {
		t.Fatal(cut)
	}
	if diff := cmp.Diff(want, words(s.X)); diff != "" || len(s.Tied) != 2*n {
		t.Errorf("Solve() mismatch with %d ties (-want +got):\n%s", len(s.Tied), diff)
	}
}

func checkFirst(t *testing.T, p biproportional.Problem) {
	t.Helper()
	best := reference(p)
	s, cut := biproportional.Solve(p)
	if cut != nil {
		t.Fatal(cut)
	}
	if diff := cmp.Diff(best[len(best)-1], words(s.X)); diff != "" {
		t.Errorf("Solve() mismatch (-want +got):\n%s", diff)
	}
	var tied []int
	for c := range p.Weights {
		if slices.ContainsFunc(best, func(x []int64) bool { return x[c] != best[0][c] }) {
			tied = append(tied, c)
		}
	}
	if diff := cmp.Diff(tied, s.Tied); diff != "" {
		t.Errorf("Solve() ties mismatch (-want +got):\n%s", diff)
	}
}
