package rows

// Layout says where a table has the fields of what is read. The zero Layout
// expects one record a row. The headers are then the names of the fields, which each
// reading function lists.
//
// A long table has one figure a row:
//
//	unit    indicator  period  value
//	440000  patents    2014    20000
//	440000  patents    2015    25000
//
// A wide table has a column for each value of one field, which [Layout.Across] names.
// [Layout.Fixed] gives fields that have no column. The same figures, with Across "period"
// and Fixed {"indicator": "patents"}:
//
//	unit    2014   2015
//	440000  20000  25000
type Layout struct {
	// Format says how figures are written.
	Format Format

	// Headers are the headers of fields that do not have the name of the field:
	// {"unit": "Region code"}.
	Headers map[string]string

	// Fixed are the texts of fields that are the same in all rows and have no
	// column.
	Fixed map[string]string

	// Across is the field whose values are headers. The cells below them are
	// figures, the field value. Empty means that the table is long.
	Across string

	// Columns are the headers that are values of Across. Empty means all headers
	// that are neither a field's nor in Ignore.
	Columns []string

	// Ignore are headers of columns that are not read. Every other column must
	// be of use, so that no misspelt header is overlooked. If Columns is given, all
	// other columns that are no field's are ignored anyway.
	Ignore []string
}

// header returns the header of a field.
func (l Layout) header(name string) string {
	if h, ok := l.Headers[name]; ok {
		return h
	}
	return name
}
