package ranking_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

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
				t.Errorf(
					"year %d, %s: streak %d after %d and move %d",
					year,
					row.Code,
					row.Streak,
					was.Streak,
					row.Move,
				)
			}
			if o.Places.IsZero() && o.Better != target.Nearer && !row.Change.Decimal.Equal(row.Value.Sub(was.Value)) {
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
