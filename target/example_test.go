package target_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
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
	// target.period is required: say by when
	// target.upper 0 is out of range: the far end of a range is not below its value
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
	// 2015-Q1/2015-Q2
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
	// period "June 2015" is not valid: write 2015, 2015-Q2, 2015-06 or a span such as 2011/2015
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

func rates(first int, values ...string) []target.Point {
	var points []target.Point
	for k, v := range values {
		points = append(points, target.Point{Period: target.Year(first + k), Value: decimal.RequireFromString(v)})
	}
	return points
}

// Three years of Qinghai's energy per output: up by 1.51 %, down by 2.20 % and
// by 4.18 %, are down by 4.87 %.
func ExampleCombine() {
	cut := target.Indicator{Code: "energy", Kind: target.Reduction, Per: decimal.New(100, 0), Places: target.Places(2)}
	so, err := target.Combine(cut, target.Years(2006, 2008), rates(2006, "-1.51", "2.20", "4.18"), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(so)
	_, err = target.Combine(cut, target.FiveYearPlan(11), rates(2006, "-1.51", "2.20", "4.18"), nil)
	fmt.Println(err)
	// Output:
	// 4.87
	// parts "2009/2010" has no figure: give the figure of every part of 2006/2010
}

// Figures that cover different things do not make one series.
func ExampleSeries() {
	i := target.Indicator{Code: "inventions", Kind: target.Flow, Coverage: "enterprises above 20 million yuan"}
	_, err := target.Series(i, []target.Observation{
		{Unit: "320000", Indicator: "inventions", Period: target.Year(2012), Value: decimal.New(71, 0), Coverage: "enterprises above 20 million yuan"},
		{Unit: "320000", Indicator: "inventions", Period: target.Year(2013), Value: decimal.New(99, 0), Coverage: "all enterprises"},
	})
	fmt.Println(err)
	// Output: observations["2013"].coverage "all enterprises" does not belong together: the indicator covers "enterprises above 20 million yuan"
}

// China's growth of 2008 and 2009, %, as first published and as revised after
// the second economic census: the firmest figure of each year counts.
func ExampleStatus() {
	growth := target.Indicator{Code: "gdp", Kind: target.Growth, Better: target.Higher, Per: decimal.New(100, 0), Places: target.Places(1)}
	seen := func(year int, value string, s target.Status) target.Observation {
		return target.Observation{
			Unit: "000000", Indicator: "gdp", Period: target.Year(year), Value: decimal.RequireFromString(value), Status: s,
		}
	}
	series, err := target.Series(growth, []target.Observation{
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

// A cut by 20 % in five years, in yearly cuts that compound to it.
func ExamplePath() {
	t := target.Target{
		Indicator: target.Indicator{Code: "energy", Kind: target.Reduction, Per: decimal.New(100, 0), Places: target.Places(2)},
		Unit:      "000000", Period: target.FiveYearPlan(11), Value: decimal.New(20, 0),
	}
	path, err := target.Path(t, target.Compound(), target.Yearly)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range path {
		fmt.Println(p.Period, p.Value)
	}
	// Output:
	// 2006 4.36
	// 2007 4.37
	// 2008 4.36
	// 2009 4.37
	// 2010 4.36
}

func ExampleLinear() {
	t := target.Target{
		Indicator: target.Indicator{Code: "filings", Kind: target.Flow}, Unit: "000000",
		Period: target.Year(2015), Value: decimal.New(2_000_001, 0),
	}
	path, err := target.Path(t, target.Linear(), target.Quarterly)
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

func ExampleCompound() {
	t := target.Target{
		Indicator: target.Indicator{Code: "density", Kind: target.Ratio, Places: target.Places(2)}, Unit: "000000",
		Period: target.Year(2015), Value: decimal.RequireFromString("3.30"),
		Baseline: &target.Point{Period: target.Year(2010), Value: decimal.RequireFromString("1.70")},
	}
	path, err := target.Path(t, target.Compound(), target.Yearly)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range path {
		fmt.Println(p.Period, p.Value.StringFixed(2))
	}
	// Output:
	// 2011 1.94
	// 2012 2.22
	// 2013 2.53
	// 2014 2.89
	// 2015 3.30
}

// A fifth of the way at the end of each year.
func ExampleShares() {
	var fifths []decimal.Decimal
	for _, percent := range []int64{20, 40, 60, 80, 100} {
		fifths = append(fifths, decimal.New(percent, 0))
	}
	t := target.Target{
		Indicator: target.Indicator{Code: "examiners", Kind: target.Stock}, Unit: "000000",
		Period: target.Year(2015), Value: decimal.New(9000, 0),
		Baseline: &target.Point{Period: target.Year(2010), Value: decimal.New(5000, 0)},
	}
	path, err := target.Path(t, target.Shares(fifths...), target.Yearly)
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

func ExampleFollowing() {
	t := target.Target{
		Indicator: target.Indicator{Code: "filings", Kind: target.Flow}, Unit: "320000",
		Period: target.Years(2011, 2013), Value: decimal.New(1000, 0),
	}
	path, err := target.Path(t, target.Following(rates(2011, "100", "120", "140")), target.Yearly)
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

func ExampleObservation() {
	o := target.Observation{Unit: "000000", Indicator: "density", Period: target.Year(2015), Value: decimal.RequireFromString("6.30")}
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
	// observation.note is unknown: must be one of unit, indicator, period, value, status, coverage, source
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
