package biproportional

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestProve counts the bits of the multipliers that near ties take: knots of up
// to forty cells are compared as fractions, larger ones refined on up to five
// networks of 64 bits more, and then by wide transfers of twice the bits.
func TestProve(t *testing.T) {
	for _, tt := range []struct {
		m, n   int
		digits int64 // at which weights differ
		want   uint
	}{
		{4, 10, 13, 53},
		{4, 10, 99, 53},
		{4, 10, 300, 53},
		{6, 8, 13, 53},
		{6, 8, 30, 53 + 64},
		{6, 8, 40, 53 + 2*64},
		{6, 8, 60, 53 + 3*64},
		{6, 8, 80, 53 + 4*64},
		{6, 8, 99, 53 + 5*64},
		{6, 8, 200, 2 * (53 + 6*64)},
		{6, 8, 300, 2 * (2*(53+6*64) + 64)},
	} {
		r := rand.New(rand.NewPCG(1, 2))
		var p Problem
		base := new(big.Int).Exp(big.NewInt(10), big.NewInt(tt.digits), nil)

		for range tt.m * tt.n {
			p.Weights = append(p.Weights, new(big.Int).Add(base, big.NewInt(r.Int64N(1000))))
		}
		for range tt.m {
			p.Rows = append(p.Rows, big.NewInt(int64(tt.n/2)))
		}
		for range tt.n {
			p.Cols = append(p.Cols, big.NewInt(int64(tt.m/2)))
		}
		s := &solver{table: newTable(p), prec: 53}
		s.start()
		s.approach()
		s.prove()
		if s.prec != tt.want {
			t.Errorf(
				"%d×%d cells that differ in digit %d take %d bits, want %d",
				tt.m,
				tt.n,
				tt.digits,
				s.prec,
				tt.want,
			)
		}

		if s.better() {
			t.Errorf("%d×%d cells that differ in digit %d: the table is not right", tt.m, tt.n, tt.digits)
		}
	}
}
