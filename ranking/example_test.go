package ranking_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// Invention patents in force per million people, CNIPA, table 8 of December
// 2016 and of January 2014.
var (
	density2014 = []ranking.Entry{
		{Code: "310000", Name: "Shanghai", Value: decimal.RequireFromString("2050.6")},
		{Code: "320000", Name: "Jiangsu", Value: decimal.RequireFromString("798.6")},
		{Code: "330000", Name: "Zhejiang", Value: decimal.RequireFromString("797.2")},
		{Code: "340000", Name: "Anhui", Value: decimal.RequireFromString("198.7")},
		{Code: "370000", Name: "Shandong", Value: decimal.RequireFromString("293.8")},
	}
	density2016 = []ranking.Entry{
		{Code: "310000", Name: "Shanghai", Value: decimal.RequireFromString("3521.3")},
		{Code: "320000", Name: "Jiangsu", Value: decimal.RequireFromString("1841.2")},
		{Code: "330000", Name: "Zhejiang", Value: decimal.RequireFromString("1649.6")},
		{Code: "340000", Name: "Anhui", Value: decimal.RequireFromString("636.5")},
		{Code: "370000", Name: "Shandong", Value: decimal.RequireFromString("629.7")},
	}
)

func ExampleNew() {
	before, err := ranking.New(density2014, ranking.Options{Indicator: "density", Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	table, err := ranking.New(density2016, ranking.Options{Indicator: "density", Better: target.Higher, Before: before})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Print(table)
	// Output:
	// rank  unit      figure  to next  to leader  before  move
	//    1  Shanghai  3521.3        –        0.0       1     0
	//    2  Jiangsu   1841.2   1680.1     1680.1       2     0
	//    3  Zhejiang  1649.6    191.6     1871.7       3     0
	//    4  Anhui      636.5   1013.1     2884.8       5    +1
	//    5  Shandong   629.7      6.8     2891.6       4    -1
	//
	// density, higher is better, competition ranks
}

func ExampleNew_problems() {
	far := decimal.New(1, 1_000_000_000)
	_, err := ranking.New([]ranking.Entry{
		{Code: "320000", Value: decimal.New(5, 0), Group: "east"},
		{Code: "320000", Value: decimal.New(6, 0), Group: "east"},
		{Code: "340000", Value: far},
	}, ranking.Options{Groups: true})
	fmt.Println(err)
	fmt.Println(errors.Is(err, target.ErrDuplicate))
	// Output:
	// 4 problems:
	// options.better is required: must be one of higher, lower, nearer
	// entries["320000"] is given twice: give it once
	// entries["340000"].group is required: give every entry a group, as the table is ranked within groups
	// entries["340000"].value 1e1000000000 is out of range: must have at most 100 digits before and 100 digits after the decimal point
	// true
}

// Where nearer is better, the target decides who leads: the sex ratio at birth
// is best at 103 boys for 100 girls.
func ExampleNew_nearer() {
	table, err := ranking.New([]ranking.Entry{
		{Code: "a", Value: decimal.RequireFromString("118.1")},
		{Code: "b", Value: decimal.RequireFromString("105.6")},
		{Code: "c", Value: decimal.RequireFromString("101.0")},
	}, ranking.Options{Better: target.Nearer, Target: decimal.NewNullDecimal(decimal.New(103, 0))})
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range table.All() {
		fmt.Println(row.Rank, row.Code, "is off by", row.ToTarget.Decimal.StringFixed(1))
	}
	// Output:
	// 1 c is off by 2.0
	// 2 b is off by 2.6
	// 3 a is off by 15.1
}

func ExampleRow_Mean() {
	list := []ranking.Entry{
		{Code: "a", Value: decimal.New(9, 0)},
		{Code: "b", Value: decimal.New(7, 0)},
		{Code: "c", Value: decimal.New(7, 0)},
		{Code: "d", Value: decimal.New(4, 0)},
	}

	for _, ties := range []ranking.Ties{ranking.Competition, ranking.Modified, ranking.Dense, ranking.Ordinal} {
		table, err := ranking.New(list, ranking.Options{Better: target.Higher, Ties: ties})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Print(ties, ":")
		for row := range table.All() {
			fmt.Printf(" %d (%s)", row.Rank, row.Mean().StringFixed(1))
		}
		fmt.Println()
	}
	// Output:
	// competition: 1 (1.0) 2 (2.5) 2 (2.5) 4 (4.0)
	// modified: 1 (1.0) 3 (2.5) 3 (2.5) 4 (4.0)
	// dense: 1 (1.0) 2 (2.5) 2 (2.5) 3 (4.0)
	// ordinal: 1 (1.0) 2 (2.5) 3 (2.5) 4 (4.0)
}

func ExampleRow_CumeDist() {
	table, err := ranking.New(density2016, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	row, _ := table.Row("340000")
	fmt.Printf("%s: %s of the others are ahead, %s are ahead or equal\n",
		row.Name, row.Percentile().StringFixed(2), row.CumeDist().StringFixed(2))
	// Output:
	// Anhui: 0.75 of the others are ahead, 0.80 are ahead or equal
}

// The published digits decide if the options say so: figures that print alike
// share a place.
func ExampleOptions_places() {
	list := []ranking.Entry{
		{Code: "a", Value: decimal.RequireFromString("10.04")},
		{Code: "b", Value: decimal.RequireFromString("9.96")},
	}
	for _, places := range []target.Precision{{}, target.Places(1)} {
		table, err := ranking.New(list, ranking.Options{Better: target.Higher, Places: places})
		if err != nil {
			fmt.Println(err)
			return
		}
		row, _ := table.Row("b")
		fmt.Println(row.Rank, row.Tied)
	}
	// Output:
	// 2 1
	// 1 2
}

func ExampleTable_Bottom() {
	table, err := ranking.New([]ranking.Entry{
		{Code: "F", Value: decimal.RequireFromString("5.2")},
		{Code: "G", Value: decimal.RequireFromString("4.8")},
		{Code: "C", Value: decimal.RequireFromString("4.8")},
		{Code: "H", Value: decimal.RequireFromString("3.9")},
		{Code: "B", Value: decimal.RequireFromString("2.5"), Exempt: "meets the standard"},
	}, ranking.Options{Better: target.Lower})
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range table.Bottom(2) {
		fmt.Println(row.FromEnd, "from the end:", row.Code, row.Value.StringFixed(1))
	}
	// Output:
	// 1 from the end: F 5.2
	// 2 from the end: G 4.8
	// 2 from the end: C 4.8
}

func ExampleTable_Top() {
	table, err := ranking.New(density2016, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range table.Top(2) {
		fmt.Println(row.Rank, row.Name)
	}
	// Output:
	// 1 Shanghai
	// 2 Jiangsu
}

func ExampleTable_Group() {
	table, err := ranking.New([]ranking.Entry{
		{Code: "320000", Name: "Jiangsu", Group: "east", Value: decimal.RequireFromString("1841.2")},
		{Code: "340000", Name: "Anhui", Group: "centre", Value: decimal.RequireFromString("636.5")},
		{Code: "330000", Name: "Zhejiang", Group: "east", Value: decimal.RequireFromString("1649.6")},
	}, ranking.Options{Better: target.Higher, Groups: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	for group := range table.Groups() {
		for row := range table.Group(group) {
			fmt.Println(group, row.Rank, row.Name)
		}
	}
	// Output:
	// centre 1 Anhui
	// east 1 Jiangsu
	// east 2 Zhejiang
}

// A unit may be told no more than its own position.
func ExampleTable_View() {
	table, err := ranking.New(density2016, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	own, err := table.View(ranking.Audience{Own: []string{"340000"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range own.All() {
		fmt.Printf("%s is %d of %d\n", row.Name, row.Rank, row.Of)
	}
	_, err = table.View(ranking.Audience{Top: -3})
	fmt.Println(err)
	// Output:
	// Anhui is 4 of 5
	// audience.top -3 is out of range: must be 1 or greater, or 0 for none
}

// Classes are named from the best down, each from a figure or up to a place;
// the first that takes a unit is its class. The first two are honoured whatever
// they have reached.
func ExampleTier() {
	table, err := ranking.New(density2016, ranking.Options{Better: target.Higher, Tiers: []ranking.Tier{
		{Name: "honoured", Place: 2},
		{Name: "in time for 2020", Value: decimal.NewNullDecimal(decimal.New(1200, 0))},
		{Name: "on the way"},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range table.All() {
		fmt.Println(row.Rank, row.Name+":", row.Tier)
	}
	// Output:
	// 1 Shanghai: honoured
	// 2 Jiangsu: honoured
	// 3 Zhejiang: in time for 2020
	// 4 Anhui: on the way
	// 5 Shandong: on the way
}

func ExampleTable_MarshalJSON() {
	table, err := ranking.New(density2014[3:], ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := json.Marshal(table)
	if err != nil {
		fmt.Println(err)
		return
	}

	var before ranking.Table
	if err := json.Unmarshal(text, &before); err != nil {
		fmt.Println(err)
		return
	}

	table, err = ranking.New(density2016[3:], ranking.Options{Better: target.Higher, Before: &before})
	if err != nil {
		fmt.Println(err)
		return
	}
	row, _ := table.Row("340000")
	fmt.Printf("%s: %d, %+d\n", row.Name, row.Rank, row.Move)
	// Output:
	// Anhui: 1, +1
}
