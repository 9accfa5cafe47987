package integrity_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate/integrity"
)

func testDigits(t *rapid.T) {
	figures := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) decimal.Decimal {
		return decimal.New(rapid.Int64().Draw(t, "m"), rapid.Int32Range(-50, 50).Draw(t, "exp"))
	}), 1, 50).Draw(t, "figures")
	d, err := integrity.FirstDigits(figures)
	if err != nil {
		t.Skip(err)
	}

	var counts [9]int
	for _, x := range figures {
		for _, c := range x.Coefficient().String() {
			if c >= '1' && c <= '9' {
				counts[c-'1']++
				break
			}
		}
	}

	if d.Counts != counts || d.N+d.Zeros != len(figures) {
		t.Fatalf("counts %v of %d, want %v", d.Counts, d.N, counts)
	}
	if !near(d.Effect*d.Effect*float64(d.N), d.ChiSquare, 1e-12) || d.P < 0 || d.P > 1 || d.Deviation > 2.0/9 {
		t.Fatalf("effect %v, χ² %v, p %v, deviation %v", d.Effect, d.ChiSquare, d.P, d.Deviation)
	}

	// Tenfold figures of the other sign have the same digits, in any order.
	for i, x := range figures {
		figures[i] = x.Neg().Mul(dec("10"))
	}
	slices.Reverse(figures)
	again, err := integrity.FirstDigits(figures)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, again); diff != "" {
		t.Fatalf("digits of ten times the figures (-want +got):\n%s", diff)
	}
}

func TestFirstDigitsProperties(t *testing.T) { rapid.Check(t, testDigits) }
func FuzzFirstDigits(f *testing.F)           { f.Fuzz(rapid.MakeFuzz(testDigits)) }
