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

// Five cities stand beside the provinces in the national plan (计划单列市). Their quotas are
// an overlay: a tree of their own, with a target of its own. Shenzhen is also in its
// province's plan, and is asked the harder of the two. Ningbo, whose province has handed
// nothing down yet, is asked the overlay alone. The figures are patents in force of March
// 2012 (China's patent office); the targets are invented.
func ExampleDemands_overlay() {
	levels := []string{"nation", "province", "city"}
	hand := func(
		setter string, value int64, units []hierarchy.Unit, inForce map[string]decimal.Decimal,
	) (*hierarchy.Plan, error) {
		units = append([]hierarchy.Unit{{Code: "000000", Name: "China", Level: "nation"}}, units...)
		tree, err := hierarchy.NewTree(levels, units)
		if err != nil {
			return nil, err
		}
		weights, err := tree.Column(maps.All(inForce))
		if err != nil {
			return nil, err
		}
		return hierarchy.Cascade(tree, target.Target{
			Code: setter, Setter: setter, Unit: "000000", Period: target.Year(2015), Value: decimal.New(value, 0),
			Indicator: target.Indicator{Code: "patents", Measure: "patents", Kind: target.Stock, Better: target.Higher},
		}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(weights)}})
	}
	n := func(v int64) decimal.Decimal { return decimal.New(v, 0) }

	provinces, err := hand("provinces", 150_000, []hierarchy.Unit{
		{Code: "330000", Name: "Zhejiang", Level: "province", Parent: "000000"},
		{Code: "440000", Name: "Guangdong", Level: "province", Parent: "000000"},
		{Code: "440100", Name: "Guangzhou", Level: "city", Parent: "440000"},
		{Code: "440300", Name: "Shenzhen", Level: "city", Parent: "440000"},
		{Code: "44x", Name: "elsewhere in Guangdong", Level: "city", Parent: "440000", Role: hierarchy.Residual},
	}, map[string]decimal.Decimal{
		"330000": n(27605), "440000": n(62787), "440100": n(9640), "440300": n(43312), "44x": n(9835),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	overlay, err := hand("overlay", 100_000, []hierarchy.Unit{
		{Code: "210200", Name: "Dalian", Level: "city", Parent: "000000"},
		{Code: "330200", Name: "Ningbo", Level: "city", Parent: "000000"},
		{Code: "350200", Name: "Xiamen", Level: "city", Parent: "000000"},
		{Code: "370200", Name: "Qingdao", Level: "city", Parent: "000000"},
		{Code: "440300", Name: "Shenzhen", Level: "city", Parent: "000000"},
	}, map[string]decimal.Decimal{
		"210200": n(3727), "330200": n(4842), "350200": n(1995), "370200": n(3414), "440300": n(43312),
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	demands, err := hierarchy.Demands(provinces, overlay)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range demands {
		if d.Unit.Level == "city" {
			fmt.Println(d.Unit.Name, d.Target.Value, "by", d.Target.Setter, "asked by", len(d.Lines))
		}
	}
	// Output:
	// Guangzhou 15997 by provinces asked by 1
	// Shenzhen 75601 by overlay asked by 2
	// elsewhere in Guangdong 16321 by provinces asked by 1
	// Dalian 6506 by overlay asked by 1
	// Ningbo 8452 by overlay asked by 1
	// Xiamen 3482 by overlay asked by 1
	// Qingdao 5959 by overlay asked by 1
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
