package evaluate_test

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// Invention patents in force per 10,000 people: 1.7 in 2010, 3.3 as the target of the
// twelfth five-year plan, 6.3 in 2015.
func ExampleAssess() {
	goal := target.Target{
		Indicator: target.Indicator{
			Code: "density", Measure: "per 10,000 people", Kind: target.Ratio, Better: target.Higher,
		},
		Unit: "000000", Period: target.FiveYearPlan(12), Value: decimal.RequireFromString("3.3"),
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

// Guangdong was to reduce energy per unit of GDP by 16 % in 2006–2010, and had reduced
// it by 13.89 % after four years.
func ExampleAssess_reduction() {
	goal := target.Target{
		Indicator: target.Indicator{
			Code: "energy", Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0),
		},
		Unit: "440000", Period: target.FiveYearPlan(11), Value: decimal.New(16, 0),
	}
	a, err := evaluate.Assess(goal, target.Observation{
		Unit: "440000", Indicator: "energy", Period: target.Years(2006, 2009),
		Value: decimal.RequireFromString("13.89"),
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
	density := target.Indicator{Code: "density", Kind: target.Ratio, Better: target.Higher}
	goal := target.Target{Indicator: density, Unit: "440000", Period: target.Year(2015), Value: decimal.New(10, 0)}
	_, err := evaluate.Assess(goal, target.Observation{
		Unit: "350000", Indicator: "density", Period: target.Year(2014), Value: decimal.New(9, 0),
	})
	fmt.Println(err)
	// Output:
	// 2 problems:
	// observation.unit "350000" does not fit: the target is of unit "440000"
	// observation.period "2014" does not fit: the target is for 2015
}

// A density of 3.26 misses a target of 3.3. As published, with one decimal, it is 3.3.
func ExampleAssessWith() {
	goal := target.Target{
		Indicator: target.Indicator{
			Code: "density", Kind: target.Ratio, Better: target.Higher, Places: target.Places(1),
		},
		Unit: "000000", Period: target.Year(2015), Value: decimal.RequireFromString("3.3"),
	}
	observed := target.Observation{
		Unit: "000000", Indicator: "density", Period: target.Year(2015), Value: decimal.RequireFromString("3.26"),
	}

	for _, options := range []evaluate.AssessOptions{{}, {Published: true}} {
		a, err := evaluate.AssessWith(goal, observed, options)
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
	density := target.Indicator{Code: "density", Kind: target.Ratio, Better: target.Higher}
	year := target.Year(2015)
	goal := func(unit, value string) target.Target {
		d := decimal.RequireFromString(value)
		return target.Target{Code: unit, Indicator: density, Unit: unit, Period: year, Value: d}
	}
	observed := func(unit, value string) target.Observation {
		d := decimal.RequireFromString(value)
		return target.Observation{Unit: unit, Indicator: "density", Period: year, Value: d}
	}

	all, err := evaluate.AssessAll(
		slices.Values([]target.Target{goal("340000", "3.4"), goal("310000", "26"), goal("630000", "1")}),
		slices.Values([]target.Observation{
			observed("310000", "28.9"), observed("340000", "4.3"), observed("440000", "13.0"),
		}),
		evaluate.AssessOptions{},
	)
	if err != nil {
		fmt.Println(err)
		return
	}

	for a := range all.All() {
		fmt.Println(a.Target.Unit, a.Gap.StringFixed(1))
	}
	for t := range all.Missing() {
		fmt.Println(t.Unit, "has no observation")
	}
	for o := range all.Untargeted() {
		fmt.Println(o.Unit, "has no target")
	}
	// Output:
	// 340000 0.9
	// 310000 2.9
	// 630000 has no observation
	// 440000 has no target
}

// Nothing is a share of a target of zero.
func ExampleReason() {
	goal := target.Target{
		Indicator: target.Indicator{Code: "coal", Measure: "t", Kind: target.Flow, Better: target.Lower},
		Unit:      "110000", Period: target.Year(2025), Comparator: target.AtMost,
	}
	a, err := evaluate.Assess(goal, target.Observation{
		Unit: "110000", Indicator: "coal", Period: target.Year(2025), Value: decimal.New(370000, 0),
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println("gap:", a.Gap)
	if !a.Attainment.Valid {
		fmt.Println("no attainment:", a.AttainmentReason)
	}
	if a.ProgressReason == evaluate.NoBaseline {
		fmt.Println("no progress: the target has no baseline")
	}
	// Output:
	// gap: -370000
	// no attainment: zero target
	// no progress: the target has no baseline
}

// A book of two items: patents are scored by their target, which is a veto, and quality
// by a panel.
func ExampleNew() {
	book, err := evaluate.New(evaluate.Scheme{
		Items: []evaluate.Item{
			{Code: "patents", Max: decimal.New(60, 0), Points: evaluate.ProRata{}, Veto: true},
			{Code: "quality", Max: decimal.New(40, 0)},
		},
		Grades: []evaluate.Grade{{Name: "good", From: decimal.New(80, 0)}, {Name: "poor"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := evaluate.Assess(target.Target{
		Code: "patents", Unit: "340000", Period: target.Year(2015), Value: decimal.New(9222, 0),
		Indicator: target.Indicator{Code: "inventions", Kind: target.Stock, Better: target.Higher},
	}, target.Observation{
		Unit: "340000", Indicator: "inventions", Period: target.Year(2015), Value: decimal.New(26075, 0),
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	card, err := book.Score(evaluate.Case{
		Unit: "340000", Assessments: []evaluate.Assessment{result},
		Awarded: map[string]decimal.Decimal{"quality": decimal.New(33, 0)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(card)
	// Output:
	// 340000
	//   patents  60  of 60: attainment 2.827477…: in full
	//   quality  33  of 40: awarded
	//   total    93
	//   grade good
}

// Every problem of a book comes in one error.
func ExampleNew_errors() {
	_, err := evaluate.New(evaluate.Scheme{
		Items: []evaluate.Item{
			{Code: "target", Max: decimal.New(40, 0), Points: evaluate.ProRata{}, Veto: true},
			{Code: "target", Max: decimal.New(-60, 0)},
		},
		Grades: []evaluate.Grade{
			{Name: "good", From: decimal.New(60, 0)}, {Name: "better", From: decimal.New(80, 0)}, {Name: "poor"},
		},
	})
	fmt.Println(err)
	// Output:
	// 3 problems:
	// scheme.items[1].code "target" is given twice: give each item a code of its own
	// scheme.items[1].max -60 is out of range: must not be negative
	// scheme.grades[1].from 80 is not valid: order the grades by falling bounds: the highest grade first
}

func ExampleEvaluator_CombineYears() {
	e, err := evaluate.New(evaluate.Scheme{
		Items: []evaluate.Item{{Code: "points", Max: decimal.New(100, 0)}},
		Grades: []evaluate.Grade{
			{Name: "excellent", From: decimal.New(90, 0)}, {Name: "good", From: decimal.New(80, 0)}, {Name: "fail"},
		},
		Round: decimal.NewNullDecimal(decimal.New(1, 0)),
		Years: &evaluate.YearWeights{Earlier: decimal.New(5, -1), Last: decimal.New(5, -1)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	var years []evaluate.Scorecard
	for _, points := range []int64{85, 86, 87, 88, 90} {
		awarded := map[string]decimal.Decimal{"points": decimal.New(points, 0)}
		card, err := e.Score(evaluate.Case{Unit: "630000", Awarded: awarded})
		if err != nil {
			fmt.Println(err)
			return
		}
		years = append(years, card)
	}

	card, err := e.CombineYears(years)
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
			{"code": "intensity", "max": "30", "veto": true, "points": {"method": "pro rata"},
			 "bonus": {"per": "0.1", "points": "1", "max": "5"}},
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
	// scheme.items[0].wieght is unknown: must be one of code, name, max, points, scoreBy, bonus, veto, vetoAtEnd, penalty, optional
}
