package detmath_test

import (
	"math"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
)

// What one operation on two exact numbers makes is short, and nothing beyond.
func TestShort(t *testing.T) {
	tests := []struct {
		mantissa int64
		exp      int32
		want     float64
		ok       bool
	}{
		{0, 0, 0, true},
		{25, -1, 2.5, true},
		{-25, 1, -250, true},
		{7, 0, 7, true},
		{1, 22, 1e22, true},
		{1, 23, 0, false},
		{1, -22, 1e-22, true},
		{1, -23, 0, false},
		{1<<53 - 1, 0, 1<<53 - 1, true},
		{1 << 53, 0, 0, false},
		{-1<<53 + 1, -3, (-1<<53 + 1) / 1e3, true},
		{-1 << 53, 0, 0, false},
		{math.MaxInt64, 0, 0, false},
		{math.MinInt64, 0, 0, false},
	}

	for _, tt := range tests {
		got, ok := detmath.Short(decimal.New(tt.mantissa, tt.exp))
		if ok != tt.ok || ok && math.Float64bits(got) != math.Float64bits(tt.want) {
			t.Errorf("Short(%de%d) = %v, %t; want %v, %t", tt.mantissa, tt.exp, got, ok, tt.want, tt.ok)
		}
		if ok && math.Float64bits(got) != math.Float64bits(detmath.Float(decimal.New(tt.mantissa, tt.exp))) {
			t.Errorf("Short(%de%d) is not what Float makes", tt.mantissa, tt.exp)
		}
	}

	if _, ok := detmath.Short(decimal.New(math.MaxInt64, 0).Mul(decimal.New(100, 0))); ok {
		t.Error("what fits no word is short")
	}
}
