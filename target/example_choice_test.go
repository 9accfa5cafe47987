package target_test

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// How many provinces had issued a strategy? A report of 2014 says 28, a database
// 29 (Cheng and Drahos 2018, notes 56 and 57; the figures here are invented).
func ExampleChoice() {
	by := func(reporter, vintage string, value int64) target.Observation {
		return target.Observation{
			Unit: "000000", Indicator: "strategies", Period: target.Year(2013), Value: decimal.New(value, 0),
			Reporter: reporter, Vintage: vintage,
		}
	}
	figures := []target.Observation{
		by("report", "2014-04-26", 28), by("database", "2015-06", 27), by("database", "2016-10", 29),
	}

	_, err := target.Choice{}.Choose(slices.Values(figures))
	fmt.Println(err)
	for _, asOf := range []string{"2015", "2016"} {
		choice := target.Choice{Reporters: []string{"database", "report"}, AsOf: asOf}
		chosen, err := choice.Choose(slices.Values(figures))
		if err != nil {
			fmt.Println(err)
			return
		}
		taken := chosen.Observations[0]
		fmt.Println("as of", asOf, taken.Value, "by the", taken.Reporter)
		for _, d := range chosen.Disagreements {
			fmt.Println("  the", d.Other.Reporter, "differs by", d.Difference)
		}
		for _, d := range chosen.Revisions {
			fmt.Println("  revised from", d.Other.Value, "to", d.Taken.Value)
		}
	}
	// Output:
	// observations["000000"]["strategies"]["2013"]["report"] 28 does not fit: reporter "database" gives 29: list the reporters in choice.reporters, or set choice.newest
	// as of 2015 27 by the database
	//   the report differs by 1
	// as of 2016 29 by the database
	//   the report differs by -1
	//   revised from 27 to 29
}

// Abnormal filings are taken out of a figure. The amount and the reason stay.
func ExampleObservation_Correct() {
	reported := target.Observation{
		Unit: "320000", Indicator: "filings", Period: target.Year(2013), Value: decimal.New(504500, 0),
		Reporter: "jiangsu-pipo",
	}
	corrected, err := reported.Correct(decimal.New(-12300, 0), "abnormal filings", "2014-06-30")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(
		corrected.Value, corrected.Status, corrected.Vintage, corrected.Correction.Amount,
		corrected.Correction.Reason,
	)
	// Output: 492200 revised 2014-06-30 -12300 abnormal filings
}

// A verdict on a correction can be traced to it.
func ExampleCorrection() {
	fmt.Println(
		target.Correction{}.IsZero(),
		target.Correction{Amount: decimal.New(-12300, 0), Reason: "abnormal filings"}.IsZero(),
	)
	// Output: true false
}

// The province claims 100, the national office counts 96.
func ExampleDiscrepancy() {
	claim := target.Observation{
		Unit: "320000", Indicator: "density", Period: target.Year(2015), Value: decimal.New(100, 0),
		Reporter: "jiangsu",
	}
	verified := claim
	verified.Reporter, verified.Value = "sipo", decimal.New(96, 0)
	chosen, err := target.Choice{Reporters: []string{"sipo"}}.Choose(
		slices.Values([]target.Observation{claim, verified}),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	claims := chosen.Disagreements
	fmt.Println(claims[0].Other.Reporter, "claims", claims[0].Difference, "more")
	// Output: jiangsu claims 4 more
}

// The ranking pages of Hebei are run by a centre that is affiliated to the office.
func ExamplePublication() {
	p := target.Publication{
		Period: target.Year(2015), Evaluator: "hebei-pipo", Publisher: "hebei-centre", Date: "2016-02-01",
		Until: "2017-01-31",
	}
	valid, err := p.ValidOn("2017-02-01")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p)
	fmt.Println(valid)
	// Output:
	// 2015, evaluated by hebei-pipo, published by hebei-centre on 2016-02-01, valid until 2017-01-31
	// false
}
