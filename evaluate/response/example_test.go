package response_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/target"
)

// All patents granted in China, and the inventions among them, before and after the
// fourteenth plan set a target for high-value patents only.
func ExampleAnalyse() {
	yearly := func(first int, figures ...int64) []target.Point {
		var points []target.Point
		for i, f := range figures {
			points = append(points, target.Point{Period: target.Year(first + i), Value: decimal.New(f, 0)})
		}
		return points
	}

	r, err := response.Analyse(
		response.Intervention{What: "high-value patents", At: target.Year(2021)},
		response.Behaviour{
			Unit:    "000000",
			Figures: yearly(2016, 1628881, 1720828, 2335411, 2474406, 3520901, 4467165, 4201203, 3532282),
			Part:    yearly(2016, 302136, 326970, 345959, 360919, 440691, 585910, 695591, 819234),
			Log:     true,
		},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(r.Explain())
	// Output:
	// 000000: high-value patents, from 2021 on
	//   before  2016 to 2020, mean 2,336,085.4, growth 21.25 % a year, share 15.21 %
	//   after   2021 to 2023, mean 4,066,883.3, growth −11.08 % a year, share 17.22 %
	//   logarithms, 4 degrees of freedom, Durbin-Watson 3.39
	//     level change         0.1353 (t 1.20, p 0.2973)
	//     slope change a year  −0.3079 (t −4.89, p 0.0081)
	//   shares, 4 degrees of freedom, Durbin-Watson 3.35
	//     level change         0.0163 (t 1.00, p 0.3741)
	//     slope change a year  0.0669 (t 7.34, p 0.0018)
	//   A break at the time of a change is not its effect. Whatever else changed then shows the same
	//   way. Behaviour may have moved before the date or long after it. A few yearly figures that
	//   depend on one another make errors look small. A date that was picked because the series breaks
	//   there proves nothing.
}

// In January 2021 China's patent office asked the provinces to end subsidies for
// patent applications. These are the invention applications of Anhui.
func ExampleSegment() {
	var anhui response.Behaviour
	for i, f := range []int64{49960, 68314, 95963, 93527, 108782, 62743, 69663, 64106, 65368, 67093} {
		anhui.Figures = append(anhui.Figures, target.Point{Period: target.Year(2014 + i), Value: decimal.New(f, 0)})
	}
	r, err := response.Analyse(response.Intervention{What: "end of subsidies", At: target.Year(2021)}, anhui)
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, s := range []response.Segment{r.Before, r.After} {
		mean, growth := s.Mean.StringFixed(0), s.Growth.Decimal.Shift(2).StringFixed(1)
		fmt.Printf("%v to %v: mean %s, growth %s %% a year\n", s.First.Period, s.Last.Period, mean, growth)
	}
	// Output:
	// 2014 to 2020: mean 78422, growth 5.7 % a year
	// 2021 to 2023: mean 65522, growth 2.3 % a year
}

// The break in Anhui's invention applications is 23,000 fewer. After seven uneven
// years that can be chance, as the p value says. With fewer than three figures on a
// side there is no fit.
func ExampleRegression() {
	var anhui response.Behaviour
	for i, f := range []int64{49960, 68314, 95963, 93527, 108782, 62743, 69663, 64106, 65368, 67093} {
		anhui.Figures = append(anhui.Figures, target.Point{Period: target.Year(2014 + i), Value: decimal.New(f, 0)})
	}

	for _, year := range []int{2021, 2022} {
		r, err := response.Analyse(response.Intervention{At: target.Year(year)}, anhui)
		if err != nil {
			fmt.Println(err)
			return
		}
		fit := r.Figures
		if fit.Reason != 0 {
			fmt.Println(year, "no fit:", fit.Reason)
			continue
		}

		level := fit.LevelChange
		fmt.Println(year, fit.Points, "points,", fit.DegreesOfFreedom, "degrees of freedom")
		fmt.Println("  level change:", level.Estimate.Decimal.StringFixed(0))
		fmt.Println("  standard error:", level.StandardError.Decimal.StringFixed(0))
		fmt.Println("  p:", level.P.Decimal.StringFixed(2))
	}
	// Output:
	// 2021 10 points, 6 degrees of freedom
	//   level change: -23077
	//   standard error: 25699
	//   p: 0.40
	// 2022 no fit: too few points
}

// A coefficient prints with its t statistic and its p value.
func ExampleCoefficient() {
	some := func(s string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(s)) }
	fmt.Println(response.Coefficient{
		Estimate: some("0.2092"), StandardError: some("0.1155"), T: some("1.811"), P: some("0.1204"),
	})
	// Output:
	// 0.2092 (t 1.81, p 0.1204)
}

// The fourteenth plan of 2021 counts high-value inventions. Inventions granted hardly
// changed their course. All other patents saw the same economy and the same office,
// but no target: their course changed.
func ExampleControl() {
	yearly := func(first int, figures ...int64) []target.Point {
		var points []target.Point
		for i, f := range figures {
			points = append(points, target.Point{Period: target.Year(first + i), Value: decimal.New(f, 0)})
		}
		return points
	}

	inventions := yearly(2014,
		162680, 263436, 302136, 326970, 345959, 360919, 440691, 585910, 695591, 819234)
	others := yearly(2014,
		1046722, 1333541, 1326745, 1393858, 1989452, 2113487, 3080210, 3881255, 3505612, 2713048)

	r, err := response.Analyse(
		response.Intervention{What: "high-value patents", At: target.Year(2021)},
		response.Behaviour{
			Unit: "inventions", Figures: inventions, Log: true,
			Control: response.Control{Unit: "other patents", Figures: others},
		},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("slope change alone:", r.Figures.SlopeChange)
	fmt.Println("less the control's:", r.Controlled.Figures.SlopeChange)
	// Output:
	// slope change alone: 0.0335 (t 0.36, p 0.7314)
	// less the control's: 0.3755 (t 2.88, p 0.0280)
}

// The target of the fourteenth plan replaced that of the thirteenth in March 2021.
// The first whole year under it is 2022.
func ExampleInterventionOf() {
	density := target.Indicator{Code: "density", Kind: target.Ratio, Better: target.Higher, Places: target.Places(2)}
	old := target.Target{
		Code: "13-density", Indicator: density, Unit: "000000", Period: target.Year(2020), Value: decimal.New(12, 0),
	}
	high := target.Target{
		Code: "14-density", Indicator: density, Unit: "000000", Period: target.Year(2025), Value: decimal.New(16, 0),
	}
	change := target.AgendaChange{What: target.Replaced, Date: "2021-03-12", From: &old, To: &high}

	intervention, err := response.InterventionOf(change)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("first year:", intervention.At)
	fmt.Println("from", intervention.From.Decimal, "to", intervention.To.Decimal)
	// Output:
	// first year: 2022
	// from 12 to 16
}
