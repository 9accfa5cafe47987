package integrity_test

import (
	"math"
	"testing"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/target"
)

// The bits were computed once; every platform has to find them again.
func TestBitsAreFixed(t *testing.T) {
	var sum uint64
	add := func(values ...float64) {
		for _, v := range values {
			sum = sum*31 + math.Float64bits(v)
		}
	}

	figures := kink(t)
	for _, correct := range []integrity.BunchCorrection{integrity.NoCorrection, integrity.AboveTarget} {
		b, err := integrity.Bunch(figures, integrity.BunchOptions{
			Target: dec("10000"), Width: dec("100"), Below: 19, Above: 19, Correct: correct, Replicates: 20, Seed: 3,
		})
		if err != nil {
			t.Fatal(err)
		}
		add(b.Excess, b.Ratio, b.ExcessError, b.RatioError)
		add(b.Polynomial...)
	}

	d, err := integrity.FirstDigits(figures)
	if err != nil {
		t.Fatal(err)
	}

	add(d.ChiSquare, d.P, d.Deviation, d.Effect)
	r, err := integrity.Ratchet(panel(t), target.Higher)
	if err != nil {
		t.Fatal(err)
	}

	add(r.Above, r.AboveError, r.Asymmetry, r.AsymmetryError, r.RSquared)
	if sum != 0xca75c42c90411ce {
		t.Errorf("checksum %#x", sum)
	}
}
