package hierarchy

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the unit as an object, without the fields that are empty.
func (u Unit) MarshalJSON() ([]byte, error) { return strictjson.Marshal(u) }

// UnmarshalJSON reads a unit as MarshalJSON writes it. It returns an error if a
// field is unknown, given twice or missing.
func (u *Unit) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, u, "unit") }
