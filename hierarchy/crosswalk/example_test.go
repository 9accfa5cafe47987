package crosswalk_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/target"
)

// mustTree and mustColumn make a tree and a column of it, from input that is sound.
func mustTree(levels []string, units []hierarchy.Unit) *hierarchy.Tree {
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		panic(err)
	}
	return tree
}

func mustColumn(tree *hierarchy.Tree, figures map[string]int64) hierarchy.Column {
	c, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for code, v := range figures {
			if !yield(code, decimal.New(v, 0)) {
				return
			}
		}
	})
	if err != nil {
		panic(err)
	}
	return c
}

// The examples are on the end of the prefecture of Chaohu, by
// order of the State Council of 2011-07-14 (2011 No. 84). Population, in units
// of 10,000: end of 2003, Handbook of the Administrative Divisions of the
// People's Republic of China, 2005. The town of Shenxiang, which went to Jiujiang
// while the rest of its county went to Ma'anshan, has 11.83 of the county's 65,
// by an undated figure: the two weights are an estimate.
var (
	anhuiLevels = []string{"province", "prefecture", "county"}
	chaohu10    = mustTree(anhuiLevels, []hierarchy.Unit{
		{Code: "340000", Name: "Anhui", Level: "province"},
		{Code: "340100", Name: "Hefei", Level: "prefecture", Parent: "340000"},
		{Code: "340200", Name: "Wuhu", Level: "prefecture", Parent: "340000"},
		{Code: "340500", Name: "Ma'anshan", Level: "prefecture", Parent: "340000"},
		{Code: "341400", Name: "Chaohu", Level: "prefecture", Parent: "340000"},
		{Code: "341402", Name: "Juchao", Level: "county", Parent: "341400"},
		{Code: "341421", Name: "Lujiang", Level: "county", Parent: "341400"},
		{Code: "341422", Name: "Wuwei", Level: "county", Parent: "341400"},
		{Code: "341423", Name: "Hanshan", Level: "county", Parent: "341400"},
		{Code: "341424", Name: "He", Level: "county", Parent: "341400"},
	})
	chaohu11 = mustTree(anhuiLevels, []hierarchy.Unit{
		{Code: "340000", Name: "Anhui", Level: "province"},
		{Code: "340100", Name: "Hefei", Level: "prefecture", Parent: "340000"},
		{Code: "340200", Name: "Wuhu", Level: "prefecture", Parent: "340000"},
		{Code: "340500", Name: "Ma'anshan", Level: "prefecture", Parent: "340000"},
		{Code: "340181", Name: "Chaohu", Level: "county", Parent: "340100"},
		{Code: "340124", Name: "Lujiang", Level: "county", Parent: "340100"},
		{Code: "340225", Name: "Wuwei", Level: "county", Parent: "340200"},
		{Code: "340207", Name: "Jiujiang", Level: "county", Parent: "340200"},
		{Code: "340522", Name: "Hanshan", Level: "county", Parent: "340500"},
		{Code: "340523", Name: "He", Level: "county", Parent: "340500"},
	})
	chaohuChanges = []crosswalk.Change{
		{Date: "2011-07-14", From: "341402", To: "340181", Weight: decimal.New(1, 0)},
		{Date: "2011-07-14", From: "341421", To: "340124", Weight: decimal.New(1, 0)},
		{Date: "2011-07-14", From: "341422", To: "340225", Weight: decimal.New(1, 0)},
		{Date: "2011-07-14", From: "341423", To: "340522", Weight: decimal.New(1, 0)},
		{Date: "2011-07-14", From: "341424", To: "340523", Weight: decimal.New(818, -3)},
		{Date: "2011-07-14", From: "341424", To: "340207", Weight: decimal.New(182, -3)},
	}
	chaohuPeople = mustColumn(chaohu10, map[string]int64{
		"341402": 86, "341421": 119, "341422": 139, "341423": 44, "341424": 65,
	})
)

// A crosswalk is made of two trees and the changes between them. Units that did not change
// need none.
func ExampleNew() {
	s, err := crosswalk.New(chaohu10, chaohu11, chaohuChanges)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(s)
	// Output:
	// 10 units to 10 units by 6 changes
	// 2011-07-14
	//   341402 Juchao → 340181 Chaohu
	//   341421 Lujiang → 340124 Lujiang
	//   341422 Wuwei → 340225 Wuwei
	//   341423 Hanshan → 340522 Hanshan
	//   341424 He → 340207 Jiujiang 0.182, 340523 He 0.818
	// without a successor: 341400 Chaohu
}

// Every mistake is reported at once.
func ExampleNew_errors() {
	_, err := crosswalk.New(chaohu10, chaohu11, []crosswalk.Change{
		{Date: "2011-07-14", From: "341402", To: "340181", Weight: decimal.New(1, 0)},
		{Date: "2011-07-14", From: "341422", To: "340225", Weight: decimal.New(1, 0)},
		{Date: "2011-07-14", From: "341423", To: "340552", Weight: decimal.New(1, 0)},
		{Date: "2011-07-14", From: "341424", To: "340523", Weight: decimal.New(8, -1)},
		{Date: "2011-07-14", From: "341424", To: "340207", Weight: decimal.New(1, -1)},
	})
	for _, e := range target.AllErrors(err) {
		fmt.Println(e)
	}
	// Output:
	// changes["2011-07-14 341423 → 340552"].to "340552" is unknown: it is not in the new tree, and no later change takes it away
	// changes["2011-07-14 341424 → 340207"].weight 0.1 is not valid: the weights of all that "341424" became on that day must add up to 1 exactly; they make 0.9
	// units["341421"].to "Lujiang" is required: the new tree has no unit with its code: give a change that says what it became
}

// The population of the counties is carried and added up to the new prefectures. These have
// only what came to them, since their other counties are left out here. The total stays.
func ExampleCrosswalk_Carry() {
	s, err := crosswalk.New(chaohu10, chaohu11, chaohuChanges)
	if err != nil {
		fmt.Println(err)
		return
	}
	carried, err := s.Carry(target.Stock, chaohuPeople, crosswalk.CarryOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	up, err := hierarchy.RollUp(target.Stock, carried, hierarchy.Column{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, people := range up.All() {
		if u.Level != "county" {
			fmt.Println(u.Name, people.StringFixed(2))
		}
	}
	// Output:
	// Anhui 453.00
	// Hefei 205.00
	// Wuhu 150.83
	// Ma'anshan 97.17
}

// A ratio is carried by its denominator. Here a part of a county with 2.0 patents per 10,000
// people comes to a district with 5.0 (both invented). The new density of the district is
// (40 × 5.0 + 0.182 × 65 × 2.0) / (40 + 0.182 × 65).
func ExampleCrosswalk_Carry_ratio() {
	old := mustTree([]string{"province", "county"}, []hierarchy.Unit{
		{Code: "34", Name: "Anhui", Level: "province"},
		{Code: "340207", Name: "Jiujiang", Level: "county", Parent: "34"},
		{Code: "341424", Name: "He", Level: "county", Parent: "34"},
	})

	now := mustTree([]string{"province", "county"}, []hierarchy.Unit{
		{Code: "34", Name: "Anhui", Level: "province"},
		{Code: "340207", Name: "Jiujiang", Level: "county", Parent: "34"},
		{Code: "340523", Name: "He", Level: "county", Parent: "34"},
	})

	s, err := crosswalk.New(old, now, chaohuChanges[4:])
	if err != nil {
		fmt.Println(err)
		return
	}

	density := mustColumn(old, map[string]int64{"340207": 5, "341424": 2})
	people := mustColumn(old, map[string]int64{"340207": 40, "341424": 65})
	carried, err := s.Carry(target.Ratio, density, crosswalk.CarryOptions{Basis: people})
	if err != nil {
		fmt.Println(err)
		return
	}

	for u, x := range carried.All() {
		fmt.Println(u.Name, x.StringFixed(4))
	}
	// A rank is refused: what the county's was says nothing about the parts.
	_, err = s.Carry(target.Position, density, crosswalk.CarryOptions{Basis: people})
	fmt.Println(errors.Is(err, target.ErrKind))
	// Output:
	// Jiujiang 4.3153
	// He 2.0000
	// true
}

// A prefecture that has a figure of its own needs weights of its own: here the
// shares of its population, rounded so that they add up to 1.
func ExampleCrosswalk_Carry_prefecture() {
	// invented
	quotas := mustColumn(chaohu10, map[string]int64{"340100": 1600, "340200": 900, "340500": 500, "341400": 300})
	s, err := crosswalk.New(chaohu10, chaohu11, chaohuChanges)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = s.Carry(target.Stock, quotas, crosswalk.CarryOptions{})
	fmt.Println(len(target.AllErrors(err)), "figures cannot be carried")

	s, err = crosswalk.New(chaohu10, chaohu11, append([]crosswalk.Change{
		{Date: "2011-07-14", From: "341400", To: "340100", Weight: decimal.New(4525, -4)},
		{Date: "2011-07-14", From: "341400", To: "340200", Weight: decimal.New(3330, -4)},
		{Date: "2011-07-14", From: "341400", To: "340500", Weight: decimal.New(2145, -4)},
	}, chaohuChanges...))
	if err != nil {
		fmt.Println(err)
		return
	}
	carried, err := s.Carry(target.Stock, quotas, crosswalk.CarryOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, x := range carried.All() {
		fmt.Println(u.Name, x)
	}
	// Output:
	// 4 figures cannot be carried
	// Hefei 1735.75
	// Wuhu 999.9
	// Ma'anshan 564.35
}

// Patents stay whole: what rounding down leaves goes to the largest remainders, and the sum
// stays 10.
func ExampleCrosswalk_Carry_whole() {
	s, err := crosswalk.New(chaohu10, chaohu11, chaohuChanges)
	if err != nil {
		fmt.Println(err)
		return
	}
	patents := mustColumn(chaohu10, map[string]int64{"341424": 10}) // invented
	carried, err := s.Carry(target.Stock, patents, crosswalk.CarryOptions{Quantum: decimal.New(1, 0)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, x := range carried.All() {
		fmt.Println(u.Name, x)
	}
	// Output:
	// Jiujiang 2
	// He 8
}

// From says of which old units a new one is made, and Changes by which changes. This place had
// six codes before it became two districts. The weights of these are invented.
func ExampleCrosswalk_Changes() {
	levels := []string{"province", "unit"}
	old := mustTree(levels, []hierarchy.Unit{
		{Code: "370000", Name: "Shandong", Level: "province"},
		{Code: "372622", Name: "Laiwu", Level: "unit", Parent: "370000"},
	})
	now := mustTree(levels, []hierarchy.Unit{
		{Code: "370000", Name: "Shandong", Level: "province"},
		{Code: "370116", Name: "Laiwu", Level: "unit", Parent: "370000"},
		{Code: "370117", Name: "Gangcheng", Level: "unit", Parent: "370000"},
	})

	one := decimal.New(1, 0)
	s, err := crosswalk.New(old, now, []crosswalk.Change{
		{Date: "1983", From: "372622", To: "372602", Weight: one}, // a county becomes a city at the level of a county
		{Date: "1985", From: "372602", To: "370919", Weight: one}, // under Tai'an
		{Date: "1986", From: "370919", To: "379004", Weight: one}, // directly under the province
		{Date: "1990", From: "379004", To: "370981", Weight: one}, // under Tai'an again
		{Date: "1992", From: "370981", To: "371200", Weight: one}, // a prefecture
		{Date: "2018", From: "371200", To: "370116", Weight: decimal.New(75, -2)},
		{Date: "2018", From: "371200", To: "370117", Weight: decimal.New(25, -2)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for u, share := range s.From("370117") {
		fmt.Println(share, "of", u.Name)
	}
	for c := range s.Changes("370117") {
		fmt.Println(c)
	}
	// Output:
	// 0.25 of Laiwu
	// 1983 372622 → 372602 1
	// 1985 372602 → 370919 1
	// 1986 370919 → 379004 1
	// 1990 379004 → 370981 1
	// 1992 370981 → 371200 1
	// 2018 371200 → 370117 0.25
}
