package target

import (
	"errors"
	"strings"

	"github.com/targetcascade/cascade/internal/fault"
)

// What can be wrong with an input. Every error that this library returns for
// one matches at least one of them by [errors.Is].
var (
	ErrRequired   = errors.New("is required")
	ErrUnknown    = errors.New("is unknown")
	ErrDuplicate  = errors.New("is given twice")
	ErrInvalid    = errors.New("is not valid")
	ErrRange      = errors.New("is out of range")
	ErrMismatch   = errors.New("does not belong together")
	ErrMissing    = errors.New("has no figure")
	ErrCycle      = errors.New("is part of a cycle")
	ErrKind       = errors.New("is ruled out") // by the kind of the indicator, or its direction
	ErrQuantum    = errors.New("is not a multiple of the quantum")
	ErrInfeasible = errors.New("cannot be met")
	ErrBroken     = errors.New("breaks the law of its kind")
)

// FieldError says which field of which element is wrong, with its value, what
// is wrong with it, and how to mend it. An error that reports several problems
// holds one FieldError for each; [errors.AsType] finds the first and
// [AllErrors] lists them.
type FieldError struct {
	Path   string // `targets[3].period`, `units["320000"].parent`
	Value  any    // nil where there is none
	Err    error  // one of the sentinels
	Remedy string // what to do about it, or the values allowed; may be empty
}

// Error prints the path, the value, what is wrong and the remedy on one line
// of bounded length.
func (e *FieldError) Error() string {
	var b strings.Builder
	b.WriteString(fault.Clip(e.Path, 200))
	if text := fault.Text(e.Value); text != "" {
		b.WriteString(" ")
		b.WriteString(text)
	}
	b.WriteString(" ")
	b.WriteString(e.Err.Error())
	if e.Remedy != "" {
		b.WriteString(": ")
		b.WriteString(fault.Clip(e.Remedy, 600))
	}
	return b.String()
}

// Unwrap returns the sentinel.
func (e *FieldError) Unwrap() error { return e.Err }

// Equal reports whether both errors print alike and match the same sentinel.
func (e *FieldError) Equal(o *FieldError) bool {
	if e == nil || o == nil {
		return e == o
	}
	return e.Err == o.Err && e.Error() == o.Error()
}

// AllErrors lists every [FieldError] in err's tree, in the order in which the
// problems were found.
func AllErrors(err error) []*FieldError {
	var all []*FieldError
	var walk func(error)
	walk = func(err error) {
		if fe, ok := err.(*FieldError); ok {
			all = append(all, fe)
			return
		}
		switch u := err.(type) {
		case interface{ Unwrap() error }:
			walk(u.Unwrap())
		case interface{ Unwrap() []error }:
			for _, e := range u.Unwrap() {
				walk(e)
			}
		}
	}
	walk(err)
	return all
}
