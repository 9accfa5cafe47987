package rows_test

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/rows"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// Sales quotas by region and quarter from a spreadsheet: last year's sales divide the
// year among the regions and give its season, one quota is held, and what was sold by
// June is compared with what is due by then.
func Example_months() {
	const sheet = `Region,2025-Q1,2025-Q2,2025-Q3,2025-Q4,2026-01/2026-06
north,"1,000","1,400","1,100","1,500","2,610"
south,700,900,600,800,"1,700"
east,300,400,300,500,900
`
	reported, err := rows.ReadObservations(rows.From(csv.NewReader(strings.NewReader(sheet)).Read), rows.Layout{
		Format:  rows.Format{Thousands: ","},
		Headers: map[string]string{"unit": "Region"},
		Fixed:   map[string]string{"indicator": "sales"},
		Across:  "period",
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	year := target.Year(2026)
	quarters := map[string][]target.Point{} // of last year
	totals := map[string]decimal.Decimal{}  // of them
	var toDate []target.Observation         // of this year
	units := []hierarchy.Unit{{Code: "all", Level: "company"}}
	for _, o := range reported {
		if year.Contains(o.Period) {
			toDate = append(toDate, o)
			continue
		}
		if quarters[o.Unit] == nil {
			units = append(units, hierarchy.Unit{Code: o.Unit, Level: "region", Parent: "all"})
		}
		quarters[o.Unit] = append(quarters[o.Unit], target.Point{Period: o.Period, Value: o.Value})
		totals[o.Unit] = totals[o.Unit].Add(o.Value)
		totals["all"] = totals["all"].Add(o.Value)
	}
	tree, err := hierarchy.NewTree([]string{"company", "region"}, units)
	if err != nil {
		fmt.Println(err)
		return
	}
	sales, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) { return totals[u.Code], true })
	if err != nil {
		fmt.Println(err)
		return
	}

	plan, err := hierarchy.Cascade(tree, target.Target{
		Code: "sales-2026", Unit: "all", Period: year, Value: decimal.New(10500, 0),
		Indicator: target.Indicator{Code: "sales", Kind: target.Flow, Better: target.Higher},
	}, hierarchy.Options{
		Rule:  hierarchy.Rule{Method: hierarchy.Proportional(sales.Named("sales of 2025"))},
		Holds: []hierarchy.Hold{{Unit: "east", Value: decimal.New(1800, 0), By: "the board", Reason: "a new shop"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	paths := map[string][]target.Point{}
	for t := range plan.Targets() {
		if quarters[t.Unit] == nil {
			continue // the company
		}
		season, err := temporal.Season(quarters[t.Unit], year)
		if err != nil {
			fmt.Println(err)
			return
		}
		paths[t.Unit], err = temporal.Path(t, temporal.Profile{Series: season}, target.Quarterly)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(t.Unit, t.Value, paths[t.Unit])
	}

	standings, err := evaluate.Monitor(plan.Targets(), slices.Values(toDate), evaluate.MonitorOptions{
		Path: func(t target.Target) []target.Point { return paths[t.Unit] },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for s := range standings.All() {
		fmt.Println(s)
	}
	// Output:
	// east 1800 [{2026-Q1 360} {2026-Q2 480} {2026-Q3 360} {2026-Q4 600}]
	// north 5438 [{2026-Q1 1088} {2026-Q2 1523} {2026-Q3 1196} {2026-Q4 1631}]
	// south 3262 [{2026-Q1 761} {2026-Q2 979} {2026-Q3 652} {2026-Q4 870}]
	// east, 2026-H1: 900, better than what is due by 60; forecast 1,928.57
	// north, 2026-H1: 2,610, short of what is due by 1; forecast 5,435.92
	// south, 2026-H1: 1,700, short of what is due by 40; forecast 3,187.01
}
