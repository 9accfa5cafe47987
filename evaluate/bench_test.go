package evaluate_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

func BenchmarkAssess(b *testing.B) {
	goal, o := from(aim(target.Stock, target.Higher, "3.3"), "1.7"), seen("2.9")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := evaluate.Assess(goal, o); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAssessReduction(b *testing.B) {
	goal, o := percent(aim(target.Reduction, target.Higher, "16")), seen("13.89")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := evaluate.Assess(goal, o); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScore(b *testing.B) {
	e := evaluator(b, energyBook())
	c := evaluate.Case{Assessments: []evaluate.Assessment{attained(b, "target", "1.25")}, Awarded: map[string]decimal.Decimal{"measures": num("50")}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Score(c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTrackCAGRRatio(b *testing.B) {
	goal, points := by(target.Lower, 2030, "10"), series(b, 2015, "20", "19", "17", "16", "14")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := evaluate.Track(goal, points, evaluate.CAGRRatio{}); err != nil {
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

func BenchmarkAssessAll(b *testing.B) {
	targets, observations := manyTargets(1000)
	b.ReportAllocs()
	for b.Loop() {
		all, err := evaluate.AssessAll(slices.Values(targets), slices.Values(observations), evaluate.AssessOptions{})
		if err != nil || len(all.Assessments) != len(targets) {
			b.Fatal(err)
		}
	}
}

// BenchmarkAssessAllNaive looks for each target's observation among all.
func BenchmarkAssessAllNaive(b *testing.B) {
	targets, observations := manyTargets(1000)
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
}
