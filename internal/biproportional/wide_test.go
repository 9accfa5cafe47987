package biproportional

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestWiden checks that the wide transfer alone, from entries and multipliers
// that are off, leaves tables that are right, each cell as near to its product
// as the bits of the multipliers reach.
func TestWiden(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	for k := range 150 {
		p := drawTable(r, 2+r.IntN(4), 2+r.IntN(4), roundings[k%5], k%2 == 0)
		s := &solver{table: newTable(p), prec: 53}
		if s.infeasible() != nil {
			continue
		}

		s.start()

		for i, f := range s.rho {
			s.rho[i] = new(big.Float).SetPrec(53).Mul(f, big.NewFloat(1+r.Float64()))
		}
		s.round()
		s.widen(200)
		if s.prec != 200 || s.rho[0].Prec() != 200 || s.sigma[0].Prec() != 200 {
			t.Fatalf("table %d has multipliers of %d bits", k, s.rho[0].Prec())
		}
		if s.better() {
			t.Fatalf("table %d: widen() leaves %v", k, s.x)
		}

		for c, w := range s.w {
			if w == nil {
				continue
			}
			q := s.product(c)
			if d := s.rounding.apart(s.x[c], q); s.x[c].Cmp(s.lo[c]) > 0 && d > 0x1p-180 {
				t.Fatalf("table %d: cell %d is %v above its product", k, c, d)
			}
			if d := s.rounding.apart(new(big.Int).Add(s.x[c], big.NewInt(1)), q); s.x[c].Cmp(s.most(c)) < 0 &&
				d < -0x1p-180 {
				t.Fatalf("table %d: cell %d is %v below its product", k, c, d)
			}
		}
	}
}

// TestWidenAgrees compares the wide transfer with networks on the same table, and
// on the same table in units a word does not hold.
func TestWidenAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 2))
	for k := range 60 {
		p := drawTable(r, 2+r.IntN(5), 2+r.IntN(5), roundings[k%5], false)
		words := solved(p)
		if words == nil {
			continue
		}

		if _, knots, near := words.certify(); !near || len(knots) > 0 {
			t.Fatalf("table %d is not right", k)
		}
		ties, _, _ := words.certify()
		s := &solver{table: words.table, prec: 53}
		s.start()
		s.round()
		s.widen(wideBits)

		for c := range s.x {
			if ties[c] == nil && s.x[c].Cmp(words.x[c]) != 0 {
				t.Fatalf("table %d: cell %d is %v, and %v on words", k, c, s.x[c], words.x[c])
			}
		}

		larger := p
		larger.Weights = nil

		for _, w := range p.Weights {
			larger.Weights = append(larger.Weights, new(big.Int).Lsh(w, 2000))
		}
		far, cut := Solve(larger)
		near, _ := Solve(p)
		if cut != nil || !slices.EqualFunc(far.X, near.X, func(a, b *big.Int) bool { return a.Cmp(b) == 0 }) ||
			!slices.Equal(far.Tied, near.Tied) {
			t.Fatalf("table %d: %v with weights beyond words, and %v within", k, far, near)
		}
	}
}

func TestWideSignpost(t *testing.T) {
	for _, rounding := range roundings {
		s := &solver{
			table: newTable(Problem{Rows: ints(1e6), Cols: ints(1e6), Weights: ints(7), Rounding: rounding}),
			prec:  100,
		}

		w := &wide{solver: s}
		for _, n := range []int64{2, 3, 1000} {
			for shift := range uint(4) {
				w.step = power2(shift)
				want := post(rounding, n)
				if shift > 0 {
					want = new(big.Float).SetPrec(200).SetInt64(2*n - 1<<shift)
					want.Quo(want, big.NewFloat(2))
				}
				want.Quo(want, big.NewFloat(7))
				got := w.signpost(0, big.NewInt(n))
				d := new(big.Float).Sub(got, want)
				if limit := new(big.Float).SetMantExp(want, -95); got.Prec() != 100 ||
					d.Abs(d).Cmp(limit.Abs(limit)) > 0 {
					t.Errorf("rounding %d: signpost(%d) of steps of %v = %v, want %v", rounding, n, w.step, got, want)
				}
			}
		}
	}
}

// TestWideSteps checks that far entries are reached in steps that halve: in
// steps of one unit it would take longer than anybody waits.
func TestWideSteps(t *testing.T) {
	huge := new(big.Int).Lsh(big.NewInt(1), 60)
	p := Problem{Weights: ints(1, 2, 3, 4, 5, 6)}
	for _, x := range []int64{3, 5} {
		p.Rows = append(p.Rows, new(big.Int).Mul(huge, big.NewInt(x)))
	}
	for _, x := range []int64{4, 3, 1} {
		p.Cols = append(p.Cols, new(big.Int).Mul(huge, big.NewInt(x)))
	}
	s := &solver{table: newTable(p), prec: 53}
	s.start()

	for i := range s.rho {
		s.rho[i] = big.NewFloat(float64(i + 1))
	}
	s.round()
	s.widen(300)
	row, col := s.excess()

	for _, e := range append(row, col...) {
		if e.Sign() != 0 {
			t.Errorf("widen() leaves %v", e)
		}
	}

	if _, knots, near := s.certify(); !near || len(knots) > 0 {
		t.Error("the table is not right")
	}
}

// TestWideTransfer checks the account of what lines have above their margins,
// that no line is left with more, and that all cells stay in balance.
func TestWideTransfer(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 3))
	for k := range 100 {
		s := &solver{table: newTable(drawTable(r, 2+r.IntN(4), 2+r.IntN(4), roundings[k%5], k%2 == 0)), prec: 53}
		s.start()

		for i, f := range s.rho {
			s.rho[i] = new(big.Float).SetPrec(100).Mul(f, big.NewFloat(1+r.Float64()/4))
		}
		for j, f := range s.sigma {
			s.sigma[j] = new(big.Float).SetPrec(100).Set(f)
		}
		s.prec = 100
		s.round()
		w := newWide(s)
		w.step = power2(uint(r.IntN(3)))
		w.balance()

		for {
			w.check(t)
			was := clones(append(w.row[:s.m:s.m], w.col...))
			entries := clones(s.x)
			got := w.transfer()
			is := append(w.row[:s.m:s.m], w.col...)
			for v, e := range is {
				if e.Sign()*was[v].Sign() < 0 || e.CmpAbs(was[v]) > 0 {
					t.Fatalf("table %d: a line that had %v is left with %v", k, was[v], e)
				}
			}
			moved := false
			for c, x := range s.x {
				d := new(big.Int).Sub(x, entries[c])
				moved = moved || d.Sign() != 0
				if d.Sign() != 0 && d.CmpAbs(w.step) != 0 {
					t.Fatalf("table %d: cell %d moves by %v in steps of %v", k, c, d, w.step)
				}
			}
			if got != moved {
				t.Fatalf("table %d: transfer() = %t, and it moved: %t", k, got, moved)
			}
			if !got {
				break
			}
		}
	}
}

func clones(a []*big.Int) []*big.Int {
	b := make([]*big.Int, len(a))
	for i, x := range a {
		b[i] = new(big.Int).Set(x)
	}
	return b
}

// check recomputes the account and the balance of all cells.
func (w *wide) check(t *testing.T) {
	t.Helper()
	row, col := w.excess()
	for v, e := range append(row, col...) {
		if got := append(w.row[:w.m:w.m], w.col...)[v]; got.Cmp(e) != 0 {
			t.Fatalf("line %d has %v above its margin by its own account, and %v by its cells", v, got, e)
		}
	}

	one, slack := big.NewFloat(1), new(big.Float).SetMantExp(big.NewFloat(1), -90)
	low := new(big.Float).SetPrec(120).Sub(one, slack)
	high := new(big.Float).SetPrec(120).Add(one, slack)

	for c, weight := range w.w {
		if weight == nil {
			continue
		}
		at := new(big.Float).SetPrec(300).Mul(w.rho[c/w.n], w.sigma[c%w.n])
		less, more := new(big.Int).Sub(w.x[c], w.step), new(big.Int).Add(w.x[c], w.step)
		if (w.down[c] != nil) != (less.Cmp(w.lo[c]) >= 0) || (w.up[c] != nil) != (more.Cmp(w.most(c)) <= 0) {
			t.Fatalf("cell %d at %v has signposts %v and %v", c, w.x[c], w.down[c], w.up[c])
		}
		if d := w.down[c]; d != nil && (d.Cmp(w.signpost(c, w.x[c])) != 0 || at.Cmp(new(big.Float).Mul(d, low)) < 0) {
			t.Fatalf("cell %d at %v is below its signpost %v", c, w.x[c], d)
		}
		if u := w.up[c]; u != nil && (u.Cmp(w.signpost(c, more)) != 0 || at.Cmp(new(big.Float).Mul(u, high)) > 0) {
			t.Fatalf("cell %d at %v is above its signpost %v", c, w.x[c], u)
		}
	}
}
