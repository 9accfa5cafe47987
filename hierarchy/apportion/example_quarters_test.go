package apportion_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// Quarters × provinces that add up both ways: each province to its quota of the year,
// each quarter to the national schedule, nearest to the quarters of the year before.
// Qinghai had nothing in its first quarter then, and is asked for nothing now. (Figures
// invented.)
func ExampleTable_quarters() {
	provinces := []string{"Guangdong", "Jiangsu", "Qinghai"}
	quotas := []decimal.Decimal{decimal.New(1000, 0), decimal.New(800, 0), decimal.New(20, 0)}
	figures := [][]int64{{150, 200, 220, 330}, {100, 160, 180, 260}, {0, 3, 4, 8}}

	// The year before, in each province and in the nation.
	before := make([][]decimal.Decimal, len(provinces))
	nation := make([]target.Point, 4)
	for q := range nation {
		nation[q].Period = target.Quarter(2014, q+1)
		for i := range provinces {
			figure := decimal.New(figures[i][q], 0)
			before[i] = append(before[i], figure)
			nation[q].Value = nation[q].Value.Add(figure)
		}
	}

	// The national schedule, in the season of the year before.
	season, err := temporal.Season(nation, target.Year(2015))
	if err != nil {
		fmt.Println(err)
		return
	}
	schedule, err := temporal.Path(target.Target{
		Indicator: target.Indicator{Code: "applications", Kind: target.Flow},
		Unit:      "China", Period: target.Year(2015), Value: decimal.New(1820, 0),
	}, temporal.Profile{Series: season}, target.Quarterly)
	if err != nil {
		fmt.Println(err)
		return
	}

	// Both margins hold.
	var quarters []decimal.Decimal
	for _, x := range schedule {
		quarters = append(quarters, x.Value)
	}
	table, err := apportion.Table(before, quotas, quarters, apportion.TableOptions{Rounding: apportion.Webster})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, name := range provinces {
		fmt.Printf("%-9s %v\n", name, table.Entries[i])
	}
	fmt.Printf("%-9s %v\n", "China", quarters)
	// Output:
	// Guangdong [167 222 245 366]
	// Jiangsu   [115 183 205 297]
	// Qinghai   [0 4 5 11]
	// China     [282 409 455 674]
}
