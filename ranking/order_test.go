package ranking_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

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
