package evaluate_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// density is the indicator of the twelfth five-year plan.
var density = target.Indicator{
	Code: "density", Name: "invention patents in force", Measure: "per 10,000 people",
	Kind: target.Ratio, Better: target.Higher, Places: target.Places(1),
}

func ExampleAssess() {
	goal := target.Target{
		Indicator: density, Unit: "000000", Period: target.FiveYearPlan(12), Value: decimal.RequireFromString("3.3"),
		Baseline: &target.Point{Period: target.Year(2010), Value: decimal.RequireFromString("1.7")},
	}
	a, err := evaluate.Assess(goal, target.Observation{
		Unit: "000000", Indicator: "density", Period: target.Year(2015), Value: decimal.RequireFromString("6.3"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("met:", a.Met)
	fmt.Println("gap:", a.Gap.StringFixed(1))
	fmt.Println("attainment:", a.Attainment.Decimal.StringFixed(3))
	fmt.Println("progress:", a.Progress.Decimal.StringFixed(3))
	// Output:
	// met: true
	// gap: 3.0
	// attainment: 1.909
	// progress: 2.875
}

func ExampleAssess_reduction() {
	// Guangdong was to cut energy per unit of GDP by 16 % in 2006–2010 and had
	// cut 13.89 % after four years.
	goal := target.Target{
		Indicator: target.Indicator{Code: "energy", Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0), Places: target.Places(2)},
		Unit:      "440000", Period: target.FiveYearPlan(11), Value: decimal.New(16, 0),
	}
	a, err := evaluate.Assess(goal, target.Observation{
		Unit: "440000", Indicator: "energy", Period: target.Years(2006, 2009), Value: decimal.RequireFromString("13.89"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %% of the way, to date: %v\n", a.Progress.Decimal.Shift(2).StringFixed(2), a.ToDate)
	// Output:
	// 85.77 % of the way, to date: true
}

func ExampleAssess_mismatch() {
	goal := target.Target{Indicator: density, Unit: "440000", Period: target.Year(2015), Value: decimal.New(10, 0)}
	_, err := evaluate.Assess(goal, target.Observation{Unit: "350000", Indicator: "density", Period: target.Year(2014), Value: decimal.New(9, 0)})
	fmt.Println(err)
	// Output:
	// 2 problems:
	// observation.unit "350000" does not belong together: the target is of unit "440000"
	// observation.period "2014" does not belong together: the target is for 2015
}

func ExampleAssessWith() {
	goal := target.Target{Indicator: density, Unit: "000000", Period: target.Year(2015), Value: decimal.RequireFromString("3.3")}
	seen := target.Observation{Unit: "000000", Indicator: "density", Period: target.Year(2015), Value: decimal.RequireFromString("3.26")}
	for _, o := range []evaluate.AssessOptions{{}, {Published: true}} {
		a, err := evaluate.AssessWith(goal, seen, o)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(a.Actual.StringFixed(2), a.Met)
	}
	// Output:
	// 3.26 false
	// 3.30 true
}

func ExampleAssessAll() {
	goal := func(unit, value string) target.Target {
		return target.Target{Code: unit, Indicator: density, Unit: unit, Period: target.Year(2015), Value: decimal.RequireFromString(value)}
	}
	seen := func(unit, value string) target.Observation {
		return target.Observation{Unit: unit, Indicator: "density", Period: target.Year(2015), Value: decimal.RequireFromString(value)}
	}
	all, err := evaluate.AssessAll(
		slices.Values([]target.Target{goal("340000", "3.4"), goal("310000", "26"), goal("630000", "1")}),
		slices.Values([]target.Observation{seen("310000", "28.9"), seen("340000", "4.3"), seen("440000", "13.0")}),
		evaluate.AssessOptions{},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range all.Assessments {
		fmt.Println(a.Target.Unit, a.Gap.StringFixed(1))
	}
	for _, t := range all.Missing {
		fmt.Println(t.Unit, "has no observation")
	}
	for _, o := range all.Untargeted {
		fmt.Println(o.Unit, "has no target")
	}
	// Output:
	// 340000 0.9
	// 310000 2.9
	// 630000 has no observation
	// 440000 has no target
}

func ExampleNew() {
	_, err := evaluate.New(evaluate.Scheme{
		Items: []evaluate.Item{
			{Code: "target", Max: decimal.New(40, 0), Points: evaluate.Pro{}, Veto: true},
			{Code: "target", Max: decimal.New(-60, 0)},
		},
		Grades: []evaluate.Grade{{Name: "good", From: decimal.New(60, 0)}, {Name: "better", From: decimal.New(80, 0)}, {Name: "poor"}},
	})
	fmt.Println(err)
	// Output:
	// 3 problems:
	// scheme.items[1].code "target" is given twice: give each item its own code
	// scheme.items[1].max -60 is out of range: a number from 0 with at most 100 digits before and after the point
	// scheme.grades[1].from 80 is not valid: lower bounds fall from grade to grade: the highest grade first
}

func ExampleEvaluator_Years() {
	e, err := evaluate.New(evaluate.Scheme{
		Items:  []evaluate.Item{{Code: "points", Max: decimal.New(100, 0)}},
		Grades: []evaluate.Grade{{Name: "excellent", From: decimal.New(90, 0)}, {Name: "good", From: decimal.New(80, 0)}, {Name: "fail"}},
		Round:  decimal.NewNullDecimal(decimal.New(1, 0)),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var years []evaluate.Scorecard
	for _, total := range []int64{85, 86, 87, 88, 90} {
		card, err := e.Score(evaluate.Case{Unit: "630000", Awarded: map[string]decimal.Decimal{"points": decimal.New(total, 0)}})
		if err != nil {
			fmt.Println(err)
			return
		}
		years = append(years, card)
	}
	card, err := e.Years(years)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(card.Explain())
	// Output:
	// 630000
	//   earlier  43.25  of 50.0: mean 86.5 × 0.5
	//   last        45  of 50.0: 90 × 0.5
	//   total       88  rounded from 88.25
	//   grade good
}

func ExampleScheme_UnmarshalJSON() {
	var book evaluate.Scheme
	err := json.Unmarshal([]byte(`{
		"items": [
			{"code": "intensity", "max": "30", "veto": true, "points": {"pro": {}}, "bonus": {"per": "0.1", "points": "1", "max": "5"}},
			{"code": "measures", "max": "70"}
		],
		"grades": [{"name": "fulfilled", "from": "60"}, {"name": "not fulfilled"}]
	}`), &book)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(book.Items), "items,", len(book.Grades), "grades")
	err = json.Unmarshal([]byte(`{"items": [{"code": "a", "max": "30", "wieght": "2"}]}`), &book)
	fmt.Println(err)
	// Output:
	// 2 items, 2 grades
	// scheme.items[0].wieght is unknown: must be one of code, name, max, points, bonus, veto, deduction
}

func yearly(first int, figures ...string) []target.Point {
	var points []target.Point
	for i, f := range figures {
		points = append(points, target.Point{Period: target.Year(first + i), Value: decimal.RequireFromString(f)})
	}
	return points
}

// renewables is a target of the German Sustainable Development Strategy.
var renewables = target.Target{
	Indicator: target.Indicator{Code: "renewables", Kind: target.Share, Better: target.Higher, Per: decimal.New(100, 0), Places: target.Places(1)},
	Unit:      "DE", Period: target.Year(2020), Value: decimal.New(18, 0),
}

func ExampleTrack() {
	series := yearly(2010, "11.7", "12.5", "13.5", "13.8", "14.4", "14.9")
	for _, p := range []evaluate.Pace{
		evaluate.CAGRRatio{},
		evaluate.OpenSDG(),
		evaluate.Linear{},
		evaluate.UNSD(),
		evaluate.Weather{},
		evaluate.CurrentStatus{},
		evaluate.Anticipated{},
	} {
		v, err := evaluate.Track(renewables, series, p)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%-22T %s  %s\n", p, v.Forecast.Decimal.StringFixed(2), cmp.Or(v.Category, "score "+v.Score.Decimal.StringFixed(2)))
	}
	// Output:
	// evaluate.CAGRRatio     18.98  significant progress towards
	// evaluate.CAGRRatio     18.98  substantial progress
	// evaluate.Linear        18.10  on track
	// evaluate.Forecast      18.98  substantial progress
	// evaluate.Weather       18.10  sun
	// evaluate.CurrentStatus 18.10  score 5.08
	// evaluate.Anticipated   17.89  maintain
}

func ExampleTrack_zeroBase() {
	// From nothing there is no rate of growth. Open SDG replaces a zero by 0.001,
	// and whether that is small depends on the unit of measure.
	for _, p := range []evaluate.Pace{evaluate.CAGRRatio{}, evaluate.OpenSDG()} {
		v, err := evaluate.Track(renewables, yearly(2010, "0", "5"), p)
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
	v, err := evaluate.TrackTrend(grants, yearly(2020, "3520901", "4467165", "4201203", "3532282"), evaluate.CAGRRatio{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %% a year: %s\n", v.Observed.Decimal.Shift(2).StringFixed(2), v.Category)
	// Output:
	// 0.11 % a year: moderate progress
}

func ExamplePathGap() {
	// Qinghai's energy intensity after three of the five years 2006–2010, in the
	// first of which it rose.
	goal := target.Target{
		Indicator: target.Indicator{Code: "energy", Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0), Places: target.Places(2)},
		Unit:      "630000", Period: target.FiveYearPlan(11), Value: decimal.New(17, 0),
	}
	v, err := evaluate.Track(goal, yearly(2006, "-1.51", "2.20", "4.18"), evaluate.PathGap{})
	if err != nil {
		fmt.Println(err)
		return
	}
	percent := func(d decimal.NullDecimal) string { return d.Decimal.Shift(2).StringFixed(1) }
	fmt.Printf("%s %% of the way where %s %% was due: %s\n", percent(v.Observed), percent(v.Required), v.Category)
	fmt.Printf("at this pace %s %% by 2010\n", v.Forecast.Decimal.StringFixed(2))
	// Output:
	// 26.8 % of the way where 60.0 % was due: behind
	// at this pace 7.99 % by 2010
}

func ExampleWeatherOf() {
	later := renewables
	later.Code, later.Period, later.Value = "2030", target.Year(2030), decimal.New(30, 0)
	soon := renewables
	soon.Code = "2020"
	v, by, err := evaluate.WeatherOf([]target.Target{later, soon}, yearly(2010, "11.7", "12.5", "13.5", "13.8", "14.4", "14.9"), evaluate.Weather{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Category, "by the target for", by.Code)
	// Output:
	// sun by the target for 2020
}

func ExampleGoalColour() {
	fmt.Println(evaluate.GoalColour([]evaluate.Colour{evaluate.Green, evaluate.Red, evaluate.Green}))
	fmt.Println(evaluate.GoalColour([]evaluate.Colour{evaluate.Green, evaluate.Red, evaluate.Red}))
	// Output:
	// orange
	// red
}

func ExampleGoalTrend() {
	trends := []decimal.Decimal{decimal.New(4, 0), decimal.New(4, 0), decimal.New(1, 0)}
	mean, category, err := evaluate.GoalTrend(trends, 4)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(mean.Decimal.StringFixed(1), category)
	// Output:
	// 3.0 on track or maintaining
}

func ExampleRespond() {
	// All patents granted in China, and the inventions among them, before and
	// after the fourteenth plan set a target for high-value patents only.
	turn := evaluate.Turn{What: "high-value patents", At: target.Year(2021)}
	r, err := evaluate.Respond(turn, evaluate.Behaviour{
		Unit:    "000000",
		Figures: yearly(2014, "1209402", "1596977", "1628881", "1720828", "2335411", "2474406", "3520901", "4467165", "4201203", "3532282"),
		Part:    yearly(2014, "162680", "263436", "302136", "326970", "345959", "360919", "440691", "585910", "695591", "819234"),
		Log:     true,
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
	//   logarithms: jump 0.2092 (t 1.81, p 0.1204), bend -0.2760 (t -4.06, p 0.0067) a year, 6 degrees of freedom, DW 2.64
	//   shares: jump -0.0157 (t -0.52, p 0.6192), bend 0.0541 (t 3.07, p 0.0219) a year, 6 degrees of freedom, DW 1.36
	//   A break at the time of a change is not its effect. Whatever else changed then shows the same
	//   way; behaviour may have moved before the date or long after it; a few yearly figures that
	//   depend on one another make errors look small; and a date that was picked because the series
	//   breaks there proves nothing.
}

func ExampleTurnOf() {
	old := target.Target{Code: "13-density", Indicator: density, Unit: "000000", Period: target.Year(2020), Value: decimal.New(12, 0)}
	high := target.Target{Code: "14-density", Indicator: density, Unit: "000000", Period: target.Year(2025), Value: decimal.New(16, 0)}
	turn, err := evaluate.TurnOf(target.Change{What: target.Replaced, Date: "2021-03-12", From: &old, To: &high})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("first year:", turn.At)
	// Output:
	// first year: 2022
}
