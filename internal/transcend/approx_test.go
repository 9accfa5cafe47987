package transcend

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// A result is right only where the bound on its error is: every number within
// the bounds of the operands must lead to one within the bound of the result.
// These tests use few bits, where errors are large beside the bounds.

func (a approx) ends() (low, high *big.Rat) {
	oneUnit := new(big.Rat).SetFrac(one, scaled(a.p))
	low = new(big.Rat).SetInt(new(big.Int).Sub(a.m, a.err))
	high = new(big.Rat).SetInt(new(big.Int).Add(a.m, a.err))
	return low.Mul(low, oneUnit), high.Mul(high, oneUnit)
}

// holds reports whether all of x lies within the bound of a.
func (a approx) holds(x ...*big.Rat) bool {
	low, high := a.ends()
	for _, q := range x {
		if q.Cmp(low) < 0 || q.Cmp(high) > 0 {
			return false
		}
	}
	return true
}

// exactly is the numbers within the bound of a with 400 bits more.
func (a approx) exactly(at *big.Int) approx {
	const more = 400
	return approx{new(big.Int).Lsh(at, more), new(big.Int), a.p + more}
}

func drawApprox(t *rapid.T, name string, p uint, most int64) approx {
	return approx{
		big.NewInt(rapid.Int64Range(-most, most).Draw(t, name)),
		big.NewInt(rapid.Int64Range(0, 40).Draw(t, name+" error")), p,
	}
}

func TestBoundOfQuotients(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const p = 8
		a, b := drawApprox(t, "a", p, 4000), drawApprox(t, "b", p, 4000)
		if n := rapid.Int64Range(1, 50).Draw(t, "n"); true {
			low, high := a.ends()
			whole := big.NewRat(n, 1)
			got := a.over(big.NewInt(n))
			if !got.holds(low.Quo(low, whole), high.Quo(high, whole)) {
				t.Fatalf("%v / %d = %v", a, n, got)
			}
			// Rounded down, and two units at most for what was cut off.
			if most := a.err.Int64()/n + 2; got.err.Int64() > most {
				t.Fatalf("%v / %d is known to within %v only, not %d", a, n, got.err, most)
			}
		}

		got := a.quo(b, p)
		lowB, highB := b.ends()
		if lowB.Sign() != highB.Sign() || lowB.Sign() == 0 {
			if got.m.Sign() != 0 || got.err.Cmp(scaled(p)) != 0 {
				t.Fatalf("%v / %v, which may be zero, = %v", a, b, got)
			}
			return
		}

		lowA, highA := a.ends()

		for _, x := range []*big.Rat{lowA, highA} {
			for _, y := range []*big.Rat{lowB, highB} {
				if !got.holds(new(big.Rat).Quo(x, y)) {
					t.Fatalf("%v / %v = %v, which leaves out %v / %v", a, b, got, x, y)
				}
			}
		}

		// (err(a) + |a/b|·err(b)) / |b| for the least |b| and the two units; one
		// more in the quotient for the truncation of it.
		least := new(big.Rat).SetInt(new(big.Int).Sub(new(big.Int).Abs(b.m), b.err))
		most := new(big.Rat).SetFrac(new(big.Int).Lsh(new(big.Int).Abs(a.m), p), new(big.Int).Abs(b.m))
		most.Add(most, big.NewRat(1, 1)).Mul(most, new(big.Rat).SetInt(b.err))
		most.Add(most, new(big.Rat).SetInt(new(big.Int).Lsh(a.err, p)))
		most.Quo(most, least).Add(most, big.NewRat(2, 1))
		if new(big.Rat).SetInt(got.err).Cmp(most) > 0 {
			t.Fatalf("%v / %v is known to within %v only, not %v", a, b, got.err, most)
		}
	})
}

func TestBoundOfSumsAndProducts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const p = 8
		a, b := drawApprox(t, "a", p, 4000), drawApprox(t, "b", p, 4000)
		k := big.NewInt(rapid.Int64Range(-9, 9).Draw(t, "k"))
		lowA, highA := a.ends()
		lowB, highB := b.ends()

		for _, x := range []*big.Rat{lowA, highA} {
			if got := a.times(k); !got.holds(new(big.Rat).Mul(x, new(big.Rat).SetInt(k))) {
				t.Fatalf("%v × %v = %v, which leaves out that of %v", k, a, got, x)
			}
			for _, y := range []*big.Rat{lowB, highB} {
				if got := a.mul(b); !got.holds(new(big.Rat).Mul(x, y)) {
					t.Fatalf("%v × %v = %v, which leaves out %v × %v", a, b, got, x, y)
				}
				if got := a.add(b); !got.holds(new(big.Rat).Add(x, y)) {
					t.Fatalf("%v + %v = %v, which leaves out %v + %v", a, b, got, x, y)
				}
				if got := a.sub(b); !got.holds(new(big.Rat).Sub(x, y)) {
					t.Fatalf("%v − %v = %v, which leaves out %v − %v", a, b, got, x, y)
				}
			}
			q := big.NewRat(rapid.Int64Range(-9000, 9000).Draw(t, "q"), 512)
			if highest := highA; a.below(q) != (highest.Cmp(q) < 0) {
				t.Fatalf("%v, at most %v, is below %v: %t", a, highest, q, a.below(q))
			}
		}

		if a.below(highA) {
			t.Fatalf("%v is below its own end %v", a, highA)
		}
		// |a|·err(b) + |b|·err(a) + err(a)·err(b), and the two units.
		most := a.err.Int64()*new(
			big.Int,
		).Abs(b.m).
			Int64() +
			b.err.Int64()*new(
				big.Int,
			).Abs(a.m).
				Int64() +
			a.err.Int64()*b.err.Int64()

		if got := a.mul(b); got.err.Int64() > most>>p+2 {
			t.Fatalf("%v × %v is known to within %v only", a, b, got.err)
		}
		if sum := a.err.Int64() + b.err.Int64(); a.add(b).err.Int64() != sum || a.sub(b).err.Int64() != sum {
			t.Fatalf("%v ± %v is known to within %v only", a, b, a.add(b).err)
		}
	})
}

// What few bits give holds what many give, and is known as well as the terms
// of the series allow: a number of p bits takes p/log₂ 25 of those of a z of
// 1/5, which is the greatest that is left, and p/log₂ 9 of those of ln 2.
func TestBoundOfLogarithms(t *testing.T) {
	check := func(q *big.Rat, p uint) (text string, ok bool) {
		low, high := ln(q, 600).ends()
		got := ln(q, p)
		if !got.holds(low, high) {
			return "not " + low.FloatString(20), false
		}
		twos := int64(q.Num().BitLen() - q.Denom().BitLen())
		most := 8*(int64(float64(p)/4.64)+4) + (max(twos, -twos)+1)*8*(int64(float64(p)/3.16)+4)
		if q.Cmp(big.NewRat(2, 3)) > 0 && q.Cmp(big.NewRat(4, 3)) < 0 {
			most = 8 * (int64(float64(p)/4.64) + 4)
		}
		return "known to within " + got.err.String() + " only", got.err.Int64() <= most
	}

	rapid.Check(t, func(t *rapid.T) {
		q := big.NewRat(
			rapid.Int64Range(1, 1<<40).Draw(t, "numerator"),
			rapid.Int64Range(1, 1<<40).Draw(t, "denominator"),
		)
		p := rapid.UintRange(2, 40).Draw(t, "bits")
		if text, ok := check(q, p); !ok {
			t.Fatalf("ln %v = %v to %d bits, %s", q, ln(q, p), p, text)
		}
	})

	for n := int64(1); n < 128; n++ {
		for _, p := range []uint{1, 3, 8, 40, 200} {
			for _, q := range []*big.Rat{big.NewRat(n, 32), big.NewRat(32, n)} {
				if text, ok := check(q, p); !ok {
					t.Errorf("ln %v = %v to %d bits, %s", q, ln(q, p), p, text)
				}
			}
		}
	}
}

// The same for e to the power of numbers that are known, and that are not.
func TestBoundOfExponentials(t *testing.T) {
	check := func(y approx) (text string, ok bool) {
		p := y.p
		got := exp(y, p)
		isUnknown := got.m.Sign() == 0 && got.err.Cmp(scaled(p)) == 0
		if y.err.Cmp(scaled(p)) >= 0 {
			return "though y is hardly known", isUnknown
		}
		// Multiples of ln 2 that are taken off, each known to within so many units.
		bits := new(big.Int).Rsh(y.m, p).Int64()
		rest := y.err.Int64() + (max(bits, -bits)*3/2+3)*8*(int64(float64(p)/3.16)+4)
		if isUnknown {
			return "which is known", rest >= scaled(p).Int64()
		}
		for _, end := range []*big.Int{new(big.Int).Sub(y.m, y.err), new(big.Int).Add(y.m, y.err)} {
			at := y.exactly(end)
			low, high := exp(at, at.p).ends()
			if !got.holds(low, high) {
				return "which leaves out " + low.FloatString(20), false
			}
		}
		// Eightfold the rest's, and two units for each term, of which there are
		// fewer than bits; all that times the power, at most twice e to the y.
		most := new(big.Rat).SetFrac(new(big.Int).Add(new(big.Int).Abs(got.m), big.NewInt(2)), scaled(p))
		most.Mul(most, big.NewRat(8*rest+2*int64(p)+8, 1))
		most.Add(most, big.NewRat(3, 1))
		return "known to within " + got.err.String() + " only", new(big.Rat).SetInt(got.err).Cmp(most) <= 0
	}

	rapid.Check(t, func(t *rapid.T) {
		p := rapid.UintRange(2, 20).Draw(t, "bits")
		most := int64(6) << p
		y := approx{
			big.NewInt(rapid.Int64Range(-most, most).Draw(t, "y")),
			big.NewInt(rapid.Int64Range(0, 1<<p).Draw(t, "error")),
			p,
		}
		if text, ok := check(y); !ok {
			t.Fatalf("exp %v = %v, %s", y, exp(y, p), text)
		}
	})

	for _, p := range []uint{4, 8, 16, 40} {
		for m := int64(-160); m <= 80; m += 3 {
			for _, e := range []int64{0, 1, 1 << p / 8, 1 << p / 2, 1<<p - 1, 1 << p} {
				y := approx{big.NewInt(m << p / 16), big.NewInt(e), p}
				if text, ok := check(y); !ok {
					t.Errorf("exp %v = %v, %s", y, exp(y, p), text)
				}
			}
		}
	}
}

// The square root, the arc tangent and half of π, in few bits and in many.
func TestBoundOfRootsAndAngles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.UintRange(2, 40).Draw(t, "bits")
		q := big.NewRat(
			rapid.Int64Range(0, 1<<40).Draw(t, "numerator"),
			rapid.Int64Range(1, 1<<40).Draw(t, "denominator"),
		)
		root := sqrt(q, p)
		low, high := root.ends()
		if low.Sign() > 0 && low.Mul(low, low).Cmp(q) > 0 || high.Mul(high, high).Cmp(q) < 0 || root.err.Cmp(one) != 0 {
			t.Fatalf("√%v = %v", q, root)
		}
		z := big.NewRat(rapid.Int64Range(0, 1<<20).Draw(t, "z"), 1<<21)
		low, high = arctan(approxOf(z, 400)).ends()
		got := arctan(approxOf(z, p))
		if !got.holds(low, high) {
			t.Fatalf("arctan %v = %v, not %s", z, got, low.FloatString(20))
		}
		// Each term adds a few units, and there are fewer than p/2.
		if got.err.Cmp(big.NewInt(4*int64(p)+12)) > 0 {
			t.Fatalf("arctan %v is known to within %v only", z, got.err)
		}
		n := rapid.Int64Range(1, 99).Draw(t, "c")
		c, s := big.NewRat(n, 100), big.NewRat(100-n, 100)
		sum := angle(c, s, p).add(angle(s, c, p)).sub(quarter(p))
		if !sum.holds(new(big.Rat)) {
			t.Fatalf("arctan √(%v/%v) and its complement leave %v of a right angle", c, s, sum)
		}
	})

	// OEIS A019669 and A003881, A019673: π/2, π/4 and π/6.
	for _, tt := range []struct {
		name string
		got  approx
		want string
	}{
		{"π/2", quarter(160), "1.57079632679489661923132169163975144209858469968"},
		{
			"arctan 1", angle(big.NewRat(1, 2), big.NewRat(1, 2), 160),
			"0.78539816339744830961566084581987572104929234984",
		},
		{
			"arctan √⅓", angle(big.NewRat(1, 4), big.NewRat(3, 4), 160),
			"0.52359877559829887307710723054658381403286156656",
		},
		{
			"arctan √3", angle(big.NewRat(3, 4), big.NewRat(1, 4), 160),
			"1.04719755119659774615421446109316762806572313312",
		},
	} {
		want, _ := new(big.Rat).SetString(tt.want)
		off := new(big.Rat).SetFrac(tt.got.m, scaled(160))
		off.Sub(off, want)
		limit := big.NewRat(1, 1e15)
		limit.Mul(limit, limit).Mul(limit, big.NewRat(1, 1e15))
		if off.Abs(off).Cmp(limit) > 0 || tt.got.err.BitLen() > 13 {
			t.Errorf("%s is off by %s, known to within %v", tt.name, off.FloatString(50), tt.got.err)
		}
	}
}

// Nothing is claimed of the exponential of what is out of range.
func TestExponentialOutOfRange(t *testing.T) {
	const p = 64
	for _, y := range []int64{-99999, -16384, 16384, 99999} {
		if got := exp(approx{new(big.Int).Lsh(big.NewInt(y), p), new(big.Int), p}, p); got.m.Sign() != 0 ||
			got.err.Cmp(scaled(p)) != 0 {
			t.Errorf("exp %d = %v", y, got)
		}
	}
	for _, y := range []int64{-16383, 0, 16383} {
		if got := exp(approx{new(big.Int).Lsh(big.NewInt(y), p), new(big.Int), p}, p); got.err.Cmp(scaled(p)) == 0 {
			t.Errorf("exp %d is not known", y)
		}
	}
	if (approx{big.NewInt(-471), big.NewInt(1), 0}).moderate() ||
		!(approx{big.NewInt(470), big.NewInt(1), 0}).moderate() {
		t.Error("moderate() is wrong")
	}
}
