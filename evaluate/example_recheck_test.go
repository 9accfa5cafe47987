package evaluate_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// The province reported its target as met. The figure was revised a year later.
func ExampleNewRecheck() {
	density := target.Target{
		Unit: "340000", Period: target.Year(2015), Value: decimal.RequireFromString("4.3"),
		Indicator: target.Indicator{Code: "density", Kind: target.Ratio, Better: target.Higher},
	}
	reported := target.Observation{
		Unit: "340000", Indicator: "density", Period: target.Year(2015), Value: decimal.RequireFromString("4.34"),
		Reporter: "anhui-pipo", Vintage: "2016-01-20",
	}
	then, err := evaluate.Assess(density, reported)
	if err != nil {
		fmt.Println(err)
		return
	}
	corrected, err := reported.Correct(decimal.RequireFromString("-0.06"), "lapsed patents were counted", "2017-02-10")
	if err != nil {
		fmt.Println(err)
		return
	}
	now, err := evaluate.Assess(density, corrected)
	if err != nil {
		fmt.Println(err)
		return
	}

	recheck, err := evaluate.NewRecheck(then, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(recheck.Changed, recheck.Difference, recheck.Now.Observation.Correction.Reason)
	// Output: [vintage status figure met] -0.06 lapsed patents were counted
}
