package biproportional

import (
	"math/big"
	"slices"
)

// clearly is the least distance from a signpost, in logarithms, that floating point
// decides.
const clearly = 0x1p-36

// edge is a move of one unit in a cell that costs almost nothing. Lowering leads from
// its row to its column, raising from its column to its row.
type edge struct {
	from, to int32
	cell     int32
	raise    bool
	slack    float64
}

// knot is a set of lines that are joined by cycles of moves that cost almost nothing: a
// strongly connected component of their graph.
type knot struct {
	root  int32
	edges []edge
}

// certify compares each entry with its exact product. A move that clearly costs
// something cannot be part of a cycle with a negative cost, so only the others are
// examined. If these form no cycles, or only cycles that multiply to exactly one, the
// table is proved right and the cells on such cycles are tied. The knots are those
// with other cycles. If near is false, the entries are too far from their products to
// decide.
func (s *solver) certify() (ties []*big.Int, knots []knot, near bool) {
	edges, worst, ok := s.edges()

	// A simple cycle passes each line at most once. The factor two covers the errors
	// of floating point.
	passes := float64(2*min(s.m, s.n) + 2)
	theta := 2 * passes * worst
	if !ok || theta > clearly {
		return nil, nil, false
	}

	kept := edges[:0]
	for _, e := range edges {
		if e.slack <= theta {
			kept = append(kept, e)
		}
	}

	ties = make([]*big.Int, len(s.w))
	for _, k := range split(kept, s.m+s.n) {
		if s.even(k) {
			s.tie(k, ties)
		} else {
			knots = append(knots, k)
		}
	}

	return ties, knots, true
}

// edges returns the moves that do not clearly cost something, and the most negative
// cost among them. It is not ok if one cost is clearly negative.
func (s *solver) edges() (edges []edge, worst float64, ok bool) {
	rho, sigma := floats(s.rho), floats(s.sigma)
	one := big.NewInt(1)
	add := func(c int, raise bool) bool {
		n := s.x[c]
		if raise {
			n = new(big.Int).Add(n, one)
		}
		d := s.rounding.apart(n, s.product(c))
		e := edge{int32(s.m + c%s.n), int32(c / s.n), int32(c), raise, d}
		if !raise {
			e.from, e.to, e.slack = e.to, e.from, -d
		}
		if e.slack < clearly {
			edges = append(edges, e)
			worst = max(worst, -e.slack)
		}
		return e.slack > -clearly
	}

	for c, w := range s.w {
		if w == nil {
			continue
		}
		x := s.x[c]
		lower := x.Cmp(s.lo[c]) > 0
		raise := x.Cmp(s.most(c)) < 0
		if q := float64(rho[c/s.n] * s.wf[c] * sigma[c%s.n]); fits(x, q) {
			n := float64(x.Int64())
			lower = lower && q-s.rounding.signpost(n) < 2*clearly*q
			raise = raise && s.rounding.signpost(n+1)-q < 2*clearly*q
		}
		if lower && !add(c, false) || raise && !add(c, true) {
			return nil, 0, false
		}
	}

	return edges, worst, true
}

// split returns the strongly connected components with more than one line, each
// with the edges inside (Tarjan, 1972, without recursion).
func split(edges []edge, lines int) []knot {
	first, out := successors(edges, lines)
	next := slices.Clone(first[:lines])
	var (
		order      = make([]int32, lines) // 1-based; 0 is unseen
		low        = make([]int32, lines)
		part       = make([]int32, lines) // 1-based; 0 is open
		open, path []int32
		seen       int32
		parts      []knot
	)
	for start := range int32(lines) {
		if order[start] != 0 {
			continue
		}
		path = append(path, start)
		for len(path) > 0 {
			v := path[len(path)-1]
			if order[v] == 0 {
				seen++
				order[v], low[v] = seen, seen
				open = append(open, v)
			}

			// An edge that is not yet followed.
			if next[v] < first[v+1] {
				u := out[next[v]]
				next[v]++
				if order[u] == 0 {
					path = append(path, u)
				} else if part[u] == 0 {
					low[v] = min(low[v], order[u])
				}
				continue
			}

			// All edges are followed: the line is done, and may be the root of a component.
			path = path[:len(path)-1]
			if len(path) > 0 {
				p := path[len(path)-1]
				low[p] = min(low[p], low[v])
			}
			if low[v] == order[v] {
				parts = append(parts, knot{root: v})
				for {
					u := open[len(open)-1]
					open = open[:len(open)-1]
					part[u] = int32(len(parts))
					if u == v {
						break
					}
				}
			}
		}
	}

	for _, e := range edges {
		if p := part[e.from]; p == part[e.to] {
			parts[p-1].edges = append(parts[p-1].edges, e)
		}
	}

	knots := parts[:0]
	for _, k := range parts {
		if len(k.edges) > 0 {
			knots = append(knots, k)
		}
	}

	return knots
}

// successors returns the lines to which edges lead: those of line v are out[first[v]] up
// to out[first[v+1]].
func successors(edges []edge, lines int) (first, out []int32) {
	first = make([]int32, lines+1)
	for _, e := range edges {
		first[e.from+1]++
	}
	for v := range lines {
		first[v+1] += first[v]
	}

	out = make([]int32, len(edges))
	next := slices.Clone(first[:lines])
	for _, e := range edges {
		out[next[e.from]] = e.to
		next[e.from]++
	}
	return first, out
}

// cost returns the exact price of a move as a factor, squared for Hill: the
// signpost over the weight for raising, and the inverse for lowering.
func (s *solver) cost(e edge) *big.Rat {
	n := s.unit(e)
	num, den := s.rounding.ratio(n)
	den.Mul(den, s.rounding.weight(s.w[e.cell]))
	if !e.raise {
		num, den = den, num
	}
	return new(big.Rat).SetFrac(num, den)
}

// unit returns the number of the unit that a move gives or takes.
func (s *solver) unit(e edge) *big.Int {
	n := new(big.Int).Set(s.x[e.cell])
	if e.raise {
		n.Add(n, big.NewInt(1))
	}
	return n
}

// tie records the cells of a knot as tied.
func (s *solver) tie(k knot, ties []*big.Int) {
	for _, e := range k.edges {
		ties[e.cell] = s.unit(e)
	}
}

// even reports whether all cycles of a knot multiply to one. It compares the prices
// along a spanning tree with all other edges.
func (s *solver) even(k knot) bool {
	at := make(map[int32]*big.Rat, len(k.edges))
	at[k.root] = big.NewRat(1, 1)
	costs := make([]*big.Rat, len(k.edges))
	leaving := make(map[int32][]int)

	for i, e := range k.edges {
		costs[i] = s.cost(e)
		leaving[e.from] = append(leaving[e.from], i)
	}
	for queue := []int32{k.root}; len(queue) > 0; queue = queue[1:] {
		for _, i := range leaving[queue[0]] {
			e := k.edges[i]
			to := at[e.to]
			if to == nil {
				at[e.to] = new(big.Rat).Mul(at[e.from], costs[i])
				queue = append(queue, e.to)
			} else if !isProduct(at[e.from], costs[i], to) {
				return false
			}
		}
	}

	return true
}

// isProduct reports whether a·b = c, without reducing the product.
func isProduct(a, b, c *big.Rat) bool {
	var l, r big.Int
	l.Mul(a.Num(), b.Num()).Mul(&l, c.Denom())
	r.Mul(a.Denom(), b.Denom()).Mul(&r, c.Num())
	return l.Cmp(&r) == 0
}

// untie decides on fractions whether some cycle of a knot multiplies to less than one
// (Bellman and Ford). If so, it moves a unit around that cycle, which improves the
// table, and reports true. Otherwise the knot is right, and untie records its tied
// cells.
func (s *solver) untie(k knot, ties []*big.Int) bool {
	at, by := map[int32]*big.Rat{}, map[int32]int{}
	costs := make([]*big.Rat, len(k.edges))
	for i, e := range k.edges {
		costs[i] = s.cost(e)
		at[e.from] = big.NewRat(1, 1)
	}

	last := int32(-1)
	for range len(at) {
		last = -1
		for i, e := range k.edges {
			if to := new(big.Rat).Mul(at[e.from], costs[i]); to.Cmp(at[e.to]) < 0 {
				at[e.to], by[e.to], last = to, i, e.to
			}
		}
		if last < 0 {
			break
		}
	}

	if last < 0 {
		var tight []edge
		for i, e := range k.edges {
			if isProduct(at[e.from], costs[i], at[e.to]) {
				tight = append(tight, e)
			}
		}
		for _, k := range split(tight, s.m+s.n) {
			s.tie(k, ties)
		}
		return false
	}

	// A line that still changes after as many rounds as there are lines is on a
	// cycle, or behind one.
	for range len(at) {
		last = k.edges[by[last]].from
	}
	for v := last; ; {
		e := k.edges[by[v]]
		step := int64(-1)
		if e.raise {
			step = 1
		}
		s.x[e.cell].Add(s.x[e.cell], big.NewInt(step))
		if v = e.from; v == last {
			return true
		}
	}
}
