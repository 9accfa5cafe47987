package target_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// patentDensity is the indicator that climbed from the patent office's strategy
// into the nation's plan.
var patentDensity = target.Indicator{
	Code: "density", Name: "invention patents in force", Measure: "patents per 10,000 people",
	Kind: target.Ratio, Better: target.Higher, Per: decimal.New(10000, 0), Places: target.Places(1),
	OverTime: target.TimeLast,
}

// densityBy is a target of the nation, issued by a document.
func densityBy(code string, period target.Period, value, document, date string) target.Target {
	return target.Target{
		Code: code, Goal: "strategy", Indicator: patentDensity, Unit: "000000", Period: period,
		Comparator: target.AtLeast, Value: decimal.RequireFromString(value), Force: target.Expected,
		Source: target.Source{Document: document, Date: date},
	}
}

// What did China want of patents per head, and since when? Four documents of
// 2010 to 2016 say four things; the agenda knows which of them held at any
// date, and what each changed.
func ExampleAgenda() {
	office := densityBy("office", target.Year(2015), "3.3", "National Patent Development Strategy", "2010-11-11")
	plan := densityBy("plan-12", target.Year(2015), "3.3", "12th five-year plan", "2011-03-14")
	office.Links = []target.Link{{Relation: target.PromotedTo, Target: plan.Code}}
	action := densityBy("action", target.Year(2020), "14", "Action plan 2014–2020", "2014-12-10")
	later := densityBy("plan-13", target.Year(2020), "12", "13th five-year plan", "2016-03-16")
	later.Replaces = action.Code

	goals := []target.Goal{
		{Code: "strategy", Title: "National intellectual property strategy", Source: target.Source{Date: "2008-06-05"}},
	}
	agenda, err := target.NewAgenda(goals, []target.Target{office, plan, action, later})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, date := range []string{"2010", "2012", "2015", "2016"} {
		then, err := agenda.AsOf(date)
		if err != nil {
			fmt.Println(err)
			return
		}
		for t := range then.Targets() {
			fmt.Printf("end of %s: %v (%s)\n", date, t, t.Source.Document)
		}
	}
	for t := range agenda.History("plan-13") {
		fmt.Println(t.Source.Date, t.Value)
	}
	changes, err := agenda.Changes("2015", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	for c := range changes {
		fmt.Println(c.Date, c.What, c.Fields())
	}
	// Output:
	// end of 2010: at least 3.3 patents per 10,000 people by 2015 (National Patent Development Strategy)
	// end of 2012: at least 3.3 patents per 10,000 people by 2015 (12th five-year plan)
	// end of 2015: at least 14.0 patents per 10,000 people by 2020 (Action plan 2014–2020)
	// end of 2015: at least 3.3 patents per 10,000 people by 2015 (12th five-year plan)
	// end of 2016: at least 3.3 patents per 10,000 people by 2015 (12th five-year plan)
	// end of 2016: at least 12.0 patents per 10,000 people by 2020 (13th five-year plan)
	// 2014-12-10 14
	// 2016-03-16 12
	// 2016-03-16 replaced [value]
}

func ExampleGoal() {
	g := target.Goal{
		Code:    "strategy",
		Title:   "National intellectual property strategy",
		Horizon: target.Years(2008, 2020),
		Setter:  "State Council",
	}
	fmt.Println(g.Validate(), g.Horizon)
	// Output: <nil> 2008/2020
}

func density2015(code, date, value string) target.Target {
	return target.Target{
		Code: code, Unit: "000000", Period: target.Year(2015), Value: decimal.RequireFromString(value),
		Indicator: target.Indicator{
			Code:   "density",
			Kind:   target.Ratio,
			Better: target.Higher,
			Places: target.Places(1),
		},
		Source: target.Source{Date: date},
	}
}

// Two figures for one thing at a time are an error, unless one replaces the
// other.
func ExampleNewAgenda() {
	first, second := density2015("first", "2010-11-11", "3.3"), density2015("second", "2011-03-14", "3.5")
	_, err := target.NewAgenda(nil, []target.Target{first, second})
	fmt.Println(err)
	second.Replaces = "first"
	agenda, err := target.NewAgenda(nil, []target.Target{first, second})
	if err != nil {
		fmt.Println(err)
		return
	}
	for t := range agenda.Targets() {
		fmt.Println(t.Code, t)
	}
	// Output:
	// targets["second"] is given twice: target "first" is in force for the same unit, indicator and period, by the same setter and at the same tier: let one replace the other, or name the setter or the tier of each
	// second at least 3.5 by 2015
}

func ExampleAgenda_Changes() {
	first, second := density2015("first", "2010-11-11", "3.3"), density2015("second", "2011-03-14", "3.3")
	second.Replaces, second.Comparator = "first", target.About
	agenda, err := target.NewAgenda(nil, []target.Target{first, second})
	if err != nil {
		fmt.Println(err)
		return
	}

	changes, err := agenda.Changes("2010", "2011")
	if err != nil {
		fmt.Println(err)
		return
	}

	for c := range changes {
		fmt.Println(c)
		fmt.Println(c.Fields())
	}
	// Output:
	// 2011-03-14 replaced: at least 3.3 by 2015 → about 3.3 by 2015
	// [comparator]
}

func ExampleAgenda_AsOf() {
	agenda, err := target.NewAgenda(nil, []target.Target{density2015("first", "2010-11-11", "3.3")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, date := range []string{"2010-11-10", "2010-11-11"} {
		then, err := agenda.AsOf(date)
		if err != nil {
			fmt.Println(err)
			return
		}
		_, known := then.Target("first")
		fmt.Println(date, known)
	}
	// Output:
	// 2010-11-10 false
	// 2010-11-11 true
}

// What became of the patent office's figure: the plan took it over, and what
// the action plan wanted by 2020 the next plan lowered.
func ExampleAgendaChange() {
	office := densityBy("office", target.Year(2015), "3.3", "National Patent Development Strategy", "2010-11-11")
	office.Links = []target.Link{{Relation: target.PromotedTo, Target: "plan-12"}}
	plan := densityBy("plan-12", target.Year(2015), "3.3", "12th five-year plan", "2011-03-14")
	action := densityBy("action", target.Year(2020), "14", "Action plan 2014–2020", "2014-12-10")
	later := densityBy("plan-13", target.Year(2020), "12", "13th five-year plan", "2016-03-16")
	later.Replaces = action.Code
	goals := []target.Goal{{Code: "strategy", Title: "National intellectual property strategy"}}
	agenda, err := target.NewAgenda(goals, []target.Target{office, plan, action, later})
	if err != nil {
		fmt.Println(err)
		return
	}

	changes, err := agenda.Changes("", "")
	if err != nil {
		fmt.Println(err)
		return
	}

	for c := range changes {
		switch c.What {
		case target.Issued:
			fmt.Println(c.Date, "issued:", c.To.Value, "by", c.To.Period)
		case target.Promoted:
			fmt.Println(c.Date, "promoted from", c.From.Source.Document, "to", c.To.Source.Document)
		case target.Replaced:
			fmt.Println(c.Date, "replaced:", c.From.Value, "by", c.To.Value)
		case target.Withdrawn:
			fmt.Println(c.Date, "withdrawn:", c.From.Value)
		}
	}
	// Output:
	// 2010-11-11 issued: 3.3 by 2015
	// 2011-03-14 issued: 3.3 by 2015
	// 2011-03-14 promoted from National Patent Development Strategy to 12th five-year plan
	// 2014-12-10 issued: 14 by 2020
	// 2016-03-16 replaced: 14 by 12
}

// Enumerations are words in text and JSON; what is none of them is refused with
// the list.
func ExampleEvent() {
	var e target.Event
	if err := e.UnmarshalText([]byte("replaced")); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e, e == target.Replaced)
	fmt.Println(e.UnmarshalText([]byte("cancelled")))
	// Output:
	// replaced true
	// what "cancelled" is unknown: must be one of issued, replaced, promoted, withdrawn
}
