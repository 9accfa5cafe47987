package fixed_test

import (
	"math"
	"math/big"
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

func TestColumn(t *testing.T) {
	tests := []struct {
		name    string
		n       int
		figures map[int]string
		words   bool
		exp     int32
		sum     string // of the mantissas
	}{
		{"empty", 0, nil, true, 0, "0"},
		{"only gaps", 3, nil, true, 0, "0"},
		{"integers", 3, map[int]string{0: "1", 1: "2", 2: "-5"}, true, 0, "-2"},
		{"two scales", 3, map[int]string{0: "1.5", 2: "2.25"}, true, -2, "375"},
		{"a positive exponent", 2, map[int]string{0: "1e3", 1: "0.5"}, true, -1, "10005"},
		{"only positive exponents", 1, map[int]string{0: "1e3"}, true, 0, "1000"},
		{"zero beside a fine scale", 2, map[int]string{0: "0", 1: "0.000000000000000001"}, true, -18, "1"},
		{"ends of a word", 2, map[int]string{0: "9223372036854775807", 1: "-9223372036854775808"}, true, 0, "-1"},
		{"sums beyond a word", 3, map[int]string{0: "9223372036854775807", 1: "9223372036854775807", 2: "9223372036854775807"}, true, 0, "27670116110564327421"},
		{"negative sums beyond a word", 2, map[int]string{0: "-9223372036854775808", 1: "-9223372036854775808"}, true, 0, "-18446744073709551616"},
		{"too wide", 2, map[int]string{0: "9223372036854775808"}, false, 0, "9223372036854775808"},
		{"too wide once scaled", 2, map[int]string{0: "9223372036854775807", 1: "0.1"}, false, -1, "92233720368547758071"},
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
			if got := c.Sum(0, tt.n).String(); got != tt.sum {
				t.Errorf("Sum() = %s, want %s", got, tt.sum)
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

func TestFromWords(t *testing.T) {
	c := fixed.FromWords([]int64{1, -2}, -1)
	if c.Len() != 2 || c.Count() != 2 || !c.Has(1) || !c.Decimal(1).Equal(dec("-0.2")) {
		t.Errorf("got %v", c)
	}
	if z := (fixed.Column{}); z.Len() != 0 || z.Has(0) {
		t.Error("the zero Column holds something")
	}
}

// Setting a place again replaces what it held, wide or not.
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
	if c.Count() != 2 || !c.Full() || !c.Decimal(0).Equal(dec("-7")) || !c.Decimal(1).Equal(dec("1180591620717411303424")) {
		t.Errorf("got %s and %s of %d", c.Decimal(0), c.Decimal(1), c.Count())
	}
}

// A column holds the figures that were set, whatever their scales, and sums
// them as fractions do.
func columnHoldsItsFigures(t *rapid.T) {
	n := rapid.IntRange(0, 130).Draw(t, "n")
	figures := make([]decimal.NullDecimal, n)
	b := fixed.NewBuilder(n)
	want := new(big.Rat)
	i, j := n/3, n-n/4
	for k := range figures {
		if rapid.IntRange(0, 4).Draw(t, "gap") == 0 {
			continue
		}
		m := big.NewInt(rapid.SampledFrom([]int64{0, 1, -1, 999, math.MaxInt64, math.MinInt64, 123456789}).Draw(t, "mantissa"))
		if rapid.IntRange(0, 20).Draw(t, "wide") == 0 {
			m.Lsh(m, 64)
		}
		d := decimal.NewFromBigInt(m, rapid.Int32Range(-20, 5).Draw(t, "exp"))
		b.Set(k, d)
		figures[k] = decimal.NewNullDecimal(d)
		if k >= i && k < j {
			want.Add(want, d.Rat())
		}
	}
	c := b.Column()
	for k, f := range figures {
		if c.Has(k) != f.Valid || !c.Decimal(k).Equal(f.Decimal) {
			t.Fatalf("place %d holds %s, want %v", k, c.Decimal(k), f)
		}
	}
	if i > j {
		return
	}
	if got := fixed.FromBig(c.Sum(i, j), c.Exp()).Rat(); got.Cmp(want) != 0 {
		t.Fatalf("Sum(%d, %d) = %v, want %v", i, j, got, want)
	}
}

func TestColumnHoldsItsFigures(t *testing.T) { rapid.Check(t, columnHoldsItsFigures) }
func FuzzColumnHoldsItsFigures(f *testing.F) { f.Fuzz(rapid.MakeFuzz(columnHoldsItsFigures)) }
