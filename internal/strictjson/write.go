package strictjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// Marshal writes v as the package says. It returns an error if a decimal is
// out of bounds or a type refuses to write itself.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	if err := write(&b, reflect.ValueOf(v), true); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func write(b *bytes.Buffer, v reflect.Value, outermost bool) error {
	t := v.Type()
	switch {
	case t == decimalType:
		return number(b, v.Interface().(decimal.Decimal))
	case t == nullType:
		if n := v.Interface().(decimal.NullDecimal); n.Valid {
			return number(b, n.Decimal)
		}
		b.WriteString("null")
		return nil
	case t.Implements(textOut):
		text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			return err
		}
		return quote(b, string(text))
	case !outermost && !plain(t) && t.Implements(jsonOut) && !(t.Kind() == reflect.Interface && v.IsNil()):
		text, err := v.Interface().(json.Marshaler).MarshalJSON()
		b.Write(text)
		return err
	}
	switch t.Kind() {
	case reflect.Struct:
		return object(b, v)
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			b.WriteString("null")
			return nil
		}
		return write(b, v.Elem(), false)
	case reflect.Slice:
		b.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := write(b, v.Index(i), false); err != nil {
				return err
			}
		}
		b.WriteByte(']')
		return nil
	case reflect.Map:
		return dictionary(b, v)
	case reflect.String:
		return quote(b, v.String())
	case reflect.Bool:
		fmt.Fprintf(b, "%t", v.Bool())
		return nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		fmt.Fprintf(b, "%d", v.Int())
		return nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		fmt.Fprintf(b, "%d", v.Uint())
		return nil
	}
	return fmt.Errorf("strictjson: cannot write %s", t)
}

func object(b *bytes.Buffer, v reflect.Value) error {
	b.WriteByte('{')
	first := true
	for _, f := range fieldsOf(v.Type()) {
		value := v.FieldByIndex(f.index)
		if !f.required && empty(value) {
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.WriteString(`"` + f.name + `":`)
		if err := write(b, value, false); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

func dictionary(b *bytes.Buffer, v reflect.Value) error {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(x, y reflect.Value) int { return strings.Compare(x.String(), y.String()) })
	b.WriteByte('{')
	for i, k := range keys {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := quote(b, k.String()); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := write(b, v.MapIndex(k), false); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

// number writes d with its scale; a positive exponent becomes zeros.
func number(b *bytes.Buffer, d decimal.Decimal) error {
	if !fixed.InBounds(d) {
		return fmt.Errorf("strictjson: %s has more than %d digits before or after the point", fault.Text(d), fixed.Digits)
	}
	b.WriteString(`"` + d.StringFixed(max(0, -d.Exponent())) + `"`)
	return nil
}

// quote writes a string, with < and > as themselves.
func quote(b *bytes.Buffer, s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("strictjson: %s is not UTF-8", fault.Text(s))
	}
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the encoder's newline
	return nil
}

// empty reports whether a field that is not required is left out. A decimal
// zero with places, 0.00, says something and stays.
func empty(v reflect.Value) bool {
	switch {
	case v.Type() == decimalType:
		d := v.Interface().(decimal.Decimal)
		return d.IsZero() && d.Exponent() == 0
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Map:
		return v.Len() == 0
	}
	return v.IsZero()
}
