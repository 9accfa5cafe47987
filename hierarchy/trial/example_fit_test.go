package trial_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// The cuts by 2030 that the European Union set nine of its states in 2018, compared with two
// rules by GDP per head, within 0 and 40 %. By the first, a state gets so many points more for
// every thousand euro. The second is between the same for all and in proportion.
func ExampleFit() {
	states := []struct {
		code            string
		base, euro, cut decimal.Decimal
	}{
		{"BG", decimal.New(2597, -2), decimal.New(5752, 0), decimal.New(0, 0)},
		{"DE", decimal.New(47613, -2), decimal.New(34913, 0), decimal.New(38, 0)},
		{"ES", decimal.New(23685, -2), decimal.New(21836, 0), decimal.New(26, 0)},
		{"FR", decimal.New(39579, -2), decimal.New(32274, 0), decimal.New(37, 0)},
		{"IT", decimal.New(33020, -2), decimal.New(27021, 0), decimal.New(33, 0)},
		{"LU", decimal.New(1011, -2), decimal.New(86585, 0), decimal.New(40, 0)},
		{"PL", decimal.New(18202, -2), decimal.New(10307, 0), decimal.New(7, 0)},
		{"PT", decimal.New(4705, -2), decimal.New(16257, 0), decimal.New(17, 0)},
		{"RO", decimal.New(7936, -2), decimal.New(7177, 0), decimal.New(2, 0)},
	}
	members := []hierarchy.Unit{{Code: "EU", Level: "union"}}
	base, euro, cuts := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, s := range states {
		members = append(members, hierarchy.Unit{Code: s.code, Level: "state", Parent: "EU"})
		base[s.code], euro[s.code], cuts[s.code] = s.base, s.euro, s.cut
	}
	tree, err := hierarchy.NewTree([]string{"union", "state"}, members)
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
	wealth := column(euro)
	least, err := tree.Constant("state", decimal.New(0, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	most, err := tree.Constant("state", decimal.New(40, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	limits := hierarchy.Options{Rule: hierarchy.Rule{Min: least, Max: most}}

	fits, err := trial.Fit(trial.FitSpec{
		Tree: tree, Basis: column(base), Observed: column(cuts),
		Target: target.Target{
			Code: "EU-2030", Unit: "EU", Period: target.Year(2030), Force: target.Binding,
			Value: decimal.New(2940, -2),
			Indicator: target.Indicator{
				Code: "cut", Kind: target.Reduction, Better: target.Higher,
				Per: decimal.New(100, 0), Places: target.Places(2),
			},
		},
		Distance: trial.MeanAbsolute, Tolerance: decimal.New(5, -1), Within: decimal.New(1, -1),
		Candidates: []trial.Candidate{
			{
				Name: "points", Options: limits,
				Parameters: []trial.Parameter{{Name: "per 1000 euro", To: decimal.New(3, 0), Steps: 30, Places: 3}},
				Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
					points, err := wealth.Scale(values[0].Shift(-3))
					return hierarchy.Rule{Method: hierarchy.Shift(points)}, err
				},
			},
			{
				Name: "between", Options: limits,
				Parameters: []trial.Parameter{{Name: "part", To: decimal.New(1, 0), Steps: 20, Places: 3}},
				Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
					return hierarchy.Rule{Method: hierarchy.Blend(
						hierarchy.Part{Weight: values[0], Method: hierarchy.Scale(wealth)},
						hierarchy.Part{Weight: decimal.New(1, 0).Sub(values[0]), Method: hierarchy.Uniform()},
					)}, nil
				},
			},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Print(fits)
	best := fits.Fits[0]
	for _, row := range best.Rows {
		if !row.Explained {
			fmt.Println(row.Unit.Code, "has", row.Observed, "and the rule gives", row.Quota.Round(1))
		}
	}
	for _, near := range best.Near[0] {
		fmt.Println("about as good:", near.From, "to", near.To)
	}
	// Output:
	// candidate  parameters             mean absolute difference  explained  never  about as good
	// points     per 1000 euro = 1.449                     1.173     4 of 9      0  per 1000 euro 1.398…1.472
	// between    part = 1                                  2.726     1 of 9      6  part 0.987…1
	// A rule that fits is not the rule that was used. Other rules may fit as well, the figures may not
	// be those that were known then, and what was negotiated may look like a formula.
	// DE has 38 and the rule gives 40
	// ES has 26 and the rule gives 23.3
	// FR has 37 and the rule gives 38.4
	// IT has 33 and the rule gives 30.8
	// PT has 17 and the rule gives 15.2
	// about as good: 1.398 to 1.472
}
