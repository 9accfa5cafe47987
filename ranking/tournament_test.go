package ranking_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

func TestTournament(t *testing.T) {
	before := mustNew(t, entries("a", "9", "b", "2", "c", "3", "d", "4"), ranking.Options{Better: target.Lower})
	table := mustNew(
		t,
		entries("a", "5.04", "b", "5", "c", "7", "d", ""),
		ranking.Options{Better: target.Lower, Places: target.Places(1), Before: before},
	)

	got, err := table.Tournament("a", ranking.Rivals{Predecessor: some("4.96"), Neighbours: []string{"d", "c", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	if got.Row.Code != "a" || got.Row.Rank != 1 {
		t.Errorf("row = %v", got.Row)
	}
	got.Row = ranking.Row{}
	want := ranking.Tournament{
		Predecessor: some("0"), Past: some("4"),
		Neighbours: []ranking.Rival{{Code: "b", Lead: num("0")}, {Code: "c", Lead: num("2")}},
		OverMean:   some("1"), Won: 2,
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Tournament() mismatch (-want +got):\n%s", diff)
	}
}

func TestTournamentNearer(t *testing.T) {
	table := mustNew(t, entries("a", "104", "b", "99"), ranking.Options{Better: target.Nearer, Target: some("103")})
	got, err := table.Tournament(
		"a",
		ranking.Rivals{Predecessor: some("100"), Past: some("103.5"), Neighbours: []string{"b"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	got.Row = ranking.Row{}
	want := ranking.Tournament{
		Predecessor: some("2"), Past: some("-0.5"), Neighbours: []ranking.Rival{{Code: "b", Lead: num("3")}},
		OverMean: some("3"), Won: 2, Lost: 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Tournament() mismatch (-want +got):\n%s", diff)
	}
}

func TestTournamentProblems(t *testing.T) {
	table := mustNew(t, entries("a", "1", "b", ""), ranking.Options{Better: target.Higher})
	_, err := table.Tournament(
		"b",
		ranking.Rivals{
			Predecessor: decimal.NewNullDecimal(decimal.New(1, 102)), Past: decimal.NewNullDecimal(decimal.New(1, 101)),
			Neighbours: []string{"x", "b", "a", "a"},
		},
	)

	var got []string

	for _, e := range target.AllErrors(err) {
		got = append(got, e.Error())
	}
	want := []string{
		`unit "b" has no figure: only a unit with a rank can be compared`,
		`rivals.predecessor 1e102 is out of range: must have at most 100 digits before and 100 digits after the decimal point`,
		`rivals.past 1e101 is out of range: must have at most 100 digits before and 100 digits after the decimal point`,
		`rivals.neighbours "a" is given twice: give it once`,
		`rivals.neighbours "b" is not valid: a unit is not its own neighbour: leave it out`,
		`rivals.neighbours "x" is unknown: must be the code of a unit of the table`,
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Tournament() mismatch (-want +got):\n%s", diff)
	}
	if _, err := table.Tournament("x", ranking.Rivals{}); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("Tournament() of a stranger: %v", err)
	}
}

func TestTournamentRivals(t *testing.T) {
	before := mustNew(t, entries("a", "9"), ranking.Options{Better: target.Lower})
	list := entries("a", "5.0", "b", "4.5", "c", "5.5", "d", "6.0", "e", "")
	null := decimal.NullDecimal{}

	for _, c := range []struct {
		name   string
		before *ranking.Table
		rivals ranking.Rivals
		want   ranking.Tournament
	}{
		{"nobody", nil, ranking.Rivals{}, ranking.Tournament{}},
		{"a past of its own", before, ranking.Rivals{}, ranking.Tournament{Past: some("4"), Won: 1}},
		{
			"another past than the table's", before,
			ranking.Rivals{Past: some("4.75")},
			ranking.Tournament{Past: some("-0.25"), Lost: 1},
		},
		{
			"a neighbour without a figure", nil,
			ranking.Rivals{Neighbours: []string{"e"}},
			ranking.Tournament{OverMean: null},
		},
		{
			"a mean of thirds", nil,
			ranking.Rivals{Neighbours: []string{"b", "c", "d", "e"}},
			ranking.Tournament{
				Neighbours: []ranking.Rival{
					{Code: "b", Lead: num("-0.5")}, {Code: "c", Lead: num("0.5")}, {Code: "d", Lead: num("1")},
				},
				OverMean: some("0.3333333333333333333"), Won: 2, Lost: 1,
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			table := mustNew(t, list, ranking.Options{Better: target.Lower, Before: c.before})
			got, err := table.Tournament("a", c.rivals)
			if err != nil {
				t.Fatal(err)
			}
			got.Row = ranking.Row{}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("Tournament() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
