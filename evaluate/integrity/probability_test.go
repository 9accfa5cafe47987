package integrity_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate/integrity"
)

// choose is the obvious binomial coefficient.
func choose(n, k int) *big.Int { return new(big.Int).Binomial(int64(n), int64(k)) }

func closeTo(t *rapid.T, name string, got decimal.Decimal, want *big.Rat) {
	t.Helper()
	diff := new(big.Rat).Sub(got.Rat(), want)
	unit := decimal.New(1, got.Exponent()).Rat()
	if diff.Abs(diff).Cmp(unit.Mul(unit, big.NewRat(1, 2))) > 0 {
		t.Fatalf("%s is %s, want %s", name, got, want.FloatString(20))
	}
	if got.NumDigits() < 16 && new(big.Rat).Sub(got.Rat(), want).Sign() != 0 {
		t.Fatalf("%s is %s, short of 16 digits of %s", name, got, want.FloatString(20))
	}
}

func testBinomial(t *rapid.T) {
	met, missed := rapid.IntRange(0, 200).Draw(t, "met"), rapid.IntRange(0, 200).Draw(t, "missed")
	w, err := integrity.Binomial(met, missed)
	if met+missed == 0 {
		if err == nil {
			t.Fatal("no figures and no error")
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}

	n := met + missed
	greater, least := new(big.Rat), new(big.Rat)
	all := new(big.Int).Lsh(big.NewInt(1), uint(n))

	for k := range n + 1 {
		p := new(big.Rat).SetFrac(choose(n, k), all)
		if k >= met {
			greater.Add(greater, p)
		}
		// As likely as what was seen, or less so.
		if choose(n, k).Cmp(choose(n, met)) <= 0 {
			least.Add(least, p)
		}
	}

	closeTo(t, "greater", w.Greater, greater)
	closeTo(t, "two-sided", w.TwoSided, least)
	closeTo(t, "share", w.Share, big.NewRat(int64(met), int64(n)))
	mirror, err := integrity.Binomial(missed, met)
	if err != nil || mirror.TwoSided.Cmp(w.TwoSided) != 0 {
		t.Fatalf("two-sided %s, mirrored %s, %v", w.TwoSided, mirror.TwoSided, err)
	}
}

func TestBinomialIsExact(t *testing.T) { rapid.Check(t, testBinomial) }
func FuzzBinomial(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(testBinomial)) }
