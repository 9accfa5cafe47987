package rows

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Row is one row of a table, by the headers of its columns. If something is wrong with a
// cell, its methods return a zero value and report the problem to [Each], which returns all
// problems together.
type Row struct {
	// Number is the number of the row in the source. The header is row 1.
	Number int

	table  *table
	cells  []string
	before int // number of problems of the rows above
}

// table is what the rows of a table share.
type table struct {
	problems target.Problems
	format   Format
	headers  []string
	reported map[string]bool // headers that are missing or there twice
}

// Each calls use with every row of a table below its header, in order. Rows
// whose cells are all empty are left out. A byte-order mark before the first
// header is dropped.
//
// Each returns an error if
//   - the format is not valid, or there is no header;
//   - a cell is not empty and has no header;
//   - the source returns an error;
//   - use asks for a column that the table does not have, or has twice;
//   - use reports a problem, by a method of the row or at [Row.At].
//
// It reports every problem by row and column, as in rows[7].population.
func Each(src Records, f Format, use func(*Row)) error {
	t := &table{format: f}
	f.validate(t.problems.At("format"))
	if t.problems.Len() == 0 {
		t.each(src, use)
	}
	return t.problems.Err()
}

func (t *table) each(src Records, use func(*Row)) {
	if src == nil {
		src = Of(nil)
	}

	number := 0
	for cells, err := range src {
		number++
		if !t.problems.At("rows").Index(number).Add(err) {
			return
		}
		if number == 1 {
			t.head(cells)
			continue
		}
		row := Row{Number: number, table: t, cells: cells, before: t.problems.Len()}
		if row.check() {
			use(&row)
		}
	}
	t.problems.At("rows").Required(number > 0, "give the rows of a table, the header first")
}

func (t *table) head(cells []string) {
	t.headers = make([]string, len(cells))
	for i, cell := range cells {
		t.headers[i] = clean(cell)
	}
}

// column returns the index of the column with a header. It reports a header that is missing
// or there twice, once.
func (t *table) column(header string) (int, bool) {
	i := slices.Index(t.headers, header)
	if i >= 0 && !slices.Contains(t.headers[i+1:], header) {
		return i, true
	}
	if !t.reported[header] {
		if t.reported == nil {
			t.reported = map[string]bool{}
		}
		t.reported[header] = true
		at := t.problems.At("rows").Index(1).Field(header)
		if i >= 0 {
			at.Duplicate(header)
		} else {
			at.Report(nil, target.ErrRequired, "the headers are "+t.listed())
		}
	}
	return 0, false
}

// listed lists the headers.
func (t *table) listed() string {
	var b strings.Builder
	for i, h := range t.headers {
		if b.Len() > 300 {
			b.WriteString(", …")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Quote(fault.Clip(h, 80)))
	}
	return b.String()
}

// check reports whether the row has a cell that is not empty, and reports cells
// without a header.
func (r *Row) check() bool {
	some := false
	for i, cell := range r.cells {
		if clean(cell) == "" {
			continue
		}
		some = true
		if i >= len(r.table.headers) || r.table.headers[i] == "" {
			r.At("column "+strconv.Itoa(i+1)).Report(clean(cell), target.ErrInvalid, "give the column a header")
		}
	}
	return some
}

// sound reports whether no problem of the row has been reported.
func (r *Row) sound() bool { return r.table.problems.Len() == r.before }

// validated reports what is wrong with the record of the row, by the headers of
// its fields. It reports nothing if a cell of the row is wrong already.
func (r *Row) validated(err error, l Layout) {
	if err == nil || !r.sound() {
		return
	}
	for _, e := range target.AllErrors(err) {
		_, name, _ := strings.Cut(e.Path, ".")
		if name == "baseline.period" {
			name = "baseline period"
		}
		r.At(l.header(strings.TrimPrefix(name, "source."))).Report(e.Value, e.Err, e.Remedy)
	}
}

// At returns the place of a cell, to report what is wrong with it.
func (r *Row) At(header string) target.Place {
	return r.table.problems.At("rows").Index(r.Number).Field(header)
}

// Has reports whether the table has a column with the header.
func (r *Row) Has(header string) bool { return slices.Contains(r.table.headers, header) }

// Cells yields the headers and the texts of the cells, in the order of the table.
func (r *Row) Cells() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for i, h := range r.table.headers {
			if h != "" && !yield(h, r.cell(i)) {
				return
			}
		}
	}
}

// String prints the row with the headers of its cells.
func (r *Row) String() string {
	var b strings.Builder
	b.WriteString("row " + numtext.Count(r.Number))
	if r.table == nil {
		return b.String()
	}
	for header, cell := range r.Cells() {
		b.WriteString(", " + fault.Line(header, 40) + " " + fault.Text(fault.Line(cell, 40)))
	}
	return fault.Clip(b.String(), 1000)
}

// cell returns the text of a cell. Cells beyond the end of the row are empty.
func (r *Row) cell(i int) string {
	if i >= len(r.cells) {
		return ""
	}
	return clean(r.cells[i])
}

// Text returns the text of a cell without white space around it.
func (r *Row) Text(header string) string {
	i, ok := r.table.column(header)
	if !ok {
		return ""
	}
	return r.cell(i)
}

// Figure returns the figure of a cell. A cell without a figure is a problem.
func (r *Row) Figure(header string) decimal.Decimal {
	d, ok := r.figure(header)
	if ok {
		r.At(header).Required(d.Valid, "give a figure")
	}
	return d.Decimal
}

// Optional returns the figure of a cell, which may be empty or one of the texts
// of Format.Missing.
func (r *Row) Optional(header string) decimal.NullDecimal {
	d, _ := r.figure(header)
	return d
}

func (r *Row) figure(header string) (decimal.NullDecimal, bool) {
	i, ok := r.table.column(header)
	if !ok {
		return decimal.NullDecimal{}, false
	}
	return r.table.format.read(r.cell(i), r.At(header))
}

// Period returns the period of a cell in ISO 8601: 2012, 2012-Q1, 2012-03 or
// 2011/2015.
func (r *Row) Period(header string) target.Period {
	i, ok := r.table.column(header)
	if !ok {
		return target.Period{}
	}
	p, err := target.ParsePeriod(r.cell(i))
	r.At(header).AddRooted(err)
	return p
}

// Count returns the whole number of a cell.
func (r *Row) Count(header string) int {
	i, ok := r.table.column(header)
	if !ok {
		return 0
	}
	cell := r.cell(i)
	n, err := strconv.Atoi(strings.Map(plainRune, cell))
	if err != nil {
		r.At(header).Report(cell, target.ErrInvalid, "write a whole number")
	}
	return n
}

// MarshalJSON returns an error: a row is a part of a table that is being read.
func (r *Row) MarshalJSON() ([]byte, error) {
	return nil, &target.FieldError{Path: "row", Err: target.ErrInvalid, Remedy: "write what was read from it"}
}
