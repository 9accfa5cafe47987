package target

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/targetcascade/cascade/internal/fault"
)

// placed is an error of another type with the place at which it occurred.
type placed struct {
	path   string
	err    error
	fields []*FieldError // what is wrong with the input, with the whole path of each
}

func newPlaced(err error, move func(path string) string) *placed {
	p := &placed{path: move(""), err: err}
	for _, e := range AllErrors(err) {
		moved := *e
		moved.Path = move(e.Path)
		p.fields = append(p.fields, &moved)
	}
	if len(p.fields) > 0 {
		return p
	}

	field := &FieldError{Path: p.path, Err: ErrInvalid, Remedy: err.Error()}
	for _, s := range sentinels {
		if errors.Is(err, s.err) {
			field.Err = s.err
			break
		}
	}
	p.fields = []*FieldError{field}
	return p
}

// moved returns the error with another beginning of its path.
func (p *placed) moved(move func(path string) string) *placed {
	fields := make([]*FieldError, len(p.fields))
	for i, e := range p.fields {
		other := *e
		other.Path = move(e.Path)
		fields[i] = &other
	}
	return &placed{path: move(p.path), err: p.err, fields: fields}
}

// Error prints the place and the error.
func (p *placed) Error() string {
	if p.path == "" {
		return p.err.Error()
	}
	return fault.Line(p.path, 200) + ": " + p.err.Error()
}

// Unwrap returns the error itself.
func (p *placed) Unwrap() error { return p.err }

// Is reports whether one of the fields matches.
func (p *placed) Is(err error) bool {
	return slices.ContainsFunc(p.fields, func(e *FieldError) bool { return e.Err == err })
}

// As gives the first field with its whole path.
func (p *placed) As(to any) bool {
	field, ok := to.(**FieldError)
	if ok {
		*field = p.fields[0]
	}
	return ok
}

// MarshalJSON writes the first field.
func (p *placed) MarshalJSON() ([]byte, error) { return json.Marshal(p.fields[0]) }
