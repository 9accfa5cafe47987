// Package embedded reads the tables of published figures that the example
// programs carry: CSV with headings, and comments in lines that begin with #.
package embedded

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Row is one row of a table by the headings of its columns. Its methods keep the
// first problem for [Each] to return, and answer with the zero value.
type Row struct {
	head, cells []string
	err         error
}

// Each calls use with the rows of a table, from top to bottom, until there is a
// problem with one.
func Each(files fs.FS, name string, use func(*Row)) error {
	f, err := files.Open(name)
	if err != nil {
		return err
	}

	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err == nil && len(rows) == 0 {
		err = errors.New("no headings")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}

	for i, cells := range rows[1:] {
		row := Row{head: rows[0], cells: cells}
		if use(&row); row.err != nil {
			return fmt.Errorf("%s: row %d: %w", name, i+1, row.err)
		}
	}

	return nil
}

// Fail keeps an error, if it is one and the first.
func (r *Row) Fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// Text is the cell of a column.
func (r *Row) Text(column string) string {
	for i, name := range r.head {
		if name == column {
			return r.cells[i]
		}
	}
	r.Fail(fmt.Errorf("no column %s", column))
	return ""
}

// parse reads a cell.
func parse[T any](r *Row, column string, read func(string) (T, error)) T {
	x, err := read(r.Text(column))
	if err != nil {
		r.Fail(fmt.Errorf("%s: %w", column, err))
	}
	return x
}

// Number is a figure.
func (r *Row) Number(column string) decimal.Decimal {
	return parse(r, column, decimal.NewFromString)
}

// Optional is a figure that may be missing.
func (r *Row) Optional(column string) decimal.NullDecimal {
	if r.Text(column) == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(r.Number(column))
}

// Int is a whole number.
func (r *Row) Int(column string) int { return parse(r, column, strconv.Atoi) }

// Period is a year, a month, or another period.
func (r *Row) Period(column string) target.Period { return parse(r, column, target.ParsePeriod) }

// Years are the figures in the columns whose headings are years, from left to
// right, without those that are missing.
func (r *Row) Years() iter.Seq2[int, decimal.Decimal] {
	return func(yield func(int, decimal.Decimal) bool) {
		for _, column := range r.head {
			year, err := strconv.Atoi(column)
			if err != nil {
				continue
			}
			if x := r.Optional(column); x.Valid && !yield(year, x.Decimal) {
				return
			}
		}
	}
}

// ByYear are figures by year and by code of the unit.
type ByYear map[int]map[string]decimal.Decimal

// Put adds a figure.
func (b ByYear) Put(year int, code string, x decimal.Decimal) {
	if b[year] == nil {
		b[year] = map[string]decimal.Decimal{}
	}
	b[year][code] = x
}
