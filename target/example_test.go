package target_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// The target of the twelfth five-year plan that came from the patent office.
func ExampleTarget() {
	t := target.Target{
		Code: "fyp-12",
		Indicator: target.Indicator{
			Code: "density", Measure: "patents per 10,000 people", Kind: target.Ratio, Better: target.Higher,
			Per: decimal.New(10000, 0), Places: target.Places(2), OverTime: target.TimeLast,
		},
		Unit: "000000", Period: target.Year(2015), Value: decimal.RequireFromString("3.3"), Force: target.Expected,
	}
	if err := t.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(t)
	fmt.Println("6.3 meets it:", t.Meets(decimal.RequireFromString("6.3")))
	// Output:
	// at least 3.30 patents per 10,000 people by 2015
	// 6.3 meets it: true
}

// An error names every problem and what to do about it.
func ExampleTarget_Validate() {
	err := target.Target{Unit: "320000", Comparator: target.Within, Value: decimal.New(7, 0)}.Validate()
	fmt.Println(err)
	fmt.Println(errors.Is(err, target.ErrRequired), len(target.AllErrors(err)))
	// Output:
	// 4 problems:
	// target.indicator.code is required
	// target.indicator.kind is required: must be one of flow, stock, cumulative, ratio, share, growth, reduction, index, position, milestone
	// target.period is required: give the period by whose end it is due
	// target.upper 0 is out of range: the upper end of a range must not be below its value
	// true 4
}

func ExampleTarget_Meets() {
	growth := target.Target{
		Indicator:  target.Indicator{Code: "gdp", Kind: target.Growth, Better: target.Higher},
		Comparator: target.Within, Value: decimal.RequireFromString("6.5"), Upper: decimal.New(7, 0),
	}
	for _, figure := range []string{"6.49", "6.5", "7.0", "7.1"} {
		fmt.Println(figure, growth.Meets(decimal.RequireFromString(figure)))
	}
	// Output:
	// 6.49 false
	// 6.5 true
	// 7.0 true
	// 7.1 false
}

// The 12th five-year plan cuts the energy that a unit of GDP takes over its
// years, and counts the patents that are in force at their end.
func ExampleTarget_Due() {
	energy := target.Indicator{Code: "energy", Kind: target.Reduction}
	patents := target.Indicator{Code: "patents", Kind: target.Stock}
	for _, i := range []target.Indicator{energy, patents} {
		fmt.Println(i.Code, target.Target{Indicator: i, Period: target.FiveYearPlan(12)}.Due())
	}
	// Output:
	// energy in 2011/2015
	// patents by 2015
}

func ExampleKind_Law() {
	for _, k := range []target.Kind{target.Flow, target.Stock, target.Ratio, target.Reduction, target.Position} {
		fmt.Printf("%v: over units %v, over time %v\n", k, k.Law(), k.OverTime())
	}
	// Output:
	// flow: over units sum, over time sum
	// stock: over units sum, over time last
	// ratio: over units weighted mean, over time weighted mean
	// reduction: over units weighted mean, over time compound
	// position: over units no law, over time no law
}

func ExampleIndicator_Format() {
	i := target.Indicator{Places: target.Places(2)}
	fmt.Println(i.Format(decimal.RequireFromString("3.3")), i.Format(decimal.RequireFromString("2.345")))
	// Output: 3.30 2.35
}

func ExamplePeriod() {
	plan := target.FiveYearPlan(12)
	fmt.Println(plan, plan.Len(), plan.Contains(target.Quarter(2015, 4)))
	fmt.Println(target.Months(target.Month(2015, time.January), target.Month(2015, time.June)))
	// Output:
	// 2011/2015 60 true
	// 2015-H1
}

func ExampleParsePeriod() {
	for _, s := range []string{"2015", "2015-Q2", "2015-06", "2011/2015", "June 2015"} {
		p, err := target.ParsePeriod(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(p, p.Len())
	}
	// Output:
	// 2015 12
	// 2015-Q2 3
	// 2015-06 1
	// 2011/2015 60
	// period "June 2015" is not valid: write 2015, 2015-H1, 2015-Q2, 2015-06 or a span such as 2011/2015
}

func ExamplePeriod_Split() {
	for q := range target.Year(2015).Split(target.Quarterly) {
		fmt.Println(q)
	}
	// Output:
	// 2015-Q1
	// 2015-Q2
	// 2015-Q3
	// 2015-Q4
}

func ExamplePeriod_Elapsed() {
	days, of, err := target.FiveYearPlan(12).Elapsed("2013")
	if err != nil {
		fmt.Println(err)
		return
	}
	share, err := target.FiveYearPlan(12).ElapsedShare("2013", 4)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(days, of, share)
	// Output: 1096 1826 0.6002
}

// China's growth of 2008 and 2009, %, as first published and as revised after
// the second economic census: the firmest figure of each year counts.
func ExampleStatus() {
	growth := target.Indicator{
		Code:   "gdp",
		Kind:   target.Growth,
		Better: target.Higher,
		Per:    decimal.New(100, 0),
		Places: target.Places(1),
	}

	seen := func(year int, value string, s target.Status) target.Observation {
		return target.Observation{
			Unit: "000000", Indicator: "gdp", Period: target.Year(year), Value: decimal.RequireFromString(value),
			Status: s,
		}
	}

	series, err := temporal.Series(growth, []target.Observation{
		seen(2008, "9.0", target.Provisional), seen(2008, "9.6", target.Revised),
		seen(2009, "8.7", target.Provisional), seen(2009, "9.1", target.Revised),
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, p := range series {
		fmt.Println(p.Period, growth.Format(p.Value))
	}
	// Output:
	// 2008 9.6
	// 2009 9.1
}

func ExampleObservation() {
	o := target.Observation{
		Unit:      "000000",
		Indicator: "density",
		Period:    target.Year(2015),
		Value:     decimal.RequireFromString("6.30"),
	}

	data, err := json.Marshal(o)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(data))
	err = json.Unmarshal([]byte(`{"unit":"000000","indicator":"density","period":"2015","value":null,"note":""}`), &o)
	fmt.Println(err)
	// Output:
	// {"unit":"000000","indicator":"density","period":"2015","value":"6.30"}
	// 2 problems:
	// observation.value "null" is not valid: write the number as a string
	// observation.note is unknown: must be one of unit, indicator, period, value, status, coverage, reporter, vintage, correction, source
}

func ExampleAllErrors() {
	err := target.Observation{Unit: "320000"}.Validate()
	for _, e := range target.AllErrors(err) {
		fmt.Println(e.Path, errors.Is(e, target.ErrRequired))
	}
	// Output:
	// observation.indicator true
	// observation.period true
}

// A point is one figure of a series, in JSON as in Go.
func ExamplePoint() {
	var series []target.Point
	const text = `[{"period":"2010","value":"1.70"},{"period":"2015","value":"6.30"}]`
	if err := json.Unmarshal([]byte(text), &series); err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range series {
		fmt.Println(p.Period, p.Value.StringFixed(2))
	}
	// Output:
	// 2010 1.70
	// 2015 6.30
}
