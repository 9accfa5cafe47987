package hierarchy_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// The government hands down patents in force by 2015. The patent office hands down
// the same, and applications by 2012 besides. Nothing of it is dropped.
func ExampleDemand() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "00", Name: "China", Level: "nation"},
		{Code: "11", Name: "Beijing", Level: "province", Parent: "00"},
		{Code: "34", Name: "Anhui", Level: "province", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	people, err := tree.Column(maps.All(map[string]decimal.Decimal{"11": decimal.New(20, 0), "34": decimal.New(60, 0)}))
	if err != nil {
		fmt.Println(err)
		return
	}
	hand := func(
		setter, indicator string, by target.Period, value int64, method hierarchy.Method,
	) (*hierarchy.Plan, error) {
		return hierarchy.Cascade(tree, target.Target{
			Code: setter, Setter: setter, Unit: "00", Period: by, Value: decimal.New(value, 0),
			Indicator: target.Indicator{Code: indicator, Kind: target.Cumulative, Better: target.Higher},
		}, hierarchy.Options{Rule: hierarchy.Rule{Method: method}})
	}
	government, err := hand("government", "in force", target.Year(2015), 8000, hierarchy.Proportional(people))
	if err != nil {
		fmt.Println(err)
		return
	}
	office, err := hand("office", "in force", target.Year(2015), 8000, hierarchy.Equal())
	if err != nil {
		fmt.Println(err)
		return
	}
	filings, err := hand("office", "applications", target.Year(2012), 6000, hierarchy.Equal())
	if err != nil {
		fmt.Println(err)
		return
	}

	demands, err := hierarchy.Demands(government, office, filings)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range demands {
		if d.Unit.Level == "province" {
			fmt.Println(
				d.Unit.Name, d.Target.Indicator.Code, d.Target, "by the", d.Target.Setter, "asked by", len(d.Lines),
			)
		}
	}
	// Output:
	// Beijing in force at least 4,000 by 2015 by the office asked by 2
	// Beijing applications at least 3,000 by 2012 by the office asked by 1
	// Anhui in force at least 6,000 by 2015 by the government asked by 2
	// Anhui applications at least 3,000 by 2012 by the office asked by 1
}

func ExampleDemands() {
	demands, err := hierarchy.Demands()
	fmt.Println(demands, err)
	// Output: [] plans 0 is out of range: must be between 1 and 100
}

// A provincial patent office is in two trees. A patent acceptance window is a
// branch of the national office, and stays out of the tree of offices.
func ExampleLeadershipTree() {
	bodies, err := target.NewBodies([]target.Body{
		{Code: "state-council", Kind: target.Government, Level: "nation"},
		{Code: "sipo", Kind: target.Office, Level: "nation"},
		{Code: "anhui", Kind: target.Government, Level: "province", Led: []target.Leadership{
			{By: "state-council", Line: target.Territorial},
		}},
		{Code: "anhui-pipo", Kind: target.Office, Level: "provincial office", Led: []target.Leadership{
			{By: "sipo", Line: target.Professional}, {By: "anhui", Line: target.Territorial},
		}},
		{Code: "hefei-window", Kind: target.Branch, Level: "provincial office", Led: []target.Leadership{
			{By: "sipo", Line: target.Professional},
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, line := range []target.Line{target.Territorial, target.Professional} {
		tree, err := hierarchy.LeadershipTree(bodies, hierarchy.LeadershipOptions{
			Line: line, On: "2013", Levels: []string{"nation", "province", "provincial office"},
			Kinds: []target.BodyKind{target.Government, target.Office},
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Print(line, ":")
		for u := range tree.All() {
			fmt.Print(" ", u.Code)
		}
		fmt.Println()
	}
	// Output:
	// territorial: state-council anhui anhui-pipo
	// professional: sipo anhui-pipo
}
