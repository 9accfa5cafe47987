package trial_test

import (
	"fmt"
	"maps"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// Five states are to cut emissions by 29.1 % below 2005, the mean of what the
// European Union set them in 2018: the same for all, in proportion to GDP per
// head, or something between, with no state above 40 %.
func ExampleRun() {
	number := decimal.RequireFromString
	tree, err := hierarchy.NewTree([]string{"union", "state"}, []hierarchy.Unit{
		{Code: "EU", Level: "union"},
		{Code: "DE", Name: "Germany", Level: "state", Parent: "EU"},
		{Code: "PL", Name: "Poland", Level: "state", Parent: "EU"},
		{Code: "BG", Name: "Bulgaria", Level: "state", Parent: "EU"},
		{Code: "LU", Name: "Luxembourg", Level: "state", Parent: "EU"},
		{Code: "SE", Name: "Sweden", Level: "state", Parent: "EU"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	column := func(figures map[string]decimal.Decimal) hierarchy.Column {
		c, err := tree.Column(maps.All(figures))
		if err != nil {
			fmt.Println(err)
		}
		return c
	}
	base := column(map[string]decimal.Decimal{
		"DE": number("476.13"), "PL": number("182.02"), "BG": number("25.97"),
		"LU": number("10.11"), "SE": number("42.48"),
	})
	people := column(map[string]decimal.Decimal{
		"DE": number("82.79"), "PL": number("37.98"), "BG": number("7.05"), "LU": number("0.60"), "SE": number("10.12"),
	})
	euros := column(map[string]decimal.Decimal{
		"DE": number("34913"), "PL": number("10307"), "BG": number("5752"),
		"LU": number("86585"), "SE": number("46239"),
	})
	last := column(map[string]decimal.Decimal{
		"DE": number("38"), "PL": number("7"), "BG": number("0"), "LU": number("40"), "SE": number("40"),
	})
	most, err := tree.Constant("state", decimal.New(40, 0))
	if err != nil {
		fmt.Println(err)
		return
	}

	mix := func(values []decimal.Decimal) (hierarchy.Rule, error) {
		return hierarchy.Rule{Method: hierarchy.Blend(
			hierarchy.Part{Weight: values[0], Method: hierarchy.Scale(euros)},
			hierarchy.Part{Weight: decimal.New(1, 0).Sub(values[0]), Method: hierarchy.Uniform()},
		)}, nil
	}
	result, err := trial.Run(trial.Spec{
		Tree: tree, Basis: base, Heads: people, Last: last,
		Target: target.Target{
			Code: "EU-2030", Unit: "EU", Period: target.Year(2030), Value: number("29.1"), Force: target.Binding,
			Indicator: target.Indicator{
				Code: "cut", Kind: target.Reduction, Better: target.Higher,
				Per: decimal.New(100, 0), Places: target.Places(1),
			},
		},
		Candidates: []trial.Candidate{
			{Name: "the same for all", Options: hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Uniform()}}},
			{Name: "by GDP per head", Options: hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Scale(euros)}}},
			{
				Name: "between, at most 40 %", Vary: mix, Options: hierarchy.Options{Rule: hierarchy.Rule{Max: most}},
				Parameters: []trial.Parameter{
					{Name: "part", From: number("0.25"), To: number("0.75"), Steps: 2, Places: 2},
				},
			},
		},
		Measures: []trial.Measure{
			{Of: trial.GiniEffort, Per: trial.PerHead},
			{Of: trial.GreatestEffort, Per: trial.PerHead},
			{Of: trial.Moved, Part: number("0.1")},
			{Of: trial.AtBounds},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Print(result)
	front, err := result.Undominated("Gini per head", "moved by more than 0.1")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, outcome := range front {
		fmt.Println("unbeaten:", outcome.Candidate, outcome.Values)
	}
	for row := range front[0].Rows() {
		perHead, change := row.PerHead.Decimal.Round(2), row.Change.Decimal
		fmt.Println(row.Unit.Name, row.Quota, "% is", perHead, "t a head, changed by", change)
	}
	// Output:
	// candidate              parameters   Gini per head  greatest effort per head  moved by more than 0.1  at bounds
	// the same for all                          0.06901                     4.903                       5          0
	// by GDP per head                            0.2584                     14.56                       4          0
	// between, at most 40 %  part = 0.25         0.1120                     6.740                       4          1
	// between, at most 40 %  part = 0.50         0.1539                     6.740                       3          1
	// between, at most 40 %  part = 0.75         0.2003                     6.740                       3          2
	// unbeaten: the same for all []
	// unbeaten: between, at most 40 % [0.25]
	// unbeaten: between, at most 40 % [0.5]
	// Bulgaria 29.1 % is 1.07 t a head, changed by 29.1
	// Germany 29.1 % is 1.67 t a head, changed by -8.9
	// Luxembourg 29.1 % is 4.9 t a head, changed by -10.9
	// Poland 29.1 % is 1.39 t a head, changed by 22.1
	// Sweden 29.1 % is 1.22 t a head, changed by -10.9
}

// Whoever has the inputs of a published trial can check its measures: the document has 0.1855,
// and so has the trial. Another figure is an error.
func ExampleReadResult() {
	tree, err := hierarchy.NewTree([]string{"union", "state"}, []hierarchy.Unit{
		{Code: "EU", Level: "union"},
		{Code: "DE", Name: "Germany", Level: "state", Parent: "EU"},
		{Code: "PL", Name: "Poland", Level: "state", Parent: "EU"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	people, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"DE": decimal.RequireFromString("82.79"), "PL": decimal.RequireFromString("37.98"),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	spec := trial.Spec{
		Tree: tree, Heads: people, Digits: 4,
		Target: target.Target{
			Code: "panels", Unit: "EU", Period: target.Year(2030), Value: decimal.New(1000, 0),
			Indicator: target.Indicator{Code: "panels", Kind: target.Flow, Better: target.Higher},
		},
		Candidates: []trial.Candidate{{
			Name: "equally", Options: hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Equal()}},
		}},
		Measures: []trial.Measure{{Of: trial.GiniEffort, Per: trial.PerHead}},
	}

	const published = `{"measures":["Gini per head"],"outcomes":[{"candidate":"equally","measures":["0.1855"]}]}`
	result, err := trial.ReadResult([]byte(published), spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Outcomes[0].Candidate, result.Outcomes[0].Measures[0].Decimal)

	_, err = trial.ReadResult([]byte(strings.Replace(published, "0.1855", "0.1555", 1)), spec)
	fmt.Println(err)
	// Output:
	// equally 0.1855
	// result breaks the law of its kind: the spec gives other outcomes: read it with the spec that it was written with
}
