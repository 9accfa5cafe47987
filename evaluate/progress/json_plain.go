package progress

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the category as an object, without the fields that are zero.
func (c Category) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Category) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, c, "category") }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (p *Progress) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, p, "progress") }

// MarshalJSON writes the score point as an object, without the fields that are zero.
func (s ScorePoint) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *ScorePoint) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, s, "scorePoint")
}

// MarshalJSON writes the verdict as an object, decimals as strings.
func (p Progress) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }
