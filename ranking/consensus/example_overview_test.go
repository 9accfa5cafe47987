package consensus_test

import (
	"fmt"

	"github.com/targetcascade/cascade/ranking/consensus"
)

// Five provinces of China by the invention patents applied for, granted and in force in
// 2015 (China Statistical Yearbook on Science and Technology). Kemeny's rule has Zhejiang
// before Shandong, as two of the three tables do. Borda's rule ties them, as Shandong is
// two places ahead in the third.
func Example() {
	applied := consensus.Strict("Jiangsu", "Guangdong", "Shandong", "Beijing", "Zhejiang")
	granted := consensus.Strict("Jiangsu", "Beijing", "Guangdong", "Zhejiang", "Shandong")
	inForce := consensus.Strict("Guangdong", "Beijing", "Jiangsu", "Zhejiang", "Shandong")

	preferences, err := consensus.New(consensus.Ballots(applied, granted, inForce), consensus.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	best, err := preferences.Kemeny()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(best)
	for _, score := range preferences.Borda() {
		fmt.Println(score.Rank, score.Item, score.Value)
	}

	pairs, err := consensus.NewKendall(applied, granted)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(pairs.Discordant, "of", pairs.Pairs, "pairs in opposite ways")
	// Output:
	// Jiangsu > Guangdong > Beijing > Zhejiang > Shandong, cost 5
	// 1 Jiangsu 10
	// 2 Guangdong 9
	// 3 Beijing 7
	// 4 Shandong 2
	// 4 Zhejiang 2
	// 3 of 10 pairs in opposite ways
}
