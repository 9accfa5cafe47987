package hierarchy_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

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
	show(ofDensity("12.5"), hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Converge(densities, decimal.New(50, -2))}, Basis: people})
	// Output:
	// Beijing    23.54
	// Shanghai   14.88
	// Guangdong  9.90
}

func ExampleBands() {
	// The energy targets of the 12th five-year plan had five bands; here three.
	group := mustColumn(places, map[string]int64{"11": 2, "31": 3, "44": 3})
	energy := target.Indicator{Code: "energy", Measure: "%", Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0), Places: target.Places(1)}
	t := goal
	t.Indicator, t.Value = energy, decimal.New(178, -1)
	show(t, hierarchy.Options{
		Rule:  hierarchy.Rule{Method: hierarchy.Bands(group, decimal.New(16, 0), decimal.New(17, 0), decimal.New(18, 0))},
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
	f := hierarchy.Family{Amount: decimal.New(100, 0), Children: []hierarchy.Unit{{Code: "11"}, {Code: "31"}, {Code: "44"}}}
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
