package index_test

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

// How far the ranks of an index can be trusted: three indicators of four states weigh the
// same (figures invented), and each weight could be up to a half greater or smaller. The
// scores of the indicators go from the index to package robust.
func ExampleResult_Figures_robust() {
	indicators := []string{"emissions", "renewables", "transit"}
	data := index.Data{
		Units:   []string{"Alba", "Bora", "Cora", "Dora"},
		Figures: map[string][]decimal.NullDecimal{},
	}
	for _, row := range [][]int64{{57, 19, 16}, {48, 16, 20}, {37, 22, 21}, {56, 40, 13}} {
		for i, code := range indicators {
			data.Figures[code] = append(data.Figures[code], decimal.NewNullDecimal(decimal.New(row[i], 0)))
		}
	}
	composite, err := index.New(index.Spec{Nodes: []index.Node{
		{Code: "green"},
		{Code: "emissions", Parent: "green", Better: target.Lower},
		{Code: "renewables", Parent: "green", Better: target.Higher},
		{Code: "transit", Parent: "green", Better: target.Higher},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := composite.Score(data)
	if err != nil {
		fmt.Println(err)
		return
	}

	scores := map[string][]decimal.Decimal{}
	for _, code := range indicators {
		for unit, score := range result.Figures(code, 6) {
			scores[unit] = append(scores[unit], score)
		}
	}
	var units []robust.ScoredUnit
	for unit := range result.Units() {
		units = append(units, robust.ScoredUnit{Code: unit, Scores: scores[unit]})
	}
	third := decimal.New(1, 0).DivRound(decimal.New(3, 0), 12)
	region, err := robust.Around(slices.Repeat([]decimal.Decimal{third}, 3), decimal.New(5, -1))
	if err != nil {
		fmt.Println(err)
		return
	}
	intervals, err := robust.Intervals(units, region)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(result)
	fmt.Print(intervals)
	// Output:
	// unit  score
	// Cora  75.00
	// Bora  44.17
	// Dora  35.00
	// Alba  16.67
	// unit  best  worst
	// Cora     1      1
	// Bora     2      3
	// Dora     2      4
	// Alba     3      4
}
