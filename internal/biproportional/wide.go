package biproportional

import "math/big"

// wide is the transfer on numbers of any precision. It is for tables whose multipliers
// floating point cannot represent: entries are too far apart in size, or cells too near to
// ties. Its moves are those of a network. Its distances are factors, not logarithms.
type wide struct {
	*solver
	step     *big.Int
	row, col []*big.Int   // what a line has above its margin
	up, down []*big.Float // signpost over weight; nil at a bound
	at       []*big.Float // distance times multiplier of a row, over that of a column; nil is unreached
	dist     []*big.Float
	from     []int
	done     []bool
	used     []bool
	tokens   []int64
}

func newWide(s *solver) *wide {
	lines := s.m + s.n
	w := &wide{
		solver: s, up: make([]*big.Float, len(s.w)), down: make([]*big.Float, len(s.w)),
		at: make([]*big.Float, lines), dist: make([]*big.Float, lines), from: make([]int, lines),
		done: make([]bool, lines), used: make([]bool, len(s.w)), tokens: make([]int64, lines),
	}
	w.row, w.col = s.excess()
	return w
}

// farOff is the distance of an entry from its product, in units, from which the wide
// transfer sets the entry to the product first.
const farOff = 8

// widen brings the table to its margins with multipliers of the given bits. Entries far off
// their products are first set to these, since entries move in steps.
func (s *solver) widen(prec uint) {
	s.roundFar()

	s.prec = prec
	for _, mults := range [][]*big.Float{s.rho, s.sigma} {
		for i, x := range mults {
			mults[i] = new(big.Float).SetPrec(prec).Set(x)
		}
	}
	w := newWide(s)
	sum := new(big.Int)
	for _, e := range append(w.row[:s.m:s.m], w.col...) {
		sum.Add(sum, new(big.Int).Abs(e))
	}
	shift := max(0, sum.BitLen()-big.NewInt(int64(4*(s.m+s.n))).BitLen())
	for ; shift >= 0; shift-- {
		w.step = power2(uint(shift))
		w.balance()
		for w.transfer() {
		}
	}
}

func (w *wide) float() *big.Float { return new(big.Float).SetPrec(w.prec) }

// signpost returns the signpost from which cell c has its last step below x, divided
// by the weight.
func (w *wide) signpost(c int, x *big.Int) *big.Float {
	num, den := new(big.Int), big.NewInt(2)
	rounding := w.rounding
	if w.step.BitLen() == 1 {
		num, den = rounding.ratio(x)
	} else {
		rounding = Webster
		num.Lsh(x, 1)
		num.Sub(num, w.step)
	}
	f := w.float().SetInt(num)
	if rounding == Hill {
		f.Sqrt(f)
	}
	return f.Quo(f, w.float().SetInt(den.Mul(den, w.w[c])))
}

func (w *wide) set(c int) {
	w.up[c], w.down[c] = nil, nil
	if x := new(big.Int).Add(w.x[c], w.step); x.Cmp(w.most(c)) <= 0 {
		w.up[c] = w.signpost(c, x)
	}
	if x := new(big.Int).Sub(w.x[c], w.step); x.Cmp(w.lo[c]) >= 0 {
		w.down[c] = w.signpost(c, w.x[c])
	}
}

func (w *wide) move(c int, raise bool) {
	move := (*big.Int).Sub
	if raise {
		move = (*big.Int).Add
	}
	for _, x := range []*big.Int{w.x[c], w.row[c/w.n], w.col[c%w.n]} {
		move(x, x, w.step)
	}
	w.set(c)
}

func (w *wide) balance() {
	for c := range w.w {
		if w.w[c] == nil {
			continue
		}
		w.set(c)
		at := w.float().Mul(w.rho[c/w.n], w.sigma[c%w.n])
		for w.up[c] != nil && at.Cmp(w.up[c]) > 0 {
			w.move(c, true)
		}
		for w.down[c] != nil && at.Cmp(w.down[c]) < 0 {
			w.move(c, false)
		}
	}
}

func (w *wide) transfer() bool {
	wanted := 0
	for v := range w.tokens {
		e := new(big.Int)
		if v < w.m {
			e.Quo(w.row[v], w.step)
		} else {
			e.Quo(w.col[v-w.m], w.step).Neg(e)
		}
		w.tokens[v] = e.Int64()
		w.at[v], w.dist[v], w.from[v], w.done[v] = nil, nil, -1, false
		switch e.Sign() {
		case 1:
			w.dist[v] = w.float().SetInt64(1)
			w.at[v] = w.float().Set(w.mult(v))
		case -1:
			wanted++
		}
	}

	sinks := w.search(wanted)
	if len(sinks) == 0 {
		return false
	}

	far := w.dist[sinks[len(sinks)-1]]
	for v, d := range w.dist {
		if !w.done[v] || d.Cmp(far) >= 0 {
			continue
		}
		if f := w.float().Quo(d, far); v < w.m {
			w.rho[v] = f.Mul(f, w.rho[v])
		} else {
			w.sigma[v-w.m] = f.Quo(w.sigma[v-w.m], f)
		}
	}

	clear(w.used)
	for _, v := range sinks {
		w.carry(v)
	}

	return true
}

// mult returns the multiplier of a row, or the inverse of a column's.
func (w *wide) mult(v int) *big.Float {
	if v < w.m {
		return w.rho[v]
	}
	return w.float().Quo(w.float().SetInt64(1), w.sigma[v-w.m])
}

// search is Dijkstra's algorithm without a heap. It returns the sinks that can be
// reached, the nearest first.
func (w *wide) search(wanted int) (sinks []int) {
	for len(sinks) < wanted {
		v := -1
		for u, d := range w.dist {
			if d != nil && !w.done[u] && (v < 0 || d.Cmp(w.dist[v]) < 0) {
				v = u
			}
		}
		if v < 0 {
			break
		}

		w.done[v] = true
		if w.tokens[v] < 0 {
			sinks = append(sinks, v)
		}
		if v < w.m {
			for j := range w.n {
				if down := w.down[v*w.n+j]; down != nil && !w.done[w.m+j] {
					w.reach(w.m+j, v, w.float().Quo(w.at[v], down))
				}
			}
			continue
		}

		for i := range w.m {
			if up := w.up[i*w.n+v-w.m]; up != nil && !w.done[i] {
				w.reach(i, v, w.float().Mul(w.at[v], up))
			}
		}
	}
	return sinks
}

func (w *wide) reach(u, v int, at *big.Float) {
	if w.at[u] != nil && at.Cmp(w.at[u]) >= 0 {
		return
	}
	d := w.float()
	if u < w.m {
		d.Quo(at, w.rho[u])
	} else {
		d.Mul(at, w.sigma[u-w.m])
	}
	w.at[u], w.dist[u], w.from[u] = at, d, v
}

func (w *wide) cell(v, u int) int {
	if v < w.m {
		return v*w.n + u - w.m
	}
	return u*w.n + v - w.m
}

// carry moves a step along the path to sink v, if its source still has one and no
// cell on the path has moved since the search.
func (w *wide) carry(v int) {
	source := v
	for ; w.from[source] >= 0; source = w.from[source] {
		if w.used[w.cell(source, w.from[source])] {
			return
		}
	}
	if w.tokens[source] == 0 {
		return
	}
	w.tokens[source]--
	for u := v; u != source; u = w.from[u] {
		c := w.cell(u, w.from[u])
		w.used[c] = true
		w.move(c, u < w.m)
	}
}
