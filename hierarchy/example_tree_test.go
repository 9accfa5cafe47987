package hierarchy_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func ExampleNewTree() {
	tree, err := hierarchy.NewTree([]string{"nation", "province", "prefecture", "county"}, []hierarchy.Unit{
		{Code: "000000", Name: "China", Level: "nation"},
		{Code: "410000", Name: "Henan", Level: "province", Parent: "000000"},
		{Code: "410100", Name: "Zhengzhou", Level: "prefecture", Parent: "410000"},
		{Code: "419001", Name: "Jiyuan", Level: "county", Parent: "410000"}, // directly under the province
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for u := range tree.Children("410000") {
		fmt.Println(u.Level, u.Name)
	}
	// Output:
	// prefecture Zhengzhou
	// county Jiyuan
}

func ExampleNewTree_errors() {
	_, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "000000", Level: "nation"},
		{Code: "410000", Level: "provinz", Parent: "000000"},
		{Code: "440000", Level: "province", Parent: "00000"},
	})
	fmt.Println(err)
	// Output:
	// 2 problems:
	// units["410000"].level "provinz" is unknown: must be one of nation, province
	// units["440000"].parent "00000" is unknown: must be the code of a unit of the tree
}

func ExampleTree() {
	u, ok := places.Unit("44")
	fmt.Println(u.Name, ok)
	for u := range places.Ancestors("44") {
		fmt.Println("under", u.Name)
	}
	// Output:
	// Guangdong true
	// under The three
}

func ExampleRole() {
	tree, err := hierarchy.NewTree([]string{"province", "city"}, []hierarchy.Unit{
		{Code: "440000", Name: "Guangdong", Level: "province"},
		{Code: "440300", Name: "Shenzhen", Level: "city", Parent: "440000", Role: hierarchy.Memo},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	// Shenzhen's patents are among Guangdong's: they are shown and not added.
	c, err := tree.Column(maps.All(map[string]decimal.Decimal{"440000": decimal.New(62787, 0), "440300": decimal.New(43312, 0)}))
	if err != nil {
		fmt.Println(err)
		return
	}
	up, err := hierarchy.RollUp(target.Stock, c, hierarchy.Column{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, v := range up.All() {
		fmt.Println(u.Name, u.Role, v)
	}
	// Output:
	// Guangdong member 62787
	// Shenzhen memo 43312
}

func ExampleColumn() {
	c, err := places.Column(maps.All(map[string]decimal.Decimal{"31": decimal.New(32744, 0), "11": decimal.New(55879, 0)}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, v := range c.All() {
		fmt.Println(u.Name, v)
	}
	_, ok := c.At("44")
	fmt.Println("Guangdong:", ok)
	// Output:
	// Beijing 55879
	// Shanghai 32744
	// Guangdong: false
}

func ExampleRollUp() {
	densities, err := places.Column(maps.All(map[string]decimal.Decimal{
		"11": decimal.RequireFromString("28.51"),
		"31": decimal.RequireFromString("14.24"),
		"44": decimal.RequireFromString("6.02"),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	up, err := hierarchy.RollUp(target.Ratio, densities, people)
	if err != nil {
		fmt.Println(err)
		return
	}
	mean, _ := up.At("00")
	fmt.Println("patents over people:", mean.StringFixed(2))
	_, err = hierarchy.RollUp(target.Position, densities, people)
	fmt.Println(err)
	// Output:
	// patents over people: 10.31
	// kind "position" is ruled out: an index or a position is never added or averaged: roll up what it is made from
}

func ExampleRollUpCovered() {
	reported := mustColumn(places, map[string]int64{"11": 61000, "44": 70000})
	sums, coverage, err := hierarchy.RollUpCovered(target.Stock, reported, people)
	if err != nil {
		fmt.Println(err)
		return
	}
	sum, _ := sums.At("00")
	share, _ := coverage.At("00")
	fmt.Printf("%v, from provinces with %s %% of the people\n", sum, share.Shift(2).StringFixed(1))
	// Output:
	// 131000, from provinces with 84.3 % of the people
}

func ExampleTree_ColumnFunc() {
	shares := map[string]int64{"11": 37, "31": 22, "44": 41}
	c, err := places.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		v, ok := shares[u.Code]
		return decimal.New(v, -2), ok
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, v := range c.All() {
		fmt.Println(u.Name, v)
	}
	// Output:
	// Beijing 0.37
	// Shanghai 0.22
	// Guangdong 0.41
}
