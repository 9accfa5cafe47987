package ranking_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// checkLists holds Top and Bottom against All: Top(n) is a prefix of the
// ranked rows and what is left is worse, and Bottom is Top of the table that
// ranks the other way, but for units that only their codes set apart.
func checkLists(t *rapid.T) {
	list, o := drawEntries(t, "codes"), drawOptions(t)
	o.Groups = false
	table, err := ranking.New(list, o)
	if err != nil {
		t.Fatal(err)
	}

	n := rapid.IntRange(-1, 13).Draw(t, "n")
	all := slices.DeleteFunc(rows(table), func(r ranking.Row) bool { return r.Rank == 0 })
	top, bottom := slices.Collect(table.Top(n)), slices.Collect(table.Bottom(n))
	if diff := cmp.Diff(all[:len(top)], top, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("Top(%d) is no prefix (-want +got):\n%s", n, diff)
	}
	slices.Reverse(bottom)
	if diff := cmp.Diff(all[len(all)-len(bottom):], bottom, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("Bottom(%d) is no suffix (-want +got):\n%s", n, diff)
	}
	k := min(max(n, 0), len(all))
	inTop := func(r ranking.Row) bool { return r.First <= k }
	inBottom := func(r ranking.Row) bool { return r.Of-r.Last < k }
	if o.Ties == ranking.Ordinal {
		inTop = func(r ranking.Row) bool { return r.Rank <= k }
		inBottom = func(r ranking.Row) bool { return r.FromEnd <= k }
	}

	for i, r := range all {
		if inTop(r) != (i < len(top)) || inBottom(r) != (i >= len(all)-len(bottom)) {
			t.Errorf("n = %d: %d top and %d bottom rows at row %d, %v", n, len(top), len(bottom), i, r)
		}
	}

	view, err := table.View(ranking.Audience{Top: k, Bottom: k})
	if err != nil {
		t.Fatal(err)
	}
	var want []ranking.Row

	for i, r := range all {
		if i < len(top) || i >= len(all)-len(bottom) {
			want = append(want, r)
		}
	}

	if diff := cmp.Diff(asSeen(want, o), slices.Collect(view.All()), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("View() mismatch (-want +got):\n%s", diff)
	}
}

// asSeen returns the rows of a table that an audience sees, without what they say of
// the others: the gaps to units of which, with all their equals, none is seen. Figures
// are the published digits.
func asSeen(all []ranking.Row, o ranking.Options) []ranking.Row {
	seen := func(group string, place int) bool {
		return slices.ContainsFunc(all, func(r ranking.Row) bool {
			return (r.Group == group || !o.Groups) && r.Rank > 0 && r.First <= place && place <= r.Last
		})
	}

	out := slices.Clone(all)
	for i, r := range all {
		above := r.First - 1
		if o.Ties == ranking.Ordinal {
			above = r.Rank - 1
		}
		if !seen(r.Group, above) {
			out[i].ToNext = decimal.NullDecimal{}
		}
		if !seen(r.Group, 1) {
			out[i].ToLeader = decimal.NullDecimal{}
		}
		if places, published := o.Places.Get(); published {
			out[i].Value = r.Value.Round(places)
		}
	}

	return out
}

func TestLists(t *testing.T) { rapid.Check(t, checkLists) }

func TestViewOwn(t *testing.T) {
	table := mustNew(t, entries("a", "1", "b", "2", "c", "3", "d", ""), ranking.Options{Better: target.Higher})
	view, err := table.View(ranking.Audience{Own: []string{"d", "b", "b"}})
	if err != nil {
		t.Fatal(err)
	}

	var got []string

	for row := range view.All() {
		got = append(got, row.Code)
	}
	if diff := cmp.Diff([]string{"b", "d"}, got); diff != "" {
		t.Errorf("View() mismatch (-want +got):\n%s", diff)
	}
	_, err = table.View(ranking.Audience{Top: -1, Bottom: -1, Own: []string{"y", "x"}})
	got = nil

	for _, e := range target.AllErrors(err) {
		got = append(got, e.Error())
	}
	want := []string{
		"audience.top -1 is out of range: must be 1 or greater, or 0 for none",
		"audience.bottom -1 is out of range: must be 1 or greater, or 0 for none",
		`audience.own "x" is unknown: must be the code of a unit of the table`,
		`audience.own "y" is unknown: must be the code of a unit of the table`,
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("View() mismatch (-want +got):\n%s", diff)
	}
}

// checkGroupLists holds the lists of a table of groups against those of a table
// for each group, and what an audience sees of it against both.
func checkGroupLists(t *rapid.T) {
	list, o := drawEntries(t, "codes"), drawOptions(t)
	o.Groups = true
	table, err := ranking.New(list, o)
	if err != nil {
		t.Fatal(err)
	}

	top, bottom := rapid.IntRange(0, 14).Draw(t, "top"), rapid.IntRange(0, 14).Draw(t, "bottom")
	var best, worst, seen, all []string

	for group := range table.Groups() {
		own, err := ranking.New(
			slices.DeleteFunc(slices.Clone(list), func(e ranking.Entry) bool { return e.Group != group }),
			o,
		)
		if err != nil {
			t.Fatal(err)
		}
		var first, last []string
		for row := range own.Top(top) {
			first = append(first, row.Code)
		}
		for row := range own.Bottom(bottom) {
			last = append(last, row.Code)
		}
		best, worst = append(best, first...), append(worst, last...)
		for row := range own.All() {
			all = append(all, row.Code)
			if slices.Contains(first, row.Code) || slices.Contains(last, row.Code) {
				seen = append(seen, row.Code)
			}
		}
	}

	view, err := table.View(ranking.Audience{Top: top, Bottom: bottom})
	if err != nil {
		t.Fatal(err)
	}

	for _, c := range []struct {
		name string
		rows iter.Seq[ranking.Row]
		want []string
	}{{"All", table.All(), all}, {"Top", table.Top(top), best}, {
		"Bottom", table.Bottom(bottom), worst,
	}, {"View", view.All(), seen}} {
		var got []string
		for row := range c.rows {
			got = append(got, row.Code)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s() mismatch (-want +got):\n%s", c.name, diff)
		}
	}

	everything, err := table.View(ranking.Audience{Everything: true, Top: top})
	if err != nil || everything.String() != table.String() {
		t.Errorf("String() = %q, %v, want %q", everything, err, table)
	}
}

func TestGroupLists(t *testing.T) { rapid.Check(t, checkGroupLists) }

// checkAudience holds views of the best, the worst and units of their own, in
// groups or without, against the rows of which each sees some.
func checkAudience(t *rapid.T) {
	o := drawPlainOptions(t)
	table, err := ranking.New(drawPlain(t, "list"), o)
	if err != nil {
		t.Fatal(err)
	}

	a := ranking.Audience{
		Everything: rapid.IntRange(0, 3).Draw(t, "everything") == 0,
		Top:        rapid.IntRange(0, 4).Draw(t, "top"),
		Bottom:     rapid.IntRange(0, 4).Draw(t, "bottom"),
	}

	for row := range table.All() {
		if rapid.IntRange(0, 3).Draw(t, "own") == 0 {
			a.Own = append(a.Own, row.Code)
		}
	}

	view, err := table.View(a)
	if err != nil {
		t.Fatal(err)
	}
	var want []ranking.Row

	for row := range table.All() {
		first, last := row.First, row.Last
		if o.Ties == ranking.Ordinal {
			first, last = row.Rank, row.Rank
		}
		if a.Everything || slices.Contains(a.Own, row.Code) ||
			row.Rank > 0 && (first <= a.Top || last > row.Of-a.Bottom) {
			want = append(want, row)
		}
	}

	if diff := cmp.Diff(asSeen(want, o), slices.Collect(view.All()), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("View() mismatch (-want +got):\n%s", diff)
	}
}

// A unit that is told its own row cannot reckon what the others have.
func TestOwnRowTellsNothingOfOthers(t *testing.T) {
	table := mustNew(
		t,
		entries("a", "92.4", "b", "81.2", "c", "81.2", "d", "71.36"),
		ranking.Options{Better: target.Higher, Places: target.Places(0)},
	)
	for _, tt := range []struct {
		audience ranking.Audience
		want     string
	}{
		{ranking.Audience{Own: []string{"d"}}, "d 71 – –; "},
		{ranking.Audience{Own: []string{"b", "d"}}, "b 81 – –; d 71 10 –; "},
		{ranking.Audience{Top: 1, Own: []string{"d"}}, "a 92 – 0; d 71 – 21; "},
		{ranking.Audience{Everything: true}, "a 92 – 0; b 81 11 11; c 81 11 11; d 71 10 21; "},
	} {
		view, err := table.View(tt.audience)
		if err != nil {
			t.Fatal(err)
		}

		gap := func(d decimal.NullDecimal) string {
			if !d.Valid {
				return "–"
			}
			return d.Decimal.String()
		}
		var got strings.Builder
		for r := range view.All() {
			fmt.Fprintf(&got, "%s %s %s %s; ", r.Code, r.Value, gap(r.ToNext), gap(r.ToLeader))
		}
		if got.String() != tt.want {
			t.Errorf("View(%+v) = %q, want %q", tt.audience, got.String(), tt.want)
		}
	}
}

func TestAudience(t *testing.T) { rapid.Check(t, checkAudience) }

// The zero Audience sees nothing: seeing everything must be said.
func TestNobodySeesEverything(t *testing.T) {
	table := mustNew(
		t,
		[]ranking.Entry{{Code: "a"}, {Code: "b", Missing: true}},
		ranking.Options{Better: target.Higher},
	)
	for everything, want := range map[bool]int{false: 0, true: 2} {
		view, err := table.View(ranking.Audience{Everything: everything})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(slices.Collect(view.All())); got != want {
			t.Errorf("View(Everything: %t) has %d rows, want %d", everything, got, want)
		}
	}
}
