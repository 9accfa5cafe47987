package crosswalk

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the change as an object, without the fields that are zero.
func (c Change) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Change) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, c, "change") }
