package system_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
)

// BenchmarkCascade plans three parts of a whole, and a ratio that follows. The naive
// way cascades the indicators one by one, and misses the whole.
func BenchmarkCascade(b *testing.B) {
	for _, size := range []int{31, 334, 2850, 41352} {
		units := []hierarchy.Unit{{Code: "N", Level: "nation"}}
		for i := 1; i < size; i++ {
			if i <= 30 {
				units = append(units, hierarchy.Unit{Code: fmt.Sprint("P", i), Level: "province", Parent: "N"})
				continue
			}
			units = append(units, hierarchy.Unit{
				Code: fmt.Sprint("C", i), Level: "city", Parent: fmt.Sprint("P", 1+i%30),
			})
		}
		tree, err := hierarchy.NewTree([]string{"nation", "province", "city"}, units)
		if err != nil {
			b.Fatal(err)
		}

		config := system.Config{
			Sums: []system.Sum{{Name: "types", Whole: "whole", Parts: []string{"a", "b", "c"}}},
			Ratios: []system.Ratio{{
				Name: "share", Numerator: "a", Ratio: "share", Denominator: "whole", Derived: "share",
			}},
		}
		values := map[string]int64{"whole": 10_000_000, "a": 5_000_000, "b": 2_000_000, "c": 3_000_000}
		for j, code := range []string{"whole", "a", "b", "c"} {
			n := int64(0)
			weights, err := tree.ColumnFunc(func(hierarchy.Unit) (decimal.Decimal, bool) {
				n++
				return decimal.New(10+n*n*int64(j+7)%97, 0), true
			})
			if err != nil {
				b.Fatal(err)
			}
			config.Indicators = append(config.Indicators, system.Indicator{
				Target:  flow(code, values[code]),
				Options: hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(weights)}},
			})
		}
		share := flow("share", 0)
		share.Indicator.Kind, share.Indicator.Places = target.Share, target.Places(2)
		share.Indicator.Per = decimal.New(100, 0)
		config.Indicators = append(config.Indicators, system.Indicator{Target: share})

		b.Run(fmt.Sprintf("together/%d", size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := system.Cascade(tree, config); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("one by one/%d", size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, x := range config.Indicators[:4] {
					if _, err := hierarchy.Cascade(tree, x.Target, x.Options); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
