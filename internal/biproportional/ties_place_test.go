package biproportional

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFirstKeeps starts from a table in which the first row's second cell could
// have its unit if the first gave its own up, which it must not.
func TestFirstKeeps(t *testing.T) {
	p := Problem{
		Rows: ints(2, 1, 1), Cols: ints(1, 1, 1, 1),
		Weights: ints(1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1),
	}

	x := ints(1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0)
	tb := newTable(p)
	ties := ints(1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1)

	for c, w := range tb.w {
		if w == nil {
			ties[c] = nil
		}
	}

	tb.placeTies(x, ties)
	var got []int64

	for _, n := range x {
		got = append(got, n.Int64())
	}
	want := []int64{1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("placeTies() mismatch (-want +got):\n%s", diff)
	}
}
