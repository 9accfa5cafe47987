package hierarchy_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// provinceFigures are the invention patents in force and the people, in
// thousands, of three provinces of China in March 2012.
var provinceFigures = map[string]struct{ inForce, population int64 }{
	"11": {55_879, 19_600},
	"31": {32_744, 23_000},
	"44": {62_787, 104_300},
}

// Columns calculate with each other: a density from two columns, a minimum for
// everybody, and the number of patents that a density of 6.3 would be.
func ExampleColumn_Div() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "00", Name: "China", Level: "nation"},
		{Code: "11", Name: "Beijing", Level: "province", Parent: "00"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "00"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	granted, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		f, ok := provinceFigures[u.Code]
		return decimal.New(f.inForce, 0), ok
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	population, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		f, ok := provinceFigures[u.Code]
		return decimal.New(f.population, 3), ok
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	granted, population = granted.Named("patents in force"), population.Named("people")

	perHead, err := granted.Div(population, hierarchy.Division{Per: decimal.New(10_000, 0), Places: target.Places(2)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(perHead.Name())
	for u, x := range perHead.All() {
		fmt.Printf("  %-9s %s\n", u.Name, x)
	}

	// At least 90 % of today's patents, and at least 40,000.
	least, err := granted.Scale(decimal.New(9, -1))
	if err != nil {
		fmt.Println(err)
		return
	}
	floor, err := tree.Constant("province", decimal.New(40_000, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	least, err = least.Greatest(floor)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(least.Name())
	for u, x := range least.All() {
		fmt.Printf("  %-9s %s\n", u.Name, x)
	}
	// Output:
	// patents in force / people × 10,000
	//   Beijing   28.51
	//   Shanghai  14.24
	//   Guangdong 6.02
	// greatest(patents in force × 0.9, 40,000)
	//   Beijing   50291.1
	//   Shanghai  40000
	//   Guangdong 56508.3
}
