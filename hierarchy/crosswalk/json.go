package crosswalk

import (
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

type crosswalkJSON struct {
	Old     *hierarchy.Tree `strict:"required"`
	New     *hierarchy.Tree `strict:"required"`
	Changes []Change
}

// MarshalJSON writes both trees and the changes in the order of [Crosswalk.All]. It
// returns an error for a nil crosswalk, and for one that was not made by [New].
func (x *Crosswalk) MarshalJSON() ([]byte, error) {
	if x == nil || x.old == nil {
		return nil, &target.FieldError{Path: "crosswalk", Err: target.ErrRequired, Remedy: "make one by New"}
	}
	return strictjson.Marshal(crosswalkJSON{x.old, x.new, x.changes})
}

// UnmarshalJSON reads what MarshalJSON writes, and makes the crosswalk by [New], whose
// errors it returns. The trees are new ones: to carry columns of a tree of your
// own, give it and the changes to New. After an error x is as it was.
func (x *Crosswalk) UnmarshalJSON(data []byte) error {
	var j crosswalkJSON
	if err := targetjson.Unmarshal(data, &j, "crosswalk"); err != nil {
		return err
	}
	read, err := New(j.Old, j.New, j.Changes)
	if err == nil {
		*x = *read
	}
	return err
}

// MarshalJSON returns an error: the basis is a column of a tree, which is written by
// itself.
func (o CarryOptions) MarshalJSON() ([]byte, error) {
	return nil, &target.FieldError{
		Path: "carryOptions", Err: target.ErrInvalid,
		Remedy: "they hold a column: write the column by Column.MarshalJSON, and the quantum",
	}
}
