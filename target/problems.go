package target

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/strictjson"
)

// MaxDigits is the greatest number of digits that a figure has before the
// decimal point, and the greatest number that it has after it.
const MaxDigits = fixed.Digits

// Problems gathers everything that is wrong with an input, so that a caller
// learns it all at once. All packages of this module use it, and an own rule or
// method can use it too. The zero Problems is empty and ready to use.
//
//	var p target.Problems
//	at := p.At("options")
//	at.Field("share").Between(o.Share, decimal.Zero, one)
//	for code, weight := range o.Weights {
//		at.Field("weights").Key(code).NonNegative(weight)
//	}
//	return p.Err()
//
// Problems keeps the first 50 problems and counts the others. It is not safe for
// concurrent use.
type Problems struct {
	// ByPath orders the problems by their paths. The default is the order in
	// which they are found. Set it before the first problem if the input has no
	// order, as a map.
	ByPath bool

	list   fault.List
	sorted fault.Sorted
}

// At returns the place at which a path begins: an argument or its name, such as
// "options". The empty path is the input itself.
func (p *Problems) At(path string) Place { return Place{problems: p, path: fault.At(path)} }

// Add adds the problems of an error, as [Place.Add] does, without a path before
// theirs.
func (p *Problems) Add(err error) bool { return p.At("").Add(err) }

// Len returns the number of problems.
func (p *Problems) Len() int { return p.list.Len() + p.sorted.Len() }

// Full reports whether no further problem will be kept. If so, it counts one.
// Ask it before an expensive check, whose problem would be dropped:
//
//	if !p.Full() {
//		at.Report(value, target.ErrInvalid, remedy())
//	}
//
// Problems with ByPath are never full.
func (p *Problems) Full() bool { return !p.ByPath && p.list.Full() }

// Err returns nil if there is no problem, the problem itself if there is one,
// and otherwise an error that prints one problem a line and that [AllErrors]
// takes apart. Encoding/json writes it as a list.
func (p *Problems) Err() error {
	if p.ByPath {
		return p.sorted.Err()
	}
	return p.list.Err()
}

func (p *Problems) add(path string, err error) {
	if p.ByPath {
		p.sorted.Add(path, err)
	} else {
		p.list.Add(err)
	}
}

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
	case code == "":
		at.Report(nil, ErrRequired, "")
	case !utf8.ValidString(code):
		at.Report(code, ErrInvalid, "codes must be UTF-8")
	case strings.HasPrefix(code, "\ufeff"):
		at.Report(code, ErrInvalid, "remove the byte-order mark (BOM, U+FEFF) at its beginning: save the file as UTF-8 without BOM")
	default:
		return true
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
