package strictjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// Marshal writes v as the package says. It returns an error if a number is out of
// bounds or a type refuses to write itself.
func Marshal(v any) ([]byte, error) { return marshal(v, false) }

// Canonical is Marshal with the same text for equal decimals: they have no zeros
// at the end of their decimals, and a zero that is not required is left out
// whatever its scale. It is the form that digests are made of.
func Canonical(v any) ([]byte, error) { return marshal(v, true) }

func marshal(v any, canonical bool) ([]byte, error) {
	e := encoder{shapes: shapes{}, canonical: canonical}
	if err := e.write(reflect.ValueOf(v), true); err != nil {
		return nil, err
	}
	return e.Bytes(), nil
}

type encoder struct {
	bytes.Buffer
	shapes    shapes
	canonical bool
}

func (e *encoder) write(v reflect.Value, outermost bool) error {
	shape := e.shapes.of(v.Type())
	switch shape.out {
	case number:
		return e.number(v.Interface().(decimal.Decimal))
	case nullDecimal:
		if n := v.Interface().(decimal.NullDecimal); n.Valid {
			return e.number(n.Decimal)
		}
		e.WriteString("null")
		return nil

	case word:
		if v.Kind() == reflect.Pointer && v.IsNil() {
			break
		}
		text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			return err
		}
		return e.quote(string(text))

	case itself:
		nilable := v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer
		if outermost || nilable && v.IsNil() {
			break
		}
		text, err := v.Interface().(json.Marshaler).MarshalJSON()
		e.Write(text)
		return err
	}

	return e.kind(v, shape)
}

// kind writes a value by the kind of its type.
func (e *encoder) kind(v reflect.Value, shape *typeShape) error {
	switch v.Kind() {
	case reflect.Struct:
		if len(shape.fields) == 0 && v.NumField() > 0 {
			return fmt.Errorf("strictjson: %s has nothing to write", v.Type())
		}
		return e.object(v, shape.fields)
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			e.WriteString("null")
			return nil
		}
		return e.write(v.Elem(), false)
	case reflect.Slice, reflect.Array:
		return e.array(v)
	case reflect.Map:
		return e.dictionary(v)
	case reflect.String:
		return e.quote(v.String())
	case reflect.Bool:
		fmt.Fprintf(e, "%t", v.Bool())
		return nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		fmt.Fprintf(e, "%d", v.Int())
		return nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		fmt.Fprintf(e, "%d", v.Uint())
		return nil
	case reflect.Float64:
		return e.float(v.Float())
	}
	return fmt.Errorf("strictjson: cannot write %s", v.Type())
}

func (e *encoder) array(v reflect.Value) error {
	e.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			e.WriteByte(',')
		}
		if err := e.write(v.Index(i), false); err != nil {
			return err
		}
	}
	e.WriteByte(']')
	return nil
}

func (e *encoder) object(v reflect.Value, fields []field) error {
	e.WriteByte('{')
	first := true
	for _, f := range fields {
		value := v.FieldByIndex(f.index)
		if !f.required && e.empty(value) {
			continue
		}
		if !first {
			e.WriteByte(',')
		}
		first = false
		e.WriteString(`"` + f.name + `":`)
		if err := e.write(value, false); err != nil {
			return err
		}
	}
	e.WriteByte('}')
	return nil
}

func (e *encoder) dictionary(v reflect.Value) error {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(x, y reflect.Value) int { return strings.Compare(x.String(), y.String()) })
	e.WriteByte('{')
	for i, k := range keys {
		if i > 0 {
			e.WriteByte(',')
		}
		if err := e.quote(k.String()); err != nil {
			return err
		}
		e.WriteByte(':')
		if err := e.write(v.MapIndex(k), false); err != nil {
			return err
		}
	}
	e.WriteByte('}')
	return nil
}

// number writes d with its scale; a positive exponent becomes zeros.
func (e *encoder) number(d decimal.Decimal) error {
	if !fixed.InBounds(d) {
		return &Error{
			Problem: Range, Value: d,
			Hint: "must have at most 100 digits before and 100 digits after the decimal point",
		}
	}
	text := fixed.Plain(d)
	if e.canonical {
		text = Trimmed(text)
	}
	e.WriteString(`"` + text + `"`)
	return nil
}

// Trimmed returns the text of a decimal without the zeros at the end of its
// decimals.
func Trimmed(text string) string {
	if !strings.Contains(text, ".") {
		return text
	}
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

// TrimAppended drops the zeros at the end of the decimals of a number that was
// appended to b from a place on.
func TrimAppended(b []byte, from int) []byte {
	if bytes.IndexByte(b[from:], '.') < 0 {
		return b
	}
	return bytes.TrimRight(bytes.TrimRight(b, "0"), ".")
}

// float writes the shortest number that reads back as f.
func (e *encoder) float(f float64) error {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return &Error{Problem: Range, Value: f, Hint: "JSON has no such number"}
	}
	e.Write(strconv.AppendFloat(e.AvailableBuffer(), f, 'g', -1, 64))
	return nil
}

// quote writes a string, with < and > as themselves.
func (e *encoder) quote(s string) error {
	b, err := AppendQuoted(e.AvailableBuffer(), s)
	e.Write(b)
	return err
}

// AppendQuoted appends a string of JSON, with < and > as themselves. It returns an
// error if s is not UTF-8.
func AppendQuoted(b []byte, s string) ([]byte, error) {
	if isPlain(s) {
		b = append(b, '"')
		b = append(b, s...)
		return append(b, '"'), nil
	}
	if !utf8.ValidString(s) {
		return b, &Error{Problem: Text, Value: s, Hint: "must be UTF-8"}
	}

	var escaped bytes.Buffer
	enc := json.NewEncoder(&escaped)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // text can always be encoded
	return append(b, bytes.TrimSuffix(escaped.Bytes(), []byte("\n"))...), nil
}

// isPlain reports whether s has only ASCII characters that stand for themselves.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= utf8.RuneSelf-1 || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// empty reports whether a field that is not required is left out. A decimal
// zero with places, 0.00, says something and stays, except in canonical form.
func (e *encoder) empty(v reflect.Value) bool {
	switch {
	case v.Type() == decimalType:
		d := v.Interface().(decimal.Decimal)
		return d.IsZero() && (e.canonical || d.Exponent() == 0)
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Map:
		return v.Len() == 0
	}
	return v.IsZero()
}
