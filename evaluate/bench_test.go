package evaluate_test

import (
	"runtime"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// sizes are those of China's provinces, prefectures, counties, towns and, with
// all above them, villages.
var sizes = []int{31, 334, 2_850, 41_352, 1_062_247}

// BenchmarkAssess assesses n units, each by its own observation: a stock with a
// baseline in 9 allocations, for its three decimals and its copy of the baseline; a
// reduction with its logarithms in 305. The naive version takes two quotients of
// decimals in 17, the floor compares two integers.
func BenchmarkAssess(b *testing.B) {
	stock, o := from(aim(target.Stock, target.Higher, "3.3"), "1.7"), seen("2.9")
	reduction, done := percent(aim(target.Reduction, target.Higher, "16")), seen("13.89")
	for _, n := range sizes {
		measure := func(name string, t target.Target, o target.Observation) {
			b.Run(name+"/"+strconv.Itoa(n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					for i := range n {
						o.Value = decimal.New(o.Value.CoefficientInt64()+int64(i&1), o.Value.Exponent())
						if _, err := evaluate.Assess(t, o); err != nil {
							b.Fatal(err)
						}
						o.Value = decimal.New(o.Value.CoefficientInt64()-int64(i&1), o.Value.Exponent())
					}
				}
			})
		}

		measure("stock", stock, o)
		if n <= 41_352 {
			measure("reduction", reduction, done)
		}

		b.Run("naive/"+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			met := 0
			for b.Loop() {
				for i := range n {
					value := decimal.New(29+int64(i&1), -1)
					attainment := value.DivRound(stock.Value, 16)
					progress := value.Sub(stock.Baseline.Value).DivRound(stock.Value.Sub(stock.Baseline.Value), 16)
					if attainment.Sign() > 0 && progress.Sign() > 0 && value.Cmp(stock.Value) >= 0 {
						met++
					}
				}
			}

			runtime.KeepAlive(met)
		})

		b.Run("floor/"+strconv.Itoa(n), func(b *testing.B) {
			values := make([]int64, n)
			for i := range values {
				values[i] = 29 + int64(i&1)
			}

			b.ReportAllocs()
			met := 0
			for b.Loop() {
				for _, v := range values {
					if v >= 33 {
						met++
					}
				}
			}

			runtime.KeepAlive(met)
		})
	}
}

// BenchmarkScore scores one unit by a book, in 7 allocations.
func BenchmarkScore(b *testing.B) {
	e := evaluator(b, energyBook())
	c := evaluate.Case{
		Assessments: []evaluate.Assessment{attained(b, "target", "1.25")},
		Awarded:     map[string]decimal.Decimal{"measures": num("50")},
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Score(c); err != nil {
			b.Fatal(err)
		}
	}
}

// manyTargets returns n targets and their observations in another order.
func manyTargets(n int) ([]target.Target, []target.Observation) {
	targets, observations := make([]target.Target, n), make([]target.Observation, n)
	for i := range n {
		targets[i] = aim(target.Stock, target.Higher, "100")
		targets[i].Unit = strconv.Itoa(i)
		observations[n-1-i] = seen("98")
		observations[n-1-i].Unit = targets[i].Unit
	}
	return targets, observations
}

// BenchmarkAssessAll matches and assesses n targets and their observations, in 4
// allocations a target. The naive version searches all observations for each target.
func BenchmarkAssessAll(b *testing.B) {
	for _, n := range sizes[:4] {
		targets, observations := manyTargets(n)
		b.Run("matched/"+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				all, err := evaluate.AssessAll(slices.Values(targets), slices.Values(observations),
					evaluate.AssessOptions{})
				if err != nil {
					b.Fatal(err)
				}
				met := 0
				for a := range all.All() {
					if !a.Met {
						met++
					}
				}
				if met != len(targets) {
					b.Fatal("pairs are missing")
				}
			}
		})

		if n > 2_850 {
			continue
		}

		b.Run("naive/"+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var all []evaluate.Assessment
				for _, t := range targets {
					for _, o := range observations {
						if o.Unit != t.Unit || o.Indicator != t.Indicator.Code || o.Period != t.Period {
							continue
						}
						a, err := evaluate.Assess(t, o)
						if err != nil {
							b.Fatal(err)
						}
						all = append(all, a)
					}
				}

				if len(all) != len(targets) {
					b.Fatal("pairs are missing")
				}
			}
		})
	}
}
