package temporal_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// Energy per unit of output in Qinghai rose by 1.51 % in 2006, then fell by
// 2.20 % and by 4.18 %. Together that is a cut by 4.87 %.
func ExampleCombine() {
	cut := target.Indicator{
		Code:   "energy",
		Kind:   target.Reduction,
		Per:    decimal.New(100, 0),
		Places: target.Places(2),
	}
	parts := []target.Point{
		{Period: target.Year(2006), Value: decimal.RequireFromString("-1.51")},
		{Period: target.Year(2007), Value: decimal.RequireFromString("2.20")},
		{Period: target.Year(2008), Value: decimal.RequireFromString("4.18")},
	}

	whole, err := temporal.Combine(cut, target.Years(2006, 2008), parts, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(cut.Format(whole))

	_, err = temporal.Combine(cut, target.FiveYearPlan(11), parts, nil)
	fmt.Println(err)
	// Output:
	// 4.87
	// parts "2009/2010" has no figure: give the figure of every part of 2006/2010
}

// Figures of different coverage do not make one series.
func ExampleSeries() {
	const above = "enterprises above 20 million yuan"
	inventions := target.Indicator{Code: "inventions", Kind: target.Flow, Coverage: above}
	observation := func(year int, value int64, coverage string) target.Observation {
		return target.Observation{
			Unit:      "320000",
			Indicator: "inventions",
			Period:    target.Year(year),
			Value:     decimal.New(value, 0),
			Coverage:  coverage,
		}
	}

	_, err := temporal.Series(inventions, []target.Observation{
		observation(2012, 71, above),
		observation(2013, 99, "all enterprises"),
	})
	fmt.Println(err)
	// Output: observations["2013"].coverage "all enterprises" does not fit: the indicator covers "enterprises above 20 million yuan"
}

// A cut by 20 % in five years becomes yearly cuts that compound to it.
func ExamplePath() {
	energy := target.Indicator{
		Code:   "energy",
		Kind:   target.Reduction,
		Per:    decimal.New(100, 0),
		Places: target.Places(2),
	}
	t := target.Target{
		Indicator: energy,
		Unit:      "000000",
		Period:    target.FiveYearPlan(11),
		Value:     decimal.New(20, 0),
	}

	path, err := temporal.Path(t, temporal.ConstantRate{}, target.Yearly)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range path {
		fmt.Println(p.Period, energy.Format(p.Value))
	}
	// Output:
	// 2006 4.36
	// 2007 4.37
	// 2008 4.36
	// 2009 4.37
	// 2010 4.36
}

// Two shapes lead from 5,000 examiners to 9,000.
func ExampleShape() {
	t := target.Target{
		Indicator: target.Indicator{Code: "examiners", Kind: target.Stock},
		Unit:      "000000",
		Period:    target.Year(2014),
		Value:     decimal.New(9000, 0),
		Baseline:  &target.Point{Period: target.Year(2010), Value: decimal.New(5000, 0)},
	}

	for _, shape := range []temporal.Shape{temporal.StraightLine{}, temporal.ConstantRate{}} {
		path, err := temporal.Path(t, shape, target.Yearly)
		if err != nil {
			fmt.Println(err)
			return
		}
		var values []decimal.Decimal
		for _, p := range path {
			values = append(values, p.Value)
		}
		fmt.Println(values)
	}
	// Output:
	// [6000 7000 8000 9000]
	// [5791 6708 7770 9000]
}

// A year's target in equal quarters: the odd one goes to the first quarter.
func ExampleStraightLine() {
	t := target.Target{
		Indicator: target.Indicator{Code: "filings", Kind: target.Flow},
		Unit:      "000000",
		Period:    target.Year(2015),
		Value:     decimal.New(2_000_001, 0),
	}

	path, err := temporal.Path(t, temporal.StraightLine{}, target.Quarterly)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range path {
		fmt.Println(p.Period, p.Value)
	}
	// Output:
	// 2015-Q1 500001
	// 2015-Q2 500000
	// 2015-Q3 500000
	// 2015-Q4 500000
}

// The density of patents of 2010 grows at one rate to the target of 2015.
func ExampleConstantRate() {
	density := target.Indicator{Code: "density", Kind: target.Ratio, Places: target.Places(2)}
	t := target.Target{
		Indicator: density,
		Unit:      "000000",
		Period:    target.Year(2015),
		Value:     decimal.RequireFromString("3.30"),
		Baseline:  &target.Point{Period: target.Year(2010), Value: decimal.RequireFromString("1.70")},
	}

	path, err := temporal.Path(t, temporal.ConstantRate{}, target.Yearly)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range path {
		fmt.Println(p.Period, density.Format(p.Value))
	}
	// Output:
	// 2011 1.94
	// 2012 2.22
	// 2013 2.53
	// 2014 2.89
	// 2015 3.30
}

// A fifth of the way is covered at the end of each year.
func ExampleSchedule() {
	var fifths []decimal.Decimal
	for _, percent := range []int64{20, 40, 60, 80, 100} {
		fifths = append(fifths, decimal.New(percent, 0))
	}
	t := target.Target{
		Indicator: target.Indicator{Code: "examiners", Kind: target.Stock},
		Unit:      "000000",
		Period:    target.Year(2015),
		Value:     decimal.New(9000, 0),
		Baseline:  &target.Point{Period: target.Year(2010), Value: decimal.New(5000, 0)},
	}

	path, err := temporal.Path(t, temporal.Schedule{Shares: fifths}, target.Yearly)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range path {
		fmt.Println(p.Period, p.Value)
	}
	// Output:
	// 2011 5800
	// 2012 6600
	// 2013 7400
	// 2014 8200
	// 2015 9000
}

// A total is spread over three years as another series is.
func ExampleProfile() {
	staff := []target.Point{
		{Period: target.Year(2011), Value: decimal.New(100, 0)},
		{Period: target.Year(2012), Value: decimal.New(120, 0)},
		{Period: target.Year(2013), Value: decimal.New(140, 0)},
	}
	t := target.Target{
		Indicator: target.Indicator{Code: "filings", Kind: target.Flow},
		Unit:      "320000",
		Period:    target.Years(2011, 2013),
		Value:     decimal.New(1000, 0),
	}

	path, err := temporal.Path(t, temporal.Profile{Series: staff}, target.Yearly)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range path {
		fmt.Println(p.Period, p.Value)
	}
	// Output:
	// 2011 278
	// 2012 333
	// 2013 389
}

// A service reads the shape of a path from the JSON of a request.
func ExampleReadShape() {
	shape, err := temporal.ReadShape([]byte(`{"method":"schedule","shares":["0.2","0.5","1"]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	patents := target.Target{
		Code: "patents", Unit: "320000", Period: target.Year(2015), Value: decimal.New(1800, 0),
		Indicator: target.Indicator{
			Code: "patents", Kind: target.Stock, Better: target.Higher, Places: target.Places(0),
		},
		Baseline: &target.Point{Period: target.Year(2012), Value: decimal.New(1000, 0)},
	}
	path, err := temporal.Path(patents, shape, target.Yearly)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range path {
		fmt.Println(p.Period, p.Value)
	}
	// Output:
	// 2013 1160
	// 2014 1400
	// 2015 1800
}
