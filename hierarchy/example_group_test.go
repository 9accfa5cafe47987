package hierarchy_test

import (
	"errors"
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Six provinces share 300,000 patents in proportion to those in force in March 2012
// (China's patent office). Alone, the proportion gives the capital region 105,329. It is
// to reach at least 120,000 together, and its three provinces share that by the same
// rule. The bound and the total are invented.
func ExampleGroupBound() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "00", Name: "The six", Level: "nation"},
		{Code: "11", Name: "Beijing", Level: "province", Parent: "00"},
		{Code: "12", Name: "Tianjin", Level: "province", Parent: "00"},
		{Code: "13", Name: "Hebei", Level: "province", Parent: "00"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "00"},
		{Code: "32", Name: "Jiangsu", Level: "province", Parent: "00"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	inForce, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"11": decimal.New(55879, 0), "12": decimal.New(8602, 0), "13": decimal.New(4598, 0),
		"31": decimal.New(32744, 0), "32": decimal.New(32142, 0), "44": decimal.New(62787, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	plan, err := hierarchy.Cascade(tree, target.Target{
		Code: "2015", Unit: "00", Period: target.Year(2015), Value: decimal.New(300000, 0),
		Indicator: target.Indicator{Code: "patents", Measure: "patents", Kind: target.Stock, Better: target.Higher},
	}, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce.Named("patents in force, 2012-03"))},
		GroupBounds: []hierarchy.GroupBound{{
			Name: "Beijing, Tianjin and Hebei", Units: []string{"11", "12", "13"},
			Min: decimal.NewNullDecimal(decimal.New(120000, 0)), By: "the centre", Reason: "capital region",
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Print(plan)
	for g := range plan.Groups() {
		fmt.Println(g.Group.Name, g.Total, "above the minimum by", g.AboveMin.Decimal)
	}
	fmt.Print(plan.Explain("12"))
	// Output:
	// patents, at least 300,000 patents by 2015 (2015)
	// unit              quota
	// The six 00      300,000
	//   Beijing 11     97,070  by a bound of its group
	//   Tianjin 12     14,943  by a bound of its group
	//   Hebei 13        7,987  by a bound of its group
	//   Shanghai 31    46,164
	//   Jiangsu 32     45,316
	//   Guangdong 44   88,520
	// Beijing, Tianjin and Hebei 120000 above the minimum by 0
	// Tianjin 12: 14,943 patents, by 2015, at least
	//   The six 00: 300,000, shared in proportion to patents in force, 2012-03
	//     claim 8,602 of 196,752 (4.37 %): 14,943, its part of a bound on several units: "Beijing, Tianjin and Hebei" at least 120,000 by the centre: capital region
	//     without holds and bounds 13,116: it has 1,827 more, and Guangdong 44 has 7,215 less, Shanghai 31 has 3,763 less, Jiangsu 32 has 3,693 less
	//   The six 00: 300,000, set
}

// Bounds that contradict each other are an error that names the groups.
func ExampleInfeasibleError_groups() {
	_, err := hierarchy.Cascade(places, goal, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce)},
		GroupBounds: []hierarchy.GroupBound{{
			Name: "the two cities", Units: []string{"11", "31"}, Max: decimal.NewNullDecimal(decimal.New(90000, 0)),
		}},
		Holds: []hierarchy.Hold{{Unit: "44", Value: decimal.New(200000, 0), By: "the centre"}},
	})
	var failed *hierarchy.InfeasibleError
	if errors.As(err, &failed) {
		fmt.Printf("%s, at most %v\n", failed.Reason, failed.Most.Decimal)
		for _, g := range failed.Groups {
			fmt.Println("bound:", g.Name)
		}
		fmt.Println(failed.Remedy)
	}
	// Output:
	// holds and maxima fall short of the amount, at most 290000
	// bound: the two cities
	// lower the target by 10000, or raise these holds and maxima by as much
}

// A maximum of two units together limits each to its part of it; what they leave goes to
// the third.
func ExampleGroupTotal() {
	plan, err := hierarchy.Cascade(places, goal, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce)},
		GroupBounds: []hierarchy.GroupBound{{
			Name: "the two cities", Units: []string{"11", "31"}, Max: decimal.NewNullDecimal(decimal.New(160000, 0)),
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plan.Level("province") {
		fmt.Println(q)
	}
	for g := range plan.Groups() {
		fmt.Println(g.Group.Name, "have", g.Total, "and could have", g.BelowMax.Decimal, "more")
	}
	// Output:
	// Beijing 11: 100,884, by a bound of its group
	// Shanghai 31: 59,116, by a bound of its group
	// Guangdong 44: 140,000
	// the two cities have 160000 and could have 0 more
}
