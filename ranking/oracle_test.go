package ranking_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// figure is a JSON number of a file, "NaN", or an infinity, which stands for a
// number larger than any other in the files.
func figure(t *testing.T, raw json.RawMessage) (d decimal.Decimal, ok bool) {
	t.Helper()
	switch string(raw) {
	case `"NaN"`:
		return d, false
	case `"Inf"`:
		return decimal.New(1, 99), true
	case `"-Inf"`:
		return decimal.New(-1, 99), true
	}
	d, err := decimal.NewFromString(string(raw))
	if err != nil {
		t.Fatal(err)
	}
	return d, true
}

// vector makes entries whose codes are the places in x.
func vector(t *testing.T, x []json.RawMessage) []ranking.Entry {
	t.Helper()
	entries := make([]ranking.Entry, len(x))
	for i, raw := range x {
		d, ok := figure(t, raw)
		entries[i] = ranking.Entry{Code: fmt.Sprintf("%06d", i), Value: d, Missing: !ok}
	}
	return entries
}

// TestRankdata holds every rule in both directions against scipy.stats.rankdata
// and, with figures missing, against pandas.Series.rank, which keep the order
// of the input where the ordinal rule has that of the codes.
func TestRankdata(t *testing.T) {
	var file struct {
		Cases    []map[string][]json.RawMessage
		NaNCases []map[string][]json.RawMessage `json:"nan_cases"`
	}

	readJSON(t, "rankdata.json", &file)
	directions := map[string]target.Direction{"asc": target.Lower, "desc": target.Higher}
	rules := map[string]ranking.Ties{
		"min": ranking.Competition, "max": ranking.Modified, "dense": ranking.Dense,
		"ordinal": ranking.Ordinal, "first": ranking.Ordinal, "average": ranking.Competition,
	}

	check := func(t *testing.T, x, want []json.RawMessage, dir, rule string) {
		t.Helper()
		table, err := ranking.New(vector(t, x), ranking.Options{Better: directions[dir], Ties: rules[rule]})
		if err != nil {
			t.Fatal(err)
		}
		for i, raw := range want {
			row, ok := table.Row(fmt.Sprintf("%06d", i))
			if !ok {
				t.Fatalf("no row %d", i)
			}
			got := decimal.NewFromInt(int64(row.Rank))
			if rule == "average" {
				got = row.Mean()
			}
			rank, has := figure(t, raw)
			if !has {
				rank = decimal.Zero
			}
			if !got.Equal(rank) {
				t.Errorf("%s %s: rank of x[%d] = %s, want %s", dir, rule, i, got, rank)
			}
		}
	}

	checked := 0

	for _, c := range file.Cases {
		for dir := range directions {
			for rule := range rules {
				if want, ok := c[dir+"_"+rule]; ok {
					check(t, c["x"], want, dir, rule)
					checked++
				}
			}
		}
	}

	for _, c := range file.NaNCases {
		for dir := range directions {
			for rule := range rules {
				if want, ok := c["pandas_"+rule+"_keep_"+dir]; ok {
					check(t, c["x"], want, dir, rule)
					checked++
				}
			}
		}
	}

	if checked < 200 {
		t.Errorf("checked %d vectors", checked)
	}
}

// TestWindowFunctions holds ranks within groups, shares and tiles against the
// window functions of SQLite over 7 groups.
func TestWindowFunctions(t *testing.T) {
	f, err := os.Open("testdata/sql_window_ranks.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}

	lines = lines[1:]
	var entries []ranking.Entry

	for _, line := range lines {
		id, err := strconv.Atoi(line[0])
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, ranking.Entry{
			Code: fmt.Sprintf("%04d", id), Group: line[1], Value: decimal.RequireFromString(line[2]),
		})
	}

	tables := map[string]*ranking.Table{}

	for name, o := range map[string]ranking.Options{
		"rank": {}, "dense_rank": {Ties: ranking.Dense},
		"row_number": {Ties: ranking.Ordinal, Tiles: 4}, "ntile5": {Ties: ranking.Ordinal, Tiles: 5},
	} {
		o.Better, o.Groups = target.Higher, true
		if tables[name], err = ranking.New(entries, o); err != nil {
			t.Fatal(err)
		}
	}

	for i, line := range lines {
		row := func(name string) ranking.Row {
			r, ok := tables[name].Row(entries[i].Code)
			if !ok {
				t.Fatalf("no row %s", entries[i].Code)
			}
			return r
		}
		got := []string{
			strconv.Itoa(row("row_number").Rank), strconv.Itoa(row("rank").Rank), strconv.Itoa(row("dense_rank").Rank),
			strconv.Itoa(row("row_number").Tile), strconv.Itoa(row("ntile5").Tile),
		}
		want := []string{line[3], line[4], line[5], line[8], line[9]}
		for i, share := range []decimal.Decimal{row("rank").Percentile(), row("rank").CumeDist()} {
			// SQLite's shares are binary floats.
			if off := share.Sub(decimal.RequireFromString(line[6+i])).Abs(); off.GreaterThan(decimal.New(2, -16)) {
				t.Errorf("id %s: share %s, want %s", line[0], share, line[6+i])
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("id %s mismatch (-want +got):\n%s", line[0], diff)
		}
	}
}

// TestTiles holds the division of n units into k tiles against SQLite's NTILE.
func TestTiles(t *testing.T) {
	var file struct {
		Cases []struct {
			N, K  int
			Ntile []int
		}
	}

	readJSON(t, "sql_ntile.json", &file)
	if len(file.Cases) == 0 {
		t.Fatal("no cases")
	}

	for _, c := range file.Cases {
		entries := make([]ranking.Entry, c.N)
		for i := range entries {
			entries[i] = ranking.Entry{Code: strconv.Itoa(i), Value: decimal.NewFromInt(int64(i))}
		}
		table, err := ranking.New(entries, ranking.Options{Better: target.Lower, Tiles: c.K})
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for row := range table.All() {
			got = append(got, row.Tile)
		}
		if diff := cmp.Diff(c.Ntile, got); diff != "" {
			t.Errorf("%d units in %d tiles mismatch (-want +got):\n%s", c.N, c.K, diff)
		}
	}
}

// TestAirQuality holds the two lists of a published scheme against its case:
// the level list, and the list of change, from which cities that meet the
// standard are exempt when it is read from the worst.
func TestAirQuality(t *testing.T) {
	var file struct {
		Cities []struct {
			City               string
			Index              json.Number
			IndexLastYear      json.Number `json:"index_last_year"`
			Meets              bool        `json:"all_pollutants_meet_class2"`
			LevelRank          int         `json:"level_rank"`
			LevelRankFromWorst int         `json:"level_rank_from_worst"`
			ImprovementRank    int         `json:"improvement_rank"`
			DeteriorationRank  *int        `json:"deterioration_rank"`
		}
		Best3, Worst3 []string
	}

	readJSON(t, "air_quality_ranking.json", &file)
	var now, then []ranking.Entry

	for _, c := range file.Cities {
		e := ranking.Entry{Code: c.City, Value: decimal.RequireFromString(string(c.Index))}
		now = append(now, e)
		e.Value = decimal.RequireFromString(string(c.IndexLastYear))
		then = append(then, e)
	}

	level, err := ranking.New(now, ranking.Options{Better: target.Lower})
	if err != nil {
		t.Fatal(err)
	}
	var improvement, deterioration []ranking.Entry

	for i, c := range file.Cities {
		e := ranking.Entry{Code: c.City, Value: now[i].Value.Sub(then[i].Value).DivRound(then[i].Value, 12)}
		improvement = append(improvement, e)
		if c.Meets {
			e.Exempt = "all pollutants meet class 2"
		}
		deterioration = append(deterioration, e)
	}

	improved, err := ranking.New(improvement, ranking.Options{Better: target.Lower})
	if err != nil {
		t.Fatal(err)
	}
	worsened, err := ranking.New(deterioration, ranking.Options{Better: target.Lower})
	if err != nil {
		t.Fatal(err)
	}

	for _, c := range file.Cities {
		row, _ := level.Row(c.City)
		if row.Rank != c.LevelRank || row.FromEnd != c.LevelRankFromWorst {
			t.Errorf(
				"%s: level %d, %d from the worst, want %d, %d",
				c.City,
				row.Rank,
				row.FromEnd,
				c.LevelRank,
				c.LevelRankFromWorst,
			)
		}
		row, _ = improved.Row(c.City)
		if row.Rank != c.ImprovementRank {
			t.Errorf("%s: improvement %d, want %d", c.City, row.Rank, c.ImprovementRank)
		}
		row, _ = worsened.Row(c.City)
		want := 0
		if c.DeteriorationRank != nil {
			want = *c.DeteriorationRank
		}
		if row.FromEnd != want || (row.Exempt != "") != (want == 0) {
			t.Errorf("%s: deterioration %d (%q), want %d", c.City, row.FromEnd, row.Exempt, want)
		}
	}

	codes := func(rows func(func(ranking.Row) bool)) []string {
		var all []string
		for row := range rows {
			all = append(all, row.Code)
		}
		slices.Sort(all)
		return all
	}

	if diff := cmp.Diff(file.Best3, codes(level.Top(3))); diff != "" {
		t.Errorf("Top(3) mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(file.Worst3, codes(level.Bottom(3))); diff != "" {
		t.Errorf("Bottom(3) mismatch (-want +got):\n%s", diff)
	}
}
