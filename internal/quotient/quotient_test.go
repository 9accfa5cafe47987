package quotient_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/int128"
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

// wordsAreRound compares Words with Round: the same digits at the same exponent.
func wordsAreRound(t *rapid.T) {
	word := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-2000, 2000), rapid.SampledFrom([]int64{
		math.MinInt64, math.MaxInt64, 1e18, 1e16, 1e16 - 1, 1e15, 1e15 - 1, 1, 3, 7,
	}))
	num, den := int128.Of(word.Draw(t, "numerator")), word.Draw(t, "denominator")
	if den == 0 {
		t.Skip("zero")
	}
	if rapid.Bool().Draw(t, "wide") {
		w, _ := num.Int64()
		num = int128.Mul(w, word.Draw(t, "factor")).Add(int128.Of(word.Draw(t, "addend")))
	}
	exp := rapid.Int32Range(-100, 100).Draw(t, "exponent")

	got, ok := quotient.Words(num, den, exp)
	if !ok {
		return
	}
	r := new(big.Rat).SetFrac(num.Big(), big.NewInt(den))
	r.Mul(r, decimal.New(1, exp).Rat())
	want := quotient.Round(r)
	if got.Exponent() != want.Exponent() || got.Coefficient().Cmp(want.Coefficient()) != 0 {
		t.Errorf("Words(%v, %d, %d) = %v·10^%d, want %v·10^%d", num.Big(), den, exp,
			got.Coefficient(), got.Exponent(), want.Coefficient(), want.Exponent())
	}
}

func TestWordsAreRound(t *testing.T) { rapid.Check(t, wordsAreRound) }

func FuzzWordsAreRound(f *testing.F) { f.Fuzz(rapid.MakeFuzz(wordsAreRound)) }

// Words answers wherever it can.
func TestWords(t *testing.T) {
	for _, tt := range []struct {
		num  int128.Int
		den  int64
		exp  int32
		want string // empty if Words leaves it to Round
	}{
		{int128.Of(2), 3, 0, "0.6666666666666667"},
		{int128.Of(2), -3, 0, "-0.6666666666666667"},
		{int128.Of(0), 5, 40, "0"},
		{int128.Of(1), 1, 0, "1"},
		{int128.Of(98), 100, -2, "0.0098"},
		{int128.Of(99_999_999_999_999_995), 10_000_000_000_000_000, 0, "10"},
		{int128.Of(99_999_999_999_999_995), 1, 0, ""},
		{int128.Max, 1, 0, "170141183460469200000000000000000000000"},
		{int128.Max, math.MaxInt64, 0, "18446744073709550000"},
		{int128.Min, 1, 0, ""},
		{int128.Of(9_999_999_999_999_999), 1, 0, "9999999999999999"},
		{int128.Of(19_999_999_999_999_998), 2, 0, "9999999999999999"},
		{int128.Of(99_999_999_999_999_995), 10, 0, ""},
		{int128.Of(99_999_999_999_999_985), 10, 0, "9999999999999999"},
		{int128.Mul(math.MaxInt64, 1_000_000_000_000_000_000), math.MinInt64, 45, ""},
		{int128.Of(123_456_789_012_345_678), 1, 0, "123456789012345700"},
		{int128.Of(12_345_678_901_234_567), 2, 0, "6172839450617284"},
	} {
		got, ok := quotient.Words(tt.num, tt.den, tt.exp)
		if ok != (tt.want != "") || ok && !got.Equal(testkit.Dec(tt.want)) {
			t.Errorf("Words(%v, %d, %d) = %v, %v, want %q", tt.num.Big(), tt.den, tt.exp, got, ok, tt.want)
		}
	}
}

// A power of ten has the digits and the exponent that Round gives it.
func TestWordsOfPowers(t *testing.T) {
	for n := range 19 {
		power := decimal.New(1, int32(n))
		want := quotient.Round(power.Rat())
		got, ok := quotient.Words(int128.Of(power.IntPart()), 1, 0)
		if !ok || got.Exponent() != want.Exponent() || !got.Equal(want) {
			t.Errorf("Words(10^%d, 1, 0) = %v·10^%d, %v, want exponent %d",
				n, got.Coefficient(), got.Exponent(), ok, want.Exponent())
		}
	}
}

func TestIsModeratePower(t *testing.T) {
	for _, tt := range []struct {
		base, power string
		want        bool
	}{
		{"1", "4095", true},
		{"1", "4096", false},
		{"2", "2047", true},
		{"2", "2048", false},
		{"1/2", "2047", true},
		{"1/2", "2048", false},
		{"2", "-2047", true},
		{"2", "-2048", false},
		{"2", "4095/2", true},
	} {
		if got := quotient.IsModeratePower(frac(t, tt.base), frac(t, tt.power)); got != tt.want {
			t.Errorf("IsModeratePower(%s, %s) = %v, want %v", tt.base, tt.power, got, tt.want)
		}
	}
}

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
		{"1e20", "100,000,000,000,000,000,000", "100,000,000,000,000,000,000"},
		{"0.5", "0.5", "0.5"},
		{"0.123456", "0.123456", "0.123456"},
		{"0.1234567", "0.1234567", "0.123456…"},
		{"-0.9999999", "−0.9999999", "−0.999999…"},
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

// TestAppendBrief compares words with fractions.
func TestAppendBrief(t *testing.T) {
	for _, tt := range []struct {
		m   int64
		exp int32
	}{
		{0, 0},
		{1234, 0},
		{12, 3},
		{-1234567, -2},
		{1234567, -6},
		{12345678, -7},
		{-9999999, -7},
		{1, -7},
		{9, -7},
		{10, -7},
		{1234567890123456789, -7},
		{math.MinInt64, -15},
		{5, -30},
	} {
		d := decimal.New(tt.m, tt.exp)
		want := "why: " + quotient.Cut(d, 6)
		if got := string(quotient.AppendBrief([]byte("why: "), tt.m, tt.exp)); got != want {
			t.Errorf("AppendBrief(%d, %d) = %q, want %q", tt.m, tt.exp, got, want)
		}
	}
	if got := quotient.Null(big.NewRat(1, 4)); !got.Valid || !got.Decimal.Equal(testkit.Dec("0.25")) {
		t.Errorf("Null(1/4) = %v, want 0.25", got)
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
	b.Run("words", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			quotient.Words(int128.Of(63), 33, 0)
		}
	})
	b.Run("naive", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			num.DivRound(den, 15)
		}
	})
}
