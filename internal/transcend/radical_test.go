package transcend_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/transcend"
)

func frac(s string) *big.Rat {
	q, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return q
}

func radical(base string, num, den int64) transcend.Radical {
	return transcend.Radical{Base: frac(base), Num: num, Den: den}
}

// The irrational results are from the digits of √2 and ∛2 (OEIS A002193,
// A002580) and log₂ 3 (A020857).
func TestAffine(t *testing.T) {
	tests := []struct {
		name   string
		a, b   string
		x      transcend.Radical
		digits int
		want   string
	}{
		{"√2", "0", "1", radical("2", 1, 2), 30, "1.41421356237309504880168872421"},
		{"1 − √2", "1", "-1", radical("2", 1, 2), 20, "-0.41421356237309504880"},
		{"∛2", "0", "1", radical("2", 1, 3), 20, "1.2599210498948731648"},
		{"2^(4/3)", "0", "1", radical("2", 4, 3), 20, "2.5198420997897463295"},
		{"2^(−2/3) = ∛2/2", "0", "1", radical("2", -2, 3), 20, "0.62996052494743658238"},
		{"√½", "0", "1", radical("1/2", 1, 2), 20, "0.70710678118654752440"},
		{"a third of √2, and one", "1", "1/3", radical("2", 1, 2), 20, "1.4714045207910316829"},
		{"√(1/9) less a third is nothing", "-1/3", "1", radical("1/9", 1, 2), 16, "0"},
		{"a root of zero", "7", "3", radical("0", 1, 2), 16, "7"},
		{"nothing and a root of zero", "0", "3", radical("0", 1, 2), 16, "0"},
		{"a power of 1", "-1", "1", radical("1", 5, 7), 16, "0"},
		{"to the power of 0", "2", "1", radical("3", 0, 7), 16, "3"},
		{"√6.25 to a digit is a tie", "0", "1", radical("25/4", 1, 2), 1, "3"},
		{"a negative tie", "0", "-1", radical("25/4", 1, 2), 1, "-3"},
		{"a tie of both", "0.125", "1/2", radical("9/16", 1, 2), 1, "0.5"},
		{"a tie after the first digit", "0.1", "1/2", radical("9/16", 1, 2), 2, "0.48"},
		{"next to 1", "-1", "1", radical("1."+zeros(98)+"2", 1, 2), 3, "0." + zeros(98) + "1"},
		{"near the end of the range", "0", "1", radical("2", 8191, 1), 5, "54537e2461"},
		{"near the other end", "0", "1", radical("2", -8191, 1), 5, "18336e-2470"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := transcend.Affine(frac(tt.a), frac(tt.b), tt.x, tt.digits); !got.Equal(dec(tt.want)) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestAffinePower(t *testing.T) {
	tests := []struct {
		name       string
		a, b, x, y string
		digits     int
		want       string
	}{
		{"√2", "0", "1", "2", "1/2", 30, "1.41421356237309504880168872421"},
		{"2^(−2/3) = ∛2/2", "0", "1", "2", "-2/3", 20, "0.62996052494743658238"},
		{"a third of √2, and one", "1", "1/3", "2", "1/2", 20, "1.4714045207910316829"},
		{"nothing left", "-1/3", "1", "1/9", "1/2", 16, "0"},
		{"a power of 1", "-1", "1", "1", "5/7", 16, "0"},
		{"to the power of 0", "2", "1", "3", "0", 16, "3"},
		{"a tie", "0", "1", "25/4", "1/2", 1, "3"},
		{"a negative tie", "0", "-1", "25/4", "1/2", 1, "-3"},
		{"a tie of both", "0.125", "1/2", "9/16", "1/2", 1, "0.5"},
		{"a long exponent", "0", "1", "2", "1." + zeros(30) + "1", 16, "2"},
		{"what a long exponent adds", "-2", "1", "2", "1." + zeros(30) + "1", 5, "13863e-35"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := transcend.AffinePower(frac(tt.a), frac(tt.b), frac(tt.x), frac(tt.y), tt.digits)
			if !got.Equal(dec(tt.want)) {
				t.Errorf("AffinePower() = %s, want %s", got, tt.want)
			}
		})
	}
}

// A power to a fraction is a radical.
func affinePowerIsAffine(t *rapid.T) {
	number := func(name string) *big.Rat {
		return big.NewRat(rapid.Int64Range(1, 99).Draw(t, name), rapid.Int64Range(1, 99).Draw(t, name+" over"))
	}
	a, b, base := number("a"), number("b"), number("base")
	num, den := rapid.Int64Range(-20, 20).Draw(t, "num"), rapid.Int64Range(1, 20).Draw(t, "den")
	digits := rapid.IntRange(1, 20).Draw(t, "digits")
	want := transcend.Affine(a, b, transcend.Radical{Base: base, Num: num, Den: den}, digits)
	if got := transcend.AffinePower(a, b, base, big.NewRat(num, den), digits); !got.Equal(want) {
		t.Errorf("AffinePower(%v, %v, %v, %d/%d) = %v, want %v", a, b, base, num, den, got, want)
	}
}

func TestAffinePowerIsAffine(t *testing.T) { rapid.Check(t, affinePowerIsAffine) }

func FuzzAffinePowerIsAffine(f *testing.F) { f.Fuzz(rapid.MakeFuzz(affinePowerIsAffine)) }

func TestGainRatio(t *testing.T) {
	tests := []struct {
		name   string
		x, y   transcend.Radical
		digits int
		want   string
	}{
		{"√2 − 1 to 1", radical("2", 1, 2), radical("2", 1, 1), 20, "0.41421356237309504880"},
		{"1 to √2 − 1", radical("2", 1, 1), radical("2", 1, 2), 20, "2.4142135623730950488"},
		{"one radical twice", radical("2", 1, 2), radical("4", 1, 4), 16, "1"},
		{"with no gain", radical("1", 1, 2), radical("4", 1, 4), 16, "0"},
		{"with all lost", radical("0", 1, 2), radical("2", 1, 1), 16, "-1"},
		{"with all lost, to a tie", radical("0", 1, 2), radical("9/25", 1, 2), 1, "3"},
		{"roots to a tie", radical("9/4", 1, 2), radical("36/25", 1, 2), 1, "3"},
		{"roots to a tie, not in lowest terms", radical("81/16", 3, 12), radical("36/25", 2, 4), 1, "3"},
		{"a power of roots to a tie", radical("27/8", 2, 3), radical("3/2", 1, 1), 1, "3"},
		{"a negative power", radical("4", -1, 2), radical("1/5", 1, 1), 2, "0.63"},
		{
			"long roots to a tie",
			radical("1"+zeros(39)+"2"+zeros(39)+"1", 1, 2),
			radical("16"+zeros(38)+"8"+zeros(38)+"1", 1, 2),
			1,
			"3",
		},
		{"a root and a fraction", radical("3", 1, 2), radical("81/16", 3, 4), 16, "0.3082319189763694"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := transcend.GainRatio(tt.x, tt.y, tt.digits); !got.Equal(dec(tt.want)) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestLnAffine(t *testing.T) {
	tests := []struct {
		name       string
		a, b, x, y string
		digits     int
		want       string
	}{
		{"log₂ 3", "0", "1", "3", "2", 20, "1.5849625007211561815"},
		{"log₂ ⅓", "0", "1", "1/3", "2", 20, "-1.5849625007211561815"},
		{"two less log₂ 3", "2", "-1", "3", "2", 20, "0.41503749927884381855"},
		{"one less log₂ 2", "1", "-1", "2", "2", 16, "0"},
		{"log₉ 27 to a digit is a tie", "0", "1", "27", "9", 1, "2"},
		{"−log₉ 27 to a digit is a tie", "0", "-1", "27", "9", 1, "-2"},
		{"a tie of both", "1/4", "1/2", "27", "9", 1, "1"},
		{"a tie of both to two digits", "1/40", "1/5", "27", "9", 2, "0.33"},
		{"log of 1", "0", "1", "1", "9", 16, "0"},
		{"log of 1, and more", "3", "1", "1", "9", 16, "3"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := transcend.LnAffine(frac(tt.a), frac(tt.b), frac(tt.x), frac(tt.y), tt.digits); !got.Equal(
				dec(tt.want),
			) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestSqrt(t *testing.T) {
	for _, tt := range []struct {
		q      string
		digits int
		want   string
	}{
		{"0", 16, "0"},
		{"2", 30, "1.41421356237309504880168872421"},
		{"2/9", 20, "0.47140452079103168293"},
		{"25/4", 1, "3"},
		{"25/400", 1, "0.3"},
		{"100", 5, "10"},
		{"99.9999999999", 5, "10"},
		{"1e-400", 16, "1e-200"},
		{
			"3/231584178474632390847141970017375815706539969331281128078915168015826259279872", 16,
			"3.599201693798455e-39",
		}, // 1.22·2⁻¹²⁸, of which the first bits tell only that it is from 0 to 2
		{"2e-9000", 5, "14142e-4504"},
		{"2e9000", 5, "14142e4496"},
	} {
		if got := transcend.Sqrt(frac(tt.q), tt.digits); !got.Equal(dec(tt.want)) {
			t.Errorf("√%s = %s, want %s", tt.q, got, tt.want)
		}
	}
}

// positiveFraction draws a numerator and a denominator that often share roots.
func positiveFraction(t *rapid.T, name string) *big.Rat {
	n := rapid.Int64Range(1, 60).Draw(t, name+" numerator")
	d := rapid.Int64Range(1, 60).Draw(t, name+" denominator")
	k := rapid.IntRange(1, 4).Draw(t, name+" power")
	q, by := big.NewRat(1, 1), big.NewRat(n, d)
	for range k {
		q.Mul(q, by)
	}
	return q
}

func powerOf(q *big.Rat, n int64) *big.Rat {
	p := big.NewRat(1, 1)
	for range max(n, -n) {
		p.Mul(p, q)
	}
	if n < 0 {
		p.Inv(p)
	}
	return p
}

// affineIsNearest undoes the radical: half a unit of the last digit less and
// more, less a, over b, must have the base to Num between their powers to Den.
func affineIsNearest(t *rapid.T) {
	x := transcend.Radical{
		Base: positiveFraction(t, "base"),
		Num:  rapid.Int64Range(-6, 6).Draw(t, "num"), Den: rapid.Int64Range(1, 6).Draw(t, "den"),
	}

	a := big.NewRat(rapid.Int64Range(-40, 40).Draw(t, "a"), rapid.Int64Range(1, 8).Draw(t, "a over"))
	b := big.NewRat(rapid.Int64Range(1, 40).Draw(t, "b"), rapid.Int64Range(1, 8).Draw(t, "b over"))
	if rapid.Bool().Draw(t, "b is negative") {
		b.Neg(b)
	}
	digits := rapid.IntRange(1, 20).Draw(t, "digits")
	got := transcend.Affine(a, b, x, digits)
	want := powerOf(x.Base, x.Num)
	// compare tells whether a number is below (−1), at or above a + b·x.
	compare := func(q *big.Rat) int {
		root := new(big.Rat).Sub(q, a)
		root.Quo(root, b)
		if root.Sign() <= 0 {
			return -b.Sign()
		}
		return b.Sign() * powerOf(root, x.Den).Cmp(want)
	}

	nearest(t, got, digits, compare)
}

// nearest holds a result against what compares others with the exact one.
func nearest(t *rapid.T, got decimal.Decimal, digits int, compare func(q *big.Rat) int) {
	t.Helper()
	if got.IsZero() {
		if compare(new(big.Rat)) != 0 {
			t.Fatalf("0 is not exact")
		}
		return
	}

	if got.NumDigits() > digits {
		t.Fatalf("%s has more than %d digits", got, digits)
	}
	half := decimal.New(5, int32(got.NumDigits())+got.Exponent()-int32(digits)-1)
	// Just below a power of ten neighbours are ten times as near.
	inner := half
	if c := got.Coefficient(); got.Abs().
		Equal(decimal.New(1, int32(len(new(big.Int).Abs(c).String()))+got.Exponent()-1)) {
		inner = half.Shift(-1)
	}

	away, towards := got.Abs().Add(half).Rat(), got.Abs().Sub(inner).Rat()
	if got.Sign() < 0 {
		away.Neg(away)
		towards.Neg(towards)
	}
	// Away from zero a tie would have gone on, towards it comes here.
	if compare(away) != got.Sign() || compare(towards)*got.Sign() > 0 {
		t.Fatalf("%s is not the nearest of %d digits", got, digits)
	}
}

func TestAffineIsNearest(t *testing.T) { rapid.Check(t, affineIsNearest) }
func FuzzAffineIsNearest(f *testing.F) { f.Fuzz(rapid.MakeFuzz(affineIsNearest)) }

// gainRatioOfFractions holds the ratio of radicals that are fractions, which is
// where ties are, against the quotient rounded as a decimal.
func gainRatioOfFractions(t *rapid.T) {
	draw := func(name string) (*big.Rat, transcend.Radical) {
		root := big.NewRat(rapid.Int64Range(1, 40).Draw(t, name), rapid.Int64Range(1, 40).Draw(t, name+" over"))
		num, den := rapid.Int64Range(-4, 4).Draw(t, name+" num"), rapid.Int64Range(1, 6).Draw(t, name+" den")
		return powerOf(root, num), transcend.Radical{Base: powerOf(root, den), Num: num, Den: den}
	}
	u, x := draw("x")
	v, y := draw("y")
	one := big.NewRat(1, 1)
	if v.Cmp(one) == 0 {
		t.Skip("no gain")
	}
	want := new(big.Rat).Quo(new(big.Rat).Sub(u, one), new(big.Rat).Sub(v, one))
	digits := rapid.IntRange(1, 6).Draw(t, "digits")
	nearest(t, transcend.GainRatio(x, y, digits), digits, func(q *big.Rat) int { return q.Cmp(want) })
}

func TestGainRatioOfFractions(t *testing.T) { rapid.Check(t, gainRatioOfFractions) }

// Of a fraction of logarithms, twice the exponent is twice the quotient.
func TestLnAffineOfPowers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		root := positiveFraction(t, "root")
		m := rapid.Int64Range(-6, 6).Draw(t, "m")
		n := rapid.Int64Range(1, 16).Draw(t, "n")
		if root.Cmp(big.NewRat(1, 1)) == 0 {
			t.Skip("base 1")
		}
		digits := rapid.IntRange(1, 6).Draw(t, "digits")
		got := transcend.LnAffine(big.NewRat(1, 2), big.NewRat(-3, 1), powerOf(root, m), powerOf(root, n), digits)
		want := new(big.Rat).Sub(big.NewRat(1, 2), big.NewRat(3*m, n))
		nearest(t, got, digits, func(q *big.Rat) int { return q.Cmp(want) })
	})
}

// About as many digits as the first bits give, where two neighbours are in
// question: fewer are the rounding of many more.
func TestEveryNumberOfDigitsOfFractions(t *testing.T) {
	functions := map[string]func(q *big.Rat, digits int) decimal.Decimal{
		"7/3 − 5/9·x^(3/7)": func(q *big.Rat, digits int) decimal.Decimal {
			return transcend.Affine(frac("7/3"), frac("-5/9"), transcend.Radical{Base: q, Num: 3, Den: 7}, digits)
		},
		"(x^(2/3) − 1)/(x^(1/2) − 1)": func(q *big.Rat, digits int) decimal.Decimal {
			return transcend.GainRatio(
				transcend.Radical{Base: q, Num: 2, Den: 3},
				transcend.Radical{Base: q, Num: 1, Den: 2},
				digits,
			)
		},
		"(x − 1)/(x^(1/2) − 1)": func(q *big.Rat, digits int) decimal.Decimal {
			return transcend.GainRatio(
				transcend.Radical{Base: q, Num: 1, Den: 1},
				transcend.Radical{Base: q, Num: 1, Den: 2},
				digits,
			)
		},
		"(x^(1/2) − 1)/(x − 1)": func(q *big.Rat, digits int) decimal.Decimal {
			return transcend.GainRatio(
				transcend.Radical{Base: q, Num: 1, Den: 2},
				transcend.Radical{Base: q, Num: 1, Den: 1},
				digits,
			)
		},
		"2/3 − ln x/ln 7": func(q *big.Rat, digits int) decimal.Decimal {
			return transcend.LnAffine(frac("2/3"), frac("-1"), q, frac("7"), digits)
		},
		"√x": transcend.Sqrt,
		"tail of 3 degrees": func(q *big.Rat, digits int) decimal.Decimal {
			return transcend.StudentTail(q, 3, digits)
		},
		"tail of 6 degrees": func(q *big.Rat, digits int) decimal.Decimal {
			return transcend.StudentTail(q, 6, digits)
		},
		"root as a fraction": func(q *big.Rat, digits int) decimal.Decimal {
			return transcend.Sqrt(powerOf(q, 2), digits)
		},
		"radical as a fraction": func(q *big.Rat, digits int) decimal.Decimal {
			return transcend.Affine(
				frac("-1"),
				frac("1/3"),
				transcend.Radical{Base: powerOf(q, 3), Num: -2, Den: 3},
				digits,
			)
		},
	}

	for name, f := range functions {
		t.Run(name, func(t *testing.T) {
			for n := int64(2); n < 40; n++ {
				q := big.NewRat(7*n+5, 3*n+1)
				long := f(q, 60)
				for digits := 33; digits < 41; digits++ {
					want := long.Round(int32(digits) - int32(long.NumDigits()) - long.Exponent())
					if got := f(q, digits); !got.Equal(want) {
						t.Errorf("x = %v to %d digits: %s, want the rounding of %s", q, digits, got, long)
					}
				}
			}
		})
	}
}

func TestRadicalPanics(t *testing.T) {
	unit := big.NewRat(1, 1)
	tests := map[string]func(){
		"negative base":         func() { transcend.Affine(unit, unit, radical("-1", 1, 1), 5) },
		"zero to the 0th":       func() { transcend.Affine(unit, unit, radical("0", 0, 1), 5) },
		"0th root":              func() { transcend.Affine(unit, unit, radical("2", 1, 0), 5) },
		"too large":             func() { transcend.Affine(unit, unit, radical("2", 8192, 1), 5) },
		"too small":             func() { transcend.Affine(unit, unit, radical("1/2", 8192, 1), 5) },
		"too small a power":     func() { transcend.Affine(unit, unit, radical("2", -8192, 1), 5) },
		"x of a ratio":          func() { transcend.GainRatio(radical("-1", 1, 1), radical("2", 1, 1), 5) },
		"y of a ratio":          func() { transcend.GainRatio(radical("2", 1, 1), radical("-1", 1, 1), 5) },
		"no gain":               func() { transcend.GainRatio(radical("2", 1, 1), radical("2", 0, 1), 5) },
		"ln x":                  func() { transcend.LnAffine(unit, unit, new(big.Rat), frac("2"), 5) },
		"ln y":                  func() { transcend.LnAffine(unit, unit, frac("2"), new(big.Rat), 5) },
		"ln 1":                  func() { transcend.LnAffine(unit, unit, frac("2"), unit, 5) },
		"root of −1":            func() { transcend.Sqrt(frac("-1"), 5) },
		"a negative square":     func() { transcend.StudentTail(frac("-1"), 5, 5) },
		"no freedom":            func() { transcend.StudentTail(unit, 0, 5) },
		"a multiple of nothing": func() { transcend.GeometricMultiple(nil, nil, unit) },
	}

	for name, f := range tests {
		t.Run(name, func(t *testing.T) { panics(t, f) })
	}
}
