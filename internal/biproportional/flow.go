package biproportional

import "math/big"

// infeasible returns nil if the margins can be met within the bounds. Otherwise it
// returns a cut that proves the opposite. It uses a maximal flow from rows to columns
// (Dinic's algorithm, on whole numbers).
func (t *table) infeasible() *Cut {
	_, cut := t.flow()
	return cut
}

// flow returns a flow that meets the margins, or a cut if there is none. The flow is
// nil if all margins can be met.
func (t *table) flow() (*flow, *Cut) {
	f := &flow{
		table: t,
		row:   make([]*big.Int, t.m), col: make([]*big.Int, t.n),
		room: make([]*big.Int, t.m*t.n), sent: make([]*big.Int, t.m*t.n),
		level: make([]int32, t.m+t.n), next: make([]int, t.m+t.n),
	}
	free := true // every cell moves, without bounds: any margins will do
	for i := range t.m {
		f.row[i] = new(big.Int).Set(t.rows[i])
	}
	for j := range t.n {
		f.col[j] = new(big.Int).Set(t.cols[j])
	}
	for c, lo := range t.lo {
		if lo.Sign() > 0 {
			f.row[c/t.n].Sub(f.row[c/t.n], lo)
			f.col[c%t.n].Sub(f.col[c%t.n], lo)
			free = false
		}
		if t.hi[c] != nil {
			free = false
		}
	}

	if free {
		return nil, nil
	}

	for i, r := range f.row {
		if r.Sign() < 0 {
			room := new(big.Int).Sub(t.rows[i], r)
			return nil, &Cut{Rows: []int{i}, Amount: t.rows[i], Room: room, Floor: true}
		}
	}
	for j, r := range f.col {
		if r.Sign() < 0 {
			room := new(big.Int).Sub(t.cols[j], r)
			return nil, &Cut{Cols: []int{j}, Amount: t.cols[j], Room: room, Floor: true}
		}
	}

	more := big.NewInt(1) // than any cell will be sent
	for _, r := range t.rows {
		more.Add(more, r)
	}
	for c, hi := range t.hi {
		f.room[c], f.sent[c] = new(big.Int), new(big.Int)
		if hi == nil {
			f.room[c].Set(more)
		} else {
			f.room[c].Sub(hi, t.lo[c])
		}
	}

	return f, f.run()
}

// flow is an unfinished flow: what rows still have to place and columns to take, how
// much more each cell can take, and how much it was given.
type flow struct {
	*table
	row, col   []*big.Int
	room, sent []*big.Int
	level      []int32
	next       []int
}

func (f *flow) run() *Cut {
	for f.levels() {
		clear(f.next)
		for i, left := range f.row {
			for left.Sign() > 0 {
				got := f.send(i, left)
				if got.Sign() == 0 {
					break
				}
				left.Sub(left, got)
			}
		}
	}
	for _, left := range f.row {
		if left.Sign() > 0 {
			return f.cut()
		}
	}
	return nil
}

func least(a, b *big.Int) *big.Int {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

func (f *flow) move(c int, d *big.Int) {
	f.room[c].Sub(f.room[c], d)
	f.sent[c].Add(f.sent[c], d)
}

// levels numbers the lines by their distance from a row that has something to place.
// It reports whether a column that can take it is among them.
func (f *flow) levels() bool {
	queue := make([]int, 0, f.m+f.n)
	for v := range f.level {
		f.level[v] = -1
		if v < f.m && f.row[v].Sign() > 0 {
			f.level[v] = 0
			queue = append(queue, v)
		}
	}

	found := false
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		if v < f.m {
			for j := range f.n {
				if u := f.m + j; f.level[u] < 0 && f.room[v*f.n+j].Sign() > 0 {
					f.level[u] = f.level[v] + 1
					queue = append(queue, u)
					found = found || f.col[j].Sign() > 0
				}
			}
			continue
		}
		for i := range f.m {
			if f.level[i] < 0 && f.sent[i*f.n+v-f.m].Sign() > 0 {
				f.level[i] = f.level[v] + 1
				queue = append(queue, i)
			}
		}
	}

	return found
}

// send takes up to d from line v on to columns with room, one level at a time,
// and returns how much arrived.
func (f *flow) send(v int, d *big.Int) *big.Int {
	if v >= f.m {
		if col := f.col[v-f.m]; col.Sign() > 0 {
			got := new(big.Int).Set(least(d, col))
			col.Sub(col, got)
			return got
		}
		for ; f.next[v] < f.m; f.next[v]++ {
			i := f.next[v]
			c := i*f.n + v - f.m
			if f.level[i] != f.level[v]+1 || f.sent[c].Sign() == 0 {
				continue
			}
			if got := f.send(i, least(d, f.sent[c])); got.Sign() > 0 {
				f.move(c, new(big.Int).Neg(got))
				return got
			}
		}
		return new(big.Int)
	}

	for ; f.next[v] < f.n; f.next[v]++ {
		u := f.m + f.next[v]
		c := v*f.n + f.next[v]
		if f.level[u] != f.level[v]+1 || f.room[c].Sign() == 0 {
			continue
		}
		if got := f.send(u, least(d, f.room[c])); got.Sign() > 0 {
			f.move(c, got)
			return got
		}
	}

	return new(big.Int)
}

// cut returns the lines that the last levels reached. The rows among them fill the
// columns among them, and all cells to other columns.
func (f *flow) cut() *Cut {
	c := &Cut{Amount: new(big.Int), Room: new(big.Int)}
	in := func(v int) bool { return f.level[v] >= 0 }
	for i := range f.m {
		if in(i) {
			c.Rows = append(c.Rows, i)
			c.Amount.Add(c.Amount, f.rows[i])
		}
	}
	for j := range f.n {
		if in(f.m + j) {
			c.Cols = append(c.Cols, j)
			c.Room.Add(c.Room, f.cols[j])
		}
	}
	for i := range f.m {
		for j := range f.n {
			at := i*f.n + j
			switch {
			case in(i) && !in(f.m+j): // full
				c.Room.Add(c.Room, f.hi[at])
			case !in(i) && in(f.m+j): // at its minimum
				c.Room.Sub(c.Room, f.lo[at])
			}
		}
	}

	return c
}
