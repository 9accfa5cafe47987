package quotient_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/testkit"
)

func frac(t testing.TB, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no fraction", text)
	}
	return r
}

func TestOf(t *testing.T) {
	if got := quotient.Of(testkit.Dec("6.3"), testkit.Dec("3.3")); got.Cmp(big.NewRat(21, 11)) != 0 {
		t.Errorf("Of(6.3, 3.3) = %v, want 21/11", got)
	}
}

func TestRound(t *testing.T) {
	for _, tt := range []struct{ fraction, want string }{
		{"0", "0"},
		{"2/3", "0.6666666666666667"},
		{"-2/3", "-0.6666666666666667"},
		{"1/2", "0.5"},
		{"100", "100"},
		{"1000000000000000", "1000000000000000"},
		{"12345678901234564", "12345678901234560"},
		{"12345678901234565", "12345678901234570"},
		{"-12345678901234565", "-12345678901234570"},
		{"99999999999999995", "100000000000000000"},
		{"0.00012345678901234565", "0.0001234567890123457"},
		{"9.9999999999999994", "9.999999999999999"},
		{"9.9999999999999995", "10"},
		{"1e-100", "1e-100"},
	} {
		if got := quotient.Round(frac(t, tt.fraction)); !got.Equal(testkit.Dec(tt.want)) {
			t.Errorf("Round(%s) = %v, want %s", tt.fraction, got, tt.want)
		}
	}
}

// roundIsNearest compares Round with its definition: at most 16 significant digits,
// none of them a zero at the end of the decimals, and nothing nearer.
func roundIsNearest(t *rapid.T) {
	r := big.NewRat(rapid.Int64().Draw(t, "numerator"), rapid.Int64Range(1, 1<<62).Draw(t, "denominator"))
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(rapid.Int64Range(0, 40).Draw(t, "power")), nil)
	if rapid.Bool().Draw(t, "small") {
		r.Quo(r, new(big.Rat).SetInt(power))
	} else {
		r.Mul(r, new(big.Rat).SetInt(power))
	}

	got := quotient.Round(r)
	if r.Sign() == 0 {
		if !got.IsZero() {
			t.Errorf("Round(0) = %v, want 0", got)
		}
		return
	}
	digits := strings.TrimLeft(got.Coefficient().String(), "-")
	hasZero := got.Exponent() < 0 && strings.HasSuffix(digits, "0")
	isShort := got.Exponent() > 0 && len(digits) < quotient.Digits
	if len(digits) > quotient.Digits || hasZero || isShort {
		t.Errorf("Round(%v) = %v with the digits %s", r, got, digits)
	}

	// Half a unit of the sixteenth digit.
	unit := int32(got.NumDigits()) + got.Exponent() - quotient.Digits
	half := decimal.New(5, unit-1).Rat()
	off := new(big.Rat).Sub(got.Rat(), r)
	switch order := new(big.Rat).Abs(off).Cmp(half); {
	case order > 0:
		t.Errorf("Round(%v) = %v, off by %s", r, got, off.FloatString(60))
	case order == 0 && got.Abs().Rat().Cmp(new(big.Rat).Abs(r)) < 0:
		t.Errorf("Round(%v) = %v, a tie towards zero", r, got)
	}
}

func TestRoundIsNearest(t *testing.T) { rapid.Check(t, roundIsNearest) }

func FuzzRoundIsNearest(f *testing.F) { f.Fuzz(rapid.MakeFuzz(roundIsNearest)) }

func TestExact(t *testing.T) {
	for _, tt := range []struct{ fraction, want string }{
		{"0", "0"},
		{"1/1024", "0.0009765625"},
		{"12345678901234567890123/100", "123456789012345678901.23"},
		{"1/3", "0.3333333333333333"},
	} {
		if got := quotient.Exact(frac(t, tt.fraction)); !got.Equal(testkit.Dec(tt.want)) {
			t.Errorf("Exact(%s) = %v, want %s", tt.fraction, got, tt.want)
		}
	}
}

func TestCompoundRate(t *testing.T) {
	for _, tt := range []struct {
		growth string
		months int64
		want   string
	}{
		{"11/10", 12, "0.1"},
		{"2/3", 12, "-0.3333333333333333"},
		{"1.21", 24, "0.1"},
		{"1.1", 6, "0.21"},
		{"1.01", 1, "0.1268250301319697"},
		{"0", 24, "-1"},
		{"1", 7, "0"},
		{"2", 24, "0.4142135623730950"},
	} {
		if got := quotient.CompoundRate(frac(t, tt.growth), tt.months); !got.Equal(testkit.Dec(tt.want)) {
			t.Errorf("CompoundRate(%s, %d) = %v, want %s", tt.growth, tt.months, got, tt.want)
		}
	}
}

func TestText(t *testing.T) {
	for _, tt := range []struct{ fraction, plain, brief string }{
		{"0", "0", "0"},
		{"36", "36", "36"},
		{"1e20", "100000000000000000000", "100000000000000000000"},
		{"0.5", "0.5", "0.5"},
		{"0.123456", "0.123456", "0.123456"},
		{"0.1234567", "0.1234567", "0.123456…"},
		{"-0.9999999", "-0.9999999", "-0.999999…"},
		{"0.000001", "0.000001", "0.000001"},
		{"0.0000001", "0.0000001", "0.0000001"},
		{"1/3", "0.3333333333333333", "0.333333…"},
	} {
		r := frac(t, tt.fraction)
		if got := quotient.Plain(r); got != tt.plain {
			t.Errorf("Plain(%s) = %q, want %q", tt.fraction, got, tt.plain)
		}
		if got := quotient.Brief(r); got != tt.brief {
			t.Errorf("Brief(%s) = %q, want %q", tt.fraction, got, tt.brief)
		}
	}
}

// BenchmarkRound compares Round with a rounded quotient of decimals.
func BenchmarkRound(b *testing.B) {
	num, den := decimal.New(63, -1), decimal.New(33, -1)
	r := quotient.Of(num, den)
	b.Run("round", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			quotient.Round(r)
		}
	})
	b.Run("naive", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			num.DivRound(den, 15)
		}
	})
}
