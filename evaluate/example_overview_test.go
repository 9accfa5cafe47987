package evaluate_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// Zigong was to reduce the energy intensity of its GDP by 3.00 % in 2016, and reduced
// it by 3.11 %: it was graded as fulfilled (Sichuan Development and Reform Commission,
// notice of 26 June 2017). The book here is invented, and has one item.
func Example() {
	goal := target.Target{
		Indicator: target.Indicator{
			Code: "intensity", Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0),
		},
		Code: "energy", Unit: "510300", Period: target.Year(2016), Value: decimal.RequireFromString("3.00"),
	}
	observed := target.Observation{
		Unit: "510300", Indicator: "intensity", Period: target.Year(2016), Value: decimal.RequireFromString("3.11"),
	}

	result, err := evaluate.Assess(goal, observed)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result)

	book, err := evaluate.New(evaluate.Scheme{
		Items:  []evaluate.Item{{Code: "energy", Max: decimal.New(100, 0), Points: evaluate.ProRata{}}},
		Grades: []evaluate.Grade{{Name: "fulfilled", From: decimal.New(60, 0)}, {Name: "not fulfilled"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	card, err := book.Score(evaluate.Case{Unit: "510300", Assessments: []evaluate.Assessment{result}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(card)
	// Output:
	// 510300: 3.11, target at least 3.00 in 2016: met by 0.11, attainment 1.0366…
	// 510300
	//   energy  100  of 100: attainment 1.036666…: in full
	//   total   100
	//   grade fulfilled
}
