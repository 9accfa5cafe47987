package cascade_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// The four provinces of the Yangtze delta had 64,452 invention patents in
// force in 2010 (China Statistical Yearbook on Science and Technology). Suppose
// that they were to have 200,000 by 2015. The target is handed down by what each
// had, and the results of 2015 are compared with the quotas. The provinces are
// ranked by the share of the quota that they reached, and one of them asks why it
// has the quota that it has.
func Example() {
	units := []hierarchy.Unit{
		{Code: "YD", Name: "Yangtze delta", Level: "region"},
		{Code: "310000", Name: "Shanghai", Level: "province", Parent: "YD"},
		{Code: "320000", Name: "Jiangsu", Level: "province", Parent: "YD"},
		{Code: "330000", Name: "Zhejiang", Level: "province", Parent: "YD"},
		{Code: "340000", Name: "Anhui", Level: "province", Parent: "YD"},
	}
	tree, err := hierarchy.NewTree([]string{"region", "province"}, units)
	if err != nil {
		fmt.Println(err)
		return
	}
	in2010 := map[string]decimal.Decimal{
		"310000": decimal.New(23843, 0), "320000": decimal.New(19682, 0),
		"330000": decimal.New(17955, 0), "340000": decimal.New(2972, 0),
	}
	patents, err := tree.Column(maps.All(in2010))
	if err != nil {
		fmt.Println(err)
		return
	}

	goal := target.Target{
		Code:      "delta-patents",
		Unit:      "YD",
		Indicator: target.Indicator{Code: "inventions", Measure: "patents", Kind: target.Stock, Better: target.Higher},
		Period:    target.Year(2015),
		Value:     decimal.New(200000, 0),
	}
	rule := hierarchy.Rule{Method: hierarchy.Proportional(patents.Named("patents in force in 2010"))}
	plan, err := hierarchy.Cascade(tree, goal, hierarchy.Options{Rule: rule})
	if err != nil {
		fmt.Println(err)
		return
	}

	in2015 := map[string]decimal.Decimal{
		"310000": decimal.New(69982, 0), "320000": decimal.New(113160, 0),
		"330000": decimal.New(70981, 0), "340000": decimal.New(26075, 0),
	}
	var entries []ranking.Entry
	for t := range plan.Targets() {
		if t.Unit == "YD" {
			continue
		}
		result := target.Observation{
			Unit: t.Unit, Indicator: "inventions", Period: target.Year(2015), Value: in2015[t.Unit],
		}
		a, err := evaluate.Assess(t, result)
		if err != nil {
			fmt.Println(err)
			return
		}
		u, _ := tree.Unit(t.Unit)
		fmt.Printf("%-8s quota %6s  result %6s  gap %6s  met %v\n", u.Name, t.Value, a.Actual, a.Gap, a.Met)
		entries = append(entries, ranking.Entry{Code: u.Code, Name: u.Name, Value: a.Attainment.Decimal})
	}

	table, err := ranking.New(entries, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println()
	for r := range table.All() {
		fmt.Printf("%d. %-8s %s\n", r.Rank, r.Name, r.Value.StringFixed(3))
	}

	fmt.Println()
	fmt.Print(plan.Explain("340000"))

	// Output:
	// Shanghai quota  73987  result  69982  gap  -4005  met false
	// Jiangsu  quota  61075  result 113160  gap  52085  met true
	// Zhejiang quota  55716  result  70981  gap  15265  met true
	// Anhui    quota   9222  result  26075  gap  16853  met true
	//
	// 1. Anhui    2.827
	// 2. Jiangsu  1.853
	// 3. Zhejiang 1.274
	// 4. Shanghai 0.946
	//
	// Anhui 340000: 9,222 patents, by 2015, at least
	//   Yangtze delta YD: 200,000, shared in proportion to patents in force in 2010
	//     claim 2,972 of 64,452 (4.61 %): 9,222.3670 → 9,222 by largest remainder (3 of 4 rounded up, remainders from 0.8429)
	//   Yangtze delta YD: 200,000, set
}
