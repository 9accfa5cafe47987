package biproportional

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// solved returns a solver whose table is right.
func solved(p Problem) *solver {
	s := &solver{table: newTable(p), prec: 53}
	if s.infeasible() != nil {
		return nil
	}
	s.start()
	s.approach()
	return s
}

// clones copies the entries and the multipliers.
func (s *solver) clone() *solver {
	c := *s
	c.x, c.rho, c.sigma = make([]*big.Int, len(s.x)), slices.Clone(s.rho), slices.Clone(s.sigma)
	for i, x := range s.x {
		c.x[i] = new(big.Int).Set(x)
	}
	return &c
}

// TestCertifyRefuses tampers with right tables: whatever the multipliers, no
// table is certified that some cycle makes better, and none that is far from
// its products.
func TestCertifyRefuses(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	refused := map[string]int{}
	for k := range 150 {
		m, n := 2+r.IntN(4), 2+r.IntN(4)
		right := solved(drawTable(r, m, n, roundings[k%5], k%2 == 0))
		if right == nil {
			continue
		}
		accepts := func(s *solver) bool {
			_, knots, near := s.certify()
			return near && len(knots) == 0
		}
		if !accepts(right) || right.better() {
			t.Fatalf("table %d is right and not certified", k)
		}
		// A unit around a cycle of two rows and two columns, both ways.
		for range 6 {
			i, j := r.IntN(m-1), r.IntN(n-1)
			s, by := right.clone(), big.NewInt(int64(2*r.IntN(2)-1))
			for c, add := range map[int]bool{
				i*n + j: true, i*n + n - 1: false, (m-1)*n + j: false, (m-1)*n + n - 1: true,
			} {
				if add {
					s.x[c].Add(s.x[c], by)
				} else {
					s.x[c].Sub(s.x[c], by)
				}
				if s.w[c] == nil || s.x[c].Cmp(s.lo[c]) < 0 || s.x[c].Cmp(s.most(c)) > 0 {
					s = nil
					break
				}
			}
			if s != nil && s.better() {
				refused["cycle"]++
				if accepts(s) {
					t.Fatalf("table %d: certify() accepts a table that a cycle makes better", k)
				}
			}
		}
		// A multiplier off by what some cell is from its signpost, or a little.
		for _, off := range []float64{1e-3, 1e-2, 0.1, 1} {
			s := right.clone()
			s.rho[0] = new(big.Float).Mul(s.rho[0], big.NewFloat(1+off))
			inside := true
			for c := range n {
				if s.w[c] == nil {
					continue
				}
				q := s.product(c)
				if s.x[c].Cmp(s.lo[c]) > 0 && s.rounding.apart(s.x[c], q) > -1e-15 {
					inside = inside && s.rounding.apart(s.x[c], q) <= 0
				}
				if s.x[c].Cmp(s.most(c)) < 0 && s.rounding.apart(new(big.Int).Add(s.x[c], big.NewInt(1)), q) < 0 {
					inside = false
				}
			}
			if !inside {
				refused["multiplier"]++
			}
			if accepts(s) != inside {
				t.Fatalf("table %d: a multiplier off by %v is accepted: %t, though inside: %t", k, off, !inside, inside)
			}
		}
	}

	if refused["cycle"] < 100 || refused["multiplier"] < 100 {
		t.Errorf("too few tables were refused: %v", refused)
	}
}

// TestCertifyNear puts one cell beyond its signpost by ever more: as far as
// cycles of so many cells stay clearly apart, the table is near.
func TestCertifyNear(t *testing.T) {
	for _, rows := range []int{2, 5} {
		for _, tt := range []struct {
			off  float64
			want bool
		}{{0, true}, {0.9, true}, {1.1, false}, {1e6, false}} {
			p := Problem{Cols: ints(100, int64(200*rows-100))}
			for range rows {
				p.Rows, p.Weights = append(p.Rows, big.NewInt(200)), append(p.Weights, ints(1, 1)...)
			}
			s := &solver{table: newTable(p), prec: 53, x: slices.Repeat(ints(100), 2*rows)}
			limit := clearly / float64(2*(2*2+2)) // there are two columns
			for range rows {
				s.rho = append(s.rho, big.NewFloat(1))
			}
			s.sigma = []*big.Float{big.NewFloat(100), big.NewFloat(100)}
			s.rho[0] = big.NewFloat(100.5 / 100 * (1 + tt.off*limit))
			_, _, near := s.certify()
			if near != tt.want {
				t.Errorf("%d rows: %v of the limit off is near: %t", rows, tt.off, near)
			}
		}
	}
}

// TestEdges compares with the exact distance of every move, on words and beyond
// them.
func TestEdges(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 2))
	found := 0
	for k := range 300 {
		p := drawTable(r, 4, 4, roundings[k%5], k%2 == 0)
		if k%3 == 0 {
			for _, a := range [][]*big.Int{p.Rows, p.Cols} {
				for _, x := range a {
					x.Lsh(x, 46)
				}
			}
			p.Max = nil
		}
		s := solved(p)
		if s == nil {
			continue
		}
		// Some multipliers are put on a signpost, or very near it.
		for i := range s.rho {
			c := i*s.n + r.IntN(s.n)
			if s.w[c] == nil || s.x[c].Cmp(big.NewInt(2)) < 0 {
				continue
			}
			n := s.x[c].Int64()
			if n > 1<<30 {
				continue
			}
			f := new(big.Float).Quo(post(s.rounding, n+int64(r.IntN(2))), new(big.Float).SetInt(s.w[c]))
			f.Quo(f, s.sigma[c%s.n])
			f.Mul(f, big.NewFloat(1+math.Ldexp(r.Float64()-0.5, -36+r.IntN(4))))
			s.rho[i] = f.SetPrec(53)
		}
		var want []edge
		worst, ok := 0.0, true
		for c, w := range s.w {
			if w == nil {
				continue
			}
			if d := -s.rounding.apart(s.x[c], s.product(c)); s.x[c].Cmp(s.lo[c]) > 0 && d < clearly {
				want = append(want, edge{int32(c / s.n), int32(s.m + c%s.n), int32(c), false, d})
			}
			if d := s.rounding.apart(new(big.Int).Add(s.x[c], big.NewInt(1)), s.product(c)); s.x[c].Cmp(
				s.most(c),
			) < 0 &&
				d < clearly {
				want = append(want, edge{int32(s.m + c%s.n), int32(c / s.n), int32(c), true, d})
			}
		}
		for _, e := range want {
			worst, ok = max(worst, -e.slack), ok && e.slack > -clearly
		}
		got, off, fine := s.edges()
		if fine != ok || ok && (!slices.Equal(got, want) || off != worst) {
			t.Fatalf("table %d: edges() = %v, %v, %t, want %v, %v, %t", k, got, off, fine, want, worst, ok)
		}
		if ok {
			found += len(want)
		}
	}

	if found < 50 {
		t.Errorf("%d edges in all", found)
	}
}

// TestEdgesClear checks that cells that are clearly off their signposts are
// passed over without a number of more than a word.
func TestEdgesClear(t *testing.T) {
	p := Problem{Rows: ints(40000, 40000), Cols: ints(40000, 40000), Weights: ints(1, 1, 1, 1)}
	s := &solver{table: newTable(p), prec: 53, x: ints(20000, 20000, 20000, 20000)}
	s.rho = []*big.Float{big.NewFloat(20000), big.NewFloat(20000)}
	s.sigma = []*big.Float{big.NewFloat(1), big.NewFloat(1)}
	if got := testing.AllocsPerRun(10, func() { s.edges() }); got > 6 {
		t.Errorf("%v allocations for a table of clear cells", got)
	}
}

// TestSplit compares with what is reached both ways.
func TestSplit(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 3))
	for range 500 {
		const lines = 9
		var edges []edge
		var reach [lines][lines]bool

		for k := range r.IntN(20) {
			e := edge{from: r.Int32N(lines), to: r.Int32N(lines), cell: int32(k)}
			if e.from == e.to {
				continue
			}
			edges = append(edges, e)
			reach[e.from][e.to] = true
		}

		for k := range lines {
			for i := range lines {
				for j := range lines {
					reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
				}
			}
		}

		var want []int32

		for _, e := range edges {
			if reach[e.to][e.from] {
				want = append(want, e.cell)
			}
		}

		var got []int32

		for _, k := range split(edges, lines) {
			if len(k.edges) == 0 {
				t.Fatal("split() returns a knot without edges")
			}
			for _, e := range k.edges {
				got = append(got, e.cell)
				if v := k.edges[0].from; !reach[v][e.from] || !reach[e.to][v] || k.root != v && !reach[k.root][v] {
					t.Fatalf("split() joins lines %d and %d", v, e.from)
				}
			}
		}

		if slices.Sort(got); !slices.Equal(got, want) {
			t.Fatalf("split() keeps %v of %v, want %v", got, edges, want)
		}
	}
}

// TestUntie compares, on weights that differ by little or not at all, what is
// found with the exact prices of all cycles: a cycle that makes the table better
// is turned, and otherwise the cells on cycles of price one are tied.
func TestUntie(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 4))
	turned, tied, even := 0, 0, 0
	for k := range 400 {
		m, n := 2+r.IntN(2), 2+r.IntN(3)
		p := Problem{Rounding: roundings[k%5], Rows: ints(make([]int64, m)...), Cols: ints(make([]int64, n)...)}
		s := &solver{}
		// Cells are raised to their second unit, or lowered from it, so that it is
		// the weights that tell.
		var edges []edge
		for c := range m * n {
			p.Weights = append(p.Weights, big.NewInt(1e6+r.Int64N(2)))
			e := edge{from: int32(c / n), to: int32(m + c%n), cell: int32(c)}
			x := int64(2)
			if r.IntN(2) == 0 {
				e = edge{from: e.to, to: e.from, cell: e.cell, raise: true}
				x = 1
			}
			edges = append(edges, e)
			s.x = append(s.x, big.NewInt(x))
			p.Rows[c/n].Add(p.Rows[c/n], s.x[c])
			p.Cols[c%n].Add(p.Cols[c%n], s.x[c])
		}
		s.table = newTable(p)
		for _, part := range split(edges, m+n) {
			best, ties := s.cycles(part)
			if got, want := s.even(part), s.same(part); got != want {
				t.Fatalf("problem %d: even() = %t, want %t", k, got, want)
			} else if got {
				even++
			}
			c := s.clone()
			found := make([]*big.Int, m*n)
			if got := c.untie(part, found); got != (best < 0) {
				t.Fatalf("problem %d: untie() = %t, and the best cycle is %d", k, got, best)
			}
			if best < 0 {
				turned++
				row, col := c.excess()
				for _, e := range append(row, col...) {
					if e.Sign() != 0 {
						t.Fatalf("problem %d: untie() leaves the margins", k)
					}
				}
				price := big.NewRat(1, 1)
				for _, e := range part.edges {
					if c.x[e.cell].Cmp(s.x[e.cell]) != 0 {
						price.Mul(price, s.cost(e))
					}
				}
				if price.Cmp(big.NewRat(1, 1)) >= 0 {
					t.Fatalf("problem %d: untie() turns a cycle of price %v", k, price)
				}
				continue
			}
			for cell, n := range found {
				if (n != nil) != ties[int32(cell)] {
					t.Fatalf("problem %d: cell %d is tied: %t, want %t", k, cell, n != nil, ties[int32(cell)])
				}
				if n != nil {
					tied++
				}
			}
		}
	}

	if turned < 20 || tied < 20 || even < 20 {
		t.Errorf("%d cycles turned, %d cells tied, %d knots even", turned, tied, even)
	}
}

// same reports whether all simple cycles of a knot multiply to one.
func (s *solver) same(k knot) bool {
	same := true
	s.each(k, func(price *big.Rat, _ []edge) { same = same && price.Cmp(big.NewRat(1, 1)) == 0 })
	return same
}

// cycles returns the sign of the logarithm of the least price of a simple cycle,
// and the cells of those of price one.
func (s *solver) cycles(k knot) (best int, tied map[int32]bool) {
	best, tied = 1, map[int32]bool{}
	s.each(k, func(price *big.Rat, way []edge) {
		sign := price.Cmp(big.NewRat(1, 1))
		best = min(best, sign)
		if sign == 0 {
			for _, e := range way {
				tied[e.cell] = true
			}
		}
	})
	return best, tied
}

// each calls f with every simple cycle of a knot.
func (s *solver) each(k knot, f func(*big.Rat, []edge)) {
	var way []edge
	var walk func(start, v int32, price *big.Rat, on map[int32]bool)
	walk = func(start, v int32, price *big.Rat, on map[int32]bool) {
		for _, e := range k.edges {
			if e.from != v || e.to < start || on[e.to] {
				continue
			}
			next := new(big.Rat).Mul(price, s.cost(e))
			way = append(way, e)
			if e.to == start {
				f(next, way)
			} else {
				on[e.to] = true
				walk(start, e.to, next, on)
				delete(on, e.to)
			}
			way = way[:len(way)-1]
		}
	}

	lines := map[int32]bool{}

	for _, e := range k.edges {
		lines[e.from] = true
	}
	for v := range lines {
		walk(v, v, big.NewRat(1, 1), map[int32]bool{})
	}
}
