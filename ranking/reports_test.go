package ranking_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// TestReports replays public bug reports and test files: each list alone, and as each
// of two groups.
func TestReports(t *testing.T) {
	for _, row := range testkit.Table(t, "testdata/reports.csv") {
		t.Run(row[0]+": "+row[1]+", "+row[2]+", "+row[3], func(t *testing.T) {
			var o ranking.Options
			if err := o.Better.UnmarshalText([]byte(row[2])); err != nil {
				t.Fatal(err)
			}
			isMean := row[3] == "mean"
			if !isMean {
				if err := o.Ties.UnmarshalText([]byte(row[3])); err != nil {
					t.Fatal(err)
				}
			}
			if row[4] != "" {
				tiles, err := strconv.Atoi(row[4])
				if err != nil {
					t.Fatal(err)
				}
				o.Tiles = tiles
			}

			for groups := 1; groups <= 2; groups++ {
				o.Groups = groups > 1
				for group, ranked := range rankGroups(t, o, groups, row[5]) {
					got := reportOf(ranked, isMean, o.Ties == ranking.Dense)
					for i, name := range []string{"ranks", "percent_rank", "cume_dist", "tile", "share", "of"} {
						if want := row[6+i]; want != "" && got[i] != want {
							t.Errorf("%s of group %d of %d = %s, want %s", name, group+1, groups, got[i], want)
						}
					}
				}
			}
		})
	}
}

// rankGroups ranks figures as so many equal groups, and returns the rows of each.
func rankGroups(t *testing.T, o ranking.Options, groups int, figures string) [][]ranking.Row {
	t.Helper()
	var list []ranking.Entry
	for group := range groups {
		for i, d := range testkit.Nulls(figures) {
			code := fmt.Sprintf("%d.%03d", group, i)
			e := ranking.Entry{Code: code, Group: strconv.Itoa(group), Value: d.Decimal, Missing: !d.Valid}
			list = append(list, e)
		}
	}
	table, err := ranking.New(list, o)
	if err != nil {
		t.Fatal(err)
	}

	all := make([][]ranking.Row, groups)
	for i, e := range list {
		r, _ := table.Row(e.Code)
		group := i / (len(list) / groups)
		all[group] = append(all[group], r)
	}
	return all
}

// reportOf returns what ranked rows say, as the columns of a report.
func reportOf(ranked []ranking.Row, isMean, isDense bool) [6]string {
	last := 0
	for _, r := range ranked {
		last = max(last, r.Rank)
	}

	var columns [6][]string
	for _, r := range ranked {
		columns[5] = append(columns[5], strconv.Itoa(r.Of))
		if r.Rank == 0 {
			for i := range columns[:5] {
				columns[i] = append(columns[i], "-")
			}
			continue
		}
		rank, of := big.NewRat(int64(r.Rank), 1), r.Of
		if isMean {
			rank = r.Mean().Rat()
		}
		if isDense {
			of = last
		}
		for i, x := range []*big.Rat{
			rank, fraction(r.Percentile(), r.Of-1), fraction(r.CumeDist(), r.Of), big.NewRat(int64(r.Tile), 1),
			new(big.Rat).Quo(rank, big.NewRat(int64(of), 1)),
		} {
			columns[i] = append(columns[i], x.RatString())
		}
	}

	var texts [6]string
	for i, c := range columns {
		texts[i] = strings.Join(c, " ")
	}
	return texts
}

// fraction returns the fraction with a denominator that a rounded decimal is.
func fraction(d decimal.Decimal, denominator int) *big.Rat {
	n := d.Mul(decimal.New(int64(denominator), 0)).Round(6)
	return new(big.Rat).Quo(n.Rat(), big.NewRat(int64(max(denominator, 1)), 1))
}

// The best two with all that share the second place (medialab/xan 771).
func TestReportTop(t *testing.T) {
	table, err := ranking.New([]ranking.Entry{
		{Code: "0", Value: testkit.Dec("1")},
		{Code: "1", Value: testkit.Dec("2")},
		{Code: "2", Value: testkit.Dec("2")},
		{Code: "3", Value: testkit.Dec("3")},
	}, ranking.Options{Better: target.Higher})
	if err != nil {
		t.Fatal(err)
	}

	var got []string
	for r := range table.Top(2) {
		got = append(got, r.Code)
	}
	if want := []string{"3", "1", "2"}; !slices.Equal(got, want) {
		t.Errorf("Top(2) = %q, want %q", got, want)
	}
}

// Of equal scores the earlier one comes first, whatever the order of the entries
// (moloch--/RootTheBox 560, CTFd 2550).
func TestReportTieBreak(t *testing.T) {
	at := func(code, score, time string) ranking.Entry {
		return ranking.Entry{Code: code, Value: testkit.Dec(score), TieBreak: testkit.Decs(time)}
	}
	table, err := ranking.New([]ranking.Entry{
		at("late", "100", "1683800000"), at("soon", "100", "1683799400"), at("none", "100", ""),
		at("best", "200", "1683900000"),
	}, ranking.Options{Better: target.Higher, TieBreak: []target.Direction{target.Lower}})
	if err != nil {
		t.Fatal(err)
	}

	var got []string
	for r := range table.All() {
		got = append(got, fmt.Sprint(r.Rank, " ", r.Code))
	}
	if want := []string{"1 best", "2 soon", "3 late", "4 none"}; !slices.Equal(got, want) {
		t.Errorf("All() = %q, want %q", got, want)
	}
}

// Rows of two columns, one with a gap left out (dplyr test-rank.R).
func TestReportTwoColumns(t *testing.T) {
	two := func(code, year, second string) ranking.Entry {
		return ranking.Entry{Code: code, Value: testkit.Dec(year), TieBreak: testkit.Decs(second)}
	}
	list := []ranking.Entry{
		two("a", "2020", "3"), two("b", "2020", "2"), two("c", "2021", "1"), two("d", "2020", "2"),
		{Code: "e", Missing: true},
		{Code: "f", Missing: true},
	}

	for _, tt := range []struct {
		ties         ranking.Ties
		tiles        int
		ranks, tiled string
	}{
		{ranking.Ordinal, 2, "3 1 4 2 - -", "2 1 2 1 - -"},
		{ranking.Ordinal, 4, "3 1 4 2 - -", "3 1 4 2 - -"},
		{ranking.Competition, 0, "3 1 4 1 - -", "0 0 0 0 - -"},
		{ranking.Dense, 0, "2 1 3 1 - -", "0 0 0 0 - -"},
	} {
		table, err := ranking.New(list, ranking.Options{Better: target.Lower, Ties: tt.ties, Tiles: tt.tiles})
		if err != nil {
			t.Fatal(err)
		}
		var ranked []ranking.Row
		for _, e := range list {
			r, _ := table.Row(e.Code)
			ranked = append(ranked, r)
		}
		got := reportOf(ranked, false, false)
		want := [4]string{tt.ranks, "2/3 0 1 0 - -", "3/4 1/2 1 1/2 - -", tt.tiled}
		if [4]string(got[:4]) != want {
			t.Errorf("%v, %d tiles: %q, want %q", tt.ties, tt.tiles, got[:4], want)
		}
	}
}

// A hundred thousand equal figures, and as many tiles (scipy test_rank.py, dplyr
// test-rank.R).
func TestReportHundredThousand(t *testing.T) {
	const n = 100_000
	equal, distinct := make([]ranking.Entry, n), make([]ranking.Entry, n)
	for i := range n {
		code := fmt.Sprintf("%06d", i)
		equal[i] = ranking.Entry{Code: code, Value: decimal.New(1, 0)}
		distinct[i] = ranking.Entry{Code: code, Value: decimal.New(int64(i), 0)}
	}

	table, err := ranking.New(equal, ranking.Options{Better: target.Lower})
	if err != nil {
		t.Fatal(err)
	}
	for r := range table.All() {
		if got := r.Mean(); !got.Equal(testkit.Dec("50000.5")) {
			t.Fatalf("Mean() = %v of %d equals, want 50000.5", got, n)
		}
	}

	table, err = ranking.New(distinct, ranking.Options{Better: target.Lower, Tiles: n})
	if err != nil {
		t.Fatal(err)
	}
	for r := range table.All() {
		if r.Tile != r.Rank {
			t.Fatalf("Tile = %d of rank %d, want the rank", r.Tile, r.Rank)
		}
	}
	if _, err := ranking.New(nil, ranking.Options{Better: target.Lower, Tiles: -1}); err == nil {
		t.Error("New() accepts -1 tiles")
	}
}

// Figures drawn at random, compared with counting (scipy test_rank.py).
func TestReportRandom(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	values := []string{"0", "1", "2", "2.718", "3", "3.141"}
	for range 15 {
		var figures []string
		for range 200 {
			figures = append(figures, values[draw.IntN(len(values))])
		}
		counted := testkit.Decs(figures...)
		for _, ties := range []ranking.Ties{ranking.Competition, ranking.Modified, ranking.Dense, ranking.Ordinal} {
			ranked := rankGroups(t, ranking.Options{Better: target.Lower, Ties: ties}, 1, strings.Join(figures, " "))[0]
			for i, r := range ranked {
				if want := countedRank(counted, i, ties); r.Rank != want {
					t.Fatalf("%v: Rank = %d of figure %d, want %d", ties, r.Rank, i, want)
				}
			}
		}
	}
}

// countedRank returns the rank of a figure by counting, the least first.
func countedRank(list []decimal.Decimal, i int, ties ranking.Ties) int {
	below, upTo, before := 0, 0, 0
	lower := map[string]bool{}
	for j, other := range list {
		switch order := other.Cmp(list[i]); {
		case order < 0:
			below++
			upTo++
			before++
			lower[other.String()] = true
		case order == 0:
			upTo++
			if j < i {
				before++
			}
		}
	}

	switch ties {
	case ranking.Competition:
		return below + 1
	case ranking.Modified:
		return upTo
	case ranking.Dense:
		return len(lower) + 1
	}
	return before + 1
}
