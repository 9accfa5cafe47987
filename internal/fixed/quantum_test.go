package fixed_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/testkit"
)

func TestQuantum(t *testing.T) {
	for _, tt := range []struct {
		step, figure string
		floor, ceil  int64
		whole        bool
	}{
		{step: "1", figure: "7", floor: 7, ceil: 7, whole: true},
		{step: "1", figure: "-7.5", floor: -8, ceil: -7},
		{step: "0.25", figure: "1.1", floor: 4, ceil: 5},
		{step: "0.25", figure: "-1.25", floor: -5, ceil: -5, whole: true},
		{step: "5e2", figure: "1200", floor: 2, ceil: 3},
		{step: "5e2", figure: "1e4", floor: 20, ceil: 20, whole: true},
		{step: "0.01", figure: "3e1", floor: 3000, ceil: 3000, whole: true},
	} {
		q, d := fixed.NewQuantum(testkit.Dec(tt.step)), testkit.Dec(tt.figure)
		floor, ceil := q.Floor(d), q.Ceil(d)
		if floor.Int64() != tt.floor || ceil.Int64() != tt.ceil {
			t.Errorf("Floor(%s), Ceil by %s = %v, %v, want %d, %d", tt.figure, tt.step, floor, ceil, tt.floor, tt.ceil)
		}

		n, whole := q.Count(d)
		if whole != tt.whole || whole && !q.Times(n).Equal(d) {
			t.Errorf("Count(%s) by %s = %v, %v, want %v", tt.figure, tt.step, n, whole, tt.whole)
		}
		for _, n := range []int64{tt.floor, 0, -3} {
			want, count := testkit.Dec(tt.step).Mul(decimal.New(n, 0)), big.NewInt(n)
			if !q.Times(count).Equal(want) || !q.Word(n).Equal(want) || q.Rat(count).Cmp(want.Rat()) != 0 {
				t.Errorf("%d quanta of %s = %v, %v, %v, want %v",
					n, tt.step, q.Times(count), q.Word(n), q.Rat(count), want)
			}
			if limit := q.Limit(count); !limit.Valid || !limit.Decimal.Equal(want) {
				t.Errorf("Limit(%d) of %s = %v, want %v", n, tt.step, limit, want)
			}
		}
		if q.Limit(nil).Valid {
			t.Error("Limit(nil) is present")
		}
	}
}

func TestQuantumMantissa(t *testing.T) {
	for _, tt := range []struct {
		step string
		n    int64
		exp  int32
		want int64
		ok   bool
	}{
		{step: "0.25", n: 3, exp: -2, want: 75, ok: true},
		{step: "0.25", n: 3, exp: -4, want: 7500, ok: true},
		{step: "0.25", n: 3, exp: -1}, // not a whole number of tenths
		{step: "0.25", n: math.MaxInt64, exp: -2},
		{step: "1", n: math.MaxInt64 / 5, exp: -1},
		{step: "10000000000000000000", n: 1, exp: 0},
	} {
		q := fixed.NewQuantum(testkit.Dec(tt.step))
		if got, ok := q.Mantissa(tt.n, tt.exp); ok != tt.ok || ok && got != tt.want {
			t.Errorf("Mantissa(%d, %d) of %s = %d, %v, want %d, %v", tt.n, tt.exp, tt.step, got, ok, tt.want, tt.ok)
		}
		if q.Plain() != (tt.step == "1") {
			t.Errorf("Plain() of %s = %v", tt.step, q.Plain())
		}
	}
}
