package trial_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// 200,000 patents by 2015 for three provinces: the same for each, or in proportion to the
// invention patents in force in 2010 (China Statistical Yearbook on Science and
// Technology)? The populations of 2010, in 10,000, are those of the census.
func Example() {
	tree, err := hierarchy.NewTree([]string{"region", "province"}, []hierarchy.Unit{
		{Code: "YD", Level: "region"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "YD"},
		{Code: "32", Name: "Jiangsu", Level: "province", Parent: "YD"},
		{Code: "33", Name: "Zhejiang", Level: "province", Parent: "YD"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	inForce, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"31": decimal.New(23843, 0), "32": decimal.New(19682, 0), "33": decimal.New(17955, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	people, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"31": decimal.New(2302, 0), "32": decimal.New(7866, 0), "33": decimal.New(5443, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	same := hierarchy.Rule{Method: hierarchy.Equal()}
	byPatents := hierarchy.Rule{Method: hierarchy.Proportional(inForce)}
	result, err := trial.Run(trial.Spec{
		Tree: tree, Heads: people,
		Target: target.Target{
			Code: "patents-2015", Unit: "YD", Period: target.Year(2015), Value: decimal.New(200_000, 0),
			Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
		},
		Candidates: []trial.Candidate{
			{Name: "the same", Options: hierarchy.Options{Rule: same}},
			{Name: "by patents", Options: hierarchy.Options{Rule: byPatents}},
		},
		Measures: []trial.Measure{{Of: trial.GiniEffort, Per: trial.PerHead}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(result)
	// Output:
	// candidate   parameters  Gini per head
	// the same                       0.2376
	// by patents                     0.2759
}
