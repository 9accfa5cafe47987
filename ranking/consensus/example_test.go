package consensus_test

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/consensus"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func show(r consensus.Ranking) string {
	var groups []string
	for _, group := range r {
		groups = append(groups, strings.Join(group, " = "))
	}
	return strings.Join(groups, " > ")
}

// The voters of Tennessee choose a capital by how near it is to them
// (Wikipedia, Condorcet method): percent of the voters by their order.
func tennessee() (*consensus.Preferences, error) {
	percent := func(p int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.NewFromInt(p)) }
	return consensus.New([]consensus.Ballot{
		{Order: consensus.Strict("Memphis", "Nashville", "Chattanooga", "Knoxville"), Weight: percent(42)},
		{Order: consensus.Strict("Nashville", "Chattanooga", "Knoxville", "Memphis"), Weight: percent(26)},
		{Order: consensus.Strict("Chattanooga", "Knoxville", "Nashville", "Memphis"), Weight: percent(15)},
		{Order: consensus.Strict("Knoxville", "Chattanooga", "Nashville", "Memphis"), Weight: percent(17)},
	}, consensus.Options{})
}

func ExamplePreferences_Kemeny() {
	p, err := tennessee()
	if err != nil {
		fmt.Println(err)
		return
	}
	k, err := p.Kemeny()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Join(k.Order(), " > "))
	fmt.Println("contradicts", k.Cost, "exact:", k.Exact, "optima:", k.Count())
	// Output:
	// Nashville > Chattanooga > Knoxville > Memphis
	// contradicts 207 exact: true optima: 1
}

// Three orders that turn in a circle have three best orders, not one.
func ExampleConsensus_All() {
	p, err := consensus.New(consensus.Ballots(
		consensus.Strict("a", "b", "c"),
		consensus.Strict("b", "c", "a"),
		consensus.Strict("c", "a", "b"),
	), consensus.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	k, err := p.Kemeny()
	if err != nil {
		fmt.Println(err)
		return
	}

	for order := range k.All() {
		fmt.Println(order)
	}
	// Output:
	// [a b c]
	// [b c a]
	// [c a b]
}

func ExamplePreferences_Borda() {
	p, err := tennessee()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range p.Borda() {
		fmt.Println(s.Rank, s.Item, s.Value)
	}
	// Output:
	// 1 Nashville 194
	// 2 Chattanooga 173
	// 3 Memphis 126
	// 4 Knoxville 107
}

func ExamplePreferences_Copeland() {
	p, err := tennessee()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range p.Copeland() {
		fmt.Println(s.Rank, s.Item, s.Value)
	}
	// Output:
	// 1 Nashville 3
	// 2 Chattanooga 1
	// 3 Knoxville -1
	// 4 Memphis -3
}

func ExamplePreferences_MeanRank() {
	p, err := tennessee()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range p.MeanRank() {
		fmt.Println(s.Rank, s.Item, s.Value)
	}
	// Output:
	// 1 Nashville 2.06
	// 2 Chattanooga 2.27
	// 3 Memphis 2.74
	// 4 Knoxville 2.93
}

// How far is the first ahead of the second?
func ExampleScore() {
	p, err := tennessee()
	if err != nil {
		fmt.Println(err)
		return
	}
	var first, second consensus.Score
	for _, s := range p.Borda() {
		switch s.Rank {
		case 1:
			first = s
		case 2:
			second = s
		}
	}
	fmt.Println(first.Item, "is", first.Value.Sub(second.Value), "points ahead of", second.Item)
	// Output:
	// Nashville is 21 points ahead of Chattanooga
}

func ExampleScores_Ranking() {
	p, err := consensus.New(consensus.Ballots(
		consensus.Strict("a", "b", "c"), consensus.Strict("b", "a", "c"),
	), consensus.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(show(p.Borda().Ranking()))
	// Output: a = b > c
}

// Ballots weigh 1 unless they say otherwise.
func ExampleBallots() {
	ballots := consensus.Ballots(consensus.Strict("a", "b"), consensus.Strict("b", "a"))
	ballots[1].Weight = decimal.NewNullDecimal(dec("1.5"))
	p, err := consensus.New(ballots, consensus.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(show(p.Copeland().Ranking()))
	// Output: b > a
}

func ExamplePreferences_Prefers() {
	p, err := tennessee()
	if err != nil {
		fmt.Println(err)
		return
	}
	share, err := p.Prefers("Nashville", "Memphis")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%v%% prefer Nashville to Memphis\n", share)
	// Output:
	// 58% prefer Nashville to Memphis
}

// What a ballot leaves out it may hold nothing of, or hold to be worst.
func ExampleNew_incomplete() {
	ballots := consensus.Ballots(
		consensus.Strict("Beijing", "Shanghai"),
		consensus.Strict("Shanghai", "Tianjin"),
		consensus.Ranking{{"Beijing", "Shanghai"}, {"Tianjin"}},
	)
	for _, unranked := range []consensus.Unranked{consensus.Abstain, consensus.TiedLast} {
		p, err := consensus.New(ballots, consensus.Options{Unranked: unranked})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(show(p.MeanRank().Ranking()))
	}
	// Output:
	// Beijing > Shanghai > Tianjin
	// Shanghai > Beijing > Tianjin
}

// All that is wrong with the ballots is reported at once.
func ExampleNew_error() {
	_, err := consensus.New([]consensus.Ballot{
		{Order: consensus.Strict("Beijing", "Tianjin", "Beijing")},
		{Order: consensus.Strict("Beijing"), Weight: decimal.NewNullDecimal(decimal.Zero)},
	}, consensus.Options{})
	fmt.Println(err)
	// Output:
	// 2 problems:
	// ballots[0].order[2][0] "Beijing" is given twice: give it once
	// ballots[1].weight 0 is out of range: must be greater than 0
}

// Change of energy intensity in 2008, percent (National Bureau of Statistics):
// the least cut first.
func ExampleDescending() {
	r, err := consensus.Descending(map[string]decimal.Decimal{
		"Beijing": dec("-7.36"), "Shanxi": dec("-7.39"), "Shanghai": dec("-3.78"), "Hebei": dec("-6.29"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(show(r))
	// Output:
	// Shanghai > Hebei > Beijing > Shanxi
}

// Energy intensity in 2008, tonnes of coal equivalent per 10,000 yuan: the
// thriftiest first.
func ExampleAscending() {
	r, err := consensus.Ascending(map[string]decimal.Decimal{
		"Beijing": dec("0.662"), "Shanxi": dec("2.554"), "Shanghai": dec("0.801"), "Hebei": dec("1.727"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(show(r))
	// Output:
	// Beijing > Shanghai > Hebei > Shanxi
}

func ExampleRanking_List() {
	_, err := consensus.Ranking{{"Jiangsu"}, {"Shandong", "Zhejiang"}}.List()
	fmt.Println(err)
	// Output:
	// ranking[1] "2 items" is not valid: break the tie before you list the items
}

// Bulletins are strict orders; a place that two share is a group.
func ExampleStrict() {
	fmt.Println(show(consensus.Strict("Jiangsu", "Guangdong", "Beijing")))
	fmt.Println(show(consensus.Ranking{{"Jiangsu"}, {"Beijing", "Guangdong"}}))
	_, err := consensus.NewKendall(consensus.Strict("Jiangsu", "Beijing"), consensus.Strict("Jiangsu", "Tianjin"))
	fmt.Println(err)
	// Output:
	// Jiangsu > Guangdong > Beijing
	// Jiangsu > Beijing = Guangdong
	// 2 problems:
	// b "Beijing" does not fit: add the item, which a ranks
	// a "Tianjin" does not fit: add the item, which b ranks
}
