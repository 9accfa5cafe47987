package robust_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking/robust"
)

func testLeaveOneOut(t *rapid.T) {
	us, m := drawUnits(t, 6)
	if m < 2 {
		return
	}
	weights, left := make([]decimal.Decimal, m), int64(100)

	for c := range weights {
		w := left - int64(m-1-c)
		if c < m-1 {
			w = rapid.Int64Range(1, w).Draw(t, "weight")
		}
		left -= w
		weights[c] = decimal.New(w, -2)
	}

	rows := must(robust.LeaveOneOut(us, weights))

	for without := -1; without < m; without++ {
		total := func(u robust.ScoredUnit) decimal.Decimal {
			sum := decimal.Zero
			for c, s := range u.Scores {
				if c != without {
					sum = sum.Add(s.Mul(weights[c]))
				}
			}
			return sum
		}
		for i, u := range us {
			rank := 1
			for _, v := range us {
				if total(v).GreaterThan(total(u)) {
					rank++
				}
			}
			got := rows[i].Rank
			if without >= 0 {
				got = rows[i].Without[without]
			}
			if got != rank || rows[i].Code != u.Code {
				t.Fatalf("%+v, want rank %d without component %d", rows[i], rank, without)
			}
		}
	}

	for _, row := range rows {
		if row.Best != slices.Min(row.Without) || row.Worst != slices.Max(row.Without) {
			t.Fatalf("%+v", row)
		}
	}

	slices.Reverse(us)
	if diff := cmp.Diff(rows, must(robust.LeaveOneOut(us, weights))); diff != "" {
		t.Fatalf("the order of input matters:\n%s", diff)
	}
}

func TestLeaveOneOut(t *testing.T) { rapid.Check(t, testLeaveOneOut) }

func FuzzLeaveOneOut(f *testing.F) { f.Fuzz(rapid.MakeFuzz(testLeaveOneOut)) }
