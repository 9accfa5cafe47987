package rows_test

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/rows"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func TestJSONReadsBack(t *testing.T) {
	testkit.ReadsBack(t, testkit.Filled[rows.Format](), "format")
	testkit.ReadsBack(t, testkit.Filled[rows.Layout](), "layout")
	testkit.ReadsBack(t, testkit.Filled[rows.LevelColumns](), "levelColumns")
	for _, p := range []rows.Percent{rows.PercentRefused, rows.PercentDropped, rows.PercentDivided} {
		testkit.ReadsBack(t, p, "percent")
	}

	err := rows.Each(text("a", "1"), rows.Format{}, func(r *rows.Row) {
		data, err := json.Marshal(r)
		refused, ok := errors.AsType[*target.FieldError](err)
		if !ok || refused.Path != "row" || refused.Remedy != "write what was read from it" {
			t.Errorf("Marshal(row) = %s, %v, want an error at row", data, err)
		}
	})
	if err != nil {
		t.Error(err)
	}
}

// remedies are the remedies of the problems of an error, by path.
func remedies(err error) map[string]string {
	all := map[string]string{}
	for _, e := range target.AllErrors(err) {
		all[e.Path] = e.Remedy
	}
	return all
}

// A header that is missing is reported with those that there are, as far as they fit
// a line.
func TestHeadersAreListed(t *testing.T) {
	ask := func(headers ...string) string {
		err := rows.Each(rows.Of(slices.Values([][]string{headers, {"1"}})), rows.Format{}, func(r *rows.Row) {
			if r.Text("x") != "" || r.Figure("x").Sign() != 0 || r.Optional("x").Valid || r.Count("x") != 0 ||
				!r.Period("x").IsZero() {
				t.Error("a column that is not there has a cell")
			}
		})
		if len(target.AllErrors(err)) != 1 {
			t.Errorf("headers %q: %v, want one problem", headers, err)
		}
		return remedies(err)["rows[1].x"]
	}

	if got, want := ask("a", "b c", "江"), `the headers are "a", "b c", "江"`; got != want {
		t.Errorf("remedy %s, want %s", got, want)
	}
	if got, want := ask(strings.Repeat("a", 81)), `the headers are "`+strings.Repeat("a", 80)+`…"`; got != want {
		t.Errorf("remedy %s, want %s", got, want)
	}
	if got, want := ask(strings.Repeat("江", 27)), `the headers are "`+strings.Repeat("江", 26)+`…"`; got != want {
		t.Errorf("remedy %s, want %s", got, want)
	}

	// Each takes 100 bytes of the list, with quotes and comma: the fourth begins before 300
	// bytes are full, the fifth does not.
	wide := strings.Repeat("b", 80)
	for n, isCut := range map[int]bool{3: false, 4: false, 5: true, 9: true} {
		headers := slices.Repeat([]string{wide}, n)
		want := "the headers are " + strings.Join(slices.Repeat([]string{`"` + wide + `"`}, min(n, 4)), ", ")
		if isCut {
			want += ", …"
		}
		if got := ask(headers...); got != want {
			t.Errorf("%d wide headers: remedy %s, want %s", n, got, want)
		}
	}
}

// An unknown header is reported with the fields that a record has.
func TestFieldsAreListed(t *testing.T) {
	_, err := rows.ReadTree(text("code|level|nmae", "00|nation|China"), levels, rows.Layout{})
	want := " code, name, level, parent, role"
	if got := remedies(err)["rows[1].nmae"]; !strings.Contains(got, want) || strings.Contains(got, ", code") {
		t.Errorf("remedy %s, want one with %s", got, want)
	}
}

// A row may end before the headers do: the cells that it lacks are empty.
func TestShortRows(t *testing.T) {
	var got []string
	err := rows.Each(text("a|b|c", "1", "2|3", "4|5|6"), rows.Format{}, func(r *rows.Row) {
		for _, cell := range r.Cells() {
			got = append(got, cell)
		}
		got = append(got, r.Text("b"), r.Text("c"), "·")
	})
	want := []string{"1", "", "", "", "", "·", "2", "3", "", "3", "", "·", "4", "5", "6", "5", "6", "·"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("cells mismatch (-want +got):\n%s\n%v", diff, err)
	}
}

// A text that means that there is no figure is a name like any other.
func TestMissingIsOfFigures(t *testing.T) {
	tree, err := rows.ReadTree(
		text("code|name|level", "NA|NA|nation"), levels, rows.Layout{Format: rows.Format{Missing: []string{"NA"}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	if u, ok := tree.Unit("NA"); !ok || u.Name != "NA" {
		t.Errorf("Unit(NA) = %v, %t, want the name NA", u, ok)
	}
}

// A figure that is refused is one problem, whatever is wrong with it: a cell that has
// something in it does not lack a figure.
func TestOneProblemOfACell(t *testing.T) {
	for cell, want := range map[string]string{
		strings.Repeat("9", 1001):       "rows[2].a is out of range",
		strings.Repeat("9", 1000):       "rows[2].a is out of range",
		"1e5":                           "rows[2].a is not valid",
		"1" + strings.Repeat("0", 100):  "rows[2].a is out of range",
		"1" + strings.Repeat("0", 200):  "rows[2].a is out of range",
		"0." + strings.Repeat("1", 101): "rows[2].a is out of range",
		"NA":                            "rows[2].a is required",
		"１" + strings.Repeat("０", 100):  "rows[2].a is out of range",
		"1,2345":                        "rows[2].a is not valid",
		"1,234,":                        "rows[2].a is not valid",
	} {
		format := rows.Format{Missing: []string{"NA"}, Thousands: ","}
		err := rows.Each(text("a", cell), format, func(r *rows.Row) { r.Figure("a") })
		problems(t, cell[:min(len(cell), 20)], err, want)
	}
}

// What is wrong with a whole record is reported at the header that its field has in the
// table, unless a cell is wrong already.
func TestRecordIsValidated(t *testing.T) {
	density := []target.Indicator{{Code: "density", Kind: target.Ratio}}
	for _, tt := range []struct {
		name   string
		layout rows.Layout
		rows   string
		want   []string
	}{
		{
			"a baseline after the end",
			rows.Layout{},
			"unit|indicator|period|value|baseline|baseline period; 00|density|2015|3|2|2016",
			[]string{`rows[2]["baseline period"] is out of range`},
		},
		{
			"the same under another header",
			rows.Layout{Headers: map[string]string{"baseline period": "since"}},
			"unit|indicator|period|value|baseline|since; 00|density|2015|3|2|2016",
			[]string{"rows[2].since is out of range"},
		},
		{
			"a date of the source",
			rows.Layout{Headers: map[string]string{"date": "of"}},
			"unit|indicator|period|value|of; 00|density|2015|3|March",
			[]string{"rows[2].of is not valid"},
		},
		{
			"a tolerance of a range, and a wrong figure",
			rows.Layout{},
			"unit|indicator|period|value|tolerance; 00|density|2015|3|2; 00|density|2015|x|2",
			[]string{"rows[2].tolerance does not fit", "rows[3].value is not valid"},
		},
		{
			"a target that replaces itself",
			rows.Layout{},
			"code|unit|indicator|period|value|replaces; a|00|density|2015|3|a",
			[]string{"rows[2].replaces is part of a cycle"},
		},
	} {
		all, err := rows.ReadTargets(table(tt.rows), density, tt.layout)
		problems(t, tt.name, err, tt.want...)
		if all != nil {
			t.Errorf("%s: targets beside the error", tt.name)
		}
	}
}

// Targets of one row of a wide table do not share their tags.
func TestTagsAreNotShared(t *testing.T) {
	all, err := rows.ReadTargets(
		table("unit|indicator|tags|2015|2020; 00|density|law;patents|3.3|12; 11|density||4|"),
		[]target.Indicator{{Code: "density", Kind: target.Ratio}}, rows.Layout{Across: "period"},
	)
	if err != nil || len(all) != 3 {
		t.Fatalf("ReadTargets() = %v, %v, want three targets", all, err)
	}
	all[0].Tags[0] = "changed"
	if diff := cmp.Diff([]string{"law", "patents"}, all[1].Tags); diff != "" || all[2].Tags != nil {
		t.Errorf("tags of the others: %v, %s", all[2].Tags, diff)
	}
}

// Of a table without rows the headers must be right too. A table whose first row is
// wrong does not have its headers reported again.
func TestHeadersOfAnEmptyTable(t *testing.T) {
	_, err := rows.ReadIndicators(text("code|knid"), rows.Layout{})
	problems(t, "no rows", err, "rows[1].kind is required", "rows[1].knid is unknown")

	_, err = rows.ReadIndicators(text("code|kind", ""), rows.Layout{})
	problems(t, "a row without cells", err)

	broken := errors.New("connection lost")
	n := 0
	_, err = rows.ReadIndicators(rows.From(func() ([]string, error) {
		if n++; n == 1 {
			return []string{"code", "knid"}, nil
		}
		return nil, broken
	}), rows.Layout{})
	if !errors.Is(err, broken) || len(target.AllErrors(err)) > 1 {
		t.Errorf("a source that fails after the header: %v, want its error alone", err)
	}
}

// A path that an earlier row has with another parent or another name is refused, with
// what that row has.
func TestPathsThatDiffer(t *testing.T) {
	company := hierarchy.Unit{Code: "0", Level: "company"}
	columns := []rows.LevelColumns{{Level: "region", Code: "region"}, {Level: "store", Code: "store", Name: "name"}}
	for second, want := range map[string]string{
		"S|1|a": `in row 2 it is of level "store", under "N"`,
		"N|1|b": `in row 2 its name is "a"`,
		"S|1|b": `in row 2 its name is "a"`,
	} {
		_, err := rows.ReadPaths(text("region|store|name", "N|1|a", second), company, columns)
		if got := remedies(err)["rows[3].store"]; got != want {
			t.Errorf("%s: remedy %s, want %s", second, got, want)
		}
	}

	// A problem of the tree is reported at the header that the code was under.
	_, err := rows.ReadPaths(text("region|store|name", "0|1|a"), company, columns)
	problems(t, "the code of the root", err, "rows[2].region is given twice", "rows[2].parent is part of a cycle")
}

// Who has read enough stops the source.
func TestSourcesStop(t *testing.T) {
	records := [][]string{{"a"}, {"1"}, {"2"}}
	read := 0
	next := func() ([]string, error) {
		if read == len(records) {
			return nil, io.EOF
		}
		read++
		return records[read-1], nil
	}
	for name, src := range map[string]rows.Records{
		"From": rows.From(next), "Of": rows.Of(slices.Values(records)),
	} {
		var got []string
		for cells, err := range src {
			if err != nil {
				t.Fatal(err)
			}
			if got = append(got, cells...); len(got) == 2 {
				break
			}
		}
		if strings.Join(got, " ") != "a 1" {
			t.Errorf("%s yields %q, want a and 1", name, got)
		}
	}
	if read != 2 {
		t.Errorf("From() read %d records of two that were asked for", read)
	}

	tree := unitsOf(t)
	one, err := tree.Constant("province", testkit.Dec("1"))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := hierarchy.Cascade(tree, target.Target{
		Unit: "00", Period: target.Year(2015), Value: testkit.Dec("2"),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(one)}})
	if err != nil {
		t.Fatal(err)
	}
	for stop := 1; stop <= 4; stop++ {
		n := 0
		for range rows.Plan(plan) {
			if n++; n == stop {
				break
			}
		}
		if n != stop {
			t.Errorf("Plan() yields %d rows, want %d", n, stop)
		}
	}
}
