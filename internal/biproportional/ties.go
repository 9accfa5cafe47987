package biproportional

import "math/big"

// placeTies moves the tied units to the earliest cells. Among all tables that are as
// good, it leaves the one whose entries, read row by row, are lexicographically
// largest.
//
// The rows are done in order. A cell gets its unit if its column can pass one on,
// through rows that are not yet done, to a later column in which the row itself has a
// unit to give.
func (t *table) placeTies(x, ties []*big.Int) {
	f := &tieSearch{
		n: t.n, state: make([]byte, len(x)),
		at: make([][]int32, t.m), in: make([][]int32, t.n),
		row: make([]int, t.m), col: make([]int, t.n),
		lower: make([]int32, t.n), raise: make([]int32, t.n),
	}
	for c, n := range ties {
		if n == nil {
			continue
		}
		f.at[c/t.n] = append(f.at[c/t.n], int32(c))
		f.in[c%t.n] = append(f.in[c%t.n], int32(c))
		f.state[c] = tiedWithout
		if x[c].Cmp(n) == 0 {
			f.state[c] = tiedWith
		}
	}
	for i := range t.m {
		f.fill(i)
	}

	one := big.NewInt(1)
	for c, n := range ties {
		switch f.state[c] {
		case tiedWith:
			x[c].Set(n)
		case tiedWithout:
			x[c].Sub(n, one)
		}
	}
}

// The states of a cell: not tied, tied without its unit, tied with it.
const (
	notTied = iota
	tiedWithout
	tiedWith
)

// tieSearch looks for paths on which tied cells pass their units on.
type tieSearch struct {
	n            int       // columns of the table
	state        []byte    // of each cell
	at, in       [][]int32 // tied cells by row and by column
	row, col     []int     // search in which the line was reached
	lower, raise []int32   // cells whose move led to the column
	queue        []int32
	search       int
}

// fill gives row i its tied units as early as the rows below allow.
func (f *tieSearch) fill(i int) {
	further := 0
	for _, c := range f.at[i] {
		if f.state[c] == tiedWith {
			further++
		}
	}
	f.search++ // a column that failed is not searched again before a move
	for _, c := range f.at[i] {
		switch {
		case f.state[c] == tiedWith:
			further--
		case further > 0 && f.pass(i, c):
			f.state[c] = tiedWith
			further--
			f.search++
		}
	}
}

// pass looks for a path on which the column of a cell of row i passes a unit on, to a
// later cell of the row. It moves the units.
func (f *tieSearch) pass(i int, cell int32) bool {
	n := int32(f.n)
	j := cell % n
	if f.col[j] == f.search {
		return false
	}

	f.col[j] = f.search
	f.queue = append(f.queue[:0], j)
	for at := 0; at < len(f.queue); at++ {
		for _, lower := range f.in[f.queue[at]] {
			k := int(lower / n)
			if k <= i || f.state[lower] != tiedWith || f.row[k] == f.search {
				continue
			}
			f.row[k] = f.search
			for _, raise := range f.at[k] {
				u := raise % n
				if f.state[raise] != tiedWithout || f.col[u] == f.search {
					continue
				}
				f.col[u], f.lower[u], f.raise[u] = f.search, lower, raise
				if u > j && f.state[int32(i)*n+u] == tiedWith {
					f.state[int32(i)*n+u] = tiedWithout
					for ; u != j; u = f.lower[u] % n {
						f.state[f.lower[u]], f.state[f.raise[u]] = tiedWithout, tiedWith
					}
					return true
				}
				f.queue = append(f.queue, u)
			}
		}
	}

	return false
}
