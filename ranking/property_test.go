package ranking_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// figures mixes small integers, which tie, decimals of several scales and
// figures that fit no machine word.
func drawFigure(t *rapid.T, label string) decimal.Decimal {
	switch rapid.IntRange(0, 3).Draw(t, label+" form") {
	case 0:
		return decimal.New(rapid.Int64Range(-3, 3).Draw(t, label), 0)
	case 1:
		return decimal.New(rapid.Int64Range(-300, 300).Draw(t, label), -2)
	case 2:
		return decimal.New(rapid.Int64().Draw(t, label), rapid.Int32Range(-25, 25).Draw(t, label+" exponent"))
	}
	m := new(big.Int).SetInt64(rapid.Int64().Draw(t, label))
	m.Mul(m, big.NewInt(rapid.Int64Range(1, 3).Draw(t, label+" factor")))
	return decimal.NewFromBigInt(m, rapid.Int32Range(-60, 60).Draw(t, label+" exponent"))
}

func drawEntries(t *rapid.T, label string) []ranking.Entry {
	codes := rapid.SliceOfNDistinct(rapid.StringMatching(`[ab]{0,9}[a-e]`), 0, 12, rapid.ID[string]).Draw(t, label)
	list := make([]ranking.Entry, len(codes))
	for i, code := range codes {
		e := ranking.Entry{Code: code, Group: rapid.SampledFrom([]string{"east", "west"}).Draw(t, "group of "+code)}
		switch rapid.IntRange(0, 9).Draw(t, "case of "+code) {
		case 0:
			e.Missing = true
		case 1:
			e.Exempt = "at the standard"
			e.Value = drawFigure(t, code)
		default:
			e.Value = drawFigure(t, code)
		}
		for range rapid.IntRange(0, 2).Draw(t, "keys of "+code) {
			e.TieBreak = append(e.TieBreak, decimal.New(rapid.Int64Range(0, 1).Draw(t, "key"), 0))
		}
		list[i] = e
	}
	return list
}

func drawOptions(t *rapid.T) ranking.Options {
	o := ranking.Options{
		Better: rapid.SampledFrom([]target.Direction{target.Higher, target.Lower, target.Nearer}).Draw(t, "better"),
		Ties: rapid.SampledFrom([]ranking.Ties{ranking.Competition, ranking.Modified, ranking.Dense, ranking.Ordinal}).
			Draw(t, "ties"),
		Groups: rapid.Bool().Draw(t, "groups"), Tiles: rapid.IntRange(0, 4).Draw(t, "tiles"),
		Classes: []ranking.Class{{Name: "top", Place: 3}, {Name: "rest"}},
	}
	if o.Better == target.Nearer || rapid.Bool().Draw(t, "has target") {
		o.Target = decimal.NewNullDecimal(drawFigure(t, "target"))
	}
	if rapid.Bool().Draw(t, "published") {
		o.Places = target.Places(rapid.Int32Range(0, 3).Draw(t, "places"))
	}
	return o
}

func rows(t *ranking.Table) []ranking.Row { return slices.Collect(t.All()) }

// reference ranks by counting, for each unit, who is better and who is equal,
// on rationals.
func reference(list []ranking.Entry, o ranking.Options) map[string]ranking.Row {
	score := func(e ranking.Entry) *big.Rat {
		x := e.Value.Rat()
		if !o.Places.IsZero() {
			x, _ = new(big.Rat).SetString(e.Value.StringFixed(o.Places.Or(0)))
		}
		if o.Better == target.Nearer {
			x = new(big.Rat).Sub(x, o.Target.Decimal.Rat())
			return x.Abs(x)
		}
		return x
	}

	compare := func(a, b ranking.Entry) int { // negative where a is better
		c := score(a).Cmp(score(b))
		if o.Better == target.Higher {
			c = -c
		}
		for i := 0; c == 0 && i < max(len(a.TieBreak), len(b.TieBreak)); i++ {
			switch {
			case i >= len(a.TieBreak):
				c = 1
			case i >= len(b.TieBreak):
				c = -1
			default:
				c = b.TieBreak[i].Cmp(a.TieBreak[i])
				if o.Better == target.Lower {
					c = -c
				}
			}
		}
		return c
	}

	ranked := map[string]ranking.Row{}

	for _, e := range list {
		if e.Missing || e.Exempt != "" {
			ranked[e.Code] = ranking.Row{}
			continue
		}
		var ahead, equal, of, earlier int
		var places []ranking.Entry
		for _, f := range list {
			if f.Missing || f.Exempt != "" || o.Groups && f.Group != e.Group {
				continue
			}
			of++
			switch c := compare(f, e); {
			case c < 0:
				ahead++
				if !slices.ContainsFunc(places, func(g ranking.Entry) bool { return compare(f, g) == 0 }) {
					places = append(places, f)
				}
			case c == 0:
				equal++
				if f.Code < e.Code {
					earlier++
				}
			}
		}
		rank := map[ranking.Ties]int{
			ranking.Competition: ahead + 1, ranking.Modified: ahead + equal,
			ranking.Dense: len(places) + 1, ranking.Ordinal: ahead + earlier + 1,
		}[o.Ties]
		ranked[e.Code] = ranking.Row{Rank: rank, Of: of, Tied: equal, First: ahead + 1, Last: ahead + equal}
	}
	return ranked
}

func checkReference(t *rapid.T) {
	list, o := drawEntries(t, "codes"), drawOptions(t)
	table, err := ranking.New(list, o)
	if err != nil {
		t.Fatal(err)
	}

	want := reference(list, o)

	for row := range table.All() {
		w := want[row.Code]
		got := [4]int{row.Rank, row.Tied, row.First, row.Last}
		if got != [4]int{w.Rank, w.Tied, w.First, w.Last} {
			t.Errorf("%s: rank, tied, first, last %v, want %v", row.Code, got, w)
		}
		if row.Rank > 0 && row.Of != w.Of {
			t.Errorf("%s: of %d, want %d", row.Code, row.Of, w.Of)
		}
	}

	if table.Len() != len(list) || len(rows(table)) != len(list) {
		t.Errorf("%d rows of %d entries", len(rows(table)), len(list))
	}
}

func TestReference(t *testing.T) { rapid.Check(t, checkReference) }

func FuzzReference(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkReference)) }

func checkPermutation(t *rapid.T) {
	list, o := drawEntries(t, "codes"), drawOptions(t)
	before, err := ranking.New(drawEntries(t, "earlier codes"), o)
	if err != nil {
		t.Fatal(err)
	}

	o.Before = before
	table, err := ranking.New(list, o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ranking.New(rapid.Permutation(list).Draw(t, "permutation"), o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rows(table), rows(again)); diff != "" {
		t.Errorf("another order of the entries gives (-first +second):\n%s", diff)
	}
	if !cmp.Equal(table, again) {
		t.Error("tables of the same entries are not equal")
	}
	if a, b := table.String(), again.String(); a != b {
		t.Errorf("text differs:\n%s\n%s", a, b)
	}
}

func TestPermutation(t *testing.T) { rapid.Check(t, checkPermutation) }
