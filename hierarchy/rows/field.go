package rows

import (
	"encoding"
	"iter"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// valueField is the name of the field of the figure of a record.
const valueField = "value"

// field is one field of a record of type T: how it is read from a cell that is
// not empty, and how it is written.
type field[T any] struct {
	name     string
	required bool
	set      func(to *T, c input)
	text     func(of *T) string
}

// textField is a field of free text.
func textField[T any](name string, required bool, at func(*T) *string) field[T] {
	return field[T]{
		name, required,
		func(to *T, c input) { *at(to) = c.text },
		func(of *T) string { return *at(of) },
	}
}

// figureField is a field of a figure, which may be missing. A zero without decimals is written
// as an empty cell, unless the field is the value of the record.
func figureField[T any](name string, at func(*T) *decimal.Decimal) field[T] {
	return field[T]{
		name, false,
		func(to *T, c input) {
			if d := c.figure(); d.Valid {
				*at(to) = d.Decimal
			}
		},
		func(of *T) string {
			d := *at(of)
			return figureText(d, name == valueField || !d.IsZero() || d.Exponent() != 0)
		},
	}
}

// nullField is a field of a figure that may be absent, and that is only written.
func nullField[T any](name string, of func(*T) decimal.NullDecimal) field[T] {
	return field[T]{name, false, nil, func(t *T) string {
		d := of(t)
		return figureText(d.Decimal, d.Valid)
	}}
}

// word is a type with a text form, whose zero value is an empty cell.
type word interface {
	comparable
	encoding.TextMarshaler
}

// wordField is a field of an enumeration or a period.
func wordField[T any, W word, P interface {
	*W
	encoding.TextUnmarshaler
}](name string, required bool, at func(*T) P) field[T] {
	return field[T]{
		name, required,
		func(to *T, c input) { c.at.AddRooted(at(to).UnmarshalText([]byte(c.text))) },
		func(of *T) string {
			var zero W
			w := *at(of)
			if w == zero {
				return ""
			}
			text, _ := w.MarshalText() // of a value that is valid
			return string(text)
		},
	}
}

// sourceFields are the fields of the source of a record.
func sourceFields[T any](at func(*T) *target.Source) []field[T] {
	return []field[T]{
		textField("document", false, func(to *T) *string { return &at(to).Document }),
		textField("issuer", false, func(to *T) *string { return &at(to).Issuer }),
		textField("paragraph", false, func(to *T) *string { return &at(to).Paragraph }),
		textField("date", false, func(to *T) *string { return &at(to).Date }),
		textField("url", false, func(to *T) *string { return &at(to).URL }),
	}
}

// input is the text of a cell that is read into a field.
type input struct {
	text   string
	at     target.Place
	format Format
}

// figure returns the figure of the cell, if it is one.
func (c input) figure() decimal.NullDecimal {
	d, _ := c.format.read(c.text, c.at)
	return d
}

// figureText writes a figure with all its decimals, and nothing if there is none.
func figureText(d decimal.Decimal, ok bool) string {
	if !ok {
		return ""
	}
	return d.StringFixed(max(0, -d.Exponent()))
}

// countText writes a number, nothing for 0.
func countText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// yesNo writes a verdict.
func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// write returns the rows of records: a header, and a row for each. A field that
// is not required has a column if a record has it.
func write[T any](records []T, fields []field[T]) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		used := make([]bool, len(fields))
		for i, f := range fields {
			used[i] = f.required || f.name == valueField
			for k := range records {
				used[i] = used[i] || f.text(&records[k]) != ""
			}
		}

		var head []string
		for i, f := range fields {
			if used[i] {
				head = append(head, f.name)
			}
		}
		if !yield(head) {
			return
		}
		for k := range records {
			row := make([]string, 0, len(head))
			for i, f := range fields {
				if used[i] {
					row = append(row, f.text(&records[k]))
				}
			}
			if !yield(row) {
				return
			}
		}
	}
}
