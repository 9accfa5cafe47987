// Package methodjson writes the implementations of a closed interface as JSON: an
// object with the fields of the implementation after its name.
//
//	{"method":"goalposts","low":"0","high":"120"}
package methodjson

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/target"
)

// Names are the names of the implementations of an interface, each with a value of
// its type, which is a struct of exported fields.
type Names[I any] []Named[I]

// Named is an implementation and its name.
type Named[I any] struct {
	Name string
	Zero I
	// Read reads the fields of an implementation that holds others. Nil means that they
	// read themselves.
	Read func(at target.Place, fields []byte) I
}

// Marshal writes an implementation. It returns an error if its type is none of the
// names.
func (n Names[I]) Marshal(v I) ([]byte, error) {
	for _, known := range n {
		if reflect.TypeOf(known.Zero) != reflect.TypeOf(v) {
			continue
		}
		fields, err := strictjson.Marshal(v)
		if err != nil {
			return nil, err
		}
		name, _ := strictjson.AppendQuoted([]byte(`{"method":`), known.Name)
		if string(fields) == "{}" {
			return append(name, '}'), nil
		}
		return append(append(name, ','), fields[1:]...), nil
	}
	return nil, target.UnknownError("method", reflect.TypeOf(v).String(), n.words()...)
}

// Read reads an implementation as Marshal writes it. Paths of problems begin with
// the place.
func (n Names[I]) Read(at target.Place, data []byte) (I, bool) {
	var none I
	name, fields, ok := split(data)
	if !ok {
		at.Field("method").Report(nil, target.ErrRequired, "write an object with the name of a method: "+n.example())
		return none, false
	}

	for _, known := range n {
		if known.Name != name {
			continue
		}
		if known.Read != nil {
			return known.Read(at, fields), true
		}
		fresh := reflect.New(reflect.TypeOf(known.Zero))
		if !at.Add(strictjson.Unmarshal(fields, fresh.Interface())) {
			return none, false
		}
		return fresh.Elem().Interface().(I), true
	}

	at.Field("method").Unknown(name, n.words()...)
	return none, false
}

// Unmarshal reads one implementation, which v points to.
func (n Names[I]) Unmarshal(data []byte, v any) error {
	var p target.Problems
	read, ok := n.Read(p.At(""), data)
	if err := p.Err(); err != nil || !ok {
		return err
	}
	to := reflect.ValueOf(v).Elem()
	if to.Type() != reflect.TypeOf(read) {
		p.At("method").Report(nil, target.ErrMismatch, "it is another method")
		return p.Err()
	}
	to.Set(reflect.ValueOf(read))
	return nil
}

func (n Names[I]) words() []string {
	words := make([]string, len(n))
	for i, known := range n {
		words[i] = known.Name
	}
	return words
}

func (n Names[I]) example() string { return `{"method":"` + n[0].Name + `"}` }

// split returns the name of a method, and the object without it.
func split(data []byte) (name string, fields []byte, ok bool) {
	data = bytes.TrimSpace(data)
	if !json.Valid(data) || data[0] != '{' {
		return "", nil, false
	}
	fields = []byte{'{'}
	for key, value := range strictjson.Members(data) {
		if string(key) == `"method"` && value[0] == '"' && !ok {
			name, ok = strictjson.Unquote(value), true
			continue
		}
		if len(fields) > 1 {
			fields = append(fields, ',')
		}
		fields = append(append(append(fields, key...), ':'), value...)
	}
	return name, append(fields, '}'), ok
}
