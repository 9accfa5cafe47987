package temporal_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// Two plan periods become years, without a jump where one of them ends.
func ExampleDisaggregate() {
	plans := []target.Point{
		{Period: target.FiveYearPlan(11), Value: decimal.New(500, 0)},
		{Period: target.FiveYearPlan(12), Value: decimal.New(1000, 0)},
	}
	var flat []target.Point
	for year := range target.Years(2006, 2015).Split(target.Yearly) {
		flat = append(flat, target.Point{Period: year, Value: decimal.New(1, 0)})
	}

	path, err := temporal.Disaggregate(plans, flat, temporal.DisaggregateOptions{Places: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range path {
		fmt.Print(p.Value.StringFixed(1), " ")
	}
	// Output: 76.5 82.3 94.1 111.8 135.3 164.7 188.2 205.9 217.7 223.5
}

// Suppose that the invention patents granted in China were known for pairs of
// years only, and the applications for each year. In fact 112,347, 143,847,
// 143,535 and 162,680 were granted.
func ExampleDisaggregation() {
	grants := []target.Point{
		{Period: target.Years(2011, 2012), Value: decimal.New(256194, 0)},
		{Period: target.Years(2013, 2014), Value: decimal.New(306215, 0)},
	}
	var applications []target.Point
	for k, filed := range []int64{415829, 535313, 704936, 801135} {
		applications = append(applications, target.Point{Period: target.Year(2011 + k), Value: decimal.New(filed, 0)})
	}

	for _, method := range []temporal.Disaggregation{
		temporal.DentonProportional, temporal.DentonAdditive, temporal.Fernandez, temporal.Even,
	} {
		years, err := temporal.Disaggregate(grants, applications, temporal.DisaggregateOptions{Method: method})
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

	chowLin := temporal.DisaggregateOptions{Method: temporal.ChowLin}
	_, err := temporal.Disaggregate(grants[:1], applications[:2], chowLin)
	fmt.Println(err)
	// Output:
	// denton proportional: 116589 139605 152263 153952
	// denton additive: 110431 145763 147084 159131
	// fernandez: 122712 133482 148772 157443
	// even: 68355 187839 105008 201207
	// long 1 cannot be met: they do not determine the regression: give more figures, or a series that is not constant
}

// The invention patents of six pairs of years: how much of an error stays for
// the next year? In the last four years 360,919, 440,691, 585,910 and 695,591
// were granted.
func ExampleEstimateRho() {
	var pairs, applications []target.Point
	for k, grants := range []int64{256194, 306215, 565572, 672929, 801610, 1281501} {
		pair := target.Years(2011+2*k, 2012+2*k)
		pairs = append(pairs, target.Point{Period: pair, Value: decimal.New(grants, 0)})
	}
	for k, filed := range []int64{
		415829, 535313, 704936, 801135, 968251, 1204981,
		1245709, 1393815, 1243568, 1344817, 1427845, 1464605,
	} {
		applications = append(applications, target.Point{Period: target.Year(2011 + k), Value: decimal.New(filed, 0)})
	}

	o := temporal.DisaggregateOptions{Method: temporal.ChowLin}
	rho, err := temporal.EstimateRho(pairs, applications, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("rho:", rho)

	o.Rho = rho
	years, err := temporal.Disaggregate(pairs, applications, o)
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
