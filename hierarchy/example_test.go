package hierarchy_test

import (
	"errors"
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
	inForce = mustColumn(places, map[string]int64{
		"11": 55879, "31": 32744, "44": 62787,
	}).Named("patents in force, 2012-03")
	people = mustColumn(places, map[string]int64{"11": 19600, "31": 23000, "44": 104300}).Named("population")

	patents = target.Indicator{Code: "patents", Measure: "patents in force", Kind: target.Stock, Better: target.Higher}
	density = target.Indicator{
		Code: "density", Measure: "patents per 10,000 people", Kind: target.Ratio, Better: target.Higher,
		Per: decimal.New(10000, 0), Places: target.Places(2),
	}
	growth = target.Indicator{
		Code: "growth", Measure: "%", Kind: target.Growth, Better: target.Higher, Per: decimal.New(100, 0),
		Places: target.Places(1),
	}
	goal = target.Target{
		Code: "plan", Indicator: patents, Unit: "00", Period: target.Year(2015), Value: decimal.New(300000, 0),
	}
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
		fmt.Printf(
			"%d of %d adopted, %s points more than assigned\n", p.Adopted, p.Children,
			p.Amplification.Decimal.StringFixed(2),
		)
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

	plan, err := hierarchy.Cascade(tree, cut, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Uniform()}, Basis: energy,
	})
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
		fmt.Printf(
			"%s asked for %s points more, most of %s\n", p.Unit.Name, p.Amplification.Decimal.StringFixed(2),
			most.Unit.Name,
		)
	}
	// Output:
	// China asked for 1.51 points more, most of Jiangsu
	// Jiangsu asked for 3.00 points more, most of Changzhou
	// Guangdong asked for 3.50 points more, most of Shenzhen
}

func ExampleStrictest() {
	// The territorial government and the patent office both hand a target down.
	byPeople, err := hierarchy.Cascade(
		places, goal, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(people)}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}

	byPatents, err := hierarchy.Cascade(
		places, goal, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce)}},
	)
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
	plan, err := hierarchy.Cascade(
		places, goal, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(people)}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	// Beijing's share has been issued, with 5,000 more.
	revised, err := plan.Revise(hierarchy.Options{Holds: []hierarchy.Hold{{
		Unit: "11", Value: decimal.New(45027, 0), By: "decree",
	}}})
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
		fmt.Println(d)
	}
	// Output:
	// The three 00: 300,000 → 300,001, +1
	// Beijing 11: 100,000 → 100,001, +1
}

func ExampleNewTree() {
	tree, err := hierarchy.NewTree([]string{"nation", "province", "prefecture", "county"}, []hierarchy.Unit{
		{Code: "000000", Name: "China", Level: "nation"},
		{Code: "410000", Name: "Henan", Level: "province", Parent: "000000"},
		{Code: "410100", Name: "Zhengzhou", Level: "prefecture", Parent: "410000"},
		{Code: "419001", Name: "Jiyuan", Level: "county", Parent: "410000"}, // directly under the province
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for u := range tree.Children("410000") {
		fmt.Println(u.Level, u.Name)
	}
	// Output:
	// prefecture Zhengzhou
	// county Jiyuan
}

func ExampleNewTree_errors() {
	_, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "000000", Level: "nation"},
		{Code: "410000", Level: "provinz", Parent: "000000"},
		{Code: "440000", Level: "province", Parent: "00000"},
	})
	fmt.Println(err)
	// Output:
	// 2 problems:
	// units["410000"].level "provinz" is unknown: must be one of nation, province
	// units["440000"].parent "00000" is unknown: must be the code of a unit of the tree
}

func ExampleTree() {
	u, ok := places.Unit("44")
	fmt.Println(u.Name, ok)
	for u := range places.Ancestors("44") {
		fmt.Println("under", u.Name)
	}
	// Output:
	// Guangdong true
	// under The three
}

func ExampleRole() {
	tree, err := hierarchy.NewTree([]string{"province", "city"}, []hierarchy.Unit{
		{Code: "440000", Name: "Guangdong", Level: "province"},
		{Code: "440300", Name: "Shenzhen", Level: "city", Parent: "440000", Role: hierarchy.Memo},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	// Shenzhen's patents are among Guangdong's: they are shown and not added.
	c, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"440000": decimal.New(62787, 0), "440300": decimal.New(43312, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	up, err := hierarchy.RollUp(target.Stock, c, hierarchy.Column{})
	if err != nil {
		fmt.Println(err)
		return
	}

	for u, v := range up.All() {
		fmt.Println(u.Name, u.Role, v)
	}
	// Output:
	// Guangdong member 62787
	// Shenzhen memo 43312
}

func ExampleColumn() {
	c, err := places.Column(maps.All(map[string]decimal.Decimal{
		"31": decimal.New(32744, 0), "11": decimal.New(55879, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, v := range c.All() {
		fmt.Println(u.Name, v)
	}
	_, ok := c.At("44")
	fmt.Println("Guangdong:", ok)
	// Output:
	// Beijing 55879
	// Shanghai 32744
	// Guangdong: false
}

func ExampleRollUp() {
	densities, err := places.Column(maps.All(map[string]decimal.Decimal{
		"11": decimal.RequireFromString("28.51"),
		"31": decimal.RequireFromString("14.24"),
		"44": decimal.RequireFromString("6.02"),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	up, err := hierarchy.RollUp(target.Ratio, densities, people)
	if err != nil {
		fmt.Println(err)
		return
	}
	mean, _ := up.At("00")
	fmt.Println("patents over people:", mean.StringFixed(2))
	_, err = hierarchy.RollUp(target.Position, densities, people)
	fmt.Println(err)
	// Output:
	// patents over people: 10.31
	// kind "position" is ruled out: an index or a position is never added or averaged: roll up what it is made from
}

func ExampleRollUpCovered() {
	reported := mustColumn(places, map[string]int64{"11": 61000, "44": 70000})
	sums, coverage, err := hierarchy.RollUpCovered(target.Stock, reported, people)
	if err != nil {
		fmt.Println(err)
		return
	}
	sum, _ := sums.At("00")
	share, _ := coverage.At("00")
	fmt.Printf("%v, from provinces with %s %% of the people\n", sum, share.Shift(2).StringFixed(1))
	// Output:
	// 131000, from provinces with 84.3 % of the people
}

func ExampleTree_ColumnFunc() {
	shares := map[string]int64{"11": 37, "31": 22, "44": 41}
	c, err := places.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		v, ok := shares[u.Code]
		return decimal.New(v, -2), ok
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for u, v := range c.All() {
		fmt.Println(u.Name, v)
	}
	// Output:
	// Beijing 0.37
	// Shanghai 0.22
	// Guangdong 0.41
}

func ExampleCascade() {
	plan, err := hierarchy.Cascade(places, goal, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plan.All() {
		fmt.Println(q.Unit.Name, q.Value)
	}
	// Output:
	// The three 300000
	// Beijing 110717
	// Shanghai 64878
	// Guangdong 124405
}

func ExampleCascade_errors() {
	bad := goal
	bad.Value = decimal.RequireFromString("300000.5")
	_, err := hierarchy.Cascade(places, bad, hierarchy.Options{
		LastLevel: "county",
		Holds:     []hierarchy.Hold{{Unit: "99", Value: decimal.New(1, 0)}},
	})
	fmt.Println(err)
	// Output:
	// 3 problems:
	// target.value 300000.5 is not a multiple of the quantum: set indicator.places to 1, or round it to a multiple of 1
	// options.lastLevel "county" is unknown: must be one of nation, province
	// options.holds["99"] 1 is unknown: must be the code of a unit of the tree
}

func ExampleOptions() {
	// Guangdong is in debt to nobody and asks for more than its share.
	show(goal, hierarchy.Options{
		Levels: map[string]hierarchy.Rule{"province": {Method: hierarchy.Proportional(inForce)}},
		Holds: []hierarchy.Hold{{
			Unit: "44", Value: decimal.New(130000, 0), By: "the State Council", Reason: "pilot zone",
		}},
	})
	// Output:
	// Beijing    107189
	// Shanghai   62811
	// Guangdong  130000 hold
}

func ExampleRule() {
	most := mustColumn(places, map[string]int64{"44": 120000})
	show(goal, hierarchy.Options{Rule: hierarchy.Rule{
		Method:  hierarchy.Proportional(inForce),
		Max:     most,
		Stretch: decimal.NewNullDecimal(decimal.New(5, -2)), // the provinces' quotas make 315,000
	}})
	// Output:
	// Beijing    122952
	// Shanghai   72048
	// Guangdong  120000 maximum
}

func ExampleHold() {
	plan, err := hierarchy.Cascade(places, goal, hierarchy.Options{Holds: []hierarchy.Hold{{
		Unit: "31", Value: decimal.New(90000, 0), By: "the patent office", Reason: "agreed in January",
		Until: target.Year(2015),
	}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(plan.Explain("31"))
	// Output:
	// Shanghai 31: 90,000 patents in force, by 2015, at least
	//   The three 00: 300,000, shared equally
	//     held at 90,000 by the patent office: agreed in January
	//     without holds and bounds 100,000: it has 10,000 less, and Beijing 11 has 5,000 more, Guangdong 44 has 5,000 more
	//   The three 00: 300,000, set
}

// Guangdong is asked for more, because two others are asked for less.
func ExampleCounterpart() {
	most, err := places.Column(maps.All(map[string]decimal.Decimal{"11": decimal.New(95_000, 0)}))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Cascade(places, goal, hierarchy.Options{
		Rule:  hierarchy.Rule{Max: most},
		Holds: []hierarchy.Hold{{Unit: "31", Value: decimal.New(90_000, 0), By: "the patent office"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	step := plan.Explain("44").Steps[0]
	fmt.Println("without holds and bounds", step.Unbounded.Decimal)
	for _, c := range step.Counterparts {
		fmt.Println(c.Unit.Name, c.More, c.DecidedBy, c.By)
	}
	// Output:
	// without holds and bounds 100000
	// Shanghai -10000 hold the patent office
	// Beijing -5000 maximum
}

func ExampleInfeasibleError() {
	_, err := hierarchy.Cascade(places, goal, hierarchy.Options{Rule: hierarchy.Rule{
		Min: mustColumn(places, map[string]int64{"11": 200000, "44": 150000}),
	}})
	if e, ok := errors.AsType[*hierarchy.InfeasibleError](err); ok {
		fmt.Println(e.Parent, e.Amount, e.Least.Decimal, e.Units)
	}
	fmt.Println(err)
	// Output:
	// 00 300000 350000 [11 44]
	// units["00"] 300000 cannot be met: minima exceed the amount, at least 350000 ("11", "44"): raise the target by 50000, or lower these minima by as much
}

func ExamplePlan() {
	plan, err := hierarchy.Cascade(places, ofDensity("12.5"), hierarchy.Options{
		Rule:  hierarchy.Rule{Method: hierarchy.Scale(inForce)},
		Basis: people,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for t := range plan.Targets() {
		fmt.Println(t.Code, t.From, t.Indicator.Format(t.Value))
	}
	fmt.Println("law kept:", plan.Check() == nil)
	fmt.Println("residual:", plan.Residual("00").StringFixed(6))
	// Output:
	// plan  12.50
	// plan/11 plan 12.22
	// plan/31 plan 7.16
	// plan/44 plan 13.73
	// law kept: true
	// residual: 0.000129
}

func ExampleQuota() {
	t := ofGrowth("6.5")
	t.Comparator, t.Upper = target.Within, decimal.RequireFromString("7")
	plan, err := hierarchy.Cascade(places, t, hierarchy.Options{Basis: people})
	if err != nil {
		fmt.Println(err)
		return
	}
	q, ok := plan.Quota("31")
	fmt.Println(ok, q.Unit.Name, q.Value, "to", q.Upper.Decimal)
	// Output:
	// true Shanghai 6.5 to 7
}

func ExampleExplanation() {
	plan, err := hierarchy.Cascade(places, goal, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(plan.Explain("44"))
	// Output:
	// Guangdong 44: 124,405 patents in force, by 2015, at least
	//   The three 00: 300,000, shared in proportion to patents in force, 2012-03
	//     claim 62,787 of 151,410 (41.47 %): 124,404.5968 → 124,405 by largest remainder (1 of 3 rounded up, remainders from 0.5968)
	//   The three 00: 300,000, set
}

func ExampleExplainStep() {
	plan, err := hierarchy.Cascade(places, goal, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	s := plan.Explain("11").Steps[0]
	fmt.Print(s)
	fmt.Println(s.Claim.Weight, "of", s.Weights, "is", s.Exact.Decimal, "and becomes", s.Quota.Value)
	// Output:
	// Beijing 11: 110,717
	//   The three 00: 300,000, shared in proportion to patents in force, 2012-03
	//     claim 55,879 of 151,410 (36.91 %): 110,717.2578 → 110,717 by largest remainder (1 of 3 rounded up, remainders from 0.5968)
	// 55879 of 151410 is 110717.2578 and becomes 110717
}

func ExampleLevelSlack() {
	plan, err := hierarchy.Cascade(places, ofGrowth("7.5"), hierarchy.Options{
		Rule:  hierarchy.Rule{Stretch: decimal.NewNullDecimal(decimal.New(20, -2))},
		Basis: people,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range plan.Slack() {
		fmt.Printf("%s: %v %%, %v points above the target\n", s.Level, s.Figure, s.Total.Decimal)
	}
	// Output:
	// province: 9 %, 1.5 points above the target
}

func ExampleMiddleOut() {
	// The provinces' own plans make the nation's.
	t := goal
	t.Value = decimal.Zero
	plan, err := hierarchy.MiddleOut(places, t, mustColumn(places, map[string]int64{
		"11": 90000, "31": 80000, "44": 110000,
	}), hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	q, _ := plan.Quota("00")
	fmt.Println(q.Unit.Name, q.Value)
	// Output:
	// The three 280000
}

func ExampleCascadeAll() {
	targets := []target.Target{goal, ofDensity("12.5")}
	plans, err := hierarchy.CascadeAll(places, func(yield func(target.Target) bool) {
		for _, t := range targets {
			if !yield(t) {
				return
			}
		}
	}, func(t target.Target) hierarchy.Options {
		return hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Scale(inForce)}, Basis: people}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range plans {
		q, _ := p.Quota("11")
		fmt.Println(p.Target().Indicator.Name+p.Target().Indicator.Measure, q.Value)
	}
	// Output:
	// patents in force 110717
	// patents per 10,000 people 12.22
}

func ExampleEqual() {
	show(goal, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Equal()}})
	// Output:
	// Beijing    100000
	// Shanghai   100000
	// Guangdong  100000
}

func ExampleProportional() {
	show(goal, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(people)}})
	// Output:
	// Beijing    40027
	// Shanghai   46971
	// Guangdong  213002
}

func ExampleUniform() {
	show(ofGrowth("7.5"), hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Uniform()}, Basis: people})
	// Output:
	// Beijing    7.5
	// Shanghai   7.5
	// Guangdong  7.5
}

func ExampleScale() {
	densities := mustColumn(places, map[string]int64{"11": 2851, "31": 1424, "44": 602})
	show(ofDensity("12.5"), hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Scale(densities)}, Basis: people})
	// Output:
	// Beijing    34.57
	// Shanghai   17.27
	// Guangdong  7.30
}

func ExampleIncrement() {
	// What each has, and the rest by population.
	show(goal, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Increment(inForce, people)}})
	// Output:
	// Beijing    75704
	// Shanghai   56009
	// Guangdong  168287
}

func ExampleShift() {
	last := mustColumn(places, map[string]int64{"11": 7, "31": 8, "44": 9})
	show(ofGrowth("9"), hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Shift(last)}, Basis: people})
	// Output:
	// Beijing    7.5
	// Shanghai   8.5
	// Guangdong  9.4
}

func ExampleConverge() {
	densities := mustColumn(places, map[string]int64{"11": 2851, "31": 1424, "44": 602})
	show(ofDensity("12.5"), hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Converge(densities, decimal.New(50, -2))}, Basis: people,
	})
	// Output:
	// Beijing    23.54
	// Shanghai   14.88
	// Guangdong  9.90
}

func ExampleBands() {
	// The energy targets of the 12th five-year plan had five bands; here three.
	group := mustColumn(places, map[string]int64{"11": 2, "31": 3, "44": 3})
	energy := target.Indicator{
		Code: "energy", Measure: "%", Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0),
		Places: target.Places(1),
	}
	t := goal
	t.Indicator, t.Value = energy, decimal.New(178, -1)
	show(t, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Bands(
			group, decimal.New(16, 0), decimal.New(17, 0), decimal.New(18, 0),
		)},
		Basis: people,
	})
	// Output:
	// Beijing    17.0
	// Shanghai   18.0
	// Guangdong  17.9
}

func ExampleBlend() {
	show(goal, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Blend(
		hierarchy.Part{Weight: decimal.New(60, -2), Method: hierarchy.Proportional(inForce)},
		hierarchy.Part{Weight: decimal.New(40, -2), Method: hierarchy.Proportional(people)},
	)}})
	// Output:
	// Beijing    82441
	// Shanghai   57715
	// Guangdong  159844
}

func ExamplePart() {
	p := hierarchy.Part{Weight: decimal.New(1, 0), Method: hierarchy.Equal()}
	show(goal, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Blend(p)}})
	// Output:
	// Beijing    100000
	// Shanghai   100000
	// Guangdong  100000
}

func ExampleNegotiated() {
	bids := mustColumn(places, map[string]int64{"11": 90000, "31": 80000, "44": 110000})
	show(goal, hierarchy.Options{Rule: hierarchy.Rule{
		Method: hierarchy.Negotiated(bids, decimal.New(50, -2), hierarchy.Proportional(inForce)),
	}})
	// Output:
	// Beijing    103819
	// Shanghai   74937
	// Guangdong  121244
}

func ExampleRatioOfMeans() {
	before := mustColumn(places, map[string]int64{"11": 41900, "31": 24700, "44": 45800})
	show(goal, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.RatioOfMeans(before, inForce)}})
	// Output:
	// Beijing    111193
	// Shanghai   65324
	// Guangdong  123483
}

func ExampleMeanOfRatios() {
	a := mustColumn(places, map[string]int64{"00": 112400, "11": 41900, "31": 24700, "44": 45800})
	b := mustColumn(places, map[string]int64{"00": 151410, "11": 55879, "31": 32744, "44": 62787})
	show(goal, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.MeanOfRatios(a, b)}})
	// Output:
	// Beijing    111275
	// Shanghai   65402
	// Guangdong  123323
}

func ExampleCapability() {
	emissions := target.Indicator{Code: "co2", Measure: "Mt", Kind: target.Flow, Better: target.Lower}
	t := goal
	t.Indicator, t.Value = emissions, decimal.New(800, 0)
	base := mustColumn(places, map[string]int64{"11": 120, "31": 230, "44": 570})
	gdp := mustColumn(places, map[string]int64{"11": 17879, "31": 20182, "44": 57068})
	show(t, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Capability(base, gdp, people)}})
	// Output:
	// Beijing    103
	// Shanghai   197
	// Guangdong  500
}

// byTeam divides the amount by teams of unlike size.
type byTeam map[string]int64

func (m byTeam) String() string { return "by the number of examiners" }

func (m byTeam) Claims(f hierarchy.Family) ([]hierarchy.Claim, error) {
	claims := make([]hierarchy.Claim, len(f.Children))
	for i, u := range f.Children {
		n, ok := m[u.Code]
		if !ok {
			return nil, fmt.Errorf("no examiners in %s", u.Name)
		}
		claims[i].Weight = decimal.New(n, 0)
	}
	return claims, nil
}

func ExampleMethod() {
	show(goal, hierarchy.Options{Rule: hierarchy.Rule{Method: byTeam{"11": 700, "31": 200, "44": 100}}})
	show(goal, hierarchy.Options{Rule: hierarchy.Rule{Method: byTeam{"11": 700, "31": 200}}})
	// Output:
	// Beijing    210000
	// Shanghai   60000
	// Guangdong  30000
	// units["00"].method: no examiners in Guangdong
}

func ExampleFamily() {
	f := hierarchy.Family{
		Amount: decimal.New(100, 0), Children: []hierarchy.Unit{{Code: "11"}, {Code: "31"}, {Code: "44"}},
	}
	claims, err := hierarchy.Proportional(inForce).Claims(f)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, c := range claims {
		fmt.Println(f.Children[i].Code, c.Weight)
	}
	// Output:
	// 11 55879
	// 31 32744
	// 44 62787
}

func ExampleColumn_FigureAtPlace() {
	second, err := inForce.FigureAtPlace("00", 2, target.Higher)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("to be second, at least", second)
	// Output:
	// to be second, at least 55879
}

func ExampleRepeat() {
	t := goal
	t.Value = decimal.New(3, 0)
	t.Indicator = target.Indicator{
		Code: "rank", Name: "place among its peers", Kind: target.Position, Better: target.Lower,
	}
	targets, err := hierarchy.Repeat(places, t, hierarchy.RepeatOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range targets {
		fmt.Println(t.Code, t.Unit, t.EffectiveComparator(), t.Value)
	}
	// Output:
	// plan 00 at most 3
	// plan/11 11 at most 3
	// plan/31 31 at most 3
	// plan/44 44 at most 3
}

func ExampleStructureEffect() {
	same := mustColumn(places, map[string]int64{"11": 16, "31": 16, "44": 16})
	all, err := hierarchy.StructureEffects(same, hierarchy.StructureOptions{
		Ratios: inForce, Denominators: people, Projected: people, Per: decimal.New(100, 0),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	// Nobody's weight changes, so there is no effect of the structure.
	fmt.Println(all[0].Unit.Name, all[0].Within, all[0].Effect, all[0].Total)
	// Output:
	// The three 16 0 16
}

func ExampleStructureEffects() {
	// Energy per output is to fall by 18, 16 and 10 %, and the third, which
	// uses most, grows fastest.
	reductions := mustColumn(places, map[string]int64{"11": 18, "31": 16, "44": 10})
	intensity := mustColumn(places, map[string]int64{"11": 6, "31": 7, "44": 15})
	output := mustColumn(places, map[string]int64{"11": 100, "31": 100, "44": 100})
	projected := mustColumn(places, map[string]int64{"11": 140, "31": 140, "44": 160})
	all, err := hierarchy.StructureEffects(reductions, hierarchy.StructureOptions{
		Ratios: intensity, Denominators: output, Projected: projected, Per: decimal.New(100, 0),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	s := all[0]
	fmt.Printf("they reduce %s %%, the nation %s %%: the structure takes %s %%\n",
		s.Within.StringFixed(2), s.Total.StringFixed(2), s.Effect.StringFixed(2))
	// Output:
	// they reduce 12.99 %, the nation 10.58 %: the structure takes -2.76 %
}
