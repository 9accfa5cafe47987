package apportion_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// numbersOf reads a table from words; "." is none.
func numbersOf(rows ...string) [][]decimal.NullDecimal {
	out := make([][]decimal.NullDecimal, len(rows))
	for i, row := range rows {
		for word := range strings.FieldsSeq(row) {
			if word == "." {
				out[i] = append(out[i], decimal.NullDecimal{})
			} else {
				out[i] = append(out[i], decimal.NewNullDecimal(d(word)))
			}
		}
	}
	return out
}

func decimalsOf(rows ...string) [][]decimal.Decimal {
	out := make([][]decimal.Decimal, len(rows))
	for i, row := range numbersOf(rows...) {
		for _, x := range row {
			out[i] = append(out[i], x.Decimal)
		}
	}
	return out
}

func TestTableBoundsAtTheEdge(t *testing.T) {
	weights := []string{"1 2 3", "4 5 6"}
	for _, tt := range []struct {
		name       string
		weights    []string
		rows, cols string
		least      []string
		most       []string
		want       string
	}{
		{
			"minima alone stand in for weights",
			[]string{"0 0 0", "4 5 6"},
			"3 9", "4 4 4",
			[]string{"1 1 1", ". . ."},
			nil, "[[1 1 1] [3 3 3]]",
		},
		{"maxima of zero", weights, "6 15", "5 7 9", nil, []string{"0 . .", ". . ."}, "[[0 2 4] [5 5 5]]"},
		{
			"a minimum below zero is none", weights, "6 15", "5 7 9",
			[]string{"-3 . .", ". -1 ."},
			nil,
			"[[1 2 3] [4 5 6]]",
		},
		{"a minimum of zero is none", weights, "6 15", "5 7 9", []string{"0 0 0", "0 0 0"}, nil, "[[1 2 3] [4 5 6]]"},
		{
			"equal bounds hold an entry", weights, "6 15", "5 7 9",
			[]string{"2 . .", ". . ."},
			[]string{"2 . .", ". . ."},
			"[[2 2 2] [3 5 7]]",
		},
		{"below zero", weights, "-6 -15", "-5 -7 -9", nil, nil, "[[-1 -2 -3] [-4 -5 -6]]"},
		{
			"bounds below zero", weights, "-6 -15", "-5 -7 -9",
			[]string{". . .", "-4.5 . -7"},
			[]string{". -2 .", ". . ."},
			"",
		},
		{
			"bounds below zero, each of its own cell", weights, "-6 -15", "-5 -7 -9",
			[]string{"-1 . .", ". -4 ."},
			[]string{". . .", ". . -6"},
			"",
		},
		{
			"nothing to divide", weights, "0 0", "0 0 0",
			[]string{"-1 . .", ". . ."},
			[]string{". 5 .", ". . ."},
			"[[0 0 0] [0 0 0]]",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			read := func(least, most []string) (o apportion.TableOptions) {
				if least != nil {
					o.Min = numbersOf(least...)
				}
				if most != nil {
					o.Max = numbersOf(most...)
				}
				return o
			}
			rows, cols := decimalsOf(tt.rows)[0], decimalsOf(tt.cols)[0]
			got, err := apportion.Table(decimalsOf(tt.weights...), rows, cols, read(tt.least, tt.most))
			if err != nil {
				t.Fatal(err)
			}
			if tt.want != "" {
				if s := fmt.Sprint(got.Entries); s != tt.want {
					t.Errorf("Table() = %s, want %s", s, tt.want)
				}
				return
			}
			// The mirror image, whose minima are the maxima with their signs turned.
			o := read(tt.most, tt.least)
			for _, b := range [][][]decimal.NullDecimal{o.Min, o.Max} {
				for _, row := range b {
					for j := range row {
						row[j].Decimal = row[j].Decimal.Neg()
					}
				}
			}
			turned, err := apportion.Table(decimalsOf(tt.weights...), negated(rows), negated(cols), o)
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range turned.Entries {
				turned.Entries[i] = negated(row)
			}
			if diff := cmp.Diff(turned, got); diff != "" {
				t.Errorf("Table() is not the mirror image (-want +got):\n%s", diff)
			}
		})
	}
}

func negated(a []decimal.Decimal) []decimal.Decimal {
	out := make([]decimal.Decimal, len(a))
	for i, x := range a {
		out[i] = x.Neg()
	}
	return out
}

func TestTableReportsEachProblemOnce(t *testing.T) {
	weights := []string{"1 2 3", "4 5 6"}
	for _, tt := range []struct {
		name       string
		weights    []string
		rows, cols []decimal.Decimal
		o          apportion.TableOptions
		want       string
	}{
		{"no rows", nil, nil, decimalsOf("5 7 9")[0], apportion.TableOptions{}, "rows"},
		{"no columns", []string{"", ""}, decimalsOf("6 15")[0], nil, apportion.TableOptions{}, "cols"},
		{
			"a row too many in the weights", append(weights[:2:2], "7 8 9"), decimalsOf("6 15")[0],
			decimalsOf("5 7 9")[0],
			apportion.TableOptions{},
			"weights",
		},
		{
			"a weight below zero",
			[]string{"1 2 3", "4 -0.5 6"},
			decimalsOf("6 15")[0], decimalsOf("5 7 9")[0],
			apportion.TableOptions{},
			"weights[1][1]",
		},
		{
			"a row too many in the minima", weights, decimalsOf("6 15")[0], decimalsOf("5 7 9")[0],
			apportion.TableOptions{Min: numbersOf(". . .", ". . .", "1 1 1")},
			"options.min",
		},
		{
			"a column too many in the maxima", weights, decimalsOf("6 15")[0], decimalsOf("5 7 9")[0],
			apportion.TableOptions{Max: numbersOf(". . .", ". . . 1")},
			"options.max[1]",
		},
		{"a maximum below the minimum", weights, decimalsOf("6 15")[0], decimalsOf("5 7 9")[0], apportion.TableOptions{
			Min: numbersOf(". . .", ". 2 ."), Max: numbersOf(". . .", ". 1 ."),
		}, "options.max[1][1]"},
		{
			"a maximum below zero", weights, decimalsOf("6 15")[0], decimalsOf("5 7 9")[0],
			apportion.TableOptions{Max: numbersOf(". . -1", ". . .")},
			"options.max[0][2]",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := apportion.Table(decimalsOf(tt.weights...), tt.rows, tt.cols, tt.o)
			if got := paths(t, err); got != tt.want {
				t.Errorf("Table() reports %s, want %s: %v", got, tt.want, err)
			}
		})
	}
}

func TestTableMarginsThatDiffer(t *testing.T) {
	_, err := apportion.Table(
		decimalsOf("1 1", "1 1"), decimalsOf("3 4")[0], decimalsOf("3 2")[0], apportion.TableOptions{},
	)
	if want := "cols 5 does not fit: their sum must be the sum of the rows, 7"; err == nil ||
		!strings.HasSuffix(err.Error(), want) {
		t.Errorf("Table() reports %v, want %s", err, want)
	}
}

// A minimum above a margin of nothing is in conflict with that margin, and a
// maximum below it with the sign of all margins.
func TestTableOfNothingWithBounds(t *testing.T) {
	rows, cols := decimalsOf("0 0")[0], decimalsOf("0 0")[0]
	_, err := apportion.Table(
		decimalsOf("1 1", "1 1"), rows, cols, apportion.TableOptions{Min: numbersOf("1 .", ". .")},
	)
	if _, ok := errors.AsType[*apportion.TableError](err); !ok {
		t.Errorf("a minimum of 1: %v, want a TableError", err)
	}
	_, err = apportion.Table(
		decimalsOf("1 1", "1 1"), rows, cols, apportion.TableOptions{Max: numbersOf("-1 .", ". .")},
	)
	if paths(t, err) != "options.max[0][0]" || !errors.Is(err, target.ErrInfeasible) {
		t.Errorf("a maximum of -1: %v, want a problem of options.max[0][0]", err)
	}
}

func TestTableErrorOfAColumn(t *testing.T) {
	_, err := apportion.Table(
		decimalsOf("1 1", "1 1"), decimalsOf("4 4")[0], decimalsOf("2 6")[0],
		apportion.TableOptions{Min: numbersOf("2 .", "1 .")},
	)
	e, ok := errors.AsType[*apportion.TableError](err)
	if want := "table cannot be met: cols[0] have 2 to place, and must take at least 3"; !ok || e.Error() != want {
		t.Errorf("Table() reports %v, want %s", err, want)
	}
}
