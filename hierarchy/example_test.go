package hierarchy_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// The examples share a nation of three provinces with figures of March 2012 from
// the statistics of China's patent office: invention patents in force, and
// population in thousands.
var (
	places = mustTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "00", Name: "The three", Level: "nation"},
		{Code: "11", Name: "Beijing", Level: "province", Parent: "00"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "00"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "00"},
	})
	inForce = mustColumn(places, map[string]int64{"11": 55879, "31": 32744, "44": 62787}).Named("patents in force, 2012-03")
	people  = mustColumn(places, map[string]int64{"11": 19600, "31": 23000, "44": 104300}).Named("population")

	patents = target.Indicator{Code: "patents", Measure: "patents in force", Kind: target.Stock, Better: target.Higher}
	density = target.Indicator{Code: "density", Measure: "patents per 10,000 people", Kind: target.Ratio, Better: target.Higher, Per: decimal.New(10000, 0), Places: target.Places(2)}
	growth  = target.Indicator{Code: "growth", Measure: "%", Kind: target.Growth, Better: target.Higher, Per: decimal.New(100, 0), Places: target.Places(1)}
	goal    = target.Target{Code: "plan", Indicator: patents, Unit: "00", Period: target.Year(2015), Value: decimal.New(300000, 0)}
)

func mustTree(levels []string, units []hierarchy.Unit) *hierarchy.Tree {
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		panic(err)
	}
	return tree
}

func mustColumn(tree *hierarchy.Tree, figures map[string]int64) hierarchy.Column {
	c, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for code, v := range figures {
			if !yield(code, decimal.New(v, 0)) {
				return
			}
		}
	})
	if err != nil {
		panic(err)
	}
	return c
}

func ofDensity(value string) target.Target {
	t := goal
	t.Indicator, t.Value = density, decimal.RequireFromString(value)
	return t
}

func ofGrowth(value string) target.Target {
	t := goal
	t.Indicator, t.Value = growth, decimal.RequireFromString(value)
	return t
}

// show cascades a target and prints the provinces' quotas.
func show(t target.Target, o hierarchy.Options) {
	plan, err := hierarchy.Cascade(places, t, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plan.Level("province") {
		fmt.Printf("%-10s %s", q.Unit.Name, t.Indicator.Format(q.Value))
		if q.DecidedBy != apportion.ByClaim {
			fmt.Printf(" %v", q.DecidedBy)
		}
		fmt.Println()
	}
}

func ExampleCompare() {
	plan, err := hierarchy.Cascade(places, ofGrowth("7.5"), hierarchy.Options{Basis: people})
	if err != nil {
		fmt.Println(err)
		return
	}
	announced, err := places.Column(maps.All(map[string]decimal.Decimal{
		"31": decimal.RequireFromString("7.0"), "44": decimal.RequireFromString("8.5"),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	adoption, err := hierarchy.Compare(plan, announced)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range adoption.Parents {
		fmt.Printf("%d of %d adopted, %s points more than assigned\n", p.Adopted, p.Children, p.Amplification.Decimal.StringFixed(2))
		fmt.Println("over:", p.Over[0].Unit.Name, p.Over[0].Gap)
		fmt.Println("under:", p.Under[0].Unit.Name, p.Under[0].Gap)
		fmt.Println("none:", p.None[0].Name)
	}
	// Output:
	// 2 of 3 adopted, 0.73 points more than assigned
	// over: Guangdong 1
	// under: Shanghai -0.5
	// none: Beijing
}

// What was asked level by level under the twelfth five-year plan, a cut of
// energy per unit of output in %: the nation 16, Jiangsu and Guangdong 18, Shanxi
// 16, Changzhou 19, Shenzhen 19.5. Every parent that has asked for more than the
// nation's figure is listed.
func ExampleParentAdoption() {
	tree, err := hierarchy.NewTree([]string{"nation", "province", "city"}, []hierarchy.Unit{
		{Code: "000000", Name: "China", Level: "nation"},
		{Code: "140000", Name: "Shanxi", Level: "province", Parent: "000000"},
		{Code: "320000", Name: "Jiangsu", Level: "province", Parent: "000000"},
		{Code: "320400", Name: "Changzhou", Level: "city", Parent: "320000"},
		{Code: "440000", Name: "Guangdong", Level: "province", Parent: "000000"},
		{Code: "440300", Name: "Shenzhen", Level: "city", Parent: "440000"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	// A city that is alone under its province may have any weight.
	energy, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"140000": decimal.New(16808, 0), "320000": decimal.New(25774, 0), "440000": decimal.New(25445, 0),
		"320400": decimal.New(1, 0), "440300": decimal.New(1, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	asked, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"140000": decimal.New(16, 0), "320000": decimal.New(18, 0), "440000": decimal.New(18, 0),
		"320400": decimal.New(19, 0), "440300": decimal.New(195, -1),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	cut := target.Target{
		Code: "12FYP", Unit: "000000", Period: target.FiveYearPlan(12), Value: decimal.New(16, 0),
		Indicator: target.Indicator{
			Code: "energy", Measure: "%", Kind: target.Reduction, Better: target.Higher,
			Per: decimal.New(100, 0), Places: target.Places(0),
		},
	}
	plan, err := hierarchy.Cascade(tree, cut, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Uniform()}, Basis: energy})
	if err != nil {
		fmt.Println(err)
		return
	}
	adoption, err := hierarchy.Compare(plan, asked)
	if err != nil {
		fmt.Println(err)
		return
	}
	modest := func(p hierarchy.ParentAdoption) bool { return p.Amplification.Decimal.Sign() <= 0 }
	biggest := func(a, b hierarchy.AdoptionGap) int { return a.Gap.Cmp(b.Gap) }
	for _, p := range slices.DeleteFunc(adoption.Parents, modest) {
		most := slices.MaxFunc(p.Over, biggest)
		fmt.Printf("%s asked for %s points more, most of %s\n", p.Unit.Name, p.Amplification.Decimal.StringFixed(2), most.Unit.Name)
	}
	// Output:
	// China asked for 1.51 points more, most of Jiangsu
	// Jiangsu asked for 3.00 points more, most of Changzhou
	// Guangdong asked for 3.50 points more, most of Shenzhen
}

func ExampleStrictest() {
	// The territorial government and the patent office both hand a target down.
	byPeople, err := hierarchy.Cascade(places, goal, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(people)}})
	if err != nil {
		fmt.Println(err)
		return
	}
	byPatents, err := hierarchy.Cascade(places, goal, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce)}})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Strictest(byPeople, byPatents)
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plan.Level("province") {
		fmt.Println(q.Unit.Name, q.Value, "from line", q.Line)
	}
	// Output:
	// Beijing 110717 from line 1
	// Shanghai 64878 from line 1
	// Guangdong 213002 from line 0
}

func ExamplePlan_Revise() {
	plan, err := hierarchy.Cascade(places, goal, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(people)}})
	if err != nil {
		fmt.Println(err)
		return
	}
	// Beijing's share has been issued, with 5,000 more.
	revised, err := plan.Revise(hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "11", Value: decimal.New(45027, 0), By: "decree"}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range plan.Diff(revised) {
		fmt.Println(d.Unit.Name, d.Before.Decimal, "→", d.After.Decimal, "by", d.By.Decimal)
	}
	// Output:
	// Beijing 40027 → 45027 by 5000
	// Shanghai 46971 → 46068 by -903
	// Guangdong 213002 → 208905 by -4097
}

func ExampleDifference() {
	small, err := hierarchy.Cascade(places, goal, hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	t := goal
	t.Value = decimal.New(300001, 0)
	large, err := hierarchy.Cascade(places, t, hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range small.Diff(large) {
		fmt.Println(d.Unit.Name, d.By.Decimal)
	}
	// Output:
	// The three 1
	// Beijing 1
}
