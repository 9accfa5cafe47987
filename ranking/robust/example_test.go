package robust_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

// Mean scores in mathematics, PISA 2018, with standard errors (OECD).
var pisaScores = []robust.Estimate{
	{Code: "Japan", Value: 526.97, SE: 2.47},
	{Code: "Korea", Value: 525.93, SE: 3.12},
	{Code: "Estonia", Value: 523.41, SE: 1.74},
	{Code: "Netherlands", Value: 519.23, SE: 2.63},
	{Code: "Poland", Value: 515.65, SE: 2.60},
	{Code: "Switzerland", Value: 515.31, SE: 2.91},
	{Code: "Canada", Value: 512.02, SE: 2.36},
}

// Japan is first of the seven, but could be fourth as well.
func ExampleConfidenceSets() {
	sets, err := robust.ConfidenceSets(pisaScores, robust.ConfidenceOptions{Better: target.Higher, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range sets.All() {
		fmt.Printf("%-12s %d (%d to %d)\n", row.Code, row.Rank, row.Lower, row.Upper)
	}
	// Output:
	// Japan        1 (1 to 4)
	// Korea        2 (1 to 6)
	// Estonia      3 (1 to 6)
	// Netherlands  4 (1 to 7)
	// Poland       5 (2 to 7)
	// Switzerland  6 (2 to 7)
	// Canada       7 (4 to 7)
}

// Asked for by itself, the set of Poland begins at 4 instead of 2.
func ExampleConfidenceSets_marginal() {
	sets, err := robust.ConfidenceSets(pisaScores, robust.ConfidenceOptions{
		Better: target.Higher, Family: robust.Marginal, Seed: 1,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range sets.All() {
		if row.Code == "Poland" {
			fmt.Printf("%s %d (%d to %d)\n", row.Code, row.Rank, row.Lower, row.Upper)
		}
	}
	// Output:
	// Poland 5 (4 to 7)
}

// An estimate without a standard error is not one.
func ExampleConfidenceSets_error() {
	_, err := robust.ConfidenceSets(
		[]robust.Estimate{{Code: "Japan", Value: 526.97}},
		robust.ConfidenceOptions{Better: target.Higher, Alpha: decimal.RequireFromString("5")},
	)
	fmt.Println(err)
	// Output:
	// 2 problems:
	// estimates["Japan"].se 0 is out of range: must be between 1e-100 and 1e100; rank exact figures with ranking.New
	// options.alpha 5 is out of range: must be greater than 0 and less than 1; 0 means 0.05
}

// Who only asks how good the rank of Switzerland can be gets a narrower answer,
// and none to how bad it can be.
func ExampleSide() {
	for _, side := range []robust.Side{robust.TwoSided, robust.LowerBound, robust.UpperBound} {
		sets, err := robust.ConfidenceSets(
			pisaScores,
			robust.ConfidenceOptions{Better: target.Higher, Family: robust.Marginal, Side: side, Seed: 1},
		)
		if err != nil {
			fmt.Println(err)
			return
		}
		for row := range sets.All() {
			if row.Code == "Switzerland" {
				fmt.Printf("%d to %d\n", row.Lower, row.Upper)
			}
		}
	}
	// Output:
	// 2 to 7
	// 4 to 7
	// 1 to 7
}

// Invention patents granted in 2015: the ranks that are settled, with 95 %
// confidence for all of them together.
func ExampleRankSet() {
	sets, err := robust.Multinomial([]robust.CategoryCount{
		{Code: "Anhui", Count: 11180},
		{Code: "Shandong", Count: 16881},
		{Code: "Sichuan", Count: 9105},
		{Code: "Hubei", Count: 7766},
		{Code: "Shaanxi", Count: 6812},
		{Code: "Hunan", Count: 6776},
	}, robust.MultinomialOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	settled := func(r robust.RankSet) bool { return r.Lower == r.Upper }

	for row := range sets.All() {
		fmt.Println(row.Rank, row.Code, settled(row))
	}
	// Output:
	// 1 Shandong true
	// 2 Anhui true
	// 3 Sichuan true
	// 4 Hubei true
	// 5 Shaanxi false
	// 6 Hunan false
}

func ExampleRankSets_Best() {
	sets, err := robust.ConfidenceSets(pisaScores, robust.ConfidenceOptions{Better: target.Higher, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	best, err := sets.Best(1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("may be first:", best)
	// Output: may be first: [Japan Korea Estonia Netherlands]
}

func ExampleRankSets_Worst() {
	sets, err := robust.ConfidenceSets(pisaScores, robust.ConfidenceOptions{Better: target.Higher, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	worst, err := sets.Worst(1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("may be last:", worst)
	// Output: may be last: [Netherlands Poland Switzerland Canada]
}

// Invention patents granted in 2015 to the provinces with the fewest: had the
// year gone a little differently, Hainan could have passed Ningxia.
func ExampleMultinomial() {
	sets, err := robust.Multinomial([]robust.CategoryCount{
		{Code: "Gansu", Count: 1238},
		{Code: "Xinjiang", Count: 950},
		{Code: "Inner Mongolia", Count: 797},
		{Code: "Ningxia", Count: 442},
		{Code: "Hainan", Count: 417},
		{Code: "Qinghai", Count: 207},
		{Code: "Tibet", Count: 40},
	}, robust.MultinomialOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}

	for row := range sets.All() {
		fmt.Printf("%-14s %d (%d to %d)\n", row.Code, row.Rank, row.Lower, row.Upper)
	}
	// Output:
	// Gansu          1 (1 to 1)
	// Xinjiang       2 (2 to 2)
	// Inner Mongolia 3 (3 to 3)
	// Ningxia        4 (4 to 5)
	// Hainan         5 (4 to 5)
	// Qinghai        6 (6 to 6)
	// Tibet          7 (7 to 7)
}

// Bonferroni's correction is simpler than Holm's and never finds more. Invention
// patents granted in 2010.
func ExampleAdjustment() {
	counts := []robust.CategoryCount{
		{Code: "Henan", Count: 1498},
		{Code: "Fujian", Count: 1224},
		{Code: "Anhui", Count: 1111},
	}

	for _, c := range []robust.Adjustment{robust.Holm, robust.Bonferroni} {
		sets, err := robust.Multinomial(counts, robust.MultinomialOptions{Adjustment: c})
		if err != nil {
			fmt.Println(err)
			return
		}
		for row := range sets.All() {
			fmt.Println(row.Code, row.Lower, "to", row.Upper)
		}
	}
	// Output:
	// Henan 1 to 1
	// Fujian 2 to 2
	// Anhui 3 to 3
	// Henan 1 to 1
	// Fujian 2 to 3
	// Anhui 2 to 3
}

func ExampleOmegaRanks() {
	figures := []decimal.Decimal{
		decimal.RequireFromString("6.2"), decimal.RequireFromString("5.1"), decimal.RequireFromString("5.1"),
		decimal.RequireFromString("3.0"),
	}
	for _, omega := range []string{"0", "0.5", "1"} {
		ranks, err := robust.OmegaRanks(figures, decimal.RequireFromString(omega), target.Higher)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("ω = %-3s ", omega)
		for _, r := range ranks {
			fmt.Printf(" %v", r.Rank)
		}
		fmt.Println()
	}
	// Output:
	// ω = 0    1 2 2 4
	// ω = 0.5  1 2.5 2.5 4
	// ω = 1    1 3 3 4
}

// provinces are scored by applications, grants and stock of invention patents
// in 2015, in percent of the largest province in each (China Statistical
// Yearbook on Science and Technology).
var provinces = []robust.ScoredUnit{
	{
		Code: "Jiangsu",
		Scores: []decimal.Decimal{
			decimal.RequireFromString("100.0"), decimal.RequireFromString("100.0"), decimal.RequireFromString("81.5"),
		},
	},
	{
		Code: "Guangdong",
		Scores: []decimal.Decimal{
			decimal.RequireFromString("67.2"), decimal.RequireFromString("93.0"), decimal.RequireFromString("100.0"),
		},
	},
	{
		Code: "Beijing",
		Scores: []decimal.Decimal{
			decimal.RequireFromString("57.5"), decimal.RequireFromString("98.0"), decimal.RequireFromString("95.8"),
		},
	},
	{
		Code: "Zhejiang",
		Scores: []decimal.Decimal{
			decimal.RequireFromString("43.8"), decimal.RequireFromString("64.8"), decimal.RequireFromString("51.1"),
		},
	},
	{
		Code: "Shandong",
		Scores: []decimal.Decimal{
			decimal.RequireFromString("60.5"), decimal.RequireFromString("46.9"), decimal.RequireFromString("34.3"),
		},
	},
	{
		Code: "Shanghai",
		Scores: []decimal.Decimal{
			decimal.RequireFromString("30.4"), decimal.RequireFromString("48.9"), decimal.RequireFromString("50.4"),
		},
	},
	{
		Code: "Anhui",
		Scores: []decimal.Decimal{
			decimal.RequireFromString("44.2"), decimal.RequireFromString("31.0"), decimal.RequireFromString("18.8"),
		},
	},
}

// Whatever the weights, Jiangsu is among the first three, and Anhui never
// above fifth.
func ExampleIntervals() {
	region, err := robust.Simplex(3)
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := robust.Intervals(provinces, region)
	if err != nil {
		fmt.Println(err)
		return
	}

	for row := range d.All() {
		fmt.Printf("%-9s %d to %d\n", row.Code, row.Best, row.Worst)
	}
	// Output:
	// Guangdong 1 to 3
	// Jiangsu   1 to 3
	// Beijing   1 to 4
	// Shandong  3 to 6
	// Zhejiang  4 to 6
	// Anhui     5 to 7
	// Shanghai  5 to 7
}

func ExampleSimplex() {
	region, err := robust.Simplex(3)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(region)
	// Output: 3 weights, each between two bounds
}

// With weights within a quarter of 0.2, 0.3 and 0.5 the first three and the
// fifth and sixth may change places; fourth and last are settled.
func ExampleAround() {
	region, err := robust.Around(
		[]decimal.Decimal{
			decimal.RequireFromString("0.2"), decimal.RequireFromString("0.3"), decimal.RequireFromString("0.5"),
		},
		decimal.RequireFromString("0.25"),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := robust.Intervals(provinces, region)
	if err != nil {
		fmt.Println(err)
		return
	}

	for row := range d.All() {
		fmt.Printf("%-9s %d (%d to %d)\n", row.Code, row.Rank, row.Best, row.Worst)
	}
	// Output:
	// Guangdong 1 (1 to 2)
	// Jiangsu   2 (1 to 3)
	// Beijing   3 (2 to 3)
	// Zhejiang  4 (4 to 4)
	// Shandong  6 (5 to 6)
	// Shanghai  5 (5 to 6)
	// Anhui     7 (7 to 7)
}

// Stock is to weigh at least as much as each of the flows may.
func ExampleBox() {
	region, err := robust.Box(
		[]decimal.Decimal{
			decimal.RequireFromString("0"), decimal.RequireFromString("0"), decimal.RequireFromString("0.4"),
		},
		[]decimal.Decimal{
			decimal.RequireFromString("0.4"), decimal.RequireFromString("0.4"), decimal.RequireFromString("1"),
		},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := robust.Intervals(provinces, region)
	if err != nil {
		fmt.Println(err)
		return
	}

	m, err := d.Margin("Guangdong", "Jiangsu")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("Guangdong above Jiangsu by %v to %v\n", m.Least, m.Most)
	// Output:
	// Guangdong above Jiangsu by -7.12 to 18.5
}

func ExampleScoreMargin() {
	region, err := robust.Simplex(3)
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := robust.Intervals(provinces, region)
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, other := range []string{"Shanghai", "Shandong"} {
		m, err := d.Margin("Zhejiang", other)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("above %s at all weights %v, at some %v\n", other, m.Necessary(), m.Possible())
	}
	// Output:
	// above Shanghai at all weights true, at some true
	// above Shandong at all weights false, at some true
}

func ExampleSampleRanks() {
	region, err := robust.Simplex(3)
	if err != nil {
		fmt.Println(err)
		return
	}
	shares, err := robust.SampleRanks(provinces, region, robust.SampleOptions{Draws: 1000, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, s := range shares {
		fmt.Printf("%-9s", s.Code)
		for rank := 1; rank <= len(provinces); rank++ {
			fmt.Printf(" %4d", s.Count(rank))
		}
		fmt.Println()
	}
	// Output:
	// Anhui        0    0    0    0    0  145  855
	// Beijing     43  323  631    3    0    0    0
	// Guangdong  228  611  161    0    0    0    0
	// Jiangsu    729   66  205    0    0    0    0
	// Shandong     0    0    3  243  364  390    0
	// Shanghai     0    0    0    0  390  465  145
	// Zhejiang     0    0    0  754  246    0    0
}

func ExampleLeaveOneOut() {
	rows, err := robust.LeaveOneOut(
		provinces,
		[]decimal.Decimal{
			decimal.RequireFromString("0.2"), decimal.RequireFromString("0.3"), decimal.RequireFromString("0.5"),
		},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range rows {
		fmt.Printf("%-9s %d, without one component %v\n", row.Code, row.Rank, row.Without)
	}
	// Output:
	// Anhui     7, without one component [7 7 7]
	// Beijing   3, without one component [2 3 3]
	// Guangdong 1, without one component [1 1 2]
	// Jiangsu   2, without one component [3 2 1]
	// Shandong  6, without one component [6 6 5]
	// Shanghai  5, without one component [5 5 6]
	// Zhejiang  4, without one component [4 4 4]
}
