package integrity_test

import (
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/target"
)

func BenchmarkBunch(b *testing.B) {
	figures := kink(b)
	o := integrity.BunchOptions{
		Target: dec("10000"), Width: dec("100"), Below: 19, Above: 19, Correct: integrity.AboveTarget,
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := integrity.Bunch(figures, o); err != nil {
			b.Fatal(err)
		}
	}
}

// The floor of the above: counting the figures in bins of floats.
func BenchmarkBins(b *testing.B) {
	var figures []float64
	for _, x := range kink(b) {
		figures = append(figures, x.InexactFloat64())
	}
	b.ReportAllocs()
	for b.Loop() {
		var counts [39]int
		for _, x := range figures {
			if k := int(x/100) - 81; k >= 0 && k < len(counts) {
				counts[k]++
			}
		}
	}
}

func BenchmarkBootstrap(b *testing.B) {
	figures := kink(b)
	o := integrity.BunchOptions{
		Target: dec("10000"), Width: dec("100"), Below: 19, Above: 19, Correct: integrity.AboveTarget,
		Replicates: 100,
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := integrity.Bunch(figures, o); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBinomial(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := integrity.Binomial(5_100, 4_900); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRatchet(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	revisions := make([]integrity.TargetRevision, 10_000)
	for i := range revisions {
		revisions[i] = integrity.TargetRevision{
			Target: decimal.New(rnd.Int64N(2000), -2), Actual: decimal.New(rnd.Int64N(2000), -2),
			Next: decimal.New(rnd.Int64N(2000), -2),
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := integrity.Ratchet(revisions, target.Higher); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFirstDigits(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	figures := make([]decimal.Decimal, 10_000)
	for i := range figures {
		figures[i] = decimal.New(rnd.Int64(), int32(rnd.IntN(9))-9)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := integrity.FirstDigits(figures); err != nil {
			b.Fatal(err)
		}
	}
}
