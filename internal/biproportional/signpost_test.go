package biproportional

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

var roundings = []Rounding{Webster, Jefferson, Adams, Hill, Dean}

// exactPost returns s(n) by its definition, squared for Hill.
func exactPost(r Rounding, n int64) *big.Rat {
	switch r {
	case Jefferson:
		return big.NewRat(n, 1)
	case Adams:
		return big.NewRat(n-1, 1)
	case Hill:
		return big.NewRat(n*(n-1), 1)
	case Dean:
		return big.NewRat(2*n*(n-1), 2*n-1)
	}
	return big.NewRat(2*n-1, 2)
}

// post returns s(n) with 200 bits.
func post(r Rounding, n int64) *big.Float {
	f := new(big.Float).SetPrec(200).SetRat(exactPost(r, n))
	if r == Hill {
		f.Sqrt(f)
	}
	return f
}

func TestRatio(t *testing.T) {
	for _, r := range roundings {
		for _, n := range []int64{1, 2, 3, 4, 10, 1e9} {
			num, den := r.ratio(big.NewInt(n))
			if got, want := new(big.Rat).SetFrac(num, den), exactPost(r, n); got.Cmp(want) != 0 {
				t.Errorf("rounding %d: ratio(%d) = %v, want %v", r, n, got, want)
			}
		}
		want := int64(7)
		if r == Hill {
			want = 49
		}
		if got := r.weight(big.NewInt(7)); got.Cmp(big.NewInt(want)) != 0 {
			t.Errorf("rounding %d: power(7) = %v, want %d", r, got, want)
		}
		if got, want := r.givesFirst(), exactPost(r, 1).Sign() == 0; got != want {
			t.Errorf("rounding %d: givesFirst() = %t, want %t", r, got, want)
		}
	}
}

func TestSignpost(t *testing.T) {
	for _, r := range roundings {
		for _, n := range []int64{1, 2, 3, 4, 5, 17, 1000, 1e6} {
			if n == 1 && (r == Hill || r == Dean) {
				continue
			}
			want, _ := post(r, n).Float64()
			if got := r.signpost(float64(n)); math.Abs(got-want) > 1e-15*want {
				t.Errorf("rounding %d: signpost(%d) = %v, want %v", r, n, got, want)
			}
		}
	}
}

func TestRound(t *testing.T) {
	for _, r := range roundings {
		if got := r.round(0); got != 0 {
			t.Errorf("rounding %d: round(0) = %v, want 0", r, got)
		}
		if got := r.round(1e-9); got != 0 && !r.givesFirst() || got != 1 && r.givesFirst() {
			t.Errorf("rounding %d: round(1e-9) = %v", r, got)
		}
		for n := int64(2); n < 50; n++ {
			at, exact := post(r, n).Float64()
			for q, want := range map[float64]int64{at - 1e-3: n - 1, at + 1e-3: n, at: n} {
				if q == at && (exact != big.Exact || r == Hill) {
					continue
				}
				if got := r.round(q); got != float64(want) {
					t.Errorf("rounding %d: round(%v) = %v, want %d", r, q, got, want)
				}
			}
		}
	}
}

// longLog returns log x with some 150 bits, by the series of the area tangent.
func longLog(x *big.Float) *big.Float {
	const prec = 250
	var mant big.Float
	exp := new(big.Float).SetPrec(prec).Set(x).MantExp(&mant)
	series := func(x *big.Float) *big.Float {
		one := new(big.Float).SetPrec(prec).SetInt64(1)
		z := new(big.Float).Sub(x, one)
		z.Quo(z, one.Add(one, x))
		square, sum := new(big.Float).Mul(z, z), new(big.Float).SetPrec(prec)
		for k := int64(1); k < 250; k += 2 {
			sum.Add(sum, new(big.Float).Quo(z, new(big.Float).SetInt64(k)))
			z = new(big.Float).Mul(z, square)
		}
		return sum.Add(sum, sum)
	}
	ln2 := series(new(big.Float).SetPrec(prec).SetInt64(2))
	return ln2.Add(ln2.Mul(ln2, new(big.Float).SetInt64(int64(exp))), series(&mant))
}

func off(got float64, want *big.Float) float64 {
	f, _ := want.Float64()
	if f == got {
		return 0
	}
	return math.Abs(got-f) / math.Abs(f)
}

func TestLog1p(t *testing.T) {
	for _, u := range []float64{-0.49, -1e-3, -1e-9, 1e-300, 1e-17, 1e-16, 3e-16, 1e-12, 1e-5, 0.3, 0.99} {
		x := new(big.Float).SetPrec(1200).SetFloat64(u)
		want := longLog(x.Add(x, big.NewFloat(1)))
		if u == 1e-300 || u == 1e-17 {
			want = big.NewFloat(u)
		}
		if got := log1p(u); off(got, want) > 1e-15 {
			t.Errorf("log1p(%v) = %v, want %v", u, got, want)
		}
	}
}

func TestExpm1(t *testing.T) {
	for _, u := range []float64{-40, -0.5, -1e-3, -1e-9, 1e-300, 1e-17, 3e-16, 1e-12, 1e-5, 0.3, 0.5, 2} {
		if got, want := expm1(u), math.Expm1(u); math.Abs(got-want) > 4e-16*math.Abs(want) {
			t.Errorf("expm1(%v) = %v, want %v", u, got, want)
		}
	}
	if got := expm1(-1000); got != -1 {
		t.Errorf("expm1(-1000) = %v, want -1", got)
	}
}

func TestLogOf(t *testing.T) {
	for _, x := range []float64{1, 2, 3, 0.1, 1e300, 1e-300} {
		for _, exp := range []int{0, 1, -3, 5000, -5000} {
			f := new(big.Float).SetMantExp(big.NewFloat(x), exp)
			if got, want := logOf(f), longLog(f); off(got, want) > 1e-15 && got != 0 {
				t.Errorf("logOf(%v) = %v, want %v", f, got, want)
			}
		}
	}
}

func TestExactly(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, bits := range []uint{1, 30, 100, 1000} {
		x := randomInt(r, bits)
		y := randomInt(r, bits)
		got, exact := exactly(new(big.Float).SetInt(x), new(big.Float).SetInt(y)).Int(nil)
		if want := new(big.Int).Mul(x, y); exact != big.Exact || got.Cmp(want) != 0 {
			t.Errorf("exactly(%v, %v) = %v (%v), want %v", x, y, got, exact, want)
		}
	}
}

// TestApart compares the distance of products near, at and far off a signpost
// with logarithms of 150 bits; in the sign it must be exact.
func TestApart(t *testing.T) {
	for _, r := range roundings {
		for _, n := range []int64{2, 3, 1000} {
			for _, k := range []int64{-90, -60, -30, -5, -1, 1, 5, 30, 60, 90, 700} {
				// The product is s(n)·(1 ± 2⁻ᵏ), or 2ᵏ times the signpost where k is large.
				q := post(r, n)
				if k == 700 {
					q.SetMantExp(q, 700)
				} else {
					by := new(big.Float).SetMantExp(big.NewFloat(math.Copysign(1, float64(k))), -int(max(k, -k)))
					q.Add(q, by.Mul(by, q))
				}
				want := longLog(new(big.Float).Quo(post(r, n), q))
				if got := r.apart(big.NewInt(n), q); off(got, want) > 0x1p-40 {
					t.Errorf("rounding %d: apart(%d, %v) = %v, want %v", r, n, q, got, want)
				}
			}

			if r == Hill || r == Dean {
				continue // no product of so few bits is on the signpost
			}
			q := new(big.Float).SetPrec(6000).SetRat(exactPost(r, n))
			if got := r.apart(big.NewInt(n), q); got != 0 {
				t.Errorf("rounding %d: apart(%d, %v) = %v, want 0", r, n, q, got)
			}
			// One part in 2⁵⁰⁰⁰ is more than nothing.
			by := new(big.Float).SetMantExp(big.NewFloat(1), -5000)
			if got := r.apart(big.NewInt(n), new(big.Float).Add(q, by)); !(got < 0) {
				t.Errorf("rounding %d: apart(%d, a little more) = %v", r, n, got)
			}
			if got := r.apart(big.NewInt(n), new(big.Float).Sub(q, by)); !(got > 0) {
				t.Errorf("rounding %d: apart(%d, a little less) = %v", r, n, got)
			}
		}
	}
}

func randomInt(r *rand.Rand, bits uint) *big.Int {
	x := new(big.Int)
	for range bits {
		x.Lsh(x, 1)
		x.Add(x, big.NewInt(r.Int64N(2)))
	}
	return x
}
