package apportion_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/apportion"
)

func checkTimes(t *rapid.T) {
	num, den := drawWord(t, "num")<<1, drawWord(t, "den")<<1+1
	w := rapid.OneOf(
		rapid.Just(uint64(0)), rapid.Just(uint64(1)<<63-1), rapid.Just(den-1), rapid.Just(den),
		rapid.Custom(func(t *rapid.T) uint64 { return drawWord(t, "any") }),
	).Draw(t, "w")
	x := new(big.Int).Mul(new(big.Int).SetUint64(num), new(big.Int).SetUint64(w))
	wantQ, wantR := x.QuoRem(x, new(big.Int).SetUint64(den), new(big.Int))
	q, r, ok := apportion.Times(num, den, w)
	if !ok {
		if wantQ.BitLen() < 64 {
			t.Errorf("%d·%d/%d is %v and said not to fit", w, num, den, wantQ)
		}
		return
	}
	if wantQ.Cmp(new(big.Int).SetUint64(q)) != 0 || wantR.Cmp(new(big.Int).SetUint64(r)) != 0 {
		t.Errorf("%d·%d/%d = %d rest %d, want %v rest %v", w, num, den, q, r, wantQ, wantR)
	}
}

func TestTimes(t *testing.T) { rapid.Check(t, checkTimes) }

func FuzzTimes(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkTimes)) }
