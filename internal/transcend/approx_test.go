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
	unit := new(big.Rat).SetFrac(one, scaled(a.p))
	low = new(big.Rat).SetInt(new(big.Int).Sub(a.m, a.err))
	high = new(big.Rat).SetInt(new(big.Int).Add(a.m, a.err))
	return low.Mul(low, unit), high.Mul(high, unit)
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

// What few bits give holds what many give.
func TestBoundOfLogarithms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := big.NewRat(rapid.Int64Range(1, 1<<40).Draw(t, "numerator"), rapid.Int64Range(1, 1<<40).Draw(t, "denominator"))
		p := rapid.UintRange(2, 40).Draw(t, "bits")
		low, high := ln(q, 600).ends()
		if got := ln(q, p); !got.holds(low, high) {
			t.Fatalf("ln %v = %v to %d bits, not %s", q, got, p, low.FloatString(20))
		}
	})
}

func TestBoundOfExponentials(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.UintRange(2, 20).Draw(t, "bits")
		most := int64(6) << p
		y := approx{big.NewInt(rapid.Int64Range(-most, most).Draw(t, "y")), big.NewInt(rapid.Int64Range(0, 1<<p).Draw(t, "error")), p}
		got := exp(y, p)
		if y.err.Cmp(scaled(p)) >= 0 && (got.m.Sign() != 0 || got.err.Cmp(scaled(p)) != 0) {
			t.Fatalf("exp %v, which is hardly known, = %v", y, got)
		}
		if got.m.Sign() == 0 && got.err.Cmp(scaled(p)) == 0 {
			return // nothing is claimed
		}
		for _, end := range []*big.Int{new(big.Int).Sub(y.m, y.err), new(big.Int).Add(y.m, y.err)} {
			at := y.exactly(end)
			low, high := exp(at, at.p).ends()
			if !got.holds(low, high) {
				t.Fatalf("exp %v = %v, which leaves out %s", y, got, low.FloatString(20))
			}
		}
	})
}

// Nothing is claimed of the exponential of what is out of range.
func TestExponentialOutOfRange(t *testing.T) {
	const p = 64
	for _, y := range []int64{-99999, -16384, 16384, 99999} {
		if got := exp(approx{new(big.Int).Lsh(big.NewInt(y), p), new(big.Int), p}, p); got.m.Sign() != 0 || got.err.Cmp(scaled(p)) != 0 {
			t.Errorf("exp %d = %v", y, got)
		}
	}
	for _, y := range []int64{-16383, 0, 16383} {
		if got := exp(approx{new(big.Int).Lsh(big.NewInt(y), p), new(big.Int), p}, p); got.err.Cmp(scaled(p)) == 0 {
			t.Errorf("exp %d is not known", y)
		}
	}
	if (approx{big.NewInt(-471), big.NewInt(1), 0}).moderate() || !(approx{big.NewInt(470), big.NewInt(1), 0}).moderate() {
		t.Error("moderate() is wrong")
	}
}
