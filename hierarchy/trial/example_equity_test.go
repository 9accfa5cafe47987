package trial_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/trial"
)

// What the cuts that the European Union set in 2018 cost each head, in five
// states: tonnes of CO2 equivalent, and people in millions. Bulgaria cuts
// nothing, so that Theil's L does not exist.
func ExampleNewRatios() {
	cuts := []decimal.Decimal{ // million tonnes a year
		decimal.RequireFromString("180.9294"), // Germany, 38 % of 476.13
		decimal.RequireFromString("12.7414"),  // Poland, 7 % of 182.02
		decimal.RequireFromString("0"),        // Bulgaria, nothing of 25.97
		decimal.RequireFromString("4.044"),    // Luxembourg, 40 % of 10.11
		decimal.RequireFromString("16.992"),   // Sweden, 40 % of 42.48
	}
	people := []decimal.Decimal{
		decimal.RequireFromString("82.792351"),
		decimal.RequireFromString("37.976687"),
		decimal.RequireFromString("7.050034"),
		decimal.RequireFromString("0.602005"),
		decimal.RequireFromString("10.120242"),
	}
	burden, err := trial.NewRatios(cuts, people)
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println("tonnes a head", burden.Mean(4).Decimal)
	fmt.Println("from", burden.Least(4).Decimal, "to", burden.Greatest(4).Decimal)
	fmt.Println("Gini", burden.Gini(4).Decimal)
	fmt.Println("Theil's T", burden.TheilT(4).Decimal)
	fmt.Println("Theil's L exists:", burden.TheilL(4).Valid)
	// Output:
	// tonnes a head 1.55
	// from 0 to 6.718
	// Gini 0.2916
	// Theil's T 0.2328
	// Theil's L exists: false
}

// Output per head of four provinces of China in 2015, in yuan, weighted by
// people in ten thousands.
func ExampleNewDistribution() {
	output := []decimal.Decimal{
		decimal.New(106009, 0), // Beijing
		decimal.New(87909, 0),  // Jiangsu
		decimal.New(29752, 0),  // Guizhou
		decimal.New(26117, 0),  // Gansu
	}
	people := []decimal.Decimal{
		decimal.New(2171, 0), decimal.New(7976, 0), decimal.New(3530, 0), decimal.New(2600, 0),
	}
	d, err := trial.NewDistribution(output, people)
	if err != nil {
		fmt.Println(err)
		return
	}

	poorer, err := d.ShareOf(decimal.New(5, -1), 6)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("mean", d.Mean(6).Decimal)
	fmt.Println("Gini", d.Gini(6).Decimal)
	fmt.Println("coefficient of variation", d.Variation(6).Decimal)
	fmt.Println("the poorer half has", poorer.Decimal)
	// Output:
	// mean 67840.3
	// Gini 0.239294
	// coefficient of variation 0.462475
	// the poorer half has 0.316503
}

// Sixty farms by classes of size: 25 of 2.5 hectares, 13 of 7.5 and so on.
func ExampleNewCounts() {
	hectares := []decimal.Decimal{
		decimal.New(25, -1), decimal.New(75, -1), decimal.New(15, 0),
		decimal.New(35, 0), decimal.New(75, 0), decimal.New(150, 0),
	}
	farms := []decimal.Decimal{
		decimal.New(25, 0), decimal.New(13, 0), decimal.New(10, 0),
		decimal.New(5, 0), decimal.New(5, 0), decimal.New(2, 0),
	}
	d, err := trial.NewCounts(hectares, farms)
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println("Gini", d.Gini(6).Decimal)
	fmt.Println("of a sample", d.SampleGini(6).Decimal)
	// Output:
	// Gini 0.656681
	// of a sample 0.667811
}

// The Lorenz curve of three figures, and where it stands between its points.
func ExampleDistribution_Lorenz() {
	d, err := trial.NewDistribution([]decimal.Decimal{
		decimal.New(4, 0), decimal.New(1, 0), decimal.New(1, 0),
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}

	points := d.Lorenz(3)
	for _, p := range points {
		fmt.Println(p.Weight, p.Share)
	}
	share, err := d.ShareOf(decimal.New(55, -2), 3)
	if err != nil {
		fmt.Println(err)
		return
	}
	weight, err := d.WeightOf(decimal.New(60, -2), 3)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("55 % have", share.Decimal)
	fmt.Println("60 % is had by", weight.Decimal)
	// Output:
	// 0 0
	// 0.333 0.167
	// 0.667 0.333
	// 1 1
	// 55 % have 0.275
	// 60 % is had by 0.8
}

// Ten incomes: what somebody who minds inequality would give up of the mean of
// 6,658.60 for all to have the same.
func ExampleDistribution_Atkinson() {
	var incomes []decimal.Decimal
	for _, x := range []int64{541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261} {
		incomes = append(incomes, decimal.New(x, 0))
	}
	d, err := trial.NewDistribution(incomes, nil)
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, epsilon := range []string{"0.5", "1", "2"} {
		index, err := d.Atkinson(decimal.RequireFromString(epsilon), 4)
		if err != nil {
			fmt.Println(err)
			return
		}
		alike, err := d.Equivalent(decimal.RequireFromString(epsilon), 6)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("ε %s: %s, as good as %s for all\n", epsilon, index.Decimal, alike.Decimal)
	}
	// Output:
	// ε 0.5: 0.1797, as good as 5462.32 for all
	// ε 1: 0.3518, as good as 4315.94 for all
	// ε 2: 0.629, as good as 2470.27 for all
}

// How unequal the output per head of six provinces is between the coast and the
// interior, and within each.
func ExampleDecompose() {
	group := func(output, people []int64) (*trial.Distribution, error) {
		var x, w []decimal.Decimal
		for i := range output {
			x, w = append(x, decimal.New(output[i], 0)), append(w, decimal.New(people[i], 0))
		}
		return trial.NewDistribution(x, w)
	}
	coast, err := group([]int64{87909, 77426, 67115}, []int64{7976, 5539, 10849})
	if err != nil {
		fmt.Println(err)
		return
	}
	interior, err := group([]int64{29752, 28720, 26117}, []int64{3530, 4742, 2600})
	if err != nil {
		fmt.Println(err)
		return
	}
	parts, err := trial.Decompose(4, coast, interior)
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println("between", parts.Between.Decimal)
	fmt.Println("within", parts.Within.Decimal)
	// Output:
	// between 0.07434
	// within 0.006172
}

// The burden of 2018 on five states of the European Union grows faster than
// their output per head: it is progressive.
func ExampleDistribution_Progressivity() {
	number := decimal.RequireFromString
	burden, err := trial.NewRatios(
		[]decimal.Decimal{number("180.9294"), number("12.7414"), number("0"), number("4.044"), number("16.992")},
		[]decimal.Decimal{number("82.79"), number("37.98"), number("7.05"), number("0.60"), number("10.12")},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	euros := []decimal.Decimal{number("34913"), number("10307"), number("5752"), number("86585"), number("46239")}

	concentration, err := burden.Concentration(euros, 4)
	if err != nil {
		fmt.Println(err)
		return
	}
	progressivity, err := burden.Progressivity(euros, 4)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("concentration", concentration.Decimal)
	fmt.Println("progressivity", progressivity.Decimal)
	// Output:
	// concentration 0.2631
	// progressivity 0.02509
}
