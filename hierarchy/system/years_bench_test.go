package system_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// BenchmarkSpread makes five years of a flow by tables, and of a reduction by the
// schedule of China's plans. The naive way makes the path of every unit by itself, and
// misses the totals of the years.
func BenchmarkSpread(b *testing.B) {
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
		n := int64(0)
		weights, err := tree.ColumnFunc(func(hierarchy.Unit) (decimal.Decimal, bool) {
			n++
			return decimal.New(1000+n*n*11%97, 0), true
		})
		if err != nil {
			b.Fatal(err)
		}

		total := flow("patents", 10_000_000)
		total.Period = target.FiveYearPlan(12)
		cut := total
		cut.Value = decimal.New(16, 0)
		cut.Indicator = target.Indicator{
			Code: "intensity", Kind: target.Reduction, Per: decimal.New(100, 0), Places: target.Places(2),
		}
		schedule := temporal.Schedule{Shares: decimals(20, 40, 60, 80, 100)}
		for _, x := range []struct {
			name    string
			target  target.Target
			options hierarchy.Options
			naive   int // up to this size; beyond it takes minutes
		}{
			{"flow", total, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(weights)}}, 41352},
			{"reduction", cut, hierarchy.Options{
				Rule: hierarchy.Rule{Method: hierarchy.Scale(weights)}, Basis: weights,
			}, 334},
		} {
			plan, err := hierarchy.Cascade(tree, x.target, x.options)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("%s/%d", x.name, size), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := system.Spread(plan, system.YearsOptions{Shape: schedule}); err != nil {
						b.Fatal(err)
					}
				}
			})
			if x.name == "flow" {
				b.Run(fmt.Sprintf("limits/%d", size), func(b *testing.B) { benchmarkLimits(b, plan) })
			}
			if size > x.naive {
				continue
			}
			b.Run(fmt.Sprintf("%s, one by one/%d", x.name, size), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					for q := range plan.All() {
						t := x.target
						t.Value = q.Value
						if _, err := temporal.Path(t, schedule, target.Yearly); err != nil {
							b.Fatal(err)
						}
					}
				}
			})
		}
	}
}

// benchmarkLimits makes five years that get steeper, in which ten provinces have at most 28 % of
// their quotas in a year.
func benchmarkLimits(b *testing.B, plan *hierarchy.Plan) {
	b.ReportAllocs()
	o := system.YearsOptions{
		Shape:      temporal.Schedule{Shares: decimals(10, 25, 45, 70, 100)},
		UnitLimits: map[string]system.YearLimits{},
	}
	for i := range 10 {
		o.UnitLimits[fmt.Sprint("P", i+1)] = percent(-1, 28)
	}
	for b.Loop() {
		if _, err := system.Spread(plan, o); err != nil {
			b.Fatal(err)
		}
	}
}
