package evaluate_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// A key result: response times of 20 hours in 2014 are to be 10 in 2015, and are 12. The
// target is missed by a fifth, but four fifths of the way are made.
func ExampleScoreBy() {
	goal := target.Target{
		Code:      "response",
		Indicator: target.Indicator{Code: "hours", Kind: target.Ratio, Better: target.Lower},
		Unit:      "440000", Period: target.Year(2015), Value: decimal.New(10, 0),
		Baseline: &target.Point{Period: target.Year(2014), Value: decimal.New(20, 0)},
	}
	a, err := evaluate.Assess(goal, target.Observation{
		Unit: "440000", Indicator: "hours", Period: target.Year(2015), Value: decimal.New(12, 0),
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, m := range []evaluate.ScoreBy{evaluate.ByAttainment, evaluate.ByLinear, evaluate.ByProgress} {
		e, err := evaluate.New(evaluate.Scheme{Items: []evaluate.Item{
			{Code: "response", Max: decimal.New(100, 0), Points: evaluate.ProRata{}, ScoreBy: m},
		}})
		if err != nil {
			fmt.Println(err)
			return
		}
		card, err := e.Score(evaluate.Case{Unit: "440000", Assessments: []evaluate.Assessment{a}})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%v: %s\n", m, card.Total.StringFixed(1))
	}
	// Output:
	// attainment: 83.3
	// linear attainment: 80.0
	// progress: 80.0
}
