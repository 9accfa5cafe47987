package evaluate_test

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// savedOf100 is the assessment of a unit that was to do 100 and did so many.
func savedOf100(did string) (evaluate.Assessment, error) {
	return evaluate.Assess(target.Target{
		Code: "saved", Indicator: target.Indicator{Code: "saved", Kind: target.Flow, Better: target.Higher},
		Unit: "130000", Period: target.Year(2007), Value: decimal.New(100, 0),
	}, target.Observation{
		Unit: "130000", Indicator: "saved", Period: target.Year(2007), Value: decimal.RequireFromString(did),
	})
}

// The four ways from attainment to points, on an item of at most 40: pro rata,
// the steps of the energy-saving book of 2007, straight lines between corners,
// and four points less for each tenth that is missing.
func ExamplePoints() {
	breakpoints := func(atAndPoints ...string) []evaluate.Breakpoint {
		var list []evaluate.Breakpoint
		for i := 0; i < len(atAndPoints); i += 2 {
			at, points := decimal.RequireFromString(atAndPoints[i]), decimal.RequireFromString(atAndPoints[i+1])
			list = append(list, evaluate.Breakpoint{At: at, Points: points})
		}
		return list
	}
	for _, rule := range []evaluate.Points{
		evaluate.ProRata{},
		evaluate.Steps{Breakpoints: breakpoints("1", "40", "0.9", "36", "0.8", "32", "0.7", "28", "0.6", "24", "0.5",
			"20")},
		evaluate.Bands{Breakpoints: breakpoints("1", "40", "0.9", "36", "0.5", "0")},
		evaluate.Deductions{Per: decimal.RequireFromString("0.1"), Points: decimal.New(4, 0)},
	} {
		e, err := evaluate.New(evaluate.Scheme{Items: []evaluate.Item{{Code: "saved", Max: decimal.New(40, 0),
			Points: rule}}})
		if err != nil {
			fmt.Println(err)
			return
		}

		fmt.Printf("%-19T", rule)
		for _, did := range []string{"110", "100", "99.9", "85", "49.9"} {
			a, err := savedOf100(did)
			if err != nil {
				fmt.Println(err)
				return
			}
			card, err := e.Score(evaluate.Case{Unit: "130000", Assessments: []evaluate.Assessment{a}})
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Printf("  %s: %v", did, card.Total)
		}

		fmt.Println()
	}
	// Output:
	// evaluate.ProRata     110: 40  100: 40  99.9: 39.96  85: 34  49.9: 19.96
	// evaluate.Steps       110: 40  100: 40  99.9: 36  85: 32  49.9: 0
	// evaluate.Bands       110: 40  100: 40  99.9: 39.96  85: 31.5  49.9: 0
	// evaluate.Deductions  110: 40  100: 40  99.9: 40  85: 36  49.9: 20
}

// Three points for each full tenth beyond the target, at most nine.
func ExampleBonus() {
	e, err := evaluate.New(evaluate.Scheme{Items: []evaluate.Item{{
		Code: "saved", Max: decimal.New(40, 0), Points: evaluate.ProRata{},
		Bonus: &evaluate.Bonus{Per: decimal.RequireFromString("0.1"), Points: decimal.New(3, 0),
			Max: decimal.New(9, 0)},
	}}})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, did := range []string{"109", "125", "200"} {
		a, err := savedOf100(did)
		if err != nil {
			fmt.Println(err)
			return
		}
		card, err := e.Score(evaluate.Case{Unit: "130000", Assessments: []evaluate.Assessment{a}})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(did, card.Lines[0].Bonus, card.Lines[0].Why)
	}
	// Output:
	// 109 0 attainment 1.09: in full; bonus 0 × 3 over
	// 125 6 attainment 1.25: in full; bonus 2 × 3 over
	// 200 9 attainment 2: in full; bonus 10 × 3 over, at most 9
}

// A province and a prefecture evaluate a county; the province counts for more.
// Who was the most generous?
func ExampleLine() {
	e, err := evaluate.New(evaluate.Scheme{Items: []evaluate.Item{
		{Code: "measures", Max: decimal.New(60, 0)},
		{Code: "accidents", Max: decimal.New(10, 0), Penalty: true},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}

	give := func(measures, accidents int64) map[string]decimal.Decimal {
		return map[string]decimal.Decimal{"measures": decimal.New(measures, 0), "accidents": decimal.New(accidents, 0)}
	}

	card, err := e.Score(evaluate.Case{Unit: "130123", Panel: []evaluate.Opinion{
		{By: "province", Weight: decimal.New(3, 0), Awarded: give(45, 4)},
		{By: "prefecture", Weight: decimal.New(1, 0), Awarded: give(57, 0)},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, line := range card.Lines {
		most := slices.MaxFunc(line.Awards, func(a, b evaluate.Award) int { return a.Points.Cmp(b.Points) })
		fmt.Println(line.Code, line.Points, line.Why+", the most by the", most.By)
	}

	fmt.Println("total", card.Total)
	// Output:
	// measures 48 awarded, the most by the prefecture
	// accidents -3 taken off, the most by the province
	// total 45
}

// All who evaluate have a say on every item, and nobody two.
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
	// case.panel["prefecture"].awarded["measures"] has no figure: the others award this item
}
