package rows_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/rows"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// A tree from CSV. The order of the rows does not matter.
func ExampleReadTree() {
	const file = "code,name,level,parent,role\n" +
		"440300,Shenzhen,city,440000,memo\n" +
		"440000,Guangdong,province,000000,\n" +
		"000000,China,nation,,\n"
	tree, err := rows.ReadTree(
		rows.From(csv.NewReader(strings.NewReader(file)).Read),
		[]string{"nation", "province", "city"},
		rows.Layout{},
	)
	if err != nil {
		fmt.Println(err)
		return
	}

	for u := range tree.All() {
		fmt.Println(u.Level, u.Name, u.Role)
	}
	// Output:
	// nation China member
	// province Guangdong member
	// city Shenzhen memo
}

// A long table, as a database gives it, has a figure a row.
func ExampleReadColumns() {
	tree, err := rows.ReadTree(rows.Of(slices.Values([][]string{
		{"code", "level", "parent"},
		{"00", "nation", ""},
		{"11", "province", "00"},
		{"44", "province", "00"},
	})), []string{"nation", "province"}, rows.Layout{})
	if err != nil {
		fmt.Println(err)
		return
	}

	columns, err := rows.ReadColumns(rows.Of(slices.Values([][]string{
		{"unit", "indicator", "period", "value"},
		{"11", "patents", "2014", "103638"},
		{"11", "patents", "2015", "133040"},
		{"44", "patents", "2014", "111878"},
		{"44", "patents", "2015", ""},
	})), tree, rows.Layout{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range columns {
		fmt.Println(c.Name(), "of", c.Len(), "units")
	}
	// Output:
	// patents 2014 of 2 units
	// patents 2015 of 1 units
}

// Targets of several years stand side by side in a wide table.
func ExampleReadTargets() {
	density := target.Indicator{
		Code: "density", Measure: "patents per 10,000 people",
		Kind: target.Ratio, Better: target.Higher, Places: target.Places(2),
	}
	targets, err := rows.ReadTargets(rows.Of(slices.Values([][]string{
		{"unit", "indicator", "document", "2015", "2020"},
		{"000000", "density", "five-year plans", "3.3", "12"},
		{"340000", "density", "", "3.4", ""},
	})), []target.Indicator{density}, rows.Layout{Across: "period"})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, t := range targets {
		fmt.Println(t.Unit, t)
	}
	// Output:
	// 000000 at least 3.30 patents per 10,000 people by 2015
	// 000000 at least 12.00 patents per 10,000 people by 2020
	// 340000 at least 3.40 patents per 10,000 people by 2015
}

// A target of the nation and its indicator, as rows for a spreadsheet. Fields that no
// target has are left out.
func ExampleTargets() {
	density := target.Indicator{Code: "density", Kind: target.Ratio, Better: target.Higher, Places: target.Places(2)}
	all, err := rows.Targets([]target.Target{{
		Code: "CN-2015", Indicator: density, Unit: "000000", Period: target.Year(2015),
		Value: decimal.New(33, -1), Tags: []string{"patents", "law"},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}

	for row := range all {
		fmt.Println(strings.Join(row, ","))
	}
	for row := range rows.Indicators([]target.Indicator{density}) {
		fmt.Println(strings.Join(row, ","))
	}
	// Output:
	// code,indicator,unit,period,value,tags
	// CN-2015,density,000000,2015,3.3,patents; law
	// code,kind,better,places
	// density,ratio,higher,2
}

// The kind of an indicator fixes the law by which its figures add up.
func ExampleReadIndicators() {
	indicators, err := rows.ReadIndicators(rows.Of(slices.Values([][]string{
		{"code", "name", "kind", "better", "per", "places"},
		{"density", "invention patents per 10,000 people", "ratio", "higher", "10000", "2"},
		{"energy", "energy per GDP", "reduction", "higher", "100", "1"},
	})), rows.Layout{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, i := range indicators {
		fmt.Println(i.Code, i.Kind, i.Kind.Law())
	}
	// Output:
	// density ratio weighted mean
	// energy reduction weighted mean
}

// Fields that only one of the indicators has are empty in the row of the other.
func ExampleIndicators() {
	for row := range rows.Indicators([]target.Indicator{
		{Code: "patents", Kind: target.Stock, Better: target.Higher, Quantum: decimal.New(100, 0)},
		{Code: "energy", Kind: target.Reduction, Per: decimal.New(100, 0), Places: target.Places(1)},
	}) {
		fmt.Println(strings.Join(row, ","))
	}
	// Output:
	// code,kind,better,per,places,quantum
	// patents,stock,higher,,,100
	// energy,reduction,,100,1,
}

// Results of two years, the second of which is provisional.
func ExampleObservations() {
	for row := range rows.Observations([]target.Observation{
		{Unit: "440000", Indicator: "patents", Period: target.Year(2014), Value: decimal.New(111878, 0)},
		{
			Unit: "440000", Indicator: "patents", Period: target.Year(2015), Value: decimal.New(138878, 0),
			Status: target.Provisional,
		},
	}) {
		fmt.Println(strings.Join(row, ","))
	}
	// Output:
	// unit,indicator,period,value,status
	// 440000,patents,2014,111878,
	// 440000,patents,2015,138878,provisional
}

// A tree as CSV, which ReadTree reads back.
func ExampleTree() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "000000", Name: "China", Level: "nation"},
		{Code: "110000", Name: "Beijing", Level: "province", Parent: "000000"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := csv.NewWriter(os.Stdout).WriteAll(slices.Collect(rows.Tree(tree))); err != nil {
		fmt.Println(err)
	}
	// Output:
	// code,name,level,parent,role
	// 000000,China,nation,,member
	// 110000,Beijing,province,000000,member
}

// Two columns of one tree side by side. The nation has no figure, so that it has no row.
func ExampleColumns() {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "00", Level: "nation"},
		{Code: "11", Level: "province", Parent: "00"},
		{Code: "44", Level: "province", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	floor, err := tree.Constant("province", decimal.New(10, -1))
	if err != nil {
		fmt.Println(err)
		return
	}

	ceiling, err := floor.With("11", decimal.New(30, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	all, err := rows.Columns(floor.Named("minimum"), ceiling.Named("maximum"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range all {
		fmt.Println(strings.Join(row, ","))
	}
	// Output:
	// unit,minimum,maximum
	// 11,1.0,30.0
	// 44,1.0,1.0
}

// The quotas of two stores, and what decided them.
func ExamplePlan() {
	tree, err := hierarchy.NewTree([]string{"region", "store"}, []hierarchy.Unit{
		{Code: "north", Level: "region"},
		{Code: "n1", Name: "Harbour", Level: "store", Parent: "north"},
		{Code: "n2", Name: "Station", Level: "store", Parent: "north"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := hierarchy.Cascade(tree, target.Target{
		Unit: "north", Period: target.Year(2026), Value: decimal.New(1001, 0),
		Indicator: target.Indicator{Code: "sales", Kind: target.Flow, Better: target.Higher},
	}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Equal()}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range rows.Plan(plan) {
		fmt.Println(strings.Join(row, ","))
	}
	// Output:
	// unit,name,level,parent,quota,decided by
	// north,,region,,1001,claim
	// n1,Harbour,store,north,501,claim
	// n2,Station,store,north,500,claim
}

// Patents per 10,000 people of three provinces, with the gaps to the next and to the leader.
func ExampleRanking() {
	leaders, err := ranking.New([]ranking.Entry{
		{Code: "11", Name: "Beijing", Value: decimal.New(2851, -2)},
		{Code: "31", Name: "Shanghai", Value: decimal.New(1424, -2)},
		{Code: "44", Name: "Guangdong", Value: decimal.New(602, -2)},
	}, ranking.Options{Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range rows.Ranking(leaders) {
		fmt.Println(strings.Join(row, ","))
	}
	// Output:
	// rank,unit,name,value,to next,to leader
	// 1,11,Beijing,28.51,,0.00
	// 2,31,Shanghai,14.24,14.27,14.27
	// 3,44,Guangdong,6.02,8.22,22.49
}

// A quota and its result.
func ExampleAssessments() {
	quota := target.Target{
		Unit: "440000", Period: target.Year(2015), Value: decimal.New(102218, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}
	a, err := evaluate.Assess(quota, target.Observation{
		Unit: "440000", Indicator: "patents", Period: target.Year(2015), Value: decimal.New(138878, 0),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for row := range rows.Assessments([]evaluate.Assessment{a}) {
		fmt.Println(strings.Join(row, ","))
	}
	// Output:
	// unit,indicator,period,comparator,value,actual,met,gap,attainment
	// 440000,patents,2015,at least,102218,138878,yes,36660,1.358645248390694
}

// The year to date: 33,124 of 50,000 by September.
func ExampleStandings() {
	goal := target.Target{
		Unit: "310000", Period: target.Year(2015), Value: decimal.New(50000, 0),
		Indicator: target.Indicator{Code: "applications", Kind: target.Flow, Better: target.Higher},
	}
	s, err := evaluate.ToDate(goal, target.Observation{
		Unit: "310000", Indicator: "applications",
		Period: target.Months(target.Year(2015), target.Month(2015, 9)), Value: decimal.New(33124, 0),
	}, evaluate.ToDateOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	table := slices.Collect(rows.Standings([]evaluate.Standing{s}))
	for k, name := range table[0] {
		fmt.Printf("%s: %s\n", name, table[1][k])
	}
	// Output:
	// unit: 310000
	// indicator: applications
	// period: 2015
	// value: 50000
	// to date: 2015-01/2015-09
	// due: 37500
	// actual: 33124
	// met: no
	// gap: -4376
	// attainment: 0.8833066666666667
	// made: 0.66248
	// ahead: -0.08752
	// forecast: 44165.33333333333
	// reached: no
	// overdue: no
}

// The scorecard of one province, as a row, and its items.
func ExampleScorecards() {
	card := evaluate.Scorecard{
		Unit: "110000", Scheme: "energy intensity", Total: decimal.New(965, -1), Grade: "fulfilled",
	}
	cards := []evaluate.Scorecard{card.WithItems(
		evaluate.ItemScore{Code: "target", Max: decimal.New(40, 0), Points: decimal.New(40, 0), Why: "met"},
		evaluate.ItemScore{Code: "measures", Max: decimal.New(60, 0), Points: decimal.New(565, -1), Why: "awarded"},
	)}
	for row := range rows.Scorecards(cards) {
		fmt.Println(strings.Join(row, ","))
	}
	for row := range rows.ScorecardItems(cards) {
		fmt.Println(strings.Join(row, ","))
	}
	// Output:
	// unit,scheme,total,grade
	// 110000,energy intensity,96.5,fulfilled
	// unit,item,max,points,why
	// 110000,target,40,40,met
	// 110000,measures,60,56.5,awarded
}

// An item that is a veto and was missed.
func ExampleScorecardItems() {
	card := evaluate.Scorecard{Unit: "110000"}.WithItems(evaluate.ItemScore{
		Code: "cut", Name: "energy per GDP", Max: decimal.New(40, 0), Points: decimal.New(36, 0), Veto: true,
		Why: "90 % of the target",
	})
	for row := range rows.ScorecardItems([]evaluate.Scorecard{card}) {
		fmt.Println(strings.Join(row, ","))
	}
	// Output:
	// unit,item,name,max,points,veto,why
	// 110000,cut,energy per GDP,40,36,missed,90 % of the target
}

// Rows in memory: records of a spreadsheet, or of another program.
func ExampleOf() {
	records := [][]string{{"store", "sales"}, {"n1", "1,250"}, {"n2", "980"}}
	sum := decimal.Zero
	err := rows.Each(rows.Of(slices.Values(records)), rows.Format{Thousands: ","}, func(r *rows.Row) {
		sum = sum.Add(r.Figure("sales"))
	})
	fmt.Println(sum, err)
	// Output:
	// 2230 <nil>
}

// From reads what a reader of CSV gives, row by row. The Read of a csv.Reader is
// such a function.
func ExampleFrom() {
	r := csv.NewReader(strings.NewReader("# sales of May\nstore,sales\nn1,1250\nn2,980\n"))
	r.Comment = '#'
	err := rows.Each(rows.From(r.Read), rows.Format{}, func(r *rows.Row) {
		fmt.Println(r.Number, r.Text("store"), r.Figure("sales"))
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// 2 n1 1250
	// 3 n2 980
}
