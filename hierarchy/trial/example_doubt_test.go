package trial_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

// Invention patents in force per 10,000 people of four provinces at the end of
// 2015, against quotas by the densities of 2010. The census of 2020 revised the
// populations of 2015: with one Zhejiang met its quota, with the other it did not.
func ExampleDoubt() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "CN", Level: "nation"},
		{Code: "33", Name: "Zhejiang", Level: "province", Parent: "CN"},
		{Code: "37", Name: "Shandong", Level: "province", Parent: "CN"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "CN"},
		{Code: "61", Name: "Shaanxi", Level: "province", Parent: "CN"},
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
	whole := func(x int64) decimal.Decimal { return decimal.New(x, 0) }
	people := column(map[string]decimal.Decimal{
		"33": whole(5539), "37": whole(9847), "44": whole(10849), "61": whole(3793),
	})
	revised := column(map[string]decimal.Decimal{
		"33": whole(5985), "37": whole(9866), "44": whole(11678), "61": whole(3846),
	})
	inForce := column(map[string]decimal.Decimal{
		"33": whole(70981), "37": whole(47694), "44": whole(138878), "61": whole(22662),
	})
	before := column(map[string]decimal.Decimal{ // of 2010
		"33": decimal.New(330, -2), "37": decimal.New(116, -2), "44": decimal.New(401, -2), "61": decimal.New(150, -2),
	})

	found, err := trial.Doubt(trial.DoubtSpec{
		Tree: tree, Denominators: people, Vintages: []hierarchy.Column{revised}, Results: inForce,
		Target: target.Target{
			Code: "density-2015", Unit: "CN", Period: target.Year(2015), Force: target.Expected,
			Value: decimal.New(99, -1),
			Indicator: target.Indicator{
				Code: "density", Kind: target.Ratio, Better: target.Higher, Places: target.Places(2),
			},
		},
		Options: hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Scale(before)}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	show := func(v trial.Interval) string {
		return v.Low.Decimal.StringFixed(2) + "–" + v.High.Decimal.StringFixed(2)
	}
	for _, row := range found.Rows {
		fmt.Printf("%-9s quota %s, has %s: %s\n", row.Unit.Name, show(row.Quota), show(*row.Result), row.Verdict)
	}
	// Output:
	// Zhejiang  quota 12.23–12.44, has 11.86–12.81: no detectable difference
	// Shandong  quota 4.30–4.37, has 4.83–4.84: met
	// Guangdong quota 14.87–15.11, has 11.89–12.80: missed
	// Shaanxi   quota 5.56–5.65, has 5.89–5.97: met
}

// With standard errors of 2 % and quotas that are fixed, the intervals follow in
// closed form, and the results with their errors go into confidence sets for
// ranks.
func ExampleDoubts_Estimates() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "CN", Level: "nation"},
		{Code: "33", Name: "Zhejiang", Level: "province", Parent: "CN"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "CN"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	column := func(zhejiang, guangdong int64) hierarchy.Column {
		c, err := tree.Column(maps.All(map[string]decimal.Decimal{
			"33": decimal.New(zhejiang, 0), "44": decimal.New(guangdong, 0),
		}))
		if err != nil {
			fmt.Println(err)
		}
		return c
	}

	found, err := trial.Doubt(trial.DoubtSpec{
		Tree: tree, Denominators: column(5539, 10849), Errors: column(111, 217),
		Results: column(70981, 138878), Quotas: column(12, 13),
		Target: target.Target{
			Code: "density-2015", Unit: "CN", Period: target.Year(2015), Force: target.Expected,
			Value: decimal.New(127, -1),
			Indicator: target.Indicator{
				Code: "density", Kind: target.Ratio, Better: target.Higher, Places: target.Places(2),
			},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range found.Rows {
		low, high := row.Result.Low.Decimal.Round(2), row.Result.High.Decimal.Round(2)
		fmt.Println(row.Unit.Name, low, high, row.Verdict)
	}

	sets, err := robust.ConfidenceSets(found.Estimates(), robust.ConfidenceOptions{
		Better: target.Higher, Alpha: decimal.New(1, -1), Seed: 1,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for set := range sets.All() {
		fmt.Println("rank of", set.Code, "is from", set.Lower, "to", set.Upper)
	}
	// Output:
	// Zhejiang 12.41 13.25 met
	// Guangdong 12.39 13.24 no detectable difference
	// rank of 33 is from 1 to 2
	// rank of 44 is from 1 to 2
}
