package ranking_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// Invention patents in force per million people in southwest China, as the patent
// office published them in March 2012 and December 2016 (CNIPA, table 8). Guizhou has
// passed Yunnan.
func Example() {
	march2012 := []ranking.Entry{
		{Code: "500000", Name: "Chongqing", Value: decimal.RequireFromString("179.2")},
		{Code: "510000", Name: "Sichuan", Value: decimal.RequireFromString("123.5")},
		{Code: "520000", Name: "Guizhou", Value: decimal.RequireFromString("65.3")},
		{Code: "530000", Name: "Yunnan", Value: decimal.RequireFromString("70.7")},
	}
	december2016 := []ranking.Entry{
		{Code: "500000", Name: "Chongqing", Value: decimal.RequireFromString("554.8")},
		{Code: "510000", Name: "Sichuan", Value: decimal.RequireFromString("448.7")},
		{Code: "520000", Name: "Guizhou", Value: decimal.RequireFromString("198.9")},
		{Code: "530000", Name: "Yunnan", Value: decimal.RequireFromString("190.0")},
	}

	before, err := ranking.New(march2012, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	table, err := ranking.New(december2016, ranking.Options{Better: target.Higher, Before: before})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Print(table)
	if yunnan, ok := table.Row("530000"); ok {
		fmt.Println("\nYunnan is", yunnan.Rank, "of", yunnan.Of, "and lacks", yunnan.ToNext.Decimal)
	}
	// Output:
	// rank  unit       figure  to next  to leader  before  move
	//    1  Chongqing   554.8        –        0.0       1     0
	//    2  Sichuan     448.7    106.1      106.1       2     0
	//    3  Guizhou     198.9    249.8      355.9       4    +1
	//    4  Yunnan      190.0      8.9      364.8       3    −1
	//
	// higher is better, competition ranks
	//
	// Yunnan is 4 of 4 and lacks 8.9
}
