package target

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/strictjson"
)

// UnmarshalJSON reads an error as MarshalJSON writes it. A number becomes a decimal,
// and a problem that is none of the words an error of that text.
func (e *FieldError) UnmarshalJSON(data []byte) error {
	var wire struct {
		Path    string
		Problem string `strict:"required"`
		Value   json.RawMessage
		Remedy  string
	}
	if err := readJSON(data, &wire, "problem"); err != nil {
		return err
	}

	fresh := FieldError{Path: wire.Path, Err: errors.New(wire.Problem), Remedy: wire.Remedy}
	for _, s := range sentinels {
		if wire.Problem == s.word {
			fresh.Err = s.err
		}
	}
	if len(wire.Value) > 0 {
		value, ok := readValue(wire.Value)
		if !ok {
			return &FieldError{
				Path: "problem.value", Err: ErrInvalid, Remedy: "write a number, a truth value or a text",
			}
		}
		fresh.Value = value
	}
	*e = fresh
	return nil
}

// readValue reads a number, a truth value or a text.
func readValue(raw []byte) (any, bool) {
	switch raw[0] {
	case '"':
		return strictjson.Unquote(raw), true
	case 't', 'f':
		return raw[0] == 't', true
	case 'n', '[', '{':
		return nil, false
	}
	const most = 2*fixed.Digits + 2 // sign and point
	if len(raw) > most {
		return nil, false
	}
	d, ok := fixed.Parse(string(raw))
	return d, ok && fixed.InBounds(d)
}

// MarshalJSON writes the problems as a list of what [FieldError.MarshalJSON] writes;
// the list is empty if there is none. The number of those that are not kept is lost.
func (p *Problems) MarshalJSON() ([]byte, error) {
	all := AllErrors(p.Err())
	if all == nil {
		all = []*FieldError{}
	}
	return json.Marshal(all)
}

// UnmarshalJSON reads problems as MarshalJSON writes them, or as encoding/json writes
// what [Problems.Err] returns: a list, or one problem alone. They take the place of
// those that p has.
func (p *Problems) UnmarshalJSON(data []byte) error {
	if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 && trimmed[0] == '{' {
		data = append(append([]byte{'['}, trimmed...), ']')
	}
	var all []json.RawMessage
	if err := readJSON(data, &all, "problems"); err != nil {
		return err
	}

	fresh, refused := Problems{ByPath: p.ByPath}, Problems{}
	for i, one := range all {
		if refused.Full() {
			break // as of other lists
		}
		e := new(FieldError)
		if refused.At("problems").Index(i).AddRooted(e.UnmarshalJSON(one)) {
			fresh.add(e.Path, e)
		}
	}
	if err := refused.Err(); err != nil {
		return err
	}
	*p = fresh
	return nil
}

// MarshalJSON returns an error: a place is where problems of an input are reported.
func (at Place) MarshalJSON() ([]byte, error) {
	return nil, &FieldError{Path: "place", Err: ErrInvalid, Remedy: "write the Problems"}
}
