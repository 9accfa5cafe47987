package evaluate_test

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// The four ways from attainment to points, on an item of at most 40: pro rata, steps,
// interpolation between breakpoints, and four points less for each missing tenth.
func ExamplePoints() {
	list := []evaluate.Breakpoint{
		{At: decimal.New(1, 0), Points: decimal.New(40, 0)},
		{At: decimal.New(9, -1), Points: decimal.New(36, 0)},
		{At: decimal.New(5, -1), Points: decimal.New(20, 0)},
	}

	for _, points := range []evaluate.Points{
		evaluate.ProRata{},
		evaluate.Steps{Breakpoints: list},
		evaluate.Interpolation{Breakpoints: list},
		evaluate.Deductions{Per: decimal.New(1, -1), Points: decimal.New(4, 0)},
	} {
		e, err := evaluate.New(evaluate.Scheme{
			Items: []evaluate.Item{{Code: "saved", Max: decimal.New(40, 0), Points: points}},
		})
		if err != nil {
			fmt.Println(err)
			return
		}

		fmt.Printf("%-22T", points)
		for _, attainment := range []string{"1.1", "0.999", "0.85", "0.499"} {
			card, err := e.Score(evaluate.Case{Assessments: []evaluate.Assessment{{
				Target:     target.Target{Code: "saved"},
				Attainment: decimal.NewNullDecimal(decimal.RequireFromString(attainment)),
			}}})
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Printf("  %s: %v", attainment, card.Total)
		}
		fmt.Println()
	}
	// Output:
	// evaluate.ProRata        1.1: 40  0.999: 39.96  0.85: 34  0.499: 19.96
	// evaluate.Steps          1.1: 40  0.999: 36  0.85: 20  0.499: 0
	// evaluate.Interpolation  1.1: 40  0.999: 39.96  0.85: 34  0.499: 0
	// evaluate.Deductions     1.1: 40  0.999: 40  0.85: 36  0.499: 20
}

// Three points for each full tenth beyond the target, at most nine.
func ExampleBonus() {
	e, err := evaluate.New(evaluate.Scheme{Items: []evaluate.Item{{
		Code: "saved", Max: decimal.New(40, 0), Points: evaluate.ProRata{},
		Bonus: &evaluate.Bonus{Per: decimal.New(1, -1), Points: decimal.New(3, 0), Max: decimal.New(9, 0)},
	}}})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, attainment := range []string{"1.09", "1.25", "2"} {
		card, err := e.Score(evaluate.Case{Assessments: []evaluate.Assessment{{
			Target:     target.Target{Code: "saved"},
			Attainment: decimal.NewNullDecimal(decimal.RequireFromString(attainment)),
		}}})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(card.Items()[0].Bonus, card.Items()[0].Why)
	}
	// Output:
	// 0 attainment 1.09: in full; bonus 0 × 3 over
	// 6 attainment 1.25: in full; bonus 2 × 3 over
	// 9 attainment 2: in full; bonus 10 × 3 over, at most 9
}

// A province and a prefecture evaluate a county, and the province counts for more. Who
// was the most generous?
func ExampleItemScore() {
	e, err := evaluate.New(evaluate.Scheme{Items: []evaluate.Item{
		{Code: "measures", Max: decimal.New(60, 0)},
		{Code: "accidents", Max: decimal.New(10, 0), Penalty: true},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}

	awards := func(measures, accidents int64) map[string]decimal.Decimal {
		return map[string]decimal.Decimal{"measures": decimal.New(measures, 0), "accidents": decimal.New(accidents, 0)}
	}
	card, err := e.Score(evaluate.Case{Unit: "130123", Panel: []evaluate.Opinion{
		{By: "province", Weight: decimal.New(3, 0), Awarded: awards(45, 4)},
		{By: "prefecture", Weight: decimal.New(1, 0), Awarded: awards(57, 0)},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, line := range card.Items() {
		most := slices.MaxFunc(line.Awards, func(a, b evaluate.Award) int { return a.Points.Cmp(b.Points) })
		fmt.Println(line.Code, line.Points, line.Why+", the most by the", most.By)
	}
	fmt.Println("total", card.Total)
	// Output:
	// measures 48 awarded, the most by the prefecture
	// accidents -3 taken off, the most by the province
	// total 45
}

// All who evaluate award points for every item, and nobody twice.
func ExampleOpinion() {
	e, err := evaluate.New(evaluate.Scheme{Items: []evaluate.Item{{Code: "measures", Max: decimal.New(60, 0)}}})
	if err != nil {
		fmt.Println(err)
		return
	}

	_, err = e.Score(evaluate.Case{Unit: "130123", Panel: []evaluate.Opinion{
		{By: "province", Awarded: map[string]decimal.Decimal{"measures": decimal.New(61, 0)}},
		{By: "prefecture"},
		{By: "prefecture", Awarded: map[string]decimal.Decimal{"measures": decimal.New(50, 0)}},
	}})
	fmt.Println(err)
	// Output:
	// 3 problems:
	// case.panel["prefecture"].by is given twice: give one opinion of each evaluator
	// case.panel["province"].awarded["measures"] 61 is out of range: must be between 0 and 60
	// case.panel["prefecture"].awarded["measures"] has no figure: award points for the item, as the other evaluators do
}
