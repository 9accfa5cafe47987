// Package targetjson reads and writes strict JSON with the errors of package
// target, for the packages that build on it.
package targetjson

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/target"
)

// Unmarshal reads data into what v points to, as [strictjson.Unmarshal] does.
// Its problems are of type *[target.FieldError], with paths that begin with
// root.
func Unmarshal(data []byte, v any, root string) error {
	var p target.Problems
	p.At(root).Add(strictjson.Unmarshal(data, v))
	return p.Err()
}

// Marshal writes v as [strictjson.Marshal] does. Its problems are of type
// *[target.FieldError], with paths that begin with root.
func Marshal(v any, root string) ([]byte, error) {
	data, err := strictjson.Marshal(v)
	return data, problem(err, root)
}

// Canonical writes v as [strictjson.Canonical] does, with the problems of Marshal.
func Canonical(v any, root string) ([]byte, error) {
	data, err := strictjson.Canonical(v)
	return data, problem(err, root)
}

func problem(err error, root string) error {
	var p target.Problems
	p.At(root).AddRooted(err)
	return p.Err()
}
