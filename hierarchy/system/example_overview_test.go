package system_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// Suppose that Beijing and Shanghai were to have 500,000 patents in force by 2015, 180,000
// of them inventions. Quotas go by what they had in 2012 (China Statistical Yearbook on
// Science and Technology), and rise evenly over the years.
func Example() {
	tree, err := hierarchy.NewTree([]string{"group", "city"}, []hierarchy.Unit{
		{Code: "00", Name: "Together", Level: "group"},
		{Code: "11", Name: "Beijing", Level: "city", Parent: "00"},
		{Code: "31", Name: "Shanghai", Level: "city", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	inForce, had := map[string]hierarchy.Column{}, map[string]decimal.Decimal{}
	for code, figures := range map[string][2]int64{
		"patents": {170516, 173513}, "inventions": {69554, 40309}, "others": {100962, 133204},
	} {
		beijing, shanghai := decimal.New(figures[0], 0), decimal.New(figures[1], 0)
		had[code] = beijing.Add(shanghai)
		inForce[code], err = tree.Column(maps.All(map[string]decimal.Decimal{
			"00": had[code], "11": beijing, "31": shanghai,
		}))
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	indicator := func(code string, value int64) system.Indicator {
		return system.Indicator{
			Target: target.Target{
				Code: code, Unit: "00", Period: target.Years(2013, 2015), Value: decimal.New(value, 0),
				Indicator: target.Indicator{Code: code, Kind: target.Stock, Better: target.Higher},
				Baseline:  &target.Point{Period: target.Year(2012), Value: had[code]},
			},
			Options: hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce[code])}},
		}
	}

	indicators := []system.Indicator{
		indicator("patents", 500_000), indicator("inventions", 180_000), indicator("others", 320_000),
	}
	types := system.Sum{Name: "types", Whole: "patents", Parts: []string{"inventions", "others"}}
	plans, err := system.Cascade(tree, system.Config{Indicators: indicators, Sums: []system.Sum{types}})
	if err != nil {
		fmt.Println(err)
		return
	}
	years, err := system.Spread(plans.Plan("patents"), system.YearsOptions{
		Shape: temporal.StraightLine{}, Before: inForce["patents"],
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for q := range plans.Plan("patents").All() {
		inventions, _ := plans.Plan("inventions").Quota(q.Unit.Code)
		others, _ := plans.Plan("others").Quota(q.Unit.Code)
		fmt.Println(q.Unit.Name, inventions.Value, "+", others.Value, "=", q.Value)
	}
	for _, year := range years.Quotas("11") {
		fmt.Println("Beijing by", year.Period, year.Value)
	}
	fmt.Println("coherent:", plans.Check() == nil, years.Check() == nil)
	// Output:
	// Together 180000 + 320000 = 500000
	// Beijing 112524 + 135298 = 247822
	// Shanghai 67476 + 184702 = 252178
	// Beijing by 2013 196285
	// Beijing by 2014 222053
	// Beijing by 2015 247822
	// coherent: true true
}
