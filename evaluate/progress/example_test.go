package progress_test

import (
	"cmp"
	"fmt"

	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

func yearly(first int, figures ...string) []target.Point {
	var points []target.Point
	for i, f := range figures {
		points = append(points, target.Point{Period: target.Year(first + i), Value: decimal.RequireFromString(f)})
	}
	return points
}

// renewables is a target of the German Sustainable Development Strategy.
var renewables = target.Target{
	Indicator: target.Indicator{Code: "renewables", Kind: target.Share, Better: target.Higher, Per: decimal.New(100, 0),
		Places: target.Places(1)},
	Unit: "DE", Period: target.Year(2020), Value: decimal.New(18, 0),
}

func ExampleTrack() {
	series := yearly(2010, "11.7", "12.5", "13.5", "13.8", "14.4", "14.9")
	for _, p := range []progress.Rule{
		progress.CAGRRatio{},
		progress.OpenSDG(),
		progress.LinearRatio{},
		progress.UNSD(),
		progress.Weather{},
		progress.CurrentStatus{},
		progress.Anticipated{},
	} {
		v, err := progress.Track(renewables, series, p)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%-22T %s  %s\n", p, v.Forecast.Decimal.StringFixed(2),
			cmp.Or(v.Category, "score "+v.Score.Decimal.StringFixed(2)))
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

func ExampleTrack_zeroBase() {
	// From nothing there is no rate of growth. Open SDG replaces a zero by 0.001,
	// and whether that is small depends on the unit of measure.
	for _, p := range []progress.Rule{progress.CAGRRatio{}, progress.OpenSDG()} {
		v, err := progress.Track(renewables, yearly(2010, "0", "5"), p)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%q, %q\n", v.Category, v.Reason)
	}
	// Output:
	// "", "zero base"
	// "substantial progress", ""
}

func ExampleTrackTrend() {
	grants := target.Indicator{Code: "grants", Kind: target.Flow, Better: target.Higher}
	v, err := progress.TrackTrend(grants, yearly(2020, "3520901", "4467165", "4201203", "3532282"),
		progress.CAGRRatio{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %% a year: %s\n", v.ObservedRate.Decimal.Shift(2).StringFixed(2), v.Category)
	// Output:
	// 0.11 % a year: moderate progress
}

func ExamplePathGap() {
	// Qinghai's energy intensity after three of the five years 2006–2010, in the
	// first of which it rose.
	goal := target.Target{
		Indicator: target.Indicator{Code: "energy", Kind: target.Reduction, Better: target.Higher,
			Per: decimal.New(100, 0), Places: target.Places(2)},
		Unit: "630000", Period: target.FiveYearPlan(11), Value: decimal.New(17, 0),
	}

	v, err := progress.Track(goal, yearly(2006, "-1.51", "2.20", "4.18"), progress.PathGap{})
	if err != nil {
		fmt.Println(err)
		return
	}

	inPercent := func(d decimal.NullDecimal) string { return d.Decimal.Shift(2).StringFixed(1) }
	fmt.Printf("%s %% of the way where %s %% was due: %s\n", inPercent(v.Made), inPercent(v.Due), v.Category)
	fmt.Printf("at this rule %s %% by 2010\n", v.Forecast.Decimal.StringFixed(2))
	// Output:
	// 26.8 % of the way where 60.0 % was due: behind
	// at this rule 7.99 % by 2010
}

func ExampleWeatherOf() {
	later := renewables
	later.Code, later.Period, later.Value = "2030", target.Year(2030), decimal.New(30, 0)
	soon := renewables
	soon.Code = "2020"
	v, decisive, err := progress.WeatherOf([]target.Target{later, soon},
		yearly(2010, "11.7", "12.5", "13.5", "13.8", "14.4", "14.9"), progress.Weather{})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(v.Category, "by the target for", decisive.Code)
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
