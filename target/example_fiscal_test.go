package target_test

import (
	"encoding/json"
	"fmt"
	"log"
	"slices"
	"time"

	"github.com/targetcascade/cascade/target"
)

// India's twelfth five-year plan was made of fiscal years from April to March.
func ExampleFiscalCalendar() {
	india := target.FiscalCalendar{Start: time.April, NamedBy: target.ByBothYears}
	plan := india.Years(2012, 2016)
	fmt.Println(plan, plan.Len(), "months")
	for year := range india.Split(plan, target.Yearly) {
		fmt.Println(india.Name(year), year)
	}
	// Output:
	// 2012-04/2017-03 60 months
	// 2012-13 2012-04/2013-03
	// 2013-14 2013-04/2014-03
	// 2014-15 2014-04/2015-03
	// 2015-16 2015-04/2016-03
	// 2016-17 2016-04/2017-03
}

// One name is three different years.
func ExampleFiscalCalendar_Parse() {
	us := target.FiscalCalendar{Start: time.October, NamedBy: target.ByEndYear}
	japan := target.FiscalCalendar{Start: time.April, NamedBy: target.ByStartYear}
	australia := target.FiscalCalendar{Start: time.July, NamedBy: target.ByBothYears}
	for _, c := range []target.FiscalCalendar{us, japan, australia} {
		year, err := c.Parse("FY2021")
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(year, c.Name(year))
	}

	// Without a calendar 2011-12 is a month.
	year, err := australia.Parse("2011-12")
	if err != nil {
		log.Fatal(err)
	}
	month, err := target.ParsePeriod("2011-12")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(year, "or", month)
	// Output:
	// 2020-10/2021-09 FY2021
	// 2021-04/2022-03 FY2021
	// name "FY2021" is not valid: write a fiscal year as 2021-22, or 2021-22 Q2; the second year must be the one after the first
	// 2011-07/2012-06 or 2011-12
}

func ExampleFiscalCalendar_QuarterOf() {
	us := target.FiscalCalendar{Start: time.October, NamedBy: target.ByEndYear}
	august := target.Month(2021, time.August)
	year, quarter := us.YearOf(august), us.QuarterOf(august)
	fmt.Println(us.Name(us.Quarter(year, quarter)), us.Quarter(year, quarter))
	// Output: FY2021 Q4 2021-Q3
}

func ExampleFiscalCalendar_Half() {
	india := target.FiscalCalendar{Start: time.April, NamedBy: target.ByBothYears}
	half := india.Half(2021, 2)
	fmt.Println(half, india.Name(half), slices.Collect(india.Split(half, target.Quarterly)))
	// Output: 2021-10/2022-03 2021-22 H2 [2021-Q4 2022-Q1]
}

// The tax year of the United Kingdom begins on 6 April.
func ExampleFiscalCalendar_UnmarshalJSON() {
	var sdmx, tax target.FiscalCalendar
	if err := json.Unmarshal([]byte(`{"start": "--07-01", "namedBy": "start year"}`), &sdmx); err != nil {
		log.Fatal(err)
	}
	fmt.Println(sdmx.Quarter(2010, 2))
	fmt.Println(json.Unmarshal([]byte(`{"start": "--04-06", "namedBy": "both years"}`), &tax))
	// Output:
	// 2010-Q4
	// calendar.start "--04-06" is not valid: periods are whole months: a fiscal year must begin with the first day of one
}
