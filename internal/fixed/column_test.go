package fixed_test

import (
	"cmp"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/fixed"
)

func column(n int, figures map[int]string) fixed.Column {
	b := fixed.NewBuilder(n)
	for i, s := range figures {
		b.Set(i, dec(s))
	}
	return b.Column()
}

// A column that is made from words is that of their figures.
func TestFromWords(t *testing.T) {
	got := fixed.FromWords([]int64{15, 0, -250}, -2)
	b := fixed.NewBuilder(3)
	for i, x := range []string{"0.15", "0", "-2.5"} {
		b.Set(i, decimal.RequireFromString(x))
	}
	if want := b.Column(); !got.Equal(want) || !got.Full() || got.Exp() != -2 {
		t.Errorf("FromWords() = %v, want %v", got, want)
	}
}

func TestColumn(t *testing.T) {
	tests := []struct {
		name    string
		n       int
		figures map[int]string
		words   bool
		exp     int32
	}{
		{"empty", 0, nil, true, 0},
		{"only gaps", 3, nil, true, 0},
		{"integers", 3, map[int]string{0: "1", 1: "2", 2: "-5"}, true, 0},
		{"two scales", 3, map[int]string{0: "1.5", 2: "2.25"}, true, -2},
		{"a positive exponent", 2, map[int]string{0: "1e3", 1: "0.5"}, true, -1},
		{"only positive exponents", 1, map[int]string{0: "1e3"}, true, 0},
		{"zero beside a fine scale", 2, map[int]string{0: "0", 1: "0.000000000000000001"}, true, -18},
		{"ends of a word", 2, map[int]string{0: "9223372036854775807", 1: "-9223372036854775808"}, true, 0},
		{
			"sums beyond a word",
			3,
			map[int]string{0: "9223372036854775807", 1: "9223372036854775807", 2: "9223372036854775807"},
			true,
			0,
		},
		{
			"negative sums beyond a word",
			2,
			map[int]string{0: "-9223372036854775808", 1: "-9223372036854775808"},
			true,
			0,
		},
		{"too wide", 2, map[int]string{0: "9223372036854775808"}, false, 0},
		{"too wide once scaled", 2, map[int]string{0: "9223372036854775807", 1: "0.1"}, false, -1},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := column(tt.n, tt.figures)
			if c.Len() != tt.n || c.Count() != len(tt.figures) || c.Exp() != tt.exp {
				t.Errorf("Len, Count, Exp = %d, %d, %d", c.Len(), c.Count(), c.Exp())
			}
			if full := len(tt.figures) == tt.n; c.Full() != full {
				t.Errorf("Full() = %t, want %t", c.Full(), full)
			}
			if (c.Words() != nil) != tt.words {
				t.Errorf("in words: %t, want %t", c.Words() != nil, tt.words)
			}
			for i := range tt.n {
				s, has := tt.figures[i]
				if !has {
					s = "0"
				}
				if c.Has(i) != has || !c.Decimal(i).Equal(dec(s)) {
					t.Errorf("place %d: %t, %s; want %t, %s", i, c.Has(i), c.Decimal(i), has, s)
				}
				if m := c.Mantissa(i); !fixed.FromBig(m, c.Exp()).Equal(dec(s)) {
					t.Errorf("Mantissa(%d) = %v", i, m)
				}
				c.Mantissa(i).SetInt64(99)
				if !c.Decimal(i).Equal(dec(s)) {
					t.Errorf("Mantissa(%d) is the column's own", i)
				}
			}
		})
	}
}

func TestZeroColumn(t *testing.T) {
	if z := (fixed.Column{}); z.Len() != 0 || z.Has(0) || !z.Full() || z.Exp() != 0 {
		t.Error("the zero Column has something")
	}
}

// Setting a place again replaces what it held, wide or not.
// What is out of bounds is not set, and what was there stays.
func TestBuilderRefuses(t *testing.T) {
	b := fixed.NewBuilder(1)
	for _, tt := range []struct {
		figure string
		want   bool
	}{
		{"1e81", true},
		{"-9223372036854775808e81", true},
		{"9223372036854775807e82", false},
		{"1e99", true},
		{"1e100", false},
		{"1e-100", true},
		{"1e-101", false},
		{"0e-101", false},
	} {
		before := b.Has(0)
		if got := b.Set(0, dec(tt.figure)); got != tt.want {
			t.Errorf("Set(0, %s) = %v, want %v", tt.figure, got, tt.want)
		}
		if b.Has(0) != (before || tt.want) {
			t.Errorf("Has(0) = %v after %s", b.Has(0), tt.figure)
		}
	}

	if got := b.Column().Decimal(0); !got.Equal(dec("1e-100")) {
		t.Errorf("Decimal(0) = %s, want 1e-100", got)
	}
}

func TestBuilderReplaces(t *testing.T) {
	b := fixed.NewBuilder(2)
	b.Set(0, dec("100000000000000000000"))
	b.Set(0, dec("7"))
	b.Set(1, dec("7"))
	b.SetBig(1, new(big.Int).Lsh(big.NewInt(1), 70), 0)
	b.SetBig(0, big.NewInt(-70), -1)
	if !b.Has(0) {
		t.Error("place 0 is not set")
	}
	c := b.Column()
	if c.Count() != 2 || !c.Full() || !c.Decimal(0).Equal(dec("-7")) ||
		!c.Decimal(1).Equal(dec("1180591620717411303424")) {
		t.Errorf("got %s and %s of %d", c.Decimal(0), c.Decimal(1), c.Count())
	}
}

// drawFigures draws figures of several scales and lengths, with gaps.
func drawFigures(t *rapid.T) []decimal.NullDecimal {
	least := rapid.SampledFrom([]int32{-2, -20, -45}).Draw(t, "least exponent")
	figures := make([]decimal.NullDecimal, rapid.IntRange(0, 130).Draw(t, "n"))
	for k := range figures {
		if rapid.IntRange(0, 4).Draw(t, "gap") == 0 {
			continue
		}
		mantissas := []int64{0, 1, -1, 5, -15, 999, math.MaxInt64, math.MinInt64, 123456789}
		m := big.NewInt(rapid.SampledFrom(mantissas).Draw(t, "mantissa"))
		if rapid.IntRange(0, 20).Draw(t, "wide") == 0 {
			m.Lsh(m, 64)
		}
		d := decimal.NewFromBigInt(m, rapid.Int32Range(least, 5).Draw(t, "exponent"))
		figures[k] = decimal.NewNullDecimal(d)
	}
	return figures
}

func build(figures []decimal.NullDecimal) fixed.Column {
	b := fixed.NewBuilder(len(figures))
	for k, f := range figures {
		if f.Valid {
			b.Set(k, f.Decimal)
		}
	}
	return b.Column()
}

// A column has the figures that were set, whatever their scales, in the order of
// their numbers.
func columnHoldsItsFigures(t *rapid.T) {
	figures := drawFigures(t)
	c := build(figures)
	copies := fixed.NewBuilder(len(figures))
	for k, f := range figures {
		if c.Has(k) != f.Valid || !c.Decimal(k).Equal(f.Decimal) {
			t.Fatalf("place %d has %s, want %v", k, c.Decimal(k), f)
		}
		if got := fixed.FromBig(c.Mantissa(k), c.Exp()); !got.Equal(f.Decimal) {
			t.Fatalf("Mantissa(%d) makes %s, want %s", k, got, f.Decimal)
		}
		if f.Valid {
			copies.Copy(k, c, k)
		}
	}
	if again := copies.Column(); !again.Equal(c) || !c.Equal(again) {
		t.Fatal("a copy is not equal")
	}

	key, exact := c.Keys()
	for i, x := range figures {
		for j, y := range figures[:min(len(figures), 20)] {
			if !x.Valid || !y.Valid {
				continue
			}
			want := x.Decimal.Cmp(y.Decimal)
			if got := c.Compare(i, j); got != want {
				t.Fatalf("Compare(%s, %s) = %d, want %d", x.Decimal, y.Decimal, got, want)
			}
			if got := cmp.Compare(key(i), key(j)); got != want && (exact || got == -want && want != 0) {
				t.Fatalf("the keys of %s and %s compare as %d, want %d", x.Decimal, y.Decimal, got, want)
			}
			if got := c.Difference(i, j); !got.Equal(x.Decimal.Sub(y.Decimal)) {
				t.Fatalf("Difference(%s, %s) = %s", x.Decimal, y.Decimal, got)
			}
		}
	}
}

func TestColumnHoldsItsFigures(t *testing.T) { rapid.Check(t, columnHoldsItsFigures) }
func FuzzColumnHoldsItsFigures(f *testing.F) { f.Fuzz(rapid.MakeFuzz(columnHoldsItsFigures)) }

// FloatString rounds fractions halves away from zero.
func columnIsRounded(t *rapid.T) {
	figures := drawFigures(t)
	places := rapid.Int32Range(0, 30).Draw(t, "places")
	c := build(figures)
	rounded := c.Rounded(places)
	for k, f := range figures {
		want := strings.TrimPrefix(f.Decimal.Rat().FloatString(int(places)), "-")
		got := strings.TrimPrefix(rounded.Decimal(k).StringFixed(places), "-")
		if rounded.Has(k) != f.Valid || got != want || -rounded.Decimal(k).Exponent() > max(places, 0) ||
			rounded.Decimal(k).Sign()*f.Decimal.Sign() < 0 {
			t.Fatalf("%s in %d places is %s, want %s", f.Decimal, places, got, want)
		}
	}
}

func TestColumnIsRounded(t *testing.T) { rapid.Check(t, columnIsRounded) }
func FuzzColumnIsRounded(f *testing.F) { f.Fuzz(rapid.MakeFuzz(columnIsRounded)) }

// Where the scales of two columns are too far apart for words, figures are as exact.
func TestColumnsFarApart(t *testing.T) {
	fine := column(3, map[int]string{0: "0.00000000000000000001", 1: "-3e-20"})
	whole := column(3, map[int]string{0: "2", 2: "9223372036854775807"})
	text := func(c fixed.Column) string {
		var all []string
		for i := range c.Len() {
			if c.Has(i) {
				all = append(all, c.Decimal(i).String())
			} else {
				all = append(all, "")
			}
		}
		return strings.Join(all, " ")
	}

	sum, _ := fine.Add(whole)
	minus, _ := whole.Sub(fine)
	cents := column(3, map[int]string{1: "0.25"})
	for _, tt := range []struct {
		name string
		got  fixed.Column
		want string
	}{
		{"Add", sum, "2.00000000000000000001  "},
		{"Sub", minus, "1.99999999999999999999  "},
		{"Greatest", fine.Greatest(whole), "2  "},
		{"Least", whole.Least(fine), "0.00000000000000000001  "},
		{"Fill", fine.Fill(whole), "0.00000000000000000001 -0.00000000000000000003 9223372036854775807"},
		{"Fill from the fine one", whole.Fill(fine), "2 -0.00000000000000000003 9223372036854775807"},
		{"Fill beyond a word", cents.Fill(whole), "2 0.25 9223372036854775807"},
	} {
		if got := text(tt.got); got != tt.want {
			t.Errorf("%s = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestColumnEqual(t *testing.T) {
	base := column(3, map[int]string{0: "1.50", 1: "2"})
	tests := []struct {
		name   string
		column fixed.Column
		want   bool
	}{
		{"another scale", column(3, map[int]string{0: "1.5", 1: "2.000"}), true},
		{"with a wide figure", column(3, map[int]string{0: "1.5", 1: "200000000000000000000"}), false},
		{"another figure", column(3, map[int]string{0: "1.5", 1: "3"}), false},
		{"another place", column(3, map[int]string{0: "1.5", 2: "2"}), false},
		{"a figure more", column(3, map[int]string{0: "1.5", 1: "2", 2: "0"}), false},
		{"a place more", column(4, map[int]string{0: "1.5", 1: "2"}), false},
	}
	for _, tt := range tests {
		if got := base.Equal(tt.column); got != tt.want || tt.column.Equal(base) != tt.want {
			t.Errorf("%s: Equal() = %t, want %t", tt.name, got, tt.want)
		}
	}

	// A zero and a gap have the same word.
	if a, b := column(3, map[int]string{0: "1", 1: "0"}), column(3, map[int]string{0: "1", 2: "0"}); a.Equal(b) {
		t.Error("columns with gaps at different places are equal")
	}
}
