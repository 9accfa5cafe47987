package rows_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/rows"
	"github.com/targetcascade/cascade/target"
)

// viaCSV writes rows as CSV and returns the source that reads them again.
func viaCSV(t *rapid.T, all [][]string) rows.Records {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(all); err != nil {
		t.Fatal(err)
	}
	return rows.From(csv.NewReader(&b).Read)
}

// shuffled returns rows in another order, of columns too. The header stays first.
func shuffled(t *rapid.T, all [][]string) [][]string {
	order := rapid.Permutation(indices(len(all[0]))).Draw(t, "columns")
	var out [][]string
	for _, row := range all {
		var cells []string
		for _, i := range order {
			cells = append(cells, row[i])
		}
		out = append(out, cells)
	}
	return append(out[:1:1], rapid.Permutation(out[1:]).Draw(t, "rows")...)
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

var (
	word   = rapid.StringMatching(`[A-Za-z0-9一-十,"|é][A-Za-z0-9 一-十,"|;]{0,8}[A-Za-z0-9]`)
	number = rapid.Custom(func(t *rapid.T) decimal.Decimal {
		return decimal.New(rapid.Int64().Draw(t, "mantissa"), -rapid.Int32Range(0, 6).Draw(t, "places"))
	})
	period = rapid.Custom(func(t *rapid.T) target.Period {
		y := rapid.IntRange(1990, 2060).Draw(t, "year")
		switch rapid.IntRange(0, 2).Draw(t, "form") {
		case 0:
			return target.Year(y)
		case 1:
			return target.Quarter(y, rapid.IntRange(1, 4).Draw(t, "quarter"))
		}
		return target.Years(y, y+rapid.IntRange(1, 9).Draw(t, "years"))
	})
)

func drawTree(t *rapid.T) *hierarchy.Tree {
	units := []hierarchy.Unit{{Code: "0", Name: rapid.SampledFrom([]string{"", "root"}).Draw(t, "root"), Level: "l0"}}
	for i := range rapid.IntRange(0, 12).Draw(t, "units") {
		parent := rapid.SampledFrom(units).Draw(t, "parent")
		if parent.Level == "l2" {
			parent = units[0]
		}
		units = append(units, hierarchy.Unit{
			Code: "u" + string(rune('a'+i)), Name: word.Draw(t, "name"), Parent: parent.Code,
			Level: "l" + string(parent.Level[1]+1),
			Role:  hierarchy.Role(rapid.IntRange(0, 2).Draw(t, "role")),
		})
	}
	tree, err := hierarchy.NewTree([]string{"l0", "l1", "l2"}, units)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func treesReadBack(t *rapid.T) {
	tree := drawTree(t)
	all := slices.Collect(rows.Tree(tree))
	got, err := rows.ReadTree(viaCSV(t, shuffled(t, all)), tree.Levels(), rows.Layout{})
	if err != nil || !got.Equal(tree) {
		t.Fatalf("read back: %v, equal %t", err, got.Equal(tree))
	}
}

func columnsReadBack(t *rapid.T) {
	tree := drawTree(t)
	var columns []hierarchy.Column
	for _, name := range rapid.SliceOfNDistinct(word, 1, 4, rapid.ID).Draw(t, "names") {
		c, err := tree.ColumnFunc(func(hierarchy.Unit) (decimal.Decimal, bool) {
			return number.Draw(t, "figure"), rapid.Bool().Draw(t, "given")
		})
		if err != nil {
			t.Fatal(err)
		}
		if c.Len() > 0 && name != "unit" {
			columns = append(columns, c.Named(name))
		}
	}
	written, err := rows.Columns(columns...)
	if err != nil {
		t.Fatal(err)
	}
	all := slices.Collect(written)
	if len(columns) == 0 {
		return
	}

	var names []string
	for _, c := range columns {
		names = append(names, c.Name())
	}
	wide, err := rows.ReadColumns(viaCSV(t, shuffled(t, all)), tree, rows.Layout{Across: "name"}, names...)
	if err != nil {
		t.Fatal(err)
	}
	long, err := rows.ReadColumns(rows.Of(slices.Values(shuffled(t, melt(all)))), tree, rows.Layout{}, names...)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range columns {
		if !wide[i].Equal(c) || !long[i].Equal(c) {
			t.Fatalf("column %q is read back as another one", c.Name())
		}
	}
}

// melt makes a long table of a wide one.
func melt(all [][]string) [][]string {
	out := [][]string{{"unit", "name", "value"}}
	for _, row := range all[1:] {
		for i, cell := range row[1:] {
			out = append(out, []string{row[0], all[0][i+1], cell})
		}
	}
	return out
}

func observationsReadBack(t *rapid.T) {
	all := rapid.SliceOf(rapid.Custom(func(t *rapid.T) target.Observation {
		return target.Observation{
			Unit: word.Draw(t, "unit"), Indicator: word.Draw(t, "indicator"),
			Period: period.Draw(t, "period"), Value: number.Draw(t, "value"),
			Status:   target.Status(rapid.IntRange(0, 3).Draw(t, "status")),
			Coverage: rapid.SampledFrom([]string{"", "large firms"}).Draw(t, "coverage"),
			Reporter: rapid.SampledFrom([]string{"", "sipo"}).Draw(t, "reporter"),
			Vintage:  rapid.SampledFrom([]string{"", "2016-02-14"}).Draw(t, "vintage"),
			Correction: rapid.SampledFrom([]target.Correction{
				{}, {Amount: decimal.New(-125, -1), Reason: "abnormal filings"},
			}).Draw(t, "correction"),
			Source: target.Source{
				Document: rapid.SampledFrom([]string{"", "yearbook"}).Draw(t, "document"),
				Date:     rapid.SampledFrom([]string{"", "2015-03", "2016"}).Draw(t, "date"),
			},
		}
	})).Draw(t, "observations")

	got, err := rows.ReadObservations(viaCSV(t, slices.Collect(rows.Observations(all))), rows.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all, append([]target.Observation{}, got...), sameNumber); diff != "" {
		t.Fatalf("observations read back (-want +got):\n%s", diff)
	}
}

// sameNumber compares decimals with their scale, as they are printed.
var sameNumber = cmp.Comparer(func(a, b decimal.Decimal) bool {
	return a.Equal(b) && max(0, -a.Exponent()) == max(0, -b.Exponent())
})

func targetsReadBack(t *rapid.T) {
	indicators := []target.Indicator{
		{Code: "a", Kind: target.Stock, Better: target.Higher, Quantum: decimal.New(100, 0)},
		{
			Code: "b", Name: word.Draw(t, "name"), Kind: target.Ratio, Per: decimal.New(1, 4),
			Places: target.Places(2), OverTime: target.TimeLast,
		},
		{Code: "c", Kind: target.Growth, Places: target.Places(0), Coverage: "firms", Revises: "b", Measure: "%"},
	}
	all := rapid.SliceOf(rapid.Custom(func(t *rapid.T) target.Target {
		one := target.Target{
			Code: word.Draw(t, "code"), Unit: word.Draw(t, "unit"),
			Indicator: rapid.SampledFrom(indicators).Draw(t, "indicator"),
			Period:    period.Draw(t, "period"), Value: number.Draw(t, "value"),
			Comparator: target.Comparator(rapid.IntRange(0, 4).Draw(t, "comparator")),
			Setter:     rapid.SampledFrom([]string{"", "sipo"}).Draw(t, "setter"),
			Tier:       target.Tier(rapid.IntRange(0, 2).Draw(t, "tier")),
			Force:      rapid.SampledFrom([]target.Force{0, target.Binding}).Draw(t, "force"),
			Tags:       rapid.SampledFrom([][]string{nil, {"law"}, {"law", "patents"}}).Draw(t, "tags"),
			Source:     target.Source{URL: rapid.SampledFrom([]string{"", "https://example.org/?a;b"}).Draw(t, "url")},
		}
		if rapid.Bool().Draw(t, "baseline") {
			one.Baseline = &target.Point{Period: target.Year(1980), Value: number.Draw(t, "baseline value")}
		}
		switch one.Comparator {
		case target.Within:
			one.Upper = one.Value.Add(decimal.New(5, -1))
		case target.About:
			one.Tolerance = decimal.New(5, -1)
		}
		return one
	})).Draw(t, "targets")
	if err := validAll(all); err != nil {
		return
	}

	definitions, err := rows.ReadIndicators(viaCSV(t, slices.Collect(rows.Indicators(indicators))), rows.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	written, err := rows.Targets(all)
	if err != nil {
		t.Fatal(err)
	}
	got, err := rows.ReadTargets(viaCSV(t, slices.Collect(written)), definitions, rows.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all, append([]target.Target{}, got...), sameNumber); diff != "" {
		t.Fatalf("targets read back (-want +got):\n%s", diff)
	}
}

func validAll(all []target.Target) error {
	for _, one := range all {
		if err := one.Validate(); err != nil {
			return err
		}
	}
	return nil
}

func TestReadBack(t *testing.T) {
	for name, property := range map[string]func(*rapid.T){
		"trees": treesReadBack, "columns": columnsReadBack,
		"observations": observationsReadBack, "targets": targetsReadBack,
	} {
		t.Run(name, func(t *testing.T) { rapid.Check(t, property) })
	}
}

func FuzzTreesReadBack(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(treesReadBack)) }
func FuzzColumnsReadBack(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(columnsReadBack)) }
func FuzzObservationsReadBack(f *testing.F) { f.Fuzz(rapid.MakeFuzz(observationsReadBack)) }
func FuzzTargetsReadBack(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(targetsReadBack)) }

// Text of any kind is read or refused. What is read is written back and read
// again as the same.
func FuzzTables(f *testing.F) {
	f.Add("code,level,parent\n00,nation,\n11,province,00\n", "")
	f.Add("unit,indicator,2010,2011\n11,a,1,NA\n", "period")
	f.Add("\ufeffunit,indicator,period,value,status\n11,a,2010,\"1,234\",final\n", "")
	f.Add("code,kind,places\na,ratio,2\n", "")
	f.Fuzz(func(t *testing.T, file, across string) {
		r := csv.NewReader(strings.NewReader(file))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		records, err := r.ReadAll()
		if err != nil {
			return
		}
		src := func() rows.Records { return rows.Of(slices.Values(records)) }
		l := rows.Layout{Across: across, Format: rows.Format{Thousands: ",", Missing: []string{"NA"}}}

		tree, err := rows.ReadTree(src(), []string{"nation", "province"}, l)
		if err == nil {
			again, err := rows.ReadTree(rows.Of(rows.Tree(tree)), tree.Levels(), rows.Layout{})
			if err != nil || !again.Equal(tree) {
				t.Errorf("the tree is not read back: %v", err)
			}
			if columns, err := rows.ReadColumns(src(), tree, l); err == nil {
				isUnit := func(c hierarchy.Column) bool { return c.Name() == "unit" }
				if _, err := rows.Columns(columns...); err != nil && !slices.ContainsFunc(columns, isUnit) {
					t.Errorf("columns that were read are not written: %v", err)
				}
			}
		}
		if observations, err := rows.ReadObservations(src(), l); err == nil {
			again, err := rows.ReadObservations(rows.Of(rows.Observations(observations)), rows.Layout{})
			if err != nil || cmp.Diff(observations, again, sameNumber) != "" {
				t.Errorf("observations are not read back: %v", err)
			}
		}
		if indicators, err := rows.ReadIndicators(src(), l); err == nil {
			again, err := rows.ReadIndicators(rows.Of(rows.Indicators(indicators)), rows.Layout{})
			if err != nil || cmp.Diff(indicators, again, sameNumber) != "" {
				t.Errorf("indicators are not read back: %v", err)
			}
		}
		definitions := []target.Indicator{{Code: "a", Kind: target.Stock}}
		if targets, err := rows.ReadTargets(src(), definitions, l); err == nil {
			written, err := rows.Targets(targets)
			if err != nil {
				return // a tag that a row has no room for
			}
			again, err := rows.ReadTargets(rows.Of(written), definitions, rows.Layout{})
			if err != nil || cmp.Diff(targets, again, sameNumber) != "" {
				t.Errorf("targets are not read back: %v", err)
			}
		}
	})
}
