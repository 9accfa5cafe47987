package target_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Two plan periods in years, without a step where one ends.
func ExampleDisaggregate() {
	plans := []target.Point{
		{Period: target.FiveYearPlan(11), Value: decimal.New(500, 0)},
		{Period: target.FiveYearPlan(12), Value: decimal.New(1000, 0)},
	}
	series := rates(2006, "1", "1", "1", "1", "1", "1", "1", "1", "1", "1")
	path, err := target.Disaggregate(plans, series, target.DisaggregateOptions{Places: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range path {
		fmt.Print(p.Value.StringFixed(1), " ")
	}
	// Output: 76.5 82.3 94.1 111.8 135.3 164.7 188.2 205.9 217.7 223.5
}

// Suppose that invention patents granted in China were known for pairs of years
// only, and applications for each: what would the methods make of the years?
// In fact 112,347, 143,847, 143,535 and 162,680 were granted.
func ExampleDisaggregation() {
	grants := []target.Point{
		{Period: target.Years(2011, 2012), Value: decimal.New(256194, 0)},
		{Period: target.Years(2013, 2014), Value: decimal.New(306215, 0)},
	}
	applications := rates(2011, "415829", "535313", "704936", "801135")
	for _, method := range []target.Disaggregation{
		target.DentonProportional, target.DentonAdditive, target.Fernandez, target.Even,
	} {
		years, err := target.Disaggregate(grants, applications, target.DisaggregateOptions{Method: method})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Print(method, ":")
		for _, p := range years {
			fmt.Print(" ", p.Value)
		}
		fmt.Println()
	}
	_, err := target.Disaggregate(grants[:1], applications[:2], target.DisaggregateOptions{Method: target.ChowLin})
	fmt.Println(err)
	// Output:
	// denton proportional: 116589 139605 152263 153952
	// denton additive: 110431 145763 147084 159131
	// fernandez: 122712 133482 148772 157443
	// even: 68355 187839 105008 201207
	// long 1 cannot be met: the figures do not settle the regression: give more of them, or a series that is not constant
}

// The invention patents of pairs of years again, six of them: how much of an
// error stays for the next year? In the last four 360,919, 440,691, 585,910 and
// 695,591 were granted.
func ExampleEstimateRho() {
	var pairs []target.Point
	for k, grants := range []int64{256194, 306215, 565572, 672929, 801610, 1281501} {
		pairs = append(pairs, target.Point{Period: target.Years(2011+2*k, 2012+2*k), Value: decimal.New(grants, 0)})
	}
	applications := rates(2011, "415829", "535313", "704936", "801135", "968251", "1204981",
		"1245709", "1393815", "1243568", "1344817", "1427845", "1464605")
	o := target.DisaggregateOptions{Method: target.ChowLin}
	rho, err := target.EstimateRho(pairs, applications, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("rho:", rho)
	o.Rho = rho
	years, err := target.Disaggregate(pairs, applications, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range years[8:] {
		fmt.Println(p.Period, p.Value)
	}
	// Output:
	// rho: 0.517
	// 2019 344262
	// 2020 457348
	// 2021 620853
	// 2022 660648
}
