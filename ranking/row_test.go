package ranking_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking"
)

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
		if row.ToNext.Valid != (row.First > 1 || row.Rank > 1 && o.Ties == ranking.Ordinal) ||
			row.ToNext.Decimal.Sign() < 0 {
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

// TestShares rounds shares that lie halfway between two of 18 decimals.
func TestShares(t *testing.T) {
	for _, c := range []struct {
		last, of int
		want     string
	}{
		{1, 3, "0.333333333333333333"},
		{2, 3, "0.666666666666666667"},
		{1, 1 << 19, "0.000001907348632813"}, // …8125
		{3, 1 << 19, "0.000005722045898438"}, // …4375
		{1 << 19, 1 << 19, "1"},
		{0, 5, "0"},
		{0, 0, "0"},
	} {
		if got := (ranking.Row{Last: c.last, Of: c.of}).CumeDist(); !got.Equal(num(c.want)) {
			t.Errorf("%d of %d is %s, want %s", c.last, c.of, got, c.want)
		}
	}
}

// checkEntriesComeBack looks up every unit's row, which holds the entry that it
// was made from.
func checkEntriesComeBack(t *rapid.T) {
	list, o := drawEntries(t, "codes"), drawOptions(t)
	for i := range list {
		e := &list[i]
		if rapid.Bool().Draw(t, "has a name") {
			e.Name = "name of " + e.Code
		}
		if !o.Groups && rapid.Bool().Draw(t, "has no group") {
			e.Group = ""
		}
		if rapid.Bool().Draw(t, "has a target") {
			e.Target = decimal.NewNullDecimal(drawFigure(t, "target of "+e.Code))
		}
	}

	table, err := ranking.New(list, o)
	if err != nil {
		t.Fatal(err)
	}

	for _, e := range list {
		row, ok := table.Row(e.Code)
		if diff := cmp.Diff(e, row.Entry, cmpopts.EquateEmpty()); !ok || diff != "" {
			t.Errorf("Row(%q) mismatch (-want +got):\n%s", e.Code, diff)
		}
		if o.Groups != slices.Contains(slices.Collect(table.Groups()), row.Group) {
			t.Errorf("the groups are %q, with %q", slices.Collect(table.Groups()), row.Group)
		}
		if !o.Groups && len(slices.Collect(table.Group(e.Group))) > 0 {
			t.Errorf("%q is a group of a table without groups", e.Group)
		}
	}
}

func TestEntriesComeBack(t *testing.T) { rapid.Check(t, checkEntriesComeBack) }
