package ranking_test

import (
	"fmt"
	"math/big"
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
		Ties:   rapid.SampledFrom([]ranking.Ties{ranking.Competition, ranking.Modified, ranking.Dense, ranking.Ordinal}).Draw(t, "ties"),
		Groups: rapid.Bool().Draw(t, "groups"), Tiles: rapid.IntRange(0, 4).Draw(t, "tiles"),
		Tiers: []ranking.Tier{{Name: "top", Place: 3}, {Name: "rest"}},
	}
	if o.Better == target.Nearer || rapid.Bool().Draw(t, "has target") {
		o.Target = decimal.NewNullDecimal(drawFigure(t, "target"))
	}
	if rapid.Bool().Draw(t, "published") {
		o.Places = new(rapid.Int32Range(0, 3).Draw(t, "places"))
	}
	return o
}

func rows(t *ranking.Table) []ranking.Row { return slices.Collect(t.All()) }

// reference ranks by counting, for each unit, who is better and who is equal,
// on rationals.
func reference(list []ranking.Entry, o ranking.Options) map[string]ranking.Row {
	score := func(e ranking.Entry) *big.Rat {
		x := e.Value.Rat()
		if o.Places != nil {
			x, _ = new(big.Rat).SetString(e.Value.StringFixed(*o.Places))
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
		c, m, d := rank[ranking.Competition][row.Code].Rank, rank[ranking.Modified][row.Code].Rank, rank[ranking.Dense][row.Code].Rank
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
	if k == 0 {
		want = rows(table)
	}
	if diff := cmp.Diff(want, slices.Collect(view.All()), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("View() mismatch (-want +got):\n%s", diff)
	}
}

func TestLists(t *testing.T) { rapid.Check(t, checkLists) }

// checkMoves holds movement against both tables: a move is the difference of
// the ranks, the mean ranks of a closed set move by nothing in sum, and a
// streak goes on or starts again.
func checkMoves(t *rapid.T) {
	o := drawOptions(t)
	units := drawEntries(t, "codes")
	var before *ranking.Table
	for year := range 4 {
		list := slices.Clone(units)
		for i := range list {
			if rapid.Bool().Draw(t, "changed") {
				list[i].Value = drawFigure(t, "new")
			}
		}
		o.Before = before
		table, err := ranking.New(list, o)
		if err != nil {
			t.Fatal(err)
		}
		sum := decimal.Zero
		for row := range table.All() {
			if before == nil || row.Rank == 0 {
				if row.Move != 0 || row.Streak != 0 || row.Change.Valid {
					t.Errorf("%s: moved without an earlier rank", row.Code)
				}
				continue
			}
			was, _ := before.Row(row.Code)
			sum = sum.Add(was.Mean()).Sub(row.Mean())
			if row.Before != was.Rank || row.Move != was.Rank-row.Rank {
				t.Errorf("%s: from %d to %d: before %d, move %d", row.Code, was.Rank, row.Rank, row.Before, row.Move)
			}
			streak := 0
			switch {
			case row.Move > 0:
				streak = max(was.Streak, 0) + 1
			case row.Move < 0:
				streak = min(was.Streak, 0) - 1
			}
			if row.Streak != streak {
				t.Errorf("year %d, %s: streak %d after %d and move %d", year, row.Code, row.Streak, was.Streak, row.Move)
			}
			if o.Places == nil && o.Better != target.Nearer && !row.Change.Decimal.Equal(row.Value.Sub(was.Value)) {
				t.Errorf("%s: change %s from %s to %s", row.Code, row.Change.Decimal, was.Value, row.Value)
			}
		}
		if !sum.IsZero() {
			t.Errorf("mean ranks move by %s in sum", sum)
		}
		before = table
	}
}

func TestMoves(t *testing.T) { rapid.Check(t, checkMoves) }

// checkGaps adds the gaps up: from rank to rank they make the gap to the
// leader, and none is negative.
func checkGaps(t *rapid.T) {
	list, o := drawEntries(t, "codes"), drawOptions(t)
	o.Groups = false
	table, err := ranking.New(list, o)
	if err != nil {
		t.Fatal(err)
	}
	sum, rank := decimal.Zero, 0
	for row := range table.All() {
		if row.Rank == 0 {
			if row.ToNext.Valid || row.ToLeader.Valid {
				t.Errorf("%s has gaps without a rank", row.Code)
			}
			continue
		}
		if row.ToNext.Valid != (row.First > 1 || row.Rank > 1 && o.Ties == ranking.Ordinal) || row.ToNext.Decimal.Sign() < 0 {
			t.Errorf("%s: rank %d, gap to next %v", row.Code, row.Rank, row.ToNext)
		}
		if row.Rank != rank {
			sum = sum.Add(row.ToNext.Decimal)
		}
		rank = row.Rank
		if !row.ToLeader.Valid || !row.ToLeader.Decimal.Equal(sum) {
			t.Errorf("%s: gap to leader %s, the gaps sum to %s", row.Code, row.ToLeader.Decimal, sum)
		}
	}
}

func TestGaps(t *testing.T) { rapid.Check(t, checkGaps) }

// TestLongLists crosses the size from which words are sorted by counting, with
// codes that share more than a word, and ranks each unit by the number of
// better ones in a plain sort.
func TestLongLists(t *testing.T) {
	for _, step := range []int64{1, 7, 1_000_003} {
		for _, exp := range []int32{0, -2, -40} {
			var list []ranking.Entry
			var sorted []decimal.Decimal
			for i := range int64(1000) {
				e := ranking.Entry{
					Code:  fmt.Sprintf("%s%04d", strings.Repeat("x", int(i%3)*9), i),
					Value: decimal.New(i*step*7919%1009-500, exp*int32(i%2)), Group: "g",
				}
				list, sorted = append(list, e), append(sorted, e.Value)
			}
			slices.SortFunc(sorted, decimal.Decimal.Cmp)
			lower := mustNew(t, list, ranking.Options{Better: target.Lower, Groups: true})
			higher := mustNew(t, list, ranking.Options{Better: target.Higher, Ties: ranking.Modified})
			for _, e := range list {
				worse, _ := slices.BinarySearchFunc(sorted, e.Value, decimal.Decimal.Cmp)
				up, _ := lower.Row(e.Code)
				down, _ := higher.Row(e.Code)
				if up.Rank != worse+1 || down.Rank != len(list)-worse {
					t.Fatalf("%s: rank %d of the lower, %d of the higher, with %d below", e.Value, up.Rank, down.Rank, worse)
				}
			}
		}
	}
}
