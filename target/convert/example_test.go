package convert_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
)

// Guangdong's share of the nation's 3.3 patents per 10,000 people is a density.
// Its cities are given numbers, so it becomes a number first.
func ExampleConversion_Target() {
	density := target.Target{
		Code: "CN-2015/440000", Unit: "440000", Period: target.Year(2015), Value: decimal.New(768, -2),
		Indicator: target.Indicator{
			Code: "density", Measure: "patents per 10,000 people",
			Kind: target.Ratio, Better: target.Higher, Per: decimal.New(10_000, 0), Places: target.Places(2),
		},
	}
	toNumber := convert.Conversion{
		Formula: convert.RatioToNumerator,
		To: target.Indicator{
			Code: "patents", Measure: "patents in force",
			Kind: target.Stock, Better: target.Higher, Places: target.Places(0),
		},
		Basis: convert.Basis{
			Name: "units of 10,000 residents, 2010", Value: decimal.New(10_441, 0), In: decimal.New(10_000, 0),
		},
	}

	got, err := toNumber.Target(density, "CN-2015/440000/number")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(got.Target)
	fmt.Println(got.Steps[0])
	for _, link := range got.Target.Links {
		fmt.Println(link.Relation, link.Target)
	}
	// Output:
	// at least 80,187 patents in force by 2015
	// 7.68 patents per 10,000 people × 10,441 (units of 10,000 residents, 2010) = 80,186.88 → 80,187
	// converted from CN-2015/440000
}

// The first density of a five-year plan was set on a population that was to grow
// by 5.84 % (Cheng & Drahos 2018, note 50). The exact product ends in a half.
func ExampleConversion_Figure() {
	growth := target.Indicator{
		Code: "growth", Kind: target.Growth, Per: decimal.New(100, 0), Places: target.Places(2),
	}
	people := target.Indicator{Code: "people", Kind: target.Stock, Places: target.Places(0)}
	c := convert.Conversion{
		Formula: convert.GrowthToLevel, To: people,
		Basis: convert.Basis{Name: "people in 2010", Value: decimal.New(1_370_536_875, 0)},
	}

	s, err := c.Figure(decimal.New(584, -2), growth)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s)

	// The printed growth stands for any from 5.835 to 5.845 %.
	c.Rounded = true
	s, err = c.Figure(decimal.New(584, -2), growth)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("at least", s.Low.Decimal, "and at most", s.High.Decimal)
	// Output:
	// 1,370,536,875 (people in 2010) × (1 + 5.84 / 100) = 1,450,576,228.5 → 1,450,576,229
	// at least 1450507701.6562 and at most 1450644755.3438
}

// The number of patents behind a density that the statistical communiqué of 2015
// printed with one decimal.
func ExampleConversion_Observation() {
	density := target.Indicator{
		Code: "density", Kind: target.Ratio, Per: decimal.New(10_000, 0), Places: target.Places(1),
	}
	c := convert.Conversion{
		Formula: convert.RatioToNumerator,
		To:      target.Indicator{Code: "patents", Kind: target.Stock, Places: target.Places(0)},
		Basis:   convert.Basis{Name: "population", Value: decimal.New(137_462, 0), In: decimal.New(10_000, 0)},
		Rounded: true,
	}

	got, err := c.Observation(target.Observation{
		Unit: "000000", Indicator: "density", Period: target.Year(2015), Value: decimal.New(63, -1),
	}, density)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(got.Observation.Value, "patents")
	fmt.Println(got.Step)
	// Output:
	// 866011 patents
	// 6.3 per 10,000 × 137,462 (population) = 866,010.6 → 866,011; from 859,137.5 to 872,883.7, since the figures are rounded
}

// A level and its base give a rate per year: 16 to 22 patents per 10,000 people in
// the five years of the fifteenth plan.
func ExampleFormula() {
	density := target.Indicator{
		Code: "density", Kind: target.Ratio, Per: decimal.New(10_000, 0), Places: target.Places(1),
	}
	c := convert.Conversion{
		Formula: convert.LevelToGrowth,
		To: target.Indicator{
			Code: "growth", Kind: target.Growth, Per: decimal.New(100, 0), Places: target.Places(2),
		},
		Basis: convert.Basis{Value: decimal.New(16, 0)},
		Years: 5,
	}

	s, err := c.Figure(decimal.New(22, 0), density)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Formula, s.Result)
	fmt.Println("reverse:", c.Formula.Inverse())
	// Output:
	// level to growth 6.58
	// reverse: growth to level
}
