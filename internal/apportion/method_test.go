package apportion_test

import (
	"math/big"
	"math/rand"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/apportion"
)

func bigRat(a, b uint64) *big.Rat {
	return new(big.Rat).SetFrac(new(big.Int).SetUint64(a), new(big.Int).SetUint64(b))
}

// bigSignpost is s(k), squared for Hill.
func bigSignpost(m apportion.Method, k uint64) *big.Rat {
	s, next := bigRat(k, 1), bigRat(k+1, 1)
	half := new(big.Rat).Add(s, big.NewRat(1, 2))
	switch m {
	case apportion.Webster:
		return half
	case apportion.Jefferson:
		return next
	case apportion.Hill:
		return s.Mul(s, next)
	case apportion.Dean:
		return s.Quo(s.Mul(s, next), half)
	}
	return s
}

// drawWord draws words of all lengths up to 62 bits.
func drawWord(t *rapid.T, name string) uint64 {
	return rapid.Uint64().Draw(t, name) >> rapid.IntRange(2, 63).Draw(t, name+" shift")
}

func TestCompareQuotients(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom(methods[1:]).Draw(t, "method")
		k, w := drawWord(t, "k"), drawWord(t, "w")+1
		l, v := drawWord(t, "l"), drawWord(t, "v")+1
		if rapid.Bool().Draw(t, "near") {
			// The quotient of v that is nearest to that of w.
			n := new(big.Int).SetUint64(k)
			n.Quo(n.Mul(n, new(big.Int).SetUint64(v)), new(big.Int).SetUint64(w))
			if n.BitLen() <= 62 {
				l = n.Uint64()
			}
		}

		a, b := bigSignpost(m, k), bigSignpost(m, l)
		a.Quo(a, bigRat(w, 1))
		b.Quo(b, bigRat(v, 1))
		if m == apportion.Hill {
			a.Quo(a, bigRat(w, 1))
			b.Quo(b, bigRat(v, 1))
		}
		want := a.Cmp(b)
		if a.Sign() == 0 && b.Sign() == 0 {
			want = bigRat(v, 1).Cmp(bigRat(w, 1))
		}
		if got := apportion.CompareQuotients(m, k, w, l, v); got != want {
			t.Errorf("compare(%v, %d, %d, %d, %d) = %d, want %d", m, k, w, l, v, got, want)
		}
	})
}

func TestUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom([]apportion.Method{apportion.Hill, apportion.Dean}).Draw(t, "method")
		q, of := drawWord(t, "q"), drawWord(t, "of")+1
		r := drawWord(t, "r") % of

		switch rapid.IntRange(0, 3).Draw(t, "near") {
		case 0:
			r = max(of/2, 1) - 1
		case 1:
			r = of - 1 - r
		case 2:
			// The signpost of Dean is q + q/(2q+1).
			x := new(big.Int).Mul(new(big.Int).SetUint64(q), new(big.Int).SetUint64(of))
			r = x.Quo(x, new(big.Int).SetUint64(2*q+1)).Uint64() % of
		}

		x := new(big.Rat).Add(bigRat(q, 1), bigRat(r, of))
		if m == apportion.Hill {
			x.Mul(x, x)
		}
		want := bigSignpost(m, q).Cmp(x) <= 0
		if got := apportion.Up(m, q, r, of); got != want {
			t.Errorf("up(%v, %d, %d, %d) = %t, want %t", m, q, r, of, got, want)
		}
	})
}

// TestCompareLongQuotients compares quotients of whole words, of which every carry counts.
func TestCompareLongQuotients(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for range 3000 {
		k, w, v := uint64(r.Int63())>>1|1<<61, uint64(r.Int63())>>1|1<<61, uint64(r.Int63())>>1|1<<61
		n := new(big.Int).SetUint64(k)
		n.Quo(n.Mul(n, new(big.Int).SetUint64(v)), new(big.Int).SetUint64(w))
		if n.BitLen() > 62 {
			continue
		}
		l := n.Uint64()

		for _, m := range methods[1:] {
			a, b := bigSignpost(m, k), bigSignpost(m, l)
			a.Quo(a, bigRat(w, 1))
			b.Quo(b, bigRat(v, 1))
			if m == apportion.Hill {
				a.Quo(a, bigRat(w, 1))
				b.Quo(b, bigRat(v, 1))
			}
			if got, want := apportion.CompareQuotients(m, k, w, l, v), a.Cmp(b); got != want {
				t.Fatalf("compare(%v, %d, %d, %d, %d) = %d, want %d", m, k, w, l, v, got, want)
			}
		}
	}
}

// TestUpOfLongWords has products of more than two words, and ones whose sum carries.
func TestUpOfLongWords(t *testing.T) {
	tests := []struct {
		q, r, of uint64
		want     bool
	}{
		{1024, 1 << 61, 1<<62 + 1, true},
		{1 << 62, 1 << 61, 1<<62 + 1, false},
		{268435328, 1152921504606846976, 2305844108725321729, false},
		{268435328, 1152921504606859321, 2305844108725346419, false},
		{536870400, 576460752303423495, 1152922604118474767, false},
	}
	for _, tt := range tests {
		if got := apportion.Up(apportion.Hill, tt.q, tt.r, tt.of); got != tt.want {
			t.Errorf("up(Hill, %d, %d, %d) = %t, want %t", tt.q, tt.r, tt.of, got, tt.want)
		}
	}
}

func TestMethodString(t *testing.T) {
	if got := apportion.Hill.String(); got != "Hill" {
		t.Errorf("String() = %q, want Hill", got)
	}
	if got := apportion.Method(9).String(); got != "Method(9)" {
		t.Errorf("String() = %q, want Method(9)", got)
	}
}
