package ranking_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// city is one line of an air-quality bulletin: the composite index of this
// year and of the last, and whether every pollutant meets the standard.
type city struct {
	name      string
	now, then string
	meets     bool
}

var cities = []city{
	{"A", "3.1", "3.4", false},
	{"B", "2.5", "2.5", true},
	{"C", "4.8", "4.6", false},
	{"D", "3.1", "3.0", false},
	{"E", "2.5", "2.8", true},
	{"F", "5.2", "5.6", false},
	{"G", "4.8", "5.3", false},
	{"H", "3.9", "3.9", false},
}

// A monthly bulletin of the kind that China's ministry publishes: the best and
// the worst by level, and the worst by change, from which cities that meet the
// standard are exempt.
func Example_bulletin() {
	var now, then []ranking.Entry
	for _, c := range cities {
		e := ranking.Entry{Code: c.name, Value: decimal.RequireFromString(c.now)}
		now = append(now, e)
		e.Value = decimal.RequireFromString(c.then)
		then = append(then, e)
	}

	level, err := ranking.New(now, ranking.Options{Indicator: "air quality index", Better: target.Lower})
	if err != nil {
		fmt.Println(err)
		return
	}
	changes, err := ranking.Changes(
		now,
		then,
		ranking.ChangeOptions{Rate: true, Per: decimal.New(100, 0), Places: target.Places(1)},
	)
	if err != nil {
		fmt.Println(err)
		return
	}

	for i, c := range cities { // both lists are in the order of the codes
		if c.meets {
			changes[i].Exempt = "meets the standard"
		}
	}

	change, err := ranking.New(changes, ranking.Options{Indicator: "change in percent", Better: target.Lower})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("best three:")

	for row := range level.Top(3) {
		fmt.Printf("%d %s %s\n", row.Rank, row.Code, row.Value.StringFixed(1))
	}
	fmt.Println("worst three:")

	for row := range level.Bottom(3) {
		fmt.Printf("%d %s %s\n", row.FromEnd, row.Code, row.Value.StringFixed(1))
	}
	fmt.Println("most worsened:")

	for row := range change.Bottom(2) {
		fmt.Printf("%d %s %s %%\n", row.FromEnd, row.Code, row.Value.StringFixed(1))
	}
	// Output:
	// best three:
	// 1 B 2.5
	// 1 E 2.5
	// 3 A 3.1
	// 3 D 3.1
	// worst three:
	// 1 F 5.2
	// 2 G 4.8
	// 2 C 4.8
	// most worsened:
	// 1 C 4.3 %
	// 2 D 3.3 %
}
