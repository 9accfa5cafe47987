package transcend_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/transcend"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// The long digits are in the On-Line Encyclopedia of Integer Sequences: A002392
// (ln 10), A002162 (ln 2), A001113 (e), A002193 (√2).
func TestPublishedDigits(t *testing.T) {
	two, err := transcend.Exp(dec("1"), 50)
	if !err {
		t.Fatal("Exp(1) out of range")
	}
	tests := []struct {
		name string
		got  decimal.Decimal
		want string
	}{
		{"ln 10", transcend.Ln(dec("10"), 50), "2.3025850929940456840179914546843642076011014886288"},
		{"ln 2", transcend.Ln(dec("2"), 50), "0.69314718055994530941723212145817656807550013436026"},
		{"ln 0.1", transcend.Ln(dec("0.1"), 16), "-2.302585092994046"},
		{"ln 1", transcend.Ln(dec("1.000"), 16), "0"},
		{"e", two, "2.7182818284590452353602874713526624977572470937000"},
		{"√2", transcend.Root(dec("2"), 2, 50), "1.4142135623730950488016887242096980785696718753769"},
		{"√6.25 to one digit is a tie", transcend.Root(dec("6.25"), 2, 1), "3"},
		{"∛0.000003375 to one digit is a tie", transcend.Root(dec("0.000003375"), 3, 1), "0.02"},
		{"√100 is a power of ten", transcend.Root(dec("100"), 2, 3), "10"},
		{"√625000000 to one digit is a tie", transcend.Root(dec("625000000"), 2, 1), "30000"},
		{"√625000001 to two digits", transcend.Root(dec("625000001"), 2, 2), "25000"},
		{"√15241578750190521 to four digits", transcend.Root(dec("15241578750190521"), 2, 4), "123500000"},
		{"ln 10⁻¹ to a digit", transcend.Ln(dec("0.1"), 1), "-2"},
		{"log₄ 2⁻⁵ to one digit is a tie", transcend.LnRatio(dec("0.03125"), dec("4"), 1), "-3"},
		{"log₁₀ 10¹² to one digit", transcend.LnRatio(dec("1e12"), dec("1.0000000001"), 1), "300000000000"},
		{"just below a power of ten", transcend.Root(dec("99.9999999999"), 2, 5), "10"},
		{"ln next to 1", transcend.Ln(dec("1."+zeros(99)+"1"), 16), "0." + zeros(99) + "1"},
		{"log₂ 1024", transcend.LnRatio(dec("1024"), dec("2"), 16), "10"},
		{"log₄ 8 to one digit is a tie", transcend.LnRatio(dec("8"), dec("4"), 1), "2"},
		{"log₄ ⅛ to one digit is a tie", transcend.LnRatio(dec("0.125"), dec("4"), 1), "-2"},
		{"log of 1", transcend.LnRatio(dec("1"), dec("4"), 5), "0"},
		{
			"geometric mean",
			transcend.GeometricMean(
				[]decimal.Decimal{dec("4"), dec("9")},
				[]decimal.Decimal{dec("0.5"), dec("0.5")},
				16,
			),
			"6",
		},
		{
			"geometric mean with a zero",
			transcend.GeometricMean([]decimal.Decimal{dec("4"), dec("0")}, []decimal.Decimal{dec("1"), dec("1")}, 16),
			"0",
		},
		{
			"geometric mean, zero without weight",
			transcend.GeometricMean([]decimal.Decimal{dec("4"), dec("0")}, []decimal.Decimal{dec("1"), dec("0")}, 16),
			"4",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !tt.got.Equal(dec(tt.want)) {
				t.Errorf("got %s, want %s", tt.got, tt.want)
			}
		})
	}
}

func zeros(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = '0'
	}
	return string(b)
}

// Qinghai's statistics bureau (2009-09-17) reports 26.8 % of the way to a cut
// of energy intensity by 17 % after changes of +1.51, −2.20 and −4.18 %.
func TestReductionProgress(t *testing.T) {
	left := dec("1.0151").Mul(dec("0.978")).Mul(dec("0.9582"))
	got := transcend.LnRatio(left, dec("0.83"), 16)
	if want := dec("0.2681122028883946"); !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestGeometricMultiple(t *testing.T) {
	r, n := big.NewRat, big.NewInt
	tests := []struct {
		name    string
		xs      []*big.Rat
		weights []*big.Int
		quantum *big.Rat
		want    int64
	}{
		// ⁵√0.8 = 0.956352…
		{"a fifth of the way from 1 to 0.8", []*big.Rat{r(1, 1), r(4, 5)}, []*big.Int{n(4), n(1)}, r(1, 10000), 9564},
		{"exact", []*big.Rat{r(4, 1), r(9, 1)}, []*big.Int{n(1), n(1)}, r(2, 1), 3},
		{"a tie goes up", []*big.Rat{r(25, 4)}, []*big.Int{n(1)}, r(5, 2), 3},
		{"a quantum", []*big.Rat{r(7, 3)}, []*big.Int{n(1)}, r(7, 3), 1},
		{"a hundred thousand quanta", []*big.Rat{r(1e9, 1), r(1e3, 1)}, []*big.Int{n(1), n(1)}, r(10, 1), 100000},
		{"nearest to none", []*big.Rat{r(1, 3)}, []*big.Int{n(1)}, r(1, 1), 0},
		{"a negative weight divides", []*big.Rat{r(100, 1), r(4, 1)}, []*big.Int{n(2), n(-1)}, r(1, 1), 2500},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := transcend.GeometricMultiple(tt.xs, tt.weights, tt.quantum)
			if !ok || got.Int64() != tt.want {
				t.Errorf("got %v, %t; want %d", got, ok, tt.want)
			}
		})
	}
}

func TestGeometricMultipleOutOfRange(t *testing.T) {
	far := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(150), nil))
	one := []*big.Int{big.NewInt(1)}
	if m, ok := transcend.GeometricMultiple([]*big.Rat{far}, one, new(big.Rat).Inv(far)); ok {
		t.Errorf("10³⁰⁰ quanta: %v", m)
	}
	if m, ok := transcend.GeometricMultiple([]*big.Rat{far}, one, big.NewRat(1, 1)); !ok || m.Cmp(far.Num()) != 0 {
		t.Errorf("10¹⁵⁰ quanta: %v, %t", m, ok)
	}
}

// The ends of the range belong to it as the texts of the functions say.
func TestEndsOfRange(t *testing.T) {
	for _, tt := range []struct{ x, y, want string }{
		{"10", "199", "1e199"}, {"10", "-200", "1e-200"}, {"0.1", "200", "1e-200"}, {"1", "7", "1"}, {"7", "0", "1"},
	} {
		if d, ok := transcend.Pow(dec(tt.x), dec(tt.y), 16); !ok || !d.Equal(dec(tt.want)) {
			t.Errorf("Pow(%s, %s) = %s, %t", tt.x, tt.y, d, ok)
		}
	}
	if d, ok := transcend.Exp(dec("0.00"), 16); !ok || !d.Equal(dec("1")) {
		t.Errorf("Exp(0) = %s, %t", d, ok)
	}
	if d, ok := transcend.Exp(dec("20"), 3); !ok || !d.Equal(dec("485000000")) {
		t.Errorf("Exp(20) = %s, %t", d, ok)
	}
}

func TestOutOfRange(t *testing.T) {
	for _, x := range []string{"1e99", "-1e99", "461", "-470", "1000"} {
		if d, ok := transcend.Exp(dec(x), 16); ok {
			t.Errorf("Exp(%s) = %s, want out of range", x, d)
		}
	}

	for _, tt := range []struct{ x, y string }{
		{"10", "200"}, {"10", "-201"}, {"1." + zeros(90) + "1", "1e99"}, {"0.5", "1e99"},
	} {
		if d, ok := transcend.Pow(dec(tt.x), dec(tt.y), 16); ok {
			t.Errorf("Pow(%s, %s) = %s, want out of range", tt.x, tt.y, d)
		}
	}

	if d, ok := transcend.Pow(dec("10"), dec("99"), 16); !ok || !d.Equal(dec("1e99")) {
		t.Errorf("Pow(10, 99) = %s, %t", d, ok)
	}
	// (1 + 10⁻⁹⁰)^(10⁹⁰) is e to 90 digits.
	if d, ok := transcend.Pow(dec("1."+zeros(89)+"1"), dec("1e90"), 16); !ok || !d.Equal(dec("2.718281828459045")) {
		t.Errorf("(1 + 1e-90)^1e90 = %s, %t", d, ok)
	}
}

func number(t *rapid.T, name string) decimal.Decimal {
	m := rapid.Int64Range(1, 999_999_999_999).Draw(t, name)
	return decimal.New(m, rapid.Int32Range(-14, 3).Draw(t, name+" exponent"))
}

func rat(d decimal.Decimal) *big.Rat { return d.Rat() }

// Root must be the decimal nearest to the root: half a unit below it, raised to
// the power, is at most the argument, half a unit above it is more.
func rootIsNearest(t *rapid.T) {
	x, n := number(t, "x"), rapid.IntRange(1, 12).Draw(t, "n")
	digits := rapid.IntRange(1, 25).Draw(t, "digits")
	got := transcend.Root(x, n, digits)
	if got.NumDigits() > digits {
		t.Fatalf("%s has more than %d digits", got, digits)
	}

	unit := decimal.New(1, int32(got.NumDigits())+got.Exponent()-int32(digits)).Rat()
	half := unit.Mul(unit, big.NewRat(1, 2))
	pow := func(q *big.Rat) *big.Rat {
		p := big.NewRat(1, 1)
		for range n {
			p.Mul(p, q)
		}
		return p
	}

	above := pow(new(big.Rat).Add(got.Rat(), half))
	below := new(big.Rat).Sub(got.Rat(), half)
	if pow(below).Cmp(rat(x)) > 0 || above.Cmp(rat(x)) <= 0 {
		t.Fatalf("Root(%s, %d, %d) = %s is not the nearest", x, n, digits, got)
	}
}

func TestRootIsNearest(t *testing.T) { rapid.Check(t, rootIsNearest) }
func FuzzRootIsNearest(f *testing.F) { f.Fuzz(rapid.MakeFuzz(rootIsNearest)) }

// Fewer digits are the rounding of many more.
func fewerDigitsAreARounding(t *rapid.T) {
	x, digits := number(t, "x"), rapid.IntRange(1, 20).Draw(t, "digits")
	few := func(d decimal.Decimal) decimal.Decimal {
		return d.Round(int32(digits) - int32(d.NumDigits()) - d.Exponent())
	}
	if got, long := transcend.Ln(x, digits), transcend.Ln(x, 60); !got.Equal(few(long)) {
		t.Fatalf("Ln(%s, %d) = %s, but 60 digits are %s", x, digits, got, long)
	}
	y := rapid.Int64Range(-2_000_000, 2_000_000).Draw(t, "y")
	e := decimal.New(y, -4)
	got, ok := transcend.Exp(e, digits)
	long, _ := transcend.Exp(e, 60)
	if !ok || !got.Equal(few(long)) {
		t.Fatalf("Exp(%s, %d) = %s, %t, but 60 digits are %s", e, digits, got, ok, long)
	}
}

// Where the digits asked for are about those that the first bits give, two
// neighbours are in question, of which more bits tell the right one.
func TestEveryNumberOfDigits(t *testing.T) {
	few := func(d decimal.Decimal, digits int) decimal.Decimal {
		return d.Round(int32(digits) - int32(d.NumDigits()) - d.Exponent())
	}
	for i := range 60 {
		x := decimal.New(int64(2+7*i), -1)
		if x.Equal(decimal.New(1, 0)) {
			continue
		}
		ln := transcend.Ln(x, 100)
		exp, _ := transcend.Exp(x, 100)
		for digits := 34; digits < 42; digits++ {
			if got := transcend.Ln(x, digits); !got.Equal(few(ln, digits)) {
				t.Errorf("Ln(%s, %d) = %s, want the rounding of %s", x, digits, got, ln)
			}
			if got, _ := transcend.Exp(x, digits); !got.Equal(few(exp, digits)) {
				t.Errorf("Exp(%s, %d) = %s, want the rounding of %s", x, digits, got, exp)
			}
		}
	}
}

func TestFewerDigitsAreARounding(t *testing.T) { rapid.Check(t, fewerDigitsAreARounding) }

// The logarithm of the exponential gives the exponent back.
func TestLnUndoesExp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := decimal.New(rapid.Int64Range(-2_000_000_000, 2_000_000_000).Draw(t, "x"), -8)
		if x.IsZero() {
			return
		}
		y, ok := transcend.Exp(x, 60)
		if !ok {
			t.Fatalf("Exp(%s) out of range", x)
		}
		if got := transcend.Ln(y, 25).Round(15); !got.Equal(x) {
			t.Fatalf("Ln(Exp(%s)) = %s", x, got)
		}
	})
}

// Exact ties cannot make the search for more bits endless.
func TestExactPowersEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := decimal.New(rapid.Int64Range(1, 9999).Draw(t, "x"), rapid.Int32Range(-4, 0).Draw(t, "exponent"))
		n := rapid.IntRange(1, 8).Draw(t, "n")
		p := decimal.New(1, 0)
		for range n {
			p = p.Mul(x)
		}
		digits := rapid.IntRange(1, 5).Draw(t, "digits")
		want := x.Round(int32(digits) - int32(x.NumDigits()) - x.Exponent())
		if got := transcend.Root(p, n, digits); !got.Equal(want) {
			t.Fatalf("Root(%s, %d, %d) = %s, want %s", p, n, digits, got, want)
		}
		if x.Equal(decimal.New(1, 0)) {
			return
		}
		if got := transcend.LnRatio(p, x, digits); !got.Equal(decimal.New(int64(n), 0)) {
			t.Fatalf("LnRatio(%s, %s) = %s, want %d", p, x, got, n)
		}
	})
}

func TestPanics(t *testing.T) {
	tests := map[string]func(){
		"ln of zero":         func() { transcend.Ln(decimal.Zero, 5) },
		"ln out of bounds":   func() { transcend.Ln(decimal.New(1, 1_000_000_000), 5) },
		"log to the base 1":  func() { transcend.LnRatio(dec("2"), dec("1.0"), 5) },
		"root of order 0":    func() { transcend.Root(dec("2"), 0, 5) },
		"root of a negative": func() { transcend.Root(dec("-2"), 3, 5) },
		"no weight":          func() { transcend.GeometricMean(nil, nil, 5) },
		"a negative weight": func() {
			transcend.GeometricMean([]decimal.Decimal{dec("2")}, []decimal.Decimal{dec("-1")}, 5)
		},
		"weights of zero": func() {
			transcend.GeometricMean([]decimal.Decimal{dec("2")}, []decimal.Decimal{dec("0")}, 5)
		},
		"a multiple of zero": func() {
			transcend.GeometricMultiple([]*big.Rat{new(big.Rat)}, []*big.Int{big.NewInt(1)}, big.NewRat(1, 1))
		},
		"no quantum": func() {
			transcend.GeometricMultiple([]*big.Rat{big.NewRat(2, 1)}, []*big.Int{big.NewInt(1)}, new(big.Rat))
		},
		"weights that cancel": func() {
			transcend.GeometricMultiple(
				[]*big.Rat{big.NewRat(2, 1), big.NewRat(2, 1)},
				[]*big.Int{big.NewInt(1), big.NewInt(-1)},
				big.NewRat(1, 1),
			)
		},
		"multiples of other len": func() {
			transcend.GeometricMultiple([]*big.Rat{big.NewRat(2, 1)}, nil, big.NewRat(1, 1))
		},
		"weights of other len": func() { transcend.GeometricMean([]decimal.Decimal{dec("2")}, nil, 5) },
	}

	for name, f := range tests {
		t.Run(name, func(t *testing.T) { panics(t, f) })
	}
}

func panics(t *testing.T, f func()) {
	t.Helper()
	defer func() {
		if text, ok := recover().(string); !ok || !strings.HasPrefix(text, "transcend: ") {
			t.Errorf("panic %q", text)
		}
	}()
	f()
}

func BenchmarkLnRatio(b *testing.B) {
	x, y := dec("0.95127010596"), dec("0.83")
	b.ReportAllocs()
	for b.Loop() {
		transcend.LnRatio(x, y, 16)
	}
}

func BenchmarkRoot(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		transcend.Root(dec("0.8"), 5, 16)
	}
}
