// Package strictjson writes plain structs as JSON and reads them back without
// forgiving anything: an unknown, repeated or missing field, a null, another
// type, a number where a decimal's text belongs, or anything after the value
// is a problem with the path at which it stands.
//
// A field of a struct appears under its Go name with a lower-case beginning
// (Code is code, URL is url, ToNext is toNext). The tag strict:"required"
// makes its absence a problem; any other field is left out when it is zero.
// Embedded structs count as their fields.
//
// Text, booleans, integers, slices, string maps (by key), pointers and structs
// are read and written as one expects. Decimals are strings with their scale,
// without exponent, whatever the switches of the decimal package say; so are
// the figures of a decimal.NullDecimal, which is null or left out where it has
// none. A type with MarshalText and UnmarshalText is a string. A type with
// unexported fields or behind an interface speaks for itself by MarshalJSON
// and UnmarshalJSON.
package strictjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// Problem says what is wrong at a path.
type Problem uint8

const (
	Syntax    Problem = iota // not JSON, not of the expected type, or something follows
	Unknown                  // no such field
	Required                 // a required field is missing
	Duplicate                // a field is given twice
	Range                    // a number is out of range
	Text                     // a type did not accept its text: see the cause
)

// Report makes the error for a problem. Value is nil where there is none;
// cause is the error of the type that speaks for itself, or nil; hint says
// what is allowed, and may be empty.
type Report func(p Problem, path string, value any, cause error, hint string) error

var (
	decimalType = reflect.TypeFor[decimal.Decimal]()
	nullType    = reflect.TypeFor[decimal.NullDecimal]()
	textIn      = reflect.TypeFor[encoding.TextUnmarshaler]()
	textOut     = reflect.TypeFor[encoding.TextMarshaler]()
	jsonIn      = reflect.TypeFor[json.Unmarshaler]()
	jsonOut     = reflect.TypeFor[json.Marshaler]()
)

// Unmarshal reads data into the struct, slice or map that v points to. Paths
// begin with root. It reports every problem, and leaves v unchanged where
// there is one.
func Unmarshal(data []byte, v any, root string, report Report) error {
	d := decoder{report: report}
	if !utf8.Valid(data) {
		return report(Syntax, root, nil, nil, "write UTF-8")
	}
	if !json.Valid(data) {
		return report(Syntax, root, nil, syntax(data), "write one JSON value and nothing after it")
	}
	to := reflect.ValueOf(v).Elem()
	fresh := reflect.New(to.Type()).Elem()
	d.read(bytes.TrimSpace(data), fresh, root, true)
	if err := d.faults.Err(); err != nil {
		return err
	}
	to.Set(fresh)
	return nil
}

func syntax(data []byte) error {
	var any json.RawMessage
	return json.Unmarshal(data, &any)
}

type decoder struct {
	faults fault.List
	report Report
}

func (d *decoder) fail(p Problem, path string, value any, cause error, hint string) {
	d.faults.Add(d.report(p, path, value, cause, hint))
}

// read reads one JSON value, which is known to be valid. The outermost value
// is read field by field even where its type has an UnmarshalJSON, which is
// what calls this.
func (d *decoder) read(raw []byte, v reflect.Value, path string, outermost bool) {
	t := v.Type()
	switch {
	case t == decimalType:
		if text, ok := d.text(raw, path, "write the number as a string"); ok {
			d.decimal(text, path, func(x decimal.Decimal) { v.Set(reflect.ValueOf(x)) })
		}
		return
	case t == nullType:
		if string(raw) == "null" {
			return
		}
		if text, ok := d.text(raw, path, "write the number as a string"); ok {
			d.decimal(text, path, func(x decimal.Decimal) { v.Set(reflect.ValueOf(decimal.NewNullDecimal(x))) })
		}
		return
	case reflect.PointerTo(t).Implements(textIn):
		if text, ok := d.text(raw, path, ""); ok {
			if err := v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)); err != nil {
				d.fail(Text, path, text, err, "")
			}
		}
		return
	case !outermost && !plain(t) && reflect.PointerTo(t).Implements(jsonIn):
		if err := v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(raw); err != nil {
			d.fail(Text, path, nil, err, "")
		}
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		d.object(raw, v, path)
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		d.read(raw, v.Elem(), path, false)
	case reflect.Slice:
		d.array(raw, v, path)
	case reflect.Map:
		d.dictionary(raw, v, path)
	case reflect.String:
		if text, ok := d.text(raw, path, ""); ok {
			v.SetString(text)
		}
	case reflect.Bool:
		switch string(raw) {
		case "true":
			v.SetBool(true)
		case "false":
		default:
			d.fail(Syntax, path, clip(raw), nil, "write true or false")
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, err := strconv.ParseInt(string(raw), 10, t.Bits())
		d.integer(raw, path, err)
		v.SetInt(n)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		n, err := strconv.ParseUint(string(raw), 10, t.Bits())
		d.integer(raw, path, err)
		v.SetUint(n)
	default:
		d.fail(Syntax, path, clip(raw), nil, "cannot be read into "+t.String())
	}
}

func (d *decoder) integer(raw []byte, path string, err error) {
	switch {
	case err == nil:
	case errors.Is(err, strconv.ErrRange):
		d.fail(Range, path, clip(raw), nil, "")
	default:
		d.fail(Syntax, path, clip(raw), nil, "write a whole number")
	}
}

// text reads a string. An escaped half of a surrogate pair, which stands for
// no character, is refused.
func (d *decoder) text(raw []byte, path, hint string) (string, bool) {
	var s string
	if raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		if hint == "" {
			hint = "write a string"
		}
		d.fail(Syntax, path, clip(raw), nil, hint)
		return "", false
	}
	if strings.ContainsRune(s, utf8.RuneError) && !bytes.ContainsRune(raw, utf8.RuneError) &&
		!bytes.Contains(bytes.ToLower(raw), []byte(`\ufffd`)) {
		d.fail(Syntax, path, clip(raw), nil, "an escape stands for no character")
		return "", false
	}
	return s, true
}

func (d *decoder) decimal(text, path string, set func(decimal.Decimal)) {
	x, ok := ParseDecimal(text)
	switch {
	case !ok:
		d.fail(Syntax, path, text, nil, `write digits with at most one point, as in "2.50"`)
	case !fixed.InBounds(x):
		d.fail(Range, path, text, nil, "at most 100 digits before and 100 after the point")
	default:
		set(x)
	}
}

// ParseDecimal reads an optional minus sign and digits with at most one point
// among them, and no exponent. It keeps the scale.
func ParseDecimal(text string) (decimal.Decimal, bool) {
	const most = 2*fixed.Digits + 2 // sign and point
	digits := strings.TrimPrefix(text, "-")
	before, after, point := strings.Cut(digits, ".")
	if len(text) > most || before == "" || point && after == "" {
		return decimal.Decimal{}, false
	}
	for _, c := range []byte(before + after) {
		if c < '0' || c > '9' {
			return decimal.Decimal{}, false
		}
	}
	m, _ := new(big.Int).SetString(before+after, 10)
	if digits != text {
		m.Neg(m)
	}
	return fixed.FromBig(m, -int32(len(after))), true
}

func (d *decoder) object(raw []byte, v reflect.Value, path string) {
	fields := fieldsOf(v.Type())
	seen := make([]bool, len(fields))
	ok := d.members(raw, path, func(key string, value []byte) {
		at := join(path, key)
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == key })
		switch {
		case i < 0:
			var names []string
			for _, f := range fields {
				names = append(names, f.name)
			}
			d.fail(Unknown, at, nil, nil, "one of "+strings.Join(names, ", "))
		case seen[i]:
			d.fail(Duplicate, at, nil, nil, "")
		default:
			seen[i] = true
			d.read(value, v.FieldByIndex(fields[i].index), at, false)
		}
	})
	if !ok {
		return
	}
	for i, f := range fields {
		if f.required && !seen[i] {
			d.fail(Required, join(path, f.name), nil, nil, "")
		}
	}
}

func (d *decoder) array(raw []byte, v reflect.Value, path string) {
	if raw[0] != '[' {
		d.fail(Syntax, path, clip(raw), nil, "write an array")
		return
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	_, _ = dec.Token() // the bracket; the text is known to be valid
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	for i := 0; dec.More(); i++ {
		var value json.RawMessage
		_ = dec.Decode(&value)
		element := reflect.New(v.Type().Elem()).Elem()
		d.read(value, element, path+"["+strconv.Itoa(i)+"]", false)
		v.Set(reflect.Append(v, element))
	}
}

func (d *decoder) dictionary(raw []byte, v reflect.Value, path string) {
	t := v.Type()
	v.Set(reflect.MakeMap(t))
	d.members(raw, path, func(key string, value []byte) {
		at := fmt.Sprintf("%s[%q]", path, fault.Clip(key, 80))
		k := reflect.ValueOf(key).Convert(t.Key())
		if v.MapIndex(k).IsValid() {
			d.fail(Duplicate, at, nil, nil, "")
			return
		}
		element := reflect.New(t.Elem()).Elem()
		d.read(value, element, at, false)
		v.SetMapIndex(k, element)
	})
}

// members calls f for each member of an object in the order of the text.
func (d *decoder) members(raw []byte, path string, f func(key string, value []byte)) bool {
	if raw[0] != '{' {
		d.fail(Syntax, path, clip(raw), nil, "write an object")
		return false
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	_, _ = dec.Token() // the brace; the text is known to be valid
	for dec.More() {
		key, _ := dec.Token()
		var value json.RawMessage
		_ = dec.Decode(&value)
		f(key.(string), value)
	}
	return true
}

func join(path, name string) string {
	name = fault.Clip(name, 80)
	if path == "" {
		return name
	}
	return path + "." + name
}

func clip(raw []byte) string { return fault.Clip(string(raw), 80) }

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

type field struct {
	name     string
	index    []int
	required bool
}

func fieldsOf(t reflect.Type) []field {
	var fields []field
	for _, f := range reflect.VisibleFields(t) {
		if !f.IsExported() || f.Anonymous {
			continue
		}
		fields = append(fields, field{lower(f.Name), f.Index, f.Tag.Get("strict") == "required"})
	}
	return fields
}

// lower turns the leading capitals of a Go name to lower case, but the last of
// them where a small letter follows.
func lower(name string) string {
	r := []rune(name)
	for i := range r {
		if !unicode.IsUpper(r[i]) || i > 0 && i+1 < len(r) && unicode.IsLower(r[i+1]) {
			break
		}
		r[i] = unicode.ToLower(r[i])
	}
	return string(r)
}

// plain reports whether t is a struct of exported fields only, which needs no
// method to be read.
func plain(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return false
	}
	for f := range t.Fields() {
		if !f.IsExported() {
			return false
		}
	}
	return true
}
