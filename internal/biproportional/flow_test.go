package biproportional

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// leastCut returns the least room that any set of rows has, less its amount, over
// all sets of rows and columns: none is below zero exactly if there is a table.
func leastCut(t *table) int64 {
	fewest := int64(1 << 62)
	for set := range 1 << (t.m + t.n) {
		in := func(v int) bool { return set>>v&1 == 1 }
		sum := int64(0)
		for i := range t.m {
			if in(i) {
				sum -= t.rows[i].Int64()
			}
		}

		for j := range t.n {
			if in(t.m + j) {
				sum += t.cols[j].Int64()
			}
		}

		unlimited := false

		for c := range t.lo {
			switch from, to := in(c/t.n), in(t.m+c%t.n); {
			case from && !to && t.hi[c] == nil:
				unlimited = true
			case from && !to:
				sum += t.hi[c].Int64()
			case !from && to:
				sum -= t.lo[c].Int64()
			}
		}

		if !unlimited {
			fewest = min(fewest, sum)
		}
	}
	return fewest
}

// TestFlowLeastCut compares with all cuts, and recomputes what the cut found
// says.
func TestFlowLeastCut(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	none := 0
	for k := range 600 {
		m, n := 1+r.IntN(4), 1+r.IntN(4)
		p := Problem{Rounding: roundings[r.IntN(5)], Min: make([]*big.Int, m*n), Max: make([]*big.Int, m*n)}
		row, col := make([]int64, m), make([]int64, n)
		for c := range m * n {
			p.Weights = append(p.Weights, big.NewInt(r.Int64N(3)))
			if r.IntN(2) == 0 {
				p.Max[c] = big.NewInt(1 + r.Int64N(4))
			}
			if r.IntN(3) == 0 {
				p.Min[c] = big.NewInt(r.Int64N(2))
			}
			row[c/n] += r.Int64N(3)
		}
		for _, x := range row {
			for range x {
				col[r.IntN(n)]++
			}
		}
		p.Rows, p.Cols = ints(row...), ints(col...)
		tb := newTable(p)
		fewest, cut := leastCut(tb), tb.infeasible()
		if (fewest < 0) != (cut != nil) {
			t.Fatalf("problem %d: infeasible() = %v, and the least cut is %d", k, cut, fewest)
		}
		if cut == nil {
			continue
		}
		none++
		if gap := new(big.Int).Sub(cut.Room, cut.Amount).Int64(); !cut.Floor && gap != fewest && !floorFirst(tb) {
			t.Errorf("problem %d: the cut leaves %d, and the least %d", k, gap, fewest)
		}
	}

	if none < 100 || none > 500 {
		t.Errorf("%d of 600 problems have no table", none)
	}
}

// floorFirst reports whether some line has to take more than its margin.
func floorFirst(t *table) bool {
	for i := range t.m {
		sum := new(big.Int)
		for _, lo := range t.lo[i*t.n : (i+1)*t.n] {
			sum.Add(sum, lo)
		}
		if sum.Cmp(t.rows[i]) > 0 {
			return true
		}
	}
	return false
}

func TestInfeasible(t *testing.T) {
	huge := new(big.Int).Lsh(big.NewInt(1), 80)
	for _, tt := range []struct {
		name string
		p    Problem
		want *Cut
	}{
		{"weights only", Problem{Rows: ints(1, 2), Cols: ints(2, 1), Weights: ints(1, 1, 1, 1)}, nil},
		{
			"a row without weights",
			Problem{Rows: ints(1, 2), Cols: ints(2, 1), Weights: ints(0, 0, 1, 1)},
			&Cut{Rows: []int{0}, Amount: big.NewInt(1), Room: big.NewInt(0)},
		},
		{
			"a column without weights",
			Problem{Rows: ints(1, 2), Cols: ints(2, 1), Weights: ints(1, 0, 1, 0)},
			&Cut{Rows: []int{0, 1}, Cols: []int{0}, Amount: big.NewInt(3), Room: big.NewInt(2)},
		},
		{
			"a maximum",
			Problem{Rows: ints(3), Cols: ints(2, 1), Weights: ints(1, 1), Max: ints(2, 0)},
			&Cut{Rows: []int{0}, Amount: big.NewInt(3), Room: big.NewInt(2)},
		},
		{
			"minima of a row",
			Problem{Rows: ints(3, 9), Cols: ints(5, 7), Weights: ints(1, 1, 1, 1), Min: ints(2, 2, 0, 0)},
			&Cut{Rows: []int{0}, Amount: big.NewInt(3), Room: big.NewInt(4), Floor: true},
		},
		{
			"minima of a column",
			Problem{Rows: ints(5, 7), Cols: ints(3, 9), Weights: ints(1, 1, 1, 1), Min: ints(2, 0, 2, 0)},
			&Cut{Cols: []int{0}, Amount: big.NewInt(3), Room: big.NewInt(4), Floor: true},
		},
		{
			"a minimum across",
			Problem{Rows: ints(4, 4), Cols: ints(4, 4), Weights: ints(1, 0, 1, 1), Min: ints(0, 0, 2, 0)},
			&Cut{Rows: []int{0}, Cols: []int{0}, Amount: big.NewInt(4), Room: big.NewInt(2)},
		},
		{
			"more seats than lines",
			Problem{Rows: ints(1, 2), Cols: ints(2, 1), Weights: ints(1, 1, 1, 1), Rounding: Dean},
			&Cut{Rows: []int{0}, Amount: big.NewInt(1), Room: big.NewInt(2), Floor: true},
		},
		{
			"far beyond words",
			Problem{
				Rows: []*big.Int{huge}, Cols: []*big.Int{huge}, Weights: ints(1),
				Max: []*big.Int{new(big.Int).Sub(huge, big.NewInt(1))},
			},
			&Cut{Rows: []int{0}, Amount: huge, Room: new(big.Int).Sub(huge, big.NewInt(1))},
		},
		{"empty lines", Problem{Rows: ints(0, 2), Cols: ints(2, 0), Weights: ints(1, 1, 1, 1), Rounding: Hill}, nil},
		{
			"a way round",
			Problem{Rows: ints(2, 2, 2), Cols: ints(2, 2, 2), Weights: ints(1, 1, 1, 1, 1, 0, 1, 0, 0)},
			nil,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := newTable(tt.p).infeasible()
			if diff := cmp.Diff(
				tt.want, got, cmp.Comparer(func(a, b *big.Int) bool { return a.Cmp(b) == 0 }),
			); diff != "" {
				t.Errorf("infeasible() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFlowFree checks that a table without bounds is not looked into.
func TestFlowFree(t *testing.T) {
	p := Problem{Rows: ints(30, 30), Cols: ints(30, 30), Weights: ints(1, 1, 1, 1)}
	free := testing.AllocsPerRun(10, func() { newTable(p).infeasible() })
	p.Max = []*big.Int{big.NewInt(30), nil, nil, nil}
	if bound := testing.AllocsPerRun(10, func() { newTable(p).infeasible() }); free+10 > bound {
		t.Errorf("%v allocations without bounds, and %v with one", free, bound)
	}
}
