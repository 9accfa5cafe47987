package rows_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/rows"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// text makes a source of rows from lines of cells with bars between them.
func text(all ...string) rows.Records { return rows.Of(slices.Values(split(all...))) }

func split(all ...string) [][]string {
	var cells [][]string
	for _, line := range all {
		cells = append(cells, strings.Split(line, "|"))
	}
	return cells
}

// table is text with semicolons between the lines.
func table(all string) rows.Records {
	if all == "" {
		return rows.Of(nil)
	}
	return rows.Of(slices.Values(split(strings.Split(all, "; ")...)))
}

// lines is the reverse of text.
func lines(all iter.Seq[[]string]) []string {
	var out []string
	for row := range all {
		out = append(out, strings.Join(row, "|"))
	}
	return out
}

// problems compares the problems of an error with those wanted.
func problems(t *testing.T, name string, err error, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, testkit.Problems(err)); diff != "" {
		t.Errorf("%s: problems (-want +got):\n%s\n%v", name, diff, err)
	}
}

var levels = []string{"nation", "province", "city"}

func unitsOf(t *testing.T) *hierarchy.Tree {
	t.Helper()
	src := table("code|level|parent; 00|nation|; 11|province|00; 44|province|00")
	tree, err := rows.ReadTree(src, levels, rows.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestReadTree(t *testing.T) {
	all := []string{
		"code|name|level|parent|role",
		"00|China|nation||member",
		"11|Beijing|province|00|member",
		"44|Guangdong|province|00|member",
		"4403|Shenzhen|city|44|memo",
		"44x||city|44|residual",
	}
	tree, err := rows.ReadTree(text(all...), levels, rows.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all, lines(rows.Tree(tree))); diff != "" {
		t.Errorf("rows of the tree (-want +got):\n%s", diff)
	}

	for name, other := range map[string][]string{
		"another order":   {all[0], all[5], all[3], all[1], all[4], all[2]},
		"blank rows":      {all[0], all[1], "", all[2], "| |\u3000||", all[3], all[4], all[5]},
		"byte-order mark": append([]string{"\ufeff" + all[0]}, all[1:]...),
		"white space": {
			" code |name|level|\u00a0parent|role", "00 |China |nation||", all[2], all[3], all[4], all[5],
		},
		"columns elsewhere": {
			"parent|role|level|code|name", "||nation|00|China", "00||province|11|Beijing", "00||province|44|Guangdong",
			"44|memo|city|4403|Shenzhen", "44|residual|city|44x|",
		},
	} {
		got, err := rows.ReadTree(text(other...), levels, rows.Layout{})
		if err != nil || !got.Equal(tree) {
			t.Errorf("%s: got error %v, equal %t, want the same tree", name, err, got.Equal(tree))
		}
	}
}

func TestReadTreeByLayout(t *testing.T) {
	tree, err := rows.ReadTree(
		text("代码|名称|上级|备注|年末人口", "00|中国||国家|140005", "11|北京|00|直辖市|2154"),
		[]string{"单位"},
		rows.Layout{
			Headers: map[string]string{"code": "代码", "name": "名称", "parent": "上级", "level": "备注"},
			Ignore:  []string{"年末人口"},
		},
	)
	problems(t, "levels from another column", err, `rows[2]["备注"] is unknown`, `rows[3]["备注"] is unknown`)
	if tree != nil {
		t.Error("a tree beside the error")
	}
}

func TestReadTreeRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		layout rows.Layout
		rows   string
		want   string
	}{
		{"nothing", rows.Layout{}, "", "rows is required"},
		{"a header only", rows.Layout{}, "code|level", "units is required"},
		{
			"no headers of required fields",
			rows.Layout{},
			"name; China",
			"rows[1].code is required, rows[1].level is required",
		},
		{"an unknown header", rows.Layout{}, "code|level|nmae; 00|nation|China", "rows[1].nmae is unknown"},
		{"a header twice", rows.Layout{}, "code|level|code; 00|nation|00", "rows[1].code is given twice"},
		{
			"a cell without a header",
			rows.Layout{},
			"code|level|; 00|nation|China; 11|nation",
			`rows[2]["column 3"] is not valid`,
		},
		{"a row that is too long", rows.Layout{}, "code|level; 00|nation|China", `rows[2]["column 3"] is not valid`},
		{
			"empty cells",
			rows.Layout{},
			"code|level|parent; |nation|; 11||00",
			"rows[2].code is required, rows[3].level is required",
		},
		{"a role", rows.Layout{}, "code|level|role; 00|nation|boss", "rows[2].role is unknown"},
		{
			"a code twice",
			rows.Layout{},
			"code|level|parent; 00|nation|; 11|province|00; 11|city|00",
			"rows[4].code is given twice",
		},
		{
			"parents and levels",
			rows.Layout{},
			"code|level|parent; 00|nation|; 11|nation|00; 44|town|0; 45|city|46; 46|province|45",
			"rows[3].level is not valid, rows[4].level is unknown, rows[4].parent is unknown, " +
				"rows[5].parent is part of a cycle, rows[6].level is not valid",
		},
		{
			"a field of the layout",
			rows.Layout{Headers: map[string]string{"kode": "x", "name": ""}, Fixed: map[string]string{"lvl": "y"}},
			"code|level",
			`layout.headers["kode"] is unknown, layout.headers["name"] is required, layout.fixed["lvl"] is unknown`,
		},
		{"a wide tree", rows.Layout{Across: "level"}, "code", "layout.across is not valid"},
		{"an ignored header", rows.Layout{Ignore: []string{"note"}}, "code|level", "layout.ignore is unknown"},
		{
			"a fixed field with a column",
			rows.Layout{Fixed: map[string]string{"level": "nation"}},
			"code|level; 00|nation", `layout.fixed["level"] is given twice`,
		},
		{
			"a fixed field with a header",
			rows.Layout{Headers: map[string]string{"level": "l"}, Fixed: map[string]string{"level": "nation"}},
			"code|l; 00|nation", `layout.fixed["level"] is given twice`,
		},
		{
			"the format of the layout",
			rows.Layout{Format: rows.Format{Decimal: "x"}},
			"code|level",
			"layout.format.decimal is unknown",
		},
	} {
		tree, err := rows.ReadTree(table(tt.rows), levels, tt.layout)
		problems(t, tt.name, err, strings.Split(tt.want, ", ")...)
		if tree != nil {
			t.Errorf("%s: a tree beside the error", tt.name)
		}
	}
}

func TestReadPathsRefuses(t *testing.T) {
	company := hierarchy.Unit{Code: "0", Level: "company"}
	columns := []rows.LevelColumns{{Level: "region", Code: "region"}, {Level: "store", Code: "store", Name: "name"}}

	for _, tt := range []struct {
		name   string
		root   hierarchy.Unit
		levels []rows.LevelColumns
		rows   string
		want   string
	}{
		{
			"levels", company,
			[]rows.LevelColumns{{}, {Level: "store"}},
			"region",
			"levels[0].level is required, levels[0].code is required, levels[1].code is required",
		},
		{"headers", company, columns, "region|shop; N|1", "rows[1].store is required, rows[1].name is required"},
		{"no unit", company, columns, "region|store|name; ||Harbour", "rows[2] is required"},
		{"another parent", company, columns, "region|store|name; N|1|a; S|1|a", "rows[3].store does not fit"},
		{"another name", company, columns, "region|store|name; N|1|a; N|1|b", "rows[3].store does not fit"},
		{"two roots", hierarchy.Unit{}, columns, "region|store|name; N|1|a; S|2|b", "rows[3].parent is required"},
		{
			"one code on two levels", company, columns, "region|store|name; N|N|a",
			"rows[2].store does not fit",
		},
		{"nothing", company, columns, "", "rows is required"},
	} {
		tree, err := rows.ReadPaths(table(tt.rows), tt.root, tt.levels)
		problems(t, tt.name, err, strings.Split(tt.want, ", ")...)
		if tree != nil {
			t.Errorf("%s: a tree beside the error", tt.name)
		}
	}
}

func TestReadColumns(t *testing.T) {
	tree := unitsOf(t)
	na := rows.Format{Missing: []string{"NA"}}
	wide := rows.Layout{Headers: map[string]string{"unit": "code"}, Across: "name", Format: na}
	long := rows.Layout{Format: na}
	years := wide
	years.Across, years.Fixed, years.Ignore = "period", map[string]string{"indicator": "patents"}, []string{"name"}

	for _, tt := range []struct {
		name   string
		layout rows.Layout
		rows   string
		names  []string
		want   string
	}{
		{
			"wide", wide, "code|people|patents; 11|19600|55879; 44|104300|NA", nil,
			"unit|patents|people; 11|55879|19600; 44||104300",
		},
		{
			"wide, some", wide, "code|name|people|patents; 11|Beijing|19600|55879; 44|Guangdong||62787",
			[]string{"people", "patents"},
			"unit|people|patents; 11|19600|55879; 44||62787",
		},
		{
			"a column a year", years, "code|name|2010|2011; 11|Beijing|38996|52522; 44|Guangdong|40067|", nil,
			"unit|patents 2010|patents 2011; 11|38996|52522; 44|40067|",
		},
		{
			"long", long,
			"unit|indicator|period|value; 11|patents|2010|38996; 44|people|2010|104.4; 44|patents|2010|; " +
				"11|people|2010|NA",
			nil,
			"unit|patents 2010|people 2010; 11|38996|; 44||104.4",
		},
		{"long, some", long, "unit|name|value; 11|a|1; 11|b|2; 44|a|3", []string{"a"}, "unit|a; 11|1; 44|3"},
	} {
		columns, err := rows.ReadColumns(table(tt.rows), tree, tt.layout, tt.names...)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		all, err := rows.Columns(columns...)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if diff := cmp.Diff(tt.want, strings.Join(lines(all), "; ")); diff != "" {
			t.Errorf("%s: rows of the columns (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestReadColumnsRefuses(t *testing.T) {
	tree := unitsOf(t)
	wide := rows.Layout{Across: "name"}

	for _, tt := range []struct {
		name   string
		layout rows.Layout
		rows   string
		names  []string
		want   string
	}{
		{"no name", rows.Layout{}, "unit|value; 11|1", nil, "rows[2].value is required"},
		{"an unknown unit", wide, "unit|a; 12|1", nil, "rows[2].unit is unknown"},
		{"no column of units", wide, "code|a; 11|1; 44|2", nil, "rows[1].unit is required"},
		{"a row without a unit", wide, "unit|a; |1; 44|2", nil, "rows[2].unit is required"},
		{"a unit twice", wide, "unit|a|b; 11|1|; 11|2|3", nil, "rows[3].a is given twice"},
		{"a name without a column", wide, "unit|a; 11|1", []string{"b"}, "rows[1].b is required"},
		{"a name without a row", rows.Layout{}, "unit|name|value; 11|a|1", []string{"a", "b"}, "names[1] is required"},
		{"a name twice", wide, "unit|a; 11|1", []string{"a", "a"}, "names[1] is given twice"},
		{"a figure", wide, "unit|a; 11|x1", nil, "rows[2].a is not valid"},
		{"across a value", rows.Layout{Across: "value"}, "unit|a; 11|1", nil, "layout.across is not valid"},
		{"across an unknown field", rows.Layout{Across: "year"}, "unit|a; 11|1", nil, "layout.across is unknown"},
		{
			"columns of a long table",
			rows.Layout{Columns: []string{"a"}},
			"unit|name|value", nil,
			"layout.columns is not valid",
		},
	} {
		columns, err := rows.ReadColumns(table(tt.rows), tree, tt.layout, tt.names...)
		problems(t, tt.name, err, strings.Split(tt.want, ", ")...)
		if columns != nil {
			t.Errorf("%s: columns beside the error", tt.name)
		}
	}
}

func TestColumnsRefuses(t *testing.T) {
	tree := unitsOf(t)
	one, err := tree.Constant("province", testkit.Dec("1"))
	if err != nil {
		t.Fatal(err)
	}
	other, err := unitsOf(t).Constant("province", testkit.Dec("1"))
	if err != nil {
		t.Fatal(err)
	}
	all, err := rows.Columns(one, one, one.Named("unit"), one.Named(""), hierarchy.Column{}, other.Named("b"))
	problems(t, "columns", err,
		"columns[1].name is given twice", "columns[2].name is given twice", "columns[3].name is required",
		"columns[4] is required", "columns[4].name is required", "columns[5] does not fit")
	if all != nil {
		t.Error("rows beside the error")
	}
	if none, err := rows.Columns(); err != nil || strings.Join(lines(none), "\n") != "unit" {
		t.Errorf("Columns() = %v, %v, want a header", lines(none), err)
	}
}

func TestReadObservationsRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		layout rows.Layout
		rows   string
		want   string
	}{
		{
			"wide without an indicator",
			rows.Layout{Across: "period"},
			"unit|2010; 11|1",
			"rows[1].indicator is required",
		},
		{
			"a header that is no period",
			rows.Layout{Across: "period", Fixed: map[string]string{"indicator": "a"}},
			"unit|2010|growth; 11|1|2; 44|3|4", "rows[1].growth is not valid",
		},
		{
			"a date and a status",
			rows.Layout{},
			"unit|indicator|period|value|status|date; 11|a|2010|1|final|March", "rows[2].date is not valid",
		},
		{
			"a status",
			rows.Layout{},
			"unit|indicator|period|value|status|date; 11|a|2010|1|firm|March",
			"rows[2].status is unknown",
		},
		{
			"a date under another header",
			rows.Layout{Headers: map[string]string{"date": "as of"}},
			"unit|indicator|period|value|as of; 11|a|2010|1|March", `rows[2]["as of"] is not valid`,
		},
	} {
		all, err := rows.ReadObservations(table(tt.rows), tt.layout)
		problems(t, tt.name, err, strings.Split(tt.want, ", ")...)
		if all != nil {
			t.Errorf("%s: observations beside the error", tt.name)
		}
	}
}

func TestReadTargets(t *testing.T) {
	density := target.Indicator{Code: "density", Kind: target.Ratio, Better: target.Higher, Places: target.Places(2)}
	written := []string{
		"code|indicator|unit|period|comparator|value|upper|tolerance|baseline|baseline period|force|tags|document|date",
		"t1|density|00|2015|at least|3.30|||1.7|2010|binding|patents; law|12th plan|2011-03-14",
		"t2|density|11|2015|within|28|30|||||||",
		"t3|density|44|2015|about|6||0.5||||||",
	}
	got, err := rows.ReadTargets(text(written...), []target.Indicator{density}, rows.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	all, err := rows.Targets(got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(written, lines(all)); diff != "" {
		t.Errorf("rows of the targets (-want +got):\n%s", diff)
	}

	wide, err := rows.ReadTargets(
		table("unit|indicator|baseline|baseline period|2015|2020; 00|density|1.7|2010|3.3|12"),
		[]target.Indicator{density}, rows.Layout{Across: "period"},
	)
	if err != nil || len(wide) != 2 || wide[1].Period != target.Year(2020) || wide[0].Baseline == wide[1].Baseline {
		t.Errorf("ReadTargets() of a wide written = %v, %v", wide, err)
	}
}

func TestReadTargetsRefuses(t *testing.T) {
	density := target.Indicator{Code: "density", Kind: target.Ratio}
	for _, tt := range []struct {
		name       string
		indicators []target.Indicator
		rows       string
		want       string
	}{
		{"an indicator", []target.Indicator{{Code: "density"}}, "unit", "indicators[0].kind is required"},
		{
			"an unknown indicator",
			[]target.Indicator{density},
			"unit|indicator|period|value; 00|x|2015|1",
			"rows[2].indicator is unknown",
		},
		{
			"a range",
			[]target.Indicator{density},
			"unit|indicator|period|value|comparator|upper; 00|density|2015|3|within|2",
			"rows[2].upper is out of range",
		},
		{
			"a baseline without a period",
			[]target.Indicator{density},
			"unit|indicator|period|value|baseline; 00|density|2015|3|2", `rows[2]["baseline period"] is required`,
		},
		{
			"a figure that is none",
			[]target.Indicator{density},
			"unit|indicator|period|value|upper; 00|density|2015|3|x", "rows[2].upper is not valid",
		},
		{
			"no column of indicators, whose problems are not those of every row",
			[]target.Indicator{density},
			"unit|period|value|upper; 00|2015|3|x; 11|2015|4|",
			"rows[1].indicator is required, rows[2].upper is not valid",
		},
	} {
		all, err := rows.ReadTargets(table(tt.rows), tt.indicators, rows.Layout{})
		problems(t, tt.name, err, strings.Split(tt.want, ", ")...)
		if all != nil {
			t.Errorf("%s: targets beside the error", tt.name)
		}
	}

	renamed := rows.Layout{Headers: map[string]string{"indicator": "series"}}
	_, err := rows.ReadTargets(table("unit|period|value; 00|2015|3; 11|2015|4"), []target.Indicator{density}, renamed)
	problems(t, "no column with the header of indicators", err, "rows[1].series is required")
}

func TestTargetsRefuses(t *testing.T) {
	_, err := rows.Targets([]target.Target{
		{Links: []target.Link{{Relation: target.Corrects, Target: "x"}}},
		{Tags: []string{"law", "a;b", " c", ""}},
	})
	problems(t, "targets", err,
		"targets[0].links is not valid",
		"targets[1].tags is not valid", "targets[1].tags is not valid", "targets[1].tags is not valid")
}

func TestReadIndicators(t *testing.T) {
	written := []string{
		"code|name|measure|kind|better|per|places|quantum|over time",
		"density|patents per head|patents per 10,000 people|ratio|higher|10000|2||last",
		"patents|||stock|||100|",
	}
	written[2] = "patents|||stock||||100|"
	got, err := rows.ReadIndicators(text(written...), rows.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(written, lines(rows.Indicators(got))); diff != "" {
		t.Errorf("rows of the indicators (-want +got):\n%s", diff)
	}

	src := table("code|kind|places|over time; a|flow|x|; b|flow|31|; c|sum||; a|flow||sum; d|flow||often")
	_, err = rows.ReadIndicators(src, rows.Layout{})
	problems(t, "indicators", err,
		"rows[2].places is not valid", "rows[3].places is out of range", "rows[4].kind is unknown",
		"rows[5].code is given twice", `rows[6]["over time"] is unknown`)
}

func TestSources(t *testing.T) {
	csvRows := "a,b\n1,2\n\n3,4\n"
	var got []string
	err := rows.Each(rows.From(csv.NewReader(strings.NewReader(csvRows)).Read), rows.Format{}, func(r *rows.Row) {
		got = append(got, r.Text("a")+r.Text("b"))
	})
	if err != nil || strings.Join(got, " ") != "12 34" {
		t.Errorf("Each() of CSV = %q, %v, want 12 34", got, err)
	}

	broken := errors.New("connection lost")
	n := 0
	err = rows.Each(rows.From(func() ([]string, error) {
		if n++; n == 3 {
			return nil, broken
		}
		return []string{"a"}, nil
	}), rows.Format{}, func(*rows.Row) {})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "rows[3]") || n != 3 {
		t.Errorf("Each() of a source that fails = %v after %d rows, want the error of row 3", err, n)
	}

	for name, src := range map[string]rows.Records{
		"nil": nil, "of nil": rows.Of(nil), "from nil": rows.From(nil),
		"empty": rows.From(func() ([]string, error) { return nil, io.EOF }),
	} {
		err := rows.Each(src, rows.Format{}, func(*rows.Row) {})
		problems(t, name, err, "rows is required")
	}
}

func TestEach(t *testing.T) {
	var cells []string
	err := rows.Each(text("a|b||n|p", "x|1.5||7|2015-Q1", "|||８|", "y|x||7.5|15"), rows.Format{}, func(r *rows.Row) {
		for header, cell := range r.Cells() {
			cells = append(cells, header+"="+cell)
		}
		r.Text("a")
		r.Figure("b")
		r.Optional("b")
		r.Count("n")
		r.Period("p")
		r.Text("c")
		if !r.Has("a") || r.Has("z") {
			t.Error("Has() is wrong")
		}
		if r.Number == 4 {
			r.At("a").Report("y", target.ErrInvalid, "x is all that there is")
		}
	})

	problems(t, "Each", err,
		"rows[1].c is required", "rows[3].b is required", "rows[3].p is not valid",
		"rows[4].b is not valid", "rows[4].b is not valid", "rows[4].n is not valid", "rows[4].p is not valid",
		"rows[4].a is not valid")
	want := "a=x b=1.5 n=7 p=2015-Q1 a= b= n=８ p= a=y b=x n=7.5 p=15"
	if got := strings.Join(cells, " "); got != want {
		t.Errorf("Cells() = %s, want %s", got, want)
	}
	err = rows.Each(text("a"), rows.Format{Decimal: "x"}, func(*rows.Row) { t.Error("called") })
	problems(t, "a format that is not valid", err, "format.decimal is unknown")
}

// A problem of a unit names the row and the code.
func TestReadTreeNamesTheUnit(t *testing.T) {
	units := [][]string{{"code", "level", "parent"}, {"00", "nation", ""}, {"44", "province", "0"}}
	_, err := rows.ReadTree(rows.Of(slices.Values(units)), []string{"nation", "province"}, rows.Layout{})
	if got, want := fmt.Sprint(err), `rows[3].parent "0" is unknown: of unit "44", `; !strings.HasPrefix(got, want) {
		t.Errorf("ReadTree() = %s, want %s", got, want)
	}
}
