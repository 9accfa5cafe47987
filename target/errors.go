package target

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// What can be wrong with an input. Every error that this library returns for
// one matches at least one of them by [errors.Is].
var (
	ErrRequired   = errors.New("is required")
	ErrUnknown    = errors.New("is unknown")
	ErrDuplicate  = errors.New("is given twice")
	ErrInvalid    = errors.New("is not valid")
	ErrRange      = errors.New("is out of range")
	ErrMismatch   = errors.New("does not fit")
	ErrMissing    = errors.New("has no figure")
	ErrCycle      = errors.New("is part of a cycle")
	ErrKind       = errors.New("is ruled out") // by the kind of the indicator, or its direction
	ErrQuantum    = errors.New("is not a multiple of the quantum")
	ErrInfeasible = errors.New("cannot be met")
	ErrBroken     = errors.New("breaks the law of its kind")
)

// sentinels are the errors above with the words that JSON has for them.
var sentinels = []struct {
	err  error
	word string
}{
	{ErrRequired, "required"},
	{ErrUnknown, "unknown"},
	{ErrDuplicate, "duplicate"},
	{ErrInvalid, "invalid"},
	{ErrRange, "range"},
	{ErrMismatch, "mismatch"},
	{ErrMissing, "missing"},
	{ErrCycle, "cycle"},
	{ErrKind, "kind"},
	{ErrQuantum, "quantum"},
	{ErrInfeasible, "infeasible"},
	{ErrBroken, "broken"},
}

// FieldError says which field of which element is wrong, its value, what is
// wrong with it and what to do about it. An error that reports several problems
// holds one FieldError for each: [AllErrors] lists them, and [errors.AsType]
// finds the first.
type FieldError struct {
	Path   string // `targets[3].period`, `units["320000"].parent`
	Value  any    // nil if there is none
	Err    error  // one of the sentinels
	Remedy string // what to do about it, or the values allowed; may be empty
}

// Error prints the path, the value, what is wrong and the remedy on one line
// of bounded length. Characters that do not print are escaped.
func (e *FieldError) Error() string {
	var b strings.Builder
	if e.Path != "" {
		b.WriteString(fault.Line(e.Path, 200))
		b.WriteString(" ")
	}
	if text := fault.Text(e.Value); text != "" {
		b.WriteString(text)
		b.WriteString(" ")
	}
	b.WriteString(e.what())
	if e.Remedy != "" {
		b.WriteString(": ")
		b.WriteString(fault.Line(e.Remedy, 600))
	}
	return b.String()
}

func (e *FieldError) what() string {
	if e.Err == nil {
		return ErrInvalid.Error()
	}
	return fault.Line(e.Err.Error(), 200)
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

// MarshalJSON writes the error as an object with the members path, problem,
// value and remedy. The problem is one word:
//
//	required unknown duplicate invalid range mismatch
//	missing cycle kind quantum infeasible broken
//
// or the text of an Err that is none of the sentinels. A value is a number, a
// truth value or a text of bounded length. An empty path, value or remedy is
// left out. To write every problem of an error as one list, write what
// [AllErrors] returns.
func (e *FieldError) MarshalJSON() ([]byte, error) {
	type object struct {
		Path    string `json:"path,omitempty"`
		Problem string `json:"problem"`
		Value   any    `json:"value,omitempty"`
		Remedy  string `json:"remedy,omitempty"`
	}
	return json.Marshal(object{e.Path, e.word(), jsonValue(e.Value), e.Remedy})
}

func (e *FieldError) word() string {
	for _, s := range sentinels {
		if e.Err == s.err {
			return s.word
		}
	}
	return e.what()
}

// jsonValue returns a value that encoding/json writes as FieldError documents.
func jsonValue(v any) any {
	switch v := v.(type) {
	case nil, bool, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		return v
	case string:
		return fault.Clip(v, 1000)
	case decimal.NullDecimal:
		if !v.Valid {
			return nil
		}
		return jsonValue(v.Decimal)
	case decimal.Decimal:
		if !fixed.InBounds(v) {
			return fault.Text(v)
		}
		return json.Number(fixed.Plain(v))
	case error:
		return fault.Clip(v.Error(), 1000)
	case fmt.Stringer:
		return fault.Clip(v.String(), 1000)
	}

	return fault.Clip(fmt.Sprint(v), 1000)
}

// AllErrors lists every [FieldError] in err's tree, in the order in which the
// problems were found. Other errors are not in the list, such as those of a JSON
// text that is cut off: an error with an empty list prints what is wrong.
func AllErrors(err error) []*FieldError {
	var all []*FieldError
	var walk func(error)
	walk = func(err error) {
		switch e := err.(type) {
		case *FieldError:
			if e != nil {
				all = append(all, e)
			}
		case *placed:
			all = append(all, e.fields...)
		case interface{ Unwrap() error }:
			walk(e.Unwrap())
		case interface{ Unwrap() []error }:
			for _, one := range e.Unwrap() {
				walk(one)
			}
		}
	}

	walk(err)
	return all
}
