package hierarchy_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// A scenario changes one figure; the column that it starts from stays as it is.
func ExampleColumn_With() {
	tree, err := hierarchy.NewTree([]string{"region", "store"}, []hierarchy.Unit{
		{Code: "north", Level: "region"},
		{Code: "n1", Name: "Harbour", Level: "store", Parent: "north"},
		{Code: "n2", Name: "Station", Level: "store", Parent: "north"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	sales, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"n1": decimal.New(48_250, -2), "n2": decimal.New(31_700, -2),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	rebuilt, err := sales.With("n1", decimal.New(200, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range []hierarchy.Column{sales, rebuilt} {
		sum, err := c.Sum("store")
		if err != nil {
			fmt.Println(err)
			return
		}
		u, least, err := c.Min("store")
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s together, least at %s: %s\n", sum.StringFixed(2), u.Name, least.StringFixed(2))
	}
	// Output:
	// 799.50 together, least at Station: 317.00
	// 517.00 together, least at Harbour: 200.00
}

// A store corrects its figure after sales were added up: those of the region and of
// the company change by the same difference.
func ExampleColumn_WithSums() {
	tree, err := hierarchy.NewTree([]string{"company", "region", "store"}, []hierarchy.Unit{
		{Code: "all", Level: "company"},
		{Code: "north", Level: "region", Parent: "all"},
		{Code: "n1", Level: "store", Parent: "north"},
		{Code: "n2", Level: "store", Parent: "north"},
		{Code: "south", Level: "region", Parent: "all"},
		{Code: "s1", Level: "store", Parent: "south"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	sales, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"n1": decimal.New(48_250, -2), "n2": decimal.New(31_700, -2), "s1": decimal.New(20_050, -2),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	sums, err := hierarchy.RollUp(target.Flow, sales, hierarchy.Column{})
	if err != nil {
		fmt.Println(err)
		return
	}

	corrected, err := sums.WithSums("n1", decimal.New(50_000, -2))
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, figure := range corrected.All() {
		fmt.Println(u.Code, figure.StringFixed(2))
	}
	// Output:
	// all 1017.50
	// north 817.00
	// south 200.50
	// n1 500.00
	// n2 317.00
	// s1 200.50
}

// A million quotas are summed as machine words: here those of the districts of each city,
// in a plan that ends with the districts.
func ExampleColumn_Words() {
	tree, err := hierarchy.NewTree([]string{"province", "city", "district", "village"}, []hierarchy.Unit{
		{Code: "44", Level: "province"},
		{Code: "4401", Level: "city", Parent: "44"},
		{Code: "4403", Level: "city", Parent: "44"},
		{Code: "440103", Level: "district", Parent: "4401"},
		{Code: "440104", Level: "district", Parent: "4401"},
		{Code: "440305", Level: "district", Parent: "4403"},
		{Code: "440305001", Level: "village", Parent: "440305"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	plan, err := hierarchy.Cascade(tree, target.Target{
		Code: "trees", Unit: "44", Period: target.Year(2025), Value: decimal.New(1000, 0),
		Indicator: target.Indicator{
			Code: "trees", Kind: target.Flow, Better: target.Higher, Quantum: decimal.New(5, -1),
		},
	}, hierarchy.Options{LastLevel: "district"})
	if err != nil {
		fmt.Println(err)
		return
	}

	words, exp, ok := plan.Column().Words()
	if !ok {
		fmt.Println("a quota fits no word")
		return
	}
	sums := make([]int64, tree.Len())
	for i, word := range words {
		if tree.UnitAt(i).Level == "district" {
			sums[tree.ParentAt(i)] += word
		}
	}
	for u := range tree.Level("city") {
		i, _ := tree.Index(u.Code)
		fmt.Println(u.Code, decimal.New(sums[i], exp))
	}
	// Output:
	// 4401 500
	// 4403 500
}

// A unit without a figure has none in a sum either. Fill says what it counts as.
func ExampleColumn_Fill() {
	tree, err := hierarchy.NewTree([]string{"province", "city"}, []hierarchy.Unit{
		{Code: "4400", Name: "Guangdong", Level: "province"},
		{Code: "4401", Name: "Guangzhou", Level: "city", Parent: "4400"},
		{Code: "4403", Name: "Shenzhen", Level: "city", Parent: "4400"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	granted, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"4401": decimal.New(3_146, 0), "4403": decimal.New(11_823, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	lapsed, err := tree.Column(maps.All(map[string]decimal.Decimal{"4403": decimal.New(412, 0)}))
	if err != nil {
		fmt.Println(err)
		return
	}
	none, err := tree.Constant("city", decimal.Zero)
	if err != nil {
		fmt.Println(err)
		return
	}

	net, err := granted.Sub(lapsed)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("with gaps:", net.Len(), "figure")
	lapsed, err = lapsed.Fill(none)
	if err != nil {
		fmt.Println(err)
		return
	}
	net, err = granted.Sub(lapsed)
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, x := range net.All() {
		fmt.Println(u.Name, x)
	}
	// Output:
	// with gaps: 1 figure
	// Guangzhou 3146
	// Shenzhen 11411
}
