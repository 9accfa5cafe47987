package system_test

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
)

// Dual control (能耗双控) for five provinces of the twelfth plan: output is to grow by 8 %
// a year to 20,440 billion yuan, and to need no more than 0.557 t of coal equivalent
// for 10,000 yuan. Energy follows in every province, and must stay under a cap.
// Hebei is held at an intensity of 1.06.
//
// Energy of 2010 in 10,000 t and GDP in 100 million yuan are published, as are the
// reductions of intensity, by which the intensities of 2015 go (State Council 2011
// No. 26). The targets of the five together are made up.
func ExampleCascade() {
	units := []hierarchy.Unit{{Code: "00", Name: "Together", Level: "group"}}
	output, intensity := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, p := range []struct{ code, name, energy, output, reduction string }{
		{"11", "Beijing", "6359.5", "14113.58", "17"},
		{"13", "Hebei", "26201.41", "20394.26", "17"},
		{"31", "Shanghai", "10243.26", "17165.98", "18"},
		{"32", "Jiangsu", "25773.7", "41425.48", "18"},
		{"44", "Guangdong", "25445.22", "46013.06", "18"},
	} {
		units = append(units, hierarchy.Unit{Code: p.code, Name: p.name, Level: "province", Parent: "00"})
		output[p.code] = decimal.RequireFromString(p.output)
		remaining := decimal.New(100, 0).Sub(decimal.RequireFromString(p.reduction))
		intensity[p.code] = decimal.RequireFromString(p.energy).Mul(remaining).DivRound(output[p.code], 6)
	}
	tree, err := hierarchy.NewTree([]string{"group", "province"}, units)
	if err != nil {
		fmt.Println(err)
		return
	}
	column := func(figures map[string]decimal.Decimal, name string) hierarchy.Column {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			v, ok := figures[u.Code]
			return v, ok
		})
		if err != nil {
			panic(err) // no figure is out of range
		}
		return c.Named(name)
	}
	goal := func(code, value string, kind target.Kind, better target.Direction, places int32) target.Target {
		return target.Target{
			Code: code, Unit: "00", Period: target.Year(2015), Value: decimal.RequireFromString(value),
			Indicator: target.Indicator{Code: code, Kind: kind, Better: better, Places: target.Places(places)},
		}
	}

	plans, err := system.Cascade(tree, system.Config{
		Indicators: []system.Indicator{
			{
				Target: goal("output", "204400", target.Flow, target.Higher, 0),
				Options: hierarchy.Options{
					Rule: hierarchy.Rule{Method: hierarchy.Proportional(column(output, "GDP of 2010"))},
				},
			},
			{
				Target: goal("intensity", "0.557", target.Ratio, target.Lower, 3),
				Options: hierarchy.Options{
					Rule: hierarchy.Rule{
						Method: hierarchy.Scale(column(intensity, "intensity of 2010 less the reduction")),
					},
					Holds: []hierarchy.Hold{
						{Unit: "13", Value: decimal.RequireFromString("1.06"), By: "Hebei", Reason: "steel"},
					},
				},
			},
			{Target: goal("energy", "115000", target.Flow, target.Lower, 1)}, // a cap
		},
		Ratios: []system.Ratio{{
			Name: "dual control", Numerator: "energy", Ratio: "intensity", Denominator: "output", Derived: "energy",
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	left := map[string]decimal.Decimal{}
	for _, r := range plans.Residuals() {
		left[r.Unit.Code] = r.By
	}
	fmt.Println("units        output  intensity    energy  rounding")
	for q := range plans.Plan("output").All() {
		code := q.Unit.Code
		i, _ := plans.Plan("intensity").Quota(code)
		e, _ := plans.Plan("energy").Quota(code)
		fmt.Printf("%-10s %8s %10s %9s %9s\n", q.Unit.Name, q.Value, i.Value, e.Value.StringFixed(1), left[code])
	}
	fmt.Println("coherent:", plans.Check() == nil)
	fmt.Print(plans.Explain("energy", "44"))
	// Output:
	// units        output  intensity    energy  rounding
	// Together     204400      0.557  113849.9      -0.9
	// Beijing       20737      0.375    7776.4     0.025
	// Hebei         29966       1.06   31764.0      0.04
	// Shanghai      25222      0.491   12384.0    -0.002
	// Jiangsu       60867      0.512   31163.9    -0.004
	// Guangdong     67608      0.455   30761.6     -0.04
	// coherent: true
	// Guangdong 44: 30,761.6, in 2015, at most
	//   follows from identity dual control: 67,608 · 0.455, −0.04 by rounding
}

// The planner chooses which of the three indicators is derived. Under the dual control of the
// twelfth plan, energy and intensity were the targets, so that output follows from them. By
// the rules of both, output is proportional to the GDP of 2010, which is therefore the basis
// of the intensity.
func ExampleRatio() {
	tree, err := hierarchy.NewTree([]string{"group", "province"}, []hierarchy.Unit{
		{Code: "00", Name: "Together", Level: "group"},
		{Code: "13", Name: "Hebei", Level: "province", Parent: "00"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	column := func(name, hebei, guangdong string) hierarchy.Column {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			v := map[string]string{"00": "0", "13": hebei, "44": guangdong}[u.Code]
			return decimal.RequireFromString(v), u.Code != "00"
		})
		if err != nil {
			panic(err) // no figure is out of range
		}
		return c.Named(name)
	}
	goal := func(code, value string, kind target.Kind, better target.Direction, places int32) target.Target {
		return target.Target{
			Code: code, Unit: "00", Period: target.Year(2015), Value: decimal.RequireFromString(value),
			Indicator: target.Indicator{Code: code, Kind: kind, Better: better, Places: target.Places(places)},
		}
	}

	plans, err := system.Cascade(tree, system.Config{
		Indicators: []system.Indicator{
			{Target: goal("energy", "62000", target.Flow, target.Lower, 1), Options: hierarchy.Options{
				Rule: hierarchy.Rule{
					Method: hierarchy.Proportional(column("energy less reduction", "21747.1703", "20865.0804")),
				},
			}},
			{Target: goal("intensity", "0.635", target.Ratio, target.Lower, 4), Options: hierarchy.Options{
				Rule: hierarchy.Rule{
					Method: hierarchy.Scale(column("intensity less reduction", "1.066337", "0.453460")),
				},
				Basis: column("GDP of 2010", "20394.26", "46013.06"),
			}},
			{Target: goal("output", "0", target.Flow, target.Higher, 0)},
		},
		Ratios: []system.Ratio{{
			Name: "dual control", Numerator: "energy", Ratio: "intensity", Denominator: "output", Derived: "output",
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plans.Plan("output").All() {
		x := plans.Explain("output", q.Unit.Code)
		fmt.Printf("%s: %s = %s, rounded by %s\n", q.Unit.Name, x.Formula, q.Value, x.Residual.Decimal.StringFixed(2))
	}
	// Output:
	// Together: 62,000.0 / 0.6350 = 97629, rounded by -8.80
	// Hebei: 31,641.7 / 1.0552 = 29986, rounded by -0.45
	// Guangdong: 30,358.3 / 0.4488 = 67643, rounded by -0.27
}

// Four provinces are to have 2,000,000 patents in force by 2015, of three types. Quotas are
// proportional to the patents in force in 2012 (China Statistical Yearbook on Science and
// Technology), and Beijing has promised 130,000 inventions. The targets are invented. Divided
// one by one, the types would miss the total in all four.
func ExampleSum() {
	tree, err := hierarchy.NewTree([]string{"group", "province"}, []hierarchy.Unit{
		{Code: "00", Name: "four provinces", Level: "group"},
		{Code: "11", Name: "Beijing", Level: "province", Parent: "00"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "00"},
		{Code: "32", Name: "Jiangsu", Level: "province", Parent: "00"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	indicator := func(code string, value int64, inForce map[string]int64) system.Indicator {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			v, ok := inForce[u.Code]
			return decimal.New(v, 0), ok
		})
		if err != nil {
			panic(err) // no figure is out of range
		}
		return system.Indicator{
			Target: target.Target{
				Code: code, Unit: "00", Period: target.Year(2015), Value: decimal.New(value, 0),
				Indicator: target.Indicator{Code: code, Kind: target.Stock, Better: target.Higher},
			},
			Options: hierarchy.Options{
				Rule: hierarchy.Rule{Method: hierarchy.Proportional(c.Named("patents in force in 2012"))},
			},
		}
	}
	inventions := indicator("inventions", 400000, map[string]int64{"11": 69554, "31": 40309, "32": 45238, "44": 78902})
	inventions.Options.Holds = []hierarchy.Hold{{
		Unit: "11", By: "Beijing", Reason: "promised", Value: decimal.New(130000, 0),
	}}

	types := []string{"inventions", "utility models", "designs"}
	plans, err := system.Cascade(tree, system.Config{
		Indicators: []system.Indicator{
			indicator("patents", 2000000, map[string]int64{"11": 170516, "31": 173513, "32": 537180, "44": 490159}),
			inventions,
			indicator("utility models", 900000, map[string]int64{"11": 79520, "31": 92595, "32": 190361, "44": 206603}),
			indicator("designs", 700000, map[string]int64{"11": 21442, "31": 40609, "32": 301581, "44": 204654}),
		},
		Sums: []system.Sum{{Name: "types", Whole: "patents", Parts: types}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println("units          inventions    models   designs   patents")
	for q := range plans.Plan("patents").All() {
		fmt.Printf("%-14s", q.Unit.Name)
		for _, code := range append(types, "patents") {
			of, _ := plans.Plan(code).Quota(q.Unit.Code)
			fmt.Printf(" %9s", of.Value)
		}
		fmt.Println()
	}
	fmt.Println("coherent:", plans.Check() == nil)
	fmt.Print(plans.Explain("inventions", "32"))
	// Output:
	// units          inventions    models   designs   patents
	// four provinces    400000    900000    700000   2000000
	// Beijing           130000     98708     19972    248680
	// Shanghai           62939    143040     47072    253051
	// Jiangsu            77471    322532    383419    783422
	// Guangdong         129590    335720    249537    714847
	// coherent: true
	// Jiangsu 32: 77,471, by 2015, at least
	//   four provinces 00: 400,000, shared in proportion to patents in force in 2012
	//     held at 77,471 by identity types: it has 74,274 alone; the parts of patents add up to 783,422
	//   four provinces 00: 400,000, set
	//   identity types: 74,274 alone, moved by +3,197
}

// Parts that no table can hold are refused, with the units and parts concerned.
func ExamplePartsError() {
	tree, err := hierarchy.NewTree([]string{"company", "region"}, []hierarchy.Unit{
		{Code: "all", Level: "company"},
		{Code: "north", Level: "region", Parent: "all"},
		{Code: "south", Level: "region", Parent: "all"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	goal := func(code string, value int64) target.Target {
		return target.Target{
			Code: code, Unit: "all", Period: target.Year(2026), Value: decimal.New(value, 0),
			Indicator: target.Indicator{Code: code, Kind: target.Flow, Better: target.Higher},
		}
	}

	_, err = system.Cascade(tree, system.Config{
		Indicators: []system.Indicator{
			{Target: goal("sales", 100)}, // equally
			{Target: goal("goods", 70), Options: hierarchy.Options{
				Holds: []hierarchy.Hold{{Unit: "north", Value: decimal.New(10, 0)}},
			}},
			{Target: goal("services", 30)},
		},
		Sums: []system.Sum{{Name: "goods and services", Whole: "sales", Parts: []string{"goods", "services"}}},
	})

	fmt.Println(err)
	// Output:
	// system: identity goods and services cannot be met below all: unit all, part goods have only 60, and minima, holds and the limits of other parts require at least 70: change the targets, bounds or rules of the parts
}

// A document of plans has everything that they were made from. ReadPlans makes them again and
// compares the quotas.
func ExampleReadPlans() {
	tree, err := hierarchy.NewTree([]string{"company", "region"}, []hierarchy.Unit{
		{Code: "all", Level: "company"},
		{Code: "north", Level: "region", Parent: "all"},
		{Code: "south", Level: "region", Parent: "all"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	goal := func(code string, value int64) target.Target {
		return target.Target{
			Code: code, Unit: "all", Period: target.Year(2026), Value: decimal.New(value, 0),
			Indicator: target.Indicator{Code: code, Kind: target.Flow, Better: target.Higher},
		}
	}
	plans, err := system.Cascade(tree, system.Config{
		Indicators: []system.Indicator{
			{Target: goal("sales", 101)}, {Target: goal("goods", 70)}, {Target: goal("services", 0)},
		},
		Sums: []system.Sum{{
			Name: "kinds", Whole: "sales", Parts: []string{"goods", "services"}, Derived: "services",
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	document, err := plans.MarshalJSON()
	if err != nil {
		fmt.Println(err)
		return
	}
	read, err := system.ReadPlans(document, hierarchy.Inputs{Trees: []*hierarchy.Tree{tree}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for code, plan := range read.All() {
		north, _ := plan.Quota("north")
		fmt.Println(code, north.Value, plan.Equal(plans.Plan(code)))
	}
	// Output:
	// goods 35 true
	// sales 51 true
	// services 16 true
}

// North has 51 of the sales and 40 of the goods, which are held by a contract. Its services
// would be 16 by themselves. The identity leaves 11.
func ExampleExplanation() {
	tree, err := hierarchy.NewTree([]string{"company", "region"}, []hierarchy.Unit{
		{Code: "all", Level: "company"},
		{Code: "north", Level: "region", Parent: "all"},
		{Code: "south", Level: "region", Parent: "all"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	goal := func(code string, value int64) system.Indicator {
		return system.Indicator{Target: target.Target{
			Code: code, Unit: "all", Period: target.Year(2026), Value: decimal.New(value, 0),
			Indicator: target.Indicator{Code: code, Kind: target.Flow, Better: target.Higher},
		}}
	}
	goods := goal("goods", 70)
	goods.Options.Holds = []hierarchy.Hold{{
		Unit: "north", Value: decimal.New(40, 0), By: "north", Reason: "a contract",
	}}
	plans, err := system.Cascade(tree, system.Config{
		Indicators: []system.Indicator{goal("sales", 101), goods, goal("services", 31)},
		Sums:       []system.Sum{{Name: "kinds", Whole: "sales", Parts: []string{"goods", "services"}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	x := plans.Explain("services", "north")
	fmt.Println("alone", x.Alone.Decimal, "moved by", x.Moved.Decimal)
	fmt.Print(x)
	// Output:
	// alone 16 moved by -5
	// north: 11, in 2026, at least
	//   all: 31, shared equally
	//     held at 11 by identity kinds: it has 16 alone; the parts of sales add up to 51
	//   all: 31, set
	//   identity kinds: 16 alone, moved by −5
}

// A cap on the energy of a province is a cap on its intensity, as output is planned
// first. Hebei takes what Guangdong must save, so that the intensity of both together
// stays 0.64. The growth and the cap are made up.
func ExampleLimit() {
	tree, err := hierarchy.NewTree([]string{"group", "province"}, []hierarchy.Unit{
		{Code: "00", Name: "Together", Level: "group"},
		{Code: "13", Name: "Hebei", Level: "province", Parent: "00"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	column := func(figures map[string]decimal.Decimal) hierarchy.Column {
		c, err := tree.Column(maps.All(figures))
		if err != nil {
			panic(err) // no figure is out of range
		}
		return c
	}
	goal := func(code string, value decimal.Decimal, kind target.Kind) target.Target {
		return target.Target{
			Code: code, Unit: "00", Period: target.Year(2015), Value: value,
			Indicator: target.Indicator{Code: code, Kind: kind, Better: target.Lower, Places: target.Places(0)},
		}
	}

	output := goal("output", decimal.New(97000, 0), target.Flow)
	intensity := goal("intensity", decimal.New(64, -2), target.Ratio)
	intensity.Indicator.Places = target.Places(3)
	plans, err := system.Cascade(tree, system.Config{
		Indicators: []system.Indicator{
			{Target: output, Options: hierarchy.Options{
				Rule: hierarchy.Rule{Method: hierarchy.Proportional(column(map[string]decimal.Decimal{
					"13": decimal.New(2039426, -2), "44": decimal.New(4601306, -2), // GDP of 2010
				}))},
			}},
			{Target: intensity, Options: hierarchy.Options{
				Rule: hierarchy.Rule{Method: hierarchy.Scale(column(map[string]decimal.Decimal{
					"13": decimal.New(1066, -3), "44": decimal.New(453, -3), // of 2010 less the reductions
				}))},
			}},
			{Target: goal("energy", decimal.Decimal{}, target.Flow), Options: hierarchy.Options{
				Rule: hierarchy.Rule{Max: column(map[string]decimal.Decimal{"44": decimal.New(30000, 0)})},
			}},
		},
		Ratios: []system.Ratio{{
			Name: "dual control", Numerator: "energy", Ratio: "intensity", Denominator: "output", Derived: "energy",
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for q := range plans.Plan("output").All() {
		i, _ := plans.Plan("intensity").Quota(q.Unit.Code)
		e, _ := plans.Plan("energy").Quota(q.Unit.Code)
		fmt.Printf("%-9s %6v · %v = %v\n", q.Unit.Name, q.Value, i.Value, e.Value)
	}
	for _, limit := range plans.Explain("intensity", "44").Limits {
		fmt.Printf("%s: %v\n", limit.Identity, limit)
	}
	// Output:
	// Together   97000 · 0.64 = 62090
	// Hebei      29790 · 1.078 = 32114
	// Guangdong  67210 · 0.446 = 29976
	// dual control: at most 0.446, so that energy is at most 30,000
}
