package hierarchy_test

import (
	"fmt"
	"maps"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Three wives have marriage contracts of 100, 200 and 300, and the estate is 100,
// 200 or 300: the oldest test case of division there is (Mishna, Ketubot 93a).
func ExampleTalmud() {
	tree, err := hierarchy.NewTree([]string{"estate", "wife"}, []hierarchy.Unit{
		{Code: "estate", Level: "estate"},
		{Code: "first", Level: "wife", Parent: "estate"},
		{Code: "second", Level: "wife", Parent: "estate"},
		{Code: "third", Level: "wife", Parent: "estate"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	claims, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"first":  decimal.New(100, 0),
		"second": decimal.New(200, 0),
		"third":  decimal.New(300, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, amount := range []int64{100, 200, 300} {
		plan, err := hierarchy.Cascade(tree, target.Target{
			Code: "estate", Unit: "estate", Period: target.Year(2030),
			Value: decimal.New(amount, 0), Force: target.Binding,
			Indicator: target.Indicator{
				Code: "estate", Kind: target.Flow, Better: target.Higher, Places: target.Places(2),
			},
		}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Talmud(claims.Named("marriage contract"))}})
		if err != nil {
			fmt.Println(err)
			return
		}
		var awards []string
		for quota := range plan.Children("estate") {
			awards = append(awards, fmt.Sprint(quota.Unit.Code, " ", quota.Value))
		}
		fmt.Println(strings.Join(awards, "  "))
	}
	// Output:
	// first 33.34  second 33.33  third 33.33
	// first 50  second 75  third 75
	// first 50  second 100  third 150
}

// Five states may emit 521.88 Mt together in 2030. The same for each would be
// 104.376, but nobody gets more than its emissions of 2005.
func ExampleEqualAwards() {
	tree, err := hierarchy.NewTree([]string{"union", "state"}, []hierarchy.Unit{
		{Code: "EU", Level: "union"},
		{Code: "BG", Level: "state", Parent: "EU"},
		{Code: "DE", Level: "state", Parent: "EU"},
		{Code: "LU", Level: "state", Parent: "EU"},
		{Code: "PL", Level: "state", Parent: "EU"},
		{Code: "SE", Level: "state", Parent: "EU"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	claims, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"BG": decimal.New(2597, -2),
		"DE": decimal.New(47613, -2),
		"LU": decimal.New(1011, -2),
		"PL": decimal.New(18202, -2),
		"SE": decimal.New(4248, -2),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, amount := range []int64{52188} {
		plan, err := hierarchy.Cascade(tree, target.Target{
			Code: "emissions", Unit: "EU", Period: target.Year(2030),
			Value: decimal.New(amount, -2), Force: target.Binding,
			Indicator: target.Indicator{
				Code: "emissions", Kind: target.Flow, Better: target.Lower, Places: target.Places(2),
			},
		}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.EqualAwards(claims.Named("emissions of 2005"))}})
		if err != nil {
			fmt.Println(err)
			return
		}
		var awards []string
		for quota := range plan.Children("EU") {
			awards = append(awards, fmt.Sprint(quota.Unit.Code, " ", quota.Value))
		}
		fmt.Println(strings.Join(awards, "  "))
	}
	// Output:
	// BG 25.97  DE 261.3  LU 10.11  PL 182.02  SE 42.48
}

// Five states cut their emissions to 521.88 Mt together, each by the same amount,
// but nobody below zero: a fifth of the cut, 43.43 Mt, is more than three of them
// emit.
func ExampleEqualLosses() {
	tree, err := hierarchy.NewTree([]string{"union", "state"}, []hierarchy.Unit{
		{Code: "EU", Level: "union"},
		{Code: "BG", Level: "state", Parent: "EU"},
		{Code: "DE", Level: "state", Parent: "EU"},
		{Code: "LU", Level: "state", Parent: "EU"},
		{Code: "PL", Level: "state", Parent: "EU"},
		{Code: "SE", Level: "state", Parent: "EU"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	claims, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"BG": decimal.New(2597, -2),
		"DE": decimal.New(47613, -2),
		"LU": decimal.New(1011, -2),
		"PL": decimal.New(18202, -2),
		"SE": decimal.New(4248, -2),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, amount := range []int64{52188} {
		plan, err := hierarchy.Cascade(tree, target.Target{
			Code: "emissions", Unit: "EU", Period: target.Year(2030),
			Value: decimal.New(amount, -2), Force: target.Binding,
			Indicator: target.Indicator{
				Code: "emissions", Kind: target.Flow, Better: target.Lower, Places: target.Places(2),
			},
		}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.EqualLosses(claims.Named("emissions of 2005"))}})
		if err != nil {
			fmt.Println(err)
			return
		}
		var awards []string
		for quota := range plan.Children("EU") {
			awards = append(awards, fmt.Sprint(quota.Unit.Code, " ", quota.Value))
		}
		fmt.Println(strings.Join(awards, "  "))
	}
	// Output:
	// BG 0  DE 408  LU 0  PL 113.88  SE 0
}

// Three wives with contracts of 100, 200 and 300 come to the estate in an order
// that nobody knows; each gets the mean over all six.
func ExampleRandomArrival() {
	tree, err := hierarchy.NewTree([]string{"estate", "wife"}, []hierarchy.Unit{
		{Code: "estate", Level: "estate"},
		{Code: "first", Level: "wife", Parent: "estate"},
		{Code: "second", Level: "wife", Parent: "estate"},
		{Code: "third", Level: "wife", Parent: "estate"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	claims, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"first":  decimal.New(100, 0),
		"second": decimal.New(200, 0),
		"third":  decimal.New(300, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, amount := range []int64{100, 200, 400} {
		plan, err := hierarchy.Cascade(tree, target.Target{
			Code: "estate", Unit: "estate", Period: target.Year(2030),
			Value: decimal.New(amount, 0), Force: target.Binding,
			Indicator: target.Indicator{
				Code: "estate", Kind: target.Flow, Better: target.Higher, Places: target.Places(2),
			},
		}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.RandomArrival(claims.Named("marriage contract"))}})
		if err != nil {
			fmt.Println(err)
			return
		}
		var awards []string
		for quota := range plan.Children("estate") {
			awards = append(awards, fmt.Sprint(quota.Unit.Code, " ", quota.Value))
		}
		fmt.Println(strings.Join(awards, "  "))
	}
	// Output:
	// first 33.34  second 33.33  third 33.33
	// first 33.34  second 83.33  third 83.33
	// first 66.67  second 116.67  third 216.66
}

// An estate of 200, and three who claim 100, 200 and 300 of it. Of the first 100
// all three have a third; the next 100 the two larger claims share.
func ExampleMinimalOverlap() {
	tree, err := hierarchy.NewTree([]string{"estate", "wife"}, []hierarchy.Unit{
		{Code: "estate", Level: "estate"},
		{Code: "first", Level: "wife", Parent: "estate"},
		{Code: "second", Level: "wife", Parent: "estate"},
		{Code: "third", Level: "wife", Parent: "estate"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	claims, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"first":  decimal.New(100, 0),
		"second": decimal.New(200, 0),
		"third":  decimal.New(300, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, amount := range []int64{200, 300} {
		plan, err := hierarchy.Cascade(tree, target.Target{
			Code: "estate", Unit: "estate", Period: target.Year(2030),
			Value: decimal.New(amount, 0), Force: target.Binding,
			Indicator: target.Indicator{
				Code: "estate", Kind: target.Flow, Better: target.Higher, Places: target.Places(2),
			},
		}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.MinimalOverlap(claims.Named("marriage contract"))}})
		if err != nil {
			fmt.Println(err)
			return
		}
		var awards []string
		for quota := range plan.Children("estate") {
			awards = append(awards, fmt.Sprint(quota.Unit.Code, " ", quota.Value))
		}
		fmt.Println(strings.Join(awards, "  "))
	}
	// Output:
	// first 33.34  second 83.33  third 83.33
	// first 33.34  second 83.33  third 183.33
}

// Of an estate of 400, the others leave the third wife 100 even if they get all
// they claim. The remaining 300 is shared in proportion to 100, 200 and 200.
func ExampleAdjustedProportional() {
	tree, err := hierarchy.NewTree([]string{"estate", "wife"}, []hierarchy.Unit{
		{Code: "estate", Level: "estate"},
		{Code: "first", Level: "wife", Parent: "estate"},
		{Code: "second", Level: "wife", Parent: "estate"},
		{Code: "third", Level: "wife", Parent: "estate"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	claims, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"first":  decimal.New(100, 0),
		"second": decimal.New(200, 0),
		"third":  decimal.New(300, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, amount := range []int64{400} {
		plan, err := hierarchy.Cascade(tree, target.Target{
			Code: "estate", Unit: "estate", Period: target.Year(2030),
			Value: decimal.New(amount, 0), Force: target.Binding,
			Indicator: target.Indicator{
				Code: "estate", Kind: target.Flow, Better: target.Higher, Places: target.Places(2),
			},
		}, hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.AdjustedProportional(claims.Named("marriage contract"))},
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		var awards []string
		for quota := range plan.Children("estate") {
			awards = append(awards, fmt.Sprint(quota.Unit.Code, " ", quota.Value))
		}
		fmt.Println(strings.Join(awards, "  "))
	}
	// Output:
	// first 60  second 120  third 220
}

// An estate of 400 and contracts of 100, 200 and 300. Everybody has half of the
// contract, and the remaining 100 is shared equally.
func ExamplePiniles() {
	tree, err := hierarchy.NewTree([]string{"estate", "wife"}, []hierarchy.Unit{
		{Code: "estate", Level: "estate"},
		{Code: "first", Level: "wife", Parent: "estate"},
		{Code: "second", Level: "wife", Parent: "estate"},
		{Code: "third", Level: "wife", Parent: "estate"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	claims, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"first":  decimal.New(100, 0),
		"second": decimal.New(200, 0),
		"third":  decimal.New(300, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, amount := range []int64{400} {
		plan, err := hierarchy.Cascade(tree, target.Target{
			Code: "estate", Unit: "estate", Period: target.Year(2030),
			Value: decimal.New(amount, 0), Force: target.Binding,
			Indicator: target.Indicator{
				Code: "estate", Kind: target.Flow, Better: target.Higher, Places: target.Places(2),
			},
		}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Piniles(claims.Named("marriage contract"))}})
		if err != nil {
			fmt.Println(err)
			return
		}
		var awards []string
		for quota := range plan.Children("estate") {
			awards = append(awards, fmt.Sprint(quota.Unit.Code, " ", quota.Value))
		}
		fmt.Println(strings.Join(awards, "  "))
	}
	// Output:
	// first 83.34  second 133.33  third 183.33
}
