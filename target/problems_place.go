package target

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"golang.org/x/exp/constraints"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/strictjson"
)

// Place is a value in an input: where it is, and to whom its problems are
// reported. It is made by [Problems.At] and is a small value. Its path is
// written out only when there is a problem. The checks of the zero Place answer
// and report to nobody.
type Place struct {
	problems *Problems
	path     fault.Path
}

// Field returns the place of a field: target.unit.
func (at Place) Field(name string) Place {
	at.path = at.path.Field(name)
	return at
}

// Index returns the place of an element of a list: targets[3].
func (at Place) Index(i int) Place {
	at.path = at.path.Index(i)
	return at
}

// Key returns the place of an element that has a code: units["320000"].
// Characters of the code that do not print are escaped.
func (at Place) Key(code string) Place {
	at.path = at.path.Key(code)
	return at
}

// String returns the path.
func (at Place) String() string { return at.path.String() }

// Report adds a problem: the value, nil if there is none, one of the sentinels
// of this package, and what to do about it.
func (at Place) Report(value any, sentinel error, remedy string) {
	if at.problems == nil || at.problems.Full() {
		return
	}
	path := at.path.String()
	at.problems.add(path, &FieldError{Path: path, Value: value, Err: sentinel, Remedy: remedy})
}

// Add adds every problem of an error, with the path of the place before each
// path. Other errors than [FieldError] remain what they are for [errors.Is] and
// [errors.As], and the place is printed before them. Add reports whether err is
// nil.
func (at Place) Add(err error) bool {
	if err != nil && at.problems != nil {
		at.adopt(err, at.path.Below)
	}
	return err == nil
}

// AddRooted is [Place.Add] for an error whose paths begin with a name of the
// value itself, as those of Validate and UnmarshalJSON. The place is put instead
// of that name: target.unit becomes targets[3].unit.
func (at Place) AddRooted(err error) bool {
	if err != nil && at.problems != nil {
		at.adopt(err, at.path.Inside)
	}
	return err == nil
}

func (at Place) adopt(err error, move func(path string) string) {
	p := at.problems
	switch e := err.(type) {
	case *strictjson.Error:
		at.adoptJSON(e, move)
		return
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			at.adopt(one, move)
		}
		if j, ok := err.(*fault.Joined); ok {
			p.drop(j.Dropped())
		}
		return
	}
	if p.Full() {
		return
	}

	switch e := err.(type) {
	case *FieldError:
		moved := *e
		moved.Path = move(e.Path)
		p.add(moved.Path, &moved)
	case *placed:
		moved := e.moved(move)
		p.add(moved.path, moved)
	default:
		moved := newPlaced(err, move)
		if moved.path == "" { // nothing is added to the error
			p.add("", err)
			return
		}
		p.add(moved.path, moved)
	}
}

// drop counts n problems that are not kept.
func (p *Problems) drop(n int) {
	if p.ByPath {
		p.sorted.Drop(n)
	} else {
		p.list.Drop(n)
	}
}

// adoptJSON adds a problem that the reader of JSON found. A problem of a type
// that reads itself is reported as that type reports it.
func (at Place) adoptJSON(e *strictjson.Error, move func(path string) string) {
	here := Place{problems: at.problems, path: fault.At(move(e.Path))}
	if e.Cause != nil && len(AllErrors(e.Cause)) > 0 {
		for _, inner := range AllErrors(e.Cause) {
			value := inner.Value
			if value == nil {
				value = e.Value
			}
			inside := Place{problems: at.problems, path: fault.At(here.path.Inside(inner.Path))}
			inside.Report(value, inner.Err, inner.Remedy)
		}
		return
	}

	sentinel, remedy := ErrInvalid, e.Hint
	switch e.Problem {
	case strictjson.Unknown:
		sentinel = ErrUnknown
	case strictjson.Required:
		sentinel = ErrRequired
	case strictjson.Duplicate:
		sentinel = ErrDuplicate
	case strictjson.Range:
		sentinel = ErrRange
	default:
		if e.Cause != nil {
			remedy = e.Cause.Error()
		}
	}
	here.Report(e.Value, sentinel, remedy)
}

// Required checks that something is given. The remedy may be empty.
func (at Place) Required(given bool, remedy string) bool {
	if !given {
		at.Report(nil, ErrRequired, remedy)
	}
	return given
}

// Code checks a code: it must not be empty, must be UTF-8, and must not begin
// with a byte-order mark.
func (at Place) Code(code string) bool {
	switch {
	case fault.IsCode(code):
		return true
	case code == "":
		at.Report(nil, ErrRequired, "")
	case !utf8.ValidString(code):
		at.Report(code, ErrInvalid, "codes must be UTF-8")
	default:
		at.Report(code, ErrInvalid, "remove the byte-order mark (BOM) before it: save the file as UTF-8 without BOM")
	}
	return false
}

// Figure checks that a number has at most [MaxDigits] digits before and after
// the decimal point. Arithmetic on other numbers could take unbounded time.
func (at Place) Figure(d decimal.Decimal) bool {
	if fixed.InBounds(d) {
		return true
	}
	at.Report(d, ErrRange, "must have at most 100 digits before and 100 digits after the decimal point")
	return false
}

// Positive checks that a number is a [Place.Figure] greater than zero.
func (at Place) Positive(d decimal.Decimal) bool {
	if !at.Figure(d) {
		return false
	}
	if d.Sign() <= 0 {
		at.Report(d, ErrRange, "must be greater than 0")
		return false
	}
	return true
}

// NonNegative checks that a number is a [Place.Figure] and not below zero.
func (at Place) NonNegative(d decimal.Decimal) bool {
	if !at.Figure(d) {
		return false
	}
	if d.Sign() < 0 {
		at.Report(d, ErrRange, "must not be negative")
		return false
	}
	return true
}

// Between checks that a number is a [Place.Figure] from low to high, both
// included.
func (at Place) Between(d, low, high decimal.Decimal) bool {
	if !at.Figure(d) {
		return false
	}
	if fixed.Cmp(d, low) < 0 || fixed.Cmp(d, high) > 0 {
		at.Report(d, ErrRange, "must be between "+fault.Text(low)+" and "+fault.Text(high))
		return false
	}
	return true
}

// Count checks that a whole number is from low to high, both included.
func (at Place) Count(n, low, high int) bool {
	if n < low || n > high {
		at.Report(n, ErrRange, fmt.Sprintf("must be between %d and %d", low, high))
		return false
	}
	return true
}

// OneOf checks that a word is one of those that are known.
func (at Place) OneOf(word string, known ...string) bool {
	if slices.Contains(known, word) {
		return true
	}
	at.Unknown(word, known...)
	return false
}

// Unknown reports a value that is none of those that are known, and lists them.
// Empty words are not listed.
func (at Place) Unknown(value any, known ...string) {
	if at.problems != nil && !at.problems.Full() {
		at.Report(value, ErrUnknown, oneOf(known))
	}
}

// Duplicate reports a value that is given twice but may be given once.
func (at Place) Duplicate(value any) { at.Report(value, ErrDuplicate, "give it once") }

// required checks an enumeration whose zero value means that nothing is given.
func required[E constraints.Unsigned](at Place, value E, words enum.Words[E]) bool {
	return at.Required(value != 0, words.OneOf()) && at.Add(words.Check(value))
}

// UnknownError returns the error for a value that is none of those that are
// known, and lists them. Enumerations use it to marshal and unmarshal words.
func UnknownError(path string, value any, known ...string) error {
	return &FieldError{Path: path, Value: value, Err: ErrUnknown, Remedy: oneOf(known)}
}

func oneOf(words []string) string {
	const most = 20
	listed := make([]string, 0, most)
	more := 0
	for _, w := range words {
		switch {
		case w == "":
		case len(listed) < most:
			listed = append(listed, fault.Clip(w, 40))
		default:
			more++
		}
	}

	text := "must be one of " + strings.Join(listed, ", ")
	switch {
	case len(listed) == 0:
		return ""
	case more > 0:
		return fmt.Sprintf("%s and %d more", text, more)
	}
	return text
}
