package fixed_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/fixed"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func TestInBounds(t *testing.T) {
	tests := []struct {
		name string
		d    decimal.Decimal
		want bool
	}{
		{"zero", decimal.Zero, true},
		{"a hundred digits", decimal.New(1, 99), true},
		{"a hundred and one", decimal.New(1, 100), false},
		{"many digits of mantissa", decimal.New(10, 99), false},
		{"a hundred places", decimal.New(-1, -100), true},
		{"a hundred and one places", decimal.New(1, -101), false},
		{"both", decimal.New(1, 99).Add(decimal.New(1, -100)), true},
		{"a negative one", decimal.New(-1, 100), false},
		{"nines to the limit", decimal.New(1, 100).Sub(decimal.New(1, -100)), true},
		{"nines below zero", decimal.New(1, -100).Sub(decimal.New(1, 100)), true},
		{"the limit with places", decimal.New(1, 100).Sub(decimal.New(1, -100)).Add(decimal.New(1, -100)), false},
		{
			"the limit below zero with places",
			decimal.New(1, 100).Sub(decimal.New(1, -100)).Add(decimal.New(1, -100)).Neg(),
			false,
		},
		{"a million digits", decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 3_321_929), 0), false},
		{"a million digits below zero", decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(-1), 3_321_929), -99), false},
		{"zero with a large exponent", decimal.New(0, 101), false},
		{"an exponent to hang on", decimal.New(1, math.MaxInt32), false},
		{"and a small one", decimal.New(1, math.MinInt32), false},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := fixed.InBounds(tt.d); got != tt.want {
				t.Errorf("InBounds() = %t, want %t", got, tt.want)
			}
		})
	}
}

func TestCmp(t *testing.T) {
	all := new(big.Int).Exp(big.NewInt(10), big.NewInt(1000), nil)
	far := decimal.New(1, math.MaxInt32)
	tests := []struct {
		name string
		a, b decimal.Decimal
		want int
	}{
		{"of one scale", dec("2.5"), dec("2.4"), 1},
		{"of two scales", dec("2.50"), dec("2.5"), 0},
		{"zeros", decimal.New(0, math.MaxInt32), decimal.New(0, math.MinInt32), 0},
		{"zero and less", decimal.New(0, math.MaxInt32), decimal.New(-1, math.MinInt32), 1},
		{"far and near", far, dec("7"), 1},
		{"far below and near", far.Neg(), dec("-7"), -1},
		{"near and far", dec("7"), far, -1},
		{"far both", far, decimal.New(2, math.MaxInt32), -1},
		{"far below both", far.Neg(), decimal.New(-2, math.MaxInt32), 1},
		{"far apart", decimal.New(9, math.MinInt32), far, -1},
		{"of one height", decimal.NewFromBigInt(all, 0), decimal.New(1, 1000), 0},
		{"next to it", decimal.NewFromBigInt(new(big.Int).Add(all, big.NewInt(1)), 0), decimal.New(1, 1000), 1},
		{
			"below next to it",
			decimal.NewFromBigInt(all, 0).Neg(),
			decimal.NewFromBigInt(new(big.Int).Add(all, big.NewInt(1)), 0).Neg(),
			1,
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := fixed.Cmp(tt.a, tt.b); got != tt.want {
				t.Errorf("Cmp() = %d, want %d", got, tt.want)
			}
			if got := fixed.Cmp(tt.b, tt.a); got != -tt.want {
				t.Errorf("Cmp() turned round = %d, want %d", got, -tt.want)
			}
		})
	}
}

func TestParse(t *testing.T) {
	tests := []struct {
		in       string
		mantissa int64
		exp      int32
		ok       bool
	}{
		{"0", 0, 0, true},
		{"-2.50", -250, -2, true},
		{"007", 7, 0, true},
		{"12", 12, 0, true},
		{"", 0, 0, false},
		{"-", 0, 0, false},
		{"+1", 0, 0, false},
		{"--1", 0, 0, false},
		{".5", 0, 0, false},
		{"5.", 0, 0, false},
		{"1.2.3", 0, 0, false},
		{"1e3", 0, 0, false},
		{"1_000", 0, 0, false},
		{"٣", 0, 0, false},
		{"NaN", 0, 0, false},
	}

	for _, tt := range tests {
		got, ok := fixed.Parse(tt.in)
		if ok != tt.ok || ok && (got.CoefficientInt64() != tt.mantissa || got.Exponent() != tt.exp) {
			t.Errorf("Parse(%q) = %v, %t; want %de%d, %t", tt.in, got, ok, tt.mantissa, tt.exp, tt.ok)
		}
	}
}

func TestWord(t *testing.T) {
	tests := []struct {
		in string
		m  int64
		ok bool
	}{
		{"0", 0, true},
		{"-2.50", -250, true},
		{"999999999999999999", 999999999999999999, true},
		{"9223372036854775807", math.MaxInt64, true},
		{"-9223372036854775808", math.MinInt64, true},
		{"9223372036854775808", 0, false},
		{"-9223372036854775809", 0, false},
		{"100000000000000000000000", 0, false},
	}

	for _, tt := range tests {
		m, ok := fixed.Word(dec(tt.in))
		if ok != tt.ok || ok && m != tt.m {
			t.Errorf("Word(%s) = %d, %t; want %d, %t", tt.in, m, ok, tt.m, tt.ok)
		}
	}
}

// Exponents that no figure in bounds has are no reason to refuse a mantissa.
func TestWordOutOfBounds(t *testing.T) {
	wide := new(big.Int).Lsh(big.NewInt(1), 63)
	for _, exp := range []int32{-101, -100, 99, 100, math.MinInt32, math.MaxInt32} {
		if m, ok := fixed.Word(decimal.New(-7, exp)); !ok || m != -7 {
			t.Errorf("Word(-7e%d) = %d, %t", exp, m, ok)
		}
		if _, ok := fixed.Word(decimal.NewFromBigInt(wide, exp)); ok {
			t.Errorf("Word(2⁶³e%d) fits", exp)
		}
	}
}

func TestScale(t *testing.T) {
	tests := []struct {
		m    int64
		n    int32
		want int64
		ok   bool
	}{
		{7, 0, 7, true},
		{-7, 3, -7000, true},
		{0, 200, 0, true},
		{1, 18, 1_000_000_000_000_000_000, true},
		{1, 19, 0, false},
		{9, 18, 9_000_000_000_000_000_000, true},
		{10, 18, 0, false},
		{math.MaxInt64, 0, math.MaxInt64, true},
		{math.MinInt64, 0, math.MinInt64, true},
		{math.MinInt64, 1, 0, false},
		{math.MaxInt64 / 10, 1, math.MaxInt64 / 10 * 10, true},
		{math.MaxInt64/10 + 1, 1, 0, false},
		{math.MinInt64 / 10, 1, math.MinInt64 / 10 * 10, true},
		{math.MinInt64/10 - 1, 1, 0, false},
	}

	for _, tt := range tests {
		if got, ok := fixed.Scale(tt.m, tt.n); ok != tt.ok || got != tt.want {
			t.Errorf("Scale(%d, %d) = %d, %t; want %d, %t", tt.m, tt.n, got, ok, tt.want, tt.ok)
		}
	}
}

func TestPow10(t *testing.T) {
	for _, n := range []int32{0, 1, 19, 200, 201, 500} {
		want := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
		if got := fixed.Pow10(n); got.Cmp(want) != 0 {
			t.Errorf("Pow10(%d) = %v", n, got)
		}
	}
}

func TestMantissa(t *testing.T) {
	tests := []struct {
		in    string
		exp   int32
		want  int64
		exact bool
	}{
		{"3.30", -2, 330, true},
		{"3.30", -4, 33000, true},
		{"3.30", -1, 33, true},
		{"3.35", -1, 33, false},
		{"-3.35", -1, -33, false},
		{"1200", 2, 12, true},
		{"1e3", 0, 1000, true},
	}

	for _, tt := range tests {
		d := dec(tt.in)
		m, exact := fixed.Mantissa(d, tt.exp)
		if m.Int64() != tt.want || exact != tt.exact {
			t.Errorf("Mantissa(%s, %d) = %v, %t; want %d, %t", tt.in, tt.exp, m, exact, tt.want, tt.exact)
		}
		if m.SetInt64(99); !d.Equal(dec(tt.in)) {
			t.Errorf("the mantissa of %s is the decimal's own", tt.in)
		}
	}
}

func TestDivHalfUp(t *testing.T) {
	tests := []struct{ a, b, want int64 }{
		{0, 7, 0},
		{7, 2, 4},
		{-7, 2, -4},
		{7, -2, -4},
		{-7, -2, 4},
		{1, 2, 1},
		{-1, 2, -1},
		{1, -2, -1},
		{5, 4, 1},
		{6, 4, 2},
		{10, 3, 3},
		{11, 3, 4},
		{-10, 3, -3},
		{-11, 3, -4},
		{1, 3, 0},
		{2, 3, 1},
		{6, 3, 2},
	}

	for _, tt := range tests {
		if got := fixed.DivHalfUp(big.NewInt(tt.a), big.NewInt(tt.b)).Int64(); got != tt.want {
			t.Errorf("DivHalfUp(%d, %d) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestRound(t *testing.T) {
	tests := []struct {
		num, den int64
		places   int32
		want     string
	}{
		{2, 3, 4, "0.6667"},
		{1, 8, 2, "0.13"},
		{-1, 8, 2, "-0.13"},
		{1, -8, 3, "-0.125"},
		{5, 2, 0, "3"},
		{700, 7, 2, "100.00"},
		{-1, 300, 2, "0.00"},
	}

	for _, tt := range tests {
		got := fixed.Round(big.NewInt(tt.num), big.NewInt(tt.den), tt.places)
		if got.StringFixed(tt.places) != tt.want || got.Exponent() != -tt.places {
			t.Errorf("Round(%d, %d, %d) = %s, want %s", tt.num, tt.den, tt.places, got.StringFixed(tt.places), tt.want)
		}
	}
}

// FloatString rounds fractions halves away from zero.
func TestRoundAgainstFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		num, den := rapid.Int64().
			Draw(t, "num"),
			rapid.Int64().
				Filter(func(n int64) bool { return n != 0 }).
				Draw(t, "den")
		if rapid.Bool().Draw(t, "small") { // where halves are common
			num, den = num%1000, den%8|1<<rapid.IntRange(0, 3).Draw(t, "bit")
		}
		places := rapid.Int32Range(0, 30).Draw(t, "places")
		got := fixed.Round(big.NewInt(num), big.NewInt(den), places)
		want := big.NewRat(num, 1)
		text := want.Quo(want, big.NewRat(den, 1)).FloatString(int(places))
		if strings.Trim(text, "-0.") == "" {
			text = strings.TrimPrefix(text, "-") // a decimal zero has no sign
		}
		if got.StringFixed(places) != text {
			t.Fatalf("Round(%d, %d, %d) = %s, want %s", num, den, places, got.StringFixed(places), text)
		}
		if got.Exponent() != -places {
			t.Fatalf("exponent %d, want %d", got.Exponent(), -places)
		}
	})
}

func TestGCD(t *testing.T) {
	for _, tt := range []struct{ a, b, want int64 }{
		{0, 0, 0},
		{0, 5, 5},
		{5, 0, 5},
		{12, 18, 6},
		{18, 12, 6},
		{7, 9, 1},
		{1, math.MaxInt64, 1},
		{1 << 62, 1 << 40, 1 << 40},
	} {
		if got := fixed.GCD(tt.a, tt.b); got != tt.want {
			t.Errorf("GCD(%d, %d) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
