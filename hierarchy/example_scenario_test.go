package hierarchy_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// How many patents each of three provinces is asked for, if the nation wants
// 1,000, 1,500 or 2,000, and if the grants of the last year count instead of
// patents in force: the tree and the rule are checked once.
func ExamplePrepare() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "CN", Level: "nation"},
		{Code: "11", Name: "Beijing", Level: "province", Parent: "CN"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "CN"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "CN"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	give := func(beijing, shanghai, guangdong int64) hierarchy.Column {
		c, err := tree.Column(maps.All(map[string]decimal.Decimal{
			"11": decimal.New(beijing, 0), "31": decimal.New(shanghai, 0), "44": decimal.New(guangdong, 0),
		}))
		if err != nil {
			fmt.Println(err)
		}
		return c
	}
	stock, grants := give(55879, 32744, 62787), give(15880, 9160, 18242)

	prepared, err := hierarchy.Prepare(tree, target.Target{
		Code: "patents", Unit: "CN", Period: target.Year(2012), Value: decimal.New(1000, 0), Force: target.Binding,
		Indicator: target.Indicator{Code: "patents", Kind: target.Flow, Better: target.Higher},
	}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(stock)}})
	if err != nil {
		fmt.Println(err)
		return
	}

	printRun := func(name string, s hierarchy.Scenario) {
		plan, err := prepared.Run(s)
		if err != nil {
			fmt.Println(err)
			return
		}
		var quotas []decimal.Decimal
		for quota := range plan.All() {
			quotas = append(quotas, quota.Value)
		}
		fmt.Println(name, quotas)
	}
	for _, total := range []int64{1000, 1500, 2000} {
		value := decimal.New(total, 0)
		printRun(value.String(), hierarchy.Scenario{Value: decimal.NewNullDecimal(value)})
	}
	printRun("by grants", hierarchy.Scenario{Rule: hierarchy.Rule{Method: hierarchy.Proportional(grants)}})
	// Output:
	// 1000 [1000 369 216 415]
	// 1500 [1500 554 324 622]
	// 2000 [2000 738 433 829]
	// by grants [1000 367 212 421]
}

// A count of patents was corrected after the quotas had been made. The sums above
// the city change with it, and only the families that this concerns are divided anew.
func ExamplePrepared_RunFrom() {
	tree, err := hierarchy.NewTree([]string{"province", "city"}, []hierarchy.Unit{
		{Code: "4400", Name: "Guangdong", Level: "province"},
		{Code: "4401", Name: "Guangzhou", Level: "city", Parent: "4400"},
		{Code: "4403", Name: "Shenzhen", Level: "city", Parent: "4400"},
		{Code: "4419", Name: "Dongguan", Level: "city", Parent: "4400"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	counted, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"4401": decimal.New(8_500, 0), "4403": decimal.New(43_312, 0), "4419": decimal.New(3_100, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	patents, err := hierarchy.RollUp(target.Stock, counted, hierarchy.Column{})
	if err != nil {
		fmt.Println(err)
		return
	}

	prepared, err := hierarchy.Prepare(tree, target.Target{
		Code: "patents", Unit: "4400", Period: target.Year(2015), Value: decimal.New(100_000, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(patents)}})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := prepared.Run(hierarchy.Scenario{})
	if err != nil {
		fmt.Println(err)
		return
	}

	corrected, err := patents.WithSums("4401", decimal.New(8_900, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	again, err := prepared.RunFrom(plan, hierarchy.Scenario{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(corrected)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range plan.Diff(again) {
		fmt.Println(d.Unit.Name, d.Before.Decimal, "→", d.After.Decimal)
	}
	// Output:
	// Guangzhou 15479 → 16090
	// Shenzhen 78875 → 78305
	// Dongguan 5646 → 5605
}

// A request changes the total and the rule of a cascade that is prepared. Columns
// are those that the service has, by their names.
func ExampleReadScenario() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "CN", Level: "nation"},
		{Code: "11", Name: "Beijing", Level: "province", Parent: "CN"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "CN"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	stock, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"11": decimal.New(55879, 0), "31": decimal.New(32744, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	prepared, err := hierarchy.Prepare(tree, target.Target{
		Code: "patents", Unit: "CN", Period: target.Year(2012), Value: decimal.New(1000, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Flow, Better: target.Higher},
	}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Equal()}})
	if err != nil {
		fmt.Println(err)
		return
	}

	scenario, err := hierarchy.ReadScenario(
		[]byte(`{"value":"1200","rule":{"method":{"method":"proportional","weights":"patents in force"}}}`),
		hierarchy.Inputs{Columns: []hierarchy.Column{stock.Named("patents in force")}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := prepared.Run(scenario)
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plan.All() {
		fmt.Println(q.Unit.Code, q.Value)
	}
	// Output:
	// CN 1200
	// 11 757
	// 31 443
}
