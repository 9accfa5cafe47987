package index_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/target"
)

// Energy and electricity for 10,000 yuan of GDP in 2008, in kilograms of coal equivalent
// and in kilowatt hours (National Bureau of Statistics, bulletin of 30 June 2009). Less is
// better in both, and both weigh the same.
func Example() {
	data := index.Data{
		Units:   []string{"Beijing", "Shanghai", "Jiangsu", "Zhejiang", "Guangdong"},
		Figures: map[string][]decimal.NullDecimal{},
	}
	for _, n := range []int64{662, 801, 803, 782, 715} {
		data.Figures["energy"] = append(data.Figures["energy"], decimal.NewNullDecimal(decimal.New(n, 0)))
	}
	for _, n := range []int64{71961, 88413, 114944, 120208, 108549} {
		data.Figures["electricity"] = append(data.Figures["electricity"], decimal.NewNullDecimal(decimal.New(n, -2)))
	}

	composite, err := index.New(index.Spec{Nodes: []index.Node{
		{Code: "efficiency"},
		{Code: "energy", Parent: "efficiency", Better: target.Lower},
		{Code: "electricity", Parent: "efficiency", Better: target.Lower},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := composite.Score(data)
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Print(result)
	for _, c := range result.Contributions("Guangdong") {
		fmt.Printf("%s: score %.1f gives %.1f points\n", c.Code, c.Score, c.Points)
	}
	// Output:
	// unit        score
	// Beijing    100.00
	// Guangdong   43.29
	// Shanghai    33.66
	// Zhejiang     7.45
	// Jiangsu      5.46
	// efficiency: score 43.3 gives 43.3 points
	// electricity: score 24.2 gives 12.1 points
	// energy: score 62.4 gives 31.2 points
}
