package rows

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the format as an object, without the fields that are zero.
func (f Format) MarshalJSON() ([]byte, error) { return strictjson.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (f *Format) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, f, "format") }

// MarshalJSON writes the layout as an object, without the fields that are zero.
func (l Layout) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *Layout) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, l, "layout") }

// MarshalJSON writes the columns as an object, without the fields that are zero.
func (l LevelColumns) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *LevelColumns) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, l, "levelColumns")
}
