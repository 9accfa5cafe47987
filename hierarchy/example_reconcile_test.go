package hierarchy_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// yangtze is the four provinces of the Yangtze delta.
func yangtze() (*hierarchy.Tree, error) {
	units := []hierarchy.Unit{{Code: "delta", Name: "Yangtze delta", Level: "region"}}
	for _, u := range [][2]string{{"31", "Shanghai"}, {"32", "Jiangsu"}, {"33", "Zhejiang"}, {"34", "Anhui"}} {
		units = append(units, hierarchy.Unit{Code: u[0], Name: u[1], Level: "province", Parent: "delta"})
	}
	return hierarchy.NewTree([]string{"region", "province"}, units)
}

// The region has a target of 200,000 invention patents in force by 2015. Its
// provinces have announced 212,000 together, and Anhui can examine 10,000 at most.
// Large figures move more than small ones.
func ExampleReconcile() {
	tree, err := yangtze()
	if err != nil {
		fmt.Println(err)
		return
	}
	column := func(figures map[string]int64) hierarchy.Column {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			v, ok := figures[u.Code]
			return decimal.New(v, 0), ok
		})
		if err != nil {
			panic(err) // no figure is out of range
		}
		return c
	}

	plan, err := hierarchy.Reconcile(tree, target.Target{
		Code: "patents", Unit: "delta", Period: target.Year(2015), Value: decimal.New(200000, 0),
		Indicator: target.Indicator{
			Code: "patents", Measure: "patents in force", Kind: target.Stock, Better: target.Higher,
		},
	}, []hierarchy.Proposal{{
		By:       "its government",
		Figures:  column(map[string]int64{"31": 75000, "32": 65000, "33": 60000, "34": 12000}),
		Firmness: hierarchy.Firmness{Rule: hierarchy.FigureFirmness},
	}}, hierarchy.ReconcileOptions{Max: column(map[string]int64{"34": 10000})})
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plan.Level("province") {
		fmt.Println(q.Unit.Name, q.Value, q.DecidedBy)
	}
	fmt.Print(plan.Explain("32"))
	// Output:
	// Shanghai 71250 claim
	// Jiangsu 61750 claim
	// Zhejiang 57000 claim
	// Anhui 10000 maximum
	// Jiangsu 32: 61,750 patents in force, by 2015, at least
	//   Yangtze delta delta: 200,000
	//     proposed 65,000 by its government; moved by −3,250: −3,679.2453 by the sums, +429.2453 by the maximum of Anhui 34 → 61,750
	//   Yangtze delta delta: 200,000, set
}

// What a province would do, what its two cities bid, and what the centre asks of
// one of them: the province decides which counts how much.
func ExampleProposal() {
	tree, err := hierarchy.NewTree([]string{"province", "city"}, []hierarchy.Unit{
		{Code: "34", Name: "Anhui", Level: "province"},
		{Code: "3401", Name: "Hefei", Level: "city", Parent: "34"},
		{Code: "3402", Name: "Wuhu", Level: "city", Parent: "34"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	column := func(figures map[string]int64) hierarchy.Column {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			v, ok := figures[u.Code]
			return decimal.New(v, 0), ok
		})
		if err != nil {
			panic(err) // no figure is out of range
		}
		return c
	}
	goal := target.Target{
		Code: "patents", Unit: "34", Period: target.Year(2015), Value: decimal.New(9222, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}

	for _, say := range []int64{1, 3} {
		plan, err := hierarchy.Reconcile(tree, goal, []hierarchy.Proposal{
			{By: "the city", Figures: column(map[string]int64{"3401": 5000, "3402": 2000})},
			{
				By: "the centre", Figures: column(map[string]int64{"3402": 3200}),
				Firmness: hierarchy.Firmness{Factor: decimal.NewNullDecimal(decimal.New(say, 0))},
			},
		}, hierarchy.ReconcileOptions{Target: &hierarchy.Firmness{}})
		if err != nil {
			fmt.Println(err)
			return
		}
		for m := range plan.Moves() {
			fmt.Printf("%s: %s by %s, quota %s\n", m.Unit.Name, m.Proposed, m.By, m.Quota)
		}
	}
	// Output:
	// Anhui: 9222 by the target, quota 8573
	// Hefei: 5000 by the city, quota 5649
	// Wuhu: 2000 by the city, quota 2924
	// Wuhu: 3200 by the centre, quota 2924
	// Anhui: 9222 by the target, quota 8635
	// Hefei: 5000 by the city, quota 5588
	// Wuhu: 2000 by the city, quota 3047
	// Wuhu: 3200 by the centre, quota 3047
}

// A minimum that the bids of the cities cannot meet under the province's target is
// refused, with who has to give way.
func ExampleReconcile_infeasible() {
	tree, err := yangtze()
	if err != nil {
		fmt.Println(err)
		return
	}

	most, err := tree.Constant("province", decimal.New(45000, 0))
	if err != nil {
		fmt.Println(err)
		return
	}

	bids, err := tree.Constant("province", decimal.New(40000, 0))
	if err != nil {
		fmt.Println(err)
		return
	}

	_, err = hierarchy.Reconcile(tree, target.Target{
		Code: "patents", Unit: "delta", Period: target.Year(2015), Value: decimal.New(200000, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}, []hierarchy.Proposal{{Figures: bids}}, hierarchy.ReconcileOptions{
		Max:   most,
		Holds: []hierarchy.Hold{{Unit: "34", By: "the ministry", Value: decimal.New(9222, 0)}},
	})

	fmt.Println(err)
	// Output:
	// units["delta"] 200000 cannot be met: holds and maxima fall short of the amount, at most 144222 ("31", "32", "33", "34"): "34" is held at 9222 by the ministry: lower the target by 55778, or raise these holds and maxima by as much
}

// How near a plan comes to what was proposed, and what whole numbers cost.
func ExamplePlan_Reconciliation() {
	tree, err := yangtze()
	if err != nil {
		fmt.Println(err)
		return
	}
	bids, err := tree.Constant("province", decimal.New(50000, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Reconcile(tree, target.Target{
		Code: "patents", Unit: "delta", Period: target.Year(2015), Value: decimal.New(200001, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}, []hierarchy.Proposal{{By: "its government", Figures: bids}}, hierarchy.ReconcileOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	r, _ := plan.Reconciliation()
	fmt.Printf("%s, at least %s, %s for whole patents\n", r.Objective, r.Least, r.Loss)
	// Output:
	// 1, at least 0.25, 0.75 for whole patents
}

// What was proposed beside what was decided.
func ExampleMove() {
	move := hierarchy.Move{
		Unit: hierarchy.Unit{Code: "32", Name: "Jiangsu"}, By: "its government",
		Proposed: decimal.New(65000, 0), Quota: decimal.New(61750, 0), Change: decimal.New(-3250, 0),
	}
	fmt.Println(move)
	// Output:
	// Jiangsu 32: 65,000 by its government → 61,750, −3,250
}

// What moved a quota away from the figure that was proposed: the sums, and the
// maximum of somebody else.
func ExampleExplainMove() {
	tree, err := yangtze()
	if err != nil {
		fmt.Println(err)
		return
	}
	bids, err := tree.Constant("province", decimal.New(40000, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	most, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		return decimal.New(44000, 0), u.Code == "34"
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Reconcile(tree, target.Target{
		Code: "patents", Unit: "delta", Period: target.Year(2015), Value: decimal.New(200000, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}, []hierarchy.Proposal{{By: "its government", Figures: bids}}, hierarchy.ReconcileOptions{Max: most})
	if err != nil {
		fmt.Println(err)
		return
	}

	step := plan.Explain("31").Steps[0]
	fmt.Println("proposed", step.Move.Proposed.Decimal)
	fmt.Println("the sums", step.Move.Sums)
	for _, bound := range step.Move.Bounds {
		fmt.Println(bound.DecidedBy, "of", bound.Unit.Name, bound.Limit, "moves it by", bound.By)
	}
	fmt.Println("rounding", step.Move.Rounding)
	fmt.Println("quota", step.Quota.Value)
	// Output:
	// proposed 40000
	// the sums 10000
	// maximum of Anhui 44000 moves it by 2000
	// rounding 0
	// quota 52000
}

// A bound that moved a unit's quota, and by how much.
func ExampleBoundMove() {
	bound := hierarchy.BoundMove{
		Unit: hierarchy.Unit{Code: "34", Name: "Anhui"}, DecidedBy: apportion.ByMaximum,
		Limit: decimal.New(44000, 0), By: decimal.New(2000, 0),
	}
	fmt.Printf("%+d by the %s of %s\n", bound.By.IntPart(), bound.DecidedBy, bound.Unit.Name)
	// Output:
	// +2000 by the maximum of Anhui
}
