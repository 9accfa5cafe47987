package hierarchy_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// fixture reads figures of testdata.
func fixture(t testing.TB, name string, into any) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func wholes(a []int64) []decimal.Decimal {
	w := make([]decimal.Decimal, len(a))
	for i, x := range a {
		w[i] = decimal.NewFromInt(x)
	}
	return w
}

func wholeRows(a [][]int64) [][]decimal.Decimal {
	w := make([][]decimal.Decimal, len(a))
	for i, row := range a {
		w[i] = wholes(row)
	}
	return w
}

func TestTablePublished(t *testing.T) {
	var cases []struct {
		Name    string
		Weights [][]int64
		Rows    []int64
		Cols    []int64
		Want    [][]int64
	}
	fixture(t, "table_cases.json", &cases)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			got, err := hierarchy.TableWith(wholeRows(c.Weights), wholes(c.Rows), wholes(c.Cols), hierarchy.TableOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(wholeRows(c.Want), got.Entries); diff != "" {
				t.Errorf("TableWith() mismatch (-want +got):\n%s", diff)
			}
			if len(got.Tied) > 0 {
				t.Errorf("TableWith() ties %v, want none", got.Tied)
			}
		})
	}
}

// TestTableControlledRounding rounds a published table to margins of whole
// numbers. The least sum of absolute changes is another goal; the divisor method
// comes near it and meets the margins all the same.
func TestTableControlledRounding(t *testing.T) {
	var data struct {
		Rounding struct {
			Real       [][]json.Number
			Rows, Cols []int64
			Min        float64
		}
	}
	fixture(t, "table_patents.json", &data)
	var weights [][]decimal.Decimal
	for _, row := range data.Rounding.Real {
		var w []decimal.Decimal
		for _, x := range row {
			w = append(w, decimal.RequireFromString(x.String()))
		}
		weights = append(weights, w)
	}
	rows, cols := wholes(data.Rounding.Rows), wholes(data.Rounding.Cols)
	got, err := hierarchy.Table(weights, rows, cols, hierarchy.ApportionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	checkMargins(t, got, rows, cols)
	off := decimal.Zero
	for i, row := range got {
		for j, x := range row {
			change := x.Sub(weights[i][j]).Abs()
			off = off.Add(change)
			if change.GreaterThan(decimal.NewFromInt(1)) {
				t.Errorf("entry %d, %d is %v, a whole unit from %v", i, j, x, weights[i][j])
			}
		}
	}
	if f := off.InexactFloat64(); f < data.Rounding.Min-1e-9 || f > 1.25*data.Rounding.Min {
		t.Errorf("changes sum to %v, the least possible is %v", f, data.Rounding.Min)
	}
}

func checkMargins(t rapid.TB, x [][]decimal.Decimal, rows, cols []decimal.Decimal) {
	t.Helper()
	sums := make([]decimal.Decimal, len(cols))
	for i, row := range x {
		sum := decimal.Zero
		for j, v := range row {
			sum, sums[j] = sum.Add(v), sums[j].Add(v)
		}
		if !sum.Equal(rows[i]) {
			t.Errorf("row %d sums to %v, want %v", i, sum, rows[i])
		}
	}
	for j, sum := range sums {
		if !sum.Equal(cols[j]) {
			t.Errorf("column %d sums to %v, want %v", j, sum, cols[j])
		}
	}
}

func TestTableTies(t *testing.T) {
	got, err := hierarchy.TableWith(wholeRows([][]int64{{1, 1, 0}, {1, 1, 0}, {0, 0, 9}}), wholes([]int64{1, 1, 4}), wholes([]int64{1, 1, 4}), hierarchy.TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := hierarchy.TwoWay{
		Entries: wholeRows([][]int64{{1, 0, 0}, {0, 1, 0}, {0, 0, 4}}),
		Tied:    []hierarchy.Cell{{0, 0}, {0, 1}, {1, 0}, {1, 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("TableWith() mismatch (-want +got):\n%s", diff)
	}
}

func TestTableRounding(t *testing.T) {
	// The minima of Σ log(s(n)/w) over all tables, listed one by one.
	weights := wholeRows([][]int64{{11, 5, 1}, {3, 5, 9}})
	rows, cols := wholes([]int64{9, 8}), wholes([]int64{7, 5, 5})
	for rounding, want := range map[hierarchy.Rounding][][]int64{
		hierarchy.LargestRemainder: {{6, 3, 0}, {1, 2, 5}},
		hierarchy.Webster:          {{6, 3, 0}, {1, 2, 5}},
		hierarchy.Jefferson:        {{6, 3, 0}, {1, 2, 5}},
		hierarchy.Adams:            {{5, 3, 1}, {2, 2, 4}},
		hierarchy.Hill:             {{5, 3, 1}, {2, 2, 4}},
		hierarchy.Dean:             {{5, 3, 1}, {2, 2, 4}},
	} {
		got, err := hierarchy.Table(weights, rows, cols, hierarchy.ApportionOptions{Rounding: rounding})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(wholeRows(want), got); diff != "" {
			t.Errorf("%v: Table() mismatch (-want +got):\n%s", rounding, diff)
		}
	}
}

func TestTableBounds(t *testing.T) {
	held := func(s string) decimal.NullDecimal { return decimal.NewNullDecimal(d(s)) }
	none := decimal.NullDecimal{}
	weights := wholeRows([][]int64{{1, 1}, {1, 1}})
	bounds := [][]decimal.NullDecimal{{held("7"), none}, {none, none}}
	got, err := hierarchy.TableWith(weights, wholes([]int64{10, 10}), wholes([]int64{10, 10}), hierarchy.TableOptions{Min: bounds, Max: bounds})
	if err != nil {
		t.Fatal(err)
	}
	want := wholeRows([][]int64{{7, 3}, {3, 7}})
	if diff := cmp.Diff(want, got.Entries); diff != "" {
		t.Errorf("TableWith() mismatch (-want +got):\n%s", diff)
	}
	least := [][]decimal.NullDecimal{{held("6"), held("5")}, {none, none}}
	_, err = hierarchy.TableWith(weights, wholes([]int64{10, 10}), wholes([]int64{10, 10}), hierarchy.TableOptions{Min: least})
	wantErr := &hierarchy.TableError{Rows: []int{0}, Load: d("10"), Room: d("11"), Floor: true}
	if e, ok := errors.AsType[*hierarchy.TableError](err); !ok || !cmp.Equal(e, wantErr) {
		t.Errorf("TableWith() error %v, want %v", err, wantErr)
	}
	if msg := "table cannot be met: rows[0] have 10 to place, and must take at least 11"; err.Error() != msg {
		t.Errorf("TableWith() error %q, want %q", err, msg)
	}
}

func TestTableInfeasible(t *testing.T) {
	weights := wholeRows([][]int64{{5, 0, 0}, {3, 0, 0}, {1, 2, 4}})
	_, err := hierarchy.Table(weights, wholes([]int64{30, 20, 10}), wholes([]int64{40, 10, 10}), hierarchy.ApportionOptions{})
	want := &hierarchy.TableError{Rows: []int{0, 1}, Cols: []int{0}, Load: d("50"), Room: d("40")}
	e, ok := errors.AsType[*hierarchy.TableError](err)
	if !ok || !errors.Is(err, target.ErrInfeasible) {
		t.Fatalf("Table() error %v, want %v", err, want)
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Errorf("Table() error mismatch (-want +got):\n%s", diff)
	}
	if msg := "table cannot be met: rows[0], rows[1] have 50 to place, and cols[0] leave room for 40"; e.Error() != msg {
		t.Errorf("Table() error %q, want %q", e, msg)
	}
}

func TestTableRefuses(t *testing.T) {
	ones := wholeRows([][]int64{{1, 1}, {1, 1}})
	two := wholes([]int64{2, 2})
	huge := decimal.New(1, 1_000_000_000)
	cases := []struct {
		name       string
		weights    [][]decimal.Decimal
		rows, cols []decimal.Decimal
		o          hierarchy.TableOptions
		want       map[string]error
	}{
		{"empty", nil, nil, nil, hierarchy.TableOptions{}, map[string]error{"rows": target.ErrRequired, "cols": target.ErrRequired}},
		{"ragged", [][]decimal.Decimal{ones[0], ones[0][:1]}, two, two, hierarchy.TableOptions{}, map[string]error{"weights[1]": target.ErrMismatch}},
		{"too few rows", ones[:1], two, two, hierarchy.TableOptions{}, map[string]error{"weights": target.ErrMismatch}},
		{"margins disagree", ones, two, wholes([]int64{2, 3}), hierarchy.TableOptions{}, map[string]error{"cols": target.ErrMismatch}},
		{"signs disagree", ones, wholes([]int64{-2, 2}), wholes([]int64{0, 0}), hierarchy.TableOptions{}, map[string]error{"rows[1]": target.ErrRange}},
		{"negative weight", wholeRows([][]int64{{1, -1}, {1, 1}}), two, two, hierarchy.TableOptions{}, map[string]error{"weights[0][1]": target.ErrRange}},
		{"zero row and column", wholeRows([][]int64{{0, 0}, {1, 0}}), two, two, hierarchy.TableOptions{}, map[string]error{"rows[0]": target.ErrInfeasible, "cols[1]": target.ErrInfeasible}},
		{"off the quantum", ones, two, two, hierarchy.TableOptions{Quantum: d("0.8")}, map[string]error{"rows[0]": target.ErrQuantum, "rows[1]": target.ErrQuantum, "cols[0]": target.ErrQuantum, "cols[1]": target.ErrQuantum}},
		{"negative quantum", ones, two, two, hierarchy.TableOptions{Quantum: d("-1")}, map[string]error{"options.quantum": target.ErrRange}},
		{"rounding", ones, two, two, hierarchy.TableOptions{Rounding: 9}, map[string]error{"options.rounding": target.ErrUnknown}},
		{"out of bounds", [][]decimal.Decimal{{huge, huge.Neg()}, ones[0]}, []decimal.Decimal{huge, d("1")}, two, hierarchy.TableOptions{}, map[string]error{"weights[0][0]": target.ErrRange, "weights[0][1]": target.ErrRange, "rows[0]": target.ErrRange}},
		{"min above max", ones, two, two, hierarchy.TableOptions{
			Min: [][]decimal.NullDecimal{{decimal.NewNullDecimal(d("2")), {}}, {{}, {}}},
			Max: [][]decimal.NullDecimal{{decimal.NewNullDecimal(d("1")), {}}, {{}, {}}},
		}, map[string]error{"options.max[0][0]": target.ErrInfeasible}},
		{"ragged bounds", ones, two, two, hierarchy.TableOptions{Min: [][]decimal.NullDecimal{{{}}, {{}, {}}}}, map[string]error{"options.min[0]": target.ErrMismatch}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := hierarchy.TableWith(c.weights, c.rows, c.cols, c.o)
			if err == nil {
				t.Fatalf("TableWith() = %v", got)
			}
			found := map[string]error{}
			for _, e := range target.AllErrors(err) {
				found[e.Path] = e.Err
			}
			if len(found) != len(c.want) {
				t.Errorf("TableWith() error %v, want %v", err, c.want)
			}
			for path, want := range c.want {
				if !errors.Is(found[path], want) {
					t.Errorf("%s: %v, want %v", path, found[path], want)
				}
			}
		})
	}
}

// tableCase is a table that can be met, drawn with its margins.
type tableCase struct {
	weights    [][]decimal.Decimal
	rows, cols []decimal.Decimal
	o          hierarchy.TableOptions
}

func drawTable(t *rapid.T) tableCase {
	m, n := rapid.IntRange(1, 6).Draw(t, "rows"), rapid.IntRange(1, 6).Draw(t, "cols")
	c := tableCase{rows: make([]decimal.Decimal, m), cols: make([]decimal.Decimal, n)}
	c.o.Quantum = d(rapid.SampledFrom([]string{"0", "1", "0.01", "250"}).Draw(t, "quantum"))
	c.o.Rounding = hierarchy.Rounding(rapid.IntRange(0, 5).Draw(t, "rounding"))
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
			c.weights[i][j] = decimal.New(rapid.Int64Range(1, top).Draw(t, "weight"), rapid.Int32Range(-digits, digits).Draw(t, "exp"))
			x := decimal.NewFromInt(rapid.Int64Range(1, most).Draw(t, "entry")).Mul(step).Mul(decimal.New(1, digits))
			c.rows[i], c.cols[j] = c.rows[i].Add(x), c.cols[j].Add(x)
		}
	}
	return c
}

func checkTable(t *rapid.T) {
	c := drawTable(t)
	got, err := hierarchy.TableWith(c.weights, c.rows, c.cols, c.o)
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
	mirrored, err := hierarchy.TableWith(c.weights, minus(c.rows), minus(c.cols), c.o)
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
	again, err := hierarchy.TableWith(scaled, c.rows, c.cols, c.o)
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
	moved := tableCase{rows: make([]decimal.Decimal, m), cols: make([]decimal.Decimal, n), o: c.o, weights: make([][]decimal.Decimal, m)}
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
	other, err := hierarchy.TableWith(moved.weights, moved.rows, moved.cols, moved.o)
	if err != nil {
		t.Fatal(err)
	}
	if len(other.Tied) != len(got.Tied) {
		t.Errorf("%d cells tie, and %d in another order", len(got.Tied), len(other.Tied))
	}
	for i := range m {
		for j := range n {
			k, l := place(i, j)
			if !slices.Contains(got.Tied, hierarchy.Cell{Row: k, Col: l}) && !other.Entries[i][j].Equal(got.Entries[k][l]) {
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

func TestTableKeepsNothing(t *testing.T) {
	weights := wholeRows([][]int64{{3, 1}, {1, 2}})
	rows, cols := wholes([]int64{4, 3}), wholes([]int64{4, 3})
	got, err := hierarchy.Table(weights, rows, cols, hierarchy.ApportionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	before := fmt.Sprint(got)
	weights[0][0], rows[0], cols[0] = d("9"), d("9"), d("9")
	if after := fmt.Sprint(got); after != before {
		t.Errorf("the table was %s and is %s", before, after)
	}
}

// randomTable draws log-normal weights and margins.
func randomTable(m, n int, total int64) (weights [][]decimal.Decimal, rows, cols []decimal.Decimal) {
	r := rand.New(rand.NewPCG(3, 1))
	for range m {
		row := make([]decimal.Decimal, n)
		for j := range row {
			row[j] = decimal.NewFromInt(1 + int64(math.Exp(11+1.5*r.NormFloat64())))
		}
		weights = append(weights, row)
	}
	margin := func(n int) []decimal.Decimal {
		claims := make([]hierarchy.Claim, n)
		for i := range claims {
			claims[i].Weight = decimal.NewFromInt(1 + int64(1e6*math.Exp(r.NormFloat64())))
		}
		a, err := hierarchy.Apportion(decimal.NewFromInt(total), claims, hierarchy.ApportionOptions{})
		if err != nil {
			panic(err)
		}
		return a.Shares
	}
	return weights, margin(m), margin(n)
}

func TestTableLarge(t *testing.T) {
	weights, rows, cols := randomTable(334, 31, 3_000_000)
	for _, total := range []string{"1", "1e30"} {
		for i := range rows {
			rows[i] = rows[i].Mul(d(total))
		}
		for j := range cols {
			cols[j] = cols[j].Mul(d(total))
		}
		got, err := hierarchy.Table(weights, rows, cols, hierarchy.ApportionOptions{})
		if err != nil {
			t.Fatal(err)
		}
		checkMargins(t, got, rows, cols)
	}
}

var tableSizes = [][2]int{{31, 3}, {31, 10}, {334, 31}, {2850, 31}}

func BenchmarkTable(b *testing.B) {
	for _, size := range tableSizes {
		weights, rows, cols := randomTable(size[0], size[1], int64(size[0]*size[1])*100)
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := hierarchy.Table(weights, rows, cols, hierarchy.ApportionOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkTableNaive scales rows and columns in turn, each by the divisor
// method in one dimension on exact fractions, until both margins hold: what one
// would write first. It stops after 200 rounds if it did not get there.
func BenchmarkTableNaive(b *testing.B) {
	for _, size := range tableSizes[:2] {
		weights, rows, cols := randomTable(size[0], size[1], int64(size[0]*size[1])*100)
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if rounds := naiveTable(weights, rows, cols, 200); rounds < 0 {
					b.ReportMetric(1, "failed")
				}
			}
		})
	}
}

// naiveTable returns after how many rounds the table was right, or -1.
func naiveTable(weights [][]decimal.Decimal, rows, cols []decimal.Decimal, rounds int) int {
	m, n := len(rows), len(cols)
	w := make([]*big.Rat, m*n)
	for i := range m {
		for j := range n {
			w[i*n+j] = weights[i][j].Rat()
		}
	}
	half := big.NewRat(1, 2)
	// line scales some cells so that their rounded values make the margin.
	line := func(cells []int, margin int64) (off int64) {
		x := make([]int64, len(cells))
		sum := new(big.Rat)
		for _, c := range cells {
			sum.Add(sum, w[c])
		}
		scale := new(big.Rat).Quo(new(big.Rat).SetInt64(margin), sum)
		total, now := int64(0), int64(0)
		floor := func(v *big.Rat) int64 {
			v.Add(v, half)
			return new(big.Int).Quo(v.Num(), v.Denom()).Int64()
		}
		for k, c := range cells {
			now += floor(new(big.Rat).Set(w[c]))
			x[k] = floor(new(big.Rat).Mul(w[c], scale))
			total += x[k]
		}
		for total != margin {
			best, at := -1, new(big.Rat)
			for k, c := range cells {
				to := new(big.Rat).SetFrac64(2*x[k]+1, 2)
				if total > margin {
					if x[k] == 0 {
						continue
					}
					to.Sub(to, big.NewRat(1, 1))
				}
				to.Quo(to, w[c])
				if s := to.Cmp(at); best < 0 || total < margin && s < 0 || total > margin && s > 0 {
					best, at = k, to
				}
			}
			scale = at
			if total < margin {
				x[best]++
				total++
			} else {
				x[best]--
				total--
			}
		}
		// The middle of where the rounded values stay the same, in a short
		// fraction: exact ones would grow without end.
		var low, high *big.Rat
		for k, c := range cells {
			if at := new(big.Rat).SetFrac64(2*x[k]-1, 2); x[k] > 0 {
				if at.Quo(at, w[c]); low == nil || at.Cmp(low) > 0 {
					low = at
				}
			}
			at := new(big.Rat).SetFrac64(2*x[k]+1, 2)
			if at.Quo(at, w[c]); high == nil || at.Cmp(high) < 0 {
				high = at
			}
		}
		if low != nil {
			scale = low.Mul(low.Add(low, high), half)
		}
		f, _ := scale.Float64()
		scale.SetFloat64(f)
		for _, c := range cells {
			w[c].Mul(w[c], scale)
			f, _ := w[c].Float64()
			w[c].SetFloat64(f)
		}
		return max(now-margin, margin-now)
	}
	for round := range rounds {
		off := int64(0)
		for i := range m {
			cells := make([]int, n)
			for j := range n {
				cells[j] = i*n + j
			}
			off += line(cells, rows[i].IntPart())
		}
		for j := range n {
			cells := make([]int, m)
			for i := range m {
				cells[i] = i*n + j
			}
			off += line(cells, cols[j].IntPart())
		}
		if off == 0 {
			return round
		}
	}
	return -1
}

func TestTableErrorsAreShort(t *testing.T) {
	n := 60
	weights := make([][]decimal.Decimal, n)
	for i := range weights {
		weights[i] = slices.Repeat([]decimal.Decimal{d("0")}, n)
		weights[i][0] = d("1")
		if i == 0 {
			weights[0] = slices.Repeat([]decimal.Decimal{d("1")}, n)
		}
	}
	margin := slices.Repeat([]decimal.Decimal{d("1")}, n)
	_, err := hierarchy.Table(weights, margin, margin, hierarchy.ApportionOptions{})
	if err == nil || len(err.Error()) > 400 || !strings.Contains(err.Error(), "and 49 more") {
		t.Errorf("Table() error %v", err)
	}
}
