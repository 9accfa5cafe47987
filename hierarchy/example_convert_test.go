package hierarchy_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
)

// Three provinces are to have 7.71 patents per 10,000 people together. They are given
// densities, in proportion to those of 2010. The cities of Guangdong are given numbers.
// So the plan of densities is converted into one of numbers, and that is continued.
func ExamplePlan_Convert() {
	tree, err := hierarchy.NewTree([]string{"country", "province", "city"}, []hierarchy.Unit{
		{Code: "3P", Name: "Three provinces", Level: "country"},
		{Code: "110000", Name: "Beijing", Level: "province", Parent: "3P"},
		{Code: "410000", Name: "Henan", Level: "province", Parent: "3P"},
		{Code: "440000", Name: "Guangdong", Level: "province", Parent: "3P"},
		{Code: "440100", Name: "Guangzhou", Level: "city", Parent: "440000"},
		{Code: "440300", Name: "Shenzhen", Level: "city", Parent: "440000"},
		{Code: "440000-rest", Name: "Rest of Guangdong", Level: "city", Parent: "440000"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	column := func(name string, figures map[string]int64) hierarchy.Column {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			x, ok := figures[u.Code]
			return decimal.New(x, 0), ok
		})
		if err != nil {
			fmt.Println(err)
		}
		return c.Named(name)
	}
	people := column("units of 10,000 residents, 2010", map[string]int64{
		"110000": 1962, "410000": 9405, "440000": 10441,
	})
	had := column("the numbers of 2012-03", map[string]int64{
		"440100": 8968, "440300": 43312, "440000-rest": 10507,
	})
	before, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"110000": decimal.New(2050, -2), "410000": decimal.New(54, -2), "440000": decimal.New(396, -2),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	densities, err := hierarchy.Cascade(tree, target.Target{
		Code: "3P-2015", Unit: "3P", Period: target.Year(2015), Value: decimal.New(771, -2),
		Indicator: target.Indicator{
			Code: "density", Measure: "patents per 10,000 people",
			Kind: target.Ratio, Better: target.Higher, Per: decimal.New(10_000, 0), Places: target.Places(2),
		},
	}, hierarchy.Options{
		Rule:  hierarchy.Rule{Method: hierarchy.Scale(before.Named("the densities of 2010"))},
		Basis: people, LastLevel: "province",
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	numbers, err := densities.Convert(hierarchy.ConvertOptions{
		Code: "3P-2015-number",
		Conversion: convert.Conversion{
			Formula: convert.RatioToNumerator,
			To: target.Indicator{
				Code: "patents", Measure: "patents in force",
				Kind: target.Stock, Better: target.Higher, Places: target.Places(0),
			},
			Basis: convert.Basis{In: decimal.New(10_000, 0)}, // the population is given in 10,000 people
		},
		Basis: people,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(numbers)

	cities, err := numbers.Continue("440000", hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(had)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println()
	fmt.Print(cities.Explain("440300"))
	fmt.Println()
	fmt.Print(numbers.Explain("3P"))

	from, _ := cities.Above().From()
	fmt.Println()
	fmt.Println("the same plan again:", from == densities, numbers.Check() == nil)
	// Output:
	// patents, at least 168,130 patents in force by 2015 (3P-2015-number)
	// unit                  quota
	// Three provinces 3P  168,130
	//   Beijing 110000     78,068
	//   Henan 410000        9,875
	//   Guangdong 440000   80,187
	//
	// Shenzhen 440300: 55,315 patents in force, by 2015, at least
	//   Guangdong 440000: 80,187, shared in proportion to the numbers of 2012-03
	//     claim 43,312 of 62,787 (68.98 %): 55,314.9433 → 55,315 by largest remainder (2 of 3 rounded up, remainders from 0.7779)
	//   Guangdong 440000: 80,187, as in the plan of patents (3P-2015-number)
	//   Guangdong 440000: 7.68 patents per 10,000 people × 10,441 (units of 10,000 residents, 2010) = 80,186.88 → 80,187
	//   Three provinces 3P: 7.71, shared as multiples of the densities of 2010
	//     3.96 (the densities of 2010) × 1.940535, basis 10,441 (units of 10,000 residents, 2010): 7.684517 → 7.68; the family's residual is 0.000439
	//   Three provinces 3P: 7.71, set
	//
	// Three provinces 3P: 168,130 patents in force, by 2015, at least
	//   Three provinces 3P: 168,130, the sum of its 3 parts, 10 less than by itself: 7.71 patents per 10,000 people × 21,808 (units of 10,000 residents, 2010) = 168,139.68 → 168,140
	//   Three provinces 3P: 7.71, set
	//
	// the same plan again: true true
}

// Options of a conversion arrive as JSON, with the column by its name: the shares of GDP
// that two provinces are to spend on research become amounts.
func ExampleReadConvertOptions() {
	tree, err := hierarchy.NewTree([]string{"country", "province"}, []hierarchy.Unit{
		{Code: "0", Name: "Both", Level: "country"},
		{Code: "32", Name: "Jiangsu", Level: "province", Parent: "0"},
		{Code: "33", Name: "Zhejiang", Level: "province", Parent: "0"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	gdp, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"32": decimal.New(70116, 0), "33": decimal.New(42886, 0), // 100 million yuan, 2015
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	gdp = gdp.Named("GDP")

	shares, err := hierarchy.Cascade(tree, target.Target{
		Code: "research", Unit: "0", Period: target.Year(2015), Value: decimal.New(25, -1),
		Indicator: target.Indicator{
			Code: "share", Measure: "% of GDP",
			Kind: target.Share, Better: target.Higher, Per: decimal.New(100, 0), Places: target.Places(1),
		},
	}, hierarchy.Options{Basis: gdp})
	if err != nil {
		fmt.Println(err)
		return
	}

	o, err := hierarchy.ReadConvertOptions([]byte(`{
		"code": "research in yuan",
		"conversion": {
			"formula": "share to part",
			"to": {"code": "amount", "kind": "flow", "better": "higher", "places": 0}
		},
		"basis": "GDP"
	}`), hierarchy.Inputs{Columns: []hierarchy.Column{gdp}})
	if err != nil {
		fmt.Println(err)
		return
	}
	amounts, err := shares.Convert(o)
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range amounts.All() {
		fmt.Println(q)
	}

	whole := amounts.Explain("0").Steps[0].Conversion
	fmt.Printf("%v; the sum of the parts is %v more\n", whole.Steps[0], whole.Difference.Decimal)
	// Output:
	// Both 0: 2,825
	// Jiangsu 32: 1,753
	// Zhejiang 33: 1,072
	// 2.5 % of GDP × 113,002 (GDP) = 2,825.05 → 2,825; the sum of the parts is 0 more
}
