package hierarchy_test

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

//go:embed testdata/oracle_energy_12fyp.csv
var energyPlan string

// China's twelfth five-year plan wanted energy per unit of output 16 % lower in
// 2015 than in 2010, and gave the provinces 10, 15, 16, 17 or 18 %. Do these
// make 16? Weighted by the energy of 2010 they make more: the provinces were
// asked for more than the nation had promised. Bands of the same steps that
// keep the law are a little lower.
func Example_energy() {
	reader := csv.NewReader(strings.NewReader(energyPlan))
	reader.Comment = '#'
	records, err := reader.ReadAll()
	if err != nil {
		fmt.Println(err)
		return
	}
	units := []hierarchy.Unit{{Code: "000000", Name: "China", Level: "nation"}}
	energy, given := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, rec := range records[2:] {
		if rec[3] == "" {
			continue // Tibet, whose energy is not in the statistics
		}
		units = append(units, hierarchy.Unit{Code: rec[0], Name: rec[1], Level: "province", Parent: "000000"})
		if given[rec[0]], err = decimal.NewFromString(rec[2]); err != nil {
			fmt.Println(err)
			return
		}
		if energy[rec[0]], err = decimal.NewFromString(rec[3]); err != nil {
			fmt.Println(err)
			return
		}
	}
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, units)
	if err != nil {
		fmt.Println(err)
		return
	}
	column := func(figures map[string]decimal.Decimal, name string) (hierarchy.Column, error) {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			d, ok := figures[u.Code]
			return d, ok
		})
		return c.Named(name), err
	}
	basis, err := column(energy, "energy of 2010")
	if err != nil {
		fmt.Println(err)
		return
	}
	official, err := column(given, "official target")
	if err != nil {
		fmt.Println(err)
		return
	}
	goal := target.Target{
		Code: "12FYP", Unit: "000000", Period: target.FiveYearPlan(12), Value: decimal.New(16, 0),
		Force: target.Binding,
		Indicator: target.Indicator{
			Code: "intensity", Name: "cut of energy per unit of output", Measure: "%",
			Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0), Places: target.Places(1),
		},
	}

	// What the official targets make together.
	same, err := hierarchy.Cascade(tree, goal, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Uniform()}, Basis: basis,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	adoption, err := hierarchy.Compare(same, official)
	if err != nil {
		fmt.Println(err)
		return
	}
	nation := adoption.Parents[0]
	fmt.Printf("%d provinces: %s %% instead of %v %%, %d above it and %d below\n",
		nation.Adopted, nation.Announced.Decimal.StringFixed(2), nation.Quota, len(nation.Over), len(nation.Under))

	// The same differences between the provinces, and 16 % together.
	exact, err := hierarchy.Cascade(tree, goal, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Scale(official)}, Basis: basis,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := exact.Check(); err != nil {
		fmt.Println(err)
		return
	}
	for _, code := range []string{"440000", "140000", "630000"} {
		q, _ := exact.Quota(code)
		fmt.Printf("%s %v %% instead of %v %%\n", q.Unit.Name, q.Value, given[code])
	}
	fmt.Println("left by rounding:", exact.Residual("000000").StringFixed(6))
	fmt.Print(exact.Explain("440000"))
	// Output:
	// 30 provinces: 16.35 % instead of 16 %, 9 above it and 9 below
	// Guangdong 17.6 % instead of 18 %
	// Shanxi 15.7 % instead of 16 %
	// Qinghai 9.8 % instead of 10 %
	// left by rounding: 0.000032
	// Guangdong 440000: 17.6 %, in 2011/2015, at least, binding
	//   China 000000: 16.0, shared as multiples of official target
	//     18 (official target) × 0.978476, basis 25,445.22 (energy of 2010): 17.61256 → 17.6; the family's residual is 0.00003
	//   China 000000: 16.0, set
}

// The energy use of Tibet is not in the statistics of 2010. Here it gets no target, and
// the mean of 16 % is that of the others: 17 and 10 % in the twelfth five-year plan, with
// 63.6 and 28.1 million tonnes of coal equivalent.
func ExampleExemption() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "000000", Name: "China", Level: "nation"},
		{Code: "110000", Name: "Beijing", Level: "province", Parent: "000000"},
		{Code: "540000", Name: "Tibet", Level: "province", Parent: "000000"},
		{Code: "630000", Name: "Qinghai", Level: "province", Parent: "000000"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	energy, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		_ = yield("110000", decimal.New(63595, -1)) && yield("630000", decimal.New(281457, -2))
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	official, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		_ = yield("110000", decimal.New(17, 0)) && yield("630000", decimal.New(10, 0))
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	plan, err := hierarchy.Cascade(tree, target.Target{
		Unit: "000000", Period: target.FiveYearPlan(12), Value: decimal.New(16, 0),
		Indicator: target.Indicator{
			Code: "intensity", Measure: "%", Kind: target.Reduction, Better: target.Higher,
			Per: decimal.New(100, 0), Places: target.Places(1),
		},
	}, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Scale(official)}, Basis: energy,
		Exempt: []hierarchy.Exemption{
			{Unit: "540000", By: "State Council", Reason: "its energy use is not in the statistics"},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(plan)
	fmt.Println(plan.Explain("540000").Absent)
	// Output:
	// intensity, at least 16.0 % in 2011/2015
	// unit              quota
	// China 000000       16.0
	//   Beijing 110000   18.3
	//   Qinghai 630000   10.8
	// Tibet 540000: exempt by State Council: its energy use is not in the statistics
	// exempt by State Council: its energy use is not in the statistics
}
