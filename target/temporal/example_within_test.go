package temporal_test

import (
	"fmt"
	"log"
	"time"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// Sales tax of Los Angeles in thousand dollars; the fiscal year begins in July.
func ExampleToDate() {
	tax := target.Indicator{Code: "tax", Kind: target.Flow}
	fiscal := target.FiscalCalendar{Start: time.July, NamedBy: target.ByBothYears}
	months := []target.Point{
		{Period: target.Month(2019, time.July), Value: decimal.New(52587, 0)},
		{Period: target.Month(2019, time.August), Value: decimal.New(48370, 0)},
		{Period: target.Month(2019, time.September), Value: decimal.New(48328, 0)},
	}

	toDate, err := temporal.ToDate(tax, fiscal, months)
	if err != nil {
		log.Fatal(err)
	}
	for _, x := range toDate {
		fmt.Println(x.Period, x.Value)
	}
	// Output:
	// 2019-07 52587
	// 2019-07/2019-08 100957
	// 2019-Q3 149285
}

// Domestic applications for invention patents in China. Some monthly reports of
// 2014 are missing, so that their months exist only as sums.
func ExampleSingle() {
	applications := target.Indicator{Code: "applications", Kind: target.Flow}
	through := func(m time.Month, value int64) target.Point {
		return target.Point{
			Period: target.Months(target.Year(2014), target.Month(2014, m)), Value: decimal.New(value, 0),
		}
	}
	reports := []target.Point{
		through(time.January, 57251), through(time.August, 417606), through(time.November, 669695),
		through(time.December, 801135),
	}

	parts, err := temporal.Single(applications, target.FiscalCalendar{}, reports)
	if err != nil {
		log.Fatal(err)
	}
	for _, x := range parts {
		fmt.Println(x.Period, x.Value)
	}
	// Output:
	// 2014-01 57251
	// 2014-02/2014-08 360355
	// 2014-09/2014-11 252089
	// 2014-12 131440
}

// Retail sales of a region by quarter. The target of 2015 is shared out as the two
// years before were.
func ExampleSeason() {
	sales := target.Indicator{Code: "sales", Kind: target.Flow}
	quarters := func(year int, figures ...int64) (points []target.Point) {
		for q, f := range figures {
			points = append(points, target.Point{Period: target.Quarter(year, q+1), Value: decimal.New(f, 0)})
		}
		return points
	}
	earlier := append(quarters(2013, 20, 20, 40, 120), quarters(2014, 30, 0, 30, 240)...)

	season, err := temporal.Season(earlier, target.Year(2015))
	if err != nil {
		log.Fatal(err)
	}
	year := target.Target{Indicator: sales, Unit: "R1", Period: target.Year(2015), Value: decimal.New(1000, 0)}
	path, err := temporal.Path(year, temporal.Profile{Series: season}, target.Quarterly)
	if err != nil {
		log.Fatal(err)
	}
	for _, x := range path {
		fmt.Println(x.Period, x.Value)
	}
	// Output:
	// 2015-Q1 100
	// 2015-Q2 50
	// 2015-Q3 150
	// 2015-Q4 700
}

// Domestic applications for invention patents in China in January.
func ExampleYearOnYear() {
	growth := target.Indicator{
		Code: "growth", Kind: target.Growth, Per: decimal.New(100, 0), Places: target.Places(1),
	}
	levels := []target.Point{
		{Period: target.Month(2014, time.January), Value: decimal.New(57251, 0)},
		{Period: target.Month(2015, time.January), Value: decimal.New(66415, 0)},
	}
	rates, err := temporal.YearOnYear(growth, levels)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rates[0].Period, rates[0].Value)
	// Output: 2015-01 16
}

// China's GDP in 2024: growth of the first two quarters, and GDP of 2023 in 100
// million yuan.
func ExampleRateToDate() {
	growth := target.Indicator{
		Code: "growth", Kind: target.Growth, Per: decimal.New(100, 0), Places: target.Places(1),
	}
	rates := []target.Point{
		{Period: target.Quarter(2024, 1), Value: decimal.RequireFromString("5.3")},
		{Period: target.Quarter(2024, 2), Value: decimal.RequireFromString("4.7")},
	}
	base := []target.Point{
		{Period: target.Quarter(2023, 1), Value: decimal.RequireFromString("292368.8")},
		{Period: target.Quarter(2023, 2), Value: decimal.RequireFromString("316237.5")},
	}

	toDate, err := temporal.RateToDate(growth, rates, base)
	if err != nil {
		log.Fatal(err)
	}
	for _, x := range toDate {
		fmt.Println(x.Period, growth.Format(x.Value))
	}
	// Output:
	// 2024-Q1 5.3
	// 2024-H1 5.0
}

// After three quarters of 2024 China's GDP had grown by 4.8 %, and by 5 % was the
// target of the year. What the last quarter needed is known to 0.6 points only, as
// the 4.8 is rounded.
func ExampleRatesOfParts() {
	growth := target.Indicator{
		Code: "growth", Kind: target.Growth, Per: decimal.New(100, 0), Places: target.Places(1),
	}
	before := target.Months(target.Year(2023), target.Quarter(2023, 3))
	toDate := []target.Point{
		{Period: before.Shift(12), Value: decimal.RequireFromString("4.8")},
		{Period: target.Year(2024), Value: decimal.RequireFromString("5.0")},
	}
	base := []target.Point{
		{Period: before, Value: decimal.RequireFromString("937047.0")},
		{Period: target.Year(2023), Value: decimal.RequireFromString("1294271.7")},
	}

	rates, err := temporal.RatesOfParts(growth, toDate, base)
	if err != nil {
		log.Fatal(err)
	}
	rest := rates[1]
	fmt.Printf(
		"%v: %s, from %s to %s\n", rest.Period, rest.Value.StringFixed(2), rest.Low.StringFixed(2),
		rest.High.StringFixed(2),
	)
	// Output: 2024-Q4: 5.52, from 5.21 to 5.84
}

// In the first half of 2010 China's energy consumption was 11.2 % up on the year
// before, and its output 11.1 %.
func ExampleRateOfQuotient() {
	intensity := target.Indicator{
		Code: "intensity", Kind: target.Growth, Per: decimal.New(100, 0), Places: target.Places(2),
	}
	rate, err := temporal.RateOfQuotient(
		intensity, decimal.RequireFromString("11.2"), decimal.RequireFromString("11.1"),
	)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("intensity, %:", rate)
	// Output: intensity, %: 0.09
}

// Energy per unit of output was to fall by 20 % from 2006 to 2010. After four
// years the rest was 5.21 %. A newspaper subtracted points and had 4.48 %.
func ExampleRest() {
	cut := target.Indicator{Code: "energy", Kind: target.Reduction, Per: decimal.New(100, 0), Places: target.Places(2)}
	whole := target.Point{Period: target.FiveYearPlan(11), Value: decimal.New(20, 0)}
	done := []target.Point{
		{Period: target.Year(2006), Value: decimal.RequireFromString("2.74")},
		{Period: target.Year(2007), Value: decimal.RequireFromString("5.04")},
		{Period: target.Year(2008), Value: decimal.RequireFromString("5.20")},
		{Period: target.Year(2009), Value: decimal.RequireFromString("3.61")},
	}
	rest, err := temporal.Rest(cut, whole, done)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rest.Period, rest.Value)
	// Output: 2010 5.21
}

// 3.3 patents per 10,000 people by 2013 on the way to 12 by 2020 is one path.
func ExampleThrough() {
	strategy := target.Target{
		Unit: "000000", Period: target.Year(2020), Value: decimal.RequireFromString("12"),
		Indicator: target.Indicator{
			Code: "density", Kind: target.Ratio, Better: target.Higher, Places: target.Places(1),
		},
		Baseline: &target.Point{Period: target.Year(2010), Value: decimal.RequireFromString("1.7")},
	}
	midTerm := []target.Point{{Period: target.Year(2013), Value: decimal.RequireFromString("3.3")}}
	path, err := temporal.Path(strategy, temporal.Through{Waypoints: midTerm}, target.Yearly)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range path {
		fmt.Print(p.Period, " ", p.Value, "; ")
	}
	// Output: 2011 2.2; 2012 2.8; 2013 3.3; 2014 4.5; 2015 5.8; 2016 7; 2017 8.3; 2018 9.5; 2019 10.8; 2020 12;
}

// From 2017 on, filings are published by applicants instead of types. Joined by the
// overlap of 2016, the older figures are marked (figures invented).
func ExampleSplice() {
	filings := target.Indicator{Code: "filings", Kind: target.Flow, Better: target.Higher, Places: target.Places(0)}
	figure := func(indicator string, year int, value int64) target.Observation {
		return target.Observation{
			Unit: "340000", Indicator: indicator, Period: target.Year(year), Value: decimal.New(value, 0),
		}
	}
	spliced, err := temporal.Splice(filings, []target.Observation{
		figure("inventions", 2015, 40), figure("models", 2015, 60),
		figure("inventions", 2016, 50), figure("models", 2016, 70), figure("firms", 2016, 80),
		figure("universities", 2016, 46),
		figure("firms", 2017, 90), figure("universities", 2017, 50),
	}, temporal.SpliceOptions{Old: []string{"inventions", "models"}, New: []string{"firms", "universities"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range spliced.Observations {
		fmt.Println(o.Period, o.Value, o.Status, o.Correction.Reason)
	}
	// Output:
	// 2015 105 estimated spliced: multiplied by 1.05, the overlap of 2016
	// 2016 126 final spliced: as defined anew, joined to earlier figures over 2016
	// 2017 140 final spliced: as defined anew, joined to earlier figures over 2016
}
