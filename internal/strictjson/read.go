package strictjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// Unmarshal reads data into the struct, slice or map that v points to. It
// reports every problem as an [*Error] and leaves v unchanged if there is one.
// Its memory is in proportion to data.
func Unmarshal(data []byte, v any) error {
	if !utf8.Valid(data) {
		return &Error{Problem: Syntax, Hint: "write UTF-8"}
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return &Error{Problem: Required, Hint: "write one JSON value"}
	}
	if !json.Valid(data) {
		return &Error{Problem: Syntax, Cause: syntax(data), Hint: "write one JSON value and nothing after it"}
	}

	d := decoder{shapes: shapes{}}
	to := reflect.ValueOf(v).Elem()
	fresh := reflect.New(to.Type()).Elem()
	d.read(bytes.TrimSpace(data), fresh, fault.Path{}, true)
	if err := d.faults.Err(); err != nil {
		return err
	}
	to.Set(fresh)
	return nil
}

func syntax(data []byte) error {
	var value json.RawMessage
	return json.Unmarshal(data, &value)
}

type decoder struct {
	faults fault.List
	shapes shapes
}

const clipped = 80 // bytes of a text of JSON that an error quotes

// fail reports a problem at a path. The value of a text of JSON is clipped.
func (d *decoder) fail(p Problem, at fault.Path, value any, cause error, hint string) {
	if d.faults.Full() {
		return
	}
	if raw, ok := value.([]byte); ok {
		value = fault.Clip(string(raw[:min(len(raw), clipped+utf8.UTFMax)]), clipped)
	}
	d.faults.Add(&Error{p, at.String(), value, cause, hint})
}

// read reads one JSON value, which is known to be valid. The outermost value
// is read field by field even where its type has an UnmarshalJSON, which is
// what calls this.
func (d *decoder) read(raw []byte, v reflect.Value, at fault.Path, outermost bool) {
	shape := d.shapes.of(v.Type())
	switch in := shape.in; {
	case in == nullDecimal && string(raw) == "null":
	case in == number || in == nullDecimal:
		if text, ok := d.text(raw, at, "write the number as a string"); ok {
			d.decimal(text, at, v)
		}
	case in == word:
		// A fraction of many digits is read in time and memory by their square.
		const most = 64 << 10
		if text, ok := d.text(raw, at, "write a string"); ok && len(text) > most {
			d.fail(Range, at, raw, nil, "must have at most 65,536 characters")
		} else if ok {
			if err := v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)); err != nil {
				d.fail(Text, at, text, err, "")
			}
		}
	case in == itself && !outermost:
		if err := v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(raw); err != nil {
			d.fail(Text, at, nil, err, "")
		}
	default:
		d.kind(raw, v, at, shape)
	}
}

// kind reads a value by the kind of its type.
func (d *decoder) kind(raw []byte, v reflect.Value, at fault.Path, shape *typeShape) {
	switch v.Kind() {
	case reflect.Struct:
		d.object(raw, v, at, shape.fields)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.read(raw, v.Elem(), at, false)
	case reflect.Slice:
		d.array(raw, v, at)
	case reflect.Map:
		d.dictionary(raw, v, at)
	case reflect.String:
		if text, ok := d.text(raw, at, "write a string"); ok {
			v.SetString(text)
		}
	case reflect.Bool:
		switch string(raw) {
		case "true":
			v.SetBool(true)
		case "false":
		default:
			d.fail(Syntax, at, raw, nil, "write true or false")
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, err := strconv.ParseInt(string(raw), 10, v.Type().Bits())
		d.integer(raw, at, err)
		v.SetInt(n)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		n, err := strconv.ParseUint(string(raw), 10, v.Type().Bits())
		d.integer(raw, at, err)
		v.SetUint(n)
	case reflect.Float64:
		f, err := strconv.ParseFloat(string(raw), 64)
		if raw[0] != '-' && (raw[0] < '0' || raw[0] > '9') {
			err = strconv.ErrSyntax
		}
		d.numeric(raw, at, err, "write a number")
		v.SetFloat(f)
	case reflect.Array:
		d.fixedArray(raw, v, at)
	default:
		d.fail(Syntax, at, raw, nil, "cannot be read into "+v.Type().String())
	}
}

func (d *decoder) integer(raw []byte, at fault.Path, err error) {
	d.numeric(raw, at, err, "write a whole number")
}

// numeric reports that a number does not have the form that it should.
func (d *decoder) numeric(raw []byte, at fault.Path, err error, hint string) {
	switch {
	case err == nil:
	case errors.Is(err, strconv.ErrRange):
		d.fail(Range, at, raw, nil, "")
	default:
		d.fail(Syntax, at, raw, nil, hint)
	}
}

// text reads a string. An escaped half of a surrogate pair, which stands for
// no character, is refused.
func (d *decoder) text(raw []byte, at fault.Path, hint string) (string, bool) {
	if raw[0] != '"' {
		d.fail(Syntax, at, raw, nil, hint)
		return "", false
	}
	s := unquote(raw)
	if strings.ContainsRune(s, utf8.RuneError) && !bytes.ContainsRune(raw, utf8.RuneError) &&
		!bytes.Contains(bytes.ToLower(raw), []byte(`\ufffd`)) {
		d.fail(Syntax, at, raw, nil, "an escape stands for no character")
		return "", false
	}
	return s, true
}

// decimal sets v, a decimal or one that may be absent.
func (d *decoder) decimal(text string, at fault.Path, v reflect.Value) {
	const most = 2*fixed.Digits + 2 // sign and point
	var x decimal.Decimal
	ok := len(text) <= most
	if ok {
		x, ok = fixed.Parse(text)
	}
	switch {
	case !ok:
		d.fail(Syntax, at, text, nil, `write digits with at most one point, as in "2.50"`)
	case !fixed.InBounds(x):
		d.fail(Range, at, text, nil, "must have at most 100 digits before and 100 digits after the decimal point")
	case v.Type() == nullType:
		v.Set(reflect.ValueOf(decimal.NewNullDecimal(x)))
	default:
		v.Set(reflect.ValueOf(x))
	}
}

func (d *decoder) object(raw []byte, v reflect.Value, at fault.Path, fields []field) {
	if raw[0] != '{' {
		d.fail(Syntax, at, raw, nil, "write an object")
		return
	}

	var seen [maxFields]bool
	for key, value := range members(raw) {
		member := at.Field(key)
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == key })
		switch {
		case i < 0:
			if !d.faults.Full() {
				d.faults.Add(&Error{Problem: Unknown, Path: member.String(), Hint: names(fields)})
			}
		case seen[i]:
			d.fail(Duplicate, member, nil, nil, "")
		default:
			seen[i] = true
			d.read(value, v.FieldByIndex(fields[i].index), member, false)
		}
	}

	for i, f := range fields {
		if f.required && !seen[i] {
			d.fail(Required, at.Field(f.name), nil, nil, "write the field "+strconv.Quote(f.name))
		}
	}
}

// names says which fields there are.
func names(fields []field) string {
	if len(fields) == 0 {
		return "leave it out: there are no fields"
	}
	var all []string
	for _, f := range fields {
		all = append(all, f.name)
	}
	return "must be one of " + strings.Join(all, ", ")
}

// array reads elements, of which none is kept after the first problem. When the list of
// problems is full, all that are left count as one: elements that read themselves cost
// much more than they weigh.
func (d *decoder) array(raw []byte, v reflect.Value, at fault.Path) {
	if raw[0] != '[' {
		d.fail(Syntax, at, raw, nil, "write an array")
		return
	}

	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	element := reflect.New(v.Type().Elem()).Elem()
	for i, value := range elements(raw) {
		if d.faults.Full() {
			break
		}
		element.SetZero()
		d.read(value, element, at.Index(i), false)
		if d.faults.Len() > 0 {
			continue
		}
		n := v.Len()
		if n == v.Cap() {
			v.Grow(n + 1) // doubles
		}
		v.SetLen(n + 1)
		v.Index(n).Set(element)
	}
}

// fixedArray reads an array that has as many elements as v.
func (d *decoder) fixedArray(raw []byte, v reflect.Value, at fault.Path) {
	if raw[0] != '[' {
		d.fail(Syntax, at, raw, nil, "write an array")
		return
	}
	n := 0
	for i, value := range elements(raw) {
		if n++; i < v.Len() {
			d.read(value, v.Index(i), at.Index(i), false)
		}
	}
	if n != v.Len() {
		d.fail(Range, at, nil, nil, "write "+strconv.Itoa(v.Len())+" elements")
	}
}

func (d *decoder) dictionary(raw []byte, v reflect.Value, at fault.Path) {
	if raw[0] != '{' {
		d.fail(Syntax, at, raw, nil, "write an object")
		return
	}
	t := v.Type()
	v.Set(reflect.MakeMap(t))
	for key, value := range members(raw) {
		member := at.Key(key)
		k := reflect.ValueOf(key).Convert(t.Key())
		if v.MapIndex(k).IsValid() {
			d.fail(Duplicate, member, nil, nil, "")
			continue
		}
		element := reflect.New(t.Elem()).Elem()
		d.read(value, element, member, false)
		v.SetMapIndex(k, element)
	}
}
