package ranking_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

func num(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func some(s string) decimal.NullDecimal { return decimal.NewNullDecimal(num(s)) }

// entries makes entries from pairs of code and figure; an empty figure is
// missing.
func entries(pairs ...string) []ranking.Entry {
	var list []ranking.Entry
	for i := 0; i < len(pairs); i += 2 {
		e := ranking.Entry{Code: pairs[i], Missing: pairs[i+1] == ""}
		if !e.Missing {
			e.Value = num(pairs[i+1])
		}
		list = append(list, e)
	}
	return list
}

func mustNew(t *testing.T, list []ranking.Entry, o ranking.Options) *ranking.Table {
	t.Helper()
	table, err := ranking.New(list, o)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestRow(t *testing.T) {
	before := mustNew(
		t,
		entries("a", "3", "b", "4", "c", "1", "d", "2", "f", "9"),
		ranking.Options{Better: target.Higher, Indicator: "x"},
	)

	list := entries("a", "7.5", "b", "4", "c", "7.50", "d", "-1", "e", "")
	list[3].Exempt = "at the standard"
	table := mustNew(t, list, ranking.Options{
		Indicator: "x", Better: target.Higher, Before: before, Target: some("5"), Tiles: 2,
		Classes: []ranking.Class{{Name: "good", Value: some("5")}, {Name: "rest"}},
	})

	null := decimal.NullDecimal{}
	want := []ranking.Row{
		{
			Entry: ranking.Entry{Code: "a", Value: num("7.5")}, Rank: 1, Of: 3, Tied: 2, First: 1, Last: 2, FromEnd: 2,
			Tile: 1, Class: "good", ToNext: null, ToLeader: some("0"), ToTarget: some("-2.5"),
			Before: 3, Move: 2, Streak: 1, Change: some("4.5"),
		},
		{
			Entry: ranking.Entry{Code: "c", Value: num("7.5")}, Rank: 1, Of: 3, Tied: 2, First: 1, Last: 2, FromEnd: 2,
			Tile: 1, Class: "good", ToNext: null, ToLeader: some("0"), ToTarget: some("-2.5"),
			Before: 5, Move: 4, Streak: 1, Change: some("6.5"),
		},
		{
			Entry: ranking.Entry{Code: "b", Value: num("4")}, Rank: 3, Of: 3, Tied: 1, First: 3, Last: 3, FromEnd: 1,
			Tile: 2, Class: "rest", ToNext: some("3.5"), ToLeader: some("3.5"), ToTarget: some("1"),
			Before: 2, Move: -1, Streak: -1, Change: some("0"),
		},
		{
			Entry:    ranking.Entry{Code: "d", Value: num("-1"), Exempt: "at the standard"},
			Of:       3,
			Before:   4,
			ToTarget: some("6"),
		},
		{Entry: ranking.Entry{Code: "e", Missing: true}, Of: 3},
	}

	var got []ranking.Row

	for row := range table.All() {
		got = append(got, row)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("All() mismatch (-want +got):\n%s", diff)
	}
	if table.Options().Before != nil {
		t.Error("the earlier table is kept")
	}
}

func TestNewProblems(t *testing.T) {
	earlier := mustNew(t, nil, ranking.Options{Better: target.Lower, Indicator: "y"})
	far := decimal.New(1, 1_000_000_000)

	for _, c := range []struct {
		name    string
		entries []ranking.Entry
		options ranking.Options
		want    []string
		is      error
	}{
		{
			"no direction", nil,
			ranking.Options{},
			[]string{"options.better is required: must be one of higher, lower, nearer"},
			target.ErrRequired,
		},
		{
			"unknown direction", nil,
			ranking.Options{Better: 4},
			[]string{"options.better 4 is unknown: must be one of higher, lower, nearer"},
			target.ErrUnknown,
		},
		{
			"nearer without a target", entries("a", "1", "b", ""),
			ranking.Options{Better: target.Nearer},
			[]string{
				`entries["a"].target is required: give a target to the entry or to the options, as nearer is better`,
			},
			target.ErrRequired,
		},
		{
			"duplicate codes", entries("b", "1", "a", "1", "b", "2"),
			ranking.Options{Better: target.Higher},
			[]string{`entries["b"] is given twice: give it once`},
			target.ErrDuplicate,
		},
		{
			"earlier table of another indicator", nil,
			ranking.Options{Better: target.Lower, Indicator: "x", Before: earlier},
			[]string{`options.before "y" does not fit: the earlier table must rank the indicator "x"`},
			target.ErrMismatch,
		},
		{
			"a group for some only",
			[]ranking.Entry{{Code: "b"}, {Code: "a", Group: "east"}},
			ranking.Options{Better: target.Lower, Groups: true},
			[]string{`entries["b"].group is required: give every entry a group, as the table is ranked within groups`},
			target.ErrRequired,
		},
		{
			"a duplicate with a fault of its own, three times",
			[]ranking.Entry{{Code: "a", Value: far}, {Code: "a"}, {Code: "a"}},
			ranking.Options{Better: target.Lower},
			[]string{
				`entries["a"] is given twice: give it once`,
				`entries["a"].value 1e1000000000 is out of range: must have at most 100 digits before and 100 digits after the decimal point`,
			},
			target.ErrDuplicate,
		},
		{
			"earlier table otherwise made", nil,
			ranking.Options{Better: target.Higher, Indicator: "y", Before: earlier},
			[]string{
				`options.before "lower" does not fit: the earlier table must rank in the same direction`,
			},
			target.ErrMismatch,
		},
		{
			"earlier table by another tie rule", nil,
			ranking.Options{Better: target.Lower, Indicator: "y", Before: earlier, Ties: ranking.Dense},
			[]string{
				`options.before "competition" does not fit: the earlier table must number ties by the same rule`,
			},
			target.ErrMismatch,
		},
		{
			"earlier table without groups", nil,
			ranking.Options{Better: target.Lower, Indicator: "y", Before: earlier, Groups: true},
			[]string{
				`options.before false does not fit: both tables must be ranked within groups, or neither`,
			},
			target.ErrMismatch,
		},
		{
			"tie-break keys and targets out of bounds",
			[]ranking.Entry{{Code: "a", TieBreak: []decimal.Decimal{far}, Target: decimal.NewNullDecimal(far)}},
			ranking.Options{
				Better: target.Lower, TieBreak: []target.Direction{target.Nearer},
				Target: decimal.NewNullDecimal(far),
			},
			[]string{
				`options.tieBreak[0] 3 is unknown: must be higher or lower, or not given for the table's own direction`,
				`options.target 1e1000000000 is out of range: must have at most 100 digits before and 100 digits after the decimal point`,
				`entries["a"].target 1e1000000000 is out of range: must have at most 100 digits before and 100 digits after the decimal point`,
				`entries["a"].tieBreak[0] 1e1000000000 is out of range: must have at most 100 digits before and 100 digits after the decimal point`,
			},
			target.ErrRange,
		},
		{
			"a target out of bounds alone",
			[]ranking.Entry{{Code: "a", Target: decimal.NewNullDecimal(far)}},
			ranking.Options{Better: target.Lower},
			[]string{
				`entries["a"].target 1e1000000000 is out of range: must have at most 100 digits before and 100 digits after the decimal point`,
			},
			target.ErrRange,
		},
		{
			"classes out of order", nil,
			ranking.Options{Better: target.Lower, Classes: []ranking.Class{
				{Name: "A", Place: 5},
				{Place: 5},
				{Name: "C", Place: 5},
				{Name: "D", Place: -1},
				{Name: "E", Place: 1, Value: some("1")},
				{Name: "F", Value: some("1")},
				{Name: "G"},
				{Name: "H", Value: some("1")},
			}},
			[]string{
				`options.classes[1].name is required: give every class a name`,
				`options.classes[2].place 5 is out of range: must be after the place of an earlier class, 5`,
				`options.classes[3].place -1 is out of range: must be 1 or greater`,
				`options.classes[4] "E" does not fit: a class must end at a place or at a figure, not at both`,
				`options.classes[5].value 1 is out of range: must be worse than the figure of an earlier class, 1`,
				`options.classes[6] "G" is out of range: only the last class may be without an end`,
				`options.classes[7].value 1 is out of range: must be worse than the figure of an earlier class, 1`,
			},
			target.ErrRange,
		},
		{
			"a class's figure out of bounds", nil,
			ranking.Options{
				Better: target.Lower, Classes: []ranking.Class{
					{Name: "A", Value: decimal.NewNullDecimal(far)}, {Name: "B", Value: some("1")}, {Name: "C"},
				},
			},
			[]string{
				`options.classes[0].value 1e1000000000 is out of range: must have at most 100 digits before and 100 digits after the decimal point`,
			},
			target.ErrRange,
		},
		{
			"all at once",
			[]ranking.Entry{{Code: "b", Value: far}, {}, {Code: "a", Value: far.Neg()}},
			ranking.Options{Ties: 9, Places: target.Places(31), Tiles: -1},
			[]string{
				"options.better is required: must be one of higher, lower, nearer",
				"options.ties 9 is unknown: must be one of competition, modified, dense, ordinal",
				"options.places 31 is out of range: must be between 0 and 30",
				"options.tiles -1 is out of range: must be 1 or greater, or 0 for none",
				`entries[""].code is required`,
				`entries["a"].value -1e1000000000 is out of range: must have at most 100 digits before and 100 digits after the decimal point`,
				`entries["b"].value 1e1000000000 is out of range: must have at most 100 digits before and 100 digits after the decimal point`,
			},
			target.ErrRange,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, err := ranking.New(c.entries, c.options)
			if table != nil || !errors.Is(err, c.is) {
				t.Errorf("New() = %v, %v, want an error that is %v", table, err, c.is)
			}
			var got []string
			for _, e := range target.AllErrors(err) {
				got = append(got, e.Error())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("New() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
