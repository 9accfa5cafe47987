package index_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate/index"
)

// ahpOrder has judgements in another order of the children give the same bits.
func ahpOrder(t *rapid.T) {
	n := rapid.IntRange(2, 6).Draw(t, "n")
	codes := []string{"a", "b", "c", "d", "e", "f"}[:n]
	up := make([][]decimal.Decimal, n)
	for i := range up {
		up[i] = make([]decimal.Decimal, n)
	}

	for i := range n {
		for j := i + 1; j < n; j++ {
			// One of the two is a whole number, and its mirror image 1/x to 16 digits.
			x := decimal.New(rapid.Int64Range(1, 9).Draw(t, "judgement"), 0)
			y := decimal.New(1, 0).DivRound(x, 16)
			if rapid.Bool().Draw(t, "less") {
				x, y = y, x
			}
			up[i][j], up[j][i] = x, y
		}
	}

	weights := func(order []int) []float64 {
		a := index.AHP{Limit: maybe("100")}
		for _, i := range order {
			a.Order = append(a.Order, codes[i])
			var row []decimal.Decimal
			for _, j := range order {
				row = append(row, up[i][j])
			}
			a.Matrix = append(a.Matrix, row)
		}

		s := index.Spec{Normalise: index.AsIs{}, Weigh: a, Nodes: []index.Node{group("x", "")}}
		d := index.Data{Units: []string{"u"}, Figures: map[string][]decimal.NullDecimal{}}
		for _, i := range order {
			s.Nodes = append(s.Nodes, leaf(codes[i], "x"))
			d.Figures[codes[i]] = figures("1")
		}

		c, err := index.New(s)
		if err != nil {
			t.Fatal(err)
		}

		r, err := c.Score(d)
		if err != nil {
			t.Fatal(err)
		}
		return siblings(r)
	}

	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	want := weights(order)
	if diff := cmp.Diff(want, weights(rapid.Permutation(order).Draw(t, "order"))); diff != "" {
		t.Errorf("weights in another order (-want +got):\n%s", diff)
	}
}

// Two judgements that each say a little more than as much say as much.
func TestCompareMutual(t *testing.T) {
	got, err := index.ComparePairwise(matrix("1 1.004", "1.004 1"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]float64{0.5, 0.5}, got.Weights); diff != "" {
		t.Errorf("weights mismatch (-want +got):\n%s", diff)
	}
}

func TestAHPOrder(t *testing.T) { rapid.Check(t, ahpOrder) }
func FuzzAHPOrder(f *testing.F) { f.Fuzz(rapid.MakeFuzz(ahpOrder)) }
