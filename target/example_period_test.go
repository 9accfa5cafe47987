package target_test

import (
	"fmt"
	"time"

	"github.com/targetcascade/cascade/target"
)

func ExampleYear() {
	y := target.Year(2015)
	fmt.Println(y, y.First(), y.Last(), y.Len())
	fmt.Println(y == target.Years(2015, 2015))
	fmt.Println("no period:", target.Year(0).IsZero())
	// Output:
	// 2015 2015-01 2015-12 12
	// true
	// no period: true
}

// The European Union shares its effort over the ten years to 2030. Nothing is
// a period that ends before it begins.
func ExampleYears() {
	p := target.Years(2021, 2030)
	fmt.Println(p, "is", p.Len(), "months and ends in", p.EndYear())
	fmt.Println("no period:", target.Years(2030, 2021).IsZero())
	// Output:
	// 2021/2030 is 120 months and ends in 2030
	// no period: true
}

// What is published each month is not yet a year's figure.
func ExampleMonth() {
	published := target.Month(2014, time.September)
	fmt.Println(published, target.Year(2014).Contains(published), published == target.Year(2014))
	fmt.Println("no period:", target.Month(2014, 13).IsZero())
	// Output:
	// 2014-09 true false
	// no period: true
}

// A fiscal year from April to March is named by the year in which it ends.
func ExampleMonths() {
	fiscal := target.Months(target.Month(2014, time.April), target.Month(2015, time.March))
	fmt.Println(fiscal, fiscal.Len(), fiscal.EndYear())
	// Output:
	// 2014-04/2015-03 12 2015
}

func ExampleQuarter() {
	for m := range target.Quarter(2015, 4).Split(target.Monthly) {
		fmt.Println(m)
	}
	fmt.Println("no period:", target.Quarter(2015, 5).IsZero())
	// Output:
	// 2015-10
	// 2015-11
	// 2015-12
	// no period: true
}

// Between the second plan and the third three years went by without one.
func ExampleFiveYearPlan() {
	for _, n := range []int{1, 2, 3, 12, 14} {
		fmt.Println(n, target.FiveYearPlan(n))
	}
	// Output:
	// 1 1953/1957
	// 2 1958/1962
	// 3 1966/1970
	// 12 2011/2015
	// 14 2021/2025
}

func ExampleHalf() {
	fmt.Println(target.Half(2021, 1), target.Half(2021, 1).Last())
	fmt.Println("no period:", target.Half(2021, 3).IsZero())
	// Output:
	// 2021-H1 2021-06
	// no period: true
}

// A plan of five years is followed by the next one after 60 months.
func ExamplePeriod_Shift() {
	fmt.Println(target.FiveYearPlan(12).Shift(60))
	fmt.Println(target.Quarter(2015, 4).Shift(3), target.Month(2015, time.January).Shift(-1))
	// Output:
	// 2016/2020
	// 2016-Q1 2014-12
}

func ExamplePeriod_Next() {
	fmt.Println(target.Quarter(2015, 4).Next(), target.FiveYearPlan(13).Next())
	// Output: 2016-Q1 2021/2025
}

// Growth in January to May is on January to May of the year before.
func ExamplePeriod_YearBefore() {
	toDate := target.Months(target.Year(2015), target.Month(2015, time.May))
	fmt.Println(toDate, toDate.YearBefore())
	// Output: 2015-01/2015-05 2014-01/2014-05
}
