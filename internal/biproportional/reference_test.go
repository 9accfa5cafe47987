package biproportional_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/biproportional"
)

// divisors are the divisor methods; 0 is Webster's too.
var divisors = []biproportional.Rounding{
	0, biproportional.Webster, biproportional.Jefferson, biproportional.Adams, biproportional.Hill, biproportional.Dean,
}

// price returns the exact price of the n-th unit of a cell, s(n)/w; squared for
// Hill, whose signposts are roots.
func price(r biproportional.Rounding, n, w *big.Int) *big.Rat {
	f := new(big.Rat).SetInt(n)
	half, one := big.NewRat(1, 2), big.NewRat(1, 1)
	below := new(big.Rat).Sub(f, one)

	switch r {
	case 0, biproportional.Webster:
		f.Sub(f, half)
	case biproportional.Adams:
		f = below
	case biproportional.Hill:
		f.Mul(f, below)
		w = new(big.Int).Mul(w, w)
	case biproportional.Dean:
		middle := new(big.Rat).Sub(f, half)
		f.Mul(f, below)
		f.Quo(f, middle)
	}
	return f.Quo(f, new(big.Rat).SetInt(w))
}

// reference lists all tables that meet the margins within the bounds, with
// nothing above its minimum where there is no weight and no cell empty whose
// signpost is zero, and returns those whose units have the least product of
// prices.
func reference(p biproportional.Problem) (best [][]int64) {
	m, n := len(p.Rows), len(p.Cols)
	row, col := words(p.Rows), words(p.Cols)
	x := make([]int64, m*n)
	var least *big.Rat
	var fill func(c int, at *big.Rat)
	fill = func(c int, at *big.Rat) {
		if c == m*n {
			for _, r := range append(slices.Clone(row), col...) {
				if r != 0 {
					return
				}
			}
			switch {
			case least == nil || at.Cmp(least) < 0:
				least, best = at, [][]int64{slices.Clone(x)}
			case at.Cmp(least) == 0:
				best = append(best, slices.Clone(x))
			}
			return
		}
		i, j := c/n, c%n
		var lo int64
		if p.Min != nil && p.Min[c] != nil {
			lo = p.Min[c].Int64()
		}
		hi := min(row[i], col[j])
		if p.Max != nil && p.Max[c] != nil {
			hi = min(hi, p.Max[c].Int64())
		}
		moves := p.Weights[c].Sign() > 0 && p.Rows[i].Sign() > 0 && p.Cols[j].Sign() > 0
		if !moves {
			hi = min(hi, lo)
		} else if p.Rounding >= biproportional.Adams && (p.Max == nil || p.Max[c] == nil || p.Max[c].Sign() > 0) {
			lo = max(lo, 1)
		}
		for k := lo; k <= hi; k++ {
			if k > lo {
				at = new(big.Rat).Mul(at, price(p.Rounding, big.NewInt(k), p.Weights[c]))
			}
			if j == n-1 && k != row[i] || i == m-1 && k != col[j] {
				continue
			}
			x[c] = k
			row[i], col[j] = row[i]-k, col[j]-k
			fill(c+1, at)
			row[i], col[j] = row[i]+k, col[j]+k
		}
	}

	fill(0, big.NewRat(1, 1))
	return best
}

func words(a []*big.Int) []int64 {
	w := make([]int64, len(a))
	for i, x := range a {
		w[i] = x.Int64()
	}
	return w
}

// drawSmall draws a table of few cells, with zeros, equal weights and bounds.
func drawSmall(t *rapid.T) biproportional.Problem {
	m, n := rapid.IntRange(1, 3).Draw(t, "m"), rapid.IntRange(1, 3).Draw(t, "n")
	p := biproportional.Problem{Rounding: rapid.SampledFrom(divisors).Draw(t, "rounding")}
	top := rapid.SampledFrom([]int64{1, 2, 5, 1000, 1 << 60}).Draw(t, "top")
	bounded := rapid.Bool().Draw(t, "bounded")
	x := make([]int64, m*n) // margins come from some table, most of the time

	for c := range x {
		w := rapid.Int64Range(0, top).Draw(t, "w")
		if rapid.IntRange(0, 3).Draw(t, "some") > 0 && w == 0 {
			w = 1
		}
		p.Weights = append(p.Weights, big.NewInt(w))
		x[c] = rapid.Int64Range(0, 3).Draw(t, "x")
		if bounded {
			var lo, hi *big.Int
			if rapid.IntRange(0, 3).Draw(t, "min?") == 0 {
				lo = big.NewInt(rapid.Int64Range(0, 2).Draw(t, "min"))
			}
			if rapid.IntRange(0, 3).Draw(t, "max?") == 0 {
				hi = big.NewInt(rapid.Int64Range(2, 4).Draw(t, "max"))
			}
			p.Min, p.Max = append(p.Min, lo), append(p.Max, hi)
		}
	}

	row, col := make([]int64, m), make([]int64, n)

	for c, k := range x {
		row[c/n] += k
		j := c % n
		if rapid.IntRange(0, 20).Draw(t, "stray") == 20 {
			j = 0
		}
		col[j] += k
	}

	p.Rows, p.Cols = bigs(row), bigs(col)
	return p
}

func bigs(a []int64) []*big.Int {
	b := make([]*big.Int, len(a))
	for i, x := range a {
		b[i] = big.NewInt(x)
	}
	return b
}

func checkAgainstReference(t *rapid.T) {
	p := drawSmall(t)
	best := reference(p)
	s, cut := biproportional.Solve(p)
	if cut != nil {
		if len(best) > 0 {
			t.Fatalf("Solve() found a cut %v, and there is the table %v", cut, best[0])
		}
		checkCut(t, p, cut)
		return
	}

	if len(best) == 0 {
		t.Fatalf("Solve() = %v, and there is no table", s.X)
	}
	// The tables are listed with small entries first.
	if diff := cmp.Diff(best[len(best)-1], words(s.X)); diff != "" {
		t.Errorf("Solve() mismatch (-want +got):\n%s", diff)
	}
	var tied []int

	for c := range p.Weights {
		if best[0][c] != best[len(best)-1][c] ||
			slices.ContainsFunc(best, func(x []int64) bool { return x[c] != best[0][c] }) {
			tied = append(tied, c)
		}
	}

	if diff := cmp.Diff(tied, s.Tied); diff != "" {
		t.Errorf("Solve() ties mismatch (-want +got):\n%s", diff)
	}
}

// checkCut recomputes a cut from the problem.
func checkCut(t rapid.TB, p biproportional.Problem, cut *biproportional.Cut) {
	t.Helper()
	bound := func(b []*big.Int, c int) *big.Int {
		if b == nil || b[c] == nil {
			return nil
		}
		return b[c]
	}

	n := len(p.Cols)
	least := func(c int) *big.Int {
		lo := bound(p.Min, c)
		if lo == nil {
			lo = new(big.Int)
		}
		hi := bound(p.Max, c)
		if p.Rounding >= biproportional.Adams && p.Weights[c].Sign() > 0 && (hi == nil || hi.Sign() > 0) &&
			p.Rows[c/n].Sign() > 0 && p.Cols[c%n].Sign() > 0 && lo.Sign() == 0 {
			lo = big.NewInt(1)
		}
		return lo
	}

	amount, room := new(big.Int), new(big.Int)
	if cut.Floor {
		for _, i := range cut.Rows {
			amount.Add(amount, p.Rows[i])
			for j := range n {
				room.Add(room, least(i*n+j))
			}
		}
		for _, j := range cut.Cols {
			amount.Add(amount, p.Cols[j])
			for i := range p.Rows {
				room.Add(room, least(i*n+j))
			}
		}
		if amount.Cmp(room) >= 0 {
			t.Fatalf("the cut %v is none: its lines have %v to place and must take %v", cut, amount, room)
		}
	} else {
		for _, j := range cut.Cols {
			room.Add(room, p.Cols[j])
		}
		for i := range p.Rows {
			if slices.Contains(cut.Rows, i) {
				amount.Add(amount, p.Rows[i])
			}
			for j := range n {
				c := i*n + j
				switch in, across := slices.Contains(cut.Rows, i), slices.Contains(cut.Cols, j); {
				case in && !across:
					most := least(c)
					if p.Weights[c].Sign() > 0 && p.Rows[i].Sign() > 0 && p.Cols[j].Sign() > 0 {
						most = bound(p.Max, c)
					}
					if most == nil {
						t.Fatalf("the cut %v is none: cell %d has no limit", cut, c)
					}
					room.Add(room, most)
				case !in && across:
					room.Sub(room, least(c))
				}
			}
		}
		if amount.Cmp(room) <= 0 {
			t.Fatalf("the cut %v is none: its rows have %v to place and room for %v", cut, amount, room)
		}
	}

	if amount.Cmp(cut.Amount) != 0 || room.Cmp(cut.Room) != 0 {
		t.Errorf("cut says amount %v and room %v, want %v and %v", cut.Amount, cut.Room, amount, room)
	}
}

func TestAgainstReference(t *testing.T) { rapid.Check(t, checkAgainstReference) }

func FuzzAgainstReference(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkAgainstReference)) }
