package system_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// Months × towns that add up both ways: every town to its quota of tax in the fiscal year 2019, which
// begins in October, and the towns of every month to the path of their district. Each town has the
// season of its earlier years:
//
//	McCall    a resort in Idaho: shares of the fiscal years 2017 and 2018, %, as its budget of 2019
//	          prints them (portal.laserfiche.com, id 127163)
//	Lawrence  Kansas: the months from October 2013 to September 2014, dollars, of its monthly
//	          budget sheets of 2013 and 2014 (assets.lawrenceks.gov)
//	Fair      income in September only; zero is a season too (invented)
//
// The district, its quotas and what the towns had before, in thousand dollars, are invented. Its own
// season is what they had before. McCall is to grow most, and so its share of each month.
func ExampleSpread_months() {
	year := target.Months(target.Month(2018, time.October), target.Month(2019, time.September))
	earlier := map[string][]string{ // months from October to September, the last ones of 2018 or 2014
		"McCall": {
			"5.29", "3.12", "6.72", "6.46", "7.34", "5.31", "3.05", "4.78", "11.28", "18.19", "16.65", "11.81",
			"4.84", "2.98", "5.89", "7.23", "6.86", "5.56", "2.77", "4.49", "10.39", "18.19", "15.82", "14.97",
		},
		"Lawrence": {
			"1341630", "1336342", "1200381", "1320914", "1352124", "1266552",
			"1123866", "1239377", "1220973", "1348818", "1345645", "1268662",
		},
		"Fair": {"0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "40"},
	}
	first := map[string]target.Period{
		"McCall":   target.Month(2016, time.October),
		"Lawrence": target.Month(2013, time.October),
		"Fair":     target.Month(2017, time.October),
	}
	before := map[string]int64{"McCall": 515, "Lawrence": 1300, "Fair": 40}
	quotas := map[string]decimal.Decimal{
		"McCall": decimal.New(700, 0), "Lawrence": decimal.New(1360, 0), "Fair": decimal.New(40, 0),
	}

	tax := target.Indicator{Code: "tax", Kind: target.Flow, Better: target.Higher}
	towns := slices.Sorted(maps.Keys(quotas))
	units := []hierarchy.Unit{{Code: "District", Level: "district"}}
	shapes := map[string]temporal.Shape{}
	district := make([]target.Point, 12)
	for _, town := range towns {
		units = append(units, hierarchy.Unit{Code: town, Level: "town", Parent: "District"})

		var series []target.Point
		month := first[town]
		for _, figure := range earlier[town] {
			series = append(series, target.Point{Period: month, Value: decimal.RequireFromString(figure)})
			month = month.Next()
		}
		season, err := temporal.Season(series, year)
		if err != nil {
			fmt.Println(err)
			return
		}
		shapes[town] = temporal.Profile{Series: season}

		had, err := temporal.Path(target.Target{
			Indicator: tax, Unit: town, Period: year, Value: decimal.New(before[town], 0),
		}, shapes[town], target.Monthly)
		if err != nil {
			fmt.Println(err)
			return
		}
		for k, x := range had {
			district[k] = target.Point{Period: x.Period, Value: district[k].Value.Add(x.Value)}
		}
	}
	shapes["District"] = temporal.Profile{Series: district}

	tree, err := hierarchy.NewTree([]string{"district", "town"}, units)
	if err != nil {
		fmt.Println(err)
		return
	}
	handedOut, err := tree.Column(maps.All(quotas))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.MiddleOut(
		tree, target.Target{Indicator: tax, Unit: "District", Period: year}, handedOut, hierarchy.Options{},
	)
	if err != nil {
		fmt.Println(err)
		return
	}

	months, err := system.Spread(plan, system.YearsOptions{By: target.Monthly, Units: shapes})
	if err != nil {
		fmt.Println(err)
		return
	}
	for q := range plan.All() {
		fmt.Printf("%-8s %5s:", q.Unit.Code, q.Value)
		for _, x := range months.Quotas(q.Unit.Code) {
			fmt.Printf("%4s", x.Value)
		}
		fmt.Println()
	}
	fmt.Println("coherent:", months.Check() == nil)
	// Output:
	// District  2100: 158 146 152 166 170 153 125 146 180 235 224 245
	// Fair        40:   0   0   0   0   0   0   0   0   0   0   0  40
	// Lawrence  1360: 121 123 107 117 120 114 103 112 105 113 114 111
	// McCall     700:  37  23  45  49  50  39  22  34  75 122 110  94
	// coherent: true
}
