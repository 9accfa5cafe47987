package ranking_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

func TestString(t *testing.T) {
	list := []ranking.Entry{
		{Code: "440000", Name: "广东", Group: "east", Value: num("10.196")},
		{Code: "310000", Name: "Shanghai", Group: "east", Value: num("10.204")},
		{Code: "340000", Name: "Anhui\n", Group: "centre", Value: num("2.5"), Exempt: "merged\x1b[2J"},
		{Code: "360000", Group: "centre", Missing: true},
		{Code: "420000", Name: strings.Repeat("湖", 30), Group: "centre", Value: num("-3.08")},
	}
	before := mustNew(t, list[1:], ranking.Options{Better: target.Higher, Groups: true})
	table := mustNew(t, list, ranking.Options{
		Better: target.Higher, Groups: true, Places: target.Places(1), Target: some("3.3"), Before: before,
		Classes: []ranking.Class{{Name: "first", Place: 1}},
	})
	want := `rank  unit                             figure  to next  to leader  to target  before  move  class
      centre:
   1  湖湖湖湖湖湖湖湖湖湖湖湖湖湖湖…    −3.1        –        0.0        6.4       1     0  first
   –  Anhui�                              2.5        –          –        0.8       –     –         exempt: merged�[2J
   –  360000                                –        –          –          –       –     –         no figure
      east:
  =1  Shanghai                           10.2        –        0.0       −6.9       1     0  first
  =1  广东                               10.2        –        0.0       −6.9       –     –  first

higher is better, competition ranks of the published digits (decimals: 1) within groups
`
	if diff := cmp.Diff(want, table.String()); diff != "" {
		t.Errorf("String() mismatch (-want +got):\n%s", diff)
	}
}

// TestNames holds names against the 32 columns that a table has for them.
func TestNames(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{strings.Repeat("a", 32), strings.Repeat("a", 32)},
		{strings.Repeat("a", 33), strings.Repeat("a", 31) + "…"},
		{strings.Repeat("a", 1000), strings.Repeat("a", 31) + "…"},
		{strings.Repeat("湖", 16), strings.Repeat("湖", 16)},
		{strings.Repeat("湖", 17), strings.Repeat("湖", 15) + "…"},
		{strings.Repeat("a", 30) + "湖", strings.Repeat("a", 30) + "湖"},
		{strings.Repeat("a", 31) + "湖", strings.Repeat("a", 31) + "…"},
		{strings.Repeat("a", 29) + "湖湖", strings.Repeat("a", 29) + "湖…"},
		{strings.Repeat("e\u0300", 32), strings.Repeat("e\u0300", 32)},
		{strings.Repeat("\x1b", 32), strings.Repeat("\ufffd", 32)},
		{strings.Repeat("\x1b", 40), strings.Repeat("\ufffd", 31) + "…"},
		{strings.Repeat("\xff", 40), strings.Repeat("\ufffd", 31) + "…"},
	} {
		table := mustNew(t, []ranking.Entry{{Code: "a", Name: c.name}}, ranking.Options{Better: target.Higher})
		lines := strings.Split(table.String(), "\n")
		if want := "   1  " + c.want + "  "; !strings.HasPrefix(lines[1], want) {
			t.Errorf("%q is printed as %q", c.name, lines[1])
		}
	}
}

// TestWidths lines up names of other widths than their numbers of characters.
func TestWidths(t *testing.T) {
	table := mustNew(t, []ranking.Entry{
		{Code: "1", Name: "湖北", Value: num("3")},
		{Code: "2", Name: "e\u0300te\u0300", Value: num("2")},
		{Code: "3", Name: "four", Value: num("1")},
	}, ranking.Options{Better: target.Higher})
	want := `rank  unit  figure  to next  to leader
   1  湖北       3        –          0
   2  ètè        2        1          1
   3  four       1        1          2

higher is better, competition ranks
`
	want = strings.ReplaceAll(want, `\u0300`, "\u0300")
	if diff := cmp.Diff(want, table.String()); diff != "" {
		t.Errorf("String() mismatch (-want +got):\n%s", diff)
	}
}

func TestNothing(t *testing.T) {
	empty := mustNew(t, nil, ranking.Options{Better: target.Higher, Groups: true})
	if text := (*ranking.View)(nil).String(); text != "" {
		t.Errorf("no view is printed as %q", text)
	}

	for _, table := range []*ranking.Table{nil, {}, empty} {
		for range table.All() {
			t.Error("a row of an empty table")
		}
		for range table.Top(1) {
			t.Error("a best row of an empty table")
		}
		for range table.Bottom(math.MaxInt) {
			t.Error("a worst row of an empty table")
		}
		for range table.Groups() {
			t.Error("a group of an empty table")
		}
		if _, ok := table.Row("a"); ok {
			t.Error("a row of an empty table")
		}
		if view, err := table.View(ranking.Audience{Top: 1}); err != nil {
			t.Error(err)
		} else {
			for range view.All() {
				t.Error("a row of an empty view")
			}
			_ = view.String()
		}
		if p, err := table.Pressures(ranking.PressureOptions{}); err != nil || len(p) > 0 {
			t.Errorf("Pressures() = %v, %v", p, err)
		}
		if _, err := table.Tournament("a", ranking.Rivals{}); !errors.Is(err, target.ErrUnknown) {
			t.Errorf("Tournament(): %v", err)
		}
		if b, err := ranking.NewBulletin(table, nil); err != nil {
			t.Error(err)
		} else {
			_ = b.String()
		}
		_ = table.String()
	}
}

func TestGroups(t *testing.T) {
	table := mustNew(t, []ranking.Entry{
		{
			Code:  "a",
			Group: "west",
			Value: num("1"),
		}, {Code: "b", Group: "east", Value: num("2")}, {Code: "c", Group: "east", Value: num("3")},
	}, ranking.Options{Better: target.Higher, Groups: true})

	var got []string
	for group := range table.Groups() {
		for row := range table.Group(group) {
			got = append(got, group+" "+row.Code)
		}
	}

	if diff := cmp.Diff([]string{"east c", "east b", "west a"}, got); diff != "" {
		t.Errorf("Groups() mismatch (-want +got):\n%s", diff)
	}

	for range table.Group("north") {
		t.Error("a row of no group")
	}
}

func TestChanges(t *testing.T) {
	now := entries("a", "12", "b", "5", "c", "", "d", "1", "e", "2", "aa", "9", "f", "")
	now[1].Exempt, now[0].TieBreak, now[0].Target = "merged", []decimal.Decimal{num("1")}, some("3")
	then := entries("e", "0", "d", "", "b", "3", "a", "10", "f", "4")

	for _, c := range []struct {
		name    string
		options ranking.ChangeOptions
		want    []ranking.Entry
	}{
		{"difference", ranking.ChangeOptions{}, []ranking.Entry{
			{Code: "a", Value: num("2")},
			{Code: "aa", Missing: true},
			{Code: "b", Value: num("2"), Exempt: "merged"},
			{Code: "c", Missing: true},
			{Code: "d", Missing: true},
			{Code: "e", Value: num("2")},
			{Code: "f", Missing: true},
		}},
		{"percent", ranking.ChangeOptions{Rate: true, Per: num("100"), Places: target.Places(1)}, []ranking.Entry{
			{Code: "a", Value: num("20")},
			{Code: "aa", Missing: true},
			{Code: "b", Value: num("66.7"), Exempt: "merged"},
			{Code: "c", Missing: true},
			{Code: "d", Missing: true},
			{Code: "e", Missing: true},
			{Code: "f", Missing: true},
		}},
		{"whole multiples", ranking.ChangeOptions{Rate: true, Places: target.Places(0)}, []ranking.Entry{
			{Code: "a", Value: num("0")},
			{Code: "aa", Missing: true},
			{Code: "b", Value: num("1"), Exempt: "merged"},
			{Code: "c", Missing: true},
			{Code: "d", Missing: true},
			{Code: "e", Missing: true},
			{Code: "f", Missing: true},
		}},
		{"in thirty decimals", ranking.ChangeOptions{Rate: true, Places: target.Places(30)}, []ranking.Entry{
			{Code: "a", Value: num("0.2")},
			{Code: "aa", Missing: true},
			{Code: "b", Value: num("0.666666666666666666666666666667"), Exempt: "merged"},
			{Code: "c", Missing: true},
			{Code: "d", Missing: true},
			{Code: "e", Missing: true},
			{Code: "f", Missing: true},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ranking.Changes(now, then, c.options)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("Changes() mismatch (-want +got):\n%s", diff)
			}
		})
	}

	_, err := ranking.Changes(
		entries("a", "1", "a", "1"),
		entries("", "1"),
		ranking.ChangeOptions{Per: num("-1"), Places: target.Places(-1)},
	)

	var paths []string

	for _, e := range target.AllErrors(err) {
		paths = append(paths, e.Path)
	}
	if diff := cmp.Diff(
		[]string{"options.per", "options.places", "options.rate", `entries["a"]`, `entries[""].code`}, paths,
	); diff != "" {
		t.Errorf("Changes() mismatch (-want +got):\n%s", diff)
	}
}

// What states a rate is refused without one.
func TestChangesWithoutRate(t *testing.T) {
	for _, o := range []ranking.ChangeOptions{{Per: num("100")}, {Places: target.Places(0)}} {
		list := entries("a", "1")
		if got, err := ranking.Changes(list, list, o); !errors.Is(err, target.ErrRequired) {
			t.Errorf("Changes(%+v) = %v, %v, want an error", o, got, err)
		}
	}
}

func TestBulletinProblems(t *testing.T) {
	_, err := ranking.NewBulletin(
		mustNew(t, entries("a", "1", "b", "1"), ranking.Options{Better: target.Higher}),
		mustNew(t, entries("b", "1", "c", "1"), ranking.Options{Better: target.Higher}),
	)
	want := "2 problems:\n" + `level "a" does not fit: add the unit to the change list` + "\n" +
		`change "c" does not fit: add the unit to the level list`
	if err == nil || err.Error() != want {
		t.Errorf("NewBulletin() = %v, want %s", err, want)
	}

	// A table without a period goes with one of any period.
	undated, dated := ranking.Options{Better: target.Higher}, ranking.Options{
		Better: target.Higher, Publication: target.Publication{Period: target.Year(2015)},
	}
	list := entries("a", "1")
	for _, o := range [][2]ranking.Options{{undated, dated}, {dated, undated}, {dated, dated}} {
		if _, err := ranking.NewBulletin(mustNew(t, list, o[0]), mustNew(t, list, o[1])); err != nil {
			t.Errorf("NewBulletin() of %v and %v = %v", o[0].Publication, o[1].Publication, err)
		}
	}
}

// A target is printed in full, though the figures have fewer decimals.
func TestDecimalsOfTheTarget(t *testing.T) {
	o := ranking.Options{Better: target.Higher, Target: some("2.25")}
	text := mustNew(t, entries("a", "1", "b", "3"), o).String()
	for _, want := range []string{"3.00", "1.25", "−0.75"} {
		if !strings.Contains(text, want) {
			t.Errorf("String() = %s, want %s in it", text, want)
		}
	}
}

// TestCallersSlices changes what was passed in and what came out, which must
// not change the table.
func TestCallersSlices(t *testing.T) {
	list := entries("a", "1", "b", "1")
	list[0].TieBreak = []decimal.Decimal{num("1")}
	list[1].TieBreak = []decimal.Decimal{num("2")}
	o := ranking.Options{
		Better: target.Higher, Places: target.Places(0), TieBreak: []target.Direction{target.Higher},
		Classes: []ranking.Class{{Name: "x"}}, Disclosures: []ranking.Disclosure{{Publicity: ranking.Public}},
	}
	table := mustNew(t, list, o)

	text := table.String()
	list[0].Value, list[0].Code, list[1].TieBreak[0] = num("9"), "z", num("0")
	o.Places, o.TieBreak[0], o.Classes[0].Name = target.Places(5), target.Lower, "y"
	o.Disclosures[0].From = "2015"
	row, _ := table.Row("b")
	row.TieBreak[0] = num("-1")
	got := table.Options()
	got.Places, got.TieBreak[0], got.Classes[0].Name = target.Places(7), target.Lower, "w"
	got.Disclosures[0].From = "2016"

	if diff := cmp.Diff(text, table.String()); diff != "" {
		t.Errorf("table changed (-want +got):\n%s", diff)
	}

	want := ranking.Options{
		Better: target.Higher, Places: target.Places(0), TieBreak: []target.Direction{target.Higher},
		Classes: []ranking.Class{{Name: "x"}}, Disclosures: []ranking.Disclosure{{Publicity: ranking.Public}},
	}
	if diff := cmp.Diff(want, table.Options()); diff != "" {
		t.Errorf("Options() mismatch (-want +got):\n%s", diff)
	}

	if row, _ := table.Row("b"); row.Rank != 1 || !row.TieBreak[0].Equal(num("2")) || row.Class != "x" {
		t.Errorf("row changed: %v", row)
	}
}

// TestDecimalSwitches flips what the decimal package lets anybody flip.
func TestDecimalSwitches(t *testing.T) {
	list, goal := entries("a", "1.50", "b", "2", "c", "3"), some("1")
	build := func() string {
		table := mustNew(t, list, ranking.Options{Better: target.Lower, Target: goal})
		text, err := json.Marshal(table)
		if err != nil {
			t.Fatal(err)
		}
		p, err := table.Pressures(ranking.PressureOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var read ranking.Table
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatal(err)
		}
		return read.String() + string(text) + p[1].Index.StringFixed(18)
	}

	want := build()
	precision, exponent := decimal.DivisionPrecision, decimal.MaxDecodeExponent
	quotes, trim := decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros
	scientific := decimal.UseScientificNotation
	defer func() {
		decimal.DivisionPrecision, decimal.MaxDecodeExponent = precision, exponent
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros = quotes, trim
		decimal.UseScientificNotation = scientific
	}()

	decimal.DivisionPrecision, decimal.MarshalJSONWithoutQuotes = 1, true
	decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MaxDecodeExponent = !trim, true, 0
	if diff := cmp.Diff(want, build()); diff != "" {
		t.Errorf("results moved (-want +got):\n%s", diff)
	}
}

func TestClasses(t *testing.T) {
	list := entries("a", "9", "b", "8", "c", "8", "d", "6", "e", "1")
	for _, c := range []struct {
		name    string
		better  target.Direction
		classes []ranking.Class
		want    string
	}{
		{"places", target.Higher, []ranking.Class{{Name: "A", Place: 2}, {Name: "B", Place: 4}}, "AAAB-"},
		{
			"figures", target.Higher,
			[]ranking.Class{{Name: "A", Value: some("8")}, {Name: "B", Value: some("6")}, {Name: "C"}},
			"AAABC",
		},
		{
			"lower figures", target.Lower,
			[]ranking.Class{{Name: "A", Value: some("6")}, {Name: "B", Value: some("8")}},
			"AABB-",
		},
		{
			"distances", target.Nearer,
			[]ranking.Class{{Name: "A", Value: some("0")}, {Name: "B", Value: some("2")}, {Name: "C"}},
			"AABBC",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got strings.Builder
			for row := range mustNew(t, list, ranking.Options{
				Better: c.better, Classes: c.classes, Target: some("8"),
			}).All() {
				if row.Class == "" {
					row.Class = "-"
				}
				got.WriteString(row.Class)
			}
			if got.String() != c.want {
				t.Errorf("classes %s, want %s", got.String(), c.want)
			}
		})
	}
}

// The ordinal rule shares no rank, and a gap to a target shows the target's
// decimals: a unit that is 0.4 short has not reached it.
func TestStringOfOrdinalRanks(t *testing.T) {
	list := entries("a", "1", "b", "1", "c", "0")
	list[2].Target = some("0.25")
	table := mustNew(t, list, ranking.Options{Better: target.Higher, Ties: ranking.Ordinal, Target: some("1.4")})
	want := `rank  unit  figure  to next  to leader  to target
   1  a       1.00        –       0.00       0.40
   2  b       1.00     0.00       0.00       0.40
   3  c       0.00     1.00       1.00       0.25

higher is better, ordinal ranks
`
	if diff := cmp.Diff(want, table.String()); diff != "" {
		t.Errorf("String() mismatch (-want +got):\n%s", diff)
	}
	bulletin, err := ranking.NewBulletin(table, table)
	if err != nil {
		t.Fatal(err)
	}
	if text := bulletin.String(); strings.Contains(text, "=") {
		t.Errorf("String() = %s, with ranks that are shared", text)
	}
}

// A change that is no figure any more is missing, like one that is not known.
func TestChangesOutOfBounds(t *testing.T) {
	for _, c := range []struct {
		now, then string
		options   ranking.ChangeOptions
	}{
		{"9e99", "-9e99", ranking.ChangeOptions{}},
		{"2", "1e-99", ranking.ChangeOptions{Rate: true, Per: num("100")}},
	} {
		got, err := ranking.Changes(entries("a", c.now), entries("a", c.then), c.options)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]ranking.Entry{{Code: "a", Missing: true}}, got); diff != "" {
			t.Errorf("Changes() mismatch (-want +got):\n%s", diff)
		}
	}
}
