package rows

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// figure is one figure of a column.
type figure struct {
	unit  string
	parts [3]string // name, indicator, period
	value decimal.Decimal
}

// name returns the name of the column that the figure is of.
func (f figure) name() string {
	parts := slices.DeleteFunc(f.parts[:], func(part string) bool { return part == "" })
	return strings.Join(parts, " ")
}

var figureFields = []field[figure]{
	textField("unit", true, func(f *figure) *string { return &f.unit }),
	textField("name", false, func(f *figure) *string { return &f.parts[0] }),
	textField("indicator", false, func(f *figure) *string { return &f.parts[1] }),
	textField("period", false, func(f *figure) *string { return &f.parts[2] }),
	figureField(valueField, func(f *figure) *decimal.Decimal { return &f.value }),
}

// ReadColumns reads columns of figures of a tree. The fields are unit, the code
// of a unit; name, indicator and period, which together are the name of a column;
// and value. Most tables are wide, with one column of figures beside the other:
//
//	code    people  patents
//	440000  104300  62787
//
// is read with Headers {"unit": "code"} and Across "name". A cell without a
// figure is a gap. Columns that hold no figures, as the names of the units, are listed
// in Ignore: a header name would be the field of the column's name.
//
// The columns are in the order of names. If names is empty, all columns of the
// table are read, in the order of their names.
//
// ReadColumns returns an error if:
//   - the table does not have the layout;
//   - a unit is not in the tree, or has two figures for one column;
//   - a column has no name, or no figure has one of the names.
//
// It reports every problem by row and column.
func ReadColumns(src Records, tree *hierarchy.Tree, l Layout, names ...string) ([]hierarchy.Column, error) {
	d := columnReader{
		tree: tree, layout: l, named: len(names) > 0,
		place: map[string]int{}, columns: map[string]*figures{},
	}

	for i, name := range names {
		if d.columns[name] != nil {
			d.problems.At("names").Index(i).Duplicate(name)
		}
		d.columns[name] = d.empty()
	}
	if l.Across == "name" && len(l.Columns) == 0 {
		l.Columns = names
	}
	for u := range tree.All() {
		d.place[u.Code] = len(d.codes)
		d.codes = append(d.codes, u.Code)
	}

	if err := readRecords(src, l, figureFields, &d.table, d.keep); err != nil {
		return nil, err
	}
	return d.build(names)
}

type columnReader struct {
	table
	tree    *hierarchy.Tree
	layout  Layout
	place   map[string]int // by code of the unit
	codes   []string       // by place
	columns map[string]*figures
	named   bool // whether names are given: other columns are not read
}

// figures are those of one column, by place.
type figures struct {
	values []decimal.Decimal
	row    []int32 // 0 for a gap
}

func (d *columnReader) empty() *figures {
	return &figures{values: make([]decimal.Decimal, d.tree.Len()), row: make([]int32, d.tree.Len())}
}

// keep adds a figure to its column.
func (d *columnReader) keep(r *Row, head string, f figure) {
	name := f.name()
	at := r.At(d.layout.header(head))
	if !at.Required(name != "", "the column has no name: give the field name, indicator or period") {
		return
	}
	c := d.columns[name]
	switch {
	case c == nil && d.named:
		return
	case c == nil:
		c = d.empty()
		d.columns[name] = c
	}

	place, known := d.place[f.unit]
	switch {
	case f.unit == "": // reported as missing
	case !known:
		r.At(d.layout.header("unit")).Report(f.unit, target.ErrUnknown,
			"name a unit of the tree, or leave the row out")
	case c.row[place] != 0:
		at.Report(f.value, target.ErrDuplicate,
			fmt.Sprintf("row %d has another figure of %q for this unit", c.row[place], name))
	default:
		c.values[place], c.row[place] = f.value, int32(r.Number)
	}
}

// build makes the columns, in the order of names, or else in the order of their names.
func (d *columnReader) build(names []string) ([]hierarchy.Column, error) {
	if len(names) == 0 {
		names = slices.Sorted(maps.Keys(d.columns))
	}
	out := make([]hierarchy.Column, len(names))
	for i, name := range names {
		c, err := d.tree.Column(d.columns[name].all(d.codes))
		if d.problems.At("columns").Key(name).Add(err) {
			d.problems.At("names").Index(i).Required(c.Len() > 0, fmt.Sprintf("no row has a figure of %q", name))
		}
		out[i] = c.Named(name)
	}
	if err := d.problems.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

func (f *figures) all(codes []string) iter.Seq2[string, decimal.Decimal] {
	return func(yield func(string, decimal.Decimal) bool) {
		for i, row := range f.row {
			if row != 0 && !yield(codes[i], f.values[i]) {
				return
			}
		}
	}
}

// Columns returns the rows of columns of one tree: unit, and the figures of each column
// under its name. Units of which no column has a figure are left out. [ReadColumns] reads
// the rows back with Across "name".
//
// Columns returns an error if a column has no tree or no name, if its name is "unit" or
// given twice, or if the columns are of different trees.
func Columns(columns ...hierarchy.Column) (iter.Seq[[]string], error) {
	var p target.Problems
	head := []string{"unit"}
	for i, c := range columns {
		at := p.At("columns").Index(i)
		at.Required(c.Tree() != nil, "make it by a method of a tree")
		if at.Field("name").Required(c.Name() != "", "name it by Column.Named") && slices.Contains(head, c.Name()) {
			at.Field("name").Duplicate(c.Name())
		}
		if c.Tree() != nil && c.Tree() != columns[0].Tree() {
			at.Report(c.Name(), target.ErrMismatch, "all columns must be of one tree")
		}
		head = append(head, c.Name())
	}
	if p.Len() > 0 {
		return nil, p.Err()
	}

	return func(yield func([]string) bool) {
		if !yield(head) || len(columns) == 0 {
			return
		}
		for u := range columns[0].Tree().All() {
			row, some := []string{u.Code}, false
			for _, c := range columns {
				d, ok := c.At(u.Code)
				some = some || ok
				row = append(row, figureText(d, ok))
			}
			if some && !yield(row) {
				return
			}
		}
	}, nil
}
