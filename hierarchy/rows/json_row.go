package rows

import "github.com/targetcascade/cascade/target"

// MarshalJSON returns an error: a row is a part of a table that is being read.
func (r *Row) MarshalJSON() ([]byte, error) {
	return nil, &target.FieldError{Path: "row", Err: target.ErrInvalid, Remedy: "write what was read from it"}
}
