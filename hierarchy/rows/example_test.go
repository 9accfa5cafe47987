package rows_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/rows"
	"github.com/targetcascade/cascade/target"
)

// The table of a spreadsheet, saved as CSV: three provinces of China with their
// people and invention patents in force, in March 2012. The figures have
// separators of thousands, and one of them is missing.
const provinces = `code,name,level,parent,people (1000),patents
00,China,nation,,"1,347,350",
11,Beijing,province,00,"19,600","55,879"
31,Shanghai,province,00,"23,000","32,744"
44,Guangdong,province,00,"104,300","62,787"
`

// A plan from a table of text, and back into one.
func Example() {
	levels := []string{"nation", "province"}
	units := csv.NewReader(strings.NewReader(provinces))
	others := rows.Layout{Ignore: []string{"people (1000)", "patents"}}
	tree, err := rows.ReadTree(rows.From(units.Read), levels, others)
	if err != nil {
		fmt.Println(err)
		return
	}

	figures := csv.NewReader(strings.NewReader(provinces))
	layout := rows.Layout{
		Headers: map[string]string{"unit": "code"}, Across: "name", Format: rows.Format{Thousands: ","},
	}
	columns, err := rows.ReadColumns(rows.From(figures.Read), tree, layout, "patents")
	if err != nil {
		fmt.Println(err)
		return
	}

	indicators, err := rows.ReadIndicators(rows.Of(slices.Values([][]string{
		{"code", "kind", "better", "places"},
		{"patents", "stock", "higher", "0"},
	})), rows.Layout{})
	if err != nil {
		fmt.Println(err)
		return
	}
	targets, err := rows.ReadTargets(rows.Of(slices.Values([][]string{
		{"unit", "indicator", "2015"},
		{"00", "patents", "300000"},
	})), indicators, rows.Layout{Across: "period"})
	if err != nil {
		fmt.Println(err)
		return
	}

	plan, err := hierarchy.Cascade(tree, targets[0], hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(columns[0])},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	table := slices.Collect(rows.Plan(plan))
	if err := csv.NewWriter(os.Stdout).WriteAll(table); err != nil {
		fmt.Println(err)
	}
	// Output:
	// unit,name,level,parent,quota,decided by
	// 00,China,nation,,300000,claim
	// 11,Beijing,province,00,110717,claim
	// 31,Shanghai,province,00,64878,claim
	// 44,Guangdong,province,00,124405,claim
}

// Every problem of a table is reported by row and column, with what to do.
func ExampleReadObservations_errors() {
	_, err := rows.ReadObservations(rows.Of(slices.Values([][]string{
		{"unit", "indicator", "period", "value"},
		{"440000", "patents", "2014", "1.1E+05"},
		{"440000", "patents", "2015年", "138878"},
		{"", "patents", "2016", "n/a"},
	})), rows.Layout{})
	fmt.Println(err)
	// Output:
	// 4 problems:
	// rows[2].value "1.1E+05" is not valid: write all digits, without an exponent
	// rows[3].period "2015年" is not valid: write 2015, 2015-H1, 2015-Q2, 2015-06 or a span such as 2011/2015
	// rows[4].unit is required: fill in the cell
	// rows[4].value "n/a" is not valid: add it to Format.Missing if it means that there is no figure
}

// A wide table has a column for each period.
func ExampleReadObservations() {
	observations, err := rows.ReadObservations(rows.Of(slices.Values([][]string{
		{"Region code", "2014", "2015", "2016"},
		{"440000", "111 878", "138 878", "NA"},
		{"110000", "103 638", "", "166 722"},
	})), rows.Layout{
		Format:  rows.Format{Thousands: " ", Missing: []string{"NA"}},
		Headers: map[string]string{"unit": "Region code"},
		Fixed:   map[string]string{"indicator": "patents"},
		Across:  "period",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range observations {
		fmt.Println(o.Unit, o.Period, o.Value)
	}
	// Output:
	// 440000 2014 111878
	// 440000 2015 138878
	// 110000 2014 103638
	// 110000 2016 166722
}

// Sales teams write a tree as paths.
func ExampleReadPaths() {
	tree, err := rows.ReadPaths(rows.Of(slices.Values([][]string{
		{"region", "district", "store", "manager"},
		{"North", "Harbour", "n-101", "Keller"},
		{"North", "Harbour", "n-102", "Okafor"},
		{"North", "", "n-900", "Lindqvist"}, // directly under the region
		{"South", "Old Town", "s-201", "Moreau"},
	})), hierarchy.Unit{Code: "company", Level: "company"}, []rows.LevelColumns{
		{Level: "region", Code: "region"},
		{Level: "district", Code: "district"},
		{Level: "store", Code: "store", Name: "manager"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for row := range rows.Tree(tree) {
		fmt.Println(strings.Join(row, " | "))
	}
	// Output:
	// code | name | level | parent | role
	// company |  | company |  | member
	// North |  | region | company | member
	// South |  | region | company | member
	// Harbour |  | district | North | member
	// n-900 | Lindqvist | store | North | member
	// Old Town |  | district | South | member
	// n-101 | Keller | store | Harbour | member
	// n-102 | Okafor | store | Harbour | member
	// s-201 | Moreau | store | Old Town | member
}

// A cell by itself, as a database gives it.
func ExampleFormat_Figure() {
	format := rows.Format{Decimal: ",", Thousands: ".", Percent: rows.PercentDropped}
	for _, cell := range []string{"1.234,50", "−3,5 %", "１２", "1.23", ""} {
		d, err := format.Figure(cell)
		switch {
		case err != nil:
			fmt.Println(err)
		case d.Valid:
			fmt.Println(d.Decimal)
		default:
			fmt.Println("no figure")
		}
	}
	// Output:
	// 1234.5
	// -3.5
	// 12
	// cell "1.23" is not valid: separators of thousands must stand before groups of three digits
	// no figure
}

// Each reads a table of any other kind, row by row.
func ExampleEach() {
	type announcement struct {
		province string
		density  string
		by       target.Period
	}
	var all []announcement
	err := rows.Each(rows.Of(slices.Values([][]string{
		{"province", "per 10,000 people", "by"},
		{"Anhui", "3.4", "2015"},
		{"Shanghai", "16", "2012"},
	})), rows.Format{}, func(r *rows.Row) {
		all = append(all, announcement{r.Text("province"), r.Figure("per 10,000 people").String(), r.Period("by")})
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range all {
		fmt.Println(a.province, a.density, "by", a.by)
	}
	// Output:
	// Anhui 3.4 by 2015
	// Shanghai 16 by 2012
}
