package biproportional

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// everyTable calls f with every table of whole numbers that meets the margins.
func everyTable(row, col []int64, weights []*big.Int, f func(x []int64)) {
	n := len(col)
	x := make([]int64, len(weights))
	var fill func(c int)
	fill = func(c int) {
		if c == len(x) {
			if !slices.ContainsFunc(slices.Concat(row, col), func(left int64) bool { return left != 0 }) {
				f(x)
			}
			return
		}
		i, j := c/n, c%n
		most := min(row[i], col[j])
		if weights[c].Sign() == 0 {
			most = 0
		}
		for v := range most + 1 {
			x[c] = v
			row[i] -= v
			col[j] -= v
			fill(c + 1)
			row[i] += v
			col[j] += v
		}
		x[c] = 0
	}

	fill(0)
}

// TestSupport compares with all tables of whole numbers. The corners of what is
// feasible are whole, so that a cell that is zero in all of those is zero in all
// tables.
func TestSupport(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 8))
	forced, none := 0, 0
	for k := range 2000 {
		m, n := 1+r.IntN(4), 1+r.IntN(4)
		p := Problem{}
		row, col := make([]int64, m), make([]int64, n)
		for range m * n {
			p.Weights = append(p.Weights, big.NewInt(min(1, r.Int64N(4))))
		}
		for range r.IntN(9) {
			row[r.IntN(m)]++
			col[r.IntN(n)]++
		}
		p.Rows, p.Cols = ints(row...), ints(col...)

		tables := 0
		some := make([]bool, m*n)
		everyTable(row, col, p.Weights, func(x []int64) {
			tables++
			for c, v := range x {
				some[c] = some[c] || v > 0
			}
		})
		got, cut := Support(p)
		if (cut != nil) != (tables == 0) {
			t.Fatalf("problem %d: Support() = %v, %v, and %d tables meet the margins", k, got, cut, tables)
		}
		if cut != nil {
			none++
			continue
		}
		var want []int
		for c, ok := range some {
			if !ok && p.Weights[c].Sign() > 0 {
				want = append(want, c)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("problem %d: Support() of %v to %v by %v = %v, want %v", k, p.Weights, row, col, got, want)
		}
		forced += min(1, len(want))
	}
	if forced < 200 || none < 200 {
		t.Errorf("%d problems have empty cells and %d no table, want more of both", forced, none)
	}
}
