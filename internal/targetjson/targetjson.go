// Package targetjson reads strict JSON with the errors of package target, for
// the packages that build on it.
package targetjson

import (
	"errors"

	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/target"
)

// Unmarshal reads data into what v points to, as [strictjson.Unmarshal] does.
// Its problems are of type *[target.FieldError], with paths that begin with
// root.
func Unmarshal(data []byte, v any, root string) error {
	return strictjson.Unmarshal(data, v, root, report)
}

func report(p strictjson.Problem, path string, value any, cause error, hint string) error {
	e := &target.FieldError{Path: path, Value: value, Err: target.ErrInvalid, Remedy: hint}
	switch p {
	case strictjson.Unknown:
		e.Err = target.ErrUnknown
	case strictjson.Required:
		e.Err = target.ErrRequired
	case strictjson.Duplicate:
		e.Err = target.ErrDuplicate
	case strictjson.Range:
		e.Err = target.ErrRange
	default:
		if inner, ok := errors.AsType[*target.FieldError](cause); ok {
			e.Err, e.Remedy = inner.Err, inner.Remedy
		} else if cause != nil {
			e.Remedy = cause.Error()
		}
	}
	return e
}
