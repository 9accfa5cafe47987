package evaluate_test

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// China's growth of the first half of 2014 was 7.4 %, on the same half of 2013; about
// 7.5 % was the target of the year. The rate to date is compared with the whole target.
func ExampleToDate() {
	goal := target.Target{
		Indicator: target.Indicator{
			Code: "growth", Measure: "%", Kind: target.Growth, Better: target.Higher, Per: decimal.New(100, 0),
		},
		Unit: "000000", Period: target.Year(2014), Value: decimal.RequireFromString("7.5"),
	}
	s, err := evaluate.ToDate(goal, target.Observation{
		Unit: "000000", Indicator: "growth", Period: target.Half(2014, 1), Value: decimal.RequireFromString("7.4"),
	}, evaluate.ToDateOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(s)
	fmt.Println("met:", s.Met)
	// Output:
	// 000000, 2014-H1: 7.4, short of the target by 0.1; forecast 7.4
	// met: false
}

// Applications for invention patents: 694,830 by October 2015, of a target of 950,000. An
// even year would ask for less than the months of 2014 do, which end high.
func ExampleToDate_season() {
	year, toOctober := target.Year(2015), target.Months(target.Year(2015), target.Month(2015, 10))
	season, err := temporal.Season([]target.Point{
		{Period: target.Months(target.Year(2014), target.Month(2014, 10)), Value: decimal.New(567685, 0)},
		{Period: target.Months(target.Month(2014, 11), target.Year(2014)), Value: decimal.New(801135-567685, 0)},
	}, year)
	if err != nil {
		fmt.Println(err)
		return
	}

	goal := target.Target{
		Indicator: target.Indicator{Code: "applications", Kind: target.Flow, Better: target.Higher},
		Unit:      "000000", Period: year, Value: decimal.New(950000, 0),
	}
	reported := target.Observation{
		Unit: "000000", Indicator: "applications", Period: toOctober, Value: decimal.New(694830, 0),
	}
	for _, path := range [][]target.Point{nil, season} {
		s, err := evaluate.ToDate(goal, reported, evaluate.ToDateOptions{Path: path})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %% due, on the path %t, forecast %s\n",
			s.DueShare.Decimal.Shift(2).StringFixed(1), s.Met, s.Forecast.Decimal.StringFixed(0))
	}
	// Output:
	// 83.3 % due, on the path false, forecast 833796
	// 70.9 % due, on the path true, forecast 980566
}

// What two provinces have reached of their targets by September, and what is overdue.
func ExampleMonitor() {
	applications := target.Indicator{Code: "applications", Kind: target.Flow, Better: target.Higher}
	office := target.Indicator{Code: "office", Kind: target.Milestone}
	year := target.Year(2015)
	targets := []target.Target{
		{Indicator: applications, Unit: "110000", Period: year, Value: decimal.New(80000, 0)},
		{Indicator: applications, Unit: "310000", Period: year, Value: decimal.New(50000, 0)},
		{Indicator: office, Unit: "310000", Period: target.Quarter(2015, 2), Value: decimal.New(1, 0)},
	}

	toSeptember := target.Months(year, target.Month(2015, 9))
	m, err := evaluate.Monitor(slices.Values(targets), slices.Values([]target.Observation{
		{Unit: "310000", Indicator: "applications", Period: toSeptember, Value: decimal.New(33124, 0)},
		{Unit: "110000", Indicator: "applications", Period: toSeptember, Value: decimal.New(60512, 0)},
	}), evaluate.MonitorOptions{By: target.Month(2015, 9)})
	if err != nil {
		fmt.Println(err)
		return
	}

	for s := range m.All() {
		fmt.Println(s)
	}
	for t := range m.Overdue() {
		fmt.Println("overdue:", t.Unit, t.Indicator.Code)
	}
	// Output:
	// 110000, 2015-01/2015-09: 60,512, better than what is due by 512; forecast 80,682.67
	// 310000, 2015-01/2015-09: 33,124, short of what is due by 4,376; forecast 44,165.33
	// overdue: 310000 office
}

// After four months of a budget of 3,600, 1,100 are spent: 275 a month. The other
// eight may have 312.50 each.
func ExampleStanding_PerStep() {
	budget := target.Target{
		Indicator: target.Indicator{Code: "spent", Kind: target.Flow, Better: target.Lower},
		Unit:      "440000", Period: target.Year(2015), Value: decimal.New(3600, 0),
	}
	s, err := evaluate.ToDate(budget, target.Observation{
		Unit: "440000", Indicator: "spent",
		Period: target.Months(target.Year(2015), target.Month(2015, 4)), Value: decimal.New(1100, 0),
	}, evaluate.ToDateOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}

	soFar, needed := s.PerStep(target.Monthly)
	fmt.Printf("%s months are due: %s a month so far, %s a month from now on\n", s.Due, soFar.Decimal, needed.Decimal)
	// Output:
	// 4 of 12 months are due: 275 a month so far, 312.5 a month from now on
}
