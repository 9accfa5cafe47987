package response_test

import (
	"fmt"

	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/target"
)

// In January 2021 China's patent office asked the provinces to end subsidies
// for patent applications. Invention applications of Anhui, and of Guangdong,
// before and after.
func ExampleSegment() {
	intervention := response.Intervention{What: "end of subsidies", At: target.Year(2021)}
	for _, b := range []response.Behaviour{
		{Unit: "Anhui",
			Figures: yearly(2014, "49960", "68314", "95963", "93527", "108782", "62743", "69663", "64106", "65368",
				"67093")},
		{Unit: "Guangdong",
			Figures: yearly(2014, "75147", "103941", "155581", "182639", "216469", "203311", "215926", "242551",
				"236957", "240223")},
	} {
		r, err := response.Analyse(intervention, b)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(r.Unit)
		for _, p := range []response.Segment{r.Before, r.After} {
			fmt.Printf("  %v to %v: mean %s, growth %s %% a year\n",
				p.First.Period, p.Last.Period, p.Mean.StringFixed(0), p.Growth.Decimal.Shift(2).StringFixed(1))
		}
	}
	// Output:
	// Anhui
	//   2014 to 2020: mean 78422, growth 5.7 % a year
	//   2021 to 2023: mean 65522, growth 2.3 % a year
	// Guangdong
	//   2014 to 2020: mean 164716, growth 19.2 % a year
	//   2021 to 2023: mean 239910, growth -0.5 % a year
}

// The break in Anhui's invention applications: 23,000 fewer, which after seven
// uneven years can be chance, as the p value says. With less than three figures
// on a side there is no fit.
func ExampleFit() {
	anhui := response.Behaviour{
		Unit: "Anhui",
		Figures: yearly(2014, "49960", "68314", "95963", "93527", "108782", "62743", "69663", "64106", "65368",
			"67093"),
	}
	for _, year := range []int{2021, 2022} {
		r, err := response.Analyse(response.Intervention{What: "end of subsidies", At: target.Year(year)}, anhui)
		if err != nil {
			fmt.Println(err)
			return
		}

		fit := r.Figures
		if fit.Reason != 0 {
			fmt.Println(year, "no fit:", fit.Reason)
			continue
		}

		fmt.Println(year, fit.Points, "points,", fit.DegreesOfFreedom, "degrees of freedom")
		for _, e := range []struct {
			name string
			response.Coefficient
		}{{"level", fit.LevelChange}, {"slope", fit.SlopeChange}} {
			fmt.Printf("  %s %s (error %s, t %s, p %s)\n", e.name, e.Estimate.Decimal.StringFixed(0),
				e.StandardError.Decimal.StringFixed(0), e.T.Decimal.StringFixed(2), e.P.Decimal.StringFixed(2))
		}
	}
	// Output:
	// 2021 10 points, 6 degrees of freedom
	//   level -23077 (error 25699, t -0.90, p 0.40)
	//   slope -677 (error 15120, t -0.04, p 0.97)
	// 2022 no fit: too few points
}

// The fourteenth plan of 2021 counts high-value inventions. Inventions granted
// hardly changed their course; all other patents, which the target leaves aside
// but which saw the same economy and the same office, did.
func ExampleControl() {
	r, err := response.Analyse(response.Intervention{What: "high-value patents", At: target.Year(2021)},
		response.Behaviour{
			Unit: "inventions",
			Figures: yearly(2014, "162680", "263436", "302136", "326970", "345959", "360919", "440691", "585910", "695591",
				"819234"),
			Log:     true,
			Control: otherPatents,
		})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println("slope change alone:", r.Figures.SlopeChange)
	fmt.Println("against the control:", r.Controlled.Figures.SlopeChange)
	// Output:
	// slope change alone: 0.0335 (t 0.36, p 0.7314)
	// against the control: 0.3755 (t 2.88, p 0.0280)
}

var otherPatents = response.Control{
	Unit: "other patents",
	Figures: yearly(2014, "1046722", "1333541", "1326745", "1393858", "1989452", "2113487", "3080210", "3881255",
		"3505612", "2713048"),
}

// Growth on both sides of the intervention, of the unit and of its control.
func ExampleControlled() {
	r, err := response.Analyse(response.Intervention{What: "high-value patents", At: target.Year(2021)},
		response.Behaviour{
			Unit: "inventions",
			Figures: yearly(2014, "162680", "263436", "302136", "326970", "345959", "360919", "440691", "585910", "695591",
				"819234"),
			Control: otherPatents,
		})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, side := range []struct {
		unit          string
		before, after response.Segment
	}{{r.Unit, r.Before, r.After}, {r.Controlled.Unit, r.Controlled.Before, r.Controlled.After}} {
		fmt.Printf("%s: %s %% a year before, %s %% after\n", side.unit,
			side.before.Growth.Decimal.Shift(2).StringFixed(1), side.after.Growth.Decimal.Shift(2).StringFixed(1))
	}
	// Output:
	// inventions: 18.1 % a year before, 18.2 % after
	// other patents: 19.7 % a year before, -16.4 % after
}
