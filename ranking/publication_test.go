package ranking_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// dated gives entries a period.
func dated(p target.Period, list []ranking.Entry) []ranking.Entry {
	for i := range list {
		list[i].Period = p
	}
	return list
}

func TestPeriodOfATable(t *testing.T) {
	june, december := target.Month(2013, 6), target.Month(2013, 12)
	mixed := append(dated(june, entries("a", "1")), dated(december, entries("b", "2"))...)
	tests := []struct {
		name    string
		entries []ranking.Entry
		o       ranking.Options
		want    target.Period
		path    string
	}{
		{"of the entries", dated(june, entries("a", "1", "b", "2")), ranking.Options{}, june, ""},
		{"of some entries", append(dated(june, entries("b", "1")), entries("a", "2")...), ranking.Options{}, june, ""},
		{"of the options", entries("a", "1"), ranking.Options{Publication: target.Publication{Period: june}}, june, ""},
		{
			"of both", dated(june, entries("a", "1")),
			ranking.Options{Publication: target.Publication{Period: june}},
			june, "",
		},
		{"of none", entries("a", "1"), ranking.Options{}, target.Period{}, ""},
		{"June beside December", mixed, ranking.Options{}, june, `entries["b"].period`},
		{"not that of the options", dated(june, entries("a", "1")), ranking.Options{Publication: target.Publication{Period: december}}, june, `entries["a"].period`},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.Better = target.Higher
			table, err := ranking.New(tt.entries, tt.o)
			if all := target.AllErrors(err); tt.path != "" {
				if len(all) != 1 || all[0].Path != tt.path || !errors.Is(err, target.ErrMismatch) {
					t.Errorf("New() = %v, want a mismatch at %s", err, tt.path)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			row, _ := table.Row("a")
			if got := table.Options().Publication.Period; got != tt.want || row.Period != tt.want {
				t.Errorf("period = %v, of the row %v, want %v", got, row.Period, tt.want)
			}
		})
	}
}

// Of two tables only one of which has a period, either may be the earlier one.
func TestEarlierTableWithoutAPeriod(t *testing.T) {
	withPeriod := ranking.Options{
		Better: target.Higher, Publication: target.Publication{Period: target.Year(2015)},
	}
	without := ranking.Options{Better: target.Higher}
	for _, o := range [][2]ranking.Options{{without, withPeriod}, {withPeriod, without}} {
		o[1].Before = mustNew(t, entries("a", "1"), o[0])
		if _, err := ranking.New(entries("a", "2"), o[1]); err != nil {
			t.Errorf("New() of %v after %v = %v", o[1].Publication, o[0].Publication, err)
		}
	}
}

func TestPublication(t *testing.T) {
	o := ranking.Options{
		Indicator: "capacity", Better: target.Higher,
		Publication: target.Publication{
			Period: target.Year(2013), Evaluator: "sipo", Publisher: "centre", Date: "2014-03", Until: "2015",
		},
		Disclosures: []ranking.Disclosure{
			{Publicity: ranking.Public, From: "2014-03-01", Until: "2014-12-31"},
			{Publicity: ranking.AmongPeers, From: "2014-01-01"},
		},
	}
	table := mustNew(t, entries("a", "3", "b", "1"), o)
	const title = "capacity, 2013, evaluated by sipo, published by centre on 2014-03, " +
		"valid until 2015, higher is better"
	if got := table.String(); !strings.Contains(got, title) {
		t.Errorf("String() = %s", got)
	}

	data, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}
	var back ranking.Table
	if err := json.Unmarshal(data, &back); err != nil || !table.Equal(&back) {
		t.Errorf("%s reads back as another table, %v", data, err)
	}
	o.Publication.Publisher = "sipo"
	if table.Equal(mustNew(t, entries("a", "3", "b", "1"), o)) {
		t.Error("tables of different publishers are equal")
	}
	o.Publication.Publisher, o.Disclosures = "centre", o.Disclosures[:1]
	if table.Equal(mustNew(t, entries("a", "3", "b", "1"), o)) {
		t.Error("tables of different disclosures are equal")
	}

	view, err := table.View(ranking.Audience{Top: 1})
	if err != nil {
		t.Fatal(err)
	}
	data, err = json.Marshal(view)
	if err != nil || !strings.Contains(string(data), `"publisher":"centre"`) || strings.Contains(string(data), `"code":"b"`) {
		t.Errorf("MarshalJSON() = %s, %v", data, err)
	}
	if got := view.Options().Publication; got != table.Options().Publication {
		t.Errorf("Options() of the view = %v", got)
	}
	if got := (*ranking.View)(nil).Options().Indicator; got != "" {
		t.Errorf("Options() of nil = %s", got)
	}
}

func TestPublicityOn(t *testing.T) {
	disclosures := []ranking.Disclosure{
		{Publicity: ranking.Public, From: "2011", Until: "2013"}, {Publicity: ranking.OwnPosition, From: "2014-07"},
	}
	options := ranking.Options{Better: target.Higher, Disclosures: disclosures}
	table := mustNew(t, entries("a", "3", "b", "1"), options)

	tests := []struct {
		date string
		want ranking.Publicity
		part string
	}{
		{"2011-12-30", 0, "0"},
		{"2013-12-31", ranking.Public, "1"},
		{"2014-01-01", 0, "0"},
		{"2015", ranking.OwnPosition, "0.333333333333333333"},
	}
	for _, tt := range tests {
		if got, err := table.PublicityOn(tt.date); err != nil || got != tt.want {
			t.Errorf("PublicityOn(%s) = %v, %v, want %v", tt.date, got, err, tt.want)
		}
		all, err := table.Pressures(ranking.PressureOptions{On: tt.date, Weights: ranking.Parts{Publicity: num("1")}})
		if err != nil || all[0].Index.String() != tt.part {
			t.Errorf("Pressures() on %s: %v, %v, want %s", tt.date, all, err, tt.part)
		}
	}

	for _, o := range []ranking.PressureOptions{{On: "soon"}, {On: "2014", Publicity: ranking.Public}} {
		_, err := table.Pressures(o)
		if all := target.AllErrors(err); len(all) != 1 || all[0].Path != "options.on" {
			t.Errorf("Pressures() of %v: %v", o, err)
		}
	}
	if _, err := (*ranking.Table)(nil).PublicityOn("soon"); !errors.Is(err, target.ErrInvalid) {
		t.Errorf("PublicityOn(soon): %v", err)
	}
}

func TestPublicationsRefused(t *testing.T) {
	tests := []struct {
		o    ranking.Options
		path string
		err  error
	}{
		{ranking.Options{Publication: target.Publication{Date: "soon"}}, "options.publication.date", target.ErrInvalid},
		{
			ranking.Options{Disclosures: []ranking.Disclosure{{}}},
			"options.disclosures[0].publicity",
			target.ErrRequired,
		},
		{
			ranking.Options{Disclosures: []ranking.Disclosure{{Publicity: 4}}},
			"options.disclosures[0].publicity",
			target.ErrUnknown,
		},
		{
			ranking.Options{
				Disclosures: []ranking.Disclosure{{Publicity: ranking.Public, From: "2015", Until: "2014"}},
			},
			"options.disclosures[0].until", target.ErrRange,
		},
	}
	for _, tt := range tests {
		tt.o.Better = target.Higher
		_, err := ranking.New(entries("a", "1"), tt.o)
		if all := target.AllErrors(err); len(all) != 1 || all[0].Path != tt.path || !errors.Is(err, tt.err) {
			t.Errorf("New() = %v, want %s %v", err, tt.path, tt.err)
		}
	}

	first := mustNew(t, dated(target.Year(2013), entries("a", "1")), ranking.Options{Better: target.Higher})
	for _, year := range []int{2012, 2013} {
		_, err := ranking.New(
			dated(target.Year(year), entries("a", "1")), ranking.Options{Better: target.Higher, Before: first},
		)
		if all := target.AllErrors(err); len(all) != 1 || all[0].Path != "options.before" ||
			!errors.Is(err, target.ErrRange) {
			t.Errorf("New() of %d after 2013: %v", year, err)
		}
	}
	second := mustNew(
		t, dated(target.Year(2014), entries("a", "1")), ranking.Options{Better: target.Higher, Before: first},
	)
	if _, err := ranking.NewBulletin(first, second); !errors.Is(err, target.ErrMismatch) {
		t.Errorf("NewBulletin() of two years: %v", err)
	}

	d := ranking.Disclosure{Publicity: ranking.Public, From: "2011", Until: "2013"}
	data, err := json.Marshal(d)
	var back ranking.Disclosure
	if err != nil || json.Unmarshal(data, &back) != nil || !cmp.Equal(d, back) {
		t.Errorf("%s reads back as %v, %v", data, back, err)
	}
	if err := json.Unmarshal([]byte(`{"publicity":"public","until":"x"}`), &back); err == nil {
		t.Error("UnmarshalJSON() accepts no date")
	}
}
