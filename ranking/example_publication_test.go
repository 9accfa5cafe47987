package ranking_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// The office evaluates and its centre publishes. The full text was public for 2013,
// and not from 2014 on: the pressure falls (figures invented).
func ExampleDisclosure() {
	capacity := []ranking.Entry{
		{Code: "440000", Name: "Guangdong", Period: target.Year(2012), Value: decimal.RequireFromString("83.1")},
		{Code: "340000", Name: "Anhui", Period: target.Year(2012), Value: decimal.RequireFromString("60.4")},
	}
	table, err := ranking.New(capacity, ranking.Options{
		Indicator: "patent capacity", Better: target.Higher,
		Publication: target.Publication{Evaluator: "sipo", Publisher: "sipo-centre", Date: "2013-11"},
		Disclosures: []ranking.Disclosure{{Publicity: ranking.Public, From: "2011", Until: "2013"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Print(table)
	for _, date := range []string{"2013", "2014"} {
		pressures, err := table.Pressures(ranking.PressureOptions{On: date})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(date, pressures[1].Row.Name, pressures[1].Index.StringFixed(2))
	}
	// Output:
	// rank  unit       figure  to next  to leader
	//    1  Guangdong    83.1        –        0.0
	//    2  Anhui        60.4     22.7       22.7
	//
	// patent capacity, 2012, evaluated by sipo, published by sipo-centre on 2013-11, higher is better, competition ranks
	// 2013 Anhui 0.67
	// 2014 Anhui 0.33
}
