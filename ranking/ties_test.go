package ranking_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// checkRules relates the tie rules to each other.
func checkRules(t *rapid.T) {
	list, o := drawEntries(t, "codes"), drawOptions(t)
	o.Groups = false
	rank := map[ranking.Ties]map[string]ranking.Row{}
	var order []ranking.Row

	for _, rule := range []ranking.Ties{ranking.Competition, ranking.Modified, ranking.Dense, ranking.Ordinal} {
		o.Ties = rule
		table, err := ranking.New(list, o)
		if err != nil {
			t.Fatal(err)
		}
		rank[rule] = map[string]ranking.Row{}
		for row := range table.All() {
			rank[rule][row.Code] = row
		}
		order = rows(table)
	}

	places, sum, last := 0, decimal.Zero, 0

	for _, row := range order {
		if row.Rank == 0 {
			continue
		}
		places++
		rankBy := func(rule ranking.Ties) int { return rank[rule][row.Code].Rank }
		c, m, d := rankBy(ranking.Competition), rankBy(ranking.Modified), rankBy(ranking.Dense)
		mean := row.Mean()
		sum = sum.Add(mean)
		if c > row.Rank || row.Rank > m || d > c {
			t.Errorf("%s: dense %d, competition %d, ordinal %d, modified %d", row.Code, d, c, row.Rank, m)
		}
		if !mean.Mul(num("2")).Equal(decimal.New(int64(c+m), 0)) {
			t.Errorf("%s: mean %s of %d and %d", row.Code, mean, c, m)
		}
		if d != last && d != last+1 {
			t.Errorf("%s: dense rank steps from %d to %d", row.Code, last, d)
		}
		last = d
		if row.Rank != places {
			t.Errorf("%s: ordinal rank %d in place %d", row.Code, row.Rank, places)
		}
		if row.FromEnd+row.Rank != row.Of+1 {
			t.Errorf("%s: %d and %d from the end of %d", row.Code, row.Rank, row.FromEnd, row.Of)
		}
	}

	if want := decimal.New(int64(places*(places+1)), 0); !sum.Mul(num("2")).Equal(want) {
		t.Errorf("mean ranks of %d units sum to %s", places, sum)
	}
}

func TestRules(t *testing.T) { rapid.Check(t, checkRules) }

func TestTieBreak(t *testing.T) {
	keys := func(s ...string) (all []decimal.Decimal) {
		for _, k := range s {
			all = append(all, num(k))
		}
		return all
	}

	list := []ranking.Entry{
		{Code: "a", Value: num("1"), TieBreak: keys("5", "1")},
		{Code: "b", Value: num("1"), TieBreak: keys("5")},
		{Code: "c", Value: num("1"), TieBreak: keys("7", "0")},
		{Code: "d", Value: num("1"), TieBreak: keys("5", "1")},
		{Code: "e", Value: num("1")},
	}

	for _, c := range []struct {
		name string
		o    ranking.Options
		want map[string]int
	}{
		{
			"as the figures",
			ranking.Options{Better: target.Higher},
			map[string]int{"c": 1, "a": 2, "d": 2, "b": 4, "e": 5},
		},
		{"lower", ranking.Options{Better: target.Lower}, map[string]int{"a": 1, "d": 1, "b": 3, "c": 4, "e": 5}},
		{
			"own direction",
			ranking.Options{Better: target.Higher, TieBreak: []target.Direction{target.Lower}},
			map[string]int{"a": 1, "d": 1, "b": 3, "c": 4, "e": 5},
		},
		{
			"nearer",
			ranking.Options{Better: target.Nearer, Target: some("0"), Ties: ranking.Ordinal},
			map[string]int{"c": 1, "a": 2, "d": 3, "b": 4, "e": 5},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := map[string]int{}
			for row := range mustNew(t, list, c.o).All() {
				got[row.Code] = row.Rank
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("New() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTiesText(t *testing.T) {
	for _, ties := range []ranking.Ties{ranking.Competition, ranking.Modified, ranking.Dense, ranking.Ordinal} {
		text, err := ties.MarshalText()
		var read ranking.Ties
		if err != nil || read.UnmarshalText(text) != nil || read != ties || ties.String() != string(text) {
			t.Errorf("%v is written %q, %v, and read as %v", ties, text, err, read)
		}
	}

	for _, p := range []ranking.Publicity{ranking.OwnPosition, ranking.AmongPeers, ranking.Public} {
		text, err := p.MarshalText()
		var read ranking.Publicity
		if err != nil || read.UnmarshalText(text) != nil || read != p || p.String() != string(text) {
			t.Errorf("%v is written %q, %v, and read as %v", p, text, err, read)
		}
	}

	if _, err := ranking.Ties(4).MarshalText(); !errors.Is(err, target.ErrUnknown) ||
		ranking.Ties(4).String() != "unknown" {
		t.Errorf("MarshalText(): %v", err)
	}

	if _, err := ranking.Publicity(0).MarshalText(); !errors.Is(err, target.ErrUnknown) ||
		ranking.Publicity(0).String() != "unknown" {
		t.Errorf("MarshalText(): %v", err)
	}

	if err := new(ranking.Ties).UnmarshalText([]byte("fair")); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("UnmarshalText(): %v", err)
	}
	if err := new(ranking.Publicity).UnmarshalText(nil); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("UnmarshalText(): %v", err)
	}
}

// checkFromEnd ranks the other way round, within groups or without: what is
// counted from the end is the rank by the same rule.
func checkFromEnd(t *rapid.T) {
	list, o := drawEntries(t, "codes"), drawOptions(t)
	for i := range list {
		list[i].TieBreak = nil // an absent key comes last either way
	}
	o.Better, o.Classes = target.Higher, nil
	higher, err := ranking.New(list, o)
	if err != nil {
		t.Fatal(err)
	}

	o.Better = target.Lower
	lower, err := ranking.New(list, o)
	if err != nil {
		t.Fatal(err)
	}

	for row := range higher.All() {
		back, _ := lower.Row(row.Code)
		if o.Ties == ranking.Ordinal && row.Tied > 1 {
			continue // the codes have one order only
		}
		if row.FromEnd != back.Rank || row.Rank != back.FromEnd {
			t.Errorf(
				"%s: %d and %d from the end, the other way round %d and %d",
				row.Code,
				row.Rank,
				row.FromEnd,
				back.Rank,
				back.FromEnd,
			)
		}
	}
}

func TestFromEnd(t *testing.T) { rapid.Check(t, checkFromEnd) }
