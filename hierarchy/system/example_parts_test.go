package system_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
)

// Four provinces are to have 2,000,000 patents in force by 2015, of three types. The
// quotas go by the patents in force in 2012 (China Statistical Yearbook on Science
// and Technology), and Beijing has promised 130,000 inventions. The targets are made
// up. Divided one by one, the types would miss the total in all four.
func ExampleParts() {
	tree, err := hierarchy.NewTree([]string{"group", "province"}, []hierarchy.Unit{
		{Code: "00", Name: "four provinces", Level: "group"},
		{Code: "11", Name: "Beijing", Level: "province", Parent: "00"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "00"},
		{Code: "32", Name: "Jiangsu", Level: "province", Parent: "00"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	column := func(figures map[string]int64) hierarchy.Column {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			v, ok := figures[u.Code]
			return decimal.New(v, 0), ok
		})
		if err != nil {
			panic(err) // no figure is out of range
		}
		return c.Named("patents in force in 2012")
	}
	goal := func(code string, value int64) target.Target {
		return target.Target{
			Code: code, Unit: "00", Period: target.Year(2015), Value: decimal.New(value, 0),
			Indicator: target.Indicator{Code: code, Kind: target.Stock, Better: target.Higher},
		}
	}

	total := column(map[string]int64{"11": 170516, "31": 173513, "32": 537180, "44": 490159})
	whole, err := hierarchy.Cascade(tree, goal("patents", 2000000), hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(total)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	parts, err := system.Parts("types", whole, []system.Part{
		{
			Target:  goal("inventions", 400000),
			Weights: column(map[string]int64{"11": 69554, "31": 40309, "32": 45238, "44": 78902}),
			Holds:   []hierarchy.Hold{{Unit: "11", By: "Beijing", Reason: "promised", Value: decimal.New(130000, 0)}},
		},
		{
			Target:  goal("utility models", 900000),
			Weights: column(map[string]int64{"11": 79520, "31": 92595, "32": 190361, "44": 206603}),
		},
		{
			Target:  goal("designs", 700000),
			Weights: column(map[string]int64{"11": 21442, "31": 40609, "32": 301581, "44": 204654}),
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println("               inventions    models   designs   patents")
	for q := range whole.All() {
		fmt.Printf("%-14s", q.Unit.Name)
		for _, part := range parts {
			of, _ := part.Quota(q.Unit.Code)
			fmt.Printf(" %9s", of.Value)
		}
		fmt.Printf(" %9s\n", q.Value)
	}
	fmt.Println("coherent:", system.CheckParts(whole, parts...) == nil)
	fmt.Print(parts[0].Explain("32"))
	// Output:
	//                inventions    models   designs   patents
	// four provinces    400000    900000    700000   2000000
	// Beijing           130000     98708     19972    248680
	// Shanghai           62939    143040     47072    253051
	// Jiangsu            77471    322532    383419    783422
	// Guangdong         129590    335720    249537    714847
	// coherent: true
	// Jiangsu 32: 77,471, by 2015, at least
	//   four provinces 00: 400,000, shared in proportion to patents in force in 2012
	//     held at 77,471 by identity types: the parts of patents add up to 783422
	//   four provinces 00: 400,000, set
}

// The parts of a plan are checked from their quotas alone, whoever made them.
func ExampleCheckParts() {
	tree, err := hierarchy.NewTree([]string{"company", "region"}, []hierarchy.Unit{
		{Code: "all", Level: "company"},
		{Code: "north", Level: "region", Parent: "all"},
		{Code: "south", Level: "region", Parent: "all"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan := func(code string, value int64) *hierarchy.Plan {
		p, err := hierarchy.Cascade(tree, target.Target{
			Code: code, Unit: "all", Period: target.Year(2026), Value: decimal.New(value, 0),
			Indicator: target.Indicator{Code: code, Kind: target.Flow, Better: target.Higher},
		}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Equal()}})
		if err != nil {
			panic(err) // two regions can share any target
		}
		return p
	}
	fmt.Println(system.CheckParts(plan("sales", 102), plan("goods", 51), plan("services", 51)))
	// Output:
	// 2 problems:
	// units["north"] 1 does not belong together: the parts miss the whole by this
	// units["south"] -1 does not belong together: the parts miss the whole by this
}

// Parts that no table can hold are refused, with the units and parts concerned.
func ExamplePartsError() {
	tree, err := hierarchy.NewTree([]string{"company", "region"}, []hierarchy.Unit{
		{Code: "all", Level: "company"},
		{Code: "north", Level: "region", Parent: "all"},
		{Code: "south", Level: "region", Parent: "all"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	goal := func(code string, value int64) target.Target {
		return target.Target{
			Code: code, Unit: "all", Period: target.Year(2026), Value: decimal.New(value, 0),
			Indicator: target.Indicator{Code: code, Kind: target.Flow, Better: target.Higher},
		}
	}

	even, err := tree.Constant("region", decimal.New(1, 0))
	if err != nil {
		fmt.Println(err)
		return
	}

	whole, err := hierarchy.Cascade(
		tree, goal("sales", 100), hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Equal()}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}

	_, err = system.Parts("goods and services", whole, []system.Part{
		{Target: goal("goods", 70), Weights: even, Holds: []hierarchy.Hold{{Unit: "north", Value: decimal.New(10, 0)}}},
		{Target: goal("services", 30), Weights: even},
	})
	fmt.Println(err)
	// Output:
	// system: identity goods and services cannot be met below all: unit all, part goods have only 60, and minima, holds and what other parts cannot take make that at least 70: change the targets, bounds or weights of the parts
}
