package consensus_test

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/consensus"
)

func ExampleNewKendall() {
	before := consensus.Strict("Guangdong", "Jiangsu", "Beijing", "Shanghai", "Zhejiang")
	after := consensus.Ranking{{"Jiangsu"}, {"Beijing"}, {"Guangdong", "Zhejiang"}, {"Shanghai"}}
	k, err := consensus.NewKendall(before, after)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(k.Concordant, "pairs alike,", k.Discordant, "turned,", k.TiedB, "now tied, of", k.Pairs)
	fmt.Println("τ-b", k.TauB().Decimal)
	fmt.Println("distance", k.Distance())
	// Output:
	// 6 pairs alike, 3 turned, 1 now tied, of 10
	// τ-b 0.3162277660168379
	// distance 3.5
}

// The last of this year's table was first a year ago. By last year's order that
// weighs more than by this year's.
func ExampleImportance() {
	now := consensus.Strict("Jiangsu", "Beijing", "Zhejiang", "Shanghai", "Guangdong")
	then := consensus.Strict("Guangdong", "Jiangsu", "Beijing", "Zhejiang", "Shanghai")
	for _, w := range []consensus.WeightedTauOptions{
		{By: consensus.ByA},
		{By: consensus.ByB},
		{By: consensus.ByBoth},
	} {
		tau, err := consensus.WeightedTau(now, then, w)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%.3f\n", tau)
	}

	first := []string{"Guangdong", "Beijing", "Jiangsu"}
	_, err := consensus.WeightedTau(now, then, consensus.WeightedTauOptions{By: consensus.ByOrder, Order: first})
	fmt.Println(err)
	// Output:
	// 0.369
	// -0.157
	// 0.106
	// 2 problems:
	// options.order "Shanghai" does not fit: add the item, which a ranks
	// options.order "Zhejiang" does not fit: add the item, which a ranks
}

// An exchange of the first two weighs more than one of the last two.
func ExampleWeightedTau() {
	order := consensus.Strict("a", "b", "c", "d", "e", "f")
	for _, other := range [][]string{{"b", "a", "c", "d", "e", "f"}, {"a", "b", "c", "d", "f", "e"}} {
		tau, err := consensus.WeightedTau(order, consensus.Strict(other...), consensus.WeightedTauOptions{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%v τ = %.4f\n", other, tau)
	}
	// Output:
	// [b a c d e f] τ = 0.7551
	// [a b c d f e] τ = 0.9401
}

func ExampleSpearman() {
	rho, err := consensus.Spearman(consensus.Strict("a", "b", "c", "d", "e"), consensus.Strict("c", "d", "a", "b", "e"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("ρ =", rho.Decimal)
	// Output:
	// ρ = 0.2
}

func ExampleFootrule() {
	d, err := consensus.Footrule(
		consensus.Strict("a", "b", "c", "d"), consensus.Ranking{{"a"}, {"b", "c"}, {"d"}}, consensus.MeanPlace,
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("b and c are half a place off each: distance", d)
	// Output:
	// b and c are half a place off each: distance 1
}

// The cleanest cities of two months (lists invented).
func ExampleTopOverlap() {
	july := []string{"Haikou", "Zhoushan", "Lhasa", "Huizhou", "Zhuhai"}
	august := []string{"Haikou", "Lhasa", "Fuzhou", "Zhoushan", "Xiamen"}
	share, err := consensus.TopOverlap(july, august, 3)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s of the top 3 in common\n", share.StringFixed(2))
	// Output:
	// 0.67 of the top 3 in common
}

// The lists of figure 5 of Webber, Moffat and Zobel (2010).
func ExampleAverageOverlap() {
	ao, err := consensus.AverageOverlap(strings.Split("abcdefg", ""), strings.Split("zcavwxy", ""), 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("average overlap", ao.StringFixed(3))
	// Output:
	// average overlap 0.312
}

func ExampleRBO() {
	rbo, err := consensus.RBO(strings.Split("abcde", ""), strings.Split("abced", ""), decimal.New(9, -1))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("to depth 5:", rbo)
	// Output:
	// to depth 5: 0.391285
}

func ExampleRBOExtrapolated() {
	rbo, err := consensus.RBOExtrapolated(strings.Split("abcde", ""), strings.Split("abced", ""), decimal.New(9, -1))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("without end:", rbo)
	// Output:
	// without end: 0.981775
}
