package hierarchy_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// A province hands its target to its prefectures; the patent office hands its
// own to the offices, and one is directly under it.
func ExampleLineGap() {
	line := func(value int64, had map[string]decimal.Decimal) (*hierarchy.Plan, error) {
		units := []hierarchy.Unit{{Code: "44", Name: "Guangdong", Level: "province"}}
		for code := range had {
			units = append(units, hierarchy.Unit{Code: code, Level: "prefecture", Parent: "44"})
		}
		tree, err := hierarchy.NewTree([]string{"province", "prefecture"}, units)
		if err != nil {
			return nil, err
		}
		weights, err := tree.Column(maps.All(had))
		if err != nil {
			return nil, err
		}
		return hierarchy.Cascade(tree, target.Target{
			Code: "patents-2015", Unit: "44", Period: target.Year(2015), Value: decimal.New(value, 0),
			Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
		}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(weights)}})
	}

	n := func(v int64) decimal.Decimal { return decimal.New(v, 0) }
	province, err := line(100_000, map[string]decimal.Decimal{"4401": n(9640), "4403": n(43312), "4406": n(2500)})
	if err != nil {
		fmt.Println(err)
		return
	}
	office, err := line(90_000, map[string]decimal.Decimal{"4401": n(9640), "4403": n(43312), "4420": n(900)})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Strictest(province, office)
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plan.Children("44") {
		fmt.Println(q.Unit.Code, q.Value, "by line", q.Line)
	}
	for _, gap := range plan.Gaps() {
		fmt.Println(gap.Unit.Code, "is reached by", gap.Reached, "and not by", gap.Missed)
	}
	// Output:
	// 4401 17385 by line 0
	// 4403 78107 by line 0
	// 4406 4508 by line 0
	// 4406 is reached by [0] and not by [1]
	// 4420 is reached by [1] and not by [0]
}
