package convert

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the basis as an object, without the fields that are zero.
func (b Basis) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (b *Basis) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, b, "basis") }

// MarshalJSON writes the converted target as an object, without the fields that are zero.
func (c Converted) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Converted) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, c, "converted")
}

// MarshalJSON writes the converted observation as an object, without the fields that are zero.
func (c ConvertedObservation) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *ConvertedObservation) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, c, "convertedObservation")
}

// MarshalJSON writes the step as an object, without the fields that are zero.
func (s Step) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *Step) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, s, "step") }
