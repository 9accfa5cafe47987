package apportion_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy/apportion"
)

// divisors are the roundings of a table; 0 means Webster.
var divisors = []apportion.Rounding{
	0, apportion.Webster, apportion.Jefferson, apportion.Adams, apportion.Hill, apportion.Dean,
}

// tableCase is a table that can be met, drawn with its margins.
type tableCase struct {
	weights    [][]decimal.Decimal
	rows, cols []decimal.Decimal
	o          apportion.TableOptions
}

func drawTable(t *rapid.T) tableCase {
	m, n := rapid.IntRange(1, 6).Draw(t, "rows"), rapid.IntRange(1, 6).Draw(t, "cols")
	c := tableCase{rows: make([]decimal.Decimal, m), cols: make([]decimal.Decimal, n)}
	c.o.Quantum = d(rapid.SampledFrom([]string{"0", "1", "0.01", "250"}).Draw(t, "quantum"))
	c.o.Rounding = rapid.SampledFrom(divisors).Draw(t, "rounding")
	step := c.o.Quantum
	if step.IsZero() {
		step = d("1")
	}
	digits := rapid.SampledFrom([]int32{0, 0, 25}).Draw(t, "digits")
	top := rapid.SampledFrom([]int64{2, 1000, math.MaxInt64}).Draw(t, "top")
	most := rapid.SampledFrom([]int64{2, 1000, 1e12}).Draw(t, "most")

	for i := range m {
		c.weights = append(c.weights, make([]decimal.Decimal, n))
		for j := range n {
			if rapid.IntRange(0, 3).Draw(t, "zero") == 0 {
				continue
			}
			c.weights[i][j] = decimal.New(
				rapid.Int64Range(1, top).Draw(t, "weight"), rapid.Int32Range(-digits, digits).Draw(t, "exp"),
			)
			x := decimal.NewFromInt(rapid.Int64Range(1, most).Draw(t, "entry")).Mul(step).Mul(decimal.New(1, digits))
			c.rows[i], c.cols[j] = c.rows[i].Add(x), c.cols[j].Add(x)
		}
	}

	return c
}

func checkTable(t *rapid.T) {
	c := drawTable(t)
	got, err := apportion.Table(c.weights, c.rows, c.cols, c.o)
	if err != nil {
		t.Fatal(err)
	}
	checkMargins(t, got.Entries, c.rows, c.cols)
	step := c.o.Quantum
	if step.IsZero() {
		step = d("1")
	}
	for i, row := range got.Entries {
		for j, x := range row {
			if _, rest := x.QuoRem(step, 0); !rest.IsZero() || x.Sign() < 0 {
				t.Fatalf("entry %d, %d is %v, no multiple of %v", i, j, x, step)
			}
			if c.weights[i][j].IsZero() && !x.IsZero() {
				t.Fatalf("entry %d, %d is %v without weight", i, j, x)
			}
		}
	}
	m, n := len(c.rows), len(c.cols)

	// Its mirror image, a row and a column in other measures, other orders of
	// rows and columns, and the transposed table are the same table.
	minus := func(a []decimal.Decimal) []decimal.Decimal {
		b := make([]decimal.Decimal, len(a))
		for i := range a {
			b[i] = a[i].Neg()
		}
		return b
	}
	mirrored, err := apportion.Table(c.weights, minus(c.rows), minus(c.cols), c.o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range mirrored.Entries {
		mirrored.Entries[i] = minus(mirrored.Entries[i])
	}
	if diff := cmp.Diff(got, mirrored); diff != "" {
		t.Errorf("the mirror image differs (-want +got):\n%s", diff)
	}

	scaled := make([][]decimal.Decimal, m)
	p, q := rapid.IntRange(0, m-1).Draw(t, "scaled row"), rapid.IntRange(0, n-1).Draw(t, "scaled col")
	for i := range m {
		scaled[i] = slices.Clone(c.weights[i])
		scaled[i][q] = scaled[i][q].Mul(d("0.0003"))
		if i == p {
			for j := range scaled[i] {
				scaled[i][j] = scaled[i][j].Mul(d("77777.7"))
			}
		}
	}
	again, err := apportion.Table(scaled, c.rows, c.cols, c.o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, again); diff != "" {
		t.Errorf("a scaled row and column make another table (-want +got):\n%s", diff)
	}

	down, across := rapid.Permutation(counting(m)).Draw(t, "down"), rapid.Permutation(counting(n)).Draw(t, "across")
	turned := rapid.Bool().Draw(t, "transposed")
	if turned {
		m, n = n, m
	}
	moved := tableCase{
		rows: make([]decimal.Decimal, m), cols: make([]decimal.Decimal, n), o: c.o,
		weights: make([][]decimal.Decimal, m),
	}
	place := func(i, j int) (int, int) {
		if turned {
			i, j = j, i
		}
		return down[i], across[j]
	}
	for i := range m {
		moved.weights[i] = make([]decimal.Decimal, n)
		for j := range n {
			k, l := place(i, j)
			moved.rows[i], moved.cols[j] = c.rows[k], c.cols[l]
			if turned {
				moved.rows[i], moved.cols[j] = c.cols[l], c.rows[k]
			}
			moved.weights[i][j] = c.weights[k][l]
		}
	}
	other, err := apportion.Table(moved.weights, moved.rows, moved.cols, moved.o)
	if err != nil {
		t.Fatal(err)
	}
	if len(other.Tied) != len(got.Tied) {
		t.Errorf("%d cells tie, and %d in another order", len(got.Tied), len(other.Tied))
	}
	for i := range m {
		for j := range n {
			k, l := place(i, j)
			if !slices.Contains(got.Tied, apportion.Cell{Row: k, Col: l}) &&
				!other.Entries[i][j].Equal(got.Entries[k][l]) {
				t.Errorf("entry %d, %d is %v, and %v in another order", k, l, got.Entries[k][l], other.Entries[i][j])
			}
		}
	}
}

func counting(n int) []int {
	a := make([]int, n)
	for i := range a {
		a[i] = i
	}
	return a
}

func TestTableProperties(t *testing.T) { rapid.Check(t, checkTable) }

func FuzzTable(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkTable)) }
