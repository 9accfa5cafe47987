// Package strictjson writes plain structs as JSON and reads them back strictly. The
// following are problems, each reported with its path:
//   - an unknown, repeated or missing field;
//   - a null, or a value of another type;
//   - a number instead of the text of a decimal;
//   - anything after the value.
//
// The name of a field is its Go name with a lower-case beginning: Code is code, URL is
// url, ToNext is toNext. A field with the tag strict:"required" must be present. Any
// other field is left out if it is zero. Embedded structs count as their fields.
//
// Text, booleans, integers, floating-point numbers, slices, arrays, string maps (by key),
// pointers and structs are written in the usual way. The other types are:
//
//	decimal.Decimal                  a string with the decimal's scale, without exponent,
//	                                 whatever the switches of the decimal package are
//	decimal.NullDecimal              the same; null or left out if it is not valid
//	with MarshalText                 a string
//	with unexported fields, or       by MarshalJSON and UnmarshalJSON
//	behind an interface
package strictjson

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
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

// words says what is wrong, by problem.
var words = [...]string{
	Syntax:    "is not valid",
	Unknown:   "is unknown",
	Required:  "is required",
	Duplicate: "is given twice",
	Range:     "is out of range",
	Text:      "is not valid",
}

// Error is one problem of a document.
type Error struct {
	Problem Problem
	Path    string // from the outermost value on; empty for that value itself
	Value   any    // nil if there is none
	Cause   error  // what the type said that reads itself, or nil
	Hint    string // what is allowed; may be empty
}

// Error prints the path, what is wrong, and the hint or the cause.
func (e *Error) Error() string {
	text := strings.TrimPrefix(e.Path+" "+words[e.Problem], " ")
	switch {
	case e.Cause != nil:
		return text + ": " + e.Cause.Error()
	case e.Hint != "":
		return text + ": " + e.Hint
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

var (
	decimalType = reflect.TypeFor[decimal.Decimal]()
	nullType    = reflect.TypeFor[decimal.NullDecimal]()
	textIn      = reflect.TypeFor[encoding.TextUnmarshaler]()
	textOut     = reflect.TypeFor[encoding.TextMarshaler]()
	jsonIn      = reflect.TypeFor[json.Unmarshaler]()
	jsonOut     = reflect.TypeFor[json.Marshaler]()
)

// form is how a type is written and read.
type form uint8

const (
	byKind      form = iota
	number           // decimal.Decimal
	nullDecimal      // decimal.NullDecimal
	word             // by MarshalText and UnmarshalText
	itself           // by MarshalJSON and UnmarshalJSON
)

// typeShape is what is to be known of a type.
type typeShape struct {
	in, out form
	fields  []field // of a struct
}

// maxFields is how many fields a struct may have.
const maxFields = 64

type field struct {
	name     string
	index    []int
	required bool
}

// shapes remembers the types that one text holds.
type shapes map[reflect.Type]*typeShape

func (s shapes) of(t reflect.Type) *typeShape {
	known := s[t]
	if known == nil {
		known = shapeOf(t)
		s[t] = known
	}
	return known
}

func shapeOf(t reflect.Type) *typeShape {
	s := new(typeShape)
	switch {
	case t == decimalType:
		s.in, s.out = number, number
	case t == nullType:
		s.in, s.out = nullDecimal, nullDecimal
	case t.Kind() == reflect.Pointer:
		// What is behind a pointer may have methods that it has not by itself.
		switch e := t.Elem(); {
		case t.Implements(textOut) && !e.Implements(textOut):
			s.out = word
		case t.Implements(jsonOut) && !e.Implements(jsonOut) && !isPlainStruct(e):
			s.out = itself
		}
	default:
		s.in = formOf(reflect.PointerTo(t), textIn, jsonIn, isPlainStruct(t))
		s.out = formOf(t, textOut, jsonOut, isPlainStruct(t))
	}

	if t.Kind() == reflect.Struct {
		for _, f := range reflect.VisibleFields(t) {
			if f.IsExported() && !f.Anonymous {
				s.fields = append(s.fields, field{lower(f.Name), f.Index, f.Tag.Get("strict") == "required"})
			}
		}
	}

	return s
}

func formOf(t, asText, asJSON reflect.Type, plain bool) form {
	switch {
	case t.Implements(asText):
		return word
	case t.Implements(asJSON) && !plain:
		return itself
	}
	return byKind
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

// isPlainStruct reports whether t is a struct of exported fields only, which needs no
// method to be read.
func isPlainStruct(t reflect.Type) bool {
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
