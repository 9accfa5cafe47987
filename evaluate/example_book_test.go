package evaluate_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
)

// Three key results of one objective, by their weights. Nothing is known of one of
// them, so that the two others count for all of it. The total is rounded down: 69.93
// is not yet 70.
func ExampleItem_optional() {
	e, err := evaluate.New(evaluate.Scheme{
		Items: []evaluate.Item{
			{Code: "filings", Max: decimal.New(50, 0)},
			{Code: "grants", Max: decimal.New(25, 0), Optional: true},
			{Code: "licences", Max: decimal.New(25, 0), Optional: true},
		},
		Grades: []evaluate.Grade{{Name: "on track", From: decimal.New(70, 0)}, {Name: "at risk"}},
		Round:  decimal.NewNullDecimal(decimal.New(1, 0)),
		Floor:  true,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	card, err := e.Score(evaluate.Case{Unit: "440300", Awarded: map[string]decimal.Decimal{
		"filings": decimal.RequireFromString("40.25"), "grants": decimal.RequireFromString("12.2"),
	}})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Print(card)
	// Output:
	// 440300
	//   filings   53.66…  of 66.66…: awarded; × 1.333333… for items left out
	//   grants    16.26…  of 33.33…: awarded; × 1.333333… for items left out
	//   licences       0  of 0: nothing is known of it: left out
	//   total         69  rounded from 69.933333…
	//   grade at risk
}
