package system_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
)

// BenchmarkParts divides a plan into three parts. The naive way cascades the parts
// one by one, and misses the whole.
func BenchmarkParts(b *testing.B) {
	for _, size := range []struct{ provinces, cities int }{{31, 0}, {31, 10}, {31, 90}, {31, 1300}} {
		units := []hierarchy.Unit{{Code: "N", Level: "nation"}}
		for i := range size.provinces {
			province := fmt.Sprintf("P%d", i)
			units = append(units, hierarchy.Unit{Code: province, Level: "province", Parent: "N"})
			for k := range size.cities {
				units = append(
					units, hierarchy.Unit{Code: fmt.Sprintf("%sC%d", province, k), Level: "city", Parent: province},
				)
			}
		}
		tree, err := hierarchy.NewTree([]string{"nation", "province", "city"}, units)
		if err != nil {
			b.Fatal(err)
		}
		var weights []hierarchy.Column
		for j := range int64(4) {
			n := int64(0)
			c, err := tree.ColumnFunc(func(hierarchy.Unit) (decimal.Decimal, bool) {
				n++
				return decimal.New(10+n*n*(j+7)%97, 0), true
			})
			if err != nil {
				b.Fatal(err)
			}
			weights = append(weights, c)
		}
		cascade := func(code string, value int64, by hierarchy.Column) *hierarchy.Plan {
			plan, err := hierarchy.Cascade(tree, flow(code, value), hierarchy.Options{
				Rule: hierarchy.Rule{Method: hierarchy.Proportional(by)},
			})
			if err != nil {
				b.Fatal(err)
			}
			return plan
		}
		values := []int64{5_000_000, 2_000_000, 3_000_000}
		whole := cascade("whole", 10_000_000, weights[3])

		b.Run(fmt.Sprintf("parts/%d", len(units)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var parts []system.Part
				for j, value := range values {
					parts = append(parts, system.Part{Target: flow(fmt.Sprint(j), value), Weights: weights[j]})
				}
				if _, err := system.Parts("types", whole, parts); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("one by one/%d", len(units)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for j, value := range values {
					cascade(fmt.Sprint(j), value, weights[j])
				}
			}
		})
	}
}
