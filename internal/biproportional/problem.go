package biproportional

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/rounding"
)

// Rounding is the divisor method. The zero Rounding is Webster's.
type Rounding uint8

// The divisor methods, by their signposts s(n), from which on a product is
// rounded up to n.
const (
	Webster   = Rounding(rounding.Webster)   // n − ½
	Jefferson = Rounding(rounding.Jefferson) // n
	Adams     = Rounding(rounding.Adams)     // n − 1
	Hill      = Rounding(rounding.Hill)      // √(n(n−1))
	Dean      = Rounding(rounding.Dean)      // n(n−1) / (n−½)
)

// givesFirst reports whether s(1) = 0, so that every cell with a weight gets a unit if its row
// and its column have something to hand out.
func (r Rounding) givesFirst() bool { return r >= Adams }

// Problem is a table to fill in. Slices are row by row. Weights, margins and
// bounds are not negative, and both margins have the same sum.
type Problem struct {
	Rows, Cols []*big.Int
	Weights    []*big.Int
	Min, Max   []*big.Int // nil: no bounds; a nil element is none
	Rounding   Rounding
}

// Solution is a filled table.
type Solution struct {
	X []*big.Int
	// Tied lists the cells, ascending, that have one unit more or less in some other
	// table that is as good as this one. This table gives the units in doubt to the
	// earliest cells.
	Tied []int
}

// Cut proves that there is no table. The rows and columns in it must place Amount. The
// others and the bounds of the cells take at most Room or, if Floor is set, at least Room.
type Cut struct {
	Rows, Cols   []int
	Amount, Room *big.Int
	Floor        bool
}

// table is a problem in the form that the solver works on: cells that cannot move have
// equal bounds. Its lines are the m rows, with the numbers from 0 on, and then the n columns,
// with the numbers from m on. Cell i·n + j is in row i and column j.
type table struct {
	m, n       int
	rows, cols []*big.Int
	w          []*big.Int // nil in cells that cannot move
	wf         []float64
	lo, hi     []*big.Int // hi is nil where nothing but the margins limits
	rounding   Rounding
}

var zero = new(big.Int)

func newTable(p Problem) *table {
	m, n := len(p.Rows), len(p.Cols)
	t := &table{
		m: m, n: n, rows: p.Rows, cols: p.Cols,
		w: make([]*big.Int, m*n), wf: make([]float64, m*n),
		lo: make([]*big.Int, m*n), hi: make([]*big.Int, m*n),
		rounding: p.Rounding,
	}
	one := big.NewInt(1)

	for i := range m {
		for j := range n {
			c := i*n + j
			lo, hi := zero, (*big.Int)(nil)
			if p.Min != nil && p.Min[c] != nil {
				lo = p.Min[c]
			}
			if p.Max != nil {
				hi = p.Max[c]
			}
			empty := p.Rows[i].Sign() == 0 || p.Cols[j].Sign() == 0
			switch {
			case p.Weights[c].Sign() == 0 || empty:
				hi = lo // no product moves it off its minimum
			case t.rounding.givesFirst() && lo.Sign() == 0 && (hi == nil || hi.Sign() > 0):
				lo = one
			}
			t.lo[c], t.hi[c] = lo, hi
			if hi == nil || lo.Cmp(hi) < 0 {
				t.w[c] = p.Weights[c]
				t.wf[c], _ = new(big.Float).SetInt(p.Weights[c]).Float64()
			}
		}
	}

	return t
}

// Solve fills the table in, or returns a cut that proves that no table exists. The
// search by scaling takes a time that is polynomial in the number of cells and of
// digits. It is followed by the cancelling of cycles, which ends, but has no proved
// polynomial bound. Only near ties between entries of very different size lead there.
func Solve(p Problem) (Solution, *Cut) {
	t := newTable(p)
	if cut := t.infeasible(); cut != nil {
		return Solution{}, cut
	}
	x, ties := t.solve()
	s := Solution{X: x}
	t.placeTies(x, ties)
	for c := range ties {
		if ties[c] != nil {
			s.Tied = append(s.Tied, c)
		}
	}
	return s, nil
}
