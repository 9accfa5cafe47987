package trial_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/trial"
)

// burdens are cuts and populations of n units.
func burdens(n int) (cuts, people []decimal.Decimal) {
	for i := range n {
		x := int64(i*i*31%9973 + i)
		cuts = append(cuts, decimal.New(1_000+x*7919%100_003, -2))
		people = append(people, decimal.New(50_000+x*104_729%9_999_991, -4))
	}
	return cuts, people
}

func BenchmarkDistribution(b *testing.B) {
	for _, n := range []int{27, 334, 3101} {
		cuts, people := burdens(n)
		b.Run(fmt.Sprintf("make/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := trial.NewRatios(cuts, people); err != nil {
					b.Fatal(err)
				}
			}
		})
		d, err := trial.NewRatios(cuts, people)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("gini/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.Gini(16)
			}
		})
		b.Run(fmt.Sprintf("theil/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.TheilT(16)
			}
		})
	}
}
