package robust_test

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/robust"
)

//go:embed testdata/patents_2015.csv
var patents2015 string

// percentOfFirst reads the 31 provinces, each figure in percent of the largest
// in its column.
func percentOfFirst() ([]robust.ScoredUnit, error) {
	rows, err := csv.NewReader(strings.NewReader(patents2015)).ReadAll()
	if err != nil {
		return nil, err
	}
	var units []robust.ScoredUnit

	for _, row := range rows[1:] {
		units = append(units, robust.ScoredUnit{Code: row[1]})
	}
	for column := 2; column <= 4; column++ {
		figures, largest := make([]decimal.Decimal, len(units)), decimal.Zero
		for i, row := range rows[1:] {
			if figures[i], err = decimal.NewFromString(row[column]); err != nil {
				return nil, err
			}
			largest = decimal.Max(largest, figures[i])
		}
		for i, f := range figures {
			units[i].Scores = append(units[i].Scores, f.Shift(2).DivRound(largest, 4))
		}
	}
	return units, nil
}

// A composite of applications, grants and stock of invention patents ranks the
// provinces of China. How many of the 31 ranks hang on the weights?
func Example_provinces() {
	units, err := percentOfFirst()
	if err != nil {
		fmt.Println(err)
		return
	}
	weights := []decimal.Decimal{dec("0.2"), dec("0.3"), dec("0.5")}
	for _, share := range []string{"0", "0.1", "0.5", "1"} {
		region, err := robust.Around(weights, dec(share))
		if err != nil {
			fmt.Println(err)
			return
		}
		d, err := robust.Intervals(units, region)
		if err != nil {
			fmt.Println(err)
			return
		}
		settled, widest := 0, robust.RankInterval{}
		for row := range d.All() {
			if row.Best == row.Worst {
				settled++
			}
			if row.Worst-row.Best > widest.Worst-widest.Best {
				widest = row
			}
		}
		fmt.Printf("weights within ±%s of themselves: %d ranks settled", share, settled)
		if widest.Code != "" {
			fmt.Printf("; widest %s, %d (%d to %d)", widest.Code, widest.Rank, widest.Best, widest.Worst)
		}
		fmt.Println()
	}

	rows, err := robust.LeaveOneOut(units, weights)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range rows {
		if row.Worst-row.Best >= 3 {
			fmt.Printf("%s: %d, without applications %d, without grants %d, without stock %d\n",
				row.Code, row.Rank, row.Without[0], row.Without[1], row.Without[2])
		}
	}
	// Output:
	// weights within ±0 of themselves: 31 ranks settled
	// weights within ±0.1 of themselves: 29 ranks settled; widest Guangdong, 1 (1 to 2)
	// weights within ±0.5 of themselves: 12 ranks settled; widest Fujian, 15 (13 to 16)
	// weights within ±1 of themselves: 10 ranks settled; widest Tianjin, 13 (10 to 16)
	// Chongqing: 16, without applications 17, without grants 14, without stock 13
	// Fujian: 15, without applications 13, without grants 16, without stock 17
	// Guangxi: 17, without applications 19, without grants 17, without stock 15
}
