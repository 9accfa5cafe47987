package rows

import (
	"maps"
	"slices"
	"strings"

	"github.com/targetcascade/cascade/target"
)

// origin is where the text of a field comes from.
type origin[T any] struct {
	field  field[T]
	column int    // its column, negative if it has none
	header string // of the column, or the field's name
	fixed  string
}

// reader reads records of type T by a layout.
type reader[T any] struct {
	*table
	layout Layout
	fields []field[T]

	origins []origin[T] // without those of a wide table's figures
	across  field[T]
	value   field[T]
	columns []int // of a wide table's figures

	incomplete bool // whether a required field has no column: no record can be made
}

// readRecords calls keep with the records of a table, each with its row and with the header
// of its figure, or the name of the field value. A record is left out if the cell of its
// field value means that there is no figure.
func readRecords[T any](src Records, l Layout, fields []field[T], t *table, keep func(*Row, string, T)) error {
	d := reader[T]{table: t, layout: l, fields: fields}
	d.format = l.Format
	d.format.validate(d.problems.At("layout").Field("format"))
	d.checkLayout()
	if d.problems.Len() > 0 {
		return d.problems.Err()
	}

	ready := false
	d.each(src, func(r *Row) {
		if !ready {
			d.resolve()
			ready = true
		}
		d.row(r, keep)
	})
	if !ready && d.headers != nil && d.problems.Len() == 0 {
		d.resolve() // of a table without rows, whose headers must be right too
	}
	return d.problems.Err()
}

// checkLayout reports what is wrong with the layout itself.
func (d *reader[T]) checkLayout() {
	names := make([]string, len(d.fields))
	for i, f := range d.fields {
		names[i] = f.name
	}
	at := d.problems.At("layout")
	for _, set := range []struct {
		name   string
		fields map[string]string
	}{{"headers", d.layout.Headers}, {"fixed", d.layout.Fixed}} {
		for _, name := range slices.Sorted(maps.Keys(set.fields)) {
			place := at.Field(set.name).Key(name)
			place.OneOf(name, names...)
			place.Required(set.fields[name] != "", "give a text, or leave the field out")
		}
	}
	if d.layout.Across == "" {
		if len(d.layout.Columns) > 0 {
			at.Field("columns").Report(d.layout.Columns[0], target.ErrInvalid, "only a table with Across has them")
		}
		return
	}

	place := at.Field("across")
	switch {
	case !slices.Contains(names, valueField):
		place.Report(d.layout.Across, target.ErrInvalid,
			"these records have no field value: a table of them has one a row")
	case d.layout.Across == valueField:
		place.Report(d.layout.Across, target.ErrInvalid, "name the field whose values are headers")
	default:
		place.OneOf(d.layout.Across, names...)
	}
}

// resolve finds the columns of the fields.
func (d *reader[T]) resolve() {
	for _, header := range d.layout.Ignore {
		if !slices.Contains(d.headers, header) {
			d.problems.At("layout").Field("ignore").Report(header, target.ErrUnknown, "the headers are "+d.listed())
		}
	}

	located := map[string]bool{} // headers of fields
	for _, f := range d.fields {
		switch {
		case d.layout.Across != "" && f.name == d.layout.Across:
			d.across = f
		case d.layout.Across != "" && f.name == valueField:
			d.value = f
		default:
			located[d.locate(f)] = true
		}
	}
	if len(d.layout.Columns) > 0 {
		for _, header := range d.layout.Columns {
			d.addAcross(header)
		}
		return
	}

	for _, header := range d.headers {
		switch {
		case located[header] || header == "" || slices.Contains(d.layout.Ignore, header):
		case d.layout.Across != "":
			d.addAcross(header)
		default:
			remedy := "name the field of this column in Headers, or list the column in Ignore"
			if slices.ContainsFunc(d.fields, func(f field[T]) bool { return f.name == valueField }) {
				remedy += "; in a table with several columns of figures, say in Across what their headers are"
			}
			d.problems.At("rows").Index(1).Field(header).Report(nil, target.ErrUnknown,
				"the fields are "+d.names()+"; "+remedy)
		}
	}
}

// addAcross adds a column of figures whose header is a value of Across.
func (d *reader[T]) addAcross(header string) {
	i, ok := d.column(header)
	if !ok {
		return
	}
	var probe T
	before := d.problems.Len()
	d.across.set(&probe, input{header, d.problems.At("rows").Index(1).Field(header), d.format})
	if d.problems.Len() == before {
		d.columns = append(d.columns, i)
	}
}

func (d *reader[T]) names() string {
	var b strings.Builder
	for i, f := range d.fields {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(f.name)
	}
	return b.String()
}

// locate finds out where the text of a field comes from, and returns the header.
func (d *reader[T]) locate(f field[T]) string {
	o := origin[T]{field: f, column: -1, header: f.name, fixed: d.layout.Fixed[f.name]}
	header, said := d.layout.Headers[f.name]
	if said {
		o.header = header
	}

	there := slices.Contains(d.headers, o.header) && !slices.Contains(d.layout.Ignore, o.header)
	fixed := d.problems.At("layout").Field("fixed").Key(f.name)
	switch {
	case o.fixed != "" && said:
		fixed.Report(o.fixed, target.ErrDuplicate, "the field is in Headers too: say one of them")
	case o.fixed != "" && there:
		fixed.Report(o.fixed, target.ErrDuplicate,
			"the table has a column of the field: leave it out here, or list the column in Ignore")
	case o.fixed != "":
		d.origins = append(d.origins, o)
	case !there && !said && f.required:
		d.incomplete = true
		d.problems.At("rows").Index(1).Field(o.header).Report(nil, target.ErrRequired,
			"name its header in Headers, or give it in Fixed; the headers are "+d.listed())
	case there || said:
		i, ok := d.column(o.header)
		if ok {
			o.column = i
			d.origins = append(d.origins, o)
		}
		d.incomplete = d.incomplete || !ok && f.required
	default:
		return "" // a field that the table does not have
	}
	return o.header
}

// row reads the record or the records of a row. d.columns is empty unless the table is wide.
func (d *reader[T]) row(r *Row, keep func(*Row, string, T)) {
	var record T
	for _, o := range d.origins {
		text := o.fixed
		if o.column >= 0 {
			text = r.cell(o.column)
		}
		c := input{text, r.At(o.header), d.format}
		switch {
		case text != "" && (o.field.name != valueField || o.field.required || !slices.Contains(d.format.Missing, text)):
			o.field.set(&record, c)
		case o.field.required:
			c.at.Required(false, "fill in the cell")
		case o.field.name == valueField:
			return
		}
	}
	if d.layout.Across == "" && !d.incomplete {
		keep(r, valueField, record)
	}

	for _, i := range d.columns {
		text := r.cell(i)
		if text == "" || slices.Contains(d.format.Missing, text) {
			continue
		}
		one := record
		header := d.headers[i]
		d.across.set(&one, input{header, target.Place{}, d.format}) // checked by addAcross
		d.value.set(&one, input{text, r.At(header), d.format})
		if !d.incomplete {
			keep(r, header, one)
		}
	}
}
