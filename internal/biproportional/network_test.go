package biproportional

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// lay returns a network of the table in units of one, on multipliers that are
// off the guess by a random factor, and with entries that are their products
// rounded.
func lay(p Problem, r *rand.Rand, off float64) (*solver, *network) {
	s := &solver{table: newTable(p), prec: 53}
	s.start()
	for _, mults := range [][]*big.Float{s.rho, s.sigma} {
		for i, f := range mults {
			mults[i] = new(big.Float).SetPrec(53).Mul(f, big.NewFloat(1+off*(r.Float64()-0.5)))
		}
	}
	s.round()
	nw := s.network(0)
	nw.meet(s)
	return s, nw
}

// meet sets what the lines have above their margins.
func (nw *network) meet(s *solver) {
	row, col := s.excess()
	for i, e := range row {
		nw.row[i] = e.Int64()
	}
	for j, e := range col {
		nw.col[j] = e.Int64()
	}
}

// checkSums recomputes what the lines have above their margins.
func (nw *network) checkSums(t *testing.T, s *solver) {
	t.Helper()
	row, col := s.excess()
	for c, k := range nw.k {
		row[c/nw.n].Add(row[c/nw.n], big.NewInt(k))
		col[c%nw.n].Add(col[c%nw.n], big.NewInt(k))
	}
	for i, e := range row {
		if nw.row[i] != e.Int64() {
			t.Fatalf("row %d has %d above its margin by its own account, and %v by its cells", i, nw.row[i], e)
		}
	}
	for j, e := range col {
		if nw.col[j] != e.Int64() {
			t.Fatalf("column %d has %d above its margin by its own account, and %v by its cells", j, nw.col[j], e)
		}
	}
}

// checkBalance recomputes the signposts of each cell and checks that its
// multipliers lie between them, but for what floating point is off.
func (nw *network) checkBalance(t *testing.T, s *solver, step int64) {
	t.Helper()

	for c, w := range s.w {
		i, j := c/nw.n, c%nw.n
		down, up := nw.down[c], nw.up[j*nw.m+i]
		if w == nil {
			if !math.IsInf(down, -1) || !math.IsInf(up, 1) || nw.k[c] != 0 {
				t.Fatalf("cell %d cannot move and is between %v and %v, at %d", c, down, up, nw.k[c])
			}
			continue
		}
		x := new(big.Int).Add(s.x[c], big.NewInt(nw.k[c]))
		if x.Cmp(s.lo[c]) < 0 || x.Cmp(s.most(c)) > 0 {
			t.Fatalf("cell %d is %v, out of its bounds", c, x)
		}
		q, _ := s.product(c).Float64()
		expect := func(x *big.Int) float64 { // log(s(x)/q) at the step
			at := float(x) - float64(step)/2
			if step == 1 {
				at, _ = post(s.rounding, x.Int64()).Float64()
			}
			return math.Log(at / q)
		}
		wantDown, wantUp := math.Inf(-1), math.Inf(1)
		if new(big.Int).Sub(x, big.NewInt(step)).Cmp(s.lo[c]) >= 0 {
			wantDown = expect(x)
		}
		if more := new(big.Int).Add(x, big.NewInt(step)); more.Cmp(s.most(c)) <= 0 {
			wantUp = expect(more)
		}
		near := func(a, b float64) bool { return a == b || math.Abs(a-b) < 1e-12*max(1, math.Abs(b)) }
		if !near(down, wantDown) || !near(up, wantUp) {
			t.Fatalf("cell %d at %v is between %v and %v, want %v and %v", c, x, down, up, wantDown, wantUp)
		}
		if at := nw.a[i] + nw.b[j]; at < down-1e-12 || at > up+1e-12 {
			t.Fatalf("cell %d is not in balance: %v is not between %v and %v", c, at, down, up)
		}
	}
}

func TestNetworkBalance(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	for k := range 100 {
		s, nw := lay(drawTable(r, 2+r.IntN(5), 2+r.IntN(5), roundings[k%5], k%2 == 0), r, 0.2)
		for _, step := range []int64{8, 4, 2, 1} {
			if !nw.balance(step) {
				t.Fatalf("table %d: balance(%d) = false", k, step)
			}
			nw.checkSums(t, s)
			nw.checkBalance(t, s, step)
		}
	}
}

// TestNetworkBalanceMoves checks that balance moves a cell as little as it
// needs, up to seven steps, and gives up at eight.
func TestNetworkBalanceMoves(t *testing.T) {
	for _, tt := range []struct {
		at   float64 // the product is 100·exp(at)
		k    int64
		want bool
	}{
		{0, 0, true},
		{math.Log(1.0049), 0, true},
		{math.Log(1.0051), 1, true},
		{math.Log(0.9951), 0, true},
		{math.Log(0.9949), -1, true},
		{math.Log(1.0651), 7, true},
		{math.Log(1.0749), 7, true},
		{math.Log(1.0751), 8, false},
		{math.Log(0.9349), -7, true},
		{math.Log(0.9251), -7, true},
		{math.Log(0.9249), -8, false},
		{math.Log(0.5), -8, false},
		{math.Log(2), 8, false},
	} {
		p := Problem{Rows: ints(200), Cols: ints(100, 100), Weights: ints(1, 1)}
		s := &solver{table: newTable(p), prec: 53}
		s.start()
		s.rho[0], s.sigma[0], s.sigma[1] = big.NewFloat(100), big.NewFloat(1), big.NewFloat(1)
		s.round()
		nw := s.network(0)
		nw.hi[0], nw.lo[0] = 90, -90
		nw.b[0] = tt.at
		if got := nw.balance(1); got != tt.want || nw.k[0] != tt.k {
			t.Errorf("at %v, balance() = %t after %d units, want %t after %d", tt.at, got, nw.k[0], tt.want, tt.k)
		}
	}
}

// TestNetworkSignpost compares with exact logarithms, also where the product is
// far from the entry.
func TestNetworkSignpost(t *testing.T) {
	for _, rounding := range roundings {
		for _, base := range []int64{2, 3, 100, 1e8} {
			for _, by := range []float64{0.1, 0.45, 0.999, 1, 1.001, 1.9, 2.1, 50} {
				p := Problem{Rows: ints(1e15), Cols: ints(1e15), Weights: ints(1), Rounding: rounding}
				s := &solver{table: newTable(p), prec: 53, x: ints(base)}
				q := float64(base) * by
				s.rho, s.sigma = []*big.Float{big.NewFloat(q)}, []*big.Float{big.NewFloat(1)}
				nw := newNetwork(s.table)
				nw.exact = true
				if !s.words(nw) {
					t.Fatal("the entry does not fit a word")
				}

				for _, k := range []int64{0, 1, 5, 1000} {
					want := longLog(new(big.Float).Quo(post(rounding, base+k), big.NewFloat(q)))
					// The product may be a unit in the last place off the entry.
					if got := nw.signpost(0, k, 1); off(got, want) > 1e-14 && math.Abs(got) > 1e-16 {
						t.Errorf(
							"rounding %d: signpost of %d+%d over %v = %v, want %v",
							rounding,
							base,
							k,
							q,
							got,
							want,
						)
					}
				}

				mid := new(big.Float).SetPrec(100).SetFloat64(float64(base) + 32 - 4)
				if got, want := nw.signpost(0, 32, 8), longLog(mid.Quo(mid, big.NewFloat(q))); off(got, want) > 1e-14 &&
					math.Abs(got) > 1e-16 {
					t.Errorf(
						"rounding %d: signpost of a step of 8 from %d to 32 over %v = %v, want %v",
						rounding,
						base,
						q,
						got,
						want,
					)
				}
			}
		}
	}
}

// TestNetworkLine checks that a line meets its margin and that its multiplier is
// amid where it does.
func TestNetworkLine(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	for k := range 200 {
		p := drawTable(r, 2+r.IntN(5), 2+r.IntN(5), roundings[k%5], k%2 == 0)
		s, nw := lay(p, r, 0.5)
		step := int64(1) << r.IntN(4)
		if !nw.balance(step) {
			t.Fatalf("table %d: balance(%d) = false", k, step)
		}

		for v := range nw.m + nw.n {
			nw.line(v, step)
			nw.checkSums(t, s)
			nw.checkBalance(t, s, step)
			excess, low, high := int64(0), math.Inf(-1), math.Inf(1)
			more, less := false, false
			for c := range s.w {
				i, j := c/nw.n, c%nw.n
				if i != v && nw.m+j != v {
					continue
				}
				at := nw.a[i] + nw.b[j]
				low, high = max(low, nw.down[c]-at), min(high, nw.up[j*nw.m+i]-at)
				more = more || !math.IsInf(nw.up[j*nw.m+i], 1)
				less = less || !math.IsInf(nw.down[c], -1)
			}
			if v < nw.m {
				excess = nw.row[v]
			} else {
				excess = nw.col[v-nw.m]
			}
			if excess >= step && less || excess <= -step && more {
				t.Fatalf("table %d: line %d is left with %d at a step of %d", k, v, excess, step)
			}
			if less && more && math.Abs(low+high) > 1e-9 {
				t.Fatalf("table %d: line %d is off the middle, between %v and %v", k, v, low, high)
			}
		}
	}
}

// TestNetworkLineNearest checks that the cells that move are the nearest to
// their signposts.
func TestNetworkLineNearest(t *testing.T) {
	for _, want := range []int64{-3, -2, -1, 0, 1, 2, 3} {
		p := Problem{Rows: ints(60+want, 60-want), Cols: ints(40, 40, 40), Weights: ints(1, 1, 1, 1, 1, 1)}
		s := &solver{table: newTable(p), prec: 53, x: ints(20, 20, 20, 20, 20, 20)}
		s.rho = []*big.Float{big.NewFloat(1), big.NewFloat(1)}
		s.sigma = []*big.Float{big.NewFloat(20.3), big.NewFloat(20), big.NewFloat(19.8)}
		nw := s.network(0)
		nw.meet(s)
		nw.balance(1)
		nw.line(0, 1)
		// At 20.3, 20 and 19.8 the units go up in this order and down in the other.
		expect := map[int64][]int64{
			-3: {-1, -1, -1}, -2: {0, -1, -1}, -1: {0, 0, -1}, 0: {0, 0, 0},
			1: {1, 0, 0}, 2: {1, 1, 0}, 3: {1, 1, 1},
		}[want]
		if !slices.Equal(nw.k[:3], expect) || nw.row[0] != 0 {
			t.Errorf("line() moves %v, want %v", nw.k[:3], expect)
		}
	}
}

func TestNetworkLeft(t *testing.T) {
	nw := &network{row: []int64{9, -7, 3}, col: []int64{-8, 0, 16}}
	for step, want := range map[int64]int64{1: 43, 4: 2 + 1 + 2 + 4, 16: 1} {
		if got := nw.left(step); got != want {
			t.Errorf("left(%d) = %d, want %d", step, got, want)
		}
	}
}

// TestNetworkAlternate checks that sweeping over lines takes away what is
// missing where no cells tie, and that it ends where they do.
func TestNetworkAlternate(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 3))
	was, is := int64(0), int64(0)
	for range 50 {
		s, nw := lay(drawTable(r, 6, 6, Webster, false), r, 0.5)
		nw.balance(1)
		was += nw.left(1)
		nw.alternate(1)
		is += nw.left(1)
		nw.checkSums(t, s)
		nw.checkBalance(t, s, 1)
	}

	if was < 5000 || is > was/10 {
		t.Errorf("alternate leaves %d of %d", is, was)
	}
	p := Problem{Rows: ints(3, 3, 3), Cols: ints(4, 4, 1), Weights: slices.Repeat(ints(1), 9)}
	s, nw := lay(p, r, 0)
	nw.balance(1)
	nw.alternate(1)
	nw.checkSums(t, s)
	nw.checkBalance(t, s, 1)
}

// TestNetworkMeetMargins checks that both margins are met, from any multipliers.
func TestNetworkMeetMargins(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for k := range 200 {
		s, nw := lay(drawTable(r, 2+r.IntN(6), 2+r.IntN(6), roundings[k%5], k%2 == 0), r, 1)
		if s.infeasible() != nil {
			continue
		}
		from := guessed
		if k%3 == 0 {
			from = coarser
		}
		if !nw.meetMargins(from) {
			t.Fatalf("table %d: meetMargins() = false", k)
		}
		nw.checkSums(t, s)
		nw.checkBalance(t, s, 1)
		if left := nw.left(1); left != 0 {
			t.Fatalf("table %d: meetMargins() leaves %d", k, left)
		}
	}
}

// TestNetworkStages checks what only a guess needs: sweeps over lines, which
// leave cells amid their signposts, and a slack up to which cells tie.
func TestNetworkStages(t *testing.T) {
	for _, from := range []stage{guessed, coarser, settled} {
		var laid [3]*network
		for i := range laid {
			p := Problem{Rows: ints(100, 100), Cols: ints(80, 120), Weights: ints(40, 57, 40, 60)}
			s := &solver{table: newTable(p), prec: 53, x: ints(40, 57, 40, 60)}
			s.rho, s.sigma = []*big.Float{
				big.NewFloat(1),
				big.NewFloat(1),
			}, []*big.Float{
				big.NewFloat(1),
				big.NewFloat(1),
			}
			laid[i] = s.network(0)
			laid[i].meet(s)
		}
		got, swept, plain := laid[0], laid[1], laid[2]
		swept.slack = onSignpost
		for _, nw := range laid[1:] {
			nw.balance(1)
		}
		swept.alternate(1)
		for _, nw := range laid[1:] {
			for nw.transfer(1) {
			}
		}
		if slices.Equal(swept.a, plain.a) {
			t.Fatal("sweeps make no difference")
		}
		want := plain
		if from == guessed {
			want = swept
		}
		if !got.meetMargins(from) || got.left(1) != 0 {
			t.Fatalf("stage %d: meetMargins() leaves %d", from, got.left(1))
		}
		if !slices.Equal(got.a, want.a) || !slices.Equal(got.b, want.b) || got.slack != want.slack {
			t.Errorf("stage %d: meetMargins() shifts by %v and %v, want %v and %v", from, got.a, got.b, want.a, want.b)
		}
	}

	// What is right already stays as it is.
	p := Problem{Rows: ints(10, 10), Cols: ints(10, 10), Weights: ints(1, 1, 1, 1)}
	s, _ := lay(p, rand.New(rand.NewPCG(4, 5)), 0)
	s.sigma[0], s.sigma[1] = big.NewFloat(5.3), big.NewFloat(5.3)
	s.rho[0], s.rho[1] = big.NewFloat(1), big.NewFloat(1)
	s.round()
	if nw := s.network(0); !nw.meetMargins(guessed) || slices.Max(nw.a) != 0 || slices.Max(nw.b) != 0 {
		t.Errorf("meetMargins() shifts by %v and %v", nw.a, nw.b)
	}
}

// TestNetworkEnds checks that a line whose cells all go to their bounds gets a
// multiplier that leaves them there.
func TestNetworkEnds(t *testing.T) {
	for _, by := range []int64{-1, 1} {
		p := Problem{Rows: ints(20), Cols: ints(9, 11), Weights: ints(1, 1)}
		s, _ := lay(p, rand.New(rand.NewPCG(4, 6)), 0)
		s.sigma[0], s.sigma[1], s.rho[0] = big.NewFloat(1), big.NewFloat(1.02), big.NewFloat(10)
		s.round()
		nw := s.network(0)
		nw.lo, nw.hi = []int64{min(by, 0), min(by, 0)}, []int64{max(by, 0), max(by, 0)}
		nw.row[0] = -3 * by
		if !nw.balance(1) {
			t.Fatal("balance() = false")
		}

		nw.line(0, 1)
		if want := []int64{by, by}; !slices.Equal(nw.k, want) || nw.row[0] != -by {
			t.Errorf("line() moves %v, want %v", nw.k, want)
		}

		for c := range nw.k {
			if at := nw.a[0] + nw.b[c]; at < nw.down[c] || at > nw.up[c] {
				t.Errorf("cell %d is at %v, between %v and %v", c, at, nw.down[c], nw.up[c])
			}
		}
	}
}

// TestBalanceOnSignpost checks that a cell on its signpost stays.
func TestBalanceOnSignpost(t *testing.T) {
	for _, rounding := range []Rounding{Jefferson, Adams} {
		p := Problem{Rows: ints(200), Cols: ints(100, 100), Weights: ints(1, 1), Rounding: rounding}
		s := &solver{table: newTable(p), prec: 53, x: ints(64, 64)}
		s.rho, s.sigma = []*big.Float{big.NewFloat(64)}, []*big.Float{big.NewFloat(1), big.NewFloat(1)}
		nw := s.network(0)
		if !nw.balance(1) || nw.k[0] != 0 || nw.down[0] != 0 && nw.up[0] != 0 {
			t.Errorf("rounding %d: balance() moves by %d between %v and %v", rounding, nw.k[0], nw.down[0], nw.up[0])
		}
		w := newWide(s)
		w.step = power2(0)
		w.balance()
		if s.x[0].Int64() != 64 {
			t.Errorf("rounding %d: the wide balance moves to %v", rounding, s.x[0])
		}
	}
}
