package integrity_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// reports are public bug reports and what is right.
type reports struct {
	Digits []struct {
		Source, What, Figures string
		Counts                [9]int
		N, Zeros              int
	}
	Guards []struct {
		Source, What                                 string
		RisingWorse, RisingNot, OtherWorse, OtherNot int
		P                                            decimal.Decimal
		Digits                                       int32
	}
}

func TestReportsOfDigits(t *testing.T) {
	var file reports
	testkit.ReadJSON(t, "testdata/reports.json", &file)
	for _, c := range file.Digits {
		t.Run(c.Source+": "+c.What, func(t *testing.T) {
			got, err := integrity.FirstDigits(testkit.Decs(c.Figures))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.Counts, got.Counts); diff != "" || got.N != c.N || got.Zeros != c.Zeros {
				t.Errorf("FirstDigits() = %d figures, %d zeros, want %d, %d (-want +got):\n%s",
					got.N, got.Zeros, c.N, c.Zeros, diff)
			}
		})
	}
}

func TestReportsOfGuards(t *testing.T) {
	var file reports
	testkit.ReadJSON(t, "testdata/reports.json", &file)
	up := integrity.BeforeAfter{Before: testkit.Dec("1"), After: testkit.Dec("2")}
	same := integrity.BeforeAfter{Before: testkit.Dec("1"), After: testkit.Dec("1")}

	for _, c := range file.Guards {
		t.Run(c.Source+": "+c.What, func(t *testing.T) {
			var volumes []integrity.GuardedVolume
			add := func(n int, volume, guard integrity.BeforeAfter) {
				for range n {
					unit := fmt.Sprintf("%06d", len(volumes))
					volumes = append(volumes, integrity.GuardedVolume{Unit: unit, Volume: volume, Guard: guard})
				}
			}
			add(c.RisingWorse, up, up)
			add(c.RisingNot, up, same)
			add(c.OtherWorse, same, up)
			add(c.OtherNot, same, same)

			got, err := integrity.CompareGuards(volumes, integrity.GuardOptions{Better: target.Lower})
			if err != nil {
				t.Fatal(err)
			}
			off := decimal.Zero
			if c.Digits > 0 {
				off = decimal.New(5, -c.Digits-1)
			}
			if got.P.Sub(c.P).Abs().Cmp(off) > 0 {
				t.Errorf("CompareGuards() = p %v, want %v", got.P, c.P)
			}
		})
	}
}

// As many on one side as on the other: the two-sided chance is 1 and not more
// (canlab/CanlabCore 9).
func TestReportEvenWindow(t *testing.T) {
	for n := 1; n <= 12; n++ {
		got, err := integrity.Binomial(n, n)
		if err != nil || !got.TwoSided.Equal(testkit.Dec("1")) {
			t.Errorf("Binomial(%d, %d) = %v two-sided, %v, want 1", n, n, got.TwoSided, err)
		}
	}
}

// Figures that lie on the edges of bins: ten in each (numpy 20610).
func TestReportEdgesOfBins(t *testing.T) {
	var figures []decimal.Decimal
	for i := range 100 {
		figures = append(figures, decimal.New(int64(i), -2))
	}
	b, err := integrity.Bunch(figures, integrity.BunchOptions{
		Target: testkit.Dec("0.5"), Width: testkit.Dec("0.1"), Edge: integrity.LowerEdge,
		Below: 5, Above: 4, Order: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Bins) != 10 || b.Outside != 0 {
		t.Errorf("Bunch() = %d bins, %d outside, want 10, 0", len(b.Bins), b.Outside)
	}
	for _, bin := range b.Bins {
		if bin.Count != 10 {
			t.Errorf("Bunch() = %d in the bin at %v, want 10", bin.Count, bin.At)
		}
	}
}
