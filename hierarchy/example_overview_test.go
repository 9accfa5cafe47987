package hierarchy_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Three provinces had 151,410 invention patents in force in March 2012 (China's patent
// office). Suppose that they were to have 300,000 by 2015, each in proportion to what it
// had.
func Example() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "00", Name: "The three", Level: "nation"},
		{Code: "11", Name: "Beijing", Level: "province", Parent: "00"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "00"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	inForce, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"11": decimal.New(55879, 0), "31": decimal.New(32744, 0), "44": decimal.New(62787, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	goal := target.Target{
		Code: "patents-2015", Unit: "00", Period: target.Year(2015), Value: decimal.New(300_000, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}
	rule := hierarchy.Rule{Method: hierarchy.Proportional(inForce.Named("patents in force, 2012-03"))}
	plan, err := hierarchy.Cascade(tree, goal, hierarchy.Options{Rule: rule})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("adds up:", plan.Check() == nil)
	fmt.Print(plan)
	fmt.Print(plan.Explain("44"))
	// Output:
	// adds up: true
	// patents, at least 300,000 by 2015 (patents-2015)
	// unit              quota
	// The three 00    300,000
	//   Beijing 11    110,717
	//   Shanghai 31    64,878
	//   Guangdong 44  124,405
	// Guangdong 44: 124,405, by 2015, at least
	//   The three 00: 300,000, shared in proportion to patents in force, 2012-03
	//     claim 62,787 of 151,410 (41.47 %): 124,404.5968 → 124,405 by largest remainder (1 of 3 rounded up, remainders from 0.5968)
	//   The three 00: 300,000, set
}
