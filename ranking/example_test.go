package ranking_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

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
	// rank  unit       figure  to next  to leader  before  move
	//    1  Shanghai  3,521.3        –        0.0       1     0
	//    2  Jiangsu   1,841.2  1,680.1    1,680.1       2     0
	//    3  Zhejiang  1,649.6    191.6    1,871.7       3     0
	//    4  Anhui       636.5  1,013.1    2,884.8       5    +1
	//    5  Shandong    629.7      6.8    2,891.6       4    −1
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
		fmt.Printf("9.96 has rank %d, shared by %d\n", row.Rank, row.Tied)
	}
	// Output:
	// 9.96 has rank 2, shared by 1
	// 9.96 has rank 1, shared by 2
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
func ExampleClass() {
	table, err := ranking.New(density2016, ranking.Options{Better: target.Higher, Classes: []ranking.Class{
		{Name: "honoured", Place: 2},
		{Name: "in time for 2020", Value: decimal.NewNullDecimal(decimal.New(1200, 0))},
		{Name: "on the way"},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range table.All() {
		fmt.Println(row.Rank, row.Name+":", row.Class)
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
	// rank  unit       figure  change  rank of change
	//    1  Shanghai  3,521.3    71.7               5
	//    2  Jiangsu   1,841.2   130.6               2
	//    3  Zhejiang  1,649.6   106.9               4
	//    4  Anhui       636.5   220.3               1
	//    5  Shandong    629.7   114.3               3
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
	// level "310000" does not fit: add the unit to the change list
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

func ExampleTable_Pressures() {
	table, err := ranking.New(density2014, ranking.Options{
		Better: target.Higher, Target: decimal.NewNullDecimal(decimal.New(330, 0)),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	pressures, err := table.Pressures(ranking.PressureOptions{
		Cut: -1, Period: target.FiveYearPlan(12), At: target.Month(2014, time.January),
		Force: target.Binding, Publicity: ranking.Public,
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, p := range pressures {
		fmt.Printf(
			"%-9s %s: short %s, ahead %s, next %s, cut %s\n",
			p.Row.Name,
			p.Index.StringFixed(2),
			p.Parts.Shortfall.StringFixed(
				2,
			),
			p.Parts.Ahead.StringFixed(2),
			p.Parts.Next.StringFixed(2),
			p.Parts.Cut.StringFixed(2),
		)
	}
	// Output:
	// Shanghai  0.33: short 0.00, ahead 0.00, next 0.00, cut 0.00
	// Jiangsu   0.50: short 0.00, ahead 0.25, next 0.32, cut 0.68
	// Zhejiang  0.64: short 0.00, ahead 0.50, next 1.00, cut 0.68
	// Shandong  0.69: short 0.11, ahead 0.75, next 0.73, cut 0.95
	// Anhui     0.80: short 0.40, ahead 1.00, next 0.95, cut 0.95
}

// On whom does the table press hardest, and by what?
func ExamplePressure() {
	table, err := ranking.New(density2014, ranking.Options{
		Better: target.Higher, Target: decimal.NewNullDecimal(decimal.New(330, 0)),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	pressures, err := table.Pressures(ranking.PressureOptions{
		Cut: -1, Publicity: ranking.Public,
		Weights: ranking.Parts{Shortfall: decimal.New(2, 0), Cut: decimal.New(1, 0), Publicity: decimal.New(1, 0)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	hardest := slices.MaxFunc(pressures, func(a, b ranking.Pressure) int { return a.Index.Cmp(b.Index) })
	fmt.Printf("%s: shortfall %s, closeness to the last safe place %s\n",
		hardest.Row.Name, hardest.Parts.Shortfall.StringFixed(2), hardest.Parts.Cut.StringFixed(2))
	// Output:
	// Anhui: shortfall 0.40, closeness to the last safe place 0.95
}

// To tell each unit its place adds to the pressure. The mean of what applies
// falls by it all the same, as a mild part joins harder ones; with absent parts
// as zero it rises.
func ExamplePressureOptions() {
	table, err := ranking.New(density2014, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, zero := range []bool{false, true} {
		for _, publicity := range []ranking.Publicity{0, ranking.OwnPosition} {
			pressures, err := table.Pressures(ranking.PressureOptions{Publicity: publicity, AbsentAsZero: zero})
			if err != nil {
				fmt.Println(err)
				return
			}
			last := pressures[len(pressures)-1]
			fmt.Printf(
				"absent as zero: %-5t  publicity: %-12s  %s %s\n",
				zero,
				publicity,
				last.Row.Name,
				last.Index.StringFixed(2),
			)
		}
	}
	// Output:
	// absent as zero: false  publicity: unknown       Anhui 0.97
	// absent as zero: false  publicity: own position  Anhui 0.76
	// absent as zero: true   publicity: unknown       Anhui 0.28
	// absent as zero: true   publicity: own position  Anhui 0.33
}

func ExampleTable_Tournament() {
	before, err := ranking.New(density2014, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	table, err := ranking.New(density2016, ranking.Options{Better: target.Higher, Before: before})
	if err != nil {
		fmt.Println(err)
		return
	}

	tour, err := table.Tournament("340000", ranking.Rivals{Neighbours: []string{"320000", "330000", "370000"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("over its own past:", tour.Past.Decimal.StringFixed(1))

	for _, rival := range tour.Neighbours {
		fmt.Println("over", rival.Code+":", rival.Lead.StringFixed(1))
	}
	fmt.Println("won", tour.Won, "lost", tour.Lost)
	// Output:
	// over its own past: 437.8
	// over 320000: -1204.7
	// over 330000: -1013.1
	// over 370000: 6.8
	// won 2 lost 2
}

// The neighbour that has left the unit furthest behind.
func ExampleRival() {
	table, err := ranking.New(density2016, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	tour, err := table.Tournament("330000", ranking.Rivals{Neighbours: []string{"310000", "320000", "340000"}})
	if err != nil {
		fmt.Println(err)
		return
	}

	ahead := slices.MinFunc(tour.Neighbours, func(a, b ranking.Rival) int { return a.Lead.Cmp(b.Lead) })
	fmt.Println(ahead.Code, "is ahead by", ahead.Lead.Neg())
	_, err = table.Tournament("330000", ranking.Rivals{Neighbours: []string{"330000", "350000"}})
	fmt.Println(err)
	// Output:
	// 310000 is ahead by 1871.7
	// 2 problems:
	// rivals.neighbours "330000" is not valid: a unit is not its own neighbour: leave it out
	// rivals.neighbours "350000" is unknown: must be the code of a unit of the table
}
