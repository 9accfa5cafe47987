package system_test

import (
	"errors"
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// The cut of energy intensity of the twelfth plan, as it was handed out to five
// provinces (State Council 2011 No. 26), by the official schedule: 20, 40, 60, 80 and
// 100 % of the way by the end of each year. The basis is energy use of 2010, 10,000 t of coal
// equivalent.
func ExampleSpread() {
	units := []hierarchy.Unit{{Code: "00", Name: "Together", Level: "group"}}
	energy, handedOut := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, p := range []struct{ code, name, energy, cut string }{
		{"11", "Beijing", "6359.5", "17"},
		{"13", "Hebei", "26201.41", "17"},
		{"31", "Shanghai", "10243.26", "18"},
		{"32", "Jiangsu", "25773.7", "18"},
		{"44", "Guangdong", "25445.22", "18"},
	} {
		units = append(units, hierarchy.Unit{Code: p.code, Name: p.name, Level: "province", Parent: "00"})
		energy[p.code] = decimal.RequireFromString(p.energy)
		handedOut[p.code] = decimal.RequireFromString(p.cut)
	}
	tree, err := hierarchy.NewTree([]string{"group", "province"}, units)
	if err != nil {
		fmt.Println(err)
		return
	}
	basis, err := tree.Column(maps.All(energy))
	if err != nil {
		fmt.Println(err)
		return
	}
	cuts, err := tree.Column(maps.All(handedOut))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.MiddleOut(tree, target.Target{
		Code: "intensity", Unit: "00", Period: target.FiveYearPlan(12),
		Indicator: target.Indicator{
			Code: "energy per GDP", Kind: target.Reduction, Per: decimal.New(100, 0), Places: target.Places(2),
		},
	}, cuts, hierarchy.Options{Basis: basis})
	if err != nil {
		fmt.Println(err)
		return
	}

	var shares []decimal.Decimal
	for share := int64(20); share <= 100; share += 20 {
		shares = append(shares, decimal.New(share, 0))
	}
	years, err := system.Spread(plan, system.YearsOptions{Shape: temporal.Schedule{Shares: shares}})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println("cut since 2010, %    2011  2012   2013   2014   2015     cut of each year, %")
	for q := range plan.All() {
		fmt.Printf("%-17s", q.Unit.Name)
		for _, x := range years.Quotas(q.Unit.Code) {
			fmt.Printf("%7s", x.Value.StringFixed(2))
		}
		rates, left := years.Rates(q.Unit.Code)
		for _, x := range rates {
			fmt.Printf("%6s", x.Value.StringFixed(2))
		}
		fmt.Println("  left", left.Round(4))
	}
	fmt.Println("coherent:", years.Check() == nil)
	// Output:
	// cut since 2010, %    2011  2012   2013   2014   2015     cut of each year, %
	// Together            3.81   7.47  11.00  14.39  17.65  3.81  3.80  3.82  3.81  3.81  left 0.0027
	// Beijing             3.65   7.18  10.57  13.85  17.00  3.65  3.66  3.66  3.66  3.66  left 0
	// Hebei               3.66   7.17  10.58  13.84  17.00  3.66  3.64  3.68  3.64  3.67  left 0
	// Shanghai            3.89   7.63  11.22  14.68  18.00  3.89  3.89  3.89  3.90  3.89  left 0.0031
	// Jiangsu             3.89   7.62  11.23  14.68  18.00  3.89  3.88  3.91  3.89  3.89  left 0.0031
	// Guangdong           3.89   7.63  11.22  14.68  18.00  3.89  3.89  3.89  3.90  3.89  left 0.0031
	// coherent: true
}

// The EU's effort sharing gives each member state an allocation of emissions for every
// year from 2021 to 2030, on a straight line to its target of 2030. Here five states go from their
// emissions of 2005, Mt of CO₂ equivalent, by the targets of 2023 in percent; the regulation
// itself starts from the mean of 2016 to 2018. The states add up to their group in every year,
// to the last hundredth, although every state is rounded.
func ExampleSpread_effortSharing() {
	units := []hierarchy.Unit{{Code: "5", Name: "Together", Level: "group"}}
	base, goals := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	total := decimal.Decimal{}
	for _, s := range []struct{ code, name, base, cut string }{
		{"DE", "Germany", "476.13", "50"},
		{"FR", "France", "395.79", "47.5"},
		{"IT", "Italy", "330.2", "43.7"},
		{"ES", "Spain", "236.85", "37.7"},
		{"PL", "Poland", "182.02", "17.7"},
	} {
		units = append(units, hierarchy.Unit{Code: s.code, Name: s.name, Level: "state", Parent: "5"})
		base[s.code] = decimal.RequireFromString(s.base)
		left := decimal.New(100, 0).Sub(decimal.RequireFromString(s.cut)).Shift(-2)
		goals[s.code] = base[s.code].Mul(left).Round(2)
		total = total.Add(base[s.code])
	}
	tree, err := hierarchy.NewTree([]string{"group", "state"}, units)
	if err != nil {
		fmt.Println(err)
		return
	}
	emissions, err := tree.Column(maps.All(base))
	if err != nil {
		fmt.Println(err)
		return
	}
	allowed, err := tree.Column(maps.All(goals))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.MiddleOut(tree, target.Target{
		Code: "2030", Unit: "5", Period: target.Year(2030),
		Baseline: &target.Point{Period: target.Year(2005), Value: total},
		Indicator: target.Indicator{
			Code: "emissions", Kind: target.Flow, Better: target.Lower, Places: target.Places(2),
		},
	}, allowed, hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}

	years, err := system.Spread(plan, system.YearsOptions{Before: emissions, OneWay: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print("year")
	for q := range plan.All() {
		fmt.Printf("%10s", q.Unit.Name)
	}
	fmt.Println()
	for year, of := range years.All() {
		if year.EndYear() < 2021 {
			continue
		}
		fmt.Print(year)
		for q := range of.All() {
			fmt.Printf("%10s", q.Value.StringFixed(2))
		}
		fmt.Println()
	}
	fmt.Println("coherent:", years.Check() == nil)
	// Output:
	// year  Together   Germany     Spain    France     Italy    Poland
	// 2021   1178.19    323.77    179.70    275.47    237.85    161.40
	// 2022   1150.52    314.25    176.13    267.95    232.08    160.11
	// 2023   1122.84    304.73    172.56    260.43    226.30    158.82
	// 2024   1095.17    295.21    168.99    252.91    220.53    157.53
	// 2025   1067.49    285.68    165.42    245.39    214.76    156.24
	// 2026   1039.82    276.16    161.85    237.87    208.99    154.95
	// 2027   1012.14    266.64    158.27    230.35    203.21    153.67
	// 2028    984.47    257.12    154.70    222.83    197.44    152.38
	// 2029    956.79    247.59    151.13    215.31    191.67    151.09
	// 2030    929.12    238.07    147.56    207.79    185.90    149.80
	// coherent: true
}

// Invention patents in force in the Yangtze delta are to reach 200,000 by 2015 (figures of
// 2010 are published, those of 2015 as in the README). The provinces are on their way to
// their quotas at constant rates, and the delta on a straight line. No figure falls.
func ExampleYears() {
	tree, err := hierarchy.NewTree([]string{"delta", "province"}, []hierarchy.Unit{
		{Code: "D", Name: "Delta", Level: "delta"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "D"},
		{Code: "32", Name: "Jiangsu", Level: "province", Parent: "D"},
		{Code: "33", Name: "Zhejiang", Level: "province", Parent: "D"},
		{Code: "34", Name: "Anhui", Level: "province", Parent: "D"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	inForce, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"D": decimal.New(64452, 0), "31": decimal.New(23843, 0), "32": decimal.New(19682, 0),
		"33": decimal.New(17955, 0), "34": decimal.New(2972, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Cascade(tree, target.Target{
		Code: "patents", Unit: "D", Period: target.Year(2015), Value: decimal.New(200000, 0),
		Indicator: target.Indicator{Code: "in force", Kind: target.Stock, Better: target.Higher},
		Baseline:  &target.Point{Period: target.Year(2010), Value: decimal.New(64452, 0)},
	}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce.Named("patents in force 2010"))}})
	if err != nil {
		fmt.Println(err)
		return
	}

	years, err := system.Spread(plan, system.YearsOptions{
		Before: inForce, OneWay: true,
		Levels: map[string]temporal.Shape{"province": temporal.ConstantRate{}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for year, of := range years.All() {
		fmt.Print(year)
		for q := range of.All() {
			fmt.Printf("%8s", q.Value)
		}
		fmt.Println()
	}
	fmt.Print(years.Explain("31", target.Year(2012)))
	// Output:
	// 2011   91562   33872   27961   25507    4222
	// 2012  118671   43901   36239   33059    5472
	// 2013  145781   53929   44518   40612    6722
	// 2014  172890   63958   52796   48164    7972
	// 2015  200000   73987   61075   55716    9222
	// Shanghai 31: 43,901, by 2012, at least
	//   Delta D: 118,671, shared as multiples of own paths, 2012
	//     claim 37,504.096415688 of 101,380.361926497 (36.99 %): 43,900.5005 → 43,901 by largest remainder (1 of 4 rounded up, remainders from 0.5005)
	//   Delta D: 118,671, set
	//   its own path has 37,504.0964, moved by +6,396.9036
}

// The Yangtze delta of the example of Years leaves most of its patents to the last years, by the
// schedule 10, 25, 45, 70 and 100 %. Anhui, which had 2,972 in 2010, can take on 1,500 a year. It
// does early what it cannot do late, and the others make room for that.
func ExampleYearLimits() {
	tree, err := hierarchy.NewTree([]string{"delta", "province"}, []hierarchy.Unit{
		{Code: "D", Name: "Delta", Level: "delta"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "D"},
		{Code: "32", Name: "Jiangsu", Level: "province", Parent: "D"},
		{Code: "33", Name: "Zhejiang", Level: "province", Parent: "D"},
		{Code: "34", Name: "Anhui", Level: "province", Parent: "D"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	inForce, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"D": decimal.New(64452, 0), "31": decimal.New(23843, 0), "32": decimal.New(19682, 0),
		"33": decimal.New(17955, 0), "34": decimal.New(2972, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Cascade(tree, target.Target{
		Code: "patents", Unit: "D", Period: target.Year(2015), Value: decimal.New(200000, 0),
		Indicator: target.Indicator{Code: "in force", Kind: target.Stock, Better: target.Higher},
		Baseline:  &target.Point{Period: target.Year(2010), Value: decimal.New(64452, 0)},
	}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(inForce.Named("patents in force 2010"))}})
	if err != nil {
		fmt.Println(err)
		return
	}

	var shares []decimal.Decimal
	for _, share := range []int64{10, 25, 45, 70, 100} {
		shares = append(shares, decimal.New(share, 0))
	}
	o := system.YearsOptions{Before: inForce, OneWay: true, Shape: temporal.Schedule{Shares: shares}}
	free, err := system.Spread(plan, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	o.UnitLimits = map[string]system.YearLimits{"34": {Max: decimal.NewNullDecimal(decimal.New(1500, 0))}}
	years, err := system.Spread(plan, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("year   Delta Shanghai Jiangsu Zhejiang Anhui, without the limit")
	for year, of := range years.All() {
		fmt.Print(year)
		for q := range of.All() {
			fmt.Printf("%8s", q.Value)
		}
		without, _ := free.Plan(year).Quota("34")
		fmt.Printf("%8s\n", without.Value)
	}
	fmt.Print(years.Explain("34", target.Year(2014)))
	// Output:
	// year   Delta Shanghai Jiangsu Zhejiang Anhui, without the limit
	// 2011   78007   28820   23790   21703    3694    3597
	// 2012   98339   36285   29952   27325    4777    4535
	// 2013  125449   46239   38168   34820    6222    5784
	// 2014  159336   58799   48537   44278    7722    7347
	// 2015  200000   73987   61075   55716    9222    9222
	// Anhui 34: 7,722, by 2014, at least
	//   Delta D: 159,336, shared in proportion to own paths, 2014
	//     held at 7,722 by years: the units below D add up to the total of 2014 within the limits of all years
	//   Delta D: 159,336, set
	//   its own path has 7,347, moved by +375
	//   the year is at a limit, 34 at most 1,500
}

// Half way, the plan is raised. The years that are past stay.
func ExampleYears_Revise() {
	tree, err := hierarchy.NewTree([]string{"province", "city"}, []hierarchy.Unit{
		{Code: "P", Level: "province"},
		{Code: "A", Level: "city", Parent: "P"},
		{Code: "B", Level: "city", Parent: "P"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	weights, err := tree.Column(maps.All(map[string]decimal.Decimal{"A": decimal.New(2, 0), "B": decimal.New(1, 0)}))
	if err != nil {
		fmt.Println(err)
		return
	}
	total := target.Target{
		Code: "homes", Unit: "P", Period: target.FiveYearPlan(12), Value: decimal.New(1000, 0),
		Indicator: target.Indicator{Code: "homes built", Kind: target.Flow, Better: target.Higher},
	}
	plan, err := hierarchy.Cascade(tree, total, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(weights)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	years, err := system.Spread(plan, system.YearsOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}

	total.Value = decimal.New(1300, 0)
	later, err := plan.ReviseTo(total, hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	revised, err := years.Revise(later, target.Year(2013))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, y := range []*system.Years{years, revised} {
		for q := range y.Of().All() {
			fmt.Printf("%s %4s:", q.Unit.Code, q.Value)
			for _, x := range y.Quotas(q.Unit.Code) {
				fmt.Printf(" %s", x.Value)
			}
			fmt.Println()
		}
	}
	fmt.Print(revised.Explain("A", target.Year(2012)))
	// Output:
	// P 1000: 200 200 200 200 200
	// A  667: 134 134 133 133 133
	// B  333: 66 66 67 67 67
	// P 1300: 200 200 300 300 300
	// A  867: 134 134 199 200 200
	// B  433: 66 66 101 100 100
	// A: 134, in 2012, at least
	//   P: 200, shared equally
	//     held at 134 by years: the year is past and stays
	//   P: 200, set
	//   2012 is past and stays
}

// Two cities have announced how many homes they build each year. The province builds the
// same number in every year. Announcements move as little as both totals allow.
func ExampleYearsOptions() {
	tree, err := hierarchy.NewTree([]string{"province", "city"}, []hierarchy.Unit{
		{Code: "P", Level: "province"},
		{Code: "A", Level: "city", Parent: "P"},
		{Code: "B", Level: "city", Parent: "P"},
		{Code: "C", Level: "city", Parent: "P"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Cascade(tree, target.Target{
		Code: "homes", Unit: "P", Period: target.Years(2011, 2013), Value: decimal.New(900, 0),
		Indicator: target.Indicator{Code: "homes built", Kind: target.Flow, Better: target.Higher},
	}, hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	announced := []system.YearColumn{}
	for year, figures := range map[int]map[string]decimal.Decimal{
		2011: {"A": decimal.New(130, 0), "B": decimal.New(120, 0)},
		2012: {"A": decimal.New(100, 0), "B": decimal.New(100, 0)},
		2013: {"A": decimal.New(70, 0), "B": decimal.New(90, 0)},
	} {
		c, err := tree.Column(maps.All(figures))
		if err != nil {
			fmt.Println(err)
			return
		}
		announced = append(announced, system.YearColumn{Year: target.Year(year), Figures: c})
	}

	years, err := system.Spread(plan, system.YearsOptions{Published: announced})
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plan.All() {
		fmt.Printf("%s:", q.Unit.Code)
		for _, x := range years.Quotas(q.Unit.Code) {
			fmt.Printf(" %s", x.Value)
		}
		fmt.Println()
	}
	fmt.Print(years.Explain("A", target.Year(2011)))
	// Output:
	// P: 300 300 300
	// A: 114 103 83
	// B: 101 97 102
	// C: 85 100 115
	// A: 114, in 2011, at least
	//   P: 300, shared in proportion to own paths, 2011
	//     held at 114 by years: its years add up to 300, and the units below P to the total of 2011
	//   P: 300, set
	//   its own path has 130, moved by −16
}

// The first year is past, and its figures are given.
func ExampleYearColumn() {
	tree, err := hierarchy.NewTree([]string{"province", "city"}, []hierarchy.Unit{
		{Code: "P", Level: "province"},
		{Code: "A", Level: "city", Parent: "P"},
		{Code: "B", Level: "city", Parent: "P"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Cascade(tree, target.Target{
		Code: "homes", Unit: "P", Period: target.Years(2011, 2013), Value: decimal.New(600, 0),
		Indicator: target.Indicator{Code: "homes built", Kind: target.Flow, Better: target.Higher},
	}, hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	built, err := tree.Column(maps.All(map[string]decimal.Decimal{
		"P": decimal.New(150, 0), "A": decimal.New(60, 0), "B": decimal.New(90, 0),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}

	years, err := system.Spread(plan, system.YearsOptions{
		Past: []system.YearColumn{{Year: target.Year(2011), Figures: built}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plan.All() {
		fmt.Printf("%s:", q.Unit.Code)
		for _, x := range years.Quotas(q.Unit.Code) {
			fmt.Printf(" %s", x.Value)
		}
		fmt.Println()
	}
	// Output:
	// P: 150 225 225
	// A: 60 120 120
	// B: 90 105 105
}

// The cities build in the first two years only, and the province in all three. No city can take
// what the province builds in the last one.
func ExampleYearsError() {
	tree, err := hierarchy.NewTree([]string{"province", "city"}, []hierarchy.Unit{
		{Code: "P", Level: "province"},
		{Code: "A", Level: "city", Parent: "P"},
		{Code: "B", Level: "city", Parent: "P"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Cascade(tree, target.Target{
		Code: "homes", Unit: "P", Period: target.Years(2011, 2013), Value: decimal.New(600, 0),
		Indicator: target.Indicator{Code: "homes built", Kind: target.Flow, Better: target.Higher},
	}, hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}

	early := temporal.Schedule{Shares: []decimal.Decimal{
		decimal.New(50, 0), decimal.New(100, 0), decimal.New(100, 0),
	}}
	_, err = system.Spread(plan, system.YearsOptions{Levels: map[string]temporal.Shape{"city": early}})
	fmt.Println(err)
	if none, ok := errors.AsType[*system.YearsError](err); ok {
		fmt.Println(none.Years[0], none.Amount)
	}
	// Output:
	// system: the year 2013 has 200 to divide below P, and the paths of all units are zero in it: change the shapes or the published figures
	// 2013 200
}

// Two cities can build 120 homes a year each. The province leaves 300 of 600 to the last year.
func ExampleLimitsError() {
	tree, err := hierarchy.NewTree([]string{"province", "city"}, []hierarchy.Unit{
		{Code: "P", Level: "province"},
		{Code: "A", Level: "city", Parent: "P"},
		{Code: "B", Level: "city", Parent: "P"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Cascade(tree, target.Target{
		Code: "homes", Unit: "P", Period: target.Years(2011, 2013), Value: decimal.New(600, 0),
		Indicator: target.Indicator{Code: "homes built", Kind: target.Flow, Better: target.Higher},
	}, hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}

	late := temporal.Schedule{Shares: []decimal.Decimal{
		decimal.New(20, 0), decimal.New(50, 0), decimal.New(100, 0),
	}}
	_, err = system.Spread(plan, system.YearsOptions{
		Shape: late, Limits: system.YearLimits{Max: decimal.NewNullDecimal(decimal.New(120, 0))},
	})
	fmt.Println(err)
	if none, ok := errors.AsType[*system.LimitsError](err); ok {
		fmt.Println(none.Years, none.Amount, none.Room)
	}
	// Output:
	// system: 2013 must bring P 300, and the limits allow only 240 (A at most 120, B at most 120): change the limits or the shapes
	// [2013] 300 240
}

// City A can build 40 % of its 300 homes in a year, which is 120. The last year reaches the limit.
func ExampleUnitLimit() {
	tree, err := hierarchy.NewTree([]string{"province", "city"}, []hierarchy.Unit{
		{Code: "P", Level: "province"},
		{Code: "A", Level: "city", Parent: "P"},
		{Code: "B", Level: "city", Parent: "P"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Cascade(tree, target.Target{
		Code: "homes", Unit: "P", Period: target.Years(2011, 2013), Value: decimal.New(600, 0),
		Indicator: target.Indicator{Code: "homes built", Kind: target.Flow, Better: target.Higher},
	}, hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}

	late := temporal.Schedule{Shares: []decimal.Decimal{
		decimal.New(20, 0), decimal.New(50, 0), decimal.New(100, 0),
	}}
	years, err := system.Spread(plan, system.YearsOptions{
		Shape: late, UnitLimits: map[string]system.YearLimits{
			"A": {Max: decimal.NewNullDecimal(decimal.New(40, 0)), Percent: true}, // of 300 homes
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for year, of := range years.All() {
		fmt.Print(year)
		for q := range of.All() {
			fmt.Printf(" %s %s,", q.Unit.Code, q.Value)
		}
		fmt.Printf(" at the limit %q\n", years.Explain("A", year).Limit)
	}
	// Output:
	// 2011 P 120, A 72, B 48, at the limit ""
	// 2012 P 180, A 108, B 72, at the limit ""
	// 2013 P 300, A 120, B 180, at the limit "A at most 120"
}

// Years are written with their plan, and read with its tree and columns.
func ExampleReadYears() {
	tree, err := hierarchy.NewTree([]string{"province", "city"}, []hierarchy.Unit{
		{Code: "P", Level: "province"},
		{Code: "A", Level: "city", Parent: "P"},
		{Code: "B", Level: "city", Parent: "P"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Cascade(tree, target.Target{
		Code: "homes", Unit: "P", Period: target.Years(2011, 2013), Value: decimal.New(1000, 0),
		Indicator: target.Indicator{Code: "homes built", Kind: target.Flow, Better: target.Higher},
	}, hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	years, err := system.Spread(plan, system.YearsOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}

	text, err := years.MarshalJSON()
	if err != nil {
		fmt.Println(err)
		return
	}
	read, err := system.ReadYears(text, hierarchy.Inputs{Trees: []*hierarchy.Tree{tree}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(read.Quotas("B"))
	// Output:
	// [{2011 167} {2012 166} {2013 167}]
}

// How far the quota of a year is from the unit's own path, as figures and as text.
func ExampleYearExplanation() {
	tree, err := hierarchy.NewTree([]string{"province", "city"}, []hierarchy.Unit{
		{Code: "P", Level: "province"},
		{Code: "A", Level: "city", Parent: "P"},
		{Code: "B", Level: "city", Parent: "P"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Cascade(tree, target.Target{
		Code: "homes", Unit: "P", Period: target.Years(2011, 2013), Value: decimal.New(1000, 0),
		Indicator: target.Indicator{Code: "homes built", Kind: target.Flow, Better: target.Higher},
	}, hierarchy.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	years, err := system.Spread(plan, system.YearsOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}

	x := years.Explain("A", target.Year(2011))
	fmt.Println(x.Alone.Decimal.Round(2), x.Moved.Decimal.Round(2))
	fmt.Print(x)
	// Output:
	// 166.67 0.33
	// A: 167, in 2011, at least
	//   P: 334, shared in proportion to own paths, 2011
	//     held at 167 by years: its years add up to 500, and the units below P to the total of 2011
	//   P: 334, set
	//   its own path has 166.6667, moved by +0.3333
}
