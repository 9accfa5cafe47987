package ranking_test

import (
	"testing"

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
