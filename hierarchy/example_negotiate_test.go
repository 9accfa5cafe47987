package hierarchy_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// A target of 1,600,000 patents in force comes from above, and three provinces bid what
// they think they can reach. Their patents in force in 2012 are published (China
// Statistical Yearbook on Science and Technology); the target and the bids are made up.
//
// There are two ways to hand the target down with bids. Negotiated mixes the shares by
// weights with the shares of the bids. Reconcile moves every figure as little as
// possible from the bids and from the shares by weights, in proportion to its size.
func Example_negotiateBids() {
	tree, err := hierarchy.NewTree([]string{"group", "province"}, []hierarchy.Unit{
		{Code: "00", Name: "three provinces", Level: "group"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "00"},
		{Code: "32", Name: "Jiangsu", Level: "province", Parent: "00"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	column := func(shanghai, jiangsu, guangdong int64) hierarchy.Column {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			v, ok := map[string]int64{"31": shanghai, "32": jiangsu, "44": guangdong}[u.Code]
			return decimal.New(v, 0), ok
		})
		if err != nil {
			panic(err) // no figure is out of range
		}
		return c
	}
	goal := target.Target{
		Code: "patents", Unit: "00", Period: target.Year(2015), Value: decimal.New(1600000, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}
	inForce, bids := column(173513, 537180, 490159), column(260000, 640000, 650000)

	alone, err := hierarchy.Cascade(tree, goal, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	half, err := hierarchy.Cascade(tree, goal, hierarchy.Options{
		Rule: hierarchy.Rule{
			Method: hierarchy.Negotiated(bids, decimal.New(5, -1), hierarchy.Proportional(inForce)),
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	nearest, err := hierarchy.Reconcile(tree, goal, []hierarchy.Proposal{
		{By: "the centre", Figures: alone.Column(), Firmness: hierarchy.Firmness{Rule: hierarchy.FigureFirmness}},
		{By: "its government", Figures: bids, Firmness: hierarchy.Firmness{Rule: hierarchy.FigureFirmness}},
	}, hierarchy.ReconcileOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println("province      centre      bid   negotiated   nearest")
	for q := range alone.Level("province") {
		code := q.Unit.Code
		bid, _ := bids.At(code)
		a, _ := half.Quota(code)
		b, _ := nearest.Quota(code)
		fmt.Printf("%-10s %9s %8s %12s %9s\n", q.Unit.Name, q.Value, bid, a.Value, b.Value)
	}
	// Output:
	// province      centre      bid   negotiated   nearest
	// Shanghai      231186   260000       249491    249102
	// Jiangsu       715732   640000       688626    687771
	// Guangdong     653082   650000       661883    663127
}

// Negotiation in rounds. Provinces propose, the plan nearest to their figures and the
// target goes back to them, and each answers with half of the way. The centre stays
// with its target. It ends when no bid is more than ten thousand off. The figures are
// made up.
func Example_negotiateRounds() {
	tree, err := hierarchy.NewTree([]string{"group", "province"}, []hierarchy.Unit{
		{Code: "00", Name: "three provinces", Level: "group"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "00"},
		{Code: "32", Name: "Jiangsu", Level: "province", Parent: "00"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	goal := target.Target{
		Code: "patents", Unit: "00", Period: target.Year(2015), Value: decimal.New(1600000, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}
	bids := map[string]decimal.Decimal{
		"31": decimal.New(210000, 0), "32": decimal.New(600000, 0), "44": decimal.New(620000, 0),
	}

	for round := 1; round <= 9; round++ {
		proposed, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			v, ok := bids[u.Code]
			return v, ok
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		plan, err := hierarchy.Reconcile(tree, goal, []hierarchy.Proposal{{
			By: "its government", Figures: proposed, Firmness: hierarchy.Firmness{Rule: hierarchy.FigureFirmness},
		}}, hierarchy.ReconcileOptions{Target: &hierarchy.Firmness{Rule: hierarchy.FigureFirmness}})
		if err != nil {
			fmt.Println(err)
			return
		}

		// Every province answers with half of the way.
		far := decimal.Decimal{}
		for q := range plan.Level("province") {
			way := q.Value.Sub(bids[q.Unit.Code])
			far = decimal.Max(far, way.Abs())
			bids[q.Unit.Code] = bids[q.Unit.Code].Add(way.Mul(decimal.New(5, -1))).Round(0)
		}
		fmt.Printf("round %d: the target comes to %s, the furthest bid is %s off\n", round, plan.Target().Value, far)
		if far.LessThanOrEqual(decimal.New(10000, 0)) {
			break
		}
	}
	// Output:
	// round 1: the target comes to 1510231, the furthest bid is 34786 off
	// round 2: the target comes to 1532311, the furthest bid is 26966 off
	// round 3: the target comes to 1549033, the furthest bid is 20733 off
	// round 4: the target comes to 1561665, the furthest bid is 15843 off
	// round 5: the target comes to 1571188, the furthest bid is 12050 off
	// round 6: the target comes to 1578357, the furthest bid is 9133 off
}

// A bargaining weight for each level: what the centre, the provinces and the cities
// say counts by their weights. With three times the weight, the provinces' figures move
// less, and the target more. The figures are made up.
func Example_negotiateWeights() {
	tree, err := hierarchy.NewTree([]string{"nation", "province", "city"}, []hierarchy.Unit{
		{Code: "00", Name: "the two provinces", Level: "nation"},
		{Code: "32", Name: "Jiangsu", Level: "province", Parent: "00"},
		{Code: "3201", Name: "Nanjing", Level: "city", Parent: "32"},
		{Code: "3205", Name: "Suzhou", Level: "city", Parent: "32"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "00"},
		{Code: "4401", Name: "Guangzhou", Level: "city", Parent: "44"},
		{Code: "4403", Name: "Shenzhen", Level: "city", Parent: "44"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	proposal := func(by string, weight int64, figures map[string]int64) hierarchy.Proposal {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			v, ok := figures[u.Code]
			return decimal.New(v, 0), ok
		})
		if err != nil {
			panic(err) // no figure is out of range
		}
		factor := decimal.NewNullDecimal(decimal.New(weight, 0))
		return hierarchy.Proposal{By: by, Figures: c, Firmness: hierarchy.Firmness{Factor: factor}}
	}
	goal := target.Target{
		Code: "patents", Unit: "00", Period: target.Year(2015), Value: decimal.New(100000, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}

	fmt.Println("weight of the provinces        1        3")
	quotas := map[string][]decimal.Decimal{}
	for _, weight := range []int64{1, 3} {
		plan, err := hierarchy.Reconcile(tree, goal, []hierarchy.Proposal{
			proposal("the province", weight, map[string]int64{"32": 34000, "44": 60000}),
			proposal("the city", 1, map[string]int64{"3201": 12000, "3205": 18000, "4401": 16000, "4403": 39000}),
		}, hierarchy.ReconcileOptions{Target: &hierarchy.Firmness{}})
		if err != nil {
			fmt.Println(err)
			return
		}
		for q := range plan.All() {
			quotas[q.Unit.Name] = append(quotas[q.Unit.Name], q.Value)
		}
	}
	for u := range tree.All() {
		fmt.Printf("%-24s %8s %8s\n", u.Name, quotas[u.Name][0], quotas[u.Name][1])
	}
	// Output:
	// weight of the provinces        1        3
	// the two provinces           96143    95363
	// Jiangsu                     35238    34753
	// Guangdong                   60905    60610
	// Nanjing                     14619    14377
	// Suzhou                      20619    20376
	// Guangzhou                   18953    18805
	// Shenzhen                    41952    41805
}
