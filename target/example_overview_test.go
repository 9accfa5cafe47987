package target_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// The twelfth five-year plan of China wanted 3.3 invention patents in force per 10,000
// people by 2015. The patent office counted 6.3.
func Example() {
	goal := target.Target{
		Code: "12FYP/density", Unit: "CN", Period: target.FiveYearPlan(12), Value: decimal.New(33, -1),
		Indicator: target.Indicator{
			Code: "density", Measure: "patents per 10,000 people", Kind: target.Ratio, Better: target.Higher,
			Per: decimal.New(10_000, 0), Places: target.Places(1), OverTime: target.TimeLast,
		},
		Source: target.Source{Document: "12th five-year plan", Date: "2011-03-14"},
	}
	if err := goal.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(goal)
	fmt.Println("met:", goal.Meets(decimal.New(63, -1)))

	agenda, err := target.NewAgenda(nil, []target.Target{goal})
	if err != nil {
		fmt.Println(err)
		return
	}
	then, err := agenda.AsOf("2011-03-13")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("in force the day before:", then.InForce("12FYP/density"))
	// Output:
	// at least 3.3 patents per 10,000 people by 2015
	// met: true
	// in force the day before: false
}
