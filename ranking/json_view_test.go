package ranking_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

func TestJSONReadsBack(t *testing.T) {
	disclosure := ranking.Disclosure{Publicity: ranking.Public, From: "2015-01-01", Until: "2015-12-31"}
	testkit.ReadsBack(t, testkit.Filled[ranking.Options](disclosure, months(t)), "options")

	testkit.ReadsBack(t, disclosure, "disclosure")
	testkit.ReadsBack(t, testkit.Filled[ranking.Audience](), "audience")
	testkit.ReadsBack(t, testkit.Filled[ranking.ChangeOptions](), "changeOptions")
	testkit.ReadsBack(t, testkit.Filled[ranking.Parts](), "parts")
	testkit.ReadsBack(t, testkit.Filled[ranking.PressureOptions](), "pressureOptions")
	testkit.ReadsBack(t, testkit.Filled[ranking.Rival](), "rival")
	testkit.ReadsBack(t, testkit.Filled[ranking.Rivals](), "rivals")
	testkit.ReadsBack(t, testkit.Filled[ranking.Class](), "class")
}

// months is a published table of air quality with ties, moves and a unit without a
// figure.
func months(t *testing.T) *ranking.Table {
	t.Helper()
	options := ranking.Options{
		Better: target.Lower, Indicator: "PM2.5",
		Publication: target.Publication{Publisher: "MEE", Date: "2016-01-10", Period: target.Year(2014)},
		Classes:     []ranking.Class{{Name: "clean", Value: some("35")}, {Name: "the rest"}},
		TieBreak:    []target.Direction{target.Higher},
		Tiles:       2,
		Disclosures: []ranking.Disclosure{{Publicity: ranking.Public, From: "2016"}},
	}
	before := mustNew(t, entries("bj", "85.9", "gz", "49", "lz", "60", "hk", "23"), options)

	options.Publication.Period, options.Before = target.Year(2015), before
	now := entries("bj", "80.6", "gz", "39", "lz", "60", "hk", "22", "xx", "")
	for i := range now {
		now[i].Name, now[i].Target, now[i].TieBreak = "city "+now[i].Code, some("35"), testkit.Decs("1")
	}
	return mustNew(t, now, options)
}

// A view that was read prints, lists and describes itself as the one that was written.
func TestViewJSON(t *testing.T) {
	table := months(t)
	for name, audience := range map[string]ranking.Audience{
		"nothing": {}, "everything": {Everything: true}, "the ends": {Top: 1, Bottom: 1}, "own": {Own: []string{"lz"}},
	} {
		view, err := table.View(audience)
		if err != nil {
			t.Fatal(err)
		}
		testkit.ReadsBack(t, view, "view")

		text, err := json.Marshal(view)
		if err != nil {
			t.Fatal(err)
		}
		var read ranking.View
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatalf("%s: %v", name, err)
		}

		if diff := cmp.Diff(slices.Collect(view.All()), slices.Collect(read.All())); diff != "" {
			t.Errorf("%s: All() mismatch (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(view.String(), read.String()); diff != "" {
			t.Errorf("%s: String() mismatch (-want +got):\n%s", name, diff)
		}

		taken := read.Options() // what the caller changes is not the view's
		taken.TieBreak[0], taken.Classes[0].Name, taken.Disclosures[0].From = target.Lower, "", ""
		for row := range read.All() {
			row.TieBreak[0] = some("9").Decimal
		}
		if again, err := json.Marshal(&read); err != nil || string(again) != string(text) {
			t.Errorf("%s: Marshal() = %s, %v, want %s", name, again, err, text)
		}
		if diff := cmp.Diff(view.Options(), read.Options()); diff != "" {
			t.Errorf("%s: Options() mismatch (-want +got):\n%s", name, diff)
		}
	}
}

// Nothing of a row that the audience does not see is in the document.
func TestViewJSONHidesRows(t *testing.T) {
	view, err := months(t).View(ranking.Audience{Top: 1})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(view)
	if err != nil || !strings.Contains(string(text), "city hk") || strings.Contains(string(text), "city bj") ||
		strings.Contains(string(text), "80.6") {
		t.Errorf("Marshal() = %s, %v, want the row of hk and no other", text, err)
	}
}

// A bulletin that was read is the one that was written; so are the rows that it and other
// reports yield.
func TestReportsJSON(t *testing.T) {
	table := months(t)
	change := mustNew(t, entries("bj", "-6", "gz", "-20", "lz", "0", "hk", "-4", "xx", ""), ranking.Options{
		Better: target.Lower, Publication: target.Publication{Period: target.Year(2015)},
	})
	bulletin, err := ranking.NewBulletin(table, change)
	if err != nil {
		t.Fatal(err)
	}
	testkit.ReadsBack(t, bulletin, "bulletin")
	for row := range bulletin.All() {
		testkit.ReadsBack(t, row, "bulletinRow")
	}

	pressures, err := table.Pressures(ranking.PressureOptions{Cut: 2, Publicity: ranking.Public})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pressures {
		testkit.ReadsBack(t, p, "pressure")
		reads(t, p)
	}

	tournament, err := table.Tournament("gz", ranking.Rivals{
		Predecessor: some("52"), Neighbours: []string{"bj", "hk"},
	})
	if err != nil {
		t.Fatal(err)
	}
	testkit.ReadsBack(t, tournament, "tournament")
	reads(t, tournament)
}

// reads checks that a value is read back equal, field by field.
func reads[T any](t *testing.T, v T) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var read T
	if err := json.Unmarshal(text, &read); err != nil {
		t.Errorf("Unmarshal(%s) = %v", text, err)
	}
	if diff := cmp.Diff(v, read); diff != "" {
		t.Errorf("%T changed on the way (-want +got):\n%s", v, diff)
	}
}

// A document that was changed is an error, and leaves what was read into as it was.
func TestReadBrokenReports(t *testing.T) {
	table := months(t)
	view, err := table.View(ranking.Audience{Top: 1})
	if err != nil {
		t.Fatal(err)
	}
	bulletin, err := ranking.NewBulletin(table, table)
	if err != nil {
		t.Fatal(err)
	}
	other, err := table.View(ranking.Audience{Everything: true})
	if err != nil {
		t.Fatal(err)
	}

	for _, tt := range []struct {
		of             json.Marshaler
		into           json.Unmarshaler
		from, to, path string
		is             error
	}{
		{view, new(*other), `"digits":1`, `"digits":101`, "view.digits", target.ErrRange},
		{view, new(*other), `"digits":1`, `"digits":-1`, "view.digits", target.ErrRange},
		{view, new(*other), `"tiles":2`, `"tiles":-2`, "view.tiles", target.ErrRange},
		{view, new(*other), `"rank":1`, `"rank":"1"`, "view.rows[0].rank", target.ErrInvalid},
		{view, new(*other), `"better":"lower",`, ``, "view.better", target.ErrRequired},
		{view, new(*other), `"ties":"competition"`, `"ties":"none"`, "view.ties", target.ErrUnknown},
		{bulletin, new(*bulletin), `"rank":1`, `"rank":2`, `bulletin.level["hk"]`, target.ErrBroken},
		{bulletin, new(*bulletin), `"change":{`, `"level":{`, "bulletin.level", target.ErrDuplicate},
		{
			ranking.Disclosure{Publicity: ranking.Public, From: "2015-01-01"},
			new(ranking.Disclosure),
			`2015-01-01`, `2015-13-01`, "disclosure", target.ErrInvalid,
		},
	} {
		text, err := json.Marshal(tt.of)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.Replace(string(text), tt.from, tt.to, 1)
		if changed == string(text) {
			t.Errorf("no %s in %s", tt.from, text)
			continue
		}
		before, _ := json.Marshal(tt.into)
		err = json.Unmarshal([]byte(changed), tt.into)
		if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.path) {
			t.Errorf("%s for %s: %v, want an error at %s that is %v", tt.to, tt.from, err, tt.path, tt.is)
		}
		if after, _ := json.Marshal(tt.into); string(after) != string(before) {
			t.Errorf("%s for %s: %s became %s", tt.to, tt.from, before, after)
		}
	}
}

// A view is read with any number of decimals that figures have. The period is written
// once, not in each row.
func TestViewDigits(t *testing.T) {
	text, err := json.Marshal(mustView(t, months(t)))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := json.Marshal(months(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(text), string(whole)} {
		if n := strings.Count(text, `"period"`); n != 1 {
			t.Errorf("the period stands %d times in %s, want once", n, text)
		}
	}

	const written = `"digits":1`
	if !strings.Contains(string(text), written) {
		t.Fatalf("no %s in %s", written, text)
	}
	for digits, ok := range map[string]bool{"-1": false, "0": true, "100": true, "101": false} {
		var v ranking.View
		err := v.UnmarshalJSON([]byte(strings.Replace(string(text), written, `"digits":`+digits, 1)))
		if (err == nil) != ok {
			t.Errorf("UnmarshalJSON() of %s digits = %v, want an error: %t", digits, err, !ok)
		}
	}
}

func mustView(t *testing.T, table *ranking.Table) *ranking.View {
	t.Helper()
	view, err := table.View(ranking.Audience{Everything: true})
	if err != nil {
		t.Fatal(err)
	}
	return view
}

// What is of no table is not written.
func TestJSONOfNoTable(t *testing.T) {
	var none *ranking.Table
	empty, err := none.View(ranking.Audience{Everything: true})
	if err != nil {
		t.Fatal(err)
	}
	half, err := ranking.NewBulletin(nil, mustNew(t, nil, ranking.Options{Better: target.Higher}))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []json.Marshaler{empty, new(ranking.Bulletin), half} {
		path := "bulletin"
		if v == empty {
			path = "view"
		}
		text, err := json.Marshal(v)
		refused, ok := errors.AsType[*target.FieldError](err)
		if !ok || refused.Path != path || !errors.Is(err, target.ErrRequired) || refused.Remedy == "" {
			t.Errorf("Marshal(%T) = %s, %v, want an error at %s with a remedy", v, text, err, path)
		}
	}
}

// No table and no view have no rows, no text and no options. Nobody sees them.
func TestNoTable(t *testing.T) {
	var table *ranking.Table
	var view *ranking.View
	empty, err := table.View(ranking.Audience{Top: 1})
	if err != nil {
		t.Fatal(err)
	}

	for name, n := range map[string]int{
		"Len": table.Len(), "String": len(table.String()), "All": len(slices.Collect(table.All())),
		"Top": len(slices.Collect(table.Top(3))), "Bottom": len(slices.Collect(table.Bottom(3))),
		"View.All": len(slices.Collect(view.All())), "View.String": len(view.String()),
		"empty View.All": len(slices.Collect(empty.All())), "empty View.String": len(empty.String()),
	} {
		if n != 0 {
			t.Errorf("%s of no table has %d, want 0", name, n)
		}
	}
	if _, ok := table.Row("a"); ok {
		t.Error("no table has a row")
	}
	if diff := cmp.Diff(ranking.Options{}, view.Options()); diff != "" {
		t.Errorf("Options() of no view mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(table.Options(), empty.Options()); diff != "" {
		t.Errorf("Options() of an empty view mismatch (-want +got):\n%s", diff)
	}
	if publicity, err := table.PublicityOn("2015-01-01"); publicity != 0 || err != nil {
		t.Errorf("PublicityOn() of no table = %v, %v, want 0", publicity, err)
	}
}

// Who has seen enough stops.
func TestListsStop(t *testing.T) {
	table := months(t)
	bulletin, err := ranking.NewBulletin(table, table)
	if err != nil {
		t.Fatal(err)
	}
	view, err := table.View(ranking.Audience{Everything: true})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	var read ranking.View
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}

	var seen []string
	for row := range bulletin.All() {
		seen = append(seen, row.Level.Code)
		break
	}
	for name, list := range map[string]func(func(ranking.Row) bool){
		"Table.All": table.All(), "Top": table.Top(3), "Bottom": table.Bottom(3), "View.All": view.All(),
		"View.All of a view that was read": read.All(),
	} {
		var rows []string
		for row := range list {
			rows = append(rows, row.Code)
			break
		}
		want := "hk"
		if name == "Bottom" {
			want = "bj"
		}
		if strings.Join(rows, " ") != want {
			t.Errorf("%s yields %v, want %s first", name, rows, want)
		}
	}
	if strings.Join(seen, " ") != "hk" {
		t.Errorf("Bulletin.All yields %v, want hk first", seen)
	}
}
