package apportion_test

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
)

func ExampleTableError() {
	// Ningxia is to file 12 and has no designs, but there are to be only 10 of
	// the other two kinds.
	n := decimal.NewFromInt
	_, err := apportion.Table(
		[][]decimal.Decimal{{n(3), n(2), n(0)}, {n(2), n(1), n(1)}},
		[]decimal.Decimal{n(12), n(8)},
		[]decimal.Decimal{n(6), n(4), n(10)},
		apportion.TableOptions{})
	if e, ok := errors.AsType[*apportion.TableError](err); ok {
		fmt.Println("rows", e.Rows, "have", e.Amount, "and columns", e.Cols, "room for", e.Room)
	}
	// Output:
	// rows [0] have 12 and columns [0 1] room for 10
}

func ExampleCell() {
	// Two equal provinces and two equal kinds, and one patent each: the tie goes
	// to the earliest cell.
	n := decimal.NewFromInt
	one := []decimal.Decimal{n(1), n(1)}
	table, err := apportion.Table([][]decimal.Decimal{one, one}, one, one, apportion.TableOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(table.Entries)
	for _, c := range table.Tied {
		fmt.Println("tied: row", c.Row, "column", c.Col)
	}
	// Output:
	// [[1 0] [0 1]]
	// tied: row 0 column 0
	// tied: row 0 column 1
	// tied: row 1 column 0
	// tied: row 1 column 1
}

func ExampleRakeError() {
	// The first row may only have values in the first column, which is too small.
	n := decimal.NewFromInt
	total := func(v int64) decimal.NullDecimal { return decimal.NewNullDecimal(n(v)) }
	_, err := apportion.Rake(
		apportion.Block{Shape: []int{2, 2}, Values: []decimal.Decimal{n(1), n(0), n(1), n(1)}},
		[]apportion.Margin{
			{Axes: []int{0}, Totals: []decimal.NullDecimal{total(30), total(10)}},
			{Axes: []int{1}, Totals: []decimal.NullDecimal{total(20), total(20)}},
		},
		apportion.RakeOptions{})
	if e, ok := errors.AsType[*apportion.RakeError](err); ok {
		fmt.Println("totals", e.Totals, "sum to", e.Amount, "and", e.Others, "to", e.Room)
	}
	// Output:
	// totals [0] sum to 30 and [0] to 20
}
