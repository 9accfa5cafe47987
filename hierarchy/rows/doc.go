// Package rows reads trees, columns, indicators, targets and observations from
// tables of text, and writes them, plans, rankings and scorecards back.
//
// A table is a sequence of rows of cells, as packages encoding/csv and
// database/sql, spreadsheets and web services give them. The first row is the
// header. The package does no input or output: the caller reads the rows and
// writes them.
//
// The calls that matter, without their errors:
//
//	units := csv.NewReader(strings.NewReader(provinces))
//	others := rows.Layout{Ignore: []string{"people (1000)", "patents"}}
//	tree, err := rows.ReadTree(rows.From(units.Read), levels, others)
//	layout := rows.Layout{
//		Headers: map[string]string{"unit": "code"}, Across: "name", Format: rows.Format{Thousands: ","},
//	}
//	columns, err := rows.ReadColumns(rows.From(figures.Read), tree, layout, "patents")
//	table := slices.Collect(rows.Plan(plan)) // and back
//
// # Layout
//
// A [Layout] says under which headers the fields are, and how figures are written
// ([Format]). It also says whether the table is long (one figure a row) or wide (a column
// for each period, indicator or unit). Every column of a table must be of use or be listed
// in Layout.Ignore, so that no misspelt header is overlooked.
//
// [Each] reads any other table row by row.
//
// # Errors
//
// Every problem is reported by row and column, as in rows[7].population, up to 50
// of them. Rows count from 1, which is the header, as a spreadsheet counts them.
// Rows that the source leaves out, such as comments in CSV, are not counted.
//
// # Writing
//
// The functions that write return the rows with the header first. Figures are
// written with all their decimals, a point and no separators, so that the zero
// Format reads them. White space around a text is not kept.
package rows
