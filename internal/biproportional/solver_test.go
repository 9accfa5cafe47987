package biproportional

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// better reports whether some cycle of moves multiplies to less than one, by
// Bellman and Ford over all moves, and whether x is out of its bounds or off its
// margins.
func (s *solver) better() bool {
	row, col := s.excess()
	for _, e := range append(row, col...) {
		if e.Sign() != 0 {
			return true
		}
	}

	var moves []edge

	for c, w := range s.w {
		x := s.x[c]
		if x.Cmp(s.lo[c]) < 0 || s.hi[c] != nil && x.Cmp(s.hi[c]) > 0 {
			return true
		}
		if w == nil {
			continue
		}
		if x.Cmp(s.lo[c]) > 0 {
			moves = append(moves, edge{from: int32(c / s.n), to: int32(s.m + c%s.n), cell: int32(c)})
		}
		if s.hi[c] == nil || x.Cmp(s.hi[c]) < 0 {
			moves = append(moves, edge{from: int32(s.m + c%s.n), to: int32(c / s.n), cell: int32(c), raise: true})
		}
	}

	at := make([]*big.Rat, s.m+s.n)

	for v := range at {
		at[v] = big.NewRat(1, 1)
	}
	costs := make([]*big.Rat, len(moves))

	for i, e := range moves {
		n := s.unit(e).Int64()
		costs[i] = exactPost(s.rounding, n)
		costs[i].Quo(costs[i], new(big.Rat).SetInt(s.rounding.weight(s.w[e.cell])))
		if !e.raise {
			costs[i].Inv(costs[i])
		}
	}

	for range len(at) + 1 {
		changed := false
		for i, e := range moves {
			if to := new(big.Rat).Mul(at[e.from], costs[i]); to.Cmp(at[e.to]) < 0 {
				at[e.to], changed = to, true
			}
		}
		if !changed {
			return false
		}
	}
	return true
}

func TestApproach(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	for k := range 100 {
		s := &solver{table: newTable(drawTable(r, 2+r.IntN(5), 2+r.IntN(5), roundings[k%5], k%2 == 0)), prec: 53}
		if s.infeasible() != nil {
			continue
		}
		s.start()
		s.approach()
		if s.prec != 53 {
			t.Fatalf("table %d takes %d bits", k, s.prec)
		}
		if s.better() {
			t.Fatalf("table %d: approach() leaves %v", k, s.x)
		}
		if _, _, near := s.certify(); !near {
			t.Fatalf("table %d: approach() ends too far from the products", k)
		}
	}
}

// TestApproachLevels counts the networks that wide margins take, by the bits
// each adds to the multipliers.
func TestApproachLevels(t *testing.T) {
	for _, tt := range []struct{ bits, want uint }{
		{firstBits, 0},
		{firstBits + 1, 1},
		{firstBits + levelBits, 1},
		{firstBits + levelBits + 1, 2},
		{firstBits + 3*levelBits, 3},
	} {
		r := rand.New(rand.NewPCG(6, 2))
		p := drawTable(r, 4, 4, Webster, false)
		top := 0

		for _, x := range p.Rows {
			top = max(top, x.BitLen())
		}
		for _, a := range [][]*big.Int{p.Rows, p.Cols} {
			for _, x := range a {
				x.Lsh(x, tt.bits-uint(top))
			}
		}

		s := &solver{table: newTable(p), prec: 53}
		s.start()
		s.approach()
		if want := 53 + tt.want*refineBits; s.prec != want {
			t.Errorf("margins of %d bits take multipliers of %d bits, want %d", tt.bits, s.prec, want)
		}
		row, col := s.excess()

		for _, e := range append(row, col...) {
			if e.Sign() != 0 {
				t.Errorf("margins of %d bits are missed by %v", tt.bits, e)
			}
		}
	}
}

func TestSolverRound(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 3))
	for k := range 200 {
		rounding := roundings[k%5]
		s := &solver{table: newTable(drawTable(r, 3, 3, rounding, k%2 == 0)), prec: 53}
		s.start()
		for i, f := range s.rho {
			s.rho[i] = new(big.Float).SetPrec(80).Mul(f, big.NewFloat(math.Exp(r.NormFloat64())))
		}
		s.round()
		for c, w := range s.w {
			x := s.x[c]
			if x.Cmp(s.lo[c]) < 0 || x.Cmp(s.most(c)) > 0 {
				t.Fatalf("cell %d is %v, out of its bounds", c, x)
			}
			if w == nil {
				continue
			}
			q := s.product(c)
			if x.Cmp(s.lo[c]) > 0 && post(rounding, x.Int64()).Cmp(new(big.Float).Mul(q, big.NewFloat(1+1e-12))) > 0 {
				t.Errorf("cell %d is %v, and its product %v", c, x, q)
			}
			if x.Cmp(s.most(c)) < 0 &&
				post(rounding, x.Int64()+1).Cmp(new(big.Float).Mul(q, big.NewFloat(1-1e-12))) < 0 {
				t.Errorf("cell %d is %v, and its product %v", c, x, q)
			}
		}
	}

	// Products beyond what a float64 tells apart are rounded down exactly.
	huge := new(big.Int).Lsh(big.NewInt(1), 200)
	s := &solver{table: newTable(Problem{Rows: []*big.Int{huge}, Cols: []*big.Int{huge}, Weights: ints(3)}), x: ints(0)}
	big1 := new(big.Float).SetMantExp(big.NewFloat(0.5), 90)
	s.rho, s.sigma = []*big.Float{
		new(big.Float).SetPrec(200).Add(big1, big.NewFloat(0.3)),
	}, []*big.Float{
		big.NewFloat(1),
	}

	s.round()
	want := new(big.Int).Lsh(big.NewInt(3), 89)
	if s.x[0].Cmp(want) != 0 {
		t.Errorf("the product is rounded to %v, want %v", s.x[0], want)
	}
}

func TestMost(t *testing.T) {
	p := Problem{
		Rows: ints(5, 9), Cols: ints(7, 7), Weights: ints(1, 1, 1, 1),
		Min: ints(0, 6, 0, 7), Max: []*big.Int{nil, big.NewInt(20), big.NewInt(3), big.NewInt(7)},
	}
	s := &solver{table: newTable(p)}
	for c, want := range []int64{5, 7, 3, 7} {
		if got := s.most(c); got.Int64() != want {
			t.Errorf("most(%d) = %v, want %d", c, got, want)
		}
	}
}

func TestRoom(t *testing.T) {
	s := &solver{x: ints(10)}
	huge := new(big.Int).Lsh(big.NewInt(1), 70)

	for _, tt := range []struct {
		bound *big.Int
		shift uint
		want  int64
	}{
		{big.NewInt(10), 0, 0},
		{big.NewInt(17), 0, 7},
		{big.NewInt(17), 2, 1},
		{big.NewInt(3), 0, -7},
		{big.NewInt(3), 2, -1},
		{new(big.Int).SetInt64(1<<61 + 10), 0, 1 << 61},
		{huge, 0, math.MaxInt64 / 2},
		{new(big.Int).Neg(huge), 0, -(math.MaxInt64 / 2)},
		{huge, 60, 1023},
	} {
		if got := s.room(tt.bound, 0, tt.shift); got != tt.want {
			t.Errorf("room(%v, %d) = %d, want %d", tt.bound, tt.shift, got, tt.want)
		}
	}
}

func TestFits(t *testing.T) {
	for _, tt := range []struct {
		x    int64
		q    float64
		want bool
	}{
		{0, 1, true},
		{1<<50 - 1, 1 << 50, true},
		{1 << 50, 1, false},
		{5, 0x1p-800, false},
		{5, 0x1p-799, true},
		{5, 0, false},
		{5, 1<<51 - 1, true},
		{5, 1 << 51, false},
		{5, math.Inf(1), false},
		{5, math.NaN(), false},
	} {
		if got := fits(big.NewInt(tt.x), tt.q); got != tt.want {
			t.Errorf("fits(%d, %v) = %t, want %t", tt.x, tt.q, got, tt.want)
		}
	}
}

// TestScaled checks exp(a) by its logarithm, and that a shift so small that a
// float64 cannot add it to one is not lost.
func TestScaled(t *testing.T) {
	for _, prec := range []uint{53, 200, 2000} {
		x := new(big.Float).SetPrec(prec).SetRat(big.NewRat(10, 3))
		for _, a := range []float64{
			0, 1e-300, -1e-200, 1e-30, -1e-20, 1e-5, 0.3, -0.3, 0.5, 0.7, -0.7, 5, -300, 1000, -1000,
		} {
			got := scaled(x, a, prec)
			if got.Prec() != prec {
				t.Errorf("scaled() has %d bits, want %d", got.Prec(), prec)
			}
			ratio := new(big.Float).SetPrec(2500).Quo(got, x)
			if math.Abs(a) < 1e-9 {
				d, _ := ratio.Sub(ratio, big.NewFloat(1)).Float64()
				want := a
				if math.Abs(a) < math.Ldexp(1, 1-int(prec)) {
					want = 0
				}
				if math.Abs(d-want) > 1e-15*math.Abs(want)+math.Ldexp(1, 2-int(prec)) {
					t.Errorf("scaled(x, %v, %d) adds %v", a, prec, d)
				}
				continue
			}

			if log, _ := longLog(ratio).Float64(); math.Abs(log-a) > 4e-16*max(1, math.Abs(a)) {
				t.Errorf("scaled(x, %v, %d) is x by the exponential of %v", a, prec, log)
			}
		}
	}
}

// TestOnce checks that margins are met within a few units, since what they lack
// is cut off to whole units, and that what does not fit
// a word is met in larger units, and reported.
func TestOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 4))
	for _, tt := range []struct{ bits, shift uint }{{0, 0}, {30, 0}, {30, 10}, {60, 25}, {60, 0}} {
		for range 20 {
			p := drawTable(r, 4, 4, Webster, false)
			for _, a := range [][]*big.Int{p.Rows, p.Cols} {
				for _, x := range a {
					x.Lsh(x, tt.bits)
				}
			}

			s := &solver{table: newTable(p), prec: 53 + 64}
			s.start()
			if tt.bits == 60 {
				// A guess that is off makes what is missing too large for a word.
				for i := range s.rho {
					s.rho[i] = new(big.Float).SetPrec(117).Mul(s.rho[i], big.NewFloat(1.01))
				}
			}

			want := tt.bits < 60 || tt.shift > 0
			if got := s.once(tt.shift, guessed); got != want {
				t.Fatalf("once(%d) = %t with margins of %d bits more", tt.shift, got, tt.bits)
			}
			row, col := s.excess()

			for _, e := range append(row, col...) {
				if e.BitLen() > int(tt.shift)+2 && want {
					t.Fatalf("once(%d) leaves %v", tt.shift, e)
				}
			}
		}
	}
}

// TestNetworkExact compares networks on machine numbers with those on products
// of any size, and those in larger units with those in units of one.
func TestNetworkExact(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 5))
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-14*max(1, math.Abs(b)) }
	for k := range 50 {
		s, words := lay(drawTable(r, 3, 3, roundings[k%5], true), r, 0.1)
		if words.near[0] != nil || !words.exact {
			t.Fatal("the network is not on machine numbers")
		}
		s.prec = 54
		exact, coarse := s.network(0), s.network(3)
		if exact.near[0] == nil || !exact.exact || coarse.near[0] != nil || coarse.exact {
			t.Fatal("the networks are not on exact products")
		}
		for c, w := range s.w {
			if exact.lo[c] != words.lo[c] || exact.hi[c] != words.hi[c] || coarse.lo[c] != exact.lo[c]/8 ||
				coarse.hi[c] != exact.hi[c]/8 {
				t.Fatalf("cell %d has other bounds", c)
			}
			if w == nil {
				continue
			}
			if !near(exact.q[c], words.q[c]) || !near(exact.lq[c], words.lq[c]) || exact.base[c] != words.base[c] ||
				!near(exact.gap[c]/exact.q[c], words.gap[c]/exact.q[c]) {
				t.Fatalf("cell %d has other products", c)
			}
			if coarse.q[c] != exact.q[c]/8 || !near(coarse.lq[c], exact.lq[c]-math.Log(8)) ||
				coarse.base[c] != exact.base[c]/8 ||
				coarse.gap[c] != exact.gap[c]/8 {
				t.Fatalf("cell %d has other products in larger units", c)
			}
			q := s.product(c)
			if s.x[c].Cmp(s.lo[c]) > 0 {
				if want := s.rounding.apart(s.x[c], q); exact.near[0][c] != want ||
					!near(words.signpost(c, 0, 1), want) ||
					exact.signpost(c, 0, 1) != want {
					t.Fatalf("cell %d has another signpost below", c)
				}
			}
			if want := s.rounding.apart(new(big.Int).Add(s.x[c], big.NewInt(1)), q); exact.near[1][c] != want ||
				!near(words.signpost(c, 1, 1), want) ||
				exact.signpost(c, 1, 1) != want {
				t.Fatalf("cell %d has another signpost above", c)
			}
			for _, k := range []int64{0, 1, 2} {
				if exact.base[c] > 1 && !near(exact.signpost(c, k, 2), words.signpost(c, k, 2)) {
					t.Fatalf("cell %d has another signpost of two units", c)
				}
			}
		}
	}

	// A gap of few units in entries of many is not lost.
	huge := new(big.Int).Lsh(big.NewInt(1), 3000)
	s := &solver{table: newTable(Problem{Rows: []*big.Int{huge}, Cols: []*big.Int{huge}, Weights: ints(1)}), prec: 4000}
	s.x = []*big.Int{new(big.Int).Add(new(big.Int).Rsh(huge, 1), big.NewInt(5))}
	s.rho, s.sigma = []*big.Float{new(big.Float).SetInt(new(big.Int).Rsh(huge, 1))}, []*big.Float{big.NewFloat(1)}
	nw := s.network(0)
	if nw.gap[0] != 5 || nw.q[0] != math.MaxFloat64 || math.IsInf(nw.gap[0], 0) {
		t.Errorf("the network has the product %v and the gap %v", nw.q[0], nw.gap[0])
	}
	s.x[0].SetInt64(0)
	if nw = s.network(0); nw.gap[0] != -math.MaxFloat64 {
		t.Errorf("the gap is %v", nw.gap[0])
	}
}
