package testkit

import (
	"encoding"
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// ReadsBack checks that v is written as JSON that is read back: what was read is
// written as the same text. Reading refuses an unknown field, or an unknown word of
// an enumeration, by an error that names root. A word is what String prints.
func ReadsBack[T any](t testing.TB, v T, root string) {
	t.Helper()
	typ := reflect.TypeFor[T]()
	data, err := json.Marshal(v)
	if err != nil {
		t.Errorf("Marshal(%v) = %v", typ, err)
		return
	}

	read, again := emptyOf(typ), []byte(nil)
	if err = json.Unmarshal(data, read.Interface()); err == nil {
		again, err = json.Marshal(read.Interface())
	}
	_, isText := any(v).(encoding.TextMarshaler)
	isEmpty := !isText && len(data) < len(`{"a":1}`)
	if err != nil || string(again) != string(data) || isEmpty {
		t.Errorf("%v: %s was read back as %s, %v", typ, data, again, err)
	}

	wrong := `{"nobody":1}`
	if isText {
		wrong = `"nobody"`
		if want := fmt.Sprintf("%q", fmt.Sprint(v)); string(data) != want {
			t.Errorf("Marshal(%v) = %s, want %s", typ, data, want)
		}
	}
	err = json.Unmarshal([]byte(wrong), emptyOf(typ).Interface())
	if err == nil || !strings.Contains(err.Error(), root) {
		t.Errorf("%v: %s was read with the error %v, want one of %s", typ, wrong, err, root)
	}
}

// emptyOf returns a pointer to a zero value of the type, or of what it points to.
func emptyOf(typ reflect.Type) reflect.Value {
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	return reflect.New(typ)
}

// Filled returns a value all of whose fields are filled as [Fill] does.
func Filled[T any](given ...any) T {
	var v T
	Fill(reflect.ValueOf(&v).Elem(), given...)
	return v
}

// Fill gives v and every field below it a value that is not zero. What has the type
// of one of the given values gets that value, unless it is zero. An interface gets
// the first given value that implements it. Fill panics if it knows no value.
func Fill(v reflect.Value, given ...any) {
	known := append([]any{
		Dec("1.50"), decimal.NewNullDecimal(Dec("2.50")), target.Year(2015), target.Places(2), big.NewRat(2, 3),
	}, given...)
	for _, g := range known {
		x := reflect.ValueOf(g)
		if x.Type() == v.Type() && !x.IsZero() || v.Kind() == reflect.Interface && x.Type().Implements(v.Type()) {
			v.Set(x)
			return
		}
	}

	switch v.Kind() {
	case reflect.String:
		v.SetString("a")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8: // an enumeration
		for n := uint64(3); n > 0; n-- {
			v.SetUint(n)
			m, ok := v.Interface().(encoding.TextMarshaler)
			if !ok {
				return
			}
			if _, err := m.MarshalText(); err == nil {
				return
			}
		}
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(3)
	case reflect.Uint64:
		v.SetUint(3)
	case reflect.Float64:
		v.SetFloat(0.1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		Fill(v.Index(0), given...)
	case reflect.Array:
		for i := range v.Len() {
			Fill(v.Index(i), given...)
		}
	case reflect.Map:
		element := reflect.New(v.Type().Elem()).Elem()
		Fill(element, given...)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("a"), element)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		Fill(v.Elem(), given...)
	case reflect.Struct:
		for field, x := range v.Fields() {
			if Fill(x, given...); slices.Contains([]string{"AsOf", "Date", "Vintage"}, field.Name) {
				x.SetString("2011-03-14")
			}
		}
	default:
		panic("testkit: cannot fill " + v.Type().String())
	}
}
