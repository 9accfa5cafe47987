package hierarchy_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func ExampleCascade() {
	plan, err := hierarchy.Cascade(places, goal, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plan.All() {
		fmt.Println(q.Unit.Name, q.Value)
	}
	// Output:
	// The three 300000
	// Beijing 110717
	// Shanghai 64878
	// Guangdong 124405
}

func ExampleCascade_errors() {
	bad := goal
	bad.Value = decimal.RequireFromString("300000.5")
	_, err := hierarchy.Cascade(places, bad, hierarchy.Options{
		LastLevel: "county",
		Holds:     []hierarchy.Hold{{Unit: "99", Value: decimal.New(1, 0)}},
	})
	fmt.Println(err)
	// Output:
	// 3 problems:
	// target.value 300000.5 is not a multiple of the quantum: set indicator.places to 1, or round it to a multiple of 1
	// options.lastLevel "county" is unknown: must be one of nation, province
	// options.holds["99"] 1 is unknown: must be the code of a unit of the tree
}

func ExampleOptions() {
	// Guangdong is in debt to nobody and asks for more than its share.
	show(goal, hierarchy.Options{
		Levels: map[string]hierarchy.Rule{"province": {Method: hierarchy.Proportional(inForce)}},
		Holds:  []hierarchy.Hold{{Unit: "44", Value: decimal.New(130000, 0), By: "the State Council", Reason: "pilot zone"}},
	})
	// Output:
	// Beijing    107189
	// Shanghai   62811
	// Guangdong  130000 hold
}

func ExampleRule() {
	most := mustColumn(places, map[string]int64{"44": 120000})
	show(goal, hierarchy.Options{Rule: hierarchy.Rule{
		Method:  hierarchy.Proportional(inForce),
		Max:     most,
		Stretch: decimal.NewNullDecimal(decimal.New(5, -2)), // the provinces' quotas make 315,000
	}})
	// Output:
	// Beijing    122952
	// Shanghai   72048
	// Guangdong  120000 maximum
}

func ExampleHold() {
	plan, err := hierarchy.Cascade(places, goal, hierarchy.Options{Holds: []hierarchy.Hold{{
		Unit: "31", Value: decimal.New(90000, 0), By: "the patent office", Reason: "agreed in January", Until: target.Year(2015),
	}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(plan.Explain("31"))
	// Output:
	// Shanghai 31: 90,000 patents in force, by 2015, at least
	//   The three 00: 300,000, shared equally
	//     held at 90,000 by the patent office: agreed in January
	//   The three 00: 300,000, set
}

func ExampleInfeasibleError() {
	_, err := hierarchy.Cascade(places, goal, hierarchy.Options{Rule: hierarchy.Rule{
		Min: mustColumn(places, map[string]int64{"11": 200000, "44": 150000}),
	}})
	if e, ok := errors.AsType[*hierarchy.InfeasibleError](err); ok {
		fmt.Println(e.Parent, e.Amount, e.Least.Decimal, e.Units)
	}
	fmt.Println(err)
	// Output:
	// 00 300000 350000 [11 44]
	// units["00"] 300000 cannot be met: minima exceed the amount, at least 350000 ("11", "44"): raise the target by 50000, or lower these minima by as much
}

func ExamplePlan() {
	plan, err := hierarchy.Cascade(places, ofDensity("12.5"), hierarchy.Options{
		Rule:  hierarchy.Rule{Method: hierarchy.Scale(inForce)},
		Basis: people,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for t := range plan.Targets() {
		fmt.Println(t.Code, t.From, t.Indicator.Format(t.Value))
	}
	fmt.Println("law kept:", plan.Check() == nil)
	fmt.Println("residual:", plan.Residual("00").StringFixed(6))
	// Output:
	// plan  12.50
	// plan/11 plan 12.22
	// plan/31 plan 7.16
	// plan/44 plan 13.73
	// law kept: true
	// residual: 0.000129
}

func ExampleQuota() {
	t := ofGrowth("6.5")
	t.Comparator, t.Upper = target.Within, decimal.RequireFromString("7")
	plan, err := hierarchy.Cascade(places, t, hierarchy.Options{Basis: people})
	if err != nil {
		fmt.Println(err)
		return
	}
	q, ok := plan.Quota("31")
	fmt.Println(ok, q.Unit.Name, q.Value, "to", q.Upper.Decimal)
	// Output:
	// true Shanghai 6.5 to 7
}

func ExampleExplanation() {
	plan, err := hierarchy.Cascade(places, goal, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(plan.Explain("44"))
	// Output:
	// Guangdong 44: 124,405 patents in force, by 2015, at least
	//   The three 00: 300,000, shared in proportion to patents in force, 2012-03
	//     claim 62,787 of 151,410 (41.47 %): 124,404.5968 → 124,405 by largest remainder (1 of 3 rounded up, remainders from 0.5968)
	//   The three 00: 300,000, set
}

func ExampleExplainStep() {
	plan, err := hierarchy.Cascade(places, goal, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	s := plan.Explain("11").Steps[0]
	fmt.Println(s.Parent.Name, s.Method)
	fmt.Println(s.Claim.Weight, "of", s.Weights, "is", s.Exact.Decimal, "and becomes", s.Quota.Value)
	// Output:
	// The three in proportion to patents in force, 2012-03
	// 55879 of 151410 is 110717.2578 and becomes 110717
}

func ExampleLevelSlack() {
	plan, err := hierarchy.Cascade(places, ofGrowth("7.5"), hierarchy.Options{
		Rule:  hierarchy.Rule{Stretch: decimal.NewNullDecimal(decimal.New(20, -2))},
		Basis: people,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range plan.Slack() {
		fmt.Printf("%s: %v %%, %v points above the target\n", s.Level, s.Figure, s.Total.Decimal)
	}
	// Output:
	// province: 9 %, 1.5 points above the target
}

func ExampleMiddleOut() {
	// The provinces' own plans make the nation's.
	t := goal
	t.Value = decimal.Zero
	plan, err := hierarchy.MiddleOut(places, t, mustColumn(places, map[string]int64{"11": 90000, "31": 80000, "44": 110000}), hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	q, _ := plan.Quota("00")
	fmt.Println(q.Unit.Name, q.Value)
	// Output:
	// The three 280000
}

func ExampleCascadeAll() {
	targets := []target.Target{goal, ofDensity("12.5")}
	plans, err := hierarchy.CascadeAll(places, func(yield func(target.Target) bool) {
		for _, t := range targets {
			if !yield(t) {
				return
			}
		}
	}, func(t target.Target) hierarchy.Options {
		return hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Scale(inForce)}, Basis: people}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range plans {
		q, _ := p.Quota("11")
		fmt.Println(p.Target().Indicator.Name+p.Target().Indicator.Measure, q.Value)
	}
	// Output:
	// patents in force 110717
	// patents per 10,000 people 12.22
}
