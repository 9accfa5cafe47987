package ranking_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

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
	// rivals.neighbours "330000" is not valid: a unit is not its own neighbour
	// rivals.neighbours "350000" is unknown: the table has no such unit
}
