package ranking_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

func ExampleChanges() {
	changes, err := ranking.Changes(density2016, density2014, ranking.ChangeOptions{
		Rate: true, Per: decimal.New(100, 0), Places: target.Places(1),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	level, err := ranking.New(density2016, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}

	change, err := ranking.New(changes, ranking.Options{Indicator: "growth in percent", Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	bulletin, err := ranking.NewBulletin(level, change)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(bulletin)
	// Output:
	// rank  unit      figure  change  rank of change
	//    1  Shanghai  3521.3    71.7               5
	//    2  Jiangsu   1841.2   130.6               2
	//    3  Zhejiang  1649.6   106.9               4
	//    4  Anhui      636.5   220.3               1
	//    5  Shandong   629.7   114.3               3
	//
	// level: higher is better, competition ranks
	// change: growth in percent, higher is better, competition ranks
}

// Level and change go together only where both list the same units.
func ExampleNewBulletin() {
	level, err := ranking.New(density2016, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	changes, err := ranking.Changes(density2016[1:], density2014, ranking.ChangeOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}

	change, err := ranking.New(changes, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = ranking.NewBulletin(level, change)
	fmt.Println(err)
	// Output:
	// level "310000" does not belong together: the change list lacks the unit
}

// Who stands low but has come on fast? The bulletin has both rows of each unit.
func ExampleBulletin_All() {
	level, err := ranking.New(density2016, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	changes, err := ranking.Changes(density2016, density2014, ranking.ChangeOptions{Rate: true})
	if err != nil {
		fmt.Println(err)
		return
	}

	change, err := ranking.New(changes, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	bulletin, err := ranking.NewBulletin(level, change)
	if err != nil {
		fmt.Println(err)
		return
	}
	catchingUp := func(l ranking.BulletinRow) bool { return l.Change.Rank < l.Level.Rank }

	for line := range bulletin.All() {
		if catchingUp(line) {
			fmt.Printf("%s: %d by level, %d by change\n", line.Level.Name, line.Level.Rank, line.Change.Rank)
		}
	}
	// Output:
	// Anhui: 4 by level, 1 by change
	// Shandong: 5 by level, 3 by change
}
