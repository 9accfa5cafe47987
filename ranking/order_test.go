package ranking_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

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
					t.Fatalf(
						"%s: rank %d of the lower, %d of the higher, with %d below",
						e.Value,
						up.Rank,
						down.Rank,
						worse,
					)
				}
			}
		}
	}
}

// TestCodes lists equal units in the order of their codes, however much of
// these is alike and in whatever order they come, and finds each of them.
func TestCodes(t *testing.T) {
	check := func(t *rapid.T) {
		code := rapid.OneOf(rapid.StringMatching(`[a-c]{1,4}`), rapid.StringMatching(`district[ab]{7,10}`))
		codes := rapid.SliceOfNDistinct(code, 1, 400, rapid.ID[string]).Draw(t, "codes")
		list := make([]ranking.Entry, len(codes))
		for i, code := range codes {
			list[i] = ranking.Entry{Code: code}
		}
		table, err := ranking.New(list, ranking.Options{Better: target.Higher})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for row := range table.All() {
			got = append(got, row.Code)
			if again, ok := table.Row(row.Code); !ok || again.Code != row.Code {
				t.Errorf("Row(%q) = %v, %t", row.Code, again, ok)
			}
		}
		slices.Sort(codes)
		if diff := cmp.Diff(codes, got); diff != "" {
			t.Errorf("codes mismatch (-want +got):\n%s", diff)
		}
	}

	rapid.Check(t, check)
}

// Codes that share later characters with the first code, but not the first, are found.
func TestCodesThatBeginDifferently(t *testing.T) {
	table := mustNew(t, entries("b2", "1", "a1", "2", "c34", "3", "d00", "4"), ranking.Options{Better: target.Higher})
	for code, rank := range map[string]int{"b2": 4, "a1": 3, "c34": 2, "d00": 1} {
		if row, ok := table.Row(code); !ok || row.Rank != rank {
			t.Errorf("Row(%s) has rank %d, %t, want %d", code, row.Rank, ok, rank)
		}
	}
}

// TestAllocations allows a table so many columns, whatever is done with their
// figures: 19 decimals rounded away, one, or none.
func TestAllocations(t *testing.T) {
	figures := func(exp int32) []ranking.Entry {
		list := make([]ranking.Entry, 2000)
		for i := range list {
			list[i] = ranking.Entry{
				Code:  fmt.Sprintf("%04d", i),
				Group: fmt.Sprint(i % 7),
				Value: decimal.New(int64(i%1000), exp),
			}
		}
		return list
	}

	mixed := append(figures(-2)[:1000:1000], figures(-20)[1000:]...)
	allocations := func(list []ranking.Entry, o ranking.Options) float64 {
		o.Better = target.Higher
		return testing.AllocsPerRun(2, func() {
			if _, err := ranking.New(list, o); err != nil {
				t.Fatal(err)
			}
		})
	}

	plain := allocations(figures(-2), ranking.Options{})
	if same := allocations(figures(-2), ranking.Options{Places: target.Places(2)}); same != plain {
		t.Errorf("%v allocations where rounding leaves the figures as they are, %v without", same, plain)
	}

	for name, got := range map[string]float64{
		"plain":              plain,
		"groups":             allocations(figures(-2), ranking.Options{Groups: true}),
		"one decimal less":   allocations(figures(-2), ranking.Options{Places: target.Places(1)}),
		"eighteen less":      allocations(figures(-20), ranking.Options{Places: target.Places(2)}),
		"of some all":        allocations(mixed, ranking.Options{Places: target.Places(2)}),
		"at many exponents":  allocations(mixed, ranking.Options{}),
		"in no order at all": allocations(append(mixed[700:2000:2000], mixed[:700]...), ranking.Options{}),
	} {
		if got > 60 {
			t.Errorf("%s: %v allocations", name, got)
		}
	}
}
