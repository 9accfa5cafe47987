package index_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/target"
)

// Invention patents in force per 10,000 people in 2015, on eight scales. Beijing
// is so far ahead that min-max scores say little of the others; scores by rank
// tell them apart and no longer say by how much.
func ExampleNormalisation() {
	figure := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	data := index.Data{
		Units: []string{"Beijing", "Guangdong", "Jiangsu", "Shanghai", "Zhejiang"},
		Figures: map[string][]decimal.NullDecimal{"density": {
			figure("61.28"), figure("12.80"), figure("14.19"), figure("28.98"), figure("12.81"),
		}},
	}

	for _, n := range []index.Normalisation{
		index.MinMax{},
		index.Goalposts{Low: decimal.New(0, 0), High: decimal.New(100, 0)},
		index.ShareOfBest{},
		index.ZScore{Mean: decimal.New(50, 0), SD: decimal.New(10, 0)},
		index.Rank{},
		index.Borda{},
		index.PercentileRank{},
		index.AsIs{},
	} {
		c, err := index.New(index.Spec{
			Nodes: []index.Node{
				{Code: "index"},
				{Code: "density", Parent: "index", Better: target.Higher},
			},
			Normalise: n,
		})
		if err != nil {
			fmt.Println(err)
			return
		}

		r, err := c.Score(data)
		if err != nil {
			fmt.Println(err)
			return
		}

		fmt.Printf("%-20T", n)
		for _, score := range r.Figures("density", 1) {
			fmt.Printf(" %6s", score.StringFixed(1))
		}
		fmt.Println()
	}
	// Output:
	// index.MinMax          100.0    0.0    2.9   33.4    0.0
	// index.Goalposts        61.3   12.8   14.2   29.0   12.8
	// index.ShareOfBest     100.0   20.9   23.2   47.3   20.9
	// index.ZScore           66.9   43.7   44.3   51.4   43.7
	// index.Rank              5.0    1.0    3.0    4.0    2.0
	// index.Borda             4.0    0.0    2.0    3.0    1.0
	// index.PercentileRank  100.0    0.0   50.0   75.0   25.0
	// index.AsIs             61.3   12.8   14.2   29.0   12.8
}

// An indicator that does not tell the units apart has no place between the
// worst and the best.
func ExampleMinMax() {
	figure := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	c, err := index.New(index.Spec{Nodes: []index.Node{
		{Code: "index"},
		{
			Code: "plans", Parent: "index", Better: target.Higher,
			Normalise: index.MinMax{Onto: index.ScoreRange{From: decimal.New(1, 0), To: decimal.New(100, 0)}},
		},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = c.Score(index.Data{
		Units:   []string{"Anhui", "Jiangsu"},
		Figures: map[string][]decimal.NullDecimal{"plans": {figure("1"), figure("1")}},
	})
	fmt.Println(err)
	// Output:
	// figures["plans"] is not valid: all figures are equal: leave the indicator out, or use Goalposts
}

// The weights that follow from the spread of the scores, beside those that
// were set. Four provinces in 2015: invention patents in force per 10,000
// people, and the share of inventions in the patents granted, %.
func ExampleWeighting() {
	figure := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	data := index.Data{
		Units: []string{"Guangdong", "Jiangsu", "Shanghai", "Zhejiang"},
		Figures: map[string][]decimal.NullDecimal{
			"density": {figure("12.80"), figure("14.19"), figure("28.98"), figure("12.81")},
			"share":   {figure("13.88"), figure("14.39"), figure("29.03"), figure("9.93")},
		},
	}

	for _, w := range []index.Weighting{
		index.GivenWeights{}, index.EqualWeights{}, index.StandardDeviation{}, index.Entropy{},
	} {
		c, err := index.New(index.Spec{
			Nodes: []index.Node{
				{Code: "index", Weigh: w},
				{
					Code: "density", Parent: "index", Better: target.Higher,
					Weight: decimal.NewNullDecimal(decimal.New(2, 0)),
				},
				{Code: "share", Parent: "index", Better: target.Higher},
			},
			Normalise: index.ShareOfBest{},
		})
		if err != nil {
			fmt.Println(err)
			return
		}

		r, err := c.Score(data)
		if err != nil {
			fmt.Println(err)
			return
		}

		fmt.Printf("%T:", w)
		for _, weight := range r.Weights()[1:] {
			fmt.Printf(" %s %.3f", weight.Code, weight.Weight)
		}
		fmt.Println()
	}
	// Output:
	// index.GivenWeights: density 0.667 share 0.333
	// index.EqualWeights: density 0.500 share 0.500
	// index.StandardDeviation: density 0.485 share 0.515
	// index.Entropy: density 0.452 share 0.548
}

// A province without a figure is scored by what it has: the weights of its
// contributions add up to one all the same.
func ExampleContribution() {
	figure := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	c, err := index.New(index.Spec{
		Nodes: []index.Node{
			{Code: "innovation", Availability: decimal.NewNullDecimal(decimal.RequireFromString("0.6"))},
			{
				Code: "density", Parent: "innovation", Better: target.Higher,
				Weight: decimal.NewNullDecimal(decimal.New(2, 0)),
			},
			{Code: "share", Parent: "innovation", Better: target.Higher},
			{Code: "kept", Parent: "innovation", Better: target.Higher},
		},
		Normalise: index.AsIs{},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	r, err := c.Score(index.Data{
		Units: []string{"Anhui", "Jiangsu"},
		Figures: map[string][]decimal.NullDecimal{
			"density": {figure("60"), figure("90")}, "share": {figure("75"), figure("60")}, "kept": {{}, figure("80")},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for unit := range r.Units() {
		parts := r.Contributions(unit)
		fmt.Printf("%s %.0f\n", unit, parts[0].Points)
		for _, part := range parts[1:] {
			fmt.Printf("  %-7s %.0f × %.4f = %.0f\n", part.Code, part.Score, part.Weight, part.Points)
		}
	}
	// Output:
	// Anhui 65
	//   density 60 × 0.6667 = 40
	//   share   75 × 0.3333 = 25
	// Jiangsu 80
	//   density 90 × 0.5000 = 45
	//   kept    80 × 0.2500 = 20
	//   share   60 × 0.2500 = 15
}
