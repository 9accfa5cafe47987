package crosswalk_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/target"
)

// In August 2011 the prefecture of Chaohu in Anhui was abolished. Its county Lujiang went
// to Hefei, Wuwei to Wuhu. The population of the counties, in units of 10,000, is that of
// 2003 (Handbook of the Administrative Divisions of the People's Republic of China, 2005).
func Example() {
	levels := []string{"province", "prefecture", "county"}
	before, err := hierarchy.NewTree(levels, []hierarchy.Unit{
		{Code: "34", Name: "Anhui", Level: "province"},
		{Code: "3414", Name: "Chaohu", Level: "prefecture", Parent: "34"},
		{Code: "341421", Name: "Lujiang", Level: "county", Parent: "3414"},
		{Code: "341422", Name: "Wuwei", Level: "county", Parent: "3414"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	after, err := hierarchy.NewTree(levels, []hierarchy.Unit{
		{Code: "34", Name: "Anhui", Level: "province"},
		{Code: "3401", Name: "Hefei", Level: "prefecture", Parent: "34"},
		{Code: "340124", Name: "Lujiang", Level: "county", Parent: "3401"},
		{Code: "3402", Name: "Wuhu", Level: "prefecture", Parent: "34"},
		{Code: "340225", Name: "Wuwei", Level: "county", Parent: "3402"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	people, err := before.Column(maps.All(map[string]decimal.Decimal{
		"341421": decimal.New(119, 0), "341422": decimal.New(139, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	changes := []crosswalk.Change{
		{Date: "2011-08", From: "341421", To: "340124", Weight: decimal.New(1, 0)},
		{Date: "2011-08", From: "341422", To: "340225", Weight: decimal.New(1, 0)},
	}
	walk, err := crosswalk.New(before, after, changes)
	if err != nil {
		fmt.Println(err)
		return
	}
	carried, err := walk.Carry(target.Stock, people, crosswalk.CarryOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	carried, err = hierarchy.RollUp(target.Stock, carried, hierarchy.Column{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, n := range carried.All() {
		fmt.Println(u.Code, u.Name, n)
	}
	// Output:
	// 34 Anhui 258
	// 3401 Hefei 119
	// 3402 Wuhu 139
	// 340124 Lujiang 119
	// 340225 Wuwei 139
}
