// Package targetjson reads strict JSON with the errors of package target, for
// the packages that build on it.
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
