package strictjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
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
	const most = 2*fixed.Digits + 2 // sign and point
	var x decimal.Decimal
	ok := len(text) <= most
	if ok {
		x, ok = fixed.Parse(text)
	}
	switch {
	case !ok:
		d.fail(Syntax, path, text, nil, `write digits with at most one point, as in "2.50"`)
	case !fixed.InBounds(x):
		d.fail(Range, path, text, nil, "at most 100 digits before and 100 after the point")
	default:
		set(x)
	}
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
