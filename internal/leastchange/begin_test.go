package leastchange_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/leastchange"
)

// The figures do not depend on those with which the exchange of quanta begins.
func anyBeginningWillDo(t *rapid.T) {
	_, p := drawFeasible(t, 20)
	n := len(p.First) - 1
	figures := rapid.Int64Range(-12, 12)
	if rapid.Bool().Draw(t, "preferred") {
		p.Wanted = rapid.SliceOfN(figures, n, n).Draw(t, "wanted")
	}
	begin := rapid.SliceOfN(figures, n, n).Draw(t, "begin")
	want := solve(t, p)

	for _, folded := range []bool{false, true} {
		if diff := cmp.Diff(want, leastchange.SolveFrom(p, begin, folded)); diff != "" {
			t.Fatalf("SolveFrom(%v, %t) mismatch (-want +got):\n%s", begin, folded, diff)
		}
	}
}

func TestAnyBeginningWillDo(t *testing.T) { rapid.Check(t, anyBeginningWillDo) }
func FuzzAnyBeginningWillDo(f *testing.F) { f.Fuzz(rapid.MakeFuzz(anyBeginningWillDo)) }
