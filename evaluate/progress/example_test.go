package progress_test

import (
	"cmp"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// The share of renewable energy in Germany, with its target for 2020, by each rule.
func ExampleTrack() {
	goal := target.Target{
		Indicator: target.Indicator{
			Code: "renewables", Kind: target.Share, Better: target.Higher, Per: decimal.New(100, 0),
		},
		Unit: "DE", Period: target.Year(2020), Value: decimal.New(18, 0),
	}
	var series []target.Point
	for i, tenths := range []int64{117, 125, 135, 138, 144, 149} {
		series = append(series, target.Point{Period: target.Year(2010 + i), Value: decimal.New(tenths, -1)})
	}

	for _, rule := range []progress.Rule{
		progress.CAGRRatio{},
		progress.OpenSDG(),
		progress.LinearRatio{},
		progress.UNSD(),
		progress.Weather{},
		progress.CurrentStatus{},
		progress.Anticipated{},
	} {
		p, err := progress.Track(goal, series, rule)
		if err != nil {
			fmt.Println(err)
			return
		}
		verdict := cmp.Or(p.Category, "score "+p.Score.Decimal.StringFixed(2))
		fmt.Printf("%-22T %s  %s\n", rule, p.Forecast.Decimal.StringFixed(2), verdict)
	}
	// Output:
	// progress.CAGRRatio     18.98  significant progress towards
	// progress.CAGRRatio     18.98  substantial progress
	// progress.LinearRatio   18.10  on track
	// progress.Forecast      18.98  substantial progress
	// progress.Weather       18.10  sun
	// progress.CurrentStatus 18.10  score 5.08
	// progress.Anticipated   17.89  maintain
}

// There is no rate of growth from zero. Open SDG replaces a zero by 0.001. Whether that
// is small depends on the unit of measure.
func ExampleTrack_zeroBase() {
	goal := target.Target{
		Indicator: target.Indicator{Code: "stations", Kind: target.Stock, Better: target.Higher},
		Unit:      "DE", Period: target.Year(2020), Value: decimal.New(18, 0),
	}
	series := []target.Point{
		{Period: target.Year(2010), Value: decimal.New(0, 0)},
		{Period: target.Year(2011), Value: decimal.New(5, 0)},
	}

	for _, rule := range []progress.Rule{progress.CAGRRatio{}, progress.OpenSDG()} {
		p, err := progress.Track(goal, series, rule)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%q, %q\n", p.Category, p.Reason)
	}
	// Output:
	// "", "zero base"
	// "substantial progress", ""
}

// Patents granted in China, without a target.
func ExampleTrackTrend() {
	grants := target.Indicator{Code: "grants", Kind: target.Flow, Better: target.Higher}
	var series []target.Point
	for i, n := range []int64{3520901, 4467165, 4201203, 3532282} {
		series = append(series, target.Point{Period: target.Year(2020 + i), Value: decimal.New(n, 0)})
	}

	p, err := progress.TrackTrend(grants, series, progress.CAGRRatio{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %% a year: %s\n", p.ObservedRate.Decimal.Shift(2).StringFixed(2), p.Category)
	// Output:
	// 0.11 % a year: moderate progress
}

// Access to electricity within one percentage point of everybody counts as everybody.
func ExampleUNSD() {
	everybody := target.Target{
		Indicator: target.Indicator{
			Code: "electricity", Kind: target.Share, Better: target.Higher, Per: decimal.New(100, 0),
		},
		Unit: "000000", Period: target.Year(2030), Value: decimal.New(100, 0),
	}

	for _, value := range []string{"98.9", "99.0"} {
		p, err := progress.Track(everybody, []target.Point{
			{Period: target.Year(2015), Value: decimal.RequireFromString("96.9")},
			{Period: target.Year(2016), Value: decimal.RequireFromString(value)},
		}, progress.UNSD())
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %%: %s\n", value, p.Category)
	}
	// Output:
	// 98.9 %: substantial progress
	// 99.0 %: target reached
}

// The energy intensity of Qinghai after three of the five years 2006–2010, in the first
// of which it rose.
func ExamplePathGap() {
	goal := target.Target{
		Indicator: target.Indicator{
			Code: "energy", Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0),
		},
		Unit: "630000", Period: target.FiveYearPlan(11), Value: decimal.New(17, 0),
	}
	p, err := progress.Track(goal, []target.Point{
		{Period: target.Year(2006), Value: decimal.RequireFromString("-1.51")},
		{Period: target.Year(2007), Value: decimal.RequireFromString("2.20")},
		{Period: target.Year(2008), Value: decimal.RequireFromString("4.18")},
	}, progress.PathGap{})
	if err != nil {
		fmt.Println(err)
		return
	}

	inPercent := func(d decimal.NullDecimal) string { return d.Decimal.Shift(2).StringFixed(1) }
	fmt.Printf("%s %% of the way made, %s %% due: %s\n", inPercent(p.Made), inPercent(p.Due), p.Category)
	fmt.Printf("forecast for 2010: %s %%\n", p.Forecast.Decimal.StringFixed(2))
	// Output:
	// 26.8 % of the way made, 60.0 % due: behind
	// forecast for 2010: 7.99 %
}

// Sales of the first five months against last year's months: the forecast of the year
// follows the season.
func ExamplePathGap_season() {
	goal := target.Target{
		Indicator: target.Indicator{Code: "sales", Kind: target.Flow, Better: target.Higher},
		Unit:      "Bari", Period: target.Year(2026), Value: decimal.New(120000, 0),
	}
	lastYear := []int64{7, 5, 9, 9, 9, 10, 9, 9, 11, 9, 12, 21} // of 120
	var path []target.Point
	for i, share := range lastYear {
		month := target.Month(2026, time.Month(i+1))
		path = append(path, target.Point{Period: month, Value: decimal.New(1000*share, 0)})
	}
	toMay := target.Months(target.Month(2026, time.January), target.Month(2026, time.May))
	sold := []target.Point{{Period: toMay, Value: decimal.New(46000, 0)}}

	p, err := progress.Track(goal, sold, progress.PathGap{Path: path})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s, lead %s, forecast %s\n", p.Category, p.Gap.Decimal, p.Forecast.Decimal.StringFixed(0))
	// Output:
	// on path, lead 7000, forecast 141538
}

// Of two targets for later years the next one counts.
func ExampleWeatherOf() {
	soon := target.Target{
		Code: "2020",
		Indicator: target.Indicator{
			Code: "renewables", Kind: target.Share, Better: target.Higher, Per: decimal.New(100, 0),
		},
		Unit: "DE", Period: target.Year(2020), Value: decimal.New(18, 0),
	}
	later := soon
	later.Code, later.Period, later.Value = "2030", target.Year(2030), decimal.New(30, 0)
	var series []target.Point
	for i, tenths := range []int64{117, 125, 135, 138, 144, 149} {
		series = append(series, target.Point{Period: target.Year(2010 + i), Value: decimal.New(tenths, -1)})
	}

	p, decisive, err := progress.WeatherOf([]target.Target{later, soon}, series, progress.Weather{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Category, "by the target for", decisive.Code)
	// Output:
	// sun by the target for 2020
}

func ExampleGoalColour() {
	fmt.Println(progress.GoalColour([]progress.Colour{progress.Green, progress.Red, progress.Green}))
	fmt.Println(progress.GoalColour([]progress.Colour{progress.Green, progress.Red, progress.Red}))
	// Output:
	// orange
	// red
}

func ExampleGoalTrend() {
	trends := []decimal.Decimal{decimal.New(4, 0), decimal.New(4, 0), decimal.New(1, 0)}
	mean, category, err := progress.GoalTrend(trends, 4)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(mean.Decimal.StringFixed(1), category)
	// Output:
	// 3.0 on track or maintaining
}
