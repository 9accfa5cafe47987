package response_test

import (
	"fmt"

	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/target"
)

func yearly(first int, figures ...string) []target.Point {
	var points []target.Point
	for i, f := range figures {
		points = append(points, target.Point{Period: target.Year(first + i), Value: decimal.RequireFromString(f)})
	}
	return points
}

func ExampleAnalyse() {
	// All patents granted in China, and the inventions among them, before and
	// after the fourteenth plan set a target for high-value patents only.
	intervention := response.Intervention{What: "high-value patents", At: target.Year(2021)}
	r, err := response.Analyse(intervention, response.Behaviour{
		Unit: "000000",
		Figures: yearly(2014, "1209402", "1596977", "1628881", "1720828", "2335411", "2474406", "3520901", "4467165",
			"4201203", "3532282"),
		Part: yearly(2014, "162680", "263436", "302136", "326970", "345959", "360919", "440691", "585910", "695591",
			"819234"),
		Log: true,
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Print(r.Explain())
	// Output:
	// 000000: high-value patents, from 2021 on
	//   before  2014 to 2020, mean 2069543.7, growth 19.49 % a year, share 15.21 %
	//   after   2021 to 2023, mean 4066883.3, growth -11.08 % a year, share 17.22 %
	//   logarithms: level change 0.2092 (t 1.81, p 0.1204), slope change -0.2760 (t -4.06, p 0.0067) a year, 6 degrees of freedom, DW 2.64
	//   shares: level change -0.0157 (t -0.52, p 0.6192), slope change 0.0541 (t 3.07, p 0.0219) a year, 6 degrees of freedom, DW 1.36
	//   A break at the time of a change is not its effect. Whatever else changed then shows the same
	//   way; behaviour may have moved before the date or long after it; a few yearly figures that
	//   depend on one another make errors look small; and a date that was picked because the series
	//   breaks there proves nothing.
}

func ExampleInterventionOf() {
	density := target.Indicator{Code: "density", Kind: target.Ratio, Better: target.Higher, Places: target.Places(2)}
	old := target.Target{Code: "13-density", Indicator: density, Unit: "000000", Period: target.Year(2020),
		Value: decimal.New(12, 0)}
	high := target.Target{Code: "14-density", Indicator: density, Unit: "000000", Period: target.Year(2025),
		Value: decimal.New(16, 0)}
	intervention, err := response.InterventionOf(target.Change{What: target.Replaced, Date: "2021-03-12", From: &old,
		To: &high})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println("first year:", intervention.At)
	// Output:
	// first year: 2022
}
