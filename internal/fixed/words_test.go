package fixed_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// edges are words at which something may go wrong.
var edges = []int64{
	math.MinInt64, math.MinInt64 + 1, -1 << 62, -1<<62 + 1, -1 << 31, -3, -1, 0, 1, 2, 1 << 31, 1<<62 - 1, 1 << 62,
	1<<62 + 1, math.MaxInt64 - 1, math.MaxInt64,
}

func TestWords(t *testing.T) {
	limit := new(big.Int).Lsh(big.NewInt(1), 62)
	for _, a := range edges {
		x := big.NewInt(a)
		if got, want := fixed.Magnitude(a), new(big.Int).Abs(x); new(big.Int).SetUint64(got).Cmp(want) != 0 {
			t.Errorf("Magnitude(%d) = %d", a, got)
		}
		for _, b := range edges {
			y := big.NewInt(b)
			sum, product := new(big.Int).Add(x, y), new(big.Int).Mul(x, y)
			if got, ok := fixed.AddWords(a, b); ok != sum.IsInt64() || ok && got != sum.Int64() {
				t.Errorf("AddWords(%d, %d) = %d, %t", a, b, got, ok)
			}
			if got, ok := fixed.MulWords(a, b); ok != (product.CmpAbs(limit) <= 0) || ok && got != product.Int64() {
				t.Errorf("MulWords(%d, %d) = %d, %t", a, b, got, ok)
			}
			if got, ok := fixed.SumWords([]int64{a, b, 0}); ok != sum.IsInt64() || ok && got != sum.Int64() {
				t.Errorf("SumWords(%d, %d) = %d, %t", a, b, got, ok)
			}
		}
	}
}

// Words are written as decimals are.
func TestAppendWord(t *testing.T) {
	for _, m := range append([]int64{5, -5, 10, 1200, -99}, edges...) {
		for _, exp := range []int32{3, 1, 0, -1, -2, -5, -18, -19, -30} {
			want := "x" + fixed.Plain(decimal.New(m, exp))
			if got := string(fixed.AppendWord([]byte("x"), m, exp)); got != want {
				t.Errorf("AppendWord(x, %d, %d) = %s, want %s", m, exp, got, want)
			}
		}
	}
}

func TestFromWord(t *testing.T) {
	for m := int64(-300); m < 1100; m++ {
		for _, exp := range []int32{-1, 0, 1} {
			if got := fixed.FromWord(m, exp); got.Exponent() != exp || got.CoefficientInt64() != m {
				t.Errorf("FromWord(%d, %d) = %v·10^%d", m, exp, got.Coefficient(), got.Exponent())
			}
		}
	}
}
