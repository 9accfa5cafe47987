package target_test

import (
	"fmt"

	"github.com/targetcascade/cascade/target"
)

// What became of the patent office's figure: the plan took it over, and what
// the action plan wanted by 2020 the next plan lowered.
func ExampleChange() {
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
