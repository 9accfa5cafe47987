package apportion_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy/apportion"
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
			got, err := apportion.Table(wholeRows(c.Weights), wholes(c.Rows), wholes(c.Cols), apportion.TableOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(wholeRows(c.Want), got.Entries); diff != "" {
				t.Errorf("Table() mismatch (-want +got):\n%s", diff)
			}
			if len(got.Tied) > 0 {
				t.Errorf("Table() ties %v, want none", got.Tied)
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
	got, err := apportion.Table(weights, rows, cols, apportion.TableOptions{})
	if err != nil {
		t.Fatal(err)
	}

	checkMargins(t, got.Entries, rows, cols)
	off := decimal.Zero
	for i, row := range got.Entries {
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
	got, err := apportion.Table(
		wholeRows([][]int64{{1, 1, 0}, {1, 1, 0}, {0, 0, 9}}), wholes([]int64{1, 1, 4}), wholes([]int64{1, 1, 4}),
		apportion.TableOptions{},
	)
	if err != nil {
		t.Fatal(err)
	}
	want := apportion.TwoWay{
		Entries: wholeRows([][]int64{{1, 0, 0}, {0, 1, 0}, {0, 0, 4}}),
		Tied:    []apportion.Cell{{0, 0}, {0, 1}, {1, 0}, {1, 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Table() mismatch (-want +got):\n%s", diff)
	}
}

func TestTableRounding(t *testing.T) {
	// The minima of Σ log(s(n)/w) over all tables, listed one by one.
	weights := wholeRows([][]int64{{11, 5, 1}, {3, 5, 9}})
	rows, cols := wholes([]int64{9, 8}), wholes([]int64{7, 5, 5})
	for rounding, want := range map[apportion.Rounding][][]int64{
		0:                   {{6, 3, 0}, {1, 2, 5}},
		apportion.Webster:   {{6, 3, 0}, {1, 2, 5}},
		apportion.Jefferson: {{6, 3, 0}, {1, 2, 5}},
		apportion.Adams:     {{5, 3, 1}, {2, 2, 4}},
		apportion.Hill:      {{5, 3, 1}, {2, 2, 4}},
		apportion.Dean:      {{5, 3, 1}, {2, 2, 4}},
	} {
		got, err := apportion.Table(weights, rows, cols, apportion.TableOptions{Rounding: rounding})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(wholeRows(want), got.Entries); diff != "" {
			t.Errorf("%v: Table() mismatch (-want +got):\n%s", rounding, diff)
		}
	}
}

func TestTableBounds(t *testing.T) {
	held := func(s string) decimal.NullDecimal { return decimal.NewNullDecimal(d(s)) }
	none := decimal.NullDecimal{}
	weights := wholeRows([][]int64{{1, 1}, {1, 1}})
	bounds := [][]decimal.NullDecimal{{held("7"), none}, {none, none}}
	got, err := apportion.Table(
		weights, wholes([]int64{10, 10}), wholes([]int64{10, 10}), apportion.TableOptions{Min: bounds, Max: bounds},
	)
	if err != nil {
		t.Fatal(err)
	}

	want := wholeRows([][]int64{{7, 3}, {3, 7}})
	if diff := cmp.Diff(want, got.Entries); diff != "" {
		t.Errorf("Table() mismatch (-want +got):\n%s", diff)
	}
	least := [][]decimal.NullDecimal{{held("6"), held("5")}, {none, none}}
	_, err = apportion.Table(
		weights, wholes([]int64{10, 10}), wholes([]int64{10, 10}), apportion.TableOptions{Min: least},
	)
	wantErr := &apportion.TableError{Rows: []int{0}, Amount: d("10"), Room: d("11"), Floor: true}
	if e, ok := errors.AsType[*apportion.TableError](err); !ok || !cmp.Equal(e, wantErr) {
		t.Errorf("Table() error %v, want %v", err, wantErr)
	}
	if msg := "table cannot be met: rows[0] have 10 to place, and must take at least 11"; err.Error() != msg {
		t.Errorf("Table() error %q, want %q", err, msg)
	}
}

func TestTableInfeasible(t *testing.T) {
	weights := wholeRows([][]int64{{5, 0, 0}, {3, 0, 0}, {1, 2, 4}})
	_, err := apportion.Table(
		weights, wholes([]int64{30, 20, 10}), wholes([]int64{40, 10, 10}), apportion.TableOptions{},
	)
	want := &apportion.TableError{Rows: []int{0, 1}, Cols: []int{0}, Amount: d("50"), Room: d("40")}
	e, ok := errors.AsType[*apportion.TableError](err)
	if !ok || !errors.Is(err, target.ErrInfeasible) {
		t.Fatalf("Table() error %v, want %v", err, want)
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Errorf("Table() error mismatch (-want +got):\n%s", diff)
	}
	const msg = "table cannot be met: rows[0], rows[1] have 50 to place, and cols[0] leave room for 40"
	if e.Error() != msg {
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
		o          apportion.TableOptions
		want       map[string]error
	}{
		{
			"empty", nil, nil, nil,
			apportion.TableOptions{},
			map[string]error{"rows": target.ErrRequired, "cols": target.ErrRequired},
		},
		{
			"ragged",
			[][]decimal.Decimal{ones[0], ones[0][:1]},
			two, two,
			apportion.TableOptions{},
			map[string]error{"weights[1]": target.ErrMismatch},
		},
		{"too few rows", ones[:1], two, two, apportion.TableOptions{}, map[string]error{"weights": target.ErrMismatch}},
		{
			"margins disagree", ones, two, wholes([]int64{2, 3}),
			apportion.TableOptions{},
			map[string]error{"cols": target.ErrMismatch},
		},
		{
			"signs disagree", ones, wholes([]int64{-2, 2}), wholes([]int64{0, 0}),
			apportion.TableOptions{},
			map[string]error{"rows[1]": target.ErrRange},
		},
		{
			"negative weight", wholeRows([][]int64{{1, -1}, {1, 1}}), two, two,
			apportion.TableOptions{},
			map[string]error{"weights[0][1]": target.ErrRange},
		},
		{
			"zero row and column", wholeRows([][]int64{{0, 0}, {1, 0}}), two, two,
			apportion.TableOptions{},
			map[string]error{"rows[0]": target.ErrInfeasible, "cols[1]": target.ErrInfeasible},
		},
		{"off the quantum", ones, two, two, apportion.TableOptions{Quantum: d("0.8")}, map[string]error{
			"rows[0]": target.ErrQuantum, "rows[1]": target.ErrQuantum, "cols[0]": target.ErrQuantum,
			"cols[1]": target.ErrQuantum,
		}},
		{
			"negative quantum", ones, two, two,
			apportion.TableOptions{Quantum: d("-1")},
			map[string]error{"options.quantum": target.ErrRange},
		},
		{
			"rounding", ones, two, two,
			apportion.TableOptions{Rounding: 9},
			map[string]error{"options.rounding": target.ErrUnknown},
		},
		{
			"out of bounds",
			[][]decimal.Decimal{{huge, huge.Neg()}, ones[0]},
			[]decimal.Decimal{huge, d("1")},
			two,
			apportion.TableOptions{},
			map[string]error{
				"weights[0][0]": target.ErrRange, "weights[0][1]": target.ErrRange, "rows[0]": target.ErrRange,
			},
		},
		{"min above max", ones, two, two, apportion.TableOptions{
			Min: [][]decimal.NullDecimal{{decimal.NewNullDecimal(d("2")), {}}, {{}, {}}},
			Max: [][]decimal.NullDecimal{{decimal.NewNullDecimal(d("1")), {}}, {{}, {}}},
		}, map[string]error{"options.max[0][0]": target.ErrInfeasible}},
		{
			"ragged bounds", ones, two, two,
			apportion.TableOptions{Min: [][]decimal.NullDecimal{{{}}, {{}, {}}}},
			map[string]error{"options.min[0]": target.ErrMismatch},
		},
	}

	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := apportion.Table(c.weights, c.rows, c.cols, c.o)
			if err == nil {
				t.Fatalf("Table() = %v", got)
			}
			found := map[string]error{}
			for _, e := range target.AllErrors(err) {
				found[e.Path] = e.Err
			}
			if len(found) != len(c.want) {
				t.Errorf("Table() error %v, want %v", err, c.want)
			}
			for path, want := range c.want {
				if !errors.Is(found[path], want) {
					t.Errorf("%s: %v, want %v", path, found[path], want)
				}
			}
		})
	}
}

func TestTableKeepsNothing(t *testing.T) {
	weights := wholeRows([][]int64{{3, 1}, {1, 2}})
	rows, cols := wholes([]int64{4, 3}), wholes([]int64{4, 3})
	got, err := apportion.Table(weights, rows, cols, apportion.TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	before := fmt.Sprint(got)
	weights[0][0], rows[0], cols[0] = d("9"), d("9"), d("9")
	if after := fmt.Sprint(got); after != before {
		t.Errorf("the table was %s and is %s", before, after)
	}
}

func TestTableLarge(t *testing.T) {
	weights, rows, cols := randomTable(200, 31, 3_000_000)
	for _, total := range []string{"1", "1e30"} {
		for i := range rows {
			rows[i] = rows[i].Mul(d(total))
		}
		for j := range cols {
			cols[j] = cols[j].Mul(d(total))
		}
		got, err := apportion.Table(weights, rows, cols, apportion.TableOptions{})
		if err != nil {
			t.Fatal(err)
		}
		checkMargins(t, got.Entries, rows, cols)
	}
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
	_, err := apportion.Table(weights, margin, margin, apportion.TableOptions{})
	if err == nil || len(err.Error()) > 400 || !strings.Contains(err.Error(), "and 49 more") {
		t.Errorf("Table() error %v", err)
	}
}
